"""Which verdict the evidence of a graph gives a stated claim: the table of the verdicts, apart from any checker.

Written a second time on purpose, so that the right answers of the measure are held against the graph and not against the
code that they are there to judge.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from entries import Expected

from kneegraph.model import Certainty, Claim, Stance, Standing

Key: TypeAlias = tuple[str, str, str, str | None]


def verdicts(expected: Expected, claims: Mapping[Key, Claim]) -> frozenset[str]:
    """The verdict of every reading that is a claim of the graph; `not-in-graph` where none is."""
    keys = ((expected.subject, one, expected.object, expected.outcome) for one in (expected.relation, *expected.also))
    known = [claims[key] for key in keys if key in claims]
    return frozenset(_verdict(claim, expected) for claim in known) or frozenset({"not-in-graph"})


def _verdict(claim: Claim, expected: Expected) -> str:
    denied = expected.polarity == "denied"
    held = claim.standing in (Standing.SUPPORTED, Standing.QUALIFIED)
    if (denied and held) or (not denied and claim.standing is Standing.DISPUTED):
        return "contradicted"
    if claim.standing is Standing.CONTESTED:
        return "contested"
    if not denied and (expected.boosted or (_only_possible(claim) and not expected.hedged)):
        return "overstated"
    return "supported" if claim.standing is Standing.DISPUTED else str(claim.standing)


def _only_possible(claim: Claim) -> bool:
    supports = [one.certainty for one in claim.assertions if one.stance is Stance.SUPPORTS]
    return bool(supports) and set(supports) == {Certainty.POSSIBLE}


def by_key(claims: Iterable[Claim]) -> dict[Key, Claim]:
    """Claims by what they say."""
    return {(one.subject, one.relation, one.object, one.outcome): one for one in claims}
