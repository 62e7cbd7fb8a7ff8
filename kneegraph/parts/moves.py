"""The moves that chains are made of, kept beside a store: from either end, strongest first."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from kneegraph.analysis.region import Link
from kneegraph.model import Standing
from kneegraph.parts.catalogue import STANDINGS
from kneegraph.store.beside import Beside, Writing

_TABLES = (
    "CREATE TABLE moves (source INT, weakness REAL, target INT, claim INT, sign INT, holds INT,"
    " PRIMARY KEY (source, weakness, target, claim, sign)) WITHOUT ROWID",
    "CREATE TABLE arrivals (target INT, weakness REAL, source INT, claim INT, sign INT, holds INT,"
    " PRIMARY KEY (target, weakness, source, claim, sign)) WITHOUT ROWID",
)
#: Disputed claims that nobody supports, each the strongest of all that join two concepts with one sign.
_CLOSED = (
    "CREATE TABLE closed (source INT, target INT, weakness REAL, sign INT, holds INT, claim INT)",
    "CREATE INDEX closed_source ON closed (source)",
    "CREATE INDEX closed_target ON closed (target)",
)
_INDEXES = (
    "INSERT INTO arrivals SELECT target, weakness, source, claim, sign, holds FROM moves ORDER BY target, weakness",
    "CREATE INDEX moves_between ON moves (source, target)",
)
#: What stands for the claim of a move that holds by definition.
_NONE = 0
_COLUMNS = "source, target, -weakness, sign, holds, claim"


class BareClaim(NamedTuple):
    """What the catalogue has of a claim. Its ends are numbers."""

    id: str
    subject: int
    relation: str
    object: int
    standing: Standing


def write_moves(writing: Writing, links: Iterable[Link], closed: Iterable[Link]) -> None:
    """Write them. `closed` are moves that chains may not make, since nobody speaks for their claims; where there is an open
    one with the same ends and sign, only those that are stronger.
    """
    writing.make(*_TABLES, *_CLOSED)
    rows = ((one.source, -one.strength, one.target, one.claim or _NONE, one.sign, int(one.holds)) for one in links)
    writing.insert("moves", rows)
    shut = ((one.source, one.target, -one.strength, one.sign, int(one.holds), one.claim) for one in closed)
    writing.insert("closed", shut)
    writing.make(*_INDEXES)


class StoredLinks:
    """Reads them. Concepts and claims are numbers of the catalogue."""

    def __init__(self, beside: Beside) -> None:
        self._beside = beside

    def leaving(self, concept: int) -> Iterator[Link]:
        """The moves that leave a concept, strongest first; read only as far as is asked."""
        return _links(self._beside.rows(f"SELECT {_COLUMNS} FROM moves WHERE source = ? ORDER BY weakness", [concept]))

    def arriving(self, concept: int) -> Iterator[Link]:
        """The moves that come to a concept, strongest first."""
        return _links(self._beside.rows(f"SELECT {_COLUMNS} FROM arrivals WHERE target = ? ORDER BY weakness", [concept]))

    def between(self, source: int, targets: Collection[int]) -> Iterator[Link]:
        """The moves from a concept to some others."""
        query = f"SELECT {_COLUMNS} FROM moves INDEXED BY moves_between WHERE source = ? AND target IN ({{}})"
        return _links(self._beside.among(query, targets, source))

    def with_closed(self) -> AnyLinks:
        """The same with the moves that chains may not make."""
        return AnyLinks(self._beside)

    def numbers(self, concepts: Collection[str]) -> dict[str, int]:
        """The numbers of concepts."""
        return {name: number for number, name in self._named("concepts", "name", concepts)}

    def concepts(self, numbers: Collection[int]) -> dict[int, str]:
        """The identifiers of concepts."""
        return dict(self._named("concepts", "id", numbers))

    def claims(self, numbers: Collection[int]) -> dict[int, str]:
        """The identifiers of claims."""
        return dict(self._named("claims", "id", numbers))

    def _named(self, table: str, by: str, values: Collection[object]) -> Iterator[tuple[int, str]]:
        for number, name in self._beside.among(f"SELECT id, name FROM {table} WHERE {by} IN ({{}})", values):
            yield int(str(number)), str(name)

    def bare_claims(self, ends: Mapping[int, Collection[int]]) -> Iterator[BareClaim]:
        """The claims from each of some concepts to some others of which anybody says anything. Cost: all that leave these."""
        query = "SELECT name, subject, relation, object, standing FROM claims WHERE sources > 0 AND subject IN ({})"
        rows: Iterator[tuple[Any, ...]] = self._beside.among(query, ends)
        for name, subject, relation, object_, standing in rows:
            if object_ in ends[subject]:
                yield BareClaim(name, subject, relation, object_, STANDINGS[standing])


class AnyLinks(StoredLinks):
    """The moves when those count too that chains may not make."""

    def leaving(self, concept: int) -> Iterator[Link]:
        """The moves that leave a concept, in no order."""
        closed = [*_links(self._beside.rows(f"SELECT {_COLUMNS} FROM closed WHERE source = ?", [concept]))]
        return _instead(closed, super().leaving(concept))

    def arriving(self, concept: int) -> Iterator[Link]:
        """The moves that come to a concept, in no order."""
        closed = [*_links(self._beside.rows(f"SELECT {_COLUMNS} FROM closed WHERE target = ?", [concept]))]
        return _instead(closed, super().arriving(concept))


def _instead(closed: Collection[Link], moves: Iterable[Link]) -> Iterator[Link]:
    """Some moves, and others that are not weaker ones of the same ends and sign."""
    yield from closed
    ends = {(one.source, one.target, one.sign) for one in closed}
    yield from (one for one in moves if one.claim is None or (one.source, one.target, one.sign) not in ends)


def _links(rows: Iterable[tuple[object, ...]]) -> Iterator[Link]:
    for source, target, strength, sign, holds, claim in rows:
        yield Link(source, target, strength, sign, bool(holds), claim or None)  # type: ignore[arg-type]
