// The map: vis-network holds the camera, the hands on it and the physics; what is seen is painted by paint.js.

const mapBox = document.getElementById("canvas");
const tip = document.getElementById("tip");
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const PHYSICS_LIMIT = 3000;
const DRAG_LIMIT = 3000;
let network = null;
let visNodes = null;
let visEdges = null;
let moving = false;
let settle = 0;
let stamp = 0;
let physicsOn = false;
let frames = 0;
let drawn = 0;

const camera = () => {
  const k = network.getScale(), at = network.getViewPosition();
  const width = mapBox.clientWidth, height = mapBox.clientHeight;
  return { k, tx: width / 2 - at.x * k, ty: height / 2 - at.y * k, width, height, stamp };
};

const touch = () => {
  moving = true;
  clearTimeout(settle);
  settle = setTimeout(() => { moving = false; redraw(); }, 160);
};

const redraw = () => { if (network) network.redraw(); };
const restyle = () => { stamp++; redraw(); };

const startMap = () => {
  visNodes = new vis.DataSet();
  visEdges = new vis.DataSet();
  const invisible = ({ x, y, id }) => ({ drawNode() {}, nodeDimensions: { width: 2 * node.size[id], height: 2 * node.size[id] } });
  network = new vis.Network(mapBox, { nodes: visNodes, edges: visEdges }, {
    autoResize: true,
    layout: { improvedLayout: false, randomSeed: 1 },
    physics: { enabled: false },
    nodes: { shape: "custom", ctxRenderer: invisible, chosen: false },
    edges: { hidden: true, smooth: false },
    interaction: { hover: false, selectable: false, selectConnectedEdges: false, hoverConnectedEdges: false, tooltipDelay: 1e9, keyboard: false, zoomSpeed: 0.7 },
  });
  network.on("beforeDrawing", (ctx) => {
    if (physicsOn) readPositions();
    const ratio = ctx.canvas.width / Math.max(1, ctx.canvas.clientWidth);
    ctx.save();
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    paint(ctx, camera(), { moving: moving && !physicsOn });
    ctx.restore();
    if (!frames++) drawn = performance.now();
  });
  network.on("dragStart", touch);
  network.on("dragging", (event) => {
    if (event.nodes.length) { readPositions(event.nodes); stamp++; }
    touch();
  });
  network.on("zoom", touch);
  network.on("click", (event) => clickAt(event.pointer.DOM, event.event.srcEvent));
  network.on("doubleClick", (event) => {
    const i = nodeAt(event.pointer.DOM);
    if (i >= 0) go({ node: i, edge: -1, path: null, focus: 1, around: i });
  });
  let wasHidden = !mapBox.clientWidth;
  new ResizeObserver(() => {
    if (!mapBox.clientWidth) { wasHidden = true; return; }
    network.setSize("100%", "100%");
    if (wasHidden) fitAll(false);
    wasHidden = false;
    restyle();
  }).observe(mapBox);
  mapBox.addEventListener("pointermove", hoverAt);
  mapBox.addEventListener("pointerleave", () => { tip.hidden = true; });
  mapBox.addEventListener("keydown", mapKeys);
};

const readPositions = (ids) => {
  const at = network.getPositions(ids);
  for (const i in at) { node.x[i] = at[i].x; node.y[i] = at[i].y; }
};

// Give vis-network the nodes that are shown, and the edges only where it has to move something along them. Of a large
// graph it holds the camera alone: its own bookkeeping of each node would cost more than the painting.
const fillMap = () => {
  const list = [];
  if (shown.nodes <= DRAG_LIMIT) for (let i = 0; i < NODES; i++) if (shown.node[i]) list.push({ id: i, x: node.x[i], y: node.y[i], size: node.size[i], mass: 1 + Math.sqrt(degree(i)) / 2 });
  visEdges.clear();
  visNodes.clear();
  visNodes.add(list);
  if (physicsOn) {
    const joins = [];
    for (let e = 0; e < EDGES; e++) if (shown.edge[e]) joins.push({ id: e, from: edge.from[e], to: edge.to[e] });
    visEdges.add(joins);
  }
  stamp++;
};

const setPhysics = (on) => {
  physicsOn = on && shown.nodes <= PHYSICS_LIMIT;
  fillMap();
  network.setOptions({ physics: physicsOn
    ? { enabled: true, solver: "forceAtlas2Based", forceAtlas2Based: { gravitationalConstant: -60, centralGravity: 0.004, springLength: 60, springConstant: 0.05, damping: 0.6, avoidOverlap: 0.4 }, stabilization: false, minVelocity: 1.5, maxVelocity: 30 }
    : { enabled: false } });
  if (physicsOn) network.startSimulation(); else network.stopSimulation();
  restyle();
};

const animation = () => (calm.matches ? false : { duration: 350, easingFunction: "easeInOutQuad" });

// How much of the map's foot lies under the panel, where that is a sheet over it.
const covered = () => {
  const panelBox = $("panel").getBoundingClientRect(), box = mapBox.getBoundingClientRect();
  return panelBox.width < box.width * 0.9 ? 0 : Math.max(0, Math.min(box.height * 0.8, box.bottom - panelBox.top));
};

// Show a set of nodes as large as fits into what is seen of the map.
const fitTo = (ids, { animate = true, most = 1.3 } = {}) => {
  let x1 = Infinity, y1 = Infinity, x2 = -Infinity, y2 = -Infinity;
  for (const i of ids) {
    x1 = Math.min(x1, node.x[i] - node.size[i]); x2 = Math.max(x2, node.x[i] + node.size[i]);
    y1 = Math.min(y1, node.y[i] - node.size[i]); y2 = Math.max(y2, node.y[i] + node.size[i]);
  }
  if (x1 === Infinity || !mapBox.clientWidth) return;
  const foot = covered();
  const wide = mapBox.clientWidth - Math.min(60, mapBox.clientWidth * 0.08);
  const scale = Math.min(wide / Math.max(1, x2 - x1), Math.max(60, mapBox.clientHeight - foot - 70) / Math.max(1, y2 - y1), most);
  network.moveTo({ position: { x: (x1 + x2) / 2, y: (y1 + y2) / 2 + foot / 2 / scale }, scale, animation: animate ? animation() : false });
  if (animate) touch();
};
const shownNodes = () => [...byImportance].filter((i) => shown.node[i]);
// The first look is at the most of it: far-off crumbs do not make the rest small.
const fitAll = (animate = true) => fitTo(shownNodes(), { animate });

const bringIntoView = (i) => {
  if (!mapBox.clientWidth) return;
  const cam = camera();
  const x = node.x[i] * cam.k + cam.tx, y = node.y[i] * cam.k + cam.ty;
  const margin = 60, foot = covered();
  if (x > margin && y > margin && x < cam.width - margin && y < cam.height - foot - margin && cam.k > 0.3) return;
  const scale = Math.max(cam.k, 0.7);
  network.moveTo({ position: { x: node.x[i], y: node.y[i] + foot / 2 / scale }, scale, animation: animation() });
  touch();
};

const zoomBy = (factor) => {
  network.moveTo({ scale: Math.min(8, Math.max(0.02, network.getScale() * factor)), animation: animation() });
  touch();
};

const mapKeys = (event) => {
  const step = 80 / network.getScale(), at = network.getViewPosition();
  const moves = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
  if (moves[event.key]) network.moveTo({ position: { x: at.x + moves[event.key][0], y: at.y + moves[event.key][1] } });
  else if (event.key === "+" || event.key === "=") zoomBy(1.3);
  else if (event.key === "-") zoomBy(1 / 1.3);
  else if (event.key === "0") fitAll();
  else return;
  event.preventDefault();
  touch();
};

const nodeAt = ({ x, y }, slack = 4) => {
  const { k, tx, ty } = camera();
  let best = -1, least = Infinity;
  for (let i = 0; i < NODES; i++) {
    if (!shown.node[i]) continue;
    const gap = Math.hypot(node.x[i] * k + tx - x, node.y[i] * k + ty - y) - screenRadius(i, k);
    if (gap < slack && gap < least) { best = i; least = gap; }
  }
  if (best >= 0) return best;
  const label = labels.find((l) => x >= l.x && x <= l.x + l.w && y >= l.y && y <= l.y + l.size);
  return label ? label.i : -1;
};

const edgeAt = ({ x, y }, slack = 5) => {
  const { k, tx, ty } = camera();
  const lit = litSet();
  let best = -1, least = slack;
  for (let e = 0; e < EDGES; e++) {
    if (!shown.edge[e] || (lit && !lit.edges.has(e))) continue;
    const x1 = node.x[edge.from[e]] * k + tx, y1 = node.y[edge.from[e]] * k + ty;
    const dx = node.x[edge.to[e]] * k + tx - x1, dy = node.y[edge.to[e]] * k + ty - y1;
    const t = Math.min(1, Math.max(0, ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy || 1)));
    const gap = Math.hypot(x1 + t * dx - x, y1 + t * dy - y);
    if (gap < least) { best = e; least = gap; }
  }
  return best;
};

const clickAt = (point, source) => {
  const coarse = source && source.pointerType === "touch";
  const i = nodeAt(point, coarse ? 14 : 4);
  if (i >= 0) { choose(i, { add: source && (source.shiftKey || source.ctrlKey || source.metaKey) }); return; }
  const e = edgeAt(point, coarse ? 12 : 5);
  if (e >= 0) go({ edge: e, path: null });
  else if (state.node >= 0 || state.edge >= 0 || state.path) go({ node: state.focus ? state.around : -1, edge: -1, path: null });
};

let hovering = 0;
const hoverAt = (event) => {
  if (event.pointerType === "touch" || event.buttons || hovering) return;
  hovering = requestAnimationFrame(() => {
    hovering = 0;
    const box = mapBox.getBoundingClientRect();
    const point = { x: event.clientX - box.left, y: event.clientY - box.top };
    const i = nodeAt(point), e = i < 0 && shown.edges < 20000 ? edgeAt(point) : -1;
    mapBox.style.cursor = i >= 0 || e >= 0 ? "pointer" : "";
    tip.hidden = i < 0 && e < 0;
    if (tip.hidden) return;
    tip.textContent = i >= 0 ? `${nameOf(i).slice(0, 160)}` : `${node.label[edge.from[e]]} ${spoken(predicateOf(e))} ${node.label[edge.to[e]]}`;
    tip.dataset.kind = i >= 0 ? kindOf(i) : "";
    const left = Math.min(point.x + 14, box.width - tip.offsetWidth - 8);
    tip.style.left = `${Math.max(8, left)}px`;
    tip.style.top = `${Math.min(point.y + 16, box.height - tip.offsetHeight - 8)}px`;
  });
};
