"""Listing pages of papers, as people copy them from a trending-papers page: title and abstract lines in turn.

Two layouts are met. In one, two lines of invitation stand first and `Subscribe` is glued to the first title; in the
other, `new`, the invitation, `Subscribe`, `by… and the research community` and a date stand on lines of their own, and
blank lines lie between all lines. Both are read by one walk over the lines: what is not a paper is known by its form,
a title by its length and its ending, and a listing whose abstract is missing keeps its title.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from papergraph.extractors.readers.lines import Line
from papergraph.extractors.records import Paper, Rejected, Source

_FURNITURE = re.compile(
    r"""(?xi)
    new | get\ trending\ papers\ in\ your\ (?:email\ )?inbox.* | subscribe | sign\ up | log\ in
    | by\ ?\S{1,40}\ and\ the\ research\ community
    | (?:daily|trending|weekly|monthly)\ papers | papers
    | (?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?\ )?
      (?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?\ \d{1,2}(?:st|nd|rd|th)?(?:,?\ \d{4})?
    | \d{4}-\d\d-\d\d | (?:upvote|submitted\ by)\b.{0,60} | [\d,.]+k? | [·•|\-–—*_=\#\s]+
    """
)
_INVITATION = re.compile(r"(?i)get trending papers in your (?:email )?inbox|by ?\S{1,40} and the research community$")
_GLUED = re.compile(r"Subscribe(?=[^a-z\s.,:;])")
_SENTENCE_END = re.compile(r"[.!?][\"'”’)\]}]*(?:\s|$)")
_LONGEST_TITLE = 45  # words; the longest of 670 real titles has 30
_SHORTEST_ABSTRACT = 12  # words


@dataclass(slots=True)
class _Listing:
    title: Line
    abstract: list[Line] = field(default_factory=list)


def recognises(head: str) -> bool:
    """Say whether a file that begins with `head` is a listing page.

    >>> recognises("Get trending papers in your email inbox!\\nSubscribeA Title")
    True
    """
    lines = [line.strip() for line in head.splitlines()[:12]]
    return any(_INVITATION.match(line) for line in lines) or _alternates(lines)


def read(lines: Iterator[Line], file: str) -> Iterator[Paper | Rejected]:
    """Yield the listings of a page in order; a text without a title is set aside with its reason."""
    current: _Listing | None = None
    after_furniture = True
    for line in lines:
        text = line.text.strip()
        if line.fault:
            yield Rejected(file, line.number, line.fault, text)
            if current:
                yield _paper(current, file)
            current = None
            continue
        if after_furniture and (glued := _GLUED.match(text)):
            text = text[glued.end() :]
        if not text:
            continue
        if _FURNITURE.fullmatch(text):
            after_furniture = True
            continue
        after_furniture = False
        line = Line(line.number, text)
        if current and not current.abstract and _is_abstract(text, expected=True):
            current.abstract.append(line)
        elif _is_abstract(text, expected=False):
            if current:  # a second paragraph of the same abstract
                current.abstract.append(line)
            else:
                yield Rejected(file, line.number, "an abstract without a title above it; put its title on the line before", text)
        else:
            if current:
                yield _paper(current, file)
            current = _Listing(line)
    if current:
        yield _paper(current, file)


def _paper(listing: _Listing, file: str) -> Paper:
    abstract = "\n".join(line.text for line in listing.abstract)
    return Paper("", listing.title.text, abstract, sources=(Source(file, listing.title.number),))


def _is_abstract(text: str, *, expected: bool) -> bool:
    """Tell an abstract from a title; in doubt an `expected` abstract is one."""
    words = text.count(" ") + 1
    if words > _LONGEST_TITLE:
        return True
    sentences = len(_SENTENCE_END.findall(text))
    finished = bool(_SENTENCE_END.search(text[-3:]))
    if expected:
        question = sentences == 1 and text.endswith("?")
        return words > 30 or (words >= _SHORTEST_ABSTRACT and finished and not question)
    return finished and (words > 35 or (words >= 20 and sentences >= 2 and not text.endswith("?")))


def _alternates(lines: list[str]) -> bool:
    """Say whether short and long lines take turns, as on a page whose head was cut off."""
    kept = [_is_abstract(line, expected=False) for line in lines if line and not _FURNITURE.fullmatch(line)]
    return len(kept) >= 2 and not kept[0] and kept[1] and not any(a and b for a, b in zip(kept, kept[1:], strict=False))
