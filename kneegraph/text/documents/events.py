"""The events of the Markdown parser, made into blocks and comments with their places in the file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, cast

from kneegraph.text.blocks import Block, BlockKind, Run
from kneegraph.text.documents.form import Comment, Part
from kneegraph.text.documents.tape import OPAQUE, Tape, clipped
from kneegraph.text.stated import Span

if TYPE_CHECKING:
    from pyromark.event import Event, Range

_INLINE = frozenset({"Emphasis", "Strong", "Superscript", "Subscript", "Link"})
_HIDING = frozenset({"CodeBlock", "Image", "Strikethrough"})
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)", re.IGNORECASE)
_BREAKING = frozenset({"br", "p", "div", "li", "hr", "td", "tr"})
#: Struck out, or the raised mark of a note: hidden up to the end tag or the end of the block.
_HIDING_HTML = frozenset({"del", "s", "strike", "sup"})


class Reader:
    """Reads the events of one window of a text.

    `done` is the place up to which the text was read: the beginning of the last block, unless the window was the whole rest.
    """

    def __init__(self, file: str, masked: str, start: int, end: int) -> None:
        self.done = start
        self._file = file
        self._masked = masked
        self._places = _Places(masked[start:end], start)
        self._tape = Tape()
        self._html: Tape | None = None
        self._open: dict[str, int] = dict.fromkeys(("Heading", "TableCell", "Quote", "Item"), 0)
        self._hidden = 0
        self._hidden_by: str | None = None
        self._parts: list[Part] = []

    def read(self, events: Iterable[tuple[Event, Range]], *, whole: bool) -> Iterator[Part]:
        """The parts of all blocks but the last, or of the last as well if the window is the `whole` rest of the text."""
        depth = 0
        for event, place in events:
            name, value = _opened(event)
            if depth == 0 and name != "End":
                yield from self._released(self._line_start(place))
            elif whole and self._parts:
                yield from self._released(self.done)
            depth += (name == "Start") - (name == "End")
            self._event(name, value, place)
        if whole:
            self._flush()
            yield from self._released(self.done)

    def _line_start(self, place: Range) -> int:
        """Where the line begins on which something begins: the indent of a block is no part of its range."""
        return self._masked.rfind("\n", self.done, self._places.at(place["start"])) + 1 or self.done

    def _released(self, done: int) -> list[Part]:
        parts, self._parts, self.done = self._parts, [], done
        return parts

    def _event(self, name: str, value: object, place: Range) -> None:
        if name == "Text":
            if not self._hidden and not self._hidden_by:
                self._put(cast(str, value), *self._places.both(place))
        elif name == "Start":
            self._start(*_opened(value), place)
        elif name == "End":
            self._end(*_opened(value))
        elif name == "Html" and self._html is not None:
            start, end = self._places.both(place)
            self._html.add(self._masked[start:end], start)
        elif name == "InlineHtml":
            self._inline(cast(str, value), place)
        elif name == "Rule":
            self._flush()
        elif name in {"SoftBreak", "HardBreak", "Code"} and not self._hidden:
            start, end = self._places.both(place)
            self._tape.add(OPAQUE if name == "Code" else " ", start, end - start)

    def _put(self, text: str, start: int, end: int) -> None:
        same = self._masked.startswith(text, start) and len(text) == end - start
        self._tape.add(text, start, None if same else end - start)

    def _start(self, tag: str, detail: object, place: Range) -> None:
        if tag not in _INLINE and tag not in _HIDING:
            self._flush()
        if tag in _HIDING:
            self._hidden += 1
        elif tag == "Link" and _is_address(detail):
            start, end = self._places.both(place)
            self._tape.add(OPAQUE if not self._hidden else "", start, end - start)
            self._hidden_by = "Link"
        elif tag == "HtmlBlock":
            self._html = Tape()
        self._count(tag, detail, 1)

    def _end(self, tag: str, detail: object) -> None:
        if tag == "HtmlBlock":
            self._flush_html()
        elif tag not in _INLINE and tag not in _HIDING:
            self._flush()
        if tag in _HIDING:
            self._hidden -= 1
        elif tag == "Link" and self._hidden_by == "Link":
            self._hidden_by = None
        self._count(tag, detail, -1)

    def _count(self, tag: str, detail: object, step: int) -> None:
        """Note what is open; the author speaks in GitHub's alerts (`> [!NOTE]`), so they are no quotes."""
        name = "Quote" if tag == "BlockQuote" and detail is None else tag
        if name in self._open:
            self._open[name] += step

    def _inline(self, source: str, place: Range) -> None:
        start, end = self._places.both(place)
        tag = _TAG.match(source)
        if source.startswith("<!--") and source.endswith("-->"):
            self._parts.append(Comment(self._file[start + 4 : end - 3].strip(), Span(start, end)))
        elif tag and tag[2].lower() in _BREAKING and not self._hidden:
            self._tape.add(" ", start, end - start)
        elif tag and tag[2].lower() in _HIDING_HTML and self._hidden_by in {None, tag[2].lower()}:
            self._hidden_by = None if tag[1] else tag[2].lower()

    @property
    def _kind(self) -> BlockKind:
        kinds = (BlockKind.HEADING, BlockKind.CELL, BlockKind.QUOTE, BlockKind.ITEM)
        return next((kind for kind, count in zip(kinds, self._open.values(), strict=True) if count), BlockKind.PARAGRAPH)

    def _flush(self) -> None:
        self._hidden_by = None
        block = self._tape.take(self._kind)
        if block:
            self._parts.append(block)

    def _flush_html(self) -> None:
        from kneegraph.text.documents.html import read_html

        text, runs = self._html.content() if self._html else ("", ())
        self._html = None
        self._parts += [self._moved(part, runs) for part in read_html(text, self._kind)]

    def _moved(self, part: Part, runs: tuple[Run, ...]) -> Part:
        """A part of a piece of HTML, with its places in the file."""
        if isinstance(part, Comment):
            span = Block(BlockKind.PARAGRAPH, "", runs).in_file(part.span)
            return Comment(part.text, span)
        return Block(part.kind, part.text, tuple(one for run in part.runs for one in _moved(run, runs)))


def _moved(run: Run, runs: tuple[Run, ...]) -> Iterator[Run]:
    if run.taken is not None:
        span = Block(BlockKind.PARAGRAPH, "", runs).in_file(Span(run.file, run.file + run.taken))
        yield Run(run.prose, span.start, run.length, span.end - span.start)
        return
    for piece in clipped(runs, run.file, run.file + run.length):
        yield Run(run.prose + piece.prose - run.file, piece.file, piece.length, piece.taken)


def _opened(tagged: object) -> tuple[str, object]:
    """A name and what comes with it: of pulldown-cmark's enums, which are a string or a dict with a single key."""
    return (tagged, None) if isinstance(tagged, str) else next(iter(cast("dict[str, object]", tagged).items()))


def _is_address(link: object) -> bool:
    return cast("dict[str, object]", link)["link_type"] in ("Autolink", "Email")


class _Places:
    """Bytes to code points in a window that begins at `start`; quick as long as they are asked for in their order."""

    def __init__(self, window: str, start: int) -> None:
        self._start = start
        self._bytes = None if window.isascii() else window.encode()
        self._byte = self._point = 0

    def at(self, byte: int) -> int:
        """The place in the text of a byte of the window."""
        if self._bytes is None:
            return self._start + byte
        if byte < self._byte:
            self._point -= len(self._bytes[byte : self._byte].decode())
        else:
            self._point += len(self._bytes[self._byte : byte].decode())
        self._byte = byte
        return self._start + self._point

    def both(self, place: Range) -> tuple[int, int]:
        """Where a range of bytes begins and ends in the text."""
        return self.at(place["start"]), self.at(place["end"])
