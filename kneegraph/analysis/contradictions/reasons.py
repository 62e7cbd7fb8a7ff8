"""Why a clash may be only apparent: in which respect its sides speak of different things."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from kneegraph.analysis.contradictions.respects import ReasonKind, Respects, Stated
from kneegraph.analysis.kinship import Kinship, label, listed
from kneegraph.model import Aspect, Assertion, Claim, Corpus, Stance

#: In which respect a claim is limited, for a reader.
ASPECTS = {
    Aspect.SCOPE: "it holds under some conditions only",
    Aspect.RELATIVE_IMPORTANCE: "it matters less than claimed",
    Aspect.PARTIAL_CAUSE: "it is one cause among several",
    Aspect.DOSE: "it depends on the dose",
    Aspect.POPULATION: "it holds for some people only",
    Aspect.TIME: "it holds for some time only",
    Aspect.MEASURE: "it depends on how it is measured",
    Aspect.CAUSATION: "the two go together without one bringing about the other",
}
#: What differs, by respect; each is looked at on both sides.
_DIFFERENT = {
    ReasonKind.POPULATION: "Different people",
    ReasonKind.TASK: "Different tasks",
    ReasonKind.DESIGN: "Different designs",
    ReasonKind.MEASURE: "Measured differently",
    ReasonKind.DOSE: "Different doses",
    ReasonKind.CONDITION: "Different conditions",
}
#: Qualifications that let both sides be right. That something matters less is a disagreement of its own.
_LIMITS = {
    Aspect.POPULATION: ReasonKind.POPULATION,
    Aspect.MEASURE: ReasonKind.MEASURE,
    Aspect.DOSE: ReasonKind.DOSE,
    Aspect.TIME: ReasonKind.TIME,
    Aspect.SCOPE: ReasonKind.CONDITION,
}
#: Respects that scopes are stated in.
_SCOPED = (ReasonKind.POPULATION, ReasonKind.TASK, ReasonKind.DOSE, ReasonKind.CONDITION)
#: As many statements of one side are written out.
_MOST = 4


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason why a clash may be only apparent, in a sentence that names what each side has.

    `throughout`: everybody on both sides states it; otherwise it may tell only some of them apart.
    """

    kind: ReasonKind
    sentence: str
    throughout: bool = False


@dataclass(frozen=True, slots=True)
class Apart:
    """What tells two sides apart, in a corpus in which an assertion weighs so much."""

    corpus: Corpus
    kinship: Kinship
    respects: Respects
    weigh: Callable[[Assertion], float]

    def by_scope(self, one: Sequence[Assertion], other: Sequence[Assertion]) -> bool:
        """Whether in some respect everybody on both sides names a scope, and the two sides never the same or kindred ones."""

        def scoped(respect: ReasonKind) -> bool:
            return all(self.respects.scope(made, respect) for made in (*one, *other)) and not any(
                self.kinship.related(this, that)
                for this in _names(self.respects, one, respect)
                for that in _names(self.respects, other, respect)
            )

        return bool(one and other) and any(scoped(respect) for respect in _SCOPED)

    def reasons(self, one: Sequence[Assertion], other: Sequence[Assertion], voices: Iterable[Assertion]) -> tuple[Reason, ...]:
        """Every reason why the clash between two sides may be only apparent, in the order of the kinds.

        In each respect both sides must state theirs and have nothing in common; texts are compared by the words that say
        something. Of all `voices`, those who qualify give reasons by themselves. Cost: the statements of both sides.
        """
        found = [*self._differing(one, other), *self._limits(voices), *self._definitions(one, other)]
        order = [*ReasonKind]
        return tuple(sorted(found, key=lambda reason: (order.index(reason.kind), reason.sentence)))

    def _differing(self, one: Sequence[Assertion], other: Sequence[Assertion]) -> Iterator[Reason]:
        for respect, words in _DIFFERENT.items():
            sides = [[*self.respects.stated(side, respect)] for side in (one, other)]
            if respect is ReasonKind.MEASURE and not any(sides):
                sides = [[*self.respects.figures(side)] for side in (one, other)]
            enough = all(self._makes_up_half(said, side) for said, side in zip(sides, (one, other), strict=True))
            if enough and self.respects.apart(*sides):
                silent = {made.source for made in (*one, *other)} - {said.source for side in sides for said in side}
                this, that = (self._told(side) for side in sides)
                ending = f"; {_how_many(len(silent))}" if silent else ""
                yield Reason(respect, f"{words}: {this} on one side, {that} on the other{ending}.", throughout=not silent)

    def _makes_up_half(self, said: Sequence[Stated], side: Sequence[Assertion]) -> bool:
        """Whether some state something, and weigh as much as those of their side who do not."""
        sources = {stated.source for stated in said}
        return bool(said) and sum(self.weigh(made) * (1 if made.source in sources else -1) for made in side) >= 0

    def _told(self, side: Sequence[Stated]) -> str:
        """What one side states, each statement with its sources."""
        said: dict[str, list[str]] = {}
        for stated in side:
            said.setdefault(self.respects.words(stated), []).append(stated.source)
        told = [f"{words} ({', '.join(dict.fromkeys(sources))})" for words, sources in said.items()]
        more = [f"{len(told) - _MOST} more"] if len(told) > _MOST else []
        return listed([*told[:_MOST], *more])

    def _limits(self, voices: Iterable[Assertion]) -> Iterator[Reason]:
        for one in voices:
            if one.stance is Stance.QUALIFIES:
                for why in one.qualifications:
                    if why.aspect in _LIMITS:
                        sentence = f"According to {one.source} {ASPECTS[why.aspect]}: {why.comment.rstrip('.')}."
                        yield Reason(_LIMITS[why.aspect], sentence)

    def _definitions(self, one: Sequence[Assertion], other: Sequence[Assertion]) -> Iterator[Reason]:
        """Sides that speak of the same thing more broadly and more narrowly."""
        ends = [[self._claims(side, end) for side in (one, other)] for end in ("subject", "object")]
        for this, that in ends:
            if len(this) == len(that) == 1 and this != that and self.kinship.related(*(names := (*this, *that))):
                broad, narrow = names if names[0] in self.kinship.broader(names[1]) else names[::-1]
                words = f"“{label(self.corpus, broad)}” on one side, the narrower “{label(self.corpus, narrow)}” on the other"
                yield Reason(ReasonKind.DEFINITION, f"Not the same thing: {words}.", throughout=True)

    def _claims(self, side: Sequence[Assertion], end: str) -> set[str]:
        claims: Iterable[Claim] = (self.corpus.claims[made.claim] for made in side)
        return {claim.subject if end == "subject" else claim.object for claim in claims}


def _names(respects: Respects, side: Iterable[Assertion], respect: ReasonKind) -> set[str]:
    return {name for made in side for name in respects.scope(made, respect)}


def _how_many(silent: int) -> str:
    return f"{silent} other source does not say" if silent == 1 else f"{silent} other sources do not say"
