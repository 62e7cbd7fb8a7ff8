"""The contradictory pairs of CONIB: kneegraph beside pybel with pybel-tools, and bare networkx, in one run.

    .venv/bin/python benchmarks/conib_pairs.py ../shared/corpora/conib.tsv            prints the table
    .venv/bin/python benchmarks/conib_pairs.py conib.tsv --runs 5 --write             and puts it into the page

Needs `pip install --group bench` and a copy of the table of edges (pharmacome/conib, CC0). A pair is contradictory where its
edges increase, decrease, or cause no change, more than one of these. Every task runs in a process of its own; medians.
"""

from __future__ import annotations

import argparse
import collections
import collections.abc
import csv
import pickle
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from figures import DOCS, in_memory, in_time, machine, middle, write_block
from processes import Told, by_name, run_task, tell

MAPPING = DOCS / "examples" / "conib" / "mapping.toml"
_MORE, _LESS, _NONE = {"increases", "directlyIncreases"}, {"decreases", "directlyDecreases"}, {"causesNoChange"}
_Pairs = Iterable[tuple[Any, Any]]


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """The seconds that it takes, and what it gives."""
    began = time.perf_counter()
    made = work()
    return time.perf_counter() - began, made


def told(load: float, find: float, pairs: _Pairs, both: _Pairs) -> Told:
    """A task's account: what loading took, what finding took, and how many pairs there are."""
    return {"seconds": [load + find], "load": load, "find": find, "answer": [len(set(pairs)), len(set(both))]}


# kneegraph


def first_kneegraph(table: str, work: str) -> Told:
    """A file of N-Quads is made of the table, and loaded."""
    import kneegraph
    from kneegraph.importing import import_to_file

    kept = Path(work) / "conib.nq"
    load, graph = timed(lambda: import_to_file([table], MAPPING, kept) and kneegraph.load(kept))
    return _clashing(graph, load)


def store_kneegraph(table: str, work: str) -> Told:
    """A store on disk is made of the table, in which all contradictions are kept."""
    import kneegraph
    from kneegraph.importing import import_to_store

    kept = Path(work) / "conib.store"
    load, graph = timed(lambda: import_to_store([table], MAPPING, kept) and kneegraph.open_store(kept))
    return _clashing(graph, load)


def again_kneegraph(_: str, work: str) -> Told:
    """The store that was made."""
    import kneegraph

    return _clashing(*reversed(timed(lambda: kneegraph.open_store(Path(work) / "conib.store"))))


def _clashing(graph: Any, load: float) -> Told:
    find, (opposed, disputed) = timed(lambda: [_ends(graph, kind) for kind in ("opposed", "disputed")])
    return told(load, find, opposed | disputed, opposed)


def _ends(graph: Any, kind: str) -> set[tuple[str, str]]:
    """Subject and object of every claim in contradictions of a kind."""
    claims = (graph.claim(name) for clash in graph.contradictions(kind=kind) for name in clash.claims)
    return {(claim.subject, claim.object) for claim in claims}


# pybel


def first_pybel(table: str, work: str) -> Told:
    """A BELGraph with a node for each term, which is not parsed, and an edge for each row."""
    _older_names()
    import pybel

    load, graph = timed(lambda: _bel_graph(table))
    pybel.to_pickle(graph, str(Path(work) / "conib.bel.pickle"))
    return _contradictory(graph, load)


def again_pybel(_: str, work: str) -> Told:
    """The same graph, in pybel's own form for keeping one."""
    _older_names()
    import pybel

    return _contradictory(*reversed(timed(lambda: pybel.from_pickle(str(Path(work) / "conib.bel.pickle")))))


def _older_names() -> None:
    """Let pybel-tools find in `collections` what has moved to `collections.abc`."""
    for name in collections.abc.__all__:
        setattr(collections, name, getattr(collections.abc, name))


def _bel_graph(table: str) -> Any:
    from pybel import BELGraph
    from pybel.dsl import Abundance

    graph = BELGraph(name="CONIB", version="1.0.0")
    for subject, relation, object_, paper in _rows(table):
        ends = Abundance("CONIB", name=subject), Abundance("CONIB", name=object_)
        if paper:
            graph.add_qualified_edge(*ends, relation=relation, evidence="…", citation=("pubmed", paper))
        else:
            graph.add_unqualified_edge(*ends, relation)
    return graph


def _contradictory(graph: Any, load: float) -> Told:
    from pybel_tools.summary.edge_summary import get_contradictory_pairs

    find, pairs = timed(lambda: set(get_contradictory_pairs(graph)))
    return told(load, find, pairs, _both_signs(graph, pairs))


# networkx


def first_networkx(table: str, work: str) -> Told:
    """A multigraph of texts, and nothing but what the question needs."""
    import networkx  # noqa: F401  what is imported is imported

    load, graph = timed(lambda: _multigraph(table))
    (Path(work) / "conib.pickle").write_bytes(pickle.dumps(graph))
    return _mixed(graph, load)


def again_networkx(_: str, work: str) -> Told:
    """The same graph, pickled."""
    import networkx  # noqa: F401  what is imported is imported

    return _mixed(*reversed(timed(lambda: pickle.loads((Path(work) / "conib.pickle").read_bytes()))))


def _multigraph(table: str) -> Any:
    import networkx as nx

    graph: Any = nx.MultiDiGraph()
    graph.add_edges_from((one, other, {"relation": relation, "paper": paper}) for one, relation, other, paper in _rows(table))
    return graph


def _mixed(graph: Any, load: float) -> Told:
    find, pairs = timed(lambda: {pair for pair in set(graph.edges()) if sum(_sorts(graph, *pair)) > 1})
    return told(load, find, pairs, _both_signs(graph, pairs))


def _sorts(graph: Any, one: Any, other: Any) -> tuple[bool, bool, bool]:
    """Whether edges increase, decrease, cause no change."""
    relations = {edge["relation"] for edge in graph[one][other].values()}
    return bool(relations & _MORE), bool(relations & _LESS), bool(relations & _NONE)


def _both_signs(graph: Any, pairs: _Pairs) -> _Pairs:
    return [pair for pair in pairs if all(_sorts(graph, *pair)[:2])]


def _rows(table: str) -> Iterator[tuple[str, str, str, str]]:
    """Subject, relation, object and paper, which may be empty."""
    with Path(table).open(newline="", encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            yield row["subject"], row["relation"], row["object"], row["pmid"]


#: In an order in which what is asked again has been kept.
TASKS = by_name(
    first_kneegraph,
    store_kneegraph,
    first_pybel,
    first_networkx,
    again_kneegraph,
    again_pybel,
    again_networkx,
)


# Telling


def report(found: dict[str, list[Told]]) -> Iterator[str]:
    """The figures as Markdown."""
    yield f"{machine()}\n"
    yield "| what | kneegraph | pybel | kneegraph / pybel | networkx | kneegraph / networkx |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: |"
    for title, ours, stage, part in ROWS:
        times = [_median(found[f"{ours if who == 'kneegraph' else stage}_{who}"], part) for who in PEERS]
        yield f"| {title} | {_beside(times, in_memory if part == 'mib' else in_time)} |"
    for title, place in (("pairs found", 0), ("of these, with both signs", 1)):
        numbers = [_agreed(found, who, place) for who in PEERS]
        yield f"| {title} | {numbers[0]} | {numbers[1]} | | {numbers[2]} | |"


PEERS = ("kneegraph", "pybel", "networkx")
#: A title, the tasks of kneegraph and of its peers, and what of them is told.
ROWS = (
    ("the table made a graph in memory", "first", "first", "load"),
    ("its contradictory pairs", "first", "first", "find"),
    ("the same, most memory", "first", "first", "mib"),
    ("the table made a store on disk, contradictions included", "store", "first", "seconds"),
    ("pairs asked again in a new process, of what was kept", "again", "again", "seconds"),
    ("the same, most memory", "again", "again", "mib"),
)


def _median(runs: list[Told], part: str) -> float:
    return middle({"seconds": [one[part][0] if part == "seconds" else one[part] for one in runs]})


def _beside(values: list[float], words: Callable[[float], str]) -> str:
    ours, *theirs = values
    return " | ".join([words(ours), *(f"{words(value)} | {ours / value:.2g} ×" for value in theirs)])


def _agreed(found: dict[str, list[Told]], who: str, place: int) -> int:
    """The number that every run of somebody's has found. Raises ValueError where they differ."""
    (number,) = {one["answer"][place] for name, runs in found.items() if name.endswith(f"_{who}") for one in runs}
    return int(number)


def main() -> None:
    """Measure, and tell."""
    asked = argparse.ArgumentParser(description="The contradictory pairs of CONIB, beside pybel-tools.")
    asked.add_argument("table", type=Path, help="conib.tsv")
    asked.add_argument("--runs", type=int, default=3)
    asked.add_argument("--write", action="store_true", help="put the table into docs/benchmarks.md")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as work:
        runs = [{name: run_task(Path(__file__), name, given.table, Path(work)) for name in TASKS} for _ in range(given.runs)]
    text = "\n".join(report({name: [one[name] for one in runs] for name in TASKS}))
    print(text)
    if given.write:
        write_block(DOCS / "benchmarks.md", "conib", text)


if __name__ == "__main__":
    if sys.argv[1:2] and sys.argv[1] in TASKS:
        tell(TASKS)
    else:
        main()
