"""JSON written piece by piece, so that a long report is never whole in memory."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import chain, islice
from typing import Any

_TOGETHER = 4096


def json_pieces(value: object) -> Iterator[str]:
    """A value as JSON with a line end; an iterator in it becomes a list whose items are taken as they are written.

    In ASCII, so that nothing in it steers a terminal and no encoding spoils it.

    >>> print("".join(json_pieces({"even": (2 * one for one in (1, 2)), "none": iter(())})), end="")
    {
      "even": [
        2,
        4
      ],
      "none": []
    }
    """
    pieces = _Encoder(indent=2).iterencode(value)
    while together := "".join(islice(pieces, _TOGETHER)):
        yield together
    yield "\n"


class _Encoder(json.JSONEncoder):
    def default(self, o: object) -> object:
        """An iterator as what the encoder takes for a list."""
        return _Items(o) if isinstance(o, Iterator) else super().default(o)


class _Items(list[Any]):
    """Passes for a list, for as long as somebody iterates over it once; never leaves this module."""

    def __init__(self, items: Iterator[object]) -> None:
        first = [*islice(items, 1)]
        super().__init__(first)
        self._rest = items

    def __iter__(self) -> Iterator[object]:
        return chain(super().__iter__(), self._rest)
