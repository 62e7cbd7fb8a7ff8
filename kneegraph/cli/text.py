"""Data as text that is safe to print: nothing in a label may steer a terminal or turn its reading direction."""

from __future__ import annotations

import unicodedata

from kneegraph.words import how_many, in_words

__all__ = ["how_many", "in_words", "plain"]

_SHOWN = frozenset("\n\t")


def plain(text: str) -> str:
    """The text with control, format and direction characters spelled out.

    >>> plain("a\\x1b[2Jb\\u202ec")
    'a⟦U+001B⟧[2Jb⟦U+202E⟧c'
    """
    if text.isprintable():
        return text
    return "".join(char if char in _SHOWN or not _hidden(char) else f"⟦U+{ord(char):04X}⟧" for char in text)


def _hidden(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
