"""Claims with the assertions made about them, and the corpus of all of it."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from kneegraph.found import Drawn
from kneegraph.model.assertions import Assertion, Tally
from kneegraph.model.concepts import Concept, Relation
from kneegraph.model.sets import Stance, Standing
from kneegraph.model.sources import Source


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
    def deciding(self) -> Tally:
        """The tally that the standing follows from: what only one reader has seen counts as a report."""
        if not any(one.unconfirmed for one in self.assertions):
            return self.tally
        return Tally.of(replace(one, stance=Stance.REPORTS) if one.unconfirmed else one for one in self.assertions)

    @cached_property
    def standing(self) -> Standing | None:
        """What the sources add up to; an assertion that only one reader has seen decides nothing."""
        return self.deciding.standing

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
