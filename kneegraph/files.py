"""Reading and writing data files. Every error that leaves this module has a path, and a line where one is known."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, Triple, parse

from kneegraph import vocab as v
from kneegraph.errors import DataError, Problem
from kneegraph.rdf.derived import DERIVED
from kneegraph.rdf.index import key, name
from kneegraph.turtle import write_turtle

#: The word that stands for the data that came with the package, wherever a path of data is asked for.
PACKAGED = "packaged"

_FORMATS = {
    ".ttl": RdfFormat.TURTLE,
    ".trig": RdfFormat.TRIG,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".rdf": RdfFormat.RDF_XML,
    ".jsonld": RdfFormat.JSON_LD,
}
_BASE = re.compile(r"^\s*@?base\s+<([^>]*)>", re.MULTILINE | re.IGNORECASE)
_PREFIX = re.compile(r"^\s*@?prefix\s+([\w.-]*):\s*<([^>]*)>", re.MULTILINE | re.IGNORECASE)
_LINE_END = re.compile(r"\r\n|\n|\r")
_STATEMENT_END = re.compile(r"\.[ \t]*(?:#.*)?$", re.MULTILINE)
_DATA = ("ontology.ttl", "concepts.ttl", "claims.ttl", "literature.ttl")


@dataclass(frozen=True)
class Reading:
    """What was read from which file."""

    quads: tuple[Quad, ...]
    origins: dict[str, Path]
    paths: tuple[Path, ...]

    def error(self, problem: Problem) -> DataError:
        """The problem as an error with the file and line where the resource stands."""
        path = self.origins.get(problem.resource, self.paths[-1])
        return DataError(f"{_short(problem.resource)}: {problem.message}", path=path, line=find_line(path, problem))


def packaged(*parts: str) -> Path:
    """A file or folder that came with kneegraph: `data/…` or `viz/…`."""
    inside = resources.files("kneegraph").joinpath(*parts)
    if isinstance(inside, Path) and inside.exists():
        return inside
    return Path(__file__).parent.parent.joinpath(*parts)  # a checkout keeps data/ and viz/ beside the package


def data_files(paths: Sequence[str | Path] = ()) -> tuple[Path, ...]:
    """The files that these names stand for: a file, a folder of data, or the word `packaged`.

    Without a name, the packaged data. An ontology is always among them: relations are the packaged ones unless a
    folder brings its own.
    """
    chosen: list[Path] = []
    for path in paths or (PACKAGED,):
        chosen += _stands_for(packaged("data") if str(path) == PACKAGED else Path(path))
    if not any(path.name == "ontology.ttl" for path in chosen):
        chosen.insert(0, packaged("data", "ontology.ttl"))
    return tuple(dict.fromkeys(chosen))


def _stands_for(path: Path) -> list[Path]:
    try:
        if path.is_dir():
            return _in_folder(path)
        if path.exists():
            return [path]
    except OSError as error:
        raise DataError(f"cannot be read: {error.strerror}", path=path) from error
    raise DataError("there is no such file", path=path)


def read(paths: Iterable[Path]) -> Reading:
    """Parse files. Raises DataError for what cannot be read or parsed; nothing is skipped."""
    quads: list[Quad] = []
    origins: dict[str, Path] = {}
    seen = tuple(paths)
    for path in seen:
        before = len(quads)
        for quad in read_quads(path):
            quads.append(quad)
            origins.setdefault(key(quad.subject), path)
        if len(quads) == before:
            raise DataError("the file states nothing (is it empty, or cut off?)", path=path)
    return Reading(tuple(quads), origins, seen)


def read_quads(path: Path) -> Iterator[Quad]:
    """The quads of one file, in its order. Relative addresses are resolved against our own namespace."""
    form = _FORMATS.get(path.suffix.lower())
    if form is None:
        raise DataError(f"the name must end in {', '.join(_FORMATS)} (got {path.suffix or 'no ending'})", path=path)
    text = read_text(path)
    if form is RdfFormat.RDF_XML and "<!ENTITY" in text:
        raise DataError("XML entities are refused", path=path, line=text[: text.index("<!ENTITY")].count("\n") + 1)
    try:
        # Blank nodes are renamed so that those of two files never meet.
        for quad in parse(text.encode("utf-8"), form, base_iri=v.ID, rename_blank_nodes=True):
            if isinstance(quad.object, Triple):
                line = text[: text.index("<<")].count("\n") + 1 if "<<" in text else None
                raise DataError("a triple about a triple (RDF 1.2) is not understood here; RDF 1.1 only", path=path, line=line)
            yield quad
    except SyntaxError as error:
        raise DataError(_plain(str(error.msg)), path=path, line=error.lineno, column=error.offset) from error
    except ValueError as error:
        raise DataError(str(error), path=path) from error


def read_text(path: Path) -> str:
    """A text file as UTF-8, without its byte order mark. Raises DataError with the line of the first wrong byte."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise DataError(f"cannot be read: {error.strerror}", path=path) from error
    return decoded(raw, path)


def decoded(raw: bytes, path: Path) -> str:
    """Bytes as UTF-8 text, without a byte order mark; `path` is named in the DataError for a wrong byte."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        column = error.start - (before.rfind(b"\n") + 1) + 1
        message = f"not UTF-8: byte 0x{raw[error.start]:02x} (is the file Latin-1? save it as UTF-8)"
        raise DataError(message, path=path, line=before.count(b"\n") + 1, column=column) from error


def write_file(path: Path, quads: Iterable[Quad]) -> None:
    """Write quads in canonical Turtle, without what is derived (tallies, standings).

    The old file stays whole until the new one is complete.
    """
    write_atomic(path, write_turtle(quad for quad in quads if quad.predicate.value not in DERIVED))


def write_atomic(path: Path, text: str) -> None:
    """Replace a file by this text in one step, so that nothing half-written is ever seen under its name."""
    target = path.resolve()  # where a link leads, so that the link itself stays
    if target.exists() and not target.is_file() and not target.is_dir():
        raise DataError("cannot be written: it is a device or a pipe, not a file", path=path)
    try:
        descriptor, made = tempfile.mkstemp(dir=target.parent, prefix=f".{path.name}.", suffix=".part")
        temporary = Path(made)
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as out:
                out.write(text)
            temporary.chmod(target.stat().st_mode & 0o777 if target.exists() else 0o644)
            temporary.replace(target)
        except BaseException:
            temporary.unlink()
            raise
    except OSError as error:
        raise DataError(f"cannot be written: {error.strerror}", path=path) from error


def find_line(path: Path, problem: Problem) -> int | None:
    """The line on which the resource of a problem (and its property, when it stands there) is stated; None if unseen.

    Where one property has several values, the line of the value that the problem names. Cost: one pass over the file.
    """
    try:
        text = read_text(path)
    except DataError:
        return None
    starts = _statements(text, problem.resource)
    places = (_property_place(text, start, problem) for start in starts)
    place = next((place for place in places if place is not None), starts[0] if starts else None)
    return None if place is None else len(_LINE_END.findall(text, 0, place)) + 1


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


def _short(resource: str) -> str:
    if resource.startswith("_:"):
        return "a resource without an address"
    return resource.removeprefix(v.ID) if resource.startswith(v.ID) else name(resource)


def _in_folder(folder: Path) -> list[Path]:
    known = [folder / name for name in _DATA if (folder / name).exists()]
    others = (path for path in folder.iterdir() if path.suffix.lower() in _FORMATS and path.name not in (*_DATA, "shapes.ttl"))
    found = known + sorted(others)
    if not found:
        raise DataError(f"the folder has no data file ({', '.join(_FORMATS)})", path=folder)
    return found


def _plain(message: str) -> str:
    """A parser's message without the position it repeats, and in plain words where a file breaks off."""
    text = re.sub(r"^Parser error [^:]*: ", "", message)
    return f"{text}: is the file cut off?" if text.startswith("Unexpected end") else text
