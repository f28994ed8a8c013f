"""How often do abstracts name a phrase, and as what? Counts over 126,000 abstracts of machine learning and near fields.

`weights/terms.tsv` has one phrase a line: its folded form (`papergraph.extractors.naming.fold`), in how many abstracts
it was a candidate, and six digits: how sure the judge was on average of each class (`-NTDKM`), in tenths rounded down.
`training/terms.py` makes the file. A term is a hint for the judge, not an entry of the lexicon: most are phrases that
nobody has looked at.
"""

from collections.abc import Iterable
from functools import lru_cache
from importlib import resources

Terms = dict[str, tuple[int, str]]
"""Abstracts and digits of each folded phrase."""
CLASSES = "-NTDKM"


def terms_of(lines: Iterable[str]) -> Terms:
    r"""Return the terms of a file's lines; those that begin with `#` are left out.

    >>> terms_of(["# phrase, abstracts, digits", "importancesampling\t244\t108000"])
    {'importancesampling': (244, '108000')}
    """
    found: Terms = {}
    for line in lines:
        if line[0] != "#":
            key, count, digits = line.split("\t")
            found[key] = int(count), digits
    return found


@lru_cache(maxsize=1)
def shipped_terms() -> Terms:
    """Return the terms that ship with papergraph."""
    file = resources.files("papergraph.extractors") / "weights" / "terms.tsv"
    return terms_of(file.read_text(encoding="utf-8").splitlines())


@lru_cache(maxsize=1 << 16)
def term_features(count: int, digits: str) -> tuple[str, ...]:
    """Return the judge's features of a term.

    >>> term_features(244, "108000")
    ('df=7', 'mk=T8', 'q-=1', 'qN=0', 'qT=4', 'qD=0', 'qK=0', 'qM=0')
    """
    best = max(range(1, len(CLASSES)), key=digits.__getitem__)
    names = [f"df={min(count.bit_length() - 1, 8)}", f"mk={CLASSES[best]}{digits[best]}", f"q-={digits[0]}"]
    return (*names, *(f"q{letter}={int(d) // 2}" for letter, d in zip(CLASSES[1:], digits[1:], strict=True)))
