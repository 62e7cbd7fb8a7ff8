"""What a clash weighs: the evidence on each side, and how much hangs on its claims."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property

from kneegraph.analysis.contradictions.clash import SideWeights
from kneegraph.analysis.effect import relation_of
from kneegraph.analysis.evidence.independence import Independence
from kneegraph.analysis.evidence.opinion import Lean, opinion
from kneegraph.analysis.evidence.weights import PLACES, Weights, summed
from kneegraph.analysis.kinship import Kinship
from kneegraph.model import Assertion, Claim, Corpus, Stance


def stakes(weights: SideWeights, hangs: int) -> float:
    """How much a clash matters: the weight of its lighter side, times 1 + log2(1 + `hangs`).

    A clash with heavy evidence on both sides comes before one in which a single voice stands against many; each doubling of
    what hangs on it adds as much again as the lighter side weighs. Nothing on one side is no stake, whatever hangs on it.

    >>> stakes(SideWeights(supports=4.5, disputes=1.0), 7)
    4.0
    """
    return weights.lighter * (1 + math.log2(1 + hangs))


class Scales:
    """Weighs sides, and counts what hangs on claims. Cost: one pass over sources, assertions and claims."""

    def __init__(
        self, corpus: Corpus, kinship: Kinship, independence: Independence | None = None, weights: Weights | None = None
    ) -> None:
        self._corpus = corpus
        self._kinship = kinship
        self._given = independence
        self._weights = weights or Weights.packaged()

    @cached_property
    def _independence(self) -> Independence:
        return self._given or Independence.of(self._corpus)

    def weigh(self, assertion: Assertion) -> float:
        """What an assertion weighs by itself, whatever its stance."""
        return self._weights.of(assertion)

    def lean(self, assertions: Iterable[Assertion]) -> Lean | None:
        """Which way the evidence on one claim leans; None where nothing is known."""
        return opinion(assertions, self._independence, self._weights).lean

    def sides(self, one: Sequence[Assertion], other: Sequence[Assertion], between: Sequence[Assertion] = ()) -> SideWeights:
        """What both sides weigh. Who qualifies counts in part: on the first side what it grants, on the other what it limits.

        Those `between` count so on both, as they do in an opinion on one claim.
        """
        granted, limited = self._weights.granted, self._weights.limited
        return SideWeights(
            self._side((*one, *between), lambda made: granted if made.stance is Stance.QUALIFIES else 1.0),
            self._side((*other, *between), lambda made: limited if made.stance is Stance.QUALIFIES else 1.0),
        )

    def _side(self, assertions: Iterable[Assertion], part: Callable[[Assertion], float]) -> float:
        """The sum over independent groups of sources, each of which counts by the heaviest that it says."""
        heaviest: dict[str, float] = defaultdict(float)
        for one in assertions:
            heaviest[one.source] = max(heaviest[one.source], round(self.weigh(one) * part(one), PLACES))
        said = {source: weight for source, weight in heaviest.items() if weight}
        return summed(said[group.source] for group in self._independence.groups(said, said.__getitem__))

    def hangs(self, claims: Sequence[Claim]) -> int:
        """How many other claims that somebody supports lead to what these claims start from, or go on from what they end in.

        Only what chains may pass through counts; a state stands for its muscle, and one of two opposites for the other.
        """
        near = {
            name
            for claim in claims
            for name in (
                *self._leading_to[self._kinship.core(claim.subject).concept],
                *self._going_on[self._kinship.core(claim.object).concept],
            )
        }
        return len(near - {claim.id for claim in claims})

    @cached_property
    def _leading_to(self) -> dict[str, list[str]]:
        return self._by_end(lambda claim: claim.object)

    @cached_property
    def _going_on(self) -> dict[str, list[str]]:
        return self._by_end(lambda claim: claim.subject)

    def _by_end(self, end: Callable[[Claim], str]) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for claim in self._corpus.claims.values():
            if claim.tally.supports and relation_of(self._corpus, claim).chainable:
                found[self._kinship.core(end(claim)).concept].append(claim.id)
        return found
