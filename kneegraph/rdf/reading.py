"""Quads to model. What cannot be understood is left out and told as a Problem, so that one reading finds them all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TypeVar

from pyoxigraph import Quad

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
    Family,
    Kind,
    Passage,
    Qualification,
    Relation,
    Source,
    Stance,
    Tier,
    claim_id,
)
from kneegraph.rdf.index import Index

_Item = TypeVar("_Item", Relation, Concept, Source, Claim)
_KINDS = {kind.value: kind for kind in Kind}


def from_quads(quads: Iterable[Quad]) -> tuple[Corpus, list[Problem]]:
    """Read everything that kneegraph understands; other triples are passed over.

    Returns what could be read, and what is wrong with the rest. Cost: linear in the quads.
    """
    index = Index(quads)
    assertions = _assertions(index)
    corpus = Corpus(
        relations=_by_id(_relation(index, s) for s in index.of_type(v.KG + "Relation")),
        concepts=_by_id(_concept(index, s) for s in index.of_type(v.SKOS + "Concept")),
        sources=_by_id(_source(index, s) for s in index.of_type(v.KG + "Source")),
        claims=_by_id(_claim(index, s, assertions) for s in index.of_type(v.KG + "Claim")),
    )
    for claim, made in assertions.items():
        if claim not in corpus.claims:
            subject, target = v.iri("assertion", made[0].id), v.iri("claim", claim)
            index.problem("claim-exists", subject, f"there is no claim {claim}", v.KG + "claim", target)
    return corpus, index.problems


def _by_id(items: Iterable[_Item | None]) -> dict[str, _Item]:
    return {item.id: item for item in items if item is not None}


def _relation(index: Index, subject: str) -> Relation | None:
    family = index.choice(subject, v.KG + "family", Family)
    label = index.text(subject, v.RDFS + "label")
    if family is None or label is None:
        return None
    return Relation(
        id=v.term(subject),
        label=label,
        inverse_label=index.text(subject, v.KG + "inverseLabel") or label,
        family=family,
        sign=index.whole(subject, v.KG + "sign"),
        chainable=index.truth(subject, v.KG + "chainable"),
        symmetric=v.OWL + "SymmetricProperty" in index.keys(subject, v.RDF + "type"),
        comparative=index.truth(subject, v.KG + "comparative"),
        other_labels=index.texts(subject, v.SKOS + "altLabel"),
        definition=index.text(subject, v.RDFS + "comment"),
    )


def _concept(index: Index, subject: str) -> Concept | None:
    kinds = [_KINDS[name] for name in index.types(subject) if name in _KINDS]
    label = index.text(subject, v.SKOS + "prefLabel")
    if len(kinds) != 1:
        index.problem("kind", subject, f"a concept has exactly one kind, one of {', '.join(_KINDS)} (got {len(kinds)})", None)
        return None
    if label is None:
        index.problem("missing", subject, "prefLabel is missing", None)
        return None
    return Concept(
        id=v.identifier("concept", subject),
        kind=kinds[0],
        label=label,
        other_labels=index.texts(subject, v.SKOS + "altLabel"),
        broader=_ids(index, subject, v.SKOS + "broader", "concept"),
        related=_ids(index, subject, v.SKOS + "related", "concept"),
        state_of=_first(_ids(index, subject, v.KG + "stateOf", "concept")),
        opposite_of=_first(_ids(index, subject, v.KG + "oppositeOf", "concept")),
        sign=index.whole(subject, v.KG + "sign"),
        definition=index.text(subject, v.SKOS + "definition"),
        matches=index.keys(subject, v.SKOS + "exactMatch"),
    )


def _source(index: Index, subject: str) -> Source | None:
    tier = index.choice(subject, v.KG + "tier", Tier)
    title = index.text(subject, v.DCTERMS + "title")
    kind = index.one(subject, v.KG + "kind")
    collection = index.one(subject, v.KG + "collection")
    if title is None:
        index.problem("missing", subject, "title is missing", None)
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
        url=_first(index.keys(subject, v.SCHEMA + "url")),
        sha256=index.text(subject, v.KG + "sha256"),
        length=index.whole(subject, v.KG + "length"),
        seen=index.text(subject, v.KG + "seen"),
    )


def _claim(index: Index, subject: str, assertions: dict[str, list[Assertion]]) -> Claim | None:
    parts = [index.one(subject, v.RDF + part) for part in ("subject", "predicate", "object")]
    if None in parts:
        return None
    about, relation, target = (part or "" for part in parts)
    identifier = v.identifier("claim", subject)
    ids = v.identifier("concept", about), v.term(relation), v.identifier("concept", target)
    outcome = _first(_ids(index, subject, v.KG + "outcome", "concept"))
    return Claim(
        id=identifier,
        subject=ids[0],
        relation=ids[1],
        object=ids[2],
        outcome=outcome,
        label=index.text(subject, v.RDFS + "label") or claim_id(*ids, outcome),
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
    paraphrase = index.text(subject, v.KG + "paraphrase")
    if paraphrase is None:
        index.problem("missing", subject, "paraphrase is missing", None)
    if claim is None or source is None or stance is None or certainty is None or basis is None or paraphrase is None:
        return None
    qualifications = (_qualification(index, subject, node) for node in index.keys(subject, v.KG + "qualification"))
    passages = (_passage(index, subject, node) for node in index.keys(subject, v.OA + "hasSelector"))
    design = _first(index.keys(subject, v.KG + "design"))
    return Assertion(
        id=v.identifier("assertion", subject),
        claim=v.identifier("claim", claim),
        source=v.identifier("source", source),
        stance=stance,
        certainty=certainty,
        basis=basis,
        paraphrase=paraphrase,
        scope=_ids(index, subject, v.KG + "scope", "concept"),
        qualifications=tuple(sorted((q for q in qualifications if q), key=lambda q: (q.aspect, q.reason or "", q.comment))),
        attributed_to=index.texts(subject, v.KG + "attributedTo"),
        design=v.term(design) if design else None,
        effect=index.text(subject, v.KG + "effect"),
        passages=tuple(sorted(p for p in passages if p)),
    )


def _qualification(index: Index, assertion: str, node: str) -> Qualification | None:
    aspect = index.choice(node, v.KG + "aspect", Aspect)
    comment = index.text(node, v.RDFS + "comment")
    if aspect is None or comment is None:
        index.problem("qualification", assertion, "a qualification needs an aspect and a sentence", v.KG + "qualification")
        return None
    return Qualification(aspect, comment, _first(_ids(index, node, v.KG + "reason", "concept")))


def _passage(index: Index, assertion: str, node: str) -> Passage | None:
    start, end, digest = index.whole(node, v.OA + "start"), index.whole(node, v.OA + "end"), index.text(node, v.KG + "sha256")
    if start is None or end is None or digest is None:
        index.problem("passage", assertion, "a passage needs start, end and sha256", v.OA + "hasSelector")
        return None
    return Passage(start, end, digest, index.text(node, v.KG + "fragment"))


def _ids(index: Index, subject: str, predicate: str, sort: str) -> tuple[str, ...]:
    return tuple(v.identifier(sort, node) for node in index.keys(subject, predicate))


def _first(values: tuple[str, ...]) -> str | None:
    return values[0] if values else None
