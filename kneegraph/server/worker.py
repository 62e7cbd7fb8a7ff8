"""The process that runs other people's queries: it opens the store itself, and has little memory and time to lose.

What a query can do to it is known: run for hours, ask for terabytes, abort. So it holds nothing of worth, has no terminal
and no core file, and is killed from outside; see `kneegraph.server.pool`.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import resource
import signal
import socket
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from kneegraph import sparql
from kneegraph.errors import KneegraphError, StoppedQueryError, UnknownTermError
from kneegraph.nearest import nearest
from kneegraph.server.frames import ASK, DATA, END, ERROR, HEAD_SIZE, READY, START, frame, from_error, head
from kneegraph.store.local import DiskStore

#: How a worker leaves when Python itself ran out of memory.
EXIT_MEMORY = 77
CHUNK = 64 * 1024
_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes beyond what an open store takes, and seconds of processor time for one query (a second belt: the pool kills)."""

    memory: int
    seconds: float

    def apply(self) -> None:
        """Bind this process for good: its memory and core file."""
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        with contextlib.suppress(OSError, ValueError):  # where the system has no such limit
            most = _address_space() + self.memory
            resource.setrlimit(resource.RLIMIT_AS, (most, most))

    def apply_time(self, used: float) -> None:
        """Allow the next query its seconds on top of what the process has used."""
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (int(used + self.seconds) + 2, hard))


def _address_space() -> int:
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    except OSError:
        return 1 << 30


class Outlet:
    """The file that an answer is written to: cut into frames, sent when there is enough; blocks while nobody reads."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._head = b""
        self._data = bytearray()

    def begin(self, form: str, *, changes: bool = False) -> None:
        """Announce an answer of this form, and whether it is another one each time; it goes out with the first data."""
        self._head = frame(START, json.dumps([form, changes]).encode("ascii"))

    def write(self, data: bytes) -> int:
        """Take some bytes of the answer."""
        self._data += data
        if len(self._data) >= CHUNK:
            self._send(b"")
        return len(data)

    def flush(self) -> None:
        """Nothing: what is there goes out in its time."""

    def end(self, seconds: float) -> None:
        """The answer is whole and took so much processor time."""
        self._send(frame(END, str(seconds).encode("ascii")))

    def fail(self, error: KneegraphError) -> None:
        """There is no answer, or no more of it."""
        self._data.clear()
        self._head = b""
        self._send(frame(ERROR, from_error(error)))

    def _send(self, last: bytes) -> None:
        data = frame(DATA, bytes(self._data)) if self._data else b""
        self._connection.sendall(self._head + data + last)
        self._head = b""
        self._data.clear()


def serve(connection: socket.socket, folder: Path, limits: Limits) -> None:
    """Open the store, then answer what comes, until the pool hangs up."""
    try:
        store = DiskStore(folder)
    except KneegraphError as error:
        connection.sendall(frame(ERROR, from_error(error)))
        return
    limits.apply()
    limits.apply_time(_used())
    connection.sendall(frame(READY, json.dumps([os.getpid(), store.manifest.sha256]).encode("ascii")))
    with connection.makefile("rb") as requests, contextlib.suppress(ConnectionError):
        while (request := _read(requests)) is not None:
            _answer(store, request, Outlet(connection), limits)


def _read(requests: IO[bytes]) -> dict[str, Any] | None:
    start = requests.read(HEAD_SIZE)
    if len(start) < HEAD_SIZE:
        return None
    kind, length = head(start)
    assert kind == ASK
    found: dict[str, Any] = json.loads(requests.read(length))
    return found


def _answer(store: DiskStore, request: dict[str, Any], out: Outlet, limits: Limits) -> None:
    before = _used()
    limits.apply_time(before)
    try:
        _write(store, request, out)
    except KneegraphError as error:
        out.fail(error)
    except MemoryError:
        os._exit(EXIT_MEMORY)
    except ConnectionError:
        raise
    except Exception as error:
        out.fail(StoppedQueryError(f"the query failed: {type(error).__name__}: {error}", kind="crash"))
    else:
        out.end(_used() - before)


def _write(store: DiskStore, request: dict[str, Any], out: Any) -> None:
    if "query" not in request:
        graph = request["graph"]
        if graph and graph not in (names := store.graph_names()):
            raise UnknownTermError("graph", graph, nearest(graph, names))
        out.begin("DUMP")
        store.write(out, request["format"], graph=graph)
        return
    result = store.query(
        request["query"],
        terms=store.manifest.terms,
        default_graphs=request["default_graphs"],
        named_graphs=request["named_graphs"],
    )
    out.begin(result.form, changes=sparql.changes(request["query"]))
    format = _chosen(request["format"], result.form)
    if format is not None:  # else the caller learns from the form that it cannot take the answer
        result.write(out, format)


def _chosen(format: str | dict[str, str | None], form: str) -> str | None:
    if isinstance(format, str):
        return format
    return format["rows" if form in ("SELECT", "ASK") else "triples"]


def _used() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def settle(parent: int) -> None:
    """Make an orphan's life impossible, and leave signals of the terminal to the server. Call it first in a new process."""
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, signal.SIG_IGN)
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)
