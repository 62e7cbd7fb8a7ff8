"""Rows as a small aligned table of text, for the interactive shell."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

#: How many rows are shown, and how wide a cell may be.
SHOWN = 20
_WIDEST = 48


def as_text(columns: Sequence[str], rows: Sequence[Sequence[object]], last: str) -> str:
    """The columns' names, the rows below, aligned: numbers to the right, gaps empty; and a last line.

    >>> print(as_text(["claim", "n"], [["a causes b", 12], ["c", None]], "2 rows"))
    claim        n
    ----------  --
    a causes b  12
    c
    2 rows
    """
    cells = [[cell(value) for value in row] for row in rows]
    table = list(zip(columns, *cells, strict=True)) if columns else []
    widths = [max(map(wide, column)) for column in table]
    right = [_numbers([row[at] for row in rows]) for at in range(len(columns))]
    lines = [list(columns), ["-" * width for width in widths], *cells] if columns else []
    laid = ("  ".join(map(_padded, line, widths, right)).rstrip() for line in lines)
    return "\n".join((*laid, last))


def cell(value: object) -> str:
    """A value on one line, cut where it is too long, with characters that would move others spelled out."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    text = "".join(_plain(character) for character in str(value))
    return text if len(text) <= _WIDEST else f"{text[: _WIDEST - 1]}…"


def wide(text: str) -> int:
    """How many places of a terminal a text takes."""
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 0 if unicodedata.combining(one) else 1 for one in text)


def _padded(text: str, width: int, right: bool) -> str:
    room = " " * (width - wide(text))
    return room + text if right else text + room


def _numbers(values: Sequence[object]) -> bool:
    there = [value for value in values if value is not None]
    return bool(there) and all(isinstance(value, int | float) and not isinstance(value, bool) for value in there)


def _plain(character: str) -> str:
    if character.isspace():
        return " "
    hidden = unicodedata.category(character) in ("Cc", "Cf", "Cs")
    return f"⟦U+{ord(character):04X}⟧" if hidden else character
