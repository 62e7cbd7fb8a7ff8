"""A draft as blocks of prose, each of which knows where its characters stand in the file."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum

from kneegraph.text.stated import Span


class BlockKind(StrEnum):
    """What a piece of prose is in the draft. Only paragraphs, items, quotes and cells can make claims."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ITEM = "item"
    QUOTE = "quote"
    CELL = "cell"
    CAPTION = "caption"


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that stand together in the prose and in the file: both beginnings, and how many they are.

    `taken` is how many characters of the file stand for them where these are others (an entity, a line break), and None
    where they are the same.
    """

    prose: int
    file: int
    length: int
    taken: int | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading, item… as a reader sees it: markup and links' addresses gone, line breaks as spaces."""

    kind: BlockKind
    text: str
    runs: tuple[Run, ...]

    def in_file(self, span: Span) -> Span:
        """Where a span of the prose stands in the file: from its first character to its last."""
        start = self._run(span.start)
        if span.end <= span.start:
            return Span(self._at(start, span.start), self._at(start, span.start))
        last = self._run(span.end - 1)
        end = self._at(last, span.end) if last.taken is None else last.file + last.taken
        return Span(self._at(start, span.start), end)

    def _run(self, place: int) -> Run:
        return self.runs[max(0, bisect_right(self.runs, place, key=lambda one: one.prose) - 1)]

    @staticmethod
    def _at(run: Run, place: int) -> int:
        return run.file + (min(place - run.prose, run.length) if run.taken is None else 0)
