"""The query page in a real browser, for tests: opened and watched, written in, run, and answered with what a test likes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserContext, Page

ROWS = "application/sparql-results+json"
LABELS = "SELECT ?c ?label { ?c skos:prefLabel ?label } ORDER BY ?c"


@contextmanager
def opened_query_page(context: BrowserContext, server_url: str) -> Iterator[Page]:
    """The page, opened. At the end nothing may have been asked of any other place, and nothing may have been complained of."""
    opened = context.new_page()
    troubles: list[str] = []
    own = (f"{server_url}/", "blob:", "data:")
    opened.on("pageerror", lambda error: troubles.append(f"error: {error}"))
    opened.on("dialog", lambda dialog: troubles.append(f"dialog: {dialog.message}"))
    opened.on("request", lambda asked: None if asked.url.startswith(own) else troubles.append(asked.url))
    opened.on("console", lambda said: None if "Failed to load resource" in said.text else troubles.append(said.text))
    opened.goto(f"{server_url}/sparql")
    ready(opened)
    yield opened
    assert troubles == []


@contextmanager
def desk(browser: Browser) -> Iterator[BrowserContext]:
    """A browser window of its own, allowed to use the clipboard."""
    made = browser.new_context(viewport={"width": 1280, "height": 800}, permissions=["clipboard-read", "clipboard-write"])
    yield made
    made.close()


def ready(page: Page) -> None:
    page.wait_for_selector("body[data-ready=yes]")


def write(page: Page, text: str) -> None:
    page.evaluate("(text) => document.querySelector('.CodeMirror').CodeMirror.setValue(text)", text)


def written(page: Page) -> str:
    text: str = page.evaluate("document.querySelector('.CodeMirror').CodeMirror.getValue()")
    return text


def type_in(page: Page, text: str) -> None:
    page.locator(".CodeMirror").click()
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def run(page: Page, text: str) -> None:
    write(page, text)
    page.keyboard.press("Control+Enter")


def answer_with(page: Page, body: object, *, status: int = 200, media_type: str = ROWS) -> None:
    """Every query is answered so from now on."""
    text = body if isinstance(body, str) else json.dumps(body)
    page.route("**/sparql", lambda route: route.fulfill(status=status, body=text, content_type=media_type))


def rows(variables: list[str], *found: Mapping[str, object]) -> dict[str, object]:
    return {"head": {"vars": variables}, "results": {"bindings": list(found)}}


def literal(value: str, **more: str) -> dict[str, str]:
    return {"type": "literal", "value": value, **more}
