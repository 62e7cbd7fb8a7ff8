"""Options of the test run."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from opened_page import Opener, chromium, opener
from playwright.sync_api import Browser, BrowserContext, Page
from query_page import desk, opened_query_page
from running_server import running_server

import kneegraph
from kneegraph import files, rdf
from kneegraph.model import Corpus
from kneegraph.restriction import Restriction, restrict

os.environ.pop("COLUMNS", None)  # whoever runs the tests, or shares them out, may have set it; output is as wide as it likes
settings.register_profile("kneegraph", deadline=None)  # how long an example takes says more about the machine
settings.load_profile("kneegraph")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="write what golden cases give instead of comparing with it")


@pytest.fixture
def sources_folder() -> Path:
    """The texts of the packaged sources, where somebody has them; tests that need them are skipped elsewhere."""
    named = os.environ.get("KNEEGRAPH_SOURCES")
    folder = Path(named) if named else Path(__file__).parents[2] / "shared" / "sources"
    if not named and not folder.is_dir():
        pytest.skip("needs the texts of the sources: set KNEEGRAPH_SOURCES")
    return folder


@pytest.fixture(scope="session")
def core() -> Corpus:
    """The five articles of the core collection."""
    corpus, problems = rdf.from_quads(files.read(files.data_files()).quads)
    assert not problems
    return restrict(corpus, Restriction(frozenset({"core"})))


@pytest.fixture(scope="session")
def whole() -> Corpus:
    """All packaged data: the core and the literature."""
    return kneegraph.load().corpus


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser of the module's own, since its event loop would be in the way of the tests that run one."""
    with chromium() as running:
        yield running


@pytest.fixture
def opening(browser: Browser, tmp_path: Path) -> Iterator[Opener]:
    """Opens a page of a corpus; at the end no request may have left it and nothing may have been complained of."""
    with opener(browser, tmp_path) as open_:
        yield open_


@pytest.fixture(scope="module")
def server_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a whole server of the packaged data."""
    with running_server(tmp_path_factory.mktemp("served")) as url:
        yield url


@pytest.fixture(scope="module")
def core_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server whose drafts are checked against the five articles, whose verdicts stay what they are."""
    with running_server(tmp_path_factory.mktemp("core"), collection="core") as url:
        yield url


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser window of its own, allowed to use the clipboard."""
    with desk(browser) as made:
        yield made


@pytest.fixture
def page(context: BrowserContext, server_url: str) -> Iterator[Page]:
    """The query page, opened; at the end nothing may have been asked elsewhere or complained of."""
    with opened_query_page(context, server_url) as opened:
        yield opened
