// A paper's text with its mentions marked, each in the colour of its kind.

// Cut text[from:to] at the ends of the marks; where marks overlap, the shortest gives the colour.
const marked = (text, marks, from, to, onmark) => {
  const cuts = new Set([from, to]);
  for (const m of marks) for (const at of [m.start, m.end]) if (at > from && at < to) cuts.add(at);
  const places = [...cuts].sort((a, b) => a - b);
  const parts = [];
  for (let p = 0; p + 1 < places.length; p++) {
    const piece = text.slice(places[p], places[p + 1]);
    const over = marks.filter((m) => m.start <= places[p] && m.end >= places[p + 1]).sort((a, b) => a.end - a.start - (b.end - b.start))[0];
    if (!over) parts.push(document.createTextNode(piece));
    else {
      parts.push(h("mark", { class: `${over.kind}${over.strong ? " strong" : ""}`, title: over.title || false,
        data: over.node === undefined ? {} : { node: over.node }, onclick: onmark ? () => onmark(over) : undefined }, piece));
    }
  }
  return parts;
};

// All mentions of a paper's text, with the edge that each stands for.
const marksOf = (paper) => {
  const found = [];
  for (const e of edgesOf(paper)) {
    if (edge.from[e] !== paper) continue;
    const target = edge.to[e];
    for (const m of evidenceOf(e)) found.push({ ...m, kind: kindOf(target), node: target, edge: e, title: `${spoken(predicateOf(e))} ${nameOf(target).slice(0, 120)}` });
  }
  return found;
};

const sentence = (paper, m, kind) => h("blockquote", { dir: "auto" }, marked(textOf(paper), [{ ...m, kind, strong: true }], m.from, m.to));
const grounds = (m) => h("p", { class: "grounds" }, "rule ", h("code", {}, m.rule), ` · confidence ${m.confidence.toFixed(2)}`);
