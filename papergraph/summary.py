"""What a build says at its end: what was found, and what to type next."""

import os
from collections import Counter
from pathlib import Path

import pyarrow.compute as pc

from papergraph.graph.tables import PaperGraph
from papergraph.graph.vocabulary import LABELS


def summary(graph: PaperGraph, folder: Path, *, page: bool = True, rejected: int = 0) -> str:
    """Return the summary of a graph in `folder`; `rejected` records of its inputs were set aside."""
    command = f"{'uv run ' if os.environ.get('UV_RUN_RECURSION_DEPTH') else ''}papergraph"  # as it was called
    kinds = Counter(graph.entities.column("kind").to_pylist())
    sizes = (("paper", graph.papers), ("entity", graph.entities), ("relation", graph.relations))
    lines = [", ".join(_counted(table.num_rows, noun) for noun, table in sizes)]
    for kind in LABELS:
        if kind == "paper":
            continue
        lines.append(f"  {_plural(kind):13}{kinds[kind]:>7,}   {_most_named(graph, kind)}".rstrip())
    bare = pc.sum(pc.equal(graph.papers.column("abstract"), "")).as_py() or 0
    if bare:
        lines.append(f"  {_counted(bare, 'paper')} without an abstract: only the title was read")
    joined = pc.sum(pc.greater(pc.list_value_length(graph.papers.column("sources")), 1)).as_py() or 0
    if joined:
        lines.append(f"  {_counted(joined, 'paper')} listed more than once, and joined")
    if rejected:
        lines.append(f"  {_counted(rejected, 'record')} set aside, with the reason, in {folder / 'rejected.jsonl'}")
    lines += ["", "Next:"]
    if page:
        lines.append(f"  open {folder / 'graph.html'} in a browser")
    lines += [f"  {command} query {folder} --list", *_example(graph, folder, command)]
    return "\n".join(lines) + "\n"


def _plural(noun: str) -> str:
    return f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun if count == 1 else _plural(noun)}"


def _most_named(graph: PaperGraph, kind: str) -> str:
    rows = graph.entities.filter(pc.equal(graph.entities.column("kind"), kind)).select(["name", "papers"]).to_pylist()
    top = sorted(rows, key=lambda r: (-r["papers"], r["name"]))[: 2 if kind == "repository" else 4]
    return ", ".join(f"{r['name']} ({r['papers']})" for r in top if kind != "repository")


def _example(graph: PaperGraph, folder: Path, command: str) -> list[str]:
    if not graph.papers.num_rows:
        return []
    degrees = Counter(s for s in graph.relations.column("source").to_pylist() if s.startswith("paper:"))
    if not degrees:
        return []
    paper = min(degrees, key=lambda p: (-degrees[p], p)).removeprefix("paper:")
    return [f"  {command} related {folder} {paper}", f"  {command} export {folder} --to graphml -o {folder}.graphml"]
