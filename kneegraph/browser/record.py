"""What the page shows to nobody but gives away: the fields without which its Turtle would not load again."""

from __future__ import annotations

from kneegraph.model import Concept, Corpus, Estimate, Passage, Relation, Source
from kneegraph.rdf.writing import decimal

_Values = dict[str, object]


def record(corpus: Corpus) -> _Values:
    """Relations, concepts, sources, passages and estimates (by assertion), each with what `content` leaves out of them.

    Cost: linear in the assertions. Concepts and assertions with nothing to add are left out.
    """
    used = sorted({claim.relation for claim in corpus.claims.values()} & corpus.relations.keys())
    concepts = {id_: _concept(concept) for id_, concept in sorted(corpus.concepts.items())}
    passages = {one.id: [_passage(passage) for passage in one.passages] for one in corpus.assertions if one.passages}
    return {
        "relations": {id_: _relation(corpus.relations[id_]) for id_ in used},
        "concepts": {id_: told for id_, told in concepts.items() if told},
        "sources": {id_: _source(source) for id_, source in sorted(corpus.sources.items())},
        "passages": passages,
        "estimates": {one.id: list(map(_estimate, one.estimates)) for one in corpus.assertions if one.estimates},
    }


def _relation(relation: Relation) -> _Values:
    return _told(
        family=relation.family.value,
        sign=relation.sign,
        chainable=relation.chainable,
        symmetric=relation.symmetric,
        comparative=relation.comparative,
        others=list(relation.other_labels),
        definition=relation.definition,
    )


def _concept(concept: Concept) -> _Values:
    return _told(sign=concept.sign, related=list(concept.related), matches=list(concept.matches))


def _source(source: Source) -> _Values:
    return _told(
        kind=source.kind,
        creator=source.creator,
        issued=source.issued,
        publisher=source.publisher,
        sha256=source.sha256,
        length=source.length,
        depends=[[one.source, one.kind.value, *filter(None, [one.comment])] for one in source.depends_on],
    )


def _estimate(one: Estimate) -> list[object]:
    """`[measure, value, low, high]`, as decimals that stay as they are."""
    return [one.measure, *(None if amount is None else decimal(amount).value for amount in (one.value, one.low, one.high))]


def _passage(passage: Passage) -> list[object]:
    return [passage.start, passage.end, passage.sha256, *([passage.fragment] if passage.fragment else [])]


def _told(**values: object) -> _Values:
    return {key: value for key, value in values.items() if value}
