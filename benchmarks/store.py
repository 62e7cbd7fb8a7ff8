"""What a store on disk costs: building it, opening it, looking up one claim; beside bare pyoxigraph loading the same file.

    .venv/bin/python benchmarks/store.py [ASSERTIONS…]

The data are N-Quads made here: a third as many claims as assertions, between concepts that are named about as often as words
are (the n-th in proportion to 1/n), from sources likewise, half of them with a passage. Every figure is of a process started
afresh. Machines differ and drift; the ratios are worth quoting, and "opening under 50 ms for a million assertions" is the bar.
"""

from __future__ import annotations

import platform
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

NS, ID = "https://w3id.org/kneegraph/ns#", "https://w3id.org/kneegraph/id/"
RDF, SKOS = "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://www.w3.org/2004/02/skos/core#"
XSD = "http://www.w3.org/2001/XMLSchema#"
OA, RDFS, DCTERMS = "http://www.w3.org/ns/oa#", "http://www.w3.org/2000/01/rdf-schema#", "http://purl.org/dc/terms/"
STANCES, RELATIONS = (
    ("supports", "supports", "supports", "disputes", "qualifies", "reports"),
    ("causes", "reduces", "associatedWith"),
)

PREAMBLE = "import resource, sys, time; from pathlib import Path; began = time.perf_counter()\n"
ENDING = "\nprint(time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)"
BARE = "from pyoxigraph import Store\nstore = Store(sys.argv[2])\nstore.bulk_load(path=sys.argv[1])\nstore.flush()"
BUILD = "from kneegraph.stored import build_store\nbuild_store(sys.argv[2], sys.argv[1])"
OPEN = "import kneegraph; kneegraph.Graph.behind\nbegan = time.perf_counter()\ngraph = kneegraph.open_store(sys.argv[2])"
CLAIM = OPEN + "\nassert graph.claim('concept 1', 'causes', 'concept 2') or True"


def zipf(chance: random.Random, names: int) -> Iterator[int]:
    """Numbers from 0, each in proportion to its rank."""
    weights = [*accumulate(1 / (rank + 1) for rank in range(names))]
    while True:
        yield from chance.choices(range(names), cum_weights=weights, k=10_000)


def lines(assertions: int) -> Iterator[str]:
    """N-Quads of so many assertions."""
    chance = random.Random(1)
    concepts, sources = max(20, assertions // 50), max(5, assertions // 100)
    for number in range(concepts):
        subject = f"<{ID}concept/concept-{number}>"
        yield f"{subject} <{RDF}type> <{SKOS}Concept> .\n{subject} <{RDF}type> <{NS}Condition> .\n"
        yield f'{subject} <{SKOS}prefLabel> "concept {number}" .\n'
    for number in range(sources):
        subject = f"<{ID}source/s{number}>"
        yield f'{subject} <{RDF}type> <{NS}Source> .\n{subject} <{DCTERMS}title> "Source {number}" .\n'
        yield f"{subject} <{NS}tier> <{NS}popular> .\n{subject} <{NS}kind> <{NS}blogPost> .\n"
        yield f'{subject} <{NS}collection> <{ID}collection/core> .\n{subject} <{NS}sha256> "{number:064x}" .\n'
        yield f'{subject} <{NS}length> "{2 * assertions}"^^<{XSD}integer> .\n'
    ends, who = zipf(chance, concepts), zipf(chance, sources)
    made, claims = 0, set[tuple[str, str, str]]()
    first = ("concept-1", "causes", "concept-2")
    while made < assertions:
        parts = first if not claims else (f"concept-{next(ends)}", chance.choice(RELATIONS), f"concept-{next(ends)}")
        if parts in claims or parts[0] == parts[2]:
            continue
        claims.add(parts)
        yield claim(*parts)
        for source in {next(who) for _ in range(chance.randint(1, 5))}:
            made += 1
            yield assertion(f"s{source}", ".".join(parts), chance.choice(STANCES), made)


def claim(subject: str, relation: str, object_: str) -> str:
    """A claim."""
    node = f"<{ID}claim/{subject}.{relation}.{object_}>"
    return (
        f"{node} <{RDF}type> <{NS}Claim> .\n{node} <{RDF}type> <{RDF}Statement> .\n"
        f"{node} <{RDF}subject> <{ID}concept/{subject}> .\n{node} <{RDF}predicate> <{NS}{relation}> .\n"
        f'{node} <{RDF}object> <{ID}concept/{object_}> .\n{node} <{RDFS}label> "{subject} {relation} {object_}" .\n'
    )


def assertion(source: str, claim_: str, stance: str, number: int) -> str:
    """An assertion; every other one with a passage, and what qualifies with its reason."""
    node = f"<{ID}assertion/{source}.{claim_}.{stance}>"
    said = (
        f"{node} <{RDF}type> <{NS}Assertion> .\n{node} <{NS}claim> <{ID}claim/{claim_}> .\n"
        f"{node} <{NS}source> <{ID}source/{source}> .\n{node} <{NS}stance> <{NS}{stance}> .\n"
        f"{node} <{NS}certainty> <{NS}certain> .\n{node} <{NS}basis> <{NS}statement> .\n"
        f'{node} <{NS}paraphrase> "In its own words, number {number}." .\n'
    )
    if stance == "qualifies":
        part = f"_:q{number}"
        said += (
            f'{node} <{NS}qualification> {part} .\n{part} <{NS}aspect> <{NS}dose> .\n{part} <{RDFS}comment> "Too little." .\n'
        )
    if stance == "reports":
        said += f'{node} <{NS}attributedTo> "somebody" .\n'
    if number % 2:
        part, whole = f"_:p{number}", f"^^<{XSD}integer>"
        said += f'{node} <{OA}hasSelector> {part} .\n{part} <{OA}start> "{number}"{whole} .\n'
        said += f'{part} <{OA}end> "{number + 9}"{whole} .\n'
        said += f'{part} <{NS}sha256> "{number:064x}" .\n'
    return said


def run(code: str, *args: Path) -> tuple[float, int]:
    """Seconds and the most memory (MiB) of some code in a process of its own; its failure is ours."""
    done = subprocess.run([sys.executable, "-c", PREAMBLE + code + ENDING, *args], check=True, capture_output=True, text=True)
    seconds, memory = done.stdout.split()
    return float(seconds), int(memory)


def main(sizes: list[int]) -> None:
    """Measure each size."""
    print(f"{platform.python_implementation()} {platform.python_version()}, {platform.machine()}; seconds (most MiB)")
    print(f"{'assertions':>10}{'bulk_load':>16}{'build_store':>16}{'ratio':>7}{'open':>16}{'one claim':>16}")
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            data = Path(folder) / "data.nq"
            with data.open("w", encoding="utf-8") as out:
                out.writelines(lines(size))
            bare, made = run(BARE, data, Path(folder) / "bare"), run(BUILD, data, Path(folder) / "store")
            opened, claim_ = (min(run(code, data, Path(folder) / "store") for _ in range(3)) for code in (OPEN, CLAIM))
        cells = "".join(f"{seconds:>9.3f}{f'({memory})':>7}" for seconds, memory in (bare, made, opened, claim_))
        print(f"{size:>10,}{cells[:32]}{made[0] / bare[0]:>7.1f}{cells[32:]}", flush=True)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [10_000, 100_000])
