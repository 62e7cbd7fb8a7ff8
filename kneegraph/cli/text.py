"""Data as text that is safe to print: nothing in a label may steer a terminal or turn its reading direction."""

from __future__ import annotations

import re
import unicodedata

_SHOWN = frozenset("\n\t")


def plain(text: str) -> str:
    """The text with control, format and direction characters spelled out.

    >>> plain("a\\x1b[2Jb\\u202ec")
    'a⟦U+001B⟧[2Jb⟦U+202E⟧c'
    """
    if text.isprintable():
        return text
    return "".join(char if char in _SHOWN or not _hidden(char) else f"⟦U+{ord(char):04X}⟧" for char in text)


def in_words(name: str) -> str:
    """A term of the schema as words.

    >>> in_words("relativeImportance")
    'relative importance'
    """
    return re.sub(r"(?<=[a-z])([A-Z])", lambda letter: f" {letter[1].lower()}", name)


def how_many(count: int, noun: str) -> str:
    """A number with its noun.

    >>> how_many(1, "source"), how_many(0, "claim")
    ('1 source', '0 claims')
    """
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _hidden(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
