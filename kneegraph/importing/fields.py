"""Single fields of a row: a text, or one of a closed set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import TypeVar

from kneegraph.importing.cells import Getter
from kneegraph.importing.statements import RefusedError
from kneegraph.nearest import suggestion

_Choice = TypeVar("_Choice", bound=StrEnum)
#: No text of a row is longer, in characters.
LONGEST_TEXT = 10_000


def text_of(get: Mapping[str, Getter], name: str, cells: Sequence[str]) -> str:
    """The text of a field, on one line; empty where the row does not say. Raises RefusedError for one that is too long."""
    if name not in get:
        return ""
    text = get[name](cells)
    if len(text) > LONGEST_TEXT:
        raise RefusedError(f"{name} has {len(text):,} characters, where {LONGEST_TEXT:,} are allowed")
    return text


def choice_of(get: Mapping[str, Getter], name: str, allowed: type[_Choice], cells: Sequence[str]) -> _Choice | None:
    """The value of a field that must be one of a closed set, or None where the row does not say. Raises RefusedError."""
    if name not in get or not (text := get[name](cells)):
        return None
    try:
        return allowed(text)
    except ValueError:
        choices = " or ".join(", ".join(allowed).rsplit(", ", 1))
        raise RefusedError(f"{name} must be {choices} (got {cut(text)!r}{suggestion(cut(text), [*allowed])})") from None


def cut(text: str) -> str:
    """A text short enough for a message."""
    return text if len(text) <= 80 else f"{text[:79]}…"
