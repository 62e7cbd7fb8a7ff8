"""What finders share: the corpus with its indexes, and what makes a clash of two sides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from kneegraph.analysis.contradictions.clash import Contradiction, ContradictionKind
from kneegraph.analysis.contradictions.reasons import Apart
from kneegraph.analysis.contradictions.respects import Respects
from kneegraph.analysis.contradictions.weighing import Scales
from kneegraph.analysis.evidence.independence import Independence
from kneegraph.analysis.evidence.weights import Weights
from kneegraph.analysis.kinship import Kinship, kind_of, label, listed
from kneegraph.model import Assertion, Claim, Corpus, Finding, Kind, Stance

_Parts = tuple[str, str, str, str | None]


class Ground:
    """What finders search: the corpus, its kinship, and its claims by their parts. Cost: one pass over the claims."""

    def __init__(
        self,
        corpus: Corpus,
        independence: Independence | None = None,
        weights: Weights | None = None,
        *,
        kinship: Kinship | None = None,
    ) -> None:
        """Without them, independence and kinship are taken from this corpus and weights are those that are packaged."""
        self.corpus = corpus
        self.kinship = kinship or Kinship(corpus)
        self.claims = tuple(claim for _, claim in sorted(corpus.claims.items()))
        self.scales = Scales(corpus, self.kinship, independence, weights)
        self.apart = Apart(corpus, self.kinship, Respects(corpus, self.kinship), self.scales.weigh)

    @cached_property
    def _by_parts(self) -> dict[_Parts, Claim]:
        return {(claim.subject, claim.relation, claim.object, claim.outcome): claim for claim in self.claims}

    def claim(self, subject: str, relation: str, object_: str) -> Claim | None:
        """The claim of these parts, if there is one; without an outcome."""
        return self._by_parts.get((subject, relation, object_, None))

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

    def told_apart(self, one: Sequence[Assertion], other: Sequence[Assertion]) -> bool:
        """Whether the scopes that both sides state throughout tell them apart."""
        return self.apart.by_scope(one, other)

    def clash(
        self,
        kind: ContradictionKind,
        claims: Sequence[Claim],
        explanation: str,
        one: Sequence[Assertion],
        other: Sequence[Assertion],
        *,
        between: Sequence[Assertion] = (),
        voices: Iterable[Assertion] | None = None,
        resolved: bool | None = None,
    ) -> Contradiction:
        """A contradiction between these claims, `one` side against the `other`.

        `between` are those who qualify and so stand on both sides in part, `voices` all whose stances are told (None:
        everybody's on these claims). It is resolved when scopes tell the sides apart, unless that is said otherwise.
        """
        once = tuple({claim.id: claim for claim in claims}.values())
        heard = [*voices] if voices is not None else [made for claim in once for made in claim.assertions]

        def who(stance: Stance) -> tuple[str, ...]:
            return tuple(sorted({made.source for made in heard if made.stance is stance}))

        return Contradiction(
            kind,
            tuple(claim.id for claim in once),
            who(Stance.SUPPORTS),
            who(Stance.DISPUTES),
            who(Stance.QUALIFIES),
            explanation=explanation,
            resolved=self.told_apart(one, other) if resolved is None else resolved,
            reasons=self.apart.reasons(one, other, heard if len(once) == 1 else between),
            against=_finding(other),
            weights=self.scales.sides(one, other, between),
            hangs=self.scales.hangs(once),
        )

    def is_muscle(self, concept: str) -> bool:
        """Whether a concept is known to be a muscle or a group of muscles."""
        return kind_of(self.corpus, concept) is Kind.MUSCLE

    def label(self, concept: str) -> str:
        """The preferred label of a concept."""
        return label(self.corpus, concept)

    def labels(self, concepts: Iterable[str]) -> str:
        """Preferred labels as a person would list them."""
        return listed(self.label(concept) for concept in concepts)


def supporting(claims: Iterable[Claim]) -> list[Assertion]:
    """Who supports these claims."""
    return [made for claim in claims for made in claim.by_stance(Stance.SUPPORTS)]


def _finding(side: Iterable[Assertion]) -> Finding | None:
    """What those who dispute find instead: what studies find before what others say, the opposite before no effect."""
    found = [made for made in side if made.stance is Stance.DISPUTES and made.finding]
    counted = [made for made in found if made.design] or found
    return max((made.finding for made in counted if made.finding), key=[*Finding].index, default=None)
