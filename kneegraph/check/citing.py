"""Sources as words within a sentence: who says so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kneegraph.analysis.kinship import listed
from kneegraph.model import Claim, Corpus, Source, Stance, Tier

#: A source's maker goes by name up to so many words; longer ones are descriptions.
_NAME = 4
#: So many sources are named in a sentence; of more, one less and how many others there are.
_FEW = 4


def byline(source: Source) -> str:
    """Who and when, as `Dean Somerset, 2018`; the publisher, or the title, where nobody is named.

    >>> from kneegraph.model import Tier
    >>> byline(Source("s", "Knees", Tier.POPULAR, "blogPost", "core", creator="Dean Somerset", issued="2018-11-06"))
    'Dean Somerset, 2018'
    """
    short = source.creator if source.creator and len(source.creator.split()) <= _NAME else None
    name = short or source.publisher or source.title
    return f"{name}, {source.year}" if source.year else name


def bylines(corpus: Corpus, sources: Iterable[str]) -> list[str]:
    """The bylines of sources by identifier, in their order; an identifier that the corpus lacks stands for itself."""
    return [byline(corpus.sources[one]) if one in corpus.sources else one for one in sources]


def cited(corpus: Corpus, claim: Claim, stance: Stance) -> str:
    """Who takes this stance on the claim, for brackets: bylines parted by semicolons; of many, the first few."""
    return "; ".join(few(corpus, claim.sources(stance)))


def named(corpus: Corpus, sources: Sequence[str]) -> str:
    """These sources by identifier, for a sentence: `Jordan and Dean Somerset (2018)`; of many, the first few."""
    return listed([_with_year_in_brackets(one) for one in few(corpus, sources)])


def few(corpus: Corpus, sources: Sequence[str]) -> list[str]:
    """The bylines of sources; where there are many, of the first few, those that were reviewed before, and how many more."""
    reviewed = {one for one in sources if one in corpus.sources and corpus.sources[one].tier is Tier.PEER_REVIEWED}
    ordered = sorted(sources, key=lambda one: one not in reviewed)
    if len(ordered) <= _FEW:
        return bylines(corpus, ordered)
    return [*bylines(corpus, ordered[: _FEW - 1]), f"{len(ordered) - _FEW + 1} others"]


def _with_year_in_brackets(byline_: str) -> str:
    name, _, year = byline_.rpartition(", ")
    return f"{name} ({year})" if name and year.isdecimal() else byline_


def capital(sentence: str) -> str:
    """The sentence with a capital at its beginning."""
    return sentence[:1].upper() + sentence[1:]
