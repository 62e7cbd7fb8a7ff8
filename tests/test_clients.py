"""Four SPARQL clients that are not ours ask a live server the named queries, and get what the graph at hand answers."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode
from server_client import serving

import kneegraph
from kneegraph import Graph, QueryError, vocab

CLIENTS = Path(__file__).parent / "clients"
PREFIXES = "".join(f"PREFIX {name}: <{space}>\n" for name, space in vocab.PREFIXES.items())
#: A row as its values by variable, a triple as its three values, or the answer to a yes-or-no question.
Answer = bool | list[Any]


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with serving() as served:
        yield f"{served.url}/sparql"


@pytest.fixture(scope="module")
def graph() -> Graph:
    return kneegraph.load()


@pytest.fixture(scope="module")
def queries(graph: Graph) -> dict[str, str]:
    """Every named query that needs no value, and one query of each other form, with prefixes declared as clients expect."""
    texts = {
        "an ask": "ASK { ?claim kg:standing kg:contested }",
        "a construct": "CONSTRUCT { ?a ?relation ?b } WHERE { GRAPH view:contested { ?a ?relation ?b } }",
        "a describe": f"DESCRIBE <{vocab.ID}concept/knee-valgus>",
    }
    for name in graph.named_queries():
        try:
            texts[name] = graph.named_query_text(name)
        except QueryError:
            continue  # it needs a value
    return {name: f"BASE <{vocab.ID}>\n{PREFIXES}{text}" for name, text in texts.items()}


@pytest.fixture(scope="module")
def expected(graph: Graph, queries: dict[str, str]) -> dict[str, Answer]:
    return {name: at_hand(graph, text) for name, text in queries.items()}


def at_hand(graph: Graph, query: str) -> Answer:
    result = graph.query(query)
    if result.form == "ASK":
        return bool(result)
    if result.form == "SELECT":
        names = result.variables
        return [{n: text(t) for n, t in zip(names, row, strict=True) if t is not None} for row in result.terms]
    return [[text(quad.subject), text(quad.predicate), text(quad.object)] for quad in result.quads]


def text(term: object) -> str:
    assert isinstance(term, NamedNode | BlankNode | Literal)
    return "_:" if isinstance(term, BlankNode) else term.value


def same(one: Answer, other: Answer) -> bool:
    """Equal, in whatever order."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    return sorted(map(json.dumps, map(ordered, one))) == sorted(map(json.dumps, map(ordered, other)))


def ordered(row: Any) -> Any:
    return dict(sorted(row.items())) if isinstance(row, dict) else list(row)


def with_sparqlwrapper(url: str) -> Callable[[str], Answer]:
    from SPARQLWrapper import JSON, TURTLE, SPARQLWrapper

    def ask(query: str) -> Answer:
        client = SPARQLWrapper(url)
        client.setQuery(query)
        if client.queryType in ("CONSTRUCT", "DESCRIBE"):
            client.setReturnFormat(TURTLE)
            return parsed(cast(bytes, client.query().convert()))
        client.setReturnFormat(JSON)
        found: Any = client.queryAndConvert()
        if "boolean" in found:
            return bool(found["boolean"])
        plain = {"bnode": "_:"}
        rows = found["results"]["bindings"]
        return [{name: plain.get(term["type"], term["value"]) for name, term in row.items()} for row in rows]

    return ask


def parsed(turtle: bytes | str) -> Answer:
    from rdflib import BNode, Graph

    graph = Graph().parse(data=turtle, format="turtle")
    return [["_:" if isinstance(term, BNode) else str(term) for term in triple] for triple in graph]


def with_rdflib(url: str) -> Callable[[str], Answer]:
    from rdflib import BNode, Graph
    from rdflib.plugins.stores.sparqlstore import SPARQLStore

    def plain(term: object) -> str:
        return "_:" if isinstance(term, BNode) else str(term)

    def ask(query: str) -> Answer:
        found = Graph(SPARQLStore(url)).query(query)
        if found.type == "ASK":
            return bool(found.askAnswer)
        if found.type == "SELECT":
            return [{str(name): plain(term) for name, term in row.items()} for row in found.bindings]
        return [[plain(term) for term in triple] for triple in found.graph or ()]

    return ask


@pytest.mark.parametrize("client", [with_sparqlwrapper, with_rdflib], ids=["SPARQLWrapper", "rdflib"])
def test_a_python_client_gets_the_same_answers(
    client: Callable[[str], Callable[[str], Answer]], url: str, queries: dict[str, str], expected: dict[str, Answer]
) -> None:
    ask = client(url)
    assert [name for name, query in queries.items() if not same(ask(query), expected[name])] == []


@pytest.mark.parametrize("client", ["fetch-sparql-endpoint", "comunica"])
def test_a_javascript_client_gets_the_same_answers(
    client: str, url: str, queries: dict[str, str], expected: dict[str, Answer]
) -> None:
    node = shutil.which("node")
    assert node is not None, "the JavaScript clients need Node.js; make test installs what it can"
    assert (CLIENTS / "node_modules").is_dir(), "the JavaScript clients are not installed: make test does it"
    done = subprocess.run(
        [node, "ask.mjs", client, url], cwd=CLIENTS, input=json.dumps(queries), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    answers = json.loads(done.stdout)
    assert [name for name in queries if not same(answers[name], expected[name])] == []


def test_the_named_queries_are_asked_and_found(queries: dict[str, str], expected: dict[str, Answer]) -> None:
    assert len(queries) >= 20
    assert sum(bool(answer) for answer in expected.values()) >= 20
