// The panel: what is known of the chosen node, edge or path, with the sentence for everything it says.

const panel = $("panel");
let pathFrom = -1;
const ORDER = new Map(PREDICATES.map((p, n) => [p, n]));

const bar = (kindLabel, kind) => h("div", { class: "bar" },
  h("span", { class: "kind" }, kind && icon(kind), kindLabel),
  h("span", { class: "acts" },
    h("button", { type: "button", class: "plain icon", "aria-label": "Back", title: "Back", disabled: depth < 1, onclick: () => history.back() }, "←"),
    h("button", { type: "button", class: "plain icon close", "aria-label": "Close details", onclick: closePanel }, "✕")));

const closePanel = () => {
  pathFrom = -1;
  go({ node: -1, edge: -1, path: null, focus: 0, around: -1 });
  mapBox.focus({ preventScroll: true });
};

const actions = (i) => {
  const steps = (n) => h("button", { type: "button", class: "chip", "aria-pressed": String(state.focus === n && state.around === i), onclick: () => go(state.focus === n && state.around === i ? { focus: 0, around: -1 } : { focus: n, around: i }) }, n === 1 ? "1 step" : "2 steps");
  const picked = state.picked.includes(i);
  return h("div", { class: "actions" },
    h("span", { class: "group", role: "group", "aria-label": "Show only the neighbourhood" }, h("span", { class: "quiet" }, "Only"), steps(1), steps(2)),
    h("button", { type: "button", class: "chip", "aria-pressed": String(pathFrom === i), onclick: () => { pathFrom = pathFrom === i ? -1 : i; drawPanel(); say(pathFrom >= 0 ? "Choose the other end of the path" : ""); } }, "Path from here"),
    isPaper(i) && h("button", { type: "button", class: "chip", "aria-pressed": String(picked), onclick: () => pick(i) }, picked ? "Picked" : "Pick"),
    pathFrom >= 0 && h("p", { class: "hint", role: "note" }, pathFrom === i ? "Now choose the other end: on the map, in the search or in the table." : "Choosing ends the path."));
};

const section = (title, ...content) => h("section", {}, h("h3", {}, title), content);
const byPredicate = (i) => [...edgesOf(i)].sort((a, b) => edge.predicate[a] - edge.predicate[b] || nameOf(otherEnd(a, i)).localeCompare(nameOf(otherEnd(b, i)), "en"));

const relationRow = (e, i) => {
  const other = otherEnd(e, i);
  const said = mention.first[e + 1] - mention.first[e];
  return h("li", { class: shown.edge[e] ? "" : "faded" }, nodeButton(other),
    h("button", { type: "button", class: "said", title: "Show the sentences", "aria-label": `${spoken(predicateOf(e))} ${nameOf(other).slice(0, 80)}: ${plural(said, "sentence")}`, onclick: () => go({ edge: e, path: null }) }, said ? `${said} ❞` : "known"));
};

const paperPanel = (i) => {
  const about = [papers.authors[i].join(", "), papers.venue[i], papers.date[i] || papers.year[i]].filter(Boolean).join(" · ");
  const groups = new Map();
  for (const e of byPredicate(i)) groups.set(predicateOf(e), [...(groups.get(predicateOf(e)) || []), e]);
  const text = textOf(i), start = papers.title[i].length + 1;
  const open = (m) => choose(m.node);
  return [
    bar("Paper", "paper"),
    h("h2", { dir: "auto" }, marked(text, marksOf(i), 0, start - 1, open)),
    about && h("p", { class: "about", dir: "auto" }, about),
    papers.url[i] && h("p", { class: "links" }, link(papers.url[i], "Open the paper ↗")),
    actions(i),
    h("p", { class: "abstract", dir: "auto" }, papers.abstract[i] ? marked(text, marksOf(i), start, text.length, open) : h("span", { class: "quiet" }, "No abstract was given.")),
    [...groups].map(([predicate, list]) => section(`${spoken(predicate)} (${list.length})`, h("ul", { class: "rows" }, list.map((e) => relationRow(e, i))))),
    raw.related[i].length > 0 && section("Related papers", h("ul", { class: "related" }, raw.related[i].map(([j, score, why]) =>
      h("li", {}, nodeButton(j, { note: score.toFixed(1) }), h("p", { class: "why" }, "both name ", why.map((n, at) => [at ? ", " : "", h("button", { type: "button", class: "inline", onclick: () => choose(n) }, node.label[n])])))))),
    h("p", { class: "source" }, papers.source[i] && `Read from ${papers.source[i]}. `, `Id ${papers.id[i]}`),
  ];
};

const together = (i) => {
  const count = new Map();
  for (const p of papersOf(i)) for (const j of new Set([...edgesOf(p)].map((e) => otherEnd(e, p)))) if (j !== i && !isPaper(j)) count.set(j, (count.get(j) || 0) + 1);
  return [...count].sort((a, b) => isGeneric(a[0]) - isGeneric(b[0]) || b[1] - a[1] || degree(a[0]) - degree(b[0]) || a[0] - b[0]);
};

const SORTS = {
  role: (a, b) => a.rank - b.rank || a.title.localeCompare(b.title, "en"),
  newest: (a, b) => (papers.year[b.paper] ?? -1) - (papers.year[a.paper] ?? -1) || a.title.localeCompare(b.title, "en"),
  title: (a, b) => a.title.localeCompare(b.title, "en"),
};
let paperSort = "role";

const entityPanel = (i) => {
  const at = i - PAPERS;
  const kind = kindOf(i);
  const rows = papersOf(i).map((p) => {
    const own = [...edgesOf(p)].filter((e) => otherEnd(e, p) === i).sort((a, b) => edge.predicate[a] - edge.predicate[b]);
    return { paper: p, edges: own, rank: edge.predicate[own[0]], title: nameOf(p) };
  }).sort(SORTS[paperSort]);
  const variants = [...edgesOf(i)].filter((e) => predicateOf(e) === "VARIANT_OF");
  const others = together(i);
  const first = entities.first_paper[at] && nodeByKey.get(`paper:${entities.first_paper[at]}`);
  return [
    bar(`${KIND_NAMES[kind]}${entities.subkind[at] ? `, ${entities.subkind[at]}` : ""}`, kind),
    h("h2", { dir: "auto" }, nameOf(i)),
    aliasesOf(i).length > 0 && h("p", { class: "about", dir: "auto" }, `Also ${aliasesOf(i).join(", ")}`),
    isGeneric(i) && h("p", { class: "hint" }, `Muted as generic${entities.generic_reason[at] ? `: ${entities.generic_reason[at]}` : ""}.`),
    entities.url[at] && h("p", { class: "links" }, link(entities.url[at], `${entities.url[at].replace(/^https?:\/\//, "")} ↗`)),
    first !== undefined && first !== "" && h("p", { class: "about" }, "First in ", h("button", { type: "button", class: "inline", onclick: () => choose(first) }, nameOf(first))),
    actions(i),
    section(`Papers (${rows.length}${entities.papers[at] > rows.length ? ` of ${entities.papers[at]} on this page` : ""})`,
      rows.length > 1 && h("label", { class: "sort" }, "by ", h("select", { onchange: (event) => { paperSort = event.target.value; drawPanel(); } },
        Object.keys(SORTS).map((s) => h("option", { value: s, selected: s === paperSort }, s)))),
      h("ul", { class: "rows" }, rows.slice(0, 200).map((r) => h("li", {}, nodeButton(r.paper, { note: String(papers.year[r.paper] ?? "") }),
        r.edges.map((e) => h("button", { type: "button", class: "said", onclick: () => go({ edge: e, path: null }), "aria-label": `${spoken(predicateOf(e))}: show the sentences` }, spoken(predicateOf(e))))))),
      rows.length > 200 && h("p", { class: "quiet" }, `and ${number(rows.length - 200)} more; the table lists all with “Only 1 step”.`)),
    variants.length > 0 && section("Variants", h("ul", { class: "rows" }, variants.map((e) => h("li", {}, nodeButton(otherEnd(e, i), { note: edge.from[e] === i ? "is a variant of" : "has the variant" }))))),
    others.length > 0 && section("Named together with", h("ul", { class: "cloud" }, others.slice(0, 24).map(([j, n]) => h("li", {}, nodeButton(j, { text: node.label[j], note: `${n}` }))))),
  ];
};

const edgePanel = (e) => {
  const a = edge.from[e], b = edge.to[e], list = evidenceOf(e);
  return [
    bar("Connection"),
    h("h2", { class: "triple" }, nodeButton(a), h("span", { class: "predicate" }, spoken(predicateOf(e))), nodeButton(b)),
    h("p", { class: "about" }, raw.predicates[edge.predicate[e]].meaning),
    list.length ? h("ol", { class: "evidence" }, list.map((m) => h("li", {}, sentence(a, m, kindOf(b)), grounds(m)))) : h("p", { class: "hint" }, "Known from the lexicon; no sentence of this corpus says it."),
  ];
};

const pathPanel = ([a, b]) => {
  const edges = findPath(a, b);
  let at = a;
  return [
    bar("Path"),
    h("h2", {}, edges.length ? plural(edges.length, "step") : "No path"),
    !edges.length && h("p", { class: "hint" }, a === b ? "Both ends are the same." : "Nothing that is shown joins the two. Loosen the filters."),
    h("ol", { class: "path" }, h("li", {}, nodeButton(a)), edges.map((e) => {
      at = otherEnd(e, at);
      const m = evidenceOf(e)[0];
      return h("li", {}, h("button", { type: "button", class: "said", onclick: () => go({ edge: e, path: null }) }, spoken(predicateOf(e))), m && sentence(edge.from[e], m, kindOf(edge.to[e])), nodeButton(at));
    })),
    !edges.length && h("ul", { class: "rows" }, h("li", {}, nodeButton(b))),
  ];
};

// A name that the whole graph has and this page does not draw.
const showAbsent = ({ kind, name }) => {
  panel.hidden = false;
  panel.replaceChildren(bar(KIND_NAMES[kind], kind), h("h2", { dir: "auto" }, name),
    h("p", { class: "hint" }, `This page draws the best connected ${number(NODES)} of ${number(raw.total.nodes)} nodes. This command shows the neighbourhood of this one:`),
    h("pre", {}, `papergraph show ${raw.folder} --focus ${quote(name)} -o focus.html`));
  panel.focus({ preventScroll: true });
};
const quote = (name) => `'${name.replaceAll("'", "'\\''")}'`;

const drawPanel = () => {
  const content = state.path ? pathPanel(state.path) : state.edge >= 0 ? edgePanel(state.edge) : state.node < 0 ? null : isPaper(state.node) ? paperPanel(state.node) : entityPanel(state.node);
  panel.hidden = !content;
  document.body.classList.toggle("with-panel", Boolean(content));
  if (content) panel.replaceChildren(...content.flat(Infinity).filter(Boolean));
};
