"""The evidence on a claim, for people: a bar for the three masses, who puts what on which side, and how firm it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.text import Text

from kneegraph.analysis.evidence.independence import Group
from kneegraph.analysis.evidence.opinion import Contribution, Lean, Opinion
from kneegraph.analysis.evidence.what_if import Firmness, Flip, LeftOut
from kneegraph.cli import show
from kneegraph.cli.text import how_many, in_words
from kneegraph.graph import Graph
from kneegraph.model import Claim, DependenceKind, Standing

#: Cells of the bar of a whole claim.
_BAR = 30
#: So many groups on a side are itemised; JSON has all.
_MOST = 4
_LEANS = {Lean.SUPPORT: "support weighs more", Lean.DISPUTE: "dispute weighs more", Lean.EVEN: "both weigh the same"}
#: Why a source leans on another, as it is told behind its name.
LEANING = {
    DependenceKind.POOLS: "pooled",
    DependenceKind.SAME_DATA: "same data",
    DependenceKind.REPEATS: "repeats it",
    DependenceKind.SAME_AUTHOR: "same author",
}


def show_evidence(graph: Graph, claim: Claim) -> None:
    """Print what the evidence on a claim weighs."""
    opinion = graph.opinion(claim)
    show.show_heading("What the evidence weighs")
    show.show_line(bar(opinion), f"  {masses(opinion)}", indent=2, hanging=2)
    if len(graph.tiers) > 1:
        for tier, one in graph.opinions(claim).items():
            show.show_line(bar(one), f"  {tier}: {masses(one) if one.lean else 'nothing known'}", indent=2, hanging=2)
    for side, word in ((Lean.SUPPORT, "for"), (Lean.DISPUTE, "against")):
        if opinion.on(side):
            show.show_line(f"{word}: {'; '.join(_itemised(graph, opinion.on(side)))}", indent=2, hanging=2)
    for line in firmness_lines(graph.firmness(claim), claim.standing):
        show.show_line(line, indent=2, hanging=2)


def bar(opinion: Opinion, cells: int = _BAR) -> Text:
    """Support, unknown and dispute side by side; where there is no colour, the signs tell them apart."""
    supported, disputed = round(opinion.support * cells), round(opinion.dispute * cells)
    unknown = cells - supported - disputed
    return Text.assemble(("+" * supported, "blue"), ("·" * unknown, "bright_black"), ("×" * disputed, "red"))


def masses(opinion: Opinion) -> str:
    """The three masses in words, with the interval that support lies in; never one number alone."""
    low, high = opinion.interval
    return (
        f"support {opinion.support:.2f}, dispute {opinion.dispute:.2f}, not known {opinion.unknown:.2f}"
        f" (support between {low:.2f} and {high:.2f})"
    )


def independence(graph: Graph, sources: Iterable[str]) -> str:
    """How many sources, and how many of them are independent: `5 sources, 3 independent`."""
    named = list(sources)
    return f"{how_many(len(named), 'source')}, {graph.independence.count(named)} independent"


def _itemised(graph: Graph, contributions: tuple[Contribution, ...]) -> Iterator[str]:
    for one in contributions[:_MOST]:
        yield f"{one.mass:.2f} {_group(one.group)} ({graph.corpus.sources[one.group.source].tier})"
    rest = contributions[_MOST:]
    if rest:
        yield f"{sum(one.mass for one in rest):.2f} {how_many(len(rest), 'other group')}"


def _group(group: Group) -> str:
    leaning = ", ".join(f"{name}: {LEANING[kind]}" for name, kind in group.leaning)
    return f"{group.source} [with {leaning}]" if leaning else group.source


def firmness_lines(firmness: Firmness, standing: Standing | None) -> Iterator[str]:
    """Sentences on how firm a claim is: which groups decide it, and what new evidence would turn it."""
    if firmness.stable:
        yield "No single group of sources decides it."
    for one in firmness.left_out[:_MOST]:
        yield f"Without {_group(one.group)} it would be {_otherwise(one)}."
    more = len(firmness.left_out) - _MOST
    if more > 0:
        yield f"So it would without any of {how_many(more, 'other group')}."
    for flip in firmness.flips:
        yield f"{_needed(flip)} {_turned(flip)}."
    if standing is Standing.CONTESTED:
        yield "No new source alone would end the contest."


def _otherwise(one: LeftOut) -> str:
    lean = f", and {_LEANS[one.lean]}" if one.lean else ""
    return f"{one.standing or 'unknown'}{lean}"


def _needed(flip: Flip) -> str:
    what = f"certain {in_words(flip.design)}" if flip.design else "source"
    verb = flip.stance if flip.number == 1 else flip.stance.removesuffix("s")
    verb = "qualify" if verb == "qualifie" else verb
    return f"{flip.number} more independent {what}{' that ' if flip.number == 1 else 's that '}{verb} it"


def _turned(flip: Flip) -> str:
    would = "would make it" if flip.standing else "would turn the balance"
    return f"{would} {flip.standing}" if flip.standing else would
