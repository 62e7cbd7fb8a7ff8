"""Where in a data file something stands: the line of a resource, of one of its properties, of a value."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from kneegraph import vocab as v
from kneegraph.errors import DataError, Problem
from kneegraph.files.bytes import read_text

_BASE = re.compile(r"^\s*@?base\s+<([^>]*)>", re.MULTILINE | re.IGNORECASE)
_PREFIX = re.compile(r"^\s*@?prefix\s+([\w.-]*):\s*<([^>]*)>", re.MULTILINE | re.IGNORECASE)
_LINE_END = re.compile(r"\r\n|\n|\r")
_STATEMENT_END = re.compile(r"\.[ \t]*(?:#.*)?$", re.MULTILINE)


def find_line(path: Path, problem: Problem) -> int | None:
    """The line on which the resource of a problem (and its property, when it stands there) is stated; None if unseen.

    Where one property has several values, the line of the value that the problem names. Cost: one pass over the file.
    """
    return place([path], problem)[1]


def place(paths: Sequence[Path], problem: Problem) -> tuple[Path, int | None]:
    """The file and line for a problem: where the property stands, or else the resource, or else the first file alone."""
    found: list[tuple[Path, int]] = []
    for path in paths:
        exact, line = _line(path, problem)
        if exact and line is not None:
            return path, line
        if line is not None:
            found.append((path, line))
    return found[0] if found else (paths[0], None)


def _line(path: Path, problem: Problem) -> tuple[bool, int | None]:
    """The line for a problem in one file, and whether the property itself stands there."""
    try:
        text = read_text(path)
    except DataError:
        return False, None
    starts = _statements(text, problem.resource)
    offset = next((p for p in (_property_place(text, start, problem) for start in starts) if p is not None), None)
    at = offset if offset is not None else next(iter(starts), None)
    return offset is not None, None if at is None else len(_LINE_END.findall(text, 0, at)) + 1


def _statements(text: str, resource: str) -> list[int]:
    """Where statements about a resource begin: at the start of a line, indented if nowhere else, or (JSON, XML) anywhere."""
    spellings = _spellings(resource, text)
    for before in (r"^", r"^[ \t]+", r""):
        found = [match.start(1) for match in re.finditer(rf"{before}({spellings})(?=[\s,>/]|$)", text, re.MULTILINE)]
        if found:
            return found
    return []


def _property_place(text: str, start: int, problem: Problem) -> int | None:
    """Where, in the statement that begins at `start`, the property of a problem stands, or else the value it names."""
    if problem.predicate is None:
        return start
    end = _STATEMENT_END.search(text, start)
    stop = end.end() if end else len(text)
    also = r"|(?<=\s)a" if problem.predicate == v.RDF + "type" else ""
    found = re.compile(rf"(?:{_spellings(problem.predicate, text)}{also})(?=\s)").search(text, start, stop)
    if found is None:
        return None
    value = re.compile(_spellings(problem.value, text)).search(text, found.end(), stop) if problem.value else None
    return value.start() if value else found.start()


def _spellings(iri: str, text: str) -> str:
    """A pattern of the ways in which this file may write an IRI: whole, relative, or with one of its own prefixes."""
    base = _BASE.search(text)
    space = base.group(1) if base else v.ID
    forms = [f"<{iri}>", f'"{iri}"']
    if iri.startswith(space):
        forms += [f"<{iri.removeprefix(space)}>", f'"{iri.removeprefix(space)}"']
    for prefix, start in _PREFIX.findall(text):
        if iri.startswith(start):
            forms.append(f"{prefix}:{iri.removeprefix(start)}")
    return "|".join(map(re.escape, forms))
