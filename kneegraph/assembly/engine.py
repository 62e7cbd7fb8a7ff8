"""What runs SQL."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

#: The longest line that is read: what one value may hold at most, and more.
_LONGEST = 24 << 20
_CSV = """auto_detect = false, header = false, delim = ',', quote = '"', escape = '"'"""


#: A row of a table.
Row = tuple[object, ...]


class UnreadableError(Exception):
    """A file whose bytes are no lines of text."""


class Engine(Protocol):
    """Runs SQL over tables that it holds."""

    def run(self, sql: str) -> None:
        """Run a statement."""
        ...

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """The answer of a query."""
        ...

    def put(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """Make a table of texts out of rows."""
        ...

    def lines(self, path: Path) -> str:
        """The relation `lines(line)` of the lines of a text file, as SQL."""
        ...


class Tables(Protocol):
    """Tables by name, in whatever engine runs SQL over them. What it cannot do it tells by KneegraphError."""

    name: str

    @property
    def version(self) -> str:
        """That of the library."""
        ...

    def give(self, table: str, columns: Mapping[str, str], rows: Iterable[Row]) -> None:
        """Make a table of rows that are at hand; meant for what is small beside claims and assertions."""
        ...

    def read(self, table: str, columns: Mapping[str, str], path: Path) -> None:
        """Make a table of a Parquet file, or of a folder of such files. Raises DataError where a column is missing."""
        ...

    def keep(self, table: str, query: str) -> None:
        """Run a query and keep what it gives as a table."""
        ...

    def view(self, table: str, query: str) -> None:
        """Name a query; it is run where the name is used, so use it for what is cheap, or used once."""
        ...

    def fetch(self, query: str) -> Iterator[Row]:
        """Run a query and hand out its rows, never all of them at once."""
        ...

    def write(self, query: str, path: Path) -> None:
        """Write what a query gives, in its order, as Parquet: a file, or a folder of parts."""
        ...

    def write_lines(self, query: str, path: Path) -> None:
        """Write the only column of a query as lines of text: to a file, or a folder of parts."""
        ...

    def listed(self, value: str, by: str) -> str:
        """An aggregate: the list of the values of a group that are not NULL, sorted by something distinct; may be empty."""
        ...

    def close(self) -> None:
        """Let go of everything that is held."""
        ...


@contextmanager
def _told() -> Iterator[None]:
    """The engine's errors as ours."""
    import duckdb

    try:
        yield
    except duckdb.InvalidInputException as error:
        raise UnreadableError(str(error)) from error
    except duckdb.IOException as error:
        raise OSError(str(error).partition("\n")[0]) from error


class DuckDB:
    """DuckDB, embedded, in a file of its own."""

    def __init__(self, path: Path | str, *, memory: str = "1GB", spill: Path | None = None) -> None:
        import duckdb

        with _told():
            self._db = duckdb.connect(str(path))
        self.run(f"SET memory_limit = '{memory}'")
        self.run("SET preserve_insertion_order = false")
        if spill is not None:
            self.run(f"SET temp_directory = '{spill}'")
        self.run("CREATE OR REPLACE MACRO regexp_like(value, pattern) AS regexp_matches(value, pattern)")

    def run(self, sql: str) -> None:
        """Run a statement. Raises OSError where the disk is full."""
        with _told():
            self._db.execute(sql)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """The answer of a query. Raises UnreadableError for a file that is no text."""
        with _told():
            return self._db.execute(sql).fetchall()

    def put(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """Make a table of texts out of rows, through a file: rows one by one would take the engine a hundred times as long."""
        names = ", ".join(f"'{name}': 'VARCHAR'" for name in columns)
        with tempfile.NamedTemporaryFile("w", suffix=".csv", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows(rows)
            out.flush()
            self.run(f"CREATE TABLE {table} AS SELECT * FROM read_csv('{out.name}', {_CSV}, columns = {{{names}}})")

    def write_lines(self, query: str, path: Path) -> None:
        """Write the one column that a query gives as the lines of a text file."""
        self.run(f"COPY ({query}) TO '{path}' (FORMAT csv, HEADER false, QUOTE '', DELIMITER '')")

    def lines(self, path: Path) -> str:
        """The relation `lines(line)` of the lines of a text file, as SQL."""
        return (
            f"read_csv('{path}', delim = chr(1), quote = '', escape = '', header = false, columns = {{'line': 'VARCHAR'}},"
            f" auto_detect = false, max_line_size = {_LONGEST}, buffer_size = {2 * _LONGEST})"
        )

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()
