"""How a verdict is shown: a sign and a word, so that colour only comes on top. The web page uses the same signs."""

from __future__ import annotations

from kneegraph.check.report import Finding, Verdict
from kneegraph.exchange.reports.summary import word
from kneegraph.model import Stance

SIGNS = {
    Verdict.CONTRADICTED: "×",
    Verdict.CONTESTED: "±",
    Verdict.OVERSTATED: "↑",
    Verdict.QUALIFIED: "≈",
    Verdict.REPORTED: "”",
    Verdict.NOT_IN_GRAPH: "?",
    Verdict.SUPPORTED: "+",
}
COMMENT_SIGN = "¶"
STANCES = {Stance.SUPPORTS: "+", Stance.DISPUTES: "×", Stance.QUALIFIES: "≈", Stance.REPORTS: "”"}


def sign(finding: Finding) -> str:
    """The sign of a finding's verdict, or that of findings on comments."""
    return SIGNS[finding.verdict] if finding.verdict else COMMENT_SIGN


def spoken(finding: Finding) -> str:
    """A finding's verdict as people say it.

    >>> from kneegraph.check import Place, Severity
    >>> here = Place(1, 1, 1, 2, 0, 1)
    >>> spoken(Finding("a", here, "A", "KG107", Severity.NOTE, "m", here, verdict=Verdict.NOT_IN_GRAPH))
    'not in the graph'
    """
    return "not in the graph" if finding.verdict is Verdict.NOT_IN_GRAPH else word(finding).replace("-", " ")
