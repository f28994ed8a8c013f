// What a reader can take away: pictures of the view, the shown graph as JSON and GraphML, BibTeX of papers.

const fileStem = () => fold(raw.title).replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "") || "papergraph";
const saveFile = (blob, ending) => {
  const url = URL.createObjectURL(blob);
  const a = h("a", { href: url, download: `${fileStem()}.${ending}` });
  document.body.append(a);
  a.click();
  a.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
  say(`Saved ${fileStem()}.${ending}`);
};
const saveText = (text, type, ending) => saveFile(new Blob([text], { type: `${type};charset=utf-8` }), ending);

const copyText = async (text, done) => {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = h("textarea", { class: "unseen", "aria-hidden": "true" });
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  window.papergraph.copied = text;
  say(done);
  note(done);
};

const savePng = () => {
  const cam = camera(), scale = 2;
  const canvas = document.createElement("canvas");
  canvas.width = cam.width * scale;
  canvas.height = cam.height * scale;
  const ctx = canvas.getContext("2d");
  ctx.scale(scale, scale);
  ctx.fillStyle = theme.ground;
  ctx.fillRect(0, 0, cam.width, cam.height);
  paint(ctx, cam, { scale });
  canvas.toBlob((blob) => saveFile(blob, "png"), "image/png");
};

const xml = (text) => String(text).replace(/[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "\uFFFD").replace(/[<>&"']/g, (c) => `&#${c.charCodeAt(0)};`);

const svgText = () => {
  const cam = camera(), { k, tx, ty, width, height } = cam;
  const at = (n) => Math.round(n * 10) / 10;
  const lit = litSet();
  const many = Math.min(1, Math.sqrt(2500 / Math.max(1, shown.edges)));
  const out = [`<svg xmlns="${SVG}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${xml(theme.font)}">`, `<title>${xml(raw.title)}</title>`, `<rect width="100%" height="100%" fill="${theme.ground}"/>`];
  const inView = (i) => { const x = node.x[i] * k + tx, y = node.y[i] * k + ty; return x > -40 && y > -40 && x < width + 40 && y < height + 40; };
  PREDICATE_CLASSES.forEach((p, number) => {
    for (const quiet of [true, false]) for (const strong of lit ? [false, true] : [false]) {
      const parts = [];
      for (let e = 0; e < EDGES; e++) {
        if (!shown.edge[e] || edge.predicate[e] !== number || isQuiet(e) !== quiet || (lit && lit.edges.has(e) !== strong)) continue;
        const a = edge.from[e], b = edge.to[e];
        if (inView(a) || inView(b)) parts.push(`M${at(node.x[a] * k + tx)} ${at(node.y[a] * k + ty)}L${at(node.x[b] * k + tx)} ${at(node.y[b] * k + ty)}`);
      }
      const alpha = strong ? 0.9 : (lit ? 0.3 : 1) * theme.edge * many;
      if (parts.length) out.push(`<path d="${parts.join("")}" fill="none" stroke="${quiet && !strong ? theme.muted : theme.kinds[p.kind]}" stroke-opacity="${at(alpha * 100) / 100}" stroke-width="${strong ? p.width + 0.8 : p.width}"${p.dash.length ? ` stroke-dasharray="${p.dash.join(" ")}"` : ""}/>`);
    }
  });
  for (const i of [...byImportance].reverse()) {
    if (!shown.node[i] || !inView(i)) continue;
    const faint = lit && !lit.nodes.has(i);
    out.push(`<path d="${outline(SHAPES[kindOf(i)], screenRadius(i, k), node.x[i] * k + tx, node.y[i] * k + ty)}" fill="${isGeneric(i) ? theme.muted : theme.kinds[node.kind[i]]}"${faint ? ` fill-opacity="${theme.dim}"` : ` stroke="${theme.ground}" stroke-width="1"`}><title>${xml(nameOf(i).slice(0, 300))}</title></path>`);
  }
  for (const l of labels) {
    out.push(`<text x="${at(l.x)}" y="${at(l.y + l.size * 0.82)}" font-size="${l.size}" font-weight="${l.strong ? 600 : 400}"${isPaper(l.i) ? ' font-style="italic"' : ""} fill="${isGeneric(l.i) || l.faint ? theme.quiet : theme.ink}" stroke="${theme.halo}" stroke-width="3" stroke-linejoin="round" paint-order="stroke">${xml(node.label[l.i])}</text>`);
  }
  return out.join("\n") + "\n</svg>\n";
};

const nodeFields = (i) => (isPaper(i)
  ? { id: keyOf(i), kind: "paper", name: nameOf(i), abstract: papers.abstract[i], authors: papers.authors[i], year: papers.year[i], date: papers.date[i], url: papers.url[i], venue: papers.venue[i] }
  : { id: keyOf(i), kind: kindOf(i), name: nameOf(i), subkind: entities.subkind[i - PAPERS], aliases: aliasesOf(i), url: urlOf(i), papers: entities.papers[i - PAPERS], generic: isGeneric(i) });
const shownEdges = () => { const list = []; for (let e = 0; e < EDGES; e++) if (shown.edge[e]) list.push(e); return list; };
const shownInOrder = () => { const list = []; for (let i = 0; i < NODES; i++) if (shown.node[i]) list.push(i); return list; };

const jsonText = () => JSON.stringify({
  title: raw.title,
  nodes: shownInOrder().map((i) => ({ ...nodeFields(i), x: Math.round(node.x[i]), y: Math.round(node.y[i]) })),
  edges: shownEdges().map((e) => {
    const text = isPaper(edge.from[e]) ? textOf(edge.from[e]) : "";
    return { source: keyOf(edge.from[e]), predicate: predicateOf(e), target: keyOf(edge.to[e]), evidence: evidenceOf(e).map((m) => ({ mention: text.slice(m.start, m.end), sentence: text.slice(m.from, m.to), rule: m.rule, confidence: m.confidence })) };
  }),
}, null, 1);

const GRAPHML = { kind: "string", name: "string", aliases: "string", abstract: "string", authors: "string", year: "int", url: "string", venue: "string", papers: "int", generic: "boolean", x: "double", y: "double" };
const graphmlText = () => {
  const out = ['<?xml version="1.0" encoding="UTF-8"?>', '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">'];
  for (const [name, type] of Object.entries(GRAPHML)) out.push(`<key id="${name}" for="node" attr.name="${name}" attr.type="${type}"/>`);
  out.push('<key id="predicate" for="edge" attr.name="predicate" attr.type="string"/>', '<key id="sentence" for="edge" attr.name="sentence" attr.type="string"/>', '<key id="confidence" for="edge" attr.name="confidence" attr.type="double"/>', '<graph edgedefault="directed">');
  for (const i of shownInOrder()) {
    const fields = { ...nodeFields(i), x: node.x[i], y: node.y[i] };
    const data = Object.keys(GRAPHML).filter((n) => fields[n] !== undefined && fields[n] !== null && fields[n] !== "").map((n) => `<data key="${n}">${xml(Array.isArray(fields[n]) ? fields[n].join("; ") : fields[n])}</data>`);
    out.push(`<node id="${xml(keyOf(i))}">${data.join("")}</node>`);
  }
  for (const e of shownEdges()) {
    const m = evidenceOf(e)[0];
    const said = m ? `<data key="sentence">${xml(textOf(edge.from[e]).slice(m.from, m.to))}</data><data key="confidence">${m.confidence}</data>` : "";
    out.push(`<edge source="${xml(keyOf(edge.from[e]))}" target="${xml(keyOf(edge.to[e]))}"><data key="predicate">${predicateOf(e)}</data>${said}</edge>`);
  }
  return `${out.join("\n")}\n</graph>\n</graphml>\n`;
};

// The picked papers; else the chosen one; else all that are shown.
const papersToCite = () => (state.picked.length ? state.picked : state.node >= 0 && isPaper(state.node) ? [state.node] : shownInOrder().filter(isPaper));
const bibEscape = (text) => text.replace(/[\\{}%&$#_^~]/g, (c) => ({ "\\": "\\textbackslash{}", "^": "\\textasciicircum{}", "~": "\\textasciitilde{}" })[c] || `\\${c}`).replace(/\s+/g, " ");
const bibtexText = () => {
  const used = new Set();
  return papersToCite().map((i) => {
    const who = fold((papers.authors[i][0] || "").split(",")[0].split(" ").pop() || "").replace(/[^a-z0-9]/g, "");
    const word = fold(papers.title[i]).replace(/[^a-z0-9 ]/g, "").split(" ").find((w) => w.length > 3) || "paper";
    let key = `${who || "anon"}${papers.year[i] ?? ""}${word}`;
    for (let n = 2; used.has(key); n++) key = key.replace(/(-\d+)?$/, `-${n}`);
    used.add(key);
    const url = safeUrl(papers.url[i]);
    const fields = [["title", `{${bibEscape(papers.title[i])}}`], ["author", papers.authors[i].map(bibEscape).join(" and ")], ["year", papers.year[i] ?? ""], [papers.venue[i] ? "booktitle" : "", bibEscape(papers.venue[i] || "")], ["url", url]].filter(([n, v]) => n && v !== "");
    return `@${papers.venue[i] ? "inproceedings" : "misc"}{${key},\n${fields.map(([n, v]) => `  ${n} = {${v}}`).join(",\n")}\n}\n`;
  }).join("\n");
};

const SAVES = [
  ["Picture (PNG)", savePng],
  ["Picture (SVG)", () => saveText(svgText(), "image/svg+xml", "svg")],
  ["Shown graph (JSON)", () => saveText(jsonText(), "application/json", "json")],
  ["Shown graph (GraphML)", () => saveText(graphmlText(), "application/xml", "graphml")],
  ["Papers (BibTeX)", () => saveText(bibtexText(), "application/x-bibtex", "bib")],
  ["Link to this view", () => copyText(location.href, "Link copied")],
];
const openSaves = (open) => {
  const menu = $("save");
  const papersNow = papersToCite().length;
  if (open) menu.replaceChildren(...SAVES.map(([name, act]) => h("button", { type: "button", role: "menuitem", tabindex: -1, onclick: () => { openSaves(false); $("save-open").focus(); act(); } }, name.startsWith("Papers") ? `BibTeX of ${state.picked.length ? `${plural(papersNow, "picked paper")}` : papersNow === 1 ? "this paper" : plural(papersNow, "shown paper")}` : name)));
  menu.hidden = !open;
  $("save-open").setAttribute("aria-expanded", String(open));
  if (open) menu.firstChild.focus();
};
$("save-open").addEventListener("click", () => openSaves($("save").hidden));
$("save").addEventListener("keydown", (event) => {
  const items = [...$("save").children], at = items.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
  if (to !== undefined) { event.preventDefault(); items[(to + items.length) % items.length].focus(); }
  else if (event.key === "Escape" || event.key === "Tab") { openSaves(false); $("save-open").focus(); if (event.key === "Escape") event.stopPropagation(); }
});
addEventListener("pointerdown", (event) => { if (!event.target.closest(".menu")) openSaves(false); });
