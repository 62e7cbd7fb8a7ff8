"""What is asked of a pool, and the answer on its way: buffered up to a limit, with a clock that stops while nobody reads."""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
from collections import deque
from collections.abc import AsyncIterator, Callable
from dataclasses import asdict, dataclass

from kneegraph.errors import KneegraphError
from kneegraph.server.frames import ASK, frame


@dataclass(frozen=True, slots=True)
class Formats:
    """The format of an answer by what the query turns out to be; None where the caller can take none of that kind."""

    rows: str | None
    triples: str | None


@dataclass(frozen=True, slots=True)
class Ask:
    """A query, the format of its answer (see `Result.write`), and the dataset of the SPARQL Protocol."""

    query: str
    format: str | Formats
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dump:
    """A whole graph in a format of triples: its address, `""` for the default graph, None for everything there is."""

    graph: str | None
    format: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The form of a query (`DUMP` for a graph), the digest of the store that answers, and the bytes, to be read once.

    `changes` says that the answer is another one each time, as that of NOW() is.
    """

    form: str
    sha256: str
    chunks: AsyncIterator[bytes]
    changes: bool = False


#: Characters of a query up to which its shape is looked for: that takes a millisecond or two of everybody's time.
_SHAPELY = 4096
_VARYING = re.compile(r"""\"[^"\n]*"|'[^'\n]*'|<[^<>\s]*>|\#[^\n]*|\d+|\s+|[?$]\w+""")


def shape(query: str) -> bytes:
    """A digest of what stays the same when other names, texts and numbers are put into a query. Only ever a guess.

    >>> shape("SELECT ?a { ?a kg:causes <x> } # 1") == shape("SELECT ?b { ?b  kg:causes <y> }")
    True
    >>> shape("ASK { ?a ?b ?c . ?c ?b ?a }") == shape("ASK { ?a ?b ?c . ?d ?b ?a }")
    False
    """
    names: dict[str, str] = {}

    def plain(match: re.Match[str]) -> str:
        text = match.group()
        if text[0] in "?$":
            return names.setdefault(text, f"?{len(names)}")
        return "" if text[0] == "#" or text.isspace() else "_"

    return hashlib.blake2b(_VARYING.sub(plain, query).encode("utf-8", "replace"), digest_size=16).digest()


class Job:
    """One question on its way through the pool. Only the pool changes it."""

    def __init__(self, ask: Ask | Dump, buffer: int, client: str | None = None) -> None:
        self.client = client
        self.request = frame(ASK, json.dumps(asdict(ask)).encode("ascii"))
        self.digest = hashlib.blake2b(self.request, digest_size=16).digest()
        self.shape = shape(ask.query) if isinstance(ask, Ask) and len(ask.query) <= _SHAPELY else b""
        self.buffer = buffer
        self.started: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.timer: asyncio.TimerHandle | None = None
        self.resume: Callable[[], None] | None = None  # set while the worker is held back
        self.form = self.sha256 = ""
        self.changes = False
        self.ended = False
        self.touched = asyncio.get_running_loop().time()  # when something of the answer was last taken
        self._taken = False
        self._error: KneegraphError | None = None
        self._chunks: deque[bytes] = deque()
        self._size = 0
        self._wake: asyncio.Future[None] | None = None
        self._worked = 0.0
        self._since: float | None = None

    # The answer

    def add(self, chunk: bytes) -> bool:
        """Take a piece of the answer; gives whether there is now as much as may wait here."""
        self._chunks.append(chunk)
        self._size += len(chunk)
        self._rouse()
        return self._size >= self.buffer

    def forget(self) -> None:
        """Begin anew: nothing of what came has been given away."""
        self._chunks.clear()
        self._size = 0
        self.form = ""
        self._worked, self._since = 0.0, None

    def open(self) -> None:
        """Let the caller have the answer: from now on, there is no way back."""
        if not self.started.done():
            self.touched = asyncio.get_running_loop().time()
            self.started.set_result(None)

    def end(self) -> None:
        """The answer is whole."""
        self.ended = True
        self.stop_timer()
        self.open()
        self._rouse()

    def fail(self, error: KneegraphError) -> None:
        """There will be no answer, or no more of it: whoever waits gets the error."""
        self.ended = True
        self.stop_timer()
        self._error = error
        if not self.started.done():
            self.started.set_exception(error)
        self._rouse()

    def whole(self) -> bytes | None:
        """The whole answer, as long as nothing of it was taken."""
        return b"".join(self._chunks) if self.ended and not self._taken and self._error is None else None

    async def chunks(self) -> AsyncIterator[bytes]:
        """The pieces as they come; raises what stops the query."""
        while True:
            while self._chunks and self._error is None:
                self._taken = True
                self.touched = asyncio.get_running_loop().time()
                chunk = self._chunks.popleft()
                self._size -= len(chunk)
                if self.resume is not None and self._size <= self.buffer // 2:
                    self.resume()
                yield chunk
            if self._error is not None:
                raise self._error
            if self.ended:
                return
            self._wake = asyncio.get_running_loop().create_future()
            await self._wake

    def _rouse(self) -> None:
        if self._wake is not None and not self._wake.done():
            self._wake.set_result(None)

    # The clock

    @property
    def idle(self) -> float:
        """The seconds since something of the answer was taken, or could be for the first time."""
        return asyncio.get_running_loop().time() - self.touched

    def start_clock(self) -> None:
        """The engine works from now on."""
        if self._since is None:
            self._since = asyncio.get_running_loop().time()

    def stop_clock(self) -> None:
        """The engine waits for a reader."""
        self._worked, self._since = self.worked, None

    @property
    def worked(self) -> float:
        """The seconds that the engine had for this."""
        return self._worked + (asyncio.get_running_loop().time() - self._since if self._since is not None else 0.0)

    def set_timer(self, seconds: float, then: Callable[[Job], None]) -> None:
        """The one thing that happens unless something else happens first."""
        self.stop_timer()
        self.timer = asyncio.get_running_loop().call_later(max(seconds, 0.0), then, self)

    def stop_timer(self) -> None:
        """Nothing will happen by itself."""
        if self.timer is not None:
            self.timer.cancel()
            self.timer = None
