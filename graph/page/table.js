// The same graph as tables: sort, filter, choose, copy as CSV.

const tables = $("tables");
const PAGE = 100;
const COLUMNS = {
  papers: [
    ["Title", (i) => nameOf(i), "text"],
    ...(YEARS ? [["Year", (i) => papers.year[i] ?? "", "number"]] : []),
    ["Methods", (i) => namesAt(i, "method"), "text"],
    ["Datasets", (i) => namesAt(i, "dataset"), "text"],
    ["Tasks", (i) => namesAt(i, "task"), "text"],
    ["Code", (i) => namesAt(i, "repository"), "text"],
    ["Links", (i) => degree(i), "number"],
  ],
  entities: [
    ["Name", (i) => nameOf(i), "text"],
    ["Kind", (i) => KIND_NAMES[kindOf(i)], "text"],
    ["Papers", (i) => entities.papers[i - PAPERS], "number"],
    ["Also", (i) => aliasesOf(i).join(", "), "text"],
    ["First paper", (i) => { const p = nodeByKey.get(`paper:${entities.first_paper[i - PAPERS]}`); return p === undefined ? "" : nameOf(p); }, "text"],
  ],
};
const sortBy = { papers: [0, 1], entities: [2, -1] };
let tableFilter = "";
let rowsShown = PAGE;

const namesAt = (i, kind) => [...new Set([...edgesOf(i)].map((e) => otherEnd(e, i)))].filter((j) => kindOf(j) === kind).map((j) => node.label[j]).join(", ");

const tableRows = () => {
  const columns = COLUMNS[state.tab];
  const wanted = fold(tableFilter);
  const [column, way] = sortBy[state.tab];
  const [, value, type] = columns[column];
  const rows = [];
  const from = state.tab === "papers" ? 0 : PAPERS, to = state.tab === "papers" ? PAPERS : NODES;
  for (let i = from; i < to; i++) {
    if (!shown.node[i]) continue;
    if (wanted && !fold(columns.map((c) => String(c[1](i)).slice(0, 400)).join(" ")).includes(wanted)) continue;
    rows.push([i, value(i)]);
  }
  const order = type === "number" ? (a, b) => (a === "" ? -Infinity : a) - (b === "" ? -Infinity : b) : new Intl.Collator("en", { numeric: true }).compare;
  rows.sort((a, b) => way * order(a[1], b[1]) || a[0] - b[0]);
  return rows.map((r) => r[0]);
};

const tableRow = (i, columns) => {
  const cells = columns.map(([name, value, type], n) => {
    const text = String(value(i));
    if (n === 0) return h("th", { scope: "row" }, h("span", { class: "first" }, state.tab === "papers" && h("input", { type: "checkbox", "aria-label": `Pick ${nameOf(i).slice(0, 80)}`, checked: state.picked.includes(i), onclick: (event) => event.stopPropagation(), onchange: () => pick(i) }), nodeButton(i, { text: text.slice(0, 400) })));
    return h("td", { class: type }, h("div", { dir: "auto" }, text.slice(0, 400)));
  });
  return h("tr", { class: i === state.node ? "chosen" : "", data: { row: i }, onclick: (event) => { if (!event.target.closest("button, input, a")) choose(i); } }, cells);
};

const drawTable = () => {
  tables.hidden = state.view === "map";
  if (tables.hidden) return;
  const columns = COLUMNS[state.tab];
  const rows = tableRows();
  const [sorted, way] = sortBy[state.tab];
  const tab = (name, text) => h("button", { type: "button", role: "tab", id: `tab-${name}`, "aria-selected": String(state.tab === name), "aria-controls": "table-area", tabindex: state.tab === name ? 0 : -1,
    onclick: () => { rowsShown = PAGE; go({ tab: name }); }, onkeydown: (event) => { if (event.key === "ArrowRight" || event.key === "ArrowLeft") { rowsShown = PAGE; go({ tab: name === "papers" ? "entities" : "papers" }); $(`tab-${state.tab}`).focus(); } } }, text);
  if (!$("table-bar")) {
    tables.replaceChildren(
      h("div", { class: "table-bar", id: "table-bar" }, h("div", { class: "tabs", role: "tablist", "aria-label": "Table", id: "tabs" }),
        h("input", { type: "text", id: "table-filter", "aria-label": "Filter the table", placeholder: "Filter the table", oninput: (event) => { tableFilter = event.target.value; rowsShown = PAGE; drawTable(); } }),
        h("span", { class: "quiet", id: "table-count", role: "status" }),
        h("button", { type: "button", class: "chip", id: "csv", onclick: () => copyText(tableCsv(), `${plural(tableRows().length, "row")} copied as CSV`) }, "Copy as CSV")),
      h("div", { class: "table-area", id: "table-area", role: "tabpanel", tabindex: 0, "aria-label": "Table rows" }));
  }
  $("tabs").replaceChildren(tab("papers", "Papers"), tab("entities", "Entities"));
  $("table-area").setAttribute("aria-labelledby", `tab-${state.tab}`);
  $("table-count").textContent = plural(rows.length, "row");
  const scroll = $("table-area").scrollTop;
  $("table-area").replaceChildren(h("table", { class: state.tab },
    h("thead", {}, h("tr", {}, columns.map(([name, , type], n) => h("th", { scope: "col", class: type, "aria-sort": n === sorted ? (way > 0 ? "ascending" : "descending") : "none" },
      h("button", { type: "button", class: "sorter", data: { sort: n }, onclick: () => { sortBy[state.tab] = [n, n === sorted ? -way : type === "number" ? -1 : 1]; drawTable(); tables.querySelector(`[data-sort="${n}"]`).focus(); } }, name, h("span", { "aria-hidden": "true" }, n === sorted ? (way > 0 ? " ↑" : " ↓") : "")))))),
    h("tbody", {}, rows.slice(0, rowsShown).map((i) => tableRow(i, columns)))),
    rows.length > rowsShown && h("p", {}, h("button", { type: "button", class: "chip", id: "more", onclick: () => { rowsShown += 500; drawTable(); } }, `Show more of ${number(rows.length)} rows`)) || "",
    rows.length ? "" : h("p", { class: "hint" }, "No row passes the filters."));
  $("table-area").scrollTop = scroll;
};

// A spreadsheet must not run a title as a formula: a leading = + - @ gets an apostrophe before it.
const csvCell = (value) => {
  const text = typeof value === "string" && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};
const tableCsv = () => {
  const columns = COLUMNS[state.tab];
  const head = state.tab === "papers" ? ["Id", "URL"] : ["Key", "URL"];
  const lines = tableRows().map((i) => [...columns.map((c) => c[1](i)), isPaper(i) ? papers.id[i] : keyOf(i), urlOf(i) || ""].map(csvCell).join(","));
  return [[...columns.map((c) => c[0]), ...head].map(csvCell).join(","), ...lines].join("\r\n") + "\r\n";
};
