"""Which extractors do other packages bring? They are found by their entry point, and made by name.

A package declares in its `pyproject.toml`, under `[project.entry-points."papergraph.extractors"]`, a name and a
function that makes an extractor; `docs/extending.md` shows a whole one. Nothing of it runs unless it is asked for.
What an extractor finds is checked by `papergraph.extractors.additions`.
"""

import inspect
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from typing import cast

from papergraph.extractors.errors import ExtractorError, PapergraphError
from papergraph.extractors.records import Found, Paper

GROUP = "papergraph.extractors"
"""The group of entry points."""
OWN_RULES = ("lexicon", "definition", "tagger", "url")
"""Names that no further extractor may have: they say in `Evidence.rule` what papergraph found by itself."""

Extractor = Callable[[Paper], Iterable[Found]]
"""A paper in, what it names out; offsets count in `paper.text`."""


@dataclass(frozen=True, slots=True)
class Further:
    """An extractor with its name, which becomes the `rule` of its mentions, and where it comes from."""

    name: str
    place: str
    find: Extractor

    def __str__(self) -> str:
        """Name the extractor as messages do."""
        return f"extractor '{self.name}' ({self.place})" if self.place else f"extractor '{self.name}'"


def offered() -> list[EntryPoint]:
    """Return the entry points of all installed packages, sorted by name; nothing of them is imported."""
    return sorted(entry_points(group=GROUP), key=lambda e: (e.name, e.value))


def package_of(entry: EntryPoint) -> str:
    """Return the name and version of the package that brings an entry point."""
    return f"{entry.dist.name} {entry.dist.version}" if entry.dist else "an unknown package"


def further(asked: Sequence[str | Extractor], *, model: str = "") -> list[Further]:
    """Return the extractors that are asked for, by name or as functions, in this order.

    `model` is handed to each that takes one.

    Raises
    ------
    ExtractorError
        Where a name is unknown or not unique, the package cannot be loaded, or no extractor takes the model.
    """
    made, takers = [], 0
    for one in asked:
        if isinstance(one, str):
            entry = _entry(one)
            place = f"{package_of(entry)}, {entry.value}"
            factory = loaded(entry)
            takes = _takes_model(factory)
            takers += takes
            made.append(_made(one, place, factory, {"model": model} if takes and model else {}))
        else:
            made.append(Further(_name_of(one), "", one))
    names = [f.name for f in made]
    for name in names:
        if name in OWN_RULES:
            raise ExtractorError(f"an extractor cannot be called '{name}', as a rule of papergraph's own; rename it")
        if names.count(name) > 1:
            raise ExtractorError(f"extractor '{name}' is asked for twice; name it once")
    if model and not takers:
        said = f"none of {', '.join(names)} takes one" if names else "no extractor is asked for"
        raise ExtractorError(f"a model is given ({model}), and {said}; name its extractor, such as gliner")
    return made


def loaded(entry: EntryPoint) -> Callable[..., object]:
    """Return the function behind an entry point.

    Raises
    ------
    ExtractorError
        Where its package cannot be imported, or has no such function.
    """
    place = f"extractor '{entry.name}' ({package_of(entry)}, {entry.value})"
    try:
        factory = entry.load()
    except Exception as e:
        raise ExtractorError(f"{place} cannot be loaded: {_said(e)}; mend or reinstall its package") from e
    if not callable(factory):
        raise ExtractorError(f"{place} is a {type(factory).__name__}; an entry point names a function that makes one")
    return factory  # type: ignore[no-any-return]


def _entry(name: str) -> EntryPoint:
    all_of_them = offered()
    found = [e for e in all_of_them if e.name == name]
    if not found:
        choices = ", ".join(dict.fromkeys(e.name for e in all_of_them)) or "none"
        raise ExtractorError(
            f"no extractor '{name}'; installed: {choices}; install the package that brings it (entry points {GROUP})"
        )
    if len({e.value for e in found}) > 1:
        brought = " and ".join(package_of(e) for e in found)
        raise ExtractorError(f"{brought} both bring an extractor '{name}'; uninstall one of them")
    return found[0]


def _takes_model(factory: Callable[..., object]) -> bool:
    try:
        return "model" in inspect.signature(factory).parameters
    except (TypeError, ValueError):  # a callable written in C
        return False


def _made(name: str, place: str, factory: Callable[..., object], settings: dict[str, str]) -> Further:
    try:
        find = factory(**settings)
    except PapergraphError:
        raise
    except Exception as e:
        raise ExtractorError(
            f"extractor '{name}' ({place}) cannot be made: {_said(e)}; its entry point names a function that takes "
            "nothing, or `model`, and returns the extractor"
        ) from e
    if not callable(find):
        raise ExtractorError(
            f"extractor '{name}' ({place}): its function gave {find!r:.60}; it must return a function of a Paper"
        )
    return Further(name, place, cast("Extractor", find))


def _name_of(find: Extractor) -> str:
    name = getattr(find, "name", None) or getattr(find, "__name__", None) or type(find).__name__
    return str(name)


def _said(e: BaseException) -> str:
    """Return another's error in one line."""
    said = " ".join(str(e).split())
    return f"{type(e).__name__}: {said:.300}" if said else type(e).__name__
