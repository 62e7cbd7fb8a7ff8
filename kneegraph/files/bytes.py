"""The bytes of a file, plain or gzip: as text with the place of the first wrong byte, or as a stream with its progress."""

from __future__ import annotations

import gzip
import zlib
from codecs import BOM_UTF8, getincrementaldecoder
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from kneegraph.errors import DataError
from kneegraph.files.paths import packed

Progress = Callable[[int], None]
_CHUNK = 1 << 20
#: A gzip file may be this many times larger inside, and this large in any case; RDF seldom shrinks to a thirtieth.
_MOST_RATIO = 100
_ALWAYS_ALLOWED = 64 << 20


@contextmanager
def opened(path: Path, progress: Progress | None = None) -> Iterator[IO[bytes]]:
    """The content of a file as a binary stream, unpacked, without a byte order mark.

    `progress` is told the bytes read from the disk since it was last told. Raises DataError for what cannot be read, is
    not gzip though its name says so, is cut off, or swells beyond all measure.
    """
    try:
        with path.open("rb") as raw:
            yield _Stream(path, raw, progress)  # type: ignore[misc]
    except (gzip.BadGzipFile, zlib.error) as error:
        raise DataError(f"not a gzip file, or damaged: {error}", path=path) from error
    except EOFError as error:
        raise DataError("the gzip file is cut off", path=path) from error
    except OSError as error:
        raise DataError(f"cannot be read: {error.strerror or error}", path=path) from error


class _Stream:
    """A file to read from, which counts what it takes from the disk and refuses to swell."""

    def __init__(self, path: Path, raw: IO[bytes], progress: Progress | None) -> None:
        self._path = path
        self._raw = raw
        self._told = self._given = 0
        self._progress = progress
        self._content: IO[bytes] = gzip.GzipFile(fileobj=raw) if packed(path) else raw  # type: ignore[assignment]

    def read(self, size: int = -1) -> bytes:
        """The next bytes; without a size all of them, but never at once, so that what swells is noticed on the way."""
        if size < 0:
            return b"".join(iter(lambda: self.read(_CHUNK), b""))
        data = self._content.read(size)
        if not self._given:
            data = data.removeprefix(BOM_UTF8) or self._content.read(size)
        self._given += len(data)
        here = self._raw.tell()
        if self._content is not self._raw and self._given > max(_ALWAYS_ALLOWED, _MOST_RATIO * here):
            raise DataError(f"refused: it unpacks to more than {_MOST_RATIO} times its size", path=self._path)
        if self._progress is not None and here > self._told:
            self._progress(here - self._told)
            self._told = here
        return data


def read_text(path: Path) -> str:
    """A text file as UTF-8, without its byte order mark. Raises DataError with the line of the first wrong byte."""
    with opened(path) as stream:
        raw = stream.read()
    return decoded(raw, path)


def decoded(raw: bytes, path: Path) -> str:
    """Bytes as UTF-8 text, without a byte order mark; `path` is named in the DataError for a wrong byte."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _wrong_byte(path, raw, error.start) from error


def check_utf8(path: Path) -> None:
    """Raise DataError with the place of the first byte that is not UTF-8. Cost: one pass, in memory one chunk."""
    line, column = 1, 1
    with opened(path) as stream:
        decoder = getincrementaldecoder("utf-8")()
        while chunk := stream.read(_CHUNK):
            waiting = decoder.getstate()[0]
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError as error:
                raise _wrong_byte(path, waiting + chunk, error.start, line, column - len(waiting)) from error
            newlines = chunk.count(b"\n")
            line += newlines
            column = len(chunk) - chunk.rfind(b"\n") if newlines else column + len(chunk)


def _wrong_byte(path: Path, raw: bytes, at: int, line: int = 1, column: int = 1) -> DataError:
    """The error for a byte of what begins at this line and column."""
    newline = raw.rfind(b"\n", 0, at)
    message = f"not UTF-8: byte 0x{raw[at]:02x} (is the file Latin-1? save it as UTF-8)"
    column = column + at if newline < 0 else at - newline
    return DataError(message, path=path, line=line + raw.count(b"\n", 0, at), column=column)


def line_of(path: Path, words: bytes) -> int | None:
    """The line on which these bytes first stand; None where they do not. Cost: one pass."""
    lines, rest = 1, b""
    with opened(path) as stream:
        while chunk := stream.read(_CHUNK):
            text = rest + chunk
            found = text.find(words)
            if found >= 0:
                return lines + text.count(b"\n", 0, found)
            keep = len(words) - 1
            rest = text[-keep:]
            lines += text.count(b"\n", 0, len(text) - len(rest))
    return None
