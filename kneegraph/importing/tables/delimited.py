"""Rows of delimited text: CSV, TSV and their kin, as `csv` reads them."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

from kneegraph.errors import DataError
from kneegraph.importing.mapping import TableForm
from kneegraph.importing.tables.lines import Lines, TooLongError
from kneegraph.importing.tables.rows import BadRow, Progress, Row, Table

_DELIMITERS = {"csv": ",", "tsv": "\t"}


def open_delimited(path: Path, kind: str, form: TableForm, progress: Progress | None) -> Table:
    """The table in a file of delimited text; its first row names the columns, unless the mapping does."""
    lines = Lines(path, form.encoding, progress)
    delimiter = form.delimiter or _DELIMITERS[kind]
    if form.quote is None:
        reader = csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE)
    else:
        reader = csv.reader(lines, delimiter=delimiter, quotechar=form.quote)
    columns = form.names or _head(path, reader)
    doubled = next((name for name in columns if list(columns).count(name) > 1), None)
    if doubled is not None:
        raise DataError(f"two columns are called {doubled!r}", path=path, line=1)
    return Table(path, columns, _rows(reader, len(columns)))


def _head(path: Path, reader: Iterator[list[str]]) -> Sequence[str]:
    try:
        head = next((row for row in reader if row), None)
    except (csv.Error, TooLongError) as error:
        raise DataError(f"the head cannot be read: {error}", path=path, line=1) from error
    if head is None:
        raise DataError("the table is empty", path=path)
    return [name.strip() for name in head]


def _rows(reader: object, width: int) -> Iterator[Row | BadRow]:
    number = 0
    assert isinstance(reader, Iterator)
    while True:
        before = _line(reader)
        try:
            cells = next(reader)
        except StopIteration:
            return
        except (csv.Error, TooLongError) as error:
            number += 1
            yield BadRow(number, _line(reader), f"{error}{_span(before, _line(reader))}")
            continue
        if not cells:
            continue  # an empty line
        number += 1
        if len(cells) == width:
            yield Row(number, _line(reader), cells)
        else:
            told = f"has {len(cells)} cells, where the head has {width}{_span(before, _line(reader))}"
            yield BadRow(number, _line(reader), told, cells)


def _span(before: int, line: int) -> str:
    """That a row which cannot be read takes several lines, which are lost with it."""
    return f": it takes the lines {before + 1} to {line}; is a quotation mark not closed?" if line - before > 1 else ""


def _line(reader: object) -> int:
    return int(getattr(reader, "line_num", 0))
