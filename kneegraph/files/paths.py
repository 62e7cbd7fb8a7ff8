"""Which files a name stands for: a file, a folder of data, or the packaged data; and what their endings mean."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import resources
from pathlib import Path

from pyoxigraph import RdfFormat

from kneegraph.errors import DataError

#: The word that stands for the data that came with the package, wherever a path of data is asked for.
PACKAGED = "packaged"

FORMATS = {
    ".ttl": RdfFormat.TURTLE,
    ".trig": RdfFormat.TRIG,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".rdf": RdfFormat.RDF_XML,
    ".jsonld": RdfFormat.JSON_LD,
}
_DATA = ("ontology.ttl", "concepts.ttl", "claims.ttl", "literature.ttl")


def packed(path: Path) -> bool:
    """Whether the name says that the file is compressed with gzip."""
    return path.suffix.lower() == ".gz"


def format_of(path: Path) -> RdfFormat | None:
    """What the ending of a data file says of its format, below a `.gz`; None when it says nothing."""
    inner = path.with_suffix("") if packed(path) else path
    return FORMATS.get(inner.suffix.lower())


def packaged(*parts: str) -> Path:
    """A file or folder that came with kneegraph: `data/…` or `viz/…`."""
    inside = resources.files("kneegraph").joinpath(*parts)
    if isinstance(inside, Path) and inside.exists():
        return inside
    return Path(__file__).parent.parent.parent.joinpath(*parts)  # a checkout keeps data/ and viz/ beside the package


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


def _in_folder(folder: Path) -> list[Path]:
    known = [folder / name for name in _DATA if (folder / name).exists()]
    others = (path for path in folder.iterdir() if format_of(path) and path.name not in (*_DATA, "shapes.ttl"))
    found = known + sorted(others)
    if not found:
        raise DataError(f"the folder has no data file ({', '.join(FORMATS)}, plain or .gz)", path=folder)
    return found
