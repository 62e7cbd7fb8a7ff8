"""Elements of HTML and SVG in which every text is escaped: there is no other way to put one in."""

from __future__ import annotations

from html import escape

from kneegraph.browser.links import safe_url
from kneegraph.browser.plain import visible


class Markup(str):
    """HTML that was made here. Only `tag` and `joined` make it, from texts that they escape."""

    __slots__ = ()


def tag(name: str, *inside: str | None, **attributes: object) -> Markup:
    """An element. Names of attributes lose a final underscore, and others become hyphens; None leaves one out.

    `srcdoc` is a document that its own maker has made safe to look at; it stays to the letter, as its digests demand.

    >>> tag("b", "a < b", class_="kg-mark", data_standing=None)
    '<b class="kg-mark">a &lt; b</b>'
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(str(value) if key == "srcdoc" else visible(str(value)))}"'
        for key, value in attributes.items()
        if value is not None
    )
    return Markup(f"<{name}{written}>{joined(*inside)}</{name}>")


def joined(*parts: str | None, between: str = "") -> Markup:
    """Texts, escaped, and elements, as they are, one after another; None is nothing."""
    return Markup(_text(between).join(_text(part) for part in parts if part is not None))


def link(text: str, address: str | None) -> Markup:
    """The text, as a link where the address is an ordinary one."""
    safe = safe_url(address)
    return tag("a", text, href=safe, target="_blank", rel="noopener noreferrer") if safe else joined(text)


def _text(part: str) -> str:
    return part if isinstance(part, Markup) else escape(visible(part))
