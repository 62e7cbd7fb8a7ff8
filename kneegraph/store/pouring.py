"""Files that go into a store by one load, the later ones while they are still being made."""

from __future__ import annotations

import errno
import os
import shutil
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from tempfile import mkdtemp

from pyoxigraph import RdfFormat
from pyoxigraph import Store as Oxigraph

_CHUNK = 8 << 20
_WAIT = 0.2
#: What no reader of N-Quads takes: so a load ends that is not to be finished.
_NONSENSE = b"\nnothing\n"


class Pouring:
    """One load of many files of N-Quads whose every line was checked; blank nodes of one name are one, whatever their file.

    The engine sorts what a load brings once, at its end; loads that follow each other cost a tenth more. So the files go
    through a pipe, one after the other, as they come. A load leaves many runs, through all of which a look-up has to go, which
    makes it up to four times as slow; so at last they are merged.
    """

    def __init__(self, engine: Oxigraph) -> None:
        """Begin to load."""
        self._engine = engine
        self._files: SimpleQueue[Path | None] = SimpleQueue()
        self._given_up = False
        self._done = self._size = 0
        self._folder = Path(mkdtemp(prefix="kneegraph-"))
        self._pipe = self._folder / "quads.nq"
        self._threads = ThreadPoolExecutor(2)
        if hasattr(os, "mkfifo"):
            os.mkfifo(self._pipe)
            self._loading: Future[None] = self._threads.submit(self._load, self._pipe)
            self._feeding: Future[None] | None = self._threads.submit(self._feed)
        else:  # Windows: one load after the other
            self._loading, self._feeding = self._threads.submit(self._load_each), None

    def add(self, path: Path) -> None:
        """Load this file too, once those before it are in."""
        self._size += path.stat().st_size
        self._files.put(path)

    def finish(self, tell: Callable[[int, int], None]) -> None:
        """Wait until all is loaded. `tell` is told how many bytes have gone in, of how many.

        Raises what the engine raised, and OSError for a file that cannot be read.
        """
        self._files.put(None)
        while wait([self._loading], timeout=_WAIT).not_done:
            tell(self._done, self._size)
        self._end()
        self._loading.result()
        if self._feeding is not None:
            self._feeding.result()
        tell(self._done, self._size)

    def stop(self) -> None:
        """Give up what is not finished, without reading it to its end."""
        self._given_up = True
        self._files.put(None)
        wait([self._loading])
        self._end()

    def _end(self) -> None:
        self._threads.shutdown()
        del self._engine  # what failed would otherwise hold it, and with it the lock on its folder
        shutil.rmtree(self._folder, ignore_errors=True)

    def _load(self, path: Path) -> None:
        self._engine.bulk_load(path=str(path), format=RdfFormat.N_QUADS, lenient=True)
        self._engine.optimize()
        self._engine.flush()

    def _load_each(self) -> None:
        while (path := self._files.get()) and not self._given_up:
            self._load(path)
            self._done += path.stat().st_size

    def _feed(self) -> None:
        """Write file after file into the pipe, as long as there is somebody who reads it."""
        with suppress(BrokenPipeError), os.fdopen(self._entered(), "wb") as out:
            while path := self._files.get():
                with path.open("rb") as content:
                    while not self._given_up and (chunk := content.read(_CHUNK)):
                        out.write(chunk)
                        self._done += len(chunk)
            if self._given_up:
                out.write(_NONSENSE)

    def _entered(self) -> int:
        """The pipe, opened for writing. Raises BrokenPipeError where the reader ended before it came to reading."""
        while True:
            try:
                pipe = os.open(self._pipe, os.O_WRONLY | os.O_NONBLOCK)
            except OSError as error:
                if error.errno != errno.ENXIO:
                    raise
                if self._loading.done():
                    raise BrokenPipeError from None
                time.sleep(0.001)
            else:
                os.set_blocking(pipe, True)
                return pipe
