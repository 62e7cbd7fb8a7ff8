"""Limits of what the server does in its own process: lengths, turns, time, what it keeps; and clients that leave."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from pyoxigraph import Literal, NamedNode
from server_client import Served, serving
from starlette.requests import Request
from starlette.responses import Response

import kneegraph
from kneegraph import vocab
from kneegraph.errors import StoppedQueryError
from kneegraph.graph import Graph
from kneegraph.parts import Asker
from kneegraph.server.answers import Answers
from kneegraph.server.api import MOST_CHARACTERS, MOST_WORDS
from kneegraph.server.app import Settings, create_app
from kneegraph.server.dossiers import Shelves
from kneegraph.server.kept import Kept
from kneegraph.server.pool import Ask, Options
from kneegraph.server.turns import Turn
from kneegraph.server.why_empty import narrowing, taken_apart
from kneegraph.stored import build_store


@pytest.fixture(scope="module")
def server() -> Iterator[Served]:
    with serving() as served:
        yield served


@dataclass
class SlowPool:
    """Counts one row after so many seconds each time; `error` is raised for the question of that number."""

    seconds: float = 0.0
    error: tuple[int, Exception] | None = None
    asked: list[str] = field(default_factory=list)
    left: int = 0
    options: Options = field(default_factory=lambda: Options(timeout=20))

    @asynccontextmanager
    async def answer(self, ask: Ask) -> AsyncIterator[Any]:
        self.asked.append(ask.query)
        if self.error and self.error[0] == len(self.asked):
            raise self.error[1]
        try:
            await asyncio.sleep(self.seconds)
        except asyncio.CancelledError:
            self.left += 1
            raise
        yield SimpleNamespace(chunks=_chunks(b'{"results": {"bindings": [{"n": {"value": "1"}}]}}'))


async def _chunks(*pieces: bytes) -> AsyncIterator[bytes]:
    for piece in pieces:
        yield piece


PATTERNS = "SELECT * { " + " ".join(f"?s{n} ?p{n} ?o{n} ." for n in range(30)) + " }"


def narrowed(pool: SlowPool, seconds: float) -> list[dict[str, object]]:
    apart = taken_apart(PATTERNS)
    return asyncio.run(narrowing(pool, apart, seconds=seconds, limit="2 s"))  # type: ignore[arg-type]


def test_all_patterns_together_have_one_time_limit_and_what_was_counted_is_kept() -> None:
    pool = SlowPool(0.1)
    told = narrowed(pool, 0.35)
    assert 2 <= len(told) == len(pool.asked) <= 4
    assert [one["rows"] for one in told] == [*([1] * (len(told) - 1)), None]
    assert told[-1]["stopped"] == "2 s"
    assert not any("stopped" in one for one in told[:-1])
    assert pool.left == 1


def test_a_pattern_that_the_pool_stops_is_marked_and_a_busy_server_says_so() -> None:
    stopped = StoppedQueryError("no memory", kind="memory", limit="512 MiB")
    told = narrowed(SlowPool(error=(3, stopped)), 10)
    assert [(one["rows"], one.get("stopped")) for one in told] == [(1, None), (1, None), (None, "512 MiB")]
    with pytest.raises(StoppedQueryError, match="busy"):
        narrowed(SlowPool(error=(1, StoppedQueryError("busy", kind="busy"))), 10)


def test_a_client_that_leaves_ends_why_empty() -> None:
    graph = kneegraph.load()
    pool = SlowPool(20)
    protocol = SimpleNamespace(manifest=SimpleNamespace(terms=frozenset({"causes"}), graphs=()))
    answers = Answers(Shelves(graph), pool, protocol, None, packaged=True)  # type: ignore[arg-type]

    async def receive() -> dict[str, str]:
        while not pool.asked:
            await asyncio.sleep(0.01)
        return {"type": "http.disconnect"}

    async def send(message: object) -> None:
        raise AssertionError(message)

    async def ask() -> None:
        scope = {"type": "http", "method": "GET", "path": "/", "headers": [], "query_string": b"query=ASK{?a+kg:causes+?b}"}
        answering = await answers.why_empty(Request(scope, receive))
        await answering(scope, receive, send)

    asyncio.run(asyncio.wait_for(ask(), 10))
    assert (len(pool.asked), pool.left) == (1, 1)


# Limits

LONG = "x" * (MOST_CHARACTERS + 1)
WORDY = "+".join(["knee"] * (MOST_WORDS + 1))


@pytest.mark.parametrize(
    ("target", "limit"),
    [
        (f"/api/search?text={WORDY}", "20 words"),
        (f"/api/search?text={LONG}", "300 characters"),
        (f"/api/claims?about={LONG}", "300 characters"),
        (f"/api/claims?{LONG}=x", "300 characters"),
        (f"/api/chains?start=patella&goal={WORDY}", "20 words"),
        (f"/api/queries/about-concept?concept={LONG}", "300 characters"),
        (f"/api/queries/{LONG}", "300 characters"),
    ],
)
def test_a_value_that_names_nothing_for_its_length_is_refused(server: Served, target: str, limit: str) -> None:
    answer = server.get(target)
    error = answer.json()["error"]
    assert (answer.status_code, error["kind"], error["limit"]) == (400, "too-large", limit)


def test_values_up_to_the_limits_are_taken(server: Served) -> None:
    text = "+".join(["knee"] * MOST_WORDS)
    assert server.get(f"/api/search?text={text}").json()["concepts"]
    assert server.get(f"/api/search?text={'x' * MOST_CHARACTERS}").status_code == 200


def test_no_number_of_words_ends_the_process_that_searches_a_store(tmp_path: Path) -> None:
    build_store(tmp_path / "store")
    code = "import sys, kneegraph\ngraph = kneegraph.open_store(sys.argv[1])\n"
    code += "print(*map(len, graph.search(' '.join(f'w{n}' for n in range(20_000)))))"
    ended = subprocess.run(
        [sys.executable, "-c", code, tmp_path / "store"], capture_output=True, text=True, check=False, timeout=60
    )
    assert (ended.returncode, ended.stdout.split()) == (0, ["0", "0", "0"])


def test_words_beyond_those_the_engine_is_asked_about_still_count() -> None:
    words = [f"word{n:02}" for n in range(20)]
    whole, less = " ".join(words), " ".join(words[:-1])
    asked: list[str] = []

    def rows(query: str) -> Iterator[tuple[NamedNode, Literal]]:
        asked.append(query)
        yield NamedNode(vocab.iri("concept", "whole")), Literal(whole.upper())
        yield NamedNode(vocab.iri("concept", "less")), Literal(less)
        yield NamedNode(vocab.iri("concept", "whole")), Literal(whole)

    assert Asker(SimpleNamespace(rows=rows)).like("concept", " ".join(words), None) == ["whole"]
    assert asked[0].count("CONTAINS") == 16


def test_questions_of_a_turn_never_run_beside_each_other() -> None:
    running = most = 0

    def question() -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        time.sleep(0.01)
        running -= 1

    async def ask() -> None:
        turn = Turn()
        await asyncio.gather(*(turn.asked(question) for _ in range(10)))

    asyncio.run(ask())
    assert most == 1


def test_what_never_got_its_turn_never_runs() -> None:
    go_on, ran = threading.Event(), []

    async def ask() -> list[str]:
        turn = Turn(0.2)
        both = (turn.asked(lambda: go_on.wait(20)), turn.asked(lambda: ran.append(1)))
        told = await asyncio.gather(*both, return_exceptions=True)
        go_on.set()
        assert await turn.asked(lambda: "next") == "next"
        return [one.kind for one in told if isinstance(one, StoppedQueryError)]

    assert asyncio.run(ask()) == ["timeout", "busy"]
    assert not ran


def test_a_long_call_is_told_its_limit_and_keeps_no_page_waiting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build_store(tmp_path / "store")
    graph = kneegraph.load()
    go_on = threading.Event()
    monkeypatch.setattr(Graph, "gaps", lambda _: go_on.wait(20) and [])
    app = create_app(graph, tmp_path / "store", Settings(Options(timeout=4), log=lambda _: None))

    async def ask() -> tuple[httpx.Response, httpx.Response]:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            call = asyncio.ensure_future(client.get("/api/gaps"))
            await asyncio.sleep(0.1)
            page = await client.get("/id/concept/patella", headers={"Accept": "text/html"})
            assert not call.done()
            told = await call
            go_on.set()
        return page, told

    page, told = asyncio.run(ask())
    assert page.status_code == 200
    error = told.json()["error"]
    assert (told.status_code, error["kind"], error["limit"]) == (503, "timeout", "4 s")


def test_only_so_many_and_so_large_answers_are_kept() -> None:
    kept = Kept(most=2, largest=10)
    for name in ("a", "b"):
        kept.put(name, Response(name))
    assert kept.get("a") is not None
    kept.put("c", Response("c"))
    kept.put("large", Response("x" * 11))
    assert [name for name in ("a", "b", "c", "large") if kept.get(name)] == ["a", "c"]
