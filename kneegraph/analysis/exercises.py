"""Exercise links: from an exercise over muscle, state or function and fault to what it is meant to help."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice

from kneegraph.analysis.chains import MAX_STEPS, chain_score
from kneegraph.analysis.contradictions import Contradiction
from kneegraph.analysis.effect import TREATMENTS, claim_sign, relation_of
from kneegraph.analysis.kinship import COMPLAINTS, kind_of, known_concept, label, listed
from kneegraph.analysis.search import Outlook, Ways
from kneegraph.analysis.steps import BROADER, STATE_OF, Step, claim_step, retold, step_strength
from kneegraph.analysis.surroundings import Surroundings, WholeSurroundings
from kneegraph.found import Drawn
from kneegraph.model import Basis, Claim, Corpus, Kind, Stance, Standing

#: Kinds of concept that exercises are linked to when nobody asks for a particular one.
OUTCOMES = COMPLAINTS | {Kind.FUNCTION}
RECOMMENDED = "recommendedFor"

#: What a mechanism passes through between muscle and fault, in the form that the design gives it.
_EXPLAINING = frozenset({Kind.MUSCLE_STATE, Kind.FUNCTION})
#: Ways looked at for such a mechanism, strongest first.
_LOOKED_AT = 10

#: From the least to the most that can be built on.
WEAKEST_FIRST = (Standing.CONTESTED, Standing.DISPUTED, Standing.QUALIFIED, Standing.REPORTED, Standing.SUPPORTED)


@dataclass(frozen=True, slots=True)
class ExerciseLink(Drawn):
    """How an exercise (or other intervention) is said to help with an outcome. All references are identifiers.

    `standing` is that of the weakest step; each warning is a sentence.
    """

    exercise: str
    path: tuple[Step, ...]
    outcome: str
    standing: Standing
    warnings: tuple[str, ...]


def exercises(
    corpus: Corpus, *, for_: str | None = None, exercise: str | None = None, limit: int | None = None
) -> list[ExerciseLink]:
    """What exercises and interventions are said to do, `for_` one outcome, of one `exercise`, or all of it.

    For each exercise and outcome at most two: the strongest mechanism (a chain of several claims whose sign helps: less
    of a fault, sign, symptom or condition, more of a function or of anything else; one through a muscle's state or a
    function before one that leaves it out), and the strongest claim that names
    the outcome outright (a mere recommendation where nothing better is said). Exercise by exercise, recommendations
    last, then by score; at most `limit` for each exercise. Cost: one search for each exercise and outcome.
    Raises UnknownTermError for an unknown concept.
    """
    return exercises_in(WholeSurroundings(corpus), for_=for_, exercise=exercise, limit=limit)


def exercises_in(
    around: Surroundings, *, for_: str | None = None, exercise: str | None = None, limit: int | None = None
) -> list[ExerciseLink]:
    """The same out of what lies around these exercises and outcomes."""
    chosen = [known_concept(around.corpus, exercise).id] if exercise else around.of_kinds(TREATMENTS)
    outcomes = [known_concept(around.corpus, for_).id] if for_ else around.of_kinds(OUTCOMES)
    ranked = sorted(_ranked(around, chosen, outcomes), key=lambda found: (found[1].exercise, found[0]))
    groups = [list(group)[:limit] for _, group in groupby(ranked, key=lambda found: found[1].exercise)]
    return [link for group in sorted(groups, key=lambda group: group[0][0]) for _, link in group]


_Rank = tuple[bool, float, str, str, int]


def _ranked(around: Surroundings, chosen: Sequence[str], outcomes: Sequence[str]) -> Iterator[tuple[_Rank, ExerciseLink]]:
    corpus = around.corpus
    ways = [*_mechanisms(around, chosen, outcomes)]
    around.have({step.claim for way in ways for step in way if step.claim is not None})
    paths = [*(retold(corpus, way) for way in ways), *_outright(around, chosen, outcomes)]
    cautions = _Cautions(around, {step.claim for path in paths for step in path if step.claim is not None})
    for path in paths:
        link = _link(corpus, path, cautions)
        recommended = path[0].relation == RECOMMENDED
        yield (recommended, -chain_score(corpus, path), link.exercise, link.outcome, len(path)), link


def helpful_sign(corpus: Corpus, outcome: str, caused: Callable[[str], Iterable[Claim]]) -> int:
    """Whether help means less (-1) or more (+1) of a concept; `caused` gives the claims about what a state brings about.

    Less of what people complain of and of a state said to bring such about (on balance of its claims), more of the rest.
    """
    kind = kind_of(corpus, outcome)
    if kind in COMPLAINTS:
        return -1
    return -1 if kind is Kind.MUSCLE_STATE and _harm(corpus, caused(outcome)) > 0 else 1


def _harm(corpus: Corpus, caused: Iterable[Claim]) -> int:
    """Claims that a state brings complaints about, less those that it makes them less."""
    supported = (claim for claim in caused if claim.tally.supports)
    return sum(claim_sign(corpus, claim) or 0 for claim in supported if kind_of(corpus, claim.object) in COMPLAINTS)


def _mechanisms(around: Surroundings, chosen: Iterable[str], outcomes: Iterable[str]) -> Iterator[tuple[Step, ...]]:
    corpus, network = around.corpus, around.network
    starts = [start for start in chosen if start in network.leaving]
    for outcome in filter(network.reached, outcomes if starts else ()):
        outlook, sign = Outlook(network, outcome, MAX_STEPS), helpful_sign(corpus, outcome, around.caused)
        for start in starts:
            ways = Ways(network, start, outlook, sign=sign) if start != outcome else ()
            yield from _telling(corpus, islice(ways, _LOOKED_AT))


def _telling(corpus: Corpus, ways: Iterable[tuple[Step, ...]]) -> list[tuple[Step, ...]]:
    """Of ways through several claims the first that explains, else the first; no more of them are asked for than needed."""
    passed: list[tuple[Step, ...]] = []
    for steps in ways:
        if sum(not step.structural for step in steps) > 1:
            if _explains(corpus, steps):
                return [steps]
            passed.append(steps)
    return passed[:1]


def _explains(corpus: Corpus, steps: Sequence[Step]) -> bool:
    """Whether a mechanism says what it does to the muscle: it comes to one of its states, or to a function."""
    return any(kind_of(corpus, step.object) in _EXPLAINING for step in steps)


def _outright(around: Surroundings, chosen: Iterable[str], outcomes: Iterable[str]) -> Iterator[tuple[Step, ...]]:
    """The best claim that an exercise helps with an outcome, or with something narrower.

    An effect before a recommendation, but both before a claim that is disputed.
    """
    corpus, leaving = around.corpus, [said for start in chosen if (said := around.leaving(start))]
    for outcome in outcomes:
        sign = helpful_sign(corpus, outcome, around.caused)
        narrower = {outcome, *around.kinship.narrower(outcome)}
        for said in leaving:
            claims = [claim for claim in said if _names(claim, outcome, narrower) and _helps(corpus, claim, sign)]
            if claims:
                best = min(claims, key=_preference)
                yield (claim_step(corpus, best), *_up(best.object, outcome))
            else:
                yield from _training(corpus, said, outcome, sign)


def _names(claim: Claim, outcome: str, narrower: set[str]) -> bool:
    """Whether a claim is about this outcome. What is recommended for something narrower is not for all of it."""
    return claim.object == outcome or (claim.object in narrower and claim.relation != RECOMMENDED)


def _training(corpus: Corpus, claims: Iterable[Claim], outcome: str, sign: int) -> Iterator[tuple[Step, ...]]:
    """The claim that an exercise targets the muscle of which the outcome is a state, when that moves the state rightly."""
    state = corpus.concepts[outcome]
    for claim in sorted((one for one in claims if one.object == state.state_of and one.standing), key=_preference)[:1]:
        step, rest = claim_step(corpus, claim), Step(None, claim.object, STATE_OF, outcome, state.sign)
        if step.sign and state.sign and step.sign * state.sign == sign:
            yield step, rest


def _preference(claim: Claim) -> tuple[bool, bool, float, str]:
    return claim.standing is Standing.DISPUTED, claim.relation == RECOMMENDED, -step_strength(claim.tally), claim.id


def _helps(corpus: Corpus, claim: Claim, sign: int) -> bool:
    if claim.standing is None:
        return False
    return claim.relation == RECOMMENDED or (relation_of(corpus, claim).chainable and claim_sign(corpus, claim) == sign)


def _up(narrow: str, broad: str) -> tuple[Step, ...]:
    return () if narrow == broad else (Step(None, narrow, BROADER, broad, 1),)


def _clashes(corpus: Corpus, clashes: Iterable[Contradiction]) -> dict[str, list[str]]:
    """For each claim that another claim speaks against, what the two say."""
    told: dict[str, list[str]] = defaultdict(list)
    for found in clashes:
        for claim in found.claims:
            told[claim].append(
                f"“{corpus.claims[claim].label}” clashes with another claim ({found.kind}). {found.explanation}"
            )
    return told


def _link(corpus: Corpus, path: tuple[Step, ...], cautions: _Cautions) -> ExerciseLink:
    claims = [step.claim for step in path if step.claim is not None]
    standings = (corpus.claims[claim].standing for claim in claims)
    standing = min((one for one in standings if one), key=WEAKEST_FIRST.index)
    return ExerciseLink(path[0].subject, path, path[-1].object, standing, cautions.of(path))


class _Cautions:
    """The warnings of claims; made once for each, since many links pass the same ones."""

    def __init__(self, around: Surroundings, claims: Collection[str]) -> None:
        self._corpus = around.corpus
        self._clashes = _clashes(around.corpus, around.clashes(claims))
        self._made: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}

    def of(self, path: Iterable[Step]) -> tuple[str, ...]:
        """What the sources make of the claims on a path, then their conditions, then what clashes with them."""
        claims = [step.claim for step in path if step.claim is not None]
        for step in path:
            if step.claim is not None and step.claim not in self._made:
                warnings = tuple(_warnings(self._corpus.claims[step.claim]))
                self._made[step.claim] = warnings, tuple(_limits(self._corpus, step))
        said = (warning for claim in claims for warning in self._made[claim][0])
        limits = (warning for claim in claims for warning in self._made[claim][1])
        return (*said, *limits, *(warning for claim in claims for warning in self._clashes.get(claim, ())))


def _limits(corpus: Corpus, step: Step) -> Iterator[str]:
    """Conditions that all sources of a step set, and a step that rests on one person's case alone."""
    if step.claim is None:
        return
    claim = corpus.claims[step.claim]
    if step.scope:
        yield f"“{claim.label}” is said only of {listed(label(corpus, name) for name in step.scope)}."
    bases = {assertion.basis for assertion in claim.assertions if assertion.source in step.sources}
    if bases == {Basis.ANECDOTE}:
        yield f"“{claim.label}” rests on single cases only ({listed(step.sources)})."


def _warnings(claim: Claim) -> Iterator[str]:
    said = {stance: listed(claim.sources(stance)) for stance in Stance}
    if claim.standing is Standing.CONTESTED:
        yield f"“{claim.label}” is contested: {said[Stance.SUPPORTS]} for it, {said[Stance.DISPUTES]} against."
    elif claim.standing is Standing.DISPUTED:
        yield f"“{claim.label}” is disputed by {said[Stance.DISPUTES]}, and nobody supports it."
    if said[Stance.QUALIFIES]:
        yield f"“{claim.label}” is qualified by {said[Stance.QUALIFIES]}."
    if claim.standing is Standing.REPORTED:
        yield f"“{claim.label}” is known at second hand only, from {said[Stance.REPORTS]}."
    if claim.relation == RECOMMENDED:
        yield f"“{claim.label}” is a recommendation: it names no mechanism."
