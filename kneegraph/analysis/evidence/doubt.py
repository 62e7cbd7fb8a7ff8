"""Whether a claim still stands once its evidence is weighed, and if not, what speaks against it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from kneegraph.analysis.evidence.independence import Independence
from kneegraph.analysis.evidence.opinion import Lean, Opinion, opinion
from kneegraph.analysis.evidence.weights import Weights
from kneegraph.model import Assertion, Basis, Corpus, Stance, Tier


class Doubt(StrEnum):
    """Why something does not stand, in a word."""

    DISPUTED = "disputed"
    OUTWEIGHED = "outweighed"
    NULL = "null"


#: Designs that gather what others found and think, and look for nothing themselves.
_SECONDARY = frozenset({"narrativeReview", "consensus", "guideline"})
#: What each means, for a person.
DOUBTS = {
    Doubt.DISPUTED: "disputed, and nobody supports it",
    Doubt.OUTWEIGHED: "what disputes it weighs more than what supports it",
    Doubt.NULL: "the peer-reviewed studies that looked for it lean against it",
}


@dataclass(frozen=True, slots=True)
class Judge:
    """What judging evidence takes: whose sources, which of them are independent, and what each weighs."""

    corpus: Corpus
    independence: Independence
    weights: Weights

    def opinion(self, said: Iterable[Assertion]) -> Opinion:
        """What these assertions weigh together."""
        return opinion(said, self.independence, self.weights)

    def doubt(self, said: Iterable[Assertion]) -> Doubt | None:
        """Why what is asserted here does not stand; None where it does, or where nothing is known.

        What only one reader has seen decides nothing. Popular voices may outnumber the studies, but they do not
        outweigh them: where peer-reviewed studies alone lean to dispute, that is doubt enough.
        """
        confirmed = [one for one in said if not one.unconfirmed]
        if self.opinion(confirmed).lean is Lean.DISPUTE:
            return Doubt.OUTWEIGHED if any(one.stance is Stance.SUPPORTS for one in confirmed) else Doubt.DISPUTED
        studies = [one for one in confirmed if self.studied(one)]
        return Doubt.NULL if self.opinion(studies).lean is Lean.DISPUTE else None

    def stands(self, said: Iterable[Assertion]) -> bool:
        """Whether the evidence leans to support, and the studies do not say otherwise."""
        confirmed = [one for one in said if not one.unconfirmed]
        return self.opinion(confirmed).lean is Lean.SUPPORT and self.doubt(confirmed) is None

    def studied(self, one: Assertion) -> bool:
        """Whether an assertion rests on a study that others have examined, or on a systematic review of such."""
        examined = self.corpus.sources[one.source].tier is Tier.PEER_REVIEWED
        return examined and one.basis is Basis.STUDY and one.design not in _SECONDARY

    def against(self, said: Iterable[Assertion]) -> tuple[Assertion, ...]:
        """Those that dispute it, the heaviest first."""
        found = (one for one in said if one.stance is Stance.DISPUTES)
        return tuple(sorted(found, key=lambda one: (-self.weights.of(one), one.id)))
