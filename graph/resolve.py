"""Which sayings name one thing? Every saying gets an entity; every name that joined one has a reason.

Evidence joins, likeness never does: the user's aliases, then what the saying's own paper defines, the lexicon, the
definitions of the other papers, and spelling. Each step goes straight from a name to an entity, so that no merge rests
on another merge. What is *said* of the outcome (rows of the merges table) is `graph/audit.py`'s business.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from papergraph.extractors.lexicons import Entry, Lexicon
from papergraph.extractors.naming import fold
from papergraph.graph.known import Known, entity_key, known, long_forms, same_letter_case
from papergraph.graph.overrides import Apart, Same, check
from papergraph.graph.sayings import Saying
from papergraph.graph.variants import bare, is_short_for, loose, loose_words, other_version, sense_key

Home = tuple[str, str, str]
"""What stands for an entity while names are sorted: kind, where it comes from, and a key there."""

PRIOR = 3
"""How many papers that define an acronym otherwise outweigh the lexicon's usual sense of it (1 where it is ambiguous)."""
OWN_ROLES = frozenset({"proposed", "introduced"})


@dataclass(frozen=True, slots=True)
class Decision:
    """Where one saying went: its entity (a number), the names that went along, and what was kept out, with reasons.

    `guessed` marks a name of several senses that its own paper does not define.
    """

    entity: int
    joined: tuple[tuple[str, str], ...]
    apart: tuple[tuple[str, str, str], ...] = ()
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class Named:
    """An entity before anything is counted: key, kind, canonical name, and its lexicon entry where it has one."""

    key: str
    kind: str
    name: str
    entry: Entry | None = None


@dataclass(frozen=True)
class Resolution:
    """A decision for each saying, in their order, and the entities, sorted by key.

    `senses` lists the entities that share an acronym, by (kind, folded acronym).
    """

    decisions: tuple[Decision, ...]
    entities: tuple[Named, ...]
    senses: dict[tuple[str, str], tuple[int, ...]]
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Choice:
    home: Home
    reason: str
    names: tuple[str, ...]
    apart: tuple[tuple[str, str, str], ...] = ()
    guessed: bool = False


def resolve(
    sayings: Sequence[Saying],
    *,
    lexicon: Lexicon,
    papers: Sequence[int] = (),
    aliases: Iterable[Same] = (),
    keep_apart: Iterable[Apart] = (),
) -> Resolution:
    """Return which entity each saying names; `papers[i]` (1 by default) is how many papers have saying i.

    Raises
    ------
    OverrideError
        Where the user's aliases and pairs to keep apart contradict each other.

    >>> from papergraph.extractors.lexicons import default_lexicon
    >>> found = resolve([Saying("method", n, (), "used") for n in ("LoRA", "low rank adaptation")], lexicon=default_lexicon())
    >>> [e.key for e in found.entities]
    ['method:lora']
    """
    aliases, keep_apart = tuple(aliases), tuple(keep_apart)
    check(aliases, keep_apart)
    weights = list(papers) or [1] * len(sayings)
    sorter = _Sorter(known(lexicon), aliases)
    kinds = tuple(s.kind if s.role in OWN_ROLES else sorter.known.kind_of(s.name, s.kind) for s in sayings)
    said = [s if k == s.kind else replace(s, kind=k) for s, k in zip(sayings, kinds, strict=True)]  # type: ignore[arg-type]
    choices: list[_Choice | None] = [sorter.defined(s, w) for s, w in zip(said, weights, strict=True)]
    sorter.join_long_forms()
    done = [sorter.settled(c) if c else sorter.undefined(s) for s, c in zip(said, choices, strict=True)]
    _keep_apart(done, said, keep_apart, sorter)
    return _named(done, said, weights, sorter, kinds)


class _Sorter:
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

    def defined(self, s: Saying, papers: int) -> _Choice | None:
        """Return where a saying goes whose paper gives a short and a long form, or None for another one."""
        if s.kind == "repository":
            return _Choice((s.kind, "url", repository_key(s.name, s.subkind)), "spelling", (s.name,))
        pair = _pair(s)
        if pair is None:
            return None
        short, long = pair
        by_user = next((n for n in s.names if self.canonical(n, s.kind)), "")
        shorts, longs = self.homes(short, s.kind), self.homes(long, s.kind)
        names = s.names
        apart: tuple[tuple[str, str, str], ...] = ()
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
        return _Choice(home, reason, names, apart)

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
        """Say whether a known short form is too particular to mean anything else, as GraphCL is, but CRF is not."""
        entry = self.entries.get(home)
        return entry is not None and "ambiguous" not in entry.marks and any(c.islower() or c.isdigit() for c in short)

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
        """Say whether a paper's own name can be the known one: a coinage with capitals inside must have the same ones."""
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

    def settled(self, c: _Choice) -> _Choice:
        """Return a choice with its home after `join_long_forms`."""
        return replace(c, home=self.same.get(c.home, c.home))

    def undefined(self, s: Saying) -> _Choice:
        """Return where a saying goes whose paper defines nothing."""
        for name in s.names:
            if other_version(name, s.name):
                continue
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
            if by_user or (homes and not weights):
                return _Choice(homes[0], "user" if by_user else "lexicon", s.names)
            if weights:
                best = min(weights, key=lambda h: (-weights[h], h not in homes[:1], h))
                guessed = len(weights.keys() | set(homes)) > 1
                return _Choice(best, "dominant" if guessed else "definition", s.names, guessed=guessed)
            spelled = self.longs.get((s.kind, loose(name)), set())
            if len(spelled) == 1:
                home = next(iter(spelled))
                return _Choice(self.same.get(home, home), "definition", s.names)
        return _Choice((s.kind, "name", loose(bare(s.name, s.kind))), "spelling", s.names)


def repository_key(url: str, subkind: str) -> str:
    """Return a URL's key: a code host or hub does not tell letter case apart, another server may.

    >>> repository_key("https://github.com/Foo/Bar", "code")
    'https://github.com/foo/bar'
    """
    return url.casefold() if subkind != "page" else url


def _pair(s: Saying) -> tuple[str, str] | None:
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


def _keep_apart(done: list[_Choice], said: Sequence[Saying], pairs: Sequence[Apart], sorter: _Sorter) -> None:
    """Move the second name of each pair out of the entity of the first, where both ended in one."""
    if not pairs:
        return
    by_fold: dict[str, list[int]] = defaultdict(list)
    for i, s in enumerate(said):
        for name in s.names:
            by_fold[fold(name)].append(i)
    for pair in pairs:
        both = {pair.first: pair.second, pair.second: pair.first}
        exact = fold(pair.first) == fold(pair.second)
        for i in sorted({i for n in both for i in by_fold.get(fold(n), ())}):
            s, c = said[i], done[i]
            if pair.kind not in ("", s.kind):
                continue
            mine = next((n for n in both if _is_name(n, s.name, exact=exact)), "")
            other = both.get(mine, "")
            names, apart = c.names, c.apart
            if mine:
                names = tuple(n for n in names if not _is_name(other, n, exact=exact))
                apart = (*apart, (other, "user", other)) if other not in {a[0] for a in apart} else apart
            home = c.home
            if mine == pair.second and home in _homes_of(pair.first, done, said, by_fold, exact=exact, sorter=sorter):
                home = (s.kind, "apart", pair.second if exact else fold(pair.second))
                sorter.shown[home] = pair.second
            done[i] = replace(c, home=home, names=names, apart=apart, reason="user" if home != c.home else c.reason)


def _homes_of(
    name: str,
    done: Sequence[_Choice],
    said: Sequence[Saying],
    by_fold: dict[str, list[int]],
    *,
    exact: bool,
    sorter: _Sorter,
) -> set[Home]:
    found = {done[i].home for i in by_fold.get(fold(name), ()) if _is_name(name, said[i].name, exact=exact)}
    for kind in {said[i].kind for i in by_fold.get(fold(name), ())} or {"method", "dataset", "task", "metric"}:
        found.update(sorter.homes(name, kind)[:1])
    return found


def _is_name(wanted: str, name: str, *, exact: bool) -> bool:
    return name.casefold() == wanted.casefold() if exact else fold(name) == fold(wanted)


def _named(
    done: Sequence[_Choice], said: Sequence[Saying], weights: Sequence[int], sorter: _Sorter, kinds: tuple[str, ...]
) -> Resolution:
    """Give each entity its canonical name and key, and each saying its entity's number."""
    members: dict[Home, list[int]] = defaultdict(list)
    for i, c in enumerate(done):
        members[c.home].append(i)
    taken = {sorter.known.keys[e]: home for home, e in sorter.entries.items()}
    entities: dict[Home, Named] = {}
    dominant = _dominant(members, said, weights)
    for home in sorted(members, key=lambda h: (h[1] != "lexicon", h[1] != "user", h not in dominant, h)):
        kind, source, own_key = home
        entry = sorter.entries.get(home)
        written = [said[i] for i in members[home]]
        counts = [weights[i] for i in members[home]]
        if source == "url":
            name = min(s.name for s in written)
            entities[home] = Named(f"repository:{own_key}", kind, name)
            continue
        names = _candidates(home, entry, written, counts, sorter)
        key = sorter.known.keys[entry] if entry else ""
        name = names[0]
        if not key:
            name = next((n for n in names if _free(entity_key(kind, n), home, taken, sorter, n)), names[0])
            key = entity_key(kind, name)
            while taken.get(key, home) != home:
                key += "~"
        taken[key] = home
        entities[home] = Named(key, kind, sorter.shown.get(home, name), entry)
    ordered = sorted(entities.values(), key=lambda e: e.key)
    at = {e.key: i for i, e in enumerate(ordered)}
    number = {home: at[e.key] for home, e in entities.items()}
    decisions = []
    for s, c in zip(said, done, strict=True):
        entity = entities[c.home]
        joined = tuple((n, _reason(n, s, c, entity, sorter)) for n in c.names)
        decisions.append(Decision(number[c.home], joined, c.apart, c.guessed))
    senses = _senses(done, said, number)
    return Resolution(tuple(decisions), tuple(ordered), senses, kinds)


def _free(key: str, home: Home, taken: dict[str, Home], sorter: _Sorter, name: str) -> bool:
    """Say whether a key is no other entity's, nor the usual one of a known thing that this is not."""
    return taken.get(key, home) == home and (home[1] != "sense" or not sorter.known.find(name, home[0]))


def _candidates(
    home: Home, entry: Entry | None, written: Sequence[Saying], counts: Sequence[int], sorter: _Sorter
) -> list[str]:
    """Return the names that an entity might go by, the best first: the user's, the lexicon's, the usual one, a long one."""
    usual: Counter[str] = Counter()
    longest: Counter[str] = Counter()
    for s, n in zip(written, counts, strict=True):
        usual[bare(s.name, s.kind)] += n
        pair = _pair(s)
        if pair:
            longest[pair[1]] += n
    ranked = sorted(usual, key=lambda n: (-usual[n], len(n), n)) + sorted(
        longest, key=lambda n: (-longest[n], len(n), n)
    )
    if entry:
        ranked.insert(0, entry.name)
    if home in sorter.shown:
        ranked.insert(0, sorter.shown[home])
    return ranked


def _dominant(members: dict[Home, list[int]], said: Sequence[Saying], weights: Sequence[int]) -> set[Home]:
    """Return the entities that have the most papers of all that share their usual name."""
    best: dict[tuple[str, str], tuple[int, Home]] = {}
    for home, rows in members.items():
        papers = -sum(weights[i] for i in rows)
        for name in {fold(said[i].name) for i in rows}:
            key = (home[0], name)
            best[key] = min(best.get(key, (papers, home)), (papers, home))
    return {home for _, home in best.values()}


def _reason(name: str, s: Saying, c: _Choice, entity: Named, sorter: _Sorter) -> str:
    if sorter.canonical(name, s.kind) or c.reason == "user":
        return "user"
    if c.guessed:
        return "dominant"
    if loose(bare(name, s.kind)) == loose(bare(entity.name, s.kind)):
        return "spelling"
    if entity.entry:
        own = {loose(n) for n in entity.entry.names}
        return "lexicon" if loose(name) in own or loose(bare(name, s.kind)) in own else "definition"
    return "definition" if c.reason != "spelling" or len(c.names) > 1 else "spelling"


def _senses(
    done: Sequence[_Choice], said: Sequence[Saying], number: dict[Home, int]
) -> dict[tuple[str, str], tuple[int, ...]]:
    found: dict[tuple[str, str], set[int]] = defaultdict(set)
    for s, c in zip(said, done, strict=True):
        if s.kind != "repository":
            for name in c.names:
                if " " not in name:
                    found[s.kind, fold(name)].add(number[c.home])
    return {key: tuple(sorted(v)) for key, v in found.items() if len(v) > 1}
