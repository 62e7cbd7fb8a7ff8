"""The pool: answers as from the store itself, every limit kept and named, nobody harmed by another's query."""

from __future__ import annotations

import asyncio
import io
import os
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from pools import CROSS, ENDLESS, GOOD, LARGE, MIB, busy, linux, lives, read, stopped, until, within

import kneegraph
from kneegraph import vocab
from kneegraph.errors import KneegraphError, QueryError, RefusedQueryError, StoppedQueryError, StoreError, UnknownTermError
from kneegraph.server.jobs import Job
from kneegraph.server.lanes import Cache
from kneegraph.server.pool import Ask, Dump, Options, Pool
from kneegraph.server.processes import Worker
from kneegraph.store import DiskStore

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pool") / "store"
    kneegraph.build_store(path)
    return path


# Answers


@pytest.mark.parametrize(
    ("query", "format"),
    [
        (GOOD, "json"),
        (GOOD, "csv"),
        ("ASK { ?claim a kg:Claim }", "xml"),
        ("ASK {}", "tsv"),
        ("CONSTRUCT WHERE { ?claim kg:standing kg:contested }", "ntriples"),
        ("DESCRIBE <concept/knee-pain>", "turtle"),
        (LARGE, "csv"),
    ],
)
def test_an_answer_is_the_stores_own(folder: Path, query: str, format: str) -> None:
    expected = io.BytesIO()
    result = DiskStore(folder).query(query)
    result.write(expected, format)

    async def work(pool: Pool) -> None:
        async with pool.answer(Ask(query, format)) as answer:
            assert answer.form == result.form
            assert answer.sha256 == DiskStore(folder).manifest.sha256
            assert b"".join([chunk async for chunk in answer.chunks]) == expected.getvalue()

    within(folder, work)


def test_a_graph_is_given_whole_and_one_that_is_not_there_is_an_error(folder: Path) -> None:
    async def work(pool: Pool) -> None:
        given = (await read(pool, Dump(vocab.VIEW_AGREED, "ntriples"))).decode()
        assert given.count("\n") == sum(1 for _ in DiskStore(folder).quads(vocab.VIEW_AGREED)) > 10
        everything = (await read(pool, Dump(None, "nquads"))).decode()
        assert everything.count("\n") == len(DiskStore(folder))
        with pytest.raises(UnknownTermError) as caught:
            await read(pool, Dump(vocab.VIEW_AGREED + "x", "ntriples"))
        assert vocab.VIEW_AGREED in caught.value.nearest

    within(folder, work)


def test_the_dataset_of_the_protocol_reaches_the_query(folder: Path) -> None:
    async def work(pool: Pool) -> None:
        query = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c }"
        view = await read(pool, Ask(query, "csv", default_graphs=(vocab.VIEW_AGREED,)))
        assert int(view.split()[1]) == sum(1 for _ in DiskStore(folder).quads(vocab.VIEW_AGREED))

    within(folder, work)


@pytest.mark.parametrize(
    ("query", "kind", "place"),
    [
        ("SELECT * {\n ?a ?b }", QueryError, (2, 8)),
        ("ASK { SERVICE <http://127.0.0.1/> {} }", RefusedQueryError, (1, 7)),
        ("CLEAR ALL", RefusedQueryError, (1, 1)),
    ],
)
def test_errors_are_those_of_the_store(folder: Path, query: str, kind: type[QueryError], place: tuple[int, int]) -> None:
    with pytest.raises(QueryError) as here:
        DiskStore(folder).query(query)

    async def work(pool: Pool) -> None:
        with pytest.raises(kind) as caught:
            await read(pool, Ask(query, "json"))
        assert (caught.value.line, caught.value.column) == place
        assert str(caught.value) == str(here.value)
        assert vars(caught.value) == vars(here.value)

    within(folder, work)


def test_a_pool_without_a_store_does_not_start(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no store here"):
        within(tmp_path, lambda pool: read(pool, Ask(GOOD, "json")))  # type: ignore[arg-type, return-value]


# Streams


def test_an_endless_answer_is_held_back_and_waits_for_its_reader(folder: Path) -> None:
    async def work(pool: Pool) -> None:
        async with pool.answer(Ask(ENDLESS, "csv")) as answer:
            (worker,) = busy(pool)
            assert worker.job is not None
            chunks = answer.chunks
            await anext(chunks)
            await asyncio.sleep(1.0)  # longer than the limit of time
            assert worker.job._size < MIB // 2
            taken = 0
            while taken < MIB:
                taken += len(await anext(chunks))
            assert worker.job._size < MIB // 2

    within(folder, work, timeout=0.9, buffer=64 * 1024)


def test_the_time_limit_holds_while_an_answer_is_read(folder: Path) -> None:
    async def work(pool: Pool) -> None:
        async with pool.answer(Ask(ENDLESS, "csv")) as answer:
            with pytest.raises(StoppedQueryError) as caught:
                _ = [len(chunk) async for chunk in answer.chunks]
        assert caught.value.kind == "timeout"

    within(folder, work, timeout=0.5)


def test_an_error_before_the_buffer_is_full_comes_before_any_byte(folder: Path) -> None:
    async def work(pool: Pool) -> None:
        answer = pool.answer(Ask(ENDLESS, "csv"))
        with pytest.raises(StoppedQueryError):
            await answer.__aenter__()

    within(folder, work, timeout=0.3, buffer=1 << 40)


def test_who_takes_nothing_is_dropped(folder: Path) -> None:
    async def work(pool: Pool) -> None:
        async with pool.answer(Ask(ENDLESS, "csv")) as answer:
            await until(lambda: not busy(pool))
            with pytest.raises(StoppedQueryError, match=r"nothing of the answer was taken for 0\.2 s"):
                await anext(answer.chunks)

    within(folder, work, stall=0.2)


def test_a_whole_answer_waits_for_its_reader_without_a_worker(folder: Path) -> None:
    async def work(pool: Pool) -> None:
        async with pool.answer(Ask(GOOD, "csv")) as answer:
            assert not busy(pool)
            await asyncio.sleep(0.3)
            assert (await anext(answer.chunks)).startswith(b"claim")

    within(folder, work, stall=0.1, timeout=0.2)


# Callers that leave


@linux
@pytest.mark.parametrize("query", [ENDLESS, CROSS])
def test_a_query_whose_caller_leaves_ends_within_a_second(folder: Path, query: str) -> None:
    async def work(pool: Pool) -> None:
        async def ask() -> None:
            async with pool.answer(Ask(query, "csv")) as answer:
                await anext(answer.chunks)
                await asyncio.sleep(60)

        task = asyncio.create_task(ask())
        await until(lambda: bool(busy(pool)))
        process = busy(pool)[0].process
        await asyncio.sleep(0.3)
        assert lives(process)
        task.cancel()
        await until(lambda: not lives(process), 1)
        await until(lambda: len(pool._idle) == 5)

    within(folder, work)


def test_who_leaves_the_queue_is_forgotten(folder: Path) -> None:
    async def work(pool: Pool) -> None:
        tasks = [asyncio.create_task(read(pool, Ask(f"{CROSS} # {i}", "csv"))) for i in range(6)]
        await until(lambda: len(pool._lanes._long) >= 3)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        assert not busy(pool)
        assert not pool._lanes.drain()

    within(folder, work, long=1)


# The cache


def test_small_answers_are_kept_and_need_no_worker(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def work(pool: Pool) -> None:
        first = await read(pool, Ask(GOOD, "json"))
        large = await read(pool, Ask(LARGE, "csv"))
        with monkeypatch.context() as patched:
            patched.setattr(Worker, "run", lambda *_: pytest.fail("a worker was asked"))
            assert await read(pool, Ask(GOOD, "json")) == first
            for other in (Ask(GOOD, "csv"), Ask(LARGE, "csv")):
                assert pool._cache.get(Job(other, 1).digest) is None
        assert len(large) > 256 * 1024

    within(folder, work, cache_bytes=MIB)


def test_the_cache_is_bounded_and_forgets_what_was_not_used() -> None:
    cache = Cache(most=100, largest=40)
    for name in (b"a", b"b"):
        cache.put(name, "ASK", b"x" * 40)
    assert cache.get(b"a")
    cache.put(b"c", "ASK", b"x" * 40)
    cache.put(b"d", "ASK", b"x" * 41)
    assert [name for name in (b"a", b"b", b"c", b"d") if cache.get(name)] == [b"a", b"c"]


# Beginning and end


def children() -> set[str]:
    """The processes that are ours, dead ones that nobody has waited for among them; other tests may have some too."""
    found = set()
    for path in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            parent = (path / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[1]
            found |= {path.name} if parent == str(os.getpid()) else set()
    return found


@linux
def test_stopping_leaves_no_process_and_no_descriptor(folder: Path) -> None:
    def descriptors() -> int:
        return len(os.listdir("/proc/self/fd"))  # noqa: PTH208

    async def main() -> None:
        asyncio.get_running_loop()
        before = descriptors()
        pool = Pool(folder, Options(workers=2, grace=0.2))
        await pool.start()
        task = asyncio.create_task(stopped(pool, CROSS))
        await until(lambda: bool(busy(pool)) and len(pool._idle) >= 3)
        processes = [pool._nursery._process.pid, *(worker.process for worker in pool._workers)]
        await pool.stop()
        assert (await task).kind == "busy"
        assert not any(map(lives, processes))
        with pytest.raises(StoppedQueryError, match="stopping"):
            await read(pool, Ask(GOOD, "json"))
        await asyncio.sleep(0.05)
        assert descriptors() <= before + 1  # the loop's own watch over child processes

    ours_before = children()
    asyncio.run(main())
    assert children() <= ours_before


def test_a_running_query_may_end_while_the_pool_stops(folder: Path) -> None:
    async def main() -> None:
        pool = Pool(folder, Options(workers=2, grace=10))
        await pool.start()
        task = asyncio.create_task(read(pool, Ask("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d a kg:Claim }", "csv")))
        await until(lambda: bool(busy(pool)))
        await pool.stop()
        assert (await task).startswith(b"n")

    asyncio.run(main())


@linux
def test_no_worker_outlives_a_server_that_was_killed(folder: Path) -> None:
    code = f"""if True:
        import asyncio
        from pathlib import Path
        from kneegraph.server.pool import Ask, Pool
        async def main():
            pool = Pool(Path({str(folder)!r}))
            await pool.start()
            async def bomb():
                async with pool.answer(Ask({CROSS!r}, "csv")): pass
            task = asyncio.create_task(bomb())
            await asyncio.sleep(0.3)
            print(pool._nursery._process.pid, *(worker.process for worker in pool._workers), flush=True)
            await task
        asyncio.run(main())"""
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        processes = [int(word) for word in server.stdout.readline().split()]
        assert len(processes) > 3
        assert all(map(lives, processes))
        server.kill()
    asyncio.run(until(lambda: not any(map(lives, processes))))


def test_workers_import_nothing_that_they_do_not_need() -> None:
    heavy = ["asyncio", "click", "rich", "networkx", "rdflib", "starlette", "uvicorn", "jinja2", "pyvis", "pyshacl"]
    code = f"import sys, kneegraph.server.nursery; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_store_that_was_built_anew_is_opened_without_harm_to_running_queries(folder: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(folder, tmp_path / "store"))
    count = Ask("SELECT (COUNT(*) AS ?n) { ?claim a kg:Claim }", "csv")
    extra = tmp_path / "extra.ttl"
    extra.write_text("<urn:x> a <https://w3id.org/kneegraph/ns#Nothing> .\n", encoding="utf-8")

    async def work(pool: Pool) -> None:
        before, old = pool.sha256, await read(pool, count)
        assert await read(pool, Ask("ASK { <urn:x> ?b ?c }", "csv")) == b"false\n"
        async with pool.answer(Ask(LARGE, "csv")) as answer:
            kneegraph.build_store(copy, "packaged", extra)
            await pool.reopen()
            assert pool.sha256 == DiskStore(copy).manifest.sha256 != before
            assert sum([chunk.count(b"\n") async for chunk in answer.chunks]) == 40_001
        assert await read(pool, count) == old
        assert await read(pool, Ask("ASK { <urn:x> ?b ?c }", "csv")) == b"true\n"
        await until(lambda: {worker.sha256 for worker in pool._workers if worker.sha256} == {pool.sha256})
        (copy / "manifest.json").unlink()
        with pytest.raises(StoreError):
            await pool.reopen()
        assert await read(pool, count) == old

    within(copy, work, cache_bytes=MIB)


def test_an_error_of_the_pool_is_one_of_ours() -> None:
    error = StoppedQueryError("stopped", kind="memory", limit="512 MiB")
    assert isinstance(error, KneegraphError)
    assert (error.kind, error.limit, str(error)) == ("memory", "512 MiB", "stopped")
