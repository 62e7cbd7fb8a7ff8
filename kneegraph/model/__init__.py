"""What kneegraph talks about: concepts, relations, sources, claims, assertions. Frozen values; no RDF, no files.

A claim is a triple with the assertions made about it. What it adds up to (tally, standing) follows from them and is
never set by hand. Identifiers follow from content: `claim_id` and `assertion_id` are the only places that build them.
"""

from kneegraph.model.assertions import Assertion, Estimate, Passage, Qualification, Tally
from kneegraph.model.claims import Claim, Corpus
from kneegraph.model.concepts import Concept, Relation
from kneegraph.model.identifiers import assertion_id, claim_id
from kneegraph.model.sets import (
    Aspect,
    Basis,
    Certainty,
    DependenceKind,
    Family,
    Finding,
    Kind,
    Stance,
    Standing,
    Tier,
)
from kneegraph.model.sources import Dependence, Source

__all__ = [
    "Aspect",
    "Assertion",
    "Basis",
    "Certainty",
    "Claim",
    "Concept",
    "Corpus",
    "Dependence",
    "DependenceKind",
    "Estimate",
    "Family",
    "Finding",
    "Kind",
    "Passage",
    "Qualification",
    "Relation",
    "Source",
    "Stance",
    "Standing",
    "Tally",
    "Tier",
    "assertion_id",
    "claim_id",
]
