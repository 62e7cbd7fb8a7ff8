"""What the graph finds as plain JSON values: the one shape that the shell and the web share, fixed by design section 7.

Concepts are written by preferred label; claims, assertions and sources by identifier.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kneegraph.graph import Graph
from kneegraph.model import Assertion, Claim, Concept, Source, Tally

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
        "tally_by_tier": _by_tier(graph, claim),
    }


def dossier_form(graph: Graph, claim: Claim) -> Json:
    """A claim with everything behind it: each assertion, and the claims near it."""
    return {
        **claim_form(graph, claim),
        "assertions": [assertion_form(graph, assertion) for assertion in claim.assertions],
        "related": [{"kind": one.kind, **claim_form(graph, graph.corpus.claims[one.claim])} for one in graph.related(claim)],
    }


def _by_tier(graph: Graph, claim: Claim) -> dict[str, dict[str, int]]:
    return {tier.value: tally.as_dict() for tier, tally in graph.tallies(claim).items()}


def assertion_form(graph: Graph, assertion: Assertion) -> Json:
    """One source's stance with its provenance; `quote` is the exact passage, or null without the texts."""
    source = graph.corpus.sources[assertion.source]
    quotes = graph.quotes(assertion)
    return {
        "id": assertion.id,
        "claim": assertion.claim,
        "source": assertion.source,
        "title": source.title,
        "url": source.url,
        "tier": source.tier,
        "stance": assertion.stance,
        "certainty": assertion.certainty,
        "basis": assertion.basis,
        "design": assertion.design,
        "effect": assertion.effect,
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
    said = [assertion for assertion in graph.corpus.assertions if assertion.source == source.id]
    return {
        "id": source.id,
        "title": source.title,
        "creator": source.creator,
        "issued": source.issued,
        "publisher": source.publisher,
        "url": source.url,
        "tier": source.tier,
        "kind": source.kind,
        "collection": source.collection,
        "assertions": len(said),
        "tally": counted(said),
    }


def counted(assertions: list[Assertion]) -> dict[str, int]:
    """The number of assertions per stance (not of sources: see Tally for that)."""
    return {stance: sum(one.stance == stance for one in assertions) for stance in Tally().as_dict()}


def contradiction_form(found: Contradiction) -> Json:
    """A contradiction, both sides by source."""
    return {
        "kind": found.kind,
        "claims": list(found.claims),
        "supports": list(found.supports),
        "disputes": list(found.disputes),
        "qualifies": list(found.qualifies),
        "resolved": found.resolved,
        "explanation": found.explanation,
    }


def step_form(graph: Graph, step: Step) -> Json:
    """A step of a chain; `claim` is null where it holds by definition, `scope` has the conditions all its sources set."""
    return {
        "claim": step.claim,
        "subject": graph.label(step.subject),
        "relation": step.relation,
        "object": graph.label(step.object),
        "standing": step.standing,
        "sources": list(step.sources),
        "scope": [graph.label(name) for name in step.scope],
    }


def chain_form(graph: Graph, chain: Chain) -> Json:
    """A chain; `contested_steps` and `weakest_step` count the steps from 0."""
    return {
        "steps": [step_form(graph, step) for step in chain.steps],
        "sign": chain.sign,
        "stitched": chain.stitched,
        "told_by": list(chain.told_by),
        "contested_steps": list(chain.contested_steps),
        "weakest_step": chain.weakest_step,
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
    """Something missing."""
    return {
        "kind": gap.kind,
        "concept": graph.label(gap.concept),
        "claims": list(gap.claims),
        "explanation": gap.explanation,
    }
