"""What goes wrong, as one JSON shape with one status each. Nothing in it tells of paths, code or versions.

{"error": {"status": 400, "kind": "syntax", "message": "…", "line": 3, "column": 7, "caret": "…", …}}
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum

from starlette.responses import JSONResponse

from kneegraph.errors import (
    KneegraphError,
    NotAClaimError,
    QueryError,
    QueryTooLargeError,
    RefusedQueryError,
    StoppedQueryError,
    UnknownTermError,
)

_PREFIX = re.compile(r"the prefix ([^\s:]*): is not declared")
_NEAREST = re.compile(r"; nearest: (.+)$")
_RETRY_SECONDS = "2"
_CARET_WIDTH = 120


class FailureKind(StrEnum):
    """The closed set of `error.kind`."""

    SYNTAX = "syntax"
    REFUSED = "refused"
    TOO_LARGE = "too-large"
    TIMEOUT = "timeout"
    MEMORY = "memory"
    BUSY = "busy"
    NOT_ACCEPTABLE = "not-acceptable"
    UNSUPPORTED_MEDIA_TYPE = "unsupported-media-type"
    NOT_FOUND = "not-found"
    METHOD = "method"
    UNKNOWN_TERM = "unknown-term"
    INTERNAL = "internal"


class Failure(Exception):  # noqa: N818 (it is an answer, not a defect)
    """A request that is answered with an error. `details` are the keys beside status, kind and message."""

    def __init__(
        self,
        status: int,
        kind: FailureKind,
        message: str,
        *,
        details: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.status = status
        self.kind = kind
        self.message = message
        self.details = {name: value for name, value in (details or {}).items() if value}
        self.headers = dict(headers or {})
        super().__init__(message)

    def answer(self) -> JSONResponse:
        """The response that tells it."""
        told = {"status": self.status, "kind": self.kind, "message": self.message, **self.details}
        return JSONResponse({"error": told}, self.status, {**self.headers, "Cache-Control": "no-store"})


def bad_request(message: str) -> Failure:
    """The request itself is not as the protocol says."""
    return Failure(400, FailureKind.SYNTAX, message)


def not_found(message: str, nearest: Sequence[str] = ()) -> Failure:
    """Nothing is there."""
    return Failure(404, FailureKind.NOT_FOUND, message, details={"nearest": list(nearest)})


def wrong_method(message: str, allow: str) -> Failure:
    """The thing is there, but does not take this method."""
    return Failure(405, FailureKind.METHOD, message, headers={"Allow": allow})


def failure_of(error: KneegraphError, query: str | None = None) -> Failure:
    """An error of ours as an answer; `query` is the text whose line and column it names."""
    if isinstance(error, StoppedQueryError):
        return _stopped(error)
    if isinstance(error, QueryError):
        return _of_query(error, query)
    if isinstance(error, UnknownTermError):
        return Failure(400, FailureKind.UNKNOWN_TERM, str(error), details={"nearest": list(error.nearest[:3])})
    if isinstance(error, NotAClaimError):
        return not_found(str(error))
    return Failure(500, FailureKind.INTERNAL, "the server could not answer this; its log says why")


def _stopped(error: StoppedQueryError) -> Failure:
    kind = {"timeout": FailureKind.TIMEOUT, "memory": FailureKind.MEMORY, "busy": FailureKind.BUSY}.get(error.kind)
    headers = {"Retry-After": _RETRY_SECONDS} if kind is FailureKind.BUSY else {}
    return Failure(503, kind or FailureKind.INTERNAL, str(error), details={"limit": error.limit}, headers=headers)


def _of_query(error: QueryError, query: str | None) -> Failure:
    message = re.sub(r"^line \d+, column \d+: ", "", str(error))
    prefix, near = _PREFIX.search(message), _NEAREST.search(message)
    details = {
        "line": error.line,
        "column": error.column,
        "caret": caret(query, error.line, error.column) if query else None,
        "prefix": prefix[1] if prefix else None,
        "nearest": near[1].split(", ") if near else None,
        "limit": getattr(error, "limit", None),
    }
    if isinstance(error, QueryTooLargeError):
        return Failure(413, FailureKind.TOO_LARGE, message, details=details)
    if isinstance(error, RefusedQueryError):
        return Failure(422, FailureKind.REFUSED, message, details=details)
    unknown = near is not None and " is not a" in message
    return Failure(400, FailureKind.UNKNOWN_TERM if unknown else FailureKind.SYNTAX, message, details=details)


def caret(text: str, line: int | None, column: int | None) -> str | None:
    """The line of a text with a mark below the column; of a very long line, the part around it.

    >>> print(caret("SELECT *\\nWHRE {}", 2, 1))
    WHRE {}
    ^
    """
    lines = text.split("\n")
    if line is None or column is None or not 0 < line <= len(lines):
        return None
    start = max(0, column - 1 - _CARET_WIDTH // 2)
    shown = lines[line - 1][start : start + _CARET_WIDTH].replace("\t", " ").rstrip("\r")
    return f"{shown}\n{' ' * (column - 1 - start)}^"
