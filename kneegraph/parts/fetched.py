"""Which part of a graph a question can be about, so that only this part is fetched."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from kneegraph import vocab as v
from kneegraph.analysis.evidence.independence import Independence
from kneegraph.analysis.evidence.weights import Weights
from kneegraph.model import Assertion, Claim, Concept, Corpus, Source, Stance, Standing, Tier
from kneegraph.parts.access import Access
from kneegraph.parts.clashes import Clash, in_words
from kneegraph.parts.lazy import Lazy
from kneegraph.parts.networks import StoredNetworks, spread
from kneegraph.parts.surroundings import StoredSurroundings
from kneegraph.parts.treatments import Treatments
from kneegraph.parts.whole import claim_index, claim_name, concept_index, ranked, source_index
from kneegraph.restriction import Restriction

if TYPE_CHECKING:
    from kneegraph.analysis.contradictions import Contradiction

#: Every way in which a claim joins concepts.
_ROLES = ("subject", "object", "outcome", "compared", "compared-with")
#: The standings of claims that somebody disputes.
_WITH_DISPUTE = (Standing.CONTESTED, Standing.DISPUTED)
#: Claims that are fetched together where the first will often do.
_FEW = 20
#: What parts the words of an identifier.
_WORDS = re.compile("[-.]")


class Fetched:
    """A corpus behind a store: `corpus` fetches what is looked up in it, the methods fetch what belongs together."""

    def __init__(self, access: Access, restriction: Restriction = Restriction()) -> None:  # noqa: B008 (frozen)
        """`restriction` says which sources count."""
        self._access = access
        self._restriction = restriction
        self._concepts = Lazy(access.concepts, lambda: access.members("concept"))
        self._sources = Lazy(self._admitted_sources, lambda: access.members("source"))
        self._claims = Lazy(self._admitted_claims, lambda: access.members("claim"))
        self._said = Lazy(access.said, lambda: access.members("source"))

    @cached_property
    def corpus(self) -> Corpus:
        """All of it, lazily."""
        return Corpus(self._access.relations(), self._concepts, self._sources, self._claims)

    def restricted(self, restriction: Restriction) -> Fetched:
        """The same store, of which assertions of other sources are passed over as they come."""
        return Fetched(self._access, restriction)

    def _admitted_sources(self, names: Collection[str]) -> dict[str, Source]:
        found = self._access.sources(names)
        return {name: one for name, one in found.items() if self._restriction.admits(one)}

    def _admitted_claims(self, names: Collection[str]) -> dict[str, Claim]:
        found = self._access.claims(names)
        sources = self._sources.fetch(a.source for claim in found.values() for a in claim.assertions)
        if not self._restriction:
            return found
        left = (claim.of_sources(sources) for claim in found.values())
        return {claim.id: claim for claim in left if claim.assertions}

    # Words

    def concept(self, term: str) -> Concept:
        """The concept that this label or identifier names, as a LabelIndex over all of them would find it."""
        names = (term.strip("<> "), v.identifier("concept", term.strip("<> ")).removeprefix("concept/"))
        found = self._concepts.fetch((*names, *self._access.named("concept", term)))
        if not found:
            found = self._concepts.fetch(sorted(self._access.alike("concept", term)))  # names the nearest
        return concept_index(found.values()).find(term)

    def source(self, term: str) -> Source:
        """The source that this identifier, title or address names."""
        names = (term.strip("<> "), v.identifier("source", term.strip("<> ")).removeprefix("source/"))
        found = self._sources.fetch((*names, *self._access.named("source", term)))
        if not found:
            found = self._sources.fetch(sorted(self._access.alike("source", term)))
        return source_index(found.values()).find(term)

    def claim(self, term: str) -> Claim:
        """The claim that this identifier, label or address names."""
        name = claim_name(term)
        if name in self._claims:
            return self._claims[name]
        if self._restriction:
            return claim_index((one.id, one, one.label) for one in self._claims.values()).find(term)
        found = self._claims.fetch(sorted(self._access.named("claim", term)))
        if found:
            return claim_index((one.id, one, one.label) for one in found.values()).find(term)
        return self._claims[claim_index((one, one, label) for one, label in self._access.claims_alike(term)).find(term)]

    def tiers(self) -> tuple[Tier, ...]:
        """The tiers that any source is of; where only some sources count, all of them are fetched."""
        present = {one.tier for one in self._sources.values()} if self._restriction else self._access.tiers()
        return tuple(tier for tier in Tier if tier in present)

    def of_tiers(self) -> Counter[Tier]:
        """How many sources are of each tier; where only some sources count, all of them are fetched."""
        found = None if self._restriction else self._access.of_tiers()
        return Counter(one.tier for one in self._sources.values()) if found is None else found

    @cached_property
    def independence(self) -> Independence:
        """Which sources are independent. What a store keeps of that holds of all its sources only."""
        if not self._restriction and self._access.keeps_ties():
            ties = Lazy(self._access.ties, lambda: self._access.members("source"))
            return Independence.of_ties(ties.fetch, lambda: self._access.members("source"))
        said = self._access.attributions()
        return Independence(self._sources.values(), [(one, whom) for one, whom in said if one in self._sources])

    def like(self, text: str, limit: int | None = None) -> Corpus:
        """What has a label with these words in it: enough for a search, or for its first so many hits of each sort."""
        most = None if self._restriction else limit  # what does not count must not take the place of what does
        concepts, claims, sources = (self._access.like(sort, text, most) for sort in ("concept", "claim", "source"))
        part = self._part(concepts, claims)
        return Corpus(part.relations, part.concepts, {**part.sources, **self._sources.fetch(sources)}, part.claims)

    # Lists

    def first_sources(self, most: int | None) -> tuple[list[Source], int]:
        """The sources by identifier, at most so many, and how many there are."""
        if self._restriction:
            return list(self._sources.values())[:most], len(self._sources)
        return list(self._sources.fetch(self._access.first("source", most)).values()), self._access.count("source")

    def said(self, source: str) -> Counter[Stance]:
        """How many assertions of each stance a source makes."""
        return self._said.get(source, Counter()) if source in self._sources else Counter()

    def foremost(self, concept: str, most: int | None) -> tuple[list[Claim], int]:
        """The claims about a concept and its family, those first that are disagreed about."""
        return self._foremost(spread([concept], self._below), most)

    def at(self, concept: str, most: int | None) -> tuple[list[Claim], int]:
        """The claims at one end of which a concept itself is, those first that are disagreed about, and how many there are."""
        return self._foremost([concept], most)

    def _foremost(self, concepts: Collection[str], most: int | None) -> tuple[list[Claim], int]:
        found = None if self._restriction or most is None else self._access.foremost(concepts, most)
        if found is None:
            every = ranked(self._claims.fetch(sorted(self._touching(concepts))).values())
            return every[:most], len(every)
        names, total = found
        return list(self._claims.fetch(names).values()), total

    def assertion(self, name: str) -> Assertion | None:
        """The assertion of this identifier."""
        claim = self._access.claim_of(name)
        found = self._claims.fetch([claim] if claim else [])
        return next((made for one in found.values() for made in one.assertions if made.id == name), None)

    def alike(self, sort: str, name: str) -> list[str]:
        """Identifiers among which the nearest to one that is none are; of assertions, those on claims called like it."""
        if sort != "assertion":
            return [*self._access.alike(sort, _WORDS.sub(" ", name))]
        _, _, said = name.partition(".")
        claims = self._claims.fetch(self._access.alike("claim", _WORDS.sub(" ", said.rpartition(".")[0])))
        return [made.id for one in claims.values() for made in one.assertions]

    def clashes(self, kinds: Collection[str] | None, about: str | None, most: int | None) -> tuple[list[Clash], int] | None:
        """The first contradictions of these kinds about a concept's family, and how many there are; None where none are kept.

        What is kept holds of all sources only.
        """
        if self._restriction:
            return None
        return self._access.clashes(kinds, spread([about], self._below) if about else None, most)

    def of_claims(self, names: Iterable[str]) -> Corpus:
        """These claims, with all that they mention, and what is broader, opposite, or a muscle of which they name a state."""
        known = self._claims.fetch(names)
        return self._part(spread({name for one in known.values() for name in one.mentions}, self._above), known)

    # Neighbourhoods

    def by_source(self, source: str, most: int | None = None) -> Corpus:
        """The claims on which a source takes a stance; the first so many by identifier."""
        return self._part((), sorted(self._access.of_source(source))[:most])

    def by_standing(self, standing: str) -> Corpus:
        """The claims of a standing; of all claims when only some sources count, since these make another standing."""
        return self.corpus if self._restriction else self._part((), self._access.of_standing(standing))

    def family(self, concept: str) -> Corpus:
        """The claims about a concept, what is narrower, its states, and what concerns it."""
        below = spread([concept], self._below)
        return self._part(below, self._touching(below))

    def kin(self, concept: str) -> Corpus:
        """A concept with those that are joined to it by definition, without claims."""
        ends = {end for lower, _, upper in self._access.kin([concept]) for end in (lower, upper)}
        return Corpus(self.corpus.relations, self._concepts.fetch(sorted({concept, *ends})))

    def joining(self, one: str, other: str, expected: Sequence[str] = ()) -> Corpus:
        """The claims between two concepts; only those of these identifiers, where there are any, which costs least."""
        found = self._claims.fetch(expected)
        if not found:
            found = self._claims.fetch(sorted({*self._access.across([one], [other]), *self._access.across([other], [one])}))
        self._concepts.fetch([one, other])
        return Corpus(self.corpus.relations, self._concepts, self._sources, found)

    def designed(self) -> Iterator[Claim]:
        """The claims of which an assertion names a design, as they are found; one may come again. Cost: what is read."""
        waiting = self._access.designed()
        while batch := list(islice(waiting, _FEW)):
            yield from self._claims.fetch(batch).values()

    def count_claims(self) -> int:
        """How many claims there are, of all sources. Cost: of a store without indexes, all of them."""
        return self._access.count("claim")

    def near(self, claim: Claim, most: int | None = None) -> Corpus:
        """The claims among which those related to a claim are: all, or the first so many of the most distant kind.

        They may be without their assertions.
        """
        subjects, objects = self._lines(claim.subject), self._lines(claim.object)
        found = {*self._access.across(subjects, [claim.object]), *self._access.across([claim.subject], objects)}
        found |= {*self._access.across(objects, subjects), *self._compared(claim.object, subjects)}
        opposites = [self._opposites(end) for end in (claim.subject, claim.object)]
        found |= {*self._access.across(opposites[0], [claim.object, *opposites[1]])}
        found |= {*self._access.across([claim.subject], opposites[1])}
        rivals = self._access.alongside(claim.relation, claim.object, None if most is None else most + len(found) + 1)
        near = sorted({*found, *rivals})
        claims = self._claims.fetch(near) if self._restriction else self._access.bare_claims(near)
        ends = {end for one in claims.values() for end in (one.subject, one.object)}
        concepts = self._concepts.fetch(sorted(subjects | objects | ends | {*opposites[0], *opposites[1]}))
        return Corpus(self.corpus.relations, concepts, {}, claims)

    def _lines(self, concept: str) -> set[str]:
        """A concept with all above and below it, those of its muscle, and all states of these."""
        near = self._access.kin([concept])
        muscles = {upper for lower, way, upper in near if way == v.KG + "stateOf" and lower == concept}
        inside = spread({concept, *muscles}, self._broader) | spread({concept, *muscles}, self._narrower)
        kin = self._access.kin(inside)
        return inside | {lower for lower, way, upper in kin if way == v.KG + "stateOf" and upper in inside}

    def _broader(self, concepts: Collection[str]) -> Iterable[str]:
        return (above for one, way, above in self._access.kin(concepts) if way == v.SKOS + "broader" and one in concepts)

    def _narrower(self, concepts: Collection[str]) -> Iterable[str]:
        return (one for one, way, above in self._access.kin(concepts) if way == v.SKOS + "broader" and above in concepts)

    def _opposites(self, concept: str) -> list[str]:
        found = self._access.kin([concept])
        return sorted({end for one, way, other in found if way == v.KG + "oppositeOf" for end in (one, other)} - {concept})

    def _compared(self, outcome: str, concepts: Collection[str]) -> Iterable[str]:
        """Comparisons as to an outcome of which one of these concepts is a side."""
        found = self._access.touching([outcome], "outcome", "outcome-of")
        return (claim for claim, _, _, side in found if side in concepts)

    def around(self, concepts: Iterable[str], steps: int = 2) -> Corpus:
        """What is within so many claims of these concepts' families, and the claims among all that."""
        inside = spread(concepts, self._below)
        for _ in range(steps):
            ends = {end for _, _, *both in self._access.touching(inside, *_ROLES) for end in both}
            inside = self._with_kin(inside | ends)
        return self._part(inside, self._touching(inside))

    def networks(self) -> StoredNetworks | None:
        """What is kept for chains, which holds of all sources only; None where nothing is."""
        links = self._access.links() if not self._restriction else None
        return None if links is None else StoredNetworks(links, self.corpus.relations, self._concepts, self._access.kin)

    def surroundings(self, exercise: str | None, outcome: str | None) -> StoredSurroundings | None:
        """What lies around an exercise, an outcome, or both; None where there is neither, or where nothing is kept for it."""
        networks = self.networks() if exercise or outcome else None
        kept = networks is not None and self._access.clashes((), None, 0) is not None
        if networks is None or not kept:
            return None
        return StoredSurroundings((exercise, outcome), networks, self._access, self.corpus, self._tell)

    def helping(self, treatment: str | None, outcome: str | None) -> Corpus:
        """What is said of a treatment, or of those of an outcome, and of what they change; of neither, all there is."""
        if not (treatment or outcome):
            return self.corpus
        return self._part(*Treatments(self._access, self._concepts.fetch).around(treatment, outcome))

    def disputed(self, implied_by: Mapping[str, Sequence[str]]) -> Corpus:
        """The claims that anybody disputes, and those that say as much and more, by the relations that imply a relation."""
        if self._access.links() is None:
            return self.corpus  # without an index, to look for each of them takes longer
        names = {name for standing in _WITH_DISPUTE for name in self._access.of_standing(standing)}
        weaker = [one for one in self._claims.fetch(sorted(names)).values() if one.relation in implied_by]
        beside = {name for one in weaker for name in self._access.across([one.subject], [one.object])}
        return self._part((), sorted(names | beside))

    def _tell(self, clashes: Sequence[Clash]) -> list[Contradiction]:
        return in_words(clashes, self.of_claims, self.independence, Weights.packaged())

    def between(self, start: str, goal: str, steps: int) -> Corpus:
        """All that a chain of at most so many steps from one concept to another can pass through."""
        ahead = self._reached([start], (steps + 1) // 2, "subject")
        behind = self._reached([goal, *spread([goal], self._below)], (steps + 1) // 2, "object")
        inside = ahead | behind
        inside |= spread(inside, self._above)
        return self._part(inside, self._touching(inside, "subject"))

    def _reached(self, starts: Iterable[str], steps: int, role: str) -> set[str]:
        """What claims and definitions lead to in so many steps; with the role `object`, what leads here."""
        inside = set(starts)
        edge = inside
        for _ in range(steps):
            found = {other for _, _, _, other in self._access.touching(edge, role)}
            found |= {end for lower, _, upper in self._access.kin(edge) for end in (lower, upper)}
            edge = found - inside
            inside |= edge
        return inside

    def _touching(self, concepts: Collection[str], *roles: str) -> set[str]:
        return {claim for claim, *_ in self._access.touching(concepts, *(roles or ("subject", "object", "outcome")))}

    def _with_kin(self, concepts: set[str]) -> set[str]:
        """These concepts with their states and muscles, opposites, and all that is broader or narrower."""
        pairs = self._access.kin(concepts)
        near = {end for lower, way, upper in pairs if way != v.SKOS + "related" for end in (lower, upper)}
        return spread(concepts | near, self._above) | spread(concepts | near, self._below)

    def _below(self, concepts: Collection[str]) -> Iterable[str]:
        ways = (v.KG + "stateOf", v.SKOS + "broader", v.SKOS + "related")
        return (lower for lower, way, upper in self._access.kin(concepts) if way in ways and upper in concepts)

    def _above(self, concepts: Collection[str]) -> Iterable[str]:
        ways = (v.KG + "stateOf", v.SKOS + "broader", v.KG + "oppositeOf")
        return (
            other
            for lower, way, upper in self._access.kin(concepts)
            if way in ways
            for other in ((upper,) if way != ways[2] else (lower, upper))
        )

    def _part(self, concepts: Iterable[str], claims: Iterable[str]) -> Corpus:
        """A plain corpus of these concepts and claims, with all that the claims mention."""
        known = self._claims.fetch(claims)
        mentioned = {*concepts, *(name for claim in known.values() for name in claim.mentions)}
        sources = self._sources.fetch(a.source for claim in known.values() for a in claim.assertions)
        return Corpus(self.corpus.relations, self._concepts.fetch(sorted(mentioned)), sources, dict(sorted(known.items())))
