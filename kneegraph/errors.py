"""Everything kneegraph raises, and the exit status each means.

KneegraphError
├── DataError             a data file cannot be used: path, line, what was expected
├── UnknownTermError      no concept, relation, source, query… of that name; carries the nearest
│   └── AmbiguousTermError    the name fits more than one
├── NotAClaimError        known concepts, but no source makes this claim
├── EmptyRestrictionError a restriction that leaves no source
├── QueryError            SPARQL that cannot be read or run; carries line and column
│   ├── RefusedQueryError     SPARQL that could be run, but is not allowed here
│   ├── QueryTooLargeError    SPARQL that is too long or too deeply nested to be run
│   └── StoppedQueryError     SPARQL that was stopped at a limit of time, memory or load
├── StoreError            a store on disk is missing, damaged, or of another version
├── AssemblyError         an engine that assembles tables does not start, or could not do its work
├── InvalidDataError      what a store holds breaks a rule, with the problem
├── EndpointError         a remote endpoint did not answer as SPARQL 1.1 says
├── MissingLibraryError   a library that only this wish needs is not installed; also an ImportError
└── TextError             the texts of the sources are missing or not as described
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path


class ExitStatus(IntEnum):
    """What the shell sees. FOUND is for commands that look for something: validate, verify."""

    DONE = 0
    FOUND = 1
    USAGE = 2
    FAILED = 3


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with one resource of the data, not yet placed in a file. `rule` names the invariant broken."""

    rule: str
    resource: str
    message: str
    predicate: str | None = None
    value: str | None = None


class KneegraphError(Exception):
    """Base of every error that kneegraph raises on purpose; the message is fit for a person."""


class DataError(KneegraphError):
    """A data file that cannot be used. `str()` reads `path:line: what is wrong (what was found)`."""

    def __init__(self, message: str, *, path: Path | str, line: int | None = None, column: int | None = None) -> None:
        self.message = message
        self.path = Path(path)
        self.line = line
        self.column = column
        place = ":".join(str(part) for part in (path, line, column) if part is not None)
        super().__init__(f"{place}: {message}")


class UnknownTermError(KneegraphError):
    """No thing of this sort has this name. `nearest` holds up to three names that do exist."""

    def __init__(self, sort: str, term: str, nearest: Sequence[str] = ()) -> None:
        self.sort = sort
        self.term = term
        self.nearest = tuple(nearest)
        hint = f"; nearest: {', '.join(self.nearest)}" if self.nearest else ""
        super().__init__(f"no {sort} is called {term!r}{hint}")


class AmbiguousTermError(UnknownTermError):
    """More than one thing has this name; `nearest` holds their identifiers."""

    def __init__(self, sort: str, term: str, candidates: Sequence[str]) -> None:
        super().__init__(sort, term, candidates)
        self.args = (f"{term!r} may mean more than one {sort}: {', '.join(candidates)}; use one of these identifiers",)


class NotAClaimError(KneegraphError):
    """The concepts and the relation are known, but no source here makes this claim."""


class EmptyRestrictionError(KneegraphError):
    """A restriction (collection, tier, source, year) that leaves no source."""


class QueryError(KneegraphError):
    """SPARQL that cannot be read or run."""

    def __init__(self, message: str, *, line: int | None = None, column: int | None = None) -> None:
        self.line = line
        self.column = column
        place = f"line {line}, column {column}: " if line is not None else ""
        super().__init__(f"{place}{message}")


class RefusedQueryError(QueryError):
    """SPARQL that would change data or reach the network."""


class QueryTooLargeError(QueryError):
    """SPARQL beyond a limit of length, nesting or number of operators; `limit` names it in words ("depth 40")."""

    def __init__(self, message: str, *, line: int | None = None, column: int | None = None, limit: str | None = None) -> None:
        self.limit = limit
        super().__init__(message, line=line, column=column)


class StoppedQueryError(QueryError):
    """A query that was stopped: at a limit of time or memory, since too many ran, or by a failure of the engine.

    `kind` is `timeout`, `memory`, `busy` or `crash`; `limit` names the limit in words ("10 s", "512 MiB") where there is one.
    """

    def __init__(self, message: str, *, kind: str = "timeout", limit: str | None = None) -> None:
        self.kind = kind
        self.limit = limit
        super().__init__(message)


class StoreError(KneegraphError):
    """A store on disk that is not there, not whole, or made by a version that this one cannot read."""

    def __init__(self, message: str, *, path: Path) -> None:
        self.path = path
        super().__init__(f"{path}: {message}")


class AssemblyError(KneegraphError):
    """An engine that assembles tables does not start, or could not do its work; says what would help where that is known."""


class EndpointError(KneegraphError):
    """A remote SPARQL endpoint could not be reached or gave an answer that cannot be trusted."""


class InvalidDataError(KneegraphError):
    """What a store or an endpoint holds is not valid kneegraph data; `problem` is the first thing that is wrong."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(f"the store does not hold valid kneegraph data: {problem.resource}: {problem.message}")


class MissingLibraryError(KneegraphError, ImportError):
    """A library that kneegraph can do without, and this wish cannot, is not installed."""

    def __init__(self, library: str, *, extra: str | None = None) -> None:
        """Name the library, and the extra of kneegraph that brings it, where one does."""
        wanted = f"'kneegraph[{extra}]'" if extra else library
        super().__init__(f"this needs {library}, which is not installed: pip install {wanted}")
        self.name = library


class TextError(KneegraphError):
    """The folder of source texts is missing, unreadable, or not what its manifest says."""
