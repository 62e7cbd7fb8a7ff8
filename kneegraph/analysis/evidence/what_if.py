"""How firm a standing is: what it would be without any one group of sources, and what new evidence would turn it."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from kneegraph.analysis.evidence.independence import Group, Independence
from kneegraph.analysis.evidence.opinion import Lean, Opinion, leaning, opinion, weighing
from kneegraph.analysis.evidence.weights import Weights
from kneegraph.model import Claim, Stance, Standing, Tally


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What would become of a claim without one group: its standing and which side weighs more. None: nothing known."""

    group: Group
    standing: Standing | None
    lean: Lean | None


@dataclass(frozen=True, slots=True)
class Flip:
    """The smallest new evidence after which something is no longer as it was.

    So many new, independent sources of this stance: of any kind where `design` is None, else certain studies of this design.
    `standing` or `lean` is what then holds, whichever of the two is meant.
    """

    stance: Stance
    number: int
    design: str | None = None
    standing: Standing | None = None
    lean: Lean | None = None


@dataclass(frozen=True, slots=True)
class Firmness:
    """How firm a claim is: the groups without which it would be another, and the smallest new evidence that would turn it."""

    left_out: tuple[LeftOut, ...]
    flips: tuple[Flip, ...]

    @property
    def stable(self) -> bool:
        """Whether no single group decides standing or lean."""
        return not self.left_out


def firmness(claim: Claim, independence: Independence, weights: Weights) -> Firmness:
    """Try what the claim would be without each group, and with new sources. Cost: one opinion a group."""
    before = opinion(claim.assertions, independence, weights)
    return Firmness(left_out(claim, before, independence, weights), flips(claim, before, weights))


def left_out(claim: Claim, before: Opinion, independence: Independence, weights: Weights) -> tuple[LeftOut, ...]:
    """The groups without which standing or lean would be another; none when the claim is stable.

    Cost: linear in the sources that depend on none of the others, and one opinion for each further group.
    """
    every = set(claim.sources())
    alone = independence.alone(every)
    without = _Without(claim, before, weights)
    found = []
    for group in independence.groups(every):
        if group.source in alone:
            after = without.source(group.source)
        else:
            kept = claim.of_sources(every.difference(group.members))
            after = kept.standing, opinion(kept.assertions, independence, weights).lean
        if after != (claim.standing, before.lean):
            found.append(LeftOut(group, *after))
    return tuple(found)


class _Without:
    """A claim less one source on which no other depends: all that it took is then taken away, and nothing comes instead."""

    def __init__(self, claim: Claim, before: Opinion, weights: Weights) -> None:
        self._said = weighing(claim.assertions, weights)
        self._weights = {side: before.weight(side) for side in self._said}
        self._prior = weights.prior
        self._stances: dict[str, set[Stance]] = defaultdict(set)
        for one in claim.assertions:
            self._stances[one.source].add(Stance.REPORTS if one.unconfirmed else one.stance)
        self._counts = claim.deciding.as_dict()

    def source(self, name: str) -> tuple[Standing | None, Lean | None]:
        """The standing without it, and which side then weighs more."""
        taken = self._stances[name]
        counts = {stance.value: self._counts[stance.value] - (stance in taken) for stance in Stance}
        support, dispute = (self._weights[side] - said.get(name, 0.0) for side, said in self._said.items())
        left = any(len(said) > (name in said) for said in self._said.values())
        total = support + dispute + self._prior
        return Tally(**counts).standing, leaning(support / total, dispute / total) if left else None


def flips(claim: Claim, before: Opinion, weights: Weights) -> tuple[Flip, ...]:
    """The smallest new evidence that would give the claim another standing, and that would turn which side weighs more.

    One source is always enough for another standing, or no number of them is: `contested` stays contested.
    """
    return (*_of_standing(claim), *_of_lean(before, weights))


def _of_standing(claim: Claim) -> Iterator[Flip]:
    """One new source of each stance that changes the standing."""
    for stance in (Stance.DISPUTES, Stance.SUPPORTS, Stance.QUALIFIES):
        counts = claim.deciding.as_dict()
        counts[stance.value] += 1
        after = Tally(**counts).standing
        if after is not claim.standing:
            yield Flip(stance, 1, standing=after)


def _of_lean(before: Opinion, weights: Weights) -> Iterator[Flip]:
    """The fewest new studies that turn the balance, and among designs that need as many, the weakest."""
    lean = before.lean
    if lean not in (Lean.SUPPORT, Lean.DISPUTE):
        return
    gap = before.weight(lean) - before.weight(Lean.DISPUTE if lean is Lean.SUPPORT else Lean.SUPPORT)
    needed = [(math.floor(gap / weight + 1e-9) + 1, weight, design) for design, weight in weights.designs.items() if weight]
    if needed:
        number, _, design = min(needed)
        stance = Stance.DISPUTES if lean is Lean.SUPPORT else Stance.SUPPORTS
        yield Flip(stance, number, design, lean=Lean.DISPUTE if lean is Lean.SUPPORT else Lean.SUPPORT)
