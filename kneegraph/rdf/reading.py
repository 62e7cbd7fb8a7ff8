"""Quads to model. What cannot be understood is left out and told as a Problem, so that one reading finds them all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TypeVar

from pyoxigraph import DefaultGraph, NamedNode, Quad

from kneegraph import vocab as v
from kneegraph.errors import Problem
from kneegraph.model import (
    Aspect,
    Assertion,
    Basis,
    Certainty,
    Claim,
    Concept,
    Corpus,
    Dependence,
    DependenceKind,
    Estimate,
    Family,
    Finding,
    Kind,
    Passage,
    Qualification,
    Relation,
    Source,
    Stance,
    Tier,
    claim_id,
)
from kneegraph.nearest import suggestion
from kneegraph.rdf.index import Index, key, name

_Item = TypeVar("_Item", Relation, Concept, Source, Claim)
_KINDS = {kind.value: kind for kind in Kind}
#: The class of each sort of resource.
CLASSES = {
    "concept": v.SKOS + "Concept",
    "claim": v.KG + "Claim",
    "assertion": v.KG + "Assertion",
    "source": v.KG + "Source",
}
#: Classes whose members count where they stand.
_COUNTED = frozenset(CLASSES.values()) - {CLASSES["concept"]}


def from_quads(quads: Iterable[Quad]) -> tuple[Corpus, list[Problem]]:
    """Read everything that kneegraph understands in the default graph; other triples, and named graphs, are passed over.

    Returns what could be read, and what is wrong with the rest. Cost: linear in the quads.
    """
    everything = list(quads)
    index = Index(quad for quad in everything if isinstance(quad.graph_name, DefaultGraph))
    _note_named_graphs(index, everything)
    _note_unclassed(index)
    assertions = _assertions(index)
    corpus = Corpus(
        relations=_by_id(_relation(index, s) for s in index.of_type(v.KG + "Relation")),
        concepts=_by_id(_concept(index, s) for s in index.of_type(v.SKOS + "Concept")),
        sources=_by_id(_source(index, s) for s in index.of_type(v.KG + "Source")),
        claims=_by_id(_claim(index, s, assertions) for s in index.of_type(v.KG + "Claim")),
    )
    _note_unclaimed(index, corpus, assertions)
    return corpus, index.problems


def _note_named_graphs(index: Index, quads: Iterable[Quad]) -> None:
    """Claims in a named graph would not count, and be lost without a word."""
    for quad in quads:
        if not isinstance(quad.graph_name, NamedNode) or quad.predicate.value != v.RDF + "type":
            continue
        subject, sort = key(quad.subject), key(quad.object)
        if sort in _COUNTED and not index.is_a(subject, sort):
            message = f"stands in the graph <{quad.graph_name.value}> only; what shall count stands in the default graph"
            index.problem("default-graph", subject, message, v.RDF + "type")


def _note_unclassed(index: Index) -> None:
    """A resource under one of our addresses that lacks its class would be passed over without a word."""
    for subject in index.subjects:
        sort = subject.removeprefix(v.ID).partition("/")[0] if subject.startswith(v.ID) else ""
        if sort in CLASSES and not index.is_a(subject, CLASSES[sort]):
            got = ", ".join(map(name, index.keys(subject, v.RDF + "type"))) or "no class"
            index.problem("class", subject, f"must be of the class {name(CLASSES[sort])} (got {got})", v.RDF + "type")


def _note_unclaimed(index: Index, corpus: Corpus, assertions: dict[str, list[Assertion]]) -> None:
    """Assertions hang on claims, so those about a claim that is not there would be lost without a word."""
    stated = {v.identifier("claim", subject) for subject in index.of_type(v.KG + "Claim")}
    for claim, made in assertions.items():
        if claim not in stated:
            message = f"there is no claim {claim}{suggestion(claim, corpus.claims)}"
            index.problem("claim-exists", v.iri("assertion", made[0].id), message, v.KG + "claim", v.iri("claim", claim))


def _by_id(items: Iterable[_Item | None]) -> dict[str, _Item]:
    return {item.id: item for item in items if item is not None}


def _relation(index: Index, subject: str) -> Relation | None:
    family = index.choice(subject, v.KG + "family", Family)
    label = index.required(subject, v.RDFS + "label")
    inverse = index.text(subject, v.KG + "inverseLabel")
    if family is None or label is None:
        return None
    return Relation(
        id=v.term(subject),
        label=label,
        inverse_label=label if inverse is None else inverse,
        family=family,
        sign=index.sign(subject, v.KG + "sign"),
        chainable=index.truth(subject, v.KG + "chainable"),
        symmetric=v.OWL + "SymmetricProperty" in index.keys(subject, v.RDF + "type"),
        comparative=index.truth(subject, v.KG + "comparative"),
        other_labels=index.texts(subject, v.SKOS + "altLabel"),
        definition=index.text(subject, v.RDFS + "comment"),
    )


def _concept(index: Index, subject: str) -> Concept | None:
    kinds = [_KINDS[name] for name in index.types(subject) if name in _KINDS]
    label = index.required(subject, v.SKOS + "prefLabel")
    if len(kinds) != 1:
        got = ", ".join(kinds) or ", ".join(name for name in index.types(subject) if name not in _KINDS) or "none"
        message = f"a concept has exactly one kind, one of {', '.join(_KINDS)} (got {got})"
        index.problem("kind", subject, message, v.RDF + "type")
    if len(kinds) != 1 or label is None:
        return None
    return Concept(
        id=v.identifier("concept", subject),
        kind=kinds[0],
        label=label,
        other_labels=index.texts(subject, v.SKOS + "altLabel"),
        broader=_ids(index, subject, v.SKOS + "broader", "concept"),
        related=_ids(index, subject, v.SKOS + "related", "concept"),
        state_of=_id(index, subject, v.KG + "stateOf", "concept"),
        opposite_of=_id(index, subject, v.KG + "oppositeOf", "concept"),
        sign=index.sign(subject, v.KG + "sign"),
        definition=index.text(subject, v.SKOS + "definition"),
        matches=index.keys(subject, v.SKOS + "exactMatch"),
    )


def _source(index: Index, subject: str) -> Source | None:
    tier = index.choice(subject, v.KG + "tier", Tier)
    title = index.required(subject, v.DCTERMS + "title")
    kind = index.one(subject, v.KG + "kind")
    collection = index.one(subject, v.KG + "collection")
    dependences = (_dependence(index, node) for node in index.parts(subject, v.KG + "dependsOn"))
    if tier is None or title is None or kind is None or collection is None:
        return None
    return Source(
        id=v.identifier("source", subject),
        title=title,
        tier=tier,
        kind=v.term(kind),
        collection=v.identifier("collection", collection),
        creator=index.text(subject, v.DCTERMS + "creator"),
        issued=index.text(subject, v.DCTERMS + "issued"),
        publisher=index.text(subject, v.DCTERMS + "publisher"),
        url=index.link(subject, v.SCHEMA + "url"),
        sha256=index.text(subject, v.KG + "sha256"),
        length=index.whole(subject, v.KG + "length"),
        seen=index.text(subject, v.KG + "seen"),
        same_as=index.keys(subject, v.SCHEMA + "sameAs"),
        readings=index.whole(subject, v.KG + "readings"),
        depends_on=tuple(sorted({d for d in dependences if d}, key=lambda d: (d.source, d.kind, d.comment or ""))),
    )


def _claim(index: Index, subject: str, assertions: dict[str, list[Assertion]]) -> Claim | None:
    parts = [index.one(subject, v.RDF + part) for part in ("subject", "predicate", "object")]
    if None in parts:
        return None
    about, relation, target = (part or "" for part in parts)
    identifier = v.identifier("claim", subject)
    ids = v.identifier("concept", about), v.term(relation), v.identifier("concept", target)
    outcome = _id(index, subject, v.KG + "outcome", "concept")
    label = index.text(subject, v.RDFS + "label")
    return Claim(
        id=identifier,
        subject=ids[0],
        relation=ids[1],
        object=ids[2],
        outcome=outcome,
        label=claim_id(*ids, outcome) if label is None else label,
        assertions=tuple(sorted(assertions.get(identifier, ()), key=lambda assertion: assertion.id)),
    )


def _assertions(index: Index) -> dict[str, list[Assertion]]:
    found: dict[str, list[Assertion]] = defaultdict(list)
    for subject in index.of_type(v.KG + "Assertion"):
        assertion = _assertion(index, subject)
        if assertion is not None:
            found[assertion.claim].append(assertion)
    return found


def _assertion(index: Index, subject: str) -> Assertion | None:
    claim = index.one(subject, v.KG + "claim")
    source = index.one(subject, v.KG + "source")
    stance = index.choice(subject, v.KG + "stance", Stance)
    certainty = index.choice(subject, v.KG + "certainty", Certainty)
    basis = index.choice(subject, v.KG + "basis", Basis)
    paraphrase = index.required(subject, v.KG + "paraphrase")
    if claim is None or source is None or stance is None or certainty is None or basis is None or paraphrase is None:
        return None
    qualifications = (_qualification(index, node) for node in index.parts(subject, v.KG + "qualification"))
    passages = (_passage(index, node) for node in index.parts(subject, v.OA + "hasSelector"))
    estimates = (_estimate(index, node) for node in index.parts(subject, v.KG + "estimate"))
    design = index.link(subject, v.KG + "design")
    return Assertion(
        id=v.identifier("assertion", subject),
        claim=v.identifier("claim", claim),
        source=v.identifier("source", source),
        stance=stance,
        certainty=certainty,
        basis=basis,
        paraphrase=paraphrase,
        scope=_ids(index, subject, v.KG + "scope", "concept"),
        qualifications=tuple(sorted({q for q in qualifications if q}, key=lambda q: (q.aspect, q.reason or "", q.comment))),
        attributed_to=index.texts(subject, v.KG + "attributedTo"),
        design=v.term(design) if design else None,
        effect=index.text(subject, v.KG + "effect"),
        estimates=tuple(sorted({e for e in estimates if e}, key=lambda e: e.order)),
        sample_size=index.whole(subject, v.KG + "sampleSize"),
        population=index.text(subject, v.KG + "population"),
        task=index.text(subject, v.KG + "task"),
        measured=index.text(subject, v.KG + "measured"),
        finding=index.choice(subject, v.KG + "finding", Finding) if index.keys(subject, v.KG + "finding") else None,
        unconfirmed=index.truth(subject, v.KG + "unconfirmed"),
        passages=tuple(sorted({p for p in passages if p}, key=lambda p: (p.start, p.end, p.sha256, p.fragment or ""))),
    )


def _qualification(index: Index, node: str) -> Qualification | None:
    aspect = index.choice(node, v.KG + "aspect", Aspect)
    comment = index.required(node, v.RDFS + "comment")
    reason = _id(index, node, v.KG + "reason", "concept")
    return Qualification(aspect, comment, reason) if aspect is not None and comment is not None else None


def _estimate(index: Index, node: str) -> Estimate | None:
    measure = index.required(node, v.KG + "measure")
    value, low, high = (index.number(node, v.KG + part) for part in ("value", "low", "high"))
    return None if measure is None else Estimate(measure, value, low, high)


def _dependence(index: Index, node: str) -> Dependence | None:
    source = index.one(node, v.KG + "source")
    kind = index.choice(node, v.KG + "dependence", DependenceKind)
    if source is None or kind is None:
        return None
    return Dependence(v.identifier("source", source), kind, index.text(node, v.RDFS + "comment"))


def _passage(index: Index, node: str) -> Passage | None:
    digest = index.required(node, v.KG + "sha256")
    start, end = (index.whole(node, v.OA + part) if index.required(node, v.OA + part) else None for part in ("start", "end"))
    if start is None or end is None or digest is None:
        return None
    return Passage(start, end, digest, index.text(node, v.KG + "fragment"))


def _ids(index: Index, subject: str, predicate: str, sort: str) -> tuple[str, ...]:
    return tuple(v.identifier(sort, node) for node in index.keys(subject, predicate))


def _id(index: Index, subject: str, predicate: str, sort: str) -> str | None:
    node = index.link(subject, predicate)
    return None if node is None else v.identifier(sort, node)
