"""Which entities are so general that they tie everything to everything, and which words are none at all."""

from functools import lru_cache
from importlib import resources

from papergraph.extractors.lexicons import Entry
from papergraph.extractors.naming import fold

SHARE = 0.2
"""An entity that more than this share of the papers name tells little of any of them,"""
ENOUGH = 50
"""where there are at least so many papers; a small collection may well be about one thing."""


def generic_reason(entry: Entry | None, papers: int, total: int) -> str:
    """Return why an entity is generic, or an empty text.

    >>> generic_reason(None, 30, 100), generic_reason(None, 3, 100)
    ('named by 30% of the papers', '')
    """
    if entry and "generic" in entry.marks:
        return "a general term in the lexicon"
    if total >= ENOUGH and papers > SHARE * total:
        return f"named by {100 * papers / total:.0f}% of the papers"
    return ""


@lru_cache(maxsize=1)
def vague_words() -> frozenset[str]:
    """Return the folded words that are too vague to be an entity of any kind (`extractors/lexicon/vague.txt`)."""
    file = resources.files("papergraph.extractors") / "lexicon" / "vague.txt"
    lines = file.read_text(encoding="utf-8").splitlines()
    return frozenset(fold(line) for line in lines if line and not line.startswith("#"))
