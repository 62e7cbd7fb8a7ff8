"""Assertions with their provenance, and what they add up to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import inf

from kneegraph.model.sets import Aspect, Basis, Certainty, Finding, Stance, Standing


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
class Estimate:
    """A figure that a study gives: what was measured (`SMD`, `OR`, `r`, `MVIC` …), its value, its interval.

    `low` and `high` bound the interval, at the level that the source gives (usually 95 %). A percentage of 12 is 12.
    """

    measure: str
    value: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def order(self) -> tuple[str, list[float]]:
        """What estimates are sorted by: measure, then their numbers, those without one first."""
        return self.measure, [-inf if amount is None else amount for amount in (self.value, self.low, self.high)]


@dataclass(frozen=True, slots=True)
class Assertion:
    """One source taking a stance on one claim, with its provenance. All references are identifiers.

    `effect` are the numbers as the source gives them, `estimates` and `sample_size` what could be read out of them;
    `population` is who was studied or spoken of, `task` doing what, and `measured` how it was measured or defined, in words.
    `unconfirmed`: only one reader has seen it in the source.
    """

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
    estimates: tuple[Estimate, ...] = ()
    sample_size: int | None = None
    population: str | None = None
    task: str | None = None
    measured: str | None = None
    finding: Finding | None = None
    unconfirmed: bool = False
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
