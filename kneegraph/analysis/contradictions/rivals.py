"""Several causes of one effect, of which some source says that one is the main one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kneegraph.analysis.contradictions.clash import Contradiction, ContradictionKind
from kneegraph.analysis.contradictions.ground import Ground, supporting
from kneegraph.analysis.effect import claim_sign, relation_of
from kneegraph.analysis.kinship import listed
from kneegraph.model import Aspect, Assertion, Certainty, Claim, Family, Stance

OUTWEIGHS = "outweighs"


@dataclass(slots=True)
class _Contest:
    """What is said of the causes of one effect."""

    causes: list[Claim] = field(default_factory=list)
    weighed: list[Claim] = field(default_factory=list)
    main: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    limits: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    lesser: set[str] = field(default_factory=set)
    leading: dict[str, list[Assertion]] = field(default_factory=lambda: defaultdict(list))


def rivals(ground: Ground) -> Iterator[Contradiction]:
    """Effects for which a source puts one cause first, while another source gives, or puts first, a cause of another kind.

    A cause is put first by `outweighs`, or as the reason why another matters less (relativeImportance). It has a rival
    in what it is said to outweigh, and in every supported cause that is not akin to it (same muscle, broader, narrower)
    and that it neither brings about nor comes from.
    """
    produced = {(claim.subject, claim.object) for claim in ground.claims if _produces(ground, claim)}
    for effect, contest in sorted(_contests(ground).items()):
        others = [claim for claim in contest.causes if _rivals(ground, contest, claim.subject, produced)]
        leaders = {source for sources in contest.main.values() for source in sources}
        split = len({frozenset(sources) for sources in contest.main.values()}) > 1
        if split or (contest.main and any(set(claim.sources(Stance.SUPPORTS)) - leaders for claim in others)):
            yield _told(ground, effect, contest, others)


def _told(ground: Ground, effect: str, contest: _Contest, others: list[Claim]) -> Contradiction:
    own = [claim for claim in contest.causes if claim.subject in contest.main]
    first = (_put_first(ground, contest, cause) for cause in sorted(contest.main))
    rest = (_named(ground, claim.subject, claim.sources(Stance.SUPPORTS)) for claim in others)
    rivals_ = f"; rival causes: {listed(rest)}" if others else ""
    explanation = f"Put before other causes of {ground.label(effect)}: {listed(first)}{rivals_}."
    one, other = _sides(contest, others)
    return ground.clash(ContradictionKind.RIVALS, [*contest.weighed, *own, *others], explanation, one, other, resolved=False)


def _sides(contest: _Contest, others: list[Claim]) -> tuple[list[Assertion], list[Assertion]]:
    """Who puts a cause first against who gives another; where only main causes are named, the first against the rest."""
    first, *rest = ([*contest.leading[cause]] for cause in sorted(contest.leading))
    behind = [made for side in rest for made in side]
    return ([*first, *behind], supporting(others)) if others else (first, behind)


def _put_first(ground: Ground, contest: _Contest, cause: str) -> str:
    """A cause with the sources that put it first, each with its wording and the conditions it names."""
    who = (": ".join(filter(None, (name, ", ".join(sorted(contest.limits[cause, name]))))) for name in contest.main[cause])
    return f"{ground.label(cause)} ({'; '.join(sorted(who))})"


def _named(ground: Ground, cause: str, sources: Iterable[str]) -> str:
    return f"{ground.label(cause)} ({listed(sorted(sources))})"


def _contests(ground: Ground) -> dict[str, _Contest]:
    contests: dict[str, _Contest] = defaultdict(_Contest)
    for claim in ground.claims:
        if claim.relation == OUTWEIGHS and claim.outcome and claim.tally.supports:
            for assertion in claim.by_stance(Stance.SUPPORTS):
                _weigh(ground, contests[claim.outcome], assertion, claim.subject, claim.object)
        if _produces(ground, claim):
            contests[claim.object].causes.append(claim)
            for assertion in claim.by_stance(Stance.QUALIFIES):
                for why in assertion.qualifications:
                    if why.aspect is Aspect.RELATIVE_IMPORTANCE and why.reason:
                        _weigh(ground, contests[claim.object], assertion, why.reason, claim.subject)
    return contests


def _weigh(ground: Ground, contest: _Contest, assertion: Assertion, main: str, lesser: str) -> None:
    claim = ground.corpus.claims[assertion.claim]
    if claim not in contest.weighed:
        contest.weighed.append(claim)
    contest.main[main].add(assertion.source)
    contest.leading[main].append(assertion)
    contest.limits[main, assertion.source].update(_limits(ground, assertion))
    contest.lesser.add(lesser)


def _limits(ground: Ground, assertion: Assertion) -> Iterator[str]:
    if assertion.certainty is not Certainty.CERTAIN:
        yield assertion.certainty.value
    yield from (ground.label(name) for name in assertion.scope)


def _produces(ground: Ground, claim: Claim) -> bool:
    """Whether a claim is causal, somebody supports it, and it means more of its object."""
    causal = relation_of(ground.corpus, claim).family is Family.CAUSAL
    return causal and claim_sign(ground.corpus, claim) == 1 and claim.tally.supports > 0


def _rivals(ground: Ground, contest: _Contest, cause: str, produced: set[tuple[str, str]]) -> bool:
    if cause in contest.main:
        return False
    core = ground.kinship.core(cause).concept
    akin = (
        ground.kinship.related(core, ground.kinship.core(main).concept) or {(main, cause), (cause, main)} & produced
        for main in contest.main
    )
    return cause in contest.lesser or not any(akin)
