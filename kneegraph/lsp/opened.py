"""An open document as the checker sees it, and which documents are drafts at all."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from lsprotocol.types import PositionEncodingKind
from pygls.uris import to_fs_path

from kneegraph.drafts.reading import ENDINGS
from kneegraph.lsp.positions import Lines
from kneegraph.text.documents import Form, form_of

#: Bytes of UTF-8. A draft is checked anew after each pause in typing; what is longer than this is no draft of one article.
LONGEST = 1_000_000

_FORMS = {
    "markdown": Form.MARKDOWN,
    "quarto": Form.MARKDOWN,
    "html": Form.HTML,
    "xhtml": Form.HTML,
    "plaintext": Form.TEXT,
    "text": Form.TEXT,
}


@dataclass(frozen=True)
class OpenDraft:
    """One version of an open document."""

    uri: str
    version: int | None
    text: str
    form: Form
    encoding: PositionEncodingKind | str = PositionEncodingKind.Utf16

    @cached_property
    def lines(self) -> Lines:
        """Its lines as the editor counts them."""
        return Lines(self.text, self.encoding)

    @property
    def path(self) -> str:
        """Its path where it is a file, otherwise its address."""
        return str(to_fs_path(self.uri) or self.uri)

    @property
    def name(self) -> str:
        """What to call it in a message."""
        return PurePosixPath(unquote(urlsplit(self.uri).path)).name or self.uri

    @property
    def too_long(self) -> str | None:
        """Why it is not checked, where it is longer than LONGEST."""
        if len(self.text) <= LONGEST // 4:  # no code point takes more than four bytes
            return None
        size = len(self.text.encode("utf-8", "surrogatepass"))
        if size <= LONGEST:
            return None
        limit = f"{LONGEST / 1e6:.0f} MB: use kneegraph check"
        return f"{self.name} has {size / 1e6:.1f} MB; the editor's server checks up to {limit}"


def draft_form(language: str | None, uri: str) -> Form | None:
    """The form of a document by the editor's name for its language, or else by the ending of its address; None: no draft.

    >>> draft_form("markdown", "untitled:Untitled-1")
    <Form.MARKDOWN: 'markdown'>
    >>> draft_form("", "file:///a/draft.HTM")
    <Form.HTML: 'html'>
    >>> draft_form("python", "file:///a.py")
    """
    path = PurePosixPath(unquote(urlsplit(uri).path))
    return _FORMS.get((language or "").lower()) or (form_of(path) if path.suffix.lower() in ENDINGS else None)
