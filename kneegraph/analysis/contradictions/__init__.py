"""Where sources disagree, typed: each kind is a value with its finder, and all are found from one corpus."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from kneegraph.analysis.contradictions.clash import Contradiction, ContradictionKind, SideWeights
from kneegraph.analysis.contradictions.ground import Ground
from kneegraph.analysis.contradictions.loops import reversed_causes
from kneegraph.analysis.contradictions.one_claim import disputed, qualified
from kneegraph.analysis.contradictions.one_source import self_contradicting
from kneegraph.analysis.contradictions.reasons import ASPECTS, Reason
from kneegraph.analysis.contradictions.respects import ReasonKind
from kneegraph.analysis.contradictions.rivals import rivals
from kneegraph.analysis.contradictions.tiers import tiers
from kneegraph.analysis.contradictions.told import packed, told, unpacked
from kneegraph.analysis.contradictions.two_claims import inherited, opposed, scope
from kneegraph.analysis.contradictions.undercut import undercut
from kneegraph.analysis.contradictions.weighing import stakes
from kneegraph.analysis.evidence.independence import Independence
from kneegraph.analysis.evidence.weights import Weights
from kneegraph.analysis.kinship import known_concept
from kneegraph.model import Corpus

__all__ = [
    "APPARENT",
    "ASPECTS",
    "DESCRIPTIONS",
    "FINDERS",
    "Contradiction",
    "ContradictionKind",
    "Finder",
    "Reason",
    "ReasonKind",
    "SideWeights",
    "contradictions",
    "distinct",
    "found_before",
    "packed",
    "stakes",
    "unpacked",
]


@dataclass(frozen=True, slots=True)
class Finder:
    """One kind of contradiction: what it is, in a line, and how it is found."""

    kind: ContradictionKind
    description: str
    find: Callable[[Ground], Iterator[Contradiction]]


#: In the order in which contradictions are told.
FINDERS = (
    Finder(ContradictionKind.DISPUTED, "some support a claim, others dispute it", disputed),
    Finder(ContradictionKind.TIERS, "popular belief against evidence: one tier supports it, the other disputes it", tiers),
    Finder(ContradictionKind.UNDERCUT, "two things go together, but one does not bring about the other", undercut),
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
    corpus: Corpus,
    *,
    kinds: Collection[ContradictionKind] | None = None,
    about: str | None = None,
    independence: Independence | None = None,
    weights: Weights | None = None,
) -> list[Contradiction]:
    """Every clash, once for each kind it is an instance of: by kind, those that scopes resolve last, then by `stakes`.

    What weighs alike comes by the weight of its heavier side, the number of sources, and the claims. `kinds` limits it to
    these (None: all), `about` to clashes in which a concept takes part, or something narrower, a state of it or something
    that concerns it. Independence and weights are those of the corpus and the packaged ones where they are not given. Cost:
    about linear in the claims. Raises UnknownTermError for an unknown concept.
    """
    ground = Ground(corpus, independence, weights)
    members = ground.kinship.family(known_concept(corpus, about).id) if about else None
    found = (clash for finder in FINDERS if kinds is None or finder.kind in kinds for clash in finder.find(ground))
    chosen = (clash for clash in found if members is None or _about(corpus, clash, members))
    return sorted(distinct(chosen), key=_rank)


def found_before(
    known: Sequence[tuple[str, Sequence[str], Sequence[str], int]],
    part: Callable[[Iterable[str]], Corpus],
    independence: Independence,
    weights: Weights,
) -> list[Contradiction]:
    """The clashes of which kind, claims, sources and what hangs on them are known, in their order; `part` gives the corpus of
    some claims. Cost: these claims, and what they mention.
    """

    def find(ground: Ground, kinds: Collection[ContradictionKind]) -> Iterator[Contradiction]:
        return (clash for finder in FINDERS if finder.kind in kinds for clash in finder.find(ground))

    named = [(ContradictionKind(kind), claims, sources, hangs) for kind, claims, sources, hangs in known]
    return [*told(named, lambda names: Ground(part(names), independence, weights), find)]


def distinct(clashes: Iterable[Contradiction]) -> Collection[Contradiction]:
    """Each clash of one kind over the same claims, between the same sources, once: as it was found last."""
    return {(clash.kind, frozenset(clash.claims), clash.sources): clash for clash in clashes}.values()


def _rank(clash: Contradiction) -> tuple[int, bool, float, float, int, tuple[str, ...], tuple[str, ...]]:
    weight = -stakes(clash.weights, clash.hangs), -clash.weights.heavier
    return _ORDER[clash.kind], clash.resolved, *weight, -len(clash.sources), clash.claims, clash.sources


def _about(corpus: Corpus, clash: Contradiction, members: Collection[str]) -> bool:
    claims = (corpus.claims[name] for name in clash.claims)
    return any(part in members for claim in claims for part in (claim.subject, claim.object, claim.outcome))
