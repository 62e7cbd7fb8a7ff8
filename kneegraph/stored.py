"""Making a store on disk out of data files: read, checked, counted, and put in place as a whole."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import Any

from pyoxigraph import BlankNode, Quad, RdfFormat, serialize

from kneegraph import files, rdf
from kneegraph import vocab as v
from kneegraph.analysis.evidence.independence import Independence
from kneegraph.analysis.evidence.weights import Weights
from kneegraph.assembly.checked import check_claims, check_strict, checked_frame, terms
from kneegraph.assembly.digest import digest
from kneegraph.assembly.engine import DuckDB
from kneegraph.assembly.reading import QUADS, read_lines
from kneegraph.assembly.tables import SAID, TYPE, attributions, raw_tables
from kneegraph.assembly.tallies import derived_lines, make_masses, make_tallies
from kneegraph.assembly.terms import iri
from kneegraph.errors import DataError
from kneegraph.files.paths import format_of, packed
from kneegraph.model import Corpus
from kneegraph.rdf.index import key
from kneegraph.store.building import Building, Input, building
from kneegraph.store.manifest import Manifest

#: Told what is being done, how much of it is done, and how much there is (bytes, claims).
Progress = Callable[[str, int, int], None]
#: Quads that are written together.
_BATCH = 20_000


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
    with building(Path(folder), inputs) as work:
        engine = DuckDB(work.work / "tables.duckdb", spill=work.work / "spill")
        try:
            return _stored(work, engine, inputs, paths, tell, skipped, strict=strict)
        except DataError as error:
            if not _wants_packaged(engine, paths):
                raise
            raise _advised(error, paths) from None
        finally:
            engine.close()


def _stored(
    work: Building,
    engine: DuckDB,
    inputs: Sequence[Input],
    paths: Sequence[Path],
    tell: Progress,
    skipped: Callable[[int], None],
    *,
    strict: bool,
) -> Manifest:
    engine.run(f"CREATE OR REPLACE TABLE {QUADS}")
    contents = [_read(work, engine, place, one, skipped) for place, one in enumerate(inputs)]
    tell("checking", 0, 1)
    raw_tables(engine)
    frame = checked_frame(engine, paths)
    check_claims(engine, frame, paths)
    if strict:
        check_strict(engine, paths)
    counts = _counts(engine, paths)
    tell("checking", 1, 1)
    weights = Weights.beside(paths)
    key = _key(inputs, weights)
    derived = _derive(work, engine, frame, weights, tell)
    to_load = [derived, *contents]
    # The engine loads with more than one thread, and so does what counts: they share what there is.
    with ThreadPoolExecutor(1) as pool:
        loading = pool.submit(work.load, to_load, key, lambda number: tell("loading", number, len(to_load)))
        used, sha256 = terms(engine), digest(engine, repeated=False)
        loading.result()
    tell("finishing", 0, 1)
    if len(work) != _lines(engine, derived):
        sha256 = digest(engine)
    manifest = work.finish(sha256=sha256, counts=counts, terms=used)
    tell("finishing", 1, 1)
    return manifest


def _lines(engine: DuckDB, derived: Path) -> int:
    """How many quads were read and derived, each counted as often as it is stated."""
    read, made = "SELECT count(*) FROM quads", f"SELECT count(*) FROM {engine.lines(derived)}"
    return sum(int(engine.rows(query)[0][0]) for query in (read, made))


def _key(inputs: Sequence[Input], weights: Weights) -> str:
    """What stands for all that a store is made of."""
    return hashlib.sha256(repr(([one.sha256 for one in inputs], weights)).encode()).hexdigest()


def _read(work: Building, engine: DuckDB, place: int, one: Input, skipped: Callable[[int], None]) -> Path:
    """Put an input into the table of quads; gives the file of N-Quads that was read."""
    made = work.made(place)
    if made is None and one.direct is not None and read_lines(engine, place, one.direct):
        path = one.direct
        skipped(place)
    else:
        path = made or work.make(place)
        if made is not None:
            skipped(place)
        if not read_lines(engine, place, path):
            raise DataError("was written as N-Quads that cannot be read back; please report this", path=one.name)
    if not engine.rows(f"SELECT 1 FROM quads WHERE place = {place} LIMIT 1"):
        raise DataError("the file states nothing (is it empty, or cut off?)", path=one.direct or one.name)
    return path


def _counts(engine: DuckDB, paths: Sequence[Path]) -> dict[str, int]:
    """How much of each sort there is. Raises DataError where there are no claims."""
    tables = {"concepts": "known_concept", "sources": "known_source", "claims": "raw_claim", "assertions": "raw_assertion"}
    counts = {sort: int(engine.rows(f"SELECT count(*) FROM {table}")[0][0]) for sort, table in tables.items()}
    if not counts["claims"]:
        raise DataError("there are no claims", path=paths[-1])
    return counts


def _derive(work: Building, engine: DuckDB, frame: Corpus, weights: Weights, tell: Progress) -> Path:
    """Write what follows from the claims: tallies, standings, views, masses, keys of labels."""
    tell("counting", 0, 3)
    make_tallies(engine)
    tell("counting", 1, 3)
    make_masses(engine, Independence(frame.sources.values(), attributions(engine)), weights)
    tell("counting", 2, 3)
    path = work.work / "derived.nq"
    engine.write_lines(derived_lines(), path)
    with path.open("ab") as out:
        out.writelines(_written(rdf.label_quads(frame.concepts.values(), frame.sources.values())))
    tell("counting", 3, 3)
    return path


def _written(quads: Iterable[Quad]) -> Iterator[bytes]:
    """Quads as N-Quads, in pieces."""
    waiting = iter(quads)
    while batch := list(islice(waiting, _BATCH)):
        yield serialize(batch, format=RdfFormat.N_QUADS) or b""


def _wants_packaged(engine: DuckDB, paths: Sequence[Path]) -> bool:
    """Whether the packaged data are missing: they are not among the files, and without them there is too little."""
    packaged = [files.packaged("data", name) for name in ("concepts.ttl", "claims.ttl")]
    if any(path in paths for path in packaged):
        return False
    if not engine.rows(f"SELECT 1 FROM quads WHERE g = '' AND p = {iri(TYPE)} AND o = {iri(v.KG + 'Claim')} LIMIT 1"):
        return True
    known = {key(quad.subject) for path in packaged for quad in files.read_quads(path)}
    sorts = tuple(v.iri(sort, "") for sort in ("concept", "source", "claim"))
    named = ", ".join(iri(one) for one in sorted(known) if one.startswith(sorts))
    mentioned = f"SELECT s AS t FROM {SAID} WHERE s IN ({named}) UNION SELECT o FROM {SAID} WHERE o IN ({named})"
    classed = f"SELECT s FROM {SAID} WHERE p = {iri(TYPE)}"
    return bool(engine.rows(f"SELECT 1 FROM ({mentioned}) AS m WHERE t NOT IN ({classed}) LIMIT 1"))


def _advised(error: DataError, paths: Sequence[Path]) -> DataError:
    """The error with the command that adds these files to the packaged data."""
    own = " ".join(path.name for path in paths if path.parent != files.packaged("data"))
    advice = f"to build on the packaged data, add the word packaged (kneegraph build --store DIR packaged {own})"
    return DataError(f"{error.message}; {advice}", path=error.path, line=error.line, column=error.column)


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
    return _written(_steady(rdf.stated(files.read_quads(path, meter.skip)), place))


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
