"""Works, but not by that route: treatments that help, while a way in which they are said to help does not stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from kneegraph.analysis.effect import TREATMENTS, claim_sign, relation_of
from kneegraph.analysis.evidence.doubt import Doubt, Judge
from kneegraph.analysis.evidence.opinion import Opinion
from kneegraph.analysis.exercises import RECOMMENDED, helpful_sign
from kneegraph.analysis.kinship import COMPLAINTS, Kinship, Signed, kind_of, known_concept, label, listed
from kneegraph.found import Drawn
from kneegraph.model import Claim, Corpus, Kind

#: What a mechanism can be. A symptom is what is treated, not what does it.
_MECHANISMS = frozenset(Kind) - TREATMENTS - {Kind.SYMPTOM, Kind.PRINCIPLE, Kind.DOSE, Kind.POPULATION, Kind.SETTING}
#: Of these it is a mechanism of something else even where nobody says of what: nobody treats a muscle for its own sake.
_MEANS = frozenset({Kind.MUSCLE, Kind.MUSCLE_STATE, Kind.JOINT_ACTION, Kind.MOVEMENT_FAULT, Kind.FUNCTION})
#: What people come with; a route to anything else must be told to its end.
_COMPLAINED_OF = frozenset({Kind.SYMPTOM, Kind.CONDITION})
#: What a route counts of which nobody tells the second step: as much as a step of a chain that nobody asserts.
_UNTOLD = 0.5


@dataclass(frozen=True, slots=True)
class RouteStep:
    """One step of a route: all claims that say it, the best known first, and what the evidence on them weighs together.

    `doubt` says why it does not stand, `against` has the sources that dispute it, the heaviest first. `causal`: some of its
    claims say more than that the two go together.
    """

    subject: str
    object: str
    claims: tuple[str, ...]
    opinion: Opinion
    doubt: Doubt | None
    against: tuple[str, ...]
    causal: bool


@dataclass(frozen=True, slots=True)
class Route:
    """From a treatment over what it is said to change to its outcome; one step where nobody tells the second."""

    mechanism: str
    steps: tuple[RouteStep, ...]

    @property
    def doubtful(self) -> tuple[int, ...]:
        """The steps that do not stand, counted from 0."""
        return tuple(at for at, step in enumerate(self.steps) if step.doubt)

    @property
    def told(self) -> bool:
        """Whether somebody says that the mechanism leads on to the outcome."""
        return len(self.steps) > 1

    @property
    def doubt(self) -> float:
        """How much speaks against it: the mass of dispute on its worst step; half of that where the second is not told."""
        worst = max((step.opinion.dispute for step in self.steps if step.doubt), default=0.0)
        return worst if self.told else worst * _UNTOLD

    @property
    def support(self) -> float:
        """How much speaks for it: the mass of support on its weakest step."""
        return min(step.opinion.support for step in self.steps)


@dataclass(frozen=True, slots=True)
class Routes(Drawn):
    """That a treatment helps with an outcome stands; of the routes told for it these are in doubt, and these are left.

    `claim` says that it helps, `opinion` is what that weighs. Routes are sorted by how much speaks against them, or for them.
    """

    treatment: str
    outcome: str
    claim: str
    opinion: Opinion
    doubtful: tuple[Route, ...]
    rivals: tuple[Route, ...]
    explanation: str

    @property
    def score(self) -> float:
        """How much the finding weighs; see `route_score`."""
        return route_score(self.opinion, self.doubtful)


def route_score(helps: Opinion, doubtful: Iterable[Route]) -> float:
    """The margin by which the help is supported, times the dispute on the most doubtful route.

    Help with support 0.7 and dispute 0.1, of which one route has a step disputed with 0.6: 0.36; where nobody tells that
    route's second step, half of that.
    """
    return (helps.support - helps.dispute) * max((route.doubt for route in doubtful), default=0.0)


def routes(judge: Judge, *, for_: str | None = None, exercise: str | None = None) -> list[Routes]:
    """Treatments that help while a route told for it does not stand, by `route_score`; for one outcome, of one treatment.

    That it helps must stand (`Judge.stands`): as an effect, or else as a recommendation. A mechanism is what somebody says
    the treatment itself changes, in the direction that helps; what is found of its narrower kinds counts with it, and so does
    what is said of the mechanism's opposite, and of a muscle's states. Where claims say that a mechanism brings the outcome
    about, they alone make the second step; else that the two go together does. Where nobody tells a second step, what a study
    says the treatment helps with is a finding all the same; where no study is on either side, it is a quarrel and none.
    `for_` takes in what is narrower. Cost: linear in claims, but for the pairs of mechanism and outcome of each treatment.
    Raises UnknownTermError for an unknown concept.
    """
    corpus = judge.corpus
    outcomes = _outcomes(corpus, for_)
    chosen = [known_concept(corpus, exercise).id] if exercise else sorted(corpus.concepts)
    search = _Search(judge)
    found = [
        made
        for treatment in chosen
        if kind_of(corpus, treatment) in TREATMENTS
        for outcome, claim in sorted(search.helped(treatment).items())
        if outcome in outcomes and (made := search.made(treatment, outcome, claim)) is not None
    ]
    return sorted(found, key=lambda one: (-one.score, one.treatment, one.outcome))


def _outcomes(corpus: Corpus, for_: str | None) -> set[str]:
    if for_ is None:
        return {concept.id for concept in corpus.concepts.values() if concept.kind in COMPLAINTS}
    return {known_concept(corpus, for_).id, *Kinship(corpus).narrower(for_)}


class _Search:
    """Look-ups over the claims of a corpus."""

    def __init__(self, judge: Judge) -> None:
        self._judge, self._corpus = judge, judge.corpus
        self._kinship = Kinship(judge.corpus)
        self._effects: dict[str, list[tuple[int, Claim]]] = defaultdict(list)
        self._linked: dict[tuple[str, str], list[Claim]] = defaultdict(list)
        self._leaving: dict[str, list[Claim]] = defaultdict(list)
        for _, claim in sorted(judge.corpus.claims.items()):
            relation, sign = relation_of(judge.corpus, claim), claim_sign(judge.corpus, claim)
            self._leaving[claim.subject].append(claim)
            if relation.chainable and sign:
                self._effects[claim.subject].append((sign, claim))
            elif relation.symmetric:
                self._linked[claim.subject, claim.object].append(claim)
                self._linked[claim.object, claim.subject].append(claim)
        self._helpful = cache(lambda concept: helpful_sign(judge.corpus, concept, self._leaving.__getitem__))
        self._judged = cache(self._judge_step)

    def helped(self, treatment: str) -> dict[str, Claim]:
        """What a treatment helps with, as far as that stands, and the best claim that says so."""
        found: dict[str, Claim] = {}
        ranked = sorted(self._leaving[treatment], key=self._preference)
        for claim in ranked:
            if claim.object not in found and self._says_help(claim) and self._judge.stands(claim.assertions):
                found[claim.object] = claim
        return found

    def _preference(self, claim: Claim) -> tuple[bool, float, str]:
        return claim.relation == RECOMMENDED, -self._judge.opinion(claim.assertions).support, claim.id

    def _says_help(self, claim: Claim) -> bool:
        if claim.relation == RECOMMENDED:
            return True
        chainable = relation_of(self._corpus, claim).chainable
        return chainable and claim_sign(self._corpus, claim) == self._helpful(claim.object)

    def made(self, treatment: str, outcome: str, claim: Claim) -> Routes | None:
        """The routes of one treatment to one outcome; None where no told one is in doubt."""
        found = [*self._routes(treatment, outcome)]
        studied = self._studied([claim.id])
        doubted = (one for one in found if one.doubtful and (studied or (one.told and self._doubt_is_studied(one))))
        doubtful = sorted(doubted, key=lambda one: (-one.doubt, one.mechanism))
        if not doubtful:
            return None
        left = (one for one in found if one.told and not one.doubtful and all(self._stands(step) for step in one.steps))
        rivals = sorted(left, key=lambda one: (-one.support, one.mechanism))
        weighed, told = self._judge.opinion(claim.assertions), self._explained(claim, doubtful, rivals)
        return Routes(treatment, outcome, claim.id, weighed, tuple(doubtful), tuple(rivals), told)

    def _explained(self, claim: Claim, doubtful: Iterable[Route], rivals: Iterable[Route]) -> str:
        doubted, left = (listed(label(self._corpus, one.mechanism) for one in some) for some in (doubtful, rivals))
        rest = f"what is left is {left}" if left else "no other route is told that stands"
        return f"{claim.label}; that it helps by way of {doubted} is in doubt, and {rest}."

    def _routes(self, treatment: str, outcome: str) -> Iterator[Route]:
        for (mechanism, sign), claims in self._mechanisms(treatment).items():
            if mechanism == outcome or self._kinship.related(mechanism, outcome):
                continue
            first = self._judged(treatment, mechanism, tuple(claims))
            meant = [*self._meant(Signed(mechanism, sign))]
            onward = tuple(self._causing(meant, outcome)) or tuple(self._going_with(meant, outcome))
            if onward:
                yield Route(mechanism, (first, self._judged(mechanism, outcome, onward)))
            elif first.doubt and self._is_means(mechanism, sign, outcome):
                yield Route(mechanism, (first,))

    def _mechanisms(self, treatment: str) -> dict[tuple[str, int], list[str]]:
        """What somebody says the treatment changes, which way, with the claims that it or a kind of it does."""
        own = {self._key(claim.object, sign): (claim.object, sign) for sign, claim in self._effects[treatment]}
        found: dict[tuple[str, int], list[str]] = defaultdict(list)
        for kind in (treatment, *self._kinship.narrower(treatment)):
            for sign, claim in self._effects[kind]:
                key = self._key(claim.object, sign)
                if key in own and kind_of(self._corpus, claim.object) in _MECHANISMS and claim.standing:
                    found[own[key]].append(claim.id)
        return found

    def _key(self, concept: str, sign: int) -> tuple[str, int]:
        canonical = self._kinship.canonical(concept)
        return canonical.concept, canonical.sign * sign

    def _meant(self, mechanism: Signed) -> Iterator[Signed]:
        """The mechanism in other words: less of its opposite; of a muscle its states; of a state its muscle."""
        concept, sign = mechanism.concept, mechanism.sign
        yield mechanism
        yield from (Signed(other, -sign) for other in self._kinship.opposites(concept))
        states = (self._corpus.concepts[name] for name in self._kinship.states(concept))
        yield from (Signed(state.id, sign * state.sign) for state in states if state.sign)
        known = self._corpus.concepts.get(concept)
        if known and known.state_of and known.sign:
            yield Signed(known.state_of, sign * known.sign)

    def _causing(self, meant: Iterable[Signed], outcome: str) -> Iterator[str]:
        for one in meant:
            for sign, claim in self._effects[one.concept]:
                if claim.standing and claim.object == outcome and one.sign * sign == self._helpful(outcome):
                    yield claim.id

    def _going_with(self, meant: Iterable[Signed], outcome: str) -> Iterator[str]:
        """That a complaint goes with something: what makes less of that may help. The other way round it says nothing."""
        for one in meant if self._helpful(outcome) < 0 else ():
            if one.sign < 0 and kind_of(self._corpus, one.concept) in _MEANS:
                yield from (claim.id for claim in self._linked.get((one.concept, outcome), ()) if claim.standing)

    def _is_means(self, mechanism: str, sign: int, outcome: str) -> bool:
        means = kind_of(self._corpus, mechanism) in _MEANS and kind_of(self._corpus, outcome) in _COMPLAINED_OF
        return means and self._helpful(mechanism) == sign

    def _judge_step(self, subject: str, object_: str, claims: tuple[str, ...]) -> RouteStep:
        known = (self._corpus.claims[name] for name in claims)
        made = sorted(known, key=lambda claim: (self._judge.opinion(claim.assertions).unknown, claim.id))
        said = [one for claim in made for one in claim.assertions]
        against = tuple(dict.fromkeys(one.source for one in self._judge.against(said)))
        causal = any(relation_of(self._corpus, claim).chainable for claim in made)
        weighed, doubt = self._judge.opinion(said), self._judge.doubt(said)
        return RouteStep(subject, object_, tuple(claim.id for claim in made), weighed, doubt, against, causal)

    def _studied(self, claims: Iterable[str]) -> bool:
        return any(self._judge.studied(one) for name in claims for one in self._corpus.claims[name].assertions)

    def _doubt_is_studied(self, route: Route) -> bool:
        return any(self._studied(route.steps[at].claims) for at in route.doubtful)

    def _stands(self, step: RouteStep) -> bool:
        said = (one for name in step.claims for one in self._corpus.claims[name].assertions)
        return self._judge.stands(said)
