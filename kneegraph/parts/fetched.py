"""Which part of a graph a question can be about, so that only this part is fetched."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cached_property

from kneegraph import vocab as v
from kneegraph.labels import normal
from kneegraph.model import Claim, Concept, Corpus, Source, Tier
from kneegraph.parts.ask import Asker
from kneegraph.parts.lazy import Lazy
from kneegraph.parts.whole import claim_index, claim_name, concept_index, source_index
from kneegraph.restriction import Restriction

#: Every way in which a claim joins concepts.
_ROLES = ("subject", "object", "outcome", "compared", "compared-with")
_Edges = Callable[[Collection[str]], Iterable[str]]


class Fetched:
    """A corpus behind a store: `corpus` fetches what is looked up in it, the methods fetch what belongs together."""

    def __init__(self, asker: Asker, restriction: Restriction = Restriction()) -> None:  # noqa: B008 (frozen)
        """`restriction` says which sources count."""
        self._asker = asker
        self._restriction = restriction
        self._concepts = Lazy(asker.concepts, lambda: asker.members("concept"))
        self._sources = Lazy(self._admitted_sources, lambda: asker.members("source"))
        self._claims = Lazy(self._admitted_claims, lambda: asker.members("claim"))

    @cached_property
    def corpus(self) -> Corpus:
        """All of it, lazily."""
        return Corpus(self._asker.relations(), self._concepts, self._sources, self._claims)

    def restricted(self, restriction: Restriction) -> Fetched:
        """The same store, of which assertions of other sources are passed over as they come."""
        return Fetched(self._asker, restriction)

    def _admitted_sources(self, names: Collection[str]) -> dict[str, Source]:
        found = self._asker.sources(names)
        return {name: one for name, one in found.items() if self._restriction.admits(one)}

    def _admitted_claims(self, names: Collection[str]) -> dict[str, Claim]:
        found = self._asker.claims(names)
        sources = self._sources.fetch(a.source for claim in found.values() for a in claim.assertions)
        if not self._restriction:
            return found
        left = (claim.of_sources(sources) for claim in found.values())
        return {claim.id: claim for claim in left if claim.assertions}

    # Words

    def concept(self, term: str) -> Concept:
        """The concept that this label or identifier names, as a LabelIndex over all of them would find it."""
        names = (term.strip("<> "), v.identifier("concept", term.strip("<> ")).removeprefix("concept/"))
        found = self._concepts.fetch((*names, *self._asker.named("concept", term)))
        if not found:
            found = dict(self._concepts)  # names the nearest
        return concept_index(found.values()).find(term)

    def source(self, term: str) -> Source:
        """The source that this identifier, title or address names."""
        names = (term.strip("<> "), v.identifier("source", term.strip("<> ")).removeprefix("source/"))
        found = self._sources.fetch((*names, *self._asker.named("source", term)))
        if not found:
            found = dict(self._sources)
        return source_index(found.values()).find(term)

    def claim(self, term: str) -> Claim:
        """The claim that this identifier, label or address names. Cost: for a name that is none, all labels of claims."""
        name = claim_name(term)
        if name in self._claims:
            return self._claims[name]
        if self._restriction:
            return claim_index((one.id, one, one.label) for one in self._claims.values()).find(term)
        return self._claims[claim_index((one, one, label) for one, label in self._asker.claim_labels()).find(term)]

    def tiers(self) -> tuple[Tier, ...]:
        """The tiers that any source is of; where only some sources count, all of them are fetched."""
        present = {one.tier for one in self._sources.values()} if self._restriction else self._asker.tiers()
        return tuple(tier for tier in Tier if tier in present)

    def attributions(self) -> Iterable[tuple[str, str]]:
        """Each source that counts and passes somebody on, with the words by which it names whom."""
        found = self._asker.attributions()
        return found if not self._restriction else [(one, whom) for one, whom in found if one in self._sources]

    def like(self, text: str) -> Corpus:
        """What has a label with these words in it: enough for a search."""
        words = normal(text).split()
        concepts, claims, sources = (self._asker.like(sort, words) for sort in ("concept", "claim", "source"))
        part = self._part(concepts, claims)
        return Corpus(part.relations, part.concepts, {**part.sources, **self._sources.fetch(sources)}, part.claims)

    # Neighbourhoods

    def by_source(self, source: str) -> Corpus:
        """The claims on which a source takes a stance."""
        return self._part((), self._asker.of_source(source))

    def by_standing(self, standing: str) -> Corpus:
        """The claims of a standing; of all claims when only some sources count, since these make another standing."""
        return self.corpus if self._restriction else self._part((), self._asker.of_standing(standing))

    def family(self, concept: str) -> Corpus:
        """The claims about a concept, what is narrower, its states, and what concerns it."""
        below = self._spread([concept], self._below)
        return self._part(below, self._touching(below))

    def joining(self, one: str, other: str, expected: Sequence[str] = ()) -> Corpus:
        """The claims between two concepts; only those of these identifiers, where there are any, which costs least."""
        found = self._claims.fetch(expected)
        ends = self._asker.touching([one], "subject", "object") if not found else ()
        return self._part((one, other), [*found, *(claim for claim, _, _, end in ends if end == other)])

    def around(self, concepts: Iterable[str], steps: int = 2) -> Corpus:
        """What is within so many claims of these concepts' families, and the claims among all that."""
        inside = self._spread(concepts, self._below)
        for _ in range(steps):
            ends = {end for _, _, *both in self._asker.touching(inside, *_ROLES) for end in both}
            inside = self._with_kin(inside | ends)
        return self._part(inside, self._touching(inside))

    def between(self, start: str, goal: str, steps: int) -> Corpus:
        """All that a chain of at most so many steps from one concept to another can pass through."""
        ahead = self._reached([start], (steps + 1) // 2, "subject")
        behind = self._reached([goal, *self._spread([goal], self._below)], (steps + 1) // 2, "object")
        inside = ahead | behind
        inside |= self._spread(inside, self._above)
        return self._part(inside, self._touching(inside, "subject"))

    def _reached(self, starts: Iterable[str], steps: int, role: str) -> set[str]:
        """What claims and definitions lead to in so many steps; with the role `object`, what leads here."""
        inside = set(starts)
        edge = inside
        for _ in range(steps):
            found = {other for _, _, _, other in self._asker.touching(edge, role)}
            found |= {end for lower, _, upper in self._asker.kin(edge) for end in (lower, upper)}
            edge = found - inside
            inside |= edge
        return inside

    def _touching(self, concepts: Collection[str], *roles: str) -> set[str]:
        return {claim for claim, *_ in self._asker.touching(concepts, *(roles or ("subject", "object", "outcome")))}

    def _with_kin(self, concepts: set[str]) -> set[str]:
        """These concepts with their states and muscles, opposites, and all that is broader or narrower."""
        pairs = self._asker.kin(concepts)
        near = {end for lower, way, upper in pairs if way != v.SKOS + "related" for end in (lower, upper)}
        return self._spread(concepts | near, self._above) | self._spread(concepts | near, self._below)

    def _spread(self, concepts: Iterable[str], edges: _Edges) -> set[str]:
        """These concepts and all that the edges lead to from them, however far."""
        inside = set(concepts)
        edge = inside
        while edge:
            edge = set(edges(edge)) - inside
            inside = inside | edge
        return inside

    def _below(self, concepts: Collection[str]) -> Iterable[str]:
        ways = (v.KG + "stateOf", v.SKOS + "broader", v.SKOS + "related")
        return (lower for lower, way, upper in self._asker.kin(concepts) if way in ways and upper in concepts)

    def _above(self, concepts: Collection[str]) -> Iterable[str]:
        ways = (v.KG + "stateOf", v.SKOS + "broader", v.KG + "oppositeOf")
        return (
            other
            for lower, way, upper in self._asker.kin(concepts)
            if way in ways
            for other in ((upper,) if way != ways[2] else (lower, upper))
        )

    def _part(self, concepts: Iterable[str], claims: Iterable[str]) -> Corpus:
        """A plain corpus of these concepts and claims, with all that the claims mention."""
        known = self._claims.fetch(claims)
        mentioned = {*concepts, *(name for claim in known.values() for name in claim.mentions)}
        sources = self._sources.fetch(a.source for claim in known.values() for a in claim.assertions)
        return Corpus(self.corpus.relations, self._concepts.fetch(sorted(mentioned)), sources, dict(sorted(known.items())))
