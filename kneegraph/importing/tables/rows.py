"""What every format gives: rows of texts, or what is wrong with a row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

Progress = Callable[[int], None]


class Row(NamedTuple):
    """A row: its number, from 1 below the head, the line of the file on which it ends, and its cells in column order."""

    number: int
    line: int | None
    cells: Sequence[str]


class BadRow(NamedTuple):
    """A row that cannot be read, and why. `cells` are what could be read of it."""

    number: int
    line: int | None
    reason: str
    cells: Sequence[str] = ()


@dataclass(frozen=True)
class Table:
    """A table that can be read once: its columns, and its rows as a stream.

    `lenient`: a row may lack columns, as an object of JSON Lines may; then `seen` has the columns that there were in any row.
    """

    path: Path
    columns: Sequence[str]
    rows: Iterator[Row | BadRow]
    lenient: bool = False
    seen: frozenset[str] | set[str] = frozenset()
