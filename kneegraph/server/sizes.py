"""How much is in each graph of a store, counted by the workers once for each store."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from kneegraph.errors import StoppedQueryError
from kneegraph.server.pool import Ask, Pool
from kneegraph.store.manifest import Manifest

_EACH = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
_ALL = "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?s ?p ?o { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } } }"


@dataclass(frozen=True, slots=True)
class Counted:
    """Triples by graph (`""` for the default graph), and all of them, each once; what could not be counted is not there."""

    graphs: Mapping[str, int] = field(default_factory=dict)
    triples: int | None = None


class Sizes:
    """Counts what a pool answers from. What a limit stops, as in a very large store, is asked again next time."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._known: tuple[str, Counted] = ("", Counted())

    async def of(self, manifest: Manifest) -> Counted:
        """The sizes of the store of this manifest."""
        if self._known[0] == manifest.sha256:
            return self._known[1]
        try:
            named = {row["g"]["value"]: int(row["n"]["value"]) for row in await self._rows(_EACH)}
        except StoppedQueryError:
            return Counted()
        graphs = {"": manifest.counts["quads"] - sum(named.values()), **named}
        try:
            (row,) = await self._rows(_ALL)
        except StoppedQueryError:
            return Counted(graphs)
        self._known = manifest.sha256, Counted(graphs, int(row["n"]["value"]))
        return self._known[1]

    async def _rows(self, query: str) -> list[dict[str, dict[str, str]]]:
        async with self._pool.answer(Ask(query, "json")) as answer:
            content = b"".join([chunk async for chunk in answer.chunks])
        found: list[dict[str, dict[str, str]]] = json.loads(content)["results"]["bindings"]
        return found
