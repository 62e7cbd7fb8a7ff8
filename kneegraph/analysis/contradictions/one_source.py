"""Clashes of a source with itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from kneegraph.analysis.contradictions.clash import Contradiction, ContradictionKind
from kneegraph.analysis.contradictions.ground import Ground, supporting
from kneegraph.analysis.contradictions.two_claims import oppositions
from kneegraph.analysis.contradictions.wording import quoted
from kneegraph.analysis.kinship import listed
from kneegraph.model import Claim, Stance

_AGAINST = (Stance.DISPUTES, Stance.QUALIFIES)


def self_contradicting(ground: Ground) -> Iterator[Contradiction]:
    """One source on both sides: of a claim, of it and a broader or narrower one, or of two opposed claims."""
    kin: dict[str, set[str]] = defaultdict(set)
    for narrow in ground.claims:
        for broad in ground.broader_claims(narrow):
            kin[narrow.id].add(broad.id)
            kin[broad.id].add(narrow.id)
    for claim in ground.claims:
        for source in sorted({source for stance in _AGAINST for source in claim.sources(stance)}):
            family = (claim, *(ground.corpus.claims[name] for name in sorted(kin[claim.id])))
            backed = [member for member in family if source in member.sources(Stance.SUPPORTS)]
            if backed:
                yield _against(ground, source, claim, backed)
    yield from _opposed(ground)


def _against(ground: Ground, source: str, claim: Claim, backed: list[Claim]) -> Contradiction:
    """What a source says against a claim, beside what it supports."""
    against = [made for made in claim.assertions if made.source == source and made.stance in _AGAINST]
    supported = [made for made in supporting(backed) if made.source == source]
    others = [member for member in backed if member is not claim]
    names = [*(["it"] if claim in backed else []), *map(quoted, others)]
    stances = listed(sorted({made.stance.value for made in against}))
    ending = "; the conditions tell the two apart." if ground.told_apart(supported, against) else "."
    explanation = f"{source} {stances} {quoted(claim)}, yet supports {listed(names)}{ending}"
    claims, own = (
        [claim, *others],
        [made for member in (claim, *others) for made in member.assertions if made.source == source],
    )
    return ground.clash(ContradictionKind.SELF, claims, explanation, supported, against, voices=own)


def _opposed(ground: Ground) -> Iterator[Contradiction]:
    for pair in oppositions(ground):
        sides = supporting(pair.more), supporting(pair.less)
        for source in sorted({made.source for made in sides[0]} & {made.source for made in sides[1]}):
            more, less = ([made for made in side if made.source == source] for side in sides)
            own = [made for claim in (*pair.more, *pair.less) for made in claim.assertions if made.source == source]
            claims = [ground.corpus.claims[made.claim] for made in (*more, *less)]
            explanation = f"{source} supports {listed(dict.fromkeys(map(quoted, claims)))}, which have opposite effect."
            yield ground.clash(ContradictionKind.SELF, claims, explanation, more, less, voices=own)
