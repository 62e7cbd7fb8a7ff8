"""One claim with both sides: who supports it to the left, who disputes or qualifies it to the right; and many, as a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from kneegraph.analysis.evidence.wording import independent_in_words, masses_in_words
from kneegraph.browser.looks import WORDS
from kneegraph.model import Assertion, Claim, Qualification, Stance, Tally
from kneegraph.notebook import names
from kneegraph.notebook.looks import fragment, meaning, standing_line
from kneegraph.notebook.markup import Markup, joined, link, tag
from kneegraph.notebook.tables import ROWS, more, table

if TYPE_CHECKING:
    from kneegraph.graph import Graph

_STANCES = {Stance.SUPPORTS: "support", Stance.DISPUTES: "dispute", Stance.QUALIFIES: "qualify", Stance.REPORTS: "report"}


def one_claim(graph: Graph, claim: Claim) -> Markup:
    """The card of a claim: its standing in words, its tally by tier, and what every source says, on its side."""
    against = (*claim.by_stance(Stance.DISPUTES), *claim.by_stance(Stance.QUALIFIES))
    sides = tag(
        "div",
        _side(graph, "Support", claim.by_stance(Stance.SUPPORTS)),
        _side(graph, "Dispute or qualify", against),
        class_="kg-sides",
    )
    reports = claim.by_stance(Stance.REPORTS)
    told = _side(graph, "Report, without taking a side", reports) if reports else None
    return fragment(
        tag(
            "div",
            tag("p", claim.label, class_="kg-title"),
            tag("p", standing_line(claim.standing), f": {meaning(claim.standing)}" if claim.standing else None),
            tag("p", tag("small", "; ".join(_tallies(graph, claim)))),
            tag("p", tag("small", _weighed(graph, claim))) if claim.assertions else None,
            sides,
            told,
            class_="kg-card",
            data_standing=claim.standing,
        )
    )


def all_claim(graph: Graph, claims: Sequence[Claim]) -> Markup:
    """A table of claims with standing and counts."""
    del graph  # a claim's label says it all
    counts = [stance.value for stance in Stance]
    rows = [
        [standing_line(one.standing), one.label, *(one.tally.as_dict()[stance] or None for stance in counts)]
        for one in claims[:ROWS]
    ]
    return fragment(table(["standing", "claim", *counts], rows), more(len(claims), ROWS, "claim"))


def columns_claim(graph: Graph, claims: Sequence[Claim]) -> dict[str, list[object]]:
    """Identifier, what is said, standing, a count for each stance, and what the evidence weighs."""
    made: dict[str, list[object]] = {
        "id": [one.id for one in claims],
        "subject": [names.concept(graph, one.subject) for one in claims],
        "relation": [one.relation for one in claims],
        "object": [names.concept(graph, one.object) for one in claims],
        "outcome": [names.concept(graph, one.outcome) if one.outcome else None for one in claims],
        "standing": [one.standing.value if one.standing else None for one in claims],
    }
    weighed = [graph.opinion(one) for one in claims]
    made |= {stance.value: [one.tally.as_dict()[stance.value] for one in claims] for stance in Stance}
    return made | {
        "support_mass": [one.support for one in weighed],
        "dispute_mass": [one.dispute for one in weighed],
        "unknown_mass": [one.unknown for one in weighed],
    }


def _weighed(graph: Graph, claim: Claim) -> str:
    """What the evidence weighs, how many sources are independent, and what the studies let one say."""
    licensed = graph.licence(claim)
    sources = independent_in_words(len(claim.sources()), graph.independence.count(claim.sources()))
    told = f"{masses_in_words(graph.opinion(claim))}; {sources}"
    if not licensed.studied:
        return f"{told}; no study of it was found" if licensed.needed else told
    return f"{told}; what may be said: {WORDS['licence'][licensed.level]}"


def _tallies(graph: Graph, claim: Claim) -> Iterable[str]:
    yield _counted(claim.tally)
    split = {tier: tally for tier, tally in graph.tallies(claim).items() if tally != Tally()}
    yield from (f"{tier.value}: {_counted(tally)}" for tier, tally in split.items() if len(split) > 1)
    if len(split) == 1:
        yield f"all {next(iter(split)).value}"


def _counted(tally: Tally) -> str:
    counts = ((tally.as_dict()[stance.value], word) for stance, word in _STANCES.items())
    return ", ".join(f"{count} {word}{'s' if count == 1 else ''}".replace("qualifys", "qualifies") for count, word in counts)


def _side(graph: Graph, heading: str, assertions: Sequence[Assertion]) -> Markup:
    who = len({one.source for one in assertions})
    said = tag("ul", *(tag("li", *_said(graph, one)) for one in assertions)) if assertions else tag("p", "nobody here")
    return tag("div", tag("p", f"{heading} ({who})", class_="kg-head"), said, class_="kg-side")


def _said(graph: Graph, one: Assertion) -> Iterable[str]:
    source = names.source(graph, one.source)
    yield tag("strong", link(names.byline(graph, one.source), source.url if source else None))
    how = [one.stance.value] if one.stance in (Stance.DISPUTES, Stance.QUALIFIES) else []
    how += [WORDS["certainty"][one.certainty], WORDS["basis"][one.basis], *filter(None, (one.design, one.effect))]
    tier = [source.tier.value] if source else []
    yield tag("small", " · ", " · ".join((*how, *tier)))
    yield tag("div", one.paraphrase)
    if one.scope:
        yield tag("div", tag("small", f"Only for: {names.concepts(graph, one.scope)}"))
    if one.attributed_to:
        yield tag("div", tag("small", f"As said by: {', '.join(one.attributed_to)}"))
    yield from (_because(graph, why) for why in one.qualifications)


def _because(graph: Graph, why: Qualification) -> Markup:
    owing = f" (owing to {names.concept(graph, why.reason)})" if why.reason else ""
    return tag("div", tag("small", joined(f"≈ {WORDS['aspect'][why.aspect]}{owing}: {why.comment}")))
