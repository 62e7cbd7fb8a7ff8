"""What links from exercises to outcomes are made from: all there is in memory, or what a question touches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from functools import cached_property
from typing import Protocol

from kneegraph.analysis.contradictions import Contradiction, ContradictionKind, contradictions
from kneegraph.analysis.kinship import Kinship
from kneegraph.analysis.network import Network
from kneegraph.model import Claim, Corpus, Kind

#: Kinds of contradiction in which one claim speaks against another; those within a claim show in its standing.
BETWEEN_CLAIMS = (ContradictionKind.OPPOSED, ContradictionKind.REVERSED, ContradictionKind.INHERITED)


class Surroundings(Protocol):
    """Who has what lies around some exercises and outcomes."""

    @property
    def corpus(self) -> Corpus:
        """Concepts and claims by identifier."""
        ...

    @property
    def network(self) -> Network:
        """A network with every move of every way from these exercises to these outcomes; its steps may be without sources."""
        ...

    @property
    def kinship(self) -> Kinship:
        """How the outcomes belong to what claims say that exercises help with."""
        ...

    def of_kinds(self, kinds: Collection[Kind]) -> list[str]:
        """Those concepts of these kinds that may be an end of a link, sorted; perhaps more."""
        ...

    def leaving(self, exercise: str) -> Sequence[Claim]:
        """The claims that name what an exercise does to the outcomes; perhaps more."""
        ...

    def caused(self, state: str) -> Iterable[Claim]:
        """The claims about what a state brings about."""
        ...

    def have(self, claims: Collection[str]) -> None:
        """Fetch these claims together where they are not at hand."""
        ...

    def clashes(self, claims: Collection[str]) -> Iterable[Contradiction]:
        """The contradictions between claims in which any of these takes part, ranked; perhaps more."""
        ...


class WholeSurroundings:
    """All of a corpus in memory. Cost: a pass over the claims."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus

    @cached_property
    def network(self) -> Network:
        """All of it."""
        return Network(self.corpus)

    @cached_property
    def kinship(self) -> Kinship:
        """All of it."""
        return Kinship(self.corpus)

    def of_kinds(self, kinds: Collection[Kind]) -> list[str]:
        """All concepts of these kinds."""
        return sorted(concept.id for concept in self.corpus.concepts.values() if concept.kind in kinds)

    @cached_property
    def _leaving(self) -> dict[str, list[Claim]]:
        found: dict[str, list[Claim]] = defaultdict(list)
        for claim in self.corpus.claims.values():
            found[claim.subject].append(claim)
        return found

    def leaving(self, exercise: str) -> Sequence[Claim]:
        """All claims whose subject this is."""
        return self._leaving.get(exercise, [])

    caused = leaving

    def have(self, claims: Collection[str]) -> None:
        """They are at hand."""

    def clashes(self, claims: Collection[str]) -> Iterable[Contradiction]:  # noqa: ARG002 (all of them)
        """All between claims."""
        return contradictions(self.corpus, kinds=BETWEEN_CLAIMS)
