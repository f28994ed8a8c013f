"""Commands that discover: related, gaps, diff, trends."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

Graph = Annotated[Path, typer.Argument(metavar="GRAPH", help="The graph's folder.", show_default=False)]
Papers = Annotated[
    list[str] | None,
    typer.Argument(metavar="PAPER...", help="Ids or titles of papers in the graph.", show_default=False),
]

Output = Annotated[Path | None, typer.Option("-o", "--output", help="Write here instead of standard output.")]


def related(
    graph: Graph,
    papers: Papers = None,
    text: Annotated[
        list[str] | None,
        typer.Option(
            "--text", help="A file with a title and abstract that are not in the graph; - for standard input."
        ),
    ] = None,
    like: Annotated[
        list[str] | None, typer.Option("--like", help="Be like this paper too (one question of several papers).")
    ] = None,
    unlike: Annotated[list[str] | None, typer.Option("--unlike", help="Be unlike this paper.")] = None,
    facet: Annotated[str, typer.Option(help="all, method, dataset or task; also background or result.")] = "all",
    top: Annotated[int, typer.Option(help="How many papers; 0 ranks all.", min=0)] = 10,
    form: Annotated[str, typer.Option("--format", help="table, jsonl, csv, bibtex, ris or markdown.")] = "table",
    diverse: Annotated[
        float, typer.Option(help="Variety of the choice, from 0 to 1; .3 is a good start.", min=0.0, max=1.0)
    ] = 0.0,
    since: Annotated[int | None, typer.Option(help="Only papers of this year or later.")] = None,
    until: Annotated[int | None, typer.Option(help="Only papers of this year or earlier.")] = None,
    with_code: Annotated[bool, typer.Option("--with-code", help="Only papers that release their own code.")] = False,
    vectors: Annotated[Path | None, typer.Option(help="Sentence vectors: NAME.npy with NAME.ids.txt.")] = None,
    model: Annotated[str, typer.Option(help="Add a sentence-embedding model ([semantic] extra), by name.")] = "",
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Write here instead of standard output.")
    ] = None,
) -> None:
    """List the papers most like a paper or a text, and why."""
    from papergraph.discovering import read_text
    from papergraph.graph import semantic
    from papergraph.graph.reading_list import FORMS, reading_list
    from papergraph.graph.related import notes
    from papergraph.graph.related import related as related_to
    from papergraph.graph.related_index import open_index
    from papergraph.graph.related_records import RelatedError

    if form not in FORMS:
        raise RelatedError(f"unknown format '{form}'; choose one of {', '.join(FORMS)}")
    if model and vectors:
        raise RelatedError("--model and --vectors exclude each other; a file's vectors are of a model already")
    texts = [read_text(_content(name), name if name != "-" else "text") for name in text or ()]
    index = open_index(graph)
    hits = related_to(
        index,
        *(papers or ()),
        texts=texts,
        like=like or (),
        unlike=unlike or (),
        facet=facet,
        top=top,
        diverse=diverse,
        years=(since, until),
        with_code=with_code,
        semantic=semantic.read_vectors(vectors) if vectors else semantic.sentence_encoder(model) if model else None,
    )
    for line in notes(index, hits, texts):
        typer.echo(f"papergraph: {line}", err=True)
    if not hits:
        raise RelatedError("no paper of the graph shares a word with what was asked; name another paper or text")
    _give(reading_list(hits, index, form), output)


def gaps(
    graph: Graph,
    kind: Annotated[str, typer.Option("--with", help="What methods are set against: dataset or task.")] = "dataset",
    method: Annotated[str, typer.Option(help="Only methods whose name contains this.")] = "",
    other: Annotated[str, typer.Option(help="Only datasets or tasks whose name contains this.")] = "",
    least: Annotated[int, typer.Option(help="In how many papers each side must be named.", min=1)] = 2,
    top: Annotated[int, typer.Option(help="How many pairs; 0 gives all.", min=0)] = 20,
    form: Annotated[str, typer.Option("--format", help="table, csv, jsonl, svg or png.")] = "table",
    output: Output = None,
) -> None:
    """List pairs of a method and a dataset (or task) that nobody in the graph has tried, though their like were."""
    from papergraph.graph import gaps as asked
    from papergraph.graph import gaps_forms, store

    forms = {"table": gaps_forms.gaps_table, "csv": gaps_forms.gaps_csv, "jsonl": gaps_forms.gaps_jsonl}
    if form not in (*forms, "svg", "png"):
        raise asked.GapsError(f"unknown format '{form}'; choose one of {', '.join(forms)}, svg, png")
    if form == "png" and output is None and sys.stdout.isatty():
        raise asked.GapsError("a PNG is no text for a terminal; write it to a file with -o gaps.png")
    read = store.read(graph)
    found = asked.gaps(read, kind=kind, method=method, other=other, least=least, top=top)
    if form in forms:
        _give(forms[form](found), output)
    elif form == "svg":
        _give(gaps_forms.gaps_svg(*asked.matrix(read, found, kind=kind)), output)
    else:
        from papergraph.graph.gaps_picture import gaps_png

        _give(gaps_png(*asked.matrix(read, found, kind=kind)), output)


def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="The earlier graph's folder.", show_default=False)],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="The later graph's folder.", show_default=False)],
    form: Annotated[str, typer.Option("--format", help="text, json or markdown.")] = "text",
    output: Output = None,
) -> None:
    """Say what changed between two graphs: papers, entities, relations, merges, and which methods rise."""
    from papergraph.graph import difference, store

    if form not in difference.DIFF_FORMS:
        raise difference.DiffError(f"unknown format '{form}'; choose one of {', '.join(difference.DIFF_FORMS)}")
    _give(difference.DIFF_FORMS[form](difference.diff(store.read(old), store.read(new))), output)


def trends(
    graph: Graph,
    kind: Annotated[str, typer.Option(help="method, dataset, task, metric or repository.")] = "method",
    name: Annotated[str, typer.Option(help="Only entities whose name contains this.")] = "",
    least: Annotated[int, typer.Option(help="In how many papers an entity must be named.", min=1)] = 3,
    top: Annotated[int, typer.Option(help="How many entities; 0 gives all.", min=0)] = 20,
    form: Annotated[str, typer.Option("--format", help="table, csv or jsonl.")] = "table",
    output: Output = None,
) -> None:
    """Show which entities rise and fall over the years, where years are known."""
    from papergraph.graph import store
    from papergraph.graph import trends as asked

    if form not in asked.TREND_FORMS:
        raise asked.TrendsError(f"unknown format '{form}'; choose one of {', '.join(asked.TREND_FORMS)}")
    _give(asked.TREND_FORMS[form](asked.trends(store.read(graph), kind=kind, name=name, least=least, top=top)), output)


def _give(written: str | bytes, output: Path | None) -> None:
    if isinstance(written, bytes):
        if output:
            output.write_bytes(written)
        else:
            typer.echo(written, nl=False)
    elif output:
        output.write_text(written, encoding="utf-8")
    else:
        typer.echo(written, nl=False)


def _content(name: str) -> str:
    from papergraph.graph.related_records import RelatedError

    try:
        return sys.stdin.buffer.read().decode() if name == "-" else Path(name).read_text(encoding="utf-8-sig")
    except FileNotFoundError as e:
        raise RelatedError(
            f"{name}: no such file; --text wants a file with a title and abstract, or - for standard input"
        ) from e
    except UnicodeDecodeError as e:
        raise RelatedError(f"{name}: is not UTF-8 text; save it as UTF-8") from e


COMMANDS: dict[str, Callable[..., None]] = {"related": related, "gaps": gaps, "diff": diff, "trends": trends}
