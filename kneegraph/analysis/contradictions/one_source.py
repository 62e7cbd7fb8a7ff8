"""Clashes of a source with itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from kneegraph.analysis.contradictions.clash import Contradiction, ContradictionKind, Ground, quoted, told_apart
from kneegraph.analysis.contradictions.two_claims import oppositions
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
    stances = listed(sorted({made.stance.value for made in against}))
    supported = [made for member in backed for made in member.by_stance(Stance.SUPPORTS) if made.source == source]
    apart = told_apart(against, supported)
    others = [member for member in backed if member is not claim]
    names = [*(["it"] if claim in backed else []), *map(quoted, others)]
    ending = "; the conditions tell the two apart." if apart else "."
    explanation = f"{source} {stances} {quoted(claim)}, yet supports {listed(names)}{ending}"
    return ground.clash(ContradictionKind.SELF, [claim, *others], explanation, only=source, resolved=apart)


def _opposed(ground: Ground) -> Iterator[Contradiction]:
    for pair in oppositions(ground):
        for source in sorted(_supporters(pair.more) & _supporters(pair.less)):
            claims = [claim for claim in (*pair.more, *pair.less) if source in claim.sources(Stance.SUPPORTS)]
            explanation = f"{source} supports {listed(map(quoted, claims))}, which have opposite effect."
            yield ground.clash(ContradictionKind.SELF, claims, explanation, only=source)


def _supporters(claims: Iterable[Claim]) -> set[str]:
    return {source for claim in claims for source in claim.sources(Stance.SUPPORTS)}
