"""kneegraph beside its peers on the same made-up graphs, in one run: loading, contradictions, claims, chains, queries.

    python benchmarks/scale.py 1000 10000 100000                 prints the tables
    python benchmarks/scale.py 1000 … --json out.json --write    and keeps the figures, the plot and the pages
    python benchmarks/scale.py 10000000 --work DIR --json out.json --only chains_kneegraph chains_networkx

Needs `pip install --group bench`. Every task runs in a process of its own (`tasks.py`, `questions.py`), so that memory is its
own and nothing is warm; the figures are medians. Machines differ and drift: the ratios are worth quoting, all of one run.
Peers stop where they would take all day, or where enough is known of them (`MOST`); beyond a million assertions only what
the aims speak of is left. `--json` takes each figure as soon as it is there and keeps what it has of other sizes and tasks;
`--only` does some tasks, named in full or by their beginning (`chains`). `--work DIR` keeps stores and tables for another
run, and up to a million assertions the data, too: at ten million a file of 15 GB, which goes when nothing is left to read it.
"""

from __future__ import annotations

import argparse
import inspect
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import growth
from figures import DOCS, high, in_memory, in_time, machine, middle, write_block
from processes import Told, run_task
from tasks import TASKS

HERE = Path(__file__).parent
PAGE, BEYOND, PLOT = DOCS / "benchmarks.md", DOCS / "scale.md", DOCS / "images" / "scale.svg"
Figures = dict[str, Told]

#: What is compared: a title, kneegraph's task, its peers.
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
#: The largest size of a task that has one.
MOST = {
    "load_rdflib": 100_000,
    "clashes_rdflib": 10_000,
    "clashes_pyoxigraph": 1_000_000,
    "clashes_polars": 1_000_000,
    "dossier_pyoxigraph": 1_000_000,
    "chains_rustworkx": 1_000_000,
    "update_kneegraph": 1_000_000,
}
#: Up to this size the data stay where they are.
KEPT = 1_000_000
#: The places that tasks read, by the names of their arguments, and which task makes those that `generate.py` does not.
PLACES = {"data": "data.nt", "bare": "bare", "store": "store", "tables": "tables"}
MAKERS = {"bare": "load_pyoxigraph", "store": "load_kneegraph", "tables": "assemble_kneegraph"}


def _mib(told: Told) -> float:
    return float(told["mib"])


#: What grows: a title, the task, the figure, and its words.
GROWING: tuple[tuple[str, str, Callable[[Told], float], Callable[[float], str]], ...] = (
    ("load of kneegraph", "load_kneegraph", middle, in_time),
    ("load of pyoxigraph", "load_pyoxigraph", middle, in_time),
    ("a store made of the one before, a hundred assertions more", "update_kneegraph", middle, in_time),
    ("assembly of everything, into files", "assemble_kneegraph", middle, in_time),
    ("tallies", "tallies_kneegraph", middle, in_time),
    ("contradictions, first hundred", "clashes_kneegraph", middle, in_time),
    ("one claim, p50", "dossier_kneegraph", middle, in_time),
    ("one claim, p99", "dossier_kneegraph", high, in_time),
    ("ten best chains", "chains_kneegraph", middle, in_time),
    ("a whole command, the slowest", "start_kneegraph", high, in_time),
    ("building, memory", "load_kneegraph", _mib, in_memory),
    ("assembly, memory", "assemble_kneegraph", _mib, in_memory),
    ("asking of every kind, memory", "serving_kneegraph", _mib, in_memory),
)


def planned(size: int, only: Sequence[str] = ()) -> list[str]:
    """The tasks of a size, in order, those that go together side by side; `only` these, by name or beginning."""
    order = ["load_pyoxigraph", "load_kneegraph", "load_rdflib", "assemble_kneegraph"]
    order += [task for _, ours, peers in ROWS for task in (ours, *peers)]
    order += ["serving_kneegraph", "start_kneegraph", "update_kneegraph"]
    return [task for task in dict.fromkeys(order) if size <= MOST.get(task, size) and (not only or wanted(task, only))]


def wanted(task: str, only: Sequence[str]) -> bool:
    """Whether a task is named, in full or by its beginning."""
    return task in only or task.partition("_")[0] in only


def needs(task: str) -> list[str]:
    """The places that a task reads or makes, in the order of its arguments."""
    return list(inspect.signature(TASKS[task]).parameters)


def measured(size: int, work: Path, only: Sequence[str] = ()) -> Iterator[tuple[str, Told]]:
    """Every figure of one size, task by task. What no task is left to read goes, if it is large."""
    work.mkdir(parents=True, exist_ok=True)
    left = planned(size, only)
    while left:
        task, *left = left
        yield task, _done(task, size, work)
        if size > KEPT:
            for name in {"data", "bare"} - {name for one in left for name in needs(one)}:
                _clear(work / PLACES[name])


def _done(task: str, size: int, work: Path) -> Told:
    """Do a task, once the places are there that it reads, and that which it makes is not."""
    for name in needs(task):
        place = work / PLACES[name]
        if MAKERS.get(name) == task:
            _clear(place)
        elif not place.exists():
            _make(name, size, work)
    return run_task(HERE / "tasks.py", task, *(work / PLACES[name] for name in needs(task)))


def _make(name: str, size: int, work: Path) -> None:
    if name in MAKERS:
        _done(MAKERS[name], size, work)
        return
    part = work / "part.nt"
    subprocess.run([sys.executable, HERE / "generate.py", str(size), "-o", part], check=True)
    part.rename(work / PLACES[name])


def _clear(place: Path) -> None:
    if place.is_dir():
        shutil.rmtree(place)
    else:
        place.unlink(missing_ok=True)


# Telling


def report(found: dict[int, Figures]) -> Iterator[str]:
    """The figures as Markdown."""
    yield f"{machine()}\n"
    yield "| what | assertions | kneegraph | beside | their time | kneegraph / theirs |"
    yield "| --- | ---: | ---: | --- | ---: | ---: |"
    for title, ours, peers in ROWS:
        for size, figures in found.items():
            for peer in (peer for peer in peers if {ours, peer} <= figures.keys()):
                one, other = middle(figures[ours]), middle(figures[peer])
                ratio = _ratio(figures, ours, peer)
                yield f"| {title} | {size:,} | {in_time(one)} | {_who(peer)} | {in_time(other)} | {ratio:.2g} × |"
    yield "\n| | " + " | ".join(f"{size:,}" for size in found) + " |"
    yield "| --- |" + " ---: |" * len(found)
    for title, task, figure, words in GROWING:
        values = (words(figure(figures[task])) if task in figures else "–" for figures in found.values())
        yield f"| {title} | {' | '.join(values)} |"


def beyond(found: dict[int, Figures]) -> Iterator[str]:
    """What the figures let expect of larger sizes, as Markdown."""
    rows = {
        title: [(size, figure(figures[task])) for size, figures in found.items() if task in figures]
        for title, task, figure, _ in GROWING
    }
    return growth.table(rows, {title: words for title, _, _, words in GROWING})


def _who(peer: str) -> str:
    return peer.rpartition("_")[2].replace("bare", "one group-by in DuckDB")


def _ratio(figures: Figures, ours: str, peer: str) -> float:
    """How many times as long; where both did the same things one by one, the median over these."""
    if ours not in PAIRED:
        return middle(figures[ours]) / middle(figures[peer])
    pairs = zip(figures[ours]["seconds"], figures[peer]["seconds"], strict=True)
    return float(statistics.median(one / other for one, other in pairs))


def draw(found: dict[int, Figures], path: Path) -> None:
    """The times against the sizes, both logarithmic; dashed, what is fitted to three sizes or more, and beyond them."""
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "kneegraph"
    from matplotlib import pyplot

    figure, places = pyplot.subplots(2, 3, figsize=(13, 8), layout="constrained")
    largest = max(found) * growth.BEYOND[-1]
    for axes, (title, ours, peers) in zip(places.flat, ROWS, strict=True):
        for task in (ours, *peers):
            points = [(size, middle(figures[task])) for size, figures in found.items() if task in figures]
            if not points:
                continue
            name, fit = _who(task).replace(" in DuckDB", ""), growth.line(points, largest)
            label = f"{name}, power {fit.fit.power:.2f}" if fit else name
            (drawn,) = axes.loglog(*zip(*points, strict=True), marker="o", label=label, linewidth=2.5 if task == ours else 1)
            if fit:
                axes.loglog(fit.sizes, fit.values, linestyle="--", linewidth=1, color=drawn.get_color())
        axes.set_title(title)
        axes.set_xlabel("assertions")
        axes.set_ylabel("seconds")
        axes.grid(visible=True, alpha=0.3)
        axes.legend(fontsize="small")
    figure.savefig(path, metadata={"Date": None})


def main() -> None:
    """Measure, and tell."""
    asked = argparse.ArgumentParser(description="kneegraph beside its peers.")
    asked.add_argument("sizes", nargs="*", type=int, default=[1_000, 10_000, 100_000])
    asked.add_argument("--work", type=Path, help="a folder for stores and tables, which are kept")
    asked.add_argument("--json", type=Path, help="where to keep the figures; what is there of other sizes and tasks stays")
    asked.add_argument("--only", nargs="+", default=[], metavar="TASK", help="only these tasks, by name or beginning")
    asked.add_argument("--write", action="store_true", help="put tables and plot into docs/")
    given = asked.parse_args()
    if unknown := [one for one in given.only if not any(wanted(task, [one]) for task in TASKS)]:
        asked.error(f"no task {', '.join(unknown)}; there are {', '.join(TASKS)}")
    found = _kept(given.json)
    for size in given.sizes:
        print(f"{size:,} assertions", file=sys.stderr, flush=True)
        with tempfile.TemporaryDirectory() as made:
            for task, told in measured(size, (given.work or Path(made)) / str(size), given.only):
                found.setdefault(size, {})[task] = told
                if given.json:
                    given.json.write_text(json.dumps(found))
    _tell(dict(sorted(found.items())), write=given.write)


def _kept(path: Path | None) -> dict[int, Figures]:
    if path is None or not path.exists():
        return {}
    return {int(size): figures for size, figures in json.loads(path.read_text()).items()}


def _tell(found: dict[int, Figures], *, write: bool) -> None:
    text, ahead = "\n".join(report(found)), "\n".join(beyond(found))
    print(f"{text}\n\n{ahead or 'A fit needs three sizes.'}")
    if write:
        draw(found, PLOT)
        write_block(PAGE, "scale", text)
        write_block(BEYOND, "beyond", ahead)


if __name__ == "__main__":
    main()
