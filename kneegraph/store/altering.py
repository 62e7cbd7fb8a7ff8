"""A new generation of data out of the one before: its files are shared, what is no more is taken out, what is new put in."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, RdfFormat, parse
from pyoxigraph import Store as Oxigraph


@dataclass(frozen=True, slots=True)
class Change:
    """What a store is to lose and to get: files of N-Quads, and holders of blank nodes with the property that leads there.

    Of a holder every such blank node goes, with all that is said of it, whatever its name; `came` has those it holds then.
    """

    gone: Path
    came: Path
    turned: Sequence[tuple[str, str]]


def linked(before: Path, data: Path) -> None:
    """Put the files of the triples of a generation into a new folder: those that never change as links, the rest as copies."""
    data.mkdir()
    for path in before.iterdir():
        if path.suffix == ".sst":
            os.link(path, data / path.name)
        elif path.name.startswith(("CURRENT", "MANIFEST", "OPTIONS", "IDENTITY")) or path.suffix in (".log", ".blob"):
            shutil.copyfile(path, data / path.name)


def alter(engine: Oxigraph, change: Change) -> None:
    """Take out what is gone and put in what came; a graph with nothing left is no more. Cost: linear in the change."""
    touched = set()
    for quad in _gone(engine, change):
        engine.remove(quad)
        touched.add(quad.graph_name)
    if change.came.stat().st_size:
        engine.bulk_load(path=str(change.came), format=RdfFormat.N_QUADS, lenient=True)
    for graph in touched:
        if not isinstance(graph, DefaultGraph) and not any(engine.quads_for_pattern(None, None, None, graph)):
            engine.remove_graph(graph)
    engine.flush()


def _gone(engine: Oxigraph, change: Change) -> Iterator[Quad]:
    for holder, way in change.turned:
        for link in list(engine.quads_for_pattern(NamedNode(holder), NamedNode(way), None, None)):
            if isinstance(link.object, BlankNode):
                yield from (link, *engine.quads_for_pattern(link.object, None, None, None))
    yield from parse(path=str(change.gone), format=RdfFormat.N_QUADS, lenient=True)
