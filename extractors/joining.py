"""The same paper twice: listings of one paper are joined, by id, else by normalised title, and keep all their sources.

Two papers of one title with different given ids stay two. What a listing said otherwise (another title or abstract) is
kept on its source. Papers without an id get one here: an arXiv id or DOI from their URL, else a hash of the title.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace

from papergraph.extractors.records import Paper, Source

_ARXIV = re.compile(r"(?i)arxiv\.org/(?:abs|pdf|html)/([a-z.-]+/\d{7}|\d{4}\.\d{4,5})(?:v\d+)?")
_DOI = re.compile(r"(?i)(?:doi\.org/|^doi:\s*)(10\.\d{4,9}/\S+)")
_LATEX = re.compile(r"\\[a-zA-Z]+\*?\s*|\\[^a-zA-Z\s]|[{}$~]")
_NOT_WORD = re.compile(r"[^\w+#]+")
_GREEK = str.maketrans({"α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "λ": "lambda", "μ": "mu", "π": "pi"})
_GREEK_COMMAND = re.compile(r"\\(alpha|beta|gamma|delta|lambda|mu|pi)\b")
_LATEX_ACCENT = re.compile(r"\\(?:[\"'`^~=.]\s*|[uvHcdbtrk](?:\s+|(?=\{)))\{?\\?([a-zA-Z])\}?")


def normalised_title(title: str) -> str:
    """Return the title without what differs between copies: case, accents, LaTeX, punctuation, blanks.

    >>> normalised_title("{L}o{RA}: Low-Rank  Adaptation") == normalised_title("LoRA - low-rank adaptation")
    True
    """
    text = _LATEX_ACCENT.sub(r"\1", title)
    text = _GREEK_COMMAND.sub(r"\1", text)
    text = _LATEX.sub("", text).casefold().translate(_GREEK)
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return _NOT_WORD.sub("", text) or title.strip()


def join_papers(papers: Iterable[Paper]) -> list[Paper]:
    """Return the distinct papers, sorted by id, whatever the order in which they came.

    Of several copies the one with the longest abstract is kept (ties by content), and missing fields are filled from
    the others.
    """
    by_title: dict[str, list[Paper]] = {}
    by_id: dict[str, list[Paper]] = {}
    for paper in papers:
        known = _given_id(paper) or _id_from_url(paper.url)
        if known:
            by_id.setdefault(known, []).append(paper)
        else:
            by_title.setdefault(normalised_title(paper.title), []).append(paper)
    for title, known in _smallest_ids(by_id).items():
        by_id[known].extend(by_title.pop(title, ()))
    joined = [_join(copies, known) for known, copies in by_id.items()]
    joined += [_join(copies, _id_of_title(title)) for title, copies in by_title.items()]
    return sorted(joined, key=lambda p: p.id)


def _smallest_ids(by_id: dict[str, list[Paper]]) -> dict[str, str]:
    """Return for each normalised title the smallest given id: a listing without an id joins that paper."""
    smallest: dict[str, str] = {}
    for known in sorted(by_id, reverse=True):
        for paper in by_id[known]:
            smallest[normalised_title(paper.title)] = known
    return smallest


def _join(copies: list[Paper], known: str) -> Paper:
    if len(copies) == 1:
        return replace(copies[0], id=known)
    copies = sorted(copies, key=lambda p: (-len(p.abstract), p.abstract, not p.id, p.title, p.sources))
    best = copies[0]
    sources = {
        Source(
            s.file,
            s.line,
            s.title or (p.title if p.title != best.title else ""),
            s.abstract or (p.abstract if p.abstract != best.abstract else ""),
        )
        for p in copies
        for s in p.sources
    }
    return Paper(
        known,
        best.title,
        best.abstract,
        next((p.authors for p in copies if p.authors), ()),
        next((p.year for p in copies if p.year), None),
        next((p.date for p in copies if p.date), ""),
        next((p.url for p in copies if p.url), ""),
        next((p.venue for p in copies if p.venue), ""),
        tuple(sorted(sources)),
    )


def _given_id(paper: Paper) -> str:
    """Return the id that an input gave; one that an earlier run made from the title is none."""
    made = len(paper.id) == 12 and paper.id == _id_of_title(normalised_title(paper.title))
    return "" if made else paper.id


def _id_from_url(url: str) -> str:
    for pattern in (_ARXIV, _DOI):
        found = pattern.search(url)
        if found:
            return found[1].rstrip(".,;)")
    return ""


def _id_of_title(title: str) -> str:
    return hashlib.sha256(title.encode()).hexdigest()[:12]
