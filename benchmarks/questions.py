"""Tasks of `scale.py` that ask about a part of the graph: a claim, chains, named queries; and what asking takes."""

from __future__ import annotations

import json
import random
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from processes import Task, repeated

#: Whole commands on a store, of every kind that reads a part of it.
COMMANDS = {
    "sources": ("--limit", "1"),
    "search": ("muscle 0",),
    "claim": ("weak muscle 0", "--limit", "5"),
    "contradictions": ("--limit", "5"),
    "chains": ("weak muscle 0", "condition 0", "--limit", "1"),
    "sparql": ("--name", "labels-of", "--param", "concept=muscle 0"),
}
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


def _inside(store: str) -> Path:
    """The folder in a store that is its present state, which pyoxigraph can read by itself."""
    folder = json.loads((Path(store) / "manifest.json").read_text())["generation"]
    return Path(store) / str(folder)


# One claim


def _asked(store: Path, count: int) -> list[tuple[str, str, str]]:
    """Claims as people would ask for them, by their labels: by the number of assertions, the much discussed ones most."""
    from pyoxigraph import Store

    query = "SELECT ?s ?r ?o WHERE { ?a kg:claim ?c . ?c rdf:subject/skos:prefLabel ?s ; rdf:predicate ?r ;"
    query += " rdf:object/skos:prefLabel ?o FILTER NOT EXISTS { ?c kg:outcome ?x } }"
    from kneegraph import vocab

    rows = Store.read_only(str(store)).query(query, prefixes=vocab.PREFIXES)
    some = list(islice(((r[0].value, r[1].value, r[2].value) for r in rows), 200_000))  # type: ignore[union-attr]
    return random.Random(1).sample(some, min(count, len(some)))


def dossier_kneegraph(store: str) -> dict[str, Any]:
    """Claims by their labels, with tallies and what the evidence weighs."""
    import kneegraph

    graph = kneegraph.open_store(store)
    asked = _asked(_inside(store), 300)
    seconds = []
    for subject, relation, object_ in asked:
        began = time.perf_counter()
        claim = graph.claim(subject, relation.rpartition("#")[2], object_)
        graph.tallies(claim)
        graph.opinion(claim)
        seconds.append(time.perf_counter() - began)
    return {"seconds": seconds, "answer": len(asked)}


def dossier_pyoxigraph(bare: str) -> dict[str, Any]:
    """What is said of claims, by one SPARQL query each."""
    from pyoxigraph import Literal, Store

    from kneegraph import vocab

    opened = Store.read_only(bare)
    query = "SELECT ?a ?p ?o WHERE { ?x skos:prefLabel %s . ?y skos:prefLabel %s . ?c rdf:subject ?x ; rdf:predicate <%s> ;"
    query += " rdf:object ?y . ?a kg:claim ?c ; ?p ?o }"
    seconds, found = [], 0
    for subject, relation, object_ in _asked(Path(bare), 300):
        text = query % (Literal(subject, language="en"), Literal(object_, language="en"), relation)
        began = time.perf_counter()
        found += sum(1 for _ in opened.query(text, prefixes=vocab.PREFIXES))  # type: ignore[union-attr,misc]
        seconds.append(time.perf_counter() - began)
    return {"seconds": seconds, "answer": found}


# Chains


def _ends() -> Iterator[tuple[str, str]]:
    """Two common concepts, by the names that the generator gives them."""
    chance = random.Random(2)
    for _ in range(12):
        yield f"weak muscle {chance.randrange(6)}", f"{chance.choice(('condition', 'symptom'))} {chance.randrange(6)}"


def chains_kneegraph(store: str) -> dict[str, Any]:
    """Ten best chains each, from a store."""
    import kneegraph

    graph = kneegraph.open_store(store)
    graph.chains("weak muscle 0", "condition 0", limit=1)
    found = [repeated(1, lambda ends=ends: len(graph.chains(*ends, limit=10))) for ends in _ends()]  # type: ignore[misc]
    return {"seconds": [one["seconds"][0] for one in found], "answer": [one["answer"] for one in found]}


def _edges(store: str) -> dict[tuple[str, str], float]:
    """Of each two concepts the strongest move, from the file beside a store."""
    import sqlite3

    base = sqlite3.connect(f"file:{_inside(store) / 'beside.sqlite'}?mode=ro", uri=True)
    names = dict(base.execute("SELECT id, name FROM concepts"))
    rows = base.execute("SELECT source, target, max(-weakness) FROM moves GROUP BY source, target")
    return {(names[source], names[target]): strength for source, target, strength in rows}


def chains_networkx(store: str) -> dict[str, Any]:
    """Ten shortest simple paths each, in a graph that is in memory."""
    from math import log

    import networkx as nx

    from kneegraph.vocab import slug

    graph: Any = nx.DiGraph()
    graph.add_weighted_edges_from((one, other, -log(strength)) for (one, other), strength in _edges(store).items())

    def best(start: str, goal: str) -> int:
        try:
            return len(list(islice(nx.shortest_simple_paths(graph, slug(start), slug(goal), weight="weight"), 10)))
        except (nx.NetworkXNoPath, nx.NodeNotFound):
            return 0

    found = [repeated(1, lambda ends=ends: best(*ends)) for ends in _ends()]  # type: ignore[misc]
    return {"seconds": [one["seconds"][0] for one in found], "answer": [one["answer"] for one in found]}


def chains_rustworkx(store: str) -> dict[str, Any]:
    """The lengths of ten shortest paths each, in a graph that is in memory."""
    from math import log

    import rustworkx as rx

    from kneegraph.vocab import slug

    edges = _edges(store)
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


def _named(ask: Callable[[], int]) -> dict[str, Any]:
    """Three times, but not again once that has taken a second."""
    return repeated(3, ask, patience=1)


def named_kneegraph(store: str) -> dict[str, Any]:
    """Named queries through the graph."""
    import kneegraph

    graph = kneegraph.open_store(store)
    found = [_named(lambda name=name: len(list(graph.query_named(name, **NAMED[name])))) for name in NAMED]  # type: ignore[misc]
    return {"seconds": [statistics.median(one["seconds"]) for one in found], "answer": [one["answer"] for one in found]}


def named_pyoxigraph(store: str) -> dict[str, Any]:
    """The same queries by the engine alone."""
    from pyoxigraph import Store

    import kneegraph
    from kneegraph import vocab

    graph = kneegraph.open_store(store)
    opened = Store.read_only(str(_inside(store)))
    texts = [graph.named_query_text(name, **given) for name, given in NAMED.items()]
    found = [
        _named(lambda text=text: sum(1 for _ in opened.query(text, prefixes=vocab.PREFIXES, base_iri=vocab.ID)))  # type: ignore[misc,union-attr]
        for text in texts
    ]
    return {"seconds": [statistics.median(one["seconds"]) for one in found], "answer": [one["answer"] for one in found]}


# What asking takes


def serving_kneegraph(store: str) -> dict[str, Any]:
    """Each kind of question that is answered from a part of a store, one after the other in one process.

    The answer is the most memory (MiB) after each.
    """
    import kneegraph

    graph = kneegraph.open_store(store)
    questions: dict[str, Callable[[], Any]] = {
        "search": lambda: graph.search("muscle 0", limit=20),
        "about a concept": lambda: graph.foremost("condition 0", 40),
        "one claim": lambda: _dossier(graph, graph.foremost("weak muscle 0", 1)[0][0]),
        "sources": lambda: graph.first_sources(100),
        "one source": lambda: (graph.said("s0"), graph.saying("s0", 40)),
        "contradictions": lambda: graph.first_contradictions(300),
        "contradictions about a concept": lambda: graph.first_contradictions(300, about="condition 0"),
        "chains": lambda: [graph.chains(*ends, limit=10) for ends in _ends()],
        **{f"query {name}": partial(_rows, graph, name) for name in NAMED},
    }
    seconds, memory = [], {}
    for name, ask in questions.items():
        seconds += repeated(1, ask)["seconds"]
        memory[name] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {"seconds": seconds, "answer": memory}


def _rows(graph: Any, name: str) -> int:
    return sum(1 for _ in graph.query_named(name, **NAMED[name]))


def _dossier(graph: Any, claim: Any) -> None:
    """What `kneegraph claim` tells."""
    graph.tallies(claim)
    graph.opinions(claim)
    graph.related(claim, limit=20)


def start_kneegraph(store: str) -> dict[str, Any]:
    """Whole commands, started afresh, the median of three each; the answer says which took how long.

    One that takes longer than a minute is ended, and its minute told.
    """

    def ask(command: str) -> None:
        words = [sys.executable, "-m", "kneegraph", command, *COMMANDS[command], "--store", store]
        with suppress(subprocess.TimeoutExpired):
            subprocess.run(words, check=True, capture_output=True, timeout=60)

    taken = {name: statistics.median(repeated(3, partial(ask, name))["seconds"]) for name in COMMANDS}
    mib = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    return {"seconds": list(taken.values()), "answer": taken, "mib": mib}


TASKS: tuple[Task, ...] = (
    dossier_kneegraph,
    dossier_pyoxigraph,
    chains_kneegraph,
    chains_networkx,
    chains_rustworkx,
    named_kneegraph,
    named_pyoxigraph,
    serving_kneegraph,
    start_kneegraph,
)
