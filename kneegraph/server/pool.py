"""Warm processes that run queries: a lane for quick ones, a few places for long ones, and a limit for everything.

A query first runs in the quick lane. After its slice of processor time, or when its answer outgrows the buffer, it moves to a
long place: its process gives way to others and a fresh one takes over in the quick lane. Without a free place it is stopped,
as long as nobody has seen anything of its answer, and waits for one. Texts
known to be quick have as many workers to themselves as new ones, so that no flood of new bombs holds them up.
No client can have all long places, and one who does not read gives up its own when others wait.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from kneegraph.errors import KneegraphError, StoppedQueryError
from kneegraph.server.crew import Crew, Options
from kneegraph.server.jobs import Answer, Ask, Dump, Formats, Job
from kneegraph.server.lanes import Cache, Lanes, Memory
from kneegraph.server.processes import Worker

__all__ = ["Answer", "Ask", "Dump", "Formats", "Options", "Pool"]


class Pool(Crew):
    """Worker processes over one store on disk. Use it in one event loop: `start`, any number of `answer`, `stop`."""

    def __init__(self, folder: Path, options: Options | None = None) -> None:
        """Nothing starts yet."""
        chosen = options or Options()
        super().__init__(folder, chosen)
        self._lanes = Lanes(chosen.quick_queue, chosen.long_queue)
        self._memory = Memory()
        self._cache = Cache(chosen.cache_bytes, chosen.cache_largest)

    # For callers

    @property
    def alive(self) -> int:
        """How many worker processes there are now."""
        return sum(worker.alive for worker in self._workers)

    async def start(self) -> None:
        """Start the workers. Raises StoreError when they cannot open the store."""
        await self._nursery.start()
        try:
            await self.reopen()
        except BaseException:
            await self.stop()
            raise

    async def stop(self) -> None:
        """Take no more questions, let running ones end for `grace` seconds, then end every process."""
        self._stopping = True
        for job in self._lanes.drain():
            job.fail(StoppedQueryError("the server is stopping", kind="busy"))
        until = asyncio.get_running_loop().time() + self.options.grace
        while any(w.job for w in self._workers) and asyncio.get_running_loop().time() < until:
            await asyncio.sleep(0.02)
        for worker in list(self._workers):
            self._end(worker, StoppedQueryError("the server is stopping", kind="busy"))
        await self._nursery.stop()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    @asynccontextmanager
    async def answer(self, ask: Ask | Dump, *, client: str | None = None) -> AsyncIterator[Answer]:
        """The answer to a question; leaving the context before its end stops the query.

        `client` says for whom: of the long places, one client gets all but one. None is the server itself, and may have all.

        Raises QueryError, QueryTooLargeError, RefusedQueryError, UnknownTermError (no such graph) and StoppedQueryError;
        after the first MiB (`Options.buffer`) of an answer, they come out of its chunks.
        """
        job = Job(ask, self.options.buffer, client)
        kept = self._cache.get(job.digest)
        if kept is not None:
            yield Answer(kept[0], self.sha256, _once(kept[1]))
            return
        try:
            self._accept(job)
            await job.started
            yield Answer(job.form, job.sha256, job.chunks(), job.changes)
        finally:
            self._leave(job)

    # Jobs

    def _accept(self, job: Job) -> None:
        if self._stopping:
            raise StoppedQueryError("the server is stopping", kind="busy")
        if not self._lanes.put(job, self._memory.quick(job.digest, job.shape)):
            raise self._too_many()
        self._await_place(job)
        self._dispatch()
        self._refill()

    def _await_place(self, job: Job) -> None:
        job.set_timer(self.options.timeout, self._waited_out)

    def _waited_out(self, job: Job) -> None:
        if self._lanes.drop(job):
            limit = f"{self.options.timeout:g} s"
            job.fail(StoppedQueryError(f"the server is busy: no place within {limit}", kind="busy", limit=limit))

    def _too_many(self) -> StoppedQueryError:
        limit = f"{self.options.long_queue} waiting queries"
        return StoppedQueryError("the server is busy: too many queries wait", kind="busy", limit=limit)

    def _leave(self, job: Job) -> None:
        job.stop_timer()
        if job.started.done() and not job.started.cancelled():
            job.started.exception()  # seen, whoever it was for
        if job.ended or self._lanes.drop(job):
            return
        worker = self._worker_of(job)
        if worker is not None:
            self._end(worker)

    def _worker_of(self, job: Job) -> Worker | None:
        return next((worker for worker in self._workers if worker.job is job), None)

    # Who runs

    def _dispatch(self) -> None:
        while self._idle:
            chosen = self._next()
            if chosen is None:
                return
            job, known, long = chosen
            self._run(self._idle.pop(), job, known=known, long=long)

    def _next(self) -> tuple[Job, bool, bool] | None:
        """The job for an idle worker, whether its text is known to be quick, and whether it gets a long place."""
        quick = [worker for worker in self._workers if worker.job and not worker.long]
        known = sum(worker.known for worker in quick)
        if len(quick) < 2 * self.options.quick:
            if known < self.options.quick and (job := self._lanes.take_known()):
                return job, True, False
            if len(quick) - known < self.options.quick and (job := self._take_new()):
                return job, False, False
        if self._long_free() and (job := self._lanes.take_long(self._places)):
            return job, False, True
        return None

    def _places(self, job: Job) -> int | None:
        """The long places that the client of a job has; None when it gets no more, so that some are left for others."""
        if job.client is None:
            return 0
        held = sum(1 for worker in self._workers if worker.long and worker.job and worker.job.client == job.client)
        return held if held < max(self.options.long - 1, 1) else None

    def _place_for(self, job: Job) -> bool:
        return self._long_free() and self._places(job) is not None

    def _would_do(self, held: Job, waiting: Job) -> bool:
        """Whether the place of the one could go to the other."""
        return waiting.client == held.client or self._places(waiting) is not None

    def _take_new(self) -> Job | None:
        """A text of which nothing is known; what was learned while it waited sends it to the long queue."""
        while (job := self._lanes.take_new()) is not None:
            if self._memory.quick(job.digest, job.shape) is not False:
                return job
            if not self._lanes.put_long(job):
                job.fail(self._too_many())
        return None

    def _slice(self, job: Job) -> float:
        """A text that itself was quick before may take a few times as long when the machine has much to do."""
        return self.options.slice * (5 if self._memory.quick(job.digest, b"") else 1)

    def _long_free(self) -> bool:
        return sum(worker.long for worker in self._workers) < self.options.long

    def _run(self, worker: Worker, job: Job, *, known: bool, long: bool) -> None:
        worker.known = known
        job.start_clock()
        worker.run(job)
        if long:
            self._lengthen(worker)
        else:
            job.set_timer(self._slice(job), lambda job: self._slice_up(worker, job))
        self._refill()

    def _slice_up(self, worker: Worker, job: Job) -> None:
        """Wall time is up; where the processor had others to serve, the query has its slice still to come."""
        spent = worker.spent()
        most = self._slice(job)
        left = most - (job.worked if spent is None else spent)
        if left > 0.1 * most and job.worked < min(10 * most, self.options.timeout):
            job.set_timer(left, lambda job: self._slice_up(worker, job))
            return
        self._memory.learn(job.digest, job.shape, quick=False)
        self._move(worker, job)

    def _move(self, worker: Worker, job: Job) -> None:
        """Out of the quick lane: to a long place, or back into a queue."""
        if self._place_for(job):
            self._lengthen(worker)
            self._refill()
            self._dispatch()
            return
        self._take_back(worker, job)
        if self._lanes.put_long(job):
            self._await_place(job)
        else:
            job.fail(self._too_many())

    def _take_back(self, worker: Worker, job: Job) -> None:
        worker.job = None
        self._end(worker)
        job.forget()

    def _lengthen(self, worker: Worker) -> None:
        assert worker.job is not None
        worker.long = True
        self._nursery.nice(worker)
        self._limit(worker.job)

    def _limit(self, job: Job) -> None:
        job.set_timer(self.options.timeout - job.worked, self._time_up)

    def _time_up(self, job: Job) -> None:
        limit = f"{self.options.timeout:g} s"
        self._stop_job(job, StoppedQueryError(f"the query was stopped after {limit}", kind="timeout", limit=limit))

    def _held(self, job: Job) -> None:
        """Look again and again at one who does not read: others may wait for the place."""
        if job.idle >= self.options.stall:
            limit = f"{self.options.stall:g} s"
            message = f"nothing of the answer was taken for {limit}"
            self._stop_job(job, StoppedQueryError(message, kind="timeout", limit=limit))
        elif job.idle >= self.options.patience and self._lanes.any_long(lambda waiting: self._would_do(job, waiting)):
            self._given_up(job)
        else:
            self._watch(job)

    def _watch(self, job: Job) -> None:
        left = self.options.patience - job.idle
        job.set_timer(min(left if left > 0 else self.options.patience, self.options.stall - job.idle), self._held)

    def _given_up(self, job: Job) -> None:
        limit = f"{self.options.patience:g} s"
        message = f"nothing of the answer was taken for {limit}, and others wait"
        self._stop_job(job, StoppedQueryError(message, kind="timeout", limit=limit))

    def _stop_job(self, job: Job, error: KneegraphError) -> None:
        worker = self._worker_of(job)
        if worker is not None:
            self._end(worker, error)

    # What workers tell (processes.Owner)

    def full(self, worker: Worker) -> None:
        """As much waits as may: a large answer takes a long place, and goes on as it is read."""
        job = worker.job
        assert job is not None
        if not worker.long:
            self._move(worker, job)
        if worker.job is None or job.resume is not None:
            return
        worker.hold()
        job.stop_clock()
        job.resume = lambda: self._resume(worker, job)
        job.open()
        self._watch(job)

    def done(self, worker: Worker, seconds: float) -> None:
        """The answer is whole; it may still wait here for its reader."""
        job = worker.job
        assert job is not None
        job.end()
        self._memory.learn(job.digest, job.shape, quick=seconds < self.options.slice)
        answer = job.whole()
        if answer is not None and not job.changes and worker.sha256 == self.sha256:
            self._cache.put(job.digest, job.form, answer)
        self._free(worker)

    def failed(self, worker: Worker, error: KneegraphError) -> None:
        """The query was wrong, or went wrong on its way."""
        assert worker.job is not None
        worker.job.fail(error)
        self._free(worker)

    def _renewed(self) -> None:
        self._cache.clear()
        self._memory = Memory()

    def _deserted(self, error: KneegraphError) -> None:
        for job in self._lanes.drain():
            job.fail(error)

    def _resume(self, worker: Worker, job: Job) -> None:
        job.resume = None
        if worker.job is job and not job.ended:
            job.start_clock()
            self._limit(job)
            worker.resume()

    def _free(self, worker: Worker) -> None:
        """A worker is done; one that gave way to others cannot go back to its old rank, and an old store is not used again."""
        job, worker.job = worker.job, None
        if job is not None and job.resume is not None:
            job.resume = None
            worker.resume()
        if worker.long or worker.sha256 != self.sha256:
            self._discard(worker)
            self._nursery.kill(worker)
        else:
            self._idle.append(worker)
        self._dispatch()
        self._refill()


async def _once(answer: bytes) -> AsyncIterator[bytes]:
    yield answer
