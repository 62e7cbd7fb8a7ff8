"""Who may ask, what every answer carries, what the log says, and what happens under pressure."""

from __future__ import annotations

import asyncio
import re
import socket
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest
import uvicorn
from server_client import BOMB, Served, ask_bomb, eventually, serving
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send
from uvicorn.server import ServerState

import kneegraph
from kneegraph.server import requests, running
from kneegraph.server.protocol import client_of


@pytest.fixture(scope="module")
def server() -> Iterator[Served]:
    with serving("--timeout", "1.5") as served:
        yield served


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
    assert eventually(lambda: any(one.get("id") == identifier for one in server.entries()))
    entry = next(one for one in server.entries() if one.get("id") == identifier)
    assert (entry["method"], entry["path"], entry["status"]) == ("GET", "/sparql", 200)
    assert entry["bytes"] == len(answer.content)
    assert entry["client"] == "127.0.0.1"
    assert entry["query"]["length"] == len("ASK { <urn:secret> ?p ?o }")
    assert "secret" not in "".join(server.log)
    posted = server.client.post(f"{server.url}/sparql", data={"query": "ASK { <urn:secret> ?p ?o }"})
    wanted = posted.headers["x-request-id"]
    assert eventually(lambda: any(one.get("id") == wanted for one in server.entries()))
    assert next(one for one in server.entries() if one.get("id") == wanted)["query"] == entry["query"]


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
    bombs = [threading.Thread(target=lambda: statuses.append(ask_bomb(server))) for _ in range(12)]
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


def test_who_does_not_read_does_not_keep_others_from_their_answers() -> None:
    with serving("--timeout", "6") as served:
        idlers = []
        for number in range(5):
            idler = socket.socket()
            idler.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            idler.connect(("127.0.0.1", served.port))
            query = f"SELECT+*+%7B?a+?b+?c.?d+?e+?f%7D+%23{number}"
            idler.sendall(f"GET /sparql?query={query} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            idlers.append(idler)
        time.sleep(1)
        answer = served.query("SELECT * { ?a ?b ?c } LIMIT 16000")
        assert (answer.status_code, len(answer.content) > 1_000_000) == (200, True)
        for idler in idlers:
            idler.close()


@pytest.mark.parametrize("sent", [b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: localhost\r\n"])
def test_a_connection_that_only_waits_is_closed(sent: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "PATIENCE", 0.1)

    async def work(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(sent)
        assert await asyncio.wait_for(reader.read(), 3) == b""

    asyncio.run(_connected(work))


def test_a_connection_that_waits_for_its_answer_is_not_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "PATIENCE", 0.1)

    async def work(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert (await asyncio.wait_for(reader.readline(), 3)).startswith(b"HTTP/1.1 204")

    asyncio.run(_connected(work))


async def _connected(work: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]) -> None:
    """A connection to uvicorn with our protocol, and an application that answers after 0.4 seconds."""

    async def slow(scope: Scope, receive: Receive, send: Send) -> None:
        await asyncio.sleep(0.4)
        await Response(status_code=204)(scope, receive, send)

    config = uvicorn.Config(slow, lifespan="off", log_config=None, access_log=False)
    config.load()
    state = ServerState()
    loop = asyncio.get_running_loop()
    protocol = running._PatientProtocol
    server = await loop.create_server(lambda: protocol(config, state, {}), "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    try:
        await work(reader, writer)
    finally:
        writer.close()
        server.close()


def test_a_piece_that_nobody_takes_is_not_sent_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(requests, "SEND_SECONDS", 0.1)

    async def never(_message: Message) -> None:
        await asyncio.sleep(3)

    async def work(send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def receive() -> Message:
        await asyncio.sleep(3)
        return {"type": "http.disconnect"}

    async def main() -> None:
        began = time.monotonic()
        with pytest.raises(TimeoutError):
            await requests.Answering(work)({"type": "http"}, receive, never)
        assert time.monotonic() - began < 1

    asyncio.run(main())


@pytest.mark.parametrize(
    ("host", "client"),
    [
        ("10.1.2.3", "10.1.2.3"),
        ("2001:db8::1", "2001:db8::/64"),
        ("2001:db8::ffff:2", "2001:db8::/64"),
        ("fe80::1%eth0", "fe80::/64"),
    ],
)
def test_a_client_is_an_address_or_a_network_of_them(host: str, client: str) -> None:
    assert client_of(Request({"type": "http", "client": (host, 1), "headers": []})) == client
