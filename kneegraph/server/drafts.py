"""Drafts: what the sources make of each sentence of one. Nothing of a draft is kept, and nothing of it reaches the log."""

from __future__ import annotations

import asyncio
import json
import re
import traceback
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.types import Send

from kneegraph.errors import KneegraphError, StoppedQueryError
from kneegraph.exchange.forms import Json
from kneegraph.graph import Graph
from kneegraph.server import requests
from kneegraph.server.failures import Failure, FailureKind, bad_request, failure_of, wrong_method
from kneegraph.server.requests import Answering
from kneegraph.server.turns import Turn

METHODS = "POST, OPTIONS"
#: Bytes of a draft, and of what may stand around it as JSON: an escape takes up to six for one.
MOST_BYTES = 2**20
_MOST_AS_JSON = 6 * MOST_BYTES + 1024
#: Drafts that are checked or wait to be.
MOST_AT_ONCE = 8
FORMS = {"text/plain": "text", "text/markdown": "markdown", "text/html": "html"}
_JSON = "application/json"
_PIECE = 256 * 1024
_SURROGATE = re.compile("[\ud800-\udfff]")

Check = Callable[[str, str], Json]


class Unspoken(Exception):  # noqa: N818 (it stands in the log for a defect)
    """What went wrong while a draft was checked, without its message, since that may repeat the draft."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A text to check, and how it is to be read: `text`, `markdown` or `html`."""

    text: str
    form: str


class Drafts:
    """Answers `POST /api/check`. One draft is checked at a time, in a thread of its own; `limit` is in seconds."""

    def __init__(self, check: Check, *, limit: float) -> None:
        self._check = check
        self._turn = Turn(limit)
        self._here = 0

    async def check(self, request: Request) -> Answering:
        """The report on the draft in the body. Raises a Failure of status 400, 405, 413, 415 or 503."""
        if request.method != "POST":
            raise wrong_method("a draft is sent with POST", METHODS)
        if request.scope["query_string"]:
            raise bad_request("/api/check takes no parameters: the draft is the body")
        draft = await self._read(request)

        async def work(send: Send) -> None:
            answer = as_answer(await self._report(draft, request))
            await answer(request.scope, request.receive, send)

        return Answering(work)

    async def _read(self, request: Request) -> Draft:
        media_type = media_type_of(request.headers.get("content-type", ""))
        if media_type == _JSON:
            return from_json(await requests.body(request, _MOST_AS_JSON))
        return Draft(decoded(await requests.body(request, MOST_BYTES)), FORMS[media_type])

    async def _report(self, draft: Draft, request: Request) -> bytes:
        if self._here >= MOST_AT_ONCE:
            message = f"the server is busy: {MOST_AT_ONCE} drafts are being checked or wait"
            raise StoppedQueryError(message, kind="busy", limit=f"{MOST_AT_ONCE} drafts")
        self._here += 1
        try:
            return await self._turn.asked(lambda: bytes(JSONResponse(self._check(draft.text, draft.form)).body))
        except StoppedQueryError:
            raise
        except Exception as error:
            failure = _refusal(error)
            if failure.status >= 500:
                request.state.trouble = Unspoken(_where(error))
            raise failure from None
        finally:
            self._here -= 1


def checking(graph: Graph) -> Check:
    """How drafts are checked against this graph."""

    @cache
    def rests_on() -> Json:  # a digest of all claims: not anew at every key that somebody presses
        from kneegraph.exchange.reports.forms import graph_form

        return graph_form(graph)

    def check(text: str, form: str) -> Json:
        from kneegraph.exchange.reports import report_form

        return report_form(graph, graph.check(text, form=form), rests_on=rests_on())

    return check


def as_answer(content: bytes) -> Response:
    """JSON on its way: long reports in pieces, so that others are answered while they are compressed."""
    headers = {"Content-Type": _JSON, "Cache-Control": "no-store"}
    if len(content) <= _PIECE:
        return Response(content, headers=headers)

    async def pieces() -> AsyncIterator[bytes]:
        for start in range(0, len(content), _PIECE):
            yield content[start : start + _PIECE]
            await asyncio.sleep(0)

    return StreamingResponse(pieces(), headers=headers)


def media_type_of(header: str) -> str:
    """The media type of a body. Raises a 415 Failure for one that is no draft, or is not UTF-8.

    >>> media_type_of("Text/Markdown; charset=UTF-8")
    'text/markdown'
    """
    media_type, *parameters = (part.strip().lower() for part in header.split(";"))
    expected = ", ".join((*FORMS, _JSON))
    if media_type != _JSON and media_type not in FORMS:
        raise _unsupported(f"a draft is sent as {expected}")
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "charset" and value.strip().strip('"') not in ("utf-8", "utf8", "us-ascii"):
            raise _unsupported("a draft is sent in UTF-8")
    return media_type


def from_json(content: bytes) -> Draft:
    """A draft out of `{"text": …, "form": …}`. Raises a 400 Failure for anything else, 413 for a text beyond the limit."""
    try:
        given = json.loads(decoded(content))
    except (ValueError, RecursionError):
        raise bad_request('the body is not JSON; {"text": "…", "form": "markdown"} is expected') from None
    text, form = (given.get("text"), given.get("form", "markdown")) if isinstance(given, dict) else (None, None)
    if not isinstance(text, str) or not set(given) <= {"text", "form"}:
        raise bad_request('{"text": "…", "form": "markdown"} is expected')
    if not isinstance(form, str) or form not in FORMS.values():
        raise Failure(
            400, FailureKind.UNKNOWN_TERM, f"form must be {', '.join(FORMS.values())}", details={"nearest": [*FORMS.values()]}
        )
    if found := _SURROGATE.search(text):
        raise _unreadable("half a character (a lone surrogate)", text[: found.start()])
    if len(text.encode()) > MOST_BYTES:
        raise requests.too_large("draft", MOST_BYTES)
    return Draft(text, form)


def decoded(content: bytes) -> str:
    """The text of a body. Raises a 400 Failure that says where it is not UTF-8.

    >>> decoded(b"knee")
    'knee'
    """
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _unreadable(f"byte 0x{content[error.start]:02X}", content[: error.start].decode("utf-8")) from None


def _unreadable(what: str, before: str) -> Failure:
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    message = f"line {line}, column {column}: {what} is not UTF-8 text"
    return Failure(400, FailureKind.SYNTAX, message, details={"line": line, "column": column})


def _unsupported(message: str) -> Failure:
    return Failure(415, FailureKind.UNSUPPORTED_MEDIA_TYPE, message)


def _where(error: Exception) -> str:
    """The kind of an error and the line that raised it."""
    (*_, last) = traceback.extract_tb(error.__traceback__)
    return f"{type(error).__name__} in {Path(last.filename).name}:{last.lineno}"


def _refusal(error: Exception) -> Failure:
    if isinstance(error, KneegraphError):
        known = failure_of(error)
        if known.status < 500:
            return known
    return Failure(500, FailureKind.INTERNAL, "the server could not check this draft; its log says why")
