"""The networks that chains walk on, out of the moves that a store keeps: the part between two concepts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from kneegraph import vocab as v
from kneegraph.analysis.chains import Part
from kneegraph.analysis.network import Move, Network, holds_after, move
from kneegraph.analysis.networks import Passable
from kneegraph.analysis.reach import ahead, behind, joined, within
from kneegraph.analysis.region import Link, regions
from kneegraph.analysis.steps import Step
from kneegraph.model import Concept, Corpus, Relation, Standing
from kneegraph.parts.lazy import Lazy
from kneegraph.parts.moves import StoredLinks

Edges = Callable[[Collection[str]], Iterable[str]]
Kin = Callable[[Collection[str]], Iterable[tuple[str, str, str]]]


class StoredNetworks:
    """Answers as `kneegraph.analysis.networks.WholeNetworks` does. Cost: the moves that are met, as numbers."""

    def __init__(self, links: StoredLinks, relations: Mapping[str, Relation], concepts: Lazy[Concept], kin: Kin) -> None:
        self._links = links
        self._relations = relations
        self._concepts = concepts
        self._kin = kin

    def growing(self, start: str, goal: str) -> Iterator[Part]:
        """Larger and larger parts of the network between two concepts. See `chains_in_parts`."""
        number, ends, goals = self._ends(start, goal)
        for region in regions(self._links, number, ends) if number else ():
            concepts, moves = self._told(region.links, {start, *goals})
            yield Part(concepts, moves, region.least, region.whole)

    def near(self, start: str, goal: str, steps: int) -> Network:
        """A network with every move of every way of at most so many moves from one concept to another."""
        return self._near(self._links, start, goal, steps)

    def near_disputed(self, start: str, goal: str, steps: int) -> Network:
        """The same where ways may pass claims that are disputed and that nobody supports, too."""
        return self._near(self._links.with_closed(), start, goal, steps)

    def _near(self, links: StoredLinks, start: str, goal: str, steps: int) -> Network:
        number, ends, goals = self._ends(start, goal)
        found = within(links, number, ends, steps) if number else ()
        concepts, moves = self._told(found, {start, *goals})
        return Network(concepts, claim_moves=moves)

    def around(self, start: str | None, goal: str | None, steps: int) -> tuple[Corpus, Network]:
        """The same as `near` where one of the two ends may be any; with the concepts that are in it."""
        number, ends, goals = self._ends(start or goal or "", goal or start or "")
        if start is None or goal is None:
            found = behind(self._links, ends, steps) if start is None else ahead(self._links, number, steps)
        else:
            found = within(self._links, number, ends, steps)
        concepts, moves = self._told(found, goals if start is None else {start, *goals})
        return concepts, Network(concepts, claim_moves=moves)

    def claims(self, start: str, goal: str, steps: int) -> Iterator[Passable]:
        """The claims on such ways, parallel ones included."""
        number, ends, _ = self._ends(start, goal)
        pairs: dict[int, set[int]] = defaultdict(set)
        for link in within(self._links, number, ends, steps) if number else ():
            if link.claim is not None:
                pairs[link.source].add(link.target)
        names = self._links.concepts({*pairs, *(end for others in pairs.values() for end in others)})
        known = self._concepts.fetch(sorted(names.values()))
        for one in self._links.bare_claims(pairs):
            relation, target = self._relations[one.relation], names[one.object]
            if relation.chainable and one.standing is not Standing.DISPUTED:
                yield Passable(one.id, names[one.subject], target, holds_after(relation, known.get(target)))

    def joined(self, start: str, goal: str) -> bool:
        """Whether any way leads from one concept to another."""
        number, ends, _ = self._ends(start, goal)
        return bool(number) and joined(self._links, number, ends)

    def leaves(self, start: str) -> bool:
        """Whether a claim leads away from a concept, or from where definitions lead from it."""
        number, _, _ = self._ends(start, start)
        near = {number, *(link.target for link in self._links.leaving(number) if link.claim is None)}
        return any(link.claim is not None for one in near for link in self._links.leaving(one))

    def arrives(self, goal: str) -> bool:
        """Whether a claim leads to a concept or a narrower one, or to where definitions lead to these from."""
        _, ends, _ = self._ends(goal, goal)
        near = {*ends, *(link.source for end in ends for link in self._links.arriving(end) if link.claim is None)}
        return any(link.claim is not None for one in near for link in self._links.arriving(one))

    def narrower(self, concept: str) -> set[str]:
        """A concept and all that is narrower."""
        return spread([concept], self._below)

    def _ends(self, start: str, goal: str) -> tuple[int, set[int], set[str]]:
        """The number of a start (0: it has none), those of a goal and all that is narrower, and the names of these."""
        goals = self.narrower(goal)
        numbers = self._links.numbers({start, *goals})
        return numbers.get(start, 0), {numbers[name] for name in goals if name in numbers}, goals

    def _told(self, links: Collection[Link], ends: set[str]) -> tuple[Corpus, tuple[Move, ...]]:
        """Moves in the words of the model, and the concepts that they join with what tells how these belong together."""
        names = self._links.concepts({end for link in links for end in (link.source, link.target)})
        claims = self._links.claims({link.claim for link in links if link.claim is not None})
        moves = (
            move(
                Step(claims[link.claim], names[link.source], "", names[link.target], link.sign or None),
                strength=link.strength,
                holds=link.holds,
            )
            for link in links
            if link.claim is not None
        )
        above = spread({*names.values(), *ends}, self._above)
        return Corpus(self._relations, self._concepts.fetch(sorted(above))), tuple(moves)

    def _above(self, concepts: Collection[str]) -> Iterable[str]:
        return upwards(self._concepts.fetch(sorted(concepts)).values())

    def _below(self, concepts: Collection[str]) -> Iterable[str]:
        return (one for one, way, above in self._kin(concepts) if way == v.SKOS + "broader" and above in concepts)


def spread(concepts: Iterable[str], edges: Edges) -> set[str]:
    """These concepts and all that the edges lead to from them, however far."""
    inside = set(concepts)
    edge = inside
    while edge:
        edge = set(edges(edge)) - inside
        inside = inside | edge
    return inside


def upwards(concepts: Iterable[Concept]) -> Iterator[str]:
    """What concepts are a state of, the opposite of, or narrower than."""
    for one in concepts:
        yield from (name for name in (one.state_of, one.opposite_of, *one.broader) if name)
