"""How fast a draft is checked, beside proselint on the same file, in one run.

    .venv/bin/python benchmarks/checking.py [RUNS] [--proselint PYTHON]

Cold: a whole process on a draft of 1,000 words. Warm: sentences per second on one core, everything loaded. Memory: the peak
of a whole process on drafts of 1 and of 10 MB. The drafts are made of the sentences of drafts/open.jsonl and of filler, half
and half or of filler only, always the same. proselint is no dependency of the project: `pip install proselint` somewhere and
name its Python, or go without.
"""

from __future__ import annotations

import json
import os
import platform
import random
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

SEED = 20
PATIENCE = 300.0
FILLER = (
    "We meet at the lake at eight, whatever the weather.",
    "Bring water, a towel and something to sit on.",
    "The path behind the mill is closed until the end of the month.",
    "Most of us came by bicycle, and two came by boat.",
    "It was a grey morning, and nobody was in a hurry.",
    "Take your time with this part and read it twice.",
    "The next page has a table, the page after that a photograph.",
    "Some readers will know the story of the coach who never owned a watch.",
    "That is enough theory for one afternoon.",
    "Have a look at your own shoes before you read on.",
    "A list of addresses stands at the end.",
    "She laughed, tied her laces and went first.",
)
WARM = {
    "kneegraph": (
        "import kneegraph; check = kneegraph.load().check; check(text[:6000]); began = time.perf_counter(); "
        "report = check(text); seconds = time.perf_counter() - began; counted = report.sentences"
    ),
    "proselint": (
        "from proselint.checks import __register__; from proselint.registry import CheckRegistry; "
        "from proselint.tools import LintFile; CheckRegistry().register_many(__register__); "
        "LintFile('draft', text[:6000]).lint(); began = time.perf_counter(); "
        "LintFile('draft', text).lint(); seconds = time.perf_counter() - began; counted = 0"
    ),
}
PINNED = (
    "import json, os, pathlib, sys, time; hasattr(os, 'sched_setaffinity') and os.sched_setaffinity(0, {0}); "
    "text = pathlib.Path(sys.argv[1]).read_text(encoding='utf-8'); "
    "%s; print(json.dumps({'seconds': seconds, 'sentences': counted}))"
)


@dataclass(frozen=True, slots=True)
class Tool:
    """A checker of prose: its name, the Python it lives in, and its command."""

    name: str
    python: str

    def command(self, path: Path) -> list[str]:
        """Check one file, as somebody would in a shell."""
        return [self.python, "-m", self.name, "check", str(path)]


@dataclass(frozen=True, slots=True)
class Run:
    """One whole process: wall time, time of the processor, peak memory; `seconds` None when it was given up."""

    seconds: float | None
    processor: float
    mebibytes: float


def draft(*, words: int, claims: float = 0.5) -> str:
    """Paragraphs of claims (this share) and filler, headings between them, of this many words or a few more."""
    known = Path(__file__).with_name("drafts") / "open.jsonl"
    sentences = [json.loads(line)["text"].removeprefix("## ") for line in known.read_text(encoding="utf-8").splitlines()]
    chance, lines, count = random.Random(SEED), list[str](), 0
    while count < words:
        paragraph = [chance.choice(sentences if chance.random() < claims else FILLER) for _ in range(chance.randint(3, 7))]
        count += sum(len(sentence.split()) for sentence in paragraph)
        lines += [f"## Part {len(lines)}"] if chance.random() < 0.1 else []
        lines.append(" ".join(paragraph))
    return "\n\n".join(lines) + "\n"


def run(command: list[str]) -> Run:
    """Run a command and measure it; findings (status 1) are no failure, anything else is ours to mend."""
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    errors: list[bytes] = []
    reading = threading.Thread(target=lambda: errors.append(process.stderr.read() if process.stderr else b""))
    reading.start()
    giving_up = threading.Timer(PATIENCE, process.kill)
    giving_up.start()
    _, status, usage = os.wait4(process.pid, 0)
    giving_up.cancel()
    reading.join()
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - began
    if process.returncode not in (0, 1, -9):
        raise SystemExit(f"{' '.join(command)} failed with {process.returncode}: {errors[0].decode()[-500:]}")
    per_mebibyte = 1024**2 if sys.platform == "darwin" else 1024
    whole = process.returncode >= 0
    return Run(seconds if whole else None, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / per_mebibyte)


def cold(tools: list[Tool], path: Path, runs: int) -> dict[str, float]:
    """Median wall time of a whole process, the tools in turn, after a round that is not counted."""
    taken: dict[str, list[float]] = {tool.name: [] for tool in tools}
    for turn in range(runs + 1):
        for tool in tools:
            seconds = run(tool.command(path)).seconds
            if turn and seconds:
                taken[tool.name].append(seconds)
    return {name: median(times) for name, times in taken.items()}


def warm(tools: list[Tool], path: Path, runs: int) -> dict[str, float]:
    """Sentences per second on one core, the best of a few processes; proselint's by our count of the same file."""
    best: dict[str, float] = {}
    sentences = 0
    for _ in range(runs):
        for tool in tools:
            command = [tool.python, "-c", PINNED % WARM[tool.name], str(path)]
            told = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
            sentences = sentences or told["sentences"]
            best[tool.name] = max(best.get(tool.name, 0), sentences / told["seconds"])
    return best


def has(python: str, module: str) -> bool:
    """Whether that Python can import the module."""
    return subprocess.run([python, "-c", f"import {module}"], capture_output=True, check=False).returncode == 0


def main(runs: int, proselint: str) -> None:
    """Measure and print."""
    tools = [Tool("kneegraph", sys.executable)]
    if has(proselint, "proselint"):
        tools.append(Tool("proselint", proselint))
    else:
        print("proselint is missing: pip install proselint, and name its Python with --proselint", file=sys.stderr)
    print(f"{platform.python_implementation()} {platform.python_version()}, {platform.machine()}, {runs} runs each\n")
    print(f"{'what':<48}" + "".join(f"{tool.name:>14}" for tool in tools) + f"{'ratio':>10}")
    with tempfile.TemporaryDirectory() as folder:
        _print_times(tools, Path(folder), runs)
        _print_memory(tools, Path(folder))


def _print_times(tools: list[Tool], folder: Path, runs: int) -> None:
    short, long = folder / "short.md", folder / "long.md"
    short.write_text(draft(words=1000), encoding="utf-8")
    long.write_text(draft(words=40_000), encoding="utf-8")
    _row("1,000 words, a whole process, s", list(cold(tools, short, runs).values()), "{:.3f}")
    _row("40,000 words warm on one core, sentences/s", list(warm(tools, long, min(runs, 3)).values()), "{:,.0f}")


def _print_memory(tools: list[Tool], folder: Path) -> None:
    for name, share in (("", 0.5), (" of filler", 0.0)):
        text = draft(words=200_000, claims=share)
        for megabytes in (1, 10):
            path = folder / f"{megabytes}.md"
            _write(path, text, megabytes * 10**6)
            done = [run(tool.command(path)) for tool in tools]
            _row(f"{megabytes} MB{name}, a whole process, s", [one.seconds for one in done], "{:.1f}")
            _row(f"{megabytes} MB{name}, processor seconds", [one.processor for one in done], "{:.1f}")
            _row(f"{megabytes} MB{name}, peak MiB", [one.mebibytes for one in done], "{:.0f}")


def _write(path: Path, text: str, size: int) -> None:
    """Write so much of a text over and over; in pieces, since the peak of a process is at least that of who starts it."""
    with path.open("w", encoding="utf-8") as out:
        for at in range(0, size, len(text)):
            out.write(text[: size - at])


def _row(title: str, values: list[float | None] | list[float], form: str) -> None:
    told = "".join(f"{'given up' if value is None else form.format(value):>14}" for value in values)
    ours, others = values[0], values[1:]
    ratio = f"{ours / others[0]:.2f}" if ours and others and others[0] else "–"
    print(f"{title:<48}{told}{ratio:>10}", flush=True)


if __name__ == "__main__":
    arguments = sys.argv[1:]
    named = arguments.index("--proselint") if "--proselint" in arguments else None
    other = arguments[named + 1] if named is not None else sys.executable
    counts = [int(one) for one in arguments if one.isdigit()]
    main(counts[0] if counts else 5, other)
