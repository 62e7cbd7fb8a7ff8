"""Drafts as files: bytes to text, text to blocks of prose and comments, with exact places. Plain text, Markdown, HTML."""

from __future__ import annotations

from collections.abc import Iterator

from kneegraph.text.blocks import Block
from kneegraph.text.documents.decoding import checked, decode
from kneegraph.text.documents.form import Comment, Form, Part, form_of

__all__ = ["Comment", "Form", "Part", "checked", "comments", "decode", "form_of", "read_blocks", "read_parts"]


def read_parts(text: str, form: Form) -> Iterator[Part]:
    """The blocks of prose and the comments of a draft, in one pass: blocks in the order of the file, and so the comments.

    A comment within a block may come before it. Lazy: the memory taken depends on the longest block, not on the draft.
    Raises DataError where `text` is not a text.
    """
    checked(text)
    if form is Form.MARKDOWN:
        from kneegraph.text.documents.markdown import read_markdown

        return read_markdown(text)
    if form is Form.HTML:
        from kneegraph.text.documents.html import read_html

        return read_html(text)
    from kneegraph.text.documents.plain import read_plain

    return read_plain(text)


def read_blocks(text: str, form: Form) -> Iterator[Block]:
    """The prose of a draft as a reader sees it, block by block, each with its places in the file; see `read_parts`."""
    return (part for part in read_parts(text, form) if isinstance(part, Block))


def comments(text: str, form: Form) -> Iterator[Comment]:
    """The comments `<!-- … -->` of a draft, but not those inside code."""
    if "<!--" not in text:
        return iter(())
    return (part for part in read_parts(text, form) if isinstance(part, Comment))
