"""How is a Neo4j reached, and what does it mean when it is not? A driver, or one plain line that says the mend.

Every way in goes through `connect`, and every piece of work through `plain_errors`, so that a user never sees a stack
trace. No message holds the password, nor anything of the address but its scheme, host and port.
"""

import logging
import re
import ssl
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib.metadata import version
from urllib.parse import urlsplit

import neo4j
from neo4j import exceptions as driver_errors

from papergraph.extractors.errors import PapergraphError

SCHEMES = ("bolt", "neo4j", "bolt+s", "neo4j+s", "bolt+ssc", "neo4j+ssc")
"""What an address may begin with: `+s` is TLS with a checked certificate, `+ssc` TLS with any certificate."""
OLDEST = (5, 7)
"""The oldest Neo4j that is accepted; tests run on 5.26 and 2026.08."""
RETRY_SECONDS = 30.0
"""How long a failing transaction is tried again, with growing pauses, before it is given up."""


class Neo4jError(PapergraphError):
    """Something between papergraph and Neo4j went wrong."""


class AddressError(Neo4jError):
    """The address is not one of a Neo4j server."""


class UnreachableError(Neo4jError):
    """No Neo4j answers there, or the connection was lost."""


class TlsError(Neo4jError):
    """The encrypted connection could not be set up."""


class AuthorisationError(Neo4jError):
    """User or password are refused, or have no right to do this."""


class DatabaseMissingError(Neo4jError):
    """The server has no such database, or it is stopped."""


class ReadOnlyError(Neo4jError):
    """A write was refused."""


class VersionError(Neo4jError):
    """The server is too old."""


class QueryError(Neo4jError):
    """The server refused a statement."""


def connect(
    uri: str,
    user: str | None,
    password: str | None,
    database: str | None = None,
    *,
    retry_seconds: float = RETRY_SECONDS,
) -> neo4j.Driver:
    """Return a driver whose server was reached, let the user in and has the database; the caller closes it.

    Raises
    ------
    Neo4jError
        In one plain line, where any of that fails.
    """
    where = check_address(uri)
    logging.getLogger("neo4j").addHandler(logging.NullHandler())  # else its retries go to standard error
    auth = (user, password or "") if user else None
    with plain_errors(where=where, user=user, database=database):
        driver = neo4j.GraphDatabase.driver(
            uri,
            auth=auth,
            user_agent=f"papergraph/{version('papergraph')}",
            connection_timeout=10,
            connection_acquisition_timeout=20,
            max_transaction_retry_time=retry_seconds,
        )
        with ExitStack() as unless_it_answers:
            unless_it_answers.callback(driver.close)
            check_version(_agent(driver, database))
            unless_it_answers.pop_all()
    return driver


def check_address(uri: str) -> str:
    """Return scheme, host and port of an address, for messages.

    >>> check_address("neo4j+s://db.example.org")
    'neo4j+s://db.example.org'

    Raises
    ------
    AddressError
        Where no driver could use it, or it holds a password.
    """
    try:
        parts = urlsplit(uri.strip())
        host, port = parts.hostname, parts.port
    except ValueError as e:
        raise AddressError("the Neo4j address is not in the form bolt://HOST:PORT") from e
    if parts.username is not None or parts.password is not None:
        raise AddressError(
            "the Neo4j address holds a user or password; give --user, and the password in NEO4J_PASSWORD"
        )
    if parts.scheme not in SCHEMES:
        shown = f"{parts.scheme}://" if "://" in uri else uri
        hint = "; 7474 is the Browser's port, Bolt's is 7687" if parts.scheme in ("http", "https") else ""
        raise AddressError(
            f"{shown}: not a Neo4j address; it begins with {', '.join(f'{s}://' for s in SCHEMES)}{hint}"
        )
    if not host:
        raise AddressError(f"{parts.scheme}://: the address has no host; write {parts.scheme}://HOST:7687")
    return f"{parts.scheme}://{host}" + (f":{port}" if port else "")


def check_version(agent: str) -> None:
    """Raise VersionError where a server that calls itself `agent` is too old.

    >>> check_version("Neo4j/5.26.0")
    """
    found = re.search(r"(\d+)\.(\d+)", agent)
    if found and (int(found[1]), int(found[2])) < OLDEST:
        raise VersionError(
            f"Neo4j {found[0]} is too old; papergraph needs {OLDEST[0]}.{OLDEST[1]} or newer (5.26 LTS, say)"
        )


def check_neo4j(
    uri: str, user: str | None, password: str | None, database: str | None = None
) -> list[tuple[str, bool, str]]:
    """Return what a doctor says of a server: (what was looked at, whether it is well, the finding or the mend).

    >>> check_neo4j("http://localhost:7474", "neo4j", "secret")[0][:2]
    ('Neo4j', False)
    """
    try:
        driver = connect(uri, user, password, database, retry_seconds=2)
    except Neo4jError as e:
        return [("Neo4j", False, str(e))]
    where = check_address(uri)
    with driver:
        found = [("Neo4j", True, f"{_agent(driver, database)} answers at {where} and lets {user or 'everybody'} in")]
        try:
            with plain_errors(where=where, user=user, database=database), driver.session(database=database) as session:
                graphs = session.execute_read(
                    lambda tx: tx.run(
                        "MATCH (p:Paper) WHERE p.graph IS NOT NULL "
                        "RETURN p.graph AS graph, count(*) AS papers ORDER BY graph"
                    ).values()
                )
                plans = session.execute_read(
                    lambda tx: tx.run("SHOW DATABASES YIELD name, access, currentStatus, default, home").data()
                )
        except Neo4jError as e:
            return [*found, ("database", False, str(e))]
    own = next((p for p in plans if p["name"] == database or (database is None and p["home"])), None)
    if own and own["access"] == "read-only":
        found.append(("database", False, f"{own['name']} is read-only; push needs a database that can be written"))
    held = ", ".join(f"{graph} ({papers} papers)" for graph, papers in graphs) or "no papergraph graph yet"
    found.append(("graphs", True, f"in {own['name'] if own else 'the default database'}: {held}"))
    return found


def _agent(driver: neo4j.Driver, database: str | None) -> str:
    """Return what the server calls itself, after a round trip to the database."""
    with driver.session(database=database) as session:
        return str(session.execute_read(lambda tx: tx.run("RETURN 1").consume()).server.agent)


@contextmanager
def plain_errors(*, where: str = "Neo4j", user: str | None = None, database: str | None = None) -> Iterator[None]:
    """Turn what the driver raises inside into a Neo4jError that says what to do."""
    try:
        yield
    except (driver_errors.Neo4jError, driver_errors.DriverError, OSError, ValueError) as e:
        if isinstance(e, (UnicodeError, TypeError)):
            raise
        raise explain(e, where=where, user=user, database=database) from e


def explain(
    error: Exception, *, where: str = "Neo4j", user: str | None = None, database: str | None = None
) -> Neo4jError:
    """Return the plain error for what a driver raised."""
    if (tls := _tls_problem(error)) is not None:
        return TlsError(f"{where}: {tls}")
    if isinstance(error, driver_errors.Neo4jError) and error.code:
        return _refused(error, where, user, database)
    text = _first_line(error)
    if isinstance(error, driver_errors.ConfigurationError):
        return AddressError(f"{where}: {text}")
    if re.search(r"HTTP|handshake", f"{error} {error.__cause__}"):
        return UnreachableError(
            f"{where}: something answers there, and it is not Neo4j's Bolt; its port is usually 7687"
        )
    if isinstance(error, driver_errors.ServiceUnavailable) and "routing" in text:
        return UnreachableError(
            f"{where}: no routing table; is the server up? For a single server use bolt:// in the address"
        )
    if re.search(r"cannot resolve|getaddrinfo|not known", f"{text} {error.__cause__}", re.IGNORECASE):
        return UnreachableError(f"{where}: no such host; check the address")
    return UnreachableError(
        f"{where}: no Neo4j answers, or the connection was lost; start it or check --uri ({_reason(error)})"
    )


_BY_CODE: tuple[tuple[str, type[Neo4jError], str], ...] = (
    ("Security.AuthenticationRateLimit", AuthorisationError, "too many failed logins; wait some seconds"),
    ("Security.CredentialsExpired", AuthorisationError, "{user} must set a new password first: cypher-shell -u {user}"),
    (
        "Security.Unauthorized",
        AuthorisationError,
        "user {user} or the password is wrong; set --user and NEO4J_PASSWORD",
    ),
    ("Security.Forbidden", ReadOnlyError, "user {user} may not do this; take one with write access ({text})"),
    ("Security.", AuthorisationError, "user {user} was refused; check --user and NEO4J_PASSWORD ({text})"),
    ("Database.DatabaseNotFound", DatabaseMissingError, "no database {database}; choose another with --database"),
    (
        "Database.DatabaseUnavailable",
        DatabaseMissingError,
        "database {database} is stopped or starting; START DATABASE, or wait",
    ),
    (
        "General.DatabaseUnavailable",
        DatabaseMissingError,
        "database {database} is stopped or starting; START DATABASE, or wait",
    ),
    ("Statement.AccessMode", ReadOnlyError, "the statement writes, and only reading was asked for; add --write"),
    ("ReadOnly", ReadOnlyError, "database {database} is read-only; make it writable or choose another with --database"),
    (
        "WriteOnReadOnlyAccessDatabase",
        ReadOnlyError,
        "database {database} is read-only; choose another with --database",
    ),
    ("Cluster.NotALeader", ReadOnlyError, "this server of the cluster only reads; use a neo4j:// address"),
    ("MemoryPool", QueryError, "the server ran out of memory; use smaller batches or give it more heap ({text})"),
    ("OutOfMemory", QueryError, "the server ran out of memory; use smaller batches or give it more heap"),
    ("DiskSpace", QueryError, "the server's disk is full; free some room, then run the same command again"),
    ("Statement.SyntaxError", QueryError, "not valid Cypher: {text}"),
    ("Statement.ParameterMissing", QueryError, "a parameter is missing: {text}"),
    ("TransientError.", QueryError, "the server stayed busy ({code}: {text}); run the same command again"),
)
"""By a part of the error's code, first match: which error and what is said."""


def _refused(error: driver_errors.Neo4jError, where: str, user: str | None, database: str | None) -> Neo4jError:
    code = str(error.code)
    text = _first_line(error)
    if re.search(r"no space left|disk.*full|not enough disk|out of disk", str(error), re.IGNORECASE):
        code = "DiskSpace"
    if re.search(r"read.only", text, re.IGNORECASE) and "AccessMode" not in code:
        code = "ReadOnly"
    for part, kind, said in _BY_CODE:
        if part in code:
            filled = said.format(
                user=user or "(none given)", database=database or "(the default one)", text=text, code=code
            )
            return kind(f"{where}: {filled}")
    return QueryError(f"{where}: refused ({code}: {text})")


def _tls_problem(error: BaseException) -> str | None:
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, ssl.SSLCertVerificationError):
            why = seen.verify_message or "not verified"
            return f"its TLS certificate is not accepted ({why}); renew it, or for a self-signed one write +ssc for +s"
        if isinstance(seen, ssl.SSLError):
            return "it does not speak TLS there; write the address without +s, or set TLS up on the server"
        seen = seen.__cause__ or seen.__context__
    return None


def _reason(error: BaseException) -> str:
    """Return why there is no connection, from the driver's several lines."""
    found = re.search(r"reason (.*?)\)*$", str(error).strip())
    return found[1] if found else _first_line(error)


def _first_line(error: BaseException) -> str:
    """Return the first line of what was said, without the driver's wrapping."""
    text = error.message if isinstance(error, driver_errors.Neo4jError) and error.message else str(error)
    return (text.strip().splitlines() or [type(error).__name__])[0][:300]
