"""What is assembled in SQL is what the analysis in memory finds, row for row and in the same order."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from disputed_corpora import disputed_corpora
from hypothesis import HealthCheck, given, settings
from pyoxigraph import parse

from kneegraph import rdf
from kneegraph.analysis.contradictions import ContradictionKind, contradictions
from kneegraph.analysis.evidence.independence import Independence
from kneegraph.analysis.evidence.stored import weighed
from kneegraph.analysis.evidence.weights import Weights
from kneegraph.assembly.duck import DuckTables
from kneegraph.assembly.engine import Row, Tables
from kneegraph.assembly.from_corpus import give_corpus
from kneegraph.assembly.sql.lines import derived_lines
from kneegraph.assembly.steps import assemble_tables
from kneegraph.model import Corpus, Tally, Tier
from kneegraph.rdf.derived import told


def tallies(corpus: Corpus) -> list[Row]:
    """The table `tally` as the model counts it."""
    rows: list[Row] = []
    for name, claim in sorted(corpus.claims.items()):
        counts = [*claim.tally.as_dict().values()]
        for tier in Tier:
            own = (made for made in claim.assertions if corpus.sources[made.source].tier is tier)
            counts += Tally.of(own).as_dict().values()
        rows.append((name, *counts, claim.standing and claim.standing.value))
    return rows


def opinions(corpus: Corpus) -> list[Row]:
    """The table `opinion` as it is weighed in memory."""
    found = weighed(corpus.claims.values(), Independence.of(corpus), Weights.packaged())
    return [(name, *map(told, masses), independent) for name, masses, independent in sorted(found)]


def clashes(corpus: Corpus) -> list[Row]:
    """The table `contradiction` as it is found in memory."""
    return [
        (
            rank,
            one.kind.value,
            [*one.claims],
            one.resolved,
            one.weights.supports,
            one.weights.disputes,
            one.hangs,
            [*one.supports],
            [*one.disputes],
            [*one.qualifies],
        )
        for rank, one in enumerate(contradictions(corpus), 1)
    ]


def assembled(engine: Tables, corpus: Corpus) -> dict[str, list[Row]]:
    """The three tables that an engine makes of a corpus."""
    give_corpus(engine, corpus)
    assemble_tables(engine, Weights.packaged())
    orders = {"tally": "claim", "opinion": "claim", "contradiction": "rank"}
    return {table: [*engine.fetch(f"SELECT * FROM {table} ORDER BY {by}")] for table, by in orders.items()}


@pytest.fixture(scope="module")
def engine() -> Iterator[DuckTables]:
    with tempfile.TemporaryDirectory() as folder:
        made = DuckTables(Path(folder), threads=2)
        yield made
        made.close()


def assert_same(found: dict[str, list[Row]], corpus: Corpus) -> None:
    assert found["tally"] == tallies(corpus)
    assert found["opinion"] == opinions(corpus)
    assert found["contradiction"] == clashes(corpus)


def test_the_core_is_assembled_as_it_is_analysed(engine: DuckTables, core: Corpus) -> None:
    assert_same(assembled(engine, core), core)


def test_all_packaged_data_are_assembled_as_they_are_analysed(engine: DuckTables, whole: Corpus) -> None:
    found = assembled(engine, whole)
    assert {row[1] for row in found["contradiction"]} == {kind.value for kind in ContradictionKind}
    assert_same(found, whole)


def test_what_is_stored_of_claims_is_made_as_lines(tmp_path: Path, engine: DuckTables, core: Corpus) -> None:
    assembled(engine, core)
    engine.write_lines(derived_lines(), tmp_path / "derived.nq")
    weights, independence = Weights.packaged(), Independence.of(core)
    wanted = [
        *rdf.counted_quads(core.claims.values()),
        *rdf.weight_quads(weighed(core.claims.values(), independence, weights)),
    ]
    assert {*parse(path=tmp_path / "derived.nq")} == {*wanted}


@pytest.mark.long
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(disputed_corpora)
def test_any_corpus_is_assembled_as_it_is_analysed(engine: DuckTables, corpus: Corpus) -> None:
    assert_same(assembled(engine, corpus), corpus)
