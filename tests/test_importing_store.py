"""Imports into a store: always the same one, and taken up again after a kill."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from imported import SIMPLE, Folder

import kneegraph
from kneegraph.importing import import_to_store
from kneegraph.store.building import Building

MAPPING = SIMPLE.replace("[constants]", 'aspect = "respect"\ncomment = "why"\n\n[constants]')
TABLE = "from,how,to,says,who,respect,why\na,causes,b,qualifies,s,dose,Too little.\na,causes,b,supports,t,,\na,causes\n"

#: Killed after everything was written as N-Quads and before it was checked.
KILLED = """
import os, sys
from kneegraph.assembly import filling
from kneegraph.importing import import_to_store
filling.raw_tables = lambda *_: os._exit(9)
import_to_store([sys.argv[1]], sys.argv[2], sys.argv[3])
"""


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    made = Folder(tmp_path)
    made.table(TABLE)
    made.mapping(MAPPING)
    return made


def stored_in(folder: Folder, name: str) -> tuple[str, int]:
    """The digest of a store that is made here, and how many rows were rejected."""
    made, manifest = import_to_store([folder.path / "table.csv"], folder.path / "mapping.toml", folder.path / name)
    return manifest.sha256, made.rejected


def test_the_same_table_gives_the_same_store_blank_nodes_included(folder: Folder) -> None:
    assert stored_in(folder, "one") == stored_in(folder, "other")
    (claim,) = kneegraph.open_store(folder.path / "one").claims()
    assert claim.tally.as_dict() == {"supports": 1, "disputes": 0, "qualifies": 1, "reports": 0}


def test_a_killed_import_goes_on_and_still_tells_its_rejects(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = [str(folder.path / name) for name in ("table.csv", "mapping.toml", "store")]
    assert subprocess.run([sys.executable, "-c", KILLED, *paths], check=False).returncode == 9
    monkeypatch.setattr(Building, "make", lambda *_: pytest.fail("was written again"))
    resumed = stored_in(folder, "store")
    monkeypatch.undo()
    assert resumed == stored_in(folder, "whole")
    assert resumed[1] == 1
