"""Reading and writing data files. Every error that leaves this module has a path, and a line where one is known."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, parse

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
_DATA = ("ontology.ttl", "concepts.ttl", "claims.ttl", "literature.ttl")


@dataclass(frozen=True)
class Reading:
    """What was read from which file."""

    quads: tuple[Quad, ...]
    origins: dict[str, Path]
    paths: tuple[Path, ...]

    def error(self, problem: Problem) -> DataError:
        """The problem as an error with the file and line where the resource stands."""
        path = self.origins.get(problem.resource, self.paths[0])
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
        folder = packaged("data") if str(path) == PACKAGED else Path(path)
        if folder.is_dir():
            chosen += _in_folder(folder)
        elif folder.exists():
            chosen.append(folder)
        else:
            raise DataError("there is no such file", path=folder)
    if not any(path.name == "ontology.ttl" for path in chosen):
        chosen.insert(0, packaged("data", "ontology.ttl"))
    return tuple(dict.fromkeys(chosen))


def read(paths: Iterable[Path]) -> Reading:
    """Parse files. Raises DataError for what cannot be read or parsed; nothing is skipped."""
    quads: list[Quad] = []
    origins: dict[str, Path] = {}
    seen = tuple(paths)
    for path in seen:
        for quad in read_quads(path):
            quads.append(quad)
            origins.setdefault(key(quad.subject), path)
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
        yield from parse(text.encode("utf-8"), form, base_iri=v.ID, rename_blank_nodes=True)
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
    try:
        descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as out:
                out.write(text)
            os.chmod(temporary, 0o644)
            os.replace(temporary, path)
        except BaseException:
            os.unlink(temporary)
            raise
    except OSError as error:
        raise DataError(f"cannot be written: {error.strerror}", path=path) from error


def find_line(path: Path, problem: Problem) -> int | None:
    """The line on which the resource of a problem (and its property, when it stands there) is stated; None if unseen."""
    try:
        lines = read_text(path).splitlines()
    except DataError:
        return None
    spellings = [re.escape(spelling) for spelling in _spellings(problem.resource)]
    start = re.compile(rf"^\s*({'|'.join(spellings)})(\s|$)")
    first = next((number for number, line in enumerate(lines) if start.match(line)), None)
    if first is None or problem.predicate is None:
        return None if first is None else first + 1
    wanted = re.compile(rf"(^|[\s\[;])({'|'.join(re.escape(s) for s in _spellings(problem.predicate))})\s")
    exact = re.escape(_spellings(problem.value)[0]) if problem.value else ""
    for number in range(first, len(lines)):
        if wanted.search(lines[number]) and (not exact or re.search(exact, lines[number])):
            return number + 1
        if lines[number].rstrip().endswith(" .") and number > first:
            break
    return first + 1


def _spellings(iri: str) -> list[str]:
    """The ways in which a Turtle or N-Triples file of ours may write an IRI, the shortest first."""
    forms = [f"<{iri.removeprefix(v.ID)}>"] if iri.startswith(v.ID) else []
    forms += [f"{prefix}:{iri.removeprefix(space)}" for prefix, space in v.PREFIXES.items() if iri.startswith(space)]
    return [*forms, f"<{iri}>"]


def _short(resource: str) -> str:
    return resource.removeprefix(v.ID) if resource.startswith(v.ID) else name(resource)


def _in_folder(folder: Path) -> list[Path]:
    known = [folder / name for name in _DATA if (folder / name).exists()]
    others = sorted(path for path in folder.glob("*") if path.suffix in _FORMATS and path.name not in (*_DATA, "shapes.ttl"))
    if not known and not others:
        raise DataError(f"the folder has no data file ({', '.join(_FORMATS)})", path=folder)
    return known + others


def _plain(message: str) -> str:
    """A parser's message without the position it repeats."""
    return re.sub(r"^Parser error at line \d+(?: column \d+| between columns \d+ and \d+)?[^:]*: ", "", message)
