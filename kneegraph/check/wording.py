"""What a finding says, and the sentence that it offers: at the strength the sources license, with who says so."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kneegraph.check import phrasing
from kneegraph.check.citing import capital, cited, few, named
from kneegraph.check.matching import Match, Neighbour
from kneegraph.check.phrasing import hedged, plainly
from kneegraph.check.report import Nearness, Verdict
from kneegraph.check.verdicts import only_possible, over_reaching
from kneegraph.model import Claim, Corpus, Stance, Standing
from kneegraph.text.documents.tape import OPAQUE
from kneegraph.text.stated import Boost, StatedClaim

_HOW = {
    "reverse": "they say the reverse",
    "broader": "they say it more broadly",
    "narrower": "they say it more narrowly",
    "same pair": "of the two they say",
}
_SPACES, _BEFORE_MARK = re.compile(r"\s{2,}"), re.compile(r"(?:\s|,(?=\s*,))+([,.;:!])")
#: What ends a sentence: its stops, what closes quotations and brackets, marks that lead on to what follows.
_STOPS, _CLOSING, _LEADING = " .!…", "\"'”’)]", ":;"
_POSSIBLE = re.compile(r"\b(?:may|might|can|could|possibly|possible|perhaps)\b", re.IGNORECASE)
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
        Verdict.QUALIFIED: f"the sentence leaves out that {' and that '.join(_conditions(corpus, claim))}",
        Verdict.CONTRADICTED: "the sentence says the contrary",
        Verdict.OVERSTATED: _too_much(stated, match),
        Verdict.REPORTED: _at_second_hand(claim),
        Verdict.SUPPORTED: "the sentence agrees with all that speak of it",
    }
    return f"{capital(said)}; {ends[verdict]}."


def counts(corpus: Corpus, claim: Claim) -> str:
    """The sides of a claim with their numbers and, in brackets, who they are."""
    parts = []
    for stance, word in _SIDES.items():
        sources = claim.sources(stance)
        if sources:
            parts.append(f"{word} by {len(sources)} ({'; '.join(few(corpus, sources))})")
    return ", ".join(parts)


def _conditions(corpus: Corpus, claim: Claim, source: str | None = None) -> list[str]:
    """What the sources, or one of them, make their reservations for, each as a part of a sentence."""
    said = (one for one in claim.by_stance(Stance.QUALIFIES) if source in (None, one.source))
    return [*dict.fromkeys(_low(corpus, claim, why.comment) for one in said for why in one.qualifications)]


def _low(corpus: Corpus, claim: Claim, comment: str) -> str:
    """A comment as part of a sentence: no full stop, and no capital but of a name."""
    text = comment.strip().rstrip(".!… ")
    first = text.split(" ", 1)[0]
    names = {word for one in (claim.subject, claim.object, claim.outcome) for word in _label(corpus, one).split()}
    names.update(word for one in claim.assertions if one.source in corpus.sources for word in _maker(corpus, one.source))
    return text if first in names or (not text[1:2].islower() and text[1:2] != " ") else text[:1].lower() + text[1:]


def _maker(corpus: Corpus, source: str) -> list[str]:
    return (corpus.sources[source].creator or "").split()


def _too_much(stated: StatedClaim, match: Match) -> str:
    if over_reaching(stated):
        return "no source says it so strongly"
    if match.stronger:
        return "the sources speak of a link or a risk, not of a cause"
    if only_possible(match.claim):
        return "the sources only say that it is possible"
    return "the sentence says more than the studies show"


def _at_second_hand(claim: Claim) -> str:
    if claim.by_stance(Stance.REPORTS):
        return "nobody here says so at first hand"
    return "only one reader has seen it there"


def _not_in_graph(corpus: Corpus, stated: StatedClaim, near: Neighbour | None) -> str:
    said = f"No source here says that {phrasing.stated(corpus, stated)}"
    return f"{said}; {_HOW[near.how]}: “{near.claim.label}”, {counts(corpus, near.claim)}." if near else f"{said}."


def suggestion(corpus: Corpus, verdict: Verdict, match: Match | None) -> str | None:
    """A sentence to stand in place of the draft's; None where there is nothing to mend, or nothing to mend it with."""
    if match is None or verdict in (Verdict.SUPPORTED, Verdict.NOT_IN_GRAPH):
        return None
    claim = match.claim
    standing = claim.standing
    if standing is Standing.CONTESTED:
        return f"Sources disagree on whether {plainly(corpus, claim)}: {_sides(corpus, claim)}."
    if standing is Standing.DISPUTED:
        who = named(corpus, claim.sources(Stance.DISPUTES))
        return f"According to {who}, it is not so that {plainly(corpus, claim)}{reservations(corpus, claim)}."
    if standing is Standing.REPORTED:
        if not claim.by_stance(Stance.REPORTS):
            return f"Some say that {plainly(corpus, claim)} ({'; '.join(few(corpus, claim.sources()))})."
        reporters = _does(corpus, claim.sources(Stance.REPORTS), "pass", "passes")
        return f"Some say that {plainly(corpus, claim)}, which {reporters} on without taking a side."
    if standing is Standing.QUALIFIED:
        return _qualified(corpus, claim)
    if only_possible(claim):
        return f"{capital(hedged(corpus, claim))} ({cited(corpus, claim, Stance.SUPPORTS)})."
    if verdict is Verdict.CONTRADICTED:
        return f"According to {named(corpus, claim.sources(Stance.SUPPORTS))}, {plainly(corpus, claim)}."
    return f"{capital(plainly(corpus, claim))} ({cited(corpus, claim, Stance.SUPPORTS)})."


def narrowed(corpus: Corpus, sentence: str, over: Sequence[Boost], claim: Claim, studies: Sequence[str] = ()) -> str | None:
    """The writer's sentence with each word that reaches too far replaced by its narrower wording, and the sources cited.

    Those are `studies` where it is they that license the narrower wording. None where that will not do: nobody supports the
    claim at first hand, it would still be worded as more than possible where sources say no more, or the sentence holds
    something that is not prose.
    """
    text = sentence
    for one in sorted(over, key=lambda boost: -boost.span.start):
        text = f"{text[: one.span.start]}{one.narrower}{text[one.span.end :]}"
    text = _SPACES.sub(" ", _BEFORE_MARK.sub(r"\1", text)).strip(" ,")
    sources = "; ".join(few(corpus, studies)) or cited(corpus, claim, Stance.SUPPORTS)
    too_sure = only_possible(claim) and not studies and not _POSSIBLE.search(text)
    if not sources or OPAQUE in text or too_sure:
        return None
    body = text.rstrip(_STOPS + _CLOSING + _LEADING)
    tail = text[len(body) :].rstrip()
    closing = "".join(mark for mark in tail if mark in _CLOSING)
    return f"{capital(body)}{closing} ({sources}){tail[-1:] if tail.endswith(tuple(_LEADING)) else '.'}"


def _qualified(corpus: Corpus, claim: Claim) -> str:
    supporters = claim.sources(Stance.SUPPORTS)
    if not supporters:
        limits = "; ".join(_conditions(corpus, claim))
        who = named(corpus, claim.sources(Stance.QUALIFIES))
        return f"According to {who}, {plainly(corpus, claim)}, with this limit: {limits}."
    said = hedged(corpus, claim) if only_possible(claim) else plainly(corpus, claim)
    return f"According to {named(corpus, supporters)}, {said}{reservations(corpus, claim)}."


def reservations(corpus: Corpus, claim: Claim) -> str:
    """What each source adds that makes a reservation, to follow a clause; "" where none does."""
    added = [
        f"{named(corpus, [one])} adds that {' and that '.join(_conditions(corpus, claim, one))}"
        for one in claim.sources(Stance.QUALIFIES)
    ]
    return f", but {', and '.join(added)}" if added else ""


def _sides(corpus: Corpus, claim: Claim) -> str:
    """Who supports a contested claim and who disputes it, and who stands between."""
    words = (("support", "supports"), ("dispute", "disputes"), ("qualify", "qualifies"))
    stances = (Stance.SUPPORTS, Stance.DISPUTES, Stance.QUALIFIES)
    sides = ((claim.sources(stance), forms) for stance, forms in zip(stances, words, strict=True))
    first, *others = [f"{_does(corpus, sources, *forms)} it" for sources, forms in sides if sources]
    return f"{first}, while {' and '.join(others)}"


def _does(corpus: Corpus, sources: Sequence[str], many: str, one: str) -> str:
    """The sources with a verb that agrees with their number."""
    return f"{named(corpus, sources)} {one if len(sources) == 1 else many}"


def _label(corpus: Corpus, concept: str | None) -> str:
    known = corpus.concepts.get(concept) if concept else None
    return known.label if known else concept or ""
