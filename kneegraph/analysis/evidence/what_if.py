"""How firm a standing is: what it would be without any one group of sources, and what new evidence would turn it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from kneegraph.analysis.evidence.independence import Group, Independence
from kneegraph.analysis.evidence.opinion import Lean, Opinion, opinion
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
    """The groups without which standing or lean would be another; none when the claim is stable. Cost: one opinion a group."""
    found = []
    for group in independence.groups(claim.sources()):
        kept = claim.of_sources(set(claim.sources()) - set(group.members))
        after = opinion(kept.assertions, independence, weights)
        if (kept.standing, after.lean) != (claim.standing, before.lean):
            found.append(LeftOut(group, kept.standing, after.lean))
    return tuple(found)


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
