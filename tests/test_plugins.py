import re
import sys
import tomllib
from collections.abc import Callable, Iterator
from importlib.metadata import entry_points
from pathlib import Path

import msgspec
import pytest
from spacy.language import Language

import papergraph as pg
from papergraph.building import mentions_of
from papergraph.doctor import Finding, findings
from papergraph.extractors.errors import ExtractorError
from papergraph.extractors.pipeline import extract, pipeline
from papergraph.extractors.plugins import GROUP, further, offered
from papergraph.extractors.records import Found, Paper

from .pages import run

DOCS = Path(__file__).parent.parent / "docs" / "extending.md"
TITLE = "Proteomes of the mouse"
ABSTRACT = "We present PXD012345, a set of spectra. Expression is analysed with DESeq2 on PRJNA123456 and TCGA."


def written_in_docs() -> dict[str, str]:
    """The files that the documentation shows, by name."""
    if not DOCS.is_file():
        pytest.skip("docs/ is not here; run the tests in a checkout")
    return dict(re.findall(r"^`([\w./-]+)`:\n\n```\w+\n(.*?)^```", DOCS.read_text(encoding="utf-8"), re.DOTALL | re.M))


def install(folder: Path, name: str, code: str, entries: dict[str, str]) -> None:
    """Put a package with entry points into a folder, as an installer would."""
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.py").write_text(code, encoding="utf-8")
    info = folder / f"{name}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[{GROUP}]\n" + "".join(f"{k} = {v}\n" for k, v in entries.items()))


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder on the path of this process, for packages; what is imported from it is forgotten."""
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.syspath_prepend(str(folder))
    before = set(sys.modules)
    yield folder
    for name in set(sys.modules) - before:
        if str(getattr(sys.modules[name], "__file__", "")).startswith(str(folder)):
            del sys.modules[name]


@pytest.fixture
def documented(site: Path, tmp_path: Path) -> dict[str, str]:
    """The package and the lexicon of the documentation, as they stand there; returns the environment to run them."""
    files = written_in_docs()
    project = tomllib.loads(files["accessions/pyproject.toml"])["project"]
    install(site, project["name"], files["accessions/accessions.py"], project["entry-points"][GROUP])
    (tmp_path / "biology.tsv").write_text(files["biology.tsv"], encoding="utf-8")
    paper = {"id": "1", "title": TITLE, "abstract": ABSTRACT}
    (tmp_path / "papers.jsonl").write_bytes(msgspec.json.encode(paper) + b"\n")
    return {"PYTHONPATH": str(site)}


def test_the_documented_package_and_lexicon_find_what_they_say(documented: dict[str, str], tmp_path: Path) -> None:
    options = ("--extractor", "accessions", "--lexicon", "biology.tsv")
    done = run("extract", "papers.jsonl", *options, cwd=tmp_path, env=documented)
    assert (done.returncode, done.stderr) == (0, "")
    row = msgspec.json.decode(done.stdout)
    found = {e["name"]: e for e in row["datasets"]}
    assert {"PXD012345", "PRJNA123456", "TCGA"} <= found.keys()
    assert found["PXD012345"]["rule"] == "accessions"
    assert found["PXD012345"]["role"] == "introduced"
    assert found["PRJNA123456"]["role"] == "used"
    assert found["PRJNA123456"]["sentence"].startswith("Expression is")
    assert {e["name"]: e["rule"] for e in row["methods"]}["DESeq2"] == "lexicon"


def test_nothing_of_a_package_runs_unless_it_is_asked_for(documented: dict[str, str], nlp: Language) -> None:
    offered()
    assert not [
        m for _, found in extract([Paper("1", TITLE, ABSTRACT)], nlp) for m in found if m.evidence.rule == "accessions"
    ]
    assert "accessions" not in sys.modules


def test_one_and_several_processes_build_the_same(documented: dict[str, str], tmp_path: Path) -> None:
    for n in ("1", "2"):
        options = ("-o", f"g{n}", "--no-html", "--extractor", "accessions", "--workers", n)
        done = run("build", "papers.jsonl", *options, cwd=tmp_path, env=documented)
        assert (done.returncode, done.stderr) == (0, "")
    one, two = pg.read(tmp_path / "g1"), pg.read(tmp_path / "g2")
    assert one == two
    assert "accessions" in one.mentions.column("rule").to_pylist()


def test_doctor_lists_the_extractors(documented: dict[str, str], site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEO4J_URI", "")
    install(site, "broken", BROKEN, {"x": "broken:gone"})
    found = [f for f in findings() if f.part == "extractor"]
    assert Finding("extractor", "ok", "accessions: accessions 1.0, accessions:make") in found
    assert [f.said.partition(",")[0].split()[0] for f in found] == ["accessions:", "gliner:", "extractor"]
    assert found[2].state == "wrong"


def test_papergraph_offers_its_own_by_the_same_entry_point() -> None:
    assert "gliner" in [e.name for e in offered()]
    assert [e.value for e in entry_points(group=GROUP) if e.name == "gliner"] == ["papergraph.extractors.gliner:make"]


BROKEN = """
from papergraph import Found, PapergraphError
def raises(paper):
    raise RuntimeError("no luck\\nat all")
def make(): return raises
def wants(paper): return []
def gives(): return 7
def fails(): raise PapergraphError("a plain reason")
def modelled(model="none"): return lambda paper: [Found("method", 0, 3, name="The", aliases=(model,))]
number = 3
"""


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (
            "broken:make",
            "extractor 'x' (broken 1.0, broken:make) failed at paper '1': RuntimeError: no luck at all; mend it",
        ),
        ("broken:gone", "extractor 'x' (broken 1.0, broken:gone) cannot be loaded: AttributeError:"),
        (
            "gone:make",
            "extractor 'x' (broken 1.0, gone:make) cannot be loaded: ModuleNotFoundError: No module named 'gone'",
        ),
        ("broken:number", "extractor 'x' (broken 1.0, broken:number) is a int; an entry point names a function"),
        ("broken:wants", "extractor 'x' (broken 1.0, broken:wants) cannot be made: TypeError: wants() missing 1"),
        ("broken:gives", "extractor 'x' (broken 1.0, broken:gives): its function gave 7; it must return"),
        ("broken:fails", "a plain reason"),
    ],
)
def test_a_bad_extractor_is_named_in_one_line(site: Path, entry: str, said: str) -> None:
    install(site, "broken", BROKEN, {"x": entry})
    with pytest.raises(pg.PapergraphError) as caught:
        list(mentions_of([Paper("1", "The Title", "An abstract.")], extractors=["x"]))
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("entry", ["broken:make", "broken:gone"])
def test_a_bad_extractor_is_named_from_another_process_too(site: Path, entry: str) -> None:
    install(site, "broken", BROKEN, {"x": entry})
    with pytest.raises(
        ExtractorError, match=rf"^extractor 'x' \(broken 1.0, {entry}\) (failed at paper '1'|cannot be loaded)"
    ):
        list(mentions_of([Paper("1", "The Title", "An abstract.")], extractors=["x"], workers=2))


def test_a_name_that_nobody_brings_is_said_with_the_choices(tmp_path: Path) -> None:
    (tmp_path / "p.jsonl").write_text('{"title": "A"}\n')
    done = run("build", "p.jsonl", "-o", "g", "--extractor", "zork", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith("papergraph: no extractor 'zork'; installed: gliner")
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "g").exists()


def test_two_packages_with_one_name_are_said(site: Path) -> None:
    install(site, "broken", BROKEN, {"x": "broken:make"})
    install(site, "second", BROKEN, {"x": "second:make"})
    with pytest.raises(ExtractorError, match=r"^broken 1.0 and second 1.0 both bring an extractor 'x'; uninstall one"):
        further(["x"])


def test_a_model_goes_to_those_that_take_one(site: Path) -> None:
    install(site, "broken", BROKEN, {"x": "broken:modelled", "y": "broken:make"})
    for model, alias in (("", "none"), ("big", "big")):
        nlp = pipeline(extractors=["x"], model=model)
        ((_, mentions),) = extract([Paper("1", "The Title", "")], nlp)
        assert ("x", (alias,)) in {(m.evidence.rule, m.aliases) for m in mentions}
    with pytest.raises(ExtractorError, match=r"^a model is given \(big\), and none of y takes one"):
        further(["y"], model="big")
    with pytest.raises(ExtractorError, match=r"^a model is given \(big\), and no extractor is asked for"):
        pipeline(model="big")


def nothing(paper: Paper) -> list[Found]:
    return []


def tagger(paper: Paper) -> list[Found]:
    return []


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ([nothing, nothing], "extractor 'nothing' is asked for twice"),
        ([tagger], "an extractor cannot be called 'tagger'"),
    ],
)
def test_names_are_unique_and_not_papergraphs_own(asked: list[Callable[[Paper], list[Found]]], said: str) -> None:
    with pytest.raises(ExtractorError, match=re.escape(said)):
        further(asked)


def test_a_function_that_cannot_be_sent_is_said_before_processes_start() -> None:
    with pytest.raises(ExtractorError, match=r"cannot be sent to further processes .* use workers=1"):
        list(mentions_of([Paper("1", "A", "")], extractors=[lambda paper: []], workers=2))
