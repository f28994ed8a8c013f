// The legend is the filter: kinds, connections, years, connections of a node, own code.

const filters = $("filters");
const countKinds = () => KINDS.map((_, k) => node.kind.reduce((n, x) => n + (x === k), 0));
const countPredicates = () => PREDICATES.map((_, k) => edge.predicate.reduce((n, x) => n + (x === k), 0));

const toggle = (list, item) => (list.includes(item) ? list.filter((x) => x !== item) : [...list, item]);
const line = (predicate) => {
  const p = PREDICATE_CLASSES[PREDICATES.indexOf(predicate)];
  return svg("svg", { class: `line ${KINDS[p.kind]}`, viewBox: "0 0 22 8", "aria-hidden": "true", focusable: "false" }, svg("path", { d: "M1 4H21", "stroke-width": p.width * 1.4, "stroke-dasharray": p.dash.join(" ") }));
};

const check = (name, sign, count, on, change, title) => h("label", { class: "check", title: title || false },
  h("input", { type: "checkbox", checked: on, onchange: change }), sign, h("span", { class: "label" }, name), h("span", { class: "count" }, count === null ? "" : number(count)));

const drawFilters = () => {
  const held = document.activeElement && filters.contains(document.activeElement) ? document.activeElement.dataset.at : null;
  const kinds = countKinds(), predicates = countPredicates();
  const content = [
    h("div", { class: "bar" }, h("h2", {}, "Legend and filter"), h("button", { type: "button", class: "plain icon close", "aria-label": "Close the filters", onclick: () => openFilters(false) }, "✕")),
    h("fieldset", {}, h("legend", {}, "Show"),
      KINDS.map((kind, k) => kinds[k] > 0 && check(KIND_PLURALS[kind], icon(kind), kinds[k], !state.kinds.includes(kind), () => go({ kinds: toggle(state.kinds, kind) }))),
      entities.generic.some(Boolean) && check("Generic names", icon("method", true), entities.generic.filter(Boolean).length, state.generic, () => go({ generic: !state.generic }), "Names that stand in very many papers; drawn in grey")),
    h("fieldset", {}, h("legend", {}, "Connections"),
      PREDICATES.map((p, k) => predicates[k] > 0 && check(spoken(p), line(p), predicates[k], !state.predicates.includes(p), () => go({ predicates: toggle(state.predicates, p) }), raw.predicates[k].meaning))),
    YEARS && YEARS[0] < YEARS[1] && h("fieldset", { class: "years" }, h("legend", {}, "Years"), yearSelect(0), h("span", { class: "quiet" }, "to"), yearSelect(1)),
    h("fieldset", {}, h("legend", {}, "Narrow"),
      h("label", { class: "range" }, h("span", {}, "Connections of a node"), h("output", {}, state.degree ? `${state.degree} or more` : "any"),
        h("input", { type: "range", min: 0, max: 12, step: 1, value: state.degree, onchange: (event) => go({ degree: Number(event.target.value) }) })),
      check("Papers with own code", line("RELEASES"), null, state.own, () => go({ own: !state.own }))),
    h("p", { class: "quiet", id: "shown" }, `${plural(shown.nodes, "node")}, ${plural(shown.edges, "connection")} shown`),
    h("button", { type: "button", class: "chip", id: "reset", onclick: () => go({ kinds: [], predicates: [], years: null, degree: 0, own: false, generic: true }) }, "Show all"),
  ];
  filters.replaceChildren(...content.flat(Infinity).filter(Boolean));
  [...filters.querySelectorAll("input, select, button")].forEach((control, n) => { control.dataset.at = n; });
  if (held) filters.querySelector(`[data-at="${held}"]`)?.focus({ preventScroll: true });
};

const yearSelect = (end) => {
  const now = state.years || YEARS;
  const all = Array.from({ length: YEARS[1] - YEARS[0] + 1 }, (_, n) => YEARS[0] + n);
  return h("select", { "aria-label": end ? "Last year" : "First year", onchange: (event) => {
    const span = [...now];
    span[end] = Number(event.target.value);
    if (span[0] > span[1]) span[1 - end] = span[end];
    go({ years: span[0] === YEARS[0] && span[1] === YEARS[1] ? null : span });
  } }, all.map((y) => h("option", { value: y, selected: y === now[end] }, y)));
};

const openFilters = (open) => {
  document.body.classList.toggle("with-filters", open);
  $("filters-open").setAttribute("aria-expanded", String(open));
  if (open) filters.querySelector("input")?.focus({ preventScroll: true });
  else $("filters-open").focus();
};
