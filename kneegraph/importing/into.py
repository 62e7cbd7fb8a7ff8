"""What an import makes: a file of RDF, or a store."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from pyoxigraph import RdfFormat, parse

from kneegraph import files
from kneegraph.assembly.inputs import ontology_input
from kneegraph.errors import DataError
from kneegraph.files.paths import format_of
from kneegraph.importing.reading import read_mapping
from kneegraph.importing.running import Imported, Tell, claims_as_lines, digest_of, reading
from kneegraph.store.building import Input
from kneegraph.store.manifest import Manifest
from kneegraph.stored import store_inputs
from kneegraph.turtle import write_turtle

_WRITTEN = (RdfFormat.N_QUADS, RdfFormat.N_TRIPLES, RdfFormat.TURTLE)


def import_to_file(
    tables: Sequence[str | Path],
    mapping: str | Path,
    output: str | Path,
    *,
    rejects: str | Path | None = None,
    workers: int = 1,
    progress: Tell | None = None,
) -> Imported:
    """Import tables into one `.nq`, `.nt` or `.ttl` file, plain or `.gz`. The old file stays until the new one is whole.

    Rows that cannot be taken in go to the file `rejects` (by default beside the output) with their numbers and reasons.
    `workers` are processes; more than one needs a program that may be imported anew. Raises DataError for a table or a
    mapping that cannot be used, and where nothing could be imported. Cost: linear; in memory the concepts, the sources
    and a part of the rows, but for Turtle, which is sorted, everything.
    """
    path = Path(output)
    form = format_of(path)
    if form not in _WRITTEN:
        raise DataError("the output's name must end in .nq, .nt or .ttl, plain or .gz", path=path)
    chosen, tell = read_mapping(Path(mapping)), progress or _silent
    with reading(_paths(tables), chosen, _rejects(path, rejects), tell) as work:
        lines = claims_as_lines(work, tell, workers=workers)
        files.write_atomic(path, _turtle(lines) if form is RdfFormat.TURTLE else lines)
        return work.summary()


def import_to_store(
    tables: Sequence[str | Path],
    mapping: str | Path,
    folder: str | Path,
    *,
    rejects: str | Path | None = None,
    workers: int = 1,
    progress: Tell | None = None,
) -> tuple[Imported, Manifest]:
    """Import tables into a store on disk, as `build_store` makes one, with tallies, standings and views.

    See `import_to_file`. The folder holds its old store until the new one is whole. An import that was killed reads the
    tables again, but loads into the store only what had not been loaded. Raises StoreError too.
    """
    path, tell = Path(folder), progress or _silent
    chosen, paths = read_mapping(Path(mapping)), _paths(tables)
    with reading(paths, chosen, _rejects(path, rejects), tell) as work:

        def pieces() -> Iterator[bytes]:
            return (text.encode() for text in claims_as_lines(work, tell, workers=workers))

        def skipped(place: int) -> None:
            if inputs[place].pieces is pieces:  # its file is that of an import that was killed; counted it must be
                for _ in pieces():
                    pass

        name = " ".join(one.name for one in (*paths, chosen.path))
        inputs = [ontology_input(), Input(name, digest_of(paths, chosen), pieces)]
        manifest = store_inputs(path, inputs, [files.packaged("data", "ontology.ttl")], tell, skipped=skipped)
        return work.summary(), manifest


def _turtle(lines: Iterator[str]) -> str:
    return write_turtle(quad for text in lines for quad in parse(text.encode(), RdfFormat.N_QUADS))


def _paths(tables: Sequence[str | Path]) -> list[Path]:
    return list(dict.fromkeys(map(Path, tables)))


def _rejects(output: Path, named: str | Path | None) -> Path:
    return Path(named) if named else output.with_name(f"{output.name}.rejects.tsv")


def _silent(what: str, done: int, total: int) -> None:
    """Tell nobody."""
