"""Annotated papers as training examples: which tokens and which candidates are what.

The annotation names entities a paper; every occurrence of one of their names in the text counts as a mention.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from papergraph.extractors.analysis import Analysis
from papergraph.extractors.tagger import LABELS

HEADINGS = {"methods": "", "datasets": "D", "tasks": "K", "metrics": "M"}
LABEL_NUMBER = {label: i for i, label in enumerate(LABELS)}


@dataclass(frozen=True, slots=True)
class Annotated:
    """A paper with its entities: (letter, names, mention, role).

    `marked` are its mentions, where the annotation gives them; `methods` is False where methods are not annotated.
    `weight` is how much each of its candidates counts for the judge.
    """

    id: str
    title: str
    abstract: str
    entities: tuple[tuple[str, tuple[str, ...], str, str], ...]
    marked: tuple[tuple[int, int, str], ...] | None = None
    methods: bool = True
    weight: float = 1.0

    @property
    def text(self) -> str:
        """Title, newline, abstract."""
        return f"{self.title}\n{self.abstract}" if self.title else self.abstract


def read_gold(path: str | Path, weight: float = 1.0) -> list[Annotated]:
    """Return the papers of a gold file (one JSON object a line, as `papergraph evaluate` reads)."""
    lines = Path(path).read_text(encoding="utf-8").splitlines()
    return [_annotated(json.loads(line), weight) for line in lines if line.strip()]


def _annotated(row: dict[str, Any], weight: float) -> Annotated:
    entities = []
    for heading, letter in HEADINGS.items():
        for e in row.get(heading, []):
            kind = letter or ("N" if e["kind"] == "named" else "T")
            entities.append((kind, (e["name"], *e.get("aliases", [])), e["mention"], e.get("role", "")))
    return Annotated(str(row["id"]), row["title"], row["abstract"], tuple(entities), weight=weight)


_LINE = re.compile(r"(N\*?|T|D\*?|K|M) (.+)$")


def read_annotated(path: str | Path, abstracts: Iterable[str | Path], weight: float = 1.0) -> list[Annotated]:
    """Return annotated papers whose texts stand elsewhere.

    A block is a line `# ID TITLE` and a line an entity, as `N* LoRA | Low-Rank Adaptation`: the mark of `read_marked`
    and the entity's names. Behind ` ~ ` stands the joined form that holds a name in the text ("CIFAR-10 ~
    CIFAR-10/100"). `abstracts` are files of lines with `title` and `abstract`; of two with one title the last counts.

    Raises
    ------
    ValueError
        Where a line is not of this form, or no file has a paper's abstract; the message names it.
    """
    texts = {comparable_title(title): (title, abstract) for title, abstract in abstracts_of(abstracts)}
    out = []
    for block in Path(path).read_text(encoding="utf-8").strip().split("\n\n"):
        head, *entities = block.strip("\n").split("\n")
        if not head.startswith("# "):
            raise ValueError(f"{path}: a block begins with '{head[:40]}', not with '# ID TITLE'")
        number, _, title = head[2:].partition(" ")
        if comparable_title(title) not in texts:
            raise ValueError(f"no abstract of '{title}' in the files given")
        found = tuple(_entity(line) for line in entities)
        out.append(Annotated(number, *texts[comparable_title(title)], found, weight=weight))
    return out


def abstracts_of(files: Iterable[str | Path], but: Path | None = None) -> Iterator[tuple[str, str]]:
    """Yield title and abstract of each line of some files, papers whose title is in the gold file `but` left out."""
    left_out = {comparable_title(p.title) for p in read_gold(but)} if but else set()
    for file in files:
        with Path(file).open(encoding="utf-8") as lines:
            for row in map(json.loads, filter(str.strip, lines)):
                if comparable_title(row["title"]) not in left_out:
                    yield row["title"], row["abstract"]


def comparable_title(title: str) -> str:
    """Return a title's letters and digits, or the title where it has none of ours."""
    return re.sub(r"[^a-z0-9]", "", title.lower()) or title


def _entity(line: str) -> tuple[str, tuple[str, ...], str, str]:
    m = _LINE.match(line)
    if not m:
        raise ValueError(f"not an entity: '{line[:60]}'")
    forms = [form.partition(" ~ ") for form in m[2].split(" | ")]
    name, _, joined = forms[0]
    own = {"N*": "proposed", "D*": "introduced", "N": "used", "T": "used", "D": "used"}.get(m[1], "")
    return m[1][0], tuple(form[0] for form in forms), joined or name, own


def read_sentences(path: str | Path) -> list[Annotated]:
    """Return single sentences annotated with dataset, task and metric mentions (TDMSci's form)."""
    out = []
    for line in Path(path).read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        entities = [
            ({"dataset": "D", "task": "K", "metric": "M"}[kind], (m,), m, "")
            for kind, mentions in row["gold"].items()
            for m in mentions
        ]
        out.append(Annotated(row["id"], "", row["text"], tuple(entities), methods=False))
    return out


_MARK = re.compile(r"\{([NTDKM])(\*?)\|((?:[^{}|]|\{[^{}|]*\})+)\}")


def read_marked(path: str | Path) -> list[Annotated]:
    """Return the papers of a file of marked texts: blocks of `# TITLE` and an abstract, mentions as `{N*|LoRA}`.

    A block whose first line is a bare `#` is a sentence without a title.

    Raises
    ------
    ValueError
        Where a block is not of this form; the message names the file and the block.
    """
    out = []
    for number, block in enumerate(Path(path).read_text(encoding="utf-8").strip().split("\n\n"), 1):
        title, _, abstract = block.strip().partition("\n")
        if not title.startswith("# ") and title.strip() != "#":
            raise ValueError(f"{path}, block {number}: begins with '{title[:40]}', not with '# TITLE'")
        body = " ".join(abstract.split("\n"))
        marked = f"{title[2:]}\n{body}" if title[2:].strip() else body
        plain, marks = _unmarked(marked, f"{path}, block {number}")
        head, _, body = plain.partition("\n") if title[2:].strip() else ("", "", plain)
        names: dict[tuple[str, str], str] = {}
        for start, end, letter, own in marks:
            role = {"N": ("used", "proposed"), "D": ("used", "introduced")}.get(letter, ("used", "used"))[own]
            name = plain[start:end]
            if names.get((letter, name)) in (None, "used"):
                names[letter, name] = role
        entities = tuple((letter, (name,), name, role) for (letter, name), role in names.items())
        spans = tuple((start, end, letter) for start, end, letter, _ in marks)
        out.append(Annotated(f"{Path(path).stem}{number}", head, body, entities, spans))
    return out


def _unmarked(text: str, place: str) -> tuple[str, list[tuple[int, int, str, bool]]]:
    plain, marks, at = "", [], 0
    for m in _MARK.finditer(text):
        plain += text[at : m.start()]
        marks.append((len(plain), len(plain) + len(m[3]), m[1], bool(m[2])))
        plain += m[3]
        at = m.end()
    plain += text[at:]
    left = re.search(r"\{[NTDKM]\*?\|", plain)
    if left:
        raise ValueError(f"{place}: a mark that is not closed: '{plain[left.start() : left.start() + 40]}'")
    return plain, marks


def spans(paper: Annotated) -> list[tuple[int, int, str]]:
    """Return the mentions of a paper as (start, end, letter), the longer ones first where they overlap."""
    if paper.marked is not None:
        return list(paper.marked)
    text = paper.text
    found: set[tuple[int, int, str]] = set()
    for letter, names, mention, _ in paper.entities:
        for name in {*names, *_forms_of_mention(mention)}:
            if len(name) < 2:
                continue
            words = [re.escape(w) for w in re.split(r"[\s\-–]+", name) if w]
            exact = letter in "ND" and len(words) == 1
            pattern = r"(?<!\w)" + r"[\s\-–]+".join(words) + r"(?:e?s)?(?!\w)"
            found.update(
                (m.start(), m.end(), letter) for m in re.finditer(pattern, text, 0 if exact else re.IGNORECASE)
            )
    kept: list[tuple[int, int, str]] = []
    for start, end, letter in sorted(found, key=lambda f: (f[0] - f[1], f)):
        if all(end <= s or start >= e for s, e, _ in kept):
            kept.append((start, end, letter))
    return sorted(kept)


def _forms_of_mention(mention: str) -> tuple[str, ...]:
    both = re.match(r"^(.*?)\s*\(([^()]+)\)$", mention)
    return (both[1], both[2]) if both else (mention,)


def tags_of(a: Analysis, found: Iterable[tuple[int, int, str]]) -> list[int]:
    """Return the label number of each token."""
    out = [0] * len(a.rows)
    for start, end, letter in found:
        i, j = a.span(start, end)
        for k in range(i, j):
            out[k] = LABEL_NUMBER[("B-" if k == i else "I-") + letter]
    return out


def folded(text: str) -> str:
    """Return a name without case, accents, punctuation, blanks and plural, as gold and prediction are compared.

    >>> folded("Graph Neural Networks")
    'graphneuralnetwork'
    """
    from papergraph.extractors.scoring import comparable

    return comparable(text)


def matching(paper: Annotated, names: Sequence[str]) -> tuple[str, str]:
    """Return (letter, role) of the entity that one of `names` names, or ("-", "")."""
    mine = {folded(n) for n in names} - {""}
    for wanted in ("D", "M", "N", "T", "K"):
        for letter, theirs, _, role in paper.entities:
            if letter == wanted and mine & {folded(n) for n in theirs}:
                return letter, role
    return "-", ""
