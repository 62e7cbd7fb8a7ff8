"""What a contradiction is: its kinds, and one clash with both sides, what tells them apart, and what they weigh."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kneegraph.analysis.contradictions.reasons import Reason
from kneegraph.found import Drawn
from kneegraph.model import Finding


class ContradictionKind(StrEnum):
    """In which way sources disagree."""

    DISPUTED = "disputed"
    TIERS = "tiers"
    UNDERCUT = "undercut"
    QUALIFIED = "qualified"
    OPPOSED = "opposed"
    REVERSED = "reversed"
    INHERITED = "inherited"
    SCOPE = "scope"
    RIVALS = "rivals"
    SELF = "self"


@dataclass(frozen=True, slots=True)
class SideWeights:
    """What the evidence on each side weighs, in the unit of `data/weights.toml`, over independent groups of sources.

    Where both sides support, each its own claim, `supports` is the side named first and `disputes` the one against it.
    """

    supports: float = 0.0
    disputes: float = 0.0

    @property
    def lighter(self) -> float:
        """The weight of the side that weighs less."""
        return min(self.supports, self.disputes)

    @property
    def heavier(self) -> float:
        """The weight of the side that weighs more."""
        return max(self.supports, self.disputes)


@dataclass(frozen=True, slots=True)
class Contradiction(Drawn):
    """One clash: the claims it is between, the sources that take each stance on any of them, and what it is about.

    Where the sides are different claims (opposed, reversed, rivals), both sides `supports`, each its own. `resolved`: the
    conditions that the sources state tell the sides apart, so that the clash is only apparent. `reasons`: why it may be.
    `against`: what those who dispute find in place of the effect, where a study says so: none, or the opposite (which
    goes before). `hangs`: how many other claims lead to the clash's claims or go on from them.
    """

    kind: ContradictionKind
    claims: tuple[str, ...]
    supports: tuple[str, ...]
    disputes: tuple[str, ...]
    qualifies: tuple[str, ...]
    explanation: str
    resolved: bool = False
    reasons: tuple[Reason, ...] = ()
    against: Finding | None = None
    weights: SideWeights = SideWeights()
    hangs: int = 0

    @property
    def sources(self) -> tuple[str, ...]:
        """Everybody involved, sorted."""
        return tuple(sorted({*self.supports, *self.disputes, *self.qualifies}))
