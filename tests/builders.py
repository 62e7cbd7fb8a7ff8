"""Facts in one line each, for tests.

>>> weak = claim("weak glute", "causes", "knee pain", supports("s1"), disputes("s2", certainty="possible"))
>>> weak.standing.value
'contested'
>>> corpus(weak, state("weak glute", of="glute", sign=-1)).concepts["glute"].kind.value
'Muscle'
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TypedDict, Unpack

from kneegraph import files, rdf
from kneegraph.analysis.chains import Chain
from kneegraph.analysis.evidence.doubt import Judge
from kneegraph.analysis.evidence.independence import Independence
from kneegraph.analysis.evidence.weights import Weights
from kneegraph.model import (
    Aspect,
    Assertion,
    Basis,
    Certainty,
    Claim,
    Concept,
    Corpus,
    Finding,
    Kind,
    Passage,
    Qualification,
    Relation,
    Source,
    Stance,
    Tier,
    assertion_id,
    claim_id,
)
from kneegraph.vocab import slug


class Study(TypedDict, total=False):
    """What a source tells of how it came to what it says."""

    design: str
    population: str
    task: str
    measured: str
    finding: Finding
    unconfirmed: bool


@dataclass(frozen=True)
class Said:
    """One source's stance, not yet tied to a claim."""

    source: str
    stance: Stance
    certainty: Certainty = Certainty.CERTAIN
    basis: Basis = Basis.STATEMENT
    scope: tuple[str, ...] = ()
    qualifications: tuple[Qualification, ...] = field(default=())
    attributed_to: tuple[str, ...] = ()
    passages: tuple[Passage, ...] = ()
    study: Study = field(default_factory=Study)

    def by(self, design: str) -> Said:
        """The same as the finding of a study of this design."""
        return replace(self, basis=Basis.STUDY, study=Study(**{**self.study, "design": design}))

    def at(self, *passages: Passage) -> Said:
        return replace(self, passages=passages)


def supports(
    source: str, *, scope: Iterable[str] = (), certainty: str = "certain", basis: str = "statement", **study: Unpack[Study]
) -> Said:
    return Said(source, Stance.SUPPORTS, Certainty(certainty), Basis(basis), tuple(map(slug, scope)), study=study)


def disputes(source: str, *, scope: Iterable[str] = (), certainty: str = "certain", **study: Unpack[Study]) -> Said:
    return Said(source, Stance.DISPUTES, Certainty(certainty), scope=tuple(map(slug, scope)), study=study)


def reports(source: str) -> Said:
    return Said(source, Stance.REPORTS, attributed_to=("somebody else",))


def qualifies(
    source: str, *, aspect: str = "scope", reason: str | None = None, scope: Iterable[str] = (), **study: Unpack[Study]
) -> Said:
    why = Qualification(Aspect(aspect), "only under a condition", slug(reason) if reason else None)
    return Said(source, Stance.QUALIFIES, scope=tuple(map(slug, scope)), qualifications=(why,), study=study)


def claim(subject: str, relation: str, object_: str, *said: Said, outcome: str | None = None) -> Claim:
    identifier = claim_id(slug(subject), relation, slug(object_), slug(outcome) if outcome else None)
    return Claim(
        id=identifier,
        subject=slug(subject),
        relation=relation,
        object=slug(object_),
        outcome=slug(outcome) if outcome else None,
        label=f"{subject} {relation} {object_}",
        assertions=tuple(sorted((_assertion(identifier, one, said) for one in said), key=lambda made: made.id)),
    )


def _assertion(claim_: str, one: Said, said: tuple[Said, ...]) -> Assertion:
    twice = sum((other.source, other.stance) == (one.source, one.stance) for other in said) > 1
    return Assertion(
        id=assertion_id(one.source, claim_, one.stance, one.scope if twice else ()),
        claim=claim_,
        source=one.source,
        stance=one.stance,
        certainty=one.certainty,
        basis=one.basis,
        paraphrase=f"{one.source} {one.stance} it.",
        scope=one.scope,
        qualifications=one.qualifications,
        attributed_to=one.attributed_to,
        passages=one.passages,
        **one.study,
    )


def concept(label: str, kind: str = "Condition", *other_labels: str, broader: str | None = None) -> Concept:
    return Concept(slug(label), Kind(kind), label, other_labels, broader=(slug(broader),) if broader else ())


def state(label: str, *, of: str, sign: int, opposite: str | None = None, broader: str | None = None) -> Concept:
    plain = concept(label, "MuscleState", broader=broader)
    return replace(plain, state_of=slug(of), sign=sign, opposite_of=slug(opposite) if opposite else None)


def source(identifier: str, tier: str = "popular", collection: str = "core", issued: str | None = None) -> Source:
    return Source(identifier, f"Title of {identifier}", Tier(tier), "blogPost", collection, issued=issued)


def corpus(*parts: Claim | Concept | Source) -> Corpus:
    """Claims with everything they mention: concepts and sources that are not given are made up."""
    claims = {part.id: part for part in parts if isinstance(part, Claim)}
    given = {part.id: part for part in parts if isinstance(part, Concept)}
    sources = {part.id: part for part in parts if isinstance(part, Source)}
    concepts = {name: concept(name.replace("-", " "), kind) for name, kind in _mentioned(claims.values(), given.values())}
    made = {assertion.source: source(assertion.source) for one in claims.values() for assertion in one.assertions}
    return Corpus(relations(), {**concepts, **given}, {**made, **sources}, claims)


def _mentioned(claims: Iterable[Claim], concepts: Iterable[Concept]) -> Iterable[tuple[str, str]]:
    for one in claims:
        for name in (one.subject, one.object, one.outcome):
            if name:
                yield name, "Condition"
        for assertion in one.assertions:
            yield from ((name, "Setting") for name in assertion.scope)
            yield from ((why.reason, "Condition") for why in assertion.qualifications if why.reason)
    for given in concepts:
        yield from ((name, "Condition") for name in given.broader)
        if given.state_of:
            yield given.state_of, "Muscle"
        if given.opposite_of:
            yield given.opposite_of, given.kind.value


@cache
def relations() -> dict[str, Relation]:
    """The packaged relations."""
    found, problems = rdf.from_quads(files.read_quads(files.packaged("data", "ontology.ttl")))
    assert not problems
    return dict(found.relations)


def judge(facts: Corpus) -> Judge:
    """Who judges the evidence of these facts, by the packaged weights."""
    return Judge(facts, Independence.of(facts), Weights.packaged())


def told(found: Iterable[Chain]) -> list[str]:
    """Chains as text: the concepts they pass through."""
    return [" ".join([chain.steps[0].subject, *(step.object for step in chain.steps)]) for chain in found]
