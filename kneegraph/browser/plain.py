"""Text made safe to look at: characters that hide or reorder others are spelled out."""

from __future__ import annotations

import unicodedata

#: Invisible characters that writing systems and hyphenation need.
_KEPT = frozenset("\n\t\u00ad\u200c\u200d")
_HIDDEN = frozenset({"Cc", "Cf", "Cs"})


def visible(text: str) -> str:
    """The text with control, bidirectional and zero-width characters written out, so that nothing reads otherwise than it is.

    >>> visible("knee\\u202eniap")
    'knee⟦U+202E⟧niap'
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_shown, text))


def visible_all(value: object) -> object:
    """Every string in nested dicts and sequences, keys included, made visible; other values as they are."""
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, dict):
        return {visible(str(key)): visible_all(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [visible_all(item) for item in value]
    return value


def _shown(character: str) -> str:
    if character in _KEPT or unicodedata.category(character) not in _HIDDEN:
        return character
    return f"⟦U+{ord(character):04X}⟧"
