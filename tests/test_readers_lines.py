import pytest

from papergraph.extractors.readers.lines import Line, numbered_lines


def read(data: bytes) -> list[Line]:
    return list(numbered_lines(data.splitlines(keepends=True) if b"\0" not in data else [data], data))


@pytest.mark.parametrize(
    "data",
    [
        b"\xc3\xa9\nb\n",
        b"\xc3\xa9\r\nb",
        b"\xef\xbb\xbf\xc3\xa9\nb",
        "é\nb\n".encode("utf-16"),
        b"\xfe\xff" + "é\nb\n".encode("utf-16-be"),
        "é\r\nb".encode("utf-16"),
    ],
)
def test_encodings_and_line_endings_give_the_same_lines(data: bytes) -> None:
    assert read(data) == [Line(1, "é"), Line(2, "b")]


def test_lines_that_end_in_a_carriage_return_alone_are_lines() -> None:
    assert list(numbered_lines([b"a\rb\r"], b"a\rb\r"))[:2] == [Line(1, "a"), Line(2, "b")]


def test_a_line_that_is_not_utf_8_says_where_and_its_neighbours_count() -> None:
    got = read(b"good\nCaf\xe9\nbest\n")
    assert [line.text for line in got] == ["good", "Caf\N{REPLACEMENT CHARACTER}", "best"]
    assert got[1].fault == "not UTF-8 (byte 0xE9 at column 4); save the file as UTF-8"
    assert not got[0].fault
    assert not got[2].fault


def test_a_nul_byte_is_a_fault() -> None:
    assert list(numbered_lines([b"a\0b\n"], b"a\0b\n")) == [
        Line(1, "a\N{REPLACEMENT CHARACTER}b", "holds a NUL byte; is this a text file?")
    ]


@pytest.mark.parametrize("sign", ["\u2028", "\x0b", "\x0c", "\x85", "\x1c"])
def test_only_line_feeds_end_a_line(sign: str) -> None:
    assert list(numbered_lines([f"a{sign}b\n".encode()], b"a")) == [Line(1, f"a{sign}b")]
