"""Lines of a report as pieces of text, each with its style, and where to break what is longer than a line.

A long report has some hundred thousand lines. That is why none is a `rich.text.Text` here: to wrap and print those takes
longer than to check the draft.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TypeAlias

from kneegraph.tables import wide

#: The pieces of a line from left to right, each with what rich calls its style ("" for none).
Line: TypeAlias = tuple[tuple[str, str], ...]


def indented(line: Line, by: int) -> Line:
    """The line further in."""
    return ((" " * by, ""), *line)


def unstyled(line: Line) -> str:
    """The line's text, without spaces at its end."""
    return "".join(text for text, _ in line).rstrip()


def wrapped(text: str, room: int, *, hang: int = 0) -> Iterator[str]:
    """The text as lines of at most so many places; those after the first begin `hang` further in. One at least.

    >>> [*wrapped("instead: Weak glutes may cause it.", 20, hang=9)]
    ['instead: Weak glutes', '         may cause', '         it.']
    """
    margin = ""
    for paragraph in text.expandtabs().split("\n"):
        start = 0
        while start < len(paragraph) or start == 0:
            end = break_after(paragraph, start, room - len(margin))
            yield (margin + paragraph[start:end]).rstrip()
            start, margin = _behind_spaces(paragraph, max(end, 1)), " " * hang


def break_after(text: str, start: int, room: int) -> int:
    """Where a line of at most so many places ends that begins at `start`: at a space where there is one."""
    end = _reached(text, start, room)
    if end >= len(text):
        return len(text)
    space = text.rfind(" ", start + 1, end + 1)
    return space + 1 if space > start else max(end, start + 1)


def is_narrow(text: str) -> bool:
    """Whether each character takes one place on a terminal."""
    return text.isascii() or all(map(_takes_one, text))


@lru_cache(maxsize=4096)
def _takes_one(character: str) -> bool:
    return wide(character) == 1


def _behind_spaces(text: str, at: int) -> int:
    while text.startswith(" ", at):
        at += 1
    return at


def _reached(text: str, start: int, room: int) -> int:
    """Up to where the text fits into so many places."""
    if is_narrow(text[start : start + room]):
        return start + room
    end, used = start, 0
    while end < len(text) and used + wide(text[end]) <= room:
        used += wide(text[end])
        end += 1
    return end
