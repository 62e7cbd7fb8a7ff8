"""What assertions state of people, task, design, measure and dose, and whether two statements have anything in common."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from kneegraph.analysis.kinship import Kinship, kind_of, label, listed
from kneegraph.model import Assertion, Corpus, Kind
from kneegraph.text.tokens import tokens


class ReasonKind(StrEnum):
    """In which respect two sides may speak of different things."""

    POPULATION = "population"
    TASK = "task"
    DESIGN = "design"
    MEASURE = "measure"
    DOSE = "dose"
    TIME = "time"
    CONDITION = "condition"
    DEFINITION = "definition"


#: In which respect a scope of this kind limits a claim; any other is a condition.
_SCOPES = {
    Kind.POPULATION: ReasonKind.POPULATION,
    Kind.SETTING: ReasonKind.TASK,
    Kind.EXERCISE: ReasonKind.TASK,
    Kind.DOSE: ReasonKind.DOSE,
}
#: What was done in a study of this design. What only sums up others' studies, or is none, differs from these in no way that
#: would explain a disagreement.
_DESIGNS = {
    "systematicReview": "pooled from several studies",
    "rct": "changed in a trial",
    "cohort": "followed over time",
    "crossSectional": "measured once",
    "emg": "measured once",
}
#: What a figure tells. How sure it is (`p`) or how the studies differ (`I2`) is no measure.
_FIGURES = {
    **dict.fromkeys(("SMD", "MD", "WMD", "d"), "a difference of means"),
    **dict.fromkeys(("OR", "RR", "RD", "NNT"), "odds or risks"),
    **dict.fromkeys(("sensitivity", "specificity", "LR+", "kappa", "ICC"), "how well a test tells"),
    "r": "a correlation",
    "%MVIC": "a share of the greatest activity",
}

#: Words that say nothing of who, what or how.
_EMPTY_WORDS = """
a an the and or of in on at to for with without from by as than then each both all some any other not no only mostly above
against between during after before over under per its their who was were is are be used using people person adult patient
participant subject individual volunteer case group cohort study trial prospective aged age year young old several measured
relative change
"""
#: Words that mean the same here.
_SAME = {
    "women": "female",
    "woman": "female",
    "girls": "female",
    "men": "male",
    "man": "male",
    "boys": "male",
    "controls": "healthy",
    "uninjured": "healthy",
    "asymptomatic": "healthy",
    "electromyography": "emg",
    "electromyographic": "emg",
}
#: Ways to say that somebody has no complaint.
_FREE = re.compile(r"\b(?:symptom|injury|pain)[-‐‑ ]free\b|(?<!with and )(?<!with or )\bwithout\b[^,;.]*|\bno symptoms?\b")


@dataclass(frozen=True, slots=True)
class Stated:
    """What one assertion states in one respect: in words, and the concepts that it names as scope."""

    source: str
    text: str | None
    concepts: tuple[str, ...] = ()


class Respects:
    """What assertions of a corpus state, by respect."""

    def __init__(self, corpus: Corpus, kinship: Kinship) -> None:
        self._corpus = corpus
        self._kinship = kinship

    def stated(self, assertions: Iterable[Assertion], respect: ReasonKind) -> Iterator[Stated]:
        """What these assertions state in one respect; those that state nothing are left out."""
        for one in assertions:
            text, concepts = _text(one, respect), self.scope(one, respect)
            if text or concepts:
                yield Stated(one.source, text, concepts)

    def figures(self, assertions: Iterable[Assertion]) -> Iterator[Stated]:
        """What the figures of these assertions tell, of those that give any."""
        for one in assertions:
            told = dict.fromkeys(_FIGURES[given.measure] for given in one.estimates if given.measure in _FIGURES)
            if told:
                yield Stated(one.source, listed(told))

    def scope(self, assertion: Assertion, respect: ReasonKind) -> tuple[str, ...]:
        """The scopes of an assertion in one respect."""
        return tuple(name for name in assertion.scope if self.of(name) is respect)

    def words(self, stated: Stated) -> str:
        """A statement for a reader: in the source's terms where there are any, otherwise the names of its scopes."""
        return stated.text or listed(label(self._corpus, name) for name in stated.concepts)

    def apart(self, one: Iterable[Stated], other: Iterable[Stated]) -> bool:
        """Whether nothing that is stated on one side has anything in common with what is stated on the other."""
        others = [*other]
        return not any(self._common(this, that) for this in one for that in others)

    def _common(self, one: Stated, other: Stated) -> bool:
        if any(self._kinship.related(this, that) for this in one.concepts for that in other.concepts):
            return True
        if one.text and one.text == other.text:
            return True
        this, that = content(one.text), content(other.text)
        return bool(this & (that | self._named(other)) or that & self._named(one))

    def _named(self, stated: Stated) -> frozenset[str]:
        return frozenset(word for name in stated.concepts for word in content(label(self._corpus, name)))

    def of(self, concept: str) -> ReasonKind:
        """In which respect a scope of this concept limits a claim."""
        kind = kind_of(self._corpus, concept)
        return _SCOPES.get(kind, ReasonKind.CONDITION) if kind else ReasonKind.CONDITION


@cache
def content(text: str | None) -> frozenset[str]:
    """The words of a text that say something, by their stems; words for the same are one.

    >>> sorted(content("women without knee pain")), sorted(content("Squatting, loaded"))
    (['femal', 'healthi'], ['load', 'squat'])
    """
    plain = _FREE.sub(" healthy ", (text or "").casefold())
    words = (_SAME.get(token.word, token.word) for token in tokens(plain) if token.is_word)
    return frozenset(token.stem for word in words for token in tokens(word)) - _empty()


@cache
def _empty() -> frozenset[str]:
    return frozenset(token.stem for token in tokens(_EMPTY_WORDS))


def _text(assertion: Assertion, respect: ReasonKind) -> str | None:
    match respect:
        case ReasonKind.POPULATION:
            return _telling(assertion.population)
        case ReasonKind.TASK:
            return _telling(assertion.task)
        case ReasonKind.MEASURE:
            return _telling(assertion.measured)
        case ReasonKind.DESIGN:
            return _DESIGNS.get(assertion.design or "")
        case _:
            return None


def _telling(text: str | None) -> str | None:
    """A text, unless no word of it says anything."""
    return text if content(text) else None
