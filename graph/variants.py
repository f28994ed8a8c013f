"""Which differences of writing are safe to ignore, and which make another thing? Spelling, heads, versions and sizes.

`fold` (`papergraph.extractors.naming`) takes away case, hyphens and plurals; here is what goes beyond it when whole
names are compared: "the X dataset" is X, "YOLO v5" is "YOLO 5", "Deep & Cross" is "Deep and Cross". What the lexicon or
a definition says is `graph/resolve.py`'s business.
"""

import re
from functools import lru_cache

from papergraph.extractors.naming import fold

HEADS: dict[str, tuple[str, ...]] = {
    "dataset": ("dataset", "datasets", "data set", "data sets", "benchmark", "benchmarks", "corpus", "database"),
    "method": (
        "model",
        "models",
        "algorithm",
        "algorithms",
        "method",
        "framework",
        "architecture",
        "optimizer",
        "optimiser",
    ),
    "metric": ("score", "scores", "metric"),
    "task": ("task", "tasks"),
}
"""Last words that add nothing to a name of the kind: "the MNIST database", "the Adam optimizer", "BLEU score"."""

_VERSION = re.compile(
    r"(?:(?<=[\s\-_])[vV]|(?<=[a-z])V|(?<=[A-Z0-9])v|(?<=[a-z]{3})(?<!con)(?<!go)(?<!de)(?<!re)v)\.? ?(?=\d)"
)
_POINT_NOUGHT = re.compile(r"(?<=\d)\.0(?![\d.])")
_CAMEL = re.compile(r"(?<=[a-z]{2})(?=[A-Z][a-z]{2})")
_AND = re.compile(r"\s*&\s*|\s+and\s+|\s+AND\s+")
_THE = re.compile(r"(?i)^the\s+")
_POSSESSIVE = re.compile(r"['’]s\b")
_PREFIX = re.compile(r"(?i)\b(auto|pre|multi|non|semi|self|cross|inter|intra|co|sub|super|bi|un|hyper|meta) ")
_STEM = re.compile(r"(?:auto|pre|multi|non|semi|self|cross|inter|intra|sub|super|hyper|meta).{1,3}|.{1,5}")
_MAY_VARY = re.compile(r"(?i:&|['’]s\b|\band\b|^the |v\.? ?\d)|\.0|[a-z]{2}[A-Z][a-z]{2}")
_NO_WORD = re.compile(r"[^\w+]+|_")
_TOKEN = re.compile(r"[^\W\d_]+|\d+(?:\.\d+)*")
_SIZES = frozenset(
    """xs xl xxl base large small tiny huge giant mini nano micro medium plus pro ultra turbo lite
    xlarge instruct chat preview hard easy full""".split()
)


def may_vary(name: str) -> bool:
    """Say whether a name has anything that `loose` ignores beyond what `fold` does.

    >>> may_vary("YOLO v5"), may_vary("YOLO 5")
    (True, False)
    """
    return bool(_MAY_VARY.search(name))


@lru_cache(maxsize=500_000)
def loose(name: str) -> str:
    """Return a key that also ignores "the", "&" or "and", a possessive s, the v of a version and its ".0".

    >>> loose("YOLO v5") == loose("YOLO-5"), loose("SQuAD v2.0") == loose("SQuAD 2"), loose("the Deep & Cross Network")
    (True, True, 'deepcrossnetwork')
    >>> loose("GPT-3.5") == loose("GPT-3")
    False
    """
    if not may_vary(name):
        return fold(name)
    text = _POSSESSIVE.sub("", _THE.sub("", name))
    text = _CAMEL.sub(" ", _POINT_NOUGHT.sub("", _VERSION.sub(" ", text)))
    return fold(_AND.sub(" ", text)) or fold(name)


def plain(name: str) -> str:
    """Return a name's letters and digits in lower case, its plurals left.

    >>> plain("FLORES-101") == plain("Flores101")
    True
    """
    return _NO_WORD.sub("", name.casefold())


@lru_cache(maxsize=500_000)
def bare(name: str, kind: str) -> str:
    """Return a name without a head that says only what kind of thing it is; other names as they are.

    Of a method, dataset or metric the rest must look like a name, so that "language model" stays whole.

    >>> bare("the CIFAR-10 dataset", "dataset"), bare("Adam optimizer", "method"), bare("language model", "method")
    ('CIFAR-10', 'Adam', 'language model')
    """
    rest = _THE.sub("", name)
    for head in HEADS.get(kind, ()):
        if rest.casefold().endswith(" " + head):
            short = rest[: -len(head) - 1].rstrip()
            words = short.split()
            if kind == "task" and len(words) > 1:
                return short
            if kind != "task" and words and _like_a_name(words[-1]) and (kind == "dataset" or len(words) == 1):
                return short
    return rest


CLASS_NOUNS = frozenset(
    """algorithm approach architecture benchmark challenge collection corpus dataset framework loss method metric model
    module network rate score strategy suite technique""".split()
)


def is_beheaded(short: str, name: str) -> bool:
    """Say whether one name is the other without its last word, and says something else without it.

    >>> is_beheaded("Large Language", "large language model"), is_beheaded("ArcFace", "ArcFace loss")
    (True, False)
    """
    rest, _, last = name.rpartition(" ")
    if rest.casefold() != short.casefold() or fold(last) not in CLASS_NOUNS:
        return False
    return " " in short or "-" in short or sum(c.isupper() or c.isdigit() for c in short) < 2


def _like_a_name(word: str) -> bool:
    return any(c.isupper() or c.isdigit() for c in word)


@lru_cache(maxsize=500_000)
def near_key(name: str) -> str:
    """Return what a name shares with its versions and sizes: its letters without numbers and size words.

    >>> near_key("ResNet-50") == near_key("ResNet-101"), near_key("ViT-B/16") == near_key("ViT-L/16")
    (True, True)
    """
    words = [w for w in _TOKEN.findall(_VERSION.sub(" ", name)) if not w[0].isdigit()]
    kept = [w for w in words[1:] if len(w) > 1 and w.lower() not in _SIZES]
    return fold(" ".join(words[:1] + kept))


def other_version(one: str, other: str) -> bool:
    """Say whether two names differ in nothing but numbers or sizes, so that they are two things.

    >>> other_version("GPT-3", "GPT-3.5"), other_version("LoRA", "Low-Rank Adaptation"), other_version("AB2", "AB v2")
    (True, False, False)
    """
    return one != other and near_key(one) == near_key(other) and loose(one) != loose(other) and fold(one) != fold(other)


def is_short_for(short: str, long: str) -> bool:
    """Say whether one name can be an acronym of another: a single word whose letters occur in it in their order.

    >>> is_short_for("LoRA", "Low-Rank Adaptation"), is_short_for("GPT-3", "GPT-3.5")
    (True, False)
    """
    letters = [c for c in short.lower() if c.isalnum()]
    if len(letters) < 2 or any(c.isspace() for c in short) or len(long) < len(short) + 4:
        return False
    if letters[-1] == "s" and len(letters) > 2 and short[-1] == "s":
        letters.pop()
    words = len(re.findall(r"\w+", long))
    rest = iter(long.lower())
    return (words > 1 or len(long) >= 8) and all(c in rest or c in "24" for c in letters)


def sense_key(long: str, *, heads: bool = True) -> str:
    """Return a key of a long form that forgives endings (and, with `heads`, a last "network" or "model").

    It is for comparing the long forms of one acronym.

    >>> sense_key("Convolution Neural Nets") == sense_key("convolutional neural network")
    True
    >>> sense_key("conditional random field") == sense_key("contrastive random forest")
    False
    """
    text = _PREFIX.sub(r"\1", loose_words(long))
    words = ["network" if w == "net" else w for w in map(fold, re.findall(r"[^\W_]+", text))]
    while heads and len(words) > 2 and words[-1] in ("network", "model", "algorithm", "method", "dataset", "framework"):
        words.pop()
    return "-".join(_STEM.match(w)[0] for w in words if w)  # type: ignore[index]


def loose_words(name: str) -> str:
    """Return a name with its small words gone and hyphens as blanks."""
    text = _POSSESSIVE.sub("", _THE.sub("", name)).replace("-", " ")
    return re.sub(r"(?i)\b(?:of|for|the|a|an|and|with|in|to|via|by|from|on)\b", " ", text)
