"""Sources, and how they hang together."""

from __future__ import annotations

from dataclasses import dataclass

from kneegraph.model.sets import DependenceKind, Tier

#: Where addresses end in what people write by itself: a DOI, a PubMed number.
_BARE = ("//doi.org/", "//pubmed.ncbi.nlm.nih.gov/")


@dataclass(frozen=True, slots=True, order=True)
class Dependence:
    """That a source is not independent of another one, why, and in a sentence of ours how that is known."""

    source: str
    kind: DependenceKind
    comment: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A document. `sha256` and `length` (code points) are those of the text that was read, where there was one.

    `same_as` are the addresses that identify it wherever it is read (DOI, PubMed). `readings` is how many people have read it
    for this graph, where that is noted. `depends_on` are the curated links; what can be derived stands in
    `kneegraph.analysis.independence`.
    """

    id: str
    title: str
    tier: Tier
    kind: str
    collection: str
    creator: str | None = None
    issued: str | None = None
    publisher: str | None = None
    url: str | None = None
    sha256: str | None = None
    length: int | None = None
    seen: str | None = None
    same_as: tuple[str, ...] = ()
    readings: int | None = None
    depends_on: tuple[Dependence, ...] = ()

    @property
    def year(self) -> int | None:
        """The year it appeared, where known."""
        return int(self.issued[:4]) if self.issued else None

    @property
    def address(self) -> str | None:
        """What identifies it in the world: a DOI or a PubMed address where one is known, otherwise where it was seen."""
        return self.same_as[0] if self.same_as else self.url

    @property
    def names(self) -> tuple[str, ...]:
        """What it may be called by beside its identifier: title, addresses, and the DOI or number at the end of those."""
        bare = (address.partition(host)[2].strip("/") for address in self.same_as for host in _BARE if host in address)
        return tuple(filter(None, (self.title, self.url, *self.same_as, *bare)))
