"""Reports as SARIF 2.1.0, the form in which code scanners and editors take findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePath
from urllib.parse import quote

from kneegraph import __version__
from kneegraph.check.report import Finding, Place, Report
from kneegraph.check.rules import RULES, Rule
from kneegraph.drafts.baseline import fingerprint
from kneegraph.exchange.forms import Json

VERSION = "2.1.0"
#: The name under which a finding is known again, and its version: change it when the print's making changes.
PRINT = "kneegraphSentence/v1"
_INDEX = {rule.code: number for number, rule in enumerate(RULES)}


def sarif_form(reports: Sequence[Report]) -> Json:
    """The reports as one run. Columns count code points; a finding set aside by a comment is not in it.

    The results come as an iterator, which `json_pieces` writes as they are made.

    The print of a finding follows from rule, claim and words, so that it is the same one wherever its sentence moves; of
    equal ones the second has another, and so on.
    """
    findings = (finding for report in reports for finding in report.findings)
    driver = {
        "name": "kneegraph",
        "semanticVersion": __version__,
        "rules": [_rule(one) for one in RULES],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "artifacts": [{"location": _location(report.path)} for report in reports if report.path != "-"],
        "results": _results(findings),
    }
    return {"version": VERSION, "runs": [run]}


def _rule(rule: Rule) -> Json:
    examples = f"Told of: {rule.fires}\nNot told of: {rule.silent}"
    return {
        "id": rule.code,
        "name": rule.slug.title().replace("-", ""),
        "shortDescription": {"text": rule.says},
        "fullDescription": {"text": f"{rule.says} {rule.why}"},
        "help": {"text": f"{rule.why}\n\n{examples}"},
        "defaultConfiguration": {"level": rule.severity.value},
    }


def _results(findings: Iterable[Finding]) -> Iterator[Json]:
    seen: Counter[tuple[str, str]] = Counter()
    for finding in findings:
        key = (finding.path, fingerprint(finding))
        seen[key] += 1
        yield _result(finding, f"{key[1]}:{seen[key]}")


def _result(finding: Finding, known_by: str) -> Json:
    told = f"{finding.message} Instead: {finding.suggestion}" if finding.suggestion else finding.message
    place = {"artifactLocation": _location(finding.path), "region": _region(finding.place, finding.text)}
    made: Json = {
        "ruleId": finding.rule,
        "ruleIndex": _INDEX[finding.rule],
        "level": finding.severity.value,
        "message": {"text": told},
        "locations": [{"physicalLocation": place}],
        "partialFingerprints": {PRINT: known_by},
    }
    if finding.claim:
        made["properties"] = {"claim": finding.claim.id, "tally": finding.claim.tally.as_dict()}
    if finding.suggestion:
        made["fixes"] = [_fix(finding)]
    return made


def _fix(finding: Finding) -> Json:
    replacement = {"deletedRegion": _region(finding.place), "insertedContent": {"text": finding.suggestion}}
    change = {"artifactLocation": _location(finding.path), "replacements": [replacement]}
    return {"description": {"text": "a wording at the strength of the sources"}, "artifactChanges": [change]}


def _region(place: Place, text: str | None = None) -> Json:
    return {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
        "charOffset": place.start,
        "charLength": place.end - place.start,
        **({"snippet": {"text": text}} if text is not None else {}),
    }


def _location(path: str) -> Json:
    """A relative address for a relative path, so that it is looked for in whatever checkout the report is read."""
    if path == "-":
        return {"uri": "stdin"}
    if PurePath(path).is_absolute():
        return {"uri": Path(path).as_uri()}
    return {"uri": quote(PurePath(path).as_posix().encode("utf-8", "surrogateescape"))}
