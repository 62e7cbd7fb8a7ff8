"""Where graphs come from: files, the packaged data, a remote endpoint. What a loaded graph holds has been checked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kneegraph import files, rdf
from kneegraph.analysis.evidence.weights import Weights
from kneegraph.errors import EndpointError
from kneegraph.graph import Graph
from kneegraph.parts import Progress
from kneegraph.passages import Texts
from kneegraph.queries import query_folders
from kneegraph.store import DiskStore
from kneegraph.stored import build_store
from kneegraph.validate.invariants import invariants

if TYPE_CHECKING:
    from kneegraph.store import RemoteStore

__all__ = ["build_store", "connect", "load", "open_store"]


def load(
    *paths: str | Path,
    collection: str | Sequence[str] = (),
    tier: str | Sequence[str] = (),
    source: str | Sequence[str] = (),
    as_of: int | None = None,
    texts: str | Path | None = None,
    weights: str | Path | None = None,
) -> Graph:
    """The packaged graph, or that of the given files and folders (`"packaged"` among them stands for the packaged data).

    `collection`, `tier`, `source` and `as_of` (a year) look at a part of the sources only. `texts` is the folder of the
    sources' own texts, for exact quotations. `weights` is a file of what evidence weighs; without it, that of the folder, or
    the packaged one. Raises DataError with file and line for data that cannot be used,
    UnknownTermError for a restriction to something that is not there. Cost: linear in the triples.

    >>> load().claim("weak glute med", "causes", "knee cave").standing.value
    'qualified'
    """
    reading = files.read(files.data_files(paths))
    corpus, problems = rdf.from_quads(reading.quads)
    problem = next(iter(problems or invariants(corpus)), None)
    if problem is not None:
        raise reading.error(problem)
    chosen = Weights.read(Path(weights)) if weights else Weights.beside(files.data_files(paths))
    graph = Graph(corpus, quads=reading.quads, texts=_texts(texts), queries=query_folders(paths), weights=chosen)
    return graph.restricted(collection=collection, tier=tier, source=source, as_of=as_of)


def connect(
    url: str,
    *,
    default_graph: str | Sequence[str] = (),
    timeout: float = 30.0,
    texts: str | Path | None = None,
    progress: Progress | None = None,
) -> Graph:
    """The graph behind a SPARQL 1.1 endpoint that holds kneegraph data.

    Queries are answered there; of the claims, what a question is about is fetched as it is asked, in batches, and kept.
    `default_graph` is the address of the graph that holds the data, or several, where the endpoint's own default graph
    does not. `timeout` is in seconds, for each question, further tries included. Raises EndpointError.
    """
    from kneegraph.store import RemoteStore

    homes = (default_graph,) if isinstance(default_graph, str) else default_graph
    graph = Graph.behind(RemoteStore(url, timeout, default_graphs=homes), texts=_texts(texts), progress=progress)
    if not graph.corpus.relations:
        raise EndpointError(_no_data(RemoteStore(url, timeout), homes))
    return graph


def _no_data(store: RemoteStore, homes: Sequence[str]) -> str:
    """Why there are no relations where they were looked for, and where they are."""
    rows = store.query("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?relation a kg:Relation } } ORDER BY ?g LIMIT 3")
    elsewhere = [str(row["g"]) for row in rows]
    where = f"in {' and '.join(homes)}" if homes else "in its default graph"
    if elsewhere:
        return (
            f"{store.url} holds no kneegraph data {where}; there is some in the graph {', '.join(elsewhere)}: name that graph"
        )
    return f"{store.url} holds no kneegraph data {where}: load there what 'kneegraph build -o graph.nq' writes"


def open_store(folder: str | Path, *, texts: str | Path | None = None) -> Graph:
    """The graph in a store on disk, as `build_store` made it; opened read-only, by as many processes as like.

    Raises StoreError for a folder that is none or is damaged. Cost: independent of the size.
    """
    return Graph.behind(DiskStore(Path(folder)), texts=_texts(texts))


def _texts(folder: str | Path | None) -> Texts | None:
    return Texts.open(Path(folder)) if folder else None
