"""Claims near a claim: what a reader of one should see beside it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kneegraph.analysis.kinship import Kinship
from kneegraph.found import Drawn
from kneegraph.model import Claim, Corpus, Family


class Nearness(StrEnum):
    """How another claim is near; in the order in which a reader should see them."""

    OPPOSITE = "opposite"
    REVERSED = "reversed"
    SAME_PAIR = "same pair"
    SIBLING = "sibling"
    BROADER = "broader"
    NARROWER = "narrower"
    COMPARISON = "comparison"
    RIVAL = "rival"


#: What each kind of nearness means, for a person.
MEANING = {
    Nearness.OPPOSITE: "the same said of a contrary concept",
    Nearness.REVERSED: "the other way round",
    Nearness.SAME_PAIR: "the same two concepts, joined by another relation",
    Nearness.SIBLING: "the same said of another state of the same muscle",
    Nearness.BROADER: "the same said more broadly",
    Nearness.NARROWER: "the same said more narrowly",
    Nearness.COMPARISON: "weighs it against something else",
    Nearness.RIVAL: "another cause of the same",
}


@dataclass(frozen=True, slots=True)
class Related(Drawn):
    """Another claim, and how it is near."""

    kind: Nearness
    claim: str


def related(corpus: Corpus, claim: Claim, kinship: Kinship | None = None) -> list[Related]:
    """Every claim near this one, nearest kind first. Cost: one pass over the claims, and over the concepts unless
    `kinship`, which many calls can share, is given.
    """
    kinship = kinship or Kinship(corpus)
    found = [
        Related(kind, other.id)
        for other in corpus.claims.values()
        if other.id != claim.id and (kind := _nearness(corpus, kinship, claim, other)) is not None
    ]
    order = list(Nearness)
    return sorted(found, key=lambda one: (order.index(one.kind), one.claim))


def _nearness(corpus: Corpus, kinship: Kinship, claim: Claim, other: Claim) -> Nearness | None:
    ends, others = {claim.subject, claim.object}, {other.subject, other.object}
    if ends == others:
        turned = other.subject == claim.object and other.relation == claim.relation
        return Nearness.REVERSED if turned else Nearness.SAME_PAIR
    if other.outcome == claim.object and any(_kin(corpus, kinship, claim.subject, end) for end in others):
        return Nearness.COMPARISON
    if other.outcome != claim.outcome:
        return None
    if _opposite(kinship, claim, other):
        return Nearness.OPPOSITE
    if corpus.relations[other.relation].family is not corpus.relations[claim.relation].family:
        return None
    if _kin(corpus, kinship, claim.subject, other.object) and _kin(corpus, kinship, claim.object, other.subject):
        return Nearness.REVERSED
    return _same_relation(corpus, kinship, claim, other) if other.relation == claim.relation else None


def _same_relation(corpus: Corpus, kinship: Kinship, claim: Claim, other: Claim) -> Nearness | None:
    shared = claim.object == other.object, claim.subject == other.subject
    if not any(shared):
        return None
    mine, its = (claim.subject, other.subject) if shared[0] else (claim.object, other.object)
    if its in kinship.broader(mine):
        return Nearness.BROADER
    if its in kinship.narrower(mine):
        return Nearness.NARROWER
    if _muscle(corpus, mine) and _muscle(corpus, mine) == _muscle(corpus, its):
        return Nearness.SIBLING
    rival = shared[0] and corpus.relations[claim.relation].family is Family.CAUSAL
    return Nearness.RIVAL if rival else None


def _opposite(kinship: Kinship, claim: Claim, other: Claim) -> bool:
    subjects = kinship.opposed(claim.subject, other.subject)
    objects = kinship.opposed(claim.object, other.object)
    return (subjects and (objects or claim.object == other.object)) or (objects and claim.subject == other.subject)


def _kin(corpus: Corpus, kinship: Kinship, one: str, other: str) -> bool:
    """The same, one broader than the other, or both about one muscle."""
    mine, its = _muscle(corpus, one) or one, _muscle(corpus, other) or other
    return kinship.related(one, other) or kinship.related(mine, its)


def _muscle(corpus: Corpus, concept: str) -> str | None:
    known = corpus.concepts.get(concept)
    return known.state_of if known else None
