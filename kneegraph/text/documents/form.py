"""The forms a draft may have, and the comments that any of them may hold."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath

from kneegraph.text.blocks import Block
from kneegraph.text.stated import Span


class Form(StrEnum):
    """How a draft is written down."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"


_ENDINGS = {
    **dict.fromkeys((".md", ".markdown", ".mdx", ".qmd"), Form.MARKDOWN),
    **dict.fromkeys((".html", ".htm", ".xhtml"), Form.HTML),
}


def form_of(path: PurePath | str) -> Form:
    """The form of a draft by the ending of its name, in any case; `-` (standard input) is Markdown, anything else text.

    >>> form_of("post.MD"), form_of("page.html"), form_of("notes.txt"), form_of("-")
    (<Form.MARKDOWN: 'markdown'>, <Form.HTML: 'html'>, <Form.TEXT: 'text'>, <Form.MARKDOWN: 'markdown'>)
    """
    if str(path) == "-":
        return Form.MARKDOWN
    return _ENDINGS.get(PurePath(path).suffix.lower(), Form.TEXT)


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment `<!-- … -->`: what it says, without the space around it, and where all of it stands in the file."""

    text: str
    span: Span


#: What a draft is read into.
Part = Block | Comment
