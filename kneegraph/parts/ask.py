"""The queries by which claims are fetched, and their answers as model values.

Any SPARQL 1.1 engine answers them alike: triple patterns and VALUES only, no property paths, no optional parts, and lists of
identifiers page by page from the last one seen, so that no page depends on an order that an engine may change.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import islice
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from kneegraph import vocab as v
from kneegraph.errors import InvalidDataError
from kneegraph.labels import normal, singular
from kneegraph.model import Claim, Concept, Corpus, Relation, Source
from kneegraph.rdf import CLASSES, from_quads
from kneegraph.rdf.index import key
from kneegraph.store import Store

#: Identifiers asked about in one query.
BATCH = 200
#: Words that an engine is asked about in one query: each goes one call deeper, and too many of them end its process.
_MOST_WORDS = 16

_CLASS = {"concept": v.SKOS + "Concept", "claim": v.KG + "Claim", "source": v.KG + "Source"}
_KIN = (v.KG + "stateOf", v.KG + "oppositeOf", v.SKOS + "broader", v.SKOS + "related")
#: Properties whose values have no address of their own: of an assertion, and of a source.
_PARTS = {
    "assertion": (v.KG + "qualification", v.KG + "estimate", v.OA + "hasSelector"),
    "source": (v.KG + "dependsOn",),
}

#: Told how many of how many identifiers of a sort have been fetched.
Progress = Callable[[str, int, int], None]


class Asker:
    """Asks one store. `progress` is told of every batch of a longer list."""

    def __init__(self, store: Store, *, batch: int = BATCH, progress: Progress | None = None) -> None:
        self._store = store
        self._batch = batch
        self._progress = progress

    def members(self, sort: str) -> Iterator[str]:
        """Every identifier of a sort: concept, claim or source."""
        return (v.identifier(sort, iri) for iri in self._store.members(_CLASS[sort]))

    def relations(self) -> dict[str, Relation]:
        """Every relation."""
        quads = self._quads("SELECT ?s ?p ?o WHERE { ?s a kg:Relation ; ?p ?o }")
        return dict(self._read(quads).relations)

    def concepts(self, names: Collection[str]) -> dict[str, Concept]:
        """The concepts of these identifiers that exist."""
        return dict(self._read(_as_only("concept", self._described("concept", names))).concepts)

    def sources(self, names: Collection[str]) -> dict[str, Source]:
        """The sources of these identifiers that exist."""
        found: dict[str, Source] = {}
        for batch in self._batches("source", names):
            here = f"VALUES ?s {{ {_values(v.iri('source', name) for name in batch)} }}"
            quads = [*self._quads(f"SELECT ?s ?p ?o WHERE {{ {here} ?s ?p ?o }}"), *self._parts("source", here)]
            found.update(self._read(_as_only("source", quads)).sources)
        return found

    def claims(self, names: Collection[str]) -> dict[str, Claim]:
        """The claims of these identifiers that exist, with everybody's assertions."""
        found: dict[str, Claim] = {}
        for batch in self._batches("claim", names):
            here = _values(v.iri("claim", name) for name in batch)
            said = self._quads(f"SELECT ?s ?p ?o WHERE {{ VALUES ?s {{ {here} }} ?s ?p ?o }}")
            asserted = self._quads(f"SELECT ?s ?p ?o WHERE {{ VALUES ?c {{ {here} }} ?s kg:claim ?c ; ?p ?o }}")
            quads = [*_as_only("claim", said), *_as_only("assertion", asserted)]
            parts = self._parts("assertion", f"VALUES ?c {{ {here} }} ?s kg:claim ?c .")
            found.update(self._read([*quads, *parts]).claims)
        return found

    def _parts(self, sort: str, holders: str) -> Iterator[Quad]:
        """What hangs on these holders `?s` without an address of its own, all of it from one answer, since that names it."""
        ways = _values(_PARTS[sort])
        rows = self._rows(f"SELECT ?s ?w ?b ?p ?o WHERE {{ VALUES ?w {{ {ways} }} {holders} ?s ?w ?b . ?b ?p ?o }}")
        for subject, way, part, predicate, node in rows:
            yield Quad(subject, way, part)
            yield Quad(part, predicate, node)

    def touching(self, concepts: Collection[str], *roles: str) -> Iterator[tuple[str, str, str, str]]:
        """Claims in which these concepts have one of these roles: (claim, role, concept, other end).

        Roles are subject, object and outcome; of `compared` and `compared-with` the other end is the outcome.
        """
        ends = {"subject": (v.RDF + "subject", v.RDF + "object"), "object": (v.RDF + "object", v.RDF + "subject")}
        ends["outcome"] = (v.KG + "outcome", v.RDF + "object")
        ends["compared"] = (v.RDF + "subject", v.KG + "outcome")
        ends["compared-with"] = (v.RDF + "object", v.KG + "outcome")
        for batch in self._batches("concept", concepts):
            here = _values(v.iri("concept", name) for name in batch)
            for role in roles:
                this, that = ends[role]
                query = f"SELECT ?c ?s ?o WHERE {{ VALUES ?s {{ {here} }} ?c <{this}> ?s . ?c <{that}> ?o . ?c a kg:Claim }}"
                for claim, concept, other in self._rows(query):
                    names = (v.identifier("concept", node.value) for node in (concept, other))
                    yield (v.identifier("claim", claim.value), role, *names)  # type: ignore[misc]

    def kin(self, concepts: Collection[str]) -> Iterator[tuple[str, str, str]]:
        """What joins these concepts to others by definition, from either side: (lower, property, upper)."""
        ways = _values(_KIN)
        for batch in self._batches("concept", concepts):
            here = _values(v.iri("concept", name) for name in batch)
            for end in ("?a", "?b"):
                rows = self._rows(f"SELECT ?a ?p ?b WHERE {{ VALUES {end} {{ {here} }} VALUES ?p {{ {ways} }} ?a ?p ?b }}")
                for lower, way, upper in rows:
                    yield v.identifier("concept", lower.value), way.value, v.identifier("concept", upper.value)

    def named(self, sort: str, term: str) -> list[str]:
        """Identifiers of the concepts or sources that may have this label: those whose look-up key it shares."""
        key = singular(normal(term))
        query = f"SELECT ?s WHERE {{ ?s kg:labelKey {_text(key)} . ?s a <{_CLASS[sort]}> }}"
        return [v.identifier(sort, node.value) for (node,) in self._rows(query)]

    def like(self, sort: str, words: Iterable[str]) -> list[str]:
        """Identifiers of what has a label with all these words in it, whatever their case. Cost: all labels of the store."""
        ways = {"concept": (v.SKOS + "prefLabel", v.SKOS + "altLabel"), "claim": (v.RDFS + "label",)}
        ways["source"] = (v.DCTERMS + "title",)
        wanted = sorted({word.lower() for word in words}, key=lambda word: (-len(word), word))
        tests = " && ".join(f"CONTAINS(LCASE(STR(?l)), {_text(word)})" for word in wanted[:_MOST_WORDS]) or "true"
        query = f"SELECT ?s ?l WHERE {{ VALUES ?p {{ {_values(ways[sort])} }} ?s ?p ?l ."
        query += f" ?s a <{_CLASS[sort]}> FILTER({tests}) }}"
        rows = self._rows(query)
        found = (thing.value for thing, label in rows if all(word in label.value.lower() for word in wanted[_MOST_WORDS:]))
        return [v.identifier(sort, iri) for iri in dict.fromkeys(found)]

    def claim_labels(self) -> Iterator[tuple[str, str]]:
        """Every claim's identifier with its label; with the identifier once more where it has none. Cost: all claims."""
        labels = self._rows("SELECT ?s ?l WHERE { ?s a kg:Claim ; rdfs:label ?l }")
        found = {v.identifier("claim", claim.value): label.value for claim, label in labels}
        return ((name, found.get(name, name)) for name in sorted(self.members("claim")))

    def tiers(self) -> set[str]:
        """The tiers of the sources. Cost: all sources, at the store."""
        return {v.term(node.value) for (node,) in self._rows("SELECT DISTINCT ?t WHERE { ?s kg:tier ?t }")}

    def attributions(self) -> list[tuple[str, str]]:
        """Every source that passes somebody on, with the words by which it names whom."""
        rows = self._rows("SELECT DISTINCT ?s ?w WHERE { ?a kg:attributedTo ?w . ?a kg:source ?s }")
        return sorted((v.identifier("source", source.value), whom.value) for source, whom in rows)

    def of_source(self, source: str) -> list[str]:
        """Identifiers of the claims on which a source takes a stance."""
        here = _values([v.iri("source", source)])
        query = f"SELECT DISTINCT ?c WHERE {{ VALUES ?s {{ {here} }} ?a kg:source ?s . ?a kg:claim ?c }}"
        return [v.identifier("claim", node.value) for (node,) in self._rows(query)]

    def of_standing(self, standing: str) -> list[str]:
        """Identifiers of the claims of a standing."""
        rows = self._rows(f"SELECT ?c WHERE {{ ?c kg:standing <{v.KG}{standing}> }}")
        return [v.identifier("claim", node.value) for (node,) in rows]

    def _described(self, sort: str, names: Collection[str]) -> Iterator[Quad]:
        for batch in self._batches(sort, names):
            here = _values(v.iri(sort, name) for name in batch)
            yield from self._quads(f"SELECT ?s ?p ?o WHERE {{ VALUES ?s {{ {here} }} ?s ?p ?o }}")

    def _batches(self, sort: str, names: Collection[str]) -> Iterator[list[str]]:
        waiting, done = iter(names), 0
        while batch := list(islice(waiting, self._batch)):
            yield batch
            done += len(batch)
            if self._progress is not None and len(names) > self._batch:
                self._progress(sort, done, len(names))

    def _quads(self, query: str) -> Iterator[Quad]:
        """Triples about what has an address; parts without one come by `_parts`."""
        for subject, predicate, node in self._rows(query):
            if not isinstance(node, BlankNode):
                yield Quad(subject, predicate, node)

    def _rows(self, query: str) -> Iterator[tuple[Any, ...]]:
        return self._store.rows(query)

    def _read(self, quads: Iterable[Quad]) -> Corpus:
        corpus, problems = from_quads(quads)
        if problems:
            raise InvalidDataError(problems[0])
        return corpus


def _as_only(sort: str, quads: Iterable[Quad]) -> Iterator[Quad]:
    """The quads without other classes of ours: an address from elsewhere may stand for a source and an assertion at once."""
    others = {iri for name, iri in CLASSES.items() if name != sort}
    return (quad for quad in quads if key(quad.object) not in others)


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
