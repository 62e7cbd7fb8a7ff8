"""`tour`: the graph on one screen, and its page."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.text import Text

from kneegraph.cli import show
from kneegraph.cli.options import choosing_graph, chosen_graph, output_page, with_texts
from kneegraph.graph import Graph
from kneegraph.model import Kind, Stance, Standing, Tier

if TYPE_CHECKING:
    from kneegraph.analysis.exercises import ExerciseLink

_MOST_EXERCISES = 6


@click.command()
@output_page
@choosing_graph
@with_texts
def tour(output: Path, texts: Path | None, **chosen: Any) -> None:
    """The graph on one screen, and its page.

    What is in it, where its sources disagree, what leads to what, and what exercises are meant to do.
    """
    graph = chosen_graph(texts=texts, **chosen)
    page = graph.write_browser(output)
    _contents(graph)
    _disagreements(graph)
    _chains(graph)
    _exercises(graph)
    show.show_heading(f"The graph as a page: {page}")
    show.show_line(f"Next: kneegraph claim {_example(graph)};  kneegraph sparql --list;  kneegraph --help")


def _example(graph: Graph) -> str:
    """The parts of the first claim that somebody disagrees with, as one would type them."""
    claims = graph.claims(standing="contested") or graph.claims()
    if not claims:
        return "SUBJECT RELATION OBJECT"
    return f'"{graph.label(claims[0].subject)}" {claims[0].relation} "{graph.label(claims[0].object)}"'


def _contents(graph: Graph) -> None:
    assertions = list(graph.corpus.assertions)
    tiers = Counter(source.tier for source in graph.sources())
    stances = Counter(one.stance for one in assertions)
    standings = Counter(claim.standing for claim in graph.corpus.claims.values())
    show.show_heading("kneegraph: who claims what, and where they disagree")
    show.show_line(f"{len(graph.sources())} sources: ", ", ".join(f"{tiers[tier]} {tier}" for tier in Tier if tiers[tier]))
    stance_counts = ", ".join(f"{stances[stance]} {stance}" for stance in Stance)
    show.show_line(f"{len(assertions)} assertions: {stance_counts}")
    line = Text(f"{len(graph.corpus.claims)} claims: ")
    for standing in Standing:
        line.append_text(Text.assemble(str(standings[standing]), " ", show.standing(standing), "   "))
    show.show_line(line)


def _disagreements(graph: Graph) -> None:
    found = graph.contradictions()
    show.show_heading(f"Where they disagree ({len(found)} in all; kneegraph contradictions shows every one)")
    of_kind = Counter(one.kind for one in found)
    for kind, number in of_kind.items():
        first = next(one for one in found if one.kind == kind)
        more = f"  [{number - 1} more]" if number > 1 else ""
        show.show_line(Text(f"{kind:<10}", style="bold"), first.explanation, more, indent=2, hanging=10)


def _chains(graph: Graph) -> None:
    from kneegraph.analysis.highlights import most_discussed, strongest_chains
    from kneegraph.cli.paths import one_line

    goal = most_discussed(graph.corpus, Kind.SYMPTOM)
    if goal is None:
        return
    show.show_heading(f"The strongest chains to {graph.label(goal)} (kneegraph chains START GOAL)")
    for chain in strongest_chains(graph.corpus, goal):
        told = f"told by {', '.join(chain.told_by)}" if chain.told_by else "stitched: nobody tells the whole"
        show.show_line(one_line(graph, chain.steps), f"   [{told}]", indent=2, hanging=2)


def _exercises(graph: Graph) -> None:
    from kneegraph.analysis.highlights import most_discussed
    from kneegraph.cli.paths import one_line

    goal = most_discussed(graph.corpus, Kind.MOVEMENT_FAULT)
    if goal is None:
        return
    links: dict[str, ExerciseLink] = {}
    for link in graph.exercises(for_=goal):  # of each exercise the mechanism, where one is given
        if link.exercise not in links or len(link.path) > 1 == len(links[link.exercise].path):
            links[link.exercise] = link
    exercises = [link for name, link in links.items() if graph.corpus.concepts[name].kind is Kind.EXERCISE]
    more = f"the first {_MOST_EXERCISES} of {len(exercises)}; kneegraph exercises --for CONCEPT"
    show.show_heading(f"Exercises meant for {graph.label(goal)} ({more})")
    for link in exercises[:_MOST_EXERCISES]:
        show.show_line(one_line(graph, link.path), "   ", show.standing(link.standing), indent=2, hanging=2)
