"""DuckDB: the engine inside the process, which spills to disk what its memory does not hold."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import duckdb

from kneegraph.assembly.engine import Row
from kneegraph.errors import AssemblyError, DataError

_BATCH = 10_000
#: The longest line that is read: what one value may hold at most, and more.
_LONGEST = 24 << 20
_LINES = (
    "auto_detect = false, header = false, delim = chr(1), quote = '', escape = '',"
    f" max_line_size = {_LONGEST}, buffer_size = {2 * _LONGEST}"
)
#: Functions that Spark has under these names.
_MACROS = (
    "regexp_like(value, pattern) AS regexp_matches(value, pattern)",
    "sha2(value, bits) AS sha256(value)",
)
#: Rows are handed over in a file, which is fifty times as fast as one by one. NULL is a cell that no identifier can be.
_NULL = "\\N"


class DuckTables:
    """Tables in a database file in a folder of its own, where it spills, too."""

    name = "duckdb"

    def __init__(self, work: Path, *, memory: str = "2GB", threads: int | None = None) -> None:
        """Work in this folder, with at most so much memory (`2GB`), on so many threads (None: one for each core)."""
        self._work = work
        work.mkdir(parents=True, exist_ok=True)
        with _told():
            self._db = duckdb.connect(str(work / "assembly.duckdb"))
            settings = {"memory_limit": memory, "temp_directory": str(work / "spill"), "preserve_insertion_order": "false"}
            settings |= {"threads": str(threads)} if threads else {}
            for name, value in settings.items():
                self._db.execute(f"SET {name} = {_quoted(value)}")
            for macro in _MACROS:
                self._db.execute(f"CREATE OR REPLACE MACRO {macro}")

    @property
    def version(self) -> str:
        """That of the library."""
        return duckdb.__version__

    def give(self, table: str, columns: Mapping[str, str], rows: Iterable[Row]) -> None:
        """Make a table of rows that are at hand."""
        path = self._work / f"{table}.csv"
        with path.open("w", encoding="utf-8", newline="") as out:
            csv.writer(out, lineterminator="\n").writerows([_NULL if cell is None else cell for cell in row] for row in rows)
        types = ", ".join(f"{_quoted(name)}: {_quoted(kind)}" for name, kind in columns.items())
        form = f"header = false, quote = '\"', escape = '\"', delim = ',', nullstr = {_quoted(_NULL)}, new_line = '\\n'"
        found = f"read_csv({_quoted(str(path))}, columns = {{{types}}}, auto_detect = false, strict_mode = true, {form})"
        self.keep(table, f"SELECT * FROM {found}")
        path.unlink()

    def lines(self, path: Path) -> str:
        """The lines of a text file, or of all files of a folder, as a relation with the one column `line`."""
        pattern = str(path / "*") if path.is_dir() else str(path)
        return f"read_csv({_quoted(pattern)}, columns = {{'line': 'VARCHAR'}}, {_LINES})"

    def read(self, table: str, columns: Mapping[str, str], path: Path) -> None:
        """Make a table of a Parquet file, or of a folder of such files."""
        pattern = str(path / "*.parquet") if path.is_dir() else str(path)
        chosen = ", ".join(f'CAST("{name}" AS {kind}) AS "{name}"' for name, kind in columns.items())
        try:
            self._db.execute(f"CREATE OR REPLACE TABLE {table} AS SELECT {chosen} FROM read_parquet({_quoted(pattern)})")
        except duckdb.Error as error:
            raise DataError(f"cannot be read as the table {table}: {_first_line(error)}", path=path) from error

    def keep(self, table: str, query: str) -> None:
        """Run a query and keep what it gives as a table."""
        with _told():
            self._db.execute(f"CREATE OR REPLACE TABLE {table} AS {query}")

    def view(self, table: str, query: str) -> None:
        """Name a query."""
        with _told():
            self._db.execute(f"CREATE OR REPLACE VIEW {table} AS {query}")

    def fetch(self, query: str) -> Iterator[Row]:
        """Run a query and hand out its rows, batch by batch."""
        with _told():
            cursor = self._db.cursor().execute(query)
            while rows := cursor.fetchmany(_BATCH):
                yield from rows

    def write(self, query: str, path: Path) -> None:
        """Write what a query gives, in its order, as a Parquet file."""
        with _told():
            self._db.execute(f"COPY ({query}) TO {_quoted(str(path))} (FORMAT parquet, COMPRESSION zstd)")

    def write_lines(self, query: str, path: Path) -> None:
        """Write the only column of a query as lines of text."""
        plain = "FORMAT csv, HEADER false, QUOTE '', ESCAPE '', DELIMITER '\x01'"
        with _told():
            self._db.execute(f"COPY ({query}) TO {_quoted(str(path))} ({plain})")

    def listed(self, value: str, by: str) -> str:
        """An aggregate: the list of the values of a group that are not NULL, sorted by something distinct; may be empty."""
        # Sorting lists that are made takes half the time of an aggregate that sorts.
        kept = f"FILTER (WHERE {value} IS NOT NULL)"
        found = f"list({value}) {kept}" if value == by else f"list({{'place': {by}, 'value': {value}}}) {kept}"
        listed = f"list_sort({found})" if value == by else f"[one.value for one in list_sort({found})]"
        return f"coalesce({listed}, CAST([] AS VARCHAR[]))"

    def close(self) -> None:
        """Let go of the database."""
        self._db.close()


def a_quarter() -> str:
    """A quarter of this machine's memory, at least 1 GB, and so much where it does not tell."""
    try:
        whole = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, OSError, ValueError):  # Windows
        whole = 0
    return f"{max(1024, whole >> 22)}MiB"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _first_line(error: Exception) -> str:
    return str(error).split("\n", 1)[0]


@contextmanager
def _told() -> Iterator[None]:
    """Tell what DuckDB complains of in our own words."""
    try:
        yield
    except duckdb.OutOfMemoryException as error:
        reason = f"DuckDB ran out of memory: {_first_line(error)}; give it more (--memory 4GB), or more room on disk"
        raise AssemblyError(reason) from error
    except duckdb.IOException as error:
        raise OSError(_first_line(error)) from error
    except duckdb.Error as error:
        raise AssemblyError(f"DuckDB could not do it: {_first_line(error)}") from error
