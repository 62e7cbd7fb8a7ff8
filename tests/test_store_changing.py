"""A store made of the one before it by the difference alone is the store that is made of the files from nothing."""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import BlankNode, Quad, Store

import kneegraph
from kneegraph import files
from kneegraph.store.building import Building
from kneegraph.store.manifest import Manifest
from kneegraph.stored import build_store

pytestmark = pytest.mark.long

#: A claim of a source that is not among the packaged ones, and what is no claim, in a graph of its own.
MORE = """
@base <https://w3id.org/kneegraph/id/> . @prefix kg: <https://w3id.org/kneegraph/ns#> .
@prefix dcterms: <http://purl.org/dc/terms/> . @prefix oa: <http://www.w3.org/ns/oa#> .
<source/mine> a kg:Source ; dcterms:title "Mine" ; kg:tier kg:popular ; kg:kind kg:BlogPost ; kg:collection "mine" .
<assertion/mine.weak-gluteus-medius.causes.knee-valgus.disputes> a kg:Assertion ; kg:source <source/mine> ;
    kg:claim <claim/weak-gluteus-medius.causes.knee-valgus> ; kg:stance kg:disputes ; kg:certainty kg:certain ;
    kg:basis kg:statement ; kg:paraphrase "It does not."@en .
<https://example.org/notes> { <https://example.org/a> <https://example.org/says> [ <https://example.org/what> "this" ] . }
"""
#: The same holder and property, with a blank node that holds another one.
NESTED = """
@prefix e: <https://example.org/> .
<https://example.org/notes> { e:a e:says [ e:what [ e:what "deep" ] ] . }
"""


@pytest.fixture
def data(tmp_path: Path) -> list[Path]:
    """Copies of files, one of which has passages and conditions in blank nodes."""
    return [
        Path(shutil.copy(files.packaged("data", name), tmp_path)) for name in ("ontology.ttl", "concepts.ttl", "claims.ttl")
    ]


@pytest.fixture
def changed_only(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Says from when on everything must not be loaded again."""

    def pour(*_: object) -> None:
        raise AssertionError("everything was loaded")

    return lambda: monkeypatch.setattr(Building, "pour", pour)


def content(folder: Path) -> tuple[Manifest, list[tuple[str, ...]], dict[str, Any]]:
    """What a store says of itself, but for its files; its quads, blank nodes by what they hold; the tables of its indexes."""
    manifest = Manifest.read(folder)
    held: dict[object, list[Quad]] = defaultdict(list)
    quads = list(Store.read_only(str(manifest.data(folder))))
    for quad in quads:
        held[quad.subject].append(quad)

    def name(node: object) -> str:
        return str(sorted(f"{q.predicate} {name(q.object)}" for q in held[node])) if isinstance(node, BlankNode) else str(node)

    base = sqlite3.connect(manifest.data(folder) / "beside.sqlite")
    tables = [str(row[0]) for row in base.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE TABLE%'")]
    rows = {table: base.execute(f"SELECT * FROM {table}").fetchall() for table in tables}
    base.close()
    return manifest, sorted(tuple(map(name, quad)) for quad in quads), rows


def assert_as_anew(store: Path, data: list[Path]) -> None:
    """Compare a store with one that is made of the same files from nothing."""
    fresh = store.with_name("fresh")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Building, "pour", _POUR)
        build_store(fresh, *data, anew=True)
    one, other = content(store), content(fresh)
    assert one[1:] == other[1:]
    assert (one[0].sha256, one[0].counts, one[0].terms, one[0].graphs) == (
        other[0].sha256,
        other[0].counts,
        other[0].terms,
        other[0].graphs,
    )
    shutil.rmtree(fresh)


_POUR = Building.pour


def _blocks(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").split("\n\n")


def _other_words(path: Path) -> None:
    path.write_text(
        path.read_text("utf-8").replace("Releasing the adductors frees", "Release of the adductors frees"), "utf-8"
    )


def _other_passage(path: Path) -> None:
    path.write_text(re.sub("oa:end [0-9]+", "oa:end 2070", path.read_text("utf-8"), count=1), "utf-8")


def _fewer_assertions(path: Path) -> None:
    """Leave out an assertion of a claim that has others, and a claim."""
    text = path.read_text("utf-8")
    name = re.findall(r"\n<assertion/\S+> a kg:Assertion.*?kg:claim <(claim/\S+)>", text, re.DOTALL)
    twice = next(one for one in name if name.count(one) > 2)
    once = next(one for one in name if name.count(one) == 1)
    blocks = _blocks(path)
    less = [one for one in blocks if f"kg:claim <{twice}>" in one and one.startswith("<assertion")][:1]
    less += [one for one in blocks if f"<{once}>" in one]
    assert len(less) == 3
    path.write_text("\n\n".join(one for one in blocks if one not in less), "utf-8")


@pytest.mark.parametrize("edit", [_other_words, _other_passage, _fewer_assertions])
def test_an_edited_file(
    edit: Callable[[Path], None], data: list[Path], tmp_path: Path, changed_only: Callable[[], None]
) -> None:
    store = tmp_path / "store"
    build_store(store, *data)
    changed_only()
    before = data[2].read_text("utf-8")
    edit(data[2])
    assert data[2].read_text("utf-8") != before
    build_store(store, *data)
    assert_as_anew(store, data)


def test_files_that_come_and_go(data: list[Path], tmp_path: Path, changed_only: Callable[[], None]) -> None:
    store, more = tmp_path / "store", tmp_path / "more.trig"
    more.write_text(MORE, "utf-8")
    build_store(store, *data)
    reader = kneegraph.open_store(store)
    count = len(reader.corpus.claims)
    changed_only()
    for chosen in ([*data, more], data):
        build_store(store, *chosen)
        assert_as_anew(store, chosen)
    assert len(reader.corpus.claims) == count  # what was open stays what it was


def test_the_same_again_loads_nothing(data: list[Path], tmp_path: Path, changed_only: Callable[[], None]) -> None:
    store = tmp_path / "store"
    was = build_store(store, *data)
    changed_only()
    again = build_store(store, *data)
    assert (again.sha256, again.counts) == (was.sha256, was.counts)


def _nested(_: Path, more: Path) -> None:
    more.write_text(MORE.replace('"this"', '[ <https://example.org/what> "that" ]'), "utf-8")


def _much(_: Path, more: Path) -> None:
    more.write_text(files.packaged("data", "literature.ttl").read_text("utf-8"), "utf-8")


def _older(store: Path, more: Path) -> None:
    more.write_text(MORE, "utf-8")
    manifest = store / "manifest.json"
    manifest.write_text(re.sub('"kneegraph": "[^"]*"', '"kneegraph": "0.0.1"', manifest.read_text("utf-8")), "utf-8")


def _spoilt(name: str) -> Callable[[Path, Path], None]:
    def spoil(store: Path, more: Path) -> None:
        more.write_text(MORE, "utf-8")
        kept = Manifest.read(store).data(store) / name
        kept.write_bytes(bytes(kept.stat().st_size))

    return spoil


def test_what_an_unchanged_file_nests_is_not_taken_apart(data: list[Path], tmp_path: Path) -> None:
    store, nested, more = tmp_path / "store", tmp_path / "nested.trig", tmp_path / "more.trig"
    nested.write_text(NESTED, "utf-8")
    more.write_text(MORE, "utf-8")
    build_store(store, *data, nested, more)
    more.write_text(MORE.replace('"this"', '"that"'), "utf-8")
    build_store(store, *data, nested, more)
    assert_as_anew(store, [*data, nested, more])


@pytest.mark.parametrize("case", [_nested, _much, _older, _spoilt("derived.parquet")])
def test_what_cannot_be_told_apart_is_loaded_anew(
    case: Callable[[Path, Path], None], data: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, more = tmp_path / "store", tmp_path / "more.trig"
    build_store(store, *data)
    case(store, more)
    monkeypatch.setattr(Building, "alter", None)
    build_store(store, *data, more)
    assert_as_anew(store, [*data, more])


def test_a_file_is_read_again_where_what_was_kept_of_it_is_spoilt(data: list[Path], tmp_path: Path) -> None:
    store, more = tmp_path / "store", tmp_path / "more.trig"
    build_store(store, *data)
    _spoilt("quads-2.parquet")(store, more)
    build_store(store, *data, more)
    assert_as_anew(store, [*data, more])


def test_a_failure_leaves_the_old_store(data: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = tmp_path / "store"
    was = build_store(store, *data)

    def fails(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("kneegraph.store.building.alter", fails)
    _other_words(data[2])
    with pytest.raises(kneegraph.errors.StoreError, match="No space left"):
        build_store(store, *data)
    assert Manifest.read(store) == was
    assert len(kneegraph.open_store(store).corpus.claims) == was.counts["claims"]
