"""What a check of drafts comes to, in words; and findings in the order in which they matter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kneegraph.check.report import Finding, Report, Severity, Verdict
from kneegraph.check.rules import BY_CODE

_SEVERITIES = [*Severity]
_VERDICTS = [*Verdict]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Findings that are not told: `known` from the baseline, `unchanged` on lines that `--diff` leaves out."""

    known: int = 0
    unchanged: int = 0


NONE = LeftOut()


def summary_line(reports: Sequence[Report], left_out: LeftOut = NONE) -> str:
    """What was looked at and what was found; also when nothing was.

    >>> summary_line([Report("a.md", sentences=47, words=800)])
    '47 sentences (800 words), no findings.'
    >>> summary_line([Report("a.md", sentences=1, words=8)] * 2, LeftOut(known=1))
    '2 drafts, 2 sentences (16 words), no findings. Not told: 1 in the baseline.'
    """
    findings = [finding for report in reports for finding in report.findings]
    looked_at = [many(len(reports), "draft")] if len(reports) != 1 else []
    sentences, words = sum(one.sentences for one in reports), sum(one.words for one in reports)
    looked_at.append(f"{many(sentences, 'sentence')} ({many(words, 'word')})")
    looked_at.append(many(len(findings), "finding") if findings else "no findings")
    kinds = ", ".join(f"{count:,} {slug}" for slug, count in counted(findings).items())
    told = ", ".join(looked_at) + (f": {kinds}." if kinds else ".")
    silenced = sum(len(one.silenced) for one in reports)
    others = (
        (silenced, "set aside by comments"),
        (left_out.known, "in the baseline"),
        (left_out.unchanged, "on unchanged lines"),
    )
    rest = ", ".join(f"{count:,} {where}" for count, where in others if count)
    return f"{told} Not told: {rest}." if rest else told


def counted(findings: Iterable[Finding]) -> dict[str, int]:
    """How many findings there are of each rule, by its name; the worst first."""
    counts: dict[str, int] = {}
    for finding in worst_first(findings):
        slug = BY_CODE[finding.rule].slug
        counts[slug] = counts.get(slug, 0) + 1
    return counts


def worst_first(findings: Iterable[Finding]) -> list[Finding]:
    """Findings by severity, then by verdict, then as they came."""
    return sorted(findings, key=_rank)


def word(finding: Finding) -> str:
    """The verdict, or the name of the rule on a comment."""
    return BY_CODE[finding.rule].slug


def many(count: int, noun: str) -> str:
    """A number with its noun.

    >>> many(1, "sentence"), many(1200, "word")
    ('1 sentence', '1,200 words')
    """
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _rank(finding: Finding) -> tuple[int, int]:
    verdict = _VERDICTS.index(finding.verdict) if finding.verdict else len(_VERDICTS)
    return _SEVERITIES.index(finding.severity), verdict
