"""SPARQL 1.1 Protocol and Graph Store HTTP Protocol, read-only: what is asked, and the answer as a stream."""

from __future__ import annotations

import hashlib
import time
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Send

from kneegraph.nearest import nearest
from kneegraph.server import requests
from kneegraph.server.failures import Failure, FailureKind, bad_request, not_found, wrong_method
from kneegraph.server.negotiation import TABLE_OFFERS, TRIPLE_OFFERS, Offer, negotiated
from kneegraph.server.pool import Answer, Ask, Dump, Formats, Pool
from kneegraph.server.requests import Answering, Parameters, only
from kneegraph.store.manifest import Manifest

_FORM = "application/x-www-form-urlencoded"
_QUERY = "application/sparql-query"
_UPDATE = "application/sparql-update"
_ALLOW_QUERY = "GET, HEAD, OPTIONS, POST"
_ALLOW_GRAPH = "GET, HEAD, OPTIONS"
_ROWS = ("SELECT", "ASK")
#: Parameters that name a format; clients send several of them, with names of their own for the same.
_FORMATS = ("format", "output", "results")


@dataclass(frozen=True, slots=True)
class Asked:
    """A query operation as the protocol describes it; `formats` are the names given in the address."""

    query: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Offers:
    """What the client takes for rows and for triples; a 406 where it takes nothing of a kind."""

    rows: Offer | Failure
    triples: Offer | Failure

    @property
    def formats(self) -> Formats:
        return Formats(*(offer.format if isinstance(offer, Offer) else None for offer in (self.rows, self.triples)))

    def of(self, form: str) -> Offer:
        """That for a query of this form. Raises the 406 Failure."""
        offer = self.rows if form in _ROWS else self.triples
        if isinstance(offer, Failure):
            raise offer
        return offer


#: What is sent for an answer, once its form is known, and its ETag if it has one.
Described = Callable[[Answer], tuple[Offer, str | None]]


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

    async def query(self, request: Request) -> Answering:
        """Answer a query operation. Raises Failure and the pool's errors. What the query is, a worker finds out."""
        asked = await read(request, self._pool.options.max_query)
        request.state.asked = asked.query.encode("utf-8", "replace")
        given = accept(request), asked.formats
        offers = _Offers(_liked(TABLE_OFFERS, *given), _liked(TRIPLE_OFFERS, *given))
        parts = asked.query, *asked.default_graphs, "|", *asked.named_graphs

        def described(answer: Answer) -> tuple[Offer, str | None]:
            offer = offers.of(answer.form)
            if request.method == "POST" or answer.changes:
                return offer, None
            return offer, self.tag(*parts, "|", offer.types[0], sha256=answer.sha256)

        ask = Ask(asked.query, offers.formats, asked.default_graphs, asked.named_graphs)
        return self._stream(request, ask, described)

    async def graph(self, request: Request) -> Response | Answering:
        """Give one graph, whole. Raises Failure for anything but reading, and for a graph that is not there."""
        if request.method not in ("GET", "HEAD"):
            raise wrong_method("graphs can only be read here", _ALLOW_GRAPH)
        given = requests.in_address(request)
        name = self._graph_name(given)
        offer = negotiated(TRIPLE_OFFERS, accept(request), named_format(given))
        tag = self.tag("graph", name, offer.types[0])
        return fresh(request, tag) or self._stream(request, Dump(name, offer.format), lambda _: (offer, tag))

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

    def tag(self, *parts: str, sha256: str = "") -> str:
        """An ETag that changes with the data (those served, or of this digest) and with these parts.

        It is weak, since encodings may differ.
        """
        text = "\0".join((sha256 or self.manifest.sha256, self.manifest.kneegraph, *parts))
        return f'W/"{hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:32]}"'

    def _stream(self, request: Request, ask: Ask | Dump, described: Described) -> Answering:
        began = time.perf_counter()

        async def work(send: Send) -> None:
            async with self._pool.answer(ask, client=client_of(request)) as answer:
                offer, tag = described(answer)
                if same := fresh(request, tag):
                    await same(request.scope, request.receive, send)
                    return
                spent = f"query;dur={(time.perf_counter() - began) * 1000:.1f}".encode()
                start = [(b"content-type", offer.content_type.encode()), *caching(tag), (b"server-timing", spent)]
                if request.method == "HEAD":
                    await _send(send, start)
                else:
                    await _send(send, start, answer.chunks)

        return Answering(work)


def _liked(offers: Sequence[Offer], header: str | None, names: Sequence[str]) -> Offer | Failure:
    try:
        return negotiated(offers, header, names)
    except Failure as failure:
        return failure


def client_of(request: Request) -> str | None:
    """Who asks, as far as an address tells: of IPv6, its network, within which anybody has addresses without number."""
    if request.client is None:
        return None
    host = request.client.host
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return host
    return str(ip_network((address, 64), strict=False)) if address.version == 6 else host


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


async def read(request: Request, max_query: int) -> Asked:
    """The query operation of a request, the query of at most so many bytes. Raises a Failure: 400, 405, 413 or 415."""
    if len(request.scope["query_string"]) > requests.room(max_query):
        raise requests.too_large("query", max_query)
    given = requests.in_address(request)
    if request.method == "POST":
        given = given + await _posted(request, max_query)
    elif request.method not in ("GET", "HEAD"):
        raise wrong_method(f"{request.method[:16]} is no way to ask a query", _ALLOW_QUERY)
    if any(name == "update" for name, _ in given):
        raise _no_updates()
    query = only(given, "query")
    if query is None:
        raise bad_request("there is no query: give ?query=…, or POST it")
    requests.refuse_long(query, max_query)
    return Asked(query, _all(given, "default-graph-uri"), _all(given, "named-graph-uri"), named_format(given))


async def _posted(request: Request, max_query: int) -> Parameters:
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
    content = await requests.body(request, requests.room(max_query))
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


def named_format(given: Parameters) -> tuple[str, ...]:
    """The formats that the address names, as `format=`, `output=` or `results=`; an empty one is none."""
    return tuple(value for key in _FORMATS for value in _all(given, key) if value)


def accept(request: Request) -> str | None:
    """The Accept header, or headers."""
    return ",".join(request.headers.getlist("accept")) or None


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
