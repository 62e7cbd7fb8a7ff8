"""The moves that chains are made of, kept beside a store: from either end, strongest first."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from kneegraph.analysis.region import Link
from kneegraph.store.beside import Beside, Writing

_TABLES = (
    "CREATE TABLE moves (source INT, weakness REAL, target INT, claim INT, sign INT, holds INT,"
    " PRIMARY KEY (source, weakness, target, claim, sign)) WITHOUT ROWID",
    "CREATE TABLE arrivals (target INT, weakness REAL, source INT, claim INT, sign INT, holds INT,"
    " PRIMARY KEY (target, weakness, source, claim, sign)) WITHOUT ROWID",
)
_INDEXES = (
    "INSERT INTO arrivals SELECT target, weakness, source, claim, sign, holds FROM moves ORDER BY target, weakness",
    "CREATE INDEX moves_between ON moves (source, target)",
)
#: What stands for the claim of a move that holds by definition.
_NONE = 0
_COLUMNS = "source, target, -weakness, sign, holds, claim"


def write_moves(writing: Writing, links: Iterable[Link]) -> None:
    """Write them."""
    writing.make(*_TABLES)
    rows = ((one.source, -one.strength, one.target, one.claim or _NONE, one.sign, int(one.holds)) for one in links)
    writing.insert("moves", rows)
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


def _links(rows: Iterable[tuple[object, ...]]) -> Iterator[Link]:
    for source, target, strength, sign, holds, claim in rows:
        yield Link(source, target, strength, sign, bool(holds), claim or None)  # type: ignore[arg-type]
