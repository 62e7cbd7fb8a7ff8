"""The evidence on a claim, for people: a bar for the three masses, who puts what on which side, and how firm it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.text import Text

from kneegraph.analysis.evidence.opinion import Contribution, Lean, Opinion
from kneegraph.analysis.evidence.wording import (
    LICENSED,
    MOST,
    firmness_in_words,
    group_in_words,
    independent_in_words,
    masses_in_words,
)
from kneegraph.check.strength import studies_said
from kneegraph.cli import show
from kneegraph.cli.text import how_many
from kneegraph.graph import Graph
from kneegraph.model import Claim

#: Cells of the bar of a whole claim.
_BAR = 30


def show_evidence(graph: Graph, claim: Claim) -> None:
    """Print what the evidence on a claim weighs."""
    opinion = graph.opinion(claim)
    show.show_heading("What the evidence weighs")
    show.show_line(bar(opinion), f"  {masses_in_words(opinion)}", indent=2, hanging=2)
    if len(graph.tiers) > 1:
        for tier, one in graph.opinions(claim).items():
            show.show_line(bar(one), f"  {tier}: {masses_in_words(one) if one.lean else 'nothing known'}", indent=2, hanging=2)
    for side, word in ((Lean.SUPPORT, "for"), (Lean.DISPUTE, "against")):
        if opinion.on(side):
            show.show_line(f"{word}: {'; '.join(_itemised(graph, opinion.on(side)))}", indent=2, hanging=2)
    licensed = graph.licence(claim)
    if said := studies_said(graph.corpus, licensed):
        show.show_line(f"{said} One may say {LICENSED[licensed.level]}.", indent=2, hanging=2)
    for line in firmness_in_words(graph.firmness(claim), claim.standing):
        show.show_line(line, indent=2, hanging=2)


def bar(opinion: Opinion, cells: int = _BAR) -> Text:
    """Support, unknown and dispute side by side; where there is no colour, the signs tell them apart."""
    supported, disputed = round(opinion.support * cells), round(opinion.dispute * cells)
    unknown = cells - supported - disputed
    return Text.assemble(("+" * supported, "blue"), ("·" * unknown, "bright_black"), ("×" * disputed, "red"))


def independence(graph: Graph, sources: Iterable[str]) -> str:
    """How many sources, and how many of them are independent: `5 sources, 3 independent`."""
    named = list(sources)
    return independent_in_words(len(named), graph.independence.count(named))


def _itemised(graph: Graph, contributions: tuple[Contribution, ...]) -> Iterator[str]:
    for one in contributions[:MOST]:
        yield f"{one.mass:.2f} {group_in_words(one.group)} ({graph.corpus.sources[one.group.source].tier})"
    rest = contributions[MOST:]
    if rest:
        yield f"{sum(one.mass for one in rest):.2f} {how_many(len(rest), 'other group')}"
