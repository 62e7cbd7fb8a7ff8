"""What one row says: a source's stance on one claim, in plain texts that can be put aside on disk."""

from __future__ import annotations

from typing import NamedTuple

#: Rare properties of an assertion: pairs of a name and a text, or several.
Extras = tuple[tuple[str, str | tuple[str, ...]], ...]


class Statement(NamedTuple):
    """One assertion and the claim that it is about. Concepts, the relation and the source are identifiers.

    `label` is the claim's. `row` and `table` say where it stands, from 0 the table, from 1 the row.
    """

    subject: str
    relation: str
    object: str
    outcome: str
    label: str
    source: str
    stance: str
    certainty: str
    basis: str
    paraphrase: str
    scope: tuple[str, ...]
    extras: Extras
    table: int
    row: int
    line: int


class RefusedError(Exception):
    """A row that says nothing that can be taken in; the message is the reason."""
