"""The remote store, against a real Oxigraph server on this machine and against servers that misbehave."""

from __future__ import annotations

import http.server
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import kneegraph
from kneegraph.errors import EndpointError, KneegraphError, QueryError, RefusedQueryError, UnknownTermError
from kneegraph.store import MemoryStore, RemoteStore

RESULTS = "application/sparql-results+json"
ROW = '{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"literal","value":"a"}}]}}'


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def packaged() -> kneegraph.Graph:
    return kneegraph.load()


@contextmanager
def oxigraph_server(quads: str) -> Iterator[str]:
    """The address of a fresh server's query endpoint, with these N-Quads in it; the server ends with the block."""
    program = shutil.which("oxigraph") or shutil.which("oxigraph", path=Path(sys.executable).parent)
    if program is None:
        pytest.skip("needs the oxigraph server: pip install oxigraph")
    address = f"127.0.0.1:{free_port()}"
    with subprocess.Popen([program, "serve", "--bind", address], stderr=subprocess.DEVNULL) as server:
        try:
            load(address, quads, server)
            yield f"http://{address}/query"
        finally:
            server.terminate()


def load(address: str, quads: str, server: subprocess.Popen[bytes]) -> None:
    url, headers = f"http://{address}/store", {"Content-Type": "application/n-quads"}
    for _ in range(100):
        try:
            urllib.request.urlopen(urllib.request.Request(url, quads.encode(), headers), timeout=10).close()
            return
        except urllib.error.URLError:
            assert server.poll() is None, "the server ended"
            time.sleep(0.05)
    pytest.fail("the server did not answer")


@pytest.fixture(scope="module")
def endpoint(packaged: kneegraph.Graph) -> Iterator[str]:
    assert isinstance(packaged.store, MemoryStore)
    with oxigraph_server(packaged.store.dump("nq")) as url:
        yield url


@pytest.fixture
def remote(endpoint: str) -> RemoteStore:
    return RemoteStore(endpoint)


# A real endpoint


@pytest.mark.parametrize("form", ["json", "csv", "tsv", "xml"])
@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?claim ?n WHERE { ?claim kg:standing kg:contested ; kg:supportCount ?n } ORDER BY ?claim",
        "ASK { <claim/weak-gluteus-medius.causes.knee-valgus> kg:standing kg:qualified }",
        "SELECT * { ?s owl:sameAs ?o }",
    ],
)
def test_a_table_is_the_same_from_near_and_far(packaged: kneegraph.Graph, remote: RemoteStore, query: str, form: str) -> None:
    assert remote.query(query).serialize(form) == packaged.query(query).serialize(form)


@pytest.mark.parametrize(
    "query",
    [
        "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH view:contested { ?s ?p ?o } }",
        "DESCRIBE <assertion/somerset-2018.weak-gluteus-medius.causes.knee-valgus.qualifies>",
        "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o FILTER(false) }",
    ],
)
def test_triples_are_the_same_from_near_and_far(packaged: kneegraph.Graph, remote: RemoteStore, query: str) -> None:
    assert remote.query(query).serialize("turtle") == packaged.query(query).serialize("turtle")


def test_rows_have_their_types(remote: RemoteStore) -> None:
    (row,) = remote.query("SELECT ?n ?d ?t { VALUES (?n ?d ?t) { (5 2.5 true) } }")
    assert row == {"n": 5, "d": 2.5, "t": True}


def test_a_graph_behind_an_endpoint_answers_like_the_one_at_hand(packaged: kneegraph.Graph, endpoint: str) -> None:
    far = kneegraph.connect(endpoint)
    assert far.corpus == packaged.corpus
    assert far.claim("VMO", "controls", "kneecap tracking") == packaged.claim("VMO", "controls", "kneecap tracking")
    assert list(far.query_named("contested")) == list(packaged.query_named("contested"))
    with pytest.raises(UnknownTermError, match="nearest: knee-valgus"):
        far.query_named("causes-of", effect="knee valgis")
    with pytest.raises(QueryError, match="kg:cuases is not a term of the schema; nearest: kg:causes"):
        far.query("ASK { ?s kg:cuases ?o }")


def test_rdflib_asks_the_endpoint(packaged: kneegraph.Graph, remote: RemoteStore) -> None:
    dataset = remote.dataset()
    query = "SELECT ?claim WHERE { ?claim kg:supportCount 3 } ORDER BY ?claim"
    far = [str(row[0]) for row in dataset.query(query)]  # type: ignore[index]
    assert far == [row["claim"] for row in packaged.query(query)]
    assert far
    (views,) = dataset.query("SELECT (COUNT(DISTINCT ?g) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }")
    assert str(views[0]) == "3"  # type: ignore[index]


def test_a_graph_without_claims_is_an_error() -> None:
    with (
        oxigraph_server("<urn:a> <urn:b> <urn:c> .\n") as url,
        pytest.raises(KneegraphError, match="holds no claims in its default graph"),
    ):
        kneegraph.connect(url)


def test_what_the_endpoint_cannot_read_has_its_place(remote: RemoteStore) -> None:
    with pytest.raises(QueryError, match=r"this does not belong here.*: }") as caught:
        remote.query("SELECT * {\n  ?s ?p\n}")
    assert (caught.value.line, caught.value.column) == (3, 1)


def test_updates_and_service_are_not_even_sent() -> None:
    for query in ("DROP ALL", "SELECT * { SERVICE <http://x> { ?s ?p ?o } }"):
        with pytest.raises(RefusedQueryError):
            RemoteStore(f"http://127.0.0.1:{free_port()}/").query(query)


# Endpoints that misbehave


class Answer(http.server.BaseHTTPRequestHandler):
    """Gives what its server was told to; `length` may promise more than comes."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        status, kind, body, length = self.server.told  # type: ignore[attr-defined]
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


Told = Callable[..., RemoteStore]


@pytest.fixture
def told() -> Iterator[Told]:
    """A function that gives a store whose endpoint answers with this status, type and body."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()

    def tell(body: str, *, status: int = 200, kind: str = RESULTS, length: int | None = None) -> RemoteStore:
        server.told = (status, kind, body.encode(), length)  # type: ignore[attr-defined]
        return RemoteStore(f"http://127.0.0.1:{server.server_port}/sparql", timeout=5)

    yield tell
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_whole_answer_is_taken(told: Told) -> None:
    assert list(told(ROW).query("SELECT ?x { }")) == [{"x": "a"}]


@pytest.mark.parametrize("length", [5, 30, len(ROW) - 20, len(ROW) - 1])
def test_an_answer_that_breaks_off_is_not_a_short_answer(told: Told, length: int) -> None:
    with pytest.raises(EndpointError, match="gave an answer that breaks off or is not SPARQL results"):
        told(ROW[:length]).query("SELECT ?x { }")


def test_a_connection_that_breaks_off_is_not_a_short_answer(told: Told) -> None:
    with pytest.raises(EndpointError, match="gave an answer that breaks off or is not HTTP"):
        told("<urn:a> <urn:b> <urn:c> .\n", length=1000).query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")


def test_triples_that_break_off_are_an_error(told: Told) -> None:
    with pytest.raises(EndpointError, match="gave an answer that breaks off"):
        told("<urn:a> <urn:b> <urn:c> .\n<urn:a> <ur").query("DESCRIBE <urn:a>")


@pytest.mark.parametrize("body", ["", "<html>Welcome</html>", "{}", '{"head":{"vars":["x"]}}'])
def test_what_is_no_result_is_an_error(told: Told, body: str) -> None:
    with pytest.raises(EndpointError, match="is not SPARQL results"):
        told(body, kind="text/html").query("SELECT ?x { }")


def test_an_answer_of_another_form_is_an_error(told: Told) -> None:
    with pytest.raises(EndpointError, match="did not answer the SELECT that was asked"):
        told('{"head":{},"boolean":true}').query("SELECT ?x { }")
    with pytest.raises(EndpointError, match="did not answer the ASK that was asked"):
        told(ROW).query("ASK { }")


def test_a_refusal_tells_what_the_endpoint_said(told: Told) -> None:
    with pytest.raises(QueryError, match="cannot read the query: no aggregates here"):
        told("no aggregates here", status=400).query("SELECT ?x { }")
    with pytest.raises(EndpointError, match="answered 503: try again later"):
        told("try again later", status=503).query("SELECT ?x { }")
    with pytest.raises(EndpointError, match="answered 404"):
        told("", status=404).query("SELECT ?x { }")


def test_an_endpoint_that_is_not_there_is_an_error() -> None:
    with pytest.raises(EndpointError, match=r"http://127.0.0.1:\d+/ cannot be reached: .*refused"):
        RemoteStore(f"http://127.0.0.1:{free_port()}/").query("ASK { }")


def test_an_endpoint_that_is_silent_is_given_up() -> None:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        with pytest.raises(EndpointError, match=r"cannot be reached: .*timed out"):
            RemoteStore(f"http://127.0.0.1:{listening.getsockname()[1]}/", timeout=0.1).query("ASK { }")


@pytest.mark.parametrize(
    "url", ["", "localhost:7878", "file:///etc/hostname", "ftp://x/", "http://", "http://[x/", "http://a b/"]
)
def test_an_address_that_is_none_is_an_error(url: str) -> None:
    with pytest.raises(EndpointError, match=r"the address of an endpoint begins with|cannot be reached|is not HTTP"):
        RemoteStore(url).query("ASK { }")
