"""Gaps: what the claims leave open, or rest on too little."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from kneegraph.analysis.effect import TREATMENTS, relation_of
from kneegraph.analysis.exercises import RECOMMENDED, ExerciseLink, exercises
from kneegraph.analysis.hanging import Hanging, Hangs
from kneegraph.analysis.kinship import COMPLAINTS, kind_of, label, listed
from kneegraph.analysis.mainstays import mainstays
from kneegraph.analysis.network import open_to_chains
from kneegraph.found import Drawn
from kneegraph.model import Assertion, Basis, Claim, Corpus, Kind, Stance, Standing

_MECHANISMS = frozenset({Kind.MUSCLE, Kind.MUSCLE_STATE, Kind.JOINT_ACTION, Kind.FUNCTION})
#: Bases that are no more than somebody's word.
_WORD = frozenset({Basis.STATEMENT, Basis.ANECDOTE})
_TREATED = COMPLAINTS - {Kind.SIGN}  # a sign is looked for, not treated


class GapKind(StrEnum):
    """What is missing."""

    NO_MECHANISM = "no-mechanism"
    NO_EXERCISE = "no-exercise"
    SINGLE_SOURCE = "single-source"
    UNSETTLED = "unsettled"
    UNSTUDIED = "unstudied"
    SECOND_HAND = "second-hand"


@dataclass(frozen=True, slots=True)
class Gap(Drawn):
    """Something missing at a concept, with the claims that show it and what hangs on them; all references are identifiers."""

    kind: GapKind
    concept: str
    explanation: str
    claims: tuple[str, ...] = ()
    hangs: Hangs = field(default_factory=Hangs)


_Ranked = tuple[int, Gap]


def gaps(corpus: Corpus, *, links: Sequence[ExerciseLink] | None = None) -> list[Gap]:
    """What is missing, kind by kind, within each that on which most hangs first (`hanging_weight`).

    Where as much hangs: exercises and interventions by how many sources recommend them, complaints by how many claims are
    about them, single sources by the links that cannot do without them, the rest by how many sources speak. `links` are all
    exercise links of the corpus, where they have been found already. Cost: that of `exercises` for all, unless they are given,
    and one search for each pair of muscle state or fault and complaint.
    """
    links = exercises(corpus) if links is None else links
    hanging = Hanging(corpus, links)
    found = (
        *_no_mechanism(corpus),
        *_no_exercise(corpus, links),
        *_single_source(corpus, links),
        *_unsettled(corpus, hanging),
        *_unstudied(corpus, hanging),
        *_second_hand(corpus),
    )
    order = [*GapKind]
    weighed = [(rank, replace(gap, hangs=hanging.on(gap.claims))) for rank, gap in found]
    weighed.sort(
        key=lambda item: (order.index(item[1].kind), -item[1].hangs.weight, -item[0], item[1].concept, item[1].claims)
    )
    return [gap for _, gap in weighed]


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


def _unsettled(corpus: Corpus, hanging: Hanging) -> Iterator[_Ranked]:
    """Contested claims that chains or links pass: settling them, either way, would change these."""
    for claim in corpus.claims.values():
        on_it = _told(hanging.on([claim.id])) if claim.standing is Standing.CONTESTED else ""
        if on_it:
            for_it, against = (listed(claim.sources(stance)) for stance in (Stance.SUPPORTS, Stance.DISPUTES))
            explanation = f"“{claim.label}” is contested: {for_it} for it, {against} against; on it hang {on_it}."
            yield len(claim.sources()), Gap(GapKind.UNSETTLED, claim.subject, explanation, (claim.id,))


def _unstudied(corpus: Corpus, hanging: Hanging) -> Iterator[_Ranked]:
    """Claims that chains or links pass, for which there is somebody's word and no study: candidates for one.

    A study that says anything of the same two concepts counts, whichever way round. What is contested is unsettled instead.
    """
    studied = {
        frozenset((claim.subject, claim.object)) for claim in corpus.claims.values() if any(map(_study, claim.assertions))
    }
    for claim in corpus.claims.values():
        word = claim.tally.supports and all(one.basis in _WORD for one in claim.assertions)
        on_it = _told(hanging.on([claim.id])) if word and claim.standing is not Standing.CONTESTED else ""
        if on_it and {claim.subject, claim.object} not in studied:
            sources = listed(claim.sources(Stance.SUPPORTS))
            explanation = f"“{claim.label}” rests on the word of {sources}, and no study of it is known; on it hang {on_it}."
            yield len(claim.sources()), Gap(GapKind.UNSTUDIED, claim.subject, explanation, (claim.id,))


def _study(one: Assertion) -> bool:
    return one.basis is Basis.STUDY or one.design is not None


def _told(hangs: Hangs) -> str:
    """What hangs on a claim, in words; nothing where no chain and no link does."""
    counts = (hangs.chains, "chain"), (hangs.links, "exercise link")
    return listed(f"{count} {noun}{'' if count == 1 else 's'}" for count, noun in counts if count)


def _second_hand(corpus: Corpus) -> Iterator[_Ranked]:
    for claim in corpus.claims.values():
        if claim.standing is Standing.REPORTED:
            sources = claim.sources(Stance.REPORTS) or claim.sources()
            explanation = f"“{claim.label}” is known at second hand only, from {listed(sources)}."
            if not claim.tally.reports:
                explanation = f"“{claim.label}” has been read by one person only, in {listed(sources)}."
            yield len(sources), Gap(GapKind.SECOND_HAND, claim.subject, explanation, (claim.id,))
