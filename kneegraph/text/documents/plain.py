"""Plain text: paragraphs between blank lines, items, quotes, and short lines that stand alone as headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from heapq import merge
from itertools import chain

from kneegraph.text.blocks import Block, BlockKind
from kneegraph.text.documents.form import Comment, Part
from kneegraph.text.documents.tape import Tape
from kneegraph.text.stated import Span

_LINE = re.compile(r"[^\r\n]*+(?:\r\n|\r|\n|\Z)")
_QUOTED = re.compile(r"[ \t]{0,3}(?:>[ \t]?)+")
_BULLET = re.compile(r"[ \t]*(?:[-*+•‣◦▪·–—]|\(?(?P<number>\d{1,3})[.)])[ \t]+(?=\S)")
_RULE = re.compile(r"[ \t]*(?P<sign>[-=_*~#])(?:[ \t]*(?P=sign)){2,}[ \t]*\Z")
_ENDED = re.compile(r"[.!?…:;,][\"'”’)\]]*\Z")
_LONGEST_HEADING = 80


def read_plain(text: str) -> Iterator[Part]:
    """The parts of a plain text, one after the other."""
    return merge(_blocks(text), plain_comments(text), key=_place)


def _place(part: Part) -> int:
    return part.runs[0].file if isinstance(part, Block) else part.span.start


def _blocks(text: str) -> Iterator[Block]:
    """The blocks; one that stands alone in the whole text is a paragraph, whatever it looks like."""
    reader = _Reader()
    blocks = chain(reader.read(_without_comments(text)), reader.flush())
    first, second = next(blocks, None), next(blocks, None)
    if second is None and first is not None and first.kind is BlockKind.HEADING:
        first = Block(BlockKind.PARAGRAPH, first.text, first.runs)
    yield from (block for block in (first, second) if block)
    yield from blocks


def _without_comments(text: str) -> str:
    pieces, end = [], 0
    for comment in plain_comments(text):
        pieces += [text[end : comment.span.start], " " * (comment.span.end - comment.span.start)]
        end = comment.span.end
    return "".join([*pieces, text[end:]]) if pieces else text


def plain_comments(text: str) -> Iterator[Comment]:
    """The comments `<!-- … -->` of a text that has no other markup."""
    end = 0
    while (start := text.find("<!--", end)) >= 0 and (close := text.find("-->", start + 4)) >= 0:
        end = close + 3
        yield Comment(text[start + 4 : close].strip(), Span(start, end))


class _Reader:
    """The block that is being read: its kind, and how many lines it has so far."""

    def __init__(self) -> None:
        self._tape = Tape()
        self._kind = BlockKind.PARAGRAPH
        self._lines = 0

    def read(self, text: str) -> Iterator[Block]:
        """The blocks that are complete after the lines of a text."""
        for match in _LINE.finditer(text):
            line = match.group()
            if line.isspace() or _RULE.match(line.rstrip("\r\n")):
                yield from self.flush()
            elif line:
                yield from self._line(line, match.start())

    def _line(self, line: str, at: int) -> Iterator[Block]:
        quoted = _QUOTED.match(line)
        bullet = _BULLET.match(line)
        if quoted:
            if self._kind is not BlockKind.QUOTE or not line[quoted.end() :].strip():
                yield from self.flush(alone=False)
            self._kind = BlockKind.QUOTE
        elif bullet and self._opens_item(bullet):
            yield from self.flush(alone=False)
            self._kind = BlockKind.ITEM
        mark = quoted or (bullet if self._kind is BlockKind.ITEM and not self._lines else None)
        shift = mark.end() if mark else 0
        self._tape.add(line[shift:], at + shift)
        self._lines += 1

    def _opens_item(self, bullet: re.Match[str]) -> bool:
        """A number at the beginning of a wrapped line is no item, unless it is the first or the items are numbered."""
        return not bullet["number"] or bullet["number"] == "1" or self._kind is BlockKind.ITEM or not self._lines

    def flush(self, *, alone: bool = True) -> Iterator[Block]:
        """The block read so far, if there is one; `alone`: nothing else stands on its lines or next to them."""
        kind, lines = self._kind, self._lines
        self._kind, self._lines = BlockKind.PARAGRAPH, 0
        block = self._tape.take(kind)
        if block is None:
            return
        if alone and kind is BlockKind.PARAGRAPH and lines == 1 and _is_heading(block.text):
            block = Block(BlockKind.HEADING, block.text, block.runs)
        yield block


def _is_heading(text: str) -> bool:
    return len(text) <= _LONGEST_HEADING and not _ENDED.search(text)
