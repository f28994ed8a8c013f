"""The judge's features in words that a person reads, such as "all its mentions are tagged as named method".

`papergraph.extractors.judge` makes the features; a feature that is not known here is shown by its name.
"""

from collections.abc import Callable
from functools import lru_cache

from papergraph.extractors.words import clusters

KIND_WORDS = {"N": "named method", "T": "technique", "D": "dataset", "K": "task", "M": "metric"}
_CLASSES = {
    "l": "small letters",
    "C": "a capital first",
    "A": "capitals",
    "M": "capitals inside",
    "X": "one capital letter",
}
_KNOWN = {"k": "an English word", "u": "no English word", "d": "digits"}
_SORTS = {
    "data": "data",
    "method": "a method",
    "task": "a task",
    "metric": "a metric",
    "org": "an organisation, event or machine",
}
_NESTED = {
    "all": "all its places lie in longer candidates",
    "some": "some of its places lie in longer candidates",
    "none": "no place lies in a longer candidate",
}


def worded(feature: str) -> str:
    """Return a feature in words.

    >>> worded("hw=dataset"), worded("t=Dall")
    ("its last word is 'dataset'", 'all its mentions are tagged as dataset')
    >>> worded("sh=Cu")
    'it is written: a capital first, no English word'
    """
    if feature.startswith("u&"):
        return f"in a text without a title: {worded(feature[2:])}"
    for prefix, words in _WORDS.items():
        if feature.startswith(prefix):
            return words(feature[len(prefix) :])
    return _WHOLE.get(feature, feature)


def _tag(letter: str) -> str:
    if letter == "0":
        return "the tagger marks none of its mentions"
    eager = " by the eager search" if letter.islower() else ""
    return f"tagged{eager} as {KIND_WORDS.get(letter.upper(), letter)}"


def _votes(value: str) -> str:
    letter, share = value[:1], value[1:]
    if letter == "0":
        return _tag(letter)
    return f"{share if share == 'some' else 'all'}{' of' if share == 'some' else ''} its mentions are {_tag(letter)}"


def _lexicon(label: str) -> str:
    if label == "0":
        return "the lexicon does not know it"
    same = ", written the same" if label.endswith("c") else ""
    senses = [
        KIND_WORDS.get(s[:1], s) + (" (ambiguous)" if s[1:2] == "a" else "") for s in label.removesuffix("c").split("+")
    ]
    return f"the lexicon knows it as {' or '.join(senses)}{same}"


def _both(value: str) -> str:
    tag, _, label = value.partition("&")
    return f"{_tag(tag)}, and {_lexicon(label)}"


def _form(classes: str) -> str:
    said = []
    for c in classes.split("_"):
        if c in ("9", "."):
            said.append("a number" if c == "9" else "a sign")
        else:
            said.append(", ".join(filter(None, (_CLASSES.get(c[:1], c), _KNOWN.get(c[1:], "")))))
    return "; ".join(said)


def _form_and_tag(value: str) -> str:
    form, _, tag = value.rpartition("&")
    return f"it is written: {_form(form)}; and {_tag(tag)}"


def _nested(value: str) -> str:
    share, _, tag = value.partition("&")
    return f"{_NESTED.get(share, share)}, and {_tag(tag)}"


def _count(value: str, most: int, one: str) -> str:
    number = f"{value} or more" if value == str(most) else value
    return f"{number} {one}{'' if value == '1' else 's'}"


def _score(letter: str) -> Callable[[str], str]:
    return lambda value: f"the tagger's score for {KIND_WORDS[letter]} is {value} (from -6 to 6)"


def _neighbour(where: str) -> Callable[[str], str]:
    edge = "at the beginning of the text" if where == "behind" else "at the end of the text"
    return lambda word: edge if word == "#" else f"it stands {where} '{word}'"


def _proposing(value: str) -> str:
    distance = {"near": "at most three", "mid": "at most nine", "far": "more than nine"}[value.removesuffix("we")]
    authors = ", and a word of the authors" if value.endswith("we") else ""
    return f"a word of proposing stands {distance} words before it{authors}"


def _papers(bits: str) -> str:
    if bits == "0":
        return "fewer than five of 126,000 abstracts name it"
    return f"at least {2 ** int(bits)} of 126,000 abstracts name it"


def _usual(letter: str) -> Callable[[str], str]:
    def words(d: str) -> str:
        if d == "0":
            return f"elsewhere it is hardly ever {KIND_WORDS[letter]}"
        return f"elsewhere it is {KIND_WORDS[letter]} with a certainty of {int(d) * 2}0 % or a little more"

    return words


@lru_cache(maxsize=1)
def _members() -> dict[str, list[str]]:
    """Return the three most frequent words of each finest cluster."""
    members: dict[str, list[str]] = {}
    for word, own in clusters().items():
        some = members.setdefault(own[-1][2:], [])
        if len(some) < 3:
            some.append(word)
    return members


def _like(which: str) -> Callable[[str], str]:
    def words(number: str) -> str:
        if number == "#":
            return f"{which} is none: the text begins or ends there"
        some = _members().get(number)
        return f"{which} is used as {', '.join(map(repr, some))} are" if some else f"{which} is rare"

    return words


_WORDS: dict[str, Callable[[str], str]] = {
    "t=": _votes,
    "l=": _lexicon,
    "t&l=": _both,
    "sh=": lambda v: f"it is written: {_form(v)}",
    "sh&t=": _form_and_tag,
    "hw=": lambda v: f"its last word is '{v}'",
    "bw=": lambda v: f"its first word is '{v}'",
    "x=": lambda v: f"it ends in '{v}'",
    "n=": lambda v: f"it has {_count(v, 6, 'token')}",
    "c=": lambda v: f"the paper has it {_count(v, 4, 'time')}",
    "nest=": _nested,
    **{f"m{letter}=": _score(letter) for letter in KIND_WORDS},
    "form&": lambda v: f"the text words it otherwise, and {_tag(v)}",
    "proposing=": _proposing,
    "p=": lambda v: f"it stands in the {v} of the abstract",
    "df=": _papers,
    "mk=": lambda v: f"elsewhere it is mostly {KIND_WORDS[v[:1]]}, with a certainty of {v[1:]}0 % or a little more",
    "q-=": lambda v: (
        f"elsewhere it is no entity with a certainty of {v}0 % or a little more"
        if v != "0"
        else "elsewhere it is nearly always an entity"
    ),
    **{f"q{letter}=": _usual(letter) for letter in KIND_WORDS},
    "headline&": lambda v: f"the title begins with it and a colon; it is written: {_form(v)}",
    "def=": lambda v: f"the text defines it, as the {v} form",
    "dh=": lambda v: f"its long form ends in '{v}'",
    "def&": lambda v: f"the text defines it, and {_tag(v)}",
    "hk=": _like("its last word"),
    "bk=": _like("its first word"),
    "kb=": _like("the word before it"),
    "ka=": _like("the word behind it"),
    "b=": _neighbour("behind"),
    "a=": _neighbour("before"),
    "noun=": lambda v: f"a word for {_SORTS.get(v[:-1], v[:-1])} stands {'before' if v[-1:] == '<' else 'behind'} it",
    "is=": lambda v: f"it is said to be {_SORTS.get(v, v)}",
    "cited=": lambda v: f"it stands where {'one of many authors' if v == 'many' else 'an author'} is cited",
}
_WHOLE = {
    "headline": "the title begins with it and a colon",
    "form": "the text words it otherwise",
    "own": "a word of the authors stands before it",
    "comparing": "a word of comparison stands before it",
    "title": "it stands in the title",
    "*": "what holds for any candidate",
}
