"""Markdown (CommonMark, tables, footnotes, task lists) as blocks. The parser is pulldown-cmark, by pyromark.

A long text is parsed window by window, so that the memory does not grow with it: a window ends where its last block at the
top begins, since all before that is complete, whatever follows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from kneegraph.text.documents.events import Reader
from kneegraph.text.documents.form import Part
from kneegraph.text.documents.masking import front_matter, without_marks

if TYPE_CHECKING:
    from pyromark import Markdown
    from pyromark.event import BrokenLink

_WINDOW = 1 << 18
_LONE_CR = re.compile(r"\r(?!\n)")  # pulldown-cmark does not take it for the end of a line everywhere
_DEFINITION = re.compile(r"(?<![^\r\n])[ >]{0,9}\[((?:[^\[\]\\]|\\.){1,999})\]:")


def read_markdown(text: str, *, window: int = _WINDOW) -> Iterator[Part]:
    """The parts of a Markdown text; `window` is how many characters are parsed at once, or more where a block is longer."""
    masked = _LONE_CR.sub("\n", without_marks(text))
    at, size = front_matter(text), window
    parser = _parser(_known_labels(masked) if len(text) - at > window else None)
    while at < len(text):
        end = _line_end(masked, at + size)
        reader = Reader(text, masked, at, end)
        yield from reader.read(parser.events_with_range(masked[at:end]), whole=end == len(text))
        size = window if reader.done > at else 2 * size
        at = len(text) if end == len(text) else reader.done


def _line_end(text: str, at: int) -> int:
    """The first end of a line at or behind a place."""
    return text.find("\n", at) + 1 or len(text) if at < len(text) else len(text)


def _parser(resolve: Callable[[BrokenLink], tuple[str, str] | None] | None) -> Markdown:
    from pyromark import Markdown, Options

    options = (
        Options.ENABLE_TABLES
        | Options.ENABLE_FOOTNOTES
        | Options.ENABLE_STRIKETHROUGH
        | Options.ENABLE_TASKLISTS
        | Options.ENABLE_HEADING_ATTRIBUTES
        | Options.ENABLE_GFM
        | Options.ENABLE_WIKILINKS
    )
    return Markdown(options=options, broken_link_callback=resolve)


def _known_labels(text: str) -> Callable[[BrokenLink], tuple[str, str] | None] | None:
    """Resolves a reference whose definition stands in another window."""
    labels = {_label(match[1]) for match in _DEFINITION.finditer(text)}
    return (lambda link: ("", "") if _label(link["reference"]) in labels else None) if labels else None


def _label(words: str) -> str:
    return " ".join(words.split()).casefold()
