"""Where does a name begin and end, by its form alone? Inner capitals, hyphens, joined numbers, sizes and versions."""

import re
from collections.abc import Iterator

from papergraph.extractors.analysis import Analysis
from papergraph.extractors.lexicons import Entry

_SIZES = frozenset("chat instruct it base tiny small medium large huge giant mini nano lite plus xl".split())


def coined_spans(a: Analysis) -> Iterator[tuple[int, int]]:
    """Yield tokens whose form marks a coined name, with what a hyphen joins to them."""
    texts, rows, classes = a.words.texts, a.rows, a.words.classes
    n, past = len(rows), 0
    for k in a.coined:
        if k < past:
            continue
        i, j = k, k + 1
        while (
            j + 1 < n and texts[rows[j]] in ("-", "–") and a.ends[j] == a.starts[j + 1] and a.ends[j - 1] == a.starts[j]
        ):
            if texts[rows[j + 1]].islower() and classes[rows[j + 1]] == "lk":
                break
            j += 2
        while (
            i > 1
            and texts[rows[i - 1]] in ("-", "–")
            and a.ends[i - 1] == a.starts[i]
            and a.ends[i - 2] == a.starts[i - 1]
        ):
            if classes[rows[i - 2]][0] == ".":
                break
            i -= 2
        yield i, j
        past = j


def joined_end(a: Analysis, j: int) -> int:
    """Return where a known name ends that goes on as "/100" or "/100-LT" ("CIFAR-10/100-LT")."""
    texts, rows = a.words.texts, a.rows
    k = j
    if texts[rows[j - 1]][-1].isdigit():
        while (
            k + 1 < len(rows)
            and texts[rows[k]] == "/"
            and texts[rows[k + 1]].isdigit()
            and a.ends[k - 1] == a.starts[k]
        ):
            k += 2
        if k > j and k + 1 < len(rows) and texts[rows[k]] == "-" and texts[rows[k + 1]].isupper():
            k += 2
    return k


def bears_sizes(entry: Entry) -> bool:
    """Say whether a known name is another thing with a size or version behind it."""
    return entry.kind == "dataset" or entry.subkind == "named"


def _sized_end(a: Analysis, j: int) -> int:
    """Return where a name ends that goes on with sizes, versions or marks: "MiniLM-L6", "Foo 7B", "Foo-B/16"."""
    k = j + 1 if _is_version(a, j) else j
    while (end := _mark_end(a, k)) > k:
        k = end
    return k


def _mark_end(a: Analysis, k: int) -> int:
    """Return where one more size, version or mark right behind token k - 1 ends, or k."""
    texts, rows, n = a.words.texts, a.rows, len(a.rows)
    if k >= n or a.starts[k] > a.ends[k - 1]:
        return k
    sign = texts[rows[k]]
    if k + 1 < n and a.starts[k + 1] == a.ends[k]:
        part, kind = texts[rows[k + 1]], a.words.classes[rows[k + 1]]
        digits = any(c.isdigit() for c in part) and kind[0] != "."
        short = part.isupper() and len(part) <= 2
        if sign == "-" and (digits or short or part in _MARKS or part in _SIZES):
            return k + 2
        if sign == "/" and part.isdigit() and not texts[rows[k - 1]][-1].isdigit():
            return k + 2
    elif sign in ("*", "+", "++"):
        return k + 1
    return k


def _is_version(a: Analysis, k: int) -> bool:
    """Say whether token k, which a blank parts from a name, is its size or version: "Foo 7B", "Foo v2", "Foo Large"."""
    texts, rows, n = a.words.texts, a.rows, len(a.rows)
    if k >= n or a.starts[k] == a.ends[k - 1]:
        return False
    text = texts[rows[k]]
    after = texts[rows[k + 1]] if k + 1 < n else "."
    if _PLAIN_VERSION.fullmatch(text):
        return True
    if text in _MARKS:
        return not after[0].isupper()
    return bool(_VERSION.fullmatch(text)) and after in _AFTER_VERSION


_MARKS = frozenset(
    "Base Large Small Tiny Mini Nano Lite Plus Pro Ultra Turbo Max Flash Huge Medium XL XXL XS Instruct Chat".split()
)
_PLAIN_VERSION = re.compile(r"\d+(\.\d+)?[BM]|[vV]\d(\.\d)?")
_VERSION = re.compile(r"[1-9](\.\d)?")
_AFTER_VERSION = frozenset("dataset datasets benchmark benchmarks corpus model models and or , . ; : )".split())
"""What shows that a number behind a name ends it: "Foo 2 and", but not "Foo 2 times"."""


def grown_end(a: Analysis, j: int, tag: str) -> int:
    """Return where a name of a kind (the tagger's letter) ends with what makes it another thing behind it."""
    end = _sized_end(a, j) if tag in "ND" else j
    return _bracket_end(a, end) if tag in "NDT" else end


def _bracket_end(a: Analysis, j: int) -> int:
    """Return where a name ends that goes on with an argument in brackets: "TD(0)", "PeMSD7(M)", "R(2+1)D"."""
    texts, rows, n = a.words.texts, a.rows, len(a.rows)
    if j >= n or texts[rows[j]] != "(" or a.starts[j] > a.ends[j - 1]:
        return j
    for k in range(j + 1, min(j + 5, n)):
        if a.starts[k] > a.ends[k - 1]:
            return j
        if texts[rows[k]] == ")":
            inside = a.text[a.ends[j] : a.starts[k]]
            if not 0 < len(inside) <= 3 or inside == "s" or (inside.isalpha() and len(inside) > 1):
                return j  # "CNN(s)", "Knowledge Distillation(KD)"
            more = k + 1 < n and a.starts[k + 1] == a.ends[k] and texts[rows[k + 1]].isupper()
            return k + 2 if more else k + 1
    return j
