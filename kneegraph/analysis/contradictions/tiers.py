"""Popular belief against evidence: what sources of one tier support and those of the other dispute."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kneegraph.analysis.contradictions.clash import Contradiction, ContradictionKind
from kneegraph.analysis.contradictions.ground import Ground
from kneegraph.analysis.contradictions.undercut import Links, links
from kneegraph.analysis.contradictions.wording import disputing, quoted, sides
from kneegraph.analysis.evidence.opinion import Lean
from kneegraph.analysis.kinship import listed
from kneegraph.model import Assertion, Basis, Claim, Stance, Tier


def tiers(ground: Ground) -> Iterator[Contradiction]:
    """Claims that a popular source supports while peer-reviewed evidence leans to dispute, or the other way round.

    What popular sources believe is what they say without a study of their own: a trial that nobody has reviewed is no belief.
    So are causes that popular sources alone give, and no study, while peer-reviewed evidence on the same two concepts leans
    against the one coming before the other, or even against their going together. Cost: linear in the claims.
    """
    direct = set()
    for claim in ground.claims:
        for one, other, word in _opposites(ground, claim):
            direct.add(claim.id)
            yield _on_one(ground, claim, one, other, f"Peer-reviewed evidence speaks {word} {quoted(claim)}")
    for pair in links(ground):
        if pair.cause and pair.cause.id not in direct:
            yield from _on_a_cause(ground, pair, pair.cause)


def _opposites(ground: Ground, claim: Claim) -> Iterator[tuple[list[Assertion], list[Assertion], str]]:
    """Who supports and who disputes a claim, when it is one tier against the other; and which way the evidence speaks."""
    for popular, peers, lean, word in (
        (Stance.SUPPORTS, Stance.DISPUTES, Lean.DISPUTE, "against"),
        (Stance.DISPUTES, Stance.SUPPORTS, Lean.SUPPORT, "for"),
    ):
        said, found = _taking(ground, claim, Tier.POPULAR, popular), _taking(ground, claim, Tier.PEER_REVIEWED, peers)
        if said and found and _peer_lean(ground, claim) is lean:
            yield (said, found, word) if popular is Stance.SUPPORTS else (found, said, word)


def _on_one(ground: Ground, claim: Claim, one: Sequence[Assertion], other: Sequence[Assertion], lead: str) -> Contradiction:
    """A claim with each tier's sources on it."""
    tiers_ = (claim.of_sources({made.source for made in _of_tier(ground, claim, tier)}) for tier in Tier)
    split = [f"{tier.value}: {sides(ground.corpus, part)}" for tier, part in zip(Tier, tiers_, strict=True)]
    explanation = f"{lead}. {'; '.join(split)}."
    return ground.clash(ContradictionKind.TIERS, [claim], explanation, one, other)


def _on_a_cause(ground: Ground, pair: Links, cause: Claim) -> Iterator[Contradiction]:
    """A cause that popular sources alone give, against evidence that not even a weaker link between the two is there."""
    weaker = [claim for claim in (pair.before, *pair.together) if claim and claim.tally.disputes]
    believed = _taking(ground, cause, Tier.POPULAR, Stance.SUPPORTS)
    if not weaker or not believed or any(_studied(made) for made in cause.by_stance(Stance.SUPPORTS)):
        return
    stronger = [claim for claim in (cause, pair.before) if claim]
    if any(_peer_lean(ground, claim) is Lean.SUPPORT for claim in stronger):
        return
    refuted = {
        claim.id: found
        for claim in weaker
        if (found := _taking(ground, claim, Tier.PEER_REVIEWED, Stance.DISPUTES)) and _peer_lean(ground, claim) is Lean.DISPUTE
    }
    if refuted:
        yield _on_two(ground, cause, believed, refuted)


def _on_two(ground: Ground, cause: Claim, believed: list[Assertion], refuted: Mapping[str, list[Assertion]]) -> Contradiction:
    weaker = [ground.corpus.claims[name] for name in refuted]
    other = [made for found in refuted.values() for made in found]
    against = listed(f"{quoted(claim)} is disputed by {listed(disputing(refuted[claim.id]))}" for claim in weaker)
    who = listed(dict.fromkeys(made.source for made in believed))
    explanation = f"Popular sources support {quoted(cause)} ({who}), which no study here does; peer-reviewed: {against}."
    voices = [*believed, *other]
    return ground.clash(ContradictionKind.TIERS, [cause, *weaker], explanation, believed, other, voices=voices)


def _taking(ground: Ground, claim: Claim, tier: Tier, stance: Stance) -> list[Assertion]:
    """What sources of a tier say with this stance, popular ones without a study; nothing that no second reader has seen."""
    said = [made for made in _of_tier(ground, claim, tier) if made.stance is stance]
    if tier is Tier.POPULAR:
        said = [made for made in said if not _studied(made)]
    return said if any(not made.unconfirmed for made in said) else []


def _of_tier(ground: Ground, claim: Claim, tier: Tier) -> list[Assertion]:
    return [made for made in claim.assertions if ground.corpus.sources[made.source].tier is tier]


def _peer_lean(ground: Ground, claim: Claim) -> Lean | None:
    return ground.scales.lean(_of_tier(ground, claim, Tier.PEER_REVIEWED))


def _studied(assertion: Assertion) -> bool:
    return assertion.design is not None or assertion.basis is Basis.STUDY
