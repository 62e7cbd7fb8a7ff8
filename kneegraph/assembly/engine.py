"""What an engine must do: hold tables, run SQL, and say the few things in which the dialects differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Protocol

#: A row of a table.
Row = tuple[object, ...]


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

    def lines(self, path: Path) -> str:
        """The lines of a text file, or of all files of a folder, as a relation with the one column `line`."""
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


def count(engine: Tables, *tables: str) -> int:
    """How many rows some tables have together."""
    ((number,),) = engine.fetch(f"SELECT {' + '.join(f'(SELECT count(*) FROM {table})' for table in tables)}")
    return int(str(number))
