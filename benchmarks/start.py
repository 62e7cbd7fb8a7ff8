"""How long a first answer takes, beside `python -c "import rdflib"` and rdflib reading the same files, in one run.

    .venv/bin/python benchmarks/start.py [RUNS]

Prints medians in seconds and ratios; machines differ and drift, so only the ratios are worth quoting. Every figure is of a
whole process, started afresh, in turn with the others.
"""

from __future__ import annotations

import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

ARM = [sys.executable, "-c"]
KNEEGRAPH = [sys.executable, "-m", "kneegraph"]
RDFLIB_READS = (
    "import rdflib; from kneegraph import files; g = rdflib.Graph(); "
    "[g.parse(path, format='turtle', publicID='https://w3id.org/kneegraph/id/') for path in files.data_files()]"
)
CORE_ONLY = (
    "import kneegraph; from kneegraph import files; "
    "kneegraph.load(*(files.packaged('data', f'{name}.ttl') for name in ('ontology', 'concepts', 'claims')))"
)
CASES = {
    "import rdflib": [*ARM, "import rdflib"],
    "import kneegraph": [*ARM, "import kneegraph"],
    "kneegraph.load()": [*ARM, "import kneegraph; kneegraph.load()"],
    "kneegraph.load() of the core alone": [*ARM, CORE_ONLY],
    "rdflib reads the same files": [*ARM, RDFLIB_READS],
    "kneegraph claim": [*KNEEGRAPH, "claim", "weak glute med", "causes", "knee cave"],
    "kneegraph sparql --name contested": [*KNEEGRAPH, "sparql", "--name", "contested"],
    "kneegraph contradictions": [*KNEEGRAPH, "contradictions"],
    "kneegraph chains": [*KNEEGRAPH, "chains", "hypertonic TFL", "knee pain"],
    "kneegraph tour": [*KNEEGRAPH, "tour", "-o", str(Path(tempfile.gettempdir()) / "kneegraph-benchmark.html")],
    "kneegraph --help": [*KNEEGRAPH, "--help"],
}


def seconds(command: list[str]) -> float:
    """The wall time of one run; its failure is ours."""
    began = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - began


def main(runs: int) -> None:
    """Run every case in turn, `runs` times after one that is not counted."""
    taken: dict[str, list[float]] = {name: [] for name in CASES}
    for run in range(runs + 1):
        for name, command in CASES.items():
            taken[name].append(seconds(command))
            if run == 0:
                taken[name].clear()
    base = median(taken["import rdflib"])
    print(f"{platform.python_implementation()} {platform.python_version()}, {platform.machine()}, {runs} runs each")
    print(f"{'what':<36}{'median s':>9}{'min':>7}{'max':>7}{'× import rdflib':>17}")
    for name, times in taken.items():
        print(f"{name:<36}{median(times):>9.3f}{min(times):>7.3f}{max(times):>7.3f}{median(times) / base:>17.2f}")
    start = median(taken["import kneegraph"])
    whole, core = (median(taken[f"kneegraph.load(){of}"]) - start for of in ("", " of the core alone"))
    print(f"loading alone, the import taken away: the whole graph takes {whole / core:.2f} × the core's time")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 7)
