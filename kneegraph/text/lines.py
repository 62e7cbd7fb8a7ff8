"""Lines and columns of a draft, as editors count them."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from dataclasses import dataclass

from kneegraph.text.stated import Span

_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a draft: lines and columns from 1, `start` and `end` code points from 0, `end` not included.

    `end_column` is the column just behind the last character.
    """

    line: int
    column: int
    end_line: int
    end_column: int
    start: int
    end: int


class Lines:
    """The lines of a text, which end with LF, CRLF or CR; a byte order mark has no column. Cost: one pass over the text.

    >>> Lines("Weak glutes.\\nStrong feet.").place(Span(13, 19))
    Place(line=2, column=1, end_line=2, end_column=7, start=13, end=19)
    """

    def __init__(self, text: str) -> None:
        self._starts = array("Q", (0,))
        self._starts.extend(match.end() for match in _LINE_END.finditer(text))
        self._mark = int(text.startswith("\ufeff"))

    def place(self, span: Span) -> Place:
        """Where a span of the text stands."""
        line, column = self.position(span.start)
        end_line, end_column = self.position(span.end)
        return Place(line, column, line if end_line == line else end_line, end_column, span.start, span.end)

    def position(self, offset: int) -> tuple[int, int]:
        """The line and the column of a code point, both from 1."""
        line = bisect_right(self._starts, offset)
        column = offset - self._starts[line - 1] + 1
        return line, max(1, column - self._mark) if line == 1 else column

    def offset(self, line: int, column: int) -> int:
        """The code point at a line and a column, both from 1 (a byte order mark counted)."""
        return self._starts[line - 1] + column - 1
