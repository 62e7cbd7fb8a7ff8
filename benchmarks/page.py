"""How fast the graph page opens and answers, how large it is, and what it keeps in memory, beside plain pyvis.

    .venv/bin/python benchmarks/page.py conib.tsv [SIZE ...]

Needs Chromium and playwright; the table is CONIB (see conib.py). Writes each graph with `write_browser` and with pyvis's
`net.write_html` and its defaults, opens both from a file in headless Chromium, and prints one table in Markdown. pyvis's
page carries vis-network inside (`cdn_resources="in_line"`), as ours does; what it fetches nevertheless is answered at once
with nothing, so no network counts. Ours: the median of three openings; pyvis: one. Whatever takes longer than a minute is
given up.
"""

from __future__ import annotations

import json
import multiprocessing
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from conib import corpus_of
from playwright.sync_api import Browser, Page, Route, TimeoutError, sync_playwright

from kneegraph.analysis.contradictions import contradictions
from kneegraph.browser import write_browser
from kneegraph.model import Corpus

CHROMIUM = "/usr/bin/chromium"
SIZES = (300, 3_000, 50_000)
LIMIT = 60
RUNS = 3
#: Whether any canvas of the page has something on it.
PAINTED = """() => [...document.querySelectorAll("canvas")].some((canvas) => {
    const small = new OffscreenCanvas(64, 64).getContext("2d");
    if (!canvas.width || !canvas.height) return false;
    small.drawImage(canvas, 0, 0, 64, 64);
    return small.getImageData(0, 0, 64, 64).data.some((value) => value);
})"""
SEARCHED = """(text) => {
    const field = document.getElementById("search");
    const began = performance.now();
    field.value = text;
    field.dispatchEvent(new Event("input"));
    if (!document.querySelector("#found [role=option]")) throw new Error("nothing found");
    return (performance.now() - began) / 1000;
}"""


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds, megabytes; None where there is none, or it was given up."""

    written: float | None
    size: float | None
    picture: float | None = None
    search: float | None = None
    heap: float | None = None


MEASURES: tuple[tuple[str, str, Callable[[Measured], float | None]], ...] = (
    ("written", "s", lambda one: one.written),
    ("file", "MB", lambda one: one.size),
    ("first picture", "s", lambda one: one.picture),
    ("first search result", "s", lambda one: one.search),
    ("JS heap", "MB", lambda one: one.heap),
)


def ours(browser: Browser, corpus: Corpus, folder: Path) -> Measured:
    """The page of `write_browser`, contradictions found beforehand and their time counted."""
    began = time.perf_counter()
    path = write_browser(corpus, folder / "ours.html", contradictions=contradictions(corpus))
    written = time.perf_counter() - began
    word = max(next(iter(corpus.concepts.values())).label.split(), key=len)
    runs = [opened(browser, path, word) for _ in range(RUNS)]
    middle = (median(run[place] or 0.0 for run in runs) for place in range(3))
    return Measured(written, path.stat().st_size / 1e6, *middle)


def plain(browser: Browser, corpus: Corpus, folder: Path) -> Measured:
    """The page of pyvis with its defaults, except that it is directed, so as to keep every claim."""
    path, began = folder / "pyvis.html", time.perf_counter()
    writing = multiprocessing.Process(target=write_pyvis, args=(corpus, path))
    writing.start()
    writing.join(LIMIT)
    if writing.is_alive():
        writing.kill()
        writing.join()
        return Measured(None, None)
    written = time.perf_counter() - began
    return Measured(written, path.stat().st_size / 1e6, *opened(browser, path, None))


def write_pyvis(corpus: Corpus, path: Path) -> None:
    """Concepts as nodes, claims as edges, in its own page."""
    from pyvis.network import Network

    net = Network(directed=True, cdn_resources="in_line")
    for concept in corpus.concepts.values():
        net.add_node(concept.id, label=concept.label, title=concept.label)
    for claim in corpus.claims.values():
        net.add_edge(claim.subject, claim.object, title=claim.label)
    net.write_html(str(path))


def opened(browser: Browser, path: Path, word: str | None) -> tuple[float | None, float | None, float | None]:
    """Time to the first picture and from typing `word` to what it finds, and the heap after both."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.route("http*://**", served)
    began = time.perf_counter()
    try:
        page.goto(path.as_uri(), timeout=LIMIT * 1000, wait_until="commit")
        page.wait_for_function(PAINTED, polling=50, timeout=LIMIT * 1000)
    except TimeoutError:
        close(page)
        return None, None, None
    picture = time.perf_counter() - began
    search = float(page.evaluate(SEARCHED, word)) if word else None
    heap = heap_of(page)
    close(page)
    return picture, search, heap


def served(route: Route) -> None:
    """Nothing, at once, for whoever asks."""
    route.fulfill(body="", headers={"Access-Control-Allow-Origin": "*"})


def heap_of(page: Page) -> float:
    """Megabytes in use once rubbish is collected."""
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    return float(session.send("Runtime.getHeapUsage")["usedSize"]) / 1e6


def close(page: Page) -> None:
    """A page that is busy for minutes need not be waited for."""
    page.close(run_before_unload=False)


def rows(size: int, own: Measured, other: Measured) -> list[str]:
    """One row a measure."""
    return [
        f"| {size:,} | {name} | {shown(of(own), unit)} | {pyvis(name, of(other), unit)} | {ratio(of(own), of(other))} |"
        for name, unit, of in MEASURES
    ]


def shown(value: float | None, unit: str) -> str:
    """A figure of two or three digits."""
    return f"given up after {LIMIT} s" if value is None else f"{value:.{2 if value < 10 else 1}f} {unit}"


def pyvis(name: str, value: float | None, unit: str) -> str:
    """It has no search; the rest may have been given up."""
    return "has none" if name == "first search result" else shown(value, unit)


def ratio(own: float | None, other: float | None) -> str:
    """How many times as much pyvis takes."""
    return "–" if own is None or other is None else f"{other / own:.1f} ×"


def main(table: Path, sizes: list[int]) -> None:
    """Measure every size, and print the table row by row."""
    print("| claims | what | kneegraph | pyvis | pyvis / kneegraph |\n| ---: | --- | ---: | ---: | ---: |")
    for size in sizes:
        corpus = corpus_of(table, size)
        with TemporaryDirectory() as folder, sync_playwright() as playwright:
            found = []
            for measure in (ours, plain):
                browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
                found.append(measure(browser, corpus, Path(folder)))
                browser.close()
        print("\n".join(rows(size, *found)), flush=True)
        print(json.dumps({"size": size, "concepts": len(corpus.concepts)}), file=sys.stderr)


if __name__ == "__main__":
    main(Path(sys.argv[1]), [int(size) for size in sys.argv[2:]] or list(SIZES))
