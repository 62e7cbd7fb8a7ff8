"""Who checks which draft when: after a pause, one draft at a time, and only the newest version of each."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from kneegraph.check.report import Report
from kneegraph.errors import KneegraphError
from kneegraph.lsp.opened import OpenDraft
from kneegraph.text.documents import Form

#: What checks: text, form and path to a report. It runs in a thread of its own, never twice at a time.
Check = Callable[[str, Form, str], Report]


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of a version of a draft: a report, or in words why there is none."""

    draft: OpenDraft
    report: Report | None
    failure: str | None = None


class Desk:
    """Drafts that are being checked. All of it runs in one event loop, but for the checking itself."""

    def __init__(self, check: Check, tell: Callable[[Checked], None]) -> None:
        """Take what checks, and whom to tell of each draft that has been checked."""
        self.check = check
        self._tell = tell
        self._tasks: dict[str, asyncio.Task[Checked]] = {}
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="kneegraph-check")

    def put(self, draft: OpenDraft, *, delay: float = 0.0) -> None:
        """Check this version after so many seconds; whatever older version was to be checked no longer is."""
        self.drop(draft.uri)
        self._tasks[draft.uri] = asyncio.get_running_loop().create_task(self._checked(draft, delay))

    def drop(self, uri: str) -> None:
        """Forget a document, and what was found in it."""
        if uri in self._tasks:
            self._tasks.pop(uri).cancel()

    async def newest(self, uri: str) -> Checked | None:
        """What came of the newest version, once it is known; None for a document that is not here."""
        while (task := self._tasks.get(uri)) is not None:
            await asyncio.wait([task])
            if not task.cancelled():
                return task.result()
        return None

    def close(self) -> None:
        """Take no more drafts; what is being checked is not waited for."""
        for uri in [*self._tasks]:
            self.drop(uri)
        self._thread.shutdown(wait=False, cancel_futures=True)

    async def _checked(self, draft: OpenDraft, delay: float) -> Checked:
        await asyncio.sleep(delay)
        checked = await asyncio.get_running_loop().run_in_executor(self._thread, _judge, self.check, draft)
        try:
            self._tell(checked)  # a newer version would have cancelled this one while it waited
        except Exception as error:
            checked = _fault(draft, error)
            self._tell(checked)
        return checked


def _judge(check: Check, draft: OpenDraft) -> Checked:
    """Check a draft. A failure comes back as words to be shown, since nobody waits for an exception of this thread."""
    if draft.too_long:
        return Checked(draft, None, draft.too_long)
    try:
        return Checked(draft, check(draft.text, draft.form, draft.path))
    except KneegraphError as error:
        return Checked(draft, None, f"{draft.name} could not be checked: {error}")
    except Exception as error:
        return _fault(draft, error)


def _fault(draft: OpenDraft, error: Exception) -> Checked:
    """A defect of ours, which must not look like a draft without findings."""
    logging.getLogger(__name__).error("checking %s", draft.uri, exc_info=error)
    return Checked(draft, None, f"{draft.name} could not be checked, by a fault of kneegraph: {error!r}")
