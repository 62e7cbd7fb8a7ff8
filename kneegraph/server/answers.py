"""The routes that need more than one part of the server: the query page or the description, the API, health."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable

from pyoxigraph import Quad
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import Send

from kneegraph import sparql
from kneegraph.emptiness import why_empty
from kneegraph.server import requests
from kneegraph.server.api import CALLS, Call, Cut, query_text
from kneegraph.server.description import dataset_quads, service_quads, written
from kneegraph.server.dossiers import Shelves
from kneegraph.server.failures import bad_request
from kneegraph.server.kept import Kept
from kneegraph.server.negotiation import PAGE, TABLE_OFFERS, TRIPLE_OFFERS, negotiated
from kneegraph.server.openapi import openapi
from kneegraph.server.pages import Pages
from kneegraph.server.pool import Pool
from kneegraph.server.protocol import Protocol, accept, caching, fresh, named_format
from kneegraph.server.requests import Answering, Parameters
from kneegraph.server.sizes import Sizes
from kneegraph.server.why_empty import Apart, narrowing, taken_apart


class Answers:
    """Answers over a graph and a pool. What the API gives for an address never changes, so the last ones are kept."""

    def __init__(self, shelves: Shelves, pool: Pool, protocol: Protocol, pages: Pages, *, packaged: bool) -> None:
        self._shelves = shelves
        self._graph = shelves.graph
        self._pool = pool
        self._protocol = protocol
        self._pages = pages
        self._packaged = packaged
        self._kept = Kept()
        self._sizes = Sizes(pool)
        shelves.pages.limit = shelves.calls.limit = pool.options.timeout

    async def sparql(self, request: Request) -> Response | Answering:
        """A query is answered; a bare GET gets the query page or the service description, by Accept."""
        given = requests.in_address(request)
        if request.method not in ("GET", "HEAD") or any(name not in ("format", "output") for name, _ in given):
            return await self._protocol.query(request)
        offer = negotiated((*TRIPLE_OFFERS, PAGE, *TABLE_OFFERS), accept(request), named_format(given))
        if offer.format == PAGE.format:
            if request.url.path.endswith("/"):
                return RedirectResponse("/sparql", 308)  # the page's links start from there
            return await self._pages.query_page(request)
        if offer in TABLE_OFFERS:
            return await self._protocol.query(request)  # a client that expects rows must learn that it asked nothing
        return self._described(request, service_quads)

    async def void(self, request: Request) -> Response:
        """The data set as VoID and DCAT."""
        sizes = await self._sizes.of(self._protocol.manifest)
        return self._described(
            request, lambda manifest, base: dataset_quads(manifest, base, sizes=sizes, packaged=self._packaged)
        )

    def _described(self, request: Request, quads: Callable[..., object]) -> Response:
        offer = negotiated(TRIPLE_OFFERS, accept(request), named_format(requests.in_address(request)))
        base = str(request.base_url).rstrip("/")
        try:
            made: list[Quad] = list(quads(self._protocol.manifest, base))  # type: ignore[call-overload]
        except ValueError as error:
            raise bad_request("the Host header gives no address") from error
        content = written(iter(made), offer.format)
        tag = self._protocol.tag("description", hashlib.sha256(content).hexdigest())
        if same := fresh(request, tag):
            return same
        response = Response(content, headers={"Content-Type": offer.content_type})
        response.raw_headers += caching(tag)
        return response

    def call(self, call: Call) -> Callable[[Request], Awaitable[Response]]:
        """The endpoint of a call of the API."""

        async def endpoint(request: Request) -> Response:
            given = requests.in_address(request)
            return await self._api(request, given, lambda: call.answer(self._graph, call.values(given)))

        return endpoint

    async def named_query(self, request: Request) -> Response:
        """A named query's text with its parameters fixed."""
        given = requests.in_address(request)
        values = {name: requests.only(given, name) or "" for name, _ in given}
        return await self._api(request, given, lambda: query_text(self._graph, request.path_params["name"], values))

    async def openapi(self, request: Request) -> Response:
        """What the API takes and gives."""
        return await self._api(request, [], lambda: openapi(CALLS))

    async def why_empty(self, request: Request) -> Answering:
        """Why a query found nothing: reasons, and the rows left after each of its patterns; one time limit is for it all."""
        query = requests.only(requests.in_address(request), "query")
        if not query:
            raise bad_request("/api/why-empty needs ?query=…")
        requests.refuse_long(query, self._pool.options.max_query)
        request.state.asked = query.encode("utf-8", "replace")

        async def work(send: Send) -> None:
            response = JSONResponse(await self._why_empty(query), headers={"Cache-Control": "no-store"})
            await response(request.scope, request.receive, send)

        return Answering(work)

    async def _why_empty(self, query: str) -> dict[str, object]:
        manifest, seconds = self._protocol.manifest, self._pool.options.timeout
        loop = asyncio.get_running_loop()
        until = loop.time() + seconds

        def read() -> tuple[list[str], Apart]:
            sparql.form(query, terms=manifest.terms)
            return list(why_empty(self._graph.corpus, query, graphs=manifest.graphs)), taken_apart(query)

        reasons, apart = await self._shelves.calls.asked(read)
        patterns = await narrowing(self._pool, apart, seconds=until - loop.time(), limit=f"{seconds:g} s")
        return {"reasons": reasons, "patterns": patterns}

    async def _api(self, request: Request, given: Parameters, make: Callable[[], object]) -> Response:
        tag = self._protocol.tag("api", request.url.path, repr(sorted(given)))
        if same := fresh(request, tag):
            return same
        if kept := self._kept.get(tag):
            return kept
        made = await self._shelves.calls.asked(lambda: _as_json(make()))
        made.raw_headers += caching(tag)
        return self._kept.put(tag, made)

    async def health(self, request: Request) -> Response:  # noqa: ARG002 (starlette's signature)
        """Whether queries are answered now, from which data, by how many processes. 503 when they are not."""
        workers = self._pool.alive
        manifest = self._protocol.manifest
        told = {
            "status": "ok" if workers else "no workers",
            "store": {"sha256": manifest.sha256, **manifest.counts},
            "workers": workers,
        }
        return JSONResponse(told, 200 if workers else 503, headers={"Cache-Control": "no-store"})


def _as_json(made: object) -> JSONResponse:
    return JSONResponse(made, headers={"X-Truncated": "true"} if isinstance(made, Cut) else None)
