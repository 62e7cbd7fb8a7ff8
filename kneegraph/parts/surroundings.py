"""What lies around an exercise or an outcome in a store."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from kneegraph.analysis.chains import MAX_STEPS
from kneegraph.analysis.effect import TREATMENTS
from kneegraph.analysis.kinship import Kinship
from kneegraph.analysis.network import Network
from kneegraph.model import Claim, Concept, Corpus, Kind
from kneegraph.parts.access import Access
from kneegraph.parts.clashes import Clash
from kneegraph.parts.lazy import Lazy
from kneegraph.parts.networks import StoredNetworks, spread, upwards

if TYPE_CHECKING:
    from kneegraph.analysis.contradictions import Contradiction

Telling = Callable[[Sequence[Clash]], Sequence["Contradiction"]]


class StoredSurroundings:
    """Answers as `kneegraph.analysis.surroundings.WholeSurroundings` does, about one exercise, one outcome, or both."""

    def __init__(
        self,
        ends: tuple[str | None, str | None],
        networks: StoredNetworks,
        access: Access,
        corpus: Corpus,
        tell: Telling,
    ) -> None:
        """`corpus` is that of the store, whose concepts and claims are fetched; `tell` puts clashes in words."""
        self._exercise, self._outcome = ends
        self._networks, self._access, self._tell = networks, access, tell
        self.corpus = corpus

    @cached_property
    def _around(self) -> tuple[Corpus, Network]:
        return self._networks.around(self._exercise, self._outcome, MAX_STEPS)

    @property
    def network(self) -> Network:
        """A network with every move of every way from the exercise to the outcome, or to or from any."""
        return self._around[1]

    @cached_property
    def _concepts(self) -> dict[str, Concept]:
        """Those in the network, and those that claims name outright, with all that is broader."""
        outright = {end for claims in self._outright.values() for one in claims for end in (one.subject, one.object)}
        names = {*self._around[0].concepts, *outright, *self._aims}
        known: Lazy[Concept] = self.corpus.concepts  # type: ignore[assignment]
        return known.fetch(sorted(spread(names, lambda some: upwards(known.fetch(sorted(some)).values()))))

    @cached_property
    def kinship(self) -> Kinship:
        """How these concepts belong together."""
        return Kinship(Corpus(self.corpus.relations, self._concepts))

    def of_kinds(self, kinds: Collection[Kind]) -> list[str]:
        """Those of these concepts that are of these kinds, sorted."""
        return sorted(concept.id for concept in self._concepts.values() if concept.kind in kinds)

    @cached_property
    def _aims(self) -> set[str]:
        """The outcome, all that is narrower, and the muscle of which it is a state."""
        if self._outcome is None:
            return set()
        state_of = self.corpus.concepts[self._outcome].state_of
        return {*self._networks.narrower(self._outcome), *([state_of] if state_of else ())}

    @cached_property
    def _outright(self) -> dict[str, list[Claim]]:
        """Claims from the exercise, or from any, to the outcome, or to any; by their subject."""
        if self._exercise is None:
            found = [*self._access.touching(self._aims, "object")]
            subjects = self._fetched_concepts({subject for *_, subject in found})
            names = {claim for claim, _, _, subject in found if subject in subjects and subjects[subject].kind in TREATMENTS}
        elif self._outcome is None:
            names = {claim for claim, *_ in self._access.touching([self._exercise], "subject")}
        else:
            names = {*self._access.across([self._exercise], self._aims)}
        claims: dict[str, list[Claim]] = defaultdict(list)
        for claim in self._fetched(names):
            claims[claim.subject].append(claim)
        return claims

    def leaving(self, exercise: str) -> Sequence[Claim]:
        """The claims that name what an exercise does to the outcomes."""
        return self._outright.get(exercise, [])

    def caused(self, state: str) -> Iterable[Claim]:
        """The claims about what a state brings about."""
        return self._fetched({claim for claim, *_ in self._access.touching([state], "subject")})

    def have(self, claims: Collection[str]) -> None:
        """Fetch these claims together."""
        self._fetched(claims)

    def clashes(self, claims: Collection[str]) -> Iterable[Contradiction]:
        """The contradictions between claims in which any of these takes part, ranked."""
        from kneegraph.analysis.surroundings import BETWEEN_CLAIMS

        wanted = frozenset(claims)
        subjects = {claim.subject for claim in self._fetched(claims)}
        kept = self._access.clashes(BETWEEN_CLAIMS, subjects, None)
        return self._tell([one for one in kept[0] if not wanted.isdisjoint(one.claims)] if kept else [])

    def _fetched(self, claims: Collection[str]) -> Collection[Claim]:
        known: Lazy[Claim] = self.corpus.claims  # type: ignore[assignment]
        return known.fetch(sorted(claims)).values()

    def _fetched_concepts(self, concepts: Collection[str]) -> dict[str, Concept]:
        known: Lazy[Concept] = self.corpus.concepts  # type: ignore[assignment]
        return known.fetch(sorted(concepts))
