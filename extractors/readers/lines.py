"""Bytes to numbered lines of text, with a fault noted where a line is not UTF-8, so that its neighbours still count."""

import codecs
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One line without its ending. `fault` says why it cannot be trusted; `text` then holds what could be read."""

    number: int
    text: str
    fault: str = ""


_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def numbered_lines(raw: Iterable[bytes], head: bytes) -> Iterator[Line]:
    """Yield the lines of a byte stream, numbered from 1; `head` is its beginning, where a byte-order mark may stand."""
    encoding = next((name for bom, name in _BOMS if head.startswith(bom)), "utf-8")
    if encoding == "utf-16":
        text = b"".join(raw).decode("utf-16", errors="replace")
        for number, line in enumerate(io.StringIO(text, newline=None), 1):
            yield _line(number, line)
        return
    if b"\r" in head and b"\n" not in head:  # lines as a very old Mac ended them
        raw = (line for data in raw for line in data.split(b"\r"))
    for number, data in enumerate(raw, 1):
        if number == 1:
            data = data.removeprefix(codecs.BOM_UTF8)  # noqa: PLW2901 - the mark is no text
        try:
            yield _line(number, data.decode("utf-8"))
        except UnicodeDecodeError as e:
            fault = f"not UTF-8 (byte 0x{data[e.start]:02X} at column {e.start + 1}); save the file as UTF-8"
            yield Line(number, data.decode("utf-8", errors="replace").rstrip("\r\n"), fault)


def _line(number: int, text: str) -> Line:
    text = text.rstrip("\r\n")
    if "\0" in text:
        return Line(number, text.replace("\0", "\N{REPLACEMENT CHARACTER}"), "holds a NUL byte; is this a text file?")
    return Line(number, text)
