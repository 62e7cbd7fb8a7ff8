"""How strongly a claim may be worded, by the best study that bears it out.

Each study that supports the claim, or another one that joins the same two concepts, licenses the least of

- what its design can show: a systematic review or a randomised trial that one changes the other, a cohort that one comes
  before the other, a cross-sectional or electromyographic study that they go together, anything else (a narrative review,
  a guideline, a consensus, a study of unknown design) no more than that somebody says so;
- what the relation it supports says (see `wording`): who finds only an association licenses no more, whatever the design;
- what its own hedge leaves: who calls it possible licenses nothing above an association.

Who qualifies the claim instead of supporting it licenses one level less, and nothing where the same source also disputes it.
The best of the studies counts, whatever others dispute: that is the business of the standing. Only systematic reviews that
agree license a plain wording: two independent ones at the strength of the claim, and none that disputes it or a lesser one.

Some relations are not about what brings about what (an exercise targets a muscle, a sign indicates a state, one muscle is a
part of another). For these a measurement is all there is to show: any study that supports them licenses a plain wording, any
that qualifies them or calls them possible no more than an association. A study of muscle activity that compares two things
licenses a plain wording too, since activity is what it compares.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from kneegraph.analysis.effect import claim_sign, relation_of
from kneegraph.analysis.evidence.independence import Independence
from kneegraph.model import Assertion, Certainty, Claim, Corpus, Family, Relation, Stance


class Licence(StrEnum):
    """How strongly something may be worded, from the weakest to the strongest; ordered so.

    >>> from kneegraph.analysis.evidence.licence import Licence
    >>> Licence.SAID < Licence.CHANGES, max(Licence.PREDICTS, Licence.ASSOCIATED).value
    (True, 'predicts')
    """

    SAID = "said"
    ASSOCIATED = "associated"
    PREDICTS = "predicts"
    CHANGES = "changes"
    PLAIN = "plain"

    @property
    def rank(self) -> int:
        """0 for the weakest."""
        return _ORDER.index(self.value)

    def __lt__(self, other: str) -> bool:
        """Whether it is weaker."""
        return self.rank < Licence(other).rank

    def __le__(self, other: str) -> bool:
        """Whether it is no stronger."""
        return self.rank <= Licence(other).rank

    def __gt__(self, other: str) -> bool:
        """Whether it is stronger."""
        return self.rank > Licence(other).rank

    def __ge__(self, other: str) -> bool:
        """Whether it is no weaker."""
        return self.rank >= Licence(other).rank


_ORDER = ("said", "associated", "predicts", "changes", "plain")
_REVIEW, _ACTIVITY = "systematicReview", "emg"
#: What a study of each design can show; every other design shows no more than that somebody says so.
_SHOWN = {
    _REVIEW: Licence.CHANGES,
    "rct": Licence.CHANGES,
    "cohort": Licence.PREDICTS,
    "crossSectional": Licence.ASSOCIATED,
    _ACTIVITY: Licence.ASSOCIATED,
}
_RISK, _TARGETS = "riskFactorFor", "targets"
#: So many independent reviews that agree license a plain wording.
_AGREEING = 2


def wording(relation: Relation) -> Licence | None:
    """What a plain sentence with this relation says; None where it is not about what brings about what.

    Symmetric relations say that two things go together, a risk factor that it comes before; all others that are causal or
    about interventions, and have a sign or compare, that one changes the other. To target a muscle is not to change it.
    """
    if relation.symmetric:
        return Licence.ASSOCIATED
    if relation.id == _RISK:
        return Licence.PREDICTS
    works = relation.family in (Family.CAUSAL, Family.INTERVENTION) and (relation.comparative or relation.sign)
    return Licence.CHANGES if works and relation.id != _TARGETS else None


@dataclass(frozen=True, slots=True, order=True)
class Study:
    """A study by its source, with its design."""

    source: str
    design: str


@dataclass(frozen=True, slots=True)
class Licensed:
    """How strongly a claim may be worded.

    `needed` is what its own relation says, None where that is not about what brings about what. `studies` are those that
    license the level, `possibly` those that would license what is needed but call it possible, `disputing` those that
    dispute the claim or a lesser one; all sorted. `studied` says that there is any study of the two concepts.
    """

    level: Licence
    needed: Licence | None
    studies: tuple[Study, ...] = ()
    possibly: tuple[Study, ...] = ()
    disputing: tuple[Study, ...] = ()
    studied: bool = False

    @property
    def suffices(self) -> bool:
        """Whether a plain sentence with the claim's own relation says no more than is licensed."""
        return self.needed is None or self.level >= self.needed


class Licences:
    """The licences of the claims of a corpus, each made once. Cost: a pass over the claims."""

    def __init__(self, corpus: Corpus, independence: Callable[[], Independence] | None = None) -> None:
        """`independence` is asked for when reviews are first to be counted; without it, it is made of the corpus."""
        self._corpus = corpus
        self._independence = independence
        self._made: dict[str, Licensed] = {}
        self._joining: dict[frozenset[str], list[Claim]] = defaultdict(list)
        self.any_study = False
        for claim in corpus.claims.values():
            self._joining[frozenset((claim.subject, claim.object))].append(claim)
            self.any_study = self.any_study or has_study(claim)

    def of(self, claim: Claim) -> Licensed:
        """How strongly this claim of the corpus may be worded."""
        if claim.id not in self._made:
            self._made[claim.id] = self._licensed(claim)
        return self._made[claim.id]

    def beside(self, claim: Claim) -> tuple[Claim, ...]:
        """The claims whose studies are studies of this one: itself, and others on what its two concepts do to each other."""
        return tuple(other for other in self._joining[frozenset((claim.subject, claim.object))] if self._speaks(other, claim))

    def _speaks(self, other: Claim, claim: Claim) -> bool:
        if other.id == claim.id:
            return True
        one, two = relation_of(self._corpus, other), relation_of(self._corpus, claim)
        if wording(one) is None or wording(two) is None or one.comparative or two.comparative:
            return False
        return one.symmetric or two.symmetric or other.subject == claim.subject

    def _licensed(self, claim: Claim) -> Licensed:
        needed = wording(relation_of(self._corpus, claim))
        beside = self.beside(claim)
        agreeing = [other for other in beside if not self._opposed(other, claim)]
        levels = [(one, self._level(one, other)) for other in agreeing for one in _granting(other)]
        best = max((level for _, level in levels), default=Licence.SAID)
        top = best if needed is None or best is Licence.PLAIN else min(best, needed)
        studies = _studies(one for one, level in levels if level >= top and _is_study(one))
        disputing = _studies(one for one in self._disputes(agreeing, needed) if _is_study(one))
        reviews = _studies(one for one, level in levels if needed and level >= needed and one.design == _REVIEW)
        disputed = any(one.design == _REVIEW for one in disputing)
        if needed and not disputed and self._independent(reviews) >= _AGREEING:
            top, studies = Licence.PLAIN, reviews
        return Licensed(
            level=top,
            needed=needed,
            studies=studies if top is not Licence.SAID else (),
            possibly=self._possibly(agreeing, needed) if needed and top < needed else (),
            disputing=disputing,
            studied=any(_is_study(one) for other in beside for one in other.assertions),
        )

    def _opposed(self, other: Claim, claim: Claim) -> bool:
        """Whether two claims on the same concepts are of opposite effect."""
        signs = {claim_sign(self._corpus, other), claim_sign(self._corpus, claim)}
        return signs == {1, -1}

    def _level(self, assertion: Assertion, claim: Claim) -> Licence:
        level = self._unhedged(assertion, claim)
        return min(level, Licence.ASSOCIATED) if assertion.certainty is Certainty.POSSIBLE else level

    def _unhedged(self, assertion: Assertion, claim: Claim) -> Licence:
        """What the assertion licenses by design, relation and stance."""
        relation = relation_of(self._corpus, claim)
        said, shown = wording(relation), _SHOWN.get(assertion.design or "", Licence.SAID)
        if said is None or (relation.comparative and assertion.design == _ACTIVITY):
            level = Licence.PLAIN if shown > Licence.SAID else Licence.SAID
        else:
            level = min(said, shown)
        if assertion.stance is not Stance.QUALIFIES:
            return level
        return min(level, Licence.ASSOCIATED) if said is None else _one_less(level)

    def _possibly(self, claims: Iterable[Claim], needed: Licence) -> tuple[Study, ...]:
        hedged = (
            one
            for claim in claims
            for one in _granting(claim)
            if one.certainty is Certainty.POSSIBLE and self._unhedged(one, claim) >= needed
        )
        return _studies(hedged)

    def _disputes(self, claims: Iterable[Claim], needed: Licence | None) -> Iterator[Assertion]:
        """Who disputes the claim, or one that says less of the same concepts."""
        for claim in claims:
            said = wording(relation_of(self._corpus, claim))
            if needed is None or (said is not None and said <= needed):
                yield from claim.by_stance(Stance.DISPUTES)

    def _independent(self, reviews: tuple[Study, ...]) -> int:
        """How many of the reviews are independent; nothing is looked up for a single one."""
        if len(reviews) < _AGREEING:
            return len(reviews)
        independence = self._independence() if self._independence else Independence.of(self._corpus)
        return independence.count(one.source for one in reviews)


def licence(corpus: Corpus, claim: Claim, independence: Independence | None = None) -> Licensed:
    """How strongly a claim may be worded. Cost: a pass over the corpus; ask `Licences` for more than one."""
    return Licences(corpus, (lambda: independence) if independence else None).of(claim)


def has_study(claim: Claim) -> bool:
    """Whether any study speaks of the claim."""
    return any(map(_is_study, claim.assertions))


def _is_study(assertion: Assertion) -> bool:
    """Whether it rests on observations of its own, or on a search for all of them."""
    return assertion.design in _SHOWN and not assertion.unconfirmed


def _granting(claim: Claim) -> Iterator[Assertion]:
    """The assertions that grant the claim, wholly or in part; one that only one reader has seen decides nothing."""
    denied = claim.sources(Stance.DISPUTES)
    for one in claim.assertions:
        qualifies = one.stance is Stance.QUALIFIES and one.source not in denied
        if not one.unconfirmed and (one.stance is Stance.SUPPORTS or qualifies):
            yield one


def _one_less(level: Licence) -> Licence:
    return Licence(_ORDER[max(level.rank - 1, 0)])


def _studies(assertions: Iterable[Assertion]) -> tuple[Study, ...]:
    return tuple(sorted({Study(one.source, one.design) for one in assertions if one.design}))
