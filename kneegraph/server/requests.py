"""Reading requests strictly: parameters in UTF-8, bodies up to a limit; and watching for a client that leaves."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.types import Message, Receive, Scope, Send

from kneegraph.server.failures import Failure, FailureKind, bad_request

#: Bytes in a form or an address beside its query.
_BESIDE = 16 * 1024
_MAX_FIELDS = 1000
_BODY_SECONDS = 20.0
#: How long a client may take to read one piece of an answer, before its worker is freed.
SEND_SECONDS = 30.0

Parameters = list[tuple[str, str]]


def parameters(text: bytes) -> Parameters:
    """The pairs of a query string or a form. Raises a 400 Failure for what is not UTF-8."""
    try:
        pairs = parse_qsl(text.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=_MAX_FIELDS)
    except UnicodeDecodeError as error:
        raise bad_request("the parameters are not percent-encoded UTF-8") from error
    except ValueError as error:
        raise bad_request(f"there are more than {_MAX_FIELDS} parameters") from error
    return pairs


def in_address(request: Request) -> Parameters:
    """The parameters of the address."""
    return parameters(request.scope["query_string"])


def only(given: Parameters, name: str) -> str | None:
    """The value of a parameter that may be given once; None without it. Raises a 400 Failure for several."""
    values = [value for key, value in given if key == name]
    if len(values) > 1:
        raise bad_request(f"{name} is given {len(values)} times; once is expected")
    return values[0] if values else None


def room(max_query: int) -> int:
    """The bytes in which a query of so many, percent-encoded, can come: three for each, and something beside it."""
    return 3 * max_query + _BESIDE


def refuse_long(query: str, max_query: int) -> None:
    """Raise a 413 Failure for a query of more bytes than are looked at. Cost: next to nothing."""
    if len(query) > max_query or len(query.encode("utf-8", "replace")) > max_query:
        raise too_large("query", max_query)


async def body(request: Request, most: int) -> bytes:
    """The whole body. Raises a 413 Failure beyond so many bytes, 408 when it takes too long to come."""
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced[:20]) > most:
        raise too_large("body", most)
    kept = bytearray()
    try:
        async with asyncio.timeout(_BODY_SECONDS):
            async for piece in request.stream():
                kept += piece
                if len(kept) > most:
                    raise too_large("body", most)
    except TimeoutError:
        message = f"the body did not arrive within {_BODY_SECONDS:g} s"
        raise Failure(408, FailureKind.TIMEOUT, message, headers={"Connection": "close"}) from None
    return bytes(kept)


def too_large(what: str, most: int) -> Failure:
    """The body or the query in it is beyond the limit; the rest of it is not read."""
    limit = f"{most // 1024} KiB"
    headers = {"Connection": "close"}
    return Failure(413, FailureKind.TOO_LARGE, f"the {what} is larger than {limit}", details={"limit": limit}, headers=headers)


async def while_there(receive: Receive, work: Coroutine[object, object, None]) -> None:
    """Do the work, but give it up at once when the client leaves. The request's body must have been read."""
    doing = asyncio.ensure_future(work)
    leaving = asyncio.ensure_future(_left(receive))
    try:
        await asyncio.wait({doing, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if doing.done():
            doing.result()
    finally:
        for task in (doing, leaving):
            task.cancel()
            with suppress(asyncio.CancelledError, Exception):
                await task


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def impatient(send: Send) -> Send:
    """A `send` that gives up on a client who does not read."""

    async def sending(message: Message) -> None:
        async with asyncio.timeout(SEND_SECONDS):
            await send(message)

    return sending


class Answering:
    """A response made while the client is watched: `work` sends it, and is cancelled when the client leaves."""

    def __init__(self, work: Callable[[Send], Coroutine[object, object, None]]) -> None:
        self._work = work

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:  # noqa: ARG002 (ASGI's signature)
        """Send it."""
        return while_there(receive, self._work(impatient(send)))
