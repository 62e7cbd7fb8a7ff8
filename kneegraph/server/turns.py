"""Turns: one thread for the questions of a sort, with a limit for how long its clients wait."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from kneegraph.errors import StoppedQueryError

Answer = TypeVar("Answer")


class Turn:
    """Questions about a graph, worked out one after the other. `limit` is in seconds.

    A thread cannot be ended: a question whose client was sent away runs on and keeps the turn, but nothing runs beside it.
    """

    def __init__(self, limit: float = 10.0) -> None:
        self.limit = limit
        self._thread = ThreadPoolExecutor(1, "kneegraph-turn")

    async def asked(self, question: Callable[[], Answer]) -> Answer:
        """The answer to a question. Raises StoppedQueryError after the limit; what was still waiting then never runs."""
        begun = False

        def work() -> Answer:
            nonlocal begun
            begun = True
            return question()

        waiting = asyncio.get_running_loop().run_in_executor(self._thread, work)
        try:
            return await asyncio.wait_for(waiting, self.limit)
        except TimeoutError:
            limit = f"{self.limit:g} s"
            if not begun:
                raise StoppedQueryError(f"the server is busy: no turn within {limit}", kind="busy", limit=limit) from None
            raise StoppedQueryError(f"there was no answer within {limit}", kind="timeout", limit=limit) from None
