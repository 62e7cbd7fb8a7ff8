"""The named queries about evidence, on the packaged data."""

from __future__ import annotations

import pytest
from asked_queries import VMO, claims, column, rows, short

import kneegraph
from kneegraph import Graph
from kneegraph.model import Basis, Tier


@pytest.fixture(scope="module")
def packaged() -> Graph:
    return kneegraph.load()


def test_popular_against_evidence(packaged: Graph) -> None:
    found = {short(row["claim"]): row for row in rows(packaged, "popular-against-evidence")}
    assert {
        "patellar-maltracking.causes.patellofemoral-pain-syndrome",
        "patellar-taping.reduces.patellofemoral-pain-syndrome",
    } <= {*found}
    for name, row in found.items():
        tallies = packaged.tallies(packaged.claim(name))
        popular, reviewed = tallies[Tier.POPULAR], tallies[Tier.PEER_REVIEWED]
        assert (row["popularFor"], row["popularAgainst"]) == (popular.supports, popular.disputes)
        assert (row["reviewedFor"], row["reviewedAgainst"]) == (reviewed.supports, reviewed.disputes)
        assert (popular.supports > popular.disputes) != (reviewed.supports > reviewed.disputes)


def test_studies_of(packaged: Graph) -> None:
    found = rows(packaged, "studies-of")
    claim = packaged.claim("foot orthosis", "reduces", "patellofemoral pain")
    studies = [one for one in claim.assertions if one.basis is Basis.STUDY]
    assert set(column(found, "source")) == {one.source for one in studies}
    assert all(row["design"] for row in found)
    figures = {(short(row["source"]), row["measure"], row["value"]) for row in found if row["measure"]}
    assert {(one.source, e.measure) for one in studies for e in one.estimates} == {figure[:2] for figure in figures}
    assert rows(packaged, "studies-of", claim=VMO) == []


def test_weighed(packaged: Graph) -> None:
    found = rows(packaged, "weighed")
    assert set(column(found, "claim")) == claims(packaged, lambda one: any(a.basis is Basis.STUDY for a in one.assertions))
    for row in found:
        assert sum(float(str(row[name])) for name in ("support", "dispute", "unknown")) == pytest.approx(1, abs=2e-4)


def test_not_independent(packaged: Graph) -> None:
    found = {(short(row["source"]), short(row["on"]), row["why"]) for row in rows(packaged, "not-independent")}
    curated = ((one.id, link.source, link.kind.value) for one in packaged.sources() for link in one.depends_on)
    assert found == set(curated)
