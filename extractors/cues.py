"""Which words of a text speak of proposing, of its authors, of comparing, or say what sort a name is? Found once."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_

from papergraph.extractors.flags import ACTING, COMPARING, FIRST_PERSON, PROPOSING, SORTING

_BITS = (PROPOSING, FIRST_PERSON, COMPARING, ACTING, SORTING)
CUES = reduce(or_, _BITS)


@dataclass(frozen=True, slots=True)
class Cues:
    """The tokens that carry a cue of each sort, in order."""

    proposing: list[int]
    own: list[int]
    comparing: list[int]
    acting: list[int]
    sorting: list[int]


def cues_of(flags: Iterable[tuple[int, int]]) -> Cues:
    """Return the cues of a text from its tokens' places and flags; those without any of `CUES` may be left out."""
    found = list(flags)
    return Cues(*([k for k, bits in found if bits & sort] for sort in _BITS))


def last_before(places: list[int], token: int, low: int) -> int:
    """Return the last of some ordered tokens that stands before a token, but not before `low`; -1 if there is none.

    >>> last_before([2, 9], 7, 0), last_before([2, 9], 7, 3)
    (2, -1)
    """
    n = bisect_left(places, token)
    return places[n - 1] if n and places[n - 1] >= low else -1
