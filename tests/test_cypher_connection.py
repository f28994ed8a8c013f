import contextlib
import datetime
import socket
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path

import neo4j
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from neo4j.exceptions import Neo4jError, ServiceUnavailable

from papergraph.cypher import connection
from papergraph.cypher.connection import (
    AddressError,
    AuthorisationError,
    DatabaseMissingError,
    QueryError,
    ReadOnlyError,
    TlsError,
    UnreachableError,
    VersionError,
    check_neo4j,
    check_version,
    connect,
    explain,
)
from papergraph.cypher.push import push

from .conftest import require
from .made_graph import Said, made_graph
from .neo4j_server import MissingPartError, Server, started

SECRET = "s3cret-passw0rd"
GRAPH = made_graph([Said("p1", "One", [("method", "M", "used")])])


@pytest.mark.parametrize(
    ("uri", "said"),
    [
        ("http://localhost:7474", "http://: not a Neo4j address; it begins with bolt://"),
        ("http://localhost:7474", "7474 is the Browser's port, Bolt's is 7687"),
        ("localhost:7687", "localhost:7687: not a Neo4j address"),
        ("bolt://", "the address has no host; write bolt://HOST:7687"),
        ("bolt://localhost:port", "not in the form bolt://HOST:PORT"),
        ("bolt://[::1", "not in the form bolt://HOST:PORT"),
        (
            f"bolt://neo4j:{SECRET}@localhost",
            "holds a user or password; give --user, and the password in NEO4J_PASSWORD",
        ),
        (f"neo4j://localhost?password={SECRET}", "neo4j://localhost"),
        ("bolt://no.such.host.invalid:7687", "bolt://no.such.host.invalid:7687: no such host"),
        (
            "bolt://127.0.0.1:1",
            "bolt://127.0.0.1:1: no Neo4j answers, or the connection was lost; start it or check --uri ([Errno",
        ),
        ("neo4j://127.0.0.1:1", "neo4j://127.0.0.1:1: no"),
    ],
)
def test_an_address_that_leads_nowhere_gets_one_plain_line(uri: str, said: str) -> None:
    with pytest.raises(connection.Neo4jError) as caught:
        connect(uri, "neo4j", SECRET, retry_seconds=0.1)
    text = str(caught.value)
    assert said in text
    assert SECRET not in text
    assert "\n" not in text


def test_a_wrong_password_is_said_and_not_shown(neo4j_server: Server) -> None:
    with pytest.raises(AuthorisationError) as caught:
        connect(neo4j_server.uri, neo4j_server.user, SECRET)
    assert "user neo4j or the password is wrong; set --user and NEO4J_PASSWORD" in str(caught.value)
    assert SECRET not in str(caught.value)
    assert check_neo4j(neo4j_server.uri, "neo4j", SECRET)[0][:2] == ("Neo4j", False)


def test_no_user_where_one_is_needed(neo4j_server: Server) -> None:
    with pytest.raises(AuthorisationError, match=r"user \(none given\)"):
        connect(neo4j_server.uri, None, None)


def test_a_missing_database_is_named(neo4j_server: Server) -> None:
    with pytest.raises(DatabaseMissingError, match="no database nowhere; choose another with --database"):
        connect(neo4j_server.uri, neo4j_server.user, neo4j_server.password, "nowhere")


def test_the_doctor_says_what_is_well(neo4j_server: Server) -> None:
    found = check_neo4j(neo4j_server.uri, neo4j_server.user, neo4j_server.password)
    assert [ok for _, ok, _ in found] == [True, True]
    assert "Neo4j/" in found[0][2]
    assert "lets neo4j in" in found[0][2]


def test_another_server_is_recognised() -> None:
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = listening.accept()
                with client:
                    client.recv(20)
                    client.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    threading.Thread(target=serve, daemon=True).start()
    try:
        with pytest.raises(UnreachableError, match="it is not Neo4j's Bolt; its port is usually 7687"):
            connect(f"bolt://127.0.0.1:{listening.getsockname()[1]}", "neo4j", SECRET, retry_seconds=0.1)
    finally:
        listening.close()


def test_tls_where_the_server_has_none(neo4j_server: Server) -> None:
    with pytest.raises((TlsError, UnreachableError)) as caught:
        connect(neo4j_server.uri.replace("bolt://", "bolt+s://"), "neo4j", SECRET, retry_seconds=0.1)
    assert "TLS" in str(caught.value)


@pytest.fixture
def expired(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """A TLS server whose certificate, of an authority that is trusted, ended long ago; the port."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC))
        .not_valid_after(datetime.datetime(2020, 2, 1, tzinfo=datetime.UTC))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    pem = tmp_path / "expired.pem"
    pem.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = listening.accept()
                with contextlib.suppress(OSError), client, context.wrap_socket(client, server_side=True) as wrapped:
                    wrapped.recv(1)

    threading.Thread(target=serve, daemon=True).start()
    yield listening.getsockname()[1]
    listening.close()


def test_an_expired_certificate_is_said(expired: int) -> None:
    with pytest.raises(TlsError) as caught:
        connect(f"bolt+s://localhost:{expired}", "neo4j", SECRET, retry_seconds=0.1)
    assert "its TLS certificate is not accepted (certificate has expired); renew it" in str(caught.value)
    assert "+ssc for +s" in str(caught.value)


def test_a_read_only_server_refuses_a_push_in_plain_words(tmp_path: Path) -> None:
    with contextlib.ExitStack() as stack:
        try:
            with started(tmp_path):  # a read-only server cannot make its first database
                pass
            server = stack.enter_context(started(tmp_path, settings={"server.databases.default_to_read_only": "true"}))
        except MissingPartError as e:
            require("neo4j", str(e))
        with connect(server.uri, server.user, server.password) as driver:
            with pytest.raises(ReadOnlyError, match="read-only"):
                push(GRAPH, driver, name="x")
            assert "would be 2 created" in str(push(GRAPH, driver, name="x", dry_run=True))
        assert ("database", False) in [f[:2] for f in check_neo4j(server.uri, server.user, server.password)]


def test_reading_sessions_do_not_write(neo4j_driver: neo4j.Driver) -> None:
    with (
        pytest.raises(ReadOnlyError, match="add --write"),
        connection.plain_errors(),
        neo4j_driver.session() as session,
    ):
        session.execute_read(lambda tx: tx.run("CREATE (:Nothing)").consume())


def test_an_old_server_is_refused() -> None:
    check_version("Neo4j/5.26.0")
    check_version("Neo4j/2026.08.1")
    check_version("Neo4j/5.27-aura")
    with pytest.raises(VersionError, match=r"Neo4j 4\.4 is too old; papergraph needs 5\.7 or newer"):
        check_version("Neo4j/4.4.30")


def refused(code: str, message: str) -> Neo4jError:
    """The driver's own exception for a server's failure message."""
    return Neo4jError._hydrate_neo4j(code=code, message=message)


@pytest.mark.parametrize(
    ("error", "kind", "said"),
    [
        (
            refused("Neo.ClientError.Security.Forbidden", "Create not allowed for user 'r'"),
            ReadOnlyError,
            "may not do this",
        ),
        (
            refused("Neo.ClientError.Security.AuthenticationRateLimit", "slow"),
            AuthorisationError,
            "too many failed logins",
        ),
        (
            refused("Neo.ClientError.Security.CredentialsExpired", "x"),
            AuthorisationError,
            "must set a new password first",
        ),
        (refused("Neo.DatabaseError.General.UnknownError", "No space left on device"), QueryError, "disk is full"),
        (refused("Neo.TransientError.General.MemoryPoolOutOfMemoryError", "limit"), QueryError, "ran out of memory"),
        (refused("Neo.TransientError.Transaction.DeadlockDetected", "lock"), QueryError, "stayed busy"),
        (
            refused("Neo.ClientError.Statement.SyntaxError", "Invalid input\n  ^"),
            QueryError,
            "not valid Cypher: Invalid input",
        ),
        (refused("Neo.ClientError.Odd", "odd"), QueryError, "refused (Neo.ClientError.Odd: odd)"),
        (ServiceUnavailable("Connection reset by peer"), UnreachableError, "the connection was lost"),
        (ServiceUnavailable("Unable to retrieve routing information"), UnreachableError, "use bolt:// in the address"),
    ],
)
def test_what_the_driver_raises_is_explained(error: Exception, kind: type[connection.Neo4jError], said: str) -> None:
    explained = explain(error, where="bolt://h", user="r", database="d")
    assert type(explained) is kind
    assert said in str(explained)
    assert "\n" not in str(explained)


def test_address_errors_are_of_one_tree() -> None:
    with pytest.raises(AddressError):
        connection.check_address("ftp://x")
