"""What must hold of any corpus and cannot be said in SHACL, as a table of rules. Pure; linear in what a corpus holds.

Rules stand in the order from cause to consequence, so that the first problem told is the one to mend first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from typing import NamedTuple

from kneegraph import vocab as v
from kneegraph.errors import Problem
from kneegraph.labels import normal
from kneegraph.model import Assertion, Basis, Claim, Concept, Corpus, Kind, Stance, assertion_id, claim_id
from kneegraph.model.identifiers import makes_id, makes_label_id
from kneegraph.nearest import nearest, suggestion

#: Kinds that are contrary to each other: a function, and the fault that is its failure.
_CONTRARY = frozenset({Kind.FUNCTION, Kind.MOVEMENT_FAULT})


class Fault(NamedTuple):
    """Where a rule is broken: resource and property as IRIs, a message, and the value that is wrong."""

    resource: str
    message: str
    predicate: str
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """Something that must hold: of any part of the data, or only `of_whole`. `find` gives each fault with it."""

    id: str
    description: str
    find: Callable[[Corpus], Iterator[Fault]]
    of_whole: bool = False

    def problems(self, corpus: Corpus) -> Iterator[Problem]:
        """Every fault with this rule, as a problem."""
        return (Problem(self.id, *fault[:2], predicate=fault.predicate, value=fault.value) for fault in self.find(corpus))


def invariants(corpus: Corpus) -> Iterator[Problem]:
    """Every way in which the corpus breaks a rule that holds of parts too, lazily. Cost: linear, as long as all is well."""
    for rule in INVARIANTS:
        if not rule.of_whole:
            yield from rule.problems(corpus)


def invariants_of_whole(corpus: Corpus) -> Iterator[Problem]:
    """Every way in which a corpus that is meant to be whole breaks any rule, lazily. Cost: that of `invariants`."""
    for rule in INVARIANTS:
        yield from rule.problems(corpus)


def _of_assertion(assertion: Assertion, message: str, predicate: str, value: str | None = None) -> Fault:
    return Fault(v.iri("assertion", assertion.id), message, predicate, value)


def _of_claim(claim: Claim, message: str, predicate: str, value: str | None = None) -> Fault:
    return Fault(v.iri("claim", claim.id), message, predicate, value)


def _of_concept(concept: Concept, message: str, predicate: str, value: str | None = None) -> Fault:
    return Fault(v.iri("concept", concept.id), message, predicate, value)


def _claim_exists(corpus: Corpus) -> Iterator[Fault]:
    for assertion in corpus.assertions:
        if assertion.claim not in corpus.claims:
            message = f"there is no claim {assertion.claim}{suggestion(assertion.claim, corpus.claims)}"
            yield _of_assertion(assertion, message, v.KG + "claim", v.iri("claim", assertion.claim))


def _source_exists(corpus: Corpus) -> Iterator[Fault]:
    for assertion in corpus.assertions:
        if assertion.source not in corpus.sources:
            message = f"there is no source {assertion.source}{suggestion(assertion.source, corpus.sources)}"
            yield _of_assertion(assertion, message, v.KG + "source", v.iri("source", assertion.source))


def _relation_known(corpus: Corpus) -> Iterator[Fault]:
    for claim in corpus.claims.values():
        if claim.relation not in corpus.relations:
            message = f"there is no relation {claim.relation}{suggestion(claim.relation, corpus.relations)}"
            value = claim.relation if "://" in claim.relation else v.KG + claim.relation
            yield _of_claim(claim, message, v.RDF + "predicate", value)


def _concept_exists(corpus: Corpus) -> Iterator[Fault]:
    for sort, identifier, predicate, concept in _mentions(corpus):
        if concept not in corpus.concepts:
            message = f"there is no concept {concept}{suggestion(concept, corpus.concepts)}"
            yield Fault(v.iri(sort, identifier), message, predicate, v.iri("concept", concept))


def _mentions(corpus: Corpus) -> Iterator[tuple[str, str, str, str]]:
    """Where a concept is mentioned: by which resource (sort, identifier), through which property, which concept."""
    for claim in corpus.claims.values():
        yield "claim", claim.id, v.RDF + "subject", claim.subject
        yield "claim", claim.id, v.RDF + "object", claim.object
        if claim.outcome is not None:
            yield "claim", claim.id, v.KG + "outcome", claim.outcome
        for assertion in claim.assertions:
            for setting in assertion.scope:
                yield "assertion", assertion.id, v.KG + "scope", setting
            for why in assertion.qualifications:
                if why.reason is not None:
                    yield "assertion", assertion.id, v.KG + "qualification", why.reason
    for concept in corpus.concepts.values():
        for predicate, other in _neighbours(concept):
            yield "concept", concept.id, predicate, other


def _neighbours(concept: Concept) -> Iterator[tuple[str, str]]:
    if concept.state_of is not None:
        yield v.KG + "stateOf", concept.state_of
    if concept.opposite_of is not None:
        yield v.KG + "oppositeOf", concept.opposite_of
    yield from ((v.SKOS + "broader", other) for other in concept.broader)
    yield from ((v.SKOS + "related", other) for other in concept.related)


def _claim_asserted(corpus: Corpus) -> Iterator[Fault]:
    for claim in corpus.claims.values():
        if not claim.assertions:
            yield _of_claim(claim, "no source asserts this claim; a claim needs at least one assertion", v.RDF + "type")


def _qualification_given(corpus: Corpus) -> Iterator[Fault]:
    for assertion in corpus.assertions:
        if assertion.stance is Stance.QUALIFIES and not assertion.qualifications:
            message = "qualifies without saying why: a kg:qualification with aspect and sentence is missing"
            yield _of_assertion(assertion, message, v.KG + "qualification")
        elif assertion.stance is not Stance.QUALIFIES and assertion.qualifications:
            message = f"{assertion.stance}, but has a qualification; only the stance qualifies has one"
            yield _of_assertion(assertion, message, v.KG + "qualification")


def _attribution_given(corpus: Corpus) -> Iterator[Fault]:
    for assertion in corpus.assertions:
        if assertion.stance is Stance.REPORTS and not assertion.attributed_to:
            message = "reports a claim without saying whose: kg:attributedTo is missing"
            yield _of_assertion(assertion, message, v.KG + "attributedTo")


def _design_of_study(corpus: Corpus) -> Iterator[Fault]:
    for assertion in corpus.assertions:
        if assertion.design is not None and assertion.basis is not Basis.STUDY:
            message = f"has the design {assertion.design}, but its basis is {assertion.basis}; only a study has a design"
            yield _of_assertion(assertion, message, v.KG + "design")


def _finding_of_dispute(corpus: Corpus) -> Iterator[Fault]:
    for assertion in corpus.assertions:
        if assertion.finding is not None and assertion.stance is not Stance.DISPUTES:
            message = f"{assertion.stance}, but has the finding {assertion.finding}; only who disputes finds something else"
            yield _of_assertion(assertion, message, v.KG + "finding")


def _estimate_ordered(corpus: Corpus) -> Iterator[Fault]:
    for assertion in corpus.assertions:
        for one in assertion.estimates:
            if one.low is not None and one.high is not None and one.low > one.high:
                message = f"estimate of {one.measure}: the interval from {one.low:g} to {one.high:g} ends before it begins"
                yield _of_assertion(assertion, message, v.KG + "estimate")


def _dependence_known(corpus: Corpus) -> Iterator[Fault]:
    for source in corpus.sources.values():
        for one in source.depends_on:
            if one.source not in corpus.sources or one.source == source.id:
                what = "itself" if one.source == source.id else f"{one.source}, which is no source here"
                message = f"depends on {what}{suggestion(one.source, corpus.sources.keys() - {source.id})}"
                yield Fault(v.iri("source", source.id), message, v.KG + "dependsOn", v.iri("source", one.source))


def _outcome_of_comparison(corpus: Corpus) -> Iterator[Fault]:
    for claim in corpus.claims.values():
        relation = corpus.relations.get(claim.relation)
        if relation is None or relation.comparative == (claim.outcome is not None):
            continue
        said = (
            "compares and needs a kg:outcome: for what?"
            if relation.comparative
            else "is no comparison and takes no kg:outcome"
        )
        yield _of_claim(claim, f"{relation.id} {said}", v.KG + "outcome")


def _passage_inside(corpus: Corpus) -> Iterator[Fault]:
    for assertion in corpus.assertions:
        source = corpus.sources.get(assertion.source)
        length = None if source is None else source.length
        for passage in assertion.passages:
            if not 0 <= passage.start < passage.end:
                message = f"the passage {passage.start}–{passage.end} does not begin before it ends"
                yield _of_assertion(assertion, message, v.OA + "hasSelector")
            elif length is not None and passage.end > length:
                message = f"the passage {passage.start}–{passage.end} reaches past the end of {assertion.source}"
                yield _of_assertion(assertion, f"{message}, which has {length} characters", v.OA + "hasSelector")


def _text_described(corpus: Corpus) -> Iterator[Fault]:
    quoted = {assertion.source for assertion in corpus.assertions if assertion.passages}
    for source in corpus.sources.values():
        for name, value in (("sha256", source.sha256), ("length", source.length)):
            if source.id in quoted and value is None:
                message = f"assertions give passages of its text, so its kg:{name} is needed to prove them"
                yield Fault(v.iri("source", source.id), message, v.KG + name)


def _date_readable(corpus: Corpus) -> Iterator[Fault]:
    for source in corpus.sources.values():
        if source.issued is not None and not (source.issued[:4].isdecimal() and source.issued[4:5] in ("", "-")):
            message = f"issued must begin with a year, as in 2018-11-06, 2018-11 or 2018 (got {source.issued!r})"
            yield Fault(v.iri("source", source.id), message, v.DCTERMS + "issued")


def _concept_id(corpus: Corpus) -> Iterator[Fault]:
    for concept in corpus.concepts.values():
        expected = v.slug(concept.label)
        if expected and not makes_label_id(concept.id, concept.label) and "://" not in concept.id:
            message = f"an identifier follows from the preferred label: {concept.label!r} makes it concept/{expected}"
            yield _of_concept(concept, message, v.SKOS + "prefLabel")


def _claim_id(corpus: Corpus) -> Iterator[Fault]:
    for claim in corpus.claims.values():
        expected = _expected(claim)
        if not makes_id(claim.id, expected) and "://" not in claim.id and _parts_known(claim, corpus):
            yield _of_claim(claim, f"an identifier follows from the parts, which make it claim/{expected}", v.RDF + "type")


def _expected(claim: Claim) -> str:
    return claim_id(claim.subject, claim.relation, claim.object, claim.outcome)


def _parts_known(claim: Claim, corpus: Corpus) -> bool:
    """An identifier cannot be held against parts that are wrong themselves, which other rules tell."""
    concepts = {claim.subject, claim.object, claim.outcome} - {None}
    return claim.relation in corpus.relations and concepts <= corpus.concepts.keys()


def _assertion_id(corpus: Corpus) -> Iterator[Fault]:
    for claim in corpus.claims.values():
        several = len(claim.assertions) > 1
        sides = Counter((assertion.source, assertion.stance) for assertion in claim.assertions if several)
        for assertion in claim.assertions:
            scope = assertion.scope if several and sides[assertion.source, assertion.stance] > 1 else ()
            expected = assertion_id(assertion.source, claim.id, assertion.stance, scope)
            if makes_id(assertion.id, expected) or "://" in assertion.id:
                continue
            # When the claim's own identifier is wrong, that is told by the rule above, and once is enough.
            if assertion.id != assertion_id(assertion.source, _expected(claim), assertion.stance, scope):
                message = f"an identifier follows from source, claim and stance, which make it assertion/{expected}"
                yield _of_assertion(assertion, message, v.RDF + "type")


def _label_unique(corpus: Corpus) -> Iterator[Fault]:
    owners: dict[tuple[Kind, str], tuple[Concept, str]] = {}
    for concept in corpus.concepts.values():
        for label in concept.labels:
            owner, spelled = owners.setdefault((concept.kind, normal(label)), (concept, label))
            if owner is not concept:
                alike = "" if spelled.casefold() == label.casefold() else f" (as {spelled!r}, which is looked up alike)"
                message = f"the label {label!r} is also that of concept/{owner.id}{alike}, another {concept.kind}"
                yield _of_concept(concept, message, v.SKOS + ("prefLabel" if label == concept.label else "altLabel"))


def _concept_used(corpus: Corpus) -> Iterator[Fault]:
    used = {concept for _, _, _, concept in _mentions(corpus)}
    unused = [concept for concept in corpus.concepts.values() if concept.id not in used]
    meant = _probably_meant(corpus, used) if unused else frozenset()
    for concept in unused:
        if concept.id not in meant and not used.intersection(concept.broader):
            message = "nothing mentions this concept: no claim, scope, reason or outcome, and no other concept"
            yield _of_concept(concept, message, v.RDF + "type")


def _probably_meant(corpus: Corpus, used: Collection[str]) -> frozenset[str]:
    """Concepts that would be used but for a misspelling, which another rule tells."""
    return frozenset(name for word in used if word not in corpus.concepts for name in nearest(word, corpus.concepts, limit=1))


def _opposite_alike(corpus: Corpus) -> Iterator[Fault]:
    for concept in corpus.concepts.values():
        other = corpus.concepts.get(concept.opposite_of or "")
        if other is None or (other.opposite_of == concept.id and other.id < concept.id):
            continue  # of two that name each other, one is told
        if other.kind is not concept.kind and {concept.kind, other.kind} != _CONTRARY:
            message = f"is a {concept.kind}, but its opposite {other.id} is a {other.kind}; opposites are of one kind"
            yield _of_concept(concept, message, v.KG + "oppositeOf")


def _state_of_muscle(corpus: Corpus) -> Iterator[Fault]:
    for concept in corpus.concepts.values():
        other = corpus.concepts.get(concept.state_of or "")
        if other is not None and other.kind is not Kind.MUSCLE:
            message = f"is a state of {other.id}, which is a {other.kind}; a state is that of a Muscle"
            yield _of_concept(concept, message, v.KG + "stateOf")


def _broader_ends(corpus: Corpus) -> Iterator[Fault]:
    upwards = {name: set(concept.broader) for name, concept in corpus.concepts.items() if concept.broader}
    while circle := _circle(upwards):
        first = min(circle)
        way = [*circle[circle.index(first) :], *circle[: circle.index(first)], first]
        message = f"broader leads around in a circle: {' → '.join(way)}"
        yield _of_concept(corpus.concepts[first], message, v.SKOS + "broader")
        upwards.update({name: set() for name in circle})  # told; look for the next


def _circle(upwards: Mapping[str, Collection[str]]) -> list[str]:
    """Concepts each of which is narrower than the next, and the last than the first; empty when there are none."""
    try:
        TopologicalSorter(upwards).prepare()
    except CycleError as error:
        return list(reversed(error.args[1][1:]))
    return []


#: Every rule, causes before consequences.
INVARIANTS = (
    Rule("claim-exists", "an assertion is about a claim that is there", _claim_exists),
    Rule("source-exists", "an assertion's source is there", _source_exists),
    Rule("relation-known", "a claim's relation is in the ontology", _relation_known),
    Rule("concept-exists", "every concept mentioned by a claim, an assertion or a concept is there", _concept_exists),
    Rule("claim-asserted", "a claim has at least one assertion", _claim_asserted),
    Rule("qualification-given", "`qualifies` says why, and no other stance does", _qualification_given),
    Rule("attribution-given", "`reports` says whose claim it passes on", _attribution_given),
    Rule("design-of-study", "only an assertion on the basis of a study has a design", _design_of_study),
    Rule("finding-of-dispute", "only an assertion that disputes has a finding", _finding_of_dispute),
    Rule("estimate-ordered", "an interval does not end before it begins", _estimate_ordered),
    Rule(
        "dependence-known",
        "a source depends on another one that is there; a part of the data may be loaded without",
        _dependence_known,
        of_whole=True,
    ),
    Rule("outcome-of-comparison", "a claim has an outcome exactly when its relation compares", _outcome_of_comparison),
    Rule("passage-inside", "a passage begins before it ends and lies inside its source's text", _passage_inside),
    Rule("text-described", "a source with passages has the digest and the length of its text", _text_described),
    Rule("date-readable", "a source's date begins with a year", _date_readable),
    Rule("concept-id", "a concept's identifier follows from its preferred label, or is its hash", _concept_id),
    Rule("claim-id", "a claim's identifier follows from its parts, or is their hash", _claim_id),
    Rule(
        "assertion-id",
        "an assertion's identifier follows from source, claim, stance and, between several, scope, or is their hash",
        _assertion_id,
    ),
    Rule(
        "label-unique", "within a kind, a label belongs to one concept, whatever its case, hyphens and quotes", _label_unique
    ),
    Rule(
        "concept-used",
        "a concept is mentioned somewhere, or is narrower than one that is; a part of the data may be loaded without",
        _concept_used,
        of_whole=True,
    ),
    Rule("opposite-alike", "opposites are of one kind, or a function and its fault", _opposite_alike),
    Rule("state-of-muscle", "a state is that of a muscle", _state_of_muscle),
    Rule("broader-ends", "`broader` never leads back to where it began", _broader_ends),
)
