from pathlib import Path

import pytest

from papergraph.extractors.errors import InputError
from papergraph.extractors.reading import read_inputs
from papergraph.extractors.records import Paper, Rejected

from .pages import LONG, page_a, page_b

PAGE = page_a([("FooNet", LONG)])
LINES = '{"title": "BarNet", "abstract": "A."}\n'


def write(folder: Path, **files: str | bytes) -> None:
    for name, content in files.items():
        path = folder / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


def titles(*inputs: Path | str, form: str = "") -> list[str]:
    return [r.title if isinstance(r, Paper) else f"! {r.reason}" for r in read_inputs(inputs, form=form)]


def test_formats_are_recognised_by_content_not_by_name(tmp_path: Path) -> None:
    write(tmp_path, a_jsonl=PAGE, b_txt=LINES)
    assert titles(tmp_path / "a.jsonl", tmp_path / "b.txt") == ["FooNet", "BarNet"]


def test_a_folder_is_read_through_in_the_order_of_its_names(tmp_path: Path) -> None:
    write(tmp_path, b_txt=PAGE, a__c_jsonl=LINES, README_md="# not an input", d_csv="x,y")
    write(tmp_path / ".hidden", e_txt=PAGE)
    assert titles(tmp_path) == ["BarNet", "FooNet"]


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    write(tmp_path, a_txt=PAGE)
    assert titles(tmp_path / "a.txt", tmp_path, tmp_path / "a.txt") == ["FooNet"]


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16"])
@pytest.mark.parametrize("text", [PAGE, page_b([("FooNet", LONG)]), LINES.replace("BarNet", "FooNet")])
def test_a_byte_order_mark_says_the_encoding(tmp_path: Path, codec: str, text: str) -> None:
    write(tmp_path, a_txt=text.encode(codec))
    assert titles(tmp_path / "a.txt") == ["FooNet"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty; give a listing page or JSON lines"),
        (b" \n\n", "is empty; give a listing page or JSON lines"),
        (b"%PDF-1.7\n\x00", "is a binary file; give text (a listing page or JSON lines)"),
        (bytes(range(256)) * 4, "is a binary file; give text (a listing page or JSON lines)"),
        (b"Dear all,\nhello.\n", "its format is not recognised; name it with --format (one of jsonl, listing)"),
        (
            b"Get trending papers in your email inbox!\nSubscribe\n",
            "holds no papers, only the head of a listing file; give the papers too",
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_set_aside_and_the_others_count(
    tmp_path: Path, content: bytes, reason: str
) -> None:
    write(tmp_path, a_txt=content, b_txt=PAGE)
    bad, good = read_inputs([tmp_path])
    assert bad == Rejected((tmp_path / "a.txt").as_posix(), 0, reason)
    assert isinstance(good, Paper)


def test_a_forced_format_is_taken(tmp_path: Path) -> None:
    write(tmp_path, a_txt="Bare Title\nAnother\n")
    assert titles(tmp_path / "a.txt", form="listing") == ["Bare Title", "Another"]


def test_what_is_wrong_with_the_arguments_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"missing\.txt: no such file or folder; check the path$"):
        titles(tmp_path / "missing.txt")
    with pytest.raises(InputError, match=r": no inputs in this folder; expected files ending in \.json, \.jsonl"):
        titles(tmp_path)
    with pytest.raises(InputError, match=r"^unknown format 'pdf'; choose one of jsonl, listing$"):
        titles(tmp_path, form="pdf")
