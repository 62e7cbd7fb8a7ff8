"""A server of the packaged data on a free port of this machine, for tests that need a whole one."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

import kneegraph
from kneegraph.server.app import Settings, create_app


@contextmanager
def running_server(folder: Path, *, collection: str | None = None) -> Iterator[str]:
    """Its address, without a slash at the end. The store is built in the folder.

    With a collection, drafts, pages and the API know only that; queries are asked of all there is.
    """
    store = folder / "store"
    subprocess.run([sys.executable, "-m", "kneegraph", "build", "--store", str(store)], check=True, capture_output=True)
    app = create_app(kneegraph.load(collection=collection or ()), store, Settings(packaged=True, log=_unheard))
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=1))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [found]}, daemon=True)
        thread.start()
        _wait(lambda: server.started, thread)
        yield f"http://127.0.0.1:{found.getsockname()[1]}"
        server.should_exit = True
        thread.join(timeout=10)


def _unheard(_: str) -> None:
    """No access log in tests."""


def _wait(started: Callable[[], bool], thread: threading.Thread) -> None:
    for _ in range(200):
        if started():
            return
        assert thread.is_alive(), "the server did not start"
        time.sleep(0.05)
    raise AssertionError("the server did not start within 10 seconds")
