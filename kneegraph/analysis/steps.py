"""Single steps of a chain: a claim, or a link that holds by definition. Their strength is the one score of analysis."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kneegraph.analysis.effect import claim_sign
from kneegraph.analysis.kinship import Kinship
from kneegraph.model import Claim, Corpus, Kind, Stance, Standing, Tally

STATE_OF, OPPOSITE_OF, BROADER = "stateOf", "oppositeOf", "broader"

#: Kinds whose opposites are alternatives: a hip may extend more without flexing less.
_ALTERNATIVES = frozenset({Kind.JOINT_ACTION, Kind.SETTING})
#: What a step that nobody asserts counts, such as from a muscle to one of its states: as much as one lone supporter.
_UNASSERTED = 0.5


@dataclass(frozen=True, slots=True)
class Step:
    """One link from subject to object. All references are identifiers.

    A step without a claim holds by definition: `stateOf` (between a state and its muscle, in either direction),
    `oppositeOf` or `broader`; it has no standing and no sources. `sign` is None where no direction of effect is meant.
    `scope` has the conditions under which its sources say so; none when one of them says so without any.
    """

    claim: str | None
    subject: str
    relation: str
    object: str
    sign: int | None
    standing: Standing | None = None
    sources: tuple[str, ...] = ()
    scope: tuple[str, ...] = ()

    @property
    def structural(self) -> bool:
        """Whether the step holds by definition."""
        return self.claim is None


def claim_step(corpus: Corpus, claim: Claim) -> Step:
    """A claim as a step. Its sources are those that support it; where there are none, that qualify it, or else report it."""
    said = (claim.by_stance(stance) for stance in (Stance.SUPPORTS, Stance.QUALIFIES, Stance.REPORTS))
    made = next((assertions for assertions in said if assertions), ())
    sources = tuple(sorted({assertion.source for assertion in made}))
    scope = {name for assertion in made for name in assertion.scope}
    limited = tuple(sorted(scope)) if all(assertion.scope for assertion in made) else ()
    sign = claim_sign(corpus, claim)
    return Step(claim.id, claim.subject, claim.relation, claim.object, sign, claim.standing, sources, limited)


def retold(corpus: Corpus, steps: Sequence[Step]) -> tuple[Step, ...]:
    """Steps of which only ends and claims are known, with all that the claims say."""
    return tuple(step if step.claim is None else claim_step(corpus, corpus.claims[step.claim]) for step in steps)


def structural_steps(corpus: Corpus, kinship: Kinship, concept: str) -> Iterator[Step]:
    """The steps that leave a concept by definition: state to muscle, muscle to its states, either of two opposites.

    A state whose data say neither more nor less (no sign) is not joined to its muscle. More of one joint action is
    not less of its opposite, so those are not joined.
    """
    known = corpus.concepts.get(concept)
    if known is not None and known.state_of and known.sign:
        yield Step(None, concept, STATE_OF, known.state_of, known.sign)
    for state in kinship.states(concept):
        sign = corpus.concepts[state].sign
        if sign:
            yield Step(None, concept, STATE_OF, state, sign)
    exclusive = known is None or known.kind not in _ALTERNATIVES
    for opposite in kinship.opposites(concept) if exclusive else ():
        yield Step(None, concept, OPPOSITE_OF, opposite, -1)


def definition_strength(steps: Sequence[Step]) -> float:
    """What the steps that hold by definition leave of a chain: each halves it, but for narrower to broader, which is sure.

    From a state over its muscle to another state halves it once more: nobody says that the one is the other.
    """
    halved = sum(step.structural and step.relation != BROADER for step in steps)
    return float(_UNASSERTED ** (halved + sum(likens(one, other) for one, other in pairwise(steps))))


def likens(one: Step, other: Step) -> bool:
    """Whether two steps pass from a state over its muscle to another state."""
    return one.relation == other.relation == STATE_OF


def step_strength(tally: Tally) -> float:
    """How much a claim can carry: (S + Q/2 + R/4) / (S + D + Q + R/4 + 1), with the tally's distinct sources.

    0 when nobody speaks for it, below 1 always; one more supporting source never lowers it. One lone supporter gives
    1/2, three give 3/4, one against one 1/3, one report alone 1/5.

    >>> step_strength(Tally(supports=3, qualifies=1))
    0.7
    """
    reported = tally.reports / 4
    spoken_for = tally.supports + tally.qualifies / 2 + reported
    return spoken_for / (tally.supports + tally.disputes + tally.qualifies + reported + 1)
