"""What a finding says, and the sentence that it offers: at the strength the sources license, with who says so."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kneegraph.check.citing import bylines, capital, cited, hedged, named
from kneegraph.check.matching import Match, Neighbour
from kneegraph.check.report import Nearness, Verdict
from kneegraph.check.verdicts import only_possible, over_reaching
from kneegraph.model import Claim, Corpus, Stance, Standing
from kneegraph.text.stated import Boost, StatedClaim

_HOW = {
    "reverse": "they say the reverse",
    "broader": "they say it more broadly",
    "narrower": "they say it more narrowly",
    "same pair": "of the two they say",
}
_SPACES, _BEFORE_MARK = re.compile(r"\s{2,}"), re.compile(r"\s+([,.;:!])")
_SIDES = {
    Stance.SUPPORTS: "supported",
    Stance.DISPUTES: "disputed",
    Stance.QUALIFIES: "qualified",
    Stance.REPORTS: "passed on",
}


def message(corpus: Corpus, stated: StatedClaim, verdict: Verdict, match: Match | None, near: Neighbour | None) -> str:
    """One or two sentences: what the sources make of the claim, both sides with their counts."""
    if match is None:
        return _not_in_graph(corpus, stated, near)
    claim = match.claim
    said = f"“{claim.label}” is {counts(corpus, claim)}"
    if match.nearness is Nearness.OPPOSITE:
        said = (
            f"{'this comes to' if match.agrees else 'this is at odds with'} “{claim.label}”, which is {counts(corpus, claim)}"
        )
    ends = {
        Verdict.CONTESTED: "the sentence takes one side",
        Verdict.QUALIFIED: f"the sentence leaves out the condition: {_conditions(claim)}",
        Verdict.CONTRADICTED: "the sentence says the contrary",
        Verdict.OVERSTATED: _too_much(stated, match),
        Verdict.REPORTED: "nobody here says so at first hand",
        Verdict.SUPPORTED: "the sentence agrees with all that speak of it",
    }
    return f"{capital(said)}; {ends[verdict]}."


def counts(corpus: Corpus, claim: Claim) -> str:
    """The sides of a claim with their numbers and, in brackets, who they are."""
    parts = []
    for stance, word in _SIDES.items():
        sources = claim.sources(stance)
        if sources:
            parts.append(f"{word} by {len(sources)} ({'; '.join(bylines(corpus, sources))})")
    return ", ".join(parts)


def _conditions(claim: Claim) -> str:
    return "; ".join(
        dict.fromkeys(_low(why.comment) for one in claim.by_stance(Stance.QUALIFIES) for why in one.qualifications)
    )


def _low(comment: str) -> str:
    """A comment as part of a sentence: no full stop, and no capital but of a name."""
    text = comment.strip().rstrip(".")
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text


def _too_much(stated: StatedClaim, match: Match) -> str:
    if over_reaching(stated):
        return "no source says it so strongly"
    if match.stronger:
        return "the sources speak of a link or a risk, not of a cause"
    return "the sources only say that it is possible"


def _not_in_graph(corpus: Corpus, stated: StatedClaim, near: Neighbour | None) -> str:
    subject, object_ = (_label(corpus, one) for one in (stated.subject, stated.object))
    relation = corpus.relations[stated.relation].label
    outcome = f" for {_label(corpus, stated.outcome)}" if stated.outcome else ""
    said = f"No source here says that {subject} {relation} {object_}{outcome}"
    return f"{said}; {_HOW[near.how]}: “{near.claim.label}”, {counts(corpus, near.claim)}." if near else f"{said}."


def suggestion(corpus: Corpus, verdict: Verdict, match: Match | None) -> str | None:
    """A sentence to stand in place of the draft's; None where there is nothing to mend, or nothing to mend it with."""
    if match is None or verdict in (Verdict.SUPPORTED, Verdict.NOT_IN_GRAPH):
        return None
    claim = match.claim
    standing = claim.standing
    if standing is Standing.CONTESTED:
        sides = f"{named(corpus, claim, Stance.SUPPORTS)} supports it, {named(corpus, claim, Stance.DISPUTES)} disputes it"
        return f"Sources disagree on whether {claim.label}: {sides}."
    if standing is Standing.DISPUTED:
        return f"According to {named(corpus, claim, Stance.DISPUTES)}, it is not so that {claim.label}."
    if standing is Standing.REPORTED:
        return f"Some say that {claim.label}, which {named(corpus, claim, Stance.REPORTS)} passes on without taking a side."
    if standing is Standing.QUALIFIED:
        return _qualified(corpus, claim)
    if verdict is Verdict.CONTRADICTED and not only_possible(claim):
        return f"According to {named(corpus, claim, Stance.SUPPORTS)}, {claim.label}."
    return f"{capital(hedged(corpus, claim))} ({cited(corpus, claim, Stance.SUPPORTS)})."


def narrowed(corpus: Corpus, sentence: str, over: Sequence[Boost], claim: Claim) -> str:
    """The writer's sentence with each word that reaches too far replaced by its narrower wording, and the sources cited."""
    text = sentence
    for one in sorted(over, key=lambda boost: -boost.span.start):
        text = f"{text[: one.span.start]}{one.narrower}{text[one.span.end :]}"
    text = _SPACES.sub(" ", _BEFORE_MARK.sub(r"\1", text)).strip(" ,")
    stop = text[-1] if text[-1:] in ".!" else ""
    cited_ = cited(corpus, claim, Stance.SUPPORTS)
    return f"{capital(text.removesuffix(stop))} ({cited_}){stop or '.'}" if cited_ else capital(text)


def _qualified(corpus: Corpus, claim: Claim) -> str:
    limit = f"{named(corpus, claim, Stance.QUALIFIES)} adds a limit: {_conditions(claim)}"
    supporters = named(corpus, claim, Stance.SUPPORTS)
    return (
        f"According to {supporters}, {claim.label}, but {limit}."
        if supporters
        else f"According to {limit.replace(' adds a limit', '')}."
    )


def _label(corpus: Corpus, concept: str | None) -> str:
    known = corpus.concepts.get(concept) if concept else None
    return known.label if known else concept or ""
