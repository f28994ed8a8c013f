"""Commands that ask the graph: query, related, gaps, diff, trends, why, doctor."""

from collections.abc import Callable

COMMANDS: dict[str, Callable[..., None]] = {}
