"""What a store keeps beside its triples, in one SQLite file of the generation: indexes for what triples alone answer slowly.

The file is written once, at build time, and only read afterwards. Which tables it has is the business of those that write
and read them; here it is made, opened without a lock by as many processes as like, and its failures are made ours.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path

from kneegraph.errors import StoreError

#: What the file is called in the folder of its generation, where the manifest lists it with the other data files.
NAME = "beside.sqlite"
#: So many values may stand in one statement.
_MOST_VALUES = 30_000
_PAGES = -64 * 1024  # KiB of cache while it is written


class Beside:
    """The file beside a store, opened when it is first asked; by every process for itself, since none may cross a fork."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._opened: tuple[int, sqlite3.Connection] | None = None

    def rows(self, sql: str, values: Sequence[object] = ()) -> Iterator[tuple[object, ...]]:
        """The rows of a SELECT of our own making, as they come; none for a text that is none (half a surrogate pair), since
        no such text is in the file. Raises StoreError.
        """
        with _ours(self._path), suppress(UnicodeEncodeError):
            yield from self._connection().execute(sql, values)

    def among(self, sql: str, values: Iterable[object], *before: object) -> Iterator[tuple[object, ...]]:
        """The rows of a SELECT in which `{}` stands for a list of values, batch by batch, after the values `before`."""
        waiting = iter(values)
        while batch := list(islice(waiting, _MOST_VALUES)):
            yield from self.rows(sql.format(", ".join("?" * len(batch))), [*before, *batch])

    def has(self, table: str) -> bool:
        """Whether it has a table; one that an older version made may lack some."""
        return any(True for _ in self.rows("SELECT 1 FROM sqlite_master WHERE name = ?", [table]))

    def _connection(self) -> sqlite3.Connection:
        if self._opened is None or self._opened[0] != os.getpid():
            address = f"{self._path.absolute().as_uri()}?mode=ro&immutable=1"
            # The library takes turns by itself where threads share a connection.
            self._opened = os.getpid(), sqlite3.connect(address, uri=True, check_same_thread=False)
        return self._opened[1]


class Writing:
    """The file in the making. Tables are made and filled in any order; it is whole once it has been closed."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def make(self, *statements: str) -> None:
        """Run statements that make tables and indexes, or fill one table from another."""
        for statement in statements:
            self._connection.execute(statement)

    def rows(self, sql: str) -> Iterator[tuple[object, ...]]:
        """The rows of a SELECT over what was written so far."""
        yield from self._connection.execute(sql)

    def update(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        """Run a statement with the values of each row."""
        self._connection.executemany(statement, rows)

    def insert(self, table: str, rows: Iterable[Sequence[object]]) -> None:
        """Add rows, all of one length. Cost: linear."""
        waiting = iter(rows)
        first = next(waiting, None)
        if first is not None:
            statement = f"INSERT INTO {table} VALUES ({', '.join('?' * len(first))})"
            self._connection.execute(statement, first)
            self._connection.executemany(statement, waiting)


@contextmanager
def write(path: Path) -> Iterator[Writing]:
    """Make the file anew. It is on disk when this ends; after an error there is none. Raises StoreError."""
    path.unlink(missing_ok=True)
    with _ours(path):
        connection = sqlite3.connect(path, isolation_level=None)
        try:
            for setting in ("journal_mode = OFF", "synchronous = OFF", f"cache_size = {_PAGES}", "temp_store = FILE"):
                connection.execute(f"PRAGMA {setting}")
            connection.execute("BEGIN")
            yield Writing(connection)
            connection.execute("COMMIT")
        except BaseException:
            connection.close()
            path.unlink(missing_ok=True)
            raise
        connection.close()
    with path.open("rb") as written:
        os.fsync(written.fileno())


@contextmanager
def change(path: Path) -> Iterator[Writing]:
    """Change the file before it is put in its place. Raises StoreError."""
    with _ours(path):
        connection = sqlite3.connect(path, isolation_level=None)
        try:
            connection.execute("BEGIN")
            yield Writing(connection)
            connection.execute("COMMIT")
        finally:
            connection.close()


@contextmanager
def _ours(path: Path) -> Iterator[None]:
    """What SQLite says went wrong, as an error of ours."""
    try:
        yield
    except sqlite3.Error as error:
        raise StoreError(f"{NAME} cannot be used: {error}; build the store again", path=path.parent) from error
