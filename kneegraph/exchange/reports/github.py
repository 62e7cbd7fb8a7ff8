"""Reports where GitHub shows them: workflow commands, which become annotations, and a Markdown table as the job's summary.

GitHub keeps ten annotations of a kind from one step and drops the others without a word, so the worst ten are given, and one
notice says how many more there are.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path, PurePath

from kneegraph.browser.plain import visible
from kneegraph.check.report import Finding, Report, Severity
from kneegraph.exchange.reports.summary import many, word, worst_first

MOST = 10
#: GitHub takes a summary of 1 MiB; a row has at most some hundred bytes.
MOST_ROWS = 500
_MOST_TEXT = 300
_KINDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
_MARKS = {Severity.ERROR: "❌", Severity.WARNING: "⚠️", Severity.NOTE: "ℹ️"}
_LITERAL = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_{}[]()#+!|~$@"} | {"<": "&lt;", ">": "&gt;", "&": "&amp;"})


def workflow_commands(reports: Sequence[Report], summary: str, *, root: Path | None = None) -> str:
    """Workflow commands for the worst findings, and the summary line as the last, which GitHub shows in the log only.

    Paths are told from `root`, the workspace, below which GitHub looks for them.
    """
    found = worst_first(finding for report in reports for finding in report.findings)
    lines = [_command(finding, root) for finding in found[:MOST]]
    if len(found) > MOST:
        more = f"{many(len(found) - MOST, 'more finding')} in the job summary (GitHub shows {MOST} of a step)"
        lines.append(f"::notice title=kneegraph::{_escaped(more)}")
    return "\n".join((*lines, visible(summary))) + "\n"


def job_summary(reports: Sequence[Report], summary: str) -> str:
    """All findings as Markdown, the worst first."""
    found = worst_first(finding for report in reports for finding in report.findings)
    lines = ["## kneegraph check", "", _literal(summary), ""]
    if found:
        lines += ["| | where | sentence | what the sources say | instead |", "| --- | --- | --- | --- | --- |"]
        lines += map(_row, found[:MOST_ROWS])
    if len(found) > MOST_ROWS:
        lines += ["", f"{many(len(found) - MOST_ROWS, 'more finding')}; `kneegraph check --format html` shows all."]
    return "\n".join(lines) + "\n"


def _command(finding: Finding, root: Path | None) -> str:
    place = finding.place
    given = {"file": _path(finding.path, root), "line": place.line, "endLine": place.end_line}
    if place.line == place.end_line:  # GitHub takes columns on one line only
        given |= {"col": place.column, "endColumn": max(place.column, place.end_column - 1)}
    given["title"] = f"{word(finding)} ({finding.rule})"
    properties = ",".join(f"{name}={_escaped(str(value), ':,')}" for name, value in given.items())
    message = finding.message + (f"\nInstead: {finding.suggestion}" if finding.suggestion else "")
    return f"::{_KINDS[finding.severity]} {properties}::{_escaped(message)}"


def _escaped(text: str, more: str = "") -> str:
    """A text that ends neither its line nor its property.

    >>> _escaped("50 %: a\\n::error::b", ":,")
    '50 %25%3A a%0A%3A%3Aerror%3A%3Ab'
    """
    return "".join(f"%{ord(sign):02X}" if sign in "%\r\n" + more else sign for sign in visible(text))


def _path(path: str, root: Path | None) -> str:
    absolute = Path(os.path.normpath(Path(path).absolute()))
    inside = root and path != "-" and absolute.is_relative_to(root)
    return absolute.relative_to(root).as_posix() if root and inside else PurePath(path).as_posix()


def _row(finding: Finding) -> str:
    place = finding.place
    verdict = f"{_MARKS[finding.severity]} {word(finding)}"
    where = f"{_literal(finding.path)}:{place.line}:{place.column}"
    cells = (verdict, where, _literal(finding.text), _literal(finding.message), _literal(finding.suggestion or ""))
    return f"| {' | '.join(cells)} |"


def _literal(text: str) -> str:
    """A text as a cell of a Markdown table that shows it to the letter; a very long one is cut.

    >>> _literal("a|b <i>*c*\\nd")
    'a\\\\|b &lt;i&gt;\\\\*c\\\\* d'
    """
    words = " ".join(visible(text).split())
    return (words if len(words) <= _MOST_TEXT else f"{words[: _MOST_TEXT - 1]}…").translate(_LITERAL)
