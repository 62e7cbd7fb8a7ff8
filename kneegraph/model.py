"""What kneegraph talks about: concepts, relations, sources, claims, assertions. Frozen values; no RDF, no files.

A claim is a triple with the assertions made about it. What it adds up to (tally, standing) follows from them and is
never set by hand. Identifiers follow from content: `claim_id` and `assertion_id` are the only places that build them.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property

from kneegraph.found import Drawn


class Stance(StrEnum):
    """What a source does with a claim; `reports` takes no side."""

    SUPPORTS = "supports"
    DISPUTES = "disputes"
    QUALIFIES = "qualifies"
    REPORTS = "reports"


class Certainty(StrEnum):
    """How sure the source's own wording is."""

    CERTAIN = "certain"
    PROBABLE = "probable"
    POSSIBLE = "possible"


class Basis(StrEnum):
    """What the source rests its assertion on."""

    STATEMENT = "statement"
    MECHANISM = "mechanism"
    ANECDOTE = "anecdote"
    AUTHORITY = "authority"
    STUDY = "study"


class Aspect(StrEnum):
    """In which respect a qualification limits a claim."""

    SCOPE = "scope"
    RELATIVE_IMPORTANCE = "relativeImportance"
    PARTIAL_CAUSE = "partialCause"
    DOSE = "dose"
    POPULATION = "population"
    TIME = "time"
    MEASURE = "measure"
    CAUSATION = "causation"


class Tier(StrEnum):
    """Whether somebody else examined the document before it appeared."""

    POPULAR = "popular"
    PEER_REVIEWED = "peer-reviewed"


class Standing(StrEnum):
    """What a tally adds up to, from most to least disagreement."""

    CONTESTED = "contested"
    DISPUTED = "disputed"
    QUALIFIED = "qualified"
    SUPPORTED = "supported"
    REPORTED = "reported"


class Kind(StrEnum):
    """What sort of thing a concept is."""

    MUSCLE = "Muscle"
    MUSCLE_STATE = "MuscleState"
    JOINT_ACTION = "JointAction"
    MOVEMENT_FAULT = "MovementFault"
    FUNCTION = "Function"
    SIGN = "Sign"
    SYMPTOM = "Symptom"
    CONDITION = "Condition"
    STRUCTURE = "Structure"
    EXERCISE = "Exercise"
    INTERVENTION = "Intervention"
    PRINCIPLE = "Principle"
    DOSE = "Dose"
    POPULATION = "Population"
    SETTING = "Setting"


class Family(StrEnum):
    """What sort of link a relation is."""

    CAUSAL = "causal"
    FUNCTIONAL = "functional"
    INTERVENTION = "intervention"
    DESCRIPTIVE = "descriptive"


@dataclass(frozen=True, slots=True)
class Relation:
    """How a claim joins two concepts. `sign` is +1, -1, or None where no direction of effect is meant."""

    id: str
    label: str
    inverse_label: str
    family: Family
    sign: int | None = None
    chainable: bool = False
    symmetric: bool = False
    comparative: bool = False
    other_labels: tuple[str, ...] = ()
    definition: str | None = None


@dataclass(frozen=True, slots=True)
class Concept:
    """A thing claims are about.

    `sign` of a state: +1 when the muscle does more, -1 when it does less. `related` are the things it concerns without
    being one of them, as patellar tracking concerns the patella.
    """

    id: str
    kind: Kind
    label: str
    other_labels: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    state_of: str | None = None
    opposite_of: str | None = None
    sign: int | None = None
    definition: str | None = None
    matches: tuple[str, ...] = ()

    @property
    def labels(self) -> tuple[str, ...]:
        """Every label, the preferred one first."""
        return (self.label, *self.other_labels)


@dataclass(frozen=True, slots=True)
class Source:
    """A document. `sha256` and `length` (code points) are those of the text that was read, where there was one."""

    id: str
    title: str
    tier: Tier
    kind: str
    collection: str
    creator: str | None = None
    issued: str | None = None
    publisher: str | None = None
    url: str | None = None
    sha256: str | None = None
    length: int | None = None
    seen: str | None = None

    @property
    def year(self) -> int | None:
        """The year it appeared, where known."""
        return int(self.issued[:4]) if self.issued else None


@dataclass(frozen=True, slots=True, order=True)
class Passage:
    """Where in the source's text: code points from `start` up to, not including, `end`; digest of its UTF-8 bytes."""

    start: int
    end: int
    sha256: str
    fragment: str | None = None


@dataclass(frozen=True, slots=True)
class Qualification:
    """Why a claim does not hold as it stands: in which respect, owing to what, in a sentence of ours."""

    aspect: Aspect
    comment: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Assertion:
    """One source taking a stance on one claim, with its provenance. All references are identifiers."""

    id: str
    claim: str
    source: str
    stance: Stance
    certainty: Certainty
    basis: Basis
    paraphrase: str
    scope: tuple[str, ...] = ()
    qualifications: tuple[Qualification, ...] = ()
    attributed_to: tuple[str, ...] = ()
    design: str | None = None
    effect: str | None = None
    passages: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class Tally:
    """For one claim, the number of distinct sources per stance. A source counts once per stance."""

    supports: int = 0
    disputes: int = 0
    qualifies: int = 0
    reports: int = 0

    @classmethod
    def of(cls, assertions: Iterable[Assertion]) -> Tally:
        """Count distinct sources per stance."""
        sources: dict[Stance, set[str]] = {stance: set() for stance in Stance}
        for assertion in assertions:
            sources[assertion.stance].add(assertion.source)
        return cls(*(len(sources[stance]) for stance in Stance))

    @property
    def standing(self) -> Standing | None:
        """What the counts add up to; None when there are none (nothing is known, which is not a standing).

        >>> Tally(supports=3, qualifies=1).standing
        <Standing.QUALIFIED: 'qualified'>
        """
        if self.disputes:
            return Standing.CONTESTED if self.supports else Standing.DISPUTED
        if self.qualifies:
            return Standing.QUALIFIED
        if self.supports:
            return Standing.SUPPORTED
        return Standing.REPORTED if self.reports else None

    def as_dict(self) -> dict[str, int]:
        """The counts by stance, as the JSON forms write them."""
        return {stance.value: getattr(self, stance.value) for stance in Stance}


@dataclass(frozen=True)
class Claim(Drawn):
    """A positively phrased proposition nobody owns, with the assertions that sources make about it.

    `outcome` is the "for what" of a comparison and part of the claim's identity.
    """

    id: str
    subject: str
    relation: str
    object: str
    label: str
    outcome: str | None = None
    assertions: tuple[Assertion, ...] = field(default=(), repr=False)

    @cached_property
    def tally(self) -> Tally:
        """Distinct sources per stance."""
        return Tally.of(self.assertions)

    @cached_property
    def standing(self) -> Standing | None:
        """What the tally adds up to."""
        return self.tally.standing

    def by_stance(self, stance: Stance) -> tuple[Assertion, ...]:
        """The assertions that take this stance."""
        return tuple(assertion for assertion in self.assertions if assertion.stance is stance)

    @property
    def mentions(self) -> frozenset[str]:
        """The concepts of the claim and of what its assertions say of it."""
        scopes = (name for one in self.assertions for name in one.scope)
        reasons = (why.reason for one in self.assertions for why in one.qualifications)
        return frozenset(filter(None, (self.subject, self.object, self.outcome, *scopes, *reasons)))

    def of_sources(self, sources: Container[str]) -> Claim:
        """The same claim with the assertions of these sources only."""
        return replace(self, assertions=tuple(one for one in self.assertions if one.source in sources))

    def sources(self, stance: Stance | None = None) -> tuple[str, ...]:
        """Identifiers of the distinct sources that take this stance (or any), sorted."""
        chosen = self.assertions if stance is None else self.by_stance(stance)
        return tuple(sorted({assertion.source for assertion in chosen}))


@dataclass(frozen=True)
class Corpus:
    """All of it, by identifier: what a set of data files says, or a restriction of that."""

    relations: Mapping[str, Relation] = field(default_factory=dict)
    concepts: Mapping[str, Concept] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
    claims: Mapping[str, Claim] = field(default_factory=dict)

    @property
    def assertions(self) -> Iterable[Assertion]:
        """Every assertion, claim by claim."""
        return (assertion for claim in self.claims.values() for assertion in claim.assertions)


def claim_id(subject: str, relation: str, object_: str, outcome: str | None = None) -> str:
    """The identifier of a claim: its parts, dotted.

    >>> claim_id("weak-gluteus-medius", "causes", "knee-valgus")
    'weak-gluteus-medius.causes.knee-valgus'
    """
    return ".".join(part for part in (subject, relation, object_, outcome) if part)


def assertion_id(source: str, claim: str, stance: Stance, scope: Iterable[str] = ()) -> str:
    """The identifier of an assertion. Give `scope` only where one source takes one stance on one claim twice.

    >>> assertion_id("somerset-2018", "a.causes.b", Stance.QUALIFIES)
    'somerset-2018.a.causes.b.qualifies'
    """
    return ".".join(part for part in (source, claim, stance.value, "+".join(sorted(scope))) if part)
