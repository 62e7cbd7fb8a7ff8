"""What a store keeps beside its triples: search as from memory, whatever labels hold; shared, rebuilt, damaged, not there."""

from __future__ import annotations

import gc
import json
import multiprocessing
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from builders import claim, concept, corpus, source, supports
from hypothesis import example, given, settings
from hypothesis import strategies as st

import kneegraph
from kneegraph import files, rdf
from kneegraph.errors import StoreError
from kneegraph.model import Concept
from kneegraph.parts.catalogue import writing_catalogue
from kneegraph.parts.lookup import Catalogue
from kneegraph.parts.whole import concept_index
from kneegraph.store.beside import NAME, Beside, write
from kneegraph.store.manifest import NAME as MANIFEST
from kneegraph.store.manifest import Manifest
from kneegraph.stored import build_store

#: Few letters, so that labels share words, and what may be taken for the end of a word, or of a text.
LETTERS = "ab1 -.'\"*()/\0\u180e\u200b\u0301éßİ中"
LABELS = st.text(LETTERS, min_size=1, max_size=12) | st.sampled_from(
    ["a" * 40_000, "a b", "b a", "a.b", "AND", "a OR b", "NEAR(a)"]
)


def catalogued(concepts: list[Concept], path: Path) -> Catalogue:
    with writing_catalogue(path, {}) as made:
        made.add_concepts(concepts)
        made.add_sources((), {})
    return Catalogue(Beside(path))


def things(labels: list[str]) -> list[Concept]:
    return sorted((replace(concept(f"c{n}"), label=label) for n, label in enumerate(labels)), key=lambda one: one.id)


@settings(max_examples=60)
@given(st.lists(LABELS, min_size=1, max_size=12), LABELS)
@example(["knee pain", "pain knee", "knee pains", "knee"], "knee pain")
@example(["a\0b", "\0", "b\u180ea"], "a\0")
@example(["a" * 40_000], "a" * 39_999)
@example(["a"], "\ud800")
def test_a_search_gives_what_it_gives_in_memory_in_the_same_order(labels: list[str], text: str) -> None:
    made = things(labels)
    with TemporaryDirectory() as folder:
        found = catalogued(made, Path(folder) / NAME).containing("concept", text)
        assert list(found) == [one.id for one in concept_index(made).containing(text)]


@settings(max_examples=40)
@given(st.lists(LABELS, min_size=1, max_size=12), LABELS)
@example(["running injuries", "running injury"], "Running Injury")
@example(["-"], "-")
def test_what_has_a_label_or_differs_in_number_is_found_by_it(labels: list[str], text: str) -> None:
    made = things(labels)
    with TemporaryDirectory() as folder:
        called = catalogued(made, Path(folder) / NAME).called("concept", text)
    index = concept_index(made)
    assert set(index._by_label.get(kneegraph.labels.normal(text), ())) <= set(called)


@settings(max_examples=40)
@given(st.lists(LABELS, min_size=1, max_size=12), LABELS)
def test_no_term_is_too_odd_to_be_told_what_is_like_it(labels: list[str], text: str) -> None:
    made = things(labels)
    with TemporaryDirectory() as folder:
        assert set(catalogued(made, Path(folder) / NAME).alike("concept", text)) <= {one.id for one in made}


# The file


def test_a_file_that_could_not_be_finished_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="near"), write(tmp_path / NAME) as writing:
        writing.make("CREATE TABLE t (x)", "no SQL")
    assert not (tmp_path / NAME).exists()


def test_what_sqlite_says_is_an_error_of_ours(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b"no database" * 100)
    with pytest.raises(StoreError, match=r"beside\.sqlite cannot be used: .*; build the store again"):
        list(Beside(tmp_path / NAME).rows("SELECT * FROM t"))
    with pytest.raises(StoreError, match="unable to open"):
        list(Beside(tmp_path / "none").rows("SELECT 1"))
    with pytest.raises(StoreError), write(tmp_path / "no folder" / NAME):
        pass


def test_tables_are_filled_row_by_row(tmp_path: Path) -> None:
    with write(tmp_path / NAME) as writing:
        writing.make("CREATE TABLE t (x INT, y TEXT)")
        writing.insert("t", ((n, "a\0b") for n in range(3)))
        writing.insert("t", ())
    assert list(Beside(tmp_path / NAME).rows("SELECT x, y FROM t WHERE x > ?", (0,))) == [(1, "a\0b"), (2, "a\0b")]


# In a store


def facts(path: Path, *subjects: str) -> Path:
    made = (claim(one, "causes", "knee pain", supports("s1")) for one in subjects)
    files.write_file(path, rdf.to_quads(corpus(*made, source("s1"))))
    return path


@pytest.fixture
def store(tmp_path: Path) -> Path:
    build_store(tmp_path / "store", facts(tmp_path / "data.ttl", "weak glute", "flat foot"))
    return tmp_path / "store"


def hits(graph: kneegraph.Graph) -> list[list[str]]:
    return [[one.id for one in found] for found in graph.search("knee")]


def test_it_is_one_of_the_files_of_a_generation(store: Path) -> None:
    manifest = Manifest.read(store)
    assert NAME in manifest.files
    (manifest.data(store) / NAME).write_bytes(b"")
    with pytest.raises(StoreError, match=r"the store is damaged: beside\.sqlite has 0 bytes instead of"):
        kneegraph.open_store(store)


def test_a_store_of_before_answers_without_it(store: Path) -> None:
    with_it = kneegraph.open_store(store)
    assert with_it.foremost("knee pain", 1)[1] == 2
    said = json.loads((store / MANIFEST).read_text(encoding="utf-8"))
    (Manifest.read(store).data(store) / NAME).unlink()
    said["files"].pop(NAME)
    said["terms"] = [name for name in said["terms"] if not name.startswith("shares")]
    (store / MANIFEST).write_text(json.dumps(said), encoding="utf-8")
    without = kneegraph.open_store(store)
    assert without.store.beside is None  # type: ignore[union-attr]
    assert hits(without) == hits(with_it) != [[], [], []]
    assert without.foremost("knee pain", 1) == with_it.foremost("knee pain", 1)
    assert without.claim("weak glute causes knee pain") == with_it.claim("weak glute causes knee pain")
    one = without.claim("weak glute", "causes", "knee pain")
    assert without.related(one) == with_it.related(one)
    assert without.independence.count(["s1"]) == 1


def test_threads_share_it_while_the_store_is_built_anew(store: Path, tmp_path: Path) -> None:
    graph = kneegraph.open_store(store)
    expected = hits(graph)
    done = threading.Event()

    def ask() -> bool:
        same = True
        while not done.is_set():
            same = same and hits(graph) == expected and hits(kneegraph.open_store(store))[0] == expected[0]
        return same

    with ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(ask) for _ in range(4)]
        for names in (("tilt",), ("weak glute", "flat foot")):
            build_store(store, facts(tmp_path / "data.ttl", *names))
        done.set()
        assert all(one.result() for one in asked)


def test_a_process_may_go_on_with_what_it_was_forked_with(store: Path) -> None:
    _OPENED.append(kneegraph.open_store(store))
    expected = hits(_OPENED[0])
    with multiprocessing.get_context("fork").Pool(2) as processes:
        assert processes.map(_forked, range(8)) == [expected] * 8
    assert hits(_OPENED.pop()) == expected


_OPENED: list[kneegraph.Graph] = []


def _forked(_: int) -> list[list[str]]:
    return hits(_OPENED[0])


def test_it_goes_with_its_generation(store: Path, tmp_path: Path) -> None:
    graph = kneegraph.open_store(store)
    expected = hits(graph)
    build_store(store, facts(tmp_path / "data.ttl", "tilt"))
    assert len([*store.rglob(NAME)]) == 2
    assert hits(graph) == expected
    del graph
    gc.collect()
    build_store(store, facts(tmp_path / "data.ttl", "weak glute"))
    assert len([*store.rglob(NAME)]) == 1


def test_no_question_counts_the_triples(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def counted(_: object) -> int:
        raise AssertionError("went over the whole store")

    monkeypatch.setattr(kneegraph.store.DiskStore, "__len__", counted)
    graph = kneegraph.open_store(store)
    assert bool(graph.query("ASK { ?claim a kg:Claim }"))
    assert len(list(graph.query_named("by-tier"))) == 1
    assert "behind" in (graph._repr_html_() or "")
    assert graph.restricted(source="s1").claims(about="knee pain")
