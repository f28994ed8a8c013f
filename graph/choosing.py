"""Where does one saying go? What the user, the papers' definitions and the lexicon know a name as, in that order.

Each step goes straight from a name to its home, so that no merge rests on another merge. Naming the homes and keeping
pairs apart is `graph/resolve.py`'s business.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from papergraph.extractors.lexicons import Entry
from papergraph.extractors.naming import fold
from papergraph.graph.known import Known, long_forms, same_letter_case
from papergraph.graph.overrides import Same
from papergraph.graph.sayings import Saying
from papergraph.graph.variants import bare, is_beheaded, is_short_for, loose, loose_words, other_version, sense_key

Home = tuple[str, str, str]
"""What stands for an entity while names are sorted: kind, where it comes from, and a key there."""

PRIOR = 3
"""How many papers must define an acronym otherwise to outweigh the lexicon's sense; one, where that is ambiguous."""
OWN_ROLES = frozenset({"proposed", "introduced"})
Kept = tuple[str, str, str]
"""A name that did not go along: the name, the reason, and what it is kept apart from."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Where one saying goes, why, the names that go along, those kept out, and whether its sense was guessed."""

    home: Home
    reason: str
    names: tuple[str, ...]
    apart: tuple[Kept, ...] = ()
    guessed: bool = False


class Sorter:
    """The names known so far: the user's, the lexicon's, and the senses that papers define."""

    def __init__(self, lexicon: Known, aliases: Sequence[Same]) -> None:
        self.known = lexicon
        self.user: dict[tuple[str, str], str] = {}
        for same in aliases:
            for name in (same.name, *same.others):
                self.user[same.kind, fold(name)] = same.name
        self.shown: dict[Home, str] = {}
        self.entries: dict[Home, Entry] = {}
        self.senses: dict[tuple[str, str], Counter[Home]] = defaultdict(Counter)
        self.longs: dict[tuple[str, str], set[Home]] = defaultdict(set)
        self.general: dict[Home, bool] = {}
        self.same: dict[Home, Home] = {}

    def canonical(self, name: str, kind: str) -> str:
        """Return what the user calls a name, or an empty text."""
        key = fold(name)
        return self.user.get((kind, key)) or self.user.get(("", key), "")

    def homes(self, name: str, kind: str) -> tuple[Home, ...]:
        """Return what the user, else the lexicon, knows a name as, the best first."""
        wanted = self.canonical(name, kind)
        if wanted:
            entries = self.known.find(wanted, kind)[:1]
            home = self._of_entry(entries[0]) if entries else (kind, "user", fold(wanted))
            self.shown[home] = wanted
            return (home,)
        found = []
        for entry in self.known.find(name, kind):
            wanted = self.canonical(entry.name, kind)
            found.append(self.homes(entry.name, kind)[0] if wanted else self._of_entry(entry))
        return tuple(dict.fromkeys(found))

    def _of_entry(self, entry: Entry) -> Home:
        home = (entry.kind, "lexicon", self.known.keys[entry])
        self.entries[home] = entry
        return home

    def defined(self, s: Saying, papers: int) -> Choice | None:
        """Return where a saying goes whose paper gives a short and a long form, or None for another one."""
        if s.kind == "repository":
            return Choice((s.kind, "url", repository_key(s.name, s.subkind)), "spelling", (s.name,))
        pair = pair_of(s)
        if pair is None:
            return None
        short, long = pair
        by_user = next((n for n in s.names if self.canonical(n, s.kind)), "")
        shorts, longs = self.homes(short, s.kind), self.homes(long, s.kind)
        names = s.names
        apart: tuple[Kept, ...] = ()
        own = s.role in OWN_ROLES
        cut = next((h for h in shorts if self._is_cut(h, long)), None)
        if by_user:
            home, reason = self.homes(by_user, s.kind)[0], "user"
        elif longs and longs[0] in shorts:
            home, reason = longs[0], "lexicon"
        elif cut:  # "self-[supervised learning] (SSL)": what was read as the long form is a part of it
            home, reason = cut, "definition"
            names = tuple(n for n in names if fold(n) != fold(long)) or (short,)
        elif longs and (
            self._abbreviates(short, long, longs[0]) if own else not (shorts and self._coined(shorts[0], short))
        ):
            home, reason = longs[0], "definition"
        else:
            fitting = [h for h in shorts if self._fits(h, short, long, own=own)]
            home = fitting[0] if fitting else (s.kind, "sense", f"{fold(short)} {sense_key(long)}")
            reason = "definition"
            if longs:  # the coined short form stays; the general term that it is made of is another thing
                names = tuple(n for n in names if fold(n) != fold(long)) or (short,)
                apart = ((long, "coined", self.entries[longs[0]].name if longs[0] in self.entries else long),)
        self.senses[s.kind, fold(short)][home] += papers
        if not apart and home[1] in ("sense", "user"):
            self.longs[s.kind, loose(long)].add(home)
        plain = s.kind in ("task", "metric") or s.subkind == "technique"
        self.general[home] = self.general.get(home, True) and plain
        return Choice(home, reason, names, apart)

    def _abbreviates(self, short: str, long: str, home: Home) -> bool:
        """Say whether a paper's own short form is the plain initials of a known name that goes by no other acronym."""
        entry = self.entries.get(home)
        plain = short == "".join(w[0] for w in loose_words(long).split()).upper()
        named = entry is not None and (entry.subkind == "technique" or fold(entry.name) == fold(long))
        return plain and (named or entry is None)

    def _is_cut(self, home: Home, long: str) -> bool:
        """Say whether a long form is but the end of a known one."""
        entry = self.entries.get(home)
        return entry is not None and any(
            fold(n) != fold(long) and fold(n).endswith(fold(long)) for n in long_forms(entry)
        )

    def _coined(self, home: Home, short: str) -> bool:
        """Say whether a short form is the name of a known thing, too particular to mean another (ResNet, not CRF)."""
        entry = self.entries.get(home)
        if entry is None or "ambiguous" in entry.marks or len(short) < 4 or not any(c.islower() for c in short[1:]):
            return False
        return same_letter_case(short, entry.name) or same_letter_case(short.removesuffix("s"), entry.name)

    def _fits(self, home: Home, short: str, long: str, *, own: bool) -> bool:
        entry = self.entries.get(home)
        if entry is None:
            return True
        spelled = long_forms(entry)
        if any(_same_sense(long, form) for form in spelled):
            return True
        clear = "ambiguous" not in entry.marks
        if own:
            return clear and not spelled and any(same_letter_case(short, n) for n in entry.names)
        return self._coined(home, short) or (not spelled and clear)

    def _may_own(self, home: Home, name: str) -> bool:
        """Say whether a paper's own name can be the known one: capitals inside a coinage must be the same."""
        entry = self.entries.get(home)
        if entry is None or " " in name or sum(c.isupper() for c in name) < 2:
            return True
        return any(same_letter_case(bare(name, entry.kind), n) for n in entry.names)

    def join_long_forms(self) -> None:
        """Make one of general senses with the same long form under two acronyms."""
        for key in sorted(self.longs):
            homes = sorted(self.longs[key])
            if len(homes) > 1 and all(self.general[h] for h in homes):
                self.same.update((h, self.same.get(homes[0], homes[0])) for h in homes[1:])
                self.longs[key] = {homes[0]}

    def settled(self, c: Choice) -> Choice:
        """Return a choice with its home after `join_long_forms`."""
        return replace(c, home=self.same.get(c.home, c.home))

    def undefined(self, s: Saying) -> Choice:
        """Return where a saying goes whose paper defines nothing."""
        own = set(self.homes(s.name, s.kind))
        names = tuple(n for n in s.names if not other_version(n, s.name) or own & set(self.homes(n, s.kind)))
        apart = tuple((n, "version", n) for n in s.names if n not in names)
        for name in names:
            by_user = bool(self.canonical(name, s.kind))
            homes = self.homes(name, s.kind)
            if s.role in OWN_ROLES and not by_user:
                homes = tuple(h for h in homes if self._may_own(h, name))
            senses = self.senses.get((s.kind, fold(name)), Counter())
            weights: Counter[Home] = Counter()
            for home, count in senses.items():
                weights[self.same.get(home, home)] += count
            if homes and not by_user and (senses or len(homes) > 1):
                entry = self.entries.get(homes[0])
                weights[homes[0]] += 1 if entry and "ambiguous" in entry.marks and not long_forms(entry) else PRIOR
            if homes and (by_user or not weights):
                return Choice(homes[0], "user" if by_user else "lexicon", names, apart)
            if weights:
                best = min(weights, key=lambda h: (-weights[h], h not in homes[:1], h))
                guessed = len(weights.keys() | set(homes)) > 1
                return Choice(best, "dominant" if guessed else "definition", names, apart, guessed)
            spelled = self.longs.get((s.kind, loose(name)), set())
            if len(spelled) == 1:
                home = next(iter(spelled))
                return Choice(self.same.get(home, home), "definition", names, apart)
        return Choice((s.kind, "name", loose(bare(s.name, s.kind))), "spelling", names, apart)


def repository_key(url: str, subkind: str) -> str:
    """Return a URL's key: a code host or hub does not tell letter case apart, another server may.

    >>> repository_key("https://github.com/Foo/Bar", "code")
    'https://github.com/foo/bar'
    """
    return url.casefold() if subkind != "page" else url


def believed(s: Saying) -> tuple[str, ...]:
    """Return a saying's aliases without those that are but a part of another name ("Language" of "language model")."""
    if not s.aliases:
        return ()
    return tuple(a for a in s.aliases if not any(is_beheaded(a, n) for n in s.names if n != a))


def pair_of(s: Saying) -> tuple[str, str] | None:
    """Return the short and the long form among a saying's names."""
    if not s.aliases:
        return None
    short = min(s.names, key=lambda n: (len(n), n))
    longs = [n for n in s.names if is_short_for(short, n) and not other_version(short, n)]
    return (short, max(longs, key=lambda n: (n == s.name, len(n), n))) if longs else None


def _same_sense(one: str, other: str) -> bool:
    """Say whether two long forms of one acronym differ in endings only, or by words before ("deep", "linear-chain")."""
    if fold(one) == fold(other) or sense_key(one) == sense_key(other):
        return True
    a, b = sense_key(one, heads=False).split("-"), sense_key(other, heads=False).split("-")
    few, many = sorted((a, b), key=len)
    rest = iter(many)
    return len(few) > 1 and all(w in rest for w in few)
