"""What must be known of a store in order to fetch from it; `ask` has it from queries, `look` from patterns and indexes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import islice
from typing import Protocol

from pyoxigraph import Quad

from kneegraph import vocab as v
from kneegraph.errors import InvalidDataError
from kneegraph.model import Claim, Concept, Corpus, DependenceKind, Relation, Source, Stance, Tier
from kneegraph.parts.clashes import Clash
from kneegraph.parts.moves import StoredLinks
from kneegraph.rdf import CLASSES, from_quads
from kneegraph.rdf.index import key

_TYPE = v.RDF + "type"
#: Of each sort, the class.
CLASS = {"concept": v.SKOS + "Concept", "claim": v.KG + "Claim", "source": v.KG + "Source"}
#: How concepts hang together by definition.
KIN = (v.KG + "stateOf", v.KG + "oppositeOf", v.SKOS + "broader", v.SKOS + "related")
#: Properties whose values have no address of their own: of an assertion, and of a source.
PARTS = {
    "assertion": (v.KG + "qualification", v.KG + "estimate", v.OA + "hasSelector"),
    "source": (v.KG + "dependsOn",),
}
#: Where the ends of a claim are told.
ENDS = {"subject": v.RDF + "subject", "object": v.RDF + "object", "outcome": v.KG + "outcome"}
#: The end that each role is, and the other one that is told with it.
ROLES = {
    "subject": ("subject", "object"),
    "object": ("object", "subject"),
    "outcome": ("outcome", "object"),
    "outcome-of": ("outcome", "subject"),
    "compared": ("subject", "outcome"),
    "compared-with": ("object", "outcome"),
}
#: Where names are told that a search looks at.
LABELS = {
    "concept": (v.SKOS + "prefLabel", v.SKOS + "altLabel"),
    "claim": (v.RDFS + "label",),
    "source": (v.DCTERMS + "title",),
}

#: Told how many of how many identifiers of a sort have been fetched.
Progress = Callable[[str, int, int], None]
#: Of a source, why and of which others it is not independent; see `Independence.ties`.
Ties = frozenset[tuple[DependenceKind, str]]


class Access(Protocol):
    """A way to what a store holds."""

    def members(self, sort: str) -> Iterator[str]:
        """Every identifier of a sort: concept, claim or source."""
        ...

    def relations(self) -> dict[str, Relation]:
        """Every relation."""
        ...

    def concepts(self, names: Collection[str]) -> dict[str, Concept]:
        """The concepts of these identifiers that exist."""
        ...

    def sources(self, names: Collection[str]) -> dict[str, Source]:
        """The sources of these identifiers that exist."""
        ...

    def claims(self, names: Collection[str]) -> dict[str, Claim]:
        """The claims of these identifiers that exist, with everybody's assertions."""
        ...

    def bare_claims(self, names: Collection[str]) -> dict[str, Claim]:
        """The same without their assertions, which costs a fraction where only ends and relations matter."""
        ...

    def named(self, sort: str, term: str) -> list[str]:
        """Identifiers of what may have this label: all that has, and perhaps more."""
        ...

    def alike(self, sort: str, term: str) -> Iterable[str]:
        """Identifiers among which the nearest to a term are that names nothing; perhaps all there are."""
        ...

    def claims_alike(self, term: str) -> Iterator[tuple[str, str]]:
        """Such claims with their labels; with the identifier once more where one has none."""
        ...

    def like(self, sort: str, text: str, limit: int | None) -> list[str]:
        """Identifiers of what has a label with all these words, whatever their case: the best, and perhaps more."""
        ...

    def touching(self, concepts: Collection[str], *roles: str) -> Iterator[tuple[str, str, str, str]]:
        """Claims in which these concepts have one of these `ROLES`: (claim, role, concept, other end)."""
        ...

    def across(self, subjects: Collection[str], objects: Collection[str]) -> list[str]:
        """Identifiers of the claims from one of some concepts to one of some others."""
        ...

    def alongside(self, relation: str, object_: str, most: int | None) -> list[str]:
        """Identifiers of the claims of a relation to an object: the first, at most so many."""
        ...

    def kin(self, concepts: Collection[str]) -> Iterator[tuple[str, str, str]]:
        """What joins these concepts to others by definition, from either side: (lower, property, upper)."""
        ...

    def clashes(
        self, kinds: Collection[str] | None, concepts: Collection[str] | None, most: int | None
    ) -> tuple[list[Clash], int] | None:
        """The first contradictions of these kinds about these concepts, and how many there are; None where none are kept."""
        ...

    def links(self) -> StoredLinks | None:
        """The moves that chains are made of; None where none are kept."""
        ...

    def tiers(self) -> set[Tier]:
        """The tiers that any source is of."""
        ...

    def of_tiers(self) -> Counter[Tier] | None:
        """How many sources are of each tier; None where that cannot be told without fetching all of them."""
        ...

    def attributions(self) -> list[tuple[str, str]]:
        """Every source that passes somebody on, with the words by which it names whom. Cost: all of them."""
        ...

    def ties(self, names: Collection[str]) -> dict[str, Ties]:
        """Of those of these sources that have any, what says of which others they are not independent."""
        ...

    def keeps_ties(self) -> bool:
        """Whether `ties` is known to be all there is to say."""
        ...

    def first(self, sort: str, most: int | None) -> list[str]:
        """Identifiers of a sort, sorted, at most so many."""
        ...

    def count(self, sort: str) -> int:
        """How many there are of a sort."""
        ...

    def said(self, sources: Collection[str]) -> dict[str, Counter[Stance]]:
        """Of each of these sources that asserts anything, how many assertions of each stance it makes."""
        ...

    def of_source(self, source: str) -> list[str]:
        """Identifiers of the claims on which a source takes a stance."""
        ...

    def foremost(self, concepts: Collection[str], most: int) -> tuple[list[str], int] | None:
        """Of the claims at one end of which any of these concepts is, those that come first in a list, and how many there are.

        None where that cannot be told without fetching all of them.
        """
        ...

    def claim_of(self, assertion: str) -> str | None:
        """The identifier of the claim that an assertion is about; None where there is no such assertion."""
        ...

    def designed(self) -> Iterator[str]:
        """Identifiers of the claims of which an assertion names a design, as they are found; one may come again."""
        ...

    def of_standing(self, standing: str) -> list[str]:
        """Identifiers of the claims of a standing."""
        ...


def batches(sort: str, names: Collection[str], size: int, progress: Progress | None) -> Iterator[list[str]]:
    """Names some at a time; of a longer list, `progress` is told."""
    waiting, done = iter(names), 0
    while batch := list(islice(waiting, size)):
        yield batch
        done += len(batch)
        if progress is not None and len(names) > size:
            progress(sort, done, len(names))


def read(quads: Iterable[Quad]) -> Corpus:
    """What quads say. Raises InvalidDataError for what cannot be understood."""
    corpus, problems = from_quads(quads)
    if problems:
        raise InvalidDataError(problems[0])
    return corpus


def as_only(sort: str, quads: Iterable[Quad]) -> Iterator[Quad]:
    """The quads without other classes of ours: an address from elsewhere may stand for a source and an assertion at once."""
    others = {iri for name, iri in CLASSES.items() if name != sort}
    return (quad for quad in quads if quad.predicate.value != _TYPE or key(quad.object) not in others)
