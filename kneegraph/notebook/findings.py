"""What the graph finds: contradictions with both sides, chains and exercise links step by step, gaps, claims nearby."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from kneegraph.analysis.chains import Chain
from kneegraph.analysis.contradictions import APPARENT, DESCRIPTIONS, Contradiction
from kneegraph.analysis.exercises import ExerciseLink
from kneegraph.analysis.gaps import Gap
from kneegraph.analysis.related import MEANING, Related
from kneegraph.analysis.steps import Step
from kneegraph.browser.looks import WORDS
from kneegraph.notebook import names
from kneegraph.notebook.looks import fragment, standing_line
from kneegraph.notebook.markup import Markup, joined, tag
from kneegraph.notebook.tables import CARDS, ROWS, more, table

if TYPE_CHECKING:
    from kneegraph.graph import Graph

_Columns = dict[str, list[object]]

# Contradictions


def one_contradiction(graph: Graph, one: Contradiction) -> Markup:
    """The card of a contradiction."""
    return fragment(_clash(graph, one))


def all_contradiction(graph: Graph, found: Sequence[Contradiction]) -> Markup:
    """A card for each, in order."""
    return fragment(*(_clash(graph, one) for one in found[:CARDS]), more(len(found), CARDS, "contradiction", _SLICE))


def columns_contradiction(graph: Graph, found: Sequence[Contradiction]) -> _Columns:
    """Kind, what the claims say, and the sources of each side; lists where there may be several."""
    return {
        "kind": [one.kind.value for one in found],
        "claims": [[names.claim_label(graph, claim) for claim in one.claims] for one in found],
        "supports": [list(one.supports) for one in found],
        "disputes": [list(one.disputes) for one in found],
        "qualifies": [list(one.qualifies) for one in found],
        "apparent": [one.resolved for one in found],
        "reasons": [[why.sentence for why in one.reasons] for one in found],
        "found": [one.against.value if one.against else None for one in found],
        "weight_for": [one.weights.supports for one in found],
        "weight_against": [one.weights.disputes for one in found],
        "hangs": [one.hangs for one in found],
        "explanation": [one.explanation for one in found],
    }


def _clash(graph: Graph, one: Contradiction) -> Markup:
    against = (*_who(graph, "Dispute", one.disputes), *_who(graph, "Qualify", one.qualifies))
    sides = (_who(graph, "Support", one.supports), against)
    return tag(
        "div",
        tag("p", one.kind.value, tag("small", f": {DESCRIPTIONS[one.kind]}"), class_="kg-title"),
        tag("ul", *(_claim_line(graph, claim) for claim in one.claims)),
        tag("div", *(tag("div", *side, class_="kg-side") for side in sides if side), class_="kg-sides"),
        tag("p", tag("small", names.named(graph, one.explanation, one.sources))),
        tag("p", tag("small", _weights(one))),
        tag("p", tag("strong", APPARENT)) if one.resolved else None,
        *_reasons(graph, one),
        class_="kg-card",
    )


def _weights(one: Contradiction) -> str:
    """What each side weighs, what those who dispute found, and what hangs on it."""
    found = f"who disputes it {WORDS['finding'][one.against]}" if one.against else ""
    hangs = f"{_number(one.hangs, 'other claim')} before or after it" if one.hangs else ""
    weights = f"weighs {one.weights.supports:.2f} on one side, {one.weights.disputes:.2f} on the other"
    return " · ".join(filter(None, (weights, found, hangs)))


def _reasons(graph: Graph, one: Contradiction) -> Iterable[Markup]:
    """Why it may be only apparent."""
    if one.reasons:
        yield tag("p", tag("small", "What tells them apart:" if one.resolved else "May be only apparent:"))
        yield tag("ul", *(tag("li", tag("small", names.named(graph, why.sentence, one.sources))) for why in one.reasons))


def _who(graph: Graph, word: str, sources: Sequence[str]) -> tuple[Markup, ...]:
    if not sources:
        return ()
    return tag("p", f"{word} ({len(sources)})", class_="kg-head"), tag("p", names.sources(graph, sources))


def _claim_line(graph: Graph, identifier: str) -> Markup:
    claim = names.claim(graph, identifier)
    return tag("li", identifier) if claim is None else tag("li", claim.label, " ", standing_line(claim.standing))


# Chains


def one_chain(graph: Graph, chain: Chain) -> Markup:
    """The card of a chain."""
    return fragment(_chain(graph, chain))


def all_chain(graph: Graph, found: Sequence[Chain]) -> Markup:
    """A card for each, strongest first; whether the search gave up."""
    gave_up = tag("p", "The search stopped at its limit; there may be more.") if getattr(found, "gave_up", False) else None
    return fragment(*(_chain(graph, one) for one in found[:CARDS]), more(len(found), CARDS, "chain", _SLICE), gave_up)


def columns_chain(graph: Graph, found: Sequence[Chain]) -> _Columns:
    """Ends, the way in words, and what the chain adds up to."""
    return {
        "start": [names.concept(graph, one.steps[0].subject) for one in found],
        "goal": [names.concept(graph, one.steps[-1].object) for one in found],
        "way": [_in_words(graph, one.steps) for one in found],
        "steps": [len(one.steps) for one in found],
        "sign": [one.sign for one in found],
        "told_by": [list(one.told_by) for one in found],
        "stitched": [one.stitched for one in found],
        "contested_steps": [len(one.contested_steps) for one in found],
        "score": [one.score for one in found],
    }


def _chain(graph: Graph, one: Chain) -> Markup:
    start, goal = names.concept(graph, one.steps[0].subject), names.concept(graph, one.steps[-1].object)
    effect = {1: f"more {start}, more {goal}", -1: f"more {start}, less {goal}"}.get(one.sign or 0, "no direction of effect")
    told = f"told whole by {len(one.told_by)}" if one.told_by else "stitched together: no source here tells the whole of it"
    steps = tag("ol", *(_step(graph, step, weakest=at == one.weakest_step) for at, step in enumerate(one.steps)))
    return tag(
        "div",
        tag("p", f"{start} → {goal}", class_="kg-title"),
        tag("p", tag("small", f"{effect} · {told} · strength {one.score:.2f}")),
        tag("p", tag("small", "Told by: ", names.sources(graph, one.told_by))) if one.told_by else None,
        steps,
        class_="kg-card",
    )


def _step(graph: Graph, step: Step, *, weakest: bool = False) -> Markup:
    sign = {1: " (+)", -1: " (−)"}.get(step.sign or 0, "") if not step.structural else ""
    words = f"{names.relation(graph, step)}{sign}"
    said = joined(tag("strong", names.concept(graph, step.subject)), f" {words} ")
    said = joined(said, tag("strong", names.concept(graph, step.object)))
    if step.structural:
        return tag("li", said, tag("small", " (by definition)"))
    limits = f" · only for: {names.concepts(graph, step.scope)}" if step.scope else ""
    weak = " · weakest step" if weakest else ""
    who = joined(" · ", names.sources(graph, step.sources)) if step.sources else None
    return tag("li", said, " ", standing_line(step.standing), tag("small", who, limits, weak))


def _in_words(graph: Graph, steps: Iterable[Step]) -> str:
    return "; ".join(
        f"{names.concept(graph, one.subject)} {names.relation(graph, one)} {names.concept(graph, one.object)}" for one in steps
    )


# Exercise links


def one_exercise(graph: Graph, link: ExerciseLink) -> Markup:
    """The card of an exercise link."""
    return fragment(_exercise(graph, link))


def all_exercise(graph: Graph, found: Sequence[ExerciseLink]) -> Markup:
    """A card for each."""
    return fragment(*(_exercise(graph, one) for one in found[:CARDS]), more(len(found), CARDS, "exercise link", _SLICE))


def columns_exercise(graph: Graph, found: Sequence[ExerciseLink]) -> _Columns:
    """Exercise, outcome, the way in words, the standing of its weakest step."""
    return {
        "exercise": [names.concept(graph, one.exercise) for one in found],
        "outcome": [names.concept(graph, one.outcome) for one in found],
        "way": [_in_words(graph, one.path) for one in found],
        "steps": [len(one.path) for one in found],
        "standing": [one.standing.value for one in found],
        "warnings": [list(one.warnings) for one in found],
    }


def _exercise(graph: Graph, link: ExerciseLink) -> Markup:
    warnings = tag("ul", *(tag("li", tag("small", warning)) for warning in link.warnings)) if link.warnings else None
    return tag(
        "div",
        tag("p", f"{names.concept(graph, link.exercise)} → {names.concept(graph, link.outcome)}", class_="kg-title"),
        tag("p", standing_line(link.standing), tag("small", " is the standing of the weakest step")),
        tag("ol", *(_step(graph, step) for step in link.path)),
        tag("details", tag("summary", _number(len(link.warnings), "warning")), warnings) if warnings else None,
        class_="kg-card",
        data_standing=link.standing,
    )


# Gaps and claims nearby


def all_gap(graph: Graph, found: Sequence[Gap]) -> Markup:
    """A table of what is missing."""
    rows = [[one.kind.value, names.concept(graph, one.concept), one.explanation] for one in found[:ROWS]]
    return fragment(table(["what is missing", "at", "why"], rows), more(len(found), ROWS, "gap", _SLICE))


def one_gap(graph: Graph, gap: Gap) -> Markup:
    """One thing that is missing."""
    return all_gap(graph, [gap])


def columns_gap(graph: Graph, found: Sequence[Gap]) -> _Columns:
    """Kind, concept, explanation, and the claims that show it."""
    return {
        "kind": [one.kind.value for one in found],
        "concept": [names.concept(graph, one.concept) for one in found],
        "explanation": [one.explanation for one in found],
        "claims": [list(one.claims) for one in found],
        "chains": [one.hangs.chains for one in found],
        "links": [one.hangs.links for one in found],
        "standings": [one.hangs.standings for one in found],
    }


def all_related(graph: Graph, found: Sequence[Related]) -> Markup:
    """A table of claims and how they are near."""
    rows = [[one.kind.value, names.claim_label(graph, one.claim), _standing(graph, one.claim)] for one in found[:ROWS]]
    return fragment(table(["near as", "claim", "standing"], rows), more(len(found), ROWS, "claim", _SLICE))


def one_related(graph: Graph, related: Related) -> Markup:
    """One claim and how it is near."""
    return all_related(graph, [related])


def columns_related(graph: Graph, found: Sequence[Related]) -> _Columns:
    """Nearness, what it means, and the claim."""
    return {
        "kind": [one.kind.value for one in found],
        "meaning": [MEANING[one.kind] for one in found],
        "id": [one.claim for one in found],
        "claim": [names.claim_label(graph, one.claim) for one in found],
    }


def _standing(graph: Graph, identifier: str) -> Markup:
    claim = names.claim(graph, identifier)
    return standing_line(claim.standing if claim else None)


def _number(count: int, thing: str) -> str:
    return f"{count} {thing}{'' if count == 1 else 's'}"


_SLICE = "; a slice, as in found[20:40], shows others"
