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
    """Characters that stand together in the prose and in the file: both beginnings, and how many they are."""

    prose: int
    file: int
    length: int


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading, item… as a reader sees it: markup and links' addresses gone, line breaks as spaces."""

    kind: BlockKind
    text: str
    runs: tuple[Run, ...]

    def in_file(self, span: Span) -> Span:
        """Where a span of the prose stands in the file: from its first character to its last."""
        return Span(self._at(span.start), self._at(span.end - 1) + 1 if span.end > span.start else self._at(span.start))

    def _at(self, place: int) -> int:
        run = self.runs[max(0, bisect_right(self.runs, place, key=lambda one: one.prose) - 1)]
        return run.file + min(place - run.prose, run.length)
