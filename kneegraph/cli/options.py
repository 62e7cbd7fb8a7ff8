"""Options that every command shares, and the graph they choose."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from kneegraph.graph import Graph
from kneegraph.loading import load

Command = TypeVar("Command", bound=Callable[..., Any])

_OPTIONS = (
    click.option(
        "--data",
        multiple=True,
        metavar="PATH",
        help="A data file or folder instead of the packaged graph; repeat for more ('packaged' is the packaged data).",
    ),
    click.option("--collection", multiple=True, metavar="NAME", help="Only sources of this collection."),
    click.option("--tier", multiple=True, metavar="TIER", help="Only sources of this tier: popular or peer-reviewed."),
    click.option("--source", multiple=True, metavar="SOURCE", help="Only this source."),
    click.option("--as-of", type=int, metavar="YEAR", help="Only sources that had appeared by the end of this year."),
)


def choosing_graph(command: Command) -> Command:
    """Give a command the options that choose what the graph is made of; it takes them as `**chosen`."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def with_texts(command: Command) -> Command:
    """Give a command `--sources DIR`, the folder with the sources' own texts."""
    return click.option(
        "--sources",
        "texts",
        type=click.Path(path_type=Path),
        envvar="KNEEGRAPH_SOURCES",
        metavar="DIR",
        help="Folder with the sources' texts and manifest, for exact quotations (or set KNEEGRAPH_SOURCES).",
    )(command)


def as_table_or_json(command: Command) -> Command:
    """Give a command `--format table|json`."""
    return click.option(
        "--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True, help="How to print it."
    )(command)


def chosen_graph(
    *,
    data: tuple[str, ...],
    collection: tuple[str, ...],
    tier: tuple[str, ...],
    source: tuple[str, ...],
    as_of: int | None,
    texts: Path | None = None,
) -> Graph:
    """The graph that the shared options describe."""
    graph = load(*data, collection=collection, tier=tier, source=source, texts=texts)
    if as_of is None:
        return graph
    undated = [one.id for one in graph.sources() if one.year is None]
    if undated:
        click.echo(f"Left out, because their year is not known: {', '.join(undated)}", err=True)
    return graph.restricted(as_of=as_of)


def output_page(command: Command) -> Command:
    """Give a command `-o FILE`, the page it writes."""
    page = click.Path(path_type=Path, dir_okay=False)
    return click.option("-o", "--output", type=page, default="kneegraph.html", show_default=True, help="The page.")(command)
