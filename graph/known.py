"""Which known thing does a written name mean, before any text is asked? The lexicon's answer, with safe variants.

`Known` looks a name up exactly as written first (so that BioMedGPT is not BiomedGPT), then folded, then with looser
spelling, then without a head such as "dataset"; a looser step counts only where it leaves one answer.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache

from papergraph.extractors.lexicons import Entry, Lexicon, meant
from papergraph.extractors.records import Kind
from papergraph.graph.variants import bare, is_short_for, loose, may_vary, plain

MAY_BE: dict[str, tuple[Kind, ...]] = {
    "dataset": ("method", "task"),
    "method": ("dataset", "task"),
    "task": ("method", "dataset"),
}
"""As what a name that a text has for the one kind may be known to the lexicon."""


def entity_key(kind: str, name: str) -> str:
    """Return the stable key of an entity.

    >>> entity_key("method", "ResNet-50")
    'method:resnet-50'
    """
    return f"{kind}:{'-'.join(name.casefold().split())}"


@dataclass(frozen=True)
class Known:
    """A lexicon made ready for resolving: looser spellings by kind, and a key of its own for each entry."""

    lexicon: Lexicon
    looser: dict[tuple[str, str], tuple[Entry, ...]]
    keys: dict[Entry, str]
    names: dict[tuple[str, str], Entry]
    found: dict[tuple[str, str], tuple[Entry, ...]] = field(default_factory=dict, repr=False, compare=False)

    def find(self, name: str, kind: str) -> tuple[Entry, ...]:
        """Return the entries of a kind that a name may mean, the best first; none where a looser reading is not sure.

        >>> from papergraph.extractors.lexicons import default_lexicon
        >>> [e.name for e in known(default_lexicon()).find("the CIFAR 10 dataset", "dataset")]
        ['CIFAR-10']
        """
        entries = self.found.get((name, kind))
        if entries is None:
            entries = self.found[name, kind] = self._look_up(name, kind)
        return entries

    def _look_up(self, name: str, kind: str) -> tuple[Entry, ...]:
        for form in (name, bare(name, kind)):
            found = self.lexicon.find(form, kind)
            if found:
                return _as_written(form, found)
            for key in (loose(form), plain(form)):
                found = meant(self.looser.get((kind, key), ()), form)
                if len(found) == 1:
                    return found
        return ()

    def kind_of(self, name: str, kind: str) -> str:
        """Return the kind that the lexicon is sure of where a text seems to use a known name as another kind of thing.

        A term can be a task and a technique; only what the lexicon does not know as what the text has it for is moved.
        """
        if kind not in MAY_BE or self.find(name, kind):
            return kind
        sure = [other for other in MAY_BE[kind] if any(self._is_sure(name, e) for e in self.find(name, other)[:1])]
        return sure[0] if len(sure) == 1 else kind

    def _is_sure(self, name: str, entry: Entry) -> bool:
        """Say whether a name is too particular to be met by chance: no ordinary word, no acronym in other letters."""
        capitals = sum(c.isupper() or c.isdigit() for c in name)
        return "ambiguous" not in entry.marks or " " in name or (capitals > 1 and name in entry.names)


@lru_cache(maxsize=8)
def known(lexicon: Lexicon) -> Known:
    """Return a lexicon ready for resolving; made once a lexicon."""
    looser: dict[tuple[str, str], dict[Entry, None]] = defaultdict(dict)
    keys: dict[Entry, str] = {}
    taken: set[str] = set()
    names: dict[tuple[str, str], Entry] = {}
    for entry in lexicon.entries:
        if entry in keys:
            continue
        names.setdefault((entry.kind, entry.name), entry)
        for name in entry.names:
            key = loose(name) if may_vary(name) else "".join(lexicon.pieces[name][-1:])
            looser[entry.kind, key][entry] = None
            looser[entry.kind, plain(name)][entry] = None
        key = entity_key(entry.kind, entry.name)
        written = f"{entry.kind}:{entry.name}"
        while key in taken:  # BioMedGPT and BiomedGPT: the second keeps its letter case
            key, written = written, f"{written}~"
        taken.add(key)
        keys[entry] = key
    return Known(lexicon, {k: tuple(v) for k, v in looser.items()}, keys, names)


def long_forms(entry: Entry) -> tuple[str, ...]:
    """Return the names of an entry that spell out another of its names.

    >>> long_forms(Entry("method", "named", "LoRA", ("Low-Rank Adaptation",)))
    ('Low-Rank Adaptation',)
    """
    names = entry.names
    return tuple(n for n in names if any(is_short_for(s, n) for s in names if s != n))


def _as_written(name: str, found: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Return those of several entries that have the name exactly as written, if any has."""
    if len(found) == 1:
        return found
    return tuple(e for e in found if name in e.names) or found


def same_letter_case(one: str, other: str) -> bool:
    """Say whether two spellings differ in hyphens and blanks only, not in their capitals.

    >>> same_letter_case("ResNet-50", "ResNet 50"), same_letter_case("aTLAS", "Atlas")
    (True, False)
    """
    return [c for c in one if c.isalnum()] == [c for c in other if c.isalnum()]
