"""Where does a name begin and end? Tagged spans are cut, trimmed, and taken apart where two names are joined."""

from collections.abc import Iterator
from functools import partial

from papergraph.extractors.analysis import Analysis
from papergraph.extractors.flags import CONJUNCTION, DASH, EDGE, LINE_BREAK, MODIFIER, MODIFIERS, TAIL, WALL
from papergraph.extractors.forms import noun_form, shared
from papergraph.extractors.wording import in_lexicon, is_term
from papergraph.extractors.words import is_unusual


def parts(a: Analysis, i: int, j: int, tag: str) -> Iterator[tuple[int, int, str]]:
    """Cut a tagged span where no name goes on (brackets, lines, a free dash), trim it, and split what "and" joins."""
    flags, rows = a.words.flags, a.rows
    begin = i
    for k in range(i, j + 1):
        bits = flags[rows[k]] if k < j else WALL
        if not bits & (WALL | LINE_BREAK | DASH | EDGE):
            continue
        dash = bits & DASH and i < k and a.starts[k] > a.ends[k - 1]
        owner = bits & EDGE and a.words.texts[rows[k]] in ("'s", "’s") and not _known(a, begin, j)
        if bits & (WALL | LINE_BREAK) or dash or owner:
            m, n = _trim(a, begin, k)
            if m < n:
                yield from _split(a, m, n, tag)
            begin = k + 1


def _split(a: Analysis, i: int, j: int, tag: str) -> Iterator[tuple[int, int, str]]:
    """Take "X and Y" apart where X and Y are names of their own; a known name that holds "and" stays whole.

    The third value is the term that a part stands for, where it is worded otherwise or lacks a word of the other part.
    """
    for k in range(i + 1, j - 1):
        if a.words.flags[a.rows[k]] & CONJUNCTION:
            if _known(a, i, j):
                break
            left, right = _trim(a, i, k), _trim(a, k + 1, j)
            joined = a.words.texts[a.rows[k]] == "/" and not (_known(a, *left) or _known(a, *right))
            if left[0] < left[1] and right[0] < right[1] and not joined:
                lent = _lent(a, left, right, j) if tag in "KTM" else ("", "")
                for part, form in zip((left, right), lent, strict=True):
                    for m, n, own in _split(a, *part, tag):
                        yield m, n, form if form and (m, n) == part else own
                return
            break
    yield i, j, "" if tag not in "KT" or _known(a, i, j) else noun_form(a.text[a.starts[i] : a.ends[j - 1]], tag)


def _lent(a: Analysis, left: tuple[int, int], right: tuple[int, int], end: int) -> tuple[str, str]:
    """Return the terms that "X and Y Z" stands for, where it is "X Z" and "Y Z"."""
    k = max((n for n in range(right[0], right[1]) if a.words.flags[a.rows[n]] & CONJUNCTION), default=-1)
    last = _trim(a, k + 1, end) if k >= 0 else right
    if last[0] >= last[1]:
        return "", ""
    x, y = (a.text[a.starts[i] : a.ends[j - 1]] for i, j in (left, last))
    first, second = shared(x, y, partial(is_term, a))
    return first, second if last == right else ""


def _known(a: Analysis, i: int, j: int) -> bool:
    return i < j and in_lexicon(a, a.text[a.starts[i] : a.ends[j - 1]])


def _trim(a: Analysis, i: int, j: int) -> tuple[int, int]:
    """Take off articles, signs and words such as "model" at the edges, where a name is left without them."""
    flags, rows = a.words.flags, a.rows
    while i < j and flags[rows[i]] & EDGE:
        i += 1
    while i < j and flags[rows[j - 1]] & EDGE:
        j -= 1
    while i < j and flags[rows[i]] & MODIFIER and not _known(a, i, j):
        k = _behind_modifier(a, i, j)
        if k == i or not _known(a, k, j):
            break
        i = k
    if j - i > 1 and flags[rows[j - 1]] & TAIL and not _known(a, i, j):
        k = j - 1
        while k > i and flags[rows[k - 1]] & EDGE:
            k -= 1
        if k > i and (_known(a, i, k) or is_unusual(a.words.classes[rows[k - 1]])):
            return i, k
    return i, j


def _behind_modifier(a: Analysis, i: int, j: int) -> int:
    """Return where a span goes on behind a modifier of its first words ("pre-trained", "frozen"), or its beginning."""
    for k in range(i + 1, min(i + 8, j)):
        if a.text[a.starts[i] : a.ends[k - 1]].lower() in MODIFIERS:
            return k
    return i
