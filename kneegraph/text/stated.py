"""What a sentence states: claims as a writer words them, with the words that make them strong or weak."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Polarity(StrEnum):
    """Whether the sentence says that the claim holds or that it does not."""

    AFFIRMED = "affirmed"
    DENIED = "denied"


class Reach(StrEnum):
    """In which way a word says more than a plain sentence would."""

    STRENGTH = "strength"
    CERTAINTY = "certainty"
    SCOPE = "scope"
    CAUSE = "cause"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Code points from `start` up to, not including, `end`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Boost:
    """A word that says more than a plain sentence would: where it stands, how it reaches, and a narrower wording.

    `narrower` replaces the words of the span; empty where they should simply go.
    """

    span: Span
    reach: Reach
    narrower: str = ""


@dataclass(frozen=True, slots=True)
class StatedClaim:
    """One claim of one sentence. Concepts and relations are identifiers; spans count within the text that was read.

    `also` are other relations that the wording may mean just as well. `hedged`: worded as possible (may, can, often).
    `limited` are the concepts named in a condition or reservation of the sentence (unless, although, only if…);
    `has_limit` says that there is such a reservation, whatever it names.
    `vague`: the wording says little by itself ("has no effect on", "is a"), so that it is understood as a claim only where
    somebody makes it.
    `subject_span` and `object_span` are the words that name the two concepts, `cue` the words of the relation.
    """

    subject: str
    relation: str
    object: str
    span: Span
    subject_span: Span
    object_span: Span
    cue: Span
    polarity: Polarity = Polarity.AFFIRMED
    hedged: bool = False
    outcome: str | None = None
    also: tuple[str, ...] = ()
    boosts: tuple[Boost, ...] = ()
    limited: tuple[str, ...] = ()
    has_limit: bool = False
    vague: bool = False
