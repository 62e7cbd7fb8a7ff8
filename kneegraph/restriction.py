"""Looking at a part of the sources only: by collection, tier, source or year. A restriction makes a smaller Corpus."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from kneegraph.errors import UnknownTermError
from kneegraph.model import Claim, Corpus, Source, Tier
from kneegraph.nearest import nearest

#: So many names can be told all at once.
_FEW = 10


@dataclass(frozen=True, slots=True)
class Restriction:
    """Which sources count. An empty part restricts nothing; the parts hold together.

    `as_of` keeps what had appeared by the end of that year; a source without a date is not known to have, and is left out.
    """

    collections: frozenset[str] = frozenset()
    tiers: frozenset[Tier] = frozenset()
    sources: frozenset[str] = frozenset()
    as_of: int | None = None

    def admits(self, source: Source) -> bool:
        """Whether this source counts."""
        return (
            (not self.collections or source.collection in self.collections)
            and (not self.tiers or source.tier in self.tiers)
            and (not self.sources or source.id in self.sources)
            and (self.as_of is None or (source.year is not None and source.year <= self.as_of))
        )

    def __bool__(self) -> bool:
        """Whether it restricts anything at all."""
        return self != Restriction()

    def __str__(self) -> str:
        """What it keeps to, in words."""
        parts: Mapping[str, object] = {
            "collection": ", ".join(sorted(self.collections)),
            "tier": ", ".join(sorted(self.tiers)),
            "source": ", ".join(sorted(self.sources)),
            "as of": self.as_of,
        }
        return "; ".join(f"{name} {value}" for name, value in parts.items() if value)


def chosen(
    collections: Collection[str],
    identifier: Callable[[str], str],
    *,
    collection: str | Sequence[str] = (),
    tier: str | Sequence[str] = (),
    source: str | Sequence[str] = (),
    as_of: int | None = None,
) -> Restriction:
    """The restriction that these words ask for, one word or several each.

    `collections` are those there are, `identifier` finds a source by any of its names. Raises UnknownTermError.
    """
    return Restriction(
        frozenset(known("collection", name, collections) for name in _several(collection)),
        frozenset(Tier(known("tier", name, [*Tier])) for name in _several(tier)),
        frozenset(identifier(name) for name in _several(source)),
        as_of,
    )


def known(sort: str, name: str, names: Collection[str]) -> str:
    """The name itself. Raises UnknownTermError when it is none of `names`: with the nearest, and with all if they are few."""
    if name not in names:
        near = nearest(name, names)
        others = [one for one in sorted(names) if one not in near]
        raise UnknownTermError(sort, name, [*near, *others] if len(names) <= _FEW else near or others[:_FEW])
    return name


def _several(value: str | Sequence[str]) -> Sequence[str]:
    return (value,) if isinstance(value, str) else value


def restrict(corpus: Corpus, restriction: Restriction) -> Corpus:
    """The corpus as those sources alone would make it: their assertions, and the claims that still have any.

    Concepts and relations stay, since a word keeps its meaning. Cost: one pass over the assertions.
    """
    if not restriction:
        return corpus
    sources = {name: source for name, source in corpus.sources.items() if restriction.admits(source)}
    return replace(corpus, sources=sources, claims=dict(_kept(corpus.claims.values(), sources)))


def _kept(claims: Iterable[Claim], sources: Mapping[str, Source]) -> Iterable[tuple[str, Claim]]:
    for claim in claims:
        left = claim.of_sources(sources)
        if left.assertions:
            yield claim.id, left
