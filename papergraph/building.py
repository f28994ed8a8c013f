"""From input files to a graph, in one call: read, join, extract (in parallel where it pays), assemble."""

import multiprocessing
import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from itertools import chain
from pathlib import Path

from papergraph.extractors.errors import ExtractorError, InputError, PapergraphError, RejectedInput
from papergraph.extractors.joining import join_papers
from papergraph.extractors.lexicons import load_lexicon
from papergraph.extractors.plugins import Extractor
from papergraph.extractors.reading import read_inputs
from papergraph.extractors.records import Mention, Paper, Rejected
from papergraph.graph.assemble import assemble
from papergraph.graph.overrides import Overrides
from papergraph.graph.tables import PaperGraph

CHUNK = 256
"""How many papers a worker takes at a time."""
WORTH_WORKERS = 1500
"""With fewer papers than this, starting further processes takes longer than it saves."""

NOTHING = Overrides()
"""The user decided nothing about names."""

Progress = Callable[[int, int], None]
"""Is told how many papers are done, of how many."""


def build(
    inputs: Iterable[str | Path],
    *,
    form: str = "",
    lexicons: Sequence[str | Path] = (),
    extractors: Sequence[str | Extractor] = (),
    model: str = "",
    min_confidence: float = 0.0,
    overrides: Overrides = NOTHING,
    workers: int = 0,
    strict: bool = False,
    rejected: list[Rejected] | None = None,
    progress: Progress | None = None,
) -> PaperGraph:
    """Return the graph of the papers in files, folders or `-` (standard input).

    `lexicons`, `extractors` and `model` are those of `papergraph.extractors.pipeline.pipeline`, `overrides` the user's
    own decisions about names (`read_overrides`). `workers` 0 takes as many processes as pay;
    records that cannot be read are appended to `rejected`. The result is the same for any order of inputs and any
    number of workers.

    Raises
    ------
    InputError
        Where an input is missing or nothing could be read at all.
    RejectedInput
        With `strict`, where a record was set aside.
    ExtractorError
        Where a further extractor is not there or fails.
    """
    papers = read_papers(inputs, form=form, strict=strict, rejected=rejected)
    mentions = mentions_of(
        papers, lexicons=lexicons, extractors=extractors, model=model, workers=workers, progress=progress
    )
    kept = (m for m in mentions if m.evidence.confidence >= min_confidence)
    return _assembled(papers, kept, lexicons, overrides)


def _assembled(
    papers: Sequence[Paper], mentions: Iterable[Mention], lexicons: Sequence[str | Path], overrides: Overrides
) -> PaperGraph:
    return assemble(
        papers,
        mentions,
        lexicon=load_lexicon(*map(str, lexicons)),
        aliases=overrides.aliases,
        keep_apart=overrides.keep_apart,
        generic=overrides.generic,
    )


def read_papers(
    inputs: Iterable[str | Path],
    *,
    form: str = "",
    strict: bool = False,
    rejected: list[Rejected] | None = None,
) -> list[Paper]:
    """Return the distinct papers of inputs, sorted by id; see `build` for the rest."""
    aside: list[Rejected] = [] if rejected is None else rejected

    def kept() -> Iterator[Paper]:
        for record in read_inputs(inputs, form=form):
            if isinstance(record, Rejected):
                aside.append(record)
            else:
                yield record

    papers = join_papers(kept())
    aside.sort(key=lambda r: (r.file, r.line, r.reason))
    more = f" (and {len(aside) - 1} more)" if len(aside) > 1 else ""
    if not papers:
        raise InputError(
            _said(aside[0]) + more if aside else "no papers in the inputs; give a listing page or JSON lines"
        )
    if strict and aside:
        raise RejectedInput(f"{_said(aside[0])}{more}; nothing was built because of --strict")
    return papers


def _said(r: Rejected) -> str:
    return f"{r.file}, line {r.line}: {r.reason}" if r.line else f"{r.file}: {r.reason}"


def mentions_of(
    papers: Sequence[Paper],
    *,
    lexicons: Sequence[str | Path] = (),
    extractors: Sequence[str | Extractor] = (),
    model: str = "",
    workers: int = 0,
    progress: Progress | None = None,
) -> Iterator[Mention]:
    """Yield the mentions of papers, in their order."""
    from papergraph.extractors.pipeline import extract, pipeline  # spaCy loads once the inputs are known to be good

    count = workers or (min(os.cpu_count() or 1, 8) if len(papers) >= WORTH_WORKERS else 1)
    done = 0
    if count == 1:
        for paper, found in extract(papers, pipeline(lexicons=lexicons, extractors=extractors, model=model)):
            done += 1
            if progress:
                progress(done, len(papers))
            yield from found if paper else ()
        return
    context = multiprocessing.get_context("spawn")
    _check_sendable(extractors)
    given = ([str(x) for x in lexicons], list(extractors), model)
    chunks = (papers[i : i + CHUNK] for i in range(0, len(papers), CHUNK))
    # made before interrupts are held: it starts Python's resource tracker, which lifts the mask
    pool = ProcessPoolExecutor(count, mp_context=context, initializer=_start, initargs=given)
    try:
        with _interrupts_held():
            results = pool.map(_extract_chunk, chunks)
        for size, found in results:
            done += size
            if progress:
                progress(done, len(papers))
            yield from found
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Put Ctrl-C off to the end of the block; processes started in it never see it, for this one answers for them.

    A terminal sends it to all of them. A process inherits the mask of the thread that starts it; where there are no
    masks (Windows), and from another thread than the main one, the workers ignore it once they run. Other threads of
    this process are not masked, so that it may arrive all the same: it is noted then, and raised at the end.
    """
    if threading.current_thread() is not threading.main_thread():  # only the main thread may set signals
        yield
        return
    noted: list[int] = []
    handler = signal.signal(signal.SIGINT, lambda number, _: noted.append(number))
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT}) if sys.platform != "win32" else None
    try:
        yield
    finally:
        if sys.platform != "win32" and mask is not None:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        signal.signal(signal.SIGINT, signal.SIG_DFL if handler is None else handler)  # None: not set from Python
        if noted:
            signal.raise_signal(signal.SIGINT)


_worker: list[object] = []


def _start(lexicons: list[str], extractors: list[str | Extractor], model: str) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    from papergraph.extractors.pipeline import pipeline

    try:
        _worker[:] = [pipeline(lexicons=lexicons, extractors=extractors, model=model)]
    except PapergraphError as e:  # an error in here would only say that the process is gone
        _worker[:] = [e]


def _check_sendable(extractors: Sequence[str | Extractor]) -> None:
    for one in extractors:
        try:
            pickle.dumps(one)
        except (pickle.PicklingError, AttributeError, TypeError) as e:
            raise ExtractorError(
                f"an extractor cannot be sent to further processes ({e}); define it at the top of a module, or use "
                "workers=1"
            ) from e


def _extract_chunk(papers: Sequence[Paper]) -> tuple[int, list[Mention]]:
    from spacy.language import Language

    from papergraph.extractors.pipeline import extract

    nlp = _worker[0]
    if isinstance(nlp, PapergraphError):
        raise nlp
    assert isinstance(nlp, Language)
    return len(papers), list(chain.from_iterable(found for _, found in extract(papers, nlp)))


def append(
    graph: PaperGraph,
    inputs: Iterable[str | Path],
    *,
    lexicons: Sequence[str | Path] = (),
    extractors: Sequence[str | Extractor] = (),
    model: str = "",
    form: str = "",
    workers: int = 0,
    strict: bool = False,
    rejected: list[Rejected] | None = None,
    progress: Progress | None = None,
    min_confidence: float = 0.0,
    overrides: Overrides = NOTHING,
) -> PaperGraph:
    """Return the graph with the papers of further inputs; known papers that say nothing new stay as they are."""
    new = read_papers(inputs, form=form, strict=strict, rejected=rejected)
    old = {p.id: p for p in graph.paper_records()}
    papers = join_papers([*old.values(), *new])
    unchanged = {p.id for p in papers if p.id in old and old[p.id].text == p.text}
    read = mentions_of(
        [p for p in papers if p.id not in unchanged],
        lexicons=lexicons,
        extractors=extractors,
        model=model,
        workers=workers,
        progress=progress,
    )
    fresh = (m for m in read if m.evidence.confidence >= min_confidence)
    known = (m for m in graph.mention_records() if m.evidence.paper in unchanged)
    return _assembled(papers, chain(known, fresh), lexicons, overrides)


def remove(graph: PaperGraph, papers: Iterable[str], *, overrides: Overrides = NOTHING) -> PaperGraph:
    """Return the graph without some papers, by id; what only they named is gone too.

    Raises
    ------
    InputError
        Where an id is not in the graph.
    """
    gone = set(papers)
    kept = [p for p in graph.paper_records() if p.id not in gone]
    unknown = gone - {p.id for p in graph.paper_records()}
    if unknown:
        raise InputError(f"no paper '{min(unknown)}' in the graph; ids are listed by: papergraph query GRAPH papers")
    mentions = (m for m in graph.mention_records() if m.evidence.paper not in gone)
    return _assembled(kept, list(mentions), (), overrides)
