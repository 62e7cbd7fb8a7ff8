"""All that the page's questions need, found once: the questions, exercise links, gaps, routes and what leads where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace

from kneegraph.analysis.contradictions import Contradiction
from kneegraph.analysis.evidence.weights import Weights
from kneegraph.browser.findings import exercise_links, found_gaps, gaps_as_values, links_as_values
from kneegraph.browser.naming import naming
from kneegraph.browser.questions import Known, questions
from kneegraph.browser.reasoning import StepTable, reasoning
from kneegraph.browser.routes import cut_as_values, found_routes, found_turned, routes_as_values, turned_as_values
from kneegraph.model import Corpus


def answers(
    corpus: Corpus, contradictions: Sequence[Contradiction] | None, weights: Weights | None = None
) -> dict[str, object]:
    """`questions`, `exercises`, `gaps`, `routes` and `turned` (None where too large to look), `reasoning`, and their `steps`.

    `cut` is what breaks every way that the question after a chain has. Claims whose relation nobody defines lead nowhere.
    Cost: that of `exercises`, `gaps` and `routes`, up to a bound.
    """
    defined = {id_: claim for id_, claim in corpus.claims.items() if claim.relation in corpus.relations}
    sound = corpus if len(defined) == len(corpus.claims) else replace(corpus, claims=defined)
    links, steps, call = exercise_links(sound), StepTable(), naming(sound)
    gaps, weighing = found_gaps(sound, links), weights or Weights.packaged()
    routes, turned = found_routes(sound, weighing), found_turned(sound, weighing)
    asked = questions(Known(sound, contradictions, links, gaps, routes, turned))
    made: dict[str, object] = {
        "questions": [asdict(one) for one in asked],
        "reasoning": reasoning(sound, steps),
        "exercises": links_as_values(links, steps, call),
        "gaps": gaps_as_values(gaps, call),
        "routes": routes_as_values(routes),
        "turned": turned_as_values(turned),
        "cut": cut_as_values(sound, [one.state for one in asked]),
    }
    return made | {"steps": steps.values()}
