"""From a stated claim to the claims of the graph: the same one, its contrary, a broader or a narrower one, the reverse."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from kneegraph.analysis.effect import claim_sign
from kneegraph.analysis.kinship import Kinship
from kneegraph.check.report import Nearness
from kneegraph.model import Claim, Corpus, Kind, claim_id
from kneegraph.text.stated import StatedClaim
from kneegraph.text.tokens import stem

#: A weaker wording of the same: who says that one goes with the other says no more than who says that it causes it.
_WEAKER = {
    "associatedWith": frozenset({"causes", "riskFactorFor", "controls", "improves", "reduces"}),
    "riskFactorFor": frozenset({"causes"}),
}
#: A stronger wording: sources that speak of a risk, or of going together, do not say that one brings the other about.
_STRONGER = {"causes": frozenset({"riskFactorFor", "associatedWith"}), "riskFactorFor": frozenset({"associatedWith"})}

_CAUSES = "causes"
#: What makes a bad state better makes it less.
_MENDING = frozenset({"improves", "controls"})


@dataclass(frozen=True, slots=True)
class Match:
    """A claim of the graph beside a stated one.

    `agrees`: whether who affirms the stated claim affirms this one. `stronger`: whether the stated wording says more.
    """

    claim: Claim
    nearness: Nearness = Nearness.EXACT
    agrees: bool = True
    stronger: bool = False


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A claim that is not the stated one, but that its writer should know of: `how` says what it is to it."""

    claim: Claim
    how: str


class Matcher:
    """Looks stated claims up in a corpus. Building it costs one pass over claims and concepts."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._kinship = Kinship(corpus)
        self._pairs: dict[tuple[str, str], list[Claim]] = defaultdict(list)
        for claim in corpus.claims.values():
            if claim.standing is not None:
                self._pairs[claim.subject, claim.object].append(claim)

    def match(self, stated: StatedClaim) -> Match | None:
        """What the graph holds of a stated claim: itself, or what says the same or the contrary in other terms."""
        found = self._itself(stated) or self._in_other_words(stated) or self._by_state(stated) or self._of_people(stated)
        return found or (self._by_opposites(stated) if stated.outcome is None else None)

    def _itself(self, stated: StatedClaim) -> Match | None:
        for relation in (stated.relation, *stated.also):
            for subject, object_ in self._ways(stated, relation):
                claim = self._corpus.claims.get(claim_id(subject, relation, object_, stated.outcome))
                if claim is not None and claim.standing is not None:
                    return Match(claim)
        return None

    def _ways(self, stated: StatedClaim, relation: str) -> list[tuple[str, str]]:
        ways = [(stated.subject, stated.object)]
        known = self._corpus.relations.get(relation)
        return [*ways, ways[0][::-1]] if known and known.symmetric else ways

    def _in_other_words(self, stated: StatedClaim) -> Match | None:
        """A claim on the same two concepts whose wording is only weaker or stronger."""
        for subject, object_ in self._ways(stated, stated.relation):
            for claim in self._between(subject, object_, stated.outcome):
                if claim.relation in _WEAKER.get(stated.relation, ()):
                    return Match(claim)
        for claim in self._between(stated.subject, stated.object, stated.outcome):
            if claim.relation in _STRONGER.get(stated.relation, ()):
                return Match(claim, stronger=True)
        return None

    def _by_state(self, stated: StatedClaim) -> Match | None:
        """Who inhibits a muscle makes it an inhibited one: a relation and a state of one stem come to the same."""
        state = self._corpus.concepts.get(stated.object)
        if stated.relation == _CAUSES and state and state.state_of:
            named = {_stem_of(one.label): one.id for one in self._corpus.relations.values()}
            relation = named.get(_stem_of(state.label))
            claims = self._between(stated.subject, state.state_of, stated.outcome) if relation else []
            return next((Match(claim) for claim in claims if claim.relation == relation), None)
        relation = _stem_of(self._corpus.relations[stated.relation].label)
        for name in self._kinship.states(stated.object):
            if _stem_of(self._corpus.concepts[name].label) == relation:
                for claim in self._between(stated.subject, name, stated.outcome):
                    if claim.relation == _CAUSES:
                        return Match(claim)
        return None

    def _of_people(self, stated: StatedClaim) -> Match | None:
        """What suits people with a complaint is recommended for the complaint."""
        people = self._corpus.concepts.get(stated.object)
        if people is None or people.kind is not Kind.POPULATION:
            return None
        names = (stated.relation, *stated.also)
        found = (claim for one in people.related for claim in self._between(stated.subject, one, stated.outcome))
        return next((Match(claim) for claim in found if claim.relation in names), None)

    def _by_opposites(self, stated: StatedClaim) -> Match | None:
        """A claim that comes to the same, or the contrary, since its concepts or its effect are opposites."""
        sign = self._sign(stated)
        if sign is None:
            return None
        subjects = [(stated.subject, 1), *((one, -1) for one in self._kinship.opposites(stated.subject))]
        objects = [(stated.object, 1), *((one, -1) for one in self._kinship.opposites(stated.object))]
        found = []
        for (subject, turn), (object_, other) in product(subjects, objects):
            for claim in self._between(subject, object_, None):
                effect = claim_sign(self._corpus, claim)
                if effect is not None:
                    same = (turn, other) == (1, 1) and effect == sign
                    agrees = effect * turn * other == sign
                    found.append((not agrees, turn * other < 0, claim.id, Match(claim, _near(same=same), agrees)))
        return min(found, key=lambda one: one[:3])[-1] if found else None

    def _sign(self, stated: StatedClaim) -> int | None:
        state = self._corpus.concepts.get(stated.object)
        if stated.relation in _MENDING and state and state.kind is Kind.MUSCLE_STATE and state.sign != 1:
            return -1  # who improves a weakness makes it less
        claim = Claim("", stated.subject, stated.relation, stated.object, "")
        return claim_sign(self._corpus, claim) if stated.relation in self._corpus.relations else None

    def _between(self, subject: str, object_: str, outcome: str | None) -> list[Claim]:
        return [claim for claim in self._pairs.get((subject, object_), ()) if claim.outcome == outcome]

    def neighbour(self, stated: StatedClaim) -> Neighbour | None:
        """The nearest claim of the graph to one that it does not hold: the reverse, a broader, a narrower one."""
        return next(self._neighbours(stated), None)

    def _neighbours(self, stated: StatedClaim) -> Iterator[Neighbour]:
        relations = {stated.relation, *stated.also}
        for claim in self._between(stated.object, stated.subject, stated.outcome):
            if claim.relation in relations:
                yield Neighbour(claim, "reverse")
        for how, wider in (("broader", self._kinship.broader), ("narrower", self._kinship.narrower)):
            for subject, object_ in self._around(stated, wider(stated.subject), wider(stated.object)):
                for claim in self._between(subject, object_, stated.outcome):
                    if claim.relation in relations:
                        yield Neighbour(claim, how)
        for claim in self._between(stated.subject, stated.object, stated.outcome):
            yield Neighbour(claim, "same pair")

    @staticmethod
    def _around(stated: StatedClaim, subjects: tuple[str, ...], objects: tuple[str, ...]) -> Iterator[tuple[str, str]]:
        yield from ((one, stated.object) for one in subjects)
        yield from ((stated.subject, one) for one in objects)


def _stem_of(label: str) -> str:
    return stem(label.split(" ", 1)[0])


def _near(*, same: bool) -> Nearness:
    return Nearness.EXACT if same else Nearness.OPPOSITE
