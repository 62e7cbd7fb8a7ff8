"""kneegraph: who claims what, on what evidence, and where they disagree.

>>> import kneegraph
>>> kg = kneegraph.load()
>>> kg.claim("weak glute med", "causes", "knee cave").tally
Tally(supports=8, disputes=0, qualifies=1, reports=1)
"""

__version__ = "0.2.0.dev0"  # before the imports: a store says which version made it

from kneegraph.errors import (
    AmbiguousTermError,
    DataError,
    EmptyRestrictionError,
    EndpointError,
    KneegraphError,
    NotAClaimError,
    QueryError,
    RefusedQueryError,
    StoreError,
    TextError,
    UnknownTermError,
)
from kneegraph.graph import Graph
from kneegraph.loading import build_store, connect, load, open_store
from kneegraph.model import (
    Assertion,
    Claim,
    Concept,
    Passage,
    Qualification,
    Relation,
    Source,
    Stance,
    Standing,
    Tally,
    Tier,
)

__all__ = [
    "AmbiguousTermError",
    "Assertion",
    "Claim",
    "Concept",
    "DataError",
    "EmptyRestrictionError",
    "EndpointError",
    "Graph",
    "KneegraphError",
    "NotAClaimError",
    "Passage",
    "Qualification",
    "QueryError",
    "RefusedQueryError",
    "Relation",
    "Source",
    "Stance",
    "Standing",
    "StoreError",
    "Tally",
    "TextError",
    "Tier",
    "UnknownTermError",
    "build_store",
    "connect",
    "load",
    "open_store",
]
