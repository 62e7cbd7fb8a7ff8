"""What is kept beside the triples of a store, out of the tables that were assembled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain
from operator import attrgetter
from pathlib import Path
from typing import Any

from kneegraph.analysis.network import structural_moves
from kneegraph.analysis.region import Link
from kneegraph.analysis.steps import step_strength
from kneegraph.assembly.duck import DuckTables
from kneegraph.assembly.engine import Tables
from kneegraph.assembly.frame import Frame
from kneegraph.assembly.schema import INT, REAL, TEXT
from kneegraph.model import Family, Kind, Stance, Standing, Tally
from kneegraph.parts.catalogue import ClaimRow, writing_catalogue
from kneegraph.parts.clashes import Clash, write_clashes
from kneegraph.parts.moves import write_moves

_CLAIMS = """
SELECT c.id, c.subject, c.relation, c.object, c.outcome, c.label, t.standing, coalesce(k.independent, 0) AS sources
FROM claim c JOIN tally t ON t.claim = c.id LEFT JOIN counted k ON k.claim = c.id ORDER BY c.id"""
_SAID = "SELECT source, stance, count(*) AS n FROM assertion GROUP BY source, stance"


_CLASHES = "SELECT kind, claims, supports, disputes, qualifies, hangs FROM contradiction ORDER BY rank"
_ENDS = """
SELECT DISTINCT e.concept, e.rank FROM (
    SELECT r.rank, unnest([c.subject, c.object, c.outcome]) AS concept
    FROM (SELECT row_number() OVER (ORDER BY rank) AS rank, unnest(claims) AS claim FROM contradiction) r
    JOIN claim c ON c.id = r.claim
) e WHERE e.concept IS NOT NULL"""


_HELD = f"c.family = '{Family.FUNCTIONAL}' AND coalesce(o.kind, '') = '{Kind.MUSCLE}'"
_OPEN = f"c.standing IS NOT NULL AND c.standing <> '{Standing.DISPUTED}'"
_STRONGEST = """
SELECT s.number AS source, e.number AS target, m.strength, m.sign, m.holds, n.number AS claim FROM (
    SELECT c.id, c.subject, c.object, c.sign, {held} AS holds, g.strength, {is_open} AS is_open,
        row_number() OVER (PARTITION BY c.subject, c.object, c.sign ORDER BY g.strength DESC, c.id) AS place
    FROM stated c JOIN tally t ON t.claim = c.id
    JOIN carrying g
      ON g.supports = t.supports AND g.disputes = t.disputes AND g.qualifies = t.qualifies AND g.reports = t.reports
    LEFT JOIN concept o ON o.id = c.object
    WHERE c.chainable AND {among}
) m JOIN numbered s ON s.name = m.subject JOIN numbered e ON e.name = m.object JOIN numbered_claim n ON n.name = m.id
WHERE m.place = 1 AND {which}"""
#: The moves that chains may make; and of all, those that they may not.
_MOVES = _STRONGEST.format(held=_HELD, is_open=_OPEN, among=_OPEN, which="TRUE")
_CLOSED = _STRONGEST.format(held=_HELD, is_open=_OPEN, among="TRUE", which="NOT m.is_open")


def write_beside(path: Path, engine: DuckTables, frame: Frame) -> None:
    """Write the file. Needs the tables of `steps.assemble_tables`. Cost: linear in claims, concepts, sources and clashes."""
    said = {(str(source), Stance(str(stance))): int(str(count)) for source, stance, count in engine.fetch(_SAID)}
    by_name = attrgetter("id")
    with writing_catalogue(path, frame.corpus.relations) as catalogue:
        catalogue.add_concepts(sorted(frame.corpus.concepts.values(), key=by_name))
        catalogue.add_sources(sorted(frame.corpus.sources.values(), key=by_name), said)
        catalogue.add_claims(_claims(engine))
        concepts = ((name, number) for name, number in catalogue.numbers.items())
        engine.give("numbered", {"name": TEXT, "number": INT}, concepts)
        engine.give("numbered_claim", {"name": TEXT, "number": INT}, catalogue.claims())
        _give_strengths(engine)
        links = chain(_told(engine, _MOVES), _by_definition(frame, catalogue.numbers))
        write_moves(catalogue.writing, links, _told(engine, _CLOSED))
        numbered = f"SELECT n.number, e.rank FROM ({_ENDS}) e JOIN numbered n ON n.name = e.concept ORDER BY n.number, e.rank"
        write_clashes(catalogue.writing, _clashes(engine), engine.fetch(numbered))  # type: ignore[arg-type]


def _claims(engine: Tables) -> Iterator[ClaimRow]:
    rows: Iterator[tuple[Any, ...]] = engine.fetch(_CLAIMS)
    for name, subject, relation, object_, outcome, label, standing, sources in rows:
        yield ClaimRow(name, subject, relation, object_, outcome, label, Standing(standing) if standing else None, sources)


def _clashes(engine: Tables) -> Iterator[Clash]:
    rows: Iterator[tuple[Any, ...]] = engine.fetch(_CLASHES)
    for kind, claims, supports, disputes, qualifies, hangs in rows:
        yield Clash(kind, tuple(claims), tuple(sorted({*supports, *disputes, *qualifies})), hangs)


def _give_strengths(engine: Tables) -> None:
    tallies = engine.fetch("SELECT DISTINCT supports, disputes, qualifies, reports FROM tally")
    strengths = ((*row, step_strength(Tally(*row))) for row in tallies)  # type: ignore[arg-type]
    engine.give(
        "carrying", {**dict.fromkeys(("supports", "disputes", "qualifies", "reports"), INT), "strength": REAL}, strengths
    )


def _told(engine: Tables, moves: str) -> Iterator[Link]:
    """Of parallel claims of one sign the strongest, of equals the first by identifier."""
    rows: Iterator[tuple[Any, ...]] = engine.fetch(moves)
    for source, target, strength, sign, holds, claim in rows:
        yield Link(source, target, strength, sign, holds, claim)


def _by_definition(frame: Frame, numbers: Mapping[str, int]) -> Iterator[Link]:
    for one in structural_moves(frame.corpus, frame.kinship):
        if one.source in numbers and one.target in numbers:
            yield Link(numbers[one.source], numbers[one.target], one.strength, one.sign, one.holds, None)
