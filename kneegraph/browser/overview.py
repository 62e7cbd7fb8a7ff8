"""Which concepts to draw first: those that claims, and above all disagreements, meet in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import log2

from kneegraph.model import Claim, Corpus, Standing

#: More than this many is a hairball, however it is arranged.
MOST = 150
#: What opens at once and can be read without zooming.
USUAL = 80
#: What can be read of a large graph, where those that claims meet in most are joined by many.
DENSE = 40

#: More lines than this hide each other.
LINES = 200

_WEIGHTS = {
    Standing.CONTESTED: 12.0,
    Standing.DISPUTED: 6.0,
    Standing.QUALIFIED: 8.0,
    Standing.SUPPORTED: 1.0,
    Standing.REPORTED: 0.5,
}


def overview(corpus: Corpus, *, also: Iterable[str] = (), limit: int = USUAL, lines: int = LINES) -> tuple[str, ...]:
    """Identifiers of at most `limit` concepts, sorted: those of most weight that have a claim among themselves.

    Where more than `lines` claims would join them, there are fewer of them.

    `also` names claims that matter for another reason, such as being part of a contradiction: each counts as qualified.
    """
    weights = weigh(corpus, also)
    ranked = sorted(weights, key=lambda id_: (-weights[id_], id_))[:limit]
    chosen = set(ranked[: _readable(corpus, ranked, lines)])
    return tuple(sorted({id_ for claim in _within(corpus, chosen) for id_ in (claim.subject, claim.object)}))


def _readable(corpus: Corpus, ranked: Sequence[str], lines: int) -> int:
    """How many of the concepts, from the first, are joined by no more than so many claims."""
    place = {id_: number for number, id_ in enumerate(ranked)}
    ends = [(place.get(claim.subject), place.get(claim.object)) for claim in corpus.claims.values()]
    complete = sorted(max(one, other) for one, other in ends if one is not None and other is not None)
    return len(ranked) if len(complete) <= lines else complete[lines]


def weigh(corpus: Corpus, also: Iterable[str] = ()) -> dict[str, float]:
    """For each concept that has claims, the sum of their weights.

    A claim weighs 1 when supported, 0.5 when reported, 8 when qualified or in `also`, 6 when disputed, 12 when contested,
    times log2(1 + its sources).
    """
    named = set(also)
    weights: dict[str, float] = {}
    for claim in corpus.claims.values():
        own = _WEIGHTS[claim.standing] if claim.standing else 0.0
        weight = max(own, _WEIGHTS[Standing.QUALIFIED] if claim.id in named else 0.0) * log2(1 + len(claim.sources()))
        for id_ in {claim.subject, claim.object}:
            weights[id_] = weights.get(id_, 0.0) + weight
    return weights


def _within(corpus: Corpus, chosen: set[str]) -> Iterable[Claim]:
    return (claim for claim in corpus.claims.values() if {claim.subject, claim.object} <= chosen)
