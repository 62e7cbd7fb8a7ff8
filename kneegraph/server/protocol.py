"""SPARQL 1.1 Protocol and Graph Store HTTP Protocol, read-only: what is asked, and the answer as a stream."""

from __future__ import annotations

import hashlib
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Send

from kneegraph import sparql
from kneegraph.nearest import nearest
from kneegraph.server import requests
from kneegraph.server.failures import Failure, FailureKind, bad_request, not_found, wrong_method
from kneegraph.server.negotiation import TABLE_OFFERS, TRIPLE_OFFERS, Offer, negotiated
from kneegraph.server.pool import Ask, Dump, Pool
from kneegraph.server.requests import Answering, Parameters, only
from kneegraph.store.manifest import Manifest

_FORM = "application/x-www-form-urlencoded"
_QUERY = "application/sparql-query"
_UPDATE = "application/sparql-update"
_ALLOW_QUERY = "GET, HEAD, OPTIONS, POST"
_ALLOW_GRAPH = "GET, HEAD, OPTIONS"
#: Characters of a query that are looked at without a thread, in a few milliseconds.
_LONG = 5000
#: Functions whose answer is another one each time; a query with one of them gets no ETag.
_CHANGING = frozenset({"RAND", "NOW", "UUID", "STRUUID", "BNODE"})


@dataclass(frozen=True, slots=True)
class Asked:
    """A query operation as the protocol describes it; `format` is the name given in the address, if any."""

    query: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    format: str | None = None


class Protocol:
    """The two protocols over a pool of workers. `manifest` is that of the store the workers read."""

    def __init__(self, pool: Pool, manifest: Manifest) -> None:
        self._pool = pool
        self._manifest = manifest

    @property
    def manifest(self) -> Manifest:
        """The manifest of the store that the pool answers from, which may have been built anew since it was opened."""
        if self._pool.sha256 not in ("", self._manifest.sha256):
            self._manifest = Manifest.read(self._pool.folder)
        return self._manifest

    async def query(self, request: Request) -> Response | Answering:
        """Answer a query operation. Raises Failure and the pool's errors."""
        asked = await read(request)
        request.state.asked = asked.query.encode("utf-8", "replace")
        kind, changes = await self._seen(asked.query)
        offers = TABLE_OFFERS if kind in ("SELECT", "ASK") else TRIPLE_OFFERS
        offer = negotiated(offers, accept(request), asked.format)
        tag = None
        if request.method != "POST" and not changes:
            tag = self.tag(asked.query, offer.types[0], *asked.default_graphs, "|", *asked.named_graphs)
        ask = Ask(asked.query, offer.format, asked.default_graphs, asked.named_graphs)
        return fresh(request, tag) or self._stream(request, ask, offer, tag, keep=not changes)

    async def _seen(self, query: str) -> tuple[str, bool]:
        """The form of a query, and whether its answer changes each time; long ones are looked at in a thread."""
        terms = self.manifest.terms
        if len(query) <= _LONG:
            return sparql.form(query, terms=terms), _changes(query)
        return await run_in_threadpool(lambda: (sparql.form(query, terms=terms), _changes(query)))

    async def graph(self, request: Request) -> Response | Answering:
        """Give one graph, whole. Raises Failure for anything but reading, and for a graph that is not there."""
        if request.method not in ("GET", "HEAD"):
            raise wrong_method("graphs can only be read here", _ALLOW_GRAPH)
        given = requests.in_address(request)
        name = self._graph_name(given)
        offer = negotiated(TRIPLE_OFFERS, accept(request), named_format(given))
        tag = self.tag("graph", name, offer.types[0])
        return fresh(request, tag) or self._stream(request, Dump(name, offer.format), offer, tag)

    def _graph_name(self, given: Parameters) -> str:
        graph, default = only(given, "graph"), only(given, "default")
        if (graph is None) == (default is None) or default:
            raise bad_request("name one graph: ?default for the default graph, or ?graph=IRI")
        if graph is None:
            return ""
        if not urlsplit(graph).scheme:
            raise bad_request("?graph= must be a whole IRI")
        if graph not in self.manifest.graphs:
            raise not_found("there is no such graph here", nearest(graph, self.manifest.graphs))
        return graph

    def tag(self, *parts: str) -> str:
        """An ETag that changes with the data and with these parts; weak, since encodings may differ."""
        text = "\0".join((self.manifest.sha256, self.manifest.kneegraph, *parts))
        return f'W/"{hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:32]}"'

    def _stream(self, request: Request, ask: Ask | Dump, offer: Offer, tag: str | None, *, keep: bool = True) -> Answering:
        began = time.perf_counter()
        headers = [(b"content-type", offer.content_type.encode()), *caching(tag)]

        async def work(send: Send) -> None:
            async with self._pool.answer(ask, keep=keep) as answer:
                spent = f"query;dur={(time.perf_counter() - began) * 1000:.1f}".encode()
                start = [*headers, (b"server-timing", spent)]
                if request.method == "HEAD":
                    await _send(send, start)
                else:
                    await _send(send, start, answer.chunks)

        return Answering(work)


async def _send(send: Send, headers: list[tuple[bytes, bytes]], chunks: AsyncIterator[bytes] | None = None) -> None:
    """Send an answer piece by piece; one of a single piece with its length, so that it is only compressed when worth it."""
    first = await anext(chunks, b"") if chunks else b""
    following = await anext(chunks, None) if chunks else None
    if chunks and following is None:
        headers = [*headers, (b"content-length", str(len(first)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    while chunks and following is not None:
        await send({"type": "http.response.body", "body": first, "more_body": True})
        first, following = following, await anext(chunks, None)
    await send({"type": "http.response.body", "body": first, "more_body": False})


async def read(request: Request) -> Asked:
    """The query operation of a request. Raises a Failure of status 400, 405, 413 or 415."""
    given = requests.in_address(request)
    if request.method == "POST":
        given = given + await _posted(request)
    elif request.method not in ("GET", "HEAD"):
        raise wrong_method(f"{request.method[:16]} is no way to ask a query", _ALLOW_QUERY)
    if any(name == "update" for name, _ in given):
        raise _no_updates()
    query = only(given, "query")
    if query is None:
        raise bad_request("there is no query: give ?query=…, or POST it")
    return Asked(query, _all(given, "default-graph-uri"), _all(given, "named-graph-uri"), named_format(given))


async def _posted(request: Request) -> Parameters:
    header = request.headers.get("content-type", "")
    media_type, _, rest = header.partition(";")
    sort = media_type.strip().lower()
    if sort == _UPDATE:
        raise _no_updates()
    if sort not in (_FORM, _QUERY):
        message = f"a query is posted as {_QUERY} or {_FORM}"
        raise Failure(415, FailureKind.UNSUPPORTED_MEDIA_TYPE, message, headers={"Accept-Post": f"{_QUERY}, {_FORM}"})
    charset = next((part.partition("=")[2] for part in rest.lower().split(";") if "charset" in part), "utf-8")
    if charset.strip(' "') not in ("utf-8", "utf8"):
        raise Failure(415, FailureKind.UNSUPPORTED_MEDIA_TYPE, "queries are read in UTF-8 only")
    content = await requests.body(request)
    if sort == _FORM:
        return requests.parameters(content)
    try:
        return [("query", content.decode("utf-8-sig"))]
    except UnicodeDecodeError as error:
        raise bad_request(f"the query is not UTF-8: byte {error.start}") from error


def _no_updates() -> Failure:
    return wrong_method("this service answers queries only; it takes no updates", _ALLOW_QUERY)


def _all(given: Parameters, name: str) -> tuple[str, ...]:
    return tuple(value for key, value in given if key == name)


def named_format(given: Parameters) -> str | None:
    """The format that the address names, as `format=` or `output=`; the empty one is none."""
    return only(given, "format") or only(given, "output") or None


def accept(request: Request) -> str | None:
    """The Accept header, or headers."""
    return ",".join(request.headers.getlist("accept")) or None


def _changes(query: str) -> bool:
    return any(token.sort == "word" and token.text.upper() in _CHANGING for token in sparql.tokens(query))


def caching(tag: str | None) -> list[tuple[bytes, bytes]]:
    """Headers for an answer that depends on Accept and, where it has a tag, may be asked for again cheaply."""
    vary = [(b"vary", b"Accept")]
    if tag is None:
        return [*vary, (b"cache-control", b"no-store")]
    return [*vary, (b"etag", tag.encode()), (b"cache-control", b"no-cache")]


def fresh(request: Request, tag: str | None) -> Response | None:
    """A 304 when the client has this very answer."""
    if tag is None or request.method not in ("GET", "HEAD"):
        return None
    known = ",".join(request.headers.getlist("if-none-match"))
    weak = {one.strip().removeprefix("W/") for one in known.split(",")}
    if "*" not in weak and tag.removeprefix("W/") not in weak:
        return None
    response = Response(status_code=304)
    response.raw_headers = caching(tag)
    return response
