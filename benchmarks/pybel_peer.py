"""CONIB, a corpus of another field, beside the tools of that field: loading it, and finding who contradicts whom.

    python benchmarks/pybel_peer.py conib.tsv

Needs `pip install pybel pybel-tools`. pybel-tools looks for two concepts that are joined by an increase and a decrease;
kneegraph's pairs are those of claims that are disputed or opposed. Each figure is the median of three.
"""

from __future__ import annotations

import collections
import collections.abc
import csv
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

MAPPING = Path(__file__).parent.parent / "docs" / "examples" / "conib" / "mapping.toml"


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """The median seconds of three times, and the last answer."""
    seconds, answer = [], None
    for _ in range(3):
        began = time.perf_counter()
        answer = work()
        seconds.append(time.perf_counter() - began)
    return statistics.median(seconds), answer


def pybel_graph(table: Path) -> Any:
    """The rows as edges between concepts that are named by their text."""
    for name in collections.abc.__all__:  # pybel-tools imports these from where an older Python had them
        vars(collections).setdefault(name, getattr(collections.abc, name))
    pybel = import_module("pybel")
    graph = pybel.BELGraph()
    with table.open(newline="", encoding="utf-8") as lines:
        for subject, relation, object_, _, paper in list(csv.reader(lines, delimiter="\t"))[1:]:
            ends = (pybel.dsl.Abundance(namespace="TEXT", name=name) for name in (subject, object_))
            graph.add_qualified_edge(*ends, relation=relation, evidence="none", citation=paper or "0")
    return graph


def kneegraph_graph(table: Path, folder: Path) -> Any:
    """The table imported and loaded."""
    import kneegraph
    from kneegraph.importing import import_to_file

    import_to_file([table], MAPPING, folder / "conib.nq")
    return kneegraph.load(folder / "conib.nq")


def pairs(graph: Any) -> int:
    """How many two concepts have claims between them that are disputed, or opposed."""
    clashes = [*graph.contradictions(kind="disputed"), *graph.contradictions(kind="opposed")]
    claims = graph.corpus.claims
    return len({(claims[name].subject, claims[name].object) for clash in clashes for name in clash.claims})


def main(table: Path) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        theirs, other = timed(lambda: pybel_graph(table))
        ours, graph = timed(lambda: kneegraph_graph(table, Path(folder)))
    summary = import_module("pybel_tools.summary.edge_summary")
    found, many = timed(lambda: len({*summary.get_contradictory_pairs(other)}))
    again, ours_many = timed(lambda: pairs(graph))
    print("| CONIB | kneegraph | pybel, pybel-tools | kneegraph / theirs |\n| --- | ---: | ---: | ---: |")
    print(f"| loaded | {ours:.1f} s | {theirs:.1f} s | {ours / theirs:.2g} × |")
    print(f"| pairs | {again:.2f} s ({ours_many}) | {found:.2f} s ({many}) | {again / found:.2g} × |")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
