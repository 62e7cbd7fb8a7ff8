"""Options of the test run."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

from kneegraph import files, rdf
from kneegraph.model import Corpus

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
    """The packaged data."""
    corpus, problems = rdf.from_quads(files.read(files.data_files()).quads)
    assert not problems
    return corpus
