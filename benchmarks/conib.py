"""A corpus of any size from a table of edges: subject, relation, object, direction and source, tab-separated, with a head.

Made for CONIB (pharmacome/conib, CC0: causal edges curated from papers on neurodegeneration). Up to its own number of
different claims they are the table's; beyond, its rows come again about variants of their concepts.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path

from kneegraph import files, rdf
from kneegraph.model import (
    Assertion,
    Basis,
    Certainty,
    Claim,
    Concept,
    Corpus,
    Kind,
    Relation,
    Source,
    Stance,
    Tier,
    assertion_id,
    claim_id,
)
from kneegraph.vocab import slug

_KINDS = {
    "a": Kind.INTERVENTION,
    "bp": Kind.FUNCTION,
    "path": Kind.CONDITION,
    "act": Kind.JOINT_ACTION,
    "complex": Kind.MUSCLE,
}
#: What a direction says: the relation, and the stance towards it.
_SAID = {
    "+": ("causes", Stance.SUPPORTS),
    "-": ("reduces", Stance.SUPPORTS),
    "0": ("causes", Stance.DISPUTES),
    "?": ("associatedWith", Stance.SUPPORTS),
}


@dataclass(frozen=True, slots=True)
class _Row:
    subject: str
    object: str
    relation: str
    stance: Stance
    source: str


def corpus_of(table: Path, size: int) -> Corpus:
    """The first `size` different claims of the table, with all that its rows say of them."""
    with table.open(newline="", encoding="utf-8") as lines:
        rows = [_row(*line) for line in islice(csv.reader(lines, delimiter="\t"), 1, None)]
    names: dict[str, str] = {}
    said: dict[tuple[str, str, str], dict[tuple[str, Stance], None]] = defaultdict(dict)
    for row in _on_and_on(rows):
        key = (slug(row.subject), row.relation, slug(row.object))
        if key not in said and len(said) == size:
            break
        said[key][row.source, row.stance] = None
        names.setdefault(key[0], row.subject)
        names.setdefault(key[2], row.object)
    claims = [_claim(*key, list(stances), names) for key, stances in said.items()]
    concepts = {name for subject, _, object_ in said for name in (subject, object_)}
    sources = {source for stances in said.values() for source, _ in stances}
    return Corpus(
        relations(),
        {name: Concept(name, _kind(names[name]), names[name]) for name in sorted(concepts)},
        {name: Source(name, f"Paper {name}", Tier.PEER_REVIEWED, "article", "conib") for name in sorted(sources)},
        {claim.id: claim for claim in claims},
    )


def relations() -> dict[str, Relation]:
    """The packaged relations."""
    return dict(rdf.from_quads(files.read_quads(files.packaged("data", "ontology.ttl")))[0].relations)


def _row(subject: str, _relation: str, object_: str, direction: str, source: str) -> _Row:
    return _Row(_name(subject), _name(object_), *_SAID[direction], f"pmid-{slug(source)}")


def _name(term: str) -> str:
    return term.replace('"', "")


def _on_and_on(rows: list[_Row]) -> Iterator[_Row]:
    """The rows, and again with the object's name changed, without end."""
    yield from rows
    for number in count(2):
        for row in rows:
            yield _Row(row.subject, f"{row.object} variant {number}", row.relation, row.stance, row.source)


def _kind(name: str) -> Kind:
    return _KINDS.get(name.split("(", maxsplit=1)[0], Kind.STRUCTURE)


def _claim(subject: str, relation: str, object_: str, said: list[tuple[str, Stance]], names: dict[str, str]) -> Claim:
    identifier = claim_id(subject, relation, object_)
    label = f"{names[subject]} {relation} {names[object_]}"
    made = (_assertion(identifier, source, stance) for source, stance in said)
    return Claim(identifier, subject, relation, object_, label, assertions=tuple(made))


def _assertion(claim: str, source: str, stance: Stance) -> Assertion:
    told = f"{source} {stance} it."
    identifier = assertion_id(source, claim, stance)
    return Assertion(identifier, claim, source, stance, Certainty.CERTAIN, Basis.STUDY, told)
