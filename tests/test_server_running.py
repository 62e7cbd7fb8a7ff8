"""How the server starts and ends, and what it says of itself meanwhile."""

from __future__ import annotations

import contextlib
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
from server_client import Served, ask_bomb, eventually, serving

from kneegraph.server.running import bound


@pytest.fixture(scope="module")
def server() -> Iterator[Served]:
    with serving("--timeout", "1.5") as served:
        yield served


# Starting and ending


def test_a_flood_of_long_texts_does_not_keep_the_server_from_ending() -> None:
    with serving("--max-query", "976", "--timeout", "1") as served:
        listed = "ASK { VALUES ?x { " + "1 " * 450_000 + "} }"
        asking = [threading.Thread(target=_post, args=(served, listed), daemon=True) for _ in range(8)]
        for one in asking:
            one.start()
        time.sleep(0.7)
        served.process.terminate()
        assert served.process.wait(8) == 0


def _post(served: Served, query: str) -> None:
    with contextlib.suppress(httpx.HTTPError):
        httpx.post(f"{served.url}/sparql", data={"query": query}, timeout=20)


def test_running_answers_end_before_the_server_does() -> None:
    with serving("--timeout", "1.5") as served:
        statuses: list[int] = []
        asking = threading.Thread(target=lambda: statuses.append(ask_bomb(served)))
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


@pytest.mark.parametrize(
    "head", [b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n", b"GET /healthz HTTP/1.0\r\n\r\n"]
)
def test_exactly_one_host_is_named(server: Served, head: bytes) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as connection:
        connection.sendall(head)
        assert connection.recv(4096).startswith(b"HTTP/1.1 400 ")


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
    assert eventually(lambda: any(one.get("id") == identifier for one in server.entries()))
    entry = next(one for one in server.entries() if one.get("id") == identifier)
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
