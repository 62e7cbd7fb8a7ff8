"""Why there is no chain between two concepts."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from itertools import chain as joined

import networkx as nx

from kneegraph.analysis.chains import MAX_STEPS, ChainSearch
from kneegraph.analysis.kinship import known_concept
from kneegraph.analysis.network import Move, Network
from kneegraph.model import Corpus

_Node = tuple[str, bool]


class NoChain(StrEnum):
    """The reasons, the most telling first where several hold; each with a sentence for people."""

    sentence: str

    def __new__(cls, value: str, sentence: str) -> NoChain:
        """Keep the sentence beside the value."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.sentence = sentence
        return member

    SAME_CONCEPT = "same-concept", "Start and goal are the same concept."
    GAVE_UP = "gave-up", "The search was given up before it had looked at every way; there may be a chain."
    ONLY_DISPUTED = "only-disputed", "Every way goes through a claim that is disputed and that nobody supports."
    TOO_LONG = "too-long", "There is a way, but it takes more steps than allowed."
    IN_CIRCLES = "in-circles", "Every way that is short enough comes back to a muscle or a concept that it has left."
    BY_DEFINITION = "by-definition", "The two belong together by definition only; no claim lies between them."
    ONLY_BACKWARDS = "only-backwards", "Claims lead only in the other direction, from the goal to the start."
    NOTHING_LEAVES = "nothing-leaves", "No claim that a chain may use leads away from the start."
    NOTHING_ARRIVES = "nothing-arrives", "No claim that a chain may use leads to the goal."
    NOT_CONNECTED = "not-connected", "Claims lead from the start and to the goal, but no way joins them."


def why_no_chain(corpus: Corpus, start: str, goal: str, *, max_steps: int = MAX_STEPS) -> NoChain | None:
    """The reason why `chains` finds nothing; None when it finds something. Raises UnknownTermError as `chains` does.

    Every reason but `GAVE_UP` rests on a search that came to its end.
    """
    for name in (start, goal):
        known_concept(corpus, name)
    if start == goal:
        return NoChain.SAME_CONCEPT
    network = Network(corpus)
    search = ChainSearch(corpus, network, start, goal, max_steps=max_steps)
    if next(search, None) is not None:
        return None
    if search.gave_up:
        return NoChain.GAVE_UP
    if _leads(corpus, Network(corpus, passable=lambda _: True), start, goal, max_steps):
        return NoChain.ONLY_DISPUTED
    way = _shortest(network, start, goal)
    if way is not None:
        return _unusable(way, max_steps)
    if _leads(corpus, network, goal, start, max_steps):
        return NoChain.ONLY_BACKWARDS
    return _dead_end(network, start, goal)


def _leads(corpus: Corpus, network: Network, start: str, goal: str, max_steps: int) -> bool:
    """Whether a chain was found. Where the search gives up none was; the reasons that then remain are true all the same."""
    return next(ChainSearch(corpus, network, start, goal, max_steps=max_steps), None) is not None


def _shortest(network: Network, start: str, goal: str) -> list[Move] | None:
    """The shortest way when the only rule is that no two definitional moves follow one another."""
    graph: nx.DiGraph[_Node] = nx.DiGraph()
    graph.add_nodes_from([(start, False), (goal, False), (goal, True)])
    for move in joined(network.into(goal), *network.leaving.values()):
        for held in (False,) if move.definitional else (False, True):
            graph.add_edge((move.source, held), (move.target, move.holds), move=move)
    ends = [end for end in ((goal, False), (goal, True)) if nx.has_path(graph, (start, False), end)]
    ways = [nx.shortest_path(graph, (start, False), end) for end in ends]
    best = min(ways, key=len, default=None)
    return [graph.edges[edge]["move"] for edge in nx.utils.pairwise(best)] if best else None


def _unusable(way: list[Move], max_steps: int) -> NoChain:
    if all(step.structural for move in way for step in move.steps):
        return NoChain.BY_DEFINITION
    return NoChain.TOO_LONG if len(way) > max_steps else NoChain.IN_CIRCLES


def _dead_end(network: Network, start: str, goal: str) -> NoChain:
    moves = [*joined.from_iterable(network.leaving.values())]
    near_start = {start, *(move.target for move in moves if move.source == start and move.definitional)}
    near_goal = {goal, *network.kinship.narrower(goal)}
    near_goal |= {move.source for move in moves if move.target in near_goal and move.definitional}
    if not _any_claim(move for move in moves if move.source in near_start):
        return NoChain.NOTHING_LEAVES
    if not _any_claim(move for move in moves if move.target in near_goal):
        return NoChain.NOTHING_ARRIVES
    return NoChain.NOT_CONNECTED


def _any_claim(moves: Iterable[Move]) -> bool:
    return any(not move.definitional for move in moves)
