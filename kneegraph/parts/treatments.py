"""What tells by which ways treatments help: the claims and concepts around one treatment, or around one outcome."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from kneegraph import vocab as v
from kneegraph.analysis.effect import TREATMENTS
from kneegraph.analysis.kinship import COMPLAINTS
from kneegraph.model import Concept, Kind
from kneegraph.parts.access import Access
from kneegraph.parts.networks import spread, upwards

Fetch = Callable[[Iterable[str]], dict[str, Concept]]


class Treatments:
    """Asks a store. `fetch` gives the concepts of some identifiers."""

    def __init__(self, access: Access, fetch: Fetch) -> None:
        self._access = access
        self._fetch = fetch

    def around(self, treatment: str | None, outcome: str | None) -> tuple[set[str], set[str]]:
        """Identifiers of concepts and claims: as much as `kneegraph.analysis.routes` looks at for these, perhaps more.

        These are what is said of the treatments, which are those of something about the outcome where none is given, and of
        their narrower kinds; what leads from that, its opposites, states and muscles to what they help with; and what states
        bring about. Cost: these claims.
        """
        aims = spread([outcome], self._narrower) if outcome else None
        kinds = spread([treatment] if treatment else self._treating(aims or ()), self._narrower)
        said = [*self._access.touching(kinds, "subject")]
        changed = {other for *_, other in said}
        helped = self._of_kinds(changed, COMPLAINTS) if aims is None else changed & aims
        meant = self._meant(changed)
        caused = self._harm(self._of_kinds(changed, {Kind.MUSCLE_STATE}))
        onward = {*self._access.across(meant, helped), *self._access.across(helped, meant)}
        claims = {claim for claim, *_ in said} | onward | caused
        ends = {*kinds, *(aims or ()), *meant}
        return spread(ends, lambda some: upwards(self._fetch(some).values())), claims

    def _treating(self, aims: Collection[str]) -> set[str]:
        return self._of_kinds({subject for *_, subject in self._access.touching(aims, "object")}, TREATMENTS)

    def _harm(self, states: Collection[str]) -> set[str]:
        """Claims that states bring complaints about or make them less."""
        found = [*self._access.touching(states, "subject")]
        complaints = self._of_kinds({other for *_, other in found}, COMPLAINTS)
        return {claim for claim, *_, other in found if other in complaints}

    def _meant(self, changed: Collection[str]) -> set[str]:
        """Concepts with their opposites, states and muscles."""
        ways = (v.KG + "oppositeOf", v.KG + "stateOf")
        return {*changed, *(end for lower, way, upper in self._access.kin(changed) if way in ways for end in (lower, upper))}

    def _of_kinds(self, concepts: Collection[str], kinds: Collection[Kind]) -> set[str]:
        return {concept.id for concept in self._fetch(concepts).values() if concept.kind in kinds}

    def _narrower(self, concepts: Collection[str]) -> Iterable[str]:
        return (one for one, way, above in self._access.kin(concepts) if way == v.SKOS + "broader" and above in concepts)
