"""What stands in a draft and is no prose before any parser sees it: front matter, templates, marks of other tools.

A mask has as many characters as what it hides, so that every place in the text stays where it is.
"""

from __future__ import annotations

import re

from kneegraph.text.documents.tape import NOTHING, OPAQUE

_FENCE = r"(?<![^\r\n])(?:{})[ \t]*(?![^\r\n])"
_OPENING = re.compile(r"(---|\+\+\+)[ \t]*(?:\r\n?|\n)(?![ \t]*[\r\n])")
_CLOSING = {"---": re.compile(_FENCE.format(r"---|\.\.\.")), "+++": re.compile(_FENCE.format(r"\+\+\+"))}

# No alternative reads on over an opening of its own sort, so that a thousand unclosed ones cost no more than one.
_VALUE = r"\{\{(?:[^{}\r\n]|\r?\n(?!\s*\n))*+\}\}"
_TAG = r"\{%(?:[^%{\r\n]|%(?!\})|\{(?!%)|\r?\n(?!\s*\n))*+%\}"
_TEMPLATE = re.compile(rf"(?P<value>{_VALUE})|{_TAG}")
_MARKS = re.compile(
    rf"(?P<value>{_VALUE})|{_TAG}"
    r"|\{[:#.][^{}\r\n]*+\}"  # {#anchor .class}, {: .note}
    r"|\[-?@[^\[\]\r\n]*+\]"  # [@smith2018, p. 3]
    r"|(?P<note>\[\^[^\[\]\s]{1,100}\])"  # [^1], as its definition may stand in another part of a long text
    r"|(?<![^\r\n])[ >]{0,9}:{3,}[^\r\n]*"  # ::: note
)
_INDENT = re.compile(r"(?<![^\r\n])[ >]{0,9}\Z")


def front_matter(text: str) -> int:
    """Where the text begins behind a byte order mark and front matter (between `---` or `+++`)."""
    start = int(text.startswith("\ufeff"))
    opening = _OPENING.match(text, start)
    closing = opening and _CLOSING[opening[1]].search(text, opening.end())
    return closing.end() if closing else start


def without_templates(text: str) -> str:
    """The text with what Liquid, Jinja and Hugo would replace (`{{ … }}`, `{% … %}`) masked."""
    return _TEMPLATE.sub(_mask, text) if "{" in text else text


def without_marks(text: str) -> str:
    """Markdown with templates, attributes, citation keys, footnote marks and fences of admonitions masked."""
    return _MARKS.sub(_mask, text)


def _mask(match: re.Match[str]) -> str:
    hidden = match.group()
    if match["value"]:
        return OPAQUE * len(hidden)
    if "note" in match.re.groupindex and match["note"] and _defines(match):
        return hidden
    return NOTHING * len(hidden)


def _defines(match: re.Match[str]) -> bool:
    """Whether a footnote's mark opens its definition: at the beginning of a line, with a colon behind it."""
    text, start = match.string, match.start()
    return text.startswith(":", match.end()) and bool(_INDENT.search(text, max(0, start - 10), start))
