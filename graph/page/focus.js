// The neighbourhood of one node, drawn around it: its neighbours on a ring, theirs on a second one.

// The layout is wider than high; on a screen that is higher than wide it lies on its side.
if (innerHeight > 1.25 * innerWidth) for (let i = 0; i < NODES; i++) [node.x[i], node.y[i]] = [node.y[i], -node.x[i]];
const home = { x: node.x.slice(), y: node.y.slice() };
const RING = 170;
let ringed = -1;

// Each neighbour gets a share of the circle by what hangs on it; a node of the second ring hangs on the neighbour that
// has the fewest connections, for that one says the most.
const ringLayout = (centre) => {
  const first = [...new Set([...edgesOf(centre)].filter((e) => shown.edge[e]).map((e) => otherEnd(e, centre)))].filter((i) => i !== centre);
  first.sort((a, b) => node.kind[a] - node.kind[b] || degree(b) - degree(a) || a - b);
  const hanging = new Map(first.map((i) => [i, []]));
  const inFirst = new Set(first);
  for (let i = 0; i < NODES; i++) {
    if (!shown.node[i] || i === centre || inFirst.has(i)) continue;
    let best = -1;
    for (const e of edgesOf(i)) {
      const j = otherEnd(e, i);
      if (shown.edge[e] && inFirst.has(j) && !isGeneric(j) && (best < 0 || degree(j) < degree(best))) best = j;
    }
    if (best >= 0) hanging.get(best).push(i);
  }
  node.x[centre] = 0;
  node.y[centre] = 0;
  const outer = [...hanging.values()].reduce((n, l) => n + l.length, 0);
  const share = (i) => 1 + hanging.get(i).length * (outer ? Math.max(0.4, first.length / outer) : 0);
  const total = first.reduce((sum, i) => sum + share(i), 0);
  const inner = Math.max(RING, (first.length * 58) / (2 * Math.PI));
  const rows = Math.max(1, Math.ceil((outer * 40) / (2 * Math.PI * (inner + 1.6 * RING))));
  let turn = -Math.PI / 2;
  for (const i of first) {
    const width = (2 * Math.PI * share(i)) / total;
    const at = turn + width / 2;
    node.x[i] = inner * 1.25 * Math.cos(at);
    node.y[i] = inner * Math.sin(at);
    hanging.get(i).forEach((j, n, list) => {
      const angle = turn + (width * (n + 0.5)) / list.length;
      const far = inner + RING * (0.95 + 0.5 * (n % rows));
      node.x[j] = far * 1.25 * Math.cos(angle);
      node.y[j] = far * Math.sin(angle);
    });
    turn += width;
  }
};

// Put the nodes on rings while a neighbourhood is in focus, and back where they belong afterwards.
const placeFocus = () => {
  const wanted = state.focus ? state.around : -1;
  if (wanted < 0 && ringed < 0) return;
  node.x.set(home.x);
  node.y.set(home.y);
  ringed = wanted;
  if (wanted >= 0) ringLayout(wanted);
};
