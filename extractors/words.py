"""What is known of each word of the vocabulary, computed once a word and looked up by number ever after.

Each distinct token gets a row in a `WordTable`; a batch of texts is then an array of row numbers, over which the tagger
and the sentence splitter work without touching a string again.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources

from papergraph.extractors.flags import LINE_BREAK, flags_of
from papergraph.extractors.naming import fold


@lru_cache(maxsize=1 << 16)
def shape(word: str) -> str:
    """Return the form of a word: X capital, x small letter, d digit, runs shortened, the rest as it is.

    >>> shape("ResNet-50"), shape("BERT"), shape("CNNs")
    ('XxXx-d', 'XX', 'XXx')
    """
    if word.isalpha() and word[1:].islower():
        return "Xx" if word[0].isupper() else "x"
    out: list[str] = []
    last, run = "", 0
    for c in word:
        kind = "X" if c.isupper() else "x" if c.isalpha() else "d" if c.isdigit() else c
        run = run + 1 if kind == last else 1
        last = kind
        if run == 1 or (run == 2 and kind == "X"):
            out.append(kind)
    return "".join(out[:8])


@lru_cache(maxsize=1)
def english() -> frozenset[str]:
    """Return ordinary English words in lower case (`lexicon/english.txt`)."""
    file = resources.files("papergraph.extractors") / "lexicon" / "english.txt"
    return frozenset(w for w in file.read_text(encoding="utf-8").split("\n") if w and w[0] != "#")


@lru_cache(maxsize=1 << 16)
def word_class(text: str) -> str:
    """Return how a word is written, and whether it is English: the coarse form that marks coined names.

    `l` lower case, `C` capitalised, `A` capitals, `M` capitals inside, each with `k` (known) or `u` (unknown) or `d`
    (with digits); `9` digits, `.` signs.

    >>> [word_class(w) for w in ("model", "Lumos", "However", "BERT", "aTLAS", "GPT-4", "50")]
    ['lk', 'Cu', 'Ck', 'Au', 'Mk', 'Ad', '9']
    """
    if text.isalpha():
        if text.islower():
            return "lk" if _is_english(text) else "lu"
        if text[0].isupper() and text[1:].islower():
            return "Ck" if _is_english(text.lower()) else "Cu"
    letters = [c for c in text if c.isalpha()]
    if not letters:
        return "9" if any(c.isdigit() for c in text) else "."
    uppers = sum(c.isupper() for c in letters)
    if not uppers:
        case = "l"
    elif uppers == len(letters) or (uppers == len(letters) - 1 and uppers > 1 and text[-1] == "s"):
        case = "A" if len(letters) > 1 else "X"
    elif text[0].isupper() and uppers == 1:
        case = "C"
    else:
        case = "M"
    if any(c.isdigit() for c in text):
        return case + "d"
    known = all(map(_is_english, text.lower().split("-")))
    return case + ("k" if known else "u")


def is_unusual(kind: str) -> bool:
    """Say whether words of a class are all capitals, or have capitals inside or digits.

    >>> is_unusual(word_class("BERT")), is_unusual(word_class("Lumos"))
    (True, False)
    """
    return kind[0] in "AM" or kind[1:] == "d"


def _is_english(word: str) -> bool:
    return word in english() or word.removesuffix("s") in english()


UNCLUSTERED = ("K=u",)
"""What takes the place of clusters for a word that is rare in abstracts."""


@lru_cache(maxsize=1)
def clusters() -> dict[str, tuple[str, ...]]:
    """Return the tagger's features for the clusters of a word, from coarse to fine (`weights/clusters.tsv`).

    Words of a cluster stand among the same words in 126,000 abstracts (`training/clusters.py`).
    """
    file = resources.files("papergraph.extractors") / "weights" / "clusters.tsv"
    lines = file.read_text(encoding="utf-8").split("\n")
    rows = (line.split("\t") for line in lines if line and line[0] != "#")
    return {word: tuple(f"{x}={c}" for x, c in zip("Kkj", own, strict=True)) for word, *own in rows}


WORD_FEATURES = "wsgxpyzKkj"
"""The letters of the features that follow from a word, in their order; a rare word has no `k` and `j`."""


def word_features(text: str) -> tuple[str, ...]:
    """Return the names of the tagger's features that follow from the word alone.

    >>> word_features("Net")[:7]
    ('w=net', 's=Xx', 'g=Ck', 'x=net', 'p=net', 'y=net', 'z=Cket')
    """
    lower = text.lower()
    kind = word_class(text)
    return (
        f"w={lower}",
        f"s={shape(text)}",
        f"g={kind}",
        f"x={lower[-3:]}",
        f"p={lower[:3]}",
        f"y={lower[-4:]}",
        f"z={kind}{lower[-2:]}",
        *clusters().get(lower, UNCLUSTERED),
    )


@dataclass
class WordTable:
    """The distinct tokens met so far, with the number of the finest cluster of each; row 0 is the boundary of a text.

    `stems` numbers the tokens so that those with one folded form share a number; signs, which fold to nothing, have
    each their own. `rows_of` gives the rows of tokens, adding those that are new.
    """

    texts: list[str] = field(default_factory=lambda: [""])
    folds: list[str] = field(default_factory=lambda: [""])
    stems: list[int] = field(default_factory=lambda: [0])
    flags: list[int] = field(default_factory=lambda: [LINE_BREAK])
    classes: list[str] = field(default_factory=lambda: ["."])
    clusters: list[str] = field(default_factory=lambda: ["#"])
    rows: dict[str, int] = field(default_factory=dict)
    _numbers: dict[str, int] = field(default_factory=lambda: {"": 0})

    def rows_of(self, words: Sequence[str]) -> list[int]:
        """Return the rows of a text's tokens, adding the words that are new."""
        rows = self.rows
        try:
            return [rows[word] for word in words]
        except KeyError:
            for word in words:
                if word not in rows:
                    self._add(word)
            return [rows[word] for word in words]

    def _add(self, text: str) -> None:
        folded, kind = fold(text), word_class(text)
        self.rows[text] = len(self.texts)
        self.texts.append(text)
        self.folds.append(folded)
        self.stems.append(self._numbers.setdefault(folded or text, len(self._numbers)))
        self.flags.append(flags_of(text, kind))
        self.classes.append(kind)
        self.clusters.append(clusters().get(text.lower(), UNCLUSTERED)[-1][2:])


_LETTERS = re.compile(r"[^\W\d_]")


def has_letter(text: str) -> bool:
    """Say whether there is a letter in a text.

    >>> has_letter("50%")
    False
    """
    return bool(_LETTERS.search(text))
