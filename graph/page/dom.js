// Elements from data. Text is always a text node; nothing here reads markup.

const h = (tag, props = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "class") element.className = value;
    else if (name === "data") Object.assign(element.dataset, value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((c) => c !== null && c !== undefined && c !== false && c !== ""));
  return element;
};
const $ = (id) => document.getElementById(id);
const say = (text) => { $("live").textContent = text; };

const SVG = "http://www.w3.org/2000/svg";
const svg = (tag, props, ...children) => {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(props)) element.setAttribute(name, value);
  element.append(...children);
  return element;
};
const outline = (shape, r, x = 0, y = 0) => {
  const at = (n) => Math.round(n * 100) / 100;
  if (shape === "dot") return `M${at(x - r)} ${at(y)}a${at(r)} ${at(r)} 0 1 0 ${at(2 * r)} 0a${at(r)} ${at(r)} 0 1 0 ${at(-2 * r)} 0`;
  return `M${CORNERS[shape].map(([a, b]) => `${at(x + a * r)} ${at(y + b * r)}`).join("L")}Z`;
};
const icon = (kind, generic = false) =>
  svg("svg", { class: generic ? "sign generic" : `sign ${kind}`, viewBox: "-8 -8 16 16", "aria-hidden": "true", focusable: "false" }, svg("path", { d: outline(SHAPES[kind], 6) }));

const nodeButton = (i, { text = nameOf(i), note = "" } = {}) =>
  h("button", { type: "button", class: "node", data: { node: i }, dir: "auto", onclick: (event) => choose(i, { add: event.shiftKey || event.ctrlKey || event.metaKey }) },
    icon(kindOf(i), isGeneric(i)), h("span", { class: "label" }, text), note && h("span", { class: "aside" }, note));

const link = (url, text) => {
  const safe = safeUrl(url);
  return safe ? h("a", { href: safe, target: "_blank", rel: "noopener noreferrer" }, text) : h("span", { class: "quiet" }, String(url));
};
