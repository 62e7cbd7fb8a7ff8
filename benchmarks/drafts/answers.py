"""What a checker says of a sentence, in the few words that are scored, and the two that are compared."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from entries import Sentence

from kneegraph.check.report import Finding, Report
from kneegraph.model import Claim, Concept, Standing

Triple: TypeAlias = tuple[str | None, str | None, str | None]


@dataclass(frozen=True, slots=True)
class Answer:
    """One finding: every reading it can be said to have (as understood, and as the graph has it), and its verdict."""

    triples: frozenset[Triple]
    outcome: str | None
    verdict: str
    polarity: str = "affirmed"
    hedged: bool = False


#: Reads a sentence in its paragraph and says what it finds in that sentence.
Checking: TypeAlias = Callable[[Sentence], Sequence[Answer]]


def by_checker(check: Callable[[str], Report]) -> Checking:
    """The checker's own answers: the findings that begin within the sentence, comments' left out."""

    def answers(sentence: Sentence) -> list[Answer]:
        found = check(sentence.paragraph).findings
        return [_answer(one) for one in found if one.verdict and one.place.start >= sentence.start]

    return answers


def _answer(finding: Finding) -> Answer:
    triples: set[Triple] = {(finding.subject, finding.relation, finding.object)}
    outcome = finding.outcome
    if finding.claim:
        triples.add((finding.claim.subject, finding.claim.relation, finding.claim.object))
        outcome = finding.claim.outcome
    return Answer(frozenset(triples), outcome, str(finding.verdict), str(finding.polarity), finding.hedged)


#: What a plain sentence gets of a claim that stands so.
PLAINLY: Mapping[Standing | None, str] = {
    Standing.SUPPORTED: "supported",
    Standing.QUALIFIED: "qualified",
    Standing.CONTESTED: "contested",
    Standing.DISPUTED: "contradicted",
    Standing.REPORTED: "reported",
}


def by_keywords(claims: Iterable[Claim], concepts: Mapping[str, Concept]) -> Checking:
    """The baseline: where the sentence has labels of both ends of a claim, the claim's standing as verdict.

    Labels are the graph's own, the longest that fits first, in any case; nothing else is looked at. Of several claims
    between the same two concepts the first is taken, since a reader is shown one.
    """
    label_to_id = {label.casefold(): one.id for one in concepts.values() for label in one.labels}
    longest_first = sorted(label_to_id, key=lambda label: (-len(label), label))
    labels = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
    between: dict[tuple[str, str], Claim] = {}
    for claim in claims:
        between.setdefault((claim.subject, claim.object), claim)

    def answers(sentence: Sentence) -> list[Answer]:
        named = {label_to_id[hit[0]] for hit in labels.finditer(sentence.text.casefold())}
        both = [claim for (subject, object_), claim in between.items() if subject in named and object_ in named]
        return [_plainly(claim) for claim in both]

    return answers


def _plainly(claim: Claim) -> Answer:
    triple = (claim.subject, claim.relation, claim.object)
    return Answer(frozenset({triple}), claim.outcome, PLAINLY[claim.standing])
