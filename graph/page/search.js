// Search over everything: names, aliases and titles, by keyboard as by mouse.

const MOST_HITS = 12;
let index = null;
let hits = [];
let active = -1;
const box = $("search");
const list = $("hits");

const buildIndex = () => {
  index = [];
  for (let i = 0; i < NODES; i++) {
    index.push({ node: i, text: fold(nameOf(i).slice(0, 400)), weight: degree(i) });
    for (const alias of aliasesOf(i)) index.push({ node: i, text: fold(alias), alias, weight: degree(i) });
  }
  for (const [kind, name, weight] of raw.rest) index.push({ rest: { kind: KINDS[kind], name }, text: fold(name.slice(0, 400)), weight });
};

// The whole name, then names that begin so, then words that begin so, then names that hold it or all its words.
const rank = (text, query, words) => {
  const at = text.indexOf(query);
  if (at === 0) return text.length === query.length ? 5 : 4;
  if (at > 0) return text[at - 1] === " " ? 3 : 1.5;
  return words.length > 1 && words.every((w) => text.includes(w)) ? 1 : 0;
};

const lookUp = (typed) => {
  const query = fold(typed);
  if (!query) return [];
  if (!index) buildIndex();
  const words = query.split(" ");
  const best = new Map();
  for (const item of index) {
    const r = rank(item.text, query, words);
    if (!r) continue;
    const score = r + Math.min(0.9, Math.log1p(item.weight) / 9) - (item.alias ? 0.2 : 0);
    const key = item.rest || item.node;
    if (!(best.get(key)?.score >= score)) best.set(key, { ...item, score });
  }
  return [...best.values()].sort((a, b) => b.score - a.score || b.weight - a.weight || (a.text < b.text ? -1 : a.text > b.text ? 1 : 0)).slice(0, MOST_HITS);
};

const describe = (hit) => {
  const kind = hit.rest ? hit.rest.kind : kindOf(hit.node);
  const aside = hit.rest ? "not on this page" : hit.alias ? `also ${hit.alias}` : kind === "paper" ? papers.year[hit.node] ?? "" : plural(entities.papers[hit.node - PAPERS], "paper");
  return { kind, name: hit.rest ? hit.rest.name : nameOf(hit.node), aside: String(aside) };
};

const showHits = () => {
  hits = lookUp(box.value);
  active = hits.length ? 0 : -1;
  list.replaceChildren(...hits.map((hit, n) => {
    const { kind, name, aside } = describe(hit);
    return h("div", { role: "option", id: `hit-${n}`, "aria-selected": n === active ? "true" : "false", dir: "auto", onpointerdown: (e) => { e.preventDefault(); take(n); } },
      icon(kind), h("span", { class: "label" }, name.slice(0, 300)), h("span", { class: "aside" }, `${KIND_NAMES[kind]}${aside ? ` · ${aside.slice(0, 60)}` : ""}`));
  }));
  if (!hits.length && box.value.trim()) list.replaceChildren(h("p", { class: "none", role: "option", "aria-disabled": "true", "aria-selected": "false" }, "Nothing by that name"));
  const open = Boolean(box.value.trim());
  list.hidden = !open;
  box.setAttribute("aria-expanded", String(open));
  point();
  if (open) say(hits.length ? plural(hits.length, "result") : "No results");
};

const point = () => {
  [...list.querySelectorAll("[id]")].forEach((o, n) => {
    o.setAttribute("aria-selected", String(n === active));
    if (n === active) o.scrollIntoView({ block: "nearest" });
  });
  if (active >= 0) box.setAttribute("aria-activedescendant", `hit-${active}`); else box.removeAttribute("aria-activedescendant");
};

const closeHits = () => {
  list.hidden = true;
  box.setAttribute("aria-expanded", "false");
  box.removeAttribute("aria-activedescendant");
};

const take = (n) => {
  const hit = hits[n];
  if (!hit) return;
  closeHits();
  box.blur();
  if (hit.rest) { showAbsent(hit.rest); return; }
  box.value = "";
  choose(hit.node, { reveal: true });
};

box.addEventListener("input", showHits);
box.addEventListener("focus", () => { if (box.value.trim()) showHits(); });
box.addEventListener("blur", () => setTimeout(closeHits, 120));
box.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    if (!hits.length) return;
    active = (active + (event.key === "ArrowDown" ? 1 : -1) + hits.length) % hits.length;
    point();
  } else if (event.key === "Enter") take(active);
  else if (event.key === "Escape") {
    if (!list.hidden) event.stopPropagation();
    box.value = "";
    closeHits();
    box.blur();
  } else return;
  event.preventDefault();
});
addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input[type=text], textarea, select")) return;
  event.preventDefault();
  box.focus();
  box.select();
});
