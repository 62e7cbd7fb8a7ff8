"""All that the page's questions need, found once: the questions themselves, exercise links, gaps and what leads where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace

from kneegraph.analysis.contradictions import Contradiction
from kneegraph.browser.findings import exercise_links, found_gaps, gaps_as_values, links_as_values
from kneegraph.browser.naming import naming
from kneegraph.browser.questions import Known, questions
from kneegraph.browser.reasoning import StepTable, reasoning
from kneegraph.model import Corpus


def answers(corpus: Corpus, contradictions: Sequence[Contradiction] | None) -> dict[str, object]:
    """`questions`, `exercises` and `gaps` (None where too large to look), `reasoning`, and the `steps` they refer to.

    Claims whose relation nobody defines lead nowhere. Cost: that of `exercises` and `gaps`, up to a bound.
    """
    defined = {id_: claim for id_, claim in corpus.claims.items() if claim.relation in corpus.relations}
    sound = corpus if len(defined) == len(corpus.claims) else replace(corpus, claims=defined)
    links, steps, call = exercise_links(sound), StepTable(), naming(sound)
    gaps = found_gaps(sound, links)
    made: dict[str, object] = {
        "questions": [asdict(one) for one in questions(Known(sound, contradictions, links, gaps))],
        "reasoning": reasoning(sound, steps),
        "exercises": links_as_values(links, steps, call),
        "gaps": gaps_as_values(gaps, call),
    }
    return made | {"steps": steps.values()}
