"""Options that every command shares, and the graph they choose."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from kneegraph.graph import Graph
from kneegraph.loading import connect, load, open_store

Command = TypeVar("Command", bound=Callable[..., Any])
#: An endpoint, the graphs of it that hold the data, and the seconds that one question may take.
_Far = tuple[str | None, tuple[str, ...], float | None]

_WHERE = (
    click.option(
        "--data",
        multiple=True,
        metavar="PATH",
        help="A data file or folder instead of the packaged graph; repeat for more ('packaged' is the packaged data).",
    ),
    click.option("--store", type=click.Path(path_type=Path), metavar="DIR", help="A store that kneegraph build has made."),
    click.option("--endpoint", metavar="URL", help="A SPARQL 1.1 endpoint that holds kneegraph data."),
    click.option("--endpoint-graph", multiple=True, metavar="IRI", help="The graph of the endpoint that holds the data."),
    click.option(
        "--endpoint-timeout",
        type=click.FloatRange(min=0, min_open=True),
        metavar="SECONDS",
        help="How long the endpoint may take for one question [default: 30].",
    ),
)
#: Rows of a table of claims or sources that nobody asked to be longer.
_IN_TABLE = 40
_WEIGHTS = click.option(
    "--weights",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="What evidence weighs, instead of the packaged weights.toml.",
)
_RESTRICTION = (
    click.option("--collection", multiple=True, metavar="NAME", help="Only sources of this collection."),
    click.option("--tier", multiple=True, metavar="TIER", help="Only sources of this tier: popular or peer-reviewed."),
    click.option("--source", multiple=True, metavar="SOURCE", help="Only this source."),
    click.option("--as-of", type=int, metavar="YEAR", help="Only sources that had appeared by the end of this year."),
)


def given(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:  # noqa: ARG001 (click's signature)
    """Refuse an empty word: it is not the same as none."""
    if value is not None and not value.strip():
        raise click.BadParameter("it is empty")
    return value


def choosing_graph(command: Command) -> Command:
    """Give a command the options that choose what the graph is made of; it takes them as `**chosen`."""
    command = restricting(command)
    for option in reversed((*_WHERE, _WEIGHTS)):
        command = option(command)
    return command


def restricting(command: Command) -> Command:
    """Give a command the options that restrict it to some sources; it takes them as `**chosen`."""
    for option in reversed(_RESTRICTION):
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
        "--format",
        "form",
        type=click.Choice(["table", "json"]),
        default="table",
        show_default=True,
        is_eager=True,  # what others default to depends on it
        help="How to print it.",
    )(command)


def with_limit(things: str, *, default: int = _IN_TABLE) -> Callable[[Command], Command]:
    """Give a command `--limit N`; it takes the most there are to be of these things, None for all of them, as `limit`.

    Without the option a table has so many, and JSON all.
    """

    def chosen(ctx: click.Context, param: click.Parameter, value: int | None) -> int | None:  # noqa: ARG001 (click's signature)
        if value is None:
            return default if ctx.params.get("form") == "table" else None
        return value or None

    text = f"How many {things} to print; 0 is all of them [default: {default} in a table, all in JSON]."
    return click.option("--limit", type=click.IntRange(min=0), callback=chosen, help=text)


def tell_more(total: int | None, shown: int) -> None:
    """Say on standard error that there is more than is shown, and how much of it where that is known."""
    if total is None or total > shown:
        click.echo(f"… and {'' if total is None else f'{total - shown} '}more; --limit 0 shows all", err=True)


def chosen_graph(
    *,
    data: tuple[str, ...] = (),
    store: Path | None = None,
    endpoint: str | None = None,
    endpoint_graph: tuple[str, ...] = (),
    endpoint_timeout: float | None = None,
    collection: tuple[str, ...] = (),
    tier: tuple[str, ...] = (),
    source: tuple[str, ...] = (),
    as_of: int | None = None,
    texts: Path | None = None,
    weights: Path | None = None,
) -> Graph:
    """The graph that the shared options describe."""
    far = (endpoint, endpoint_graph, endpoint_timeout)
    graph = _graph(data, store, far, texts)
    graph = graph.weighed(weights) if weights else graph
    graph = graph.restricted(collection=collection, tier=tier, source=source)
    if as_of is None:
        return graph
    tell_undated([one.id for one in graph.sources() if one.year is None])
    return graph.restricted(as_of=as_of)


def _graph(data: tuple[str, ...], store: Path | None, far: _Far, texts: Path | None) -> Graph:
    endpoint, graphs, timeout = far
    if sum(map(bool, (data, store, endpoint))) > 1:
        raise click.UsageError("give one of --data, --store and --endpoint")
    if (graphs or timeout) and not endpoint:
        raise click.UsageError("--endpoint-graph and --endpoint-timeout go with --endpoint")
    if store:
        return open_store(store, texts=texts)
    if endpoint:
        progress = _tell_fetched if sys.stderr.isatty() else None
        return connect(endpoint, default_graph=graphs, timeout=timeout or 30.0, texts=texts, progress=progress)
    return load(*data, texts=texts)


def _tell_fetched(sort: str, done: int, total: int) -> None:
    """Rewrite one line on standard error while a long list is fetched."""
    end = "\r" if done < total else "\n"
    click.echo(f"fetching {sort}s: {done:,} of {total:,}{end}", nl=False, err=True)


def tell_undated(sources: Sequence[str]) -> None:
    """Name on standard error the sources that `--as-of` leaves out because their year is not known."""
    if sources:
        click.echo(f"Left out, because their year is not known: {', '.join(sources)}", err=True)


def output_page(command: Command) -> Command:
    """Give a command `-o FILE`, the page it writes."""
    page = click.Path(path_type=Path, dir_okay=False)
    return click.option("-o", "--output", type=page, default="kneegraph.html", show_default=True, help="The page.")(command)
