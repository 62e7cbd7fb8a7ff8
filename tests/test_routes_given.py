"""Routes, turned claims and cuts as the graph hands them out: by any label, as values of a notebook and of JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import kneegraph
from kneegraph.exchange.routes import cut_form, routes_form, turned_form
from kneegraph.graph import Graph

HELPS = Path(__file__).parent / "cases" / "cli" / "helps.ttl"


@pytest.fixture(scope="module")
def graph() -> Graph:
    """Hip training and taping that help with knee pain, neither by the route told."""
    return kneegraph.load(HELPS)


def test_routes_are_asked_for_in_any_wording(graph: Graph) -> None:
    both, one = graph.routes(for_="Knee Pain"), graph.routes(exercise="taping")
    assert [found.treatment for found in both] == ["hip-training", "taping"]
    assert one == both[1:]


def test_a_notebook_shows_what_is_in_doubt_and_a_table_has_a_row_for_each(graph: Graph) -> None:
    html = graph.routes()._repr_html_()
    assert html is not None
    assert "hip training reduces knee pain" in html
    assert "kneecap tracking" in html
    rows = graph.routes().to_pandas()
    assert list(rows["treatment"]) == ["hip training", "taping"]
    assert list(rows["in doubt"])[1] == ["kneecap tracking"]


def test_a_notebook_shows_who_repeats_what(graph: Graph) -> None:
    found = graph.turned()
    html = found[0]._repr_html_()
    assert html is not None
    assert "2012" in html
    assert list(found.to_pandas()["repeated_by"]) == [["anna"], ["bert"]]


def test_a_cut_is_asked_for_in_any_wording(graph: Graph) -> None:
    found = graph.cut("Hip training", "knee pain")
    assert found is not None
    assert len(found.claims) == 3
    assert graph.cut("knee pain", "taping") is None


def test_the_json_forms_are_plain_values(graph: Graph) -> None:
    cut = graph.cut("taping", "knee pain")
    assert cut is not None
    forms = [
        *(routes_form(graph, one) for one in graph.routes()),
        *(turned_form(graph, one) for one in graph.turned()),
        cut_form(graph, cut),
    ]
    assert json.loads(json.dumps(forms))[-1]["single"] == "taping.reduces.knee-pain"
