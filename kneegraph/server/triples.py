"""What `/id/…` answers a machine: the thing, and what stands by it, as quads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import BlankNode, Quad, serialize

from kneegraph import rdf, vocab
from kneegraph.model import Assertion, Claim
from kneegraph.rdf.writing import assertion_quads, claim_quads, concept_quads, source_quads
from kneegraph.server.dossiers import Shelves
from kneegraph.store.local import DiskStore
from kneegraph.store.result import TRIPLES, prefixes_for
from kneegraph.turtle import write_turtle


def written(quads: Iterable[Quad], format: str) -> bytes:
    """The quads in a format of `TRIPLES`; Turtle in our canonical form."""
    if format == "turtle":
        return write_turtle(list(quads)).encode("utf-8")
    return serialize(quads, format=TRIPLES[format], prefixes=prefixes_for(format)) or b""


def described(shelves: Shelves, store: DiskStore, sort: str, name: str) -> list[Quad]:
    """Everything about a thing, each quad once.

    A claim comes with its tally and assertions, a source with what it says, a concept with the claims it stands in,
    a collection with its sources. What the store says of the thing beyond our model is there too.
    """
    extra = (quad for quad in store.about(vocab.iri(sort, name)) if not isinstance(quad.object, BlankNode))
    return list(dict.fromkeys((*_modelled(shelves, sort, name), *extra)))


def _modelled(shelves: Shelves, sort: str, name: str) -> Iterator[Quad]:
    corpus = shelves.graph.corpus
    if sort == "concept":
        yield from concept_quads(corpus.concepts[name])
        for claim in shelves.claims_at(name):
            yield from _counted(claim)
    elif sort == "claim":
        yield from _counted(corpus.claims[name])
        yield from _asserted(corpus.claims[name].assertions)
    elif sort == "source":
        yield from source_quads(corpus.sources[name])
        yield from _asserted(shelves.said_by(name))
    elif sort == "assertion":
        one = shelves.assertion(name)
        yield from assertion_quads(one)
        yield from _counted(corpus.claims[one.claim])
    else:
        for source in corpus.sources.values():
            if source.collection == name:
                yield from source_quads(source)


def _counted(claim: Claim) -> Iterator[Quad]:
    yield from claim_quads(claim)
    yield from rdf.tally_quads([claim])


def _asserted(assertions: Iterable[Assertion]) -> Iterator[Quad]:
    for one in assertions:
        yield from assertion_quads(one)
