"""Opening a store on disk: it is what its manifest says or an error, it is never written to, and many may share it."""

from __future__ import annotations

import gc
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from builders import claim, corpus, supports
from pyoxigraph import RdfFormat, parse, serialize

import kneegraph
from kneegraph import files, rdf
from kneegraph.cli import main
from kneegraph.errors import StoreError
from kneegraph.store import DiskStore
from kneegraph.store.manifest import NAME, Manifest
from kneegraph.stored import build_store


def facts(path: Path, *subjects: str) -> Path:
    """A file of claims without blank nodes."""
    files.write_file(path, rdf.to_quads(corpus(*(claim(one, "causes", "knee pain", supports("s1")) for one in subjects))))
    return path


def tree(folder: Path) -> dict[str, tuple[int, bytes]]:
    return {
        str(p.relative_to(folder)): (p.stat().st_mtime_ns, p.read_bytes() if p.is_file() else b"") for p in folder.rglob("*")
    }


@pytest.fixture
def store(tmp_path: Path) -> Path:
    build_store(tmp_path / "store", facts(tmp_path / "data.ttl", "weak glute", "flat foot"))
    return tmp_path / "store"


# What is not as the manifest says


def data(folder: Path) -> Path:
    return Manifest.read(folder).data(folder)


def table(folder: Path) -> Path:
    return max(data(folder).glob("*.sst"), key=lambda path: path.stat().st_size)


def said(folder: Path, **changes: object) -> None:
    path = folder / NAME
    path.write_text(json.dumps({**json.loads(path.read_text(encoding="utf-8")), **changes}), encoding="utf-8")


HARM: dict[str, tuple[Callable[[Path], object], str]] = {
    "no CURRENT": (lambda folder: (data(folder) / "CURRENT").unlink(), "damaged: CURRENT is missing; build it again"),
    "no table": (lambda folder: table(folder).unlink(), "damaged: .*sst is missing; build it again"),
    "table cut": (lambda folder: os.truncate(table(folder), 100), "damaged: .*sst has 100 bytes instead of"),
    "table longer": (
        lambda folder: table(folder).write_bytes(table(folder).read_bytes() + b"x"),
        "damaged: .*sst has .* bytes instead of",
    ),
    "no data": (lambda folder: shutil.rmtree(data(folder)), "damaged: .* is missing; build it again"),
    "no manifest": (lambda folder: (folder / NAME).unlink(), "there is no store here; make one with: kneegraph build --store"),
    "garbage": (lambda folder: (folder / NAME).write_bytes(b"\x00\xff{"), "the manifest cannot be read"),
    "deep garbage": (lambda folder: (folder / NAME).write_text("[" * 200_000), "the manifest cannot be read"),
    "cut": (lambda folder: os.truncate(folder / NAME, 60), "the manifest cannot be read.*build the store again"),
    "empty": (lambda folder: os.truncate(folder / NAME, 0), "the manifest cannot be read.*build the store again"),
    "a list": (
        lambda folder: (folder / NAME).write_text("[1]"),
        "a store of format None; this version reads 1: build it again",
    ),
    "other format": (lambda folder: said(folder, format=2), "a store of format 2; this version reads 1: build it again"),
    "no files": (lambda folder: said(folder, files={}), "the manifest says nothing that can be checked"),
    "odd files": (lambda folder: said(folder, files=None), "the manifest says nothing that can be checked"),
    "odd counts": (lambda folder: said(folder, counts={"claims": "many"}), "the manifest says nothing that can be checked"),
    "odd name": (lambda folder: said(folder, generation=5), "the manifest says nothing that can be checked"),
    "more": (lambda folder: said(folder, unheard_of=1), "the manifest is not whole"),
    "gone": (shutil.rmtree, "there is no store here"),
}


@pytest.mark.parametrize("harm", HARM)
def test_damage_is_told_and_never_an_empty_graph(store: Path, harm: str, capsys: pytest.CaptureFixture[str]) -> None:
    do, message = HARM[harm]
    do(store)
    for _ in range(2):  # the engine itself notices a lost CURRENT on the first try only
        with pytest.raises(StoreError, match=message) as told:
            kneegraph.open_store(store)
        assert str(told.value).startswith(str(store))
    with pytest.raises(SystemExit) as left:
        main(["tour", "--store", str(store)])
    assert left.value.code == 3
    assert capsys.readouterr().out == ""


def test_a_file_is_no_store(store: Path) -> None:
    with pytest.raises(StoreError, match="the manifest cannot be read"):
        kneegraph.open_store(store / NAME)


# Reading only, and together


def test_opening_and_asking_changes_nothing(store: Path) -> None:
    before = tree(store)
    graph = kneegraph.open_store(store)
    assert len(graph.claims()) == 2
    assert bool(graph.query("ASK { GRAPH view:agreed { ?s kg:causes ?o } }"))
    del graph
    assert tree(store) == before


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="needs users")
def test_a_store_may_be_read_by_who_may_not_write_it(store: Path) -> None:
    for path in (store, *store.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    for path in [*store.parents][:4]:  # where tests are shared out among processes, a folder more
        path.chmod(0o755)
    before = tree(store)
    code = "import os, sys, kneegraph\nif not os.geteuid(): os.setuid(65534)\n"
    code += "print(len(kneegraph.open_store(sys.argv[1]).claims()))"
    done = subprocess.run([sys.executable, "-c", code, store], capture_output=True, text=True, check=False)
    for path in (store, *store.rglob("*")):
        path.chmod(0o755)
    assert (done.stdout, done.stderr) == ("2\n", "")
    assert {name: content for name, (_, content) in tree(store).items()} == {name: c for name, (_, c) in before.items()}


READER = """
import sys, kneegraph
folder = sys.argv[1]
seen = set()
print("ready", flush=True)
for _ in range(240):
    seen.add(len(kneegraph.open_store(folder).claims()))
print(*sorted(seen))
"""


def test_readers_share_a_store_while_it_is_built_anew(store: Path, tmp_path: Path) -> None:
    old = kneegraph.open_store(store)
    command = [sys.executable, "-c", READER, str(store)]
    readers = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    for reader in readers:
        assert reader.stdout
        assert reader.stdout.readline() == "ready\n"
    files_ = facts(tmp_path / "one.ttl", "tilt"), tmp_path / "data.ttl"
    builds = 0
    while any(reader.poll() is None for reader in readers):
        build_store(store, files_[builds % 2])
        builds += 1
    for reader in readers:
        out, err = reader.communicate()
        assert (reader.returncode, err) == (0, "")
        assert set(out.split()) <= {"1", "2"}
    assert builds > 1
    assert len(old.claims()) == 2  # what it had opened is still there for it


def test_who_opens_in_the_middle_of_a_change_looks_again(store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read, times = Manifest.read, []

    def overtaken(folder: Path) -> Manifest:
        found = read(folder)
        times.append(found.sha256)
        if len(times) == 1:
            build_store(folder, facts(tmp_path / "new.ttl", "tilt"))
            assert not found.data(folder).exists()
        return found

    monkeypatch.setattr(Manifest, "read", overtaken)
    assert len(kneegraph.open_store(store).claims()) == 1
    assert len({*times}) == 2


def test_what_somebody_reads_is_taken_away_only_later(store: Path, tmp_path: Path) -> None:
    old = kneegraph.open_store(store)
    new = facts(tmp_path / "new.ttl", "tilt")
    build_store(store, new)
    assert len([*store.iterdir()]) == 3
    assert len(old.claims()) == 2
    del old
    gc.collect()
    build_store(store, new)
    assert len([*store.iterdir()]) == 2


# The same content, the same digest

FORMS = {
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".trig": RdfFormat.TRIG,
    ".rdf": RdfFormat.RDF_XML,
    ".jsonld": RdfFormat.JSON_LD,
}


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("ending", [".ttl", *FORMS])
def test_the_form_of_the_input_does_not_change_the_digest(store: Path, tmp_path: Path, ending: str, packed: bool) -> None:
    import gzip

    content = (tmp_path / "data.ttl").read_bytes()
    if ending != ".ttl":
        content = (
            serialize(parse(content, RdfFormat.TURTLE, base_iri="https://w3id.org/kneegraph/id/"), format=FORMS[ending]) or b""
        )
    path = tmp_path / f"data{ending}{'.gz' if packed else ''}"
    path.write_bytes(gzip.compress(content) if packed else content)
    assert build_store(tmp_path / "again", path).sha256 == DiskStore(store).manifest.sha256


@pytest.mark.long
def test_the_digest_depends_on_nothing_but_content(tmp_path: Path) -> None:
    code = "import sys; from kneegraph.stored import build_store; print(build_store(sys.argv[1]).sha256)"
    digests = set()
    for seed, zone in (("0", "UTC"), ("1", "Asia/Tokyo"), ("random", "UTC")):
        env = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"}
        done = subprocess.run(
            [sys.executable, "-c", code, tmp_path / seed], env=env, capture_output=True, text=True, check=True
        )
        digests.add(done.stdout)
    assert len(digests) == 1
    assert build_store(tmp_path / "0").sha256 in digests.pop()
    assert build_store(tmp_path / "0", facts(tmp_path / "other.ttl", "tilt")).sha256 not in digests
