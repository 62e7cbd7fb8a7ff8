"""`kneegraph serve` under load, beside a bare pyoxigraph behind the same web stack, in one run.

    .venv/bin/python benchmarks/serve.py [SECONDS] [CONNECTIONS]

Both serve the packaged graph on 127.0.0.1 and are asked the packaged named queries (those that need no value, and the others
with their defaults) in a fixed random order over kept-alive connections, by one client process. Prints requests a second,
median and 99th percentile in milliseconds, errors, and the ratio of ours to the bare one; with its cache of answers and
without. The bare server has none of what ours has: no limits, no worker processes, no negotiation.
"""

from __future__ import annotations

import asyncio
import platform
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import quote

import kneegraph
from kneegraph.errors import QueryError

BARE = """
import sys
import pyoxigraph, uvicorn
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route
from kneegraph import vocab
store = pyoxigraph.Store.read_only(sys.argv[1])
tables, triples = pyoxigraph.QueryResultsFormat.JSON, pyoxigraph.RdfFormat.TURTLE
def answer(request):  # a plain function runs in a thread
    found = store.query(request.query_params["query"], prefixes=vocab.PREFIXES, base_iri=vocab.ID)
    form = triples if isinstance(found, pyoxigraph.QueryTriples) else tables
    return Response(found.serialize(format=form), media_type=form.media_type)
app = Starlette(routes=[Route("/sparql", answer)])
uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[2]), log_level="error", access_log=False)
"""


@dataclass
class Load:
    """What a run of requests took."""

    milliseconds: list[float] = field(default_factory=list)
    errors: int = 0
    seconds: float = 0.0

    def line(self, name: str, base: Load | None) -> str:
        """A line of the table; the ratio is of our median and 99th percentile to the bare ones."""
        rate, p50, p99 = self.figures
        ratio = f"{p50 / base.figures[1]:>9.2f}{p99 / base.figures[2]:>9.2f}{base.figures[0] / rate:>12.2f}" if base else ""
        return f"{name:<34}{rate:>8.0f}{p50:>9.1f}{p99:>9.1f}{self.errors:>8}{ratio}"

    @property
    def figures(self) -> tuple[float, float, float]:
        """Requests a second, median, 99th percentile."""
        return len(self.milliseconds) / self.seconds, median(self.milliseconds), quantiles(self.milliseconds, n=100)[98]


def queries(graph: kneegraph.Graph) -> list[str]:
    """The text of every named query that can be asked without a value."""
    texts = []
    for name in graph.named_queries():
        try:
            texts.append(graph.named_query_text(name))
        except QueryError:
            continue  # it needs a value
    return texts


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


@contextmanager
def running(command: Sequence[str], port: int) -> Iterator[int]:
    """A server process, once it accepts connections."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        else:
            raise SystemExit(f"{command} did not start")
        yield port
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


async def ask(port: int, texts: Sequence[str], until: float, load: Load, seed: int) -> None:
    """One connection: one request after the other."""
    chosen = random.Random(seed)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while time.perf_counter() < until:
        query = quote(chosen.choice(texts), safe="")
        began = time.perf_counter()
        writer.write(f"GET /sparql?query={query} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: */*\r\n\r\n".encode())
        if await status(reader) != 200:
            load.errors += 1
        load.milliseconds.append(1000 * (time.perf_counter() - began))
    writer.close()


async def status(reader: asyncio.StreamReader) -> int:
    """Read one answer to its end and give its status."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    code = int(head.split(" ", 2)[1])
    if "transfer-encoding: chunked" in head:
        while size := int((await reader.readuntil(b"\r\n")).strip(), 16):
            await reader.readexactly(size + 2)
        await reader.readexactly(2)
    else:
        length = next(line for line in head.split("\r\n") if line.startswith("content-length:"))
        await reader.readexactly(int(length.partition(":")[2]))
    return code


async def measure(port: int, texts: Sequence[str], seconds: float, connections: int) -> Load:
    """All connections at once, after a second that does not count."""
    for warm, length in ((True, min(1.0, seconds)), (False, seconds)):
        load = Load()
        began = time.perf_counter()
        until = began + length
        await asyncio.gather(*(ask(port, texts, until, load, seed) for seed in range(connections)))
        load.seconds = time.perf_counter() - began
        if not warm:
            return load
    raise AssertionError("unreachable")


def main(seconds: float, connections: int) -> None:
    """Build the store once, then load each server in turn."""
    print(f"{platform.python_implementation()} {platform.python_version()}, {platform.machine()}; {connections} connections")
    print(f"{'server':<34}{'req/s':>8}{'p50 ms':>9}{'p99 ms':>9}{'errors':>8}{'× p50':>9}{'× p99':>9}{'× time/req':>12}")
    texts = queries(kneegraph.load())
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        data = kneegraph.build_store(store).data(store)
        ports = free_port(), free_port(), free_port()
        serve = [sys.executable, "-m", "kneegraph", "serve", "--store", str(store), "--port"]
        cases = {
            "bare pyoxigraph, starlette": [sys.executable, "-c", BARE, str(data), str(ports[0])],
            "kneegraph serve, no cache": [*serve, str(ports[1]), "--cache", "0"],
            "kneegraph serve": [*serve, str(ports[2])],
        }
        base = None
        for (name, command), port in zip(cases.items(), ports, strict=True):
            with running(command, port):
                load = asyncio.run(measure(port, texts, seconds, connections))
            print(load.line(name, base), flush=True)
            base = base or load


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 30.0, int(sys.argv[2]) if len(sys.argv) > 2 else 64)
