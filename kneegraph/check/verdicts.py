"""The verdict on a stated claim, from the standing of the claim that it matches; the table of design section 6."""

from __future__ import annotations

from kneegraph.check.matching import Match
from kneegraph.check.report import Verdict
from kneegraph.model import Certainty, Claim, Stance, Standing
from kneegraph.text.stated import Boost, Polarity, Reach, StatedClaim


def verdict_on(stated: StatedClaim, match: Match | None, *, beyond_studies: bool = False) -> Verdict | None:
    """What the sources make of the claim; None where it is put with the very reservation that they make.

    The first that holds of contradicted, contested, overstated, reported, qualified, supported. `beyond_studies`: who
    affirms it in these words says more than the studies of it license.
    """
    if match is None:
        return Verdict.NOT_IN_GRAPH
    standing = match.claim.standing
    affirms = (stated.polarity is Polarity.AFFIRMED) == match.agrees
    if standing is Standing.CONTESTED:
        return Verdict.CONTESTED
    if standing is Standing.REPORTED:
        return Verdict.OVERSTATED if affirms and (over_reaching(stated) or beyond_studies) else Verdict.REPORTED
    if affirms is (standing is Standing.DISPUTED):
        return Verdict.CONTRADICTED
    if standing is Standing.DISPUTED:  # a source that grants it under a condition is not of one mind with who denies it
        return Verdict.QUALIFIED if match.claim.tally.qualifies else Verdict.SUPPORTED
    if beyond_studies or is_overstated(stated, match):
        return Verdict.OVERSTATED
    if standing is Standing.QUALIFIED:
        return None if is_limited(stated, match.claim) else Verdict.QUALIFIED
    return Verdict.SUPPORTED


def over_reaching(stated: StatedClaim) -> tuple[Boost, ...]:
    """The words that say more than any source; a hedged sentence is never overstated for its certainty."""
    return tuple(one for one in stated.boosts if not (stated.hedged and one.reach is Reach.CERTAINTY))


def is_overstated(stated: StatedClaim, match: Match) -> bool:
    """Whether an affirming sentence says more than the sources: by a word, its relation, or the lack of a `may`."""
    if over_reaching(stated):
        return True
    return not stated.hedged and (match.stronger or only_possible(match.claim))


def only_possible(claim: Claim) -> bool:
    """Whether every source that supports the claim says no more than that it is possible."""
    supporting = claim.by_stance(Stance.SUPPORTS)
    strongest: dict[str, bool] = {}
    for one in supporting:
        strongest[one.source] = strongest.get(one.source, True) and one.certainty is Certainty.POSSIBLE
    return bool(supporting) and all(strongest.values())


def is_limited(stated: StatedClaim, claim: Claim) -> bool:
    """Whether the sentence names, as a reservation, what the sources make their reservation for."""
    if not stated.has_limit:
        return False
    reasons = {why.reason for one in claim.by_stance(Stance.QUALIFIES) for why in one.qualifications}
    scopes = {name for one in claim.by_stance(Stance.QUALIFIES) for name in one.scope}
    return bool((reasons | scopes) & set(stated.limited))
