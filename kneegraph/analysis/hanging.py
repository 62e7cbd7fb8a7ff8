"""What hangs on a claim: the chains, the exercise links and the standings that would be others if it were settled."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kneegraph.analysis.chains import MAX_STEPS
from kneegraph.analysis.exercises import WEAKEST_FIRST, ExerciseLink
from kneegraph.analysis.network import Network
from kneegraph.analysis.search import Outlook, Ways
from kneegraph.analysis.steps import Step
from kneegraph.model import Corpus, Kind, Standing

#: From where, and to what, the chains are counted: what is found wrong with people, and what they come with.
_STARTS = frozenset({Kind.MUSCLE_STATE, Kind.MOVEMENT_FAULT})
_GOALS = frozenset({Kind.SYMPTOM, Kind.CONDITION})


@dataclass(frozen=True, slots=True)
class Hangs:
    """How many chains and exercise links pass claims, and how many standings would be others if they were settled.

    Counted are the strongest chain from each muscle state and fault to each symptom and condition. The standings are those of
    the claims themselves, where they are not plainly supported, and of the links that stand no better on their account alone.
    """

    chains: int = 0
    links: int = 0
    standings: int = 0

    @property
    def weight(self) -> int:
        """How much hangs on it; see `hanging_weight`."""
        return hanging_weight(self)


def hanging_weight(hangs: Hangs) -> int:
    """What gaps are ranked by: chains and standings once, links twice, because somebody trains by them.

    Three chains, two links and one standing: 3 + 2 * 2 + 1 = 8.
    """
    return hangs.chains + 2 * hangs.links + hangs.standings


class Hanging:
    """Looks up what hangs on claims. Cost: one search for each pair of start and goal, when it is made."""

    def __init__(self, corpus: Corpus, links: Sequence[ExerciseLink]) -> None:
        self._corpus = corpus
        self._chains: dict[str, set[int]] = defaultdict(set)
        self._links: dict[str, set[int]] = defaultdict(set)
        self._weakest: dict[int, frozenset[str]] = {}
        for number, steps in enumerate(_strongest(corpus)):
            for claim in _claims(steps):
                self._chains[claim].add(number)
        for number, link in enumerate(links):
            for claim in _claims(link.path):
                self._links[claim].add(number)
            self._weakest[number] = frozenset(_weakest(link))

    def on(self, claims: Iterable[str]) -> Hangs:
        """What hangs on these claims together."""
        settled = frozenset(claims)
        chains = set[int]().union(*(self._chains.get(claim, ()) for claim in settled))
        links = set[int]().union(*(self._links.get(claim, ()) for claim in settled))
        own = sum(self._corpus.claims[claim].standing is not Standing.SUPPORTED for claim in settled)
        freed = sum(bool(self._weakest[link]) and self._weakest[link] <= settled for link in links)
        return Hangs(len(chains), len(links), own + freed)


def _claims(steps: Iterable[Step]) -> Iterator[str]:
    return (step.claim for step in steps if step.claim is not None)


def _weakest(link: ExerciseLink) -> Iterator[str]:
    """The claims to which a link owes that it is not plainly supported: those of the weakest standing in it."""
    ranks = {step.claim: WEAKEST_FIRST.index(step.standing) for step in link.path if step.claim and step.standing}
    if link.standing is not Standing.SUPPORTED:
        yield from (claim for claim, rank in ranks.items() if rank == min(ranks.values()))


def _strongest(corpus: Corpus) -> Iterator[tuple[Step, ...]]:
    """The strongest chain for each pair of start and goal that has one."""
    network = Network(corpus)
    starts, goals = (sorted(one.id for one in corpus.concepts.values() if one.kind in kinds) for kinds in (_STARTS, _GOALS))
    starts = [start for start in starts if start in network.leaving]
    for goal in goals:
        outlook = Outlook(network, goal, MAX_STEPS) if network.reached(goal) else None
        for start in starts if outlook else ():
            ways = Ways(network, start, outlook) if start != goal and outlook else iter(())
            told = (steps for steps in ways if any(not step.structural for step in steps))
            yield from (steps for steps in [next(told, None)] if steps)
