"""A corpus in memory as the rows of the tables that are assembled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from kneegraph.assembly.engine import Row, Tables
from kneegraph.assembly.schema import FRAME, INPUTS
from kneegraph.model import Corpus


def give_corpus(engine: Tables, corpus: Corpus) -> None:
    """Hand a corpus to an engine as tables. Cost: linear, row by row; for what is large, read Parquet or N-Quads."""
    for table, rows in corpus_rows(corpus).items():
        engine.give(table, INPUTS[table], rows)


def give_frame(engine: Tables, corpus: Corpus) -> None:
    """Hand an engine the tables of relations, concepts and sources only."""
    for table, rows in corpus_rows(corpus).items():
        if table in FRAME:
            engine.give(table, INPUTS[table], rows)


def corpus_rows(corpus: Corpus) -> Mapping[str, Iterable[Row]]:
    """The rows of each table that a corpus makes."""
    concepts, sources = corpus.concepts.values(), corpus.sources.values()
    return {
        "relation": (
            (one.id, one.family.value, one.sign, one.chainable, one.symmetric, one.comparative)
            for one in corpus.relations.values()
        ),
        "concept": ((one.id, one.kind.value, one.label, one.state_of, one.opposite_of, one.sign) for one in concepts),
        "concept_broader": ((one.id, above) for one in concepts for above in one.broader),
        "concept_related": ((one.id, other) for one in concepts for other in one.related),
        "source": ((one.id, one.title, one.tier.value, one.kind, one.collection, one.creator, one.issued) for one in sources),
        "dependence": ((one.id, other.source, other.kind.value) for one in sources for other in one.depends_on),
        "claim": ((one.id, one.subject, one.relation, one.object, one.outcome, one.label) for one in corpus.claims.values()),
        "assertion": _assertions(corpus),
        "scope": ((one.id, name) for one in corpus.assertions for name in one.scope),
        "attribution": ((one.id, whom) for one in corpus.assertions for whom in one.attributed_to),
        "qualification": ((one.id, why.aspect.value, why.reason) for one in corpus.assertions for why in one.qualifications),
    }


def _assertions(corpus: Corpus) -> Iterator[Row]:
    for one in corpus.assertions:
        finding = one.finding.value if one.finding else None
        said = one.stance.value, one.certainty.value, one.basis.value
        yield one.id, one.claim, one.source, *said, one.design, finding, one.unconfirmed
