"""Figures in words: medians, times, the machine, and the tables' place in a page of docs/."""

from __future__ import annotations

import math
import os
import platform
import re
import statistics
from pathlib import Path

from processes import Told

DOCS = Path(__file__).parent.parent / "docs"


def middle(told: Told) -> float:
    """The median of the seconds."""
    return float(statistics.median(told["seconds"]))


def high(told: Told) -> float:
    """What one in a hundred exceeds."""
    ordered = sorted(told["seconds"])
    return float(ordered[min(len(ordered) - 1, math.ceil(0.99 * len(ordered)) - 1)])


def in_time(seconds: float) -> str:
    """Seconds as they read best."""
    return f"{seconds * 1000:.1f} ms" if seconds < 1 else f"{seconds:,.1f} s"


def in_memory(mib: float) -> str:
    """Memory."""
    return f"{mib:,.0f} MiB"


def machine() -> str:
    """Where it was measured."""
    memory = round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30)
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{python}, {platform.machine()}, {os.cpu_count()} cores, {memory} GB, {platform.system()}."


def write_block(page: Path, name: str, text: str) -> None:
    """Put text between the comments `<!-- NAME: begin -->` and `<!-- NAME: end -->` of a page. Raises ValueError without."""
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    made, found = re.subn(
        f"{begin}.*{end}", lambda _: f"{begin}\n{text}\n{end}", page.read_text(encoding="utf-8"), flags=re.DOTALL
    )
    if found != 1:
        raise ValueError(f"{page} must have {begin} … {end} once")
    page.write_text(made, encoding="utf-8")
