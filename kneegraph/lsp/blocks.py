"""Where a comment stands that is to concern one block: on a line of its own above it, without tearing a list apart.

What such a comment concerns is settled in `kneegraph.check.ignores`: the next block.
"""

from __future__ import annotations

import re

from kneegraph.lsp.opened import OpenDraft
from kneegraph.text.documents import Form

_MARGIN = re.compile(r"[ \t>]*")
_ITEM = re.compile(r"([ \t>]*)((?:[-*+]|\d{1,9}[.)])[ \t]+)")
_OPENING = re.compile(r"<(?:p|li|td|th|dd|dt|blockquote|figcaption|caption|div|section|article|body)\b[^>]*>", re.IGNORECASE)


def above_block(draft: OpenDraft, offset: int) -> tuple[int, str]:
    """The code point where the block begins that holds this one, and the margin for a line above it."""
    if draft.form is Form.HTML:
        openings = [*_OPENING.finditer(draft.text, 0, offset)]
        if openings:
            return _above_tag(draft, openings[-1].start())
    return _above_lines(draft, offset)


def _above_tag(draft: OpenDraft, tag: int) -> tuple[int, str]:
    start = draft.lines.start_of(draft.lines.line_of(tag))
    margin = draft.text[start:tag]
    return (tag, "") if margin.strip() else (start, margin)


def _above_lines(draft: OpenDraft, offset: int) -> tuple[int, str]:
    """Above a paragraph, a quotation, a table, or one item of a list.

    Between two items the margin is the one of an item's text: a comment further left would end the list.
    """
    lines = draft.lines
    number = lines.line_of(offset)
    follows = True
    while (follows := number > 0 and bool(lines.line(number - 1).strip(" \t>"))) and not _ITEM.match(lines.line(number)):
        number -= 1
    line = lines.line(number)
    item = _ITEM.match(line)
    if item and follows:
        return lines.start_of(number), item[1] + " " * len(item[2])
    margin = _MARGIN.match(line)
    return lines.start_of(number), margin[0] if margin else ""
