"""Where something stands: kneegraph counts a draft's code points, an editor its lines and units of an encoding."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate

from lsprotocol.types import Position, PositionEncodingKind, Range

#: What ends a line in the protocol. `str.splitlines` knows eight more ends, which editors take for ordinary characters.
_LINE_END = re.compile(r"\r\n|\n|\r")
#: For each encoding that is no code points: the codec, and how many bytes are one unit.
_UNITS = {PositionEncodingKind.Utf8: ("utf-8", 1), PositionEncodingKind.Utf16: ("utf-16-le", 2)}


class Lines:
    """The lines of one version of a draft, and the unit in which its editor counts within them."""

    def __init__(self, text: str, encoding: PositionEncodingKind | str = PositionEncodingKind.Utf16) -> None:
        """Take the text and the encoding that the editor and the server have agreed on. Cost: one pass."""
        self._text = text
        self._units = _UNITS.get(PositionEncodingKind(encoding))
        ends = [*_LINE_END.finditer(text)]
        self._starts = [0, *(end.end() for end in ends)]
        self._ends = [*(end.start() for end in ends), len(text)]

    def position(self, offset: int) -> Position:
        """The editor's position of a code point.

        >>> Lines("one\\nan 🦵 aches").position(8)
        1:5
        """
        line = bisect_right(self._starts, offset) - 1
        return Position(line, self._length(self._text[self._starts[line] : min(offset, self._ends[line])]))

    def offset(self, position: Position) -> int:
        """The code point at an editor's position; behind the end of a line its end, behind the last line the end of the text.

        >>> Lines("one\\nan 🦵 aches").offset(Position(1, 5))
        8
        """
        if position.line >= len(self._starts):
            return len(self._text)
        start, end = self._starts[position.line], self._ends[position.line]
        line = self._text[start:end]
        if self._units is None or line.isascii():
            return min(start + position.character, end)
        return start + bisect_right([*accumulate(map(self._length, line))], position.character)

    def range(self, start: int, end: int) -> Range:
        """The editor's range of the code points from `start` up to, not including, `end`."""
        return Range(self.position(start), self.position(end))

    def line_of(self, offset: int) -> int:
        """The number of a code point's line, from 0."""
        return bisect_right(self._starts, offset) - 1

    def line(self, number: int) -> str:
        """A line without its end."""
        return self._text[self._starts[number] : self._ends[number]]

    def start_of(self, number: int) -> int:
        """The code point that begins a line."""
        return self._starts[number]

    def _length(self, text: str) -> int:
        if self._units is None:
            return len(text)
        codec, width = self._units
        return len(text.encode(codec, "surrogatepass")) // width
