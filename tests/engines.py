"""SPARQL engines that are not ours, started on this machine for as long as a test wants them."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

#: The graph into which Virtuoso, which has no default graph of its own, takes the triples that stand in none.
HOME = "urn:example:kneegraph"

_VIRTUOSO = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
FileExtend = 200
[TempDatabase]
DatabaseFile = {folder}/virtuoso-temp.db
TransactionFile = {folder}/virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
CheckpointInterval = 0
DirsAllowed = {folder}
NumberOfBuffers = 4000
MaxDirtyBuffers = 3000
ThreadsPerQuery = 1
AsyncQueueMaxThreads = 2
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {folder}
ServerThreads = 4
MaxKeepAlives = 4
KeepAliveTimeout = 10
EnabledGzipContent = 1
[SPARQL]
ResultSetMaxRows = {rows}
MaxQueryCostEstimationTime = 400000
MaxQueryExecutionTime = {seconds}
"""


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


@contextmanager
def oxigraph(folder: Path, quads: str, *options: str) -> Iterator[str]:
    """The address of Oxigraph's own server with these N-Quads in it, read-only; it ends with the block."""
    program = shutil.which("oxigraph") or shutil.which("oxigraph", path=Path(sys.executable).parent)
    assert program, "oxigraph is among what the tests need: make test installs it"
    (folder / "graph.nq").write_text(quads, encoding="utf-8")
    place = ("--location", str(folder / "store"))
    subprocess.run([program, "load", *place, "--file", str(folder / "graph.nq")], check=True, capture_output=True)
    address = f"127.0.0.1:{free_port()}"
    with _running([program, "serve-read-only", *place, "--bind", address, *options], folder, f"http://{address}/"):
        yield f"http://{address}/query"


@contextmanager
def virtuoso(folder: Path, quads: str, *, rows: int = 10_000, seconds: int = 60) -> Iterator[str]:
    """The address of a fresh Virtuoso with these N-Quads in it, which cuts answers at so many rows and so many seconds."""
    program, client = shutil.which("virtuoso-t"), shutil.which("isql-vt") or shutil.which("isql")
    assert program, "the tests need Virtuoso: make virtuoso"
    assert client, "the tests need Virtuoso's isql: make virtuoso"
    sql, http = free_port(), free_port()
    settings = _VIRTUOSO.format(folder=folder, sql=sql, http=http, rows=rows, seconds=seconds)
    (folder / "virtuoso.ini").write_text(settings, encoding="utf-8")
    (folder / "graph.nq").write_text(quads, encoding="utf-8")
    load = f"DB.DBA.TTLP(file_to_string('{folder}/graph.nq'), '', '{HOME}', 512); checkpoint;"
    start = [program, "+configfile", str(folder / "virtuoso.ini"), "+foreground"]
    with _running(start, folder, f"http://127.0.0.1:{http}/sparql"):
        loading = [client, f"127.0.0.1:{sql}", "dba", "dba", "ERRORS=STDOUT", f"exec={load}"]
        done = subprocess.run(loading, check=True, capture_output=True, text=True)
        assert "Error" not in done.stdout, done.stdout
        yield f"http://127.0.0.1:{http}/sparql"


@contextmanager
def _running(command: list[str], folder: Path, url: str) -> Iterator[None]:
    """A server from when it answers to the end of the block."""
    with (folder / "log").open("wb") as log, subprocess.Popen(command, cwd=folder, stdout=log, stderr=log) as server:
        try:
            _wait(server, url)
            yield
        finally:
            server.kill()  # nothing in it is worth the time of an orderly end


def _wait(server: subprocess.Popen[bytes], url: str) -> None:
    for _ in range(600):
        try:
            urllib.request.urlopen(url, timeout=10).close()
            return
        except urllib.error.HTTPError as error:
            error.close()
            return
        except (urllib.error.URLError, ConnectionError):
            assert server.poll() is None, "the server ended"
            time.sleep(0.05)
    pytest.fail("the server did not answer")
