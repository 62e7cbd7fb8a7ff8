"""What lies behind a claim as plain JSON values: masses, independent groups, what would turn it."""

from __future__ import annotations

from collections.abc import Iterable

from kneegraph.analysis.evidence.independence import Group
from kneegraph.analysis.evidence.licence import Licensed, Study
from kneegraph.analysis.evidence.opinion import Opinion
from kneegraph.analysis.evidence.what_if import Flip
from kneegraph.analysis.history import History
from kneegraph.graph import Graph
from kneegraph.model import Claim, Stance, Tier

Json = dict[str, object]


def evidence_form(graph: Graph, claim: Claim) -> Json:
    """The evidence on a claim: weighed as a whole and tier by tier, itemised, and how firm it is."""
    opinion, firmness = graph.opinion(claim), graph.firmness(claim)
    return {
        "independent": independent(graph, claim),
        **opinion_form(opinion),
        "by_tier": {tier.value: opinion_form(one) for tier, one in graph.opinions(claim).items()},
        "contributions": [
            {"side": one.side, **group_form(one.group), "weight": round(one.weight, 4), "mass": round(one.mass, 4)}
            for one in opinion.contributions
        ],
        "licence": licence_form(graph, graph.licence(claim)),
        "stable": firmness.stable,
        "without": [{**group_form(one.group), "standing": one.standing, "lean": one.lean} for one in firmness.left_out],
        "flips": [flip_form(one) for one in firmness.flips],
    }


def opinion_form(opinion: Opinion) -> Json:
    """The three masses, which sum to one, the interval that support lies in, and which side weighs more."""
    return {
        "support": round(opinion.support, 4),
        "dispute": round(opinion.dispute, 4),
        "unknown": round(opinion.unknown, 4),
        "interval": [round(end, 4) for end in opinion.interval],
        "lean": opinion.lean,
    }


def independent(graph: Graph, claim: Claim) -> dict[str, int]:
    """How many of the sources of each stance are independent of each other, and how many of all."""
    counts = {stance.value: graph.independence.count(claim.sources(stance)) for stance in Stance}
    return {**counts, "all": graph.independence.count(claim.sources())}


def independent_by_tier(graph: Graph, sources: Iterable[str]) -> dict[Tier, int]:
    """How many of these sources are independent of each other, tier by tier."""
    named = list(sources)
    tiers = {tier: [one for one in named if graph.corpus.sources[one].tier is tier] for tier in graph.tiers}
    return {tier: graph.independence.count(of_tier) for tier, of_tier in tiers.items()}


def group_form(group: Group) -> Json:
    """A piece of independent evidence: the source that counts, and those that lean on it, each with why."""
    return {"source": group.source, "leaning": [{"source": name, "because": kind} for name, kind in group.leaning]}


def flip_form(flip: Flip) -> Json:
    """The smallest new evidence after which something is no longer as it was."""
    made: Json = {"stance": flip.stance, "number": flip.number, "design": flip.design}
    return {**made, "standing": flip.standing} if flip.standing else {**made, "lean": flip.lean}


def history_form(history: History) -> Json:
    """How a claim stood at the end of each year in which a source on it appeared; `turns` are the years that changed it."""
    return {
        "claim": history.claim,
        "years": [
            {
                "year": year.year,
                "new": list(year.new),
                "tally": year.tally.as_dict(),
                "standing": year.standing,
                **opinion_form(year.opinion),
            }
            for year in history.years
        ],
        "turns": [year.year for year in history.turns],
        "undated": list(history.undated),
    }


def licence_form(graph: Graph, licensed: Licensed) -> Json:
    """How strongly a claim may be worded (`level`), what its own wording takes (`needed`), and the studies that say so."""
    return {
        "level": licensed.level,
        "needed": licensed.needed,
        "studied": licensed.studied,
        "sources": [_study_form(graph, one) for one in licensed.studies],
        "possibly": [_study_form(graph, one) for one in licensed.possibly],
        "disputing": [_study_form(graph, one) for one in licensed.disputing],
    }


def _study_form(graph: Graph, study: Study) -> Json:
    return {"source": study.source, "title": graph.corpus.sources[study.source].title, "design": study.design}
