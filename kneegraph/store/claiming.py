"""One build at a time in a folder, and nothing taken away that somebody reads.

Both are locks on folders, which the system lets go when their holder dies, however it dies.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from kneegraph.errors import StoreError

try:
    import fcntl
except ImportError:  # Windows; there RocksDB's own lock on the data that are being made has to do
    fcntl = None  # type: ignore[assignment]


@contextmanager
def claimed(folder: Path) -> Iterator[None]:
    """Hold this existing folder for one build. Raises StoreError while another holds it."""
    if fcntl is None:
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        _lock(handle, folder)
        yield
    finally:
        os.close(handle)


def _lock(handle: int, folder: Path) -> None:
    busy = StoreError("another build is at work here; wait for it to end", path=folder)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise busy from None
    except OSError:
        return  # some network file systems lock no folders
    with suppress(FileNotFoundError):
        if os.fstat(handle).st_ino == folder.stat().st_ino:
            return
    raise busy  # it failed, and took the folder that it had made with it, between our look and our lock


def keep(data: Path) -> ExitStack:
    """Keep a generation of data from being taken away until this is closed; what is gone already is not kept."""
    kept = ExitStack()
    if fcntl is not None:
        with suppress(OSError):
            handle = os.open(data, os.O_RDONLY)
            kept.callback(os.close, handle)
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    return kept


def unread(data: Path) -> bool:
    """Whether nobody keeps this generation of data."""
    if fcntl is None:
        return True
    handle = os.open(data, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True
    finally:
        os.close(handle)
    return True
