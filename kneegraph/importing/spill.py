"""Statements put aside by claim, in memory as long as they are few, in files of a temporary folder when they are many."""

from __future__ import annotations

import marshal
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from zlib import crc32

from kneegraph.importing.statements import Statement

#: Into how many parts statements are put; all about one claim are in one part.
PARTS = 128
#: How many statements are kept in memory before they go to files.
_KEPT = 100_000

#: Reads one part: what to call with it, in this process or another.
Part = Callable[[], list[Statement]]


class Spill:
    """Takes statements one by one; then gives them part by part. In memory: 100 000 statements, and later one part."""

    def __init__(self) -> None:
        self._parts: list[list[tuple[object, ...]]] = [[] for _ in range(PARTS)]
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._waiting = self.count = 0

    def add(self, one: Statement) -> None:
        """Take a statement."""
        key = f"{one.subject}.{one.relation}.{one.object}.{one.outcome}"
        self._parts[crc32(key.encode()) % PARTS].append(tuple(one))
        self.count += 1
        self._waiting += 1
        if self._waiting >= _KEPT:
            self._to_files()

    def parts(self) -> Iterator[list[Statement]]:
        """The statements part by part."""
        for number in range(PARTS):
            yield self.part(number)

    def part(self, number: int) -> list[Statement]:
        """The statements of one part."""
        kept = [Statement._make(one) for one in self._parts[number]]
        return [*read_part(self.path(number)), *kept]

    def path(self, number: int) -> Path | None:
        """The file of one part, where there is one."""
        return None if self._folder is None else Path(self._folder.name) / f"{number}.part"

    def flush(self) -> None:
        """Put what is in memory into files too, once there are any, so that other processes can read it."""
        if self._folder is not None:
            self._to_files()

    @property
    def in_files(self) -> bool:
        """Whether statements were so many that they went to files."""
        return self._folder is not None

    def close(self) -> None:
        """Take the files away."""
        if self._folder is not None:
            self._folder.cleanup()

    def _to_files(self) -> None:
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="kneegraph-import-")
        for number, part in enumerate(self._parts):
            if part:
                path = self.path(number)
                assert path is not None  # the folder is there
                with path.open("ab") as out:
                    marshal.dump(part, out)
                part.clear()
        self._waiting = 0


def read_part(path: Path | None) -> Iterator[Statement]:
    """The statements in the file of one part, none where there is no file."""
    if path is None or not path.exists():
        return
    with path.open("rb") as content:
        end = path.stat().st_size
        while content.tell() < end:
            yield from map(Statement._make, marshal.load(content))
