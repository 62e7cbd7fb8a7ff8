"""Sentences beside what the studies license: whether they say more, and which verb would say no more."""

from __future__ import annotations

from kneegraph.analysis.evidence.licence import Licence, Licences, Licensed, wording
from kneegraph.check.matching import Match
from kneegraph.model import Claim, Corpus, Relation, Standing
from kneegraph.text.stated import StatedClaim

#: What sources are at odds about, or deny, is no wording to offer as it stands.
_SETTLED = frozenset({Standing.SUPPORTED, Standing.QUALIFIED})


class Licensing:
    """What the studies of a corpus license. A corpus without any study licenses nothing and forbids nothing."""

    def __init__(self, corpus: Corpus, licences: Licences | None = None) -> None:
        self._corpus = corpus
        self._licences = licences or Licences(corpus)

    def of(self, claim: Claim) -> Licensed | None:
        """How strongly the claim may be worded; None where the corpus holds no study at all."""
        return self._licences.of(claim) if self._licences.any_study else None

    def beside(self, claim: Claim) -> tuple[Claim, ...]:
        """The claims whose studies count for this one, itself among them."""
        return self._licences.beside(claim)

    def is_exceeded(self, stated: StatedClaim, match: Match) -> bool:
        """Whether a plain sentence tells of a cause, or of a risk, where there are studies and they license less."""
        licensed, asked = self.of(match.claim), self._asked(stated, match)
        if licensed is None or asked is None or stated.hedged or not licensed.studied:
            return False
        return asked > Licence.ASSOCIATED and licensed.level < asked

    def is_unstudied(self, claim: Claim) -> bool:
        """Whether there are studies, none of them on what this claim says that one thing does to another."""
        licensed = self.of(claim)
        return licensed is not None and licensed.needed is not None and not licensed.studied

    def _asked(self, stated: StatedClaim, match: Match) -> Licence | None:
        """What the wording of the sentence takes: that of the claim, or less where the sentence says less."""
        own = wording(self._corpus.relations[match.claim.relation])
        if match.claim.relation in (stated.relation, *stated.also):
            return own
        said = wording(self._corpus.relations[stated.relation])
        return min(own, said) if own and said else None

    def worded(self, claim: Claim) -> Claim | None:
        """A claim on the same two concepts that says just what is licensed, where there is one."""
        licensed = self.of(claim)
        if licensed is None or licensed.level is Licence.SAID:
            return None
        relations = self._corpus.relations
        those = [one for one in self.beside(claim) if one.standing and wording(relations[one.relation]) is licensed.level]
        return max(those, key=lambda one: (one.subject == claim.subject, len(one.assertions), one.id), default=None)

    def narrower_verb(self, stated: StatedClaim, match: Match) -> str | None:
        """A verb in the singular that would say no more than is licensed; None where other words are needed too."""
        licensed, claim = self.of(match.claim), match.claim
        worded = self.worded(claim)
        if licensed is None or worded is None or worded.standing not in _SETTLED or not match.agrees:
            return None
        relation = self._corpus.relations[worded.relation]
        own = self._corpus.relations[claim.relation]
        if relation.sign is None and (own.sign or 0) < 0:
            return None  # "is associated with" would lose which way
        backwards = stated.subject_span.start > stated.object_span.start
        return relation.inverse_label if backwards else relation.label

    @property
    def association(self) -> Relation | None:
        """The relation that says that two things go together."""
        return next((one for one in self._corpus.relations.values() if one.symmetric), None)
