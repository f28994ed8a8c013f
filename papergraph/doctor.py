"""Is everything in place? Each part is looked at, and what is missing is said with its mend.

Only the Python packages are needed by all commands; Java and Neo4j are for those who push to a server.
"""

import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from papergraph.extractors.errors import InputError, PapergraphError

State = Literal["ok", "missing", "wrong"]
"""`missing` is something that is not needed by every command; `wrong` needs a mend."""

ADDRESS = "bolt://localhost:7687"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, how it is, and what was found, with the mend where there is one."""

    part: str
    state: State
    said: str


def findings(
    inputs: Sequence[str | Path] = (),
    *,
    uri: str = "",
    user: str | None = None,
    password: str | None = None,
    database: str | None = None,
) -> list[Finding]:
    """Return what is found of Python, the packages, the data that ships, Java, Neo4j, extractors and the inputs.

    Without `uri` the address is NEO4J_URI or the usual local one, and a server that is not there is no fault.
    """
    return [
        _python(),
        *_packages(),
        _shipped(),
        _java(),
        *_neo4j(uri, user, password, database),
        *_extractors(),
        *(_input(str(i)) for i in inputs),
    ]


def report(found: Sequence[Finding]) -> str:
    """Return findings as a text of one line each.

    >>> print(report([Finding("Java", "missing", "not here")]), end="")
    -   Java        not here
    """
    signs: dict[State, str] = {"ok": "ok", "missing": "-", "wrong": "!!"}
    return "".join(f"{signs[f.state]:3} {f.part:11} {f.said}\n" for f in found)


def _python() -> Finding:
    said = f"{platform.python_version()} at {sys.executable}"
    if not (3, 11) <= sys.version_info[:2] <= (3, 13):
        return Finding("Python", "wrong", f"{said}; papergraph is tested with 3.11 to 3.13: uv venv --python 3.13")
    return Finding("Python", "ok", said)


def _packages() -> Iterator[Finding]:
    yield Finding("papergraph", "ok", f"{version('papergraph')} at {Path(__file__).parent}")
    names = [
        re.split(r"[\s<>=!~;\[(]", line, maxsplit=1)[0] for line in requires("papergraph") or () if "extra" not in line
    ]
    have, gone = [], []
    for name in names:
        try:
            have.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            gone.append(name)
    if gone:
        yield Finding("packages", "wrong", f"not installed: {', '.join(gone)}; run: pip install {' '.join(gone)}")
    yield Finding("packages", "ok", ", ".join(have))


def _shipped() -> Finding:
    from papergraph.extractors.lexicons import default_lexicon
    from papergraph.extractors.tagger import default_tagger

    try:
        entries, weights = len(default_lexicon().entries), len(default_tagger().features)
    except (PapergraphError, OSError, ValueError) as e:
        return Finding("data", "wrong", f"the lexicon or the weights cannot be read ({e}); install papergraph again")
    return Finding("data", "ok", f"lexicon of {entries:,} names, weights of {weights:,} features")


def _java() -> Finding:
    found = shutil.which("java")
    if not found:
        return Finding("Java", "missing", "not found; only needed to run a Neo4j server on this machine")
    try:
        done = subprocess.run([found, "-version"], capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired) as e:
        return Finding(
            "Java", "wrong", f"{found} does not run ({e}); only needed to run a Neo4j server on this machine"
        )
    number = re.search(r'version "(\d+)[^"]*"', done.stderr + done.stdout)
    if not number:
        return Finding(
            "Java", "wrong", f"{found} does not say its version; Neo4j 5 needs 17 or 21, newer ones 21 or later"
        )
    good = int(number[1]) >= 17
    mend = "" if good else "; Neo4j needs 17 or later, only where the server runs on this machine"
    return Finding("Java", "ok" if good else "missing", f"{number[1]} at {found}{mend}")


def _neo4j(uri: str, user: str | None, password: str | None, database: str | None) -> Iterator[Finding]:
    from papergraph.cypher.connection import UnreachableError, check_neo4j, connect

    asked = uri or os.environ.get("NEO4J_URI", "")
    address = asked or ADDRESS
    user = user or os.environ.get("NEO4J_USER") or "neo4j"
    secret = password if password is not None else os.environ.get("NEO4J_PASSWORD")
    if not asked:
        try:
            connect(address, user, secret, database, retry_seconds=0).close()
        except UnreachableError:
            yield Finding(
                "Neo4j", "missing", f"no server at {address}; only push and query --uri need one (give it with --uri)"
            )
            return
        except PapergraphError as e:
            mend = "" if secret else "; set NEO4J_PASSWORD"
            yield Finding("Neo4j", "missing", f"{e}{mend}")
            return
    for part, well, said in check_neo4j(address, user, secret, database):
        yield Finding(part, "ok" if well else "wrong", said)


def _extractors() -> Iterator[Finding]:
    """Say which further extractors `--extractor` knows, and whether their packages can be loaded."""
    from papergraph.extractors.plugins import loaded, offered, package_of

    for entry in offered():
        place = f"{entry.name}: {package_of(entry)}, {entry.value}"
        try:
            loaded(entry)
        except PapergraphError as e:
            yield Finding("extractor", "wrong", str(e))
            continue
        if entry.value.startswith("papergraph.extractors.gliner:") and not find_spec("gliner"):
            yield Finding("extractor", "missing", f"{place}; to use it: pip install 'papergraph[models]'")
        else:
            yield Finding("extractor", "ok", place)


def _input(name: str) -> Finding:
    from papergraph.extractors.joining import join_papers
    from papergraph.extractors.reading import read_inputs
    from papergraph.extractors.records import Paper, Rejected

    try:
        records = list(read_inputs([name]))
    except InputError as e:
        return Finding("input", "wrong", str(e))
    papers = [r for r in records if isinstance(r, Paper)]
    bad = [r for r in records if isinstance(r, Rejected)]
    distinct = len(join_papers(papers))
    said = f"{name}: {len(papers):,} records, {distinct:,} distinct papers"
    if bad:
        first = f"{bad[0].file}, line {bad[0].line}" if bad[0].line else bad[0].file
        said += f"; {len(bad):,} cannot be read, the first: {first}: {bad[0].reason}"
    return Finding("input", "wrong" if bad else "ok", said)
