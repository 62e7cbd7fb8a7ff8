"""The contradictions of a store, found and ranked when it was built: which claims and sources each is between.

What a clash says in words follows from its claims, and is written for those that are shown; see
`kneegraph.analysis.contradictions.told`.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from typing import NamedTuple

from kneegraph.store.beside import Beside, Writing

_TABLES = (
    "CREATE TABLE clashes (rank INTEGER PRIMARY KEY, kind TEXT, hangs INT, claims TEXT, sources TEXT)",
    "CREATE TABLE clash_ends (concept INT, rank INT, PRIMARY KEY (concept, rank)) WITHOUT ROWID",
)
_INDEX = "CREATE INDEX clashes_kind ON clashes (kind, rank)"
#: So many values may stand in one statement.
_MOST_VALUES = 30_000


class Clash(NamedTuple):
    """One contradiction: its kind, its claims in their order, everybody involved, sorted, and how many claims hang on it."""

    kind: str
    claims: tuple[str, ...]
    sources: tuple[str, ...]
    hangs: int


def write_clashes(writing: Writing, clashes: Iterable[Clash], ends: Iterable[tuple[int, int]]) -> None:
    """Write them in the order of their ranks. `ends` pairs the number of a concept with the rank of a clash it takes part in,
    from 1, sorted.
    """
    writing.make(*_TABLES)
    rows = ((rank, one.kind, one.hangs, _text(one.claims), _text(one.sources)) for rank, one in enumerate(clashes, 1))
    writing.insert("clashes", rows)
    writing.insert("clash_ends", ends)
    writing.make(_INDEX)


class Clashes:
    """Reads them."""

    def __init__(self, beside: Beside) -> None:
        self._beside = beside

    def first(
        self, kinds: Collection[str] | None, concepts: Collection[str] | None, most: int | None
    ) -> tuple[list[Clash], int]:
        """The clashes of these kinds in which one of these concepts takes part (None: any), at most so many; and how many
        there are. Cost: of a short list without concepts, its length and a count.
        """
        where, values = "1", list[object](kinds or ())
        if kinds is not None:
            where = f"kind IN ({', '.join('?' * len(kinds))})"
        if concepts is not None:
            ranks = self._ranks(concepts)
            chosen = [rank for rank in ranks if kinds is None or self._kind(rank) in kinds]
            return [self._one(rank) for rank in chosen[:most]], len(chosen)
        limit = "" if most is None else f" LIMIT {most:d}"
        found = self._beside.rows(
            f"SELECT kind, hangs, claims, sources FROM clashes WHERE {where} ORDER BY rank{limit}", values
        )
        clashes = [_clash(*row) for row in found]
        ((total,),) = self._beside.rows(f"SELECT count(*) FROM clashes WHERE {where}", values)
        return clashes, int(str(total))

    def _ranks(self, concepts: Collection[str]) -> list[int]:
        names, ranks = [*concepts], set[int]()
        for start in range(0, len(names), _MOST_VALUES):
            batch = names[start : start + _MOST_VALUES]
            numbers = f"SELECT id FROM concepts WHERE name IN ({', '.join('?' * len(batch))})"
            rows = self._beside.rows(f"SELECT rank FROM clash_ends WHERE concept IN ({numbers})", batch)
            ranks.update(int(str(rank)) for (rank,) in rows)
        return sorted(ranks)

    def _kind(self, rank: int) -> str:
        ((kind,),) = self._beside.rows("SELECT kind FROM clashes WHERE rank = ?", [rank])
        return str(kind)

    def _one(self, rank: int) -> Clash:
        (row,) = self._beside.rows("SELECT kind, hangs, claims, sources FROM clashes WHERE rank = ?", [rank])
        return _clash(*row)


def _clash(kind: object, hangs: object, claims: object, sources: object) -> Clash:
    return Clash(str(kind), tuple(json.loads(str(claims))), tuple(json.loads(str(sources))), int(str(hangs)))


def _text(names: Iterable[str]) -> str:
    return json.dumps([*names], ensure_ascii=False)
