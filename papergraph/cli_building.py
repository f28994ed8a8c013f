"""Commands that read abstracts: build, extract, remove, evaluate."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from papergraph.extractors.records import Rejected

Inputs = Annotated[
    list[str], typer.Argument(metavar="INPUT", help="Files, folders, or - for standard input.", show_default=False)
]
Format = Annotated[str, typer.Option("--format", help="Force the format (listing, jsonl) instead of recognising it.")]
Lexicons = Annotated[
    list[Path] | None, typer.Option("--lexicon", help="A further lexicon file (TSV); may be repeated.")
]
Extractors = Annotated[
    list[str] | None,
    typer.Option("--extractor", metavar="NAME", help="A further extractor (doctor lists them); may be repeated."),
]
Model = Annotated[str, typer.Option(metavar="PATH", help="The model of a further extractor: its folder or name.")]
Workers = Annotated[int, typer.Option(help="Processes to use; 0: as many as pay.", min=0)]
Strict = Annotated[bool, typer.Option("--strict", help="Exit 1 where any record cannot be read.")]
Confidence = Annotated[
    float, typer.Option("--min-confidence", help="Drop mentions below this confidence.", min=0.0, max=1.0)
]
Aliases = Annotated[
    Path | None, typer.Option("--aliases", help="TOML: canonical names and the other names of the same thing.")
]
KeepApart = Annotated[Path | None, typer.Option("--keep-apart", help="TOML: pairs of names that must not become one.")]
KeepGeneric = Annotated[
    bool | None,
    typer.Option("--keep-generic/--drop-generic", help="Keep general names like others, or leave them out."),
]


def build(
    inputs: Inputs,
    output: Annotated[Path, typer.Option("-o", "--output", help="The graph's folder.")] = Path("out"),
    form: Format = "",
    add: Annotated[bool, typer.Option("--append", help="Add to the graph that is there.")] = False,
    lexicons: Lexicons = None,
    extractors: Extractors = None,
    model: Model = "",
    min_confidence: Confidence = 0.0,
    aliases: Aliases = None,
    keep_apart: KeepApart = None,
    keep_generic: KeepGeneric = None,
    workers: Workers = 0,
    strict: Strict = False,
    no_html: Annotated[bool, typer.Option("--no-html", help="Leave the page out.")] = False,
) -> None:
    """Build the graph of papers and write it, with its page, to a folder."""
    from papergraph import building
    from papergraph.cypher import copying
    from papergraph.graph import overrides, store

    store.check_writable(output)
    rejected: list[Rejected] = []
    old = store.read(output) if add and output.exists() else None
    decided = overrides.read_overrides(
        aliases=aliases,
        keep_apart=keep_apart,
        generic=None if keep_generic is None else "keep" if keep_generic else "drop",
        earlier=overrides.stored(output) if old else None,
    )
    with progress_bar() as progress:
        options: dict[str, Any] = {
            "form": form,
            "lexicons": lexicons or (),
            "extractors": extractors or (),
            "model": model,
            "min_confidence": min_confidence,
            "overrides": decided,
            "workers": workers,
            "strict": strict,
            "rejected": rejected,
            "progress": progress,
        }
        graph = building.append(old, inputs, **options) if old else building.build(inputs, **options)
    with copying.copied(graph, output):
        files = overrides.files_of(decided)
        if not no_html:
            from papergraph.graph.page import page_html

            files["graph.html"] = page_html(graph, title=output.resolve().name, folder=str(output))
        if rejected:
            files["rejected.jsonl"] = rejected_lines(rejected)
        store.write(graph, output, files=files)
    from papergraph.summary import summary

    typer.echo(summary(graph, output, page=not no_html, rejected=len(rejected)), nl=False)
    for line in said_of_rejected(rejected):
        typer.echo(line, err=True)


def extract(
    inputs: Inputs,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Write here instead of standard output.")
    ] = None,
    form: Format = "",
    lexicons: Lexicons = None,
    extractors: Extractors = None,
    model: Model = "",
    min_confidence: Confidence = 0.0,
    strict: Strict = False,
) -> None:
    """Print one JSON object a paper: its methods, datasets, repositories, tasks and metrics."""
    import msgspec

    from papergraph.building import read_papers
    from papergraph.extractors import pipeline
    from papergraph.extractors.schema import extracted

    rejected: list[Rejected] = []
    papers = read_papers(inputs, form=form, strict=strict, rejected=rejected)
    nlp = pipeline.pipeline(lexicons=lexicons or (), extractors=extractors or (), model=model)
    with output_stream(output) as write, progress_bar() as progress:
        for n, (paper, found) in enumerate(pipeline.extract(papers, nlp), 1):
            kept = [m for m in found if m.evidence.confidence >= min_confidence]
            write(msgspec.json.encode(extracted(paper, kept)) + b"\n")
            if progress:
                progress(n, len(papers))
    for line in said_of_rejected(rejected):
        typer.echo(line, err=True)


def remove(
    graph: Annotated[Path, typer.Argument(help="The graph's folder.")],
    papers: Annotated[list[str], typer.Argument(metavar="PAPER", help="Ids of papers.")],
) -> None:
    """Take papers out of a graph, and what only they named."""
    from papergraph import building
    from papergraph.graph import overrides, store
    from papergraph.graph.page import page_html
    from papergraph.summary import summary

    decided = overrides.stored(graph)
    kept = building.remove(store.read(graph), papers, overrides=decided)
    files = overrides.files_of(decided)
    page = (graph / "graph.html").exists()
    if page:
        files["graph.html"] = page_html(kept, title=graph.resolve().name, folder=str(graph))
    store.write(kept, graph, files=files)
    typer.echo(summary(kept, graph, page=page), nl=False)


def evaluate(
    gold: Annotated[Path, typer.Argument(metavar="GOLD.jsonl", help="Annotated papers, one JSON object a line.")],
    lexicons: Lexicons = None,
    extractors: Extractors = None,
    model: Model = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
) -> None:
    """Print precision, recall and F1 of the extraction on annotated papers, and its most frequent errors."""
    from papergraph.evaluation import evaluation, evaluation_json

    form = evaluation_json if as_json else evaluation
    typer.echo(form(gold, lexicons=lexicons or (), extractors=extractors or (), model=model), nl=False)


def rejected_lines(rejected: list[Rejected]) -> str:
    """Return rejected records as JSON lines (file, line, reason, text)."""
    import msgspec

    rows = ({"file": r.file, "line": r.line, "reason": r.reason, "text": r.text[:2000]} for r in rejected)
    return "".join(msgspec.json.encode(row).decode() + "\n" for row in rows)


def said_of_rejected(rejected: list[Rejected]) -> Iterator[str]:
    """Yield what is said of records that were set aside: the first five, and how many there are."""
    for r in rejected[:5]:
        place = f"{r.file}, line {r.line}" if r.line else r.file
        yield f"papergraph: {place}: {r.reason}"
    if len(rejected) > 5:
        yield f"papergraph: and {len(rejected) - 5} more"


@contextmanager
def progress_bar() -> Iterator[Callable[[int, int], None] | None]:
    """Give a function that moves a bar on the terminal, or None where there is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading abstracts", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


@contextmanager
def output_stream(path: Path | None) -> Iterator[Callable[[bytes], object]]:
    """Give a function that writes bytes to a file, or to standard output."""
    if path is None:
        yield sys.stdout.buffer.write
        sys.stdout.flush()
        return
    with path.open("wb") as file:
        yield file.write


COMMANDS: dict[str, Callable[..., None]] = {"build": build, "extract": extract, "remove": remove, "evaluate": evaluate}
