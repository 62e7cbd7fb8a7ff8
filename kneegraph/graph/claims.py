"""Claims: one by its words, all that meet conditions, what is near a word, and who says what of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from itertools import islice

from kneegraph.analysis.kinship import Kinship
from kneegraph.emptiness import why_no_claim
from kneegraph.errors import NotAClaimError
from kneegraph.found import Found
from kneegraph.graph.held import Held
from kneegraph.labels import LabelIndex
from kneegraph.model import Assertion, Claim, Concept, Corpus, Source, Stance, Standing, Tally, Tier, claim_id
from kneegraph.nearest import nearest
from kneegraph.notebook.given import drawn, listed
from kneegraph.parts.catalogue import plainly
from kneegraph.parts.whole import concept_index, source_index
from kneegraph.restriction import known

#: So much of an identifier is compared with others.
_LONGEST = 200


class Claims(Held):
    """Looking claims up."""

    def claim(
        self, subject: str, relation: str | None = None, object_: str | None = None, *, outcome: str | None = None
    ) -> Claim:
        """One claim, by its parts in any wording the labels know, or by its identifier alone.

        Raises UnknownTermError for a word that names nothing, NotAClaimError when no source here makes the claim.
        """
        if relation is None or object_ is None:
            return drawn(self._whole, "claim", self._claim_by_id(subject))
        parts = self.concept(subject).id, self.relation(relation).id, self.concept(object_).id
        ending = self.concept(outcome).id if outcome else None
        wanted = {(*parts, ending)}
        if self.corpus.relations[parts[1]].symmetric:
            wanted.add((*parts[::-1], ending))
        near = self._parts.joining(parts[0], parts[2], [claim_id(*one) for one in sorted(wanted, key=str)]).claims.values()
        found = (one for one in near if (one.subject, one.relation, one.object, one.outcome) in wanted)
        claim = next(found, None)
        if claim is None:
            raise NotAClaimError(why_no_claim(self.corpus, self._parts.joining(parts[0], parts[2]).claims, *parts, ending))
        return drawn(self._whole, "claim", claim)

    def _claim_by_id(self, term: str) -> Claim:
        return self._parts.claim(term)

    def claims(
        self,
        *,
        about: str | None = None,
        relation: str | None = None,
        standing: str | None = None,
        source: str | None = None,
        stance: str | None = None,
    ) -> Found[Claim]:
        """The claims that meet every condition given, by identifier.

        `about` takes in what is narrower, the states of a muscle, and what concerns a structure. `source` and `stance`
        together ask for claims on which that source takes that stance.
        """
        corpus = self._claims_corpus(about, source, standing)
        near = Kinship(corpus).family(self.concept(about).id) if about else None
        wanted = self.relation(relation).id if relation else None
        level = Standing(known("standing", standing, [*Standing])) if standing else None
        who = self.source(source).id if source else None
        side = Stance(known("stance", stance, [*Stance])) if stance else None
        found = (
            claim
            for _, claim in sorted(corpus.claims.items())
            if (near is None or near & {claim.subject, claim.object, claim.outcome})
            and (wanted is None or claim.relation == wanted)
            and (level is None or claim.standing is level)
            and any((who is None or a.source == who) and (side is None or a.stance is side) for a in claim.assertions)
        )
        return listed(self._whole, "claim", found)

    def _claims_corpus(self, about: str | None, source: str | None, standing: str | None) -> Corpus:
        """Where to look for the claims that these conditions name."""
        if about:
            return self._parts.family(self.concept(about).id)
        if source:
            return self._parts.by_source(self.source(source).id)
        if standing in [*Standing]:
            return self._parts.by_standing(str(standing))
        return self.corpus

    def around(self, term: str) -> frozenset[str]:
        """A concept with what is narrower, the states of those, and what concerns them: identifiers. Cost: all concepts."""
        concept = self.concept(term).id
        return Kinship(self._parts.family(concept)).family(concept)

    def search(self, text: str, *, limit: int | None = None) -> tuple[list[Concept], list[Claim], list[Source]]:
        """Concepts, claims and sources whose labels have every word of the text, best first, at most so many of each."""
        part = self._parts.like(text, limit)
        claims = ((claim.id, claim, (claim.label, self._plainly(claim))) for claim in part.claims.values())
        return (
            concept_index(part.concepts.values()).containing(text)[:limit],
            LabelIndex("claim", claims).containing(text)[:limit],
            source_index(part.sources.values()).containing(text)[:limit],
        )

    def _plainly(self, claim: Claim) -> str:
        return plainly(self.label(claim.subject), self.corpus.relations[claim.relation].label, self.label(claim.object))

    def foremost(self, about: str, limit: int | None = None) -> tuple[Found[Claim], int]:
        """The claims about a concept, what is disagreed about first, at most so many; and how many there are in all."""
        found, total = self._parts.foremost(self.concept(about).id, limit)
        return listed(self._whole, "claim", found), total

    def at(self, concept: str, limit: int | None = None) -> tuple[Found[Claim], int]:
        """The claims at one end of which the concept of this identifier itself is; as `foremost`, which has its family."""
        found, total = self._parts.at(concept, limit)
        return listed(self._whole, "claim", found), total

    def assertion(self, identifier: str) -> Assertion | None:
        """The assertion of this identifier, if there is one."""
        return self._parts.assertion(identifier)

    def kin(self, concept: str) -> Mapping[str, Concept]:
        """Concepts among which are all that the data join to the concept of this identifier by definition; and itself."""
        return self._parts.kin(concept).concepts

    def alike(self, sort: str, identifier: str) -> tuple[str, ...]:
        """The identifiers of a sort (concept, claim, source, assertion) most like one that is none."""
        return nearest(identifier[:_LONGEST], [*self._parts.alike(sort, identifier[:_LONGEST])])

    def sources(self) -> Found[Source]:
        """Every source, by identifier."""
        return self.first_sources(None)[0]

    def first_sources(self, limit: int | None) -> tuple[Found[Source], int]:
        """The sources by identifier, at most so many, and how many there are in all."""
        found, total = self._parts.first_sources(limit)
        return listed(self._whole, "source", found), total

    def said(self, source: str) -> dict[Stance, int]:
        """How many assertions of each stance the source of this identifier makes."""
        counts = self._parts.said(source)
        return {stance: counts[stance] for stance in Stance}

    def saying(self, source: str, limit: int | None = None) -> Found[Claim]:
        """The claims on which the source of this identifier takes a stance, by identifier, at most so many."""
        found = self._parts.by_source(source, limit).claims
        mine = (one for _, one in sorted(found.items()) if any(made.source == source for made in one.assertions))
        return listed(self._whole, "claim", islice(mine, limit))

    def tallies(self, claim: Claim) -> dict[Tier, Tally]:
        """The tally of a claim split by tier; tiers without any source in the graph are left out."""
        return {tier: Tally.of(self._of_tier(claim, tier)) for tier in self.tiers}

    @cached_property
    def tiers(self) -> tuple[Tier, ...]:
        """The tiers that any source of the graph is of."""
        return self._parts.tiers()

    def count_claims(self) -> int:
        """How many claims there are, whichever sources count."""
        return self._parts.count_claims()

    def of_tiers(self) -> dict[Tier, int]:
        """How many sources of the graph are of each of its tiers."""
        counts = self._parts.of_tiers()
        return {tier: counts[tier] for tier in self.tiers}

    def _of_tier(self, claim: Claim, tier: Tier) -> Iterable[Assertion]:
        return (assertion for assertion in claim.assertions if self.corpus.sources[assertion.source].tier is tier)

    def quotes(self, assertion: Assertion) -> list[str]:
        """The exact passages of an assertion, where the texts are at hand and unchanged; otherwise an empty list."""
        if self.texts is None:
            return []
        found = (self.texts.quote(assertion.source, passage) for passage in assertion.passages)
        return [quote for quote in found if quote is not None]
