"""`sparql`: ask a query of one's own, or a packaged one."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from kneegraph import files
from kneegraph.cli import show
from kneegraph.cli.options import choosing_graph, chosen_graph
from kneegraph.errors import DataError, QueryError
from kneegraph.queries import named_queries
from kneegraph.store import Result
from kneegraph.vocab import ID, PREFIXES

_FORMS = ("table", "json", "csv", "tsv", "xml", "turtle")


@click.command()
@click.argument("query", required=False)
@click.option("--name", metavar="NAME", help="A packaged query; --list shows them.")
@click.option("--param", multiple=True, metavar="NAME=VALUE", help="A parameter of a packaged query.")
@click.option("--list", "listing", is_flag=True, help="List the packaged queries with their parameters.")
@click.option("--show", "printing", is_flag=True, help="Print the packaged query's text instead of asking it.")
@click.option("--format", "form", type=click.Choice(_FORMS), help="How to print the answer [default: table, or turtle].")
@click.option("--endpoint", metavar="URL", help="Ask this SPARQL endpoint instead of the graph at hand.")
@choosing_graph
def sparql(
    query: str | None,
    name: str | None,
    param: tuple[str, ...],
    listing: bool,
    printing: bool,
    form: str | None,
    endpoint: str | None,
    **chosen: Any,
) -> None:
    """Ask a SPARQL query, your own or a packaged one.

    QUERY is its text, a file that holds it, or - for standard input.

    \b
    kneegraph sparql 'SELECT ?claim WHERE { ?claim kg:standing kg:contested }'
    kneegraph sparql --name about-concept --param concept=patella --format csv
    """
    if listing:
        _list()
        return
    if (query is None) == (name is None):
        raise click.UsageError("give either a query or --name NAME (--list shows the packaged ones)")
    values = _values(param)
    if values and name is None:
        raise click.UsageError("--param goes with --name; put the values into the query itself")
    graph = _endpoint(endpoint, chosen) if endpoint else chosen_graph(**chosen)
    if printing and name:
        click.echo(graph.named_query(name).text, nl=False)
        return
    text = graph.named_query_text(name, **values) if name else _text(query or "")
    rows = _print(graph.query(text), form)
    for reason in graph.why_empty(text) if rows == 0 and not name else ():
        click.echo(f"Perhaps: {reason}", err=True)


def _endpoint(url: str, chosen: dict[str, Any]) -> Any:
    from kneegraph.loading import connect

    if any(chosen.values()):
        raise click.UsageError("--endpoint holds its own data: leave out --data and the restrictions")
    return connect(url)


def _values(param: tuple[str, ...]) -> dict[str, str]:
    pairs = [one.partition("=") for one in param]
    for name, equals, _ in pairs:
        if not equals:
            raise click.UsageError(f"a parameter reads NAME=VALUE (got {name!r})")
    return {name: value for name, _, value in pairs}


def _text(query: str) -> str:
    if query == "-":
        return files.decoded(sys.stdin.buffer.read(), Path("standard input"))
    if not query.strip():
        raise QueryError("the query is empty")
    path = Path(query)
    if (len(query.split()) > 1 or "{" in query) and not _is_file(path):
        return query
    if not _is_file(path):
        raise DataError("there is no such query file, and it is no query either", path=path)
    return files.read_text(path)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a query is too long for a file's name
        return False


def _print(result: Result, form: str | None) -> int | None:
    """Print an answer; for a table and a yes-or-no, gives how much was found."""
    if result.form == "ASK" and form in (None, "table"):
        click.echo("yes" if result else "no")
        return int(bool(result))
    if result.form == "SELECT" and form in (None, "table"):
        rows = [[_cell(value) for value in row.values()] for row in result]
        show.show_table(result.variables, rows)
        click.echo(f"{len(rows)} row{'' if len(rows) == 1 else 's'}", err=True)
        return len(rows)
    click.echo(result.serialize(form if form not in (None, "table") else "turtle"), nl=form == "json")
    return None


def _cell(value: object) -> str:
    if value is None:
        return ""
    text = str(value)
    for prefix, space in PREFIXES.items():
        if text.startswith(space):
            return f"{prefix}:{text.removeprefix(space)}"
    return text.removeprefix(ID)


def _list() -> None:
    rows = []
    for query in named_queries().values():
        given = (f"{one.name}={one.default or '…'}" for one in query.parameters)
        rows.append((query.name, query.title, ", ".join(given)))
    show.show_table(("name", "what it answers", "parameters"), rows)
