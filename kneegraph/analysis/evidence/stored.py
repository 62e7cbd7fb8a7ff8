"""What of the weighing is stored beside the claims, so that no query has to do it again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kneegraph.analysis.evidence.independence import Independence
from kneegraph.analysis.evidence.opinion import opinion
from kneegraph.analysis.evidence.weights import Weights
from kneegraph.model import Claim


def weighed(
    claims: Iterable[Claim], independence: Independence, weights: Weights
) -> Iterator[tuple[str, tuple[float, float, float], int]]:
    """Of each claim its identifier, the masses of support, dispute and unknown, and the number of independent sources."""
    for claim in claims:
        found = opinion(claim.assertions, independence, weights)
        yield claim.id, (found.support, found.dispute, found.unknown), independence.count(claim.sources())
