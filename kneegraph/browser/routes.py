"""Routes, claims that have turned, and what breaks every explanation, as plain values for the page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from kneegraph.analysis.cut import cut
from kneegraph.analysis.evidence.doubt import Judge
from kneegraph.analysis.evidence.independence import Independence
from kneegraph.analysis.evidence.weights import Weights
from kneegraph.analysis.routes import Route, Routes, RouteStep, routes
from kneegraph.analysis.turned import Turned, turned
from kneegraph.browser.evidence import masses
from kneegraph.browser.findings import within_reach
from kneegraph.browser.nearby import LARGEST
from kneegraph.model import Corpus

_Values = dict[str, object]


def found_routes(corpus: Corpus, weights: Weights) -> list[Routes] | None:
    """Treatments that help though a route told for it does not stand; None where that would take too long."""
    return routes(_judge(corpus, weights)) if within_reach(corpus) else None


def found_turned(corpus: Corpus, weights: Weights) -> list[Turned] | None:
    """Claims that are repeated though the evidence had turned; None of a graph that is not weighed."""
    return turned(_judge(corpus, weights)) if len(corpus.claims) <= LARGEST else None


def _judge(corpus: Corpus, weights: Weights) -> Judge:
    return Judge(corpus, Independence.of(corpus), weights)


def routes_as_values(found: Sequence[Routes] | None) -> list[_Values] | None:
    """As they come, each with its `doubtful` routes and those left; a route is its mechanism and its steps."""
    if found is None:
        return None
    return [
        {
            "treatment": one.treatment,
            "outcome": one.outcome,
            "claim": one.claim,
            "masses": masses(one.opinion),
            "doubtful": [_route(route) for route in one.doubtful],
            "rivals": [_route(route) for route in one.rivals],
        }
        for one in found
    ]


def _route(route: Route) -> list[object]:
    return [route.mechanism, *(_step(step) for step in route.steps)]


def _step(step: RouteStep) -> list[object]:
    """`[subject, object, claims, masses, doubt, who disputes it]`, the last two only of a step in doubt."""
    told: list[object] = [step.subject, step.object, list(step.claims), masses(step.opinion)]
    return told + ([step.doubt.value, list(step.against)] if step.doubt else [])


def turned_as_values(found: Sequence[Turned] | None) -> list[_Values] | None:
    """As they come; `by` are those who turned it, `again` those who repeat it since, `through` what they say instead."""
    if found is None:
        return None
    return [
        {
            "claim": one.claim,
            "year": one.year,
            "masses": masses(one.opinion),
            "by": list(one.turned_by),
            "again": list(one.repeated_by),
            "undated": list(one.undated),
            "through": [name for name in one.through if name != one.claim],
        }
        for one in found
    ]


def cut_as_values(corpus: Corpus, states: Iterable[Mapping[str, object]]) -> _Values | None:
    """What breaks every way between the two concepts that a question asks about: the first with a `from` and a `to`."""
    asked = next((state for state in states if "from" in state), None)
    found = cut(corpus, str(asked["from"]), str(asked["to"])) if asked and within_reach(corpus) else None
    if found is None:
        return None
    return {"from": found.start, "to": found.goal, "claims": list(found.claims), "alone": list(found.alone)}
