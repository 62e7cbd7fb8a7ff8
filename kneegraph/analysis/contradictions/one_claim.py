"""Clashes over one claim: disputed, qualified."""

from __future__ import annotations

from collections.abc import Iterator

from kneegraph.analysis.contradictions.clash import Contradiction, ContradictionKind
from kneegraph.analysis.contradictions.ground import Ground
from kneegraph.analysis.contradictions.wording import DIFFERENT_CONDITIONS, quoted, sides
from kneegraph.model import Claim, Stance


def disputed(ground: Ground) -> Iterator[Contradiction]:
    """Every claim that some support and some dispute."""
    for claim in ground.claims:
        if claim.tally.supports and claim.tally.disputes:
            yield _over(ground, claim, ContradictionKind.DISPUTED, Stance.DISPUTES)


def qualified(ground: Ground) -> Iterator[Contradiction]:
    """Every claim that some support as it stands and some only with a reservation."""
    for claim in ground.claims:
        if claim.tally.supports and claim.tally.qualifies:
            yield _over(ground, claim, ContradictionKind.QUALIFIED, Stance.QUALIFIES)


def _over(ground: Ground, claim: Claim, kind: ContradictionKind, against: Stance) -> Contradiction:
    """Support against another stance on the same claim; it weighs what the opinion on the claim says."""
    one, other = claim.by_stance(Stance.SUPPORTS), claim.by_stance(against)
    ending = f"; {DIFFERENT_CONDITIONS}." if ground.told_apart(one, other) else "."
    explanation = f"{quoted(claim)} is {sides(ground.corpus, claim)}{ending}"
    return ground.clash(kind, [claim], explanation, one, other, between=claim.by_stance(Stance.QUALIFIES))
