"""Parts that several test files share: what is missing on a machine, and a real Neo4j."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import neo4j
import pytest
from spacy.language import Language

from papergraph.graph.page import write_page

from .browser import Browser, MissingBrowserError, axe_script
from .neo4j_server import MissingPartError, Server, started
from .page_graphs import told_graph


def require(part: str, reason: str) -> NoReturn:
    """Skip the test for want of `part`, or fail it where PAPERGRAPH_REQUIRE (comma-separated) names the part."""
    if part in os.environ.get("PAPERGRAPH_REQUIRE", "").split(","):
        pytest.fail(f"{part} is required and missing: {reason}")
    pytest.skip(f"{part} is missing: {reason}")


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The pipeline, made once."""
    from papergraph.extractors.pipeline import pipeline

    return pipeline()


@pytest.fixture(scope="session")
def neo4j_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A Neo4j that answers: that of NEO4J_URI, NEO4J_USER and NEO4J_PASSWORD, else one started for these tests."""
    if uri := os.environ.get("NEO4J_URI"):
        yield Server(uri, os.environ.get("NEO4J_USER", "neo4j"), os.environ.get("NEO4J_PASSWORD", ""))
        return
    running = started(tmp_path_factory.mktemp("neo4j"))
    try:
        server = running.__enter__()
    except MissingPartError as e:
        require("neo4j", str(e))
    try:
        yield server
    finally:
        running.__exit__(None, None, None)


@pytest.fixture(scope="session")
def neo4j_driver(neo4j_server: Server) -> Iterator[neo4j.Driver]:
    """A driver to the shared server; whoever writes uses a graph name of its own."""
    with neo4j_server.driver() as driver:
        yield driver


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator["Browser"]:
    """A headless Chromium whose network is cut and whose console is watched, shared by all tests of the page."""
    try:
        browser = Browser(tmp_path_factory.mktemp("chromium"))
    except MissingBrowserError as e:
        require("chromium", str(e))
    try:
        yield browser
    finally:
        browser.quit()


@pytest.fixture(scope="session")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The script of axe-core, which checks a page's accessibility."""
    try:
        return axe_script(tmp_path_factory.mktemp("axe"))
    except MissingBrowserError as e:
        require("chromium", str(e))


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a small library."""
    graph = told_graph(aliases={"GPT-3": ("Generative Pre-trained Transformer 3",)})
    return write_page(graph, tmp_path_factory.mktemp("page") / "library.html", title="Library")


@pytest.fixture
def page(chromium: Browser, library: Path) -> Iterator[Browser]:
    """The library, open; whatever a test does, no request and no console message may come of it."""
    chromium.open(library)
    yield chromium
    assert chromium.troubles() == []
