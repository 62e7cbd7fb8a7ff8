"""What questions about chains must know of a network: all of it where it is in memory, or the part between two concepts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import NamedTuple, Protocol

from kneegraph.analysis.effect import relation_of
from kneegraph.analysis.network import Move, Network, leaves_open, open_to_chains
from kneegraph.analysis.search import Outlook, Ways
from kneegraph.analysis.steps import Step
from kneegraph.model import Corpus

#: A concept with whether a definitional move came last.
_State = tuple[str, bool]


class Passable(NamedTuple):
    """A claim that chains may pass through; `holds`: no definitional move may follow it."""

    id: str
    subject: str
    object: str
    holds: bool


class Networks(Protocol):
    """Who has the moves of a network."""

    def near(self, start: str, goal: str, steps: int) -> Network:
        """A network with every move of every way of at most so many moves from one concept to another."""
        ...

    def near_disputed(self, start: str, goal: str, steps: int) -> Network:
        """The same where ways may pass claims that are disputed and that nobody supports, too."""
        ...

    def claims(self, start: str, goal: str, steps: int) -> Iterator[Passable]:
        """The claims on such ways, parallel ones included; perhaps more."""
        ...

    def joined(self, start: str, goal: str) -> bool:
        """Whether a way leads from one concept to another, however long, when the rule of `shortest` is the only one."""
        ...

    def leaves(self, start: str) -> bool:
        """Whether a claim leads away from a concept, or from where definitions lead from it."""
        ...

    def arrives(self, goal: str) -> bool:
        """Whether a claim leads to a concept or a narrower one, or to where definitions lead to these from."""
        ...


class WholeNetworks:
    """The network of a corpus in memory: all of it is near, whatever is asked."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus

    @cached_property
    def _network(self) -> Network:
        return Network(self._corpus)

    def near(self, start: str, goal: str, steps: int) -> Network:  # noqa: ARG002 (all of it, whatever is asked; so below)
        """All of it."""
        return self._network

    def near_disputed(self, start: str, goal: str, steps: int) -> Network:  # noqa: ARG002
        """All of it, with the claims that are closed to chains."""
        return Network(self._corpus, passable=lambda _: True)

    def claims(self, start: str, goal: str, steps: int) -> Iterator[Passable]:  # noqa: ARG002
        """All that chains may pass through."""
        for claim in self._corpus.claims.values():
            if relation_of(self._corpus, claim).chainable and open_to_chains(claim):
                yield Passable(claim.id, claim.subject, claim.object, not leaves_open(self._corpus, claim))

    def joined(self, start: str, goal: str) -> bool:
        """Whether any way leads from one concept to another."""
        return shortest(self._network, start, goal) is not None

    def leaves(self, start: str) -> bool:
        """Whether a claim leads away from a concept."""
        near = {start, *(move.target for move in self._network.leaving.get(start, ()) if move.definitional)}
        return any(not move.definitional for name in near for move in self._network.leaving.get(name, ()))

    def arrives(self, goal: str) -> bool:
        """Whether a claim leads to a concept."""
        near = {goal, *self._network.kinship.narrower(goal)}
        near |= {move.source for name in near for move in self._network.arriving.get(name, ()) if move.definitional}
        return any(not move.definitional for name in near for move in self._network.arriving.get(name, ()))


def told(network: Network, start: str, goal: str, *, max_steps: int) -> Told:
    """The ways that pass a claim, best first."""
    return Told(Ways(network, start, Outlook(network, goal, max_steps)))


class Told(Iterator[tuple[Step, ...]]):
    """Those of some ways that pass a claim."""

    def __init__(self, ways: Ways) -> None:
        self._ways = ways

    def __next__(self) -> tuple[Step, ...]:
        """The next best."""
        return next(steps for steps in self._ways if any(not step.structural for step in steps))

    @property
    def gave_up(self) -> bool:
        """Whether the search ended at its own limit."""
        return self._ways.gave_up


def shortest(network: Network, start: str, goal: str) -> int | None:
    """The number of moves of the shortest way when the only rule is that no two definitional moves follow one another."""
    last = {move.source: move for move in network.into(goal)}
    seen: set[_State] = {(start, False)}
    edge, length = seen, 0
    while edge and all(concept != goal for concept, _ in edge):
        edge = {after for state in edge for after in _after(network, last, state)} - seen
        seen, length = seen | edge, length + 1
    return length if edge else None


def _after(network: Network, last: Mapping[str, Move], state: _State) -> Iterator[_State]:
    concept, held = state
    moves = (*network.leaving.get(concept, ()), *([last[concept]] if concept in last else ()))
    return ((move.target, move.holds) for move in moves if not (held and move.definitional))


def by_definition(network: Network, start: str, goal: str) -> bool:
    """Whether definitions alone lead from one concept to another."""
    ends = {goal, *network.kinship.narrower(goal)}
    return start in ends or any(move.target in ends for move in _definitional(network, start))


def _definitional(network: Network, start: str) -> Iterator[Move]:
    return (move for move in network.leaving.get(start, ()) if move.definitional)
