"""Reports in reviewdog's diagnostic format, which posts them beside the lines of a pull request.

Its columns count bytes of UTF-8 from 1, so that the drafts' texts are needed to tell them.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePath

from kneegraph.check.report import Finding, Place, Report, Severity
from kneegraph.drafts.reading import Draft
from kneegraph.exchange.forms import Json
from kneegraph.exchange.reports.summary import word

_SEVERITIES = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.NOTE: "INFO"}


def rdjson_form(checked: Iterable[tuple[Draft, Report]]) -> Json:
    """The reports with their drafts as one `DiagnosticResult`, whose parts are made as `json_pieces` writes them."""
    diagnostics = (_diagnostic(draft.text, finding) for draft, report in checked for finding in report.findings)
    return {"source": {"name": "kneegraph"}, "diagnostics": diagnostics}


def _diagnostic(text: str, finding: Finding) -> Json:
    where = _range(text, finding.place)
    made: Json = {
        "message": f"{word(finding)}: {finding.message}",
        "location": {"path": PurePath(finding.path).as_posix(), "range": where},
        "severity": _SEVERITIES[finding.severity],
        "code": {"value": finding.rule},
    }
    if finding.suggestion:
        made["suggestions"] = [{"range": where, "text": finding.suggestion}]
    return made


def _range(text: str, place: Place) -> Json:
    return {
        "start": {"line": place.line, "column": _bytes(text, place.start, place.column)},
        "end": {"line": place.end_line, "column": _bytes(text, place.end, place.end_column)},
    }


def _bytes(text: str, offset: int, column: int) -> int:
    """The column in bytes of what stands at this offset, in this column of characters.

    >>> _bytes("ä knee", 2, 3)
    4
    """
    return 1 + len(text[offset - column + 1 : offset].encode("utf-8", "surrogatepass"))
