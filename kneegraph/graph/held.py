"""What every question needs: the corpus or who holds it, and words to things."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, cast

from pyoxigraph import Quad

from kneegraph import rdf
from kneegraph.analysis import kinship
from kneegraph.analysis.evidence.weights import Weights
from kneegraph.labels import LabelIndex
from kneegraph.model import Concept, Corpus, Relation, Source
from kneegraph.parts import Parts, Whole
from kneegraph.passages import Texts
from kneegraph.store import DiskStore

if TYPE_CHECKING:
    from kneegraph.graph.whole import Graph
    from kneegraph.store import RemoteStore


class Held:
    """A corpus, or who holds it, with its labels."""

    def __init__(
        self,
        corpus: Corpus | Parts,
        *,
        quads: Iterable[Quad] | None = None,
        texts: Texts | None = None,
        queries: Sequence[Path] = (),
        store: DiskStore | RemoteStore | None = None,
        weights: Weights | None = None,
    ) -> None:
        """Take the model, or who holds it, and where known the quads it was read from (which may say more than the model).

        `queries` are further folders of named queries, `store` is where all of it is already, `weights` what evidence
        weighs (None: the packaged ones).
        """
        self._parts: Parts = Whole(corpus) if isinstance(corpus, Corpus) else corpus
        self.texts = texts
        self._given = quads
        self._queries = tuple(queries)
        self._home = store
        self._weights = weights

    @property
    def _whole(self) -> Graph:
        """This as what it always is: only whole graphs are made."""
        return cast("Graph", self)

    @property
    def corpus(self) -> Corpus:
        """Every concept, claim and source; of a graph behind a store, fetched as it is looked at."""
        return self._parts.corpus

    @cached_property
    def _quads(self) -> tuple[Quad, ...]:
        return tuple(rdf.to_quads(self.corpus)) if self._given is None else tuple(rdf.stated(self._given))

    @cached_property
    def _relations(self) -> LabelIndex[Relation]:
        relations = self.corpus.relations.values()
        return LabelIndex("relation", ((one.id, one, (one.id, one.label, *one.other_labels)) for one in relations))

    def concept(self, term: str) -> Concept:
        """The concept that any of its labels, its identifier or its address names; UnknownTermError has the nearest."""
        return self._parts.concept(term)

    def relation(self, term: str) -> Relation:
        """The relation of this name or label."""
        return self._relations.find(term)

    def source(self, term: str) -> Source:
        """The source of this identifier, title or address."""
        return self._parts.source(term)

    def label(self, concept: str) -> str:
        """The preferred label of a concept identifier."""
        return kinship.label(self.corpus, concept)
