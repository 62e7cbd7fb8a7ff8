"""On which line of a TOML file a key stands. The standard library's reader does not say."""

from __future__ import annotations

import re

_HEADER = re.compile(r"\s*\[(\[)?\s*([^\[\]]+?)\s*\]")
_KEY = re.compile(r"""\s*((?:"[^"]*"|'[^']*'|[\w-]+)(?:\s*\.\s*(?:"[^"]*"|'[^']*'|[\w-]+))*)\s*=""")
_PART = re.compile(r""""([^"]*)"|'([^']*)'|([\w-]+)""")


def line_of_key(text: str, *path: str | int) -> int | None:
    """The line, from 1, of what these keys lead to, or of the nearest thing around it; a number counts tables of one name.

    >>> line_of_key("[a]\\nb = 1\\n[[c]]\\n[[c]]\\nd = {e = 2}", "c", 1, "d", "e")
    5
    """
    wanted = [str(part) for part in path]
    best, found = 0, None
    for number, keys in _keys(text):
        shared = len(keys) if keys == wanted[: len(keys)] else 0
        if shared > best:
            best, found = shared, number
    return found


def _keys(text: str) -> list[tuple[int, list[str]]]:
    """The full path of each table and each key at the beginning of a line."""
    found: list[tuple[int, list[str]]] = []
    table: list[str] = []
    counted: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line):
            table = _parts(header.group(2))
            if header.group(1):
                name = ".".join(table)
                counted[name] = counted.get(name, -1) + 1
                table = [*table, str(counted[name])]
            found.append((number, table))
        elif key := _KEY.match(line):
            found.append((number, [*table, *_parts(key.group(1))]))
    return found


def _parts(dotted: str) -> list[str]:
    return [next(filter(None, groups), "") for groups in _PART.findall(dotted)]
