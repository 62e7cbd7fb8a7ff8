"""What `check` prints or writes: one form of the reports, for people or for programs."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import click

from kneegraph import files
from kneegraph.check.report import Finding, Report, Severity
from kneegraph.check.rules import Rule, rule
from kneegraph.cli import show
from kneegraph.cli.lines import unstyled
from kneegraph.cli.text import plain
from kneegraph.drafts import Draft
from kneegraph.drafts.failing import at_least
from kneegraph.errors import DataError, ExitStatus
from kneegraph.exchange.reports.pieces import json_pieces
from kneegraph.exchange.reports.summary import LeftOut, summary_line
from kneegraph.graph import Graph

#: Forms that people read beside their own lines: what is only a note would drown the rest there.
_LEAST = {"github": Severity.WARNING, "rdjson": Severity.WARNING}
_FILE_WIDTH = 120


@dataclass(frozen=True)
class Found:
    """What was found in drafts that were checked, and which rules make that a failure."""

    graph: Graph
    drafts: Sequence[Draft]
    reports: Sequence[Report]
    left_out: LeftOut
    failing: frozenset[str]

    @cached_property
    def fails(self) -> bool:
        """Whether any finding is of a failing rule."""
        return any(one.rule in self.failing for report in self.reports for one in report.findings)

    def tell(self, form: str | None, output: Path | None, *, show: Severity | None, notes: bool, quiet: bool) -> None:
        """Print the reports, or write them into a file; then the summary, on standard error where the form has none."""
        form = form or ("github" if os.environ.get("GITHUB_ACTIONS") == "true" else "text")
        shown = self._shown(show or _LEAST.get(form, Severity.NOTE), quiet)
        if form == "text" and output is None:
            _print_text(self, shown, notes)
        else:
            _give(FORMATS[form](self, shown, notes), output)
        if form == "github":
            _write_job_summary(self, shown)
        if not quiet and (output is not None or form in ("sarif", "rdjson", "html")):
            click.echo(plain(self.summary), err=True)

    def _shown(self, least: Severity, quiet: bool) -> list[Report]:
        severities = at_least(least)

        def wanted(finding: Finding) -> bool:
            return finding.severity in severities and (not quiet or finding.rule in self.failing)

        return [replace(one, findings=tuple(filter(wanted, one.findings))) for one in self.reports]

    @property
    def summary(self) -> str:
        """What was looked at and what was found, whether it is told or not."""
        return summary_line(self.reports, self.left_out)


def _print_text(found: Found, shown: Sequence[Report], notes: bool) -> None:
    from kneegraph.cli.checked import told

    for draft, report in zip(found.drafts, shown, strict=True):
        for lines in told(found.graph, draft, report, width=show.console().width, notes=notes):
            show.show_lines(lines)
    show.show_line(found.summary)


def _text(found: Found, shown: Sequence[Report], notes: bool) -> Iterator[str]:
    from kneegraph.cli.checked import told

    for draft, report in zip(found.drafts, shown, strict=True):
        for lines in told(found.graph, draft, report, width=_FILE_WIDTH, notes=notes):
            yield "".join(f"{unstyled(line)}\n" for line in lines)
    yield f"{plain(found.summary)}\n"


def _json(found: Found, shown: Sequence[Report], _: bool) -> Iterator[str]:
    from kneegraph.exchange.reports.forms import finding_form, report_form, summary_form

    left = {"known": found.left_out.known, "unchanged": found.left_out.unchanged}
    findings = (finding_form(found.graph, finding) for report in shown for finding in report.findings)
    summary = {**summary_form(found.reports), **left}
    return json_pieces({**report_form(found.graph), "findings": findings, "summary": summary})


def _sarif(_: Found, shown: Sequence[Report], __: bool) -> Iterator[str]:
    from kneegraph.exchange.reports.sarif import sarif_form

    return json_pieces(sarif_form(shown))


def _rdjson(found: Found, shown: Sequence[Report], _: bool) -> Iterator[str]:
    from kneegraph.exchange.reports.rdjson import rdjson_form

    return json_pieces(rdjson_form(zip(found.drafts, shown, strict=True)))


def _html(found: Found, shown: Sequence[Report], _: bool) -> Iterator[str]:
    from kneegraph.exchange.reports.html import report_page

    yield report_page(found.graph, [*zip(found.drafts, shown, strict=True)], found.summary)


def _github(found: Found, shown: Sequence[Report], _: bool) -> Iterator[str]:
    from kneegraph.exchange.reports.github import workflow_commands

    root = os.environ.get("GITHUB_WORKSPACE")
    yield workflow_commands(shown, found.summary, root=Path(root) if root else None)


def _write_job_summary(found: Found, shown: Sequence[Report]) -> None:
    """Add to the job's summary, as GitHub wants it: earlier steps have written there too."""
    from kneegraph.exchange.reports.github import job_summary

    named = os.environ.get("GITHUB_STEP_SUMMARY")
    if not named:
        return
    try:
        with Path(named).open("a", encoding="utf-8") as summary:
            summary.write(job_summary(shown, found.summary))
    except OSError as error:
        raise DataError(f"cannot be written: {error.strerror}", path=named) from error


def _give(pieces: Iterator[str], output: Path | None) -> None:
    if output is None:
        show.write_pieces(pieces)
    else:
        files.write_atomic(output, pieces)


def explain(name: str, *, as_json: bool = False) -> int:
    """Tell what a rule asks and why. Raises UnknownTermError with the nearest for a rule that does not exist."""
    found = rule(name)
    if as_json:
        show.show_json(_rule_form(found))
        return ExitStatus.DONE
    show.show_line(f"{found.code} {found.slug} ({found.severity})")
    show.show_line()
    show.show_line(found.says)
    show.show_line(found.why)
    show.show_line()
    for head, example in (("told of:", found.fires), ("not told of:", found.silent)):
        show.show_line(head)
        for line in example.split("\n"):
            show.show_line(line, indent=2, hanging=2)
    return ExitStatus.DONE


def _rule_form(found: Rule) -> dict[str, object]:
    return {
        "rule": found.code,
        "name": found.slug,
        "severity": found.severity,
        "verdict": found.verdict,
        "says": found.says,
        "why": found.why,
        "fires": found.fires,
        "silent": found.silent,
    }


#: The pieces of each form of reports, made as they are written: a report may be many times as long as its draft.
FORMATS: dict[str, Callable[[Found, Sequence[Report], bool], Iterator[str]]] = {
    "text": _text,
    "json": _json,
    "github": _github,
    "sarif": _sarif,
    "html": _html,
    "rdjson": _rdjson,
}
