"""Cells to texts: what a mapping says of a field, made ready for the columns of one table."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from kneegraph.errors import DataError
from kneegraph.importing.mapping import BETWEEN, Cell, ColumnMapping
from kneegraph.importing.places import line_of_key
from kneegraph.importing.statements import RefusedError
from kneegraph.importing.tables import Table
from kneegraph.importing.tables.lines import wrong_byte
from kneegraph.nearest import suggestion

#: The text of a field in a row; empty where the row does not say.
Getter = Callable[[Sequence[str]], str]
#: Control characters that no text means, and lone surrogates.
_BAD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


def getters(mapping: ColumnMapping, table: Table) -> dict[str, Getter]:
    """For each field that the mapping speaks of, how its text comes out of a row of this table.

    Raises DataError, with the line in the mapping, for a column that the table does not have.
    """
    check_columns(mapping, table)
    places = {name: at for at, name in enumerate(table.columns)}
    names = dict.fromkeys((*mapping.cells, *mapping.constants))
    return {name: _getter(mapping.cells.get(name), mapping.constants.get(name, ""), places) for name in names}


def check_columns(mapping: ColumnMapping, table: Table, seen: frozenset[str] | None = None) -> None:
    """Raise DataError for a column of the mapping that the table lacks (`seen`: that none of its rows had)."""
    there = table.columns if seen is None else seen
    for column, keys in mapping.columns():
        if column not in there:
            message = f"{'.'.join(map(str, keys))}: {table.path.name} has no column {column!r}"
            near = suggestion(column, [*there]) or f"; it has: {', '.join(list(there)[:20])}"
            raise DataError(message + near, path=mapping.path, line=line_of_key(mapping.text, *keys))


def _getter(cell: Cell | None, constant: str, places: dict[str, int]) -> Getter:
    if cell is None:
        return lambda _: constant
    read = _reader(cell, places)
    values = cell.values
    if not values:
        return read if not constant else lambda cells: read(cells) or constant

    def renamed(cells: Sequence[str]) -> str:
        text = read(cells)
        return values.get(text, text) or constant

    return renamed


def _reader(cell: Cell, places: dict[str, int]) -> Getter:
    if len(cell.parts) == 1 and cell.columns and not cell.parts[0][0]:
        at = places[cell.columns[0]]
        return lambda cells: cells[at].strip()
    pieces = [(text, None if column is None else places[column]) for text, column in cell.parts]

    def filled(cells: Sequence[str]) -> str:
        values = [(text, "" if at is None else cells[at].strip()) for text, at in pieces]
        return "".join(text + value for text, value in values) if any(value for _, value in values) else ""

    return filled


def several(text: str, separator: str | None) -> tuple[str, ...]:
    """The values of a field that may have several, sorted, each once."""
    if not text:
        return ()
    pieces = text.split(BETWEEN)
    if separator:
        pieces = [piece for one in pieces for piece in one.split(separator)]
    return tuple(sorted({" ".join(piece.split()) for piece in pieces} - {""}))


def check_characters(cells: Sequence[str]) -> None:
    """Raise RefusedError for a row with a character that cannot be part of a text, or bytes that are none."""
    text = "\n".join(cells)
    if not _BAD.search(text):
        return
    bad = _BAD.search(text.replace(BETWEEN, ""))
    if bad is not None:
        raise RefusedError(wrong_byte(text) or f"has the control character U+{ord(bad.group()):04X}")
