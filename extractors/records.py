"""The nouns of papergraph: what a paper is, what a mention is, and where in the text it stands.

Records are frozen and carry no behaviour beyond what follows from their own fields. Reading files, finding mentions and
joining them into entities are the business of other modules.
"""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["method", "dataset", "repository", "task", "metric"]
"""What a mention can be of, in the order in which they are shown everywhere."""

KINDS: tuple[Kind, ...] = ("method", "dataset", "repository", "task", "metric")

SUBKINDS: dict[Kind, tuple[str, ...]] = {
    "method": ("named", "technique"),
    "dataset": (),
    "repository": ("code", "hub", "page"),
    "task": (),
    "metric": (),
}
"""The finer kinds: one particular method or a general technique; a code host, a model hub or any other page."""

ROLES: dict[Kind, tuple[str, ...]] = {
    "method": ("proposed", "used", "compared"),
    "dataset": ("introduced", "used"),
    "repository": ("own", "other"),
    "task": ("addressed",),
    "metric": ("reported",),
}
"""What a paper can do with an entity of each kind."""


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """A place that a paper was read from: file as given, line (from 1), title and abstract where they differ."""

    file: str
    line: int
    title: str = ""
    abstract: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    r"""One paper as read; `text` is what every offset of its mentions counts in.

    >>> Paper("1", "LoRA", "We propose LoRA.").text
    'LoRA\nWe propose LoRA.'
    """

    id: str
    title: str
    abstract: str
    authors: tuple[str, ...] = ()
    year: int | None = None
    date: str = ""
    url: str = ""
    venue: str = ""
    sources: tuple[Source, ...] = ()

    @property
    def text(self) -> str:
        """Title, newline, abstract, exactly as read."""
        return f"{self.title}\n{self.abstract}"


@dataclass(frozen=True, slots=True)
class Rejected:
    """A record that was set aside: where it stood, why, and its text as read (shortened to 2,000 characters)."""

    file: str
    line: int
    reason: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where something was said. Offsets are characters of `paper.text`; `text[start:end]` is the mention.

    `confidence` is the probability, in [0, 1], that a careful reader would agree.
    """

    paper: str
    start: int
    end: int
    sentence_start: int
    sentence_end: int
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Mention:
    """One thing that a paper names, at one place.

    `name` is the shortest form that the paper itself uses for it (the acronym that it defines, say), and `aliases` are
    the other names which the text gives to the same thing; `text[start:end]` of the evidence is one of these, or holds
    one of them (as "CIFAR-10/100" holds both CIFAR-10 and CIFAR-100). For a repository, `name` is the canonical URL.
    """

    kind: Kind
    name: str
    role: str
    evidence: Evidence
    subkind: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """What an extractor of another package names at one place, `paper.text[start:end]`; `docs/extending.md` shows one.

    Only the kind and the place are needed. `name` is the text at that place where it is empty; else it, or one of the
    `aliases`, must stand there. An empty `subkind` of a method is `named`; an empty `role` is told from the words
    around. `confidence` is the probability, in [0, 1], that a careful reader would agree.
    """

    kind: Kind
    start: int
    end: int
    name: str = ""
    subkind: str = ""
    role: str = ""
    aliases: tuple[str, ...] = ()
    confidence: float = 1.0
