"""Serving: the socket, uvicorn around the application, and connections that are closed when they only wait."""

from __future__ import annotations

import asyncio
import json
import logging
import resource
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from ipaddress import ip_address

import uvicorn
from starlette.applications import Starlette
from uvicorn.protocols.http.h11_impl import H11Protocol

from kneegraph.errors import KneegraphError

#: Seconds a connection may take to send the head of a request.
PATIENCE = 20.0
_MOST_FILES = 65_536
_LONGEST_HEAD = 256 * 1024
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches a server that is bound to this name.

    >>> is_loopback("127.0.0.1"), is_loopback("0.0.0.0")
    (True, False)
    """
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def bound(host: str, port: int) -> socket.socket:
    """A socket that listens there; port 0 takes a free one. Raises KneegraphError where it cannot."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listening = socket.create_server((host, port), family=family, backlog=1024)
    except OSError as error:
        if getattr(error, "errno", None) in (48, 98):
            raise KneegraphError(f"port {port} of {host} is in use; name another with --port (0 takes a free one)") from error
        raise KneegraphError(f"cannot listen on {host} port {port}: {error.strerror or error}") from error
    # Connections inherit it; without it, an answer's last piece waits for the client's delayed acknowledgement (40 ms).
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening


def address_of(listening: socket.socket) -> str:
    """The address to type into a browser."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def serve(app: Starlette, listening: socket.socket, *, grace: float, ready: Callable[[], None]) -> None:
    """Serve until SIGTERM or SIGINT; answers on their way have `grace` seconds to end. Raises what kept it from starting."""
    end_well()
    _log_as_json()
    _allow_connections()
    config = uvicorn.Config(
        app,
        http=_PatientProtocol,
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=max(1, round(grace)),
        h11_max_incomplete_event_size=_LONGEST_HEAD,
    )
    server = _Server(config, ready)
    with suppress(KeyboardInterrupt):  # uvicorn has ended in good order, and raises the signal once more
        server.run(sockets=[listening])
    if not server.started:
        failed = getattr(app.state, "failed", None)
        raise failed or KneegraphError("the server could not start")


class _Server(uvicorn.Server):
    """Tells when it is ready."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        if self.started:
            self._ready()


class _PatientProtocol(H11Protocol):
    """Closes a connection that takes too long to send the head of its request: nothing else limits that time."""

    _timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._watch()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self._unwatch()

    def _watch(self) -> None:
        waiting = self.cycle is None or self.cycle.response_complete
        if not waiting:
            self._unwatch()
        elif self._timer is None:
            self._timer = self.loop.call_later(PATIENCE, self._give_up)

    def _unwatch(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _give_up(self) -> None:
        self._timer = None
        if self.cycle is None or self.cycle.response_complete:
            self.transport.close()


class _JsonLines(logging.Formatter):
    """Messages of the libraries as JSON lines beside those of the access log."""

    def format(self, record: logging.LogRecord) -> str:
        return json.dumps({"level": record.levelname.lower(), "message": record.getMessage().strip()[:1000]})


def end_well() -> None:
    """Have SIGTERM unwind as Ctrl+C does, so that what was made for the time being is cleared away."""

    def leave(number: int, frame: object) -> None:  # noqa: ARG001 (the signature of handlers)
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, leave)


def _allow_connections() -> None:
    """As many open files as this user may have: connections that only wait must not keep others out."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, _MOST_FILES)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _log_as_json() -> None:
    """Warnings and errors of uvicorn; what it says of a failed answer is in the access log already."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_JsonLines())
    handler.addFilter(lambda record: "ASGI" not in record.getMessage())
    logger = logging.getLogger("uvicorn.error")
    logger.handlers = [handler]
    logger.propagate = False
    logger.setLevel(logging.WARNING)
