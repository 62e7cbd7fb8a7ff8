"""Which sources are independent: what the data say of it, what can be derived, and how many sources count as how many."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from kneegraph.labels import normal
from kneegraph.model import Corpus, DependenceKind, Source

#: Kinds that go on: what repeats the same text, or is on the same data, hangs together however many are between.
_PASSED_ON = (DependenceKind.SAME_DATA, DependenceKind.REPEATS)
#: Up to so many sources that hang together, the heaviest independent ones are found exactly; beyond, one by one.
_EXACT = 40
#: `max_weight_clique` takes whole numbers.
_SCALE = 1_000_000
#: Names that are too short to tell who is meant when somebody is said to be quoted.
_TELLING = 6
_NAME = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Group:
    """One piece of independent evidence: the source that counts for it, and those that lean on that one, each with why."""

    source: str
    leaning: tuple[tuple[str, DependenceKind], ...] = ()

    @property
    def members(self) -> tuple[str, ...]:
        """Every source of the group, sorted."""
        return tuple(sorted((self.source, *(name for name, _ in self.leaning))))


class Independence:
    """Which sources of a corpus depend on each other: as curated, of one author in one year, or one passing on another.

    Two sources are also dependent when both repeat, or share data with, the same third one. A review is not independent of
    a study it pools, nor a paper of another by its author, but two studies are independent although one review pools both, or
    each shares an author with a third. Cost: a pass over sources and assertions.
    """

    def __init__(self, sources: Collection[Source], attributions: Iterable[tuple[str, str]]) -> None:
        """`attributions` are pairs of a source and whom it says it passes on."""
        sources = sorted(sources, key=lambda one: one.id)  # whoever hands them over, in whatever order, gets the same
        self._kinds: dict[frozenset[str], DependenceKind] = {}
        links: dict[DependenceKind, dict[str, set[str]]] = {kind: defaultdict(set) for kind in DependenceKind}
        for one, other, kind in _links(sources, attributions):
            if one != other:
                links[kind][one].add(other)
                links[kind][other].add(one)
        for kind in DependenceKind:
            for pair in _pairs(links[kind], kind):
                self._kinds.setdefault(frozenset(pair), kind)
        self._near: dict[str, set[str]] = defaultdict(set)
        for one, other in map(tuple, self._kinds):
            self._near[one].add(other)
            self._near[other].add(one)

    @classmethod
    def of(cls, corpus: Corpus) -> Independence:
        """That of the sources of a corpus."""
        said = ((one.source, whom) for one in corpus.assertions for whom in one.attributed_to)
        return cls(corpus.sources.values(), said)

    def between(self, one: str, other: str) -> DependenceKind | None:
        """Why two sources are not independent, or None when nothing speaks against it."""
        return self._kinds.get(frozenset((one, other)))

    def near(self, source: str) -> tuple[tuple[str, DependenceKind], ...]:
        """The sources that one is not independent of, each with why, sorted."""
        return tuple((other, self._kinds[frozenset((source, other))]) for other in sorted(self._near.get(source, ())))

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Every two sources that depend on each other, both ways round."""
        return ((one, other) for one, others in self._near.items() for other in others)

    def groups(self, sources: Iterable[str], weight: Callable[[str], float] | None = None) -> tuple[Group, ...]:
        """The independent pieces of evidence among sources, the heaviest first (all alike without a weight).

        What counts is the heaviest set of sources of which none depends on another: so a further source never makes less
        of the others, and a duplicate changes nothing. Each of the rest leans on the heaviest that it depends on.
        """
        named = sorted(set(sources))
        weights = {name: weight(name) if weight else 1.0 for name in named}
        heads = sorted(self._heaviest(named, weights), key=lambda name: (-weights[name], name))
        leaning: dict[str, list[tuple[str, DependenceKind]]] = defaultdict(list)
        for name in named:
            if name not in heads:
                head = next(one for one in heads if one in self._near[name])
                leaning[head].append((name, self._kinds[frozenset((name, head))]))
        return tuple(Group(head, tuple(leaning[head])) for head in heads)

    def count(self, sources: Iterable[str]) -> int:
        """How many of these sources are independent of each other."""
        return len(self.groups(sources))

    def _heaviest(self, named: Collection[str], weights: Mapping[str, float]) -> Iterator[str]:
        among = set(named)
        near = {name: self._near.get(name, set()) & among for name in named}
        for part in _connected(near):
            yield from _independent(near, sorted(part), weights)


def _connected(near: Mapping[str, Collection[str]]) -> Iterator[set[str]]:
    """The sources that hang together, part by part. A walk of our own: most commands need no more of a graph library."""
    seen: set[str] = set()
    for name in near:
        if name not in seen:
            part, edge = {name}, [name]
            while edge:
                new = set(near[edge.pop()]) - part
                part |= new
                edge += new
            seen |= part
            yield part


def _independent(near: Mapping[str, Collection[str]], part: list[str], weights: Mapping[str, float]) -> Iterable[str]:
    """The heaviest nodes of a connected part of which no two are joined; of equal choices the first by name."""
    if all(len(near[name]) == len(part) - 1 for name in part):  # each depends on each, or there is but one
        return [min(part, key=lambda one: (-weights[one], one))]
    if len(part) > _EXACT:
        chosen: list[str] = []
        for name in sorted(part, key=lambda one: (-weights[one] / (len(near[one]) + 1), one)):
            if not any(other in near[name] for other in chosen):
                chosen.append(name)
        return chosen
    import networkx as nx

    free: nx.Graph[str] = nx.Graph()  # what may stand together is a clique of this graph
    above = len(part) ** 2  # all that the places by name can add up to, so that they decide between equals only
    for place, name in enumerate(part):
        weight = 1 + round(weights[name] * _SCALE)  # what weighs nothing still counts as there
        free.add_node(name, weight=weight * above + len(part) - 1 - place)
    free.add_edges_from(pair for pair in combinations(part, 2) if pair[1] not in near[pair[0]])
    return list(nx.max_weight_clique(free, weight="weight")[0])


def _pairs(near: Mapping[str, Collection[str]], kind: DependenceKind) -> Iterable[tuple[str, str]]:
    if kind not in _PASSED_ON:
        return ((one, other) for one, others in near.items() for other in others)
    return (pair for part in _connected(near) for pair in combinations(sorted(part), 2))


def _links(sources: Collection[Source], attributions: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str, DependenceKind]]:
    known = {source.id for source in sources}
    for source in sources:
        yield from ((source.id, one.source, one.kind) for one in source.depends_on if one.source in known)
    yield from _same_author(sources)
    yield from _attributed(sources, attributions)


def _same_author(sources: Iterable[Source]) -> Iterator[tuple[str, str, DependenceKind]]:
    """Sources of one first author in one year."""
    by_author: dict[tuple[str, int], list[str]] = defaultdict(list)
    for source in sources:
        if source.creator and source.year:
            by_author[normal(re.split(r"[,;&]| and ", source.creator)[0]), source.year].append(source.id)
    for named in by_author.values():
        yield from ((named[0], other, DependenceKind.SAME_AUTHOR) for other in named[1:])


def _attributed(
    sources: Collection[Source], attributions: Iterable[tuple[str, str]]
) -> Iterator[tuple[str, str, DependenceKind]]:
    """Sources that pass on what another one here says: named by title, or by an author's name that is here once only."""
    titles = {normal(source.title): source.id for source in sources}
    authors: dict[str, set[str]] = defaultdict(set)
    for source in sources:
        for name in set(_NAME.findall(source.creator or "")):
            if len(name) >= _TELLING:
                authors[name.casefold()].add(source.id)
    alone = {name: next(iter(found)) for name, found in authors.items() if len(found) == 1}
    for source_id, whom in attributions:
        named = {alone[word] for word in map(str.casefold, _NAME.findall(whom)) if word in alone}
        named |= {titles[normal(whom)]} if normal(whom) in titles else set()
        yield from ((source_id, other, DependenceKind.REPEATS) for other in sorted(named))
