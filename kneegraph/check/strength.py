"""What a finding says of the studies behind a claim, and sentences that are no stronger than these license."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kneegraph.analysis.effect import claim_sign
from kneegraph.analysis.evidence.licence import Licence, Licensed, Study
from kneegraph.analysis.kinship import kind_of
from kneegraph.check.citing import capital, cited, few, named
from kneegraph.check.licensing import Licensing
from kneegraph.check.matching import Match
from kneegraph.check.phrasing import hedged, plainly, with_verb
from kneegraph.check.report import Verdict
from kneegraph.check.verdicts import only_possible
from kneegraph.check.wording import reservations, suggestion
from kneegraph.model import Basis, Claim, Corpus, Family, Kind, Stance, Standing

_AT_ODDS = frozenset({Standing.CONTESTED, Standing.DISPUTED})
_PRECEDES = "precedes"
#: What studies show that license less than a cause.
_SHOWN = {
    Licence.ASSOCIATED: "that the two go together",
    Licence.PREDICTS: "that the one comes before the other",
}


def studies_said(corpus: Corpus, licensed: Licensed) -> str:
    """A sentence on what the studies show, with who they are; "" where none is to be expected."""
    if not licensed.studied:
        return "No study of it was found here." if licensed.needed else ""
    if licensed.possibly:
        return _told(corpus, licensed.possibly, "call", "it possible and no more")
    if licensed.level is Licence.SAID:
        against = licensed.disputing
        why = f"{_named(corpus, against)} {_verb('dispute', against)} it" if against else "those there are have reservations"
        return f"No study here bears it out; {why}."
    if licensed.needed is None:
        return _told(corpus, licensed.studies, "bear", "it out" if licensed.level is Licence.PLAIN else "it out with reserve")
    if licensed.level in _SHOWN:
        if licensed.suffices:
            return _told(corpus, licensed.studies, "show", _SHOWN[licensed.level])
        shown = _told(corpus, licensed.studies, "show", f"no more than {_SHOWN[licensed.level]}")
        return f"{shown[:-1]}{_against(corpus, licensed.disputing)}."
    return _told(corpus, licensed.studies, "bear", "it out")


def _against(corpus: Corpus, disputing: Sequence[Study]) -> str:
    return f"; {_named(corpus, disputing)} {_verb('speak', disputing)} against the claim" if disputing else ""


def _told(corpus: Corpus, studies: Sequence[Study], verb: str, what: str) -> str:
    who = "Studies" if len({one.source for one in studies}) > 1 else "A study"
    return f"{who} {_verb(verb, studies)} {what} ({_cited(corpus, studies)})."


def within_licence(corpus: Corpus, licensing: Licensing, claim: Claim) -> Iterator[str]:
    """Sentences that say of the claim what its studies license, the best first; the last are not stronger than hearsay.

    Nothing says that they are free of other faults: what they say instead may itself be contested or qualified.
    """
    licensed = licensing.of(claim)
    if licensed is None:
        return
    if licensed.possibly:
        yield f"{capital(hedged(corpus, claim))} ({_cited(corpus, licensed.possibly)})."
    yield from _by_lesser_claim(corpus, licensing, claim, licensed)
    if licensed.level is Licence.SAID and licensed.disputing:
        yield from _by_dispute(corpus, licensing, claim)
    link = _link(corpus, licensing, claim, licensed)
    if link:
        if claim.standing is Standing.SUPPORTED:
            yield f"{capital(link)} ({_cited(corpus, licensed.studies)})."
        yield f"According to {_named(corpus, licensed.studies)}, {link}{reservations(corpus, claim)}."
    if claim.standing is Standing.SUPPORTED:
        yield attributed(corpus, claim)


def attributed(corpus: Corpus, claim: Claim) -> str:
    """The claim as what its supporters say, without a word on whether it is so."""
    said = hedged(corpus, claim) if only_possible(claim) else plainly(corpus, claim)
    supporters = claim.by_stance(Stance.SUPPORTS)
    if len({one.source for one in supporters}) == 1:
        return f"According to {named(corpus, claim.sources(Stance.SUPPORTS))}, {said}."
    told = all(one.basis is Basis.ANECDOTE for one in supporters)
    opening = "Some report from their own experience" if told else "Some say"
    return f"{opening} that {said} ({cited(corpus, claim, Stance.SUPPORTS)})."


def _by_lesser_claim(corpus: Corpus, licensing: Licensing, claim: Claim, licensed: Licensed) -> Iterator[str]:
    lesser = licensing.worded(claim)
    if lesser is None or lesser.id == claim.id:
        return
    if lesser.standing is Standing.SUPPORTED:
        yield f"{capital(plainly(corpus, lesser))} ({_cited(corpus, licensed.studies)})."
    if lesser.standing is Standing.QUALIFIED:
        who = _named(corpus, licensed.studies)
        yield f"According to {who}, {plainly(corpus, lesser)}{reservations(corpus, lesser)}."
    instead = suggestion(corpus, Verdict.OVERSTATED, Match(lesser))
    if instead:
        yield instead


def _by_dispute(corpus: Corpus, licensing: Licensing, claim: Claim) -> Iterator[str]:
    """What is said of a lesser claim that is disputed: not even that is settled."""
    for other in licensing.beside(claim):
        instead = suggestion(corpus, Verdict.OVERSTATED, Match(other)) if other.standing in _AT_ODDS else None
        if instead:
            yield instead


def _link(corpus: Corpus, licensing: Licensing, claim: Claim, licensed: Licensed) -> str | None:
    """The licensed link as a clause, where no claim of the corpus has the words for it."""
    sign, relation = claim_sign(corpus, claim), corpus.relations[claim.relation]
    association = licensing.association
    if relation.comparative or sign is None:
        return None
    measure = "less" if sign < 0 else "better" if relation.family is Family.INTERVENTION else ""
    if measure and kind_of(corpus, claim.object) is Kind.MUSCLE:
        measure = f"{measure} work of"
    if licensed.level is Licence.PREDICTS:
        return with_verb(corpus, claim, _PRECEDES, measure)
    if licensed.level is Licence.ASSOCIATED and association:
        return with_verb(corpus, claim, association.label, measure)
    return None


def _cited(corpus: Corpus, studies: Sequence[Study]) -> str:
    return "; ".join(few(corpus, [*dict.fromkeys(one.source for one in studies)]))


def _named(corpus: Corpus, studies: Sequence[Study]) -> str:
    return named(corpus, [*dict.fromkeys(one.source for one in studies)]) if studies else ""


def _verb(plural: str, studies: Sequence[Study]) -> str:
    return plural if len({one.source for one in studies}) > 1 else f"{plural}s"
