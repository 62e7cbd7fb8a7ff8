"""Which sources are independent: what the data say of it, what can be derived, and how many sources count as how many."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
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


#: Why, and of which other source: of each pair the tie stands at one of the two. What is passed on is tied to the first by
#: identifier of all that hang together, so that ties are never more than what was said.
Ties = frozenset[tuple[DependenceKind, str]]


class Independence:
    """Which sources of a corpus depend on each other: as curated, of one author in one year, or one passing on another.

    Two sources are also dependent when both repeat, or share data with, the same third one. A review is not independent of
    a study it pools, nor a paper of another by its author, but two studies are independent although one review pools both, or
    each shares an author with a third. Cost: a pass over sources and assertions.
    """

    def __init__(self, sources: Collection[Source], attributions: Iterable[tuple[str, str]]) -> None:
        """`attributions` are pairs of a source and whom it says it passes on."""
        known = _ties(sorted(sources, key=lambda one: one.id), attributions)  # in whatever order they come, it is the same
        self._ties: Callable[[Collection[str]], Mapping[str, Ties]] = lambda _: known
        self._everyone: Callable[[], Iterable[str]] = known.keys

    @classmethod
    def of_ties(
        cls, ties: Callable[[Collection[str]], Mapping[str, Ties]], everyone: Callable[[], Iterable[str]]
    ) -> Independence:
        """That of sources whose ties were found before: `ties` gives those of some, `everyone` names all sources."""
        made = cls((), ())
        made._ties, made._everyone = ties, everyone
        return made

    @classmethod
    def of(cls, corpus: Corpus) -> Independence:
        """That of the sources of a corpus."""
        said = ((one.source, whom) for one in corpus.assertions for whom in one.attributed_to)
        return cls(corpus.sources.values(), said)

    def ties(self) -> Iterator[tuple[str, Ties]]:
        """All of it, as it can be kept: the ties of each source that has any, by identifier. `of_ties` takes them."""
        return iter(sorted(self._ties([*self._everyone()]).items()))

    def between(self, one: str, other: str) -> DependenceKind | None:
        """Why two sources are not independent, or None when nothing speaks against it."""
        return self._among((one, other))[one].get(other)

    def near(self, source: str) -> tuple[tuple[str, DependenceKind], ...]:
        """The sources that one is not independent of, each with why, sorted. Cost: the first time, a pass over all sources."""
        return tuple(sorted(self._all.get(source, {}).items()))

    @cached_property
    def _all(self) -> dict[str, dict[str, DependenceKind]]:
        named = {*self._everyone()}
        heads = {other for ties in self._ties([*named]).values() for _, other in ties}
        return self._among(named | heads)

    def _among(self, named: Collection[str]) -> dict[str, dict[str, DependenceKind]]:
        """Of each of these sources, those of them that it is not independent of, and why. Cost: these, and their pairs."""
        near: dict[str, dict[str, DependenceKind]] = {name: {} for name in named}
        ties = self._ties(near)
        together: dict[tuple[DependenceKind, str], list[str]] = defaultdict(list)
        pairs: dict[DependenceKind, list[tuple[str, str]]] = defaultdict(list)
        for name in near:
            for kind, other in ties.get(name, ()):
                if kind in _PASSED_ON:
                    together[kind, other].append(name)
                elif other in near:
                    pairs[kind].append((name, other))
        for (kind, head), members in together.items():
            pairs[kind] += combinations([*members, head] if head in near else members, 2)
        for kind in DependenceKind if pairs else ():
            for one, other in pairs[kind]:
                near[one].setdefault(other, kind)
                near[other].setdefault(one, kind)
        return near

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Every two sources that are not independent of each other, both ways round."""
        return ((one, other) for one, others in self._all.items() for other in others)

    def alone(self, sources: Iterable[str]) -> set[str]:
        """Those of some sources that depend on none of the others."""
        return {name for name, others in self._among(set(sources)).items() if not others}

    def groups(self, sources: Iterable[str], weight: Callable[[str], float] | None = None) -> tuple[Group, ...]:
        """The independent pieces of evidence among sources, the heaviest first (all alike without a weight).

        What counts is the heaviest set of sources of which none depends on another: so a further source never makes less
        of the others, and a duplicate changes nothing. Each of the rest leans on the heaviest that it depends on.
        """
        named = sorted(set(sources))
        near = self._among(named)
        weights = {name: weight(name) if weight else 1.0 for name in named}
        heads = sorted(_heaviest(near, weights), key=lambda name: (-weights[name], name))
        leaning: dict[str, list[tuple[str, DependenceKind]]] = defaultdict(list)
        for name in named if len(heads) < len(named) else ():
            if name not in heads:
                head = next(one for one in heads if one in near[name])
                leaning[head].append((name, near[name][head]))
        return tuple(Group(head, tuple(leaning[head])) for head in heads)

    def count(self, sources: Iterable[str]) -> int:
        """How many of these sources are independent of each other."""
        return len(self.groups(sources))


def _heaviest(near: Mapping[str, Collection[str]], weights: Mapping[str, float]) -> Iterator[str]:
    yield from (name for name, others in near.items() if not others)
    for part in _connected({name: others for name, others in near.items() if others}):
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


def _ties(sources: Collection[Source], attributions: Iterable[tuple[str, str]]) -> dict[str, Ties]:
    """Of each source that has any, its ties. Cost: a pass over sources and assertions."""
    ordered = sorted(sources, key=lambda source: source.id)
    found: dict[str, set[tuple[DependenceKind, str]]] = defaultdict(set)
    passed_on: dict[DependenceKind, dict[str, set[str]]] = {kind: defaultdict(set) for kind in _PASSED_ON}
    for one, other, kind in _links(ordered, attributions):
        if one == other:
            continue
        if kind in passed_on:
            passed_on[kind][one].add(other)
            passed_on[kind][other].add(one)
        else:
            found[one].add((kind, other))
    for kind, near in passed_on.items():
        for part in _connected(near):
            head, *rest = sorted(part)
            for name in rest:
                found[name].add((kind, head))
    return {name: frozenset(ties) for name, ties in found.items()}


def _links(sources: Collection[Source], attributions: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str, DependenceKind]]:
    known = {source.id for source in sources}
    for source in sources:
        yield from ((source.id, one.source, one.kind) for one in source.depends_on if one.source in known)
    yield from _same_author(sources)
    yield from _attributed(sources, attributions)


def _same_author(sources: Iterable[Source]) -> Iterator[tuple[str, str, DependenceKind]]:
    """Sources of one first author in one year: the further ones with the first."""
    by_author: dict[tuple[str, int], list[str]] = defaultdict(list)
    for source in sources:
        if source.creator and source.year:
            by_author[normal(re.split(r"[,;&]| and ", source.creator)[0]), source.year].append(source.id)
    for named in by_author.values():
        yield from ((other, named[0], DependenceKind.SAME_AUTHOR) for other in named[1:])


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
