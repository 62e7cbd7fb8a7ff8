"""What a contradiction is, and what its finders share: the corpus with its indexes, and words for both sides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from kneegraph.analysis.kinship import Kinship, kind_of, label, listed
from kneegraph.found import Drawn
from kneegraph.model import Aspect, Assertion, Claim, Corpus, Kind, Stance


class ContradictionKind(StrEnum):
    """In which way sources disagree."""

    DISPUTED = "disputed"
    QUALIFIED = "qualified"
    OPPOSED = "opposed"
    REVERSED = "reversed"
    INHERITED = "inherited"
    SCOPE = "scope"
    RIVALS = "rivals"
    SELF = "self"


@dataclass(frozen=True, slots=True)
class Contradiction(Drawn):
    """One clash: the claims it is between, the sources that take each stance on any of them, and what it is about.

    Where the sides are different claims (opposed, reversed, rivals), both sides `supports`, each its own. `resolved`: the
    conditions that the sources state tell the sides apart, so that the clash is only apparent.
    """

    kind: ContradictionKind
    claims: tuple[str, ...]
    supports: tuple[str, ...]
    disputes: tuple[str, ...]
    qualifies: tuple[str, ...]
    explanation: str
    resolved: bool = False

    @property
    def sources(self) -> tuple[str, ...]:
        """Everybody involved, sorted."""
        return tuple(sorted({*self.supports, *self.disputes, *self.qualifies}))


_Parts = tuple[str, str, str, str | None]


class Ground:
    """What finders search: the corpus, its kinship, and its claims by their parts. Cost: one pass over the claims."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self.kinship = Kinship(corpus)
        self.claims = tuple(claim for _, claim in sorted(corpus.claims.items()))

    @cached_property
    def _by_parts(self) -> dict[_Parts, Claim]:
        return {(claim.subject, claim.relation, claim.object, claim.outcome): claim for claim in self.claims}

    def broader_claims(self, claim: Claim) -> Iterator[Claim]:
        """The same said of something broader: of the subject or of the object, not of both."""
        subjects = ((broad, claim.object) for broad in self.kinship.broader(claim.subject))
        objects = ((claim.subject, broad) for broad in self.kinship.broader(claim.object))
        return self._existing(claim, (*subjects, *objects))

    def opposite_claims(self, claim: Claim) -> Iterator[Claim]:
        """The same said of an opposite of the object."""
        return self._existing(claim, ((claim.subject, other) for other in self.kinship.opposites(claim.object)))

    def _existing(self, claim: Claim, ends: Iterable[tuple[str, str]]) -> Iterator[Claim]:
        found = (self._by_parts.get((subject, claim.relation, object_, claim.outcome)) for subject, object_ in ends)
        return (other for other in found if other is not None)

    def clash(
        self,
        kind: ContradictionKind,
        claims: Sequence[Claim],
        explanation: str,
        *,
        only: str | None = None,
        resolved: bool = False,
    ) -> Contradiction:
        """A contradiction between these claims, with everybody's stance on them, or with that of one source `only`."""

        def who(stance: Stance) -> tuple[str, ...]:
            sources = {source for claim in claims for source in claim.sources(stance)}
            return tuple(sorted(sources & {only} if only else sources))

        ids = tuple(dict.fromkeys(claim.id for claim in claims))
        sides = who(Stance.SUPPORTS), who(Stance.DISPUTES), who(Stance.QUALIFIES)
        return Contradiction(kind, ids, *sides, explanation=explanation, resolved=resolved)

    def is_muscle(self, concept: str) -> bool:
        """Whether a concept is known to be a muscle or a group of muscles."""
        return kind_of(self.corpus, concept) is Kind.MUSCLE

    def label(self, concept: str) -> str:
        """The preferred label of a concept."""
        return label(self.corpus, concept)

    def labels(self, concepts: Iterable[str]) -> str:
        """Preferred labels as a person would list them."""
        return listed(self.label(concept) for concept in concepts)


#: In which respect a claim is limited, for a reader.
ASPECTS = {
    Aspect.SCOPE: "it holds under some conditions only",
    Aspect.RELATIVE_IMPORTANCE: "it matters less than claimed",
    Aspect.PARTIAL_CAUSE: "it is one cause among several",
    Aspect.DOSE: "it depends on the dose",
    Aspect.POPULATION: "it holds for some people only",
    Aspect.TIME: "it holds for some time only",
    Aspect.MEASURE: "it depends on how it is measured",
    Aspect.CAUSATION: "the two go together without one bringing about the other",
}


def quoted(claim: Claim) -> str:
    """A claim in a sentence."""
    return f"“{claim.label}”"


def backed(claim: Claim) -> str:
    """A claim and who supports it."""
    return f"{quoted(claim)} ({listed(claim.sources(Stance.SUPPORTS))})"


def sides(ground: Ground, claim: Claim) -> str:
    """Who takes which stance on a claim, and what the qualifications are, as the rest of a sentence."""
    said = [(stance, claim.sources(stance)) for stance in (Stance.SUPPORTS, Stance.DISPUTES)]
    words = {Stance.SUPPORTS: "supported by", Stance.DISPUTES: "disputed by"}
    parts = [f"{words[stance]} {listed(sources)}" for stance, sources in said if sources]
    parts += [f"qualified by {one.source} ({_reasons(ground, one)})" for one in claim.by_stance(Stance.QUALIFIES)]
    return listed(parts)


def _reasons(ground: Ground, assertion: Assertion) -> str:
    reasons = (
        ASPECTS[why.aspect] + (f", owing to {ground.label(why.reason)}" if why.reason else "")
        for why in assertion.qualifications
    )
    return "; ".join(dict.fromkeys(reasons)) or "no reason given"


def told_apart(one: Sequence[Assertion], other: Sequence[Assertion]) -> bool:
    """Whether both sides state conditions throughout, and never the same one."""
    if not one or not other or not all(assertion.scope for assertion in (*one, *other)):
        return False
    return {name for said in one for name in said.scope}.isdisjoint(name for said in other for name in said.scope)
