"""The pool's hold on its processes: the nursery that makes workers, and the connection to each of them."""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
import signal
import socket
import sys
from pathlib import Path
from typing import Protocol, cast

from kneegraph.errors import KneegraphError, StoppedQueryError
from kneegraph.server.frames import DATA, END, ERROR, READY, START, Frames, to_error
from kneegraph.server.jobs import Job
from kneegraph.server.worker import EXIT_MEMORY

_MEMORY_WORDS = re.compile(r"memory allocation|bad_alloc|MemoryError|out of memory|Cannot allocate", re.IGNORECASE)


class Owner(Protocol):
    """Who is told what workers do: the pool."""

    def ready(self, worker: Worker) -> None:
        """It has opened the store."""

    def unable(self, worker: Worker, error: KneegraphError) -> None:
        """It cannot open the store."""

    def full(self, worker: Worker) -> None:
        """Its answer has more than may wait."""

    def done(self, worker: Worker, seconds: float) -> None:
        """Its answer is whole, and took so much processor time."""

    def failed(self, worker: Worker, error: KneegraphError) -> None:
        """It gave an error for an answer, and lives on."""

    def lost(self, worker: Worker) -> None:
        """It is gone."""


class Worker(asyncio.Protocol):
    """The connection to one worker process and what it is at."""

    def __init__(self, number: int, owner: Owner, last: asyncio.Future[tuple[int, str]]) -> None:
        self.number = number
        self.last = last  # the status it died with, and its last words
        self.job: Job | None = None
        self.long = False
        self.known = False  # whether its job's text is known to be quick
        self.alive = True
        self.sha256 = ""
        self.process = 0
        self._before = 0.0
        self._owner = owner
        self._frames = Frames()
        self._transport: asyncio.Transport | None = None

    def run(self, job: Job) -> None:
        """Begin with a job."""
        assert self._transport is not None
        self.job = job
        self._before = self._cpu()
        self._transport.write(job.request)

    def spent(self) -> float | None:
        """The processor seconds of the present job; None where the system does not tell."""
        return self._cpu() - self._before if self._before else None

    def hold(self) -> None:
        """Take nothing more from it for now; it will soon stand still."""
        if self._transport is not None:
            self._transport.pause_reading()

    def resume(self) -> None:
        """Take what it has."""
        if self._transport is not None:
            self._transport.resume_reading()

    def hang_up(self) -> None:
        """End the connection: an idle worker leaves, a busy one fails at its next word."""
        self.alive = False
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Asyncio calls it."""
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Asyncio calls it."""
        for kind, payload in self._frames.feed(data):
            if self.alive:
                self._hear(kind, payload)

    def connection_lost(self, _exc: Exception | None) -> None:
        """Asyncio calls it."""
        self.alive = False
        self._owner.lost(self)

    def _hear(self, kind: bytes, payload: bytes) -> None:
        if kind == READY:
            self.process, self.sha256 = json.loads(payload)
            self._owner.ready(self)
        elif self.job is None:
            self._owner.unable(self, to_error(payload))
        elif kind == START:
            self.job.form, self.job.changes = json.loads(payload)
            self.job.sha256 = self.sha256
        elif kind == DATA:
            if self.job.add(payload):
                self._owner.full(self)
        elif kind == END:
            self._owner.done(self, float(payload))
        elif kind == ERROR:
            self._owner.failed(self, to_error(payload))

    def _cpu(self) -> float:
        try:
            return int(Path(f"/proc/{self.process}/schedstat").read_bytes().split()[0]) / 1e9
        except (OSError, ValueError, IndexError):
            return 0.0


class Nursery:
    """The process that forks workers (`kneegraph.server.nursery`), from here."""

    def __init__(self, owner: Owner, folder: Path, memory: int, seconds: float) -> None:
        """Nothing starts yet; memory in bytes."""
        self._owner = owner
        self._command = (sys.executable, "-m", "kneegraph.server.nursery", str(folder))
        self._options = ("--memory", str(memory), "--seconds", str(seconds))
        self.count = 0
        self._last: dict[int, asyncio.Future[tuple[int, str]]] = {}
        self._starting = asyncio.Lock()
        self._control: socket.socket | None = None

    async def start(self) -> None:
        """Start the process."""
        control, theirs = socket.socketpair()
        with theirs:
            self._process = await asyncio.create_subprocess_exec(
                *self._command, *self._options, stdin=theirs.fileno(), stdout=asyncio.subprocess.PIPE, start_new_session=True
            )
        self._control = control
        self._listener = asyncio.create_task(self._listen(self._process))

    async def stop(self) -> None:
        """Kill every worker, and end."""
        if self._control is None:
            return
        self._control.close()
        self._control = None
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._process.wait(), 5)
        if self._process.returncode is None:
            self._process.kill()
            await self._process.wait()
        await self._listener

    async def fork(self) -> Worker:
        """A new worker; it says itself when it is ready. A nursery that died is started again."""
        async with self._starting:
            if self._process.returncode is not None:
                await self.stop()
                await self.start()
        self.count += 1
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                assert self._control is not None
                socket.send_fds(self._control, [b"fork %d\n" % self.count], [theirs.fileno()])
        except (OSError, AssertionError) as error:
            ours.close()
            raise StoppedQueryError("no worker can be started", kind="crash") from error
        loop = asyncio.get_running_loop()
        worker = Worker(self.count, self._owner, loop.create_future())
        self._last[worker.number] = worker.last
        await loop.create_unix_connection(lambda: worker, sock=ours)
        return worker

    def kill(self, worker: Worker) -> None:
        """End a worker at once."""
        worker.hang_up()
        self._say(b"kill %d\n" % worker.number)

    def nice(self, worker: Worker) -> None:
        """Give way to others."""
        self._say(b"nice %d\n" % worker.number)

    def _say(self, line: bytes) -> None:
        with contextlib.suppress(OSError):  # it is gone, and with it all workers
            if self._control is not None:
                self._control.sendall(line)

    async def _listen(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None
        while line := await process.stdout.readline():
            number, status, said = json.loads(line)
            last = self._last.pop(number)
            if not last.done():
                last.set_result((status, said))
        await process.wait()
        for last in self._last.values():
            if not last.done():
                last.set_result((-signal.SIGTERM, ""))
        self._last.clear()


async def why(worker: Worker, limit: str) -> StoppedQueryError:
    """Why a worker is gone that nobody killed."""
    try:
        status, said = await asyncio.wait_for(worker.last, 2)
    except TimeoutError:
        status, said = -signal.SIGTERM, ""
    return _cause(status, said, limit)


def _cause(status: int, said: str, limit: str) -> StoppedQueryError:
    """The kernel kills for memory with SIGKILL; a stack that cannot grow or a null pointer from malloc is a SIGSEGV."""
    if status in (EXIT_MEMORY, -signal.SIGKILL, -signal.SIGSEGV) or _MEMORY_WORDS.search(said):
        return StoppedQueryError(f"the query was stopped: it needs more memory than {limit}", kind="memory", limit=limit)
    if status == -signal.SIGXCPU:
        return StoppedQueryError("the query was stopped: it used up its processor time", kind="timeout")
    name = signal.Signals(-status).name if status < 0 else f"status {status}"
    return StoppedQueryError(f"the query engine failed ({name}); the query was not run again", kind="crash")
