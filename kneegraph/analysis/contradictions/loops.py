"""Causes and effects that change places: A brings about B and B brings about A, directly or around a loop."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kneegraph.analysis.contradictions.circles import Around, Edge, loops, pairs
from kneegraph.analysis.contradictions.clash import Contradiction, ContradictionKind
from kneegraph.analysis.contradictions.ground import Ground, supporting
from kneegraph.analysis.contradictions.wording import backed
from kneegraph.analysis.effect import claim_sign, relation_of
from kneegraph.analysis.kinship import listed
from kneegraph.model import Claim, Family


def reversed_causes(ground: Ground) -> Iterator[Contradiction]:
    """Supported causal claims that make a thing its own cause: pairs first, then loops that hold no such pair.

    See `circles`. Loops whose signs make the effect undo its cause are no contradiction.
    """
    edges = [*_edges(ground)]
    around = Around(ground.kinship, ground.is_muscle)
    found = pairs(edges, around)
    for there, back in (([_claim(ground, name) for name in names] for names in pair) for pair in found):
        explanation = f"Cause and effect change places: {_backed(there)} against {_backed(back)}."
        yield _told(ground, there, back, explanation)
    paired = {name for pair in found for names in pair for name in names}
    for names in loops(edges, around, paired):
        loop = [_claim(ground, name) for name in names]
        lightest = min(loop, key=lambda claim: (ground.scales.sides(supporting([claim]), ()).supports, claim.id))
        rest = [claim for claim in loop if claim is not lightest]
        yield _told(ground, rest, [lightest], f"Causes run in a circle: {_backed(loop)}.", order=loop)


def _claim(ground: Ground, name: str) -> Claim:
    return ground.corpus.claims[name]


def _told(
    ground: Ground, there: Sequence[Claim], back: Sequence[Claim], explanation: str, order: Sequence[Claim] = ()
) -> Contradiction:
    """One way against the other; of a loop, all but its lightest claim against that one, without which there is no circle.

    What comes first is no matter of conditions: groups that differ may overlap, so scopes resolve none of these.
    """
    one, other = supporting(there), supporting(back)
    claims = order or (*there, *back)
    return ground.clash(ContradictionKind.REVERSED, claims, explanation, one, other, resolved=False)


def _backed(claims: Sequence[Claim]) -> str:
    return listed(map(backed, claims))


def _edges(ground: Ground) -> Iterator[Edge]:
    for claim in ground.claims:
        relation, sign = relation_of(ground.corpus, claim), claim_sign(ground.corpus, claim)
        if relation.family is Family.CAUSAL and relation.chainable and sign and claim.tally.supports:
            one, other = ground.kinship.core(claim.subject), ground.kinship.core(claim.object)
            if not ground.kinship.related(one.concept, other.concept):
                yield Edge(claim.id, one.concept, other.concept, one.sign * sign * other.sign)
