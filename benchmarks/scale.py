"""kneegraph beside its peers on the same made-up graphs, in one run: loading, contradictions, claims, chains, queries.

    python benchmarks/scale.py 1000 10000 100000                 prints the tables
    python benchmarks/scale.py 1000 … --json out.json --write    and keeps the figures, the plot and the page

Needs `pip install --group bench`. Every task runs in a process of its own (`benchmarks/tasks.py`), so that memory is its own
and nothing is warm; the figures are medians. Machines differ and drift: the ratios are worth quoting, all of one run.
rdflib stops at 100,000 assertions for loading and at 10,000 for the query. `--work DIR` keeps the data for another run.
"""

from __future__ import annotations

import argparse
import json
import math
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import generate

HERE = Path(__file__).parent
PAGE, PLOT = HERE.parent / "docs" / "benchmarks.md", HERE.parent / "docs" / "images" / "scale.svg"
BEGIN, END = "<!-- scale: begin -->", "<!-- scale: end -->"

#: What is compared: a title, kneegraph's task, its peers, and the figure that counts.
ROWS = (
    ("load", "load_kneegraph", ("load_pyoxigraph", "load_rdflib")),
    (
        "contradictions, first hundred",
        "clashes_kneegraph",
        ("clashes_pyoxigraph", "clashes_duckdb", "clashes_polars", "clashes_rdflib"),
    ),
    ("tallies of everything", "tallies_kneegraph", ("tallies_bare",)),
    ("one claim by label", "dossier_kneegraph", ("dossier_pyoxigraph",)),
    ("ten best chains", "chains_kneegraph", ("chains_networkx", "chains_rustworkx")),
    ("named queries", "named_kneegraph", ("named_pyoxigraph",)),
)
#: Tasks of several questions, each of which is asked of both.
PAIRED = ("chains_kneegraph", "named_kneegraph")
#: Where a peer gives up.
MOST = {"load_rdflib": 100_000, "clashes_rdflib": 10_000}
#: What grows, and is fitted.
GROWING = (
    "load_kneegraph",
    "load_pyoxigraph",
    "tallies_kneegraph",
    "clashes_kneegraph",
    "dossier_kneegraph",
    "chains_kneegraph",
)
Figures = dict[str, dict[str, Any]]


def measured(size: int, work: Path) -> Figures:
    """Every figure of one size."""
    work.mkdir(parents=True, exist_ok=True)
    data, store, bare, tables = (work / name for name in ("data.nt", "store", "bare", "tables"))
    if not data.exists():
        generate.write(size, data)
    found: Figures = {}
    for task, place in (("load_pyoxigraph", bare), ("load_kneegraph", store), ("load_rdflib", bare)):
        if size <= MOST.get(task, size):
            if task != "load_rdflib":
                shutil.rmtree(place, ignore_errors=True)
            found[task] = _task(task, data, place)
    shutil.rmtree(tables, ignore_errors=True)
    _command("assemble", data, "-o", tables, "--tables")
    places = {"pyoxigraph": bare, "kneegraph": store, "duckdb": tables / "tables", "polars": tables / "tables", "rdflib": data}
    places |= {"bare": tables / "tables"}
    for _, ours, peers in ROWS[1:]:
        for task in (ours, *peers):
            if size <= MOST.get(task, size):
                at = store if task.startswith(("chains", "named")) else places[task.rpartition("_")[2]]
                found[task] = _task(task, tables / "tables" if task.startswith("tallies") else at)
    found["start_kneegraph"] = {"seconds": [_command("sources", "--store", store, "--limit", "1") for _ in range(5)], "mib": 0}
    return found


def _task(name: str, *args: Path) -> dict[str, Any]:
    print(f"  {name} …", file=sys.stderr, flush=True)
    done = subprocess.run([sys.executable, HERE / "tasks.py", name, *args], check=False, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{name} failed:\n{done.stderr}")
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def _command(*args: str | Path) -> float:
    """Seconds of a whole command."""
    began = time.perf_counter()
    subprocess.run([sys.executable, "-m", "kneegraph", *args], check=True, capture_output=True)
    return time.perf_counter() - began


def middle(told: dict[str, Any]) -> float:
    """The median."""
    return float(statistics.median(told["seconds"]))


def high(told: dict[str, Any]) -> float:
    """What one in a hundred exceeds."""
    ordered = sorted(told["seconds"])
    return float(ordered[min(len(ordered) - 1, math.ceil(0.99 * len(ordered)) - 1)])


def exponent(points: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """How a figure grows: the power of the size, fitted by least squares to the logarithms, and the largest residual (as a
    factor).
    """
    logs = [(math.log(size), math.log(value)) for size, value in points]
    slope, start = statistics.linear_regression(*zip(*logs, strict=True))
    return slope, math.exp(max(abs(y - start - slope * x) for x, y in logs))


def report(found: dict[int, Figures]) -> Iterator[str]:
    """The figures as Markdown."""
    yield f"{platform.python_implementation()} {platform.python_version()}, {platform.machine()}, 2 cores, 24 GB, Linux.\n"
    yield "| what | assertions | kneegraph | beside | their time | kneegraph / theirs |"
    yield "| --- | ---: | ---: | --- | ---: | ---: |"
    for title, ours, peers in ROWS:
        for size, figures in found.items():
            for peer in (peer for peer in peers if peer in figures):
                one, other = middle(figures[ours]), middle(figures[peer])
                name = peer.rpartition("_")[2].replace("bare", "one group-by in DuckDB")
                yield f"| {title} | {size:,} | {_told(one)} | {name} | {_told(other)} | {_ratio(figures, ours, peer):.2g} × |"
    yield "\n| | " + " | ".join(f"{size:,}" for size in found) + " | grows with the power | fits within |"
    yield "| --- | " + " | ".join("---:" for _ in found) + " | ---: | ---: |"
    for task in GROWING:
        yield _growth(f"{task.replace('_', ' of ' if task.startswith('load') else ', ')}, time", found, task, middle, _told)
    for task in ("load_kneegraph", "dossier_kneegraph"):
        title = "building, memory" if task.startswith("load") else "asking, memory"
        yield _growth(title, found, task, lambda told: float(told["mib"]), lambda value: f"{value:,.0f} MiB")
    yield _growth("one claim, p99", found, "dossier_kneegraph", high, _told)
    yield _growth("a whole command", found, "start_kneegraph", middle, _told)


def _ratio(figures: Figures, ours: str, peer: str) -> float:
    """How many times as long; where both did the same things one by one, the median over these."""
    if ours not in PAIRED:
        return middle(figures[ours]) / middle(figures[peer])
    pairs = zip(figures[ours]["seconds"], figures[peer]["seconds"], strict=True)
    return float(statistics.median(one / other for one, other in pairs))


def _growth(title: str, found: dict[int, Figures], task: str, figure: Any, told: Any) -> str:
    points = [(size, figure(figures[task])) for size, figures in found.items()]
    fit = "| | |"
    if len(points) > 1:
        power, off = exponent(points)
        fit = f"| {power:.2f} | {off:.2f} × |"
    return f"| {title} | {' | '.join(told(value) for _, value in points)} {fit}"


def _told(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms" if seconds < 1 else f"{seconds:.1f} s"


def draw(found: dict[int, Figures], path: Path) -> None:
    """The times against the sizes, both logarithmic."""
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "kneegraph"
    from matplotlib import pyplot

    figure, places = pyplot.subplots(2, 3, figsize=(12, 7), layout="constrained")
    for axes, (title, ours, peers) in zip(places.flat, ROWS, strict=True):
        for task in (ours, *peers):
            points = [(size, middle(figures[task])) for size, figures in found.items() if task in figures]
            name = task.rpartition("_")[2].replace("bare", "one group-by")
            axes.loglog(*zip(*points, strict=True), marker="o", label=name, linewidth=2.5 if task == ours else 1)
        axes.set_title(title)
        axes.set_xlabel("assertions")
        axes.set_ylabel("seconds")
        axes.grid(visible=True, alpha=0.3)
        axes.legend(fontsize="small")
    figure.savefig(path, metadata={"Date": None})


def write_page(text: str) -> None:
    """Put the tables where they stand in docs/benchmarks.md."""
    page = PAGE.read_text(encoding="utf-8")
    block = f"{BEGIN}\n{text}\n{END}"
    PAGE.write_text(re.sub(f"{BEGIN}.*{END}", lambda _: block, page, flags=re.S), encoding="utf-8")


def main() -> None:
    """Measure, and tell."""
    asked = argparse.ArgumentParser(description="kneegraph beside its peers.")
    asked.add_argument("sizes", nargs="*", type=int, default=[1_000, 10_000, 100_000])
    asked.add_argument("--work", type=Path, help="a folder for the data, which is kept")
    asked.add_argument("--json", type=Path, help="where to keep the figures; what is there of other sizes stays")
    asked.add_argument("--write", action="store_true", help="put tables and plot into docs/")
    given = asked.parse_args()
    found: dict[int, Figures] = {}
    if given.json and given.json.exists():
        found = {int(size): figures for size, figures in json.loads(given.json.read_text()).items()}
    with tempfile.TemporaryDirectory() as made:
        for size in given.sizes:
            print(f"{size:,} assertions", file=sys.stderr, flush=True)
            found[size] = measured(size, (given.work or Path(made)) / str(size))
            if given.json:
                given.json.write_text(json.dumps(found))
    found = dict(sorted(found.items()))
    text = "\n".join(report(found))
    print(text)
    if given.write:
        draw(found, PLOT)
        write_page(text)


if __name__ == "__main__":
    main()
