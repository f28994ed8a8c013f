from pathlib import Path

import pytest

from papergraph.extractors.errors import LexiconError
from papergraph.extractors.lexicons import HEADER, MARKS, default_lexicon, load_lexicon, parse_entries
from papergraph.extractors.naming import fold


def entries(*lines: str) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(e.kind, e.name, e.aliases) for e in parse_entries("\n".join([HEADER, *lines]), "my.tsv")]


def test_lines_become_entries_and_comments_do_not() -> None:
    assert entries("# heading", "", "named\tLoRA\tlow-rank adaptation | LoRA\t\t", "dataset\tMNIST") == [
        ("method", "LoRA", ("low-rank adaptation",)),
        ("dataset", "MNIST", ()),
    ]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (
            "thing\tX\t\t\t",
            "my.tsv, line 2: unknown kind 'thing'; choose one of named, technique, dataset, task, metric",
        ),
        ("task\t…\t\t\t", "my.tsv, line 2: an entry needs a name with a letter or digit"),
        ("task\tX\t\t\tvague", "my.tsv, line 2: unknown mark 'vague'; choose from ambiguous, generic"),
        (
            "task\tX\t\t\t\tmore",
            "my.tsv, line 2: 6 columns where five are expected (kind, name, aliases, family, marks)",
        ),
    ],
)
def test_a_bad_line_is_named(line: str, message: str) -> None:
    with pytest.raises(LexiconError) as caught:
        entries(line)
    assert str(caught.value) == message


def test_a_file_without_its_header_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "my.tsv"
    path.write_text("task\tparsing\n")
    with pytest.raises(LexiconError, match=r"my\.tsv, line 1: a lexicon begins with the line: kind <tab> name"):
        load_lexicon(str(path))


@pytest.mark.parametrize(
    ("content", "said"), [(None, "cannot read the lexicon"), (b"\xff\xfe\x00", "is not UTF-8 text")]
)
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, content: bytes | None, said: str) -> None:
    path = tmp_path / "my.tsv"
    if content:
        path.write_bytes(content)
    with pytest.raises(LexiconError, match=said):
        load_lexicon(str(path))


def test_a_users_entry_comes_before_the_built_in_one(tmp_path: Path) -> None:
    path = tmp_path / "my.tsv"
    path.write_text(f"{HEADER}\ntask\tmnist\tMNIST sorting\t\t\ndataset\tMNIST\tMy Digits\t\t\n")
    lexicon = load_lexicon(str(path))
    assert [(e.kind, e.aliases) for e in lexicon.find("MNIST")][:2] == [
        ("task", ("MNIST sorting",)),
        ("dataset", ("My Digits",)),
    ]
    assert [e.name for e in lexicon.find("my digits")] == ["MNIST"]


def test_the_built_in_lexicon_holds_to_its_own_form() -> None:
    lexicon = default_lexicon()
    assert len(lexicon.entries) > 5_000
    families = {(e.kind, e.name) for e in lexicon.entries}
    for entry in lexicon.entries:
        assert entry.marks <= set(MARKS)
        assert all(fold(name) for name in entry.names), entry
        assert entry.family != entry.name
    missing = {e.family for e in lexicon.entries if e.family and (e.kind, e.family) not in families}
    assert not missing


@pytest.mark.parametrize(
    ("name", "kind", "entry"),
    [
        ("ILSVRC 2012", "dataset", "ImageNet-1K"),
        ("MS COCO", "dataset", "COCO"),
        ("CIFAR100", "dataset", "CIFAR-100"),
        ("Low-Rank Adaptation", "method", "LoRA"),
        ("GNNs", "method", "graph neural network"),
        ("machine translations", "task", "machine translation"),
    ],
)
def test_well_known_names_are_found_by_their_other_spellings(name: str, kind: str, entry: str) -> None:
    assert [e.name for e in default_lexicon().find(name, kind)][:1] == [entry]


def test_the_example_of_the_documentation_is_a_lexicon(tmp_path: Path) -> None:
    page = Path(__file__).parent.parent / "docs" / "lexicon.md"
    if not page.is_file():
        pytest.skip("the documentation is not here; run the tests in a checkout")
    _, _, example = page.read_text(encoding="utf-8").partition("For example:\n\n")
    lines = [line[4:] for line in example.split("\n\n")[0].splitlines()]
    assert [e.name for e in parse_entries("\n".join(lines), "example")] == [
        "SchNet",
        "SchNet-2",
        "QM9",
        "molecular property prediction",
        "yield",
    ]
