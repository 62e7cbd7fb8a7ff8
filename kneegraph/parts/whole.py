"""A corpus in memory, of which every part is all; and what any holder of a corpus must be able to give."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Protocol, TypeVar

from kneegraph import vocab as v
from kneegraph.analysis.evidence.independence import Independence
from kneegraph.analysis.kinship import Kinship
from kneegraph.labels import LabelIndex
from kneegraph.model import Assertion, Claim, Concept, Corpus, Source, Stance, Standing, Tier
from kneegraph.parts.clashes import Clash
from kneegraph.parts.networks import StoredNetworks
from kneegraph.parts.surroundings import StoredSurroundings
from kneegraph.restriction import Restriction, restrict

Thing = TypeVar("Thing")


class Parts(Protocol):
    """Who holds a corpus. Each method gives enough of it to answer its question as the whole would."""

    @property
    def corpus(self) -> Corpus:
        """All of it; perhaps fetched only as it is looked at."""
        ...

    def restricted(self, restriction: Restriction) -> Parts:
        """The same with some sources only."""
        ...

    def concept(self, term: str) -> Concept:
        """The concept that a label or identifier names."""
        ...

    def source(self, term: str) -> Source:
        """The source that an identifier, title or address names."""
        ...

    def claim(self, term: str) -> Claim:
        """The claim that an identifier, label or address names."""
        ...

    def tiers(self) -> tuple[Tier, ...]:
        """The tiers that any source is of."""
        ...

    def of_tiers(self) -> Counter[Tier]:
        """How many sources are of each tier."""
        ...

    @property
    def independence(self) -> Independence:
        """Which of the sources depend on each other."""
        ...

    def like(self, text: str, limit: int | None = None) -> Corpus:
        """What has labels with these words in them; perhaps only the best so many of each sort."""
        ...

    def by_source(self, source: str, most: int | None = None) -> Corpus:
        """The claims on which a source takes a stance; perhaps only the first so many by identifier."""
        ...

    def by_standing(self, standing: str) -> Corpus:
        """The claims of a standing."""
        ...

    def family(self, concept: str) -> Corpus:
        """The claims about a concept, what is narrower, its states, and what concerns it."""
        ...

    def clashes(self, kinds: Collection[str] | None, about: str | None, most: int | None) -> tuple[list[Clash], int] | None:
        """The first contradictions of these kinds about a concept's family, and how many there are; None: none are kept."""
        ...

    def of_claims(self, names: Iterable[str]) -> Corpus:
        """These claims and what tells how they belong together."""
        ...

    def joining(self, one: str, other: str, expected: Sequence[str] = ()) -> Corpus:
        """The claims between two concepts; if one of these identifiers is a claim, perhaps only such ones."""
        ...

    def count_claims(self) -> int:
        """How many claims there are, of all sources."""
        ...

    def designed(self) -> Iterable[Claim]:
        """At least the claims of which an assertion names a design, as they are found; one may come again."""
        ...

    def first_sources(self, most: int | None) -> tuple[list[Source], int]:
        """The sources by identifier, at most so many, and how many there are."""
        ...

    def said(self, source: str) -> Counter[Stance]:
        """How many assertions of each stance a source makes."""
        ...

    def foremost(self, concept: str, most: int | None) -> tuple[list[Claim], int]:
        """The claims about a concept, what is narrower, its states, and what concerns it: the first, and how many there are.

        What is disagreed about comes first, then what most sources speak of.
        """
        ...

    def at(self, concept: str, most: int | None) -> tuple[list[Claim], int]:
        """The claims at one end of which a concept itself is: the first, as `foremost` has them, and how many there are."""
        ...

    def assertion(self, name: str) -> Assertion | None:
        """The assertion of an identifier."""
        ...

    def kin(self, concept: str) -> Corpus:
        """The concepts that are joined to one by definition."""
        ...

    def alike(self, sort: str, name: str) -> Iterable[str]:
        """Identifiers of a sort (concept, claim, source, assertion) among which the nearest to one that is none are."""
        ...

    def near(self, claim: Claim, most: int | None = None) -> Corpus:
        """The claims among which those related to a claim are; perhaps without their assertions, or only the first ones."""
        ...

    def around(self, concepts: Iterable[str], steps: int = 2) -> Corpus:
        """What is within so many claims of these concepts' families, and the claims among all that."""
        ...

    def networks(self) -> StoredNetworks | None:
        """What is kept for chains; None where nothing is."""
        ...

    def surroundings(self, exercise: str | None, outcome: str | None) -> StoredSurroundings | None:
        """What lies around an exercise, an outcome, or both; None where there is neither, or where nothing is kept for it."""
        ...

    def helping(self, treatment: str | None, outcome: str | None) -> Corpus:
        """What is said of a treatment, or of those of an outcome, and of what they change; of neither, all there is."""
        ...

    def disputed(self, implied_by: Mapping[str, Sequence[str]]) -> Corpus:
        """The claims that anybody disputes, and those that say as much and more: of the relations that imply their own."""
        ...

    def between(self, start: str, goal: str, steps: int) -> Corpus:
        """All that a chain of at most so many steps from one concept to another can pass through."""
        ...


class Whole:
    """A corpus in memory."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus

    def restricted(self, restriction: Restriction) -> Whole:
        """The same with some sources only. Cost: one pass over the assertions."""
        return Whole(restrict(self.corpus, restriction))

    @cached_property
    def _concepts(self) -> LabelIndex[Concept]:
        return concept_index(self.corpus.concepts.values())

    @cached_property
    def _sources(self) -> LabelIndex[Source]:
        return source_index(self.corpus.sources.values())

    def concept(self, term: str) -> Concept:
        """The concept that a label or identifier names."""
        return self._concepts.find(term)

    def source(self, term: str) -> Source:
        """The source that an identifier, title or address names."""
        return self._sources.find(term)

    def claim(self, term: str) -> Claim:
        """The claim that an identifier, label or address names. Cost: for other than an identifier, all claims."""
        known = self.corpus.claims.get(claim_name(term))
        return known or claim_index((one.id, one, one.label) for one in self.corpus.claims.values()).find(term)

    def tiers(self) -> tuple[Tier, ...]:
        """The tiers that any source is of. Cost: one pass over the sources."""
        present = {source.tier for source in self.corpus.sources.values()}
        return tuple(tier for tier in Tier if tier in present)

    def of_tiers(self) -> Counter[Tier]:
        """How many sources are of each tier. Cost: one pass over the sources."""
        return Counter(source.tier for source in self.corpus.sources.values())

    @cached_property
    def independence(self) -> Independence:
        """Which of the sources depend on each other. Cost: one pass over the sources and assertions."""
        return Independence.of(self.corpus)

    def family(self, concept: str) -> Corpus:  # noqa: ARG002 (the whole has it, whatever is asked for; so below)
        """All of it."""
        return self.corpus

    by_standing = family
    kin = family

    def by_source(self, source: str, most: int | None = None) -> Corpus:  # noqa: ARG002
        """All of it."""
        return self.corpus

    def like(self, text: str, limit: int | None = None) -> Corpus:  # noqa: ARG002
        """All of it."""
        return self.corpus

    def first_sources(self, most: int | None) -> tuple[list[Source], int]:
        """The sources by identifier, at most so many, and how many there are."""
        return [self.corpus.sources[name] for name in sorted(self.corpus.sources)[:most]], len(self.corpus.sources)

    def said(self, source: str) -> Counter[Stance]:
        """How many assertions of each stance a source makes. Cost: the first time, one pass over the assertions."""
        return self._said[source]

    @cached_property
    def _said(self) -> dict[str, Counter[Stance]]:
        found: dict[str, Counter[Stance]] = defaultdict(Counter)
        for one in self.corpus.assertions:
            found[one.source][one.stance] += 1
        return found

    def foremost(self, concept: str, most: int | None) -> tuple[list[Claim], int]:
        """The claims about a concept and its family, those first that are disagreed about. Cost: one pass over the claims."""
        near = Kinship(self.corpus).family(concept)
        found = [one for one in self.corpus.claims.values() if near & {one.subject, one.object, one.outcome}]
        return ranked(found)[:most], len(found)

    def at(self, concept: str, most: int | None) -> tuple[list[Claim], int]:
        """The claims at one end of which a concept itself is. Cost: the first time, one pass over the claims."""
        found = ranked(self._at.get(concept, ()))
        return found[:most], len(found)

    @cached_property
    def _at(self) -> dict[str, list[Claim]]:
        found: dict[str, list[Claim]] = defaultdict(list)
        for claim in self.corpus.claims.values():
            for end in {claim.subject, claim.object, claim.outcome or claim.object}:
                found[end].append(claim)
        return found

    def assertion(self, name: str) -> Assertion | None:
        """The assertion of an identifier. Cost: the first time, one pass over the assertions."""
        return self._assertions.get(name)

    @cached_property
    def _assertions(self) -> dict[str, Assertion]:
        return {one.id: one for one in self.corpus.assertions}

    def alike(self, sort: str, name: str) -> Iterable[str]:  # noqa: ARG002 (so below)
        """Every identifier of a sort."""
        corpus = self.corpus
        every = {"concept": corpus.concepts, "claim": corpus.claims, "source": corpus.sources}
        return self._assertions if sort == "assertion" else every[sort]

    def near(self, claim: Claim, most: int | None = None) -> Corpus:  # noqa: ARG002
        """All of it."""
        return self.corpus

    def joining(self, one: str, other: str, expected: Sequence[str] = ()) -> Corpus:  # noqa: ARG002
        """All of it."""
        return self.corpus

    def count_claims(self) -> int:
        """How many claims there are."""
        return len(self.corpus.claims)

    def designed(self) -> Iterable[Claim]:
        """All claims."""
        return self.corpus.claims.values()

    def clashes(
        self,
        kinds: Collection[str] | None,  # noqa: ARG002
        about: str | None,  # noqa: ARG002
        most: int | None,  # noqa: ARG002
    ) -> None:
        """None are kept: in memory they are found when they are asked for."""
        return

    def of_claims(self, names: Iterable[str]) -> Corpus:  # noqa: ARG002
        """All of it."""
        return self.corpus

    def around(self, concepts: Iterable[str], steps: int = 2) -> Corpus:  # noqa: ARG002
        """All of it."""
        return self.corpus

    def networks(self) -> None:
        """None are kept: in memory they are made when they are asked for."""
        return

    def surroundings(self, exercise: str | None, outcome: str | None) -> None:  # noqa: ARG002
        """None: all of it is at hand."""
        return

    def helping(self, treatment: str | None, outcome: str | None) -> Corpus:  # noqa: ARG002
        """All of it."""
        return self.corpus

    def disputed(self, implied_by: Mapping[str, Sequence[str]]) -> Corpus:  # noqa: ARG002
        """All of it."""
        return self.corpus

    def between(self, start: str, goal: str, steps: int) -> Corpus:  # noqa: ARG002
        """All of it."""
        return self.corpus


def ranked(claims: Iterable[Claim]) -> list[Claim]:
    """Claims as a list has them: what is disagreed about first, then what most sources speak of, then by identifier."""
    order = list(Standing)
    return sorted(claims, key=lambda one: (order.index(one.standing or Standing.REPORTED), -len(one.sources()), one.id))


def concept_index(concepts: Iterable[Concept]) -> LabelIndex[Concept]:
    """Concepts by every label."""
    return LabelIndex("concept", ((one.id, one, one.labels) for one in concepts))


def claim_index(named: Iterable[tuple[str, Thing, str]]) -> LabelIndex[Thing]:
    """Claims, or what stands for them, by identifier and label: (identifier, thing, label) of each."""
    return LabelIndex("claim", ((identifier, thing, (identifier, label)) for identifier, thing, label in named))


def claim_name(term: str) -> str:
    """The identifier that a term is, if it is one."""
    return v.identifier("claim", term.strip("<>"))


def source_index(sources: Iterable[Source]) -> LabelIndex[Source]:
    """Sources by identifier, title, address and DOI or PubMed number."""
    return LabelIndex("source", ((one.id, one, (one.id, *one.names)) for one in sources))
