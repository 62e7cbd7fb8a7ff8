"""What is kept beside the triples of a store, out of the tables that were assembled."""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter
from pathlib import Path
from typing import Any

from kneegraph.assembly.engine import Engine
from kneegraph.assembly.frame import Frame
from kneegraph.model import Stance, Standing
from kneegraph.parts.catalogue import ClaimRow, writing_catalogue

_CLAIMS = """
SELECT c.id, c.subject, c.relation, c.object, c.outcome, c.label, t.standing, coalesce(k.independent, 0) AS sources
FROM claim c JOIN tally t ON t.claim = c.id LEFT JOIN counted k ON k.claim = c.id ORDER BY c.id"""
_SAID = "SELECT source, stance, count(*) AS n FROM assertion GROUP BY source, stance"


def write_beside(path: Path, engine: Engine, frame: Frame) -> None:
    """Write the file. Needs the tables of `steps.count_tables`. Cost: linear, row by row, in claims, concepts and sources."""
    said = {(str(source), Stance(str(stance))): int(str(count)) for source, stance, count in engine.fetch(_SAID)}
    by_name = attrgetter("id")
    with writing_catalogue(path, frame.corpus.relations) as catalogue:
        catalogue.add_concepts(sorted(frame.corpus.concepts.values(), key=by_name))
        catalogue.add_sources(sorted(frame.corpus.sources.values(), key=by_name), said)
        catalogue.add_claims(_claims(engine))


def _claims(engine: Engine) -> Iterator[ClaimRow]:
    rows: Iterator[tuple[Any, ...]] = engine.fetch(_CLAIMS)
    for name, subject, relation, object_, outcome, label, standing, sources in rows:
        yield ClaimRow(name, subject, relation, object_, outcome, label, Standing(standing) if standing else None, sources)
