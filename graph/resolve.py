"""Which mentions name one thing? Every mention gets an entity key; every joined name gets a reason."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from papergraph.extractors.lexicons import Lexicon
from papergraph.extractors.naming import fold
from papergraph.extractors.records import Mention
from papergraph.graph.tables import Entity


@dataclass(frozen=True, slots=True)
class Resolution:
    """The outcome: a key for each mention (in their order), the entities, VARIANT_OF pairs, and the decisions' rows."""

    keys: tuple[str, ...]
    entities: tuple[Entity, ...]
    variants: tuple[tuple[str, str], ...] = ()
    merges: tuple[dict[str, str], ...] = ()


def entity_key(kind: str, name: str) -> str:
    """Return the stable key of an entity.

    >>> entity_key("method", "ResNet-50")
    'method:resnet-50'
    """
    return f"{kind}:{'-'.join(name.casefold().split())}"


def resolve(mentions: Sequence[Mention], lexicon: Lexicon) -> Resolution:
    """Join mentions of one kind whose names fold alike, or which the lexicon says are one thing."""
    canonical: dict[tuple[str, str], str] = {}
    groups: dict[tuple[str, str], list[int]] = {}
    for i, mention in enumerate(mentions):
        if mention.kind == "repository":
            group = mention.name.casefold()
        else:
            found = lexicon.find(mention.name, mention.kind)
            group = fold(found[0].name) if found else fold(mention.name)
            if found:
                canonical[mention.kind, group] = found[0].name
        groups.setdefault((mention.kind, group), []).append(i)
    keys = [""] * len(mentions)
    entities = []
    for (kind, group), members in groups.items():
        names = Counter(mentions[i].name for i in members)
        name = canonical.get((kind, group)) or min(names, key=lambda n: (-names[n], len(n), n))
        key = entity_key(kind, name)
        others = {a for i in members for a in (mentions[i].name, *mentions[i].aliases)} - {name}
        subkinds = Counter(mentions[i].subkind for i in members)
        papers = {mentions[i].evidence.paper for i in members}
        first = {mentions[i].evidence.paper for i in members if mentions[i].role in ("proposed", "introduced")}
        for i in members:
            keys[i] = key
        entities.append(
            Entity(
                key,
                kind,
                name,
                tuple(sorted(others)),
                min(subkinds, key=lambda s: (-subkinds[s], s)),
                name if kind == "repository" else "",
                len(papers),
                first_paper=min(first, default=""),
            )
        )
    return Resolution(tuple(keys), tuple(entities))
