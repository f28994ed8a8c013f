"""When is the embedded copy made? While a build writes the page and the files, so that the first query is quick.

Only for graphs that load in less than half a second. Larger ones are copied at the first query: who never asks should
not wait for it. Nothing of a build depends on the copy: where it cannot be made, the first query tries again.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path

from papergraph.cypher.embedded import graph_name, keep, load_graph, path_of_copy, room_beside
from papergraph.graph.tables import PaperGraph

WORTH_A_COPY = 50_000
"""With more relations than this, loading takes longer than a build should be held up."""


@contextmanager
def copied(graph: PaperGraph, folder: Path) -> Iterator[None]:
    """Make the graph's embedded copy in a thread while the block writes the graph to `folder`, then put it there."""
    if graph.relations.num_rows > WORTH_A_COPY or find_spec("ladybug") is None:
        yield
        return

    def load(path: Path) -> None:
        load_graph(graph, name=graph_name(folder), path=path).close()

    with ExitStack() as at_the_end:
        room = None
        with suppress(OSError):  # the block says what is wrong with the place
            folder.parent.mkdir(parents=True, exist_ok=True)
            room = at_the_end.enter_context(room_beside(folder))
        pool = at_the_end.enter_context(ThreadPoolExecutor(1))
        made = pool.submit(load, room) if room else None
        yield
        if room and made:
            with suppress(OSError, RuntimeError):
                made.result()
                keep(room, path_of_copy(folder))
