"""Listing pages made for tests, in both layouts, and the command line as a user has it."""

import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from papergraph.extractors.readers import listing
from papergraph.extractors.readers.lines import Line, numbered_lines
from papergraph.extractors.records import Paper, Rejected

HEAD_A = "Get trending papers in your email inbox once a day!\nGet trending papers in your email inbox!\nSubscribe"
HEAD_B = "new\n\nGet trending papers in your email inbox!\n\nSubscribe\n\nbyAK and the research community\n\nMar 11\n\n"

LONG = (
    "We study how parsers behave where there is little text to learn from. A parser, FooNet, is trained on the Penn "
    "Treebank and on four smaller treebanks, and its errors are sorted by hand. It makes fewer of them than two "
    "earlier parsers."
)
"""An abstract as long as the shorter real ones."""


def page_a(listings: Iterable[tuple[str, str]]) -> str:
    """Return a page in layout A: two lines of invitation, `Subscribe` glued to the first title, no blank lines."""
    return HEAD_A + "".join(f"{line}\n" for pair in listings for line in pair if line)


def page_b(listings: Iterable[tuple[str, str]]) -> str:
    """Return a page in layout B: furniture on lines of its own, blank lines between all lines."""
    return HEAD_B + "\n\n".join(line for pair in listings for line in pair if line) + "\n"


def records(text: str | bytes) -> list[Paper | Rejected]:
    """Return what the listing reader makes of a page."""
    data = text.encode() if isinstance(text, str) else text
    return list(listing.read(_lines(data), "page.txt"))


def listings(text: str | bytes) -> list[tuple[str, str]]:
    """Return the titles and abstracts of a page."""
    return [(p.title, p.abstract) for p in records(text) if isinstance(p, Paper)]


def _lines(data: bytes) -> Iterator[Line]:
    return numbered_lines(data.splitlines(keepends=True) if data[:1] != b"\xff" else [data], data[:1000])


def run(
    *arguments: str | Path, cwd: Path, stdin: str | None = None, env: dict[str, str] | None = None
) -> "subprocess.CompletedProcess[str]":
    """Run `papergraph` in a process of its own, as an installed command would run."""
    return subprocess.run(
        [sys.executable, "-m", "papergraph.cli", *map(str, arguments)],
        cwd=cwd,
        input=stdin if stdin is not None else "",
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="surrogateescape",
        env={**os.environ, "COLUMNS": "100", "NO_COLOR": "1", **(env or {})},
        check=False,
    )
