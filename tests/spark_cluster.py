"""A Spark cluster of its own for a test: a master and workers as processes on this machine."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pyspark

_SPARK_CLASS = Path(pyspark.__file__).parent / "bin" / "spark-class"
_DEPLOY = "org.apache.spark.deploy"
_PATIENCE = 60.0


@dataclass
class Worker:
    """A worker process, with what it started, and the folder in which its executors write their logs."""

    process: subprocess.Popen[bytes]
    folder: Path

    def tasks(self, said: str) -> int:
        """How many tasks its executors have begun (`Running`) or ended (`Finished`)."""
        logs = self.folder.glob("app-*/*/stderr")
        return sum(len(re.findall(rf"{said} task \d+\.\d+ in stage", log.read_text(errors="replace"))) for log in logs)

    def kill(self) -> None:
        """Kill it and its executors, at once."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@dataclass
class Cluster:
    """Where the master listens, and the workers."""

    url: str
    workers: list[Worker] = field(default_factory=list)


@contextmanager
def spark_cluster(folder: Path, workers: int) -> Iterator[Cluster]:
    """A cluster of workers of one core each; at the end none of its processes is left."""
    environment = {
        **os.environ,
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_NO_DAEMONIZE": "1",
        "SPARK_DAEMON_MEMORY": "256m",
        "SPARK_LOCAL_DIRS": str(folder / "local"),
    }
    started: list[subprocess.Popen[bytes]] = []

    def start(name: str, *args: str) -> tuple[subprocess.Popen[bytes], Path]:
        log = folder / f"{name}.log"
        command = [str(_SPARK_CLASS), *args]
        with log.open("wb") as out:
            made = subprocess.Popen(command, env=environment, stdout=out, stderr=out, start_new_session=True)
        started.append(made)
        return made, log

    try:
        _, log = start("master", f"{_DEPLOY}.master.Master", "--host", "127.0.0.1", "--port", "0", "--webui-port", "0")
        cluster = Cluster(awaited(lambda: _found(log, r"Starting Spark master at (spark://\S+)"), "the master"))
        for number in range(workers):
            home = folder / f"worker-{number}"
            options = ("--host", "127.0.0.1", "--cores", "1", "--memory", "600m", "--webui-port", "0", "--work-dir", str(home))
            process, own = start(f"worker-{number}", f"{_DEPLOY}.worker.Worker", *options, cluster.url)
            cluster.workers.append(Worker(process, home))
            awaited(lambda own=own: _found(own, r"(Successfully registered) with master"), "a worker")  # type: ignore[misc]
        yield cluster
    finally:
        for one in started:
            if one.poll() is None:
                os.killpg(one.pid, signal.SIGKILL)
                one.wait()


def awaited(look: Callable[[], str | None], what: str) -> str:
    """What is found at last."""
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        if found := look():
            return found
        time.sleep(0.02)
    raise AssertionError(f"{what} has not come in {_PATIENCE:.0f} s")


def _found(log: Path, pattern: str) -> str | None:
    match = re.search(pattern, log.read_text(errors="replace"))
    return match[1] if match else None
