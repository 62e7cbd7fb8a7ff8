"""The checker's rules as values: one for each verdict, and two for comments that silence them."""

from __future__ import annotations

from dataclasses import dataclass

from kneegraph.check.report import Severity, Verdict
from kneegraph.errors import UnknownTermError
from kneegraph.nearest import nearest


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its code and name, how much it matters, what it says, why, a sentence that it fires on, one that it does not.

    The examples hold for the core collection.
    """

    code: str
    slug: str
    severity: Severity
    says: str
    why: str
    fires: str
    silent: str
    verdict: Verdict | None = None


RULES = (
    Rule(
        "KG101",
        "supported",
        Severity.NOTE,
        "Every source that speaks of it agrees with the sentence.",
        "Agreement of the sources is worth knowing and worth citing; it is no proof.",
        "Clamshells target the gluteus medius.",
        "Do clamshells target the gluteus medius?",
        Verdict.SUPPORTED,
    ),
    Rule(
        "KG102",
        "qualified",
        Severity.WARNING,
        "A source says that this holds only under a condition, or matters less; the sentence says it without.",
        "A reader who meets the case that the condition leaves out is misled by the plain sentence.",
        "A weak gluteus medius causes knee valgus.",
        "Weak glutes do not always cause knee valgus.",
        Verdict.QUALIFIED,
    ),
    Rule(
        "KG103",
        "contested",
        Severity.ERROR,
        "Some sources support this and others dispute it; the sentence takes a side without saying so.",
        "Where sources disagree, the disagreement is the news: name both sides.",
        "The VMO controls patellar tracking.",
        "It is debated whether the VMO controls patellar tracking.",
        Verdict.CONTESTED,
    ),
    Rule(
        "KG104",
        "contradicted",
        Severity.ERROR,
        "The sentence says the contrary of what the sources say.",
        "Either the sentence is wrong, or it needs a source that this graph does not have.",
        "Clamshells do not train the gluteus medius.",
        "Clamshells train the gluteus medius.",
        Verdict.CONTRADICTED,
    ),
    Rule(
        "KG105",
        "overstated",
        Severity.WARNING,
        "The sentence says more than any source does, or than the studies license.",
        "Always, only, proven and cures are promises, and a plain sentence is one where sources only say that it is possible;"
        " a cause is more than the studies of two things show when they only find that these go together.",
        "Weak glutes always cause knee valgus.",
        "Weak glutes do not always cause knee valgus.",
        Verdict.OVERSTATED,
    ),
    Rule(
        "KG106",
        "reported",
        Severity.NOTE,
        "The sources only pass this on from others, without taking a side.",
        "A claim at second hand should be looked up where it comes from before it is repeated.",
        "A strong glute med improves running form.",
        "Some say that a strong glute med improves running form.",
        Verdict.REPORTED,
    ),
    Rule(
        "KG107",
        "not-in-graph",
        Severity.NOTE,
        "The concepts are known, but no source here makes this claim.",
        "It may be right; nothing here says so. The reverse of a known claim is not that claim.",
        "Shin splints cause overpronation.",
        "Creatine improves sprint recovery.",
        Verdict.NOT_IN_GRAPH,
    ),
    Rule(
        "KG201",
        "unused-ignore",
        Severity.WARNING,
        "This comment silences nothing.",
        "A comment that outlives the sentence it was for would silence the next mistake in its place.",
        "<!-- kneegraph-ignore KG104: cites the guideline -->\nClamshells train the gluteus medius.",
        "<!-- kneegraph-ignore KG104: cites the guideline -->\nClamshells do not train the gluteus medius.",
    ),
    Rule(
        "KG202",
        "ignore-without-reason",
        Severity.WARNING,
        "This comment names no rule or no reason, so it silences nothing.",
        "Whoever reads the draft next must be able to tell why a finding was set aside.",
        "<!-- kneegraph-ignore KG104 -->\nClamshells do not train the gluteus medius.",
        "<!-- kneegraph-ignore KG104: cites the guideline -->\nClamshells do not train the gluteus medius.",
    ),
)

BY_CODE = {rule.code: rule for rule in RULES}
BY_VERDICT = {rule.verdict: rule for rule in RULES if rule.verdict}


def rule(name: str) -> Rule:
    """The rule of this code or name, in any case. Raises UnknownTermError with the nearest."""
    for one in RULES:
        if name.strip().casefold() in (one.code.casefold(), one.slug):
            return one
    known = [*BY_CODE, *(one.slug for one in RULES)]
    raise UnknownTermError("rule", name, nearest(name, known))
