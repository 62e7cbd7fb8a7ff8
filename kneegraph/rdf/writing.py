"""Model to quads. Blank nodes are numbered below the resource that holds them, so equal models give equal quads."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from decimal import Decimal

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from kneegraph import vocab as v
from kneegraph.model import Assertion, Claim, Concept, Corpus, Dependence, Estimate, Passage, Qualification, Relation, Source

_Subject = NamedNode | BlankNode
_TYPE = NamedNode(v.RDF + "type")


def to_quads(corpus: Corpus) -> Iterator[Quad]:
    """Everything in the model as quads of the default graph. `from_quads` gives the same model back."""
    for relation in corpus.relations.values():
        yield from relation_quads(relation)
    for concept in corpus.concepts.values():
        yield from concept_quads(concept)
    for source in corpus.sources.values():
        yield from source_quads(source)
    for claim in corpus.claims.values():
        yield from claim_quads(claim)
        for assertion in claim.assertions:
            yield from assertion_quads(assertion)


def relation_quads(relation: Relation) -> Iterator[Quad]:
    """A relation as the ontology file states it."""
    subject = NamedNode(v.KG + relation.id)
    yield Quad(subject, _TYPE, NamedNode(v.KG + "Relation"))
    yield Quad(subject, _TYPE, NamedNode(v.RDF + "Property"))
    if relation.symmetric:
        yield Quad(subject, _TYPE, NamedNode(v.OWL + "SymmetricProperty"))
    yield from _texts(subject, v.RDFS + "label", relation.label, language="en")
    yield from _texts(subject, v.SKOS + "altLabel", *relation.other_labels, language="en")
    yield from _texts(subject, v.KG + "inverseLabel", relation.inverse_label, language="en")
    yield from _links(subject, v.KG + "family", v.KG + relation.family)
    if relation.sign is not None:
        yield Quad(subject, NamedNode(v.KG + "sign"), Literal(relation.sign))
    for flag in ("chainable", "comparative"):
        if getattr(relation, flag):
            yield Quad(subject, NamedNode(v.KG + flag), Literal(True))
    yield from _texts(subject, v.RDFS + "comment", relation.definition, language="en")


def concept_quads(concept: Concept) -> Iterator[Quad]:
    """A concept with its labels and its place among the others."""
    subject = NamedNode(v.iri("concept", concept.id))
    yield Quad(subject, _TYPE, NamedNode(v.KG + concept.kind))
    yield Quad(subject, _TYPE, NamedNode(v.SKOS + "Concept"))
    yield from _texts(subject, v.SKOS + "prefLabel", concept.label, language="en")
    yield from _texts(subject, v.SKOS + "altLabel", *concept.other_labels, language="en")
    yield from _texts(subject, v.SKOS + "definition", concept.definition, language="en")
    yield from _links(subject, v.KG + "stateOf", _concept(concept.state_of))
    yield from _links(subject, v.KG + "oppositeOf", _concept(concept.opposite_of))
    if concept.sign is not None:
        yield Quad(subject, NamedNode(v.KG + "sign"), Literal(concept.sign))
    yield from _links(subject, v.SKOS + "broader", *map(_concept, concept.broader))
    yield from _links(subject, v.SKOS + "related", *map(_concept, concept.related))
    yield from _links(subject, v.SKOS + "exactMatch", *concept.matches)
    yield from _links(subject, v.SKOS + "inScheme", v.SCHEME)


def source_quads(source: Source) -> Iterator[Quad]:
    """A source's bibliographic data and the digest of its text; never a word of the text."""
    subject = NamedNode(v.iri("source", source.id))
    for type_ in (v.KG + "Source", v.SCHEMA + "Article", v.PROV + "Entity"):
        yield Quad(subject, _TYPE, NamedNode(type_))
    yield from _texts(subject, v.DCTERMS + "title", source.title)
    yield from _texts(subject, v.DCTERMS + "creator", source.creator)
    if source.issued is not None:
        datatype = {4: "gYear", 7: "gYearMonth"}.get(len(source.issued), "date")
        yield Quad(subject, NamedNode(v.DCTERMS + "issued"), Literal(source.issued, datatype=NamedNode(v.XSD + datatype)))
    yield from _texts(subject, v.DCTERMS + "publisher", source.publisher)
    yield from _links(subject, v.SCHEMA + "url", source.url)
    yield from _links(subject, v.KG + "tier", v.KG + source.tier)
    yield from _links(subject, v.KG + "kind", _term(source.kind))
    yield from _links(subject, v.KG + "collection", v.iri("collection", source.collection))
    yield from _texts(subject, v.KG + "sha256", source.sha256)
    if source.length is not None:
        yield Quad(subject, NamedNode(v.KG + "length"), Literal(source.length))
    yield from _texts(subject, v.KG + "seen", source.seen)
    yield from _links(subject, v.SCHEMA + "sameAs", *source.same_as)
    if source.readings is not None:
        yield Quad(subject, NamedNode(v.KG + "readings"), Literal(source.readings))
    for number, dependence in enumerate(source.depends_on):
        yield from _dependence(subject, number, dependence)


def claim_quads(claim: Claim) -> Iterator[Quad]:
    """The proposition alone; assertions and tallies are written elsewhere."""
    subject = NamedNode(v.iri("claim", claim.id))
    yield Quad(subject, _TYPE, NamedNode(v.KG + "Claim"))
    yield Quad(subject, _TYPE, NamedNode(v.RDF + "Statement"))
    yield from _links(subject, v.RDF + "subject", _concept(claim.subject))
    yield from _links(subject, v.RDF + "predicate", _term(claim.relation))
    yield from _links(subject, v.RDF + "object", _concept(claim.object))
    yield from _links(subject, v.KG + "outcome", _concept(claim.outcome))
    yield from _texts(subject, v.RDFS + "label", claim.label, language="en")


def assertion_quads(assertion: Assertion) -> Iterator[Quad]:
    """An assertion with its provenance: where, how certainly, on what basis, in which scope."""
    subject = NamedNode(v.iri("assertion", assertion.id))
    source = v.iri("source", assertion.source)
    yield Quad(subject, _TYPE, NamedNode(v.KG + "Assertion"))
    yield Quad(subject, _TYPE, NamedNode(v.PROV + "Entity"))
    yield from _links(subject, v.KG + "claim", v.iri("claim", assertion.claim))
    yield from _links(subject, v.KG + "stance", v.KG + assertion.stance)
    yield from _links(subject, v.KG + "source", source)
    yield from _links(subject, v.KG + "certainty", v.KG + assertion.certainty)
    yield from _links(subject, v.KG + "basis", v.KG + assertion.basis)
    yield from _links(subject, v.KG + "design", _term(assertion.design))
    yield from _texts(subject, v.KG + "effect", assertion.effect)
    for number, estimate in enumerate(assertion.estimates):
        yield from _estimate(subject, number, estimate)
    if assertion.sample_size is not None:
        yield Quad(subject, NamedNode(v.KG + "sampleSize"), Literal(assertion.sample_size))
    for name in ("population", "task", "measured"):
        yield from _texts(subject, v.KG + name, getattr(assertion, name), language="en")
    yield from _links(subject, v.KG + "finding", _term(assertion.finding))
    if assertion.unconfirmed:
        yield Quad(subject, NamedNode(v.KG + "unconfirmed"), Literal(True))
    yield from _texts(subject, v.KG + "attributedTo", *assertion.attributed_to)
    yield from _links(subject, v.KG + "scope", *map(_concept, assertion.scope))
    yield from _texts(subject, v.KG + "paraphrase", assertion.paraphrase, language="en")
    for number, qualification in enumerate(assertion.qualifications):
        yield from _qualification(subject, number, qualification)
    for number, passage in enumerate(assertion.passages):
        yield from _passage(subject, number, passage)
    yield from _links(subject, v.PROV + "wasDerivedFrom", source)


def _qualification(subject: NamedNode, number: int, qualification: Qualification) -> Iterator[Quad]:
    node = _blank(subject, f"q{number}")
    yield Quad(subject, NamedNode(v.KG + "qualification"), node)
    yield from _links(node, v.KG + "aspect", v.KG + qualification.aspect)
    yield from _links(node, v.KG + "reason", _concept(qualification.reason))
    yield from _texts(node, v.RDFS + "comment", qualification.comment, language="en")


def _estimate(subject: NamedNode, number: int, estimate: Estimate) -> Iterator[Quad]:
    node = _blank(subject, f"e{number}")
    yield Quad(subject, NamedNode(v.KG + "estimate"), node)
    yield from _texts(node, v.KG + "measure", estimate.measure)
    for name in ("value", "low", "high"):
        amount = getattr(estimate, name)
        if amount is not None:
            yield Quad(node, NamedNode(v.KG + name), decimal(amount))


def decimal(amount: float) -> Literal:
    """A number as an xsd:decimal in its shortest form, so that the same number is always the same literal."""
    return Literal(f"{Decimal(repr(float(amount))):f}", datatype=NamedNode(v.XSD + "decimal"))


def _dependence(subject: NamedNode, number: int, dependence: Dependence) -> Iterator[Quad]:
    node = _blank(subject, f"d{number}")
    yield Quad(subject, NamedNode(v.KG + "dependsOn"), node)
    yield from _links(node, v.KG + "source", v.iri("source", dependence.source))
    yield from _links(node, v.KG + "dependence", v.KG + dependence.kind)
    yield from _texts(node, v.RDFS + "comment", dependence.comment, language="en")


def _passage(subject: NamedNode, number: int, passage: Passage) -> Iterator[Quad]:
    node = _blank(subject, f"p{number}")
    yield Quad(subject, NamedNode(v.OA + "hasSelector"), node)
    yield Quad(node, _TYPE, NamedNode(v.OA + "TextPositionSelector"))
    yield Quad(node, NamedNode(v.OA + "start"), Literal(passage.start))
    yield Quad(node, NamedNode(v.OA + "end"), Literal(passage.end))
    yield from _texts(node, v.KG + "sha256", passage.sha256)
    yield from _texts(node, v.KG + "fragment", passage.fragment)


def _blank(subject: NamedNode, part: str) -> BlankNode:
    return BlankNode(f"{part}-{hashlib.sha256(subject.value.encode()).hexdigest()[:20]}")


def _concept(identifier: str | None) -> str | None:
    return v.iri("concept", identifier) if identifier else None


def _term(name: str | None) -> str | None:
    return name if name is None or "://" in name else v.KG + name


def _links(subject: _Subject, predicate: str, *targets: str | None) -> Iterable[Quad]:
    return (Quad(subject, NamedNode(predicate), NamedNode(target)) for target in targets if target is not None)


def _texts(subject: _Subject, predicate: str, *values: str | None, language: str | None = None) -> Iterable[Quad]:
    return (Quad(subject, NamedNode(predicate), Literal(text, language=language)) for text in values if text is not None)
