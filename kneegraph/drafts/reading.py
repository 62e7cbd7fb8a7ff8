"""Which drafts a name stands for, and their texts. What is named and cannot be had is an error with its place."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from kneegraph.errors import DataError
from kneegraph.text.documents import Form, decode, form_of

#: Endings of the names of drafts; what lies in a folder under another is none, though it may be named.
ENDINGS = (".md", ".markdown", ".mdx", ".qmd", ".txt", ".text", ".html", ".htm", ".xhtml")


@dataclass(frozen=True)
class Draft:
    """A text to check: `path` as it was named, `form` how it is read."""

    path: str
    text: str
    form: Form


def draft_files(names: Sequence[str], *, exclude: Sequence[str] = (), base: Path | None = None) -> tuple[Path, ...]:
    """The drafts that these names stand for: a file whatever its ending, a folder with what lies in it, a glob (`**` too).

    Hidden files and folders are passed over. `exclude` are globs against the path from `base`; they concern what is found
    in folders and by globs, not a file that is named. Each draft comes once. Raises DataError for a name without a draft.
    """
    found: dict[Path, None] = {}
    for name in names:
        for path in _stands_for(name, [*exclude], base or Path()):
            found.setdefault(path)
    return tuple(found)


def read_draft(path: Path, *, form: Form | None = None) -> Draft:
    """The draft in a file, read as told or as its ending says. Raises DataError with the place of what is no text."""
    try:
        return drafted(path.read_bytes(), str(path), form)
    except OSError as error:
        raise DataError(f"cannot be read: {error.strerror or error}", path=path) from error


def drafted(content: bytes, path: str, form: Form | None = None) -> Draft:
    """Bytes as a draft of this name; `-` is standard input. Raises DataError with the place of what is no text."""
    return Draft(path, decode(content, path), form or form_of(path))


def _stands_for(name: str, exclude: list[str], base: Path) -> Iterator[Path]:
    path = Path(name)
    try:
        if path.is_dir():
            yield from _kept(_in_folder(path), exclude, base, name)
        elif path.exists():
            yield path
        elif glob.has_magic(name):
            yield from _kept(_matching(name), exclude, base, name)
        else:
            raise DataError("there is no such file or folder", path=name)
    except OSError as error:
        raise DataError(f"cannot be read: {error.strerror or error}", path=error.filename or name) from error


def _in_folder(folder: Path) -> list[Path]:
    """The drafts below a folder in the order of their names; links to folders are not followed, lest they lead in a circle."""

    def stop(error: OSError) -> None:
        raise error

    found: list[Path] = []
    for here, inner, names in os.walk(folder, onerror=stop):
        inner[:] = sorted(name for name in inner if not name.startswith("."))
        found += (
            Path(here, name) for name in sorted(names) if Path(name).suffix.lower() in ENDINGS and not name.startswith(".")
        )
    if not found:
        raise DataError(f"the folder has no draft ({', '.join(ENDINGS)})", path=folder)
    return found


def _matching(pattern: str) -> list[Path]:
    names = sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207 (Path.glob takes hidden files and no absolute pattern)
    found = [Path(one) for one in names if Path(one).is_file()]
    if not found:
        raise DataError("no file matches", path=pattern)
    return found


def _kept(paths: list[Path], exclude: list[str], base: Path, name: str) -> list[Path]:
    kept = [path for path in paths if not _excluded(path, exclude, base)]
    if not kept:
        raise DataError(f"nothing is left to check: exclude ({', '.join(exclude)}) leaves out every draft here", path=name)
    return kept


def _excluded(path: Path, exclude: Iterable[str], base: Path) -> bool:
    """Whether a glob fits the path from `base`, or a folder on the way to it."""
    seen = Path(os.path.relpath(path, base))  # not resolved: a link is excluded by its own name
    ways = [seen.as_posix(), *(parent.as_posix() for parent in seen.parents if parent != Path())]
    return any(fnmatch(way, pattern.rstrip("/")) for way in ways for pattern in exclude)
