"""The folder of results: whole under its name, or as it was before."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from kneegraph.errors import DataError
from kneegraph.files import write_atomic
from kneegraph.store.claiming import claimed, unread

NAME = "manifest.json"
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Results:
    """What an assembly has made: of what, by which engine, with which weights, and how much of each.

    `sha256` is of the digests of the inputs and the weights, from which all results follow.
    """

    kneegraph: str
    engine: str
    engine_version: str
    sha256: str
    inputs: tuple[dict[str, str], ...]
    weights: Mapping[str, object]
    counts: Mapping[str, int]
    contradictions: Mapping[str, int]
    format: int = FORMAT

    def as_dict(self) -> dict[str, object]:
        """As JSON has it."""
        return asdict(self)

    def write(self, folder: Path) -> None:
        """Write it into the folder of results."""
        write_atomic(folder / NAME, json.dumps(self.as_dict(), indent=1, ensure_ascii=False) + "\n")


@contextmanager
def results_folder(target: Path) -> Iterator[Path]:
    """A new folder to write to, which takes the place of `target` at the end; after an error, `target` is as it was.

    Raises DataError for a target that is no folder, or holds something else than results.
    """
    target = target.absolute()
    try:
        _check_ours(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        _clear(target)
        made = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}.", suffix=".part"))
        try:
            made.chmod(0o755)
            with claimed(made):
                yield made
            _exchange(made, target)
        finally:
            shutil.rmtree(made, ignore_errors=True)
    except OSError as error:
        reason = error.strerror or str(error)
        raise DataError(f"cannot be written: {reason} (is the disk full, or the folder read-only?)", path=target) from error


def _check_ours(target: Path) -> None:
    if not target.exists():
        return
    if not target.is_dir():
        raise DataError("results are a folder, and this is a file", path=target)
    if not (target / NAME).exists() and any(target.iterdir()):
        raise DataError("the folder holds something else; name a new or an empty one", path=target)


def _clear(target: Path) -> None:
    """Take away what assemblies that were killed have left."""
    for left in target.parent.glob(f".{target.name}.*.part"):
        if unread(left):
            shutil.rmtree(left, ignore_errors=True)
    for old in target.parent.glob(f".{target.name}.*.old"):
        if target.exists():
            shutil.rmtree(old, ignore_errors=True)
        else:
            old.rename(target)


def _exchange(made: Path, target: Path) -> None:
    """Put a folder in the place of another. Who is killed between the two renamings leaves the old one to `_clear`."""
    old = made.with_suffix(".old")
    if target.exists():
        target.rename(old)
    try:
        made.rename(target)
    except BaseException:
        if old.exists():
            old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)
