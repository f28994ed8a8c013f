// Puts it together: first drawing, then whatever the reader does.

const note = (text) => {
  const line = $("note");
  line.textContent = text;
  line.hidden = !text;
  clearTimeout(note.timer);
  if (text) note.timer = setTimeout(() => standingNote(), 3500);
};
const standingNote = () => {
  const line = $("note");
  const core = raw.rest.length || raw.total.nodes > NODES;
  const focused = raw.focus >= 0;
  line.textContent = core && !focused ? `${number(NODES)} of ${number(raw.total.nodes)} nodes shown, those with the most connections; the search knows ${raw.rest.length + NODES < raw.total.nodes ? `the best connected ${number(raw.rest.length + NODES)}` : "all"}`
    : focused ? `The neighbourhood of ${nameOf(raw.focus).slice(0, 80)}: ${number(NODES)} of ${number(raw.total.nodes)} nodes` : "";
  line.hidden = !line.textContent;
};

// Choose a node: ends a path that was begun; with shift, picks papers instead.
const choose = (i, { add = false, reveal = false } = {}) => {
  if (add && isPaper(i)) { pick(i); return; }
  if (pathFrom >= 0 && pathFrom !== i) {
    const path = [pathFrom, i];
    pathFrom = -1;
    go({ path, node: -1, edge: -1, focus: 0, around: -1 });
    return;
  }
  const hidden = !shown.node[i];
  go({ node: i, edge: -1, path: null, ...(hidden && reveal ? { focus: 0, around: -1, kinds: [], predicates: [], years: null, degree: 0, own: false, generic: true } : {}) });
  if (reveal && state.view !== "table") bringIntoView(i);
};
const pick = (i) => {
  go({ picked: toggle(state.picked, i) }, { replace: true });
  say(`${plural(state.picked.length, "paper")} picked`);
};

let last = {};
const render = () => {
  const changed = updateShown();
  document.body.dataset.view = state.view;
  document.querySelectorAll("[data-view]").forEach((b) => b.tagName === "BUTTON" && b.setAttribute("aria-pressed", String(b.dataset.view === state.view)));
  if (changed) { placeFocus(); drawFilters(); if (network) fillMap(); }
  const physics = $("physics");
  physics.disabled = shown.nodes > PHYSICS_LIMIT;
  physics.title = physics.disabled ? `Physics works on up to ${number(PHYSICS_LIMIT)} shown nodes; focus on a neighbourhood first` : "Let the nodes move (physics)";
  if (physics.disabled && physicsOn) togglePhysics(false);
  drawPanel();
  drawTable();
  if (!network) return;
  restyle();
  const key = `${state.around}|${state.focus}`;
  if (changed && last.focus !== key && (state.focus || last.focused)) requestAnimationFrame(() => fitAll());
  else if (state.path && String(state.path) !== last.path) requestAnimationFrame(() => { const lit = litSet(); fitTo(lit.nodes); });
  last = { focus: key, focused: state.focus > 0, path: String(state.path) };
};

const togglePhysics = (on) => {
  setPhysics(on);
  $("physics").setAttribute("aria-pressed", String(physicsOn));
  say(physicsOn ? "Physics on" : "Physics off");
};

const setTheme = (name) => {
  if (name) document.documentElement.dataset.theme = name;
  readTheme();
  restyle();
};
const isDark = () => (document.documentElement.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
$("theme").addEventListener("click", () => setTheme(isDark() ? "light" : "dark"));
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => setTheme(""));

const DOES = { in: () => zoomBy(1.4), out: () => zoomBy(1 / 1.4), fit: () => fitAll(), physics: () => togglePhysics(!physicsOn),
  skip: () => { go({ view: state.view === "map" ? "both" : state.view }); $("table-area").focus(); } };
document.querySelectorAll("[data-do]").forEach((b) => b.addEventListener("click", (event) => { event.preventDefault(); DOES[b.dataset.do](); }));
document.querySelectorAll("button[data-view]").forEach((b) => b.addEventListener("click", () => { go({ view: b.dataset.view }); if (state.view !== "table") requestAnimationFrame(() => fitAll(false)); }));
$("filters-open").addEventListener("click", () => openFilters(!document.body.classList.contains("with-filters")));
addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  if (document.body.classList.contains("with-filters")) openFilters(false);
  else if (pathFrom >= 0) { pathFrom = -1; drawPanel(); }
  else if (!panel.hidden) closePanel();
});

$("counts").textContent = [plural(raw.total.papers, "paper"), plural(raw.total.entities, "name"), plural(raw.total.relations, "connection")].join(" · ");
readTheme();
state = decodeState(location.hash);
if (raw.focus >= 0 && !location.hash.slice(1)) Object.assign(state, { node: raw.focus, around: raw.focus, focus: 2 });
document.body.dataset.view = state.view;
startMap();
render();
fitAll(false);
if (state.node >= 0 && raw.focus < 0) bringIntoView(state.node);
standingNote();
if (!NODES) note("This graph is empty: build one with papergraph build INPUT -o GRAPH");

// For scripts and tests: where a node stands on the screen, and how long the drawing takes.
window.papergraph = {
  nodes: NODES, edges: EDGES, ready: performance.now(), copied: "",
  find: (key) => nodeByKey.get(key) ?? -1,
  at: (i) => { const c = camera(), b = mapBox.getBoundingClientRect(); return { x: b.left + node.x[i] * c.k + c.tx, y: b.top + node.y[i] * c.k + c.ty, r: screenRadius(i, c.k) }; },
  edgeAt: (e, share = 0.5) => { const a = papergraph.at(edge.from[e]), b = papergraph.at(edge.to[e]); return { x: a.x + share * (b.x - a.x), y: a.y + share * (b.y - a.y) }; },
  scale: () => camera().k,
  shown: () => ({ nodes: shown.nodes, edges: shown.edges }),
  frames: () => frames, drawn: () => drawn, cost: () => cost, labels: () => labels.map((l) => node.label[l.i]),
  hit: (x, y) => { const b = mapBox.getBoundingClientRect(); return nodeAt({ x: x - b.left, y: y - b.top }); },
  texts: { svg: svgText, json: jsonText, graphml: graphmlText, bibtex: bibtexText, csv: () => tableCsv() },
};
