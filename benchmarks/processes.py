"""What is measured in a process of its own, so that nothing is warm and the memory is its own: some code, or a named task.

A task gives `seconds`, a list of repetitions, and `answer`, which tells that the work was done. A script of tasks ends with
`tell(TASKS)`, and is asked by `run_task`.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

Told = dict[str, Any]
Task = Callable[..., Told]

_BEFORE = "import resource, sys, time; from pathlib import Path; began = time.perf_counter()\n"
_AFTER = "\nprint(time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)"


def run(code: str, *args: Path) -> tuple[float, int]:
    """Seconds and the most memory (MiB) of some code; its failure is ours. It may set `began` when it begins in earnest."""
    done = subprocess.run([sys.executable, "-c", _BEFORE + code + _AFTER, *args], check=True, capture_output=True, text=True)
    seconds, memory = done.stdout.split()[-2:]
    return float(seconds), int(memory)


def run_task(script: Path, name: str, *args: Path) -> Told:
    """What a task of a script tells, and the most memory it took (`mib`). Ends the program where it fails."""
    print(f"  {name} …", file=sys.stderr, flush=True)
    done = subprocess.run([sys.executable, script, name, *args], check=False, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{name} failed:\n{done.stderr}")
    told: Told = json.loads(done.stdout)
    return told


def by_name(*tasks: Task) -> dict[str, Task]:
    """Tasks by their names."""
    return {task.__name__: task for task in tasks}


def tell(tasks: Mapping[str, Task]) -> None:
    """Run the task that the command line names, with its arguments, and print what it tells as JSON."""
    told = tasks[sys.argv[1]](*sys.argv[2:])
    told.setdefault("mib", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
    print(json.dumps(told, default=str))


def repeated(times: int, work: Callable[[], Any], *, patience: float = 20) -> Told:
    """Do it so often, or until so many seconds have gone; the seconds of each, and the last answer."""
    seconds: list[float] = []
    answer: Any = None
    while len(seconds) < times and sum(seconds) < patience:
        began = time.perf_counter()
        answer = work()
        seconds.append(time.perf_counter() - began)
    return {"seconds": seconds, "answer": answer}
