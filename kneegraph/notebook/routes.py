"""Treatments that help though not as it is said, and claims repeated after the evidence turned, as tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kneegraph.analysis.routes import Route, Routes
from kneegraph.analysis.turned import Turned
from kneegraph.notebook import names
from kneegraph.notebook.looks import fragment
from kneegraph.notebook.markup import Markup
from kneegraph.notebook.tables import ROWS, more, table

if TYPE_CHECKING:
    from kneegraph.graph import Graph

_Columns = dict[str, list[object]]
_SLICE = "; a slice, as in found[20:40], shows others"


def one_route(graph: Graph, one: Routes) -> Markup:
    """One treatment that helps."""
    return all_route(graph, [one])


def all_route(graph: Graph, found: Sequence[Routes]) -> Markup:
    """A table of what helps, the routes in doubt, and those left."""
    rows = [
        [names.claim_label(graph, one.claim), _over(graph, one.doubtful), _over(graph, one.rivals)] for one in found[:ROWS]
    ]
    heads = ["what helps", "in doubt: by way of", "left: by way of"]
    return fragment(table(heads, rows), more(len(found), ROWS, "finding", _SLICE))


def columns_route(graph: Graph, found: Sequence[Routes]) -> _Columns:
    """Treatment, outcome, what the help weighs, and over what the routes lead."""
    return {
        "treatment": [names.concept(graph, one.treatment) for one in found],
        "outcome": [names.concept(graph, one.outcome) for one in found],
        "claim": [one.claim for one in found],
        "support": [one.opinion.support for one in found],
        "dispute": [one.opinion.dispute for one in found],
        "in doubt": [[names.concept(graph, route.mechanism) for route in one.doubtful] for one in found],
        "left": [[names.concept(graph, route.mechanism) for route in one.rivals] for one in found],
        "explanation": [one.explanation for one in found],
        "score": [one.score for one in found],
    }


def _over(graph: Graph, routes: Sequence[Route]) -> str:
    return names.concepts(graph, [route.mechanism for route in routes])


def one_turned(graph: Graph, one: Turned) -> Markup:
    """One claim that has turned."""
    return all_turned(graph, [one])


def all_turned(graph: Graph, found: Sequence[Turned]) -> Markup:
    """A table of claims, since when the evidence leans against them, by whom, and who repeats them."""
    rows = [
        [
            names.claim_label(graph, one.claim),
            one.year,
            names.sources(graph, one.turned_by),
            names.sources(graph, one.repeated_by),
            len(one.undated),
        ]
        for one in found[:ROWS]
    ]
    heads = ["claim", "turned in", "by", "repeated since by", "without a year"]
    return fragment(table(heads, rows), more(len(found), ROWS, "claim", _SLICE))


def columns_turned(graph: Graph, found: Sequence[Turned]) -> _Columns:
    """Claim, year of turning, and the sources on both sides of it."""
    return {
        "id": [one.claim for one in found],
        "claim": [names.claim_label(graph, one.claim) for one in found],
        "year": [one.year for one in found],
        "turned_by": [list(one.turned_by) for one in found],
        "repeated_by": [list(one.repeated_by) for one in found],
        "undated": [list(one.undated) for one in found],
        "score": [one.score for one in found],
    }
