"""Writing data files, in canonical form and in one step."""

from __future__ import annotations

import gzip
import os
import tempfile
from collections.abc import Iterable
from io import TextIOWrapper
from pathlib import Path
from typing import IO

from pyoxigraph import Quad

from kneegraph.errors import DataError
from kneegraph.files.paths import packed
from kneegraph.rdf.derived import DERIVED
from kneegraph.turtle import write_turtle


def write_file(path: Path, quads: Iterable[Quad]) -> None:
    """Write quads in canonical Turtle, without what is derived (tallies, standings).

    The old file stays whole until the new one is complete.
    """
    write_atomic(path, write_turtle(quad for quad in quads if quad.predicate.value not in DERIVED))


def write_atomic(path: Path, text: str | Iterable[str]) -> None:
    """Replace a file by this text in one step, so that nothing half-written is ever seen under its name.

    A text that comes in pieces is written as they come, and never whole in memory. A name that ends in .gz is one of gzip.
    """
    target = path.resolve()  # where a link leads, so that the link itself stays
    if target.exists() and not target.is_file() and not target.is_dir():
        raise DataError("cannot be written: it is a device or a pipe, not a file", path=path)
    try:
        descriptor, made = tempfile.mkstemp(dir=target.parent, prefix=f".{path.name}.", suffix=".part")
        temporary = Path(made)
        try:
            with os.fdopen(descriptor, "wb") as out:
                _write(out, [text] if isinstance(text, str) else text, gzipped=packed(target))
                out.flush()
                os.fsync(out.fileno())  # or a power cut may leave the new name on an empty file
            temporary.chmod(target.stat().st_mode & 0o777 if target.exists() else 0o644)
            temporary.replace(target)
        except BaseException:
            temporary.unlink()
            raise
    except OSError as error:
        raise DataError(f"cannot be written: {error.strerror}", path=path) from error


def _write(out: IO[bytes], pieces: Iterable[str], *, gzipped: bool) -> None:
    """Write a text as UTF-8; packed, always to the same bytes, at the level that halves the time for a tenth of the size."""
    packing = gzip.GzipFile("", "wb", 3, out, mtime=0) if gzipped else None
    text = TextIOWrapper(packing or out, encoding="utf-8", newline="\n")
    text.writelines(pieces)
    text.flush()
    text.detach()
    if packing is not None:
        packing.close()
