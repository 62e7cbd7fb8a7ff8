"""Model to triples and back, as pure functions; nothing here reads a file or knows a store.

Terms are pyoxigraph's plain values (importing them costs a tenth of importing rdflib, which every command would pay).
"""

from kneegraph.rdf.derived import (
    TIES,
    counted_quads,
    derived_quads,
    label_quads,
    local_names,
    stated,
    tally_quads,
    terms,
    tie_quads,
    view_quads,
    weight_quads,
    without,
)
from kneegraph.rdf.reading import CLASSES, from_quads
from kneegraph.rdf.writing import to_quads

__all__ = [
    "CLASSES",
    "TIES",
    "counted_quads",
    "derived_quads",
    "from_quads",
    "label_quads",
    "local_names",
    "stated",
    "tally_quads",
    "terms",
    "tie_quads",
    "to_quads",
    "view_quads",
    "weight_quads",
    "without",
]
