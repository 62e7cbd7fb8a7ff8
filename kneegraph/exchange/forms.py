"""What the graph finds as plain JSON values: the one shape that the shell and the web share, fixed by design section 7.

Concepts are written by preferred label; claims, assertions and sources by identifier.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING

from kneegraph.exchange.evidence import evidence_form
from kneegraph.graph import Graph
from kneegraph.model import Assertion, Claim, Concept, Source, Tally, Tier

if TYPE_CHECKING:
    from kneegraph.analysis.chains import Chain
    from kneegraph.analysis.contradictions import Contradiction
    from kneegraph.analysis.exercises import ExerciseLink
    from kneegraph.analysis.gaps import Gap
    from kneegraph.analysis.steps import Step

Json = dict[str, object]


def claim_form(graph: Graph, claim: Claim) -> Json:
    """A claim in a list: its parts, standing and tally."""
    return {
        "id": claim.id,
        "subject": graph.label(claim.subject),
        "relation": claim.relation,
        "object": graph.label(claim.object),
        "outcome": graph.label(claim.outcome) if claim.outcome else None,
        "label": claim.label,
        "standing": claim.standing,
        "tally": claim.tally.as_dict(),
        "tally_by_tier": tally_by_tier(graph, claim),
    }


def dossier_form(graph: Graph, claim: Claim, *, limit: int | None = None) -> Json:
    """A claim with everything behind it: each assertion, and the claims near it, at most so many of these."""
    return {
        **claim_form(graph, claim),
        "evidence": evidence_form(graph, claim),
        "assertions": [assertion_form(graph, assertion) for assertion in claim.assertions],
        "related": [
            {"kind": one.kind, **claim_form(graph, graph.corpus.claims[one.claim])}
            for one in graph.related(claim, limit=limit)
        ],
    }


def tally_by_tier(graph: Graph, claim: Claim) -> dict[str, dict[str, int]]:
    """The tally of a claim, tier by tier."""
    return {tier.value: tally.as_dict() for tier, tally in graph.tallies(claim).items()}


def sources_by_tier(graph: Graph, sources: Iterable[str]) -> dict[Tier, list[str]]:
    """These sources, tier by tier; a tier that the graph has is there even when none of them is of it."""
    named = list(sources)
    return {tier: [one for one in named if graph.corpus.sources[one].tier is tier] for tier in graph.tiers}


def gap_by_tier(graph: Graph, gap: Gap) -> dict[Tier, tuple[int, Tally]]:
    """How many of a gap's claims the sources of each tier speak about, and these sources counted once per stance."""
    said = [assertion for name in gap.claims for assertion in graph.corpus.claims[name].assertions]
    found = {}
    for tier, sources in sources_by_tier(graph, {one.source for one in said}).items():
        of_tier = [assertion for assertion in said if assertion.source in sources]
        found[tier] = len({assertion.claim for assertion in of_tier}), Tally.of(of_tier)
    return found


def assertion_form(graph: Graph, assertion: Assertion) -> Json:
    """One source's stance with its provenance; `quote` is the exact passage, or null without the texts."""
    source = graph.corpus.sources[assertion.source]
    quotes = graph.quotes(assertion)
    return {
        "id": assertion.id,
        "claim": assertion.claim,
        "source": assertion.source,
        "title": source.title,
        "url": source.address,
        "tier": source.tier,
        "stance": assertion.stance,
        "certainty": assertion.certainty,
        "basis": assertion.basis,
        "design": assertion.design,
        "effect": assertion.effect,
        "estimates": [{"measure": e.measure, "value": e.value, "low": e.low, "high": e.high} for e in assertion.estimates],
        "sample_size": assertion.sample_size,
        "population": assertion.population,
        "task": assertion.task,
        "measured": assertion.measured,
        "finding": assertion.finding,
        "unconfirmed": assertion.unconfirmed,
        "scope": [graph.label(name) for name in assertion.scope],
        "attributed_to": list(assertion.attributed_to),
        "qualifications": [
            {"aspect": why.aspect, "reason": graph.label(why.reason) if why.reason else None, "comment": why.comment}
            for why in assertion.qualifications
        ],
        "paraphrase": assertion.paraphrase,
        "passages": [{"start": one.start, "end": one.end, "sha256": one.sha256} for one in assertion.passages],
        "quote": " […] ".join(quotes) if quotes else None,
    }


def concept_form(concept: Concept) -> Json:
    """A concept with its names."""
    return {
        "id": concept.id,
        "kind": concept.kind,
        "label": concept.label,
        "other_labels": list(concept.other_labels),
        "definition": concept.definition,
        "broader": list(concept.broader),
        "state_of": concept.state_of,
        "opposite_of": concept.opposite_of,
    }


def source_form(graph: Graph, source: Source) -> Json:
    """A source with what it says, counted: `tally` is of its assertions, by stance."""
    said = graph.said(source.id)
    return {
        "id": source.id,
        "title": source.title,
        "creator": source.creator,
        "issued": source.issued,
        "publisher": source.publisher,
        "url": source.url,
        "same_as": list(source.same_as),
        "readings": source.readings,
        "depends_on": [{"source": one.source, "kind": one.kind, "comment": one.comment} for one in source.depends_on],
        "tier": source.tier,
        "kind": source.kind,
        "collection": source.collection,
        "assertions": sum(said.values()),
        "tally": {stance.value: number for stance, number in said.items()},
    }


def contradiction_form(graph: Graph, found: Contradiction) -> Json:
    """A contradiction, both sides by source; `by_tier` counts the sources of each side, `sources_by_tier` names them.

    `reasons` say why it may be only apparent, `against` what those who dispute find instead; `weights` and `hangs` rank it.
    """
    sides = {"supports": found.supports, "disputes": found.disputes, "qualifies": found.qualifies}
    split = {side: sources_by_tier(graph, sources) for side, sources in sides.items()}
    tiers = sources_by_tier(graph, ())
    return {
        "kind": found.kind,
        "claims": list(found.claims),
        **{side: list(sources) for side, sources in sides.items()},
        "by_tier": {tier.value: {side: len(split[side][tier]) for side in sides} for tier in tiers},
        "sources_by_tier": {tier.value: {side: split[side][tier] for side in sides} for tier in tiers},
        "resolved": found.resolved,
        "reasons": [{"kind": one.kind, "throughout": one.throughout, "sentence": one.sentence} for one in found.reasons],
        "against": found.against,
        "weights": {"supports": round(found.weights.supports, 6), "disputes": round(found.weights.disputes, 6)},
        "hangs": found.hangs,
        "explanation": found.explanation,
    }


def step_form(graph: Graph, step: Step) -> Json:
    """A step of a chain; `claim` is null where it holds by definition, `scope` has the conditions all its sources set.

    The tally is that of the claim: `sources` are only those the step rests on.
    """
    claim = graph.corpus.claims[step.claim] if step.claim else None
    return {
        "claim": step.claim,
        "subject": graph.label(step.subject),
        "relation": step.relation,
        "object": graph.label(step.object),
        "standing": step.standing,
        "tally": claim.tally.as_dict() if claim else None,
        "tally_by_tier": tally_by_tier(graph, claim) if claim else None,
        "sources": list(step.sources),
        "scope": [graph.label(name) for name in step.scope],
    }


def chain_form(graph: Graph, chain: Chain) -> Json:
    """A chain; `contested_steps` and `weakest_step` count the steps from 0, `licence` is what the whole of it licenses."""
    return {
        "steps": [step_form(graph, step) for step in chain.steps],
        "sign": chain.sign,
        "stitched": chain.stitched,
        "told_by": list(chain.told_by),
        "contested_steps": list(chain.contested_steps),
        "weakest_step": chain.weakest_step,
        "licence": graph.chain_licence(chain),
        "score": round(chain.score, 6),
    }


def exercise_form(graph: Graph, link: ExerciseLink) -> Json:
    """What links an exercise to an outcome."""
    return {
        "exercise": graph.label(link.exercise),
        "path": [step_form(graph, step) for step in link.path],
        "outcome": graph.label(link.outcome),
        "standing": link.standing,
        "warnings": list(link.warnings),
    }


def gap_form(graph: Graph, gap: Gap) -> Json:
    """Something missing; `by_tier` counts what its claims rest on: how many a tier speaks about, its sources per stance.

    `hangs` counts the chains, exercise links and standings that would change if it were settled; `weight` ranks by these.
    """
    return {
        "kind": gap.kind,
        "concept": graph.label(gap.concept),
        "claims": list(gap.claims),
        "by_tier": {
            tier.value: {"claims": claims, **tally.as_dict()} for tier, (claims, tally) in gap_by_tier(graph, gap).items()
        },
        "hangs": {**asdict(gap.hangs), "weight": gap.hangs.weight},
        "explanation": gap.explanation,
    }
