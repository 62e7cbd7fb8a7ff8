"""`history`: how a claim stood year by year."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click
from rich.text import Text

from kneegraph.cli import show
from kneegraph.cli.claims import one_claim
from kneegraph.cli.evidence import bar
from kneegraph.cli.options import as_table_or_json, choosing_graph, chosen_graph

_BAR = 20
_MOST_NAMED = 3


@click.command()
@click.argument("parts", nargs=-1, required=True, metavar="SUBJECT RELATION OBJECT")
@click.option("--outcome", metavar="CONCEPT", help="What a comparison is about.")
@choosing_graph
@as_table_or_json
def history(parts: tuple[str, ...], outcome: str | None, form: str, **chosen: Any) -> None:
    """How a claim stood year by year, as its sources appeared.

    \b
    kneegraph history "foot orthosis" reduces "patellofemoral pain"
    kneegraph history foot-orthosis.reduces.patellofemoral-pain-syndrome
    """
    graph = chosen_graph(**chosen)
    claim = one_claim(graph, parts, outcome)
    if claim is None:
        raise click.UsageError("give one claim: its three parts, or its identifier (kneegraph claim CONCEPT lists them)")
    found = graph.history(claim)
    if form == "json":
        from kneegraph.exchange.evidence import history_form

        show.show_json(history_form(found))
        return
    show.show_heading(claim.label)
    turned = {year.year for year in found.turns}
    rows = []
    for year in found.years:
        named = ", ".join(year.new[:_MOST_NAMED]) + (
            f" and {len(year.new) - _MOST_NAMED} more" if year.new[_MOST_NAMED:] else ""
        )
        mark = "→" if year.year in turned else ""
        rows.append(
            (str(year.year), show.tally(year.tally), bar(year.opinion, _BAR), show.standing(year.standing), mark, named)
        )
    if rows:
        show.show_table(("year", "sources", "weighed", "standing", "turn", "new in that year"), rows)
    if found.undated:
        show.show_line(Text(f"Without a date, and in none of these years: {', '.join(found.undated)}"))


def _named(sources: Sequence[str]) -> str:
    """The first few sources, and how many more there are."""
    first, more = ", ".join(sources[:_MOST_NAMED]), len(sources) - _MOST_NAMED
    return f"{first} and {more} more" if more > 0 else first
