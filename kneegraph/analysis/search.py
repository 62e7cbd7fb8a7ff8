"""Best-first enumeration of ways through a network: strongest first, exact signs, no concept twice, a bounded length.

networkx's `shortest_simple_paths` cannot be told the rules of a chain (no concept in both signs, no two definitional
moves in a row, at most so many moves), so that on hubs most of what it yields would have to be thrown away. Here a table
of what is left from each concept to the goal, for each number of moves, keeps the search from going where no way leads.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import heappop, heappush

from kneegraph.analysis.network import Move, Network
from kneegraph.analysis.steps import Step

#: How many partial ways one search looks at, at most.
_MOST_EXPANSIONS = 50_000
_CLOSE = 1 + 1e-9

_Key = tuple[str, int, bool]
_Value = tuple[float, int]
_Table = dict[_Key, _Value]


class Outlook:
    """The best that can follow: from a concept with so many moves left, wanting this sign, to the goal.

    Cost: moves of the network times `max_moves`, and only those that lead towards the goal.
    """

    def __init__(self, network: Network, goal: str, max_moves: int) -> None:
        self.goal = goal
        self.max_moves = max_moves
        self.last = {move.source: move for move in network.into(goal)}
        self._network = network
        self._gained = self._grow()
        self._asked: dict[tuple[str, tuple[int, ...], int, bool], _Value | None] = {}

    def best(self, concept: str, signs: tuple[int, ...], left: int, *, held: bool) -> _Value | None:
        """Strength and number of moves of the best rest; None when there is no rest. `held`: a definitional move came last."""
        asked = concept, signs, left, held
        if asked not in self._asked:
            found = [value for sign in signs if (value := self._latest((concept, sign, held), left)) is not None]
            self._asked[asked] = max(found, key=lambda value: (value[0], -value[1]), default=None)
        return self._asked[asked]

    def _latest(self, key: _Key, left: int) -> _Value | None:
        return next((table[key] for table in self._gained[left::-1] if key in table), None)

    def _grow(self) -> list[_Table]:
        """What each further move gains: rests that are new, or better than with fewer moves."""
        gained: list[_Table] = [{(self.goal, 1, held): (1.0, 0) for held in (False, True)}]
        best = dict(gained[0])
        for _ in range(self.max_moves):
            gained.append(self._relaxed(best, gained[-1]))
        return gained

    def _relaxed(self, best: _Table, fresh: _Table) -> _Table:
        """Prepend one move to every rest that is new; returns what became better by it, and notes it in `best`."""
        better: _Table = {}
        for (concept, sign, held), (strength, moves) in fresh.items():
            for move in self._arriving(concept):
                if move.holds is not held:
                    continue
                value = (strength * move.strength, moves + 1)
                for before in (False,) if move.definitional else (False, True):
                    key = (move.source, sign * move.sign, before)
                    if key not in best or _exceeds(value, best[key]):
                        best[key] = better[key] = value
        return better

    def _arriving(self, concept: str) -> Iterator[Move]:
        if concept == self.goal:
            yield from self.last.values()
        yield from (move for move in self._network.arriving.get(concept, ()) if move.source != self.goal)


def _exceeds(one: _Value, other: _Value) -> bool:
    """Stronger, or as strong (but for rounding) and shorter."""
    return one[0] > other[0] * _CLOSE or (one[0] * _CLOSE >= other[0] and one[1] < other[1])


@dataclass(frozen=True, slots=True)
class _Way:
    """The beginning of a way. `left` are the places it has left before the concept it has come to."""

    steps: tuple[Step, ...]
    names: tuple[str, ...]
    moves: int
    held: bool
    concept: str
    sign: int
    strength: float
    visited: frozenset[str]
    left: frozenset[str]


_Rank = tuple[float, int, tuple[str, ...]]


class Ways(Iterator[tuple[Step, ...]]):
    """The steps of the ways from start to the outlook's goal, strongest first, then shortest, then by identifiers; lazily.

    With `sign`, only those of that sign. Looks at 50 000 partial ways at most; where it stops for that, `gave_up` is set,
    and nobody knows whether more would have come.
    """

    def __init__(self, network: Network, start: str, outlook: Outlook, *, sign: int | None = None) -> None:
        self.gave_up = False
        self._network, self._outlook, self._sign = network, outlook, sign
        self._looked_at = 0
        # A way is only made when its turn comes: till then, the one it goes on from and the move that does it.
        self._waiting: list[tuple[_Rank, _Way, Move | None]] = []
        begun = _Way((), (), 0, False, start, 1, 1.0, frozenset({start}), frozenset())
        if self._rest(start, 1, 0, held=False) is not None:
            self._waiting.append(((0.0, 0, ()), begun, None))

    def __next__(self) -> tuple[Step, ...]:
        """The next best way."""
        while self._waiting and not self.gave_up:
            if self._looked_at >= _MOST_EXPANSIONS:
                self.gave_up = True
                break
            self._looked_at += 1
            _, before, move = heappop(self._waiting)
            way = before if move is None else _extended(self._network, before, move)
            if way.concept == self._outlook.goal:
                return way.steps
            for onward in _onward(self._network, self._outlook, way):
                self._push(way, onward)
        raise StopIteration

    def _push(self, way: _Way, move: Move) -> None:
        moves = way.moves + 1
        rest = self._rest(move.target, way.sign * move.sign, moves, held=move.holds)
        if rest is not None:
            strength = way.strength * move.strength * rest[0]
            rank = -round(strength, 12), moves + rest[1], way.names + move.names
            heappush(self._waiting, (rank, way, move))

    def _rest(self, concept: str, sign: int, moves: int, *, held: bool) -> _Value | None:
        wanted = (1, -1, 0) if self._sign is None else (self._sign * sign,) if sign else ()
        return self._outlook.best(concept, wanted, self._outlook.max_moves - moves, held=held)


def _onward(network: Network, outlook: Outlook, way: _Way) -> Iterator[Move]:
    for move in network.leaving.get(way.concept, ()):
        if (way.held and move.definitional) or not way.visited.isdisjoint(move.through):
            continue
        if move.definitional or move.target == outlook.goal or network.core(move.target) not in way.left:
            yield move
    if way.concept in outlook.last:
        yield outlook.last[way.concept]


def _extended(network: Network, way: _Way, move: Move) -> _Way:
    return _Way(
        steps=way.steps + move.steps,
        names=way.names + move.names,
        moves=way.moves + 1,
        held=move.holds,
        concept=move.target,
        sign=way.sign * move.sign,
        strength=way.strength * move.strength,
        visited=way.visited.union(move.through),
        left=way.left if move.definitional else way.left | network.place(way.concept),
    )
