"""The application: routes, what wraps them, and the start and end of the worker pool."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from kneegraph.errors import KneegraphError
from kneegraph.graph import Graph
from kneegraph.server.answers import Answers
from kneegraph.server.api import CALLS
from kneegraph.server.dossiers import Shelves
from kneegraph.server.drafts import Drafts, checking
from kneegraph.server.failures import Failure, FailureKind, failure_of, not_found, wrong_method
from kneegraph.server.guard import METHODS, AccessLog, Guard, Manners, to_stderr
from kneegraph.server.pages import Pages
from kneegraph.server.pool import Options, Pool
from kneegraph.server.protocol import Protocol
from kneegraph.store.local import DiskStore


@dataclass(frozen=True)
class Settings:
    """How the server behaves. `packaged` says that the data are those that came along, whose licence is known."""

    options: Options = field(default_factory=Options)
    manners: Manners = field(default_factory=Manners)
    packaged: bool = False
    log: Callable[[str], None] = to_stderr


def create_app(graph: Graph, folder: Path, settings: Settings | None = None) -> Starlette:
    """The server as an ASGI application: the graph for pages and the API, the store in `folder` for queries.

    The pool starts with the application's lifespan. Raises StoreError when the store cannot be opened.
    """
    chosen = settings or Settings()
    store = DiskStore(folder)
    pool = Pool(folder, chosen.options)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        try:
            await pool.start()
        except KneegraphError as error:
            app.state.failed = error
            raise
        try:
            yield
        finally:
            await pool.stop()

    protocol = Protocol(pool, store.manifest)
    shelves = Shelves(graph)
    pages = Pages(shelves, store)
    answers = Answers(shelves, pool, protocol, pages, packaged=chosen.packaged)
    drafts = Drafts(checking(graph), limit=chosen.options.timeout)
    app = Starlette(
        routes=_routes(protocol, pages, answers, drafts),
        lifespan=lifespan,
        middleware=[
            Middleware(AccessLog, write=chosen.log),
            Middleware(Guard, manners=chosen.manners),
            Middleware(GZipMiddleware, minimum_size=1000, compresslevel=5),
        ],
        exception_handlers={Failure: _failure, KneegraphError: _known_error, HTTPException: _http_error},
    )
    app.router.redirect_slashes = False  # such a redirect would repeat the address of the request
    return app


_Endpoint = Callable[[Request], object]


def _routes(protocol: Protocol, pages: Pages, answers: Answers, drafts: Drafts) -> Sequence[BaseRoute]:
    every = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]
    read = [
        ("/", pages.front),
        ("/check", pages.check_page),
        ("/assets/{path:path}", pages.asset),
        ("/id/{sort}/{name:path}", pages.identified),
        ("/.well-known/void", answers.void),
        ("/healthz", answers.health),
        ("/api/openapi.json", answers.openapi),
        ("/api/why-empty", answers.why_empty),
        ("/api/queries/{name}", answers.named_query),
        *((call.path, answers.call(call)) for call in CALLS),
    ]
    return [
        Route("/sparql", answers.sparql, methods=every),
        Route("/sparql/", answers.sparql, methods=every),
        Route("/api/check", drafts.check, methods=every),
        Route("/store", protocol.graph, methods=every),
        *(Route(path, endpoint, methods=["GET"]) for path, endpoint in read),
    ]


def _failure(request: Request, error: Exception) -> Response:  # noqa: ARG001 (starlette's signature)
    assert isinstance(error, Failure)
    return error.answer()


def _known_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, KneegraphError)
    asked: bytes = getattr(request.state, "asked", b"")
    failure = failure_of(error, asked.decode("utf-8", "replace"))
    if failure.status >= 500:
        request.state.trouble = error
    return failure.answer()


def _http_error(request: Request, error: Exception) -> Response:  # noqa: ARG001 (starlette's signature)
    assert isinstance(error, HTTPException)
    if error.status_code == 404:
        return not_found("there is nothing at this address").answer()
    if error.status_code == 405:
        return wrong_method("this can only be read", METHODS).answer()
    return Failure(error.status_code, FailureKind.SYNTAX, "the request cannot be understood").answer()
