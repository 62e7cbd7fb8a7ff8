"""Many files in one load: all of them, in whatever time they come, or the error, and never a load that does not end."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest
from pyoxigraph import Store

from kneegraph.store.pouring import Pouring


def lines(path: Path, first: int, last: int) -> Path:
    """A file of N-Quads."""
    path.write_text("".join(f'<https://e.org/{n}> <https://e.org/is> "{n}" .\n' for n in range(first, last)), "utf-8")
    return path


def ended(pouring: Pouring) -> list[tuple[int, int]]:
    """Wait for the end; what was told meanwhile."""
    told: list[tuple[int, int]] = []
    pouring.finish(lambda done, total: told.append((done, total)))
    return told


def test_every_file_is_loaded_also_one_that_comes_late(tmp_path: Path) -> None:
    engine = Store(str(tmp_path / "data"))
    pouring = Pouring(engine)
    paths = [lines(tmp_path / f"{n}.nq", n * 1_000, n * 1_000 + 1_000) for n in range(3)]
    pouring.add(paths[0])
    time.sleep(0.1)
    for path in paths[1:]:
        pouring.add(path)
    size = sum(path.stat().st_size for path in paths)
    assert ended(pouring)[-1] == (size, size)
    assert len(engine) == 3_000


def test_a_load_without_files_ends(tmp_path: Path) -> None:
    engine = Store(str(tmp_path / "data"))
    ended(Pouring(engine))
    assert len(engine) == 0


def test_what_the_engine_cannot_read_is_its_error(tmp_path: Path) -> None:
    bad = tmp_path / "bad.nq"
    bad.write_text("no quads\n" * 1_000_000, "utf-8")
    pouring = Pouring(Store(str(tmp_path / "data")))
    pouring.add(bad)
    with pytest.raises(SyntaxError):
        ended(pouring)


def test_a_file_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    pouring = Pouring(Store(str(tmp_path / "data")))
    pouring.add(lines(tmp_path / "a.nq", 0, 10))
    pouring.add(tmp_path)
    with pytest.raises(IsADirectoryError):
        ended(pouring)


def test_giving_up_lets_go_of_the_folder_at_once(tmp_path: Path) -> None:
    data, path = tmp_path / "data", lines(tmp_path / "a.nq", 0, 200_000)
    pouring = Pouring(Store(str(data)))
    for _ in range(500):  # some gigabytes, were they all read
        pouring.add(path)
    stopping = threading.Thread(target=pouring.stop)
    stopping.start()
    stopping.join(30)
    assert not stopping.is_alive()
    assert len(Store(str(data))) < 200_001  # its lock is free
