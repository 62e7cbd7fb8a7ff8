"""What the checker says of a draft: findings, each with its verdict and the sources behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from kneegraph.analysis.evidence.licence import Licensed
from kneegraph.model import Claim
from kneegraph.text.lines import Place as Place  # noqa: PLC0414  who reads a report takes it from here
from kneegraph.text.stated import Polarity, Reach


class Verdict(StrEnum):
    """What the sources make of a sentence, in the order in which the first that holds wins."""

    CONTRADICTED = "contradicted"
    CONTESTED = "contested"
    OVERSTATED = "overstated"
    REPORTED = "reported"
    QUALIFIED = "qualified"
    SUPPORTED = "supported"
    NOT_IN_GRAPH = "not-in-graph"


class Severity(StrEnum):
    """How much a finding matters, worst first."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Nearness(StrEnum):
    """How the claim that was found stands to the one that was stated."""

    EXACT = "exact"
    OPPOSITE = "opposite"
    BROADER = "broader"
    NARROWER = "narrower"


@dataclass(frozen=True, slots=True)
class OverReach:
    """Words of the sentence that reach too far, how, and the narrower wording ("" where they should go)."""

    place: Place
    text: str
    reach: Reach
    narrower: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One verdict on one claim of one sentence (or, with `verdict` None, on an ignore comment of the draft).

    `text` is the sentence as it stands in the draft and `place` where; `span` is where the words of the claim stand.
    `claim` is what the graph holds (None when no source makes the claim); `subject`, `relation`, `object`, `outcome` are
    identifiers of what was understood. `suggestion` is a sentence that the sources license, to stand in place of `text`.
    `licence` says how strongly the studies let the claim be worded (None where there is no study of anything).
    """

    path: str
    place: Place
    text: str
    rule: str
    severity: Severity
    message: str
    span: Place
    verdict: Verdict | None = None
    polarity: Polarity = Polarity.AFFIRMED
    hedged: bool = False
    subject: str | None = None
    relation: str | None = None
    object: str | None = None
    outcome: str | None = None
    claim: Claim | None = None
    nearness: Nearness = Nearness.EXACT
    over: tuple[OverReach, ...] = ()
    suggestion: str | None = None
    licence: Licensed | None = None


@dataclass(frozen=True)
class Report:
    """The findings in a draft, in the order of the text, and what was looked at to find them."""

    path: str
    findings: tuple[Finding, ...] = ()
    sentences: int = 0
    words: int = 0
    silenced: tuple[Finding, ...] = field(default=())

    @property
    def by_verdict(self) -> Mapping[Verdict, int]:
        """How many findings there are of each verdict that occurs."""
        counts = Counter(one.verdict for one in self.findings if one.verdict)
        return {verdict: counts[verdict] for verdict in Verdict if verdict in counts}
