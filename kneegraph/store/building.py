"""Making a store on disk: all of it or nothing, the same content always with the same digest."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tempfile
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any

from pyoxigraph import BlankNode, Quad, RdfFormat, parse
from pyoxigraph import Store as Oxigraph

from kneegraph import __version__
from kneegraph.errors import StoreError
from kneegraph.files import write_atomic
from kneegraph.store.beside import NAME as BESIDE
from kneegraph.store.claiming import claimed, unread
from kneegraph.store.local import DiskStore, LocalStore
from kneegraph.store.manifest import FORMAT, NAME, Manifest, data_files

_WORK = ".building"
_RECORD = "done.json"
_IN_MEMORY = 64 << 20
_GENERATION = re.compile(r"g-[0-9a-f]{16}(-\d+)?")


@dataclass(frozen=True, slots=True)
class Input:
    """A file that goes into a store: what to call it, the digest of its bytes, and how to read it."""

    name: str
    sha256: str
    quads: Callable[[], Iterable[Quad]]

    def entry(self) -> dict[str, str]:
        """What the manifest keeps of it."""
        return {"name": self.name, "sha256": self.sha256}

    def into(self, engine: Oxigraph, place: int) -> None:
        """Load it; blank nodes are named by the place of the input and their order in it."""
        engine.bulk_extend(_steady(self.quads(), place))


@dataclass(frozen=True, slots=True)
class Lines:
    """N-Quads that go into a store as they are made, without becoming quads on the way. Cost: two thirds of an `Input`'s."""

    name: str
    sha256: str
    lines: Callable[[], Iterable[str]]

    def entry(self) -> dict[str, str]:
        """What the manifest keeps of it."""
        return {"name": self.name, "sha256": self.sha256}

    def into(self, engine: Oxigraph, place: int) -> None:  # noqa: ARG002 (that of Input)
        """Load it; its blank nodes keep their names, which must be of its own making.

        The engine's loader renames them at random, so what has any is put aside and added as quads.
        """
        with tempfile.SpooledTemporaryFile(_IN_MEMORY) as aside:
            engine.bulk_load(_Pieces(_without_blank_nodes(self.lines(), aside)), RdfFormat.N_QUADS)  # type: ignore[arg-type]
            aside.seek(0)
            engine.bulk_extend(parse(aside, RdfFormat.N_QUADS))


def _without_blank_nodes(pieces: Iterable[str], aside: IO[bytes]) -> Iterator[str]:
    """The pieces less the lines in which there may be a blank node, which are written elsewhere."""
    for piece in pieces:
        if "_:" not in piece:
            yield piece
            continue
        lines = piece.split("\n")
        aside.writelines(f"{line}\n".encode() for line in lines if "_:" in line)
        yield "\n".join(line for line in lines if "_:" not in line) + "\n"


class _Pieces:
    """A file to read from, whose content comes in pieces."""

    def __init__(self, pieces: Iterable[str]) -> None:
        self._pieces = iter(pieces)
        self._rest = memoryview(b"")

    def read(self, size: int = -1) -> bytes:
        """The next bytes, at most so many."""
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return b""
            self._rest = memoryview(piece.encode())
        found = self._rest if size < 0 else self._rest[:size]
        self._rest = self._rest[len(found) :]
        return bytes(found)


class Building:
    """A store in the making: inputs are added, then what follows from them, then it is finished."""

    def __init__(self, folder: Path, done: int) -> None:
        """Open the data that are being made, of which so many inputs are there already."""
        self.folder = folder
        self._done = done
        self._inputs: list[dict[str, str]] = []
        self._engine = _opened(folder / _WORK / "data")
        self.store = LocalStore(self._engine)

    def add_input(self, one: Input | Lines) -> bool:
        """Add the next input, unless a build that was killed had already added it; gives whether it was read now.

        Blank nodes always get the same names, so that the digest is always the same.
        """
        place = len(self._inputs)
        self._inputs.append(one.entry())
        if place < self._done:
            return False
        one.into(self._engine, place)
        self._engine.flush()
        write_atomic(self.folder / _WORK / _RECORD, json.dumps([__version__, FORMAT, *self._inputs]))
        return True

    def add(self, quads: Iterable[Quad]) -> None:
        """Add quads that follow from the inputs; the iterable may read `store` meanwhile."""
        self._engine.bulk_extend(quads)

    @property
    def beside(self) -> Path:
        """Where to write the file that goes beside the triples, before `finish`."""
        return self.folder / _WORK / BESIDE

    def finish(self, *, counts: Mapping[str, int], terms: Iterable[str]) -> Manifest:
        """Put the new generation in place of the old one and give its manifest."""
        self._engine.optimize()
        self._engine.flush()
        manifest = Manifest(
            generation="",
            sha256=digest(self._engine),
            kneegraph=__version__,
            counts={**counts, "quads": len(self._engine)},
            graphs=tuple(self.store.graph_names()),
            terms=tuple(sorted(terms)),
            inputs=tuple(self._inputs),
            files={},
        )
        self.close()
        return _put_in_place(self.folder, manifest)

    def close(self) -> None:
        """Let go of the files; RocksDB closes with its last Python reference."""
        if store := vars(self).pop("store", None):
            vars(store).clear()
        vars(self).pop("_engine", None)


def digest(engine: Oxigraph) -> str:
    """The SHA-256 of the dataset as N-Quads in the store's order, which follows from the content alone. Cost: linear."""
    hashed = _Hashing()
    engine.dump(hashed, RdfFormat.N_QUADS)  # type: ignore[arg-type]
    return hashed.sha256.hexdigest()


class _Hashing:
    """A file that keeps only the digest of what is written to it."""

    def __init__(self) -> None:
        self.sha256 = hashlib.sha256()

    def write(self, data: bytes) -> int:
        self.sha256.update(data)
        return len(data)

    def flush(self) -> None:
        pass


@contextmanager
def building(folder: Path, inputs: Sequence[Input | Lines]) -> Iterator[Building]:
    """A new store of these inputs for this folder. Until `finish`, and after an error, the folder holds what it held before.

    What a killed build of the same inputs had already read is taken up again; other remains are cleared away. Raises
    StoreError for a folder that holds something else, and while another build is at work there.
    """
    with _prepared(folder):
        work = _begun(folder, inputs)
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
                _take_away(folder / _WORK)
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


def _begun(folder: Path, inputs: Sequence[Input | Lines]) -> Building:
    """The data of a killed build of the same inputs, as far as it had come, or else new ones."""
    done = _resumed(folder / _WORK, inputs)
    if done:
        with suppress(OSError, RuntimeError):  # what cannot be opened is made anew
            return Building(folder, done)
    _take_away(folder / _WORK)
    (folder / _WORK).mkdir(exist_ok=True)
    return Building(folder, 0)


def _take_away(work: Path) -> None:
    """Take remains away, their record first, lest a kill in the midst leave half of them looking whole."""
    (work / _RECORD).unlink(missing_ok=True)
    shutil.rmtree(work, ignore_errors=True)


def _resumed(work: Path, inputs: Sequence[Input | Lines]) -> int:
    """How many of these inputs a killed build had added; none when its data have gone or are of other inputs."""
    try:
        version, form, *entries = json.loads((work / _RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError, TypeError):
        return 0
    same = (version, form) == (__version__, FORMAT) and entries == [one.entry() for one in inputs[: len(entries)]]
    return len(entries) if same and (work / "data" / "CURRENT").exists() else 0


def _opened(data: Path) -> Oxigraph:
    try:
        return Oxigraph(str(data))
    except OSError as error:
        if "lock" in str(error).lower():
            raise StoreError("another build is at work here; wait for it to end", path=data.parent.parent) from error
        raise


def _steady(quads: Iterable[Quad], place: int) -> Iterator[Quad]:
    """The quads with blank nodes named by input and order of appearance."""
    names: dict[object, BlankNode] = {}

    def steady(node: Any) -> Any:
        if not isinstance(node, BlankNode):
            return node
        return names.get(node) or names.setdefault(node, BlankNode(f"i{place}n{len(names)}"))

    for quad in quads:
        if isinstance(quad.object, BlankNode) or isinstance(quad.subject, BlankNode) or isinstance(quad.graph_name, BlankNode):
            yield Quad(*(steady(node) for node in quad))
        else:
            yield quad


def _put_in_place(folder: Path, manifest: Manifest) -> Manifest:
    """Give the data that were made their name, check them, and only then let the manifest name them."""
    name = _free_name(folder, f"g-{manifest.sha256[:16]}")
    data = folder / _WORK / "data"
    for leftover in ("LOG", "LOCK"):
        (data / leftover).unlink(missing_ok=True)
    if (folder / _WORK / BESIDE).exists():
        (folder / _WORK / BESIDE).rename(data / BESIDE)
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
