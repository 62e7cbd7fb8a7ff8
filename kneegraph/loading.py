"""Where graphs come from: files, the packaged data, a remote endpoint. What a loaded graph holds has been checked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kneegraph import files, rdf
from kneegraph.errors import KneegraphError
from kneegraph.graph import Graph
from kneegraph.passages import Texts
from kneegraph.validate.invariants import invariants


def load(
    *paths: str | Path,
    collection: str | Sequence[str] = (),
    tier: str | Sequence[str] = (),
    source: str | Sequence[str] = (),
    as_of: int | None = None,
    texts: str | Path | None = None,
) -> Graph:
    """The packaged graph, or that of the given files and folders (`"packaged"` among them stands for the packaged data).

    `collection`, `tier`, `source` and `as_of` (a year) look at a part of the sources only. `texts` is the folder of the
    sources' own texts, for exact quotations. Raises DataError with file and line for data that cannot be used,
    UnknownTermError for a restriction to something that is not there. Cost: linear in the triples.

    >>> load().claim("weak glute med", "causes", "knee cave").standing.value
    'qualified'
    """
    reading = files.read(files.data_files(paths))
    corpus, problems = rdf.from_quads(reading.quads)
    problem = next(iter(problems or invariants(corpus)), None)
    if problem is not None:
        raise reading.error(problem)
    graph = Graph(corpus, quads=reading.quads, texts=Texts.open(Path(texts)) if texts else None)
    return graph.restricted(collection=collection, tier=tier, source=source, as_of=as_of)


def connect(url: str, *, timeout: float = 30.0) -> Graph:
    """The graph behind a SPARQL 1.1 endpoint that holds kneegraph data.

    Queries are answered there; the claims are fetched once, whole, for everything else. Raises EndpointError.
    """
    from kneegraph.store import RemoteStore

    store = RemoteStore(url, timeout)
    corpus, problems = rdf.from_quads(store.quads())
    if problems:
        raise KneegraphError(f"{url} does not hold valid kneegraph data: {problems[0].resource}: {problems[0].message}")
    if not corpus.claims:
        raise KneegraphError(f"{url} holds no claims in its default graph")
    return Graph(corpus, store=store)
