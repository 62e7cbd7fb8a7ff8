"""The lines of a text file, as a stream in which one bad line does not stop the rest."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kneegraph.errors import DataError
from kneegraph.files.bytes import opened
from kneegraph.importing.tables.rows import Progress

#: A longer line is not taken into memory.
LONGEST_LINE = 4 << 20
_CHUNK = 1 << 20
_WIDE = (b"\xff\xfe", b"\xfe\xff")


class TooLongError(ValueError):
    """A line that is longer than `LONGEST_LINE` bytes."""

    def __init__(self) -> None:
        super().__init__(f"the line is longer than {LONGEST_LINE >> 20} MiB")


class Lines(Iterator[str]):
    """The lines of a file, plain or gzip, with their ends. `next` raises TooLongError for one line and then goes on.

    Bytes that are not of the encoding come as lone surrogates (`wrong_byte` finds them). In memory: one chunk.
    """

    def __init__(self, path: Path, encoding: str, progress: Progress | None) -> None:
        self._encoding = encoding
        self._pieces = self._split(path, progress)

    def __next__(self) -> str:
        """The next line."""
        line = next(self._pieces)
        if line is None:
            raise TooLongError
        return line.decode(self._encoding, "surrogateescape")

    @staticmethod
    def _split(path: Path, progress: Progress | None) -> Iterator[bytes | None]:
        """Each line, or None in place of one that is too long."""
        rest = b""
        skipping, first = False, True
        with opened(path, progress) as stream:
            while chunk := stream.read(_CHUNK):
                if first and chunk.startswith(_WIDE):
                    raise DataError("is UTF-16 (as some spreadsheets save text); save it as UTF-8", path=path)
                first = False
                *whole, rest = (rest + chunk).split(b"\n")
                for line in whole:
                    yield None if skipping or len(line) > LONGEST_LINE else line + b"\n"
                    skipping = False
                if len(rest) > LONGEST_LINE:
                    rest, skipping = b"", True
        if rest or skipping:
            yield None if skipping else rest


def wrong_byte(text: str) -> str | None:
    """What is wrong with a text that was not of its encoding, or None."""
    found = next((one for one in text if "\udc80" <= one <= "\udcff"), None)
    return None if found is None else f"not UTF-8: byte 0x{ord(found) - 0xDC00:02x} (is it Latin-1? say so in [table])"
