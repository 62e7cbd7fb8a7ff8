"""`/api/…`: the shell's JSON, its description, and what the query page needs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import Literal
from server_client import Served, serving

import kneegraph
from kneegraph import vocab
from kneegraph.analysis.chains import Chains
from kneegraph.exchange import forms
from kneegraph.exchange.evidence import history_form
from kneegraph.exchange.routes import cut_form, routes_form, turned_form
from kneegraph.graph import Graph
from kneegraph.server.answers import _as_json
from kneegraph.server.api import CALLS, Cut
from kneegraph.server.description import dataset_quads
from kneegraph.server.openapi import openapi
from kneegraph.server.sizes import Counted
from kneegraph.server.why_empty import taken_apart
from kneegraph.store.manifest import Manifest
from kneegraph.stored import build_store

CLAIM = "weak-gluteus-medius.causes.knee-valgus"
ORTHOSES = "foot-orthosis.reduces.patellofemoral-pain-syndrome"
EXAMPLES = {
    "/api/claim": {"id": CLAIM},
    "/api/concept": {"name": "kneecap"},
    "/api/cut": {"start": "hypertonic TFL", "goal": "knee pain"},
    "/api/history": {"id": CLAIM},
    "/api/search": {"text": "glute"},
    "/api/chains": {"start": "hypertonic TFL", "goal": "knee pain"},
}


@pytest.fixture(scope="module")
def server() -> Iterator[Served]:
    with serving() as served:
        yield served


@pytest.fixture(scope="module")
def graph() -> Graph:
    return kneegraph.load()


def test_claims_and_findings_are_the_shells(server: Served, graph: Graph) -> None:
    claim = graph.claim(CLAIM)
    assert server.get("/api/claim", params={"id": CLAIM}).json() == forms.dossier_form(graph, claim)
    parts = {"subject": "weak glute med", "relation": "causes", "object": "knee cave"}
    assert server.get("/api/claim", params=parts).json() == forms.dossier_form(graph, claim)
    found = graph.claims(about="patella", standing="contested")
    wanted = [forms.claim_form(graph, one) for one in found]
    assert server.get("/api/claims", params={"about": "patella", "standing": "contested"}).json() == wanted
    disputed = [forms.contradiction_form(graph, one) for one in graph.contradictions(kind="disputed")]
    assert server.get("/api/contradictions", params={"kind": "disputed"}).json() == disputed != []
    assert server.get("/api/gaps").json() == [forms.gap_form(graph, one) for one in graph.gaps()]
    assert server.get("/api/sources").json() == [forms.source_form(graph, one) for one in graph.sources()]
    links = [forms.exercise_form(graph, one) for one in graph.exercises(for_="knee valgus")]
    assert server.get("/api/exercises", params={"for": "knee valgus"}).json() == links != []
    chains = [forms.chain_form(graph, one) for one in graph.chains("hypertonic TFL", "knee pain", limit=2)]
    assert server.get("/api/chains", params={**EXAMPLES["/api/chains"], "limit": 2}).json() == chains != []


def test_what_follows_from_the_evidence_is_the_shells_too(server: Served, graph: Graph) -> None:
    pain = {"for": "patellofemoral pain syndrome"}
    routes = [routes_form(graph, one) for one in graph.routes(for_=pain["for"])]
    assert server.get("/api/routes", params=pain).json() == routes != []
    assert server.get("/api/turned").json() == [turned_form(graph, one) for one in graph.turned()] != []
    assert server.get("/api/history", params={"id": ORTHOSES}).json() == history_form(graph.history(graph.claim(ORTHOSES)))
    ends = {"start": "hypertonic TFL", "goal": "knee pain"}
    found = graph.cut(*ends.values())
    assert found is not None
    assert server.get("/api/cut", params=ends).json() == cut_form(graph, found)
    assert server.get("/api/cut", params={"start": "knee pain", "goal": "clamshell"}).json() is None


def test_a_stored_graph_gives_the_same(server: Served, tmp_path: Path) -> None:
    build_store(tmp_path / "store")
    with serving("--store", str(tmp_path / "store")) as stored:
        for target in ("/api/routes", "/api/turned", f"/api/history?id={ORTHOSES}", f"/api/claim?id={ORTHOSES}"):
            assert stored.get(target).json() == server.get(target).json(), target


def test_a_search_says_when_it_is_cut(server: Served) -> None:
    told = server.get("/api/search", params={"text": "knee", "limit": 1}).json()
    assert (len(told["claims"]), told["truncated"]) == (1, True)
    assert server.get("/api/search", params={"text": "vmo"}).json()["truncated"] is False


def test_a_search_for_chains_that_gave_up_says_so(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    values = {"start": "hypertonic TFL", "goal": "knee pain", "limit": "2"}
    assert not isinstance(CHAINS.answer(graph, values), Cut)
    found = graph.chains("hypertonic TFL", "knee pain", limit=2)
    monkeypatch.setattr(graph, "chains", lambda *_, **__: Chains(found, gave_up=True))
    told = CHAINS.answer(graph, values)
    assert isinstance(told, Cut)
    assert len(told) == 2
    assert _as_json(told).headers["x-truncated"] == "true"


CHAINS = next(call for call in CALLS if call.path == "/api/chains")


@pytest.mark.parametrize(
    ("target", "status", "nearest"),
    [
        ("/api/claims?abut=patella", 400, "about"),
        ("/api/claims?about=patela", 400, "patella"),
        ("/api/claims?standing=contestd", 400, "contested"),
        ("/api/claim?id=x&id=y", 400, None),
        ("/api/claim?subject=patella", 400, None),
        ("/api/claim?subject=patella&relation=causes&object=patella", 404, None),
        ("/api/chains?start=patella", 400, None),
        ("/api/chains?start=patella&goal=knee+pain&limit=0", 400, None),
        ("/api/chains?start=patella&goal=knee+pain&limit=1e9", 400, None),
        ("/api/chains?start=patella&goal=knee+pain&limit=%D9%A3", 400, None),
        ("/api/search", 400, None),
        ("/api/search?text=", 400, None),
        ("/api/queries/contestd", 404, "contested"),
        ("/api/queries/about-concept?concept=patela", 400, "patella"),
        ("/api/queries/about-concept?concpt=patella", 400, "concept"),
        ("/api/why-empty", 400, None),
        ("/api/nothing", 404, None),
    ],
)
def test_what_names_nothing_is_told_with_what_was_meant(server: Served, target: str, status: int, nearest: str | None) -> None:
    answer = server.get(target)
    assert answer.status_code == status
    error = answer.json()["error"]
    assert error["status"] == status
    assert nearest is None or nearest in error["nearest"]


def test_an_answer_need_not_be_sent_twice(server: Served) -> None:
    first = server.get("/api/sources")
    assert server.get("/api/sources", headers={"If-None-Match": first.headers["etag"]}).status_code == 304
    assert server.get("/api/sources").content == first.content


# For the query page


def test_the_vocabulary_has_terms_and_concepts_with_their_labels(server: Served, graph: Graph) -> None:
    told = server.get("/api/vocabulary").json()
    terms = {one["name"]: one for one in told["terms"]}
    assert terms["kg:causes"]["sort"] == "relation"
    assert terms["kg:causes"]["comment"]
    assert (terms["kg:Claim"]["sort"], terms["kg:stance"]["sort"], terms["kg:supports"]["sort"]) == (
        "class",
        "property",
        "value",
    )
    assert {f"kg:{name}" for name in graph.corpus.relations} <= terms.keys()
    assert told["prefixes"]["kg"] == "https://w3id.org/kneegraph/ns#"
    patella = next(one for one in told["concepts"] if one["id"] == "patella")
    assert "kneecap" in patella["other_labels"]
    assert len(told["concepts"]) == len(graph.corpus.concepts)


def test_every_named_query_runs_as_it_is_given(server: Served) -> None:
    told = server.get("/api/queries").json()
    assert len(told) > 20
    for query in told:
        given = {one["name"]: EXAMPLE[one["sort"]] for one in query["parameters"] if one["default"] is None}
        text = server.get(f"/api/queries/{query['name']}", params=given).json()["text"]
        assert server.query(text).status_code == 200, query["name"]


EXAMPLE = {"concept": "patella", "source": "somerset-2018", "claim": CLAIM, "relation": "causes", "text": "knee"}


def test_no_word_of_a_user_changes_what_a_named_query_is(server: Served) -> None:
    for word in ('x" } UNION { ?s ?p ?o } #', "x> ?p ?o . <urn:y", "\\u0022", "x'''", "?s"):
        answer = server.get("/api/queries/about-concept", params={"concept": word})
        assert answer.status_code == 400
        assert answer.json()["error"]["kind"] == "unknown-term"


def test_the_pattern_that_leaves_nothing_is_named(server: Served) -> None:
    query = "SELECT * {\n  ?c a kg:Claim ; kg:standing kg:contested .\n  ?c kg:stance ?s .\n  ?x ?y ?z\n}"
    told = server.get("/api/why-empty", params={"query": query}).json()
    assert [(one["line"], one["text"]) for one in told["patterns"]] == [
        (2, "?c a kg:Claim ."),
        (2, "?c kg:standing kg:contested ."),
        (3, "?c kg:stance ?s ."),
    ]
    rows = [one["rows"] for one in told["patterns"]]
    assert rows[0] > rows[1] > 0 == rows[2]


def test_plain_triples_outside_the_views_are_explained(server: Served) -> None:
    told = server.get("/api/why-empty", params={"query": "SELECT * { ?a kg:causes ?b }"}).json()
    assert "view:claimed" in told["reasons"][0]
    assert told["patterns"] == [{"line": 1, "text": "?a kg:causes ?b .", "rows": 0}]


@pytest.mark.parametrize(
    ("query", "parts"),
    [
        ("ASK { ?a a/^b:c ?d, 'x'@en ; ?p [ ?q 1 ] }", ["?a a/^b:c ?d .", "?a a/^b:c 'x'@en .", "?a ?p [ ?q 1 ] ."]),
        ("ASK { GRAPH ?g { ?a ?b ?c ; ?d ?e } }", ["GRAPH ?g { ?a ?b ?c . }", "GRAPH ?g { ?a ?d ?e . }"]),
        ("ASK { {?a ?b 1} UNION {?a ?b 2} OPTIONAL {?a ?c ?d} ?s ?p ?o }",
         ["{?a ?b 1} UNION {?a ?b 2}", "OPTIONAL {?a ?c ?d}", "?s ?p ?o ."]),
        ("CONSTRUCT { ?x ?y ?z } WHERE { ?a ?b ?c FILTER(?a != 1) }", ["?a ?b ?c .", "FILTER(?a != 1)"]),
        ("SELECT ?x { VALUES (?x) { (1) (2) } ?x ?p ?o # end\n }", ["VALUES (?x) { (1) (2) }", "?x ?p ?o ."]),
        ("DESCRIBE <x>", []),
        ("SELECT", []),
    ],
)  # fmt: skip
def test_a_query_is_taken_apart(query: str, parts: list[str]) -> None:
    assert [part.text for part in taken_apart(query).parts] == parts


def test_the_patterns_are_counted_in_the_graphs_of_from(server: Served) -> None:
    query = "PREFIX v: <view/> SELECT * FROM view:claimed { ?a kg:causes ?b }"
    (told,) = server.get("/api/why-empty", params={"query": query}).json()["patterns"]
    wanted = "SELECT (COUNT(*) AS ?n) { GRAPH view:claimed { ?a kg:causes ?b } }"
    (row,) = server.query(wanted).json()["results"]["bindings"]
    assert told["rows"] == int(row["n"]["value"]) > 0


def test_a_graph_that_is_not_here_is_named(server: Served) -> None:
    query = "SELECT * { GRAPH <http://nope> { ?a ?b ?c } }"
    assert server.query(query).status_code == 200
    assert server.get("/api/why-empty", params={"query": query}).json()["reasons"] == ["there is no graph <http://nope> here"]


# The data set


def test_the_data_set_is_as_large_as_it_says_and_so_is_each_graph(server: Served) -> None:
    told = rdflib.Graph().parse(data=server.get("/.well-known/void").text, format="turtle")
    dumps = rdflib.URIRef(vocab.VOID + "dataDump")

    def said(about: rdflib.term.Node) -> int:
        return int(str(told.value(about, rdflib.URIRef(vocab.VOID + "triples"))))

    (dataset,) = told.subjects(rdflib.URIRef(vocab.VOID + "sparqlEndpoint"))
    parts = [*told.objects(dataset, rdflib.URIRef(vocab.VOID + "subset"))]
    assert len(parts) == 4
    whole = {line for dump in told.objects(dataset, dumps) for line in server.client.get(str(dump)).text.splitlines()}
    assert said(dataset) == len(whole) > 1000
    for part in parts:
        held = {len(rdflib.Graph().parse(data=server.client.get(str(one)).text)) for one in told.objects(part, dumps)}
        assert held == {said(part)}
    assert len({said(part) for part in parts}) == 4


def test_data_of_ones_own_are_not_called_by_the_name_of_ours(tmp_path: Path) -> None:
    manifest: Manifest = build_store(tmp_path / "store")
    titles = []
    for packaged in (True, False):
        quads = dataset_quads(manifest, "http://x", sizes=Counted(), packaged=packaged)
        told = {quad.predicate.value: quad.object.value for quad in quads if isinstance(quad.object, Literal)}
        assert vocab.VOID + "triples" not in told
        titles.append(told[vocab.DCTERMS + "title"])
    assert titles == ["kneegraph", f"A store of claims, {manifest.sha256[:12]}"]


# The description


def test_the_description_has_every_route_and_no_other(server: Served) -> None:
    told = server.get("/api/openapi.json").json()
    assert told == openapi(CALLS)
    assert {call.path for call in CALLS} < told["paths"].keys()
    operations = [one["operationId"] for path in told["paths"].values() for one in path.values()]
    assert len({*operations}) == len(operations)
    assert [path for path, operation in told["paths"].items() if operation.keys() != {"get"}] == ["/api/check"]
    for path, operation in told["paths"].items():
        if path == "/api/check":
            continue  # see test_server_check.py
        required = {one["name"] for one in operation["get"]["parameters"] if one["required"] and one["in"] == "query"}
        given = {"query": "ASK {}"} if "query" in required else EXAMPLES.get(path, {})
        answer = server.get(path.replace("{name}", "contested"), params=given)
        assert answer.status_code == 200, path
        assert required <= given.keys(), path


def test_errors_are_as_described(server: Served) -> None:
    schema = server.get("/api/openapi.json").json()["components"]["schemas"]["Error"]["properties"]["error"]
    for target in ("/api/nothing", "/sparql?query=ASK%7B%0A%20x:y", "/api/claims?about=patela"):
        error = server.get(target).json()["error"]
        assert error.keys() <= schema["properties"].keys()
        assert {*schema["required"]} <= error.keys()
        assert error["kind"] in schema["properties"]["kind"]["enum"]
