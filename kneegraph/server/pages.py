"""Pages: the graph at `/`, a dossier for each identifier at `/id/…` (or its RDF, by Accept), and what pages load."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from kneegraph import files, vocab
from kneegraph.browser import page
from kneegraph.browser.bundle import vis_script
from kneegraph.browser.looks import css_variables
from kneegraph.browser.plain import visible
from kneegraph.server import requests
from kneegraph.server.dossiers import Shelves, address, dossier
from kneegraph.server.failures import Failure, not_found
from kneegraph.server.kept import Kept
from kneegraph.server.negotiation import PAGE, TRIPLE_OFFERS, Offer, negotiated
from kneegraph.server.protocol import accept, caching, fresh, named_format
from kneegraph.server.triples import described, written
from kneegraph.store.local import DiskStore

_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".map": "application/json",
    ".svg": "image/svg+xml",
    ".wasm": "application/wasm",
    ".woff2": "font/woff2",
}
#: vis-network as pyvis brings it along, for the query page's picture.
_VIS = "vendor/vis-network.min.js"
#: The colours of kinds and standings, for the draft checker.
_LOOKS = "looks.css"
_OFFERS = (PAGE, *TRIPLE_OFFERS)
_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]+)">')


@dataclass(frozen=True)
class Asset:
    """A file that pages load, as it was when the server started."""

    content: bytes
    media_type: str

    @property
    def tag(self) -> str:
        """Its ETag."""
        return f'W/"{hashlib.sha256(self.content).hexdigest()[:32]}"'


def assets(folder: Path) -> dict[str, Asset]:
    """The files below a folder that pages may load, by path: nothing else is ever read on a request's behalf."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.suffix in _TYPES)
    return {path.relative_to(folder).as_posix(): Asset(path.read_bytes(), _TYPES[path.suffix]) for path in found}


class Pages:
    """Answers for people, over a graph and the store it stands in. `digest` is the store's."""

    def __init__(self, shelves: Shelves, store: DiskStore) -> None:
        self._shelves = shelves
        self._store = store
        self._kept = Kept()
        self._digest = store.manifest.sha256
        loader = FileSystemLoader(files.packaged("viz", "pages"))
        self._templates = Environment(
            loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
        )
        self._assets = {
            **assets(files.packaged("viz")),
            _VIS: Asset(vis_script().encode("utf-8"), _TYPES[".js"]),
            _LOOKS: Asset(css_variables().encode("utf-8"), _TYPES[".css"]),
        }

    def tag(self, *parts: str) -> str:
        """An ETag that changes with the data."""
        return f'W/"{hashlib.sha256(chr(0).join((self._digest, *parts)).encode("utf-8", "replace")).hexdigest()[:32]}"'

    @cached_property
    def _front(self) -> tuple[str, str]:
        """The graph as a page, and the policy that it brings."""
        graph = self._shelves.graph
        quotes = graph.texts.quote if graph.texts else None
        text = page(graph.corpus, contradictions=graph.contradictions(), quotes=quotes, weights=graph.weights)
        found = _POLICY.search(text)
        policy = found[1].replace("&#39;", "'").replace("&#x27;", "'") if found else "default-src 'none'"
        return text, f"{policy}; frame-ancestors 'none'"

    async def front(self, request: Request) -> Response:
        """The graph."""
        tag = self.tag("front")
        if same := fresh(request, tag):
            return same
        text, policy = await self._shelves.calls.asked(lambda: self._front)
        return _tagged(HTMLResponse(text, headers={"Content-Security-Policy": policy}), tag)

    async def query_page(self, request: Request) -> Response:
        """The query page."""
        return await self._written(request, "sparql")

    async def check_page(self, request: Request) -> Response:
        """The draft checker."""
        return await self._written(request, "check")

    async def _written(self, request: Request, name: str) -> Response:
        path = files.packaged("viz", f"{name}.html")
        if not path.is_file():
            raise not_found("there is no such page here")
        text = await run_in_threadpool(files.read_text, path)
        tag = self.tag(name, text)
        return fresh(request, tag) or _tagged(HTMLResponse(text), tag)

    async def asset(self, request: Request) -> Response:
        """A script or a style sheet."""
        found = self._assets.get(request.path_params["path"])
        if found is None:
            raise not_found("there is no such file")
        response = Response(found.content, media_type=found.media_type)
        return fresh(request, found.tag) or _tagged(response, found.tag)

    async def identified(self, request: Request) -> Response:
        """What an identifier stands for: a dossier or RDF. Raises a Failure of status 404 or 406."""
        sort, name = request.path_params["sort"], request.path_params["name"]
        if sort not in vocab.SORTS:
            raise not_found("there is no such sort of thing", [address(one, "…") for one in vocab.SORTS])
        given = named_format(requests.in_address(request))
        offer = negotiated(_OFFERS, accept(request), given)
        wants_page = offer.format == PAGE.format and (bool(given) or _names_page(accept(request)))
        return await self._shelves.pages.asked(lambda: self._identified(request, sort, name, offer, wants_page=wants_page))

    def _identified(self, request: Request, sort: str, name: str, offer: Offer, *, wants_page: bool) -> Response:
        if not self._shelves.has(sort, name):
            return self._missing(sort, name, wants_page=wants_page)
        tag = self.tag(sort, name, offer.types[0])
        if known := fresh(request, tag) or self._kept.get(tag):
            return known
        if offer.format == PAGE.format:
            values = dossier(self._shelves, sort, name)
            response: Response = HTMLResponse(self._templates.get_template(f"{sort}.html").render(values, formats=_formats()))
        else:
            content = written(described(self._shelves, self._store, sort, name), offer.format)
            response = Response(content, headers={"Content-Type": offer.content_type})
        response.headers["Link"] = _links(sort, name)
        return self._kept.put(tag, _tagged(response, tag))

    def _missing(self, sort: str, name: str, *, wants_page: bool) -> Response:
        close = self._shelves.nearest(sort, name)
        failure: Failure = not_found(f"there is no {sort} of this name", close)
        if not wants_page:
            return failure.answer()
        near = [{"label": visible(one), "href": address(sort, one)} for one in close]
        values = {"title": "Not found", "sort": sort, "near": near}
        return HTMLResponse(self._templates.get_template("missing.html").render(values), 404, {"Cache-Control": "no-store"})


def _names_page(header: str | None) -> bool:
    """Whether an Accept header asks for a page by name, as browsers do, and not only for anything."""
    return any(media_type in (header or "").lower() for media_type in PAGE.types)


def _formats() -> dict[str, str]:
    """The forms a page links to: name in the address, and media type."""
    return {
        offer.format if offer.format not in ("xml", "json") else offer.names[0]: offer.types[0] for offer in TRIPLE_OFFERS[:4]
    }


def _links(sort: str, name: str) -> str:
    here = address(sort, name)
    others = (f'<{here}?format={form}>; rel="alternate"; type="{kind}"' for form, kind in _formats().items())
    return ", ".join((*others, f'<{quote(vocab.iri(sort, name), safe=":/?#[]@!$&*+,;=%")}>; rel="describes"'))


def _tagged(response: Response, tag: str) -> Response:
    response.raw_headers = [*response.raw_headers, *caching(tag)]
    return response
