"""Which questions can be asked by name? The files of `queries/`, each with a head that says what it takes and returns.

A head is made of comment lines: the question; `$name: type = default -- meaning` for each parameter (without a default
it must be given); and `returns` with the columns. `$graph` is always there and never declared: it is the graph's name.
"""

import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from papergraph.extractors.errors import PapergraphError

Value = str | int | float | bool

_PARAMETER = re.compile(r"\$(?P<name>\w+): (?P<type>\w+)(?: = (?P<default>.*?))? -- (?P<meaning>.+)")


class QueryLibraryError(PapergraphError):
    """A query of an unknown name, or a file of the library that is not in the documented form."""


class ParameterError(PapergraphError):
    """A parameter that is unknown, missing, or not of its type; the message lists those that the query takes."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a query takes: `type` is text, integer or number; without a default it must be given."""

    name: str
    type: str
    default: Value | None
    meaning: str

    def __str__(self) -> str:
        """Say it as the head does."""
        default = "" if self.default is None else f" = {self.default}"
        return f"{self.name}: {self.type}{default} -- {self.meaning}"


@dataclass(frozen=True, slots=True)
class Query:
    """A question with its text, the same for both engines."""

    name: str
    question: str
    parameters: tuple[Parameter, ...]
    columns: tuple[str, ...]
    text: str


def parse(name: str, text: str) -> Query:
    r"""Return the query that a file of the library holds.

    >>> query = parse("all", "// Which papers are there?\n// $limit: integer = 25 -- most rows\n// returns id\nMATCH …")
    >>> query.question, query.parameters[0].default, query.columns
    ('Which papers are there?', 25, ('id',))

    Raises
    ------
    QueryLibraryError
        Where the head is not in the documented form; the message names the line.
    """
    question: list[str] = []
    parameters: list[Parameter] = []
    columns: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), 1):
        if not line.startswith("//"):
            break
        said = line.removeprefix("//").strip()
        if said.startswith("$"):
            found = _PARAMETER.fullmatch(said)
            if not found or found["type"] not in _READERS or found["name"] == "graph":
                raise QueryLibraryError(
                    f"{name}.cypher, line {number}: "
                    f"a parameter is written $name: {'|'.join(_READERS)} = default -- meaning"
                )
            default = None if found["default"] is None else _READERS[found["type"]](found["default"])
            parameters.append(Parameter(found["name"], found["type"], default, found["meaning"]))
        elif said.startswith("returns "):
            columns = tuple(c.strip() for c in said.removeprefix("returns ").split(","))
        elif said:
            question.append(said)
    if not question or not columns:
        raise QueryLibraryError(f"{name}.cypher: the head needs a question and a line «returns» with the columns")
    return Query(name, " ".join(question), tuple(parameters), columns, text)


@cache
def library() -> dict[str, Query]:
    """Return every query of the library by name, sorted."""
    folder = files("papergraph.cypher").joinpath("queries")
    found = (f for f in folder.iterdir() if f.name.endswith(".cypher"))
    named = {f.name.removesuffix(".cypher"): f.read_text(encoding="utf-8") for f in found}
    return {name: parse(name, named[name]) for name in sorted(named)}


def find_query(name: str) -> Query:
    """Return the query of this name.

    >>> find_query("huubs")  # doctest: +IGNORE_EXCEPTION_DETAIL
    Traceback (most recent call last):
    papergraph.cypher.library.QueryLibraryError: no query huubs; did you mean hubs? --list shows all

    Raises
    ------
    QueryLibraryError
        Where there is none.
    """
    if name in library():
        return library()[name]
    near = difflib.get_close_matches(name, library(), n=3, cutoff=0.5)
    hint = f"did you mean {' or '.join(near)}? " if near else ""
    raise QueryLibraryError(f"no query {name}; {hint}--list shows all")


def read_pairs(pairs: Iterable[str]) -> dict[str, str]:
    """Return `key=value` texts as a dict; a value may hold further equal signs.

    >>> read_pairs(["method=BERT", "limit=5"])
    {'method': 'BERT', 'limit': '5'}

    Raises
    ------
    ParameterError
        Where there is no equal sign, or a key comes twice.
    """
    found: dict[str, str] = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals or not key.strip():
            raise ParameterError(f"-p {pair}: a parameter is written key=value")
        if key.strip() in found:
            raise ParameterError(f"-p {pair}: {key.strip()} is given twice")
        found[key.strip()] = value
    return found


def bind(query: Query, given: Mapping[str, Value]) -> dict[str, Value]:
    """Return all parameters of the query with their values, typed; texts are read as the declared type.

    >>> bind(find_query("papers-using-method"), {"method": "BERT", "limit": "5"})
    {'method': 'BERT', 'limit': 5}

    Raises
    ------
    ParameterError
        Where one is unknown, missing or not of its type; the message lists the right ones.
    """
    takes = "; ".join(str(p) for p in query.parameters) or "none"
    known = {p.name: p for p in query.parameters}
    unknown = [key for key in given if key not in known]
    if unknown:
        raise ParameterError(f"{query.name}: no parameter {', '.join(unknown)}; it takes {takes}")
    missing = [p.name for p in query.parameters if p.default is None and p.name not in given]
    if missing:
        raise ParameterError(
            f"{query.name}: {', '.join(missing)} is missing; "
            f"add {' '.join(f'-p {m}=…' for m in missing)}; it takes {takes}"
        )
    bound: dict[str, Value] = {}
    for parameter in query.parameters:
        value = given.get(parameter.name, parameter.default)
        try:
            bound[parameter.name] = _READERS[parameter.type](str(value))
        except ValueError as e:
            raise ParameterError(
                f"{query.name}: {parameter.name}={value} is not of type {parameter.type}; it takes {takes}"
            ) from e
    return bound


def _integer(text: str) -> int:
    number = int(text)
    if not 0 <= number < 2**63:
        raise ValueError(text)
    return number


def _number(text: str) -> float:
    number = float(text)
    if not abs(number) < float("inf"):
        raise ValueError(text)
    return number


_READERS: dict[str, Callable[[str], Value]] = {"text": str, "integer": _integer, "number": _number}


def list_queries() -> str:
    """Return the library as text: one line a query with its question, and below it what it takes."""
    lines = []
    for query in library().values():
        takes = " ".join(f"{p.name}=…" if p.default is None else f"[{p.name}={p.default}]" for p in query.parameters)
        lines.append(f"{query.name}  {takes}".rstrip())
        lines.append(f"    {query.question}")
    return "\n".join(lines) + "\n"
