"""Hostile queries in a pool: each is stopped, its limit named, and nobody else harmed."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from pathlib import Path

import pytest
from pools import CROSS, DEEP, DOUBLING, ENDLESS, GOOD, HUNGRY, LARGE, MIB, TIMELESS, busy, linux, read, stopped, until, within

import kneegraph
from kneegraph.errors import QueryError, StoppedQueryError
from kneegraph.server.jobs import Job, shape
from kneegraph.server.lanes import Lanes, Memory
from kneegraph.server.pool import Ask, Pool

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pool") / "store"
    kneegraph.build_store(path)
    return path


# Hostile queries: those that never end, those that kill parsers, those that eat memory


def test_what_never_ends_is_stopped_at_the_limit_of_time(folder: Path) -> None:
    async def work(pool: Pool) -> None:
        await until(lambda: len(pool._idle) > len(TIMELESS), 20)
        for error in await asyncio.gather(*(stopped(pool, query) for query in TIMELESS)):
            assert (error.kind, error.limit) == ("timeout", "0.6 s")
            assert "0.6 s" in str(error)

    within(folder, work, timeout=0.6, workers=len(TIMELESS), long=len(TIMELESS), memory=2048 * MIB)


def test_what_eats_memory_is_stopped_at_the_limit_of_memory(folder: Path) -> None:
    async def work(pool: Pool) -> None:
        for error in await asyncio.gather(*(stopped(pool, query) for query in HUNGRY)):
            assert (error.kind, error.limit, str(error)[-22:]) == ("memory", "24 MiB", "more memory than 24 MiB"[-22:])

    within(folder, work, timeout=20, memory=24 * MIB)


def test_texts_that_kill_parsers_are_refused_and_cost_no_worker(folder: Path) -> None:
    async def work(pool: Pool) -> None:
        before = {worker.process for worker in pool._workers}
        for query in (*DEEP, DOUBLING):
            with pytest.raises(QueryError) as caught:
                await read(pool, Ask(query, "json"))
            assert not isinstance(caught.value, StoppedQueryError)
        assert before <= {worker.process for worker in pool._workers}

    within(folder, work)


@linux
def test_a_worker_has_limits_of_its_own(folder: Path) -> None:
    async def work(pool: Pool) -> None:
        await read(pool, Ask(GOOD, "json"))
        process = pool._idle[-1].process
        told = Path(f"/proc/{process}/limits").read_text(encoding="ascii")
        limits = {line[:26].strip(): line[26:].split()[0] for line in told.splitlines()[1:]}
        pages = int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[0])
        assert limits["Max core file size"] == "0"
        assert limits["Max cpu time"] in ("12", "13", "14")
        assert 500 * MIB < int(limits["Max address space"]) - pages * 4096 < 520 * MIB

    within(folder, work)


# A worker that fails


@linux
@pytest.mark.parametrize(
    ("signal_", "kind", "words"),
    [(signal.SIGABRT, "crash", "SIGABRT"), (signal.SIGBUS, "crash", "SIGBUS"), (signal.SIGKILL, "memory", "512 MiB")],
)
def test_a_crash_is_told_and_the_query_not_tried_again(folder: Path, signal_: int, kind: str, words: str) -> None:
    async def work(pool: Pool) -> None:
        task = asyncio.create_task(stopped(pool, CROSS))
        await until(lambda: bool(busy(pool)))
        os.kill(busy(pool)[0].process, signal_)
        error = await asyncio.wait_for(task, 5)
        assert error.kind == kind
        assert words in str(error)
        assert not busy(pool)

    within(folder, work)


@linux
def test_when_the_nursery_dies_another_takes_its_place(folder: Path) -> None:
    async def work(pool: Pool) -> None:
        task = asyncio.create_task(stopped(pool, CROSS))
        await until(lambda: bool(busy(pool)))
        os.kill(pool._nursery._process.pid, signal.SIGKILL)
        assert (await asyncio.wait_for(task, 5)).kind in ("crash", "memory")
        await until(lambda: pool._nursery._process.returncode is None and bool(pool._idle))

    within(folder, work)


# Lanes


def test_good_clients_are_served_while_bombs_go_off(folder: Path) -> None:
    async def work(pool: Pool) -> None:
        bombs = [asyncio.create_task(read(pool, Ask(query, "json"))) for query in (*TIMELESS, *HUNGRY) * 4]
        await asyncio.sleep(0.2)
        times = []
        for i in range(40):
            began = time.monotonic()
            assert (await read(pool, Ask(f"{GOOD} OFFSET {i}", "csv"))).startswith(b"claim")
            times.append(time.monotonic() - began)
        for bomb in bombs:
            bomb.cancel()
        await asyncio.gather(*bombs, return_exceptions=True)
        assert sorted(times)[30] < 1

    within(folder, work, memory=128 * MIB)


@linux
def test_what_takes_long_gives_way_and_a_fresh_worker_takes_its_place(folder: Path) -> None:
    async def work(pool: Pool) -> None:
        task = asyncio.create_task(stopped(pool, CROSS))
        await until(lambda: any(worker.long for worker in pool._workers))
        (worker,) = busy(pool)
        await until(lambda: os.getpriority(os.PRIO_PROCESS, worker.process) >= 10)
        await until(lambda: len(pool._idle) == 5)
        await task
        assert worker not in pool._workers

    within(folder, work, timeout=1.5)


def test_a_long_query_waits_for_a_place_and_gets_its_answer(folder: Path) -> None:
    async def work(pool: Pool) -> None:
        first = asyncio.create_task(stopped(pool, CROSS))
        await until(lambda: any(worker.long for worker in pool._workers))
        second = await read(pool, Ask(LARGE, "csv"))  # more than the buffer holds: it needs a long place
        assert second.count(b"\n") == 40_001
        assert (await first).kind == "timeout"

    within(folder, work, long=1, timeout=2, buffer=64 * 1024)


def test_too_many_long_queries_are_refused_as_busy(folder: Path) -> None:
    async def work(pool: Pool) -> None:
        errors = await asyncio.gather(*(stopped(pool, f"{CROSS} # {i}") for i in range(5)))
        busy = [error for error in errors if error.kind == "busy"]
        assert sorted(str(error.limit) for error in busy)[-1] == "1 waiting queries"
        assert any(error.kind == "timeout" for error in errors)

    within(folder, work, long=1, long_queue=1, timeout=1)


def test_a_place_that_does_not_come_free_in_time_is_told_as_busy(folder: Path) -> None:
    async def work(pool: Pool) -> None:
        async with pool.answer(Ask(ENDLESS, "csv")):  # holds the only long place without using time
            error = await stopped(pool, CROSS)
        assert (error.kind, error.limit) == ("busy", "0.4 s")

    within(folder, work, long=1, timeout=0.4, buffer=64 * 1024)


# Who does not read


def endless(number: int) -> Ask:
    return Ask(f"{ENDLESS} # {number}", "csv")


def test_who_does_not_read_gives_up_the_place_when_others_wait(folder: Path) -> None:
    async def work(pool: Pool) -> None:
        async with pool.answer(endless(1)) as first, pool.answer(endless(2)) as second:
            await asyncio.sleep(0.8)  # longer than anybody's patience, but nobody waits
            assert len(busy(pool)) == 2
            await anext(second.chunks)
            began = time.monotonic()
            assert (await read(pool, Ask(LARGE, "csv"))).count(b"\n") == 40_001
            assert time.monotonic() - began < 2
            with pytest.raises(StoppedQueryError, match=r"nothing of the answer was taken for 0\.5 s, and others wait"):
                _ = [len(chunk) async for chunk in first.chunks]
            assert len(await anext(second.chunks)) > 0

    within(folder, work, long=2, timeout=6, patience=0.5, buffer=256 * 1024)


def test_who_waits_need_not_wait_longer_than_the_patience(folder: Path) -> None:
    async def work(pool: Pool) -> None:
        async with pool.answer(endless(1)):
            began = time.monotonic()
            assert (await read(pool, Ask(LARGE, "csv"))).count(b"\n") == 40_001
            assert 0.4 < time.monotonic() - began < 3

    within(folder, work, long=1, timeout=6, patience=0.6, buffer=256 * 1024)


def test_who_reads_slowly_keeps_the_place(folder: Path) -> None:
    async def work(pool: Pool) -> None:
        async with pool.answer(endless(1)) as answer:
            waiting = asyncio.create_task(stopped(pool, CROSS))
            for _ in range(8):
                await asyncio.sleep(0.2)
                await anext(answer.chunks)
            assert (await waiting).kind == "busy"

    within(folder, work, long=1, timeout=1.2, patience=0.4, buffer=1024 * 1024)


def test_no_client_has_all_long_places(folder: Path) -> None:
    async def work(pool: Pool) -> None:
        async def ask(number: int, client: str) -> StoppedQueryError:
            with pytest.raises(StoppedQueryError) as caught:
                async with pool.answer(Ask(f"{CROSS} # {number}", "csv"), client=client):
                    pass
            return caught.value

        greedy = [asyncio.create_task(ask(number, "a")) for number in range(6)]
        await until(lambda: sum(worker.long for worker in pool._workers) == 2)
        await asyncio.sleep(0.5)
        assert sum(worker.long for worker in pool._workers) == 2
        errors = [await ask(10, "b")]
        errors += await asyncio.gather(*greedy)
        assert errors[0].kind == "timeout"  # it had its time
        assert [error.kind for error in errors].count("busy") >= 2

    within(folder, work, long=3, long_queue=4, timeout=1.5)


def test_the_places_go_to_who_has_the_fewest_and_no_client_has_the_whole_queue() -> None:
    async def work() -> None:
        lanes = Lanes(8, 6)
        jobs = [Job(Ask(f"ASK {{}} # {number}", "json"), MIB, client) for number, client in enumerate("aaaabc")]
        assert [lanes.put_long(one) for one in jobs] == [True, True, True, False, True, True]
        held = {"a": 1, "b": 1, "c": 0}
        taken = [lanes.take_long(lambda one: held[str(one.client)]) for _ in range(2)]
        assert taken == [jobs[5], jobs[0]]
        assert lanes.take_long(lambda one: None if one.client == "a" else 0) is jobs[4]
        assert lanes.take_long(lambda _: None) is None
        assert lanes.any_long(lambda one: one is jobs[2])

    asyncio.run(work())


def job(query: str) -> Job:
    return Job(Ask(query, "json"), MIB)


def test_the_newest_and_the_oldest_new_text_both_get_their_turn() -> None:
    async def work() -> None:
        lanes = Lanes(8, 1)
        jobs = [job(f"ASK {{ # {i}\n}}") for i in range(8)]
        assert all(lanes.put(one, None) for one in jobs)
        assert not lanes.put(jobs[0], True)
        taken = [lanes.take_new() for _ in range(8)]
        assert [jobs.index(one) for one in taken if one] == [7, 6, 5, 0, 4, 3, 2, 1]
        assert lanes.put(jobs[0], False)
        assert not lanes.put_long(jobs[1])
        assert lanes.drop(jobs[0])
        assert not lanes.drop(jobs[0])

    asyncio.run(work())


def test_a_text_is_judged_by_itself_then_by_its_shape() -> None:
    memory = Memory(most=4)
    memory.learn(b"slow", b"shape", quick=False)
    assert memory.quick(b"slow", b"shape") is memory.quick(b"new", b"shape") is False
    memory.learn(b"fast", b"shape", quick=True)
    memory.learn(b"bomb", b"shape", quick=False)
    assert memory.quick(b"bomb", b"shape") is False
    assert memory.quick(b"new", b"shape") is True
    memory.learn(b"more", b"other", quick=True)
    assert memory.quick(b"slow", b"") is None
    assert shape("ASK { ?a kg:causes 'x' }") == shape("ASK{ ?b kg:causes 'y' } # z".replace("K{", "K {"))
    assert shape("ASK { ?a ?b ?c . ?c ?d ?e }") != shape("ASK { ?a ?b ?c . ?f ?d ?e }")
