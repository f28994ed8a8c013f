"""Listing pages of papers, as people copy them from a trending-papers page: title and abstract lines in turn.

Two layouts are met. In one, two lines of invitation stand first and `Subscribe` is glued to the first title; in the
other, `new`, the invitation, `Subscribe`, `by… and the research community` and a date stand on lines of their own, and
blank lines lie between all lines. Both are read by one walk over the lines: what is not a paper is known by its form, a
title by its length, its ending and the line after it, and a listing whose abstract is missing keeps its title.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from papergraph.extractors.readers.lines import Line
from papergraph.extractors.records import Paper, Rejected, Source

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
_FURNITURE = re.compile(
    rf"""(?xi)
    new | subscribe | sign\ up | log\ in
    | by\ ?\S{{1,40}}\ and\ the\ research\ community
    | (?:daily|trending|weekly|monthly)\ papers | papers
    | (?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?\ )?
      (?:{_MONTH}\ \d{{1,2}}(?:st|nd|rd|th)? | \d{{1,2}}\ {_MONTH})(?:,?\ \d{{4}})?
    | \d{{4}}-\d\d-\d\d | (?:upvotes?|submitted\ by)\b.{{0,60}} | [\d,.]+k? | [·•|\-–—*_=\#\s]+
    """
)
_INVITATION = re.compile(r"(?i)(?:get trending papers in your (?:email )?inbox(?: once an? \w+)?[!.]*\s*)+")
_BYLINE = re.compile(r"(?i)by ?\S{1,40} and the research community")
_GLUED = re.compile(r"Subscribe(?=[^a-z\s.,:;])")
_GLUED_SMALL = re.compile(r"Subscribe(?!(?:r|rs|d|ing)\b|[\s.,:;])")  # behind an invitation: "SubscribeiTransformer"
_SENTENCE_END = re.compile(r"([.!?])[\"'”’)\]}]*(?:\s|$)")
_LINK = re.compile(r"(?i)https?://|\bwww\.|\bgithub\.com/")
_LONGEST_TITLE = 30  # words; the longest of 670 real titles has 23, the shortest of their abstracts 54


@dataclass(slots=True)
class _Listing:
    title: Line
    abstract: list[Line] = field(default_factory=list)

    def paper(self, file: str) -> Paper:
        abstract = "\n".join(line.text for line in self.abstract)
        return Paper("", self.title.text, abstract, sources=(Source(file, self.title.number),))


def recognises(head: str) -> bool:
    r"""Say whether a file that begins with `head` is a listing page.

    >>> recognises("Get trending papers in your email inbox!\nSubscribeA Title")
    True
    """
    lines = [text for line in head.splitlines() if (text := _plain(line))][:24]
    return any(_INVITATION.match(line) or _BYLINE.fullmatch(line) for line in lines) or _alternates(lines)


def read(lines: Iterator[Line], file: str) -> Iterator[Paper | Rejected]:
    """Yield the listings of a page in order; a text without a title is set aside with its reason."""
    current: _Listing | None = None
    end = Line(0, "")
    held = None
    for following in _content(lines, end):
        line, held = held, following
        if line is None:
            continue
        if line.fault:
            yield Rejected(file, line.number, line.fault, line.text)
            if current:
                yield current.paper(file)
            current = None
        elif current and _belongs(line.text, current, following.text):
            current.abstract.append(line)
        elif not current and _is_abstract(line.text) and not _long_title(line.text, following.text):
            reason = "an abstract without a title above it; put its title on the line before"
            yield Rejected(file, line.number, reason, line.text)
        else:
            if current:
                yield current.paper(file)
            current = _Listing(line)
    if current:
        yield current.paper(file)


def _content(lines: Iterator[Line], end: Line) -> Iterator[Line]:
    """Yield the lines that are neither blank nor furniture, then `end`."""
    glued: re.Pattern[str] | None = _GLUED  # how `Subscribe` may be glued to this line, if at all
    for line in lines:
        text = _plain(line.text)
        if line.fault:
            yield Line(line.number, text, line.fault)
            continue
        invited = _INVITATION.match(text)
        if invited:
            text = text[invited.end() :]
            glued = _GLUED_SMALL
        if glued and (found := glued.match(text)) and not _FURNITURE.fullmatch(text):
            text = text[found.end() :].lstrip()
        if not text:
            continue
        if _FURNITURE.fullmatch(text):
            glued = glued or _GLUED
            continue
        glued = None
        yield Line(line.number, text)
    yield end


def _plain(text: str) -> str:
    return text.strip().lstrip("\ufeff").lstrip()


def _belongs(text: str, listing: _Listing, following: str) -> bool:
    """Say whether a line is (more of) the abstract of `listing`, and not the next title."""
    if _is_abstract(text):
        return not (listing.abstract and _long_title(text, following))
    words = text.count(" ") + 1
    statement = words >= 3 and text.rstrip("\"'”’)]}").endswith(".")
    if listing.abstract:
        if _broken_off(listing.abstract[-1].text) and _goes_on(text):
            return True
        return not _is_abstract(following) and (statement or bool(_LINK.search(text)))
    if statement or _LINK.search(text):
        return True  # of 670 real titles none ends with a full stop or holds a URL
    return words > _LONGEST_TITLE or (words >= 8 and _broken_off(text) and _goes_on(following))


def _is_abstract(text: str) -> bool:
    """Say whether a line can only be an abstract, by itself: long, or two sentences of twenty words."""
    words = text.count(" ") + 1
    if words > 45:
        return True
    ends = _SENTENCE_END.findall(text)
    finished = bool(_SENTENCE_END.search(text[-3:]))
    return finished and (words > 35 or (words >= 20 and len(ends) >= 2 and "." in ends))


def _long_title(text: str, following: str) -> bool:
    """Say whether a line as long as an abstract is a title after all: it holds no sentence, and an abstract follows."""
    return not _SENTENCE_END.search(text) and text.count(" ") < 80 and _is_abstract(following)


def _goes_on(text: str) -> bool:
    """Say whether a line begins within a sentence: its first word is in small letters throughout."""
    return text[:1].islower() and text.split(" ", 1)[0].islower()


def _broken_off(text: str) -> bool:
    """Say whether a line ends within a sentence, and not with a URL, behind which a full stop is often left out."""
    return not _SENTENCE_END.search(text[-3:]) and not _LINK.search(text.rsplit(" ", 1)[-1])


def _alternates(lines: list[str]) -> bool:
    """Say whether short and long lines take turns, as on a page whose head was cut off."""
    kept = [_is_abstract(line) for line in lines if not _FURNITURE.fullmatch(line)]
    return len(kept) >= 2 and not kept[0] and 3 * sum(kept) >= len(kept) and not any(a and b for a, b in pairwise(kept))
