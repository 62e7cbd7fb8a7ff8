"""What an endpoint's refusal means, in words that say what to do."""

from __future__ import annotations

import re
from html import unescape
from typing import Protocol

_WEB_PAGES = ("text/html", "application/xhtml+xml")
_LENGTH = 300
_PATHS = "it often ends in /sparql, /query or /repositories/NAME"


class Told(Protocol):
    """An answer that is no result."""

    @property
    def status(self) -> int:
        """The status of HTTP."""
        ...

    @property
    def kind(self) -> str:
        """The media type."""
        ...

    @property
    def body(self) -> bytes:
        """The whole body."""
        ...


def refusal(url: str, answer: Told, *, known: bool) -> str:
    """The sentence for a status that is neither 200 nor 400; `known` when a name and password were sent."""
    says = detail(answer)
    ending = f": {says}" if says else ""
    match answer.status:
        case 401 if known:
            return f"{url} does not accept this name and password (401)"
        case 401:
            return f"{url} wants a name and password (401): put them into the address, https://NAME:PASSWORD@host/path"
        case 403:
            return f"{url} does not let us ask (403){ending}"
        case 404:
            return f"there is no endpoint at {url} (404); {_PATHS}"
        case 405:
            return f"{url} takes no queries by POST (405); is it the address of the endpoint itself? {_PATHS}"
        case 206:
            return f"{url} gave only a part of the answer (206){ending}"
        case _:
            return f"{url} answered {answer.status}{ending}"


def not_results(url: str, answer: Told) -> str:
    """The sentence for an answer of 200 whose media type is none that was asked for."""
    if answer.kind in _WEB_PAGES:
        title = detail(answer)
        called = f" called {title!r}" if title else ""
        return (
            f"{url} answered with a web page{called}, which is not SPARQL results; is it the endpoint's own address? {_PATHS}"
        )
    return f"{url} answered with {answer.kind}, which is not SPARQL results"


def detail(answer: Told) -> str:
    """What the answer says, on one line: of a web page, its title."""
    text = answer.body[:20_000].decode("utf-8", "replace")
    if answer.kind in _WEB_PAGES or text.lstrip()[:1] == "<":
        title = re.search(r"<title[^>]*>(.*?)</title>", text, re.DOTALL | re.IGNORECASE)
        text = unescape(title[1]) if title else re.sub(r"<style.*?</style>|<[^>]*>", " ", text, flags=re.DOTALL)
    text = " ".join(text.partition("SPARQL query:")[0].split())  # Virtuoso repeats the whole query
    return text if len(text) <= _LENGTH else f"{text[:_LENGTH]}…"
