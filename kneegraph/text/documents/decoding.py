"""The bytes of a draft as text: UTF-8, or UTF-16 with a byte order mark; anything else is refused with its place."""

from __future__ import annotations

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE, BOM_UTF32_LE
from pathlib import PurePath

from kneegraph.errors import DataError
from kneegraph.text.lines import Lines

_SURROGATE = re.compile("[\ud800-\udfff]")


def decode(data: bytes, path: PurePath | str = "-") -> str:
    """The text of a draft's bytes, without its byte order mark. Raises DataError with line and column for what is no text."""
    if data.startswith((BOM_UTF32_LE, BOM_UTF32_BE)):
        raise DataError("UTF-32 is not read; save it as UTF-8", path=str(path), line=1, column=1)
    wide = data.startswith((BOM_UTF16_LE, BOM_UTF16_BE))
    encoding = "utf-16" if wide else "utf-8"
    try:
        text = data.decode(encoding) if wide else data.removeprefix(BOM_UTF8).decode(encoding)
    except UnicodeDecodeError as error:
        raise _wrong_byte(data, error, path) from error
    return checked(text, path)


def _wrong_byte(data: bytes, error: UnicodeDecodeError, path: PurePath | str) -> DataError:
    shift = len(data) - len(error.object)
    byte = data[error.start + shift]
    if error.encoding.startswith("utf-16"):
        message = f"not UTF-16, though its byte order mark says so: {error.reason} at byte {error.start}; save it as UTF-8"
        before = data[: error.start].decode("utf-16", errors="replace")
    else:
        before = error.object[: error.start].decode()
        guess = "this is not a text" if "\0" in before else "is the file Latin-1 or Windows-1252? save it as UTF-8"
        message = f"not UTF-8: byte 0x{byte:02x} at byte {error.start + shift} ({guess})"
    line, column = Lines(before).position(len(before))
    return DataError(message, path=str(path), line=line, column=column)


def checked(text: str, path: PurePath | str = "-") -> str:
    """The text itself, if it is one. Raises DataError with line and column for a NUL or half of a surrogate pair."""
    nul = text.find("\0")
    if nul >= 0:
        raise _refused("not a text: it holds a NUL character; check drafts as text, Markdown or HTML", text, nul, path)
    half = _SURROGATE.search(text)
    if half:
        found = f"lone surrogate U+{ord(half.group()):04X}"
        raise _refused(f"not a text: {found}; decode the draft's bytes with the right encoding", text, half.start(), path)
    return text


def _refused(message: str, text: str, at: int, path: PurePath | str) -> DataError:
    line, column = Lines(text[: at + 1]).position(at)
    return DataError(message, path=str(path), line=line, column=column)
