"""What the user decides about names: files that say "these are one" and "these are two", in TOML.

An alias file gives canonical names their other names; a keep-apart file lists pairs that must not merge. Either may
hold tables named after a kind, whose lines then count for that kind alone:

    "ResNet-50" = ["RN50", "resnet fifty"]
    [dataset]
    "C4" = ["Colossal Clean Crawled Corpus"]

    pairs = [["ASR1603", "ASR1605"]]
    [method]
    pairs = [["GPT-3", "GPT-3.5"]]

`graph/resolve.py` applies them before anything else.
"""

import json
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from papergraph.extractors.errors import PapergraphError
from papergraph.extractors.naming import fold
from papergraph.extractors.records import KINDS

Generic = Literal["mark", "keep", "drop"]
"""What becomes of names too general to tell anything: marked (and shown smaller), kept as others are, or left out."""

FILE = "overrides.json"
"""Where a graph folder keeps what was decided at its build."""


class OverrideError(PapergraphError):
    """An alias or keep-apart file that is not in the documented form, or that contradicts itself or the other."""


@dataclass(frozen=True, slots=True, order=True)
class Same:
    """Names that are one thing: the canonical one and the others; of one kind, or of every kind where it is empty."""

    name: str
    others: tuple[str, ...]
    kind: str = ""
    place: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True, order=True)
class Apart:
    """Two names that must not become one thing."""

    first: str
    second: str
    kind: str = ""
    place: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Overrides:
    """All that the user decided for a graph."""

    aliases: tuple[Same, ...] = ()
    keep_apart: tuple[Apart, ...] = ()
    generic: Generic = "mark"


def read_aliases(path: str | Path) -> tuple[Same, ...]:
    """Read an alias file.

    Raises
    ------
    OverrideError
        Where the file is missing or not in the documented form, or gives one name to two things; with the line.
    """
    found = tuple(parse_aliases(_text(path), str(path)))
    check(found, ())
    return found


def read_apart(path: str | Path) -> tuple[Apart, ...]:
    """Read a keep-apart file; raises OverrideError as `read_aliases` does."""
    return tuple(parse_apart(_text(path), str(path)))


def parse_aliases(text: str, file: str) -> Iterator[Same]:
    """Yield what an alias file says.

    >>> next(parse_aliases('"ResNet-50" = ["RN50"]', "my.toml"))
    Same(name='ResNet-50', others=('RN50',), kind='', place='my.toml, line 1')
    """
    for kind, name, value in _entries(text, file):
        place = f"{file}, line {_line(text, name)}"
        others = [value] if isinstance(value, str) else value
        if not isinstance(others, list) or not others or not all(isinstance(o, str) and fold(o) for o in others):
            raise OverrideError(
                f'{place}: \'{name}\' needs a list of its other names, such as "{name}" = ["another name"]'
            )
        if not fold(name):
            raise OverrideError(f"{place}: a canonical name needs a letter or digit")
        yield Same(name, tuple(dict.fromkeys(others)), kind, place)


def parse_apart(text: str, file: str) -> Iterator[Apart]:
    """Yield what a keep-apart file says.

    >>> next(parse_apart('pairs = [["GPT-3", "GPT-3.5"]]', "my.toml")).second
    'GPT-3.5'
    """
    for kind, name, value in _entries(text, file):
        place = f"{file}, line {_line(text, name)}"
        if name != "pairs" or not isinstance(value, list):
            raise OverrideError(f'{place}: unknown entry \'{name}\'; write pairs = [["one name", "another name"]]')
        for pair in value:
            if not isinstance(pair, list) or len(pair) != 2 or not all(isinstance(n, str) and fold(n) for n in pair):
                shown = pair[0] if isinstance(pair, list) and pair else pair
                at = f"{file}, line {_line(text, shown) if isinstance(shown, str) else _line(text, 'pairs')}"
                raise OverrideError(f"{at}: a pair is two names in quotes, not {json.dumps(pair, ensure_ascii=False)}")
            one, other = pair
            at = f"{file}, line {_line(text, one, other)}"
            if one.casefold() == other.casefold():
                raise OverrideError(f"{at}: '{one}' cannot be kept apart from itself")
            yield Apart(one, other, kind, at)


def check(aliases: Iterable[Same], keep_apart: Iterable[Apart]) -> None:
    """Raise OverrideError where the user's words contradict each other; the message names both places."""
    home: dict[tuple[str, str], Same] = {}
    for same in aliases:
        for name in (same.name, *same.others):
            owner = home.setdefault((same.kind, name.casefold()), same)
            if owner.name.casefold() != same.name.casefold():
                raise OverrideError(
                    f"{same.place}: '{name}' is given to '{same.name}' and to '{owner.name}' ({owner.place})"
                )
    for pair in keep_apart:
        for kind in {pair.kind, ""} if pair.kind else {k for k, _ in home} | {""}:
            one, other = (home.get((kind, n.casefold())) for n in (pair.first, pair.second))
            if one and one is other:
                where = f" ({one.place})" if one.place else ""
                raise OverrideError(
                    f"{pair.place}: '{pair.first}' and '{pair.second}' are kept apart here,"
                    f" but joined in the aliases{where}"
                )


def read_overrides(
    *,
    aliases: str | Path | None = None,
    keep_apart: str | Path | None = None,
    generic: Generic | None = None,
    earlier: Overrides | None = None,
) -> Overrides:
    """Return what the user decides, from files; what is not given is taken from `earlier`.

    Raises
    ------
    OverrideError
        Where a file is missing or not in the documented form, or the two contradict each other.
    """
    before = earlier or Overrides()
    made = Overrides(
        read_aliases(aliases) if aliases else before.aliases,
        read_apart(keep_apart) if keep_apart else before.keep_apart,
        generic or before.generic,
    )
    check(made.aliases, made.keep_apart)
    return made


def stored(folder: str | Path) -> Overrides:
    """Return what was decided at the build of a graph folder; nothing where nothing was."""
    path = Path(folder) / FILE
    return from_text(path.read_text(encoding="utf-8")) if path.is_file() else Overrides()


def files_of(overrides: Overrides) -> dict[str, str]:
    """Return the file, by name, that keeps overrides in a graph folder; none where there are none."""
    return {} if overrides == Overrides() else {FILE: to_text(overrides)}


def to_text(overrides: Overrides) -> str:
    """Return overrides as JSON for a graph folder; `from_text` reads them back."""
    said = {
        "aliases": [{"name": s.name, "others": list(s.others), "kind": s.kind} for s in sorted(overrides.aliases)],
        "keep_apart": [{"first": a.first, "second": a.second, "kind": a.kind} for a in sorted(overrides.keep_apart)],
        "generic": overrides.generic,
    }
    return json.dumps(said, ensure_ascii=False, indent=1) + "\n"


def from_text(text: str) -> Overrides:
    """Return the overrides of a graph folder.

    >>> from_text(to_text(Overrides((Same("A1", ("B1",)),)))) == Overrides((Same("A1", ("B1",)),))
    True
    """
    try:
        said = json.loads(text)
        aliases = tuple(Same(s["name"], tuple(s["others"]), s["kind"], FILE) for s in said["aliases"])
        return Overrides(aliases, tuple(Apart(**a, place=FILE) for a in said["keep_apart"]), said["generic"])
    except (ValueError, KeyError, TypeError) as e:
        raise OverrideError(f"{FILE}: is damaged; give --aliases and --keep-apart again") from e


def _text(path: str | Path) -> str:
    try:
        return Path(path).read_text(encoding="utf-8-sig")
    except OSError as e:
        raise OverrideError(f"{path}: cannot read it ({e.strerror})") from e
    except UnicodeDecodeError as e:
        raise OverrideError(f"{path}: is not UTF-8 text; save it as UTF-8") from e


def _entries(text: str, file: str) -> Iterator[tuple[str, str, Any]]:
    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError as e:
        place = re.search(r" ?\(at (line \d+), column (\d+)\)|\(at end of document\)", str(e))
        message = str(e)[: place.start()].rstrip() if place else str(e)
        where = place[1] if place and place[1] else f"line {len(text.rstrip().splitlines()) or 1}"
        raise OverrideError(f"{file}, {where}: {message}") from e
    for name, value in said.items():
        if not isinstance(value, dict):
            yield "", name, value
        elif name in KINDS:
            yield from ((name, n, v) for n, v in value.items())
        else:
            raise OverrideError(
                f"{file}, line {_line(text, name)}: unknown kind '{name}'; choose one of {', '.join(KINDS)}"
            )


def _line(text: str, *words: str) -> int:
    """Return the number (from 1) of the first line that holds the words, in quotes or bare; comments do not count."""
    lines = [line if not line.lstrip().startswith("#") else "" for line in text.split("\n")]
    for number, line in enumerate(lines, 1):
        if all(f'"{w}"' in line or f"'{w}'" in line for w in words):
            return number
    return next((n for n, line in enumerate(lines, 1) if words[0] in line), 1)
