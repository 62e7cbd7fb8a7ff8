"""`POST /api/check`: what is a draft, what is refused and where, that nothing of it stays, and that it holds nobody up."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Callable, Iterator

import httpx
import pytest
from server_client import Served, eventually, serving
from starlette.applications import Starlette
from starlette.routing import Route

import kneegraph
from kneegraph.errors import KneegraphError
from kneegraph.exchange.forms import Json
from kneegraph.server.app import _failure, _known_error
from kneegraph.server.drafts import MOST_AT_ONCE, MOST_BYTES, Drafts
from kneegraph.server.failures import Failure
from kneegraph.server.guard import AccessLog

CONTESTED = "The VMO controls patellar tracking."


@pytest.fixture(scope="module")
def server() -> Iterator[Served]:
    with serving() as served:
        yield served


def post(server: Served, content: bytes | str, media_type: str = "text/markdown") -> httpx.Response:
    return server.client.post(f"{server.url}/api/check", content=content, headers={"Content-Type": media_type})


# What is a draft


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (CONTESTED, "text/plain"),
        (CONTESTED, "text/markdown; charset=utf-8"),
        (f"<p>{CONTESTED}</p>", "text/html"),
        (json.dumps({"text": CONTESTED}), "application/json"),
        (json.dumps({"text": CONTESTED, "form": "text"}), "application/json; charset=UTF-8"),
    ],
)
def test_a_draft_comes_in_any_of_its_forms(server: Served, content: str, media_type: str) -> None:
    answer = post(server, content, media_type)
    assert answer.status_code == 200
    (finding,) = answer.json()["findings"]
    assert finding["verdict"] == "contested"
    assert finding["text"] == CONTESTED
    assert answer.headers["cache-control"] == "no-store"
    assert "etag" not in answer.headers


def test_the_answer_is_the_shells_json(server: Served) -> None:
    from kneegraph.exchange.reports import report_form

    graph = kneegraph.load()
    text = f"# {CONTESTED}\n\nWeak glutes always cause knee valgus. {CONTESTED}\n"
    wanted = json.loads(json.dumps(report_form(graph, graph.check(text))))
    assert post(server, text).json() == wanted
    assert wanted["summary"]["findings"] >= 2


def test_a_draft_without_claims_is_told_to_have_none(server: Served) -> None:
    told = post(server, "").json()
    assert told["findings"] == []
    assert told["summary"]["sentences"] == 0


# What is refused


@pytest.mark.parametrize(
    ("content", "media_type", "status", "place"),
    [
        (b"Knees.\nOne \xff two.", "text/plain", 400, (2, 5)),
        (b"\xed\xa0\x80", "text/markdown", 400, (1, 1)),
        (b'{"text": "a\\nbc\\ud800d"}', "application/json", 400, (2, 3)),
        (b'{"text": 3}', "application/json", 400, None),
        (b'{"text": "x", "name": "y"}', "application/json", 400, None),
        (b'{"text": "x", "form": "pdf"}', "application/json", 400, None),
        (b'{"text": "x", "form": []}', "application/json", 400, None),
        (b"[" * 100_000, "application/json", 400, None),
        (b"x", "application/x-www-form-urlencoded", 415, None),
        (b"x", "", 415, None),
        (b"x", "text/plain; charset=utf-16", 415, None),
        (b"x" * (MOST_BYTES + 1), "text/plain", 413, None),
        (json.dumps({"text": "x" * (MOST_BYTES + 1)}).encode(), "application/json", 413, None),
    ],
)
def test_what_is_no_draft_is_refused_with_the_place(
    server: Served, content: bytes, media_type: str, status: int, place: tuple[int, int] | None
) -> None:
    answer = post(server, content, media_type)
    error = answer.json()["error"]
    assert (answer.status_code, error["status"]) == (status, status)
    assert (error.get("line"), error.get("column")) == (place or (None, None))
    if status == 413:
        assert error["limit"] == "1024 KiB"


def test_only_post_is_allowed_and_only_here(server: Served) -> None:
    for method in ("GET", "PUT", "DELETE", "PATCH"):
        answer = server.client.request(method, f"{server.url}/api/check")
        assert (answer.status_code, answer.headers["allow"]) == (405, "POST, OPTIONS")
    assert server.client.post(f"{server.url}/api/check?form=text", content=b"x").status_code == 400
    assert server.client.post(f"{server.url}/check", content=b"x").status_code == 405


def test_another_host_is_refused_and_a_preflight_answered(server: Served) -> None:
    headers = {"Content-Type": "text/plain"}
    assert (
        server.client.post(f"{server.url}/api/check", content=b"x", headers={**headers, "Host": "evil.example"}).status_code
        == 421
    )
    preflight = server.client.options(f"{server.url}/api/check", headers={"Origin": "https://evil.example"})
    assert preflight.headers["access-control-allow-methods"] == "POST, OPTIONS"
    assert "access-control-allow-credentials" not in preflight.headers


# Nothing stays


def test_the_log_knows_nothing_of_a_draft(server: Served) -> None:
    answer = post(server, "Zanzibar: weak glutes always cause knee valgus.")
    identifier = answer.headers["x-request-id"]
    assert eventually(lambda: any(one.get("id") == identifier for one in server.entries()))
    entry = next(one for one in server.entries() if one.get("id") == identifier)
    assert (entry["method"], entry["path"], entry["status"], entry["query"]) == ("POST", "/api/check", 200, None)
    assert not any("zanzibar" in line.lower() for line in server.log)


def test_an_error_that_repeats_the_draft_is_not_repeated() -> None:
    def broken(text: str, form: str) -> Json:
        raise ValueError(f"cannot do {text} as {form}")

    log: list[str] = []
    answer = asyncio.run(_asked(Drafts(broken, limit=5), ["Zanzibar"], log))[0]
    assert answer.status_code == 500
    assert answer.json()["error"]["kind"] == "internal"
    assert "Zanzibar" not in answer.text + "".join(log)
    assert json.loads(log[0])["error"].startswith("Unspoken: ValueError in test_server_check.py:")


def test_an_error_of_ours_is_no_emptiness() -> None:
    def broken(text: str, form: str) -> Json:
        raise KneegraphError(text + form)

    assert asyncio.run(_asked(Drafts(broken, limit=5), ["x"]))[0].status_code == 500


# Nobody is held up


def test_too_long_a_check_is_told_and_too_many_are_refused() -> None:
    going = threading.Event()

    def slow(text: str, form: str) -> Json:
        going.wait(10)
        return {"text": text, "form": form}

    drafts = Drafts(slow, limit=0.5)
    try:
        answers = asyncio.run(_asked(drafts, [str(number) for number in range(MOST_AT_ONCE + 2)]))
    finally:
        going.set()
    kinds = sorted(one.json()["error"]["kind"] for one in answers)
    assert kinds == ["busy"] * (MOST_AT_ONCE + 1) + ["timeout"]
    assert {one.status_code for one in answers} == {503}
    assert all(one.headers["retry-after"] for one in answers if one.json()["error"]["kind"] == "busy")
    again = asyncio.run(_asked(drafts, ["after"]))[0]
    assert again.json() == {"text": "after", "form": "text"}


def test_the_server_answers_others_while_it_checks_and_tells(server: Served) -> None:
    long = "Weak glutes always cause knee valgus. " * 4000
    done = threading.Event()
    told: list[httpx.Response] = []

    def check() -> None:
        headers = {"Content-Type": "text/plain", "Accept-Encoding": "gzip"}
        told.append(httpx.post(f"{server.url}/api/check", content=long, headers=headers, timeout=60))
        done.set()

    threading.Thread(target=check).start()
    waits = []
    while not done.wait(0.02):
        begun = time.monotonic()
        assert server.get("/healthz", timeout=5).status_code == 200
        waits.append(time.monotonic() - begun)
    assert told[0].json()["summary"]["findings"] == 4000
    assert len(waits) > 5
    assert max(waits) < 1  # seconds; the whole takes several


async def _asked(drafts: Drafts, texts: list[str], log: list[str] | None = None) -> list[httpx.Response]:
    """These drafts sent at the same time to an application that has nothing else."""
    inner = Starlette(
        routes=[Route("/api/check", drafts.check, methods=["POST"])],
        exception_handlers={Failure: _failure, KneegraphError: _known_error},
    )
    write: Callable[[str], None] = (log if log is not None else []).append
    transport = httpx.ASGITransport(AccessLog(inner, write))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        headers = {"Content-Type": "text/plain"}
        return await asyncio.gather(*(client.post("/api/check", content=text, headers=headers) for text in texts))
