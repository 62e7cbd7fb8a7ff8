"""What the columns of a table mean: a mapping as a value. `reading` makes one out of a TOML file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kneegraph.model import Finding, Kind, Relation, Stance
from kneegraph.model.identifiers import LONGEST

#: What a row can say, and what each is.
FIELDS = {
    "subject": "the label of the claim's subject",
    "object": "the label of its object",
    "outcome": "of a comparison, the label of what it is for",
    "subject_kind": "the kind of the subject, where [[kinds]] does not say it",
    "object_kind": "the kind of the object",
    "outcome_kind": "the kind of the outcome",
    "reason_kind": "the kind of the reason",
    "scope_kind": "the kind of the conditions in scope; otherwise Setting",
    "relation": "the relation, by its identifier or a label",
    "stance": "supports, disputes, qualifies or reports",
    "label": "the claim as a sentence; otherwise subject, relation and object in a row",
    "source": "what names the source: an author and a year, a number, an address",
    "certainty": "certain, probable or possible",
    "basis": "statement, mechanism, anecdote, authority or study",
    "paraphrase": "what the source says, in other words; otherwise the claim's label",
    "scope": "the conditions under which it holds",
    "attributed_to": "whose claim is reported",
    "aspect": "in which respect a claim is qualified",
    "comment": "the sentence that says how it is qualified",
    "reason": "the concept owing to which it is qualified",
    "design": "the design of a study",
    "effect": "the numbers as the source gives them",
    "sample_size": "how many were studied",
    "population": "who was studied",
    "task": "doing what",
    "measured": "how it was measured",
    "finding": "what is found instead: noEffect or oppositeEffect",
    "unconfirmed": "true where only one reader has seen it",
    "title": "the source's title; otherwise what names it",
    "tier": "popular or peer-reviewed",
    "source_kind": "what kind of document it is, such as researchArticle",
    "collection": "the collection it belongs to",
    "creator": "who wrote it",
    "issued": "when it appeared: a year, or a date that begins with one",
    "publisher": "who published it",
    "url": "where it can be read",
    "same_as": "addresses that identify it: a DOI, PubMed",
    "seen": "how much of it was read: abstract, excerpt or full text",
}
#: Fields that may hold several values.
SEVERAL = frozenset({"scope", "attributed_to", "same_as"})
#: What stands between several values that a format hands over as a list.
BETWEEN = "\x1f"


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a field's value comes from: columns with text around them, a table of values, what parts several values.

    `parts` are pairs of a text and the column that follows it; the last column may be missing. Empty where all columns are.
    """

    parts: tuple[tuple[str, str | None], ...]
    values: Mapping[str, str] = field(default_factory=dict)
    separator: str | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that it reads."""
        return tuple(column for _, column in self.parts if column is not None)


@dataclass(frozen=True, slots=True)
class Says:
    """A rule: a row whose columns have these values says this. What is not given here, the row's own fields say."""

    when: Mapping[str, frozenset[str]] = field(default_factory=dict)
    relations: tuple[str, ...] = ()
    stance: Stance | None = None
    finding: Finding | None = None


@dataclass(frozen=True, slots=True)
class KindRule:
    """Concepts whose label fits the pattern (all, without one) are of this kind."""

    kind: Kind
    pattern: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class TableForm:
    """How the file is written, where its name does not say it."""

    form: str | None = None
    delimiter: str | None = None
    quote: str | None = '"'
    encoding: str = "utf-8"
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class ColumnMapping:
    """A whole mapping. `relations` are those that it adds; `text` is that of its file, for the line of an error."""

    path: Path
    text: str
    cells: Mapping[str, Cell]
    constants: Mapping[str, str]
    says: tuple[Says, ...]
    kinds: tuple[KindRule, ...]
    relations: Mapping[str, Relation]
    known: Mapping[str, Relation]
    table: TableForm = TableForm()
    longest: int = LONGEST

    def columns(self) -> Iterator[tuple[str, tuple[str | int, ...]]]:
        """Each column that is read, and the keys that name it."""
        for name, cell in self.cells.items():
            yield from ((column, ("columns", name)) for column in cell.columns)
        for number, rule in enumerate(self.says):
            yield from ((column, ("says", number, "when", column)) for column in rule.when)
