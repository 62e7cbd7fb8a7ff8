"""The rows that could not be taken in: a tab-separated file with where each stands, why, and what it holds."""

from __future__ import annotations

import csv
import re
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from kneegraph.files import write_atomic

_HEAD = ("table", "row", "line", "reason", "cells")
_MOST_CELLS = 1_000
#: Where a reason goes on to the values of one row.
_KIND = re.compile(r" \(got |: ")


class Rejects:
    """Takes refused rows and keeps them on disk until they are written. `reasons` counts them by the kind of reason."""

    def __init__(self) -> None:
        self._kept = tempfile.TemporaryFile("w+", encoding="utf-8", newline="", errors="backslashreplace")  # noqa: SIM115 (`close`)
        self._writer = csv.writer(self._kept, delimiter="\t", lineterminator="\n")
        self.count = 0
        self.first: str | None = None
        self.reasons: Counter[str] = Counter()

    def add(self, table: Path, row: int, line: int | None, reason: str, cells: Sequence[str] = ()) -> None:
        """Take a refused row."""
        self.count += 1
        self.reasons[_KIND.split(reason, maxsplit=1)[0][:80]] += 1
        if self.first is None:
            place = f"row {row}" + (f", line {line}" if line else "")
            self.first = f"{table.name}, {place}: {reason}"
        held = " | ".join(cells)
        short = held if len(held) <= _MOST_CELLS else f"{held[:_MOST_CELLS]}…"
        self._writer.writerow((table.name, row, line or "", reason, "".join(map(_seen, short))))

    def write(self, path: Path) -> None:
        """Write the rows; without any, the head alone, and that only over an earlier file of rejects."""
        if self.count or _is_ours(path):
            write_atomic(path, self._lines())

    def close(self) -> None:
        """Let go of what was kept."""
        self._kept.close()

    def _lines(self) -> Iterator[str]:
        yield "\t".join(_HEAD) + "\n"
        self._kept.seek(0)
        yield from self._kept


def _seen(character: str) -> str:
    """A character that can stand in a line of a text file."""
    return character if character.isprintable() else f"\\x{ord(character):02x}"


def _is_ours(path: Path) -> bool:
    try:
        with path.open(encoding="utf-8", errors="replace") as content:
            return content.readline().rstrip("\n") == "\t".join(_HEAD)
    except OSError:
        return False
