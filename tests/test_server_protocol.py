"""SPARQL 1.1 Protocol and Graph Store Protocol against a live server."""

from __future__ import annotations

import asyncio
import gzip
import http.client
import importlib
import time
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import httpx
import pytest
from pools import running
from pyoxigraph import RdfFormat, parse
from server_client import Served, serving
from starlette.applications import Starlette
from starlette.routing import Route

from kneegraph import vocab
from kneegraph.server.pool import Answer, Ask, Dump, Options, Pool
from kneegraph.server.protocol import Protocol

LONGEST = 64 * 1024
FORM = "application/x-www-form-urlencoded"
ROWS = "SELECT ?c { ?c a kg:Muscle } ORDER BY ?c LIMIT 3"
TRIPLES = "CONSTRUCT { ?c a kg:Muscle } WHERE { ?c a kg:Muscle }"


@pytest.fixture(scope="module")
def server() -> Iterator[Served]:
    with serving("--timeout", "2") as served:
        yield served


def failure(answer: httpx.Response) -> dict[str, object]:
    """The error of an answer, which must have the one shape."""
    assert answer.headers["content-type"] == "application/json"
    error: dict[str, object] = answer.json()["error"]
    assert error["status"] == answer.status_code
    assert error["message"]
    return error


# Asking


def test_the_three_ways_to_ask_give_the_same_answer(server: Served) -> None:
    url = f"{server.url}/sparql"
    answers = [
        server.client.get(url, params={"query": ROWS}),
        server.client.post(url, data={"query": ROWS}),
        server.client.post(url, content=ROWS, headers={"Content-Type": "application/sparql-query"}),
        server.client.post(f"{url}/", content=ROWS, headers={"Content-Type": "Application/Sparql-Query; charset=UTF-8"}),
    ]
    assert [one.status_code for one in answers] == [200] * 4
    assert len({one.content for one in answers}) == 1
    assert len(answers[0].json()["results"]["bindings"]) == 3


@pytest.mark.parametrize(
    ("query", "accept", "media_type"),
    [
        (ROWS, "application/sparql-results+xml", "application/sparql-results+xml"),
        (ROWS, "text/csv", "text/csv; charset=utf-8"),
        (ROWS, "text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        ("ASK {}", "*/*", "application/sparql-results+json"),
        ("ASK {}", "application/sparql-results+xml", "application/sparql-results+xml"),
        (TRIPLES, "*/*", "text/turtle; charset=utf-8"),
        (TRIPLES, "application/n-triples", "application/n-triples"),
        (TRIPLES, "application/rdf+xml", "application/rdf+xml"),
        (TRIPLES, "application/ld+json", "application/ld+json"),
        (TRIPLES, "application/n-quads", "application/n-quads"),
        (TRIPLES, "application/trig", "application/trig"),
        ("DESCRIBE <concept/patella>", "text/turtle", "text/turtle; charset=utf-8"),
    ],
)
def test_every_form_is_written(server: Served, query: str, accept: str, media_type: str) -> None:
    answer = server.query(query, headers={"Accept": accept})
    assert (answer.status_code, answer.headers["content-type"]) == (200, media_type)
    assert answer.content
    assert "Accept" in answer.headers["vary"]


def test_the_format_may_stand_in_the_address(server: Served) -> None:
    for name in ("format", "output"):
        answer = server.get("/sparql", params={"query": ROWS, name: "csv"})
        assert answer.text.splitlines()[0] == "c"
    assert failure(server.get("/sparql", params={"query": ROWS, "format": "yaml"}))["kind"] == "not-acceptable"


def test_the_data_set_of_the_protocol_replaces_that_of_the_query(server: Served) -> None:
    query = "ASK { ?s kg:causes ?o }"
    views: list[tuple[str, str | int | float | bool | None]] = [
        ("query", query),
        ("default-graph-uri", vocab.VIEW_AGREED),
        ("default-graph-uri", vocab.VIEW_CLAIMED),
    ]
    assert server.query(query).json()["boolean"] is False
    assert server.client.get(f"{server.url}/sparql", params=views).json()["boolean"] is True
    named = {"query": "ASK { GRAPH ?g { ?s kg:causes ?o } }", "named-graph-uri": vocab.VIEW_CLAIMED}
    assert server.get("/sparql", params=named).json()["boolean"] is True
    elsewhere = server.get("/sparql", params={"query": query, "default-graph-uri": "http://127.0.0.1:1/elsewhere"})
    assert (elsewhere.status_code, failure(elsewhere)["kind"]) == (422, "refused")


def test_a_client_may_name_the_format_in_every_way_it_knows(server: Served) -> None:
    """SPARQLWrapper repeats three parameters, each with two names."""
    for query, names, media_type in (
        (ROWS, ("tsv", "text/tab-separated-values"), "text/tab-separated-values; charset=utf-8"),
        (TRIPLES, ("json-ld", "application/ld+json"), "application/ld+json"),
        (TRIPLES, ("rdf+xml", "application/rdf+xml"), "application/rdf+xml"),
        (TRIPLES, ("sparql-xml", "", "application/n-triples"), "application/n-triples"),
    ):
        given: list[tuple[str, str | int | float | bool | None]] = [("query", query)]
        given += [(key, name) for key in ("format", "output", "results") for name in names]
        answer = server.client.get(f"{server.url}/sparql", params=given)
        assert (answer.status_code, answer.headers["content-type"]) == (200, media_type)


def test_what_the_client_takes_must_fit_what_the_query_is(server: Served) -> None:
    for query, accept in ((ROWS, "text/turtle"), (TRIPLES, "text/csv"), (TRIPLES, "application/sparql-results+json")):
        for _ in range(2):  # the second is answered from what is kept
            answer = server.query(query, headers={"Accept": accept})
            assert (answer.status_code, failure(answer)["kind"]) == (406, "not-acceptable")
    assert server.query("ASK {", headers={"Accept": "image/png"}).status_code == 400


# Mistakes


@pytest.mark.parametrize(
    ("query", "status", "kind", "more"),
    [
        ("SELECT *\n{ ?s ?p }", 400, "syntax", {"line": 2, "column": 9, "caret": "{ ?s ?p }\n        ^"}),
        ("ASK { ?s foaf:name ?o }", 400, "syntax", {"prefix": "foaf"}),
        ("ASK { GRAPH view:claimed { ?s kg:cuases ?o } }", 400, "unknown-term", {"nearest": ["kg:causes"]}),
        ("ASK { SERVICE <http://127.0.0.1:1/> {} }", 422, "refused", {}),
        ("LOAD <http://127.0.0.1:1/>", 422, "refused", {}),
        ("ASK FROM <http://127.0.0.1:1/> {}", 422, "refused", {}),
        ("ASK " + "{" * 3000 + "}" * 3000, 413, "too-large", {"limit": "depth 40", "line": 1, "column": 45}),
        ("ASK { " + "?s ?p ?o." * 3000, 413, "too-large", {"limit": "triples 2000"}),
        ("ASK {} #" + "x" * (LONGEST - 7), 413, "too-large", {"limit": "64 KiB"}),
        ("ASK {} #" + "\u00e9" * (LONGEST // 2), 413, "too-large", {"limit": "64 KiB"}),
        ("", 400, "syntax", {}),
    ],
)
def test_each_mistake_has_its_own_answer(server: Served, query: str, status: int, kind: str, more: dict[str, object]) -> None:
    answer = server.client.post(f"{server.url}/sparql", data={"query": query})
    error = failure(answer)
    assert (answer.status_code, error["kind"]) == (status, kind)
    assert error.items() >= more.items()


def test_a_query_of_just_the_longest_is_answered(server: Served) -> None:
    for content in ("ASK {} #" + "x" * (LONGEST - 8), "ASK {} #" + " " * (LONGEST - 8)):
        assert server.client.post(f"{server.url}/sparql", data={"query": content}).status_code == 200


def test_a_longer_one_in_the_address_is_refused(server: Served) -> None:
    for count in (LONGEST + 1, LONGEST + 15_000):
        connection = http.client.HTTPConnection("127.0.0.1", server.port)
        connection.request("GET", "/sparql?query=" + "%41" * count)
        answer = connection.getresponse()
        assert (answer.status, b'"limit":"64 KiB"' in answer.read()) == (413, True)
        connection.close()


def test_how_long_a_query_may_be_can_be_said_and_reading_it_takes_of_its_time() -> None:
    with serving("--max-query", "976", "--timeout", "1") as wide:
        answer = wide.client.post(f"{wide.url}/sparql", data={"query": "ASK { VALUES ?x { " + "1 " * 33_000 + "} }"})
        assert answer.json()["boolean"] is True
        long = "ASK { VALUES ?x { " + "1 " * 490_000 + "} }"
        began = time.monotonic()
        answer = wide.client.post(f"{wide.url}/sparql", data={"query": long})
        assert (answer.status_code, failure(answer)["kind"]) == (503, "timeout")
        assert time.monotonic() - began < 4


def test_what_a_query_is_is_not_found_out_in_this_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A flood of long texts must not keep the server from its other clients."""
    from kneegraph.loading import build_store
    from kneegraph.store.manifest import Manifest

    build_store(tmp_path)

    clients = set()

    async def work(pool: Pool) -> list[int]:
        given = pool.answer

        def answer(ask: Ask | Dump, *, client: str | None = None) -> AbstractAsyncContextManager[Answer]:
            clients.add(client)
            return given(ask, client=client)

        monkeypatch.setattr(pool, "answer", answer)
        monkeypatch.setattr(
            importlib.import_module("kneegraph.sparql.tokens"), "_token", lambda: pytest.fail("it was read here")
        )
        app = Starlette(routes=[Route("/sparql", Protocol(pool, Manifest.read(tmp_path)).query, methods=["GET", "POST"])])
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost") as client:
            queries = (ROWS, TRIPLES, "SELECT (NOW() AS ?x) {}", "ASK { VALUES ?x { " + "1 " * 30_000 + "} }")
            answers = [await client.get("/sparql", params={"query": query}) for query in queries[:3]]
            answers.append(await client.post("/sparql", data={"query": queries[3]}))
        return [one.status_code for one in answers]

    async def main() -> list[int]:
        async with running(tmp_path, Options(workers=1, grace=0.1)) as pool:
            return await work(pool)

    assert asyncio.run(main()) == [200] * 4
    assert clients == {"127.0.0.1"}


def test_a_query_is_stopped_at_the_time_limit(server: Served) -> None:
    answer = server.query("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?a != ?d && ?d != ?g) }")
    assert answer.status_code == 503
    assert (failure(answer)["kind"], failure(answer)["limit"]) == ("timeout", "2 s")


@pytest.mark.parametrize(
    ("method", "target", "content_type", "content", "status"),
    [
        ("GET", "/sparql?query=ASK%7B%7D&query=ASK%7B%7D", None, b"", 400),
        ("GET", "/sparql?default-graph-uri=urn:x", None, b"", 400),
        ("GET", "/sparql?query=%FF", None, b"", 400),
        ("GET", "/sparql?update=CLEAR%20ALL", None, b"", 405),
        ("GET", "/sparql?query=ASK%7B%7D&format=yaml&format=ttl", None, b"", 406),
        ("POST", "/sparql", FORM, b"", 400),
        ("POST", "/sparql", FORM, b"query=ASK%7B%7D&query=ASK%7B%7D", 400),
        ("POST", "/sparql?query=ASK%7B%7D", "application/sparql-query", b"ASK {}", 400),
        ("POST", "/sparql", FORM, b"query=%FF%FE", 400),
        ("POST", "/sparql", FORM, b"query=\xff", 400),
        ("POST", "/sparql", "application/sparql-query", b"ASK { \xff }", 400),
        ("POST", "/sparql", "application/sparql-query; charset=utf-16", b"ASK {}", 415),
        ("POST", "/sparql", "text/plain", b"ASK {}", 415),
        ("POST", "/sparql", None, b"ASK {}", 415),
        ("POST", "/sparql", "application/sparql-update", b"CLEAR ALL", 405),
        ("POST", "/sparql", FORM, b"update=CLEAR%20ALL", 405),
        ("POST", "/sparql", FORM, b"query=" + b"x" * 2_000_001, 413),
        ("PUT", "/sparql", None, b"", 405),
        ("DELETE", "/sparql", None, b"", 405),
        ("PUT", "/store?default", "text/turtle", b"", 405),
        ("POST", "/store?default", "text/turtle", b"", 405),
        ("DELETE", "/store?graph=urn:x", None, b"", 405),
        ("PATCH", "/store?default", None, b"", 405),
        ("GET", "/store", None, b"", 400),
        ("GET", "/store?default&graph=urn:x", None, b"", 400),
        ("GET", "/store?graph=relative", None, b"", 400),
        ("GET", "/store?graph=urn:x", None, b"", 404),
        ("POST", "/id/concept/patella", None, b"", 405),
        ("GET", "/nowhere", None, b"", 404),
    ],
)
def test_what_is_not_the_protocol_is_refused(
    server: Served, method: str, target: str, content_type: str | None, content: bytes, status: int
) -> None:
    headers = {"Content-Type": content_type} if content_type else {}
    answer = server.client.request(method, server.url + target, content=content, headers=headers)
    assert answer.status_code == status
    failure(answer)
    if status == 405:
        assert "GET" in answer.headers["allow"]
        assert "PUT" not in answer.headers["allow"]


# Answers that cost less


def test_an_answer_need_not_be_sent_twice(server: Served) -> None:
    first = server.query(ROWS)
    tag = first.headers["etag"]
    again = server.query(ROWS, headers={"If-None-Match": f'"other", {tag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert "Accept" in again.headers["vary"]
    assert server.query(ROWS, headers={"If-None-Match": tag, "Accept": "text/csv"}).status_code == 200
    assert server.query(ROWS + " ", headers={"If-None-Match": tag}).status_code == 200
    assert server.query(ROWS, headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_tag_is_for_one_data_set_and_one_form(server: Served) -> None:
    tags = [
        server.get("/sparql", params={"query": "ASK {}", **more}).headers["etag"]
        for more in (
            {},
            {"default-graph-uri": vocab.VIEW_CLAIMED},
            {"named-graph-uri": vocab.VIEW_CLAIMED},
            {"default-graph-uri": vocab.VIEW_AGREED},
            {"format": "csv"},
        )
    ]
    assert len(set(tags)) == len(tags)


@pytest.mark.parametrize(
    ("query", "status"),
    [(ROWS, 304), ("ASK {", 400), ("ASK { ?s foaf:name ?o }", 400), ("CLEAR ALL", 422), ("ASK " + "{" * 50, 413)],
)
def test_only_an_answer_can_be_the_same_as_before(server: Served, query: str, status: int) -> None:
    assert server.query(query, headers={"If-None-Match": "*"}).status_code == status
    assert (
        server.client.head(f"{server.url}/sparql", params={"query": query}, headers={"If-None-Match": "*"}).status_code
        == status
    )


def test_what_was_stopped_is_not_the_same_as_before(server: Served) -> None:
    bomb = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?a != ?d && ?d != ?i) }"
    assert server.query(bomb, headers={"If-None-Match": "*"}).status_code == 503
    elsewhere = {"query": ROWS, "default-graph-uri": "urn:nowhere"}
    assert server.get("/sparql", params=elsewhere, headers={"If-None-Match": "*"}).status_code == 422


@pytest.mark.parametrize("query", ["SELECT (RAND() AS ?x) {}", "SELECT (now() AS ?x) {}", "SELECT (STRUUID() AS ?x) {}"])
def test_what_changes_each_time_has_no_tag(server: Served, query: str) -> None:
    answers = [server.query(query) for _ in range(2)]
    assert [one.status_code for one in answers] == [200, 200]
    assert "etag" not in answers[0].headers
    assert answers[0].json() != answers[1].json()


def test_head_says_what_get_would(server: Served) -> None:
    get, head = server.query(ROWS), server.client.head(f"{server.url}/sparql", params={"query": ROWS})
    assert head.content == b""
    assert {name: head.headers[name] for name in ("etag", "content-type")} == {
        name: get.headers[name] for name in ("etag", "content-type")
    }
    assert server.client.head(f"{server.url}/sparql", params={"query": "ASK {"}).status_code == 400


def test_large_answers_are_compressed_for_those_who_can_read_it(server: Served) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    sizes = []
    for encoding in ("gzip", "identity"):
        connection.request("GET", "/store?default", headers={"Accept-Encoding": encoding})
        answer = connection.getresponse()
        content = answer.read()
        sizes.append(len(content))
        assert answer.getheader("content-encoding") == (encoding if encoding == "gzip" else None)
        text = gzip.decompress(content) if encoding == "gzip" else content
        assert len(list(parse(text, RdfFormat.TURTLE))) > 10_000
    connection.close()
    assert sizes[0] * 3 < sizes[1]


# Graphs and descriptions


def test_a_graph_is_given_whole(server: Served) -> None:
    answer = server.get("/store", params={"graph": vocab.VIEW_CLAIMED}, headers={"Accept": "application/n-triples"})
    wanted = server.query(f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{vocab.VIEW_CLAIMED}> {{ ?s ?p ?o }} }}").json()
    count = int(wanted["results"]["bindings"][0]["n"]["value"])
    assert len(answer.text.splitlines()) == count > 100
    assert server.client.head(f"{server.url}/store", params={"default": ""}).status_code == 200
    near = failure(server.get("/store", params={"graph": vocab.VIEW_CLAIMED + "s"}))
    assert isinstance(near["nearest"], list)
    assert near["nearest"][0] == vocab.VIEW_CLAIMED


def test_a_bare_get_describes_the_service(server: Served) -> None:
    answer = server.get("/sparql", headers={"Accept": "text/turtle"})
    told = {
        str(quad.predicate).strip("<>").removeprefix(vocab.SD): str(quad.object)
        for quad in parse(answer.content, RdfFormat.TURTLE)
    }
    assert told["endpoint"] == f"<{server.url}/sparql>"
    assert told["supportedLanguage"] == f"<{vocab.SD}SPARQL11Query>"
    assert vocab.VIEW_AGREED in answer.text
    assert "BasicFederatedQuery" not in answer.text
    rdf_xml = server.get("/sparql", headers={"Accept": "application/rdf+xml"})
    assert len(list(parse(rdf_xml.content, RdfFormat.RDF_XML))) == len(list(parse(answer.content, RdfFormat.TURTLE)))


def test_a_browser_gets_the_query_page_and_a_client_of_rows_an_error(server: Served) -> None:
    page = server.get("/sparql", headers={"Accept": "text/html,*/*;q=0.8"})
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert server.get("/sparql", headers={"Accept": "application/sparql-results+json"}).status_code == 400


def test_the_data_set_is_described(server: Served) -> None:
    answer = server.get("/.well-known/void")
    quads = list(parse(answer.content, RdfFormat.TURTLE))
    said = {str(quad.predicate).strip("<>"): str(quad.object).strip("<>") for quad in quads}
    assert said[vocab.VOID + "sparqlEndpoint"] == f"{server.url}/sparql"
    assert said[vocab.DCTERMS + "license"].startswith("https://creativecommons.org/")
    dumps = [str(quad.object).strip("<>") for quad in quads if quad.predicate.value == vocab.VOID + "dataDump"]
    assert dumps
    assert [server.client.get(one).status_code for one in dumps] == [200] * len(dumps)
