"""The lexicon carries identity where no text defines it: one thing, one entry."""

from collections import Counter, defaultdict

from papergraph.extractors.lexicons import Entry, default_lexicon
from papergraph.extractors.naming import fold
from papergraph.graph.known import known, long_forms

ENTRIES = default_lexicon().entries


def owners() -> dict[tuple[str, str], list[Entry]]:
    found: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in ENTRIES:
        for key in {fold(n) for n in entry.names}:
            found[entry.kind, key].append(entry)
    return found


def test_a_name_has_one_entry_unless_marked_ambiguous() -> None:
    shared = [entries for entries in owners().values() if len(entries) > 1]
    assert not [[e.name for e in some] for some in shared if not all("ambiguous" in e.marks for e in some)]


def test_no_two_entries_go_by_the_same_name() -> None:
    names = Counter((e.kind, e.name) for e in ENTRIES)
    assert not [n for n, count in names.items() if count > 1]


def test_each_entry_has_a_key_of_its_own() -> None:
    keys = known(default_lexicon()).keys
    assert len(set(keys.values())) == len(keys) == len(ENTRIES)


def test_families_exist_and_run_in_no_circle() -> None:
    names = {(e.kind, e.name): e for e in ENTRIES}
    for entry in ENTRIES:
        chain = [entry.name]
        above = entry
        while above.family:
            assert (above.kind, above.family) in names, f"{above.name}: no entry '{above.family}'"
            assert above.family not in chain, f"{entry.name}: its family leads back to itself"
            chain.append(above.family)
            above = names[above.kind, above.family]


def test_no_entry_says_the_same_name_twice() -> None:
    assert not [e.name for e in ENTRIES if len({fold(n) for n in e.names}) < len(e.names)]


def test_acronyms_of_two_senses_tell_them_apart() -> None:
    """Of entries that share an acronym, at most one lacks a long form that says which it is."""
    for entries in owners().values():
        bare = [e for e in entries if not long_forms(e) and len(e.names) > 1]
        assert len(bare) <= 1 or len({e.name for e in entries}) == len(entries), [e.name for e in entries]
