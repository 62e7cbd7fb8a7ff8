"""Causes and effects that change places: A brings about B and B brings about A, directly or around a loop."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product

import networkx as nx

from kneegraph.analysis.contradictions.clash import Contradiction, ContradictionKind
from kneegraph.analysis.contradictions.ground import Ground, supporting
from kneegraph.analysis.contradictions.wording import backed
from kneegraph.analysis.effect import claim_sign, relation_of
from kneegraph.analysis.kinship import listed
from kneegraph.model import Claim, Family

#: Longer loops join so many claims that nobody would call them a contradiction.
MAX_LOOP = 4


@dataclass(frozen=True, slots=True)
class _Edge:
    """A causal claim between what its concepts come down to; the sign is that between these."""

    source: str
    target: str
    sign: int
    claim: Claim


_Node = tuple[str, int, bool]


def reversed_causes(ground: Ground) -> Iterator[Contradiction]:
    """Supported causal claims that make a thing its own cause: pairs first, then loops that hold no such pair.

    States count as their muscles and opposites as each other. What is brought about counts as anything broader that does
    the next thing; among muscles, as the part or the whole too. Loops whose signs make the effect undo its cause are no
    contradiction. Cost: linear in the claims, and for each causal claim on some loop one shortest path in that knot.
    """
    edges = [*_edges(ground)]
    pairs = _pairs(ground, edges)
    for there, back in pairs:
        explanation = f"Cause and effect change places: {_backed(there)} against {_backed(back)}."
        yield _told(ground, there, back, explanation)
    paired = {edge.claim.id for sides in pairs for side in sides for edge in side}
    for loop in _loops(ground, edges, paired):
        if paired.isdisjoint(edge.claim.id for edge in loop):
            lightest = min(loop, key=lambda edge: (ground.scales.sides(supporting([edge.claim]), ()).supports, edge.claim.id))
            rest = [edge for edge in loop if edge is not lightest]
            yield _told(ground, rest, [lightest], f"Causes run in a circle: {_backed(loop)}.", order=loop)


def _told(
    ground: Ground, there: Sequence[_Edge], back: Sequence[_Edge], explanation: str, order: Sequence[_Edge] = ()
) -> Contradiction:
    """One way against the other; of a loop, all but its lightest claim against that one, without which there is no circle.

    What comes first is no matter of conditions: groups that differ may overlap, so scopes resolve none of these.
    """
    one, other = (supporting(edge.claim for edge in edges) for edges in (there, back))
    claims = [edge.claim for edge in order or (*there, *back)]
    return ground.clash(ContradictionKind.REVERSED, claims, explanation, one, other, resolved=False)


def _backed(edges: Iterable[_Edge]) -> str:
    return listed(backed(edge.claim) for edge in edges)


def _edges(ground: Ground) -> Iterator[_Edge]:
    for claim in ground.claims:
        relation, sign = relation_of(ground.corpus, claim), claim_sign(ground.corpus, claim)
        if relation.family is Family.CAUSAL and relation.chainable and sign and claim.tally.supports:
            one, other = ground.kinship.core(claim.subject), ground.kinship.core(claim.object)
            if not ground.kinship.related(one.concept, other.concept):
                yield _Edge(one.concept, other.concept, one.sign * sign * other.sign, claim)


def _causes_as(ground: Ground, effect: str) -> tuple[str, ...]:
    """As which causes something brought about goes on."""
    parts = ground.kinship.narrower(effect) if ground.is_muscle(effect) else ()
    return (effect, *ground.kinship.broader(effect), *parts)


def _effects_as(ground: Ground, cause: str) -> tuple[str, ...]:
    """The same the other way: which effects go on as this cause."""
    wholes = ground.kinship.broader(cause) if ground.is_muscle(cause) else ()
    return (cause, *ground.kinship.narrower(cause), *wholes)


def _pairs(ground: Ground, edges: Sequence[_Edge]) -> list[tuple[list[_Edge], list[_Edge]]]:
    """Edges one way and edges back, for each two things that they are between at the broadest."""
    by_ends: dict[tuple[str, str], list[_Edge]] = defaultdict(list)
    for edge in edges:
        by_ends[edge.source, edge.target].append(edge)
    found: dict[tuple[str, str], tuple[dict[str, _Edge], dict[str, _Edge]]] = defaultdict(lambda: ({}, {}))
    for edge in edges:
        ends = product(_causes_as(ground, edge.target), _effects_as(ground, edge.source))
        for back in (back for end in ends for back in by_ends.get(end, ()) if back.sign == edge.sign):
            one, other = _between(ground, edge, back)
            found[min(one, other), max(one, other)][one > other][edge.claim.id] = edge
    return [([*there.values()], [*back.values()]) for there, back in found.values()]


def _between(ground: Ground, edge: _Edge, back: _Edge) -> tuple[str, str]:
    """What two edges are between, seen from the first: the broader of the two names of each, a muscle at its broadest."""
    ends = (edge.source, back.target), (edge.target, back.source)
    broad = [one if one in (other, *ground.kinship.broader(other)) else other for one, other in ends]
    whole = [_whole(ground, concept) for concept in broad]
    one, other = whole if whole[0] != whole[1] else broad
    return one, other


def _whole(ground: Ground, concept: str) -> str:
    """The topmost muscle above a muscle; of several, the first."""
    wholes = [above for above in ground.kinship.broader(concept) if ground.is_muscle(above)]
    return next((whole for whole in wholes if not ground.kinship.broader(whole)), concept)


def _loops(ground: Ground, edges: Sequence[_Edge], paired: Collection[str]) -> Iterator[list[_Edge]]:
    """For each edge on a loop that strengthens itself, the shortest such loop; each set of claims once.

    Not asked for are the loops of edges that are `paired`, by their claims. Edges between the same things go back one way.
    """
    graph = _double_cover(ground, edges)
    knots = {node: number for number, knot in enumerate(nx.strongly_connected_components(graph)) for node in knot}

    @cache
    def back(source: str, target: str, sign: int) -> list[_Edge]:
        first = (target, sign, False)
        ends = [end for end in ((source, 1, False), (source, 1, True)) if knots.get(end) == knots[first]]
        return min((_claims_along(graph, nx.shortest_path(graph, first, end)) for end in ends), key=len, default=[])

    told: set[frozenset[str]] = set()
    for edge in edges:
        if edge.claim.id in paired:
            continue
        loop = [edge, *back(edge.source, edge.target, edge.sign)]
        names = frozenset(step.claim.id for step in loop)
        once = len(names) == len(loop)  # twice round turns a checking loop into one that seems to strengthen itself
        if 2 < len(loop) <= MAX_LOOP and once and names not in told:
            told.add(names)
            yield loop


def _double_cover(ground: Ground, edges: Sequence[_Edge]) -> nx.DiGraph[_Node]:
    """Each concept in both signs, and once more for having just come from something broader or narrower."""
    graph: nx.DiGraph[_Node] = nx.DiGraph()
    for edge in edges:
        for sign in (1, -1):
            for bridged in (False, True):
                graph.add_edge((edge.source, sign, bridged), (edge.target, sign * edge.sign, False), edge=edge)
    for concept in dict.fromkeys(edge.target for edge in edges):  # in order: of ways that are as short, the first is taken
        for other in _causes_as(ground, concept)[1:]:
            graph.add_edges_from(((concept, sign, False), (other, sign, True)) for sign in (1, -1))
    return graph


def _claims_along(graph: nx.DiGraph[_Node], path: list[_Node]) -> list[_Edge]:
    steps = (graph.edges[step] for step in nx.utils.pairwise(path))
    return [step["edge"] for step in steps if "edge" in step]
