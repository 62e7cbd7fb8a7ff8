"""Gaps: what the claims leave open, or rest on too little."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kneegraph.analysis.effect import TREATMENTS, relation_of
from kneegraph.analysis.exercises import RECOMMENDED, ExerciseLink, exercises
from kneegraph.analysis.kinship import COMPLAINTS, kind_of, label, listed
from kneegraph.analysis.mainstays import mainstays
from kneegraph.analysis.network import open_to_chains
from kneegraph.found import Drawn
from kneegraph.model import Claim, Corpus, Kind, Stance, Standing

_MECHANISMS = frozenset({Kind.MUSCLE, Kind.MUSCLE_STATE, Kind.JOINT_ACTION, Kind.FUNCTION})
_TREATED = COMPLAINTS - {Kind.SIGN}  # a sign is looked for, not treated


class GapKind(StrEnum):
    """What is missing."""

    NO_MECHANISM = "no-mechanism"
    NO_EXERCISE = "no-exercise"
    SINGLE_SOURCE = "single-source"
    SECOND_HAND = "second-hand"


@dataclass(frozen=True, slots=True)
class Gap(Drawn):
    """Something missing at a concept, with the claims that show it; all references are identifiers."""

    kind: GapKind
    concept: str
    explanation: str
    claims: tuple[str, ...] = ()


_Ranked = tuple[int, Gap]


def gaps(corpus: Corpus, *, links: Sequence[ExerciseLink] | None = None) -> list[Gap]:
    """What is missing, kind by kind, within each the gravest first.

    Exercises and interventions by how many sources recommend them, complaints by how many claims are about them, single
    sources by how much hangs on them, second-hand claims by how many report them. `links` are all exercise links of the
    corpus, where they have been found already. Cost: that of `exercises` for all, unless they are given.
    """
    links = exercises(corpus) if links is None else links
    found = (
        *_no_mechanism(corpus),
        *_no_exercise(corpus, links),
        *_single_source(corpus, links),
        *_second_hand(corpus),
    )
    order = [*GapKind]
    ranked = sorted(found, key=lambda item: (order.index(item[1].kind), -item[0], item[1].concept, item[1].claims))
    return [gap for _, gap in ranked]


def _no_mechanism(corpus: Corpus) -> Iterator[_Ranked]:
    """Exercises and interventions that are recommended for something, of which nobody says what they work on."""
    leaving = _by_concept(corpus, lambda claim: (claim.subject,))
    for concept in (concept for concept in corpus.concepts.values() if concept.kind in TREATMENTS):
        advice = [claim for claim in leaving[concept.id] if _advises(corpus, claim)]
        if advice and not any(_works_on(corpus, claim) for claim in leaving[concept.id]):
            sources = sorted({source for claim in advice for source in claim.sources(Stance.SUPPORTS)})
            aims = listed(label(corpus, claim.object) for claim in advice)
            explanation = f"{concept.label} is recommended for {aims} ({listed(sources)}), but nobody says what it works on."
            yield len(sources), Gap(GapKind.NO_MECHANISM, concept.id, explanation, tuple(claim.id for claim in advice))


def _by_concept(corpus: Corpus, ends: Callable[[Claim], Iterable[str]]) -> dict[str, list[Claim]]:
    found: dict[str, list[Claim]] = defaultdict(list)
    for _, claim in sorted(corpus.claims.items()):
        for concept in dict.fromkeys(ends(claim)):
            found[concept].append(claim)
    return found


def _advises(corpus: Corpus, claim: Claim) -> bool:
    aim = kind_of(corpus, claim.object)
    return claim.relation == RECOMMENDED and claim.tally.supports > 0 and aim in COMPLAINTS | _MECHANISMS


def _works_on(corpus: Corpus, claim: Claim) -> bool:
    usable = relation_of(corpus, claim).chainable and open_to_chains(claim)
    return usable and kind_of(corpus, claim.object) in _MECHANISMS


def _no_exercise(corpus: Corpus, links: Iterable[ExerciseLink]) -> Iterator[_Ranked]:
    """Complaints that somebody makes claims about, with nothing that is said to help."""
    helped = {link.outcome for link in links if link.standing is not Standing.DISPUTED}
    about = _by_concept(corpus, lambda claim: (claim.subject, claim.object))
    for concept in (concept for concept in corpus.concepts.values() if concept.kind in _TREATED):
        claims = [claim for claim in about[concept.id] if claim.tally.supports]
        if claims and concept.id not in helped:
            explanation = f"Nothing is said to help with {concept.label}, though claims are made about it ({len(claims)})."
            yield len(claims), Gap(GapKind.NO_EXERCISE, concept.id, explanation, tuple(claim.id for claim in claims))


def _single_source(corpus: Corpus, links: Iterable[ExerciseLink]) -> Iterator[_Ranked]:
    """Claims of one lone supporter without which several exercises would no longer lead to what they are linked to."""
    for stay in mainstays(corpus, links):
        claim = corpus.claims[stay.claim]
        explanation = (
            f"“{claim.label}” rests on {listed(claim.sources(Stance.SUPPORTS))} alone; on it hang {len(stay.links)} links"
            f" from exercises or interventions ({len(stay.exercises)}) to outcomes ({len(stay.outcomes)})."
        )
        yield len(stay.links), Gap(GapKind.SINGLE_SOURCE, claim.subject, explanation, (claim.id,))


def _second_hand(corpus: Corpus) -> Iterator[_Ranked]:
    for claim in corpus.claims.values():
        if claim.standing is Standing.REPORTED:
            sources = claim.sources(Stance.REPORTS)
            explanation = f"“{claim.label}” is known at second hand only, from {listed(sources)}."
            yield len(sources), Gap(GapKind.SECOND_HAND, claim.subject, explanation, (claim.id,))
