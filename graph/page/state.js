// What the reader has chosen. The state is the fragment of the address, so that a link opens the same view.

const DEFAULTS = { node: -1, edge: -1, focus: 0, around: -1, path: null, kinds: [], predicates: [], years: null, degree: 0, own: false, generic: true, view: "map", tab: "papers", picked: [] };
let state = { ...DEFAULTS };
const VIEWS = ["map", "both", "table"];

const encodeState = (s) => {
  const q = [];
  const put = (name, value) => q.push(`${name}=${encodeURIComponent(value).replaceAll("%3A", ":").replaceAll("%2F", "/").replaceAll("%20", "+")}`);
  if (s.node >= 0) put("node", keyOf(s.node));
  if (s.edge >= 0) put("edge", edgeKey(s.edge));
  if (s.focus) { put("focus", s.focus); put("around", keyOf(s.around)); }
  if (s.path) put("path", s.path.map(keyOf).join("~"));
  if (s.kinds.length) put("hide", s.kinds.join(","));
  if (s.predicates.length) put("without", s.predicates.join(","));
  if (s.years) put("years", s.years.join("-"));
  if (s.degree) put("degree", s.degree);
  if (s.own) put("own", 1);
  if (!s.generic) put("generic", 0);
  if (s.view !== "map") put("view", s.view);
  if (s.tab !== "papers") put("tab", s.tab);
  if (s.picked.length) put("picked", s.picked.map((i) => papers.id[i]).join("~"));
  return q.join("&");
};

// A fragment is somebody's text: whatever it names that is not there is passed over.
const decodeState = (fragment) => {
  const q = new URLSearchParams(fragment.replace(/^#/, ""));
  const s = { ...DEFAULTS };
  s.node = nodeByKey.get(q.get("node")) ?? -1;
  if (q.has("edge")) s.edge = findEdge(q.get("edge"));
  s.around = nodeByKey.get(q.get("around")) ?? -1;
  if (s.around >= 0) s.focus = Math.min(2, Math.max(0, Number(q.get("focus")) | 0));
  const ends = (q.get("path") || "").split("~").map((k) => nodeByKey.get(k) ?? -1);
  if (ends.length === 2 && ends.every((i) => i >= 0)) s.path = ends;
  s.kinds = (q.get("hide") || "").split(",").filter((k) => KINDS.includes(k));
  s.predicates = (q.get("without") || "").split(",").filter((p) => PREDICATES.includes(p));
  const span = (q.get("years") || "").match(/^(\d{1,4})-(\d{1,4})$/);
  if (span && YEARS) s.years = [Number(span[1]), Number(span[2])];
  s.degree = Math.max(0, Number(q.get("degree")) | 0);
  s.own = q.get("own") === "1";
  s.generic = q.get("generic") !== "0";
  if (VIEWS.includes(q.get("view"))) s.view = q.get("view");
  if (q.get("tab") === "entities") s.tab = "entities";
  const wanted = new Set((q.get("picked") || "").split("~"));
  if (q.has("picked")) papers.id.forEach((id, i) => wanted.has(id) && s.picked.push(i));
  return s;
};

// Change the state, put it into the address and show it. A frame without an address of its own keeps it to itself.
let depth = 0;
const go = (changes, { replace = false } = {}) => {
  const before = encodeState(state);
  state = { ...state, ...changes };
  const after = encodeState(state);
  if (after !== before) {
    try {
      if (replace) history.replaceState({ depth }, "", `#${after}`);
      else history.pushState({ depth: ++depth }, "", `#${after}`);
    } catch {
      depth = 0;
    }
  }
  render();
};
const readAddress = () => {
  depth = history.state?.depth ?? 0;
  state = decodeState(location.hash);
  render();
};
addEventListener("popstate", readAddress);
addEventListener("hashchange", readAddress);

// Which nodes and edges the filters leave.
const shown = { node: new Uint8Array(NODES), edge: new Uint8Array(EDGES), nodes: 0, edges: 0, key: null };
const filterKey = (s) => JSON.stringify([s.kinds, s.predicates, s.years, s.degree, s.own, s.generic, s.focus ? [s.around, s.focus] : 0]);

const updateShown = () => {
  const key = filterKey(state);
  if (shown.key === key) return false;
  shown.key = key;
  const off = new Set(state.kinds.map((k) => KINDS.indexOf(k)));
  const without = new Set(state.predicates.map((p) => PREDICATES.indexOf(p)));
  const keep = shown.node.fill(0);
  for (let i = 0; i < NODES; i++) {
    if (off.has(node.kind[i]) || (!state.generic && isGeneric(i))) continue;
    if (isPaper(i) && state.years && !(papers.year[i] >= state.years[0] && papers.year[i] <= state.years[1])) continue;
    if (isPaper(i) && state.own && !hasOwnCode(i)) continue;
    keep[i] = 1;
  }
  const count = new Uint32Array(NODES);
  const countEdges = () => {
    count.fill(0);
    for (let e = 0; e < EDGES; e++) {
      shown.edge[e] = keep[edge.from[e]] && keep[edge.to[e]] && !without.has(edge.predicate[e]) ? 1 : 0;
      if (shown.edge[e]) { count[edge.from[e]]++; count[edge.to[e]]++; }
    }
  };
  countEdges();
  // An entity that no shown paper names any more goes with its papers.
  const papersOff = off.has(0);
  for (let i = PAPERS; i < NODES; i++) if (keep[i] && !count[i] && degree(i) && !papersOff) keep[i] = 0;
  if (state.degree) for (let i = 0; i < NODES; i++) if (keep[i] && count[i] < state.degree) keep[i] = 0;
  if (state.focus) {
    keep[state.around] = 1;
    countEdges();
    const near = within(state.around, state.focus);
    for (let i = 0; i < NODES; i++) keep[i] = near.has(i) ? 1 : 0;
  }
  countEdges();
  shown.nodes = keep.reduce((a, b) => a + b, 0);
  shown.edges = shown.edge.reduce((a, b) => a + b, 0);
  return true;
};

// The nodes within some steps; the way does not lead on through generic entities.
const within = (start, steps) => {
  const found = new Set([start]);
  let rim = [start];
  for (let s = 0; s < steps; s++) {
    const next = [];
    for (const i of rim) {
      if (i !== start && isGeneric(i)) continue;
      for (const e of edgesOf(i)) {
        const j = otherEnd(e, i);
        if (shown.edge[e] && !found.has(j)) { found.add(j); next.push(j); }
      }
    }
    rim = next;
  }
  return found;
};

// The shortest way between two nodes over what is shown, generic entities only where there is no other; [] if none.
const findPath = (a, b) => {
  for (const generic of [false, true]) {
    const via = new Map([[a, -1]]);
    let rim = [a];
    while (rim.length && !via.has(b)) {
      const next = [];
      for (const i of rim) for (const e of edgesOf(i)) {
        const j = otherEnd(e, i);
        if (!shown.edge[e] || via.has(j) || (!generic && isGeneric(j) && j !== b)) continue;
        via.set(j, e);
        next.push(j);
      }
      rim = next;
    }
    if (!via.has(b)) continue;
    const edges = [];
    for (let i = b; i !== a; i = otherEnd(edges[edges.length - 1], i)) edges.push(via.get(i));
    return edges.reverse();
  }
  return [];
};

// What is lit while the rest is dimmed: null where nothing is chosen.
const litSet = () => {
  if (state.path) {
    const edges = new Set(findPath(...state.path));
    const nodes = new Set(state.path);
    for (const e of edges) { nodes.add(edge.from[e]); nodes.add(edge.to[e]); }
    return { nodes, edges };
  }
  if (state.edge >= 0) return { nodes: new Set([edge.from[state.edge], edge.to[state.edge]]), edges: new Set([state.edge]) };
  if (state.node >= 0 && !(state.focus && state.node === state.around)) {
    const edges = new Set([...edgesOf(state.node)].filter((e) => shown.edge[e]));
    return { nodes: new Set([state.node, ...[...edges].map((e) => otherEnd(e, state.node))]), edges };
  }
  return null;
};
