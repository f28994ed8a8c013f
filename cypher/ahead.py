"""How are batches made while the server still works on the one before? One ahead, in a thread of its own."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")


def ahead(items: Iterable[Item]) -> Iterator[Item]:
    """Yield the items in their order, the next one being made while the caller is busy with the last.

    An error in making one is raised where that one is due. A caller who stops waits for the one under way, no longer.

    >>> list(ahead(n * n for n in range(4)))
    [0, 1, 4, 9]
    """
    rest = iter(items)
    with ThreadPoolExecutor(1) as pool:
        due = pool.submit(next, rest, _END)
        while (item := due.result()) is not _END:
            due = pool.submit(next, rest, _END)
            yield item  # type: ignore[misc]


_END = object()
