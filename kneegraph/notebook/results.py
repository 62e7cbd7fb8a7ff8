"""The answer to a query as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from kneegraph import vocab
from kneegraph.errors import QueryError
from kneegraph.notebook.looks import fragment
from kneegraph.notebook.markup import Markup, joined, link, tag
from kneegraph.notebook.tables import ROWS, table
from kneegraph.store import Result

if TYPE_CHECKING:
    from kneegraph.graph import Graph

_LONGEST = 300


def one_result(graph: Graph, result: Result) -> Markup:
    """The first rows, or triples; a yes or no in a word; what went wrong where they cannot be read."""
    del graph  # an answer has its own words
    if result.form == "ASK":
        return fragment(tag("p", tag("strong", "yes" if result else "no")))
    try:
        found = result.head(ROWS + 1)
    except QueryError as error:
        return fragment(tag("p", tag("strong", "This answer could not be read: "), str(error)))
    rows = [[_cell(term) for term in row] for row in found[:ROWS]]
    return fragment(table(result.columns, rows), tag("p", tag("small", result.count_line(len(found), ROWS))))


def _cell(term: object) -> object:
    if isinstance(term, NamedNode):
        return _address(term.value)
    if not isinstance(term, Literal):
        return None if term is None else str(term)
    for datatype, read in ((vocab.XSD + "integer", int), (vocab.XSD + "decimal", float), (vocab.XSD + "double", float)):
        if term.datatype.value == datatype:
            return _number(term.value, read)
    cut = term.value if len(term.value) <= _LONGEST else f"{term.value[: _LONGEST - 1]}…"
    return joined(cut, tag("small", f" @{term.language}")) if term.language and term.language != "en" else cut


def _number(text: str, read: type[int] | type[float]) -> object:
    try:
        return read(text)
    except ValueError:
        return text


def _address(iri: str) -> Markup:
    """Names of ours and of known vocabularies in short, since nothing may answer there; other addresses lead there."""
    short = vocab.short(iri)
    return tag("span", short, title=iri) if short != iri else link(iri, iri)
