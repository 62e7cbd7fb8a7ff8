"""`routes` and `turned`: what helps though not as it is said to, and what is repeated though the evidence turned."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click
from rich.text import Text

from kneegraph.analysis.evidence.doubt import DOUBTS
from kneegraph.analysis.evidence.wording import masses_in_words
from kneegraph.cli import show
from kneegraph.cli.evidence import bar
from kneegraph.cli.options import as_table_or_json, choosing_graph, chosen_graph, given
from kneegraph.cli.text import how_many, in_words
from kneegraph.exchange.routes import designs_of
from kneegraph.graph import Graph

if TYPE_CHECKING:
    from kneegraph.analysis.evidence.opinion import Opinion
    from kneegraph.analysis.routes import Route, Routes, RouteStep
    from kneegraph.analysis.turned import Turned

_MOST = 10
_MOST_NAMED = 4


@click.command()
@click.option("--for", "for_", callback=given, metavar="OUTCOME", help="Only what helps with this.")
@click.option("--exercise", callback=given, metavar="CONCEPT", help="Only this exercise or intervention.")
@choosing_graph
@as_table_or_json
def routes(for_: str | None, exercise: str | None, form: str, **chosen: Any) -> None:
    """What works, but not by that route.

    Exercises and interventions that help, while a mechanism given for it is disputed or was not found; and the routes left.

    \b
    kneegraph routes --for "patellofemoral pain"
    kneegraph routes --exercise "hip strengthening"
    """
    graph = chosen_graph(**chosen)
    found = graph.routes(for_=for_, exercise=exercise)
    if form == "json":
        from kneegraph.exchange.routes import routes_form

        show.show_json([routes_form(graph, one) for one in found])
        return
    if not found:
        show.show_line("Nothing here helps while a route told for it is in doubt.")
    for number, one in enumerate(found[:_MOST], 1):
        _show_routes(graph, one, number)
    _show_rest(found)


def _show_routes(graph: Graph, found: Routes, number: int) -> None:
    claim = graph.corpus.claims[found.claim]
    show.show_heading(f"{number}. {claim.label}")
    weighed = f"  {masses_in_words(found.opinion)}"
    show.show_line(show.standing(claim.standing), "  ", bar(found.opinion), weighed, indent=2, hanging=2)
    for route in found.doubtful:
        show.show_line(Text("in doubt: ", style="bold"), f"by way of {graph.label(route.mechanism)}", indent=2)
        _show_steps(graph, route, found)
    for route in found.rivals:
        show.show_line(Text("left: ", style="bold"), f"by way of {graph.label(route.mechanism)}", indent=2)
        _show_steps(graph, route, found)
    if not found.rivals:
        show.show_line("left: no other route is told that stands", indent=2)


def _show_steps(graph: Graph, route: Route, found: Routes) -> None:
    for step in route.steps:
        mark = Text("× ", style="red") if step.doubt else Text("+ ", style="blue")
        show.show_line(mark, f"{_said(graph, step)} ({_masses(step.opinion)})", indent=4, hanging=2)
        if step.doubt:
            who = _named(graph, step.claims, step.against)
            show.show_line(f"{DOUBTS[step.doubt]}: {who}", indent=6, hanging=2)
    if not route.told:
        onward = f"nobody here says that {graph.label(route.mechanism)} leads to {graph.label(found.outcome)}"
        show.show_line(f"({onward})", indent=4, hanging=2)


def _said(graph: Graph, step: RouteStep) -> str:
    """The first claim of a step in words, and how many more say it."""
    first, more = graph.corpus.claims[step.claims[0]].label, len(step.claims) - 1
    said = f"{first}, and {how_many(more, 'claim')} more" if more else first
    return said if step.causal else f"{said}, which is no more than that"


def _masses(opinion: Opinion) -> str:
    return f"support {opinion.support:.2f}, dispute {opinion.dispute:.2f}, not known {opinion.unknown:.2f}"


@click.command()
@choosing_graph
@as_table_or_json
def turned(form: str, **chosen: Any) -> None:
    """What popular sources repeat though the evidence turned.

    Claims that the peer-reviewed evidence has leaned against since a year, and popular sources of later years that make them.
    """
    graph = chosen_graph(**chosen)
    found = graph.turned()
    if form == "json":
        from kneegraph.exchange.routes import turned_form

        show.show_json([turned_form(graph, one) for one in found])
        return
    if not found:
        show.show_line("No popular source here repeats a claim after the peer-reviewed evidence had turned against it.")
    rows = [(graph.corpus.claims[one.claim].label, "\n".join(_turned(graph, one))) for one in found[:_MOST]]
    show.show_list(("claim", ""), rows)
    _show_rest(found)


def _turned(graph: Graph, one: Turned) -> Iterator[str]:
    yield f"turned in {one.year}: {_named(graph, [one.claim], one.turned_by)}"
    yield f"peer-reviewed evidence now: {_masses(one.opinion)}"
    repeated = [f"{name} ({graph.corpus.sources[name].year})" for name in one.repeated_by]
    yield f"repeated since: {_first(repeated)}"
    stronger = [graph.corpus.claims[name].label for name in one.through if name != one.claim]
    if stronger:
        yield f"in the words: {'; '.join(stronger)}"
    if one.undated:
        yield f"also said by {how_many(len(one.undated), 'popular source')} without a year"


def _named(graph: Graph, claims: Iterable[str], sources: Sequence[str]) -> str:
    """Sources with the design by which they speak."""
    designs = designs_of(graph, claims)
    return _first([f"{name} ({in_words(designs[name])})" if name in designs else name for name in sources])


def _first(names: Sequence[str]) -> str:
    more = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def _show_rest(found: Sequence[object]) -> None:
    if len(found) > _MOST:
        show.show_line()
        show.show_line(f"{len(found) - _MOST} more; --format json has all.")
