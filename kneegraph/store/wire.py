"""Questions over HTTP: kept connections, one time limit for all of it, further tries, answers bounded in size.

The standard library's client, since a dependency would save little: nothing here knows SPARQL.
"""

from __future__ import annotations

import random
import ssl
import time
import weakref
import zlib
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from socket import gaierror
from urllib.parse import SplitResult, unquote, urlencode, urljoin, urlsplit
from urllib.request import getproxies, proxy_bypass

from kneegraph.errors import EndpointError
from kneegraph.store.refusals import refusal

#: Bytes of an answer, unpacked, that are taken.
MAX_SIZE = 512 * 2**20
#: How often one question is sent at most.
TRIES = 4
#: Seconds before the second try; doubled before each further one.
FIRST_PAUSE = 0.2
_CHUNK = 2**16
_MOVED = (301, 302, 303, 307, 308)
_BUSY = (429, 502, 503, 504)
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: a status, headers by their names in lower case, and the whole body, unpacked."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def kind(self) -> str:
        """The media type, without its parameters; empty when none is told."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


class _UnreachedError(Exception):
    """The question got no answer at all, and may be asked again."""


class Wire:
    """Where questions go. `timeout` is the seconds that one may take, further tries and the waits between them included."""

    def __init__(self, url: str, timeout: float, *, max_size: int = MAX_SIZE) -> None:
        """Take the address; a name and password in it are sent as such and never shown. Raises EndpointError."""
        self._parts = _split(url)
        self._timeout = timeout
        self._max_size = max_size
        self.shown = _shown(self._parts)
        self._idle: dict[tuple[str, str], list[HTTPConnection]] = {}
        weakref.finalize(self, _close, self._idle)

    def post(self, fields: Sequence[tuple[str, str]], accept: str) -> Answer:
        """Send a form; the answer's status is 200 or 400. Raises EndpointError for every other.

        A connection that is refused or breaks before an answer, and the statuses 429, 502, 503 and 504, are tried again,
        later by what Retry-After says. A question that ran out of time is not: it would again.
        """
        body = urlencode(fields).encode("ascii")
        until = time.monotonic() + self._timeout
        for tried in range(1, TRIES + 1):
            try:
                answer = self._followed(body, accept, until)
                if answer.status not in _BUSY:
                    return self._accepted(answer)
                wait, failure = _retry_after(answer), refusal(self.shown, answer, known=self.login is not None)
            except _UnreachedError as error:
                wait, failure = 0.0, f"{self.shown} cannot be reached: {error}"
            pause = max(wait, FIRST_PAUSE * 2 ** (tried - 1) * random.uniform(0.5, 1))
            if tried == TRIES or time.monotonic() + pause >= until:
                asked = f", and wants {wait:.0f} s without questions" if wait else ""
                raise EndpointError(f"{failure} (tried {tried} time{'s' if tried > 1 else ''}{asked})")
            time.sleep(pause)
        raise AssertionError("the last try returns or raises")

    @property
    def login(self) -> tuple[str, str] | None:
        """The name and password that the address held."""
        if self._parts.username is None:
            return None
        return unquote(self._parts.username), unquote(self._parts.password or "")

    def _accepted(self, answer: Answer) -> Answer:
        if answer.status in (200, 400):
            return answer
        raise EndpointError(refusal(self.shown, answer, known=self.login is not None))

    def _followed(self, body: bytes, accept: str, until: float) -> Answer:
        """The answer at the end of all redirects; the form goes along, as a query must not become a bare GET."""
        parts = self._parts
        for _ in range(6):
            answer = self._once(parts, body, accept, until)
            if answer.status not in _MOVED:
                return answer
            parts = self._moved(parts, answer.headers.get("location", ""))
        raise EndpointError(f"{self.shown} redirects again and again, last to {_shown(parts)}")

    def _moved(self, parts: SplitResult, location: str) -> SplitResult:
        there = urlsplit(urljoin(parts.geturl(), location))
        if not location or there.scheme not in _PORTS or (parts.scheme, there.scheme) == ("https", "http"):
            raise EndpointError(f"{self.shown} redirects to {location or 'nowhere'}, where no query is sent")
        return there

    def _once(self, parts: SplitResult, body: bytes, accept: str, until: float) -> Answer:
        """One request, on a kept connection where there is one; the server may have closed that one in the meantime."""
        kept = self._idle.setdefault((parts.scheme, parts.netloc.rpartition("@")[2]), [])
        while True:
            reused = bool(kept)
            connection = kept.pop() if kept else _connection(parts)
            try:
                answer, whole = self._exchange(connection, parts, body, accept, until)
            except _UnreachedError:
                connection.close()
                if not reused:
                    raise
                continue
            except BaseException:
                connection.close()
                raise
            kept.append(connection) if whole else connection.close()
            return answer

    def _exchange(
        self, connection: HTTPConnection, parts: SplitResult, body: bytes, accept: str, until: float
    ) -> tuple[Answer, bool]:
        """The answer, and whether the connection can be used again."""
        try:
            connection.timeout = _left(until)
            if connection.sock:
                connection.sock.settimeout(_left(until))
            connection.request("POST", _target(parts), body, self._headers(parts, accept))
            socket = connection.sock
            response = connection.getresponse()
        except TimeoutError as error:
            raise self._late() from error
        except gaierror as error:
            raise EndpointError(f"{self.shown} cannot be reached: there is no host {parts.hostname}") from error
        except ConnectionError as error:
            raise _UnreachedError(error.strerror or str(error)) from error
        except ssl.SSLError as error:
            raise EndpointError(f"{self.shown} cannot be reached securely: {error}") from error
        except (HTTPException, OSError, ValueError) as error:
            raise EndpointError(f"{self.shown} cannot be reached, or is not HTTP: {error}") from error
        try:
            headers = {name.lower(): value for name, value in response.getheaders()}
            pieces = []
            for piece in self._bounded(_unpacked(response, headers)):
                pieces.append(piece)
                socket.settimeout(_left(until))
        except TimeoutError as error:
            raise self._late() from error
        except (HTTPException, OSError, EOFError, zlib.error) as error:
            raise EndpointError(f"{self.shown} gave an answer that breaks off: {error!r}") from error
        return Answer(response.status, headers, b"".join(pieces)), not response.will_close

    def _late(self) -> EndpointError:
        return EndpointError(f"{self.shown} did not answer within {self._timeout:g} s")

    def _bounded(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        size = 0
        for piece in pieces:
            size += len(piece)
            if size > self._max_size:
                limit = f"{self._max_size / 2**20:g} MiB"
                raise EndpointError(f"{self.shown} gives an answer of more than {limit}; ask for less at a time")
            yield piece

    def _headers(self, parts: SplitResult, accept: str) -> dict[str, str]:
        headers = {
            "Accept": accept,
            "Accept-Encoding": "gzip",
            "Content-Type": "application/x-www-form-urlencoded",
            "User-Agent": "kneegraph",
        }
        if self.login and parts.hostname == self._parts.hostname:
            headers["Authorization"] = "Basic " + b64encode(":".join(self.login).encode()).decode()
        return headers


def _split(url: str) -> SplitResult:
    if not url.startswith(("http://", "https://")):
        raise EndpointError(f"the address of an endpoint begins with http:// or https:// (got {url})")
    try:
        parts = urlsplit(url)
        if parts.hostname and parts.port != 0 and url.isascii() and url.isprintable() and " " not in url:
            return parts
    except ValueError:
        pass
    raise EndpointError(f"the address of an endpoint reads http://host:port/path (got {url.rpartition('@')[2]})")


def _shown(parts: SplitResult) -> str:
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


def _proxy(parts: SplitResult) -> SplitResult | None:
    """The proxy that the environment names for an address."""
    named = getproxies().get(parts.scheme)
    return urlsplit(named) if named and not proxy_bypass(parts.hostname or "") else None


def _connection(parts: SplitResult) -> HTTPConnection:
    host, port = parts.hostname or "", parts.port or _PORTS[parts.scheme]
    proxy = _proxy(parts)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    if proxy is None:
        return kind(host, port)
    connection = kind(proxy.hostname or "", proxy.port or _PORTS["http"])
    if parts.scheme == "https":
        connection.set_tunnel(host, port)
    return connection


def _target(parts: SplitResult) -> str:
    """What the first line of the request names: a proxy wants the whole address."""
    whole = parts.scheme == "http" and _proxy(parts) is not None
    plain = parts._replace(fragment="") if whole else parts._replace(scheme="", netloc="", fragment="")
    return plain._replace(netloc=plain.netloc.rpartition("@")[2]).geturl() or "/"


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _unpacked(response: HTTPResponse, headers: Mapping[str, str]) -> Iterator[bytes]:
    """The body piece by piece as it comes, each from one reading of the network."""
    coding = headers.get("content-encoding", "identity").lower()
    if coding not in ("identity", "gzip", "x-gzip"):
        raise HTTPException(f"packed as {coding}, which was not asked for")
    gzip = zlib.decompressobj(31) if coding != "identity" else None
    while piece := response.read1(_CHUNK):
        yield gzip.decompress(piece, _CHUNK) if gzip else piece
        while gzip and gzip.unconsumed_tail:
            yield gzip.decompress(gzip.unconsumed_tail, _CHUNK)
    if response.length or (gzip and not gzip.eof):
        raise EOFError("it ends too early")
    response.close()  # which read1 leaves undone where the length was told; only so can the connection be used again


def _retry_after(answer: Answer) -> float:
    """The seconds that a busy server asks for; a date, which servers of SPARQL do not send, counts as none."""
    wanted = answer.headers.get("retry-after", "")
    return float(wanted) if wanted.isdecimal() else 0.0


def _close(idle: Mapping[tuple[str, str], list[HTTPConnection]]) -> None:
    for connections in idle.values():
        for connection in connections:
            connection.close()
