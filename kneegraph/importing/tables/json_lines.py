"""Rows of JSON Lines: one object a line, whose keys are the columns."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from pathlib import Path

from kneegraph.errors import DataError
from kneegraph.importing.mapping import BETWEEN, TableForm
from kneegraph.importing.tables.lines import Lines, TooLongError
from kneegraph.importing.tables.rows import BadRow, Progress, Row, Table

_WHITE = " \t\r\n\ufeff"


def open_json_lines(path: Path, wanted: Collection[str], form: TableForm, progress: Progress | None) -> Table:
    """The table in a file of JSON Lines; of each object, the wanted columns. A key that is not there is an empty cell."""
    lines = Lines(path, form.encoding, None)
    try:
        first = next((line for line in lines if line.strip(_WHITE)), None)
    except TooLongError:
        first = ""
    if first is None:
        raise DataError("the table is empty", path=path)
    if first.lstrip(_WHITE).startswith("["):
        message = "is one JSON list; JSON Lines have one object a line (jq -c '.[]' makes them)"
        raise DataError(message, path=path, line=1)
    columns = list(wanted)
    seen: set[str] = set()
    return Table(path, columns, _rows(path, columns, form, progress, seen), lenient=True, seen=seen)


def _rows(
    path: Path, columns: list[str], form: TableForm, progress: Progress | None, seen: set[str]
) -> Iterator[Row | BadRow]:
    lines = Lines(path, form.encoding, progress)
    number = line_number = 0
    while True:
        line_number += 1
        try:
            line = next(lines).strip(_WHITE)
        except StopIteration:
            return
        except TooLongError as error:
            number += 1
            yield BadRow(number, line_number, str(error))
            continue
        if not line:
            continue
        number += 1
        try:
            found = json.loads(line)
            if not isinstance(found, dict):
                raise ValueError("is no object in braces")
            cells = [_text(found.get(name)) for name in columns]
        except (ValueError, RecursionError) as error:
            yield BadRow(number, line_number, f"not a row of JSON Lines: {error}", (line[:1000],))
            continue
        seen.update(found)
        yield Row(number, line_number, cells)


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, list):
        return BETWEEN.join(_text(one) for one in value)
    raise ValueError("a value is an object; a cell is a text, a number, a truth value or a list of these")
