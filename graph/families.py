"""What is a version, size or variant of what? The lexicon's families, and names that a number or size word sets apart.

Only things that the graph has are tied. A family that no paper names by itself (ResNet, where papers say ResNet-50 and
ResNet-101) becomes an entity where at least two of its members are there and each of them literally begins with it.
"""

import re
from collections import defaultdict
from collections.abc import Sequence

from papergraph.extractors.lexicons import Entry
from papergraph.graph.known import Known
from papergraph.graph.resolve import Named
from papergraph.graph.variants import loose

_MEMBER = re.compile(
    r"(.*?[^\W\d_].*?)[-_ /]?"
    r"(?:[vV]?\d+(?:\.\d+)*[A-Za-z]?|[-_ ](?:base|large|small|tiny|huge|mini|nano|medium|xl|lite|plus|pro))",
    re.IGNORECASE,
)


def families(entities: Sequence[Named], known: Known) -> tuple[list[tuple[str, str]], list[Named]]:
    """Return (member, family) pairs of entity keys, sorted, and the families that are to be added as entities."""
    present = {e.key: e for e in entities}
    by_name = {(e.kind, loose(e.name)): e for e in entities if not e.entry}
    pairs: set[tuple[str, str]] = set()
    orphans: dict[Entry, list[Named]] = defaultdict(list)
    for e in entities:
        if e.entry:
            ancestors = list(_ancestors(e.entry, known))
            home = next((known.keys[a] for a in ancestors if known.keys[a] in present), "")
            if home:
                pairs.add((e.key, home))
            elif ancestors and e.name.casefold().startswith(ancestors[0].name.casefold()):
                orphans[ancestors[0]].append(e)
        elif e.kind in ("method", "dataset"):
            base = base_of(e.name)
            found = known.find(base, e.kind) if base else ()
            family = present.get(known.keys[found[0]]) if found else by_name.get((e.kind, loose(base)))
            if base and family and family.key != e.key:
                pairs.add((e.key, family.key))
    added = []
    for entry, members in orphans.items():
        if len(members) > 1:
            added.append(Named(known.keys[entry], entry.kind, entry.name, entry))
            pairs.update((m.key, known.keys[entry]) for m in members)
    return sorted(pairs), sorted(added, key=lambda e: e.key)


def base_of(name: str) -> str:
    """Return what a name is without its last number or size word, or an empty text.

    >>> base_of("ResNet-50"), base_of("FooNet v2"), base_of("BarNet-Large"), base_of("LoRA")
    ('ResNet', 'FooNet', 'BarNet', '')
    """
    found = _MEMBER.fullmatch(name)
    base = found[1].rstrip("-_ /") if found else ""
    return base if len(base) > 1 and any(c.isupper() for c in base) else ""


def _ancestors(entry: Entry, known: Known) -> Sequence[Entry]:
    """Return the family of an entry, the family's family, and so on."""
    found: list[Entry] = []
    while entry.family:
        above = known.names.get((entry.kind, entry.family))
        if above is None or above in found or above == entry:
            break
        found.append(above)
        entry = above
    return found
