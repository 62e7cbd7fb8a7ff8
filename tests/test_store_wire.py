"""Questions over HTTP, against servers that misbehave: nothing they do may look like an answer, or like a short one."""

from __future__ import annotations

import gzip
import http.server
import socket
import threading
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

import pytest
from engines import free_port

from kneegraph.errors import EndpointError, QueryError
from kneegraph.store import RemoteStore
from kneegraph.store.wire import Wire

RESULTS = "application/sparql-results+json"
ROW = '{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"literal","value":"a"}}]}}'


# Endpoints that misbehave


@dataclass
class Told:
    """What a server says, answer by answer, the last one again and again; and what it was asked."""

    url: str
    answers: list[tuple[int, str, bytes, dict[str, str]]] = field(default_factory=list)
    asked: list[tuple[str, dict[str, str], dict[str, list[str]]]] = field(default_factory=list)
    connections: int = 0

    def says(self, body: str | bytes, *, status: int = 200, kind: str = RESULTS, **headers: str) -> RemoteStore:
        """Queue one answer; a header's name has _ for -. Gives a store that asks the server."""
        raw = body.encode() if isinstance(body, str) else body
        self.answers.append((status, kind, raw, {name.replace("_", "-"): value for name, value in headers.items()}))
        return RemoteStore(self.url, timeout=5)


class Answer(http.server.BaseHTTPRequestHandler):
    """Gives what its server was told to."""

    protocol_version = "HTTP/1.1"

    def setup(self) -> None:
        super().setup()
        self.told: Told = self.server.told  # type: ignore[attr-defined]
        self.told.connections += 1

    def do_POST(self) -> None:
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.told.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}, form))
        status, kind, body, headers = self.told.answers.pop(0) if len(self.told.answers) > 1 else self.told.answers[0]
        if not status:  # hang up
            self.close_connection = True
            return
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = int(headers.get("Content-Length", "0")) > len(body) or "Connection" in headers

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def told() -> Iterator[Told]:
    """A server that says what it is told."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    server.daemon_threads = True
    server.told = Told(f"http://127.0.0.1:{server.server_port}/sparql")  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server.told  # type: ignore[attr-defined]
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses between tries, which are noted instead of slept."""
    noted: list[float] = []
    monkeypatch.setattr("kneegraph.store.wire.time.sleep", noted.append)
    return noted


def test_a_whole_answer_is_taken(told: Told) -> None:
    assert list(told.says(ROW).query("SELECT ?x { }")) == [{"x": "a"}]


def test_questions_go_over_one_connection_until_the_server_closes_it(told: Told) -> None:
    remote = told.says(ROW)
    for _ in range(3):
        remote.query("SELECT ?x { }")
    assert told.connections == 1
    told.answers[:] = []
    told.says(ROW, Connection="close")
    for _ in range(2):
        assert remote.query("SELECT ?x { }")
    assert told.connections == 2


def test_a_connection_closed_in_the_meantime_is_replaced(told: Told, waits: list[float]) -> None:
    remote = told.says(ROW)
    remote.query("SELECT ?x { }")
    told.answers[:] = [(0, "", b"", {}), *told.answers]
    assert list(remote.query("SELECT ?x { }")) == [{"x": "a"}]
    assert (told.connections, waits) == (2, [])


def test_a_packed_answer_is_unpacked(told: Told) -> None:
    remote = told.says(gzip.compress(ROW.encode()), Content_Encoding="gzip")
    assert list(remote.query("SELECT ?x { }")) == [{"x": "a"}]
    assert told.asked[0][1]["accept-encoding"] == "gzip"


def test_a_packed_answer_that_breaks_off_is_not_a_short_answer(told: Told) -> None:
    packed = gzip.compress(b"<urn:a> <urn:b> <urn:c> .\n" * 9)
    remote = told.says(packed[:-9], kind="application/n-triples", Content_Encoding="gzip")
    with pytest.raises(EndpointError, match=r"gave an answer that breaks off.*too early"):
        remote.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")


def test_an_answer_without_end_is_given_up(told: Told) -> None:
    wire = Wire(told.says(gzip.compress(b" " * 3_000_000), Content_Encoding="gzip").url, 5, max_size=2**20)
    with pytest.raises(EndpointError, match="gives an answer of more than 1 MiB; ask for less"):
        wire.post([], "text/plain")


@pytest.mark.parametrize("length", [5, 30, len(ROW) - 20, len(ROW) - 1])
def test_an_answer_that_breaks_off_is_not_a_short_answer(told: Told, length: int) -> None:
    with pytest.raises(EndpointError, match="gave an answer that breaks off or is not SPARQL results"):
        told.says(ROW[:length]).query("SELECT ?x { }")


def test_a_connection_that_breaks_off_is_not_a_short_answer(told: Told, waits: list[float]) -> None:
    remote = told.says("<urn:a> <urn:b> <urn:c> .\n", kind="application/n-triples", Content_Length="1000")
    with pytest.raises(EndpointError, match="gave an answer that breaks off"):
        remote.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
    assert (len(told.asked), waits) == (1, [])


def test_triples_that_break_off_are_an_error(told: Told) -> None:
    with pytest.raises(EndpointError, match=r"gave an answer that breaks off.*it ends '.*<ur'"):
        told.says("<urn:a> <urn:b> <urn:c> .\n<urn:a> <ur", kind="application/n-triples").query("DESCRIBE <urn:a>")


@pytest.mark.parametrize("body", ["", "<html>Welcome</html>", "{}", '{"head":{"vars":["x"]}}'])
@pytest.mark.parametrize("kind", ["text/html", RESULTS])
def test_what_is_no_result_is_an_error(told: Told, body: str, kind: str) -> None:
    with pytest.raises(EndpointError, match="is not SPARQL results"):
        told.says(body, kind=kind).query("SELECT ?x { }")


def test_a_web_page_is_told_by_its_title(told: Told) -> None:
    remote = told.says("<html><title>Our\n Triples &amp; more</title><body>x</body>", kind="text/html; charset=utf-8")
    with pytest.raises(EndpointError, match=r"answered with a web page called 'Our Triples & more'.*often ends in /sparql"):
        remote.query("SELECT ?x { }")


def test_an_answer_of_another_form_is_an_error(told: Told) -> None:
    with pytest.raises(EndpointError, match="did not answer the SELECT that was asked"):
        told.says('{"head":{},"boolean":true}').query("SELECT ?x { }")
    told.answers.clear()
    with pytest.raises(EndpointError, match="did not answer the ASK that was asked"):
        told.says(ROW).query("ASK { }")


def test_a_part_of_an_answer_that_says_so_is_an_error(told: Told) -> None:
    remote = told.says(ROW, X_SQL_State="S1TAT", X_SQL_Message="Returning incomplete results.  Activity: 5 rnd")
    with pytest.raises(EndpointError, match=r"gave only a part of the answer: Returning incomplete results\.$"):
        remote.query("SELECT ?x { }")


@pytest.mark.parametrize(
    ("status", "said", "message"),
    [
        (401, "", "wants a name and password .401.: put them into the address, https://NAME:PASSWORD@host"),
        (403, "not for you", "does not let us ask .403.: not for you"),
        (404, "", "there is no endpoint at http.*/sparql .404.; it often ends in"),
        (405, "", "takes no queries by POST .405."),
        (500, "Boom.\n\nSPARQL query:\nPREFIX", "answered 500: Boom.$"),
        (206, ROW, "gave only a part of the answer .206."),
    ],
)
def test_a_refusal_is_told_at_once(told: Told, waits: list[float], status: int, said: str, message: str) -> None:
    with pytest.raises(EndpointError, match=message):
        told.says(said, status=status, kind="text/plain").query("SELECT ?x { }")
    assert (len(told.asked), waits) == (1, [])


def test_a_query_that_the_endpoint_cannot_read_is_a_query_error(told: Told) -> None:
    with pytest.raises(QueryError, match="refuses the query: no aggregates here"):
        told.says("no aggregates here", status=400, kind="text/plain").query("SELECT ?x { }")


# Once more


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_busy_endpoint_is_asked_again_and_later_each_time(told: Told, waits: list[float], status: int) -> None:
    told.says("later", status=status)
    told.says("later", status=status)
    assert list(told.says(ROW).query("SELECT ?x { }")) == [{"x": "a"}]
    assert len(waits) == 2
    assert 0.1 <= waits[0] <= 0.2 <= waits[1] <= 0.4


def test_a_busy_endpoint_is_given_up_in_the_end(told: Told, waits: list[float]) -> None:
    with pytest.raises(EndpointError, match=r"answered 503: try again later .tried 4 times.$"):
        told.says("try again later", status=503, kind="text/plain").query("SELECT ?x { }")
    assert (len(told.asked), len(waits)) == (4, 3)


def test_retry_after_is_honoured_within_the_time_limit(told: Told, waits: list[float]) -> None:
    told.says("", status=429, Retry_After="2")
    assert told.says(ROW).query("SELECT ?x { }")
    assert waits == [2]
    told.answers.clear()
    with pytest.raises(EndpointError, match=r"answered 503 .tried 1 time, and wants 60 s without questions"):
        told.says("", status=503, Retry_After="60").query("SELECT ?x { }")
    assert waits == [2]


def test_a_connection_that_breaks_before_an_answer_is_tried_again(told: Told, waits: list[float]) -> None:
    told.answers.append((0, "", b"", {}))
    assert list(told.says(ROW).query("SELECT ?x { }")) == [{"x": "a"}]
    assert len(waits) == 1


def test_an_endpoint_that_is_not_there_is_an_error(waits: list[float]) -> None:
    with pytest.raises(EndpointError, match=r"http://127.0.0.1:\d+/ cannot be reached: .*refused .tried 4 times"):
        RemoteStore(f"http://127.0.0.1:{free_port()}/").query("ASK { }")
    assert len(waits) == 3


def test_an_endpoint_that_is_silent_is_given_up_after_one_try(waits: list[float]) -> None:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        with pytest.raises(EndpointError, match=r"did not answer within 0.1 s"):
            RemoteStore(f"http://127.0.0.1:{listening.getsockname()[1]}/", timeout=0.1).query("ASK { }")
    assert not waits


# Where to


def test_a_redirect_takes_the_query_along(told: Told) -> None:
    told.says("", status=301, Location="/there?a=b")
    assert told.says(ROW).query("SELECT ?x { }")
    (first, _, asked), (second, _, again) = told.asked
    assert (first, second) == ("/sparql", "/there?a=b")
    assert asked == again


@pytest.mark.parametrize("location", ["file:///etc/hostname", "ftp://x/", "", "gopher://127.0.0.1/"])
def test_a_redirect_to_elsewhere_than_http_is_not_followed(told: Told, location: str) -> None:
    with pytest.raises(EndpointError, match=r"redirects to .*, where no query is sent"):
        told.says("", status=302, Location=location).query("SELECT ?x { }")


def test_a_redirect_in_a_circle_is_an_error(told: Told) -> None:
    with pytest.raises(EndpointError, match="redirects again and again"):
        told.says("", status=307, Location="/sparql").query("SELECT ?x { }")


def test_a_name_and_password_are_sent_and_never_shown(told: Told) -> None:
    told.says("", status=401)
    remote = RemoteStore(told.url.replace("//", "//me:s%20cret@"))
    with pytest.raises(EndpointError, match="does not accept this name and password") as caught:
        remote.query("SELECT ?x { }")
    assert "cret" not in f"{caught.value}{remote!r}{remote.url}"
    assert told.asked[0][1]["authorization"] == "Basic " + b64encode(b"me:s cret").decode()


def test_a_name_and_password_are_not_sent_to_another_host(told: Told) -> None:
    told.says("", status=307, Location=told.url.replace("127.0.0.1", "localhost"))
    told.says(ROW)
    RemoteStore(told.url.replace("//", "//me:secret@")).query("SELECT ?x { }")
    assert ["authorization" in headers for _, headers, _ in told.asked] == [True, False]


def test_a_proxy_of_the_environment_is_used(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    told.says(ROW)
    monkeypatch.setenv("http_proxy", told.url.removesuffix("/sparql"))
    monkeypatch.delenv("no_proxy", raising=False)
    RemoteStore("http://graph.example/sparql").query("SELECT ?x { }")
    assert told.asked[0][0] == "http://graph.example/sparql"


@pytest.mark.parametrize(
    "url", ["", "localhost:7878", "file:///etc/hostname", "ftp://x/", "http://", "http://[x/", "http://a b/", "http://a:b/"]
)
def test_an_address_that_is_none_is_an_error(url: str) -> None:
    with pytest.raises(EndpointError, match="the address of an endpoint"):
        RemoteStore(url)


def test_a_redirect_from_a_safe_to_an_open_connection_is_not_followed() -> None:
    safe = Wire("https://graph.example/sparql", 5)
    assert safe._moved(urlsplit("https://graph.example/sparql"), "/there").geturl() == "https://graph.example/there"
    with pytest.raises(EndpointError, match=r"redirects to http://graph.example/, where no query is sent"):
        safe._moved(urlsplit("https://graph.example/sparql"), "http://graph.example/")
