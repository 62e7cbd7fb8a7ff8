"""The process that workers come from: it has imported all they need and opened nothing, so that a new one costs a fork.

Starting Python and importing kneegraph takes a tenth of a second of processor time; under attack, when every bomb costs a
worker its life, that would be the greater harm. A process that holds RocksDB open must not fork; this one never opens it.
Standard input is a socket from the pool, with lines `fork ID` (beside it the worker's end of a connection), `kill ID`,
`nice ID`; standard output tells of each death: `[ID, status, last words]`. At the end of input, all die.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import json
import os
import select
import signal
import socket
from collections import deque
from pathlib import Path

from kneegraph.server.worker import Limits, serve, settle

NICE = 15
_WORDS = 4096


class Nursery:
    """The children by the pool's numbers. Everything about process ids happens here, where none can be reused unseen."""

    def __init__(self, folder: Path, limits: Limits, control: socket.socket) -> None:
        self._folder = folder
        self._limits = limits
        self._control = control
        self._connections: deque[int] = deque()
        self._children: dict[int, tuple[int, int]] = {}  # the pool's number: process id, where its last words come out
        self._rest = b""
        self._woken, self._wake = os.pipe()
        os.set_blocking(self._wake, False)
        os.set_blocking(self._woken, False)

    def run(self) -> None:
        """Do what the pool says until it hangs up."""
        signal.set_wakeup_fd(self._wake, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        while True:
            heard = self._control.fileno()
            ready, _, _ = select.select([heard, self._woken], [], [])
            if self._woken in ready:
                with contextlib.suppress(BlockingIOError):
                    os.read(self._woken, 4096)
                self._bury()
            if heard in ready and not self._hear():
                break
        for process, _ in self._children.values():
            os.kill(process, signal.SIGKILL)
        for process, _ in self._children.values():
            os.waitpid(process, 0)

    def _hear(self) -> bool:
        data, descriptors, _, _ = socket.recv_fds(self._control, 65536, 64)
        self._connections.extend(descriptors)
        *lines, self._rest = (self._rest + data).split(b"\n")
        for line in lines:
            word, number = line.split()
            self._obey(word, int(number))
        return bool(data)

    def _obey(self, word: bytes, number: int) -> None:
        if word == b"fork":
            self._fork(number, self._connections.popleft())
        elif number in self._children:  # else it died before the pool's word came
            process, _ = self._children[number]
            if word == b"kill":
                os.kill(process, signal.SIGKILL)
            else:
                os.setpriority(os.PRIO_PROCESS, process, NICE)

    def _fork(self, number: int, connection: int) -> None:
        heard, words = os.pipe()
        here = os.getpid()
        process = os.fork()
        if process == 0:
            try:
                self._become_worker(here, connection, words)
            finally:
                os._exit(1)
        os.close(words)
        os.close(connection)
        os.set_blocking(heard, False)
        self._children[number] = process, heard

    def _become_worker(self, parent: int, connection: int, words: int) -> None:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        settle(parent)
        os.set_blocking(words, False)  # somebody who never stops complaining must not wait to be heard
        nothing = os.open(os.devnull, os.O_RDWR)
        for target, source in ((0, nothing), (1, nothing), (2, words)):
            os.dup2(source, target)
        for other in (self._woken, self._wake, *(heard for _, heard in self._children.values())):
            os.close(other)
        try:
            serve(socket.socket(fileno=connection), self._folder, self._limits)
        except BaseException as error:  # a Rust panic is no Exception
            os.write(2, f"{type(error).__name__}: {error}".encode()[:_WORDS])
            os._exit(1)
        os._exit(0)

    def _bury(self) -> None:
        for number, (process, heard) in list(self._children.items()):
            found, status = os.waitpid(process, os.WNOHANG)
            if found == process:
                del self._children[number]
                self._tell(number, os.waitstatus_to_exitcode(status), heard)

    @staticmethod
    def _tell(number: int, status: int, heard: int) -> None:
        try:
            said = os.read(heard, _WORDS).decode("utf-8", "replace")
        except BlockingIOError:
            said = ""
        os.close(heard)
        with contextlib.suppress(BrokenPipeError):
            os.write(1, json.dumps([number, status, said]).encode("ascii") + b"\n")


def main() -> None:
    """`python -m kneegraph.server.nursery FOLDER --memory BYTES --seconds N`, started by the pool only."""
    parser = argparse.ArgumentParser(prog="kneegraph.server.nursery")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--memory", type=int, required=True)
    parser.add_argument("--seconds", type=float, required=True)
    args = parser.parse_args()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, signal.SIG_IGN)
    os.environ["RUST_BACKTRACE"] = "0"  # last words, not a speech
    gc.freeze()  # what is imported stays shared with the children
    Nursery(args.folder, Limits(args.memory, args.seconds), socket.socket(fileno=0)).run()


if __name__ == "__main__":
    main()
