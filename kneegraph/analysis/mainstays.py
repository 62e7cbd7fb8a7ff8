"""Claims that much hangs on: those that every way from an exercise to an outcome must pass, though one source carries them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass

import networkx as nx

from kneegraph.analysis.effect import claim_sign, relation_of
from kneegraph.analysis.exercises import OUTCOMES, ExerciseLink, helpful_sign
from kneegraph.analysis.kinship import Kinship
from kneegraph.analysis.network import open_to_chains
from kneegraph.analysis.steps import structural_steps
from kneegraph.model import Claim, Corpus

#: A place on the way: a concept with the sign so far, a claim with the sign before it, or an outcome that is helped.
_Node = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class Mainstay:
    """A claim with one supporter, and the pairs of exercise and outcome that nothing else would join."""

    claim: str
    links: tuple[tuple[str, str], ...]

    @property
    def exercises(self) -> tuple[str, ...]:
        """The exercises and interventions among the links, sorted."""
        return tuple(sorted({exercise for exercise, _ in self.links}))

    @property
    def outcomes(self) -> tuple[str, ...]:
        """The outcomes among the links, sorted."""
        return tuple(sorted({outcome for _, outcome in self.links}))


def mainstays(corpus: Corpus, links: Iterable[ExerciseLink]) -> list[Mainstay]:
    """Claims of a single supporter that several of these exercises cannot do without; the most links first.

    A claim is indispensable when it dominates the outcome in the graph of signed ways from the exercise: every way
    passes it, however long. What is said of one exercise itself is never among them, for no other hangs on it.
    Cost: one dominator tree for each exercise.
    """
    links = list(links)
    linked = {(link.exercise, link.outcome) for link in links}
    graph = _ways(corpus, _shared(corpus, links))
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for exercise in sorted({exercise for exercise, _ in linked}):
        for claim, outcome in _indispensable(graph, exercise):
            if (exercise, outcome) in linked:
                found[claim].append((exercise, outcome))
    stays = [Mainstay(claim, tuple(sorted(pairs))) for claim, pairs in found.items()]
    return sorted((stay for stay in stays if len(stay.exercises) > 1), key=lambda stay: (-len(stay.links), stay.claim))


def _shared(corpus: Corpus, links: Iterable[ExerciseLink]) -> frozenset[str]:
    """The claims of a single supporter that links of several exercises pass: nothing else can be what is looked for."""
    passing: dict[str, set[str]] = defaultdict(set)
    for link in links:
        for step in link.path:
            if step.claim is not None:
                passing[step.claim].add(link.exercise)
    alone = (claim for claim, exercises in passing.items() if len(exercises) > 1)
    return frozenset(claim for claim in alone if corpus.claims[claim].tally.supports == 1)


def _ways(corpus: Corpus, shared: Container[str]) -> nx.DiGraph[_Node]:
    """Every signed way, whatever its length; of claims only the shared ones are places of their own."""
    graph: nx.DiGraph[_Node] = nx.DiGraph()
    kinship, parallels = Kinship(corpus), _parallels(corpus)
    for before in (1, -1):
        for (subject, object_, sign), claims in parallels.items():
            ends: list[_Node] = [("concept", subject, before), ("concept", object_, before * sign)]
            alone = len(claims) == 1 and claims[0].id in shared
            nx.add_path(graph, [ends[0], ("claim", claims[0].id, before), ends[1]] if alone else ends)
        for concept in corpus.concepts:
            for step in structural_steps(corpus, kinship, concept):
                graph.add_edge(("concept", concept, before), ("concept", step.object, before * (step.sign or 0)))
    for outcome in (concept.id for concept in corpus.concepts.values() if concept.kind in OUTCOMES):
        sign = helpful_sign(corpus, outcome, lambda _: ())  # none of these is a state
        for name in (outcome, *kinship.narrower(outcome)):
            graph.add_edge(("concept", name, sign), ("outcome", outcome, sign))
    return graph


def _parallels(corpus: Corpus) -> dict[tuple[str, str, int], list[Claim]]:
    """The claims that ways may pass, by the concepts they join and their sign."""
    found: dict[tuple[str, str, int], list[Claim]] = defaultdict(list)
    for claim in corpus.claims.values():
        sign = claim_sign(corpus, claim)
        if sign and relation_of(corpus, claim).chainable and open_to_chains(claim):
            found[claim.subject, claim.object, sign].append(claim)
    return found


def _indispensable(graph: nx.DiGraph[_Node], exercise: str) -> Iterator[tuple[str, str]]:
    """Each outcome that is reached, with every claim of a single supporter that all ways to it pass."""
    start = ("concept", exercise, 1)
    if start not in graph:
        return
    dominators = nx.immediate_dominators(graph, start)
    for outcome in [node for node in dominators if node[0] == "outcome"]:
        node = dominators[outcome]
        while node is not None and node != start:
            if node[0] == "claim":
                yield node[1], outcome[1]
            node = dominators[node]
