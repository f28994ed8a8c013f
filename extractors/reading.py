"""Which files are inputs, and in which format? `read_inputs` yields their papers and what had to be set aside.

Each format is one module of `readers`, one line of `READERS`.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from io import BufferedReader, BytesIO
from itertools import chain
from pathlib import Path

from papergraph.extractors.errors import InputError
from papergraph.extractors.readers import json_lines, listing
from papergraph.extractors.readers.lines import Line, numbered_lines
from papergraph.extractors.records import Paper, Rejected

HEAD = 65_536
"""How many bytes of a file decide on its format."""


@dataclass(frozen=True, slots=True)
class Reader:
    """A format: how files of it are named, how their beginning looks, and how they are read."""

    suffixes: tuple[str, ...]
    recognises: Callable[[str], bool]
    read: Callable[[Iterator[Line], str], Iterator[Paper | Rejected]]


READERS: dict[str, Reader] = {
    "jsonl": Reader((".jsonl", ".ndjson", ".json"), json_lines.recognises, json_lines.read),
    "listing": Reader((".txt", ".text"), listing.recognises, listing.read),
}
"""The formats by name, in the order in which they are tried."""


def read_inputs(inputs: Iterable[str | Path], *, form: str = "") -> Iterator[Paper | Rejected]:
    """Yield the papers of files, folders (recursively, in the order of their names) and `-` (standard input).

    Papers come with the id that the input gives, or an empty one; `papergraph.extractors.joining` names the rest.
    A file of a folder that is not an input is passed over; one that is named but cannot be read is set aside, with
    line 0.

    Raises
    ------
    InputError
        Where a named path does not exist, a folder holds no input, or `form` is not a format.
    """
    if form and form not in READERS:
        raise InputError(f"unknown format '{form}'; choose one of {', '.join(READERS)}")
    files = list(dict.fromkeys(chain.from_iterable(_files(str(i)) for i in inputs)))
    return chain.from_iterable(_read_file(f, form) for f in files)


def _files(name: str) -> list[str]:
    if name == "-":
        return ["-"]
    path = Path(name)
    if path.is_dir():
        suffixes = {s for reader in READERS.values() for s in reader.suffixes}
        # what a build wrote into the same folder (its rejected.jsonl, say) is no input of the next one
        graphs = {m.parent for m in path.rglob("manifest.json") if (m.parent / "papers.parquet").is_file()}
        found = sorted(
            f.as_posix()
            for f in path.rglob("*")
            if f.suffix.lower() in suffixes
            and f.is_file()
            and not _hidden(f.relative_to(path))
            and graphs.isdisjoint(f.parents)
        )
        if not found:
            raise InputError(
                f"{name}: no inputs in this folder; expected files ending in {', '.join(sorted(suffixes))}"
            )
        return found
    if not path.exists():
        raise InputError(f"{name}: no such file or folder; check the path")
    return [path.as_posix()]


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def _read_file(name: str, form: str) -> Iterator[Paper | Rejected]:
    shown = "standard input" if name == "-" else name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    try:
        source = 0 if name == "-" else name
        with open(source, "rb", closefd=name != "-") as raw:  # 0 is standard input
            yield from _read_stream(raw, shown, form)
    except OSError as e:
        yield Rejected(shown, 0, f"cannot be read ({e.strerror or e}); check the file and its permissions")


def _read_stream(raw: BufferedReader, name: str, form: str) -> Iterator[Paper | Rejected]:
    head = raw.read(HEAD) + raw.readline()  # a pipe gives its beginning in pieces, so that a peek is not enough
    if not head.strip():
        yield Rejected(name, 0, "is empty; give a listing page or JSON lines")
        return
    fault = _binary(head)
    if fault:
        yield Rejected(name, 0, fault)
        return
    form = form or _format_of(head)
    if not form:
        known = ", ".join(READERS)
        yield Rejected(name, 0, f"its format is not recognised; name it with --format (one of {known})")
        return
    records = READERS[form].read(numbered_lines(chain(BytesIO(head), raw), head), name)
    first = next(records, None)
    if first is None:
        yield Rejected(name, 0, f"holds no papers, only the head of a {form} file; give the papers too")
        return
    yield first
    yield from records


def _format_of(head: bytes) -> str:
    encoding = "utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    text = head.decode(encoding, errors="replace")
    return next((name for name, reader in READERS.items() if reader.recognises(text)), "")


def _binary(head: bytes) -> str:
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return ""
    control = sum(head.count(c) for c in (b"\0", b"\x01", b"\x02", b"\x03", b"\x04", b"\x05"))
    if head.startswith((b"%PDF", b"PK\x03\x04", b"\x1f\x8b", b"\x89PNG", b"PAR1")) or control > len(head) // 200:
        return "is a binary file; give text (a listing page or JSON lines)"
    return ""
