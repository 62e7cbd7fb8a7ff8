"""Where sources disagree, typed: each kind is a value with its finder, and all are found from one corpus."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from kneegraph.analysis.contradictions.clash import ASPECTS, Contradiction, ContradictionKind, Ground
from kneegraph.analysis.contradictions.loops import reversed_causes
from kneegraph.analysis.contradictions.one_claim import disputed, qualified
from kneegraph.analysis.contradictions.one_source import self_contradicting
from kneegraph.analysis.contradictions.rivals import rivals
from kneegraph.analysis.contradictions.two_claims import inherited, opposed, scope
from kneegraph.analysis.kinship import known_concept
from kneegraph.model import Corpus

__all__ = ["APPARENT", "ASPECTS", "DESCRIPTIONS", "FINDERS", "Contradiction", "ContradictionKind", "Finder", "contradictions"]


@dataclass(frozen=True, slots=True)
class Finder:
    """One kind of contradiction: what it is, in a line, and how it is found."""

    kind: ContradictionKind
    description: str
    find: Callable[[Ground], Iterator[Contradiction]]


#: In the order in which contradictions are told.
FINDERS = (
    Finder(ContradictionKind.DISPUTED, "some support a claim, others dispute it", disputed),
    Finder(ContradictionKind.QUALIFIED, "some support a claim as it stands, others only with a reservation", qualified),
    Finder(ContradictionKind.OPPOSED, "two concepts, or their opposites, are joined with opposite effect", opposed),
    Finder(ContradictionKind.REVERSED, "cause and effect change places, directly or around a loop", reversed_causes),
    Finder(ContradictionKind.INHERITED, "a stance on the broader against a stance on the narrower", inherited),
    Finder(ContradictionKind.SCOPE, "a muscle is said to do opposite things", scope),
    Finder(ContradictionKind.RIVALS, "several causes of one effect, one of them called the main one", rivals),
    Finder(ContradictionKind.SELF, "one source stands on both sides", self_contradicting),
)
#: What each kind is, in a line.
DESCRIPTIONS = {finder.kind: finder.description for finder in FINDERS}
#: What is said of a contradiction that is `resolved`.
APPARENT = "apparent only: the conditions stated tell the sides apart"
_ORDER = {finder.kind: number for number, finder in enumerate(FINDERS)}


def contradictions(
    corpus: Corpus, *, kinds: Collection[ContradictionKind] | None = None, about: str | None = None
) -> list[Contradiction]:
    """Every clash, once for each kind it is an instance of: by kind, then by the number of sources, then by claims.

    `kinds` limits it to these (None: all), `about` to clashes in which a concept takes part, or something narrower, a
    state of it or something that concerns it. Cost: about linear in the claims. Raises UnknownTermError for an unknown
    concept.
    """
    ground = Ground(corpus)
    members = ground.kinship.family(known_concept(corpus, about).id) if about else None
    found = (clash for finder in FINDERS if kinds is None or finder.kind in kinds for clash in finder.find(ground))
    chosen = (clash for clash in found if members is None or _about(corpus, clash, members))
    once = {(clash.kind, frozenset(clash.claims), clash.sources): clash for clash in chosen}
    return sorted(once.values(), key=lambda clash: (_ORDER[clash.kind], -len(clash.sources), clash.claims, clash.sources))


def _about(corpus: Corpus, clash: Contradiction, members: Collection[str]) -> bool:
    claims = (corpus.claims[name] for name in clash.claims)
    return any(part in members for claim in claims for part in (claim.subject, claim.object, claim.outcome))
