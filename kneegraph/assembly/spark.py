"""Apache Spark: the engine for what one machine does not hold. Tables are Parquet in a folder that all workers see."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from kneegraph.assembly.engine import Row
from kneegraph.assembly.schema import BIG, BOOL, INT, REAL, TEXT
from kneegraph.errors import AssemblyError, DataError, MissingLibraryError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

#: Rows that go over to the engine together.
_BATCH = 100_000
#: The types of columns as Arrow calls them.
_ARROW = {TEXT: "string", INT: "int32", BIG: "int64", REAL: "float64", BOOL: "bool"}
_SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.parser.escapedStringLiterals": "true",
    "spark.sql.adaptive.enabled": "true",
}


class SparkTables:
    """A session on a cluster (or, with `local[*]`, in a process of its own), made when it is first used."""

    name = "spark"

    def __init__(self, work: Path, *, master: str = "local[*]", memory: str = "2GB") -> None:
        """Keep tables in `work`, which driver and workers must see under the same path; an executor has so much memory.

        Other settings are those of Spark's own configuration (`spark-defaults.conf`).
        """
        self._work = work
        self._master = master
        self._settings = {
            **_SETTINGS,
            "spark.executor.memory": memory.lower().removesuffix("b"),
            "spark.driver.memory": memory.lower().removesuffix("b"),
        }
        self._made: SparkSession | None = None

    @property
    def version(self) -> str:
        """That of Spark."""
        return str(self._session.version)

    @property
    def _session(self) -> SparkSession:
        if self._made is None:
            self._made = _session(self._master, self._settings)
            self._made.sparkContext.setLogLevel("ERROR")
        return self._made

    def give(self, table: str, columns: Mapping[str, str], rows: Iterable[Row]) -> None:
        """Make a table of rows that are at hand: written here, batch by batch, to where all workers see it."""
        import pyarrow
        from pyarrow import parquet

        schema = pyarrow.schema([(name, pyarrow.type_for_alias(_ARROW[kind])) for name, kind in columns.items()])
        folder = self._work / table
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        waiting = iter(rows)
        with parquet.ParquetWriter(folder / "part.parquet", schema) as out:
            while batch := list(islice(waiting, _BATCH)):
                cells = zip(*batch, strict=True)
                arrays = [pyarrow.array(column, field.type) for column, field in zip(cells, schema, strict=True)]
                out.write_table(pyarrow.table(arrays, schema=schema))
        with self._told():
            types = ", ".join(f"`{name}` {kind}" for name, kind in columns.items())
            self._session.read.schema(types).parquet(str(folder)).createOrReplaceTempView(table)

    def lines(self, path: Path) -> str:
        """The lines of a text file, or of all files of a folder, as a relation with the one column `line`."""
        return f"(SELECT value AS line FROM text.`{path}`)"

    def read(self, table: str, columns: Mapping[str, str], path: Path) -> None:
        """Make a table of a Parquet file, or of a folder of such files."""
        chosen = [f"CAST(`{name}` AS {kind}) AS `{name}`" for name, kind in columns.items()]
        from pyspark.errors import PySparkException

        try:
            self._session.read.parquet(str(path)).selectExpr(*chosen).createOrReplaceTempView(table)
        except PySparkException as error:
            raise DataError(f"cannot be read as the table {table}: {_first_line(error)}", path=path) from error

    def keep(self, table: str, query: str) -> None:
        """Run a query and keep what it gives as a table. It is written, so that what goes on from it does not begin anew."""
        folder = self._work / table
        with self._told():
            frame = self._session.sql(query)
            frame.write.parquet(str(folder), mode="overwrite")
            self._session.read.schema(frame.schema).parquet(str(folder)).createOrReplaceTempView(table)

    def view(self, table: str, query: str) -> None:
        """Name a query."""
        with self._told():
            self._session.sql(query).createOrReplaceTempView(table)

    def fetch(self, query: str) -> Iterator[Row]:
        """Run a query and hand out its rows, partition by partition."""
        with self._told():
            yield from map(tuple, self._session.sql(query).toLocalIterator())

    def write(self, query: str, path: Path) -> None:
        """Write what a query gives, in its order, as a folder of Parquet files."""
        with self._told():
            self._session.sql(query).write.parquet(str(path), mode="overwrite")

    def write_lines(self, query: str, path: Path) -> None:
        """Write the only column of a query as lines of text, to a folder of files."""
        with self._told():
            self._session.sql(query).write.text(str(path))

    def listed(self, value: str, by: str) -> str:
        """An aggregate: the list of the values of a group that are not NULL, sorted by something distinct; may be empty."""
        pairs = f"collect_list(CASE WHEN {value} IS NOT NULL THEN struct({by} AS place, {value} AS value) END)"
        return f"transform(array_sort({pairs}), one -> one.value)"

    def close(self) -> None:
        """End the session."""
        if self._made is not None:
            self._made.stop()
            self._made = None

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Tell what Spark complains of in our own words."""
        session = self._session
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException

        try:
            yield
        except (PySparkException, Py4JError) as error:
            raise AssemblyError(f"Spark ({session.sparkContext.master}) could not do it: {_first_line(error)}") from error


def _session(master: str, settings: Mapping[str, str]) -> SparkSession:
    """A session. Raises MissingLibraryError without pyspark, AssemblyError without Java or a cluster that answers."""
    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise MissingLibraryError("pyspark", extra="spark") from error
    if shutil.which("java") is None and not _java_home():
        raise AssemblyError("Spark needs Java 17 or newer, and there is none: install your system's openjdk-17-jre-headless")
    builder = SparkSession.builder.appName("kneegraph assemble").master(master)
    for name, value in settings.items():
        builder = builder.config(name, value)
    try:
        return builder.getOrCreate()
    except Exception as error:  # whatever Java says: no cluster, no port, no memory
        raise AssemblyError(f"Spark does not start on {master}: {_first_line(error)}") from error


def _java_home() -> bool:
    import os

    home = os.environ.get("JAVA_HOME")
    return bool(home) and Path(str(home), "bin", "java").exists()


def _first_line(error: Exception) -> str:
    return str(error).strip().split("\n", 1)[0]
