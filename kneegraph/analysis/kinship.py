"""How concepts belong together by definition: states and their muscles, opposites, broader and narrower."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kneegraph.errors import UnknownTermError
from kneegraph.model import Concept, Corpus, Kind
from kneegraph.nearest import nearest

#: Kinds of concept that nobody wants: help makes them less.
COMPLAINTS = frozenset({Kind.MOVEMENT_FAULT, Kind.SYMPTOM, Kind.CONDITION, Kind.SIGN})


@dataclass(frozen=True, slots=True)
class Signed:
    """A concept, or (sign -1) less of it."""

    concept: str
    sign: int = 1


class Kinship:
    """Look-ups over the concepts of a corpus. Cost: one pass; a hierarchy that runs in a circle does no harm."""

    def __init__(self, corpus: Corpus) -> None:
        self._concepts = corpus.concepts
        self._opposites: dict[str, set[str]] = defaultdict(set)
        self._states: dict[str, set[str]] = defaultdict(set)
        self._under: dict[str, set[str]] = defaultdict(set)
        narrower: dict[str, set[str]] = defaultdict(set)
        for concept in corpus.concepts.values():
            if concept.opposite_of:
                self._opposites[concept.id].add(concept.opposite_of)
                self._opposites[concept.opposite_of].add(concept.id)
            if concept.state_of:
                self._states[concept.state_of].add(concept.id)
            for parent in concept.broader:
                narrower[parent].add(concept.id)
            for above in (*concept.broader, *concept.related, *filter(None, (concept.state_of,))):
                self._under[above].add(concept.id)
        self._broader = {concept.id: frozenset(concept.broader) for concept in corpus.concepts.values()}
        self._narrower = narrower
        self._all_broader: dict[str, tuple[str, ...]] = {}
        self._all_narrower: dict[str, tuple[str, ...]] = {}

    def opposites(self, concept: str) -> tuple[str, ...]:
        """The contraries of a concept, whichever of the two states it; sorted."""
        return tuple(sorted(self._opposites.get(concept, ())))

    def states(self, muscle: str) -> tuple[str, ...]:
        """The states of a muscle, sorted."""
        return tuple(sorted(self._states.get(muscle, ())))

    def broader(self, concept: str) -> tuple[str, ...]:
        """Everything above a concept, however far; sorted."""
        return _remembered(self._all_broader, concept, self._broader)

    def narrower(self, concept: str) -> tuple[str, ...]:
        """Everything below a concept, however far; sorted."""
        return _remembered(self._all_narrower, concept, self._narrower)

    def related(self, one: str, other: str) -> bool:
        """Whether two concepts are the same or one is broader than the other."""
        return one == other or other in self.broader(one) or one in self.broader(other)

    def opposed(self, one: str, other: str) -> bool:
        """Whether two concepts are stated to be opposites."""
        return other in self._opposites.get(one, ())

    def core(self, concept: str) -> Signed:
        """What a concept comes down to: a state to its muscle doing more or less, one of two opposites to the other.

        A state without a sign, and a concept with several opposites, stay what they are.
        """
        known = self._concepts.get(concept)
        if known is not None and known.state_of and known.sign:
            return Signed(known.state_of, known.sign)
        return self.canonical(concept)

    def canonical(self, concept: str) -> Signed:
        """The same for opposites alone: of two opposites, the one that comes first stands for both."""
        opposites = self._opposites.get(concept, set())
        if len(opposites) != 1:
            return Signed(concept)
        (opposite,) = opposites
        return Signed(concept) if concept < opposite or len(self._opposites[opposite]) > 1 else Signed(opposite, -1)

    def family(self, concept: str) -> frozenset[str]:
        """All that a question about a concept is about: what is narrower, a state of it or concerns it, and so on."""
        return frozenset({concept, *_closure(concept, self._under)})


def label(corpus: Corpus, concept: str) -> str:
    """The preferred label of a concept; its identifier when the corpus does not describe it."""
    known = corpus.concepts.get(concept)
    return known.label if known else concept


def kind_of(corpus: Corpus, concept: str) -> Kind | None:
    """The kind of a concept; None when the corpus does not describe it."""
    known = corpus.concepts.get(concept)
    return known.kind if known else None


def known_concept(corpus: Corpus, identifier: str) -> Concept:
    """The concept of this identifier. Raises UnknownTermError with the three nearest."""
    try:
        return corpus.concepts[identifier]
    except KeyError:
        raise UnknownTermError("concept", identifier, nearest(identifier, corpus.concepts)) from None


def listed(words: Iterable[str]) -> str:
    """Words as a person would list them.

    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    *most, last = [*words] or [""]
    return f"{', '.join(most)} and {last}" if most else last


def _remembered(known: dict[str, tuple[str, ...]], start: str, next_: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    if start not in known:
        known[start] = tuple(sorted(_closure(start, next_)))
    return known[start]


def _closure(start: str, next_: Mapping[str, Iterable[str]]) -> set[str]:
    seen, waiting = {start}, [start]
    while waiting:
        new = set(next_.get(waiting.pop(), ())) - seen
        seen |= new
        waiting += new
    return seen - {start}
