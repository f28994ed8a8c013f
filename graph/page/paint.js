// Draws the graph on a canvas: edges, nodes, labels, with less detail the more there is to draw.

const SHAPES = { paper: "dot", method: "square", dataset: "diamond", repository: "triangle", task: "hexagon", metric: "triangleDown" };
const WIDTHS = { PROPOSES: 1.8, INTRODUCES: 1.8, RELEASES: 1.8, USES: 1, EVALUATES_ON: 1, ADDRESSES: 1, REPORTS: 1, COMPARES_WITH: 1, LINKS_TO: 1, VARIANT_OF: 1 };
const DASHES = { COMPARES_WITH: [5, 3], LINKS_TO: [5, 3], VARIANT_OF: [1.5, 3] };
const TARGETS = { PROPOSES: "method", USES: "method", COMPARES_WITH: "method", INTRODUCES: "dataset", EVALUATES_ON: "dataset", RELEASES: "repository", LINKS_TO: "repository", ADDRESSES: "task", REPORTS: "metric", VARIANT_OF: "paper" };

let theme = {};
const readTheme = () => {
  const css = getComputedStyle(document.documentElement);
  const get = (name) => css.getPropertyValue(name).trim();
  theme = { ink: get("--ink"), quiet: get("--quiet"), ground: get("--ground"), halo: get("--ground"), muted: get("--muted-node"), dim: Number(get("--dim")), edge: Number(get("--edge")), font: get("--font"), kinds: KINDS.map((k) => get(`--${k}`)) };
};

// The unit shapes, of about equal area; r is the radius of the disc that the layout kept free.
const CORNERS = {
  square: [[-0.86, -0.86], [0.86, -0.86], [0.86, 0.86], [-0.86, 0.86]],
  diamond: [[0, -1.15], [1.15, 0], [0, 1.15], [-1.15, 0]],
  triangle: [[0, -1.15], [1.1, 0.8], [-1.1, 0.8]],
  triangleDown: [[0, 1.15], [1.1, -0.8], [-1.1, -0.8]],
  hexagon: [[1.05, 0], [0.52, 0.92], [-0.52, 0.92], [-1.05, 0], [-0.52, -0.92], [0.52, -0.92]],
};
const addShape = (ctx, shape, x, y, r) => {
  if (r < 2) { ctx.rect(x - r, y - r, 2 * r, 2 * r); return; }
  if (shape === "dot") { ctx.moveTo(x + r, y); ctx.arc(x, y, r, 0, 6.2832); return; }
  const corners = CORNERS[shape];
  ctx.moveTo(x + corners[0][0] * r, y + corners[0][1] * r);
  for (let c = 1; c < corners.length; c++) ctx.lineTo(x + corners[c][0] * r, y + corners[c][1] * r);
  ctx.closePath();
};
// Zoomed out, nodes shrink more slowly than distances, so that the important ones stay visible.
const screenRadius = (i, k) => Math.max(1.3, node.size[i] * (k < 1 ? k ** 0.8 : Math.min(k, 2.2) ** 0.7));

// By importance: large ones first, generic ones last. Fixed once, so that labels do not flicker.
const byImportance = Uint32Array.from({ length: NODES }, (_, i) => i).sort((a, b) => isGeneric(a) - isGeneric(b) || node.size[b] - node.size[a] || a - b);

const PREDICATE_CLASSES = PREDICATES.map((name) => ({ name, width: WIDTHS[name] || 1, dash: DASHES[name] || [], kind: KINDS.indexOf(TARGETS[name] || "paper") }));

// Lines in one stroke: a path of very many crossing lines costs a browser far more than several short ones.
const STROKE = 10;
const isQuiet = (e) => isGeneric(edge.from[e]) || isGeneric(edge.to[e]);

const drawEdges = (ctx, cam, lit) => {
  const { k, tx, ty, width, height } = cam;
  const many = Math.min(1, Math.sqrt(2500 / Math.max(1, shown.edges)));
  const line = (e) => {
    const a = edge.from[e], b = edge.to[e];
    const x1 = node.x[a] * k + tx, y1 = node.y[a] * k + ty, x2 = node.x[b] * k + tx, y2 = node.y[b] * k + ty;
    if ((x1 < 0 && x2 < 0) || (y1 < 0 && y2 < 0) || (x1 > width && x2 > width) || (y1 > height && y2 > height)) return;
    ctx.moveTo(x1, y1);
    ctx.lineTo(x2, y2);
  };
  const detailed = shown.edges < 6000 || k > 0.6;
  for (const quiet of [true, false]) PREDICATE_CLASSES.forEach((p, number) => {
    ctx.strokeStyle = quiet ? theme.muted : theme.kinds[p.kind];
    ctx.globalAlpha = (lit ? 0.3 : Math.min(1.4, 0.65 + k)) * (quiet ? 0.7 : 1) * theme.edge * many;
    ctx.lineWidth = (detailed ? p.width : 1) * Math.min(1.2, Math.max(0.6, k * 1.4));
    ctx.setLineDash(detailed && k > 0.35 ? p.dash : []);
    ctx.beginPath();
    let held = 0;
    for (let e = 0; e < EDGES; e++) {
      if (!shown.edge[e] || edge.predicate[e] !== number || isQuiet(e) !== quiet) continue;
      line(e);
      if (++held % STROKE === 0) { ctx.stroke(); ctx.beginPath(); }
    }
    ctx.stroke();
  });
  if (lit) {
    for (const e of lit.edges) {
      const p = PREDICATE_CLASSES[edge.predicate[e]];
      ctx.beginPath();
      line(e);
      ctx.strokeStyle = theme.kinds[p.kind];
      ctx.globalAlpha = 0.9;
      ctx.lineWidth = p.width + 0.8;
      ctx.setLineDash(p.dash);
      ctx.stroke();
    }
  }
  ctx.setLineDash([]);
  ctx.globalAlpha = 1;
};

const drawNodes = (ctx, cam, lit) => {
  const { k, tx, ty, width, height } = cam;
  const batches = new Map();
  for (let i = 0; i < NODES; i++) {
    if (!shown.node[i]) continue;
    const x = node.x[i] * k + tx, y = node.y[i] * k + ty;
    if (x < -40 || y < -40 || x > width + 40 || y > height + 40) continue;
    const level = lit ? (lit.nodes.has(i) ? 2 : 0) : 1;
    const key = level * 20 + node.kind[i] * 2 + (isGeneric(i) ? 1 : 0);
    if (!batches.has(key)) batches.set(key, []);
    batches.get(key).push(i, x, y);
  }
  for (const key of [...batches.keys()].sort((a, b) => a - b)) {
    const level = Math.floor(key / 20), kind = Math.floor((key % 20) / 2), generic = key % 2;
    const items = batches.get(key);
    ctx.beginPath();
    for (let j = 0; j < items.length; j += 3) addShape(ctx, SHAPES[KINDS[kind]], items[j + 1], items[j + 2], screenRadius(items[j], k));
    ctx.globalAlpha = level === 0 ? theme.dim : 1;
    if (level !== 0 && items.length < 9000) {
      ctx.strokeStyle = theme.ground;
      ctx.lineWidth = 2;
      ctx.stroke();
    }
    ctx.fillStyle = generic ? theme.muted : theme.kinds[kind];
    ctx.fill();
  }
  ctx.globalAlpha = 1;
  const ring = (i, w) => {
    ctx.beginPath();
    addShape(ctx, SHAPES[kindOf(i)], node.x[i] * k + tx, node.y[i] * k + ty, screenRadius(i, k) + 4);
    ctx.strokeStyle = theme.ink;
    ctx.lineWidth = w;
    ctx.stroke();
  };
  if (state.path) state.path.forEach((i) => ring(i, 2));
  else if (state.node >= 0 && shown.node[state.node]) ring(state.node, 2);
};

const widths = new Map();
const textWidth = (ctx, text, size) => {
  const key = `${size} ${text}`;
  if (!widths.has(key)) widths.set(key, ctx.measureText(text).width);
  return widths.get(key);
};

// Labels from the most important down, where there is still room; returns what was drawn, for the SVG.
const placeLabels = (ctx, cam, lit) => {
  const { k, tx, ty, width, height } = cam;
  const cell = 9, columns = Math.ceil(width / cell) + 2;
  const taken = new Uint8Array(columns * (Math.ceil(height / cell) + 2));
  const placed = [];
  const room = (x, y, w, h) => {
    const x1 = Math.max(0, Math.floor(x / cell)), x2 = Math.min(columns - 1, Math.floor((x + w) / cell));
    const y1 = Math.max(0, Math.floor(y / cell)), y2 = Math.min(taken.length / columns - 1, Math.floor((y + h) / cell));
    for (let r = y1; r <= y2; r++) for (let c = x1; c <= x2; c++) if (taken[r * columns + c]) return false;
    for (let r = y1; r <= y2; r++) for (let c = x1; c <= x2; c++) taken[r * columns + c] = 1;
    return true;
  };
  const block = (i) => {
    const r = screenRadius(i, k);
    if (r > 3) room(node.x[i] * k + tx - r * 0.8, node.y[i] * k + ty - r * 0.8, r * 1.6, r * 1.6);
  };
  const limit = Math.round((width * height) / 9000);
  const leading = Math.round(limit / 8);
  const offer = (i, strong) => {
    const x = node.x[i] * k + tx, y = node.y[i] * k + ty;
    if (x < 0 || y < 0 || x > width || y > height) return;
    const r = screenRadius(i, k);
    const first = !lit && !isGeneric(i) && placed.length < leading;
    const size = strong || first ? 14 : Math.max(11, Math.min(14, Math.round(8 + r * 0.45)));
    const bold = strong || first || r > 12;
    ctx.font = `${isPaper(i) ? "italic " : ""}${bold ? 600 : 400} ${size}px ${theme.font}`;
    const w = textWidth(ctx, node.label[i], size);
    const spots = [[x - w / 2, y + r + 3], [x + r + 4, y - size / 2], [x - r - 4 - w, y - size / 2], [x - w / 2, y - r - size - 3]];
    for (const [left, top] of spots) {
      if (left > 2 && left + w < width - 2 && top > 2 && room(left - 2, top, w + 4, size + 1)) {
        placed.push({ i, x: left, y: top, w, size, strong: bold, font: ctx.font });
        return;
      }
    }
  };
  if (lit) {
    const first = state.path || [state.node, ...lit.nodes];
    for (const i of new Set(first)) if (i >= 0 && shown.node[i]) offer(i, i === state.node);
    if (state.path) for (const i of lit.nodes) if (!state.path.includes(i)) offer(i, true);
    const own = placed.length;
    for (const i of byImportance) {  // a few landmarks, so that the reader knows where this is
      if (placed.length >= own + leading || isGeneric(i)) break;
      if (shown.node[i] && !lit.nodes.has(i)) offer(i, false);
    }
    for (const l of placed.slice(own)) l.faint = true;
    return placed;
  }
  const least = shown.nodes < 150 ? 0 : k > 1 ? 0 : k > 0.6 ? 4 : 5;
  let tried = 0;
  for (const i of byImportance) {
    if (!shown.node[i]) continue;
    if (placed.length >= limit || ++tried > 4000) break;
    if (placed.length >= 40 && screenRadius(i, k) < least) break;
    if (tried < 60) block(i);
    offer(i, false);
  }
  return placed;
};

const drawLabels = (ctx, labels) => {
  ctx.textBaseline = "top";
  ctx.lineJoin = "round";
  for (const l of labels) {
    ctx.font = l.font;
    ctx.globalAlpha = l.faint ? 0.6 : 1;
    ctx.strokeStyle = theme.halo;
    ctx.lineWidth = 3.5;
    ctx.strokeText(node.label[l.i], l.x, l.y);
    ctx.fillStyle = isGeneric(l.i) || l.faint ? theme.quiet : theme.ink;
    ctx.fillText(node.label[l.i], l.x, l.y);
  }
  ctx.globalAlpha = 1;
};

// While the map moves and a full drawing takes long, the last one is moved instead.
const still = document.createElement("canvas");
let stillCam = null;
let cost = 0;
let labels = [];

const paint = (ctx, cam, { moving = false, scale = 1 } = {}) => {
  if (moving && stillCam && cost > 14 && stillCam.width === cam.width && stillCam.height === cam.height && stillCam.stamp === cam.stamp) {
    const z = cam.k / stillCam.k;
    ctx.drawImage(still, cam.tx - stillCam.tx * z, cam.ty - stillCam.ty * z, cam.width * z, cam.height * z);
    return true;
  }
  const began = performance.now();
  const lit = litSet();
  drawEdges(ctx, cam, lit);
  drawNodes(ctx, cam, lit);
  labels = placeLabels(ctx, cam, lit);
  drawLabels(ctx, labels);
  cost = performance.now() - began;
  if (cost > 14 && scale === 1) {
    const source = ctx.canvas;
    if (still.width !== source.width || still.height !== source.height) { still.width = source.width; still.height = source.height; }
    const copy = still.getContext("2d");
    copy.clearRect(0, 0, still.width, still.height);
    copy.drawImage(source, 0, 0);
    stillCam = { ...cam };
  }
  return false;
};
