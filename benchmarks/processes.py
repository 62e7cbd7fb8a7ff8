"""Code that is measured in a process of its own, so that nothing is warm and the memory is its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_BEFORE = "import resource, sys, time; from pathlib import Path; began = time.perf_counter()\n"
_AFTER = "\nprint(time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)"


def run(code: str, *args: Path) -> tuple[float, int]:
    """Seconds and the most memory (MiB) of some code; its failure is ours. It may set `began` when it begins in earnest."""
    done = subprocess.run([sys.executable, "-c", _BEFORE + code + _AFTER, *args], check=True, capture_output=True, text=True)
    seconds, memory = done.stdout.split()[-2:]
    return float(seconds), int(memory)
