"""What the pool and its workers say to each other: frames of one letter, a length, and that many bytes.

The pool sends ASK; the worker answers READY once, then for each ASK either START, any number of DATA and END, or ERROR,
which may also come in the middle of DATA. START tells the form of the query and whether its answer changes each time.
Errors keep their class, text and fields, so that the caller sees no difference.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator

from kneegraph import errors

ASK, READY, START, DATA, END, ERROR = b"Q", b"R", b"S", b"D", b"E", b"X"
_HEAD = struct.Struct("!cI")
HEAD_SIZE = _HEAD.size


def frame(kind: bytes, payload: bytes = b"") -> bytes:
    """One frame.

    >>> frame(DATA, b"ab")
    b'D\\x00\\x00\\x00\\x02ab'
    """
    return _HEAD.pack(kind, len(payload)) + payload


def head(data: bytes) -> tuple[bytes, int]:
    """The kind and the length that the first bytes of a frame announce."""
    kind, length = _HEAD.unpack(data)
    return kind, length


class Frames:
    """Frames out of pieces of any size."""

    def __init__(self) -> None:
        self._rest = bytearray()

    def feed(self, data: bytes) -> Iterator[tuple[bytes, bytes]]:
        """The frames that this piece completes. Cost: linear."""
        rest = self._rest
        rest += data
        start = 0
        try:
            while len(rest) - start >= HEAD_SIZE:
                kind, length = _HEAD.unpack_from(rest, start)
                end = start + HEAD_SIZE + length
                if len(rest) < end:
                    return
                payload = bytes(rest[start + HEAD_SIZE : end])
                start = end
                yield kind, payload
        finally:
            del rest[:start]


def from_error(error: errors.KneegraphError) -> bytes:
    """An error as bytes: class, text, and the fields that JSON can hold."""
    fields = {name: value for name, value in vars(error).items() if _plain(value)}
    return json.dumps([type(error).__name__, str(error), fields]).encode("ascii")


def to_error(payload: bytes) -> errors.KneegraphError:
    """The error again; its constructor is not called, since the text is made already."""
    name, text, fields = json.loads(payload)
    kind = getattr(errors, name, errors.KneegraphError)
    error: errors.KneegraphError = kind.__new__(kind, text)
    vars(error).update({name: tuple(value) if isinstance(value, list) else value for name, value in fields.items()})
    return error


def _plain(value: object) -> bool:
    if isinstance(value, list | tuple):
        return all(map(_plain, value))
    return value is None or isinstance(value, str | int | float | bool)
