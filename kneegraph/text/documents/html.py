"""HTML: what a reader sees of it as blocks. The tokens come from turbohtml, which follows the WHATWG's rules."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kneegraph.text.blocks import Block, BlockKind
from kneegraph.text.documents.form import Comment, Part
from kneegraph.text.documents.masking import without_templates
from kneegraph.text.documents.tape import OPAQUE, Tape
from kneegraph.text.lines import Lines
from kneegraph.text.stated import Span

if TYPE_CHECKING:
    from turbohtml import Token

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
#: The kinds of block by the element that is open; the first that is open decides.
_KINDS = {
    **dict.fromkeys((*_HEADINGS, "title"), BlockKind.HEADING),
    **dict.fromkeys(("figcaption", "caption"), BlockKind.CAPTION),
    **dict.fromkeys(("td", "th"), BlockKind.CELL),
    "blockquote": BlockKind.QUOTE,
    "li": BlockKind.ITEM,
}
_REMEMBERED = frozenset({*_KINDS, "ul", "ol", "table"})
#: What the beginning of an element ends, as end tags may be left out.
_ENDS = {
    "li": ("li",),
    **dict.fromkeys(("td", "th", "tr"), ("td", "th")),
    **dict.fromkeys(_HEADINGS, _HEADINGS),
}
_DIVIDING = """
    address article aside body caption center dd details dialog dir div dl dt fieldset figcaption figure footer form head
    header hgroup hr html legend main menu p search section summary tbody tfoot thead tr
"""
_UNREAD = """
    audio button canvas iframe math nav noscript object pre script select style svg template textarea video xmp
"""
_BLOCKS = frozenset(_DIVIDING.split()) | _REMEMBERED
_HIDING = frozenset(_UNREAD.split())
#: Hidden too, but only up to the end of the block: code, what was struck out, and raised marks of notes.
_HIDING_WITHIN = frozenset({"code", "del", "s", "samp", "strike", "sup"})
_DROPPED = re.compile(r"</>")
_SHORTENED = re.compile(r"</>|\r\n")  # what has fewer characters in a token than in the file


def read_html(text: str, kind: BlockKind = BlockKind.PARAGRAPH) -> Iterator[Part]:
    """The parts of an HTML text; `kind` is what prose is that stands in no element with a meaning of its own."""
    from turbohtml import tokenize

    places = Lines(text)
    tokens = tokenize(without_templates(text), resolve_references=False, capture_source=True, capture_attributes=False)
    reader = _Reader(text, kind)
    before, start = next(tokens, None), 0
    for token in tokens:
        end = places.offset(token.line, token.col + 1)
        if before is not None:
            yield from reader.read(before, start, end)
        before, start = token, end
    if before is not None:
        yield from reader.read(before, start, _end_of(before, text, start))
    yield from reader.flush()


def _end_of(last: Token, text: str, start: int) -> int:
    """Where the last token ends: an unfinished tag behind it is no token and no text."""
    if last.source is not None:
        return len(text)
    left = len(last.data or "")
    for match in _SHORTENED.finditer(text, start):
        if left <= match.start() - start:
            break
        left -= match.start() - start + (match.group() == "\r\n")
        start = match.end()
    return min(start + left, len(text))


class _Reader:
    """The elements that are open, and the block that is being read."""

    def __init__(self, text: str, kind: BlockKind) -> None:
        from turbohtml import TokenType

        self._file = text
        self._text = without_templates(text)
        self._default = kind
        self._tape = Tape()
        self._open: list[str] = []
        self._count: Counter[str] = Counter()
        self._hidden: str | None = None
        self._depth = 0
        self._types = TokenType

    def read(self, token: Token, start: int, end: int) -> Iterator[Part]:
        """What is complete after this token, which stands in the file from `start` to `end`."""
        kind, types = token.type, self._types
        if kind == types.TEXT:
            if self._hidden is None:
                self._add(start, end)
        elif kind == types.START_TAG:
            yield from self._start(token.tag or "", start, end, closed=token.self_closing)
        elif kind == types.END_TAG:
            yield from self._end(token.tag or "")
        elif kind == types.CHARACTER_REFERENCE:
            if self._hidden is None:
                self._tape.add(token.data or "", start, len(token.source or "") or end - start)
        elif kind == types.COMMENT and self._hidden not in {"pre", "code", "samp"}:
            yield from self._comment(start, end)

    def _add(self, start: int, end: int) -> None:
        """Put on the text from `start` to `end`, without `</>`, which is nothing."""
        for match in _DROPPED.finditer(self._text, start, end):
            self._tape.add(self._text[start : match.start()], start)
            start = match.end()
        self._tape.add(self._text[start:end], start)

    def _start(self, tag: str, start: int, end: int, *, closed: bool) -> Iterator[Block]:
        if self._stays_hidden(tag):
            self._depth += tag == self._hidden and not closed
            return
        if tag in _BLOCKS or tag in _HIDING:
            yield from self.flush()
        if tag == "br":
            self._tape.add(" ", start, end - start)
        elif tag in _HIDING or tag in _HIDING_WITHIN:
            if tag in {"code", "samp"}:
                self._tape.add(OPAQUE, start, end - start)
            if not closed:
                self._hidden, self._depth = tag, 1
        elif tag in _REMEMBERED:
            self._remember(tag)

    def _end(self, tag: str) -> Iterator[Block]:
        if self._stays_hidden(tag):
            self._depth -= tag == self._hidden
            self._hidden = self._hidden if self._depth else None
            return
        if tag in _BLOCKS:
            yield from self.flush()
        same = _HEADINGS if tag in _HEADINGS else (tag,)
        if any(self._count[one] for one in same):
            while self._forget() not in same:
                pass

    def _stays_hidden(self, tag: str) -> bool:
        """Whether what this tag is about is hidden; a block ends what only hides within a block."""
        if self._hidden in _HIDING_WITHIN and tag in _BLOCKS:
            self._hidden = None
        return self._hidden is not None

    def _remember(self, tag: str) -> None:
        while self._open and self._open[-1] in _ENDS.get(tag, ()):
            self._forget()
        self._open.append(tag)
        self._count[tag] += 1

    def _forget(self) -> str:
        tag = self._open.pop()
        self._count[tag] -= 1
        return tag

    def _comment(self, start: int, end: int) -> Iterator[Comment]:
        source = self._file[start:end]
        if source.startswith("<!--") and source.endswith("-->") and len(source) >= len("<!---->"):
            yield Comment(source[4:-3].strip(), Span(start, end))

    def flush(self) -> Iterator[Block]:
        """The block read so far, if there is any prose in it."""
        kind = next((kind for tag, kind in _KINDS.items() if self._count[tag]), self._default)
        block = self._tape.take(kind)
        if block:
            yield block
