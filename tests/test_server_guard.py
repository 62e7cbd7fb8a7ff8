"""Who may ask, what every answer carries, what the log says, and what happens under pressure."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from server_client import Served, serving

import kneegraph
from kneegraph.server.running import bound

BOMB = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?a != ?d && ?d != ?g) }"


@pytest.fixture(scope="module")
def server() -> Iterator[Served]:
    with serving("--timeout", "1.5") as served:
        yield served


def eventually(holds: object, seconds: float = 3.0) -> bool:
    assert callable(holds)
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if holds():
            return True
        time.sleep(0.02)
    return bool(holds())


# Who may ask


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "0.0.0.0", ""])
def test_a_page_whose_name_points_here_is_refused(server: Served, host: str) -> None:
    for path in ("/", "/sparql?query=ASK%7B%7D", "/api/sources", "/healthz"):
        assert server.get(path, headers={"Host": host}).status_code == 421


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:1234", "127.0.0.1", "[::1]:80", "localhost."])
def test_the_names_of_this_machine_are_known(server: Served, host: str) -> None:
    assert server.get("/healthz", headers={"Host": host}).status_code == 200


def test_pages_elsewhere_may_read_what_is_public_and_no_more(server: Served) -> None:
    origin = {"Origin": "https://evil.example"}
    answer = server.get("/healthz", headers=origin)
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers
    ask = {**origin, "Access-Control-Request-Method": "PUT", "Access-Control-Request-Headers": "content-type"}
    for path, methods in (("/sparql", {"GET", "HEAD", "OPTIONS", "POST"}), ("/store", {"GET", "HEAD", "OPTIONS"})):
        preflight = server.client.options(server.url + path, headers=ask)
        assert preflight.status_code == 204
        assert {*preflight.headers["access-control-allow-methods"].split(", ")} == methods


def test_data_of_ones_own_are_not_for_pages_elsewhere(tmp_path: Path) -> None:
    from kneegraph.loading import build_store

    build_store(tmp_path / "store")
    with serving("--store", str(tmp_path / "store"), "--allow-host", "graph.example") as own:
        answer = own.get("/healthz", headers={"Origin": "https://evil.example", "Host": "graph.example"})
        assert answer.status_code == 200
        assert "access-control-allow-origin" not in answer.headers
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
        assert own.get("/id/concept/patella", headers={"Accept": "text/html"}).status_code == 200
        preflight = own.client.options(f"{own.url}/sparql", headers={"Origin": "https://evil.example"})
        assert "access-control-allow-methods" not in preflight.headers


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "POST"])
def test_nothing_can_be_written(server: Served, method: str) -> None:
    for path in ("/", "/store?default", "/id/concept/patella", "/api/claims", "/healthz", "/assets/style.css"):
        for headers in ({}, {"X-HTTP-Method-Override": "GET"}):
            answer = server.client.request(method, server.url + path, headers=headers)
            assert answer.status_code == 405
            assert answer.json()["error"]["kind"] == "method"


# What every answer carries


@pytest.mark.parametrize(
    "target",
    ["/", "/nowhere", "/sparql?query=ASK%7B%7D", "/sparql?query=X", "/api/sources", "/id/concept/x", "/assets/x", "/healthz"],
)
def test_every_answer_has_the_safe_headers(server: Served, target: str) -> None:
    headers = server.get(target).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert re.fullmatch("[0-9a-f]{16}", headers["x-request-id"])
    assert "server" not in headers


@pytest.mark.parametrize(
    "target",
    [
        "/nowhere",
        "/sparql?query=%7B",
        "/sparql?query=ASK%7BSERVICE%20%3Curn:x%3E%7B%7D%7D",
        "/sparql?query=ASK%7B%7D&default-graph-uri=file:///etc/passwd",
        "/sparql?query=ASK%7B%7D&default-graph-uri=%3C%3E",
        "/store?graph=file:///etc/passwd",
        "/api/claim?id=nothing",
        "/api/chains?start=x",
        "/api/queries/nothing",
        "/api/why-empty?query=%7B",
    ],
)
def test_errors_tell_nothing_of_the_inside(server: Served, target: str) -> None:
    answer = server.get(target)
    assert 400 <= answer.status_code < 500
    told = answer.text.lower()
    for word in ("traceback", ".py", "site-packages", str(Path.cwd()).lower(), kneegraph.__version__, "oxigraph", "starlette"):
        assert word not in told


# The log


def test_the_log_has_a_line_for_each_request_without_the_query(server: Served) -> None:
    answer = server.query("ASK { <urn:secret> ?p ?o }")
    identifier = answer.headers["x-request-id"]
    assert eventually(lambda: any(one["id"] == identifier for one in server.entries()))
    entry = next(one for one in server.entries() if one["id"] == identifier)
    assert (entry["method"], entry["path"], entry["status"]) == ("GET", "/sparql", 200)
    assert entry["bytes"] == len(answer.content)
    assert entry["client"] == "127.0.0.1"
    assert entry["query"]["length"] == len("ASK { <urn:secret> ?p ?o }")
    assert "secret" not in "".join(server.log)
    posted = server.client.post(f"{server.url}/sparql", data={"query": "ASK { <urn:secret> ?p ?o }"})
    wanted = posted.headers["x-request-id"]
    assert eventually(lambda: any(one["id"] == wanted for one in server.entries()))
    assert next(one for one in server.entries() if one["id"] == wanted)["query"] == entry["query"]


def test_nothing_in_a_request_can_forge_a_line_of_the_log(server: Served) -> None:
    answer = server.get("/%0a%7b%22status%22:200%7d%1b%5b2J%e2%80%ae")
    identifier = answer.headers["x-request-id"]
    assert eventually(lambda: any(identifier in line for line in server.log))
    line = next(line for line in server.log if identifier in line)
    assert line.isascii()
    assert line.isprintable()


# Pressure


def test_a_query_ends_when_its_client_leaves() -> None:
    with serving("--timeout", "60") as patient:
        request = f"GET /sparql?query={BOMB.replace(' ', '%20').replace('&&', '%26%26')} HTTP/1.1\r\nHost: localhost\r\n\r\n"
        with socket.create_connection(("127.0.0.1", patient.port)) as connection:
            connection.sendall(request.encode())
            time.sleep(0.5)
            assert not patient.entries()
        left = time.monotonic()
        assert eventually(patient.entries)
        assert time.monotonic() - left < 1
        assert patient.entries()[0]["cut"] is True
        assert patient.query("ASK {}").json()["boolean"] is True


def test_good_clients_are_served_beside_bombs_and_idlers(server: Served) -> None:
    before = len(list(Path(f"/proc/{server.process.pid}/fd").iterdir()))
    idle = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(200)]
    for connection in idle[:100]:
        connection.sendall(b"GET /sparql?query=ASK")
    greedy = socket.create_connection(("127.0.0.1", server.port))
    greedy.sendall(b"GET /store?default HTTP/1.1\r\nHost: localhost\r\n\r\n")
    statuses: list[int] = []
    bombs = [threading.Thread(target=lambda: statuses.append(_bomb(server))) for _ in range(12)]
    for bomb in bombs:
        bomb.start()
    times = []
    for place in range(30):
        began = time.monotonic()
        assert server.query(f"SELECT ?c {{ ?c a kg:Muscle }} LIMIT {place + 1}").status_code == 200
        times.append(time.monotonic() - began)
    for bomb in bombs:
        bomb.join(30)
    for connection in (*idle, greedy):
        connection.close()
    assert statuses == [503] * 12
    assert sorted(times)[-2] < 1
    assert eventually(lambda: len(list(Path(f"/proc/{server.process.pid}/fd").iterdir())) <= before + 5)
    assert server.process.poll() is None


def _bomb(server: Served) -> int:
    return httpx.get(f"{server.url}/sparql", params={"query": BOMB}, timeout=30).status_code


# Starting and ending


def test_running_answers_end_before_the_server_does() -> None:
    with serving("--timeout", "1.5") as served:
        statuses: list[int] = []
        asking = threading.Thread(target=lambda: statuses.append(_bomb(served)))
        asking.start()
        time.sleep(0.5)
        served.process.terminate()
        asking.join(10)
        assert statuses == [503]
        assert served.process.wait(10) == 0
        children = subprocess.run(["pgrep", "-P", str(served.process.pid)], capture_output=True, text=True, check=False)
        assert children.stdout == ""


def run(*options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kneegraph", "serve", *options]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def test_what_keeps_it_from_starting_is_told(server: Served, tmp_path: Path) -> None:
    taken = run("--port", str(server.port))
    assert (taken.returncode, taken.stdout) == (3, "")
    assert f"port {server.port} of 127.0.0.1 is in use" in taken.stderr
    nowhere = run("--port", "0", "--store", str(tmp_path / "nothing"))
    assert nowhere.returncode == 3
    assert "there is no store here" in nowhere.stderr
    assert run("--store", str(tmp_path), "--data", "packaged").returncode == 2


def test_a_server_for_other_machines_says_so() -> None:
    with serving("--host", "0.0.0.0") as served:
        assert httpx.get(f"http://127.0.0.1:{served.port}/healthz", headers={"Host": "any.example"}).status_code == 200
        assert eventually(lambda: any("no password" in line for line in served.log))


def test_health_tells_what_is_served(server: Served) -> None:
    told = server.get("/healthz").json()
    assert told["status"] == "ok"
    assert told["workers"] > 0
    assert told["store"]["claims"] > 300
    assert re.fullmatch("[0-9a-f]{64}", told["store"]["sha256"])


def test_an_answer_that_fails_on_its_way_is_cut_off(server: Served) -> None:
    """The time limit falls after the first megabyte: what came so far must not look whole."""
    identifiers: list[str] = []
    with pytest.raises(httpx.RemoteProtocolError):
        _read_whole(server, "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", identifiers)
    identifier = identifiers[0]
    assert eventually(lambda: any(one["id"] == identifier for one in server.entries()))
    entry = next(one for one in server.entries() if one["id"] == identifier)
    assert entry["cut"] is True
    assert "1.5 s" in entry["error"]
    assert entry["bytes"] > 1_000_000


def _read_whole(server: Served, query: str, identifiers: list[str]) -> int:
    plain = {"Accept-Encoding": "identity"}
    with server.client.stream("GET", f"{server.url}/sparql", params={"query": query}, headers=plain) as answer:
        assert answer.status_code == 200
        identifiers.append(answer.headers["x-request-id"])
        return sum(len(piece) for piece in answer.iter_raw())


def test_the_last_piece_of_an_answer_waits_for_nothing() -> None:
    with bound("127.0.0.1", 0) as listening, socket.create_connection(listening.getsockname()):
        accepted, _ = listening.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
