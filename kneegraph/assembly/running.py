"""`kneegraph assemble`: from data files or tables to a folder of results, on either engine."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

from kneegraph import __version__, files
from kneegraph.analysis.evidence.weights import Weights
from kneegraph.assembly.checked import check_claims, checked_frame
from kneegraph.assembly.engine import Tables
from kneegraph.assembly.frame import framed
from kneegraph.assembly.from_corpus import give_frame
from kneegraph.assembly.inputs import Meter, file_input
from kneegraph.assembly.output import Results, results_folder
from kneegraph.assembly.reading import Reading
from kneegraph.assembly.schema import INPUTS, RESULTS
from kneegraph.assembly.sql.lines import derived_lines
from kneegraph.assembly.steps import Progress, assemble_tables
from kneegraph.assembly.tables import input_tables, raw_tables
from kneegraph.errors import DataError
from kneegraph.model import Corpus

#: The engines there are.
ENGINES = ("duckdb", "spark")
_WORK = "work"


def assemble(
    paths: Sequence[str | Path],
    output: Path,
    *,
    engine: str = "duckdb",
    master: str | None = None,
    memory: str = "2GB",
    weights: Path | None = None,
    keep_tables: bool = False,
    progress: Progress = lambda *_: None,
) -> Results:
    """Make tallies, masses and contradictions of all claims in data files, or in one folder of Parquet tables.

    `output` is a folder; it holds its old results until the new ones are whole. The memory is that of DuckDB, or of each
    executor of Spark. With `keep_tables` the tables that were read are written, too, for another engine to read. Raises
    DataError for data and folders that cannot be used, AssemblyError for what the engine cannot do. Cost: linear but for
    sorting; of data files, relations, concepts and sources are held in memory.
    """
    tables = _tables(paths)
    chosen = [path for _, path in sorted(tables.items())] if tables else list(files.data_files(paths))
    weighing = Weights.read(weights) if weights else Weights.beside(chosen)
    inputs = tuple({"name": path.name, "sha256": _digest(path)} for path in chosen)
    with results_folder(output) as folder:
        (folder / _WORK).mkdir()
        with closing(open_engine(engine, folder / _WORK, master=master, memory=memory)) as opened:
            frame = None
            for table, path in tables.items():
                opened.read(table, INPUTS[table], path)
            if not tables:
                frame = framed(opened, _give_files(opened, chosen, folder / _WORK), weighing)
            assemble_tables(opened, weighing, progress, frame=frame)
            made = _written(opened, folder, inputs, weighing)
            if keep_tables:
                write_tables(opened, folder / "tables")
        _clear(folder / _WORK)
        made.write(folder)
    return made


def open_engine(name: str, work: Path, *, master: str | None, memory: str) -> Tables:
    """An engine that works in this folder. Nothing is imported of the other one."""
    if name == "spark":
        from kneegraph.assembly.spark import SparkTables

        return SparkTables(work, master=master or "local[*]", memory=memory)
    from kneegraph.assembly.duck import DuckTables

    return DuckTables(work, memory=memory)


def write_tables(engine: Tables, folder: Path) -> None:
    """Write the tables that are assembled as Parquet, in the form in which `assemble` reads them."""
    folder.mkdir()
    for table in INPUTS:
        engine.write(f"SELECT * FROM {table}", folder / f"{table}.parquet")


def _tables(paths: Sequence[str | Path]) -> dict[str, Path]:
    """The tables in the folder that is given, if it is one of tables. Raises DataError where some are missing."""
    folder = Path(paths[0]) if len(paths) == 1 else None
    if folder is None or not (folder / "assertion.parquet").exists():
        return {}
    found = {table: folder / f"{table}.parquet" for table in INPUTS}
    missing = [path.name for path in found.values() if not path.exists()]
    if missing:
        raise DataError(f"lacks {', '.join(missing)} (docs/scale.md lists the tables)", path=folder)
    return found


def _give_files(engine: Tables, paths: Sequence[Path], work: Path) -> Corpus:
    """Read data files, check them, and make the tables of them; what is not N-Quads in canonical form is written so first.

    Gives relations, concepts and sources.
    """
    reading = Reading(engine)
    meter = Meter(lambda *_: None, 0)
    for place, path in enumerate(paths):
        one = file_input(path, place, meter)
        if one.direct is None or not reading.add(place, one.direct):
            made = work / f"{place}.nq"
            with made.open("wb") as out:
                out.writelines(one.pieces())
            if not reading.add(place, made):
                raise DataError("was written as N-Quads that cannot be read back; please report this", path=path)
        if reading.is_empty(place):
            raise DataError("the file states nothing (is it empty, or cut off?)", path=path)
    reading.finish()
    raw_tables(engine)
    frame = checked_frame(engine, paths)
    check_claims(engine, frame, paths)
    input_tables(engine)
    give_frame(engine, frame)
    return frame


def _written(engine: Tables, folder: Path, inputs: tuple[dict[str, str], ...], weights: Weights) -> Results:
    for table, order in RESULTS.items():
        engine.write(f"SELECT * FROM {table} ORDER BY {order}", folder / f"{table}.parquet")
    engine.write_lines(derived_lines(), folder / "derived.nq")
    counted = (*INPUTS, *RESULTS)
    counts = _numbers(engine, " UNION ALL ".join(f"SELECT '{table}', count(*) FROM {table}" for table in counted))
    kinds = _numbers(engine, "SELECT kind, count(*) FROM contradiction GROUP BY kind ORDER BY min(rank)")
    said = asdict(weights)
    key = repr((sorted(one["sha256"] for one in inputs), said))
    return Results(
        kneegraph=__version__,
        engine=engine.name,
        engine_version=engine.version,
        sha256=hashlib.sha256(key.encode()).hexdigest(),
        inputs=inputs,
        weights=said,
        counts={table: counts[table] for table in counted},
        contradictions=kinds,
    )


def _numbers(engine: Tables, query: str) -> dict[str, int]:
    """What a query counts, by name."""
    return {str(name): int(str(number)) for name, number in engine.fetch(query)}


def _digest(path: Path) -> str:
    """The SHA-256 of a file, or of the names and digests of the Parquet files in a folder."""
    if path.is_dir():
        parts = [(part.name, _digest(part)) for part in sorted(path.glob("*.parquet"))]
        return hashlib.sha256(repr(parts).encode()).hexdigest()
    try:
        with path.open("rb") as content:
            return hashlib.file_digest(content, "sha256").hexdigest()
    except OSError as error:
        raise DataError(f"cannot be read: {error.strerror}", path=path) from error


def _clear(work: Path) -> None:
    """Take away what the engine has worked in."""
    import shutil

    shutil.rmtree(work, ignore_errors=True)
