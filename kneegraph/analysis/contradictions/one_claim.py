"""Clashes over one claim: disputed, qualified."""

from __future__ import annotations

from collections.abc import Iterator

from kneegraph.analysis.contradictions.clash import Contradiction, ContradictionKind, Ground, quoted, sides, told_apart
from kneegraph.model import Stance


def disputed(ground: Ground) -> Iterator[Contradiction]:
    """Every claim that some support and some dispute."""
    for claim in ground.claims:
        if claim.tally.supports and claim.tally.disputes:
            apart = told_apart(claim.by_stance(Stance.SUPPORTS), claim.by_stance(Stance.DISPUTES))
            ending = "; they speak of different conditions." if apart else "."
            explanation = f"{quoted(claim)} is {sides(ground, claim)}{ending}"
            yield ground.clash(ContradictionKind.DISPUTED, [claim], explanation, resolved=apart)


def qualified(ground: Ground) -> Iterator[Contradiction]:
    """Every claim that some support as it stands and some only with a reservation."""
    for claim in ground.claims:
        if claim.tally.supports and claim.tally.qualifies:
            yield ground.clash(ContradictionKind.QUALIFIED, [claim], f"{quoted(claim)} is {sides(ground, claim)}.")
