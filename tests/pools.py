"""Pools for tests: started, used and stopped in one call; queries good and bad."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from kneegraph.errors import StoppedQueryError
from kneegraph.server.pool import Ask, Dump, Options, Pool
from kneegraph.server.processes import Worker

MIB = 1024 * 1024
linux = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")

GOOD = "SELECT ?claim { ?claim a kg:Claim } ORDER BY ?claim LIMIT 3"
CROSS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
ENDLESS = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
LARGE = "SELECT ?a ?b ?c ?d { ?a ?b ?c . ?d a kg:Claim } LIMIT 40000"
ANY = "(<urn:no>|!<urn:no>|^!<urn:no>)"
SORTED = "SELECT ?a ?f { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f"
TIMELESS = [
    "SELECT (GROUP_CONCAT(STR(?c)) AS ?all) { ?a ?b ?c . ?d ?e ?f }",
    CROSS,
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }",
    f"SELECT (COUNT(*) AS ?n) {{ ?a ({ANY}*/{ANY}*)* ?b }}",
    f"SELECT (COUNT(*) AS ?n) {{ ?a {ANY}+ ?b . ?c {ANY}+ ?d }}",
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c " + " ".join(f"OPTIONAL {{ ?x{i} ?y{i} ?z{i} }}" for i in range(30)) + "}",
    "SELECT (SUM(STRLEN(STR(?c))) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(REGEX(STR(?c), '(a+)+$')) }",
]
HUNGRY = [
    SORTED,
    "SELECT ?a ?f { ?a ?b ?c . ?d ?e ?f } ORDER BY RAND()",
    "SELECT DISTINCT ?a ?c ?d ?f { ?a ?b ?c . ?d ?e ?f FILTER(?a = 1 || !BOUND(?zz)) } ORDER BY ?a",
    "SELECT ?x9 { BIND('aaaaaaaaaa' AS ?x0) "
    + " ".join(f"BIND(REPLACE(?x{i}, 'a', 'aaaaaaaaaa') AS ?x{i + 1})" for i in range(9))
    + "}",
]
DEEP = [start + opening * 5000 + middle + closing * 5000 + end for start, opening, middle, closing, end in (
    ("SELECT * { FILTER(", "(", "1", ")", ") }"),
    ("SELECT * ", "{", "", "}", ""),
    ("SELECT * { FILTER(", "!", "true", "", ") }"),
    ("SELECT * { ?a ?b ", "[ ?p ", "1", "]", "}"),
    ("SELECT * { ?a ", "<urn:p>/", "<urn:p> ?b }", "", ""),
    ("SELECT * { FILTER(true", "||true", "", "", ") }"),
    ("SELECT * { {}", " UNION {}", "", "", "}"),
)]  # fmt: skip
DOUBLING = (
    "SELECT ?x30 { BIND('abcdefgh' AS ?x0) " + " ".join(f"BIND(CONCAT(?x{i},?x{i}) AS ?x{i + 1})" for i in range(30)) + "}"
)


@asynccontextmanager
async def running(folder: Path, options: Options) -> AsyncIterator[Pool]:
    pool = Pool(folder, options)
    await pool.start()
    try:
        yield pool
    finally:
        await pool.stop()


def within(folder: Path, work: Callable[[Pool], Awaitable[None]], **options: float) -> None:
    """Run this with a pool of these options, and find the pool well afterwards."""
    chosen = replace(Options(workers=2, grace=0.1, cache_bytes=0), **options)  # type: ignore[arg-type]

    async def main() -> None:
        async with asyncio.timeout(25), running(folder, chosen) as pool:
            await work(pool)
            assert await read(pool, Ask("ASK { ?claim a kg:Claim }", "csv")) == b"true\n"

    asyncio.run(main())


async def read(pool: Pool, ask: Ask | Dump) -> bytes:
    async with pool.answer(ask) as answer:
        return b"".join([chunk async for chunk in answer.chunks])


async def stopped(pool: Pool, query: str) -> StoppedQueryError:
    with pytest.raises(StoppedQueryError) as caught:
        await read(pool, Ask(query, "json"))
    return caught.value


async def until(holds: Callable[[], bool], seconds: float = 5) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        await asyncio.sleep(0.01)


def busy(pool: Pool) -> list[Worker]:
    return [worker for worker in pool._workers if worker.job]


def lives(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
