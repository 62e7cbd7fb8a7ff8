"""Reading data files. Every error that leaves this module has a path, and a line where one is known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from pyoxigraph import Quad, RdfFormat, Triple, parse

from kneegraph import vocab as v
from kneegraph.errors import DataError, Problem
from kneegraph.files.bytes import Progress, check_utf8, line_of, opened
from kneegraph.files.paths import FORMATS, format_of
from kneegraph.files.places import place
from kneegraph.files.xml import check_xml
from kneegraph.rdf.index import key, name

#: What the engine says of a JSON-LD context that would have to be fetched.
_REMOTE = "LoadDocumentCallback"


@dataclass(frozen=True)
class Reading:
    """What was read from which file; `origins` has, for each resource, the files that say something of it."""

    quads: tuple[Quad, ...]
    origins: dict[str, dict[Path, None]]
    paths: tuple[Path, ...]

    def error(self, problem: Problem) -> DataError:
        """The problem as an error with the file and line where the resource stands."""
        return placed(problem, tuple(self.origins.get(problem.resource, self.paths[-1:])))


def placed(problem: Problem, paths: Sequence[Path]) -> DataError:
    """A problem as an error in that of these files where what it is about stands. Cost: one pass over them."""
    path, line = place(paths, problem)
    return DataError(f"{_short(problem.resource)}: {problem.message}", path=path, line=line)


def read(paths: Iterable[Path]) -> Reading:
    """Parse files. Raises DataError for what cannot be read or parsed; nothing is skipped."""
    quads: list[Quad] = []
    origins: dict[str, dict[Path, None]] = {}
    seen = tuple(paths)
    for path in seen:
        before = len(quads)
        for quad in read_quads(path):
            quads.append(quad)
            origins.setdefault(key(quad.subject), {})[path] = None
        if len(quads) == before:
            raise DataError("the file states nothing (is it empty, or cut off?)", path=path)
    return Reading(tuple(quads), origins, seen)


def read_quads(path: Path, progress: Progress | None = None) -> Iterator[Quad]:
    """The quads of one file, plain or gzip, in its order, as a stream.

    Relative addresses are resolved against our own namespace, never against the file's place. Nothing is fetched.
    """
    form = format_of(path)
    if form is None:
        got = path.suffix or "no ending"
        raise DataError(f"the name must end in {', '.join(FORMATS)}, plain or .gz (got {got})", path=path)
    try:
        with _content(path, form, progress) as stream:
            # Blank nodes are renamed so that those of two files never meet.
            for quad in parse(stream, form, base_iri=v.ID, rename_blank_nodes=True):
                if isinstance(quad.object, Triple):
                    message = "a triple about a triple (RDF 1.2) is not understood here; RDF 1.1 only"
                    raise DataError(message, path=path, line=line_of(path, b"<<"))
                yield quad
    except SyntaxError as error:
        check_utf8(path)
        line = line_of(path, b"@context") if _REMOTE in str(error.msg) and error.lineno is None else error.lineno
        raise DataError(_plain(str(error.msg)), path=path, line=line, column=error.offset) from error
    except MemoryError as error:  # so the engine says that a token is larger than its buffer
        raise DataError("one value is larger than 16 MiB, which nobody's claims are", path=path) from error
    except ValueError as error:
        check_utf8(path)
        raise DataError(_plain(str(error)), path=path) from error


@contextmanager
def _content(path: Path, form: RdfFormat, progress: Progress | None) -> Iterator[IO[bytes]]:
    """What to parse; XML is looked through first."""
    if form is RdfFormat.RDF_XML:
        check_xml(path)
    with opened(path, progress) as stream:
        yield stream


def _short(resource: str) -> str:
    if resource.startswith("_:"):
        return "a resource without an address"
    return resource.removeprefix(v.ID) if resource.startswith(v.ID) else name(resource)


def _plain(message: str) -> str:
    """A parser's message without the position it repeats, and in plain words where a file breaks off."""
    if _REMOTE in message:
        return "a @context that stands elsewhere is never fetched; write its terms into the file"
    text = re.sub(r"^Parser error [^:]*: ", "", message)
    return f"{text}: is the file cut off?" if text.startswith("Unexpected end") else text
