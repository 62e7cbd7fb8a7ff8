"""Who is next: texts known to be quick, then new ones, in one lane; those that take long wait for the few places of another.

No query says how long it will take, but the data under a pool never change, so a text that was quick stays quick.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable

from kneegraph.server.jobs import Job


class Memory:
    """What is known of texts, and of their shapes, by digest; the least recently seen are forgotten.

    A text is as it was seen to be; a new one is taken to be as others of its shape were. One quick text makes a shape quick,
    so that nobody can give a shape a bad name; its slow texts are known by themselves.
    """

    def __init__(self, most: int = 8192) -> None:
        self._most = most
        self._quick: OrderedDict[bytes, bool] = OrderedDict()

    def learn(self, digest: bytes, shape: bytes, *, quick: bool) -> None:
        """A text was seen to be so."""
        self._keep(digest, quick)
        if shape:
            self._keep(shape, quick or self._quick.get(shape, False))

    def quick(self, digest: bytes, shape: bytes) -> bool | None:
        """Whether a text is quick, or likely to be; None when nothing is known."""
        return self._quick.get(digest, self._quick.get(shape))

    def _keep(self, digest: bytes, quick: bool) -> None:
        self._quick[digest] = quick
        self._quick.move_to_end(digest)
        if len(self._quick) > self._most:
            self._quick.popitem(last=False)


class Cache:
    """Whole small answers, the least recently used of which make room. `most` bytes in all; 0 keeps nothing."""

    def __init__(self, most: int, largest: int) -> None:
        self._most = most
        self._largest = largest
        self._size = 0
        self._kept: OrderedDict[bytes, tuple[str, bytes]] = OrderedDict()

    def get(self, digest: bytes) -> tuple[str, bytes] | None:
        """The form and the bytes of an answer."""
        found = self._kept.get(digest)
        if found is not None:
            self._kept.move_to_end(digest)
        return found

    def put(self, digest: bytes, form: str, answer: bytes) -> None:
        """Keep an answer, if it is small enough."""
        if len(answer) > min(self._largest, self._most) or digest in self._kept:
            return
        self._kept[digest] = form, answer
        self._size += len(answer)
        while self._size > self._most:
            _, (_, old) = self._kept.popitem(last=False)
            self._size -= len(old)

    def clear(self) -> None:
        """Forget everything."""
        self._kept.clear()
        self._size = 0


class Lanes:
    """Jobs that wait.

    Of the new texts, the newest is taken three times out of four, then the oldest: under a flood of new bombs, an honest
    new text that was just asked does not stand behind all of them, and none is passed over for ever.
    """

    def __init__(self, quick: int, long: int) -> None:
        """So many may wait for a first run, and so many for a long place."""
        self._most_quick, self._most_long = quick, long
        self._known: deque[Job] = deque()
        self._new: deque[Job] = deque()
        self._long: deque[Job] = deque()
        self._turn = 0

    def put(self, job: Job, quick: bool | None) -> bool:
        """Have a job wait; gives False when too many wait already."""
        if quick is False:
            return self.put_long(job)
        if len(self._known) + len(self._new) >= self._most_quick:
            return False
        (self._known if quick else self._new).append(job)
        return True

    def put_long(self, job: Job) -> bool:
        """Have a job wait for a long place; gives False when too many wait already, half of them at most of one client."""
        own = sum(other.client == job.client for other in self._long) if job.client is not None else 0
        if len(self._long) >= self._most_long or own >= max(self._most_long // 2, 1):
            return False
        self._long.append(job)
        return True

    def take_known(self) -> Job | None:
        """The next whose text is known to be quick."""
        return self._known.popleft() if self._known else None

    def take_new(self) -> Job | None:
        """The next of which nothing is known."""
        if not self._new:
            return None
        self._turn = (self._turn + 1) % 4
        return self._new.pop() if self._turn else self._new.popleft()

    def take_long(self, held: Callable[[Job], int | None]) -> Job | None:
        """The next that takes long, of the client who has the fewest places; None for one who may have no more."""
        places = [(count, at) for at, job in enumerate(self._long) if (count := held(job)) is not None]
        if not places:
            return None
        job = self._long[min(places)[1]]
        self._long.remove(job)
        return job

    def any_long(self, fits: Callable[[Job], bool]) -> bool:
        """Whether such a job waits for a long place."""
        return any(map(fits, self._long))

    def drop(self, job: Job) -> bool:
        """Take a job out, wherever it waits; gives whether it did. Cost: linear in those who wait."""
        for lane in self._all:
            if job in lane:
                lane.remove(job)
                return True
        return False

    def drain(self) -> list[Job]:
        """Take everybody out."""
        everybody = [job for lane in self._all for job in lane]
        for lane in self._all:
            lane.clear()
        return everybody

    @property
    def _all(self) -> tuple[deque[Job], ...]:
        return self._known, self._new, self._long
