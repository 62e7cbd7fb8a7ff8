"""What a SPARQL query is, read from its tokens before any engine sees it: its form, its graphs, what must be refused."""

from kneegraph.sparql.limits import MAX_DEPTH, MAX_GROWTH, MAX_ITEMS, MAX_LENGTH, MAX_PARTS
from kneegraph.sparql.names import graphs
from kneegraph.sparql.reading import bound, changes, form
from kneegraph.sparql.tokens import Token, offset, place, spread, tokens

__all__ = [
    "MAX_DEPTH",
    "MAX_GROWTH",
    "MAX_ITEMS",
    "MAX_LENGTH",
    "MAX_PARTS",
    "Token",
    "bound",
    "changes",
    "form",
    "graphs",
    "offset",
    "place",
    "spread",
    "tokens",
]
