"""Which tasks are run at which size, on what, and what becomes of the data and of the figures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import figures
import pytest
import scale
import tasks

#: What the aims speak of at ten million assertions.
LARGE = {
    *("load_pyoxigraph", "load_kneegraph", "assemble_kneegraph", "clashes_kneegraph", "clashes_duckdb"),
    *("tallies_kneegraph", "tallies_bare", "dossier_kneegraph", "chains_kneegraph", "chains_networkx"),
    *("named_kneegraph", "named_pyoxigraph", "serving_kneegraph", "start_kneegraph"),
}


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, list[str]]]:
    """Tasks that do nothing but make their places; each with what was there when it began."""
    seen: list[tuple[str, list[str]]] = []

    def run_task(_: Path, task: str, *places: Path) -> dict[str, Any]:
        seen.append((task, sorted(path.name for path in places[0].parent.iterdir())))
        for name, place in zip(scale.needs(task), places, strict=True):
            if scale.MAKERS.get(name) == task:
                place.mkdir()
            assert place.exists(), (task, name)
        return {"seconds": [1.0], "mib": 1}

    def make(name: str, size: int, work: Path) -> None:
        if name == "data":
            (work / "data.nt").touch()
        else:
            scale._done(scale.MAKERS[name], size, work)

    monkeypatch.setattr(scale, "run_task", run_task)
    monkeypatch.setattr(scale, "_make", make)
    return seen


def test_small_sizes_have_every_task_and_ten_million_what_the_aims_speak_of() -> None:
    assert set(scale.planned(1_000)) == set(tasks.TASKS)
    assert set(scale.planned(10_000_000)) == LARGE


def test_tasks_are_chosen_by_name_or_beginning() -> None:
    assert scale.planned(1_000, ["chains", "load_rdflib"]) == [
        "load_rdflib",
        "chains_kneegraph",
        "chains_networkx",
        "chains_rustworkx",
    ]
    assert scale.planned(10_000_000, ["chains_rustworkx"]) == []


def test_large_data_go_when_nothing_is_left_to_read_them(tmp_path: Path, run: list[tuple[str, list[str]]]) -> None:
    assert {task for task, _ in scale.measured(10_000_000, tmp_path)} == LARGE
    there = dict(run)
    assert there["load_kneegraph"] == ["data.nt"]
    assert there["assemble_kneegraph"] == ["data.nt", "store"]
    assert there["clashes_kneegraph"] == ["store", "tables"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["store", "tables"]


def test_a_task_alone_makes_what_it_reads_and_is_all_that_is_told(tmp_path: Path, run: list[tuple[str, list[str]]]) -> None:
    assert [task for task, _ in scale.measured(1_000, tmp_path, ["chains_networkx"])] == ["chains_networkx"]
    assert [task for task, _ in run] == ["load_kneegraph", "chains_networkx"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data.nt", "store"]
    list(scale.measured(1_000, tmp_path, ["chains_networkx"]))
    assert [task for task, _ in run][2:] == ["chains_networkx"]


def test_a_report_tells_what_there_is() -> None:
    told = {"seconds": [0.5], "mib": 10}
    found = {
        1_000: {"load_kneegraph": told, "load_pyoxigraph": {"seconds": [0.25], "mib": 5}, "clashes_duckdb": told},
        10_000: {"load_kneegraph": {"seconds": [2.0], "mib": 20}},
    }
    lines = list(scale.report(found))
    assert "| load | 1,000 | 500.0 ms | pyoxigraph | 250.0 ms | 2 × |" in lines
    assert "| building, memory | 10 MiB | 20 MiB |" in lines
    assert "| load of pyoxigraph | 250.0 ms | – |" in lines
    assert not [line for line in lines if "duckdb" in line]


def test_a_block_of_a_page_is_written_anew_and_the_rest_stays(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("a\n<!-- x: begin -->\nold\n\nolder\n<!-- x: end -->\nz\n", encoding="utf-8")
    figures.write_block(page, "x", r"new \1")
    assert page.read_text(encoding="utf-8") == "a\n<!-- x: begin -->\nnew \\1\n<!-- x: end -->\nz\n"
    with pytest.raises(ValueError, match="y: begin"):
        figures.write_block(page, "y", "new")
