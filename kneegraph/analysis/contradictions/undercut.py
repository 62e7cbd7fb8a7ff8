"""Links that are granted while what they are taken for is denied: that one thing causes the other, or comes before it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kneegraph.analysis.contradictions.clash import Contradiction, ContradictionKind
from kneegraph.analysis.contradictions.ground import Ground, supporting
from kneegraph.analysis.contradictions.wording import backed, quoted, sides
from kneegraph.analysis.evidence.opinion import Lean
from kneegraph.analysis.kinship import listed
from kneegraph.model import Aspect, Assertion, Claim, Stance

ASSOCIATION, RISK, CAUSE = "associatedWith", "riskFactorFor", "causes"


@dataclass(frozen=True, slots=True)
class Links:
    """The claims that one thing goes together with another, comes before it, and causes it."""

    together: tuple[Claim, ...]
    before: Claim | None
    cause: Claim | None


def links(ground: Ground) -> Iterator[Links]:
    """For each two concepts of which one is said to cause the other or to come before it, or not to: all that joins them."""
    ends = {(claim.subject, claim.object) for claim in ground.claims if claim.relation in (RISK, CAUSE) and not claim.outcome}
    for one, other in sorted(ends):
        either_way = (ground.claim(one, ASSOCIATION, other), ground.claim(other, ASSOCIATION, one))
        together = tuple(claim for claim in either_way if claim)
        yield Links(together, ground.claim(one, RISK, other), ground.claim(one, CAUSE, other))


def undercut(ground: Ground) -> Iterator[Contradiction]:
    """Two things go together, or one comes before the other, which is granted, while the step from there is denied.

    Denied is the cause where somebody disputes it, or says that the two merely go together; and that the one comes before
    the other where the evidence on that does not lean to support. Granted is what somebody supports and evidence does not
    lean against. Cost: linear in the claims.
    """
    for pair in links(ground):
        cause = pair.cause if pair.cause and _denying(pair.cause) else None
        risk = pair.before if pair.before and pair.before.tally.disputes else None
        if cause or (risk and pair.together):
            together = [claim for claim in pair.together if _granted(ground, claim)]
            later = risk if risk and together and _not_before(ground, risk) else None
            sooner = [pair.before] if cause and pair.before and not later and _granted(ground, pair.before) else []
            if (together or sooner) and (later or cause):
                yield _told(ground, [*together, *sooner], later, cause)


def _told(ground: Ground, granted: list[Claim], later: Claim | None, cause: Claim | None) -> Contradiction:
    parts = [f"That {listed(map(backed, granted))} is granted"]
    if later:
        taken = sides(ground.corpus, later)
        parts.append(f"one goes together with the other, but does not come before it: {quoted(later)} is {taken}")
    if cause:
        parts.append(f"that one brings about the other is denied: {quoted(cause)} is {sides(ground.corpus, cause)}")
    one, other = supporting(granted), [made for claim in (later, cause) if claim for made in _denying(claim)]
    claims = [*granted, *(claim for claim in (later, cause) if claim)]
    explanation = f"{'; '.join(parts)}."
    return ground.clash(ContradictionKind.UNDERCUT, claims, explanation, one, other, voices=[*one, *other])


def _granted(ground: Ground, claim: Claim) -> bool:
    confirmed = any(not made.unconfirmed for made in claim.by_stance(Stance.SUPPORTS))
    return confirmed and ground.scales.lean(claim.assertions) is not Lean.DISPUTE


def _not_before(ground: Ground, claim: Claim) -> bool:
    confirmed = any(not made.unconfirmed for made in claim.by_stance(Stance.DISPUTES))
    return confirmed and ground.scales.lean(claim.assertions) is not Lean.SUPPORT


def _denying(claim: Claim) -> list[Assertion]:
    """Who disputes a claim, or says that its concepts merely go together."""
    return [
        made
        for made in claim.assertions
        if made.stance is Stance.DISPUTES
        or (made.stance is Stance.QUALIFIES and any(why.aspect is Aspect.CAUSATION for why in made.qualifications))
    ]
