"""Fetching claims from a store of this process: by patterns, and by the indexes beside it where there are any.

Here what is looked up is at hand, and one pattern costs some microseconds, where a query must first be read and planned.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from functools import cached_property
from itertools import islice

from pyoxigraph import Literal, NamedNode, Quad

from kneegraph import vocab as v
from kneegraph.labels import normal, singular
from kneegraph.model import Claim, Concept, Relation, Source, Stance, Tier
from kneegraph.parts.access import CLASS, ENDS, KIN, LABELS, PARTS, ROLES, Progress, Ties, as_only, batches, read
from kneegraph.parts.clashes import Clash, Clashes
from kneegraph.parts.lookup import Catalogue
from kneegraph.parts.moves import StoredLinks
from kneegraph.rdf import TIES
from kneegraph.rdf.index import key
from kneegraph.store import LocalStore
from kneegraph.store.local import Subject

#: Identifiers that are fetched together.
BATCH = 2_000
_TYPE, _CLAIM, _SOURCE = (NamedNode(iri) for iri in (v.RDF + "type", v.KG + "claim", v.KG + "source"))
_LABEL_KEY, _LABEL = NamedNode(v.KG + "labelKey"), NamedNode(v.RDFS + "label")
_TIER, _STANDING, _STANCE, _ATTRIBUTED = (NamedNode(v.KG + name) for name in ("tier", "standing", "stance", "attributedTo"))
_DESIGN = NamedNode(v.KG + "design")
_CLASSES = {sort: NamedNode(iri) for sort, iri in CLASS.items()}
_ENDS = {end: NamedNode(iri) for end, iri in ENDS.items()}
_KIN = tuple(map(NamedNode, KIN))
_TIES = {kind: NamedNode(iri) for kind, iri in TIES.items()}


class Looker:
    """Looks into one store. `progress` is told of every batch of a longer list."""

    def __init__(self, store: LocalStore, *, batch: int = BATCH, progress: Progress | None = None) -> None:
        self._store = store
        self._batch = batch
        self._progress = progress

    @cached_property
    def _catalogue(self) -> Catalogue | None:
        return Catalogue(self._store.beside) if self._store.beside else None

    # Things by identifier

    def members(self, sort: str) -> Iterator[str]:
        """Every identifier of a sort: concept, claim or source."""
        return (v.identifier(sort, iri) for iri in self._store.members(CLASS[sort]))

    def relations(self) -> dict[str, Relation]:
        """Every relation."""
        found = [quad.subject for quad in self._store.match(None, _TYPE, NamedNode(v.KG + "Relation"))]
        return dict(read(quad for subject in found for quad in self._store.match(subject, None)).relations)

    def concepts(self, names: Collection[str]) -> dict[str, Concept]:
        """The concepts of these identifiers that exist."""
        found: dict[str, Concept] = {}
        for batch in batches("concept", names, self._batch, self._progress):
            said = (quad for node in _nodes("concept", batch) for quad in self._store.match(node, None))
            found.update(read(as_only("concept", said)).concepts)
        return found

    def sources(self, names: Collection[str]) -> dict[str, Source]:
        """The sources of these identifiers that exist."""
        if self._catalogue and self._catalogue.keeps_sources:
            return self._catalogue.sources(names)
        found: dict[str, Source] = {}
        for batch in batches("source", names, self._batch, self._progress):
            said = (quad for node in _nodes("source", batch) for quad in self._whole("source", node))
            found.update(read(as_only("source", said)).sources)
        return found

    def claims(self, names: Collection[str]) -> dict[str, Claim]:
        """The claims of these identifiers that exist, with everybody's assertions."""
        found: dict[str, Claim] = {}
        for batch in batches("claim", names, self._batch, self._progress):
            found.update(read(quad for node in _nodes("claim", batch) for quad in self._claim(node)).claims)
        return found

    def bare_claims(self, names: Collection[str]) -> dict[str, Claim]:
        """The same without their assertions."""
        said = (quad for node in _nodes("claim", names) for quad in self._store.match(node, None))
        return dict(read(as_only("claim", said)).claims)

    def _claim(self, claim: NamedNode) -> Iterator[Quad]:
        yield from as_only("claim", self._store.match(claim, None))
        for made in self._store.match(None, _CLAIM, claim):
            yield from as_only("assertion", self._whole("assertion", made.subject))

    def _whole(self, sort: str, subject: Subject) -> Iterator[Quad]:
        """What is said of something, with what hangs on it without an address of its own."""
        for quad in self._store.match(subject, None):
            yield quad
            if quad.predicate.value in PARTS[sort] and not isinstance(quad.object, Literal):
                yield from self._store.match(quad.object, None)

    # Things by their names

    def named(self, sort: str, term: str) -> list[str]:
        """Identifiers of what may have this label."""
        if sort == "claim":
            return self._claims_named(term)
        shared = self._store.match(None, _LABEL_KEY, Literal(singular(normal(term))))
        return [v.identifier(sort, key(quad.subject)) for quad in shared if self._is(sort, quad.subject)]

    def _claims_named(self, term: str) -> list[str]:
        if self._catalogue:
            return [*self._catalogue.called("claim", term), *self._spelled(term)]
        wanted = singular(normal(term))
        labels = self._claim_labels(self.members("claim"))
        return [name for name, label in labels if wanted in (singular(normal(label)), singular(normal(name)))]

    def _spelled(self, term: str) -> Iterator[str]:
        """The identifiers that a term can be but for upper case, hyphens and spaces."""
        spelled = normal(term).replace(" ", "-")
        return (spelled.replace(f".{one.casefold()}.", f".{one}.") for one in self._relation_names)

    @cached_property
    def _relation_names(self) -> list[str]:
        return list(self.relations())

    def alike(self, sort: str, term: str) -> Iterable[str]:
        """Identifiers among which the nearest to a term are that names nothing."""
        return self._catalogue.alike(sort, term) if self._catalogue else self.members(sort)

    def claims_alike(self, term: str) -> Iterator[tuple[str, str]]:
        """Claims among which the nearest to a term are that names nothing, with their labels."""
        return self._claim_labels(sorted(self.alike("claim", term)))

    def _claim_labels(self, names: Iterable[str]) -> Iterator[tuple[str, str]]:
        for name in names:
            (node,) = _nodes("claim", [name])
            yield name, next((_text(quad.object) for quad in self._store.match(node, _LABEL)), name)

    def like(self, sort: str, text: str, limit: int | None) -> list[str]:
        """Identifiers of what has a label with all these words. Cost: of a store without indexes, all its labels."""
        if self._catalogue:
            return list(islice(self._catalogue.containing(sort, text), limit))
        words = normal(text).split()
        found: dict[str, None] = {}
        for way in LABELS[sort]:
            for quad in self._store.match(None, NamedNode(way)):
                label = normal(_text(quad.object))
                if all(word in label for word in words) and self._is(sort, quad.subject):
                    found[v.identifier(sort, key(quad.subject))] = None
        return list(found)

    def _is(self, sort: str, node: Subject) -> bool:
        return next(self._store.match(node, _TYPE, _CLASSES[sort]), None) is not None

    # What joins what

    def touching(self, concepts: Collection[str], *roles: str) -> Iterator[tuple[str, str, str, str]]:
        """Claims in which these concepts have one of these roles: (claim, role, concept, other end)."""
        for role in roles:
            this, that = ROLES[role]
            if self._catalogue:
                yield from ((one, role, here, there) for one, here, there in self._catalogue.touching(concepts, this, that))
                continue
            for node in _nodes("concept", concepts):
                here = v.identifier("concept", node.value)
                yield from ((one, role, here, other) for one, other in self._at(node, this, that))

    def _at(self, concept: NamedNode, this: str, that: str) -> Iterator[tuple[str, str]]:
        for quad in self._store.match(None, _ENDS[this], concept):
            if self._is("claim", quad.subject):
                for end in self._store.match(quad.subject, _ENDS[that]):
                    yield v.identifier("claim", key(quad.subject)), v.identifier("concept", key(end.object))

    def across(self, subjects: Collection[str], objects: Collection[str]) -> list[str]:
        """Identifiers of the claims from one of some concepts to one of some others."""
        if self._catalogue:
            return self._catalogue.across(subjects, objects)
        role, few, wanted = ("subject", subjects, objects) if len(subjects) <= len(objects) else ("object", objects, subjects)
        return [claim for claim, _, _, other in self.touching(few, role) if other in wanted]

    def alongside(self, relation: str, object_: str, most: int | None) -> list[str]:
        """Identifiers of the claims of a relation to an object: the first, at most so many."""
        if self._catalogue:
            return self._catalogue.rivals(relation, object_, most)
        return sorted(claim for claim, *_ in self.touching([object_], "object"))

    def kin(self, concepts: Collection[str]) -> Iterator[tuple[str, str, str]]:
        """What joins these concepts to others by definition, from either side: (lower, property, upper)."""
        for node in _nodes("concept", concepts):
            for way in _KIN:
                for quad in (*self._store.match(node, way), *self._store.match(None, way, node)):
                    lower, upper = (v.identifier("concept", key(end)) for end in (quad.subject, quad.object))
                    yield lower, way.value, upper

    # Sources

    def clashes(
        self, kinds: Collection[str] | None, concepts: Collection[str] | None, most: int | None
    ) -> tuple[list[Clash], int] | None:
        """The first contradictions of these kinds about these concepts, and how many there are."""
        beside = self._store.beside
        return Clashes(beside).first(kinds, concepts, most) if beside is not None and beside.has("clashes") else None

    def links(self) -> StoredLinks | None:
        """The moves that chains are made of."""
        beside = self._store.beside
        return StoredLinks(beside) if beside is not None and beside.has("closed") else None

    def tiers(self) -> set[Tier]:
        """The tiers that any source is of. Cost: the number of tiers."""
        return {tier for tier in Tier if next(self._store.match(None, _TIER, NamedNode(v.KG + tier)), None)}

    def of_tiers(self) -> Counter[Tier]:
        """How many sources are of each tier. Cost: of a store without indexes, a look at each source."""
        if self._catalogue and self._catalogue.keeps_sources:
            return self._catalogue.of_tiers()
        found = {tier: self._store.match(None, _TIER, NamedNode(v.KG + tier)) for tier in Tier}
        return Counter({tier: sum(self._is("source", quad.subject) for quad in quads) for tier, quads in found.items()})

    def attributions(self) -> list[tuple[str, str]]:
        """Every source that passes somebody on, with the words by which it names whom. Cost: all of them."""
        found = set()
        for said in self._store.match(None, _ATTRIBUTED):
            for quad in self._store.match(said.subject, _SOURCE):
                found.add((v.identifier("source", key(quad.object)), _text(said.object)))
        return sorted(found)

    def ties(self, names: Collection[str]) -> dict[str, Ties]:
        """Of those of these sources that have any, what says of which others they are not independent."""
        found = {}
        for name in names:
            for node in _nodes("source", [name]):
                said = ((kind, quad.object) for kind, way in _TIES.items() for quad in self._store.match(node, way))
                if ties := frozenset((kind, v.identifier("source", key(other))) for kind, other in said):
                    found[name] = ties
        return found

    def keeps_ties(self) -> bool:
        """Whether `ties` is known to be all there is to say."""
        return any(self._store.derives(iri) for iri in TIES.values())

    def first(self, sort: str, most: int | None) -> list[str]:
        """Identifiers of a sort, sorted, at most so many. Cost: those; of a store without indexes, all of the sort."""
        return self._catalogue.first(sort, most) if self._catalogue else sorted(self.members(sort))[:most]

    def count(self, sort: str) -> int:
        """How many there are of a sort. Cost: none; of a store without indexes, all of the sort."""
        return self._catalogue.count(sort) if self._catalogue else sum(1 for _ in self.members(sort))

    def said(self, sources: Collection[str]) -> dict[str, Counter[Stance]]:
        """Of each of these sources, how many assertions of each stance it makes."""
        if self._catalogue:
            return {name: said for name in sources if (said := self._catalogue.said(name))}
        return {name: self._stances(node) for name in sources for node in _nodes("source", [name])}

    def _stances(self, source: NamedNode) -> Counter[Stance]:
        made = (quad.subject for quad in self._store.match(None, _SOURCE, source))
        return Counter(Stance(v.term(key(quad.object))) for one in made for quad in self._store.match(one, _STANCE))

    def foremost(self, concepts: Collection[str], most: int) -> tuple[list[str], int] | None:
        """Of the claims about these concepts, those that come first in a list, and how many there are."""
        return self._catalogue.foremost(concepts, most) if self._catalogue else None

    def of_source(self, source: str) -> list[str]:
        """Identifiers of the claims on which a source takes a stance."""
        made = (quad.subject for node in _nodes("source", [source]) for quad in self._store.match(None, _SOURCE, node))
        claims = (quad.object for one in made for quad in self._store.match(one, _CLAIM))
        return list(dict.fromkeys(v.identifier("claim", key(claim)) for claim in claims))

    def claim_of(self, assertion: str) -> str | None:
        """The identifier of the claim that an assertion is about."""
        claims = (quad.object for node in _nodes("assertion", [assertion]) for quad in self._store.match(node, _CLAIM))
        return next((v.identifier("claim", key(claim)) for claim in claims), None)

    def designed(self) -> Iterator[str]:
        """Identifiers of the claims of which an assertion names a design, as they are found; one may come again."""
        for made in self._store.match(None, _DESIGN, None):
            for quad in self._store.match(made.subject, _CLAIM):
                yield v.identifier("claim", key(quad.object))

    def of_standing(self, standing: str) -> list[str]:
        """Identifiers of the claims of a standing."""
        found = self._store.match(None, _STANDING, NamedNode(v.KG + standing))
        return [v.identifier("claim", key(quad.subject)) for quad in found]


def _nodes(sort: str, names: Iterable[str]) -> Iterator[NamedNode]:
    """Addresses of identifiers; what cannot be an address names nothing, and is left out."""
    for name in names:
        try:
            yield NamedNode(v.iri(sort, name))
        except ValueError:
            continue


def _text(node: object) -> str:
    return node.value if isinstance(node, Literal) else key(node)
