"""The few things a first look should show: what most is claimed to lead to, and the strongest chains that lead there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import islice

from kneegraph.analysis.chains import MAX_STEPS, Chain, chain_of
from kneegraph.analysis.network import Network
from kneegraph.analysis.search import Outlook, Ways
from kneegraph.model import Corpus, Kind

_LOOKED_AT = 5  # ways per start among which one of two claims or more is sought


def most_discussed(corpus: Corpus, kind: Kind) -> str | None:
    """The concept of this kind that most assertions say something leads to or helps; None when there is none."""
    counts: Counter[str] = Counter()
    for claim in corpus.claims.values():
        known = corpus.concepts.get(claim.object)
        if known is not None and known.kind is kind:
            counts[known.id] += len(claim.assertions)
    return min(counts, key=lambda name: (-counts[name], name), default=None)


def strongest_chains(corpus: Corpus, goal: str, *, limit: int = 3) -> list[Chain]:
    """The strongest chains of two claims or more from a muscle's state or a fault to this goal, one per start.

    Cost: one search per state and fault.
    """
    network, found = Network(corpus), []
    outlook = Outlook(network, goal, MAX_STEPS)
    for start in _starts(corpus):
        ways = islice(Ways(network, start, outlook), _LOOKED_AT) if start != goal else ()
        long = (chain for chain in (chain_of(corpus, way) for way in ways) if len(chain.claims) > 1)
        found += list(islice(long, 1))
    found.sort(key=lambda chain: (len(chain.steps), chain.claims))
    distinct = {chain.claims: chain for chain in reversed(found)}
    return sorted(distinct.values(), key=lambda chain: (-chain.score, len(chain.steps), chain.claims))[:limit]


def _starts(corpus: Corpus) -> Iterator[str]:
    wanted = (Kind.MUSCLE_STATE, Kind.MOVEMENT_FAULT)
    return (concept.id for _, concept in sorted(corpus.concepts.items()) if concept.kind in wanted)
