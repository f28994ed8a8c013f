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
from papergraph.graph.choosing import OWN_ROLES, Choice, Home, Sorter, believed, pair_of
from papergraph.graph.known import entity_key, known
from papergraph.graph.overrides import Apart, Same, check
from papergraph.graph.sayings import Saying
from papergraph.graph.variants import bare, loose


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
    >>> said = [Saying("method", n, (), "used") for n in ("LoRA", "low rank adaptation")]
    >>> found = resolve(said, lexicon=default_lexicon())
    >>> [e.key for e in found.entities]
    ['method:lora']
    """
    aliases, keep_apart = tuple(aliases), tuple(keep_apart)
    check(aliases, keep_apart)
    weights = list(papers) or [1] * len(sayings)
    sorter = Sorter(known(lexicon), aliases)
    kinds = tuple(s.kind if s.role in OWN_ROLES else sorter.known.kind_of(s.name, s.kind) for s in sayings)
    said = [replace(s, kind=k, aliases=believed(s)) for s, k in zip(sayings, kinds, strict=True)]  # type: ignore[arg-type]
    choices: list[Choice | None] = [sorter.defined(s, w) for s, w in zip(said, weights, strict=True)]
    sorter.join_long_forms()
    done = [sorter.settled(c) if c else sorter.undefined(s) for s, c in zip(said, choices, strict=True)]
    _keep_apart(done, said, keep_apart, sorter)
    return _named(done, said, weights, sorter, kinds)


def _keep_apart(done: list[Choice], said: Sequence[Saying], pairs: Sequence[Apart], sorter: Sorter) -> None:
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
    done: Sequence[Choice],
    said: Sequence[Saying],
    by_fold: dict[str, list[int]],
    *,
    exact: bool,
    sorter: Sorter,
) -> set[Home]:
    found = {done[i].home for i in by_fold.get(fold(name), ()) if _is_name(name, said[i].name, exact=exact)}
    for kind in {said[i].kind for i in by_fold.get(fold(name), ())} or {"method", "dataset", "task", "metric"}:
        found.update(sorter.homes(name, kind)[:1])
    return found


def _is_name(wanted: str, name: str, *, exact: bool) -> bool:
    return name.casefold() == wanted.casefold() if exact else fold(name) == fold(wanted)


def _named(
    done: Sequence[Choice], said: Sequence[Saying], weights: Sequence[int], sorter: Sorter, kinds: tuple[str, ...]
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


def _free(key: str, home: Home, taken: dict[str, Home], sorter: Sorter, name: str) -> bool:
    """Say whether a key is no other entity's, nor the usual one of a known thing that this is not."""
    return taken.get(key, home) == home and (home[1] != "sense" or not sorter.known.find(name, home[0]))


def _candidates(
    home: Home, entry: Entry | None, written: Sequence[Saying], counts: Sequence[int], sorter: Sorter
) -> list[str]:
    """Return the names that an entity might go by, the best first: the user's, the lexicon's, the usual one."""
    if len(written) == 1 and not written[0].aliases and not entry and home not in sorter.shown:
        return [_shown(written[0])]
    usual: Counter[str] = Counter()
    longest: Counter[str] = Counter()
    for s, n in zip(written, counts, strict=True):
        usual[_shown(s)] += n
        pair = pair_of(s)
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


def _shown(s: Saying) -> str:
    """Return a saying's name as it may be shown: "dense vision task" needs its noun, "the X dataset" does not."""
    return s.name if s.kind == "task" else bare(s.name, s.kind)


def _dominant(members: dict[Home, list[int]], said: Sequence[Saying], weights: Sequence[int]) -> set[Home]:
    """Return the entities that have the most papers of all that share their usual name."""
    best: dict[tuple[str, str], tuple[int, Home]] = {}
    for home, rows in members.items():
        papers = -sum(weights[i] for i in rows)
        for name in {fold(said[i].name) for i in rows}:
            key = (home[0], name)
            best[key] = min(best.get(key, (papers, home)), (papers, home))
    return {home for _, home in best.values()}


def _reason(name: str, s: Saying, c: Choice, entity: Named, sorter: Sorter) -> str:
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
    done: Sequence[Choice], said: Sequence[Saying], number: dict[Home, int]
) -> dict[tuple[str, str], tuple[int, ...]]:
    found: dict[tuple[str, str], set[int]] = defaultdict(set)
    for s, c in zip(said, done, strict=True):
        if s.kind != "repository":
            for name in c.names:
                if " " not in name:
                    found[s.kind, fold(name)].add(number[c.home])
    return {key: tuple(sorted(v)) for key, v in found.items() if len(v) > 1}
