"""Data files as inputs: what to call them, the digest of their bytes, and their content as N-Quads."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from pyoxigraph import BlankNode, Quad, RdfFormat

from kneegraph import files, rdf
from kneegraph.errors import DataError
from kneegraph.files.paths import format_of, packed
from kneegraph.rdf.lines import quad_pieces
from kneegraph.store.building import Input

#: Told what is being done, how much of it is done, and how much there is.
Progress = Callable[[str, int, int], None]


class Meter:
    """Adds up the bytes that the files have given."""

    def __init__(self, tell: Progress, total: int) -> None:
        self._tell = tell
        self._total = total
        self._done = 0

    def skip(self, number: int) -> None:
        """So many bytes more are done."""
        self._done += number
        self._tell("reading", self._done, self._total)


def file_input(path: Path, place: int, meter: Meter) -> Input:
    """A data file as the input at this place. Raises DataError for one that cannot be read."""
    plain = format_of(path) in (RdfFormat.N_QUADS, RdfFormat.N_TRIPLES) and not packed(path)
    return Input(path.name, _sha256(path), lambda: _pieces(path, place, meter), path if plain else None)


def ontology_input() -> Input:
    """The relations that come with kneegraph, as an input."""
    return file_input(files.packaged("data", "ontology.ttl"), 0, Meter(lambda *_: None, 0))


def _pieces(path: Path, place: int, meter: Meter) -> Iterator[bytes]:
    """What a file states, as N-Quads; blank nodes are named by the place of the file and their order in it."""
    return quad_pieces(_steady(rdf.stated(files.read_quads(path, meter.skip)), place))


def _steady(quads: Iterable[Quad], place: int) -> Iterator[Quad]:
    """The quads with blank nodes named by input and order of appearance."""
    names: dict[object, BlankNode] = {}

    def steady(node: Any) -> Any:
        if not isinstance(node, BlankNode):
            return node
        return names.get(node) or names.setdefault(node, BlankNode(f"i{place}n{len(names)}"))

    for quad in quads:
        if isinstance(quad.object, BlankNode) or isinstance(quad.subject, BlankNode) or isinstance(quad.graph_name, BlankNode):
            yield Quad(*(steady(node) for node in quad))
        else:
            yield quad


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as content:
            return hashlib.file_digest(content, "sha256").hexdigest()
    except OSError as error:
        raise DataError(f"cannot be read: {error.strerror}", path=path) from error
