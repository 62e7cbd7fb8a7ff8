"""What analysis finds, as plain values for the page: exercise links and gaps, with the sources called by their names."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kneegraph.analysis.effect import TREATMENTS
from kneegraph.analysis.exercises import OUTCOMES, ExerciseLink, exercises
from kneegraph.analysis.gaps import Gap, GapKind, gaps
from kneegraph.browser.reasoning import StepTable
from kneegraph.model import Corpus

_Values = dict[str, object]
_Naming = Callable[[str], str]

#: Outcomes times claims, and treatments times outcomes: what both searches cost. A graph beyond either would hold up
#: whoever asks for the page.
_MOST_CLAIMS, _MOST_PAIRS = 2_000_000, 40_000

#: What each kind of gap is, in a line.
GAPS = {
    GapKind.NO_MECHANISM: "Recommended, but nobody says what it works on",
    GapKind.NO_EXERCISE: "Talked about, but nothing is said to help with it",
    GapKind.SINGLE_SOURCE: "Much hangs on a claim that a single source makes",
    GapKind.UNSETTLED: "Contested, and much would change if it were settled",
    GapKind.UNSTUDIED: "Much hangs on somebody’s word; nobody has studied it",
    GapKind.SECOND_HAND: "Known at second hand only",
}


def within_reach(corpus: Corpus) -> bool:
    """Whether exercise links and gaps of all of it can be found while somebody waits for the page."""
    kinds = [concept.kind for concept in corpus.concepts.values()]
    outcomes, treatments = (sum(kind in wanted for kind in kinds) for wanted in (OUTCOMES, TREATMENTS))
    return outcomes * len(corpus.claims) <= _MOST_CLAIMS and outcomes * treatments <= _MOST_PAIRS


def exercise_links(corpus: Corpus) -> list[ExerciseLink] | None:
    """All exercise links; None where that would take too long."""
    if not any(concept.kind in TREATMENTS for concept in corpus.concepts.values()):
        return []
    return exercises(corpus) if within_reach(corpus) else None


def found_gaps(corpus: Corpus, links: Sequence[ExerciseLink] | None = None) -> list[Gap] | None:
    """All gaps; None where that would take too long. `links`: those of `exercise_links`, so as not to search them again."""
    return gaps(corpus, links=links) if within_reach(corpus) else None


def links_as_values(links: Sequence[ExerciseLink] | None, steps: StepTable, naming: _Naming) -> _Values | None:
    """Links as `[numbers of steps, standing, numbers of warnings]`, and the warnings, each once."""
    if links is None:
        return None
    warnings = {text: number for number, text in enumerate(dict.fromkeys(text for link in links for text in link.warnings))}
    return {
        "links": [
            [[steps.number(step) for step in link.path], link.standing.value, [warnings[text] for text in link.warnings]]
            for link in links
        ],
        "warnings": [naming(text) for text in warnings],
    }


def gaps_as_values(found: Sequence[Gap] | None, naming: _Naming) -> list[_Values] | None:
    """Gaps as they come, gravest first within each kind, with what their kind means."""
    if found is None:
        return None
    return [
        {
            "kind": gap.kind.value,
            "meaning": GAPS[gap.kind],
            "concept": gap.concept,
            "explanation": naming(gap.explanation),
            "claims": list(gap.claims),
        }
        for gap in found
    ]
