"""What did a push change? Counts of each label and relationship type, and what a user reads of them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TableChange:
    """What a push did to one label or relationship type, or in a dry run would do.

    `rows` the graph holds; `outdated` ones are in the database and no longer in the graph: `removed` by a push that
    prunes, but for the `kept` ones, nodes to which somebody else's relationships are tied.
    """

    name: str
    ends: tuple[str, str] | None
    rows: int
    created: int
    changed: int
    outdated: int
    removed: int = 0
    kept: int = 0


@dataclass(frozen=True, slots=True)
class PushSummary:
    """What a push did, or in a dry run would do: `str` of it is what a user reads."""

    graph: str
    dry_run: bool
    tables: tuple[TableChange, ...]

    def total(self, what: str, *, nodes: bool) -> int:
        """Return the sum of one field of the tables (`rows`, `created`, ...) over nodes or relationships."""
        return sum(int(getattr(t, what)) for t in self.tables if (t.ends is None) == nodes)

    def __str__(self) -> str:
        """Say the counts, and what was left."""
        would = "would be " if self.dry_run else ""
        lines = []
        for nodes, noun in ((True, "nodes"), (False, "relationships")):
            created, changed = self.total("created", nodes=nodes), self.total("changed", nodes=nodes)
            removed, rows = self.total("removed", nodes=nodes), self.total("rows", nodes=nodes)
            lines.append(f"{rows} {noun}: {would}{created} created, {changed} changed, {removed} removed")
        kept = self.total("kept", nodes=True)
        if kept:
            lines.append(f"{kept} outdated nodes are kept: relationships of others are tied to them")
        left = sum(t.outdated - t.removed - t.kept for t in self.tables)
        if left:
            lines.append(f"{left} nodes and relationships are no longer in the graph; --prune removes them")
        return "\n".join(lines)
