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
from kneegraph.queries import NamedQuery, named_queries, query_folders
from kneegraph.store import Result
from kneegraph.vocab import ID, PREFIXES

_FORMS = ("table", "json", "csv", "tsv", "xml", "turtle")


@click.command()
@click.argument("query", required=False)
@click.option("--name", metavar="NAME", help="A packaged query, or one from the queries/ folder of --data; --list shows them.")
@click.option("--param", multiple=True, metavar="NAME=VALUE", help="A parameter of a named query.")
@click.option("--list", "listing", is_flag=True, help="List the named queries with their parameters.")
@click.option("--show", "printing", is_flag=True, help="Print the named query's text instead of asking it.")
@click.option("--format", "form", type=click.Choice(_FORMS), help="How to print the answer [default: table, or turtle].")
@choosing_graph
def sparql(
    query: str | None,
    name: str | None,
    param: tuple[str, ...],
    listing: bool,
    printing: bool,
    form: str | None,
    **chosen: Any,
) -> None:
    """Ask a SPARQL query, your own or a packaged one.

    QUERY is its text, a file that holds it, or - for standard input.

    \b
    kneegraph sparql 'SELECT ?claim WHERE { ?claim kg:standing kg:contested }'
    kneegraph sparql --name about-concept --param concept=patella --format csv
    """
    if listing:
        _list(form, chosen["data"])
        return
    values = _given(query, name, param, printing=printing)
    graph = chosen_graph(**chosen)
    if printing and name:
        click.echo(graph.named_query(name).text, nl=False)
        return
    text = graph.named_query_text(name, **values) if name else _text(query or "")
    rows = _print(graph.query(text), form)
    for reason in graph.why_empty(text) if rows == 0 and not name else ():
        click.echo(f"Perhaps: {reason}", err=True)


def _given(query: str | None, name: str | None, param: tuple[str, ...], *, printing: bool) -> dict[str, str]:
    """The values of the parameters, when what was given goes together."""
    if (query is None) == (name is None):
        raise click.UsageError("give either a query or --name NAME (--list shows the packaged ones)")
    if printing and name is None:
        raise click.UsageError("--show goes with --name")
    values = _values(param)
    if values and name is None:
        raise click.UsageError("--param goes with --name; put the values into the query itself")
    return values


def _values(param: tuple[str, ...]) -> dict[str, str]:
    pairs = [one.partition("=") for one in param]
    for name, equals, _ in pairs:
        if not equals:
            raise click.UsageError(f"a parameter reads NAME=VALUE (got {name!r})")
    names = [name for name, _, _ in pairs]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise click.UsageError(f"--param {twice}=… is given more than once; a parameter has one value")
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


def _list(form: str | None, data: tuple[str, ...]) -> None:
    queries = named_queries(*query_folders(data)).values()
    if form == "json":
        show.show_json([_listed(query) for query in queries])
        return
    if form not in (None, "table"):
        raise click.UsageError(f"--list is printed as table or json (got {form})")
    rows = []
    for query in queries:
        given = (f"{one.name}={one.default or '…'}" for one in query.parameters)
        rows.append((query.name, query.title, ", ".join(given)))
    show.show_table(("name", "what it answers", "parameters"), rows)


def _listed(query: NamedQuery) -> dict[str, object]:
    parameters = [{"name": one.name, "sort": one.sort, "about": one.about, "default": one.default} for one in query.parameters]
    return {"name": query.name, "title": query.title, "about": query.about, "parameters": parameters}
