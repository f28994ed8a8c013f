"""The lexicon: known names as data, read from TSV files and checked when loaded.

A file has five tab-separated columns (kind, name, aliases, family, marks); `docs/lexicon.md` tells how to write one.
What a hit in a text is worth is the extractors' business.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from itertools import chain
from pathlib import Path

from papergraph.extractors.errors import LexiconError
from papergraph.extractors.forms import plurals
from papergraph.extractors.naming import fold, fold_pieces
from papergraph.extractors.records import Kind

HEADER = "kind\tname\taliases\tfamily\tmarks"
ENTRY_KINDS: dict[str, tuple[Kind, str]] = {
    "named": ("method", "named"),
    "technique": ("method", "technique"),
    "dataset": ("dataset", ""),
    "task": ("task", ""),
    "metric": ("metric", ""),
}
MARKS = ("ambiguous", "generic")


@dataclass(frozen=True, slots=True)
class Entry:
    """One known thing: its usual name, its other names, the family it is a version of, and marks."""

    kind: Kind
    subkind: str
    name: str
    aliases: tuple[str, ...] = ()
    family: str = ""
    marks: frozenset[str] = frozenset()

    @property
    def names(self) -> tuple[str, ...]:
        """The name, then the aliases."""
        return (self.name, *self.aliases)

    def is_called(self, name: str) -> bool:
        """Say whether a name is one of its own, to the letter."""
        return name == self.name or name in self.aliases

    def __hash__(self) -> int:
        """Return the hash of the name: that of all fields takes ten times as long, and tells few more apart."""
        return hash(self.name)


@dataclass(frozen=True, eq=False)
class Lexicon:
    """Known names; `find` answers which entries a written name may mean, the dominant sense first.

    `pieces` has what a name folds to after each of its words, for all of them.
    """

    entries: tuple[Entry, ...]
    by_fold: dict[str, tuple[Entry, ...]]
    pieces: dict[str, list[str]]

    def find(self, name: str, kind: str = "") -> tuple[Entry, ...]:
        """Return the entries which `name` may mean, of one kind if asked.

        >>> [e.name for e in default_lexicon().find("low-rank adaptation", "method")]
        ['LoRA']
        """
        found = meant(self.by_fold.get(fold(name), ()), name)
        return tuple(e for e in found if e.kind == kind) if kind else found


def meant(entries: tuple[Entry, ...], name: str) -> tuple[Entry, ...]:
    """Return the entries that a name may mean which folds to one of theirs: the Movies are not MOVi-E.

    Where the last word is a plural that its ending does not tell, the entry must have its singular as a word.

    >>> [len(meant((Entry("dataset", "", "MOVi-E"), Entry("task", "", "movie")), n)) for n in ("movies", "MOVi-E")]
    [1, 2]
    """
    last = name.rpartition(" ")[2]
    one = plurals().get(last.lower())
    if not entries or one in (None, last.lower()):
        return entries
    forms = {last, last.lower(), last.capitalize(), one, one.capitalize()}
    return tuple(
        e for e in entries if any(n.rpartition(" ")[2] in forms or n.rpartition("-")[2] in forms for n in e.names)
    )


def lexicon_of(entries: Iterable[Entry]) -> Lexicon:
    """Index entries; an entry's own name comes before another's alias of the same spelling."""
    entries = tuple(entries)
    pieces = {name: fold_pieces(name) for e in entries for name in e.names}
    senses: dict[str, dict[Entry, None]] = {}
    own = ((e, e.name) for e in entries)
    other = ((e, alias) for e in entries for alias in e.aliases)
    for entry, name in chain(own, other):
        for key in pieces[name][-1:]:
            senses.setdefault(key, {})[entry] = None
    return Lexicon(entries, {key: tuple(known) for key, known in senses.items()}, pieces)


@lru_cache(maxsize=8)
def load_lexicon(*further: str | Path) -> Lexicon:
    """Return the built-in lexicon with the entries of further files before it, so that a user's word counts first.

    Raises
    ------
    LexiconError
        Where a file is missing or a line is not in the documented form.
    """
    entries: list[Entry] = []
    for path in further:
        try:
            text = Path(path).read_text(encoding="utf-8-sig")
        except OSError as e:
            raise LexiconError(f"{path}: cannot read the lexicon ({e.strerror})") from e
        except UnicodeDecodeError as e:
            raise LexiconError(f"{path}: the lexicon is not UTF-8 text; save it as UTF-8") from e
        entries.extend(parse_entries(text, str(path)))
    folder = resources.files("papergraph.extractors") / "lexicon"
    for file in sorted((f for f in folder.iterdir() if f.name.endswith(".tsv")), key=lambda f: f.name):
        entries.extend(parse_entries(file.read_text(encoding="utf-8"), file.name))
    return lexicon_of(entries)


def default_lexicon() -> Lexicon:
    """Return the built-in lexicon."""
    return load_lexicon()


def parse_entries(text: str, file: str) -> Iterator[Entry]:
    r"""Yield the entries of a lexicon file's text.

    >>> next(parse_entries("kind\tname\taliases\tfamily\tmarks\ntask\tparsing\t\t\t", "my.tsv")).name
    'parsing'
    """
    lines = text.split("\n")
    if lines[0].strip() != HEADER:
        raise LexiconError(f"{file}, line 1: a lexicon begins with the line: {' <tab> '.join(HEADER.split(chr(9)))}")
    for number, line in enumerate(lines[1:], 2):
        if line.strip() and not line.startswith("#"):
            yield _entry(line.rstrip("\r"), f"{file}, line {number}")


def _entry(line: str, place: str) -> Entry:
    columns = [c.strip() for c in line.split("\t")]
    columns += [""] * (5 - len(columns))
    if len(columns) > 5:
        raise LexiconError(
            f"{place}: {len(columns)} columns where five are expected (kind, name, aliases, family, marks)"
        )
    label, name, aliases, family, marks = columns
    if label not in ENTRY_KINDS:
        raise LexiconError(f"{place}: unknown kind '{label}'; choose one of {', '.join(ENTRY_KINDS)}")
    plain = name.isascii() and any(map(str.isalnum, name))  # so it folds to something, without the work
    if not plain and not fold(name):
        raise LexiconError(f"{place}: an entry needs a name with a letter or digit")
    unknown = set(marks.split()) - set(MARKS)
    if unknown:
        raise LexiconError(f"{place}: unknown mark '{min(unknown)}'; choose from {', '.join(MARKS)}")
    kind, subkind = ENTRY_KINDS[label]
    others = tuple(a for a in map(str.strip, aliases.split("|")) if a and a != name) if aliases else ()
    return Entry(kind, subkind, name, others, family, frozenset(marks.split()))
