"""Making a store on disk out of data files: read, checked, counted, and put in place as a whole."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from pyoxigraph import BlankNode, Quad, RdfFormat

from kneegraph import files, rdf
from kneegraph.errors import DataError
from kneegraph.files.paths import format_of, packed
from kneegraph.rdf.lines import quad_pieces
from kneegraph.store.building import Input, building
from kneegraph.store.manifest import Manifest

#: Told what is being done, how much of it is done, and how much there is (bytes, claims).
Progress = Callable[[str, int, int], None]


def build_store(folder: str | Path, *paths: str | Path, strict: bool = False, progress: Progress | None = None) -> Manifest:
    """Make a store on disk of the packaged data, or of these files and folders, with tallies, standings and views.

    The folder holds its old store, whole, until the new one is. What is not claims is stored too, named graphs included;
    with `strict` it is refused. Claims count in the default graph only. Raises DataError with file and line for data
    that cannot be used, StoreError for a folder that cannot be. Cost: linear; in memory, relations, concepts and sources.
    """
    chosen = files.data_files(paths)
    tell = progress or (lambda *_: None)
    meter = _Meter(tell, sum(path.stat().st_size for path in chosen))
    sizes = [path.stat().st_size for path in chosen]
    inputs = [_input(path, place, meter) for place, path in enumerate(chosen)]
    return store_inputs(folder, inputs, chosen, tell, strict=strict, skipped=lambda place: meter.skip(sizes[place]))


def store_inputs(
    folder: str | Path,
    inputs: Sequence[Input],
    paths: Sequence[Path],
    tell: Progress,
    *,
    skipped: Callable[[int], None],
    strict: bool = False,
) -> Manifest:
    """Make a store of inputs, checked and counted; `paths` are the files in which a problem is looked for.

    `skipped` is told the place of each input whose content need not be made: its file is taken as it is, or one that a build
    which was killed has made of it. See `build_store`.
    """
    from kneegraph.assembly.filling import fill_store

    with building(Path(folder), inputs) as work:
        return fill_store(work, inputs, paths, tell, skipped, strict=strict)


class _Meter:
    """Adds up the bytes that the files have given."""

    def __init__(self, tell: Progress, total: int) -> None:
        self._tell = tell
        self._total = total
        self._done = 0

    def skip(self, number: int) -> None:
        self._done += number
        self._tell("reading", self._done, self._total)


def _input(path: Path, place: int, meter: _Meter) -> Input:
    plain = format_of(path) in (RdfFormat.N_QUADS, RdfFormat.N_TRIPLES) and not packed(path)
    return Input(path.name, _sha256(path), lambda: _pieces(path, place, meter), path if plain else None)


def ontology_input() -> Input:
    """The relations that come with kneegraph, as an input."""
    return _input(files.packaged("data", "ontology.ttl"), 0, _Meter(lambda *_: None, 0))


def _pieces(path: Path, place: int, meter: _Meter) -> Iterator[bytes]:
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
