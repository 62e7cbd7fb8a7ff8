"""Chains and exercise links on a terminal: one step a line, indented, each with its standing and its sources."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from kneegraph.analysis.evidence.wording import LICENSED
from kneegraph.cli import show
from kneegraph.cli.text import how_many, plain
from kneegraph.graph import Graph
from kneegraph.model import Standing

if TYPE_CHECKING:
    from kneegraph.analysis.chains import Chain
    from kneegraph.analysis.cut import Cut
    from kneegraph.analysis.exercises import ExerciseLink
    from kneegraph.analysis.steps import Step

_BY_DEFINITION = {"stateOf": "state and muscle", "oppositeOf": "opposites", "broader": "a kind of"}


def show_tiers(graph: Graph, *, marks: bool = True) -> None:
    """Say once of which tier the sources are, and what the marks mean that count them."""
    show.show_line(in_tiers(graph))
    if marks:
        show.show_line("numbers of sources that + support, × dispute, ≈ qualify, ” report")


def in_tiers(graph: Graph) -> str:
    """How many sources there are, and of which tier."""
    counts = graph.of_tiers()
    number = how_many(sum(counts.values()), "source")
    if len(counts) > 1:
        return f"{number}: {', '.join(f'{count} {tier}' for tier, count in counts.items())}"
    return ", ".join((number, *(f"all {tier}" if count > 1 else str(tier) for tier, count in counts.items())))


def show_chain(graph: Graph, chain: Chain, number: int) -> None:
    """Print a chain with who tells it."""
    start, goal = graph.label(chain.steps[0].subject), graph.label(chain.steps[-1].object)
    way = {1: "more", -1: "less"}.get(chain.sign or 0, "more or less")
    told = f"told whole by {', '.join(chain.told_by)}" if chain.told_by else "stitched: no source claims the whole"
    show.show_heading(f"{number}. More {start}, {way} {goal} (score {chain.score:.2f}); {told}")
    show_steps(graph, chain.steps)
    licence = graph.chain_licence(chain)
    if licence is not None and graph.any_study:
        show.show_line(f"its steps let one say {LICENSED[licence]}", indent=2)


def show_cut(graph: Graph, cut: Cut | None, *, each: bool = False) -> None:
    """Print what every explanation hangs on; with `each` also the claims of which one alone would not be enough."""
    if cut is None:
        return
    show.show_line()
    if cut.alone:
        ends = f"from {graph.label(cut.start)} to {graph.label(cut.goal)}"
        labels = "; ".join(graph.corpus.claims[name].label for name in cut.alone)
        show.show_line(f"Every explanation {ends} passes through: {labels}", hanging=2)
        return
    show.show_line(f"No single claim carries them all: {how_many(len(cut.claims), 'claim')} would have to fall.")
    for name in cut.claims if each else ():
        claim = graph.corpus.claims[name]
        show.show_line(f"{claim.label}   ", show.standing(claim.standing), indent=2, hanging=2)


def show_exercise(graph: Graph, link: ExerciseLink) -> None:
    """Print what an exercise is meant to do."""
    show.show_heading(f"{graph.label(link.exercise)} for {graph.label(link.outcome)}")
    show_steps(graph, link.path)
    for warning in link.warnings:
        show.show_line(Text("! ", style="bold"), warning, indent=2, hanging=2)


def show_steps(graph: Graph, steps: Sequence[Step]) -> None:
    """Print steps, one a line."""
    show.show_line(graph.label(steps[0].subject), indent=2)
    for step in steps:
        if step.claim is None:
            parts = [f"= {graph.label(step.object)}   (by definition: {_BY_DEFINITION[step.relation]})"]
            show.show_line(*parts, indent=4, hanging=2)
            continue
        verb, who = graph.corpus.relations[step.relation].label, ", ".join(step.sources)
        who += f" (only in: {', '.join(graph.label(name) for name in step.scope)})" if step.scope else ""
        standing = show.standing(step.standing)
        counts = show.tallies(graph.tallies(graph.corpus.claims[step.claim]))
        said = f" ({counts}); said by {who}" if step.sources else f" ({counts}); nobody says so"
        show.show_line(f"→ {verb} {graph.label(step.object)}   ", standing, said, indent=4, hanging=2)


def one_line(graph: Graph, steps: Sequence[Step]) -> Text:
    """Steps on one line: arrows for claims, with the mark of their standing where they are not plainly supported."""
    line = Text(plain(graph.label(steps[0].subject)))
    for step in steps:
        if step.claim is None:
            line.append(" = ", style="dim").append(plain(graph.label(step.object)))
            continue
        verb = graph.corpus.relations[step.relation].label
        line.append(f" → {verb} ", style="dim").append(plain(graph.label(step.object)))
        if step.standing not in (Standing.SUPPORTED, None):
            line.append(" ").append_text(show.standing(step.standing))
    return line
