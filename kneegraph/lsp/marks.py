"""Findings as the marks that an editor draws under words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lsprotocol.types import (
    Diagnostic,
    DiagnosticRelatedInformation,
    DiagnosticSeverity,
    DiagnosticTag,
    Location,
    Position,
    Range,
)

from kneegraph.check.report import Finding, OverReach, Place, Severity
from kneegraph.lsp.desk import Checked
from kneegraph.lsp.opened import OpenDraft
from kneegraph.lsp.settings import Settings

SOURCE = "kneegraph"
_SEVERITIES = {
    Severity.ERROR: DiagnosticSeverity.Error,
    Severity.WARNING: DiagnosticSeverity.Warning,
    Severity.NOTE: DiagnosticSeverity.Information,
}
#: The rule whose words have no effect, which editors may draw faded.
_UNUSED = "KG201"


@dataclass(frozen=True, slots=True)
class Marks:
    """What an editor can show beside a mark; by what it says of itself when it starts."""

    related: bool = False
    faded: bool = False


def findings_shown(checked: Checked, settings: Settings) -> list[Finding]:
    """The findings that an editor gets to see."""
    return [one for one in checked.report.findings if settings.shows(one)] if checked.report else []


def marked(finding: Finding) -> Place:
    """Where a finding is marked: the words of the claim, or the sentence where no words are known."""
    return finding.span if finding.span.end > finding.span.start else finding.place


def finding_range(draft: OpenDraft, finding: Finding) -> Range:
    """The same as the editor counts."""
    place = marked(finding)
    return draft.lines.range(place.start, place.end)


def diagnostic(draft: OpenDraft, finding: Finding, marks: Marks) -> Diagnostic:
    """One finding as a mark. Its `data` is the suggestion, for clients that do without code actions."""
    return Diagnostic(
        range=finding_range(draft, finding),
        message=finding.message,
        severity=_SEVERITIES[finding.severity],
        code=finding.rule,
        source=SOURCE,
        tags=[DiagnosticTag.Unnecessary] if marks.faded and finding.rule == _UNUSED else None,
        related_information=[*_related(draft, finding.over)] if marks.related and finding.over else None,
        data={"suggestion": finding.suggestion},
    )


def diagnostics(checked: Checked, settings: Settings, marks: Marks) -> list[Diagnostic]:
    """All marks of a draft; of one that could not be checked a single mark at its beginning that says so."""
    if checked.failure:
        return [_failure(checked.draft, checked.failure)]
    return [diagnostic(checked.draft, one, marks) for one in findings_shown(checked, settings)]


def _related(draft: OpenDraft, over: Iterable[OverReach]) -> Iterator[DiagnosticRelatedInformation]:
    for one in over:
        where = Location(draft.uri, draft.lines.range(one.place.start, one.place.end))
        better = f"“{one.narrower}” would do" if one.narrower else "it can go"
        yield DiagnosticRelatedInformation(where, f"“{one.text}” reaches too far ({one.reach}); {better}")


def _failure(draft: OpenDraft, failure: str) -> Diagnostic:
    """A draft that was not checked must not look like one in which nothing was found."""
    whole = Range(Position(0, 0), draft.lines.position(len(draft.lines.line(0))))
    return Diagnostic(range=whole, message=failure, severity=DiagnosticSeverity.Error, source=SOURCE)
