"""`tour`: the graph on one screen, and its page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.text import Text

from kneegraph.cli import show
from kneegraph.cli.options import choosing_graph, chosen_graph, output_page, with_texts
from kneegraph.cli.paths import in_tiers, one_line
from kneegraph.cli.text import how_many
from kneegraph.exchange.forms import sources_by_tier
from kneegraph.graph import Graph
from kneegraph.model import Assertion, Kind, Stance, Standing

if TYPE_CHECKING:
    from kneegraph.analysis.contradictions import Contradiction
    from kneegraph.analysis.exercises import ExerciseLink

_MOST_EXERCISES = 3
_MOST_CLAIMS = 2
_MOST_BELIEFS = 2
_MOST_ROUTES = 2
_MOST_CHAINS = 2
_BELIEFS = "tiers"


@click.command()
@output_page
@choosing_graph
@with_texts
def tour(output: Path, texts: Path | None, **chosen: Any) -> None:
    """The graph on one screen, and its page.

    What is in it, where its sources disagree, what leads to what, and what exercises are meant to do.
    """
    graph = chosen_graph(texts=texts, **chosen)
    found = graph.contradictions()
    page = graph.write_browser(output, found=found)
    _contents(graph)
    _disagreements(graph, found)
    _routes(graph)
    _chains(graph)
    _exercises(graph)
    show.show_heading(f"The graph as a page: {page}")
    show.show_line(f"Next: kneegraph claim {_example(graph)};  kneegraph check DRAFT;  kneegraph --help")


def _example(graph: Graph) -> str:
    """The parts of the claim that most sources disagree about, as one would type them."""
    claims = graph.claims(standing="contested") or graph.claims()
    if not claims:
        return "SUBJECT RELATION OBJECT"
    first = max(claims, key=lambda claim: (len(claim.sources()), claim.id))
    return f'"{graph.label(first.subject)}" {first.relation} "{graph.label(first.object)}"'


def _contents(graph: Graph) -> None:
    said, claims = list(graph.corpus.assertions), graph.corpus.claims.values()
    tiers = sources_by_tier(graph, graph.corpus.sources)
    show.show_heading("kneegraph: who claims what, and where they disagree")
    show.show_line(in_tiers(graph))
    show.show_line(f"{how_many(len(said), 'assertion')}: {_stances(said)}")
    for tier, names in tiers.items() if len(tiers) > 1 else ():
        show.show_line(f"{tier}: {_stances(one for one in said if one.source in names)}", indent=2, hanging=2)
    show.show_items(*_standings(f"{how_many(len(claims), 'claim')}: ", (claim.standing for claim in claims)))
    split = [graph.tallies(claim) for claim in claims] if len(tiers) > 1 else []
    for tier in tiers if split else ():
        alone = (tallies[tier].standing for tallies in split)
        show.show_items(*_standings(f"by {tier} sources alone: ", alone), indent=2)


def _stances(said: Iterable[Assertion]) -> str:
    stances = Counter(one.stance for one in said)
    return ", ".join(f"{stances[stance]} {stance}" for stance in Stance)


def _standings(lead: str, found: Iterable[Standing | None]) -> list[Text]:
    """How many claims have each standing, the first with the words that lead to it."""
    standings = Counter(found)
    items = [Text.assemble(f"{standings[one]} ", show.standing(one)) for one in Standing if standings[one]] or [Text("none")]
    return [Text(lead).append_text(items[0]), *items[1:]]


def _disagreements(graph: Graph, found: Sequence[Contradiction]) -> None:
    if not found:
        show.show_heading("The sources disagree nowhere")
        return
    split = f": {_between(graph, found)}" if len(sources_by_tier(graph, ())) > 1 else ""
    show.show_heading(f"Where they disagree, one of each kind ({len(found)} in all{split}; kneegraph contradictions)")
    beliefs = [one for one in found if one.kind == _BELIEFS]
    for kind in dict.fromkeys(one.kind for one in found if one.kind != _BELIEFS):
        first = next(one for one in found if one.kind == kind)
        show.show_line(Text(f"{kind:<10}", style="bold"), _in_short(graph, first), indent=2, hanging=10)
    if beliefs:
        count = f"the first {_MOST_BELIEFS} of {len(beliefs)}; " if len(beliefs) > _MOST_BELIEFS else ""
        show.show_heading(f"Popular belief against evidence ({count}kneegraph contradictions --kind {_BELIEFS})")
        for one in beliefs[:_MOST_BELIEFS]:
            show.show_line(_in_short(graph, one), indent=2, hanging=2)


def _in_short(graph: Graph, found: Contradiction) -> str:
    """The claim of a contradiction with its tally, or both; of more, the first. The whole of it is for `contradictions`."""
    claims = [graph.corpus.claims[name] for name in found.claims]
    shown = claims if len(claims) <= _MOST_CLAIMS else claims[:1]
    told = [f"{claim.label} ({show.tallies(graph.tallies(claim))})" for claim in shown]
    more = len(claims) - len(shown)
    return " ↔ ".join([*told, *([how_many(more, "more claim")] if more else [])])


def _between(graph: Graph, found: Iterable[Contradiction]) -> str:
    """How many contradictions are among sources of one tier, and how many between tiers."""
    tiers = ([tier for tier, names in sources_by_tier(graph, one.sources).items() if names] for one in found)
    counts = Counter(f"within {within[0]}" if len(within) == 1 else "between tiers" for within in tiers)
    return ", ".join(f"{count} {where}" for where, count in sorted(counts.items(), reverse=True))


def _chains(graph: Graph) -> None:
    from kneegraph.analysis.highlights import most_discussed, strongest_chains

    goal = most_discussed(graph.corpus, Kind.SYMPTOM)
    if goal is None:
        return
    chains = strongest_chains(graph.corpus, goal)
    if not chains:
        return
    show.show_heading(f"The strongest chains to {graph.label(goal)} (kneegraph chains START GOAL)")
    for chain in chains[:_MOST_CHAINS]:
        told = f"told by {', '.join(chain.told_by)}" if chain.told_by else "stitched: nobody tells the whole"
        show.show_line(one_line(graph, chain.steps), f"   [{told}]", indent=2, hanging=2)


def _routes(graph: Graph) -> None:
    found = graph.routes()
    if not found:
        return
    count = f"the first {_MOST_ROUTES} of {len(found)}; " if len(found) > _MOST_ROUTES else ""
    show.show_heading(f"Works, but not by that route ({count}kneegraph routes)")
    for one in found[:_MOST_ROUTES]:
        doubtful = ", ".join(graph.label(route.mechanism) for route in one.doubtful)
        claim = graph.corpus.claims[one.claim]
        show.show_line(f"{claim.label} ", show.standing(claim.standing), f", but by way of {doubtful}?", indent=2, hanging=2)


def _exercises(graph: Graph) -> None:
    from kneegraph.analysis.highlights import most_discussed

    goal = most_discussed(graph.corpus, Kind.MOVEMENT_FAULT)
    if goal is None:
        return
    links: dict[str, ExerciseLink] = {}
    for link in graph.exercises(for_=goal):  # of each exercise the mechanism, where one is given
        if link.exercise not in links or len(link.path) > 1 == len(links[link.exercise].path):
            links[link.exercise] = link
    exercises = [link for name, link in links.items() if graph.corpus.concepts[name].kind is Kind.EXERCISE]
    if not exercises:
        return
    first = f"the first {_MOST_EXERCISES} of {len(exercises)}; " if len(exercises) > _MOST_EXERCISES else ""
    show.show_heading(f"Exercises meant for {graph.label(goal)} ({first}kneegraph exercises --for CONCEPT)")
    for link in exercises[:_MOST_EXERCISES]:
        show.show_line(one_line(graph, link.path), "   ", show.standing(link.standing), indent=2, hanging=2)
