"""What all known explanations hang on: the smallest set of claims whose fall leaves no way from one concept to another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

import networkx as nx

from kneegraph.analysis.chains import MAX_STEPS
from kneegraph.analysis.kinship import known_concept
from kneegraph.analysis.network import Network
from kneegraph.analysis.networks import Networks, Passable, WholeNetworks, told
from kneegraph.found import Drawn
from kneegraph.model import Corpus

#: ("at", a concept, whether by a definitional move, whether past a claim), ("claim", ...), ("past", a claim) or ("goal",).
_Node = tuple[str | bool, ...]
_GOAL = ("goal",)
_BOTH = (False, True)


@dataclass(frozen=True, slots=True)
class Cut(Drawn):
    """The fewest claims without which nothing leads from `start` to `goal`, sorted.

    Where one is enough, `alone` has every claim that would be, from start to goal; the one in `claims` is the nearest to
    the goal.
    """

    start: str
    goal: str
    claims: tuple[str, ...]
    alone: tuple[str, ...] = ()

    @property
    def single(self) -> str | None:
        """The one claim that carries every explanation; None where no single one does."""
        return self.claims[0] if self.alone else None


def cut(corpus: Corpus, start: str, goal: str, *, max_steps: int = MAX_STEPS) -> Cut | None:
    """The smallest set of claims whose fall breaks every known explanation; None where there is no chain to break.

    A minimum cut of the ways that chains may take: any claim can fall, nothing that holds by definition can, and of parallel
    claims each has to. Looked at are the claims on a way of at most `max_steps`, whether it makes for more or for less; ways
    that come back to a muscle they have left, which are no chains, are broken too. Of several smallest sets it is the one
    nearest the goal. Cost: linear in claims, then a maximum flow through those that are left.
    Raises UnknownTermError for an unknown concept.
    """
    for name in (start, goal):
        known_concept(corpus, name)
    return cut_in(WholeNetworks(corpus), start, goal, max_steps=max_steps)


def cut_in(networks: Networks, start: str, goal: str, *, max_steps: int = MAX_STEPS) -> Cut | None:
    """The same of known concepts in a network that need not be in memory. Cost: what lies within so many steps of both."""
    network = networks.near(start, goal, max_steps)
    if start == goal or next(told(network, start, goal, max_steps=max_steps), None) is None:
        return None
    begin = _at(start)
    ways = _within(_ways(networks.claims(start, goal, max_steps), network, goal), begin, max_steps)
    alone = _alone(ways, begin)
    if alone:
        return Cut(start, goal, alone[-1:], alone)
    _, (near, far) = nx.minimum_cut(ways, begin, _GOAL)
    fallen = (str(node[1]) for node in near if node[0] == "claim" and ("past", node[1]) in far)
    return Cut(start, goal, tuple(sorted(fallen)))


def _at(concept: str, *, held: bool = False, told: bool = False) -> _Node:
    return "at", concept, held, told


def _ways(claims: Iterable[Passable], network: Network, goal: str) -> nx.DiGraph[_Node]:
    """Every move a chain may make; edges have their `steps`, and a claim's own edge a `capacity`, which no other has."""
    graph: nx.DiGraph[_Node] = nx.DiGraph()
    for claim in claims:
        before, after = ("claim", claim.id), ("past", claim.id)
        graph.add_edge(before, after, steps=1, capacity=1)
        graph.add_edge(after, _at(claim.object, held=claim.holds, told=True), steps=0)
        for held, past in product(_BOTH, _BOTH):
            graph.add_edge(_at(claim.subject, held=held, told=past), before, steps=0)
    for move in (move for moves in network.leaving.values() for move in moves if move.definitional):
        for past in _BOTH:
            graph.add_edge(_at(move.source, told=past), _at(move.target, held=True, told=past), steps=1)
    for name in (goal, *network.kinship.narrower(goal)):
        for held in _BOTH:
            graph.add_edge(_at(name, held=held, told=True), _GOAL, steps=int(name != goal))
    return graph


def _within(graph: nx.DiGraph[_Node], begin: _Node, max_steps: int) -> nx.DiGraph[_Node]:
    """What lies on a way of at most so many steps."""
    behind = nx.single_source_dijkstra_path_length(graph, begin, cutoff=max_steps, weight="steps")
    ahead = nx.single_source_dijkstra_path_length(graph.reverse(copy=False), _GOAL, cutoff=max_steps, weight="steps")
    return graph.subgraph([node for node in behind if behind[node] + ahead.get(node, max_steps + 1) <= max_steps])


def _alone(ways: nx.DiGraph[_Node], begin: _Node) -> tuple[str, ...]:
    """The claims that every way passes, from start to goal: those that dominate the goal."""
    dominators = nx.immediate_dominators(ways, begin)
    passed, node = [], dominators[_GOAL]
    while node is not None and node != begin:
        if node[0] == "claim":
            passed.append(str(node[1]))
        node = dominators[node]
    return tuple(reversed(passed))
