"""Making a store on disk: all of it or nothing, the same content always with the same digest."""

from __future__ import annotations

import os
import re
import shutil
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from pyoxigraph import Store as Oxigraph

from kneegraph import __version__
from kneegraph.errors import StoreError
from kneegraph.store.altering import Change, alter, linked
from kneegraph.store.beside import NAME as BESIDE
from kneegraph.store.claiming import claimed, unread
from kneegraph.store.local import DiskStore, LocalStore
from kneegraph.store.manifest import NAME, Manifest, data_files
from kneegraph.store.pouring import Pouring

_WORK = ".building"
_ASIDE = "aside"
_GENERATION = re.compile(r"g-[0-9a-f]{16}(-\d+)?")


@dataclass(frozen=True, slots=True)
class Input:
    """What goes into a store: what to call it, the digest of its bytes, and its content as N-Quads, in pieces.

    Blank nodes must have names that no other input gives. `direct` is a plain file of N-Quads or N-Triples that says the
    same, where there is one.
    """

    name: str
    sha256: str
    pieces: Callable[[], Iterable[bytes]]
    direct: Path | None = None

    def entry(self) -> dict[str, str]:
        """What the manifest keeps of it."""
        return {"name": self.name, "sha256": self.sha256}


class Building:
    """A store in the making: files are loaded one by one, then it is finished."""

    def __init__(self, folder: Path, inputs: Sequence[Input]) -> None:
        """Work in a folder; what a killed build of the same inputs has written of them is still there."""
        self.work = folder / _WORK
        self.folder = folder
        self._inputs = inputs
        self._engine: Oxigraph | None = None
        self._pouring: Pouring | None = None
        self._quads: int | None = None
        self._lent: list[LocalStore] = []

    def made(self, place: int) -> Path | None:
        """The file of N-Quads that a build, this one or one that was killed, has written of an input."""
        path = self.work / _made(place, self._inputs[place])
        return path if path.exists() else None

    def make(self, place: int) -> Path:
        """Write an input as a file of N-Quads."""
        path = self.work / _made(place, self._inputs[place])
        part = path.with_suffix(".part")
        with part.open("wb") as out:
            out.writelines(self._inputs[place].pieces())
        part.rename(path)
        return path

    def pour(self, path: Path) -> None:
        """Load a file of N-Quads whose every line was checked, after those before it, while others are made; see `Pouring`.

        All have come when `poured` is called.
        """
        if self._pouring is None:
            self._engine = self._begun()
            self._pouring = Pouring(self._engine)
        self._pouring.add(path)

    def poured(self, tell: Callable[[int, int], None]) -> None:
        """Wait until all is loaded that was poured; `tell` is told how many bytes are in, of how many.

        From then on the data are only read, which keeps the engine from sorting in the background what need not be.
        """
        if self._pouring is not None:
            self._pouring.finish(tell)
            self._pouring = None
            self._engine = None
            self._engine = Oxigraph.read_only(str(self.work / "data"))

    def alter(self, before: Path, change: Change) -> None:
        """Make the new data out of those of a generation, which stay as they are. Cost: linear in what has changed."""
        self._engine = self._begun(before)
        alter(self._engine, change)

    def _begun(self, before: Path | None = None) -> Oxigraph:
        """The engine of new data, with nothing in them, or with what a generation holds."""
        data = self.work / "data"
        shutil.rmtree(data, ignore_errors=True)  # a killed build may have left some
        if before is not None:
            linked(before, data)
        return _opened(data)

    def __len__(self) -> int:
        """How many quads were loaded. Cost: linear, once."""
        if self._quads is None:
            self._quads = len(self._engine) if self._engine is not None else 0
        return self._quads

    @property
    def store(self) -> LocalStore:
        """What was loaded, to be read until `finish`."""
        assert self._engine is not None, "nothing was loaded"
        self._lent.append(LocalStore(self._engine))
        return self._lent[-1]

    @property
    def aside(self) -> Path:
        """Where to write, before `finish`, what goes beside the triples."""
        return self.work / _ASIDE

    @property
    def beside(self) -> Path:
        """Where to write the indexes."""
        return self.aside / BESIDE

    def finish(self, *, sha256: str, counts: Mapping[str, int], terms: Iterable[str]) -> Manifest:
        """Put the new generation in place of the old one and give its manifest. `sha256` is the digest of the content."""
        assert self._engine is not None, "nothing was loaded"
        manifest = Manifest(
            generation="",
            sha256=sha256,
            kneegraph=__version__,
            counts={**counts, "quads": len(self)},
            graphs=tuple(LocalStore(self._engine).graph_names()),
            terms=tuple(sorted(terms)),
            inputs=tuple(one.entry() for one in self._inputs),
            files={},
        )
        self.close()
        return _put_in_place(self.folder, manifest)

    def close(self) -> None:
        """Let go of the files; RocksDB closes with its last Python reference, which others may still hold."""
        if self._pouring is not None:
            self._pouring.stop()
            self._pouring = None
        for store in self._lent:
            vars(store).clear()
        self._engine = None


def _made(place: int, one: Input) -> str:
    """The name of the file of what was made of an input: another for other content, or another version."""
    return f"{__version__}-{place}-{one.sha256}.nq"


@contextmanager
def building(folder: Path, inputs: Sequence[Input]) -> Iterator[Building]:
    """A new store of these inputs for this folder. Until `finish`, and after an error, the folder holds what it held before.

    What a killed build of the same inputs had already read is taken up again; other remains are cleared away. Raises
    StoreError for a folder that holds something else, and while another build is at work there.
    """
    with _prepared(folder):
        work = _prepared_for(folder, inputs)
        try:
            yield work
        except BaseException as error:
            work.close()
            # What failed may still hold the engine, which would go on writing while its folder is taken away.
            traceback.clear_frames(error.__traceback__)
            raise
        finally:
            work.close()


@contextmanager
def _prepared(folder: Path) -> Iterator[None]:
    """The folder with room to work in, for us alone; afterwards without it, and after an error as it was before."""
    made = [path for path in (folder, *folder.parents) if not path.exists()]
    try:
        _check_ours(folder)
        folder.mkdir(parents=True, exist_ok=True)
        with claimed(folder):
            try:
                (folder / _WORK).mkdir(exist_ok=True)
                yield
            finally:
                shutil.rmtree(folder / _WORK, ignore_errors=True)
                _drop_empty(made)
    except OSError as error:
        _drop_empty(made)
        reason = error.strerror or str(error)
        raise StoreError(
            f"the store cannot be written: {reason} (is the disk full, or the folder read-only?)", path=folder
        ) from error


def _check_ours(folder: Path) -> None:
    """Raise StoreError for what is neither a store, nor empty, nor what a killed first build has left."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise StoreError("a store is a folder, and this is a file", path=folder)
    ours = (folder / NAME).exists() or all(_is_ours(path.name) for path in folder.iterdir())
    if not ours:
        raise StoreError("the folder holds something else; name a new or an empty one", path=folder)


def _is_ours(name: str) -> bool:
    return name == _WORK or _GENERATION.fullmatch(name) is not None or name.startswith(f".{NAME}.")


def _drop_empty(folders: Iterable[Path]) -> None:
    """Take away the folders that were made for a store, innermost first, unless there is something in them."""
    for path in folders:
        with suppress(OSError):
            path.rmdir()


def _prepared_for(folder: Path, inputs: Sequence[Input]) -> Building:
    """A build that starts with what a killed one of the same inputs has left; other remains are cleared away."""
    work = folder / _WORK
    wanted = {_made(place, one) for place, one in enumerate(inputs)}
    for left in work.iterdir():
        if left.is_file() and left.name not in wanted:
            left.unlink()
    shutil.rmtree(work / _ASIDE, ignore_errors=True)
    (work / _ASIDE).mkdir()
    return Building(folder, inputs)


def _opened(data: Path) -> Oxigraph:
    try:
        return Oxigraph(str(data))
    except OSError as error:
        if "lock" in str(error).lower():
            raise StoreError("another build is at work here; wait for it to end", path=data.parent.parent) from error
        raise


def _put_in_place(folder: Path, manifest: Manifest) -> Manifest:
    """Give the data that were made their name, check them, and only then let the manifest name them."""
    name = _free_name(folder, f"g-{manifest.sha256[:16]}")
    data = folder / _WORK / "data"
    for leftover in ("LOG", "LOCK"):
        (data / leftover).unlink(missing_ok=True)
    for made in (folder / _WORK / _ASIDE).iterdir():
        made.rename(data / made.name)
    placed = replace(manifest, generation=name, files=data_files(data))
    data.rename(folder / name)
    try:
        _sync(folder)
        if len(DiskStore(folder, placed)) != placed.counts["quads"]:
            raise StoreError("what was just written does not hold what it should: is the disk full?", path=folder)
        placed.write(folder)
    except BaseException:
        shutil.rmtree(folder / name, ignore_errors=True)
        raise
    _sync(folder)
    _clear(folder, name)
    return placed


def _clear(folder: Path, name: str) -> None:
    """Take away every generation but this one that nobody reads, and what killed builds have left of their manifests."""
    for old in folder.iterdir():
        if old.name.startswith(f".{NAME}."):
            old.unlink(missing_ok=True)
        elif old.name != name and _GENERATION.fullmatch(old.name) and unread(old):
            shutil.rmtree(old, ignore_errors=True)


def _free_name(folder: Path, wanted: str) -> str:
    name, number = wanted, 1
    while (folder / name).exists():
        number += 1
        name = f"{wanted}-{number}"
    return name


def _sync(folder: Path) -> None:
    """Have the folder's entries on disk before going on."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
