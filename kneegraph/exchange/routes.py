"""Routes, claims that have turned, and cuts as plain JSON values. Concepts are labels; claims and sources identifiers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kneegraph.exchange.evidence import opinion_form
from kneegraph.graph import Graph

if TYPE_CHECKING:
    from kneegraph.analysis.cut import Cut
    from kneegraph.analysis.routes import Route, Routes, RouteStep
    from kneegraph.analysis.turned import Turned

Json = dict[str, object]


def routes_form(graph: Graph, found: Routes) -> Json:
    """A treatment that helps, with the routes in doubt and those left."""
    return {
        "treatment": graph.label(found.treatment),
        "outcome": graph.label(found.outcome),
        "claim": found.claim,
        "standing": graph.corpus.claims[found.claim].standing,
        **opinion_form(found.opinion),
        "doubtful": [route_form(graph, one) for one in found.doubtful],
        "rivals": [route_form(graph, one) for one in found.rivals],
        "score": round(found.score, 6),
        "explanation": found.explanation,
    }


def route_form(graph: Graph, route: Route) -> Json:
    """A route; `doubtful_steps` count the steps from 0, `told`: somebody says that the mechanism leads on to the outcome."""
    return {
        "mechanism": graph.label(route.mechanism),
        "told": route.told,
        "doubtful_steps": list(route.doubtful),
        "steps": [_step_form(graph, step) for step in route.steps],
    }


def _step_form(graph: Graph, step: RouteStep) -> Json:
    return {
        "subject": graph.label(step.subject),
        "object": graph.label(step.object),
        "claims": list(step.claims),
        "causal": step.causal,
        **opinion_form(step.opinion),
        "doubt": step.doubt,
        "disputed_by": _sources(graph, step.claims, step.against),
    }


def turned_form(graph: Graph, found: Turned) -> Json:
    """A claim that the examined evidence has turned against, and who repeats it."""
    return {
        "claim": found.claim,
        "label": graph.corpus.claims[found.claim].label,
        "year": found.year,
        **opinion_form(found.opinion),
        "turned_by": _sources(graph, [found.claim], found.turned_by),
        "repeated_by": _sources(graph, found.through, found.repeated_by),
        "undated": list(found.undated),
        "through": list(found.through),
        "score": round(found.score, 6),
        "explanation": found.explanation,
    }


def cut_form(graph: Graph, found: Cut) -> Json:
    """What breaks every explanation; `alone` are the claims of which each would be enough."""
    return {
        "start": graph.label(found.start),
        "goal": graph.label(found.goal),
        "claims": list(found.claims),
        "single": found.single,
        "alone": list(found.alone),
    }


def _sources(graph: Graph, claims: Iterable[str], sources: Iterable[str]) -> list[Json]:
    """Sources with year, tier and the design by which they speak of these claims."""
    designs = designs_of(graph, claims)
    return [{"source": name, **_dated(graph, name), "design": designs.get(name)} for name in sources]


def _dated(graph: Graph, source: str) -> Json:
    known = graph.corpus.sources[source]
    return {"year": known.year, "tier": known.tier}


def designs_of(graph: Graph, claims: Iterable[str]) -> dict[str, str]:
    """By which design each source speaks of claims, as far as it rests on a study."""
    said = (one for claim in claims for one in graph.corpus.claims[claim].assertions)
    return {one.source: one.design for one in said if one.design}
