"""A whole server of its own process for tests, and what they ask of it."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx


@dataclass
class Served:
    """A server that runs: its address, its process, and the lines of its log so far."""

    url: str
    process: subprocess.Popen[str]
    log: list[str] = field(default_factory=list)
    client: httpx.Client = field(default_factory=lambda: httpx.Client(verify=False, timeout=30))

    @property
    def port(self) -> int:
        return int(self.url.rsplit(":", 1)[1])

    def get(self, path: str, **options: Any) -> httpx.Response:
        return self.client.get(self.url + path, **options)

    def query(self, text: str, **options: Any) -> httpx.Response:
        return self.get("/sparql", params={"query": text}, **options)

    def entries(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.log if line.startswith("{")]


@contextmanager
def serving(*options: str) -> Iterator[Served]:
    """`kneegraph serve` on a free port, ended by SIGTERM."""
    process = subprocess.Popen(
        [sys.executable, "-m", "kneegraph", "serve", "--port", "0", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    found = re.search(r"at (http://\S+)", line)
    if found is None:
        process.kill()
        raise AssertionError(f"the server did not start: {line}{process.communicate()[1]}")
    served = Served(found[1], process)
    reader = threading.Thread(target=_read, args=(served,), daemon=True)
    reader.start()
    try:
        yield served
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
        reader.join(5)
        process.stdout.close()
        if process.stderr is not None:
            process.stderr.close()
        served.client.close()


def _read(served: Served) -> None:
    assert served.process.stderr is not None
    for line in served.process.stderr:
        served.log.append(line.rstrip("\n"))


#: A query that never ends by itself.
BOMB = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?a != ?d && ?d != ?g) }"


def ask_bomb(server: Served) -> int:
    """Ask it, and give the status."""
    return httpx.get(f"{server.url}/sparql", params={"query": BOMB}, timeout=30).status_code


def eventually(holds: object, seconds: float = 3.0) -> bool:
    """Whether something comes to hold within some seconds."""
    assert callable(holds)
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if holds():
            return True
        time.sleep(0.02)
    return bool(holds())
