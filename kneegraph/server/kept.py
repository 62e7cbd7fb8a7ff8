"""Whole answers about the graph, which never change while it is served: the last ones are kept."""

from __future__ import annotations

from collections import OrderedDict

from starlette.responses import Response

_MOST = 256
_LARGEST = 1_000_000


class Kept:
    """Answers by ETag, the least recently given of which make room; large ones are made anew each time."""

    def __init__(self, most: int = _MOST, largest: int = _LARGEST) -> None:
        self._most = most
        self._largest = largest
        self._answers: OrderedDict[str, Response] = OrderedDict()

    def get(self, tag: str) -> Response | None:
        """A copy of the answer: headers are added to each on its way out."""
        found = self._answers.get(tag)
        if found is None:
            return None
        self._answers.move_to_end(tag)
        return _copy(found)

    def put(self, tag: str, answer: Response) -> Response:
        """Keep an answer, and give a copy of it."""
        if len(answer.body) <= self._largest:
            self._answers[tag] = answer
            while len(self._answers) > self._most:
                self._answers.popitem(last=False)
        return _copy(answer)


def _copy(answer: Response) -> Response:
    made = Response(answer.body)
    made.raw_headers = list(answer.raw_headers)
    return made
