"""What the evidence on a claim weighs: how much supports it, how much disputes it, and how much is not known.

The form is the binomial opinion of subjective logic (A. Jøsang, Subjective Logic, 2016, section 3.2): with evidence of weight
`r` for a claim, `s` against it, and a prior weight `W`,

    support = r / (r + s + W)      dispute = s / (r + s + W)      unknown = W / (r + s + W).

`r` and `s` are summed over independent groups of sources; what each weighs is in `data/weights.toml`. The three sum to one.
With nothing known, unknown is one: not one half of anything.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from kneegraph.analysis.evidence.independence import Group, Independence
from kneegraph.analysis.evidence.weights import Weights, summed
from kneegraph.model import Assertion

#: Masses closer to each other than this are told as even.
_EVEN = 1e-9


class Lean(StrEnum):
    """Which side weighs more."""

    SUPPORT = "support"
    DISPUTE = "dispute"
    EVEN = "even"


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one independent group of sources puts on one side, as a weight and as a share of all three masses."""

    side: Lean
    group: Group
    weight: float
    mass: float


@dataclass(frozen=True, slots=True)
class Opinion:
    """Support, dispute and unknown, summing to one, and who contributed what, the heaviest first."""

    support: float
    dispute: float
    unknown: float
    contributions: tuple[Contribution, ...] = ()

    @property
    def interval(self) -> tuple[float, float]:
        """Between what support would be if all that is unknown spoke against the claim, and if it all spoke for it."""
        return self.support, self.support + self.unknown

    @property
    def lean(self) -> Lean | None:
        """Which side weighs more; None where nothing is known."""
        return leaning(self.support, self.dispute) if self.contributions else None

    def on(self, side: Lean) -> tuple[Contribution, ...]:
        """The contributions to one side."""
        return tuple(one for one in self.contributions if one.side == side)

    def weight(self, side: Lean) -> float:
        """All that the contributions to one side weigh."""
        return sum(one.weight for one in self.on(side))


def leaning(support: float, dispute: float) -> Lean:
    """Which of two masses weighs more."""
    if abs(support - dispute) <= _EVEN:
        return Lean.EVEN
    return Lean.SUPPORT if support > dispute else Lean.DISPUTE


def weighing(assertions: Iterable[Assertion], weights: Weights) -> dict[Lean, dict[str, float]]:
    """What each source puts on each side: the heaviest that it says there."""
    heaviest: dict[Lean, dict[str, float]] = {Lean.SUPPORT: defaultdict(float), Lean.DISPUTE: defaultdict(float)}
    for one in assertions:
        for side, weight in zip(heaviest, weights.sides(one), strict=True):
            if weight:
                heaviest[side][one.source] = max(heaviest[side][one.source], weight)
    return heaviest


def opinion(assertions: Iterable[Assertion], independence: Independence, weights: Weights) -> Opinion:
    """Weigh the assertions on one claim. A source counts on a side by the heaviest that it says there.

    More support never lowers support, a duplicate changes nothing, and the order does not matter. Cost: linear in the
    assertions, but for large knots of dependent sources.
    """
    heaviest = weighing(assertions, weights)
    counted = [
        (side, group, said[group.source])
        for side, said in heaviest.items()
        for group in independence.groups(said, lambda name, said=said: said[name])  # type: ignore[misc]
    ]
    support, dispute = (summed(weight for side, _, weight in counted if side is which) for which in heaviest)
    total = support + dispute + weights.prior
    made = [Contribution(side, group, weight, weight / total) for side, group, weight in counted]
    made.sort(key=lambda one: (one.side != Lean.SUPPORT, -one.weight, one.group.source))
    return Opinion(support / total, dispute / total, weights.prior / total, tuple(made))
