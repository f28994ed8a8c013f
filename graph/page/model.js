// What the page knows: the graph's columns, who is joined with whom, and names as the search compares them.

const raw = JSON.parse(document.getElementById("data").textContent);
const KINDS = raw.kinds;
const KIND_NAMES = { paper: "Paper", method: "Method", dataset: "Dataset", repository: "Repository", task: "Task", metric: "Metric" };
const KIND_PLURALS = { paper: "Papers", method: "Methods", dataset: "Datasets", repository: "Repositories", task: "Tasks", metric: "Metrics" };
const PREDICATES = raw.predicates.map((p) => p.name);
const papers = raw.papers;
const entities = raw.entities;
const PAPERS = papers.id.length;
const NODES = raw.nodes.x.length;
const EDGES = raw.edges.from.length;

const node = {
  x: Float64Array.from(raw.nodes.x),
  y: Float64Array.from(raw.nodes.y),
  size: Float64Array.from(raw.nodes.size),
  kind: Uint8Array.from(raw.nodes.kind),
  region: raw.nodes.region,
  label: raw.nodes.label,
};
const edge = {
  from: Uint32Array.from(raw.edges.from),
  to: Uint32Array.from(raw.edges.to),
  predicate: Uint8Array.from(raw.edges.predicate),
};
const mention = raw.mentions;

// The edges at each node, as slices of one array.
const edgeStart = new Uint32Array(NODES + 1);
const edgeList = new Uint32Array(2 * EDGES);
for (let e = 0; e < EDGES; e++) { edgeStart[edge.from[e] + 1]++; edgeStart[edge.to[e] + 1]++; }
for (let i = 0; i < NODES; i++) edgeStart[i + 1] += edgeStart[i];
{
  const next = edgeStart.slice();
  for (let e = 0; e < EDGES; e++) { edgeList[next[edge.from[e]]++] = e; edgeList[next[edge.to[e]]++] = e; }
}
const edgesOf = (i) => edgeList.subarray(edgeStart[i], edgeStart[i + 1]);
const degree = (i) => edgeStart[i + 1] - edgeStart[i];
const otherEnd = (e, i) => (edge.from[e] === i ? edge.to[e] : edge.from[e]);

const isPaper = (i) => i < PAPERS;
const kindOf = (i) => KINDS[node.kind[i]];
const nameOf = (i) => (isPaper(i) ? papers.title[i] || papers.id[i] : entities.name[i - PAPERS]);
const aliasesOf = (i) => (isPaper(i) ? [] : entities.aliases[i - PAPERS]);
const keyOf = (i) => (isPaper(i) ? `paper:${papers.id[i]}` : entities.key[i - PAPERS]);
const urlOf = (i) => (isPaper(i) ? papers.url[i] : entities.url[i - PAPERS]);
const isGeneric = (i) => !isPaper(i) && entities.generic[i - PAPERS];
const textOf = (i) => `${papers.title[i]}\n${papers.abstract[i]}`;
const predicateOf = (e) => PREDICATES[edge.predicate[e]];
const edgeKey = (e) => `${keyOf(edge.from[e])} ${predicateOf(e)} ${keyOf(edge.to[e])}`;
const spoken = (predicate) => predicate.toLowerCase().replaceAll("_", " ");

const nodeByKey = new Map();
for (let i = 0; i < NODES; i++) nodeByKey.set(keyOf(i), i);
const findEdge = (key) => {
  for (let e = 0; e < EDGES; e++) if (edgeKey(e) === key) return e;
  return -1;
};

// Evidence of an edge, each with the paper that says it.
const evidenceOf = (e) => {
  const found = [];
  for (let m = mention.first[e]; m < mention.first[e + 1]; m++) {
    found.push({ start: mention.start[m], end: mention.end[m], from: mention.from[m], to: mention.to[m], rule: mention.rules[mention.rule[m]], confidence: mention.confidence[m] });
  }
  return found;
};

// Only these two schemes become links; anything else stays text.
const safeUrl = (text) => {
  if (!/^https?:\/\/[^\s]/i.test(text || "")) return "";
  try {
    const url = new URL(text);
    return url.protocol === "http:" || url.protocol === "https:" ? url.href : "";
  } catch {
    return "";
  }
};

// Case, accents and punctuation do not count in a search.
const fold = (text) => text.normalize("NFKD").replace(/\p{M}+/gu, "").toLowerCase().replace(/[^\p{L}\p{N}+#.]+/gu, " ").trim();

const papersOf = (i) => [...new Set([...edgesOf(i)].map((e) => otherEnd(e, i)).filter(isPaper))];
const hasOwnCode = (i) => edgesOf(i).some((e) => predicateOf(e) === "RELEASES");
const years = papers.year.filter((y) => y !== null);
const YEARS = years.length ? [years.reduce((a, b) => Math.min(a, b)), years.reduce((a, b) => Math.max(a, b))] : null;
const number = (n) => n.toLocaleString("en");
const plural = (n, one, many = `${one}s`) => `${number(n)} ${n === 1 ? one : many}`;
