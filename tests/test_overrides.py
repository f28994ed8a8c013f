from pathlib import Path

import pytest

from papergraph.graph.overrides import (
    Apart,
    OverrideError,
    Overrides,
    Same,
    check,
    files_of,
    from_text,
    parse_aliases,
    parse_apart,
    read_overrides,
    stored,
    to_text,
)

ALIASES = """# my names
"ResNet-50" = ["RN50", "resnet fifty"]

[dataset]
C4 = ["Colossal Clean Crawled Corpus"]
"""
APART = """pairs = [
  ["ASR1603", "ASR1605"],
]
[method]
pairs = [["GPT-3", "GPT-3.5"]]
"""


def test_an_alias_file_names_canonical_names_and_their_lines() -> None:
    found = list(parse_aliases(ALIASES, "a.toml"))
    assert found == [
        Same("ResNet-50", ("RN50", "resnet fifty")),
        Same("C4", ("Colossal Clean Crawled Corpus",), "dataset"),
    ]
    assert [s.place for s in found] == ["a.toml, line 2", "a.toml, line 5"]


def test_a_keep_apart_file_lists_pairs() -> None:
    found = list(parse_apart(APART, "k.toml"))
    assert found == [Apart("ASR1603", "ASR1605"), Apart("GPT-3", "GPT-3.5", "method")]
    assert [a.place for a in found] == ["k.toml, line 2", "k.toml, line 5"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a =", "a.toml, line 1: Invalid value"),
        ('\n\n"x" ["y"]', "a.toml, line 3: Expected '=' after a key in a key/value pair"),
        ('x = ["unclosed', "a.toml, line 1: Unterminated string"),
        ("\nLoRA = 3", 'a.toml, line 2: \'LoRA\' needs a list of its other names, such as "LoRA" = ["another name"]'),
        ("LoRA = []", 'a.toml, line 1: \'LoRA\' needs a list of its other names, such as "LoRA" = ["another name"]'),
        ('"…" = ["x"]', "a.toml, line 1: a canonical name needs a letter or digit"),
        (
            "\n[thing]\nx = ['y']",
            "a.toml, line 2: unknown kind 'thing'; choose one of method, dataset, repository, task, metric",
        ),
    ],
)
def test_a_bad_alias_file_is_named_with_its_line(text: str, message: str) -> None:
    with pytest.raises(OverrideError) as caught:
        list(parse_aliases(text, "a.toml"))
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("other = 1", 'k.toml, line 1: unknown entry \'other\'; write pairs = [["one name", "another name"]]'),
        ('\npairs = [\n["a1"]]', 'k.toml, line 3: a pair is two names in quotes, not ["a1"]'),
        ("\npairs = [3]", "k.toml, line 2: a pair is two names in quotes, not 3"),
        ('pairs = [["Ab", "aB"]]', "k.toml, line 1: 'Ab' cannot be kept apart from itself"),
    ],
)
def test_a_bad_keep_apart_file_is_named_with_its_line(text: str, message: str) -> None:
    with pytest.raises(OverrideError) as caught:
        list(parse_apart(text, "k.toml"))
    assert str(caught.value) == message


def test_one_name_belongs_to_one_thing() -> None:
    with pytest.raises(OverrideError, match=r"a.toml, line 2: 'B1' is given to 'C1' and to 'A1' \(a.toml, line 1\)"):
        check(list(parse_aliases('A1 = ["B1"]\nC1 = ["B1"]', "a.toml")), [])


@pytest.mark.parametrize("kind", ["", "method"])
def test_a_pair_kept_apart_must_not_be_joined(kind: str) -> None:
    with pytest.raises(OverrideError, match="'B1' and 'A1' are kept apart here, but joined in the aliases"):
        check([Same("A1", ("B1",))], [Apart("B1", "A1", kind)])


def test_words_of_different_kinds_do_not_contradict() -> None:
    check([Same("A1", ("B1",), "dataset")], [Apart("A1", "B1", "method")])


def test_overrides_come_back_from_a_graph_folder(tmp_path: Path) -> None:
    made = Overrides((Same("A1", ("B1", "Ü")),), (Apart("C1", "C2", "task"),), "drop")
    for name, text in files_of(made).items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert stored(tmp_path) == from_text(to_text(made)) == made


def test_no_overrides_leave_no_file(tmp_path: Path) -> None:
    assert files_of(Overrides()) == {}
    assert stored(tmp_path) == Overrides()


def test_what_is_not_given_again_is_kept(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('A1 = "B1"', encoding="utf-8-sig")
    earlier = Overrides((Same("X1", ("Y1",)),), (Apart("C1", "C2"),), "keep")
    found = read_overrides(aliases=tmp_path / "a.toml", earlier=earlier)
    assert found == Overrides((Same("A1", ("B1",)),), (Apart("C1", "C2"),), "keep")


def test_files_that_cannot_be_read_are_said(tmp_path: Path) -> None:
    with pytest.raises(OverrideError, match=r"none\.toml: cannot read it \(No such file"):
        read_overrides(aliases=tmp_path / "none.toml")
    (tmp_path / "x.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(OverrideError, match="is not UTF-8 text; save it as UTF-8"):
        read_overrides(keep_apart=tmp_path / "x.toml")
    (tmp_path / "overrides.json").write_text("{}")
    with pytest.raises(OverrideError, match=r"overrides\.json: is damaged"):
        stored(tmp_path)
