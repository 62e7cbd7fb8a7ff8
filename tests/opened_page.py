"""A page in a real browser for tests: with all that it complained of or asked for, and where things are on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from builders import claim, concept, qualifies, source, supports
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from kneegraph.analysis.contradictions import contradictions
from kneegraph.browser import Quotes, write_browser
from kneegraph.model import Claim, Concept, Corpus, Source

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]

#: Text that acts where text is taken for markup, script or order.
PAYLOADS = [
    "<script>alert(1)</script>",
    "</script><script>alert(2)</script>",
    "<img src=x onerror=alert(3)>",
    '"><svg onload=alert(4)>',
    "<a href='https://evil.example'>href</a>",
    "{{7*7}}${alert(5)}`",
    "<!--<script>",
    "\u202egnitsirb\u202c \u2066x\u2069 a\u200bb",
    "line\u2028separator",
    "__proto__",
    "x" * 300,
]


_DRAWN = "Boolean(window.kneegraph && (kneegraph.graph.picture || !document.getElementById('list').hidden))"


@dataclass
class Opened:
    """A page in the browser, with all that it complained of or asked for."""

    page: Page
    file: str
    troubles: list[str] = field(default_factory=list)

    def go(self, address: str) -> Page:
        self.page.goto(f"file://{self.file}{address}")
        for _ in range(300):  # not wait_for_function, which the page's own policy refuses once it has to wait
            if self.page.evaluate(_DRAWN):
                return self.page
            self.page.wait_for_timeout(50)
        raise AssertionError("the page was not drawn within 15 seconds")

    def watch(self) -> None:
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.troubles.append(f"error: {error}"))
        self.page.on("dialog", lambda dialog: self.troubles.append(f"dialog: {dialog.message}"))
        self.page.on("request", lambda request: self._asked(request.url))

    def _heard(self, message: ConsoleMessage) -> None:
        self.troubles.append(f"console: {message.text}")

    def _asked(self, url: str) -> None:
        if url.split("#", maxsplit=1)[0] != f"file://{self.file}":
            self.troubles.append(f"request: {url}")


Opener = Callable[..., Opened]


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser, or a failure that says how to get one."""
    if not CHROMIUM.exists():
        pytest.fail(f"these tests need Chromium at {CHROMIUM}: install the package chromium (apt-get install chromium)")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield running
        running.close()


@contextmanager
def opener(browser: Browser, folder: Path) -> Iterator[Opener]:
    """Opens a page of a corpus; at the end no request may have left it and nothing may have been complained of."""
    opened: list[Opened] = []

    def open_(
        small: Corpus,
        *,
        size: tuple[int, int] = (1440, 900),
        scheme: str = "light",
        quotes: Quotes | None = None,
        focus: str | None = None,
    ) -> Opened:
        path = write_browser(
            small, folder / f"page{len(opened)}.html", quotes=quotes, focus=focus, contradictions=contradictions(small)
        )
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if scheme == "dark" else "light",
            reduced_motion="reduce",
        )
        one = Opened(context.new_page(), str(path))
        one.watch()
        opened.append(one)
        return one

    yield open_
    for one in opened:
        one.page.context.close()
        assert one.troubles == []


def at_edge(page: Page, identifier: str, along: float = 0.5) -> tuple[float, float]:
    """Where in the window the middle of a claim's line is."""
    found = page.evaluate(
        """([id, along]) => {
            const { network, container } = kneegraph.graph;
            const box = container.getBoundingClientRect();
            const point = network.canvasToDOM(network.body.edges[id].edgeType.getPoint(along));
            return [box.x + point.x, box.y + point.y];
        }""",
        [identifier, along],
    )
    return found[0], found[1]


def at_node(page: Page, identifier: str) -> tuple[float, float]:
    """Where in the window a concept's card is."""
    found = page.evaluate(
        """(id) => {
            const { network, container, picture } = kneegraph.graph;
            const box = container.getBoundingClientRect();
            const point = network.canvasToDOM(picture.scope.places.get(id));
            return [box.x + point.x, box.y + point.y];
        }""",
        identifier,
    )
    return found[0], found[1]


def hostile(number: int, payload: str) -> list[Claim | Concept | Source]:
    """A claim, a concept and a source with this text wherever text may stand."""
    bad = claim(f"bad {number}", "causes", "knee pain", supports(f"s{number}"), qualifies("s", reason="pronation"))
    study = [replace(one, effect=payload, population=payload, task=payload, measured=payload) for one in bad.assertions]
    said = tuple(replace(one, paraphrase=payload, attributed_to=(payload,)) for one in study)
    named = concept(f"bad {number}", "Muscle")
    told = replace(
        source(f"s{number}"), title=payload, creator=payload, url="javascript:alert(6)", same_as=("javascript:alert(7)",)
    )
    label = f"{payload} {number}"
    return [
        replace(bad, label=payload, assertions=said),
        replace(named, label=label, other_labels=(f"also {label}",), definition=payload),
        told,
    ]
