"""What follows from the assertions and is stored for queries: tallies and standings beside the claims, and the views."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from kneegraph import vocab as v
from kneegraph.labels import normal, singular
from kneegraph.model import Claim, Concept, Corpus, DependenceKind, Source, Stance, Standing
from kneegraph.rdf.index import key
from kneegraph.rdf.writing import decimal

#: What counts and masses are called in the schema, before `Count` and `Mass`.
COUNTS = {Stance.SUPPORTS: "support", Stance.DISPUTES: "dispute", Stance.QUALIFIES: "qualify", Stance.REPORTS: "report"}

LABEL_KEY = v.KG + "labelKey"
MASSES = ("support", "dispute", "unknown")
#: How it is kept that two sources are not independent: by which property, for each kind of dependence.
TIES = {
    DependenceKind.POOLS: v.KG + "pooledWith",
    DependenceKind.SAME_DATA: v.KG + "sharesDataWith",
    DependenceKind.REPEATS: v.KG + "sharesWordsWith",
    DependenceKind.SAME_AUTHOR: v.KG + "sharesAuthorWith",
}
#: Properties that are computed and never part of a data file.
DERIVED = frozenset({*(f"{v.KG}{name}Count" for name in COUNTS.values()), v.KG + "standing", LABEL_KEY}) | {
    *(v.KG + name for name in (*(f"{side}Mass" for side in MASSES), "independentCount")),
    *TIES.values(),
}


def tally_quads(claims: Iterable[Claim]) -> Iterator[Quad]:
    """`kg:supportCount`, `kg:disputeCount`, `kg:qualifyCount`, `kg:reportCount` and `kg:standing` of each claim."""
    for claim in claims:
        subject = NamedNode(v.iri("claim", claim.id))
        for stance, name in COUNTS.items():
            yield Quad(subject, NamedNode(f"{v.KG}{name}Count"), Literal(claim.tally.as_dict()[stance]))
        if claim.standing is not None:
            yield Quad(subject, NamedNode(v.KG + "standing"), NamedNode(v.KG + claim.standing))


def weight_quads(weighed: Iterable[tuple[str, tuple[float, float, float], int]]) -> Iterator[Quad]:
    """`kg:supportMass`, `kg:disputeMass`, `kg:unknownMass` and `kg:independentCount` of claims, to four decimal places.

    Of each claim: its identifier, the masses of support, dispute and unknown, and how many of its sources are independent.
    """
    for claim, masses, independent in weighed:
        subject = NamedNode(v.iri("claim", claim))
        for name, mass in zip(MASSES, masses, strict=True):
            yield Quad(subject, NamedNode(f"{v.KG}{name}Mass"), decimal(told(mass)))
        yield Quad(subject, NamedNode(v.KG + "independentCount"), Literal(independent))


def told(mass: float) -> float:
    """A mass to four decimal places, halves upwards, by steps of arithmetic that every engine does alike.

    >>> told(0.03125), told(2 / 3)
    (0.0313, 0.6667)
    """
    return math.floor(mass * 1e4 + 0.5) / 1e4


def tie_quads(ties: Iterable[tuple[str, Iterable[tuple[DependenceKind, str]]]]) -> Iterator[Quad]:
    """Which sources are not independent, as `Independence.ties` gives it: of each source, why and of which others."""
    for source, found in ties:
        for kind, other in sorted(found):
            yield Quad(NamedNode(v.iri("source", source)), NamedNode(TIES[kind]), NamedNode(v.iri("source", other)))


def view_quads(claims: Iterable[Claim]) -> Iterator[Quad]:
    """Each claim as a plain triple in the named graphs whose agreement it reaches.

    claimed: some source supports it; agreed: some source supports it, none disputes or qualifies it;
    contested: supported and disputed.
    """
    for claim in claims:
        triple = (NamedNode(v.iri("concept", claim.subject)), _predicate(claim), NamedNode(v.iri("concept", claim.object)))
        for view in _views(claim):
            yield Quad(*triple, NamedNode(view))


def _views(claim: Claim) -> Iterator[str]:
    if claim.tally.supports:
        yield v.VIEW_CLAIMED
    if claim.standing is Standing.SUPPORTED:
        yield v.VIEW_AGREED
    if claim.standing is Standing.CONTESTED:
        yield v.VIEW_CONTESTED


def _predicate(claim: Claim) -> NamedNode:
    return NamedNode(claim.relation if "://" in claim.relation else v.KG + claim.relation)


def label_quads(concepts: Iterable[Concept], sources: Iterable[Source] = ()) -> Iterator[Quad]:
    """`kg:labelKey`: every name of a concept, and of a source, in the form in which names are looked up."""
    named = [("concept", one.id, one.labels) for one in concepts]
    named += [("source", one.id, one.names) for one in sources]
    for sort, identifier, labels in named:
        for label in sorted({singular(normal(label)) for label in labels}):
            yield Quad(NamedNode(v.iri(sort, identifier)), NamedNode(LABEL_KEY), Literal(label))


def counted_quads(claims: Iterable[Claim]) -> Iterator[Quad]:
    """What is stored of claims: tallies, standings and views. Goes over the claims once."""
    for claim in claims:
        yield from tally_quads((claim,))
        yield from view_quads((claim,))


def derived_quads(corpus: Corpus) -> Iterator[Quad]:
    """All that is stored beside a corpus for queries: tallies, standings, views, keys of labels."""
    yield from counted_quads(corpus.claims.values())
    yield from label_quads(corpus.concepts.values(), corpus.sources.values())


def stated(quads: Iterable[Quad]) -> Iterator[Quad]:
    """The quads less what is derived: tallies and views in a file are never trusted, they are counted anew."""
    for quad in quads:
        if quad.predicate.value not in DERIVED and not str(quad.graph_name).startswith(f"<{v.VIEW}"):
            yield quad


def terms(quads: Iterable[Quad]) -> frozenset[str]:
    """The local names of our schema that quads use, as subject, property or object, and those of what is derived."""
    nodes = (node for quad in quads for node in (quad.subject, quad.predicate, quad.object))
    return local_names(node.value for node in nodes if isinstance(node, NamedNode))


def local_names(iris: Iterable[str]) -> frozenset[str]:
    """Of these IRIs and those of what is derived, the local names in our schema."""
    return frozenset(v.term(iri) for iri in (*iris, *DERIVED) if iri.startswith(v.KG))


def without(quads: Iterable[Quad], whole: Corpus, part: Corpus) -> Iterator[Quad]:
    """The quads of a whole corpus less those about the sources, claims and assertions that a part of it lacks."""
    gone = {v.iri("source", name) for name in whole.sources.keys() - part.sources.keys()}
    gone |= {v.iri("claim", name) for name in whole.claims.keys() - part.claims.keys()}
    left = {assertion.id for assertion in part.assertions}
    gone |= {v.iri("assertion", one.id) for one in whole.assertions if one.id not in left}
    kept = []
    blank = set()
    for quad in quads:
        if key(quad.subject) not in gone:
            kept.append(quad)
        elif isinstance(quad.object, BlankNode):
            blank.add(quad.object)
    return (quad for quad in kept if quad.subject not in blank)
