"""What `scale.py` measures, each task in a process of its own: `python benchmarks/tasks.py TASK ARGUMENT…` prints JSON.

Every answer has `seconds`, a list of repetitions, and what tells that the work was done (`answer`).
"""

from __future__ import annotations

import json
import random
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

#: Contradictions by plain SPARQL: claims with support and dispute, most sources first.
SPARQL = """
PREFIX kg: <https://w3id.org/kneegraph/ns#>
SELECT ?claim (SUM(IF(?stance = kg:supports, 1, 0)) AS ?s) (SUM(IF(?stance = kg:disputes, 1, 0)) AS ?d)
WHERE { ?a kg:claim ?claim ; kg:stance ?stance } GROUP BY ?claim HAVING (?s > 0 && ?d > 0) ORDER BY DESC(?s + ?d)"""
FLAT = """
SELECT claim, count(*) FILTER (WHERE stance = 'supports') AS s, count(*) FILTER (WHERE stance = 'disputes') AS d,
    count(*) FILTER (WHERE stance = 'qualifies') AS q, count(*) FILTER (WHERE stance = 'reports') AS r
FROM flat GROUP BY claim"""
#: Named queries that mean something at any size, with their parameters.
NAMED: dict[str, dict[str, str]] = {
    "about-concept": {"concept": "condition 0"},
    "causes-of": {"effect": "condition 0"},
    "effects-of": {"cause": "weak muscle 0"},
    "everything-in-source": {"source": "s0"},
    "labels-of": {"concept": "muscle 0"},
    "muscle-functions": {"muscle": "muscle 0"},
    "contested": {},
}
Task = Callable[..., dict[str, Any]]


def repeated(times: int, work: Callable[[], Any]) -> dict[str, Any]:
    """Do it so often; the seconds of each, and the last answer."""
    seconds = []
    answer: Any = None
    for _ in range(times):
        began = time.perf_counter()
        answer = work()
        seconds.append(time.perf_counter() - began)
    return {"seconds": seconds, "answer": answer}


# Loading


def load_rdflib(data: str, _: str) -> dict[str, Any]:
    """rdflib's own store and parser."""
    from rdflib import Graph

    return repeated(1, lambda: len(Graph().parse(data, format="nt")))


def load_pyoxigraph(data: str, place: str) -> dict[str, Any]:
    """pyoxigraph's bulk load into a folder."""
    from pyoxigraph import Store

    def load() -> None:
        store = Store(place)
        store.bulk_load(path=data)
        store.flush()

    return repeated(1, load)


def load_kneegraph(data: str, place: str) -> dict[str, Any]:
    """A store with all that is kept beside it."""
    from kneegraph.stored import build_store

    return repeated(1, lambda: build_store(place, data).counts)


# All contradictions


def clashes_rdflib(data: str) -> dict[str, Any]:
    """SPARQL in rdflib's own engine."""
    from rdflib import Graph

    graph = Graph().parse(data, format="nt")
    return repeated(1, lambda: len(list(graph.query(SPARQL))))


def clashes_pyoxigraph(place: str) -> dict[str, Any]:
    """SPARQL in pyoxigraph, on disk."""
    from pyoxigraph import Store

    store = Store.read_only(place)
    return repeated(3, lambda: sum(1 for _ in store.query(SPARQL)))  # type: ignore[union-attr,misc]


def clashes_duckdb(tables: str) -> dict[str, Any]:
    """A group-by over a Parquet file in DuckDB."""
    import duckdb

    flat = f"WITH flat AS (SELECT * FROM '{tables}/assertion.parquet')"
    query = f"{flat} SELECT * FROM ({FLAT}) WHERE s > 0 AND d > 0 ORDER BY s + d DESC"
    return repeated(5, lambda: len(duckdb.execute(query).fetchall()))


def clashes_polars(tables: str) -> dict[str, Any]:
    """The same in Polars."""
    import polars as pl

    def ask() -> int:
        stances = {name: (pl.col("stance") == word).sum() for name, word in (("s", "supports"), ("d", "disputes"))}
        flat = pl.scan_parquet(f"{tables}/assertion.parquet").group_by("claim").agg(**stances)
        return len(flat.filter((pl.col("s") > 0) & (pl.col("d") > 0)).sort(pl.col("s") + pl.col("d")).collect().rows())

    return repeated(5, ask)


def clashes_kneegraph(place: str) -> dict[str, Any]:
    """The first hundred of all kinds, from a store opened anew."""
    import kneegraph

    kneegraph.open_store(place).first_contradictions(1)  # what is imported is imported
    return repeated(5, lambda: kneegraph.open_store(place).first_contradictions(100)[1])


# Tallies of everything


def tallies_bare(tables: str) -> dict[str, Any]:
    """One group-by with four conditional counts, in memory."""
    import duckdb

    base = duckdb.connect()
    base.execute(f"CREATE TABLE flat AS SELECT claim, stance, source FROM '{tables}/assertion.parquet'")
    return repeated(5, lambda: base.execute(f"CREATE OR REPLACE TABLE tally AS {FLAT}"))


def tallies_kneegraph(tables: str) -> dict[str, Any]:
    """The tally of every claim, by tier too, distinct sources only, with its standing."""
    import tempfile

    from kneegraph.assembly.duck import DuckTables
    from kneegraph.assembly.schema import INPUTS
    from kneegraph.assembly.sql import counting

    with tempfile.TemporaryDirectory() as work:
        engine = DuckTables(Path(work))
        for table in ("assertion", "claim", "source"):
            engine.read(table, INPUTS[table], Path(tables) / f"{table}.parquet")
        return repeated(5, lambda: engine.keep("tally", counting.TALLY))


# One claim


def _asked(place: str, count: int) -> list[tuple[str, str, str]]:
    """Claims as people would ask for them, by their labels: by the number of assertions, the much discussed ones most."""
    from pyoxigraph import Store

    query = "SELECT ?s ?r ?o WHERE { ?a kg:claim ?c . ?c rdf:subject/skos:prefLabel ?s ; rdf:predicate ?r ;"
    query += " rdf:object/skos:prefLabel ?o FILTER NOT EXISTS { ?c kg:outcome ?x } }"
    from kneegraph import vocab

    rows = Store.read_only(place).query(query, prefixes=vocab.PREFIXES)
    some = list(islice(((r[0].value, r[1].value, r[2].value) for r in rows), 200_000))  # type: ignore[union-attr]
    return random.Random(1).sample(some, min(count, len(some)))


def dossier_kneegraph(place: str) -> dict[str, Any]:
    """Claims by their labels, with tallies and what the evidence weighs."""
    import kneegraph

    graph = kneegraph.open_store(place)
    folder = json.loads((Path(place) / "manifest.json").read_text())["generation"]
    asked = _asked(str(Path(place) / folder), 300)
    seconds = []
    for subject, relation, object_ in asked:
        began = time.perf_counter()
        claim = graph.claim(subject, relation.rpartition("#")[2], object_)
        graph.tallies(claim)
        graph.opinion(claim)
        seconds.append(time.perf_counter() - began)
    return {"seconds": seconds, "answer": len(asked)}


def dossier_pyoxigraph(place: str) -> dict[str, Any]:
    """What is said of claims, by one SPARQL query each."""
    from pyoxigraph import Literal, Store

    from kneegraph import vocab

    store = Store.read_only(place)
    query = "SELECT ?a ?p ?o WHERE { ?x skos:prefLabel %s . ?y skos:prefLabel %s . ?c rdf:subject ?x ; rdf:predicate <%s> ;"
    query += " rdf:object ?y . ?a kg:claim ?c ; ?p ?o }"
    seconds, found = [], 0
    for subject, relation, object_ in _asked(place, 300):
        text = query % (Literal(subject, language="en"), Literal(object_, language="en"), relation)
        began = time.perf_counter()
        found += sum(1 for _ in store.query(text, prefixes=vocab.PREFIXES))  # type: ignore[union-attr,misc]
        seconds.append(time.perf_counter() - began)
    return {"seconds": seconds, "answer": found}


# Chains


def _ends() -> Iterator[tuple[str, str]]:
    """Two common concepts, by the names that the generator gives them."""
    chance = random.Random(2)
    for _ in range(12):
        yield f"weak muscle {chance.randrange(6)}", f"{chance.choice(('condition', 'symptom'))} {chance.randrange(6)}"


def chains_kneegraph(place: str) -> dict[str, Any]:
    """Ten best chains each, from a store."""
    import kneegraph

    graph = kneegraph.open_store(place)
    graph.chains("weak muscle 0", "condition 0", limit=1)
    found = [repeated(1, lambda ends=ends: len(graph.chains(*ends, limit=10))) for ends in _ends()]  # type: ignore[misc]
    return {"seconds": [one["seconds"][0] for one in found], "answer": [one["answer"] for one in found]}


def _edges(place: str) -> dict[tuple[str, str], float]:
    """Of each two concepts the strongest move, from the file beside a store."""
    import sqlite3

    folder = json.loads((Path(place) / "manifest.json").read_text())["generation"]
    base = sqlite3.connect(f"file:{Path(place) / folder / 'beside.sqlite'}?mode=ro", uri=True)
    names = dict(base.execute("SELECT id, name FROM concepts"))
    rows = base.execute("SELECT source, target, max(-weakness) FROM moves GROUP BY source, target")
    return {(names[source], names[target]): strength for source, target, strength in rows}


def chains_networkx(place: str) -> dict[str, Any]:
    """Ten shortest simple paths each, in a graph that is in memory."""
    from math import log

    import networkx as nx

    from kneegraph.vocab import slug

    graph: Any = nx.DiGraph()
    graph.add_weighted_edges_from((one, other, -log(strength)) for (one, other), strength in _edges(place).items())

    def best(start: str, goal: str) -> int:
        try:
            return len(list(islice(nx.shortest_simple_paths(graph, slug(start), slug(goal), weight="weight"), 10)))
        except (nx.NetworkXNoPath, nx.NodeNotFound):
            return 0

    found = [repeated(1, lambda ends=ends: best(*ends)) for ends in _ends()]  # type: ignore[misc]
    return {"seconds": [one["seconds"][0] for one in found], "answer": [one["answer"] for one in found]}


def chains_rustworkx(place: str) -> dict[str, Any]:
    """The lengths of ten shortest paths each, in a graph that is in memory."""
    from math import log

    import rustworkx as rx

    from kneegraph.vocab import slug

    edges = _edges(place)
    graph: Any = rx.PyDiGraph()
    places = {name: graph.add_node(name) for name in sorted({end for pair in edges for end in pair})}
    graph.add_edges_from([(places[one], places[other], -log(strength)) for (one, other), strength in edges.items()])

    def best(start: str, goal: str) -> int:
        if slug(start) not in places or slug(goal) not in places:
            return 0
        ends = places[slug(start)], places[slug(goal)]
        return len([rx.k_shortest_path_lengths(graph, ends[0], k, lambda weight: weight, ends[1]) for k in range(1, 11)])

    found = [repeated(1, lambda ends=ends: best(*ends)) for ends in _ends()]  # type: ignore[misc]
    return {"seconds": [one["seconds"][0] for one in found], "answer": [one["answer"] for one in found]}


# Named queries


def named_kneegraph(place: str) -> dict[str, Any]:
    """Named queries through the graph."""
    import kneegraph

    graph = kneegraph.open_store(place)
    found = [repeated(3, lambda name=name: len(list(graph.query_named(name, **NAMED[name])))) for name in NAMED]  # type: ignore[misc]
    return {"seconds": [statistics.median(one["seconds"]) for one in found], "answer": [one["answer"] for one in found]}


def named_pyoxigraph(place: str) -> dict[str, Any]:
    """The same queries by the engine alone."""
    from pyoxigraph import Store

    import kneegraph
    from kneegraph import vocab

    graph = kneegraph.open_store(place)
    folder = json.loads((Path(place) / "manifest.json").read_text())["generation"]
    store = Store.read_only(str(Path(place) / folder))
    texts = [graph.named_query_text(name, **given) for name, given in NAMED.items()]
    found = [
        repeated(3, lambda text=text: sum(1 for _ in store.query(text, prefixes=vocab.PREFIXES, base_iri=vocab.ID)))  # type: ignore[misc,union-attr]
        for text in texts
    ]
    return {"seconds": [statistics.median(one["seconds"]) for one in found], "answer": [one["answer"] for one in found]}


TASKS: dict[str, Task] = {
    name: task
    for name, task in globals().items()
    if callable(task) and name.startswith(("load_", "clashes_", "tallies_", "dossier_", "chains_", "named_"))
}


if __name__ == "__main__":
    told = TASKS[sys.argv[1]](*sys.argv[2:])
    told["mib"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps(told, default=str))
