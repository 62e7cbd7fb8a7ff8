"""The sources' own texts, where somebody has them: finding a passage, proving it, quoting it.

A passage is kept as code point offsets and the SHA-256 of its UTF-8 bytes, so that a text can be checked without being
stored. Texts lie in a folder with a `manifest.jsonl`: one JSON object a line with `id`, `file`, `sha256`, `characters`.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kneegraph.errors import DataError, TextError
from kneegraph.files import read_text
from kneegraph.model import Passage
from kneegraph.nearest import suggestion

MANIFEST = "manifest.jsonl"
_NEEDED = {"id": str, "file": str, "sha256": str, "characters": int}
#: Characters that one keyboard writes for several in print.
_ALIKE = {"'": "['‘’]", '"': '["“”]', "-": "[-‐‑–—]"}


def digest(words: str) -> str:
    """The SHA-256 of a text's UTF-8 bytes.

    >>> digest("knee")[:8]
    '69ef5a88'
    """
    return hashlib.sha256(words.encode("utf-8")).hexdigest()


def excerpt(text: str, start: int, end: int) -> str | None:
    """The code points from `start` up to, not including, `end`; None when that is no stretch of this text."""
    return text[start:end] if 0 <= start < end <= len(text) else None


def proven(text: str, passage: Passage) -> bool:
    """Whether the passage stands where it says, unchanged."""
    found = excerpt(text, passage.start, passage.end)
    return found is not None and digest(found) == passage.sha256


def fragment(words: str) -> str:
    """The first and last three words, by which a live page can be opened at the passage.

    >>> fragment("strong hips keep the knee well in line")
    'strong hips keep … well in line'
    """
    parts = words.split()
    return " ".join(parts) if len(parts) <= 6 else f"{' '.join(parts[:3])} … {' '.join(parts[-3:])}"


def locate(text: str, words: str, occurrence: int | None = None) -> Passage:
    """The passage of a text that these words are; for curators.

    Spaces and line ends count as equal, and so do straight and curly quotes and the kinds of dash. Words that stand there
    more than once need `occurrence`, counted from 1. Raises TextError for words that are not there, or not that often.
    """
    if not words.strip():
        raise TextError("no words were given to look for")
    found = list(_pattern(words.split()).finditer(text))
    if not found:
        raise TextError(_not_found(text, words.split()))
    if occurrence is None and len(found) > 1:
        places = ", ".join(str(match.start()) for match in found)
        raise TextError(f"these words stand there {len(found)} times (at {places}); say which occurrence, from 1")
    number = 1 if occurrence is None else occurrence
    if not 1 <= number <= len(found):
        raise TextError(f"these words stand there {len(found)} times; there is no occurrence {number}")
    start, end = found[number - 1].span()
    return Passage(start, end, digest(text[start:end]), fragment(text[start:end]))


def _pattern(words: list[str]) -> re.Pattern[str]:
    return re.compile(
        r"\s+".join("".join(_ALIKE.get(mark, re.escape(mark)) for mark in map(_straight, word)) for word in words)
    )


def _straight(mark: str) -> str:
    return next((plain for plain, like in _ALIKE.items() if mark in like[1:-1]), mark)


def _not_found(text: str, words: list[str]) -> str:
    """How far the words agree with the text, since one wrong letter in a long passage is hard to see."""
    for count in range(len(words) - 1, 0, -1):
        match = re.search(rf"(?<!\w){_pattern(words[:count]).pattern}(?!\w)", text)
        if match:
            rest = " ".join(text[match.end() : match.end() + 40].split())
            return (
                f"{' '.join(words[:count])!r} stands at {match.start()}, but then follows {rest!r} (expected {words[count]!r})"
            )
    return f"the text has no {words[0]!r}"


@dataclass(frozen=True, slots=True)
class Listed:
    """What the manifest says of one text."""

    id: str
    path: Path
    sha256: str
    characters: int


@dataclass(frozen=True)
class Texts:
    """The texts of a folder, by source identifier. Each file is read once, when it is first asked for."""

    folder: Path
    listed: Mapping[str, Listed]
    _read: dict[str, str] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def open(cls, folder: str | Path) -> Texts:
        """Read the manifest of a folder. Raises TextError when the folder or the manifest is missing or broken."""
        folder = Path(folder)
        if not folder.is_dir():
            raise TextError(f"{folder}: there is no such folder of texts")
        manifest = folder / MANIFEST
        if not manifest.is_file():
            raise TextError(f"{folder}: the folder has no {MANIFEST}, which says whose text each file is")
        listed: dict[str, Listed] = {}
        for line, one in _entries(manifest):
            if one.id in listed:
                raise TextError(f"{manifest}:{line}: {one.id} was listed before")
            listed[one.id] = one
        if not listed:
            raise TextError(f"{manifest}: lists no text")
        return cls(folder, listed)

    def __contains__(self, source: object) -> bool:
        """Whether there is a text for this source: listed, and its file in place."""
        return isinstance(source, str) and source in self.listed and self.listed[source].path.exists()

    def text(self, source: str) -> str:
        """The text of a source. Raises TextError when it is not listed or its file cannot be read."""
        if source not in self.listed:
            raise TextError(f"{self.folder / MANIFEST}: lists no text of {source}{suggestion(source, self.listed)}")
        if source not in self._read:
            self._read[source] = _decoded(self.listed[source].path)
        return self._read[source]

    def quote(self, source: str, passage: Passage) -> str | None:
        """The exact words of a passage; None when there is no text of this source, or it says something else there."""
        if source not in self.listed:
            return None
        text = self.text(source)
        return text[passage.start : passage.end] if proven(text, passage) else None


def _decoded(path: Path) -> str:
    """A text exactly as its bytes say (a byte order mark and carriage returns count as characters)."""
    try:
        return path.read_bytes().decode("utf-8")
    except OSError as error:
        raise TextError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise TextError(f"{path}:{line}: not UTF-8: byte 0x{error.object[error.start]:02x}") from error


def _entries(manifest: Path) -> Iterator[tuple[int, Listed]]:
    try:
        lines = read_text(manifest).split("\n")
    except DataError as error:
        raise TextError(str(error)) from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield number, _entry(manifest, number, line)


def _entry(manifest: Path, number: int, line: str) -> Listed:
    place = f"{manifest}:{number}"
    try:
        said = json.loads(line)
    except ValueError as error:
        raise TextError(f"{place}: not a JSON object: {error}") from error
    if not isinstance(said, dict):
        raise TextError(f"{place}: not a JSON object (got {line.strip()[:40]})")
    for name, sort in _NEEDED.items():
        if type(said.get(name)) is not sort:
            wanted = "a text" if sort is str else "a whole number"
            raise TextError(f"{place}: {name} must be {wanted} (got {json.dumps(said.get(name), ensure_ascii=False)})")
    return Listed(said["id"], manifest.parent / said["file"], said["sha256"].lower(), said["characters"])
