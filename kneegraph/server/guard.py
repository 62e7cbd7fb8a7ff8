"""What holds for every request, whatever it asks: an identifier, a known Host, safe headers, CORS, a line in the log."""

from __future__ import annotations

import hashlib
import json
import secrets
import sys
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kneegraph.server.failures import Failure, FailureKind, bad_request

METHODS = "GET, HEAD, OPTIONS"
#: Where something else is allowed: POST of a query or a draft, which changes nothing.
_ALLOWED = {"/sparql": f"{METHODS}, POST", "/api/check": "POST, OPTIONS"}
_MAX_LOGGED = 200
_EXPOSED = "ETag, Link, Location, Retry-After, Server-Timing, X-Request-Id, X-Truncated"
#: Pages may load what this server holds and nothing else.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def to_stderr(line: str) -> None:
    """Where log lines go by default."""
    print(line, file=sys.stderr, flush=True)


class AccessLog:
    """Outermost: names each request, writes one JSON line when it is over, and turns what nobody caught into a 500."""

    def __init__(self, app: ASGIApp, write: Callable[[str], None] = to_stderr) -> None:
        self.app = app
        self.write = write

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer and log."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        entry = _Entry(scope)

        async def counting(message: Message) -> None:
            entry.note(message)
            await send(message)

        try:
            await self.app(scope, receive, counting)
        except Exception as error:
            entry.error = error.__cause__ if isinstance(error.__cause__, Exception) else error
            if entry.status is None:
                failure = Failure(500, FailureKind.INTERNAL, "the server could not answer this; its log says why")
                await failure.answer()(scope, receive, counting)
        finally:
            self.write(entry.line())


class _Entry:
    """What the log says of one request. The text of a query is never written, only its length and digest."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.began = time.perf_counter()
        self.status: int | None = None
        self.bytes = 0
        self.whole = False
        self.error: Exception | None = None
        self.id = secrets.token_hex(8)
        scope.setdefault("state", {})["request_id"] = self.id

    def note(self, message: Message) -> None:
        """Take in a message on its way to the client."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            MutableHeaders(scope=message)["X-Request-Id"] = self.id
        elif message["type"] == "http.response.body":
            self.bytes += len(message.get("body", b""))
            self.whole = not message.get("more_body", False)

    def line(self) -> str:
        """One line of JSON in ASCII, so that no character of a request can act on a terminal or forge a line."""
        asked = self.scope["state"].get("asked") or self.scope["query_string"]
        client = self.scope.get("client")
        told = {
            "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "id": self.id,
            "client": client[0] if client else None,
            "method": self.scope["method"][:16],
            "path": self.scope["path"][:_MAX_LOGGED],
            "query": {"length": len(asked), "sha256": hashlib.sha256(asked).hexdigest()[:16]} if asked else None,
            "status": self.status,
            "bytes": self.bytes,
            "ms": round((time.perf_counter() - self.began) * 1000, 1),
        }
        if not self.whole:
            told["cut"] = True  # the client left, or the answer failed on the way
        error = self.error or self.scope["state"].get("trouble")
        if error is not None:
            told["error"] = f"{type(error).__name__}: {error}"[:_MAX_LOGGED]
        return json.dumps(told)


@dataclass(frozen=True)
class Manners:
    """Who may ask by which Host (None: any), and whether pages of other origins may read the answers."""

    hosts: Collection[str] | None = None
    cors: bool = True


class Guard:
    """Refuses an unknown Host (a page elsewhere may have its name resolve to this machine), and adds the safe headers."""

    def __init__(self, app: ASGIApp, manners: Manners) -> None:
        self.app = app
        self.manners = manners

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check, then pass on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def adding(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._add_headers(MutableHeaders(scope=message))
            await send(message)

        refusal = self._refusal(Headers(scope=scope))
        if refusal is not None:
            await refusal.answer()(scope, receive, adding)
        elif scope["method"] == "OPTIONS":
            await self._options(scope)(scope, receive, adding)
        else:
            await self.app(scope, receive, adding)

    def _refusal(self, headers: Headers) -> Failure | None:
        given = headers.get("host")  # there are never two: the HTTP parser refuses them
        if given is None:
            return bad_request("a Host header is expected")
        if self.manners.hosts is None or host_name(given) in self.manners.hosts:
            return None
        message = "this server does not answer to that Host; name it with --allow-host when it is yours"
        return Failure(421, FailureKind.REFUSED, message)

    def _options(self, scope: Scope) -> Response:
        methods = _ALLOWED.get(scope["path"].rstrip("/"), METHODS)
        headers = {"Allow": methods}
        if self.manners.cors:
            headers |= {
                "Access-Control-Allow-Methods": methods,
                "Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match",
                "Access-Control-Max-Age": "86400",
            }
        return Response(status_code=204, headers=headers)

    def _add_headers(self, headers: MutableHeaders) -> None:
        for name, value in _SAFE.items():
            headers[name] = value
        headers.setdefault("Content-Security-Policy", POLICY)
        if self.manners.cors:
            headers["Access-Control-Allow-Origin"] = "*"
            headers["Access-Control-Expose-Headers"] = _EXPOSED
        else:
            headers["Cross-Origin-Resource-Policy"] = "same-origin"


def host_name(header: str) -> str:
    """The name of a Host header without its port, in lower case.

    >>> host_name("LocalHost:8000"), host_name("[::1]:8000")
    ('localhost', '::1')
    """
    if header.startswith("["):
        return header[1:].partition("]")[0]
    return header.partition(":")[0].rstrip(".").lower()
