"""Terms and numbers as people read them."""

from __future__ import annotations

import re


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
