"""`serve`: the graph over HTTP, read-only."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kneegraph.cli.options import with_texts

if TYPE_CHECKING:
    from socket import socket

    from kneegraph.server.app import Settings


_MIB = 1024 * 1024


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen; 0.0.0.0 is every network there is.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes a free one.")
@click.option(
    "--allow-host", multiple=True, metavar="NAME", help="A name this server goes by, as behind a proxy; repeat for more."
)
@click.option("--timeout", type=click.FloatRange(0.1, 3600), default=10.0, show_default=True, help="Seconds a query may take.")
@click.option(
    "--memory", type=click.IntRange(64), default=512, show_default=True, metavar="MIB", help="What a query may take."
)
@click.option(
    "--max-query", type=click.IntRange(1, 976), default=64, show_default=True, metavar="KIB", help="How long a query may be."
)
@click.option("--workers", type=click.IntRange(0, 64), default=0, help="Processes for quick queries [default: one per core].")
@click.option(
    "--cache", type=click.IntRange(0), default=32, show_default=True, metavar="MIB", help="For answers; 0 keeps none."
)
@click.option("--store", type=click.Path(path_type=Path), metavar="DIR", help="Serve this store (see: build --store).")
@click.option("--data", multiple=True, metavar="PATH", help="Serve these files instead of the packaged data.")
@with_texts
@click.option("--cors/--no-cors", default=None, help="Let pages of other sites read it [default: only the packaged data].")
@click.option("--open", "opening", is_flag=True, help="Open it in a browser.")
def serve(
    host: str,
    port: int,
    allow_host: tuple[str, ...],
    timeout: float,
    memory: int,
    max_query: int,
    workers: int,
    cache: int,
    store: Path | None,
    data: tuple[str, ...],
    texts: Path | None,
    cors: bool | None,
    opening: bool,
) -> None:
    """Serve the graph, a SPARQL endpoint and a page for every identifier.

    \b
    kneegraph serve                                   the packaged graph, at http://127.0.0.1:8000
    kneegraph serve --store DIR --port 0 --open       a store, at a free port, in a browser
    """
    from kneegraph.server.app import Settings
    from kneegraph.server.guard import Manners
    from kneegraph.server.pool import Options
    from kneegraph.server.running import LOOPBACK, bound, is_loopback

    if store and data:
        raise click.UsageError("give either --store or --data")
    local = is_loopback(host)
    packaged = not (store or data)
    known = frozenset(name.lower() for name in allow_host)
    names = known | LOOPBACK | {host.lower()} if local or known else None
    open_to_pages = cors if cors is not None else packaged and texts is None
    settings = Settings(
        Options(workers=workers, timeout=timeout, memory=memory * _MIB, max_query=max_query * 1024, cache_bytes=cache * _MIB),
        Manners(names, open_to_pages),
        packaged=packaged,
    )
    with bound(host, port) as listening, tempfile.TemporaryDirectory(prefix="kneegraph-") as made:
        if not local:
            click.echo(f"Warning: {host} can be reached from other machines; there is no password.", err=True)
        _run(listening, store or Path(made) / "store", store is None, data, texts, settings, opening)


def _run(
    listening: socket, folder: Path, build: bool, data: tuple[str, ...], texts: Path | None, settings: Settings, opening: bool
) -> None:
    """Open or build the store, and serve it until a signal."""
    from kneegraph.loading import build_store, load, open_store
    from kneegraph.server.app import create_app
    from kneegraph.server.running import address_of, serve
    from kneegraph.store.manifest import Manifest

    if build:
        build_store(folder, *data)
    graph = load(*data, texts=texts) if build else open_store(folder, texts=texts)
    app = create_app(graph, folder, settings)
    address = address_of(listening)

    def ready() -> None:
        held = Manifest.read(folder)
        click.echo(f"Serving {held.counts['quads']} quads ({held.sha256[:12]}) at {address} (SPARQL: {address}/sparql)")
        if opening:
            click.launch(address)

    serve(app, listening, grace=settings.options.timeout, ready=ready)
