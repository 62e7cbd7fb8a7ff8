"""The contradictions of a store, found and ranked when it was built: which claims and sources each is between.

What a clash says in words follows from its claims, and is written for those that are shown; see
`kneegraph.analysis.contradictions.told`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kneegraph.store.beside import Beside, Writing, change

if TYPE_CHECKING:
    from kneegraph.analysis.contradictions import Contradiction
    from kneegraph.analysis.evidence.independence import Independence
    from kneegraph.analysis.evidence.weights import Weights
    from kneegraph.model import Corpus

_TABLES = (
    "CREATE TABLE clashes (rank INTEGER PRIMARY KEY, kind TEXT, hangs INT, claims TEXT, sources TEXT, told TEXT)",
    "CREATE TABLE clash_ends (concept INT, rank INT, PRIMARY KEY (concept, rank)) WITHOUT ROWID",
)
_INDEX = "CREATE INDEX clashes_kind ON clashes (kind, rank)"
_COLUMNS = "kind, hangs, claims, sources, told"


class Clash(NamedTuple):
    """One contradiction: its kind, its claims in their order, everybody involved, sorted, and how many claims hang on it.

    `told` is all of it, as `packed` by `kneegraph.analysis.contradictions.told`, where it is kept.
    """

    kind: str
    claims: tuple[str, ...]
    sources: tuple[str, ...]
    hangs: int
    told: str | None = None


def write_clashes(writing: Writing, clashes: Iterable[Clash], ends: Iterable[tuple[int, int]]) -> None:
    """Write them in the order of their ranks. `ends` pairs the number of a concept with the rank of a clash it takes part in,
    from 1, sorted.
    """
    writing.make(*_TABLES)
    rows = ((rank, one.kind, one.hangs, _text(one.claims), _text(one.sources), None) for rank, one in enumerate(clashes, 1))
    writing.insert("clashes", rows)
    writing.insert("clash_ends", ends)
    writing.make(_INDEX)


def tell_foremost(path: Path, tell: Callable[[Sequence[Clash]], Iterable[str]]) -> None:
    """Keep all that is to be said of the clashes that are asked for most: the first ones, and the first of each kind.

    `tell` gives the texts for some clashes. Cost: these, each with its claims.
    """
    with change(path) as writing:
        first = f"SELECT rank FROM clashes ORDER BY rank LIMIT {_FOREMOST}"
        numbered = "SELECT rank, row_number() OVER (PARTITION BY kind ORDER BY rank) AS place FROM clashes"
        chosen = f"rank IN ({first}) OR rank IN (SELECT rank FROM ({numbered}) WHERE place <= {_FOREMOST_OF_KIND})"
        rows = [*writing.rows(f"SELECT rank, {_COLUMNS} FROM clashes WHERE {chosen} ORDER BY rank")]
        for start in range(0, len(rows), _BATCH):
            batch = rows[start : start + _BATCH]
            texts = tell([_clash(*row) for _, *row in batch])
            writing.update("UPDATE clashes SET told = ? WHERE rank = ?", zip(texts, (row[0] for row in batch), strict=True))


#: So many clashes are told beforehand, and so many of each kind: as many as people read. The others are told when asked for.
_FOREMOST, _FOREMOST_OF_KIND = 100, 25
_BATCH = 50


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
        if concepts is not None:
            ranks = self._ranks(kinds, concepts)
            shown = sorted(self._beside.among(f"SELECT rank, {_COLUMNS} FROM clashes WHERE rank IN ({{}})", ranks[:most]))
            return [_clash(*row) for _, *row in shown], len(ranks)
        where, values = ("1", []) if kinds is None else (f"kind IN ({', '.join('?' * len(kinds))})", [*kinds])
        limit = "" if most is None else f" LIMIT {most:d}"
        found = self._beside.rows(f"SELECT {_COLUMNS} FROM clashes WHERE {where} ORDER BY rank{limit}", values)
        clashes = [_clash(*row) for row in found]
        ((total,),) = self._beside.rows(f"SELECT count(*) FROM clashes WHERE {where}", values)
        return clashes, int(str(total))

    def _ranks(self, kinds: Collection[str] | None, concepts: Collection[str]) -> list[int]:
        """The ranks of the clashes of these kinds in which one of these concepts takes part."""
        query = "SELECT c.rank, c.kind FROM concepts n JOIN clash_ends e ON e.concept = n.id JOIN clashes c ON c.rank = e.rank"
        rows = self._beside.among(f"{query} WHERE n.name IN ({{}})", concepts)
        return sorted({int(str(rank)) for rank, kind in rows if kinds is None or kind in kinds})


def in_words(
    clashes: Sequence[Clash], part: Callable[[Iterable[str]], Corpus], independence: Independence, weights: Weights
) -> list[Contradiction]:
    """Clashes in words: as they are kept, or made of their claims, of which `part` gives the corpus."""
    from kneegraph.analysis.contradictions import found_before, unpacked

    rest = [(one.kind, one.claims, one.sources, one.hangs) for one in clashes if one.told is None]
    made = iter(found_before(rest, part, independence, weights) if rest else ())
    return [unpacked(one.told) if one.told is not None else next(made) for one in clashes]


def _clash(kind: object, hangs: object, claims: object, sources: object, told: object) -> Clash:
    involved, everybody = (tuple(json.loads(str(names))) for names in (claims, sources))
    return Clash(str(kind), involved, everybody, int(str(hangs)), None if told is None else str(told))


def _text(names: Iterable[str]) -> str:
    return json.dumps([*names], ensure_ascii=False)
