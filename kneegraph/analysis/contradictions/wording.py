"""Words for both sides of a clash."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kneegraph.analysis.contradictions.reasons import ASPECTS
from kneegraph.analysis.kinship import label, listed
from kneegraph.model import Assertion, Claim, Corpus, Finding, Stance

#: What those who dispute find in place of an effect or a link.
AGAINST = {Finding.NO_EFFECT: "no effect", Finding.OPPOSITE_EFFECT: "the opposite effect"}
DIFFERENT_CONDITIONS = "they speak of different conditions"


def quoted(claim: Claim) -> str:
    """A claim in a sentence."""
    return f"“{claim.label}”"


def backed(claim: Claim) -> str:
    """A claim and who supports it."""
    return f"{quoted(claim)} ({listed(claim.sources(Stance.SUPPORTS))})"


def sides(corpus: Corpus, claim: Claim) -> str:
    """Who takes which stance on a claim, what those who dispute find, and what the qualifications are: rest of a sentence."""
    parts = []
    if claim.tally.supports:
        parts.append(f"supported by {listed(claim.sources(Stance.SUPPORTS))}")
    if claim.tally.disputes:
        parts.append(f"disputed by {listed(disputing(claim.by_stance(Stance.DISPUTES)))}")
    parts += [f"qualified by {one.source} ({_reasons(corpus, one)})" for one in claim.by_stance(Stance.QUALIFIES)]
    return listed(parts)


def disputing(assertions: Iterable[Assertion]) -> Iterator[str]:
    """The sources of these assertions, each once and by name, with what it finds instead where it says so."""
    found: dict[str, set[Finding]] = {}
    for one in sorted(assertions, key=lambda made: made.source):
        found.setdefault(one.source, set()).update([one.finding] if one.finding else [])
    for source, findings in found.items():
        words = " or ".join(AGAINST[finding] for finding in Finding if finding in findings)
        yield f"{source} ({words})" if words else source


def _reasons(corpus: Corpus, assertion: Assertion) -> str:
    reasons = (
        ASPECTS[why.aspect] + (f", owing to {label(corpus, why.reason)}" if why.reason else "")
        for why in assertion.qualifications
    )
    return "; ".join(dict.fromkeys(reasons)) or "no reason given"
