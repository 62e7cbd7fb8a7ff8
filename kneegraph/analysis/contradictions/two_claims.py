"""Clashes between claims that say different things of the same or of kindred concepts: opposed, inherited, scope."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from kneegraph.analysis.contradictions.clash import Contradiction, ContradictionKind
from kneegraph.analysis.contradictions.ground import Ground, supporting
from kneegraph.analysis.contradictions.wording import DIFFERENT_CONDITIONS, backed, quoted, sides
from kneegraph.analysis.effect import claim_sign, relation_of
from kneegraph.analysis.kinship import listed
from kneegraph.model import Claim, Family, Stance, Standing


@dataclass(frozen=True, slots=True)
class Opposition:
    """Supported claims that join two concepts (or their opposites) with opposite effect."""

    more: tuple[Claim, ...]
    less: tuple[Claim, ...]


def oppositions(ground: Ground) -> Iterator[Opposition]:
    """Every pair of concepts with claims on both sides. Cost: linear in the claims."""
    found: dict[tuple[str, str], dict[int, list[Claim]]] = defaultdict(lambda: defaultdict(list))
    for claim in ground.claims:
        sign = claim_sign(ground.corpus, claim)
        if sign and claim.tally.supports:
            one, other = ground.kinship.canonical(claim.subject), ground.kinship.canonical(claim.object)
            found[one.concept, other.concept][one.sign * sign * other.sign].append(claim)
    for by_sign in found.values():
        if len(by_sign) == 2:
            yield Opposition(tuple(by_sign[1]), tuple(by_sign[-1]))


def opposed(ground: Ground) -> Iterator[Contradiction]:
    """The same two concepts (or their opposites) joined with opposite signs."""
    for pair in oppositions(ground):
        more, less = supporting(pair.more), supporting(pair.less)
        ending = f": {DIFFERENT_CONDITIONS}." if ground.told_apart(more, less) else "."
        explanation = f"{listed(map(backed, pair.more))} against {listed(map(backed, pair.less))}{ending}"
        yield ground.clash(ContradictionKind.OPPOSED, [*pair.more, *pair.less], explanation, more, less)


def inherited(ground: Ground) -> Iterator[Contradiction]:
    """A claim on which all agree, against the same claim on something broader or narrower, on which not all do."""
    for narrow in ground.claims:
        for broad in ground.broader_claims(narrow):
            if (narrow.standing is Standing.SUPPORTED) != (broad.standing is Standing.SUPPORTED) and _taken(narrow, broad):
                yield _between(ground, broad, narrow)


def _between(ground: Ground, broad: Claim, narrow: Claim) -> Contradiction:
    agreed, other = (narrow, broad) if narrow.standing is Standing.SUPPORTED else (broad, narrow)
    against = [made for made in other.assertions if made.stance in (Stance.DISPUTES, Stance.QUALIFIES)]
    wide, close = sides(ground.corpus, broad), sides(ground.corpus, narrow)
    explanation = f"{quoted(broad)} is {wide}; the narrower {quoted(narrow)} is {close}."
    return ground.clash(ContradictionKind.INHERITED, [broad, narrow], explanation, supporting([agreed]), against)


def _taken(*claims: Claim) -> bool:
    """Whether somebody takes a side on each claim; what is only reported is no stance."""
    return all(claim.standing not in (None, Standing.REPORTED) for claim in claims)


def scope(ground: Ground) -> Iterator[Contradiction]:
    """A muscle said to do opposite things, which is a matter of the conditions stated: functional claims without a sign."""
    for claim in ground.claims:
        relation = relation_of(ground.corpus, claim)
        if relation.family is Family.FUNCTIONAL and relation.sign is None and claim.tally.supports:
            for other in ground.opposite_claims(claim):
                if claim.id < other.id and other.tally.supports:
                    yield _by_scope(ground, claim, other)


def _by_scope(ground: Ground, one: Claim, other: Claim) -> Contradiction:
    this, that = supporting([one]), supporting([other])
    apart = ground.told_apart(*([made for made in side if made.scope] for side in (this, that)))
    explanation = f"{_under(ground, one)}; {_under(ground, other)}."
    explanation += " The conditions tell the two apart." if apart else " No conditions tell the two apart."
    bare = sorted({made.source for made in (*this, *that) if not made.scope})
    if apart and bare:
        explanation += f" Without any condition: {listed(bare)}."
    return ground.clash(ContradictionKind.SCOPE, [one, other], explanation, this, that, resolved=apart)


def _under(ground: Ground, claim: Claim) -> str:
    """A claim with the condition each supporting source states for it."""
    conditions = (
        f"{made.source}: {ground.labels(made.scope) if made.scope else 'no condition stated'}"
        for made in claim.by_stance(Stance.SUPPORTS)
    )
    return f"{quoted(claim)} ({'; '.join(conditions)})"
