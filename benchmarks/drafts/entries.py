"""The sentences of the measure as values: what each is, and what a checker should say of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Expected:
    """A claim that is to be found, with its verdict.

    `also` are relations that are an equally good reading; `readings` whole triples that are (the graph's contrary claim where
    the sentence has the other state or the other direction of effect); `or_verdict` verdicts that are as right.
    """

    verdict: str
    subject: str
    relation: str
    object: str
    outcome: str | None
    polarity: str
    hedged: bool
    boosted: bool = False
    also: tuple[str, ...] = ()
    readings: tuple[tuple[str, str, str], ...] = ()
    or_verdict: tuple[str, ...] = ()

    @property
    def verdicts(self) -> tuple[str, ...]:
        """Every verdict that is right."""
        return (self.verdict, *self.or_verdict)

    @property
    def triples(self) -> frozenset[tuple[str, str, str]]:
        """Every reading of the claim that is right."""
        own = ((self.subject, relation, self.object) for relation in (self.relation, *self.also))
        return frozenset((*own, *self.readings))


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence to be judged, in the paragraph that it needs; `may` are verdicts that would be no mistake."""

    id: str
    text: str
    expected: tuple[Expected, ...]
    before: str | None = None
    trap: str | None = None
    form: str = "none"
    may: tuple[str, ...] = ()

    @property
    def paragraph(self) -> str:
        """What the checker reads: the sentence, after the one that a pronoun of it points to."""
        return f"{self.before} {self.text}" if self.before else self.text

    @property
    def start(self) -> int:
        """Where the sentence begins in the paragraph."""
        return len(self.before) + 1 if self.before else 0


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence, and one that a small edit made of it, whose meaning is another; `kind` says what was edited."""

    id: str
    kind: str
    before_edit: Sentence
    after_edit: Sentence


def read_sentences(part: str) -> tuple[Sentence, ...]:
    """The sentences of `open` or `aside`."""
    return tuple(_sentence(row["id"], row, form=row["form"]) for row in _rows(part))


def read_pairs() -> tuple[Pair, ...]:
    """The pairs of minimal edits."""
    return tuple(
        Pair(
            row["id"],
            row["kind"],
            _sentence(f"{row['id']}-before", row["before_edit"], form=row["kind"]),
            _sentence(f"{row['id']}-after", row["after_edit"], form=row["kind"]),
        )
        for row in _rows("pairs")
    )


def _rows(part: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (HERE / f"{part}.jsonl").read_text(encoding="utf-8").splitlines()]


def _sentence(name: str, row: dict[str, Any], *, form: str) -> Sentence:
    expected = tuple(_expected(one) for one in row["expected"])
    return Sentence(name, row["text"], expected, row.get("before"), row.get("trap"), form, tuple(row.get("may", ())))


def _expected(row: dict[str, Any]) -> Expected:
    lists = {name: tuple(row.get(name, ())) for name in ("also", "or_verdict")}
    readings = tuple((str(s), str(r), str(o)) for s, r, o in row.get("readings", ()))
    return Expected(**{**row, **lists, "readings": readings})
