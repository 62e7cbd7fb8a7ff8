"""What a restriction keeps of data that may be broken: sources, their assertions, and claims that still have any.

A sound graph is restricted by `kneegraph.restriction`. Here sources are judged by what is stated of them, read or not, and
what cannot be judged is kept: a finding must never be lost because something else is wrong too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from pyoxigraph import Quad

from kneegraph import vocab as v
from kneegraph.errors import EmptyRestrictionError, Problem
from kneegraph.labels import LabelIndex
from kneegraph.model import Tier
from kneegraph.rdf.index import Index
from kneegraph.restriction import Restriction, chosen


@dataclass(frozen=True, slots=True)
class Kept:
    """What is not `left_out` (IRIs). `undated` are sources left out only because their year is not known."""

    left_out: frozenset[str] = frozenset()
    undated: tuple[str, ...] = ()

    def told(self, problems: Iterable[Problem]) -> Iterator[Problem]:
        """The problems of what is kept, of concepts and of relations."""
        for problem in problems:
            if problem.resource not in self.left_out:
                yield problem

    def count(self, sort: str, identifiers: Iterable[str]) -> int:
        """How many of these resources are kept."""
        return sum(v.iri(sort, identifier) not in self.left_out for identifier in identifiers)


def kept(
    quads: Iterable[Quad],
    *,
    collection: str | Sequence[str] = (),
    tier: str | Sequence[str] = (),
    source: str | Sequence[str] = (),
    as_of: int | None = None,
) -> Kept:
    """What these options keep. Raises UnknownTermError and EmptyRestrictionError as a loaded graph does. Cost: linear."""
    if not (collection or tier or source) and as_of is None:
        return Kept()
    index = Index(quads)
    restriction = _restriction(index, collection, tier, source, as_of)
    sources = index.of_type(v.KG + "Source")
    ever = [one for one in sources if _admitted(index, one, replace(restriction, as_of=None))]
    then = {one for one in ever if _admitted(index, one, restriction)}
    if not then:
        raise EmptyRestrictionError(f"no source is left by this restriction; without it there are {len(sources)}")
    undated = (v.identifier("source", one) for one in ever if one not in then and not _issued(index, one))
    return _without(index, frozenset(sources) - then, tuple(undated))


def _without(index: Index, sources: frozenset[str], undated: tuple[str, ...]) -> Kept:
    """What is kept without these sources."""
    about: dict[str, set[str]] = defaultdict(set)
    silent: set[str] = set()
    for assertion in index.of_type(v.KG + "Assertion"):
        named = index.keys(assertion, v.KG + "source")
        if named and sources.issuperset(named):
            silent.add(assertion)
        for claim in index.keys(assertion, v.KG + "claim"):
            about[claim].add(assertion)
    claims = {claim for claim, made in about.items() if made <= silent}
    return Kept(sources | silent | claims, undated)


def _restriction(
    index: Index,
    collection: str | Sequence[str],
    tier: str | Sequence[str],
    source: str | Sequence[str],
    as_of: int | None,
) -> Restriction:
    sources = index.of_type(v.KG + "Source")
    collections = {name for one in sources for name in _collections(index, one)}
    by_name = LabelIndex("source", ((names[0], names[0], names) for names in map(partial(_names, index), sources)))
    return chosen(collections, by_name.find, collection=collection, tier=tier, source=source, as_of=as_of)


def _admitted(index: Index, source: str, wanted: Restriction) -> bool:
    collections = _collections(index, source)
    tiers = {v.term(one) for one in index.keys(source, v.KG + "tier")} & {*Tier}
    years = {int(date[:4]) for date in _issued(index, source) if date[:4].isdecimal()}
    return (
        (not wanted.collections or not collections or bool(collections & wanted.collections))
        and (not wanted.tiers or not tiers or bool(tiers & wanted.tiers))
        and (not wanted.sources or v.identifier("source", source) in wanted.sources)
        and (wanted.as_of is None or (min(years) <= wanted.as_of if years else bool(_issued(index, source))))
    )


def _collections(index: Index, source: str) -> set[str]:
    return {v.identifier("collection", one) for one in index.keys(source, v.KG + "collection")}


def _issued(index: Index, source: str) -> tuple[str, ...]:
    return index.texts(source, v.DCTERMS + "issued")


def _names(index: Index, source: str) -> tuple[str, ...]:
    titles, urls = index.texts(source, v.DCTERMS + "title"), index.keys(source, v.SCHEMA + "url")
    return (v.identifier("source", source), *titles, *urls)
