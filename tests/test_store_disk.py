"""A store on disk: made as a whole or not at all, the same from the same content, and never empty without a word."""

from __future__ import annotations

import random
import resource
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from builders import claim, corpus, disputes, supports
from pyoxigraph import RdfFormat, parse, serialize

import kneegraph
from kneegraph import DataError, files, rdf
from kneegraph.errors import StoreError
from kneegraph.store import DiskStore
from kneegraph.store.manifest import NAME
from kneegraph.stored import build_store

PYTHON = [sys.executable, "-c"]
#: Forks a builder for every line "SEED event N" or "SEED after SECONDS", which kills itself there; 0 when it ended first.
FORKS = """
import os, random, signal, sys, threading
from kneegraph.stored import build_store
folder, *paths = sys.argv[1:]
STEPS = ("open", "os.", "shutil.", "fcntl.")

def end(*_):
    os.kill(os.getpid(), signal.SIGKILL)

for line in sys.stdin:
    how, number = line.split()
    child = os.fork()
    if not child:
        if how == "event":
            left = [int(number)]
            def hook(event, args):
                if event.startswith(STEPS) and any(folder in str(arg) for arg in args):
                    left[0] -= 1
                    if left[0] < 0:
                        end()
            sys.addaudithook(hook)
        else:
            signal.signal(signal.SIGALRM, signal.SIG_DFL)
            signal.setitimer(signal.ITIMER_REAL, float(number))
        build_store(folder, *paths)
        os._exit(0)
    print(os.waitpid(child, 0)[1], flush=True)
"""


def facts(path: Path, *subjects: str) -> Path:
    """A file of claims."""
    made = [
        claim(one, "causes", "knee pain", supports("s1"), disputes(f"s{number % 5}")) for number, one in enumerate(subjects)
    ]
    files.write_file(path, rdf.to_quads(corpus(*made)))
    return path


def tree(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Every file with its time and content."""
    return {
        str(p.relative_to(folder)): (p.stat().st_mtime_ns, p.read_bytes() if p.is_file() else b"") for p in folder.rglob("*")
    }


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return facts(tmp_path / "data.ttl", "weak glute", "flat foot")


@pytest.fixture
def store(tmp_path: Path, data: Path) -> Path:
    build_store(tmp_path / "store", data)
    return tmp_path / "store"


@pytest.fixture
def more(tmp_path: Path) -> list[Path]:
    """Two other files, large enough that a build of them takes a while."""
    return [facts(tmp_path / f"more{n}.ttl", *(f"cause {n} {m}" for m in range(60))) for n in (1, 2)]


def whole(folder: Path) -> str:
    """The digest of a store, which must hold what it says."""
    opened = DiskStore(folder)
    assert len(opened) == opened.manifest.counts["quads"]
    return opened.manifest.sha256


# Atomic


@contextmanager
def forked(*args: Path) -> Iterator[Callable[[str], int]]:
    """Builds in processes of their own; takes where to kill one and gives its status."""
    with subprocess.Popen([*PYTHON, FORKS, *args], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as forks:
        assert forks.stdin
        assert forks.stdout
        to, back = forks.stdin, forks.stdout

        def build(line: str) -> int:
            print(line, file=to, flush=True)
            return int(back.readline())

        yield build


def kills() -> Iterator[str]:
    chance = random.Random(7)
    yield from (f"event {number}" for number in range(0, 40, 3))
    yield from (f"after {chance.uniform(0.005, 0.35):.3f}" for _ in range(12))


def test_a_build_that_is_killed_leaves_the_old_store_or_the_new_one(store: Path, more: list[Path], tmp_path: Path) -> None:
    old = whole(store)
    new = build_store(tmp_path / "elsewhere", *more).sha256
    killed = 0
    with forked(store, *more) as build:
        for line in kills():
            status = build(line)
            killed += status != 0
            assert whole(store) in {old, new}, line
            assert status or whole(store) == new
    assert killed >= 15
    assert build_store(store, *more).sha256 == new
    assert len([*store.iterdir()]) == 2


def _steps(build: Callable[[str], int], folder: Path) -> Iterator[int]:
    """The first and the last of the steps of a build, some between, and far more than there are."""
    most = 1
    while build(f"event {most}"):
        shutil.rmtree(folder, ignore_errors=True)
        most *= 2
    shutil.rmtree(folder)
    least = most // 2
    while least < most:  # a build of this many steps is killed, or is not
        middle = (least + most) // 2
        least, most = (middle + 1, most) if build(f"event {middle}") else (least, middle)
        shutil.rmtree(folder, ignore_errors=True)
    some = random.Random(8).sample(range(6, most - 14), 12)
    return iter([*range(6), *sorted(some), *range(most - 14, most), 10 * most])


@pytest.mark.long
def test_a_first_build_that_is_killed_anywhere_can_be_repeated(tmp_path: Path, data: Path) -> None:
    folder = tmp_path / "store"
    statuses: list[int] = []
    with forked(folder, data) as build:
        for number in _steps(build, folder):
            statuses.append(build(f"event {number}"))
            if (folder / NAME).exists():
                whole(folder)
            else:
                with pytest.raises(StoreError, match="there is no store here"):
                    DiskStore(folder)
    assert sum(status != 0 for status in statuses) > 25
    assert statuses[-1] == 0
    whole(folder)
    assert len([*folder.iterdir()]) == 2


def interrupted(folder: Path, *paths: Path, at: str = "counting") -> None:
    """A build that is killed when it has read its files and counts, or when it has loaded some of it."""
    code = "import os, signal, sys; from kneegraph.stored import build_store\n"
    code += f"build_store(*sys.argv[1:], progress=lambda what, *_: what == {at!r} and os.kill(os.getpid(), signal.SIGKILL))"
    assert subprocess.run([*PYTHON, code, folder, *paths], check=False).returncode == -signal.SIGKILL
    assert [*(folder / ".building").glob("*.nq")]


def read_again(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    seen: list[str] = []
    read = files.read_quads

    def watched(path: Path, *args: object) -> object:
        seen.append(path.name)
        return read(path, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(files, "read_quads", watched)
    return seen


def test_the_next_build_of_the_same_files_goes_on(
    store: Path, more: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh = build_store(tmp_path / "fresh", *more)
    interrupted(store, *more)
    seen = read_again(monkeypatch)
    assert build_store(store, *more, strict=True).sha256 == fresh.sha256
    assert not seen
    assert whole(store) == fresh.sha256


def test_a_build_of_more_files_reads_only_those_that_are_new(
    store: Path, more: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    interrupted(store, more[0])
    seen = read_again(monkeypatch)
    build_store(store, *more)
    assert seen == ["more2.ttl"]


@pytest.mark.parametrize("change", ["nothing", "other files", "same name", "other version", "damaged"])
def test_remains_of_another_build_are_cleared_away(store: Path, more: list[Path], change: str, tmp_path: Path) -> None:
    interrupted(store, *more, at="loading")
    work = store / ".building"
    wanted = more[:1] if change == "other files" else more
    if change == "same name":
        wanted = [facts(more[0], "one thing only")]
    elif change == "other version":
        for path in work.glob("*.nq"):
            path.write_text("of another version")
            path.rename(path.with_name(f"0.0{path.name.removeprefix(kneegraph.__version__)}"))
    elif change == "damaged":
        for path in (work / "data").glob("*.sst"):
            path.write_bytes(b"")
    fresh = build_store(tmp_path / "fresh", *wanted).sha256
    assert build_store(store, *wanted).sha256 == fresh == whole(store)


def test_views_of_a_killed_build_are_not_taken_for_the_readers_own_graphs(store: Path, more: list[Path]) -> None:
    code = "import os, signal, sys; from kneegraph.store.building import Building; from kneegraph.stored import build_store\n"
    code += "Building.finish = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)\nbuild_store(*sys.argv[1:])"
    assert subprocess.run([*PYTHON, code, store, *more], check=False).returncode == -signal.SIGKILL
    build_store(store, *more, strict=True)


BLANK = """@prefix e: <https://e.org/> .
_:one e:knows [ e:age 31 ; e:has ( 1 2 ) ] , _:two . _:two e:knows _:one . [] e:age 7 .
"""


@pytest.mark.parametrize("form", ["ttl", "nt"])
def test_blank_nodes_are_named_alike_in_every_build(form: str, tmp_path: Path, data: Path) -> None:
    paths = [tmp_path / f"a.{form}", tmp_path / f"b.{form}"]
    content: bytes = (
        BLANK.encode() if form == "ttl" else serialize(parse(BLANK, RdfFormat.TURTLE), format=RdfFormat.N_TRIPLES) or b""
    )
    for path in paths:
        path.write_bytes(content)
    made = [build_store(tmp_path / f"store{n}", data, *paths) for n in range(3)]
    assert len({one.sha256 for one in made}) == 1
    alone = build_store(tmp_path / "alone", data, paths[0]).counts["quads"]
    assert made[0].counts["quads"] - alone == 10  # those of two files are not the same


BAD = "<https://w3id.org/kneegraph/id/claim/x> a <https://w3id.org/kneegraph/ns#Claim>, ."


def test_wrong_data_leave_the_folder_as_it_was(store: Path, data: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.ttl"
    bad.write_text(f"\n{BAD}", encoding="utf-8")
    before = tree(store)
    with pytest.raises(DataError, match=r"bad\.ttl:2"):
        build_store(store, data, bad)
    assert tree(store) == before
    with pytest.raises(DataError):
        build_store(tmp_path / "new" / "deep", data, bad)
    assert not (tmp_path / "new").exists()
    (tmp_path / "empty").mkdir()
    with pytest.raises(DataError):
        build_store(tmp_path / "empty", data, bad)
    assert not [*(tmp_path / "empty").iterdir()]


@pytest.mark.parametrize("limit", [1_000, 30_000, 120_000])
def test_a_full_disk_leaves_the_folder_as_it_was(store: Path, more: list[Path], limit: int) -> None:
    before = tree(store)
    code = "import sys; from kneegraph.cli import main; main(['build', '--store', *sys.argv[1:]])"
    full = subprocess.run(
        [*PYTHON, code, store, *more],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (full.returncode, full.stdout) == (3, "")
    assert "File too large" in full.stderr
    assert "(is the disk full, or the folder read-only?)" in full.stderr
    assert "Traceback" not in full.stderr
    assert tree(store) == before


def test_a_folder_one_may_not_write_is_told(tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(StoreError, match="cannot be written: Permission denied"):
        build_store(tmp_path / "store", data)


def test_ctrl_c_leaves_the_folder_as_it_was(store: Path, more: list[Path]) -> None:
    before = tree(store)

    def interrupt(what: str, *_: int) -> None:
        if what == "counting":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build_store(store, *more, progress=interrupt)
    assert tree(store) == before


def test_of_two_builds_at_once_the_second_is_told(store: Path, data: Path, more: list[Path]) -> None:
    waiting, go_on, told = threading.Event(), threading.Event(), []

    def hold(what: str, *_: int) -> None:
        if what == "counting":
            waiting.set()
            go_on.wait(20)

    first = threading.Thread(target=lambda: told.append(build_store(store, *more, progress=hold)))
    first.start()
    assert waiting.wait(20)
    try:
        for paths in ([data], more):
            with pytest.raises(StoreError, match="another build is at work here; wait for it to end"):
                build_store(store, *paths)
    finally:
        go_on.set()
        first.join()
    assert whole(store) == told[0].sha256


def test_a_folder_that_holds_other_things_is_refused(tmp_path: Path, data: Path) -> None:
    before = tree(tmp_path)
    with pytest.raises(StoreError, match="the folder holds something else"):
        build_store(tmp_path, data)
    with pytest.raises(StoreError, match="this is a file"):
        build_store(data, data)
    with pytest.raises(StoreError, match=r"data\.ttl/store: the store cannot be written: Not a directory"):
        build_store(data / "store", data)
    assert tree(tmp_path) == before
