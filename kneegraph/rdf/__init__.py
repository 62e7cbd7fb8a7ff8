"""Model to triples and back, as pure functions; nothing here reads a file or knows a store.

Terms are pyoxigraph's plain values (importing them costs a tenth of importing rdflib, which every command would pay).
"""

from kneegraph.rdf.derived import stated, tally_quads, view_quads, without
from kneegraph.rdf.reading import from_quads
from kneegraph.rdf.writing import to_quads

__all__ = ["from_quads", "stated", "tally_quads", "to_quads", "view_quads", "without"]
