"""Asking in SPARQL: the store, queries, packaged queries, and the rdflib view."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from pyoxigraph import Quad

from kneegraph import files, rdf, vocab
from kneegraph.emptiness import why_empty
from kneegraph.graph.findings import Findings
from kneegraph.model import Claim, Concept, Source
from kneegraph.notebook.given import drawn
from kneegraph.queries import NamedQuery, named_queries, named_query
from kneegraph.store import DiskStore, MemoryStore, Result

if TYPE_CHECKING:
    import rdflib

    from kneegraph.store import RemoteStore


class Queries(Findings):
    """SPARQL over the data, tallies and views."""

    @cached_property
    def store(self) -> MemoryStore | DiskStore | RemoteStore:
        """The store that answers queries; one in memory is built on first use."""
        if self._home is not None:  # whether it is empty, it would have to count
            return self._home
        return MemoryStore((*self._quads, *rdf.derived_quads(self.corpus), *self._weighed()))

    def _weighed(self) -> Iterator[Quad]:
        from kneegraph.analysis.evidence.stored import weighed

        yield from rdf.weight_quads(weighed(self.corpus.claims.values(), self.independence, self.weights))
        yield from rdf.tie_quads(self.independence.ties())

    @cached_property
    def _terms(self) -> frozenset[str]:
        """Local names of the schema: the packaged one, and what the data add; far away, these are the relations."""
        if isinstance(self._home, DiskStore):
            return frozenset(self._home.manifest.terms)
        packaged = files.read_quads(files.packaged("data", "ontology.ttl"))
        if self._home is not None:
            return rdf.terms(packaged) | self.corpus.relations.keys()
        return rdf.terms((*packaged, *self._quads))

    def query(self, text: str) -> Result:
        """Answer a SPARQL 1.1 query; our prefixes are declared. Raises QueryError with line and column."""
        return drawn(self._whole, "result", self.store.query(text, terms=self._terms))

    def why_empty(self, text: str) -> list[str]:
        """Likely reasons why a query gave no rows: names that do not exist, triples that stand in a view."""
        return list(why_empty(self.corpus, text))

    def query_named(self, name: str, **values: str) -> Result:
        """Answer a packaged query, its parameters given by name and in any wording the labels know."""
        return self.query(self.named_query_text(name, **values))

    def named_query_text(self, name: str, **values: str) -> str:
        """The SPARQL text of a packaged query with its parameters fixed."""
        return self.named_query(name).with_values(values, self._resolve)

    def named_queries(self) -> dict[str, NamedQuery]:
        """The packaged queries and those of the data folder, whose own win, by name."""
        return named_queries(*self._queries)

    def named_query(self, name: str) -> NamedQuery:
        """A named query: one of the data folder's own, or a packaged one."""
        return named_query(name, *self._queries)

    def _resolve(self, sort: str, value: str) -> str:
        if sort == "relation":
            return vocab.KG + self.relation(value).id
        finders: dict[str, Callable[[str], Concept | Source | Claim]] = {
            "concept": self.concept,
            "source": self.source,
            "claim": self._claim_by_id,
        }
        return vocab.iri(sort, finders[sort](value).id)

    @cached_property
    def dataset(self) -> rdflib.Dataset:
        """The data, tallies and views as an rdflib Dataset."""
        return self.store.dataset()
