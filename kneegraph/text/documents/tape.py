"""Prose put together piece by piece, each piece with its place in the file; space and addresses are evened out at the end."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from kneegraph.text.blocks import Block, BlockKind, Run
from kneegraph.text.stated import Span

#: Stands for what is read as one word that no reader of claims can look into: code, an address, a template's value.
OPAQUE = "\ufffc"
#: Stands where a reader sees nothing at all, and is dropped.
NOTHING = "\u2060"

_INVISIBLE = f"\u00ad\u200b{NOTHING}\ufeff"
_SPACES = "".join(chr(code) for code in range(0x3001) if chr(code).isspace())
_BLANK = _SPACES + _INVISIBLE
_UNEVEN = re.compile(
    rf"(?P<blank>[\s{_INVISIBLE}]{{2,}}|[^\S ]|[{_INVISIBLE}])"
    rf"|{OPAQUE}{{2,}}"
    rf"|(?:https?://|www\.)[^\s<>{_INVISIBLE}]*[^\s<>{_INVISIBLE}.,;:!?'\")\]}}*_…”’]",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]")


class Tape:
    """Pieces of prose in the order of the file, until they are made into a block."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._runs: list[Run] = []
        self._length = 0

    def add(self, text: str, at: int, taken: int | None = None) -> None:
        """Put on what stands in the file at `at`; `taken` is how many characters of the file stand for it, if others."""
        if not text:
            return
        last = self._runs[-1] if self._runs else None
        if taken is None and last and last.taken is None and last.file + last.length == at:
            self._runs[-1] = Run(last.prose, last.file, last.length + len(text))
        else:
            self._runs.append(Run(self._length, at, len(text), taken))
        self._texts.append(text)
        self._length += len(text)

    def content(self) -> tuple[str, tuple[Run, ...]]:
        """All that was put on, as it is, and its runs."""
        return "".join(self._texts), tuple(self._runs)

    def take(self, kind: BlockKind) -> Block | None:
        """What was put on, as a block with single spaces; None where there is no word in it. The tape is empty then."""
        text, runs = self.content()
        self._texts, self._runs, self._length = [], [], 0
        start, end = len(text) - len(text.lstrip(_BLANK)), len(text.rstrip(_BLANK))
        if not _WORD.search(text, start, end):
            return None
        block = Block(kind, text, runs)
        if end - start == len(text) and not _UNEVEN.search(text):
            return block
        return _evened(block, start, end)


def _evened(block: Block, start: int, end: int) -> Block | None:
    """The block from `start` to `end`, with one space for any white space and one sign for an address."""
    tape = Tape()
    for match in _UNEVEN.finditer(block.text, start, end):
        _copy(block, start, match.start(), tape)
        place = block.in_file(Span(*match.span()))
        tape.add(_instead(match), place.start, place.end - place.start)
        start = match.end()
    _copy(block, start, end, tape)
    text, runs = tape.content()
    return Block(block.kind, text, runs) if _WORD.search(text) else None


def _instead(match: re.Match[str]) -> str:
    if not match["blank"]:
        return OPAQUE
    return " " if any(char.isspace() for char in match.group()) else ""


def _copy(block: Block, start: int, end: int, tape: Tape) -> None:
    for run in clipped(block.runs, start, end):
        tape.add(block.text[run.prose : run.prose + run.length], run.file, run.taken)


def clipped(runs: Sequence[Run], start: int, end: int) -> Iterator[Run]:
    """The runs, or the parts of them, that lie from `start` up to `end` of the prose."""
    number = max(0, bisect_right(runs, start, key=lambda one: one.prose) - 1)
    while number < len(runs) and runs[number].prose < end:
        run = runs[number]
        first, last = max(start, run.prose), min(end, run.prose + run.length)
        if first < last:
            file = run.file + (first - run.prose if run.taken is None else 0)
            yield Run(first, file, last - first, run.taken)
        number += 1
