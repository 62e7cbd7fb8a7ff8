"""Reading the catalogue of a store: who has these words in a label, who is called most like it, what joins two concepts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import combinations, islice
from typing import Any

from kneegraph.labels import normal, singular
from kneegraph.model import Source, Stance, Tier
from kneegraph.nearest import likest
from kneegraph.parts.packing import unpacked_source
from kneegraph.store.beside import Beside

#: Words that are looked up at once, the longest first; the rest is compared in what these find.
_MOST_WORDS = 16
#: Names, or pairs of them, that one question is about.
_BATCH = 500
#: Characters that part words for SQLite, and for nobody else.
_PARTING = re.compile("[\0\u180e]")
#: Of each word of a name that is none, so many that are most like it are tried.
_ALIKE = 8
#: So many labels that share words with such a name are compared with it.
_COMPARED = 1_000
#: And so many of these are looked at more closely.
_NEAREST = 30
#: So much longer a plural is than its singular, at most.
_PLURAL = 2
#: Labels of less than half or more than twice the length of a term are never called like it.
_LEAST, _MOST = 0.45, 2.2


class Catalogue:
    """The tables that `kneegraph.parts.catalogue` writes."""

    def __init__(self, beside: Beside) -> None:
        self._beside = beside

    # Words

    def containing(self, sort: str, text: str) -> Iterator[str]:
        """Identifiers of what has a label with all words of the text (as beginnings), as a LabelIndex would rank them.

        Cost: as far as it is read; and of a short beginning of many words, all that they stand in.
        """
        wanted = normal(text)
        words = wanted.split()
        return self._names(sort, (thing for thing, _ in self._ranked(sort, wanted, words))) if words else iter(())

    def _ranked(self, sort: str, wanted: str, words: Sequence[str]) -> Iterator[tuple[int, str]]:
        """Labels with these words: first those that are the text itself, then the shortest."""
        rest = self._with(sort, words)
        begun: list[tuple[int, str]] = []
        for one in rest:
            begun.append(one)
            if len(one[1]) > len(wanted):
                break
        yield from sorted(begun, key=lambda one: one[1] != wanted)
        yield from rest

    def _with(self, sort: str, words: Sequence[str]) -> Iterator[tuple[int, str]]:
        """Labels that have each of these words as the beginning of one of theirs, shortest first."""
        for thing, label in self._matching(sort, _all_of(words)):
            parts = label.split()
            if all(any(part.startswith(word) for part in parts) for word in words):
                yield thing, label

    def _matching(self, sort: str, match: str, first: int = 0, last: int = 2**62) -> Iterator[tuple[int, str]]:
        """(thing, label) of the labels that match an expression, of all labels by an empty one; shortest first."""
        if not match:
            return self._rows(f"SELECT thing, label FROM {sort}_labels WHERE id BETWEEN ? AND ? ORDER BY id", first, last)
        found = f"SELECT rowid AS id FROM {sort}_words WHERE {sort}_words MATCH ? AND rowid BETWEEN ? AND ? ORDER BY rowid"
        return self._rows(f"SELECT thing, label FROM ({found}) CROSS JOIN {sort}_labels USING (id)", match, first, last)

    def _names(self, sort: str, things: Iterable[int]) -> Iterator[str]:
        """The identifiers of things, each once."""
        seen: set[int] = set()
        for thing in things:
            if thing not in seen:
                seen.add(thing)
                yield from (name for (name,) in self._rows(f"SELECT name FROM {sort}s WHERE id = ?", thing))

    def called(self, sort: str, term: str) -> list[str]:
        """Identifiers of what has this very label, or one that differs in number only."""
        key = normal(term)
        found: dict[int, None] = {}
        *words, last = singular(key).split() or ("",)
        match = " AND ".join([*map(_quoted, _parts(words)), *map(_beginning, _parts([last.rstrip("y")]))][-_MOST_WORDS:])
        if not match:  # a label without a word, such as a hyphen
            rows = self._beside.rows(f"SELECT thing FROM {sort}_labels WHERE label = ?", [key])
            return list(self._names(sort, dict.fromkeys(int(str(thing)) for (thing,) in rows)))
        for thing, label in self._matching(sort, match):
            if len(label) > len(key) + _PLURAL:
                break
            if singular(label) == singular(key):
                found[thing] = None
        return list(self._names(sort, found))

    # Names that are none

    def alike(self, sort: str, term: str) -> list[str]:
        """Identifiers of what is called something like a term: enough for naming the nearest.

        Cost: the labels with words of the term, at most so many; where one of its words is in no label, all different words.
        """
        wanted = normal(term)
        groups = self._groups(sort, list(dict.fromkeys(re.findall(r"\w+", wanted)))[:_MOST_WORDS])
        within = self._reaching(sort, int(len(wanted) * _LEAST)) + 1, self._reaching(sort, int(len(wanted) * _MOST) + 1)
        found: dict[tuple[int, str], None] = {}
        for size in sorted({len(groups), len(groups) - 1, 1} & {*range(1, len(groups) + 1)}, reverse=True):
            for chosen in combinations(groups, size):
                match = " AND ".join(f"({' OR '.join(map(_quoted, group))})" for group in chosen)
                found.update(dict.fromkeys(islice(self._matching(sort, match, *within), _COMPARED)))
        near = [int(thing) for _, thing in likest(wanted, [(label, str(thing)) for thing, label in found])]
        return list(dict.fromkeys((*islice(self.containing(sort, term), _ALIKE), *self._names(sort, near[:_NEAREST]))))

    def _groups(self, sort: str, words: Sequence[str]) -> list[list[str]]:
        """Of each word what it may stand for: itself where a label has it, otherwise the words most like it, if any."""
        known = {word for word in words if next(self._rows(f"SELECT 1 FROM {sort}_vocabulary WHERE term = ?", word), None)}
        if known.issuperset(words):
            return [[word] for word in words]
        from rapidfuzz import fuzz, process

        every = [term for (term,) in self._rows(f"SELECT term FROM {sort}_vocabulary")]
        unknown = {
            word: [term for term, *_ in process.extract(word, every, scorer=fuzz.ratio, score_cutoff=60, limit=_ALIKE)]
            for word in words
            if word not in known
        }
        groups = (unknown.get(word, [word]) for word in words)
        return [group for group in groups if group]

    def _reaching(self, sort: str, length: int) -> int:
        """The place of the last label of at most this length. Cost: the logarithm of how many there are."""
        ((least, most),) = [(0, last or 0) for (last,) in self._rows(f"SELECT max(id) FROM {sort}_labels")]
        while least < most:
            middle = (least + most + 1) // 2
            ((label,),) = self._rows(f"SELECT label FROM {sort}_labels WHERE id = ?", middle)
            least, most = (middle, most) if len(label) <= length else (least, middle - 1)
        return least

    # Claims by their ends

    def touching(self, concepts: Collection[str], this: str, that: str) -> Iterator[tuple[str, str, str]]:
        """Claims that have one of these concepts at one end (subject, object, outcome), with that and the other end."""
        for batch in _batches(concepts):
            yield from self._rows(
                f"SELECT claims.name, here.name, there.name FROM concepts AS here CROSS JOIN claims ON claims.{this} = here.id"
                f" JOIN concepts AS there ON there.id = claims.{that} WHERE here.name IN ({_marks(batch)})",
                *batch,
            )

    def across(self, subjects: Collection[str], objects: Collection[str]) -> list[str]:
        """Claims from one of some concepts to one of some others. Cost: the pairs, and at most the claims of the fewer."""
        froms, tos = self._numbers(subjects), self._numbers(objects)
        if len(froms) * len(tos) <= _BATCH:
            pairs = ((one, other) for one in froms for other in tos)
            return [name for pair in pairs for (name,) in self._rows(_ACROSS, *pair)]
        ways = (froms, "subject", tos, "object"), (tos, "object", froms, "subject")
        few, this, many, that = ways[len(tos) < len(froms)]
        found = (self._rows(f"SELECT name, {that} FROM claims WHERE {this} = ?", one) for one in few)
        wanted = set(many)
        return [name for rows in found for name, there in rows if there in wanted]

    def rivals(self, relation: str, object_: str, most: int | None) -> list[str]:
        """The claims of a relation to an object, by identifier, at most so many."""
        sql = "SELECT name FROM claims WHERE object = ? AND relation = ? ORDER BY id LIMIT ?"
        limit = -1 if most is None else most
        return [name for number in self._numbers([object_]) for (name,) in self._rows(sql, number, relation, limit)]

    def _numbers(self, concepts: Collection[str]) -> list[int]:
        found = (self._rows(f"SELECT id FROM concepts WHERE name IN ({_marks(one)})", *one) for one in _batches(concepts))
        return [number for rows in found for (number,) in rows]

    def foremost(self, concepts: Collection[str], most: int) -> tuple[list[str], int]:
        """The claims at one end of which any of these concepts is: the first as a list has them, and how many they are.

        What is disagreed about comes first, then what most sources speak of. Cost: the claims about these concepts.
        """
        found: dict[int, tuple[int, int, int]] = {}
        for number in self._numbers(concepts):
            for end in ("subject", "object", "outcome"):
                rows = self._rows(f"SELECT id, standing, sources FROM claims WHERE {end} = ?", number)
                found.update((claim, (standing, -sources, claim)) for claim, standing, sources in rows)
        return list(self._names("claim", sorted(found, key=found.__getitem__)[:most])), len(found)

    # All there is

    def first(self, sort: str, most: int | None) -> list[str]:
        """Identifiers of a sort, sorted, at most so many."""
        order = "name" if sort == "concept" else "id"  # the others were added so
        limit = -1 if most is None else most
        return [name for (name,) in self._rows(f"SELECT name FROM {sort}s ORDER BY {order} LIMIT ?", limit)]

    def count(self, sort: str) -> int:
        """How many there are of a sort."""
        return next(number or 0 for (number,) in self._rows(f"SELECT max(id) FROM {sort}s"))

    def said(self, source: str) -> Counter[Stance]:
        """How many assertions of each stance a source makes."""
        rows = self._rows("SELECT supports, disputes, qualifies, reports FROM sources WHERE name = ?", source)
        return next((Counter(dict(zip(Stance, row, strict=True))) for row in rows), Counter())

    @cached_property
    def keeps_sources(self) -> bool:
        """Whether it can give `sources` and `of_tiers`; what an older version made cannot."""
        return self._beside.has("packed_sources")

    def sources(self, names: Collection[str]) -> dict[str, Source]:
        """The sources of these identifiers that exist."""
        query = "SELECT s.name, p.said FROM sources s JOIN packed_sources p ON p.id = s.id WHERE s.name IN ({})"
        return {str(name): unpacked_source(str(said)) for name, said in self._beside.among(query, names)}

    def of_tiers(self) -> Counter[Tier]:
        """How many sources are of each tier."""
        return Counter({Tier(tier): count for tier, count in self._rows("SELECT tier, sources FROM tiers")})

    def _rows(self, sql: str, *values: object) -> Iterator[Any]:
        return self._beside.rows(sql, values)


_ACROSS = "SELECT name FROM claims WHERE subject = ? AND object = ?"


def _batches(names: Collection[str]) -> Iterator[list[str]]:
    waiting = iter(names)
    while batch := list(islice(waiting, _BATCH)):
        yield batch


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def _all_of(words: Iterable[str]) -> str:
    """The expression for labels with words that begin as these do. Of many, the longest."""
    return " AND ".join(map(_beginning, sorted(_parts(words), key=lambda part: (-len(part), part))[:_MOST_WORDS]))


def _parts(words: Iterable[str]) -> set[str]:
    """Words as they stand in the index."""
    return {part for word in words for part in _PARTING.split(word) if part}


def _beginning(word: str) -> str:
    return f"{_quoted(word)}*"


def _quoted(word: str) -> str:
    quoted = word.replace('"', '""')
    return f'"{quoted}"'
