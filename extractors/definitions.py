"""Definitions in a text: "Long Form (ACR)", "ACR (long form)", "ACR: Long Form" in a title.

The matching of an acronym's letters follows Schwartz and Hearst (2003), "A simple algorithm for identifying
abbreviation definitions in biomedical text": from the right, each letter of the short form must occur in the long form,
and the first one at the beginning of a word.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_PARENTHESIS = re.compile(r"\(([^()\n]{2,120})\)")
_SHORT = re.compile(r"[\"'“”‘’]?([A-Za-zΑ-ω0-9][\w+*.&/\-–^@]{0,14}(?: [A-Z0-9][\w+.\-]{0,9}){0,2})[\"'“”‘’]?")
_WORD = re.compile(r"[^\s\-–/(),;:]+")
_BREAK = re.compile(r"[.!?;:()\[\]\n]|, (?=(?:which|where|and|but|we)\b)")
_JOINED_BEFORE = re.compile(r"\b(\w)\w*-$")
_TITLE_HEAD = re.compile(r"([A-Za-z0-9][\w+.\-/^*@ ]{0,24}?)\s*[:–—]\s+|([A-Za-z0-9][\w+.\-/^*@]{0,24}):(?=\S)")
_BEFORE = re.compile(r"[\w+*.&/\-–^@]{2,16}$")
_SPOKEN = {"2": "t", "4": "f"}  # "text-to-image (T2I)", "GNNs for Link Prediction (GNN4LP)"
_STOP = frozenset(
    "a an the of for and or in on to with by from via as is are our we this that using called named".split()
)


@dataclass(frozen=True, slots=True)
class Definition:
    """A short and a long form that the text equates; offsets are into that text."""

    short: str
    short_start: int
    short_end: int
    long: str
    long_start: int
    long_end: int


def definitions(text: str, title_end: int = 0) -> Iterator[Definition]:
    """Yield the definitions of a text in their order; the first `title_end` characters are its title.

    >>> [(d.short, d.long) for d in definitions("We use Low-Rank Adaptation (LoRA).")]
    [('LoRA', 'Low-Rank Adaptation')]
    >>> [d.long for d in definitions("in self-supervised learning (SSL), not in semi-supervised learning (SL)")]
    ['self-supervised learning', 'supervised learning']
    """
    if title_end:
        yield from _in_title(text, title_end)
    for found in _PARENTHESIS.finditer(text):
        yield from _around(text, found)


def _around(text: str, found: re.Match[str]) -> Iterator[Definition]:
    inside = found[1]
    head = re.split(r"[;,]|\bi\.e\.|\bfor short", inside, maxsplit=1)[0].strip()
    short = _SHORT.fullmatch(head)
    start = found.start()
    if short and is_short_form(short[1]):
        begin = found.start(1) + inside.index(short[1])
        span = _long_form_before(text, start, short[1])
        if span:
            yield Definition(short[1], begin, begin + len(short[1]), text[span[0] : span[1]], *span)
            return
    before = _BEFORE.search(text, max(0, start - 17), start - 1) if text[start - 1 : start] == " " else None
    if (before and " " in inside) or (before and "-" in inside):
        acronym = before[0].strip(".")
        span = _long_form_in(inside, acronym) if is_short_form(acronym) else None
        if span:
            at = found.start(1)
            begin = before.start()
            yield Definition(
                acronym, begin, begin + len(acronym), inside[span[0] : span[1]], at + span[0], at + span[1]
            )


def _in_title(text: str, title_end: int) -> Iterator[Definition]:
    """Yield a coined name before the title's colon, with its long form at the beginning of the rest."""
    head = _TITLE_HEAD.match(text, 0, title_end)
    name = (head[1] or head[2]).strip() if head else ""
    if not head or not is_short_form(name):
        return
    rest = text[head.end() : title_end]
    words = list(_WORD.finditer(rest))[:10]
    first = name[0].lower()
    letters, at = _letters(name), head.end()
    for w in words[:3]:
        ends = [x.end() for x in words if x.end() > w.end()] if w[0][0].lower() == first else []
        fits = [end for end in ends if _aligned(name, rest[w.start() : end]) and _content(rest[w.start() : end])[-1:]]
        if fits:
            # rather "Low-Rank Adaptation" than "Low-Rank", in which the last letter is found as well
            end = next((e for e in fits if len(_content(rest[w.start() : e])) >= len(letters)), 0)
            end = end or next((e for e in fits if _content(rest[w.start() : e])[-1][0].lower() == letters[-1]), fits[0])
            yield Definition(
                name, head.start(), head.start() + len(name), rest[w.start() : end], at + w.start(), at + end
            )
            return


def _content(text: str) -> list[str]:
    """Return the words of a text but the function words; none where it ends with one."""
    words: list[str] = _WORD.findall(text)
    return [w for w in words if w.lower() not in _STOP] if words and words[-1].lower() not in _STOP else []


def is_short_form(text: str) -> bool:
    """Say whether a text can be an acronym: 2 to 15 characters, a letter, and a capital or a digit among them."""
    return (
        2 <= len(text) <= 15
        and any(c.isalpha() for c in text)
        and (
            any(c.isupper() for c in text[1:])
            or any(c.isdigit() for c in text)
            or (text[0].isupper() and len(text) <= 6)
        )
    )


def _long_form_before(text: str, end: int, short: str) -> tuple[int, int] | None:
    letters = _letters(short)
    words = min(len(letters) + 5, len(letters) * 2)
    floor = max(0, end - 140)
    for stop in _BREAK.finditer(text, floor, end):
        floor = stop.end()
    window = text[floor:end].rstrip()
    starts = [m.start() for m in _WORD.finditer(window)][-words:]
    if not starts:
        return None
    span = _align(letters, window, starts[0])
    if span is None:
        return None
    joined = _JOINED_BEFORE.search(window, 0, span)  # "self-supervised learning (SSL)" begins at "self"
    if joined and joined[1].lower() == letters[0] and len(letters) > len(_WORD.findall(window[span:])):
        span = joined.start()
    long = window[span:]
    return (floor + span, floor + len(window)) if _plausible(short, long) else None


def _long_form_in(inside: str, short: str) -> tuple[int, int] | None:
    if _aligned(short, inside):
        return (0, len(inside))
    return None


def _aligned(short: str, long: str) -> bool:
    """Say whether the short form's letters are the initials (or inner letters) of the whole of `long`, strictly.

    Every word that is not a function word must give a letter.
    """
    letters = _letters(short)
    at = _align(letters, long, 0)
    return at == 0 and _initials(letters, long)


def _initials(letters: str, long: str) -> bool:
    initials = "".join(w[0][0].lower() for w in _WORD.finditer(long) if w[0].lower() not in _STOP)
    rest = iter(letters)
    return all(c in rest for c in initials) and len(initials) >= 2


def _letters(short: str) -> str:
    if short.endswith("s") and len(short) > 2 and short[-2].isupper():
        short = short[:-1]
    return "".join(_SPOKEN.get(c, c.lower()) for c in short if c.isalnum())


def _align(letters: str, window: str, floor: int) -> int | None:
    """Return where the long form begins in `window`, or None; the scan of Schwartz and Hearst."""
    lower = window.lower()
    at = len(lower)
    for i in range(len(letters) - 1, -1, -1):
        at = lower.rfind(letters[i], floor, at)
        while i == 0 and at > 0 and window[at - 1].isalnum():
            at = lower.rfind(letters[0], floor, at)
        if at < 0:
            return None
    return at


def _plausible(short: str, long: str) -> bool:
    words = [w[0] for w in _WORD.finditer(long)]
    if len(long) <= len(short) or short in words:
        return False
    letters = _letters(short)
    if "".join(c for c in long if c.isupper()).lower() == letters:
        return True
    if len(words) == 1:
        return len(long) >= 8 and 2 <= len(letters) <= 4 and short.rstrip("s").isupper()
    content = [w for w in words if w.lower() not in _STOP]
    starts = sum(w[0].lower() in letters for w in content)
    if not content or (words[0].lower() in _STOP and "-" not in long[: len(words[0]) + 1]):
        return False
    return starts * 3 >= len(content) * 2 and len(content) <= len(letters) + 1
