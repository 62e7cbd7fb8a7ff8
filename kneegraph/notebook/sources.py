"""Sources as a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kneegraph.model import Source
from kneegraph.notebook.looks import fragment
from kneegraph.notebook.markup import Markup, link
from kneegraph.notebook.tables import ROWS, more, table

if TYPE_CHECKING:
    from kneegraph.graph import Graph


def all_source(graph: Graph, sources: Sequence[Source]) -> Markup:
    """Who, when, what, and of which tier and collection."""
    del graph
    rows = [
        [one.creator or one.publisher, one.year, link(one.title, one.url), one.tier.value, one.collection]
        for one in sources[:ROWS]
    ]
    return fragment(table(["who", "year", "title", "tier", "collection"], rows), more(len(sources), ROWS, "source"))


def columns_source(graph: Graph, sources: Sequence[Source]) -> dict[str, list[object]]:
    """The same and more as columns."""
    del graph
    return {
        "id": [one.id for one in sources],
        "creator": [one.creator for one in sources],
        "year": [one.year for one in sources],
        "title": [one.title for one in sources],
        "publisher": [one.publisher for one in sources],
        "tier": [one.tier.value for one in sources],
        "collection": [one.collection for one in sources],
        "kind": [one.kind for one in sources],
        "url": [one.url for one in sources],
    }
