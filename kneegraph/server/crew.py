"""The worker processes of a pool: as many as there should be, all on the newest store, none lost without a reason told."""

from __future__ import annotations

import asyncio
import os
from abc import ABC, abstractmethod
from collections.abc import Coroutine
from dataclasses import dataclass
from pathlib import Path

from kneegraph.errors import KneegraphError, StoppedQueryError
from kneegraph.server.jobs import Job
from kneegraph.server.processes import Nursery, Worker, why

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Options:
    """What a pool may take. Times in seconds, sizes in bytes; `slice` is of processor time.

    `timeout` is for the engine's work: it does not count while the caller is slow to read, who is dropped after `stall`, and
    after `patience` already when others wait for a long place. `max_query` is for the UTF-8 of a query asked over HTTP.
    """

    workers: int = 0  # quick workers; 0 for one per core, and at least two
    spares: int = 1
    timeout: float = 10.0
    memory: int = 512 * MIB
    slice: float = 0.1
    long: int = 4
    long_queue: int = 64
    quick_queue: int = 1024
    buffer: int = MIB
    stall: float = 30.0
    patience: float = 2.0
    max_query: int = 64 * 1024
    cache_bytes: int = 32 * MIB
    cache_largest: int = 256 * 1024
    grace: float = 2.0

    @property
    def quick(self) -> int:
        """The number of quick workers."""
        return self.workers or max(os.cpu_count() or 1, 2)


class Crew(ABC):
    """Workers that come and go; which job goes to whom is the pool's business."""

    def __init__(self, folder: Path, options: Options) -> None:
        """Nothing starts yet."""
        self.folder = folder
        self.options = options
        self.sha256 = ""
        self._nursery = Nursery(self, folder, options.memory, options.timeout)
        self._workers: set[Worker] = set()
        self._idle: list[Worker] = []
        self._forking = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._opened: asyncio.Future[None] | None = None
        self._newest = self._after = 0  # numbers of workers
        self._stopping = False

    @abstractmethod
    def _dispatch(self) -> None:
        """There may be work for an idle worker."""

    @abstractmethod
    def _renewed(self) -> None:
        """What was known of the store no longer holds."""

    @abstractmethod
    def _deserted(self, error: KneegraphError) -> None:
        """There are no workers and can be none: whoever waits must know."""

    @abstractmethod
    def full(self, worker: Worker) -> None:
        """See `processes.Owner`."""

    @abstractmethod
    def done(self, worker: Worker, seconds: float) -> None:
        """See `processes.Owner`."""

    @abstractmethod
    def failed(self, worker: Worker, error: KneegraphError) -> None:
        """See `processes.Owner`."""

    async def reopen(self) -> None:
        """Open the store as it is now; what runs ends on the old one. Raises StoreError, and goes on with the old one."""
        self._opened = asyncio.get_running_loop().create_future()
        self._after = self._nursery.count
        self._fork()
        await self._opened

    def ready(self, worker: Worker) -> None:
        """A worker has opened the store, perhaps a newer one than the others have."""
        self._forking -= 1
        self._workers.add(worker)
        if worker.sha256 != self.sha256 and worker.number < self._newest:
            self._end(worker)  # it was forked before the one that found the newer store
            return
        if worker.sha256 != self.sha256:
            self._turn_over(worker)
        self._newest = max(self._newest, worker.number)
        if self._opened is not None and not self._opened.done() and worker.number > self._after:
            self._opened.set_result(None)
        self._idle.append(worker)
        self._dispatch()
        self._refill()

    def unable(self, worker: Worker, error: KneegraphError) -> None:
        """The store cannot be opened now: whoever waits must know, rather than wait."""
        self._forking -= 1
        self._discard(worker)
        self._cannot(error)

    def lost(self, worker: Worker) -> None:
        """A worker is gone, by its own doing unless it was discarded before."""
        if worker not in self._workers:
            return
        self._spawn(self._explain(worker, worker.job))
        worker.job = None
        self._discard(worker)
        if worker.sha256:
            self._refill()
        else:
            self._forking -= 1
            self._cannot(StoppedQueryError("no worker can be started", kind="crash"))

    async def _explain(self, worker: Worker, job: Job | None) -> None:
        limit = f"{self.options.memory // MIB} MiB"
        error = await why(worker, limit)
        if job is not None:
            job.fail(error)

    def _end(self, worker: Worker, error: KneegraphError | None = None) -> None:
        job, worker.job = worker.job, None
        self._discard(worker)
        self._nursery.kill(worker)
        if job is not None and error is not None:
            job.fail(error)
        self._refill()
        self._dispatch()

    def _discard(self, worker: Worker) -> None:
        self._workers.discard(worker)
        if worker in self._idle:
            self._idle.remove(worker)

    def _turn_over(self, newest: Worker) -> None:
        self.sha256 = newest.sha256
        self._renewed()
        for worker in [w for w in self._idle if w.sha256 != self.sha256]:
            self._end(worker)

    def _cannot(self, error: KneegraphError) -> None:
        if self._opened is not None and not self._opened.done():
            self._opened.set_exception(error)
        if not self._idle and not any(worker.job for worker in self._workers):
            self._deserted(error)

    def _refill(self) -> None:
        """As many workers as the quick lane and its spares need; those in long places do not count."""
        there = self._forking + len(self._idle) + sum(1 for w in self._workers if w.job and not w.long)
        for _ in range(2 * self.options.quick + self.options.spares - there):
            self._fork()

    def _fork(self) -> None:
        if not self._stopping:
            self._forking += 1
            self._spawn(self._make())

    async def _make(self) -> None:
        try:
            worker = await self._nursery.fork()
        except KneegraphError as error:
            self._forking -= 1
            self._cannot(error)
            return
        if worker.alive:
            self._workers.add(worker)

    def _spawn(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
