"""Options of the test run."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


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
