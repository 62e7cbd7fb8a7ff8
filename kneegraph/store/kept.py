"""A stream that keeps its beginning, so that a short answer can be read again and a long one never fills the memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from io import RawIOBase
from typing import Generic, TypeVar

from kneegraph.errors import QueryError

_Part = TypeVar("_Part")

#: So many parts are kept.
KEPT = 10_000


class Kept(Generic[_Part]):
    """Parts that come one by one. The first `KEPT` stay; who has read further than that has used up the rest."""

    def __init__(self, parts: Iterable[_Part]) -> None:
        self._rest = iter(parts)
        self._kept: list[_Part] = []
        self._ended = False
        self._failure: QueryError | None = None
        self.passed = False

    @property
    def begun(self) -> bool:
        """Whether anything has been read of it."""
        return self._ended or self.passed or bool(self._kept)

    def first(self, count: int) -> Sequence[_Part]:
        """The first parts, at most so many and at most `KEPT`; the stream stays readable from its beginning."""
        while len(self._kept) < min(count, KEPT) and self._next():
            pass
        return self._kept[:count]

    def all(self) -> Sequence[_Part]:
        """Every part; from now on all of them are kept. Cost in memory: all of them."""
        self.check()
        while self._next():
            pass
        return self._kept

    def check(self) -> None:
        """Raise QueryError when a reading from the beginning is not possible any more."""
        if self.passed:
            raise QueryError(
                f"this answer was read already, and only its first {KEPT:,} parts can be kept: keep list(result), or ask again"
            )

    def use_up(self) -> None:
        """Somebody else reads the rest."""
        self.passed = True

    def __iter__(self) -> Iterator[_Part]:
        """From the beginning. Raises QueryError where that is gone."""
        self.check()
        return self._from_the_beginning()

    def _from_the_beginning(self) -> Iterator[_Part]:
        at = 0
        while at < len(self._kept) or (len(self._kept) < KEPT and self._next()):
            yield self._kept[at]
            at += 1
        if not self._ended:
            self.check()
            self.passed = True
            yield from self._rest

    def _next(self) -> bool:
        if self._ended or self.passed:
            return False
        if self._failure:  # a stream that failed has no more to give, which must not look like its end
            raise self._failure
        try:
            self._kept.append(next(self._rest))
        except StopIteration:
            self._ended = True
        except QueryError as error:
            self._failure = error
            raise
        return not self._ended


class Tsv(RawIOBase):
    """Rows of RDF terms as a file of SPARQL's TSV, made as it is read: the one format that is made of terms as they are."""

    def __init__(self, names: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        self._names = names
        self._lines = self._written(rows)
        self._ready = b""

    def _written(self, rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
        yield "\t".join(f"?{name}" for name in self._names).encode() + b"\n"
        for row in rows:
            yield "\t".join("" if term is None else str(term) for term in row).encode() + b"\n"

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: object) -> int:
        """As many bytes as there is room for, or fewer."""
        room = memoryview(buffer)  # type: ignore[arg-type]
        self._ready = self._ready or next(self._lines, b"")
        given, self._ready = self._ready[: len(room)], self._ready[len(room) :]
        room[: len(given)] = given
        return len(given)
