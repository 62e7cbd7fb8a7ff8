"""The part of a large network that the best chains between two concepts pass through, found from both ends at once.

The strength of a chain is the product of the strengths of its moves, none above one. Where it is at least t, it can be parted
in two of which each is at least √t, or there is one move between two such parts. So it is enough to follow, strongest first,
what leads on from the start and what leads up to the goal until √t, and the moves that join the two; no hub is gone through.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from heapq import heappop, heappush
from math import sqrt
from typing import NamedTuple, Protocol

_SLACK = 1e-9


class Link(NamedTuple):
    """A move, of which concepts and claim are numbers. Without a claim it holds by definition."""

    source: int
    target: int
    strength: float
    sign: int
    holds: bool
    claim: int | None


class Links(Protocol):
    """Who has all moves at hand, in order."""

    def leaving(self, concept: int) -> Iterator[Link]:
        """The moves that leave a concept, strongest first; read only as far as is asked."""
        ...

    def arriving(self, concept: int) -> Iterator[Link]:
        """The moves that come to a concept, strongest first."""
        ...

    def between(self, source: int, targets: Collection[int]) -> Iterator[Link]:
        """The moves from a concept to some others."""
        ...


@dataclass(frozen=True, slots=True)
class Region:
    """Moves among which are all those of every chain that is at least so strong. `whole`: those of every chain at all."""

    links: frozenset[Link]
    least: float
    whole: bool


def regions(links: Links, start: int, goals: Collection[int]) -> Iterator[Region]:
    """Larger and larger regions of the chains from a concept to any of the goals, until one has all there are.

    Cost of each: the moves that are strong enough, seen from either end, and a look-up for each pair of their concepts.
    """
    least = 0.5
    while True:
        region = _region(links, start, goals, least)
        yield region
        if region.whole:
            return
        least = least * 0.7 if least > _FAINT else 0.0


#: Below this strength, what is left is read at once.
_FAINT = 0.002


def _region(links: Links, start: int, goals: Collection[int], least: float) -> Region:
    half = sqrt(least)
    ahead = _Side(links.leaving, {start: 1.0}, half, forwards=True)
    behind = _Side(links.arriving, dict.fromkeys(goals, 1.0), half, forwards=False)
    found = {*ahead.links, *behind.links, *_joining(links, ahead.reached, behind.reached, least)}
    # A side that came to its end has every chain there is: whatever lies between lies on it.
    whole = ahead.complete or behind.complete
    return Region(frozenset(_used(found, start, goals, 0.0 if whole else least)), least, whole)


def _used(links: Collection[Link], start: int, goals: Collection[int], least: float) -> Iterator[Link]:
    """Those of some moves that lie on a way from the start to a goal that is strong enough."""
    leaving: dict[int, list[Link]] = defaultdict(list)
    arriving: dict[int, list[Link]] = defaultdict(list)
    for link in sorted(links, key=lambda link: -link.strength):
        leaving[link.source].append(link)
        arriving[link.target].append(link)
    ahead = _Side(lambda concept: iter(leaving[concept]), {start: 1.0}, least, forwards=True).reached
    behind = _Side(lambda concept: iter(arriving[concept]), dict.fromkeys(goals, 1.0), least, forwards=False).reached
    for link in links:
        if ahead.get(link.source, 0.0) * link.strength * behind.get(link.target, 0.0) > max(least - _SLACK, 0.0):
            yield link


class _Side:
    """What can be reached from one end with at least so much strength left, and the moves by which."""

    def __init__(
        self, moves: Callable[[int], Iterator[Link]], ends: Mapping[int, float], half: float, *, forwards: bool
    ) -> None:
        self.reached: dict[int, float] = {}
        self.links: list[Link] = []
        self.complete = True
        waiting = [(-strength, concept) for concept, strength in ends.items()]
        while waiting:
            weakness, concept = heappop(waiting)
            if concept in self.reached:
                continue
            self.reached[concept] = -weakness
            for link in moves(concept):
                strength = -weakness * link.strength
                if strength < half - _SLACK:
                    self.complete = False
                    break
                self.links.append(link)
                other = link.target if forwards else link.source
                if other not in self.reached:
                    heappush(waiting, (-strength, other))


def _joining(links: Links, ahead: Mapping[int, float], behind: Mapping[int, float], least: float) -> Iterable[Link]:
    """The moves from what was reached from the start to what leads to the goal that are strong enough."""
    for concept, strength in ahead.items():
        for link in links.between(concept, behind):
            if strength * link.strength * behind[link.target] >= least - _SLACK:
                yield link
