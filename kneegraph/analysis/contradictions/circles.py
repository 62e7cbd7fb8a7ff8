"""Causes that run in a circle, in a network of causal claims: pairs that change places, and short loops.

States count as their muscles and opposites as each other. What is brought about counts as anything broader that does the
next thing; among muscles, as the part or the whole too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cache, lru_cache
from itertools import product
from typing import NamedTuple

import networkx as nx

from kneegraph.analysis.kinship import Kinship

#: For so many concepts it is remembered what leads to them; edges that come in order ask for the same again and again.
_REMEMBERED = 4_096


class Edge(NamedTuple):
    """A causal claim between what its concepts come down to; the sign is that between these."""

    claim: str
    source: str
    target: str
    sign: int

    @property
    def ends(self) -> tuple[str, str]:
        """What it is between."""
        return self.source, self.target


#: By where they lead or come from, and by sign, the steps that do so: of several, the first by claim.
_Steps = dict[tuple[str, int], Edge]


class Around:
    """As what a concept goes on where causes are followed."""

    def __init__(self, kinship: Kinship, is_muscle: Callable[[str], bool]) -> None:
        self.kinship = kinship
        self.is_muscle = is_muscle
        self.causes_as = cache(self._causes_as)
        self.effects_as = cache(self._effects_as)

    def _causes_as(self, effect: str) -> tuple[str, ...]:
        """As which causes something brought about goes on."""
        parts = self.kinship.narrower(effect) if self.is_muscle(effect) else ()
        return (effect, *self.kinship.broader(effect), *parts)

    def _effects_as(self, cause: str) -> tuple[str, ...]:
        """The same the other way: which effects go on as this cause."""
        wholes = self.kinship.broader(cause) if self.is_muscle(cause) else ()
        return (cause, *self.kinship.narrower(cause), *wholes)

    def between(self, edge: Edge, back: Edge) -> tuple[str, str]:
        """What two edges are between, seen from the first: the broader of the two names of each, a muscle at its broadest."""
        ends = (edge.source, back.target), (edge.target, back.source)
        broad = [one if one in (other, *self.kinship.broader(other)) else other for one, other in ends]
        whole = [self._whole(concept) for concept in broad]
        one, other = whole if whole[0] != whole[1] else broad
        return one, other

    def _whole(self, concept: str) -> str:
        """The topmost muscle above a muscle; of several, the first."""
        wholes = [above for above in self.kinship.broader(concept) if self.is_muscle(above)]
        return next((whole for whole in wholes if not self.kinship.broader(whole)), concept)


def pairs(edges: Sequence[Edge], around: Around) -> list[tuple[list[str], list[str]]]:
    """Claims one way and claims back, for each two things that they are between at the broadest. Cost: linear in the edges."""
    by_ends: dict[tuple[str, str], list[Edge]] = defaultdict(list)
    for edge in edges:
        by_ends[edge.ends].append(edge)
    found: dict[tuple[str, str], tuple[dict[str, None], dict[str, None]]] = defaultdict(lambda: ({}, {}))
    for edge in edges:
        ends = product(around.causes_as(edge.target), around.effects_as(edge.source))
        for back in (back for end in ends for back in by_ends.get(end, ()) if back.sign == edge.sign):
            one, other = around.between(edge, back)
            found[min(one, other), max(one, other)][one > other][edge.claim] = None
    return [([*there], [*back]) for there, back in found.values()]


def loops(edges: Sequence[Edge], around: Around, paired: Collection[str]) -> Iterator[tuple[str, ...]]:
    """For each claim the shortest loop that strengthens it, unless that holds a pair; each set of claims once, from the first
    of its claims by identifier on.

    A loop is of three or four claims; longer ones join so many that nobody would call them a contradiction. `paired` are the
    claims in pairs. Cost: one pass; then, for each two concepts joined within a knot, their neighbours until a way back
    is found.
    """
    knots = _knots(edges, around)
    tied = [edge for edge in edges if knots[edge.source] == knots[edge.target]]
    ways = _Ways(tied, around)
    told: set[frozenset[str]] = set()
    for edge in (edge for edge in tied if edge.claim not in paired):
        if way := ways.back(edge.source, edge.target, edge.sign):
            loop = (edge.claim, *(step.claim for step in way))
            names = frozenset(loop)
            if names.isdisjoint(paired) and names not in told:
                told.add(names)
                first = loop.index(min(loop))
                yield loop[first:] + loop[:first]


def _knots(edges: Sequence[Edge], around: Around) -> dict[str, int]:
    """The concepts from each of which one gets to every other, by number."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_edges_from(edge.ends for edge in edges)
    for effect in {edge.target for edge in edges}:
        graph.add_edges_from((effect, other) for other in around.causes_as(effect)[1:])
    return {name: number for number, knot in enumerate(nx.strongly_connected_components(graph)) for name in knot}


class _Ways:
    """Ways back along edges: two or three steps that lead from what an edge brings about to what it starts from."""

    def __init__(self, edges: Sequence[Edge], around: Around) -> None:
        self._around = around
        self._from: dict[str, _Steps] = defaultdict(dict)
        self._to: dict[str, _Steps] = defaultdict(dict)
        for edge in edges:
            self._from[edge.source].setdefault((edge.target, edge.sign), edge)
            self._to[edge.target].setdefault((edge.source, edge.sign), edge)
        self._homeward = lru_cache(_REMEMBERED)(self._leading_to)
        self.back = cache(self._back)

    def _onward(self, reached: str) -> tuple[_Steps, ...]:
        """The steps on from a concept that was brought about, by what they bring about, for each that it goes on as."""
        return tuple(self._from[start] for start in self._around.causes_as(reached) if start in self._from)

    def _leading_to(self, home: str) -> _Steps:
        """The steps to what goes on as a concept, by what was brought about before them."""
        found: _Steps = {}
        for end in self._around.effects_as(home):
            for (start, sign), edge in self._to.get(end, {}).items():
                for reached in self._around.effects_as(start):
                    found.setdefault((reached, sign), edge)
        return found

    def _back(self, home: str, reached: str, sign: int) -> tuple[Edge, ...]:
        """The fewest steps that lead back home with this sign, none of them twice; none where it takes more than three."""
        first, last = self._onward(reached), self._homeward(home)
        if (way := next(_joined(first, last, sign), None)) is not None:
            return way
        for (middle, turned), one in (step for steps in first for step in steps.items()):
            for two, three in _joined(self._onward(middle), last, sign * turned):
                # Twice round, a loop that checks itself would seem to strengthen itself.
                if two.ends != (home, reached) and three.ends != one.ends:
                    return one, two, three
        return ()


def _joined(first: Sequence[_Steps], last: _Steps, sign: int) -> Iterator[tuple[Edge, Edge]]:
    """Pairs of a step and one that goes on from where it leads, of this sign together. Cost: the fewer of both."""
    for steps in first:
        if len(steps) <= len(last):
            for (name, turned), one in steps.items():
                if (other := last.get((name, sign * turned))) is not None:
                    yield one, other
        else:
            for (name, turned), other in last.items():
                if (one_ := steps.get((name, sign * turned))) is not None:
                    yield one_, other
