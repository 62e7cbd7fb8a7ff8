"""What is in a store by its words, and claims by both of their ends: tables beside the triples, written once and only read.

Labels stand in the order in which a search gives them, the shortest first and those of one length by identifier, so that the
best hits are the first rows, however many there are. Words are what spaces part, in the form in which labels are compared.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from kneegraph.labels import normal
from kneegraph.model import Claim, Concept, Relation, Source, Stance, Standing
from kneegraph.parts.packing import packed_source
from kneegraph.store.beside import Writing, write

STANDINGS = [*Standing]

_TABLES = (
    "CREATE TABLE concepts (id INTEGER PRIMARY KEY, name TEXT NOT NULL)",
    "CREATE TABLE sources (id INTEGER PRIMARY KEY, name TEXT NOT NULL,"
    " supports INT, disputes INT, qualifies INT, reports INT)",
    "CREATE TABLE tiers (tier TEXT PRIMARY KEY, sources INT)",
    "CREATE TABLE packed_sources (id INTEGER PRIMARY KEY, said TEXT NOT NULL)",
    "CREATE TABLE claims (id INTEGER PRIMARY KEY, name TEXT NOT NULL, subject INT, relation TEXT, object INT, outcome INT,"
    " standing INT, sources INT)",
    "CREATE TEMP TABLE named (sort TEXT, length INT, thing INT, label TEXT)",
)
_INDEXES = (
    "CREATE UNIQUE INDEX concepts_name ON concepts (name)",
    "CREATE UNIQUE INDEX sources_name ON sources (name)",
    "CREATE INDEX claims_subject ON claims (subject, object)",
    "CREATE INDEX claims_object ON claims (object, relation)",
    "CREATE INDEX claims_outcome ON claims (outcome) WHERE outcome IS NOT NULL",
)
#: A sort, the length of a label, what has it, and the label as it is compared.
_Label = tuple[str, int, int, str]
#: For each sort, its labels and the index of their words. What SQLite would take for no part of a word is one here, all but
#: spaces; the two characters that it insists on are seen to where words are looked up.
_LABELS = (
    "CREATE TABLE {0}_labels (id INTEGER PRIMARY KEY, thing INT, label TEXT NOT NULL)",
    "INSERT INTO {0}_labels (thing, label) SELECT thing, label FROM named WHERE sort = '{0}' ORDER BY length, thing",
    "CREATE VIRTUAL TABLE {0}_words USING fts5(words, content='', detail=none, columnsize=0,"
    " tokenize=\"unicode61 remove_diacritics 0 categories 'L* M* N* P* S* C*'\")",
    "INSERT INTO {0}_words (rowid, words) SELECT id, label FROM {0}_labels",
    "CREATE VIRTUAL TABLE {0}_vocabulary USING fts5vocab('{0}_words', 'row')",
)


class ClaimRow(NamedTuple):
    """What is kept of a claim: how many distinct sources speak of it is what lists are sorted by."""

    id: str
    subject: str
    relation: str
    object: str
    outcome: str | None
    label: str
    standing: Standing | None
    sources: int

    @classmethod
    def of(cls, claim: Claim) -> ClaimRow:
        """That of a claim."""
        ends = claim.subject, claim.relation, claim.object, claim.outcome
        return cls(claim.id, *ends, claim.label, claim.standing, len(claim.sources()))


class CatalogueWriter:
    """The tables in the making. Concepts and sources come before claims, and each sort by identifier."""

    def __init__(self, writing: Writing, relations: Mapping[str, Relation]) -> None:
        self.writing = writing
        self._relations = relations
        self.numbers: dict[str, int] = {}
        self._labels: dict[str, str] = {}
        self._claims = 0
        writing.make(*_TABLES)

    def add_concepts(self, concepts: Iterable[Concept]) -> None:
        """Add concepts with their labels."""
        named: list[_Label] = []
        for number, one in enumerate(concepts, 1):
            self.numbers[one.id], self._labels[one.id] = number, one.label
            named += _named("concept", number, one.labels)
        self.writing.insert("named", named)

    def add_sources(self, sources: Iterable[Source], said: Mapping[tuple[str, Stance], int]) -> None:
        """Add sources with what they are called; `said` is how many assertions of each stance each makes."""
        named: list[_Label] = []
        tiers: Counter[str] = Counter()
        rows, packed = [], []
        for number, one in enumerate(sources, 1):
            packed.append((number, packed_source(one)))
            tiers[one.tier] += 1
            rows.append((number, one.id, *(said.get((one.id, stance), 0) for stance in Stance)))
            named += _named("source", number, (one.id, *one.names))
        self.writing.insert("sources", rows)
        self.writing.insert("tiers", tiers.items())
        self.writing.insert("packed_sources", packed)
        self.writing.insert("named", named)

    def add_claims(self, claims: Iterable[ClaimRow]) -> None:
        """Add claims with their labels and ends."""
        named: list[_Label] = []
        rows = []
        for one in claims:
            self._claims += 1
            ends = [self._end(end) for end in (one.subject, one.object, one.outcome)]
            standing = STANDINGS.index(one.standing or Standing.REPORTED)
            rows.append((self._claims, one.id, ends[0], one.relation, *ends[1:], standing, one.sources))
            named += _named("claim", self._claims, (one.label, self._plainly(one)))
        self.writing.insert("claims", rows)
        self.writing.insert("named", named)

    def claims(self) -> Iterator[tuple[str, int]]:
        """The numbers of the claims that were added."""
        yield from self.writing.rows("SELECT name, id FROM claims")  # type: ignore[misc]

    def _end(self, concept: str | None) -> int | None:
        return None if concept is None else self.numbers.setdefault(concept, len(self.numbers) + 1)

    def _plainly(self, claim: ClaimRow) -> str:
        ends = (self._labels.get(end, end) for end in (claim.subject, claim.object))
        relation = self._relations.get(claim.relation)
        return plainly(next(ends), relation.label if relation else claim.relation, next(ends))

    def finish(self) -> None:
        """Add what could only be known at the end, and make the indexes."""
        self.writing.insert("concepts", ((number, name) for name, number in self.numbers.items()))
        self.writing.make(*_INDEXES, *(line.format(sort) for sort in ("concept", "claim", "source") for line in _LABELS))


def plainly(subject: str, relation: str, object_: str) -> str:
    """A claim in the relation's own words, whether its subject is one or many."""
    return f"{subject} {relation} {object_}"


def _named(sort: str, thing: int, labels: Sequence[str]) -> Iterator[_Label]:
    keys = {normal(label) for label in dict.fromkeys(labels)}
    return ((sort, len(key), thing, key) for key in keys)


@contextmanager
def writing_catalogue(path: Path, relations: Mapping[str, Relation]) -> Iterator[CatalogueWriter]:
    """Write the tables into this file; it is whole when this ends. Raises StoreError."""
    with write(path) as writing:
        made = CatalogueWriter(writing, relations)
        yield made
        made.finish()
