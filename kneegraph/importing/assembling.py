"""Statements to claims. What several rows say alike is one assertion; what they say differently of one is refused."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from kneegraph.importing.statements import Statement
from kneegraph.model import (
    Aspect,
    Assertion,
    Basis,
    Certainty,
    Claim,
    Finding,
    Qualification,
    Stance,
    assertion_id,
    claim_id,
)
from kneegraph.model.identifiers import shortened

_Parts = tuple[str, str, str, str]
_Side = tuple[str, str, tuple[str, ...]]


class Differing(NamedTuple):
    """A row that tells one assertion differently than an earlier row."""

    table: int
    row: int
    line: int
    reason: str


class Assembled(NamedTuple):
    """A claim with its assertions; how many rows only repeat others, and those that differ."""

    claim: Claim
    repeated: int
    differing: tuple[Differing, ...]


def assembled(statements: Iterable[Statement], longest: int) -> Iterator[Assembled]:
    """The claims that these statements are about, by their parts. All statements about a claim must be among them."""
    ordered = sorted(statements, key=lambda one: (_parts(one), one.table, one.row))
    for parts, about in groupby(ordered, key=_parts):
        yield _claim(parts, [*about], longest)


def _parts(one: Statement) -> _Parts:
    return one.subject, one.relation, one.object, one.outcome


def _claim(parts: _Parts, about: Sequence[Statement], longest: int) -> Assembled:
    identifier = shortened(claim_id(*parts), longest=longest)
    sides: dict[_Side, Statement] = {}
    differing: list[Differing] = []
    repeated = 0
    for one in about:
        first = sides.setdefault((one.source, one.stance, one.scope), one)
        if first is not one and _differences(first, one):
            differing.append(Differing(one.table, one.row, one.line, _told(first, one)))
        elif first is not one:
            repeated += 1
    stances: dict[tuple[str, str], int] = defaultdict(int)
    for source, stance, _ in sides:
        stances[source, stance] += 1
    made = [_assertion(one, identifier, longest, several=stances[one.source, one.stance] > 1) for one in sides.values()]
    claim = Claim(
        id=identifier,
        subject=parts[0],
        relation=parts[1],
        object=parts[2],
        outcome=parts[3] or None,
        label=min(one.label for one in about),
        assertions=tuple(sorted(made, key=lambda assertion: assertion.id)),
    )
    return Assembled(claim, repeated, tuple(differing))


def _differences(one: Statement, other: Statement) -> list[str]:
    """The fields in which two statements of one assertion differ."""
    fields = [name for name in ("certainty", "basis", "paraphrase") if getattr(one, name) != getattr(other, name)]
    if fields == ["paraphrase"] and one.label != other.label and one.paraphrase.endswith(one.label):
        fields = []  # made of the labels, which may be spelled in two ways
    if one.extras != other.extras:
        extras, others = dict(one.extras), dict(other.extras)
        fields += [name for name in dict.fromkeys((*extras, *others)) if extras.get(name) != others.get(name)]
    return fields


def _told(first: Statement, one: Statement) -> str:
    names = " and ".join(_differences(first, one))
    where = f"row {first.row}" if first.table == one.table else f"row {first.row} of table {first.table + 1}"
    return f"{one.source} {one.stance} this in {where} already, with other {names}"


def _assertion(one: Statement, claim: str, longest: int, *, several: bool) -> Assertion:
    stance = Stance(one.stance)
    extras = dict(one.extras)
    texts = {name: value for name, value in extras.items() if isinstance(value, str)}
    attributed = extras.get("attributed_to", ())
    identifier = assertion_id(one.source, claim, stance, one.scope if several else ())
    return Assertion(
        id=shortened(identifier, longest=longest),
        claim=claim,
        source=one.source,
        stance=stance,
        certainty=Certainty(one.certainty),
        basis=Basis(one.basis),
        paraphrase=one.paraphrase,
        scope=one.scope,
        qualifications=_qualifications(texts),
        attributed_to=tuple(attributed),
        design=texts.get("design"),
        effect=texts.get("effect"),
        sample_size=int(texts["sample_size"]) if "sample_size" in texts else None,
        population=texts.get("population"),
        task=texts.get("task"),
        measured=texts.get("measured"),
        finding=Finding(texts["finding"]) if "finding" in texts else None,
        unconfirmed="unconfirmed" in texts,
    )


def _qualifications(texts: dict[str, str]) -> tuple[Qualification, ...]:
    if "aspect" not in texts:
        return ()
    return (Qualification(Aspect(texts["aspect"]), texts["comment"], texts.get("reason")),)
