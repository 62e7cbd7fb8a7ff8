"""The one object that users hold: a corpus with its store, its labels, and every question one may ask of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kneegraph import rdf
from kneegraph.analysis.evidence.weights import Weights
from kneegraph.errors import EmptyRestrictionError
from kneegraph.graph.queries import Queries
from kneegraph.parts import Asker, Fetched, Looker, Progress
from kneegraph.passages import Texts
from kneegraph.restriction import chosen
from kneegraph.store import DiskStore, LocalStore

if TYPE_CHECKING:
    import networkx

    from kneegraph.analysis.contradictions import Contradiction
    from kneegraph.notebook.picture import Neighbourhood
    from kneegraph.store import RemoteStore


class Graph(Queries):
    """Who claims what, with which stance, and where they disagree. Made by `load` and `connect`."""

    @classmethod
    def behind(cls, store: DiskStore | RemoteStore, *, texts: Texts | None = None, progress: Progress | None = None) -> Graph:
        """The graph that a store holds, on disk or far away. What a question is about is fetched as it is asked, and kept.

        Gaps, exercise links and routes of everything, the page and networkx fetch all of it, in batches; of a store without
        indexes, so do contradictions of everything, exercise links, cuts, what turned, and chains that come to nothing.
        """
        access = Looker(store, progress=progress) if isinstance(store, LocalStore) else Asker(store, progress=progress)
        return cls(Fetched(access), texts=texts, store=store)

    def __repr__(self) -> str:
        """A line for the interactive shell."""
        if self._home is not None:
            return f"<kneegraph.Graph behind {self._home!r}>"
        count = sum(1 for _ in self.corpus.assertions)
        return f"<kneegraph.Graph: {len(self.corpus.claims)} claims, {count} assertions, {len(self.corpus.sources)} sources>"

    def restricted(
        self,
        *,
        collection: str | Sequence[str] = (),
        tier: str | Sequence[str] = (),
        source: str | Sequence[str] = (),
        as_of: int | None = None,
    ) -> Graph:
        """The graph as these sources alone would make it. Raises UnknownTermError for one that is not there."""
        if not (collection or tier or source or as_of is not None):
            return self
        restriction = chosen(
            {one.collection for one in self.corpus.sources.values()},
            lambda name: self.source(name).id,
            collection=collection,
            tier=tier,
            source=source,
            as_of=as_of,
        )
        if not restriction:
            return self
        parts = self._parts.restricted(restriction)
        if not parts.corpus.sources:
            message = f"no source is left by {restriction}; without it there are {len(self.corpus.sources)}"
            raise EmptyRestrictionError(f"{message}: {', '.join(sorted(self.corpus.sources)[:3])}…")
        quads = None if self._home is not None else rdf.without(self._quads, self.corpus, parts.corpus)
        return Graph(parts, quads=quads, texts=self.texts, queries=self._queries, weights=self._weights)

    def weighed(self, weights: Weights | str | Path) -> Graph:
        """The same graph with other weights: a file like the packaged `data/weights.toml`. Raises DataError."""
        given = weights if isinstance(weights, Weights) else Weights.read(Path(weights))
        return Graph(self._parts, quads=self._given, texts=self.texts, queries=self._queries, store=self._home, weights=given)

    def _repr_html_(self) -> str:
        """A card for notebooks; of a graph behind a store, what can be said without fetching it."""
        from kneegraph.notebook.summary import summary

        return summary(self, repr(self) if self._home is not None else None)

    def show(self, term: str, *, steps: int = 1, interactive: bool = False) -> Neighbourhood:
        """What is within so many claims of a concept, drawn in the notebook; `interactive` embeds the page, about 1 MB."""
        from kneegraph.notebook.picture import Neighbourhood

        centre = self.concept(term).id
        return Neighbourhood(self._parts.around([centre], steps), centre, steps=steps, interactive=interactive)

    def to_networkx(self) -> networkx.MultiDiGraph[str]:
        """Concepts as nodes, one edge per claim keyed by its identifier, with relation, sign, standing and tally."""
        from kneegraph.analysis.projection import to_networkx

        return to_networkx(self.corpus)

    def write_browser(
        self, path: str | Path, *, focus: str | None = None, found: Sequence[Contradiction] | None = None
    ) -> Path:
        """Write the graph as one self-contained HTML page; with texts at hand it shows the exact quotations.

        `found` are all of its `contradictions`, where they have been found already. Cost: of a store, all of it is fetched.
        """
        from kneegraph.browser import write_browser

        return write_browser(
            self.corpus,
            Path(path),
            contradictions=self.contradictions() if found is None else found,
            quotes=self.texts.quote if self.texts else None,
            focus=self.concept(focus).id if focus else None,
            weights=self.weights,
        )
