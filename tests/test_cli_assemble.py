"""`kneegraph assemble`: what it writes, what it takes, and that old results stay until new ones are whole."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest
from builders import claim, corpus, disputes, supports
from test_assembly import clashes, tallies

from kneegraph import files, rdf
from kneegraph.assembly import running
from kneegraph.assembly.engine import Tables
from kneegraph.cli import main
from kneegraph.errors import AssemblyError
from kneegraph.model import Corpus


@pytest.fixture
def facts() -> Corpus:
    return corpus(claim("weak glute", "causes", "knee pain", supports("s1"), disputes("s2"), supports("s3")))


@pytest.fixture
def data(tmp_path: Path, facts: Corpus) -> Path:
    path = tmp_path / "data.ttl"
    files.write_file(path, rdf.to_quads(facts))
    return path


def run(capsys: pytest.CaptureFixture[str], *args: str | Path) -> tuple[int, str, str]:
    capsys.readouterr()
    with pytest.raises(SystemExit) as left:
        main(["assemble", *(str(arg) for arg in args)])
    told = capsys.readouterr()
    return int(left.value.code or 0), told.out, told.err


def rows(path: Path) -> list[tuple[object, ...]]:
    return duckdb.execute(f"SELECT * FROM read_parquet('{path}')").fetchall()


def test_results_are_tables_lines_and_a_manifest(
    tmp_path: Path, data: Path, facts: Corpus, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    status, told, _ = run(capsys, data, "-o", out)
    assert status == 0
    assert "3 assertions, 1 contradiction" in told
    assert {path.name for path in out.iterdir()} == {
        "tally.parquet",
        "opinion.parquet",
        "contradiction.parquet",
        "derived.nq",
        "manifest.json",
    }
    assert rows(out / "tally.parquet") == tallies(facts)
    assert rows(out / "contradiction.parquet") == clashes(facts)
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_the_tables_that_were_read_can_be_assembled_again(
    tmp_path: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    assert run(capsys, data, "-o", one, "--tables")[0] == 0
    status, told, _ = run(capsys, one / "tables", "-o", other, "--format", "json")
    assert status == 0
    assert json.loads(told)["counts"]["contradiction"] == 1
    for name in ("tally", "opinion", "contradiction"):
        assert rows(one / f"{name}.parquet") == rows(other / f"{name}.parquet")
    assert (one / "derived.nq").read_text() == (other / "derived.nq").read_text()


def test_old_results_stay_when_new_ones_fail(
    tmp_path: Path, data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    assert run(capsys, data, "-o", out)[0] == 0
    before = {path: path.read_bytes() for path in out.iterdir()}

    def failing(engine: Tables, *_: object, **__: object) -> None:
        engine.keep("tally", "SELECT nothing FROM nowhere")

    monkeypatch.setattr(running, "assemble_tables", failing)
    status, _, error = run(capsys, data, "-o", out)
    assert status == 3
    assert "DuckDB could not do it" in error
    assert {path: path.read_bytes() for path in out.iterdir()} == before
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_new_results_take_the_place_of_old_ones(tmp_path: Path, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    assert run(capsys, data, "-o", out, "--tables")[0] == 0
    assert run(capsys, data, "-o", out)[0] == 0
    assert not (out / "tables").exists()


def test_results_of_a_run_that_was_killed_between_two_renamings_come_back(
    tmp_path: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert run(capsys, data, "-o", out)[0] == 0
    out.rename(tmp_path / ".out.abc.old")
    (tmp_path / ".out.abc.part").mkdir()
    assert run(capsys, tmp_path / "missing.ttl", "-o", out)[0] == 3
    assert run(capsys, data, "-o", out)[0] == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data.ttl", "out"]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [("out", None, "results are a folder, and this is a file"), ("other", "mine", "the folder holds something else")],
)
def test_nothing_else_is_overwritten(
    tmp_path: Path, data: Path, capsys: pytest.CaptureFixture[str], name: str, content: str | None, reason: str
) -> None:
    out = tmp_path / name
    if content is None:
        out.write_text("a file")
    else:
        out.mkdir()
        (out / "letter.txt").write_text(content)
    status, _, error = run(capsys, data, "-o", out)
    assert status == 3
    assert reason in error


def test_tables_that_are_missing_or_damaged_are_told(tmp_path: Path, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one = tmp_path / "one"
    assert run(capsys, data, "-o", one, "--tables")[0] == 0
    (one / "tables" / "claim.parquet").write_bytes(b"no Parquet")
    status, _, error = run(capsys, one / "tables", "-o", tmp_path / "other")
    assert (status, "claim.parquet: cannot be read as the table claim" in error) == (3, True)
    (one / "tables" / "claim.parquet").unlink()
    status, _, error = run(capsys, one / "tables", "-o", tmp_path / "other")
    assert (status, "lacks claim.parquet" in error) == (3, True)
    assert not (tmp_path / "other").exists()


def test_a_master_is_for_spark(tmp_path: Path, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, _, error = run(capsys, data, "-o", tmp_path / "out", "--master", "spark://nowhere:7077")
    assert (status, "--master is for --engine spark" in error) == (2, True)


def test_too_little_memory_is_told(tmp_path: Path) -> None:
    engine = running.open_engine("duckdb", tmp_path / "work", master=None, memory="2MB")
    with pytest.raises(AssemblyError, match="out of memory"):
        engine.keep("large", "SELECT list(range) FROM range(10000000)")
