"""Fetching claims by queries, from any engine.

Any SPARQL 1.1 engine answers them alike: triple patterns and VALUES only, no property paths, no optional parts, and lists of
identifiers page by page from the last one seen, so that no page depends on an order that an engine may change.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from kneegraph import vocab as v
from kneegraph.labels import normal, singular
from kneegraph.model import Claim, Concept, Relation, Source, Stance, Tier
from kneegraph.parts.access import CLASS, ENDS, KIN, LABELS, PARTS, ROLES, Progress, Ties, as_only, batches, read
from kneegraph.rdf import TIES
from kneegraph.store import Store

#: Identifiers asked about in one query.
BATCH = 200
#: Words that an engine is asked about in one query: each goes one call deeper, and too many of them end its process.
_MOST_WORDS = 16


class Asker:
    """Asks one store. `progress` is told of every batch of a longer list."""

    def __init__(self, store: Store, *, batch: int = BATCH, progress: Progress | None = None) -> None:
        self._store = store
        self._batch = batch
        self._progress = progress

    def members(self, sort: str) -> Iterator[str]:
        """Every identifier of a sort: concept, claim or source."""
        return (v.identifier(sort, iri) for iri in self._store.members(CLASS[sort]))

    def relations(self) -> dict[str, Relation]:
        """Every relation."""
        quads = self._quads("SELECT ?s ?p ?o WHERE { ?s a kg:Relation ; ?p ?o }")
        return dict(read(quads).relations)

    def concepts(self, names: Collection[str]) -> dict[str, Concept]:
        """The concepts of these identifiers that exist."""
        return dict(read(as_only("concept", self._described("concept", names))).concepts)

    def sources(self, names: Collection[str]) -> dict[str, Source]:
        """The sources of these identifiers that exist."""
        found: dict[str, Source] = {}
        for batch in self._batches("source", names):
            here = f"VALUES ?s {{ {_values(v.iri('source', name) for name in batch)} }}"
            quads = [*self._quads(f"SELECT ?s ?p ?o WHERE {{ {here} ?s ?p ?o }}"), *self._parts("source", here)]
            found.update(read(as_only("source", quads)).sources)
        return found

    def claims(self, names: Collection[str]) -> dict[str, Claim]:
        """The claims of these identifiers that exist, with everybody's assertions."""
        found: dict[str, Claim] = {}
        for batch in self._batches("claim", names):
            here = _values(v.iri("claim", name) for name in batch)
            said = self._quads(f"SELECT ?s ?p ?o WHERE {{ VALUES ?s {{ {here} }} ?s ?p ?o }}")
            asserted = self._quads(f"SELECT ?s ?p ?o WHERE {{ VALUES ?c {{ {here} }} ?s kg:claim ?c ; ?p ?o }}")
            quads = [*as_only("claim", said), *as_only("assertion", asserted)]
            parts = self._parts("assertion", f"VALUES ?c {{ {here} }} ?s kg:claim ?c .")
            found.update(read([*quads, *parts]).claims)
        return found

    def bare_claims(self, names: Collection[str]) -> dict[str, Claim]:
        """The same without their assertions."""
        return dict(read(as_only("claim", self._described("claim", names))).claims)

    def _parts(self, sort: str, holders: str) -> Iterator[Quad]:
        """What hangs on these holders `?s` without an address of its own, all of it from one answer, since that names it."""
        ways = _values(PARTS[sort])
        rows = self._rows(f"SELECT ?s ?w ?b ?p ?o WHERE {{ VALUES ?w {{ {ways} }} {holders} ?s ?w ?b . ?b ?p ?o }}")
        for subject, way, part, predicate, node in rows:
            yield Quad(subject, way, part)
            yield Quad(part, predicate, node)

    def touching(self, concepts: Collection[str], *roles: str) -> Iterator[tuple[str, str, str, str]]:
        """Claims in which these concepts have one of these roles: (claim, role, concept, other end)."""
        for batch in self._batches("concept", concepts):
            here = _values(v.iri("concept", name) for name in batch)
            for role in roles:
                this, that = (ENDS[end] for end in ROLES[role])
                query = f"SELECT ?c ?s ?o WHERE {{ VALUES ?s {{ {here} }} ?c <{this}> ?s . ?c <{that}> ?o . ?c a kg:Claim }}"
                for claim, concept, other in self._rows(query):
                    names = (v.identifier("concept", node.value) for node in (concept, other))
                    yield (v.identifier("claim", claim.value), role, *names)  # type: ignore[misc]

    def kin(self, concepts: Collection[str]) -> Iterator[tuple[str, str, str]]:
        """What joins these concepts to others by definition, from either side: (lower, property, upper)."""
        ways = _values(KIN)
        for batch in self._batches("concept", concepts):
            here = _values(v.iri("concept", name) for name in batch)
            for end in ("?a", "?b"):
                rows = self._rows(f"SELECT ?a ?p ?b WHERE {{ VALUES {end} {{ {here} }} VALUES ?p {{ {ways} }} ?a ?p ?b }}")
                for lower, way, upper in rows:
                    yield v.identifier("concept", lower.value), way.value, v.identifier("concept", upper.value)

    def named(self, sort: str, term: str) -> list[str]:
        """Identifiers of what may have this label. Cost: of claims, all their labels."""
        key = singular(normal(term))
        if sort == "claim":
            labels = self.claims_alike(term)
            return [name for name, label in labels if key in (singular(normal(label)), singular(normal(name)))]
        query = f"SELECT ?s WHERE {{ ?s kg:labelKey {_text(key)} . ?s a <{CLASS[sort]}> }}"
        return [v.identifier(sort, node.value) for (node,) in self._rows(query)]

    def alike(self, sort: str, term: str) -> Iterable[str]:  # noqa: ARG002 (which of them, an engine cannot tell)
        """Every identifier of a sort."""
        return self.members(sort)

    def claims_alike(self, term: str) -> Iterator[tuple[str, str]]:  # noqa: ARG002 (as above)
        """Every claim with its label; with the identifier once more where it has none."""
        labels = self._rows("SELECT ?s ?l WHERE { ?s a kg:Claim ; rdfs:label ?l }")
        found = {v.identifier("claim", claim.value): label.value for claim, label in labels}
        return ((name, found.get(name, name)) for name in sorted(self.members("claim")))

    def like(self, sort: str, text: str, limit: int | None) -> list[str]:  # noqa: ARG002 (which are best, they cannot tell)
        """Identifiers of what has a label with all these words in it, whatever their case. Cost: all labels of the store."""
        wanted = sorted({word.lower() for word in normal(text).split()}, key=lambda word: (-len(word), word))
        tests = " && ".join(f"CONTAINS(LCASE(STR(?l)), {_text(word)})" for word in wanted[:_MOST_WORDS]) or "true"
        query = f"SELECT ?s ?l WHERE {{ VALUES ?p {{ {_values(LABELS[sort])} }} ?s ?p ?l ."
        query += f" ?s a <{CLASS[sort]}> FILTER({tests}) }}"
        rows = self._rows(query)
        found = (thing.value for thing, label in rows if all(word in label.value.lower() for word in wanted[_MOST_WORDS:]))
        return [v.identifier(sort, iri) for iri in dict.fromkeys(found)]

    def across(self, subjects: Collection[str], objects: Collection[str]) -> list[str]:
        """Identifiers of the claims from one of some concepts to one of some others."""
        found: list[str] = []
        for batch in self._batches("concept", subjects):
            froms, tos = (_values(v.iri("concept", name) for name in names) for names in (batch, objects))
            query = f"SELECT ?c WHERE {{ VALUES ?s {{ {froms} }} VALUES ?o {{ {tos} }}"
            rows = self._rows(f"{query} ?c rdf:subject ?s . ?c rdf:object ?o . ?c a kg:Claim }}")
            found += [v.identifier("claim", claim.value) for (claim,) in rows]
        return found

    def alongside(self, relation: str, object_: str, most: int | None) -> list[str]:  # noqa: ARG002 (orders differ)
        """Identifiers of the claims of a relation to an object."""
        ends = _values([v.iri("concept", object_)]), _values([relation if "://" in relation else v.KG + relation])
        query = f"SELECT ?c WHERE {{ VALUES ?o {{ {ends[0]} }} VALUES ?p {{ {ends[1]} }}"
        rows = self._rows(f"{query} ?c rdf:object ?o . ?c rdf:predicate ?p . ?c a kg:Claim }}")
        return sorted(v.identifier("claim", claim.value) for (claim,) in rows)

    def clashes(
        self,
        kinds: Collection[str] | None,  # noqa: ARG002 (an engine elsewhere keeps none)
        concepts: Collection[str] | None,  # noqa: ARG002
        most: int | None,  # noqa: ARG002
    ) -> None:
        """Not kept."""
        return

    def links(self) -> None:
        """Not kept."""
        return

    def tiers(self) -> set[Tier]:
        """The tiers that any source is of. Cost: the number of tiers, of an engine that stops where it is told to."""
        asked = {tier: self._rows(f"SELECT ?s WHERE {{ ?s kg:tier <{v.KG}{tier}> }} LIMIT 1") for tier in Tier}
        return {tier for tier, rows in asked.items() if next(rows, None)}

    def of_tiers(self) -> None:
        """None: of a long answer an engine may leave rows out, so that sources are only counted where they are fetched."""
        return

    def attributions(self) -> list[tuple[str, str]]:
        """Every source that passes somebody on, with the words by which it names whom."""
        rows = self._rows("SELECT DISTINCT ?s ?w WHERE { ?a kg:attributedTo ?w . ?a kg:source ?s }")
        return sorted((v.identifier("source", source.value), whom.value) for source, whom in rows)

    def ties(self, names: Collection[str]) -> dict[str, Ties]:
        """Of those of these sources that have any, what says of which others they are not independent."""
        kinds = {iri: kind for kind, iri in TIES.items()}
        found: dict[str, set[Any]] = {}
        for batch in self._batches("source", names):
            here = _values(v.iri("source", name) for name in batch)
            query = f"SELECT ?s ?p ?o WHERE {{ VALUES ?s {{ {here} }} VALUES ?p {{ {_values(kinds)} }} ?s ?p ?o }}"
            for source, way, other in self._rows(query):
                tie = kinds[way.value], v.identifier("source", other.value)
                found.setdefault(v.identifier("source", source.value), set()).add(tie)
        return {name: frozenset(ties) for name, ties in found.items()}

    def keeps_ties(self) -> bool:
        """Whether `ties` is known to be all there is to say: any at all were derived when the data were written."""
        rows = self._rows(f"SELECT ?s WHERE {{ VALUES ?p {{ {_values(TIES.values())} }} ?s ?p ?o }} LIMIT 1")
        return next(rows, None) is not None

    def first(self, sort: str, most: int | None) -> list[str]:
        """Identifiers of a sort, sorted, at most so many. Cost: all of the sort."""
        return sorted(self.members(sort))[:most]

    def count(self, sort: str) -> int:
        """How many there are of a sort. Cost: all of them."""
        return sum(1 for _ in self.members(sort))

    def said(self, sources: Collection[str]) -> dict[str, Counter[Stance]]:
        """Of each of these sources that asserts anything, how many assertions of each stance it makes."""
        found: dict[str, Counter[Stance]] = {}
        for batch in self._batches("source", sources):
            here = _values(v.iri("source", name) for name in batch)
            rows = self._rows(f"SELECT ?a ?s ?t WHERE {{ VALUES ?s {{ {here} }} ?a kg:source ?s . ?a kg:stance ?t }}")
            for _, source, stance in rows:
                found.setdefault(v.identifier("source", source.value), Counter())[Stance(v.term(stance.value))] += 1
        return found

    def foremost(self, concepts: Collection[str], most: int) -> None:  # noqa: ARG002
        """None: to rank claims, engines would have to count their sources."""
        return

    def of_source(self, source: str) -> list[str]:
        """Identifiers of the claims on which a source takes a stance."""
        here = _values([v.iri("source", source)])
        query = f"SELECT DISTINCT ?c WHERE {{ VALUES ?s {{ {here} }} ?a kg:source ?s . ?a kg:claim ?c }}"
        return [v.identifier("claim", node.value) for (node,) in self._rows(query)]

    def claim_of(self, assertion: str) -> str | None:
        """The identifier of the claim that an assertion is about."""
        here = _values([v.iri("assertion", assertion)])
        rows = self._rows(f"SELECT ?c WHERE {{ VALUES ?a {{ {here} }} ?a kg:claim ?c }}")
        return next((v.identifier("claim", node.value) for (node,) in rows), None)

    def designed(self) -> Iterator[str]:
        """Identifiers of the claims of which an assertion names a design, as they are found."""
        rows = self._rows("SELECT DISTINCT ?c WHERE { ?a kg:design ?d ; kg:claim ?c }")
        return (v.identifier("claim", node.value) for (node,) in rows)

    def of_standing(self, standing: str) -> list[str]:
        """Identifiers of the claims of a standing."""
        rows = self._rows(f"SELECT ?c WHERE {{ ?c kg:standing <{v.KG}{standing}> }}")
        return [v.identifier("claim", node.value) for (node,) in rows]

    def _described(self, sort: str, names: Collection[str]) -> Iterator[Quad]:
        for batch in self._batches(sort, names):
            here = _values(v.iri(sort, name) for name in batch)
            yield from self._quads(f"SELECT ?s ?p ?o WHERE {{ VALUES ?s {{ {here} }} ?s ?p ?o }}")

    def _batches(self, sort: str, names: Collection[str]) -> Iterator[list[str]]:
        return batches(sort, names, self._batch, self._progress)

    def _quads(self, query: str) -> Iterator[Quad]:
        """Triples about what has an address; parts without one come by `_parts`."""
        for subject, predicate, node in self._rows(query):
            if not isinstance(node, BlankNode):
                yield Quad(subject, predicate, node)

    def _rows(self, query: str) -> Iterator[tuple[Any, ...]]:
        return self._store.rows(query)


def _values(iris: Iterable[str]) -> str:
    """Addresses for a VALUES block; what cannot be an address names nothing, and is left out."""
    return " ".join(node for iri in iris if (node := _node(iri)))


def _node(iri: str) -> str | None:
    try:
        return str(NamedNode(iri))
    except ValueError:
        return None


def _text(text: str) -> str:
    return str(Literal(text))
