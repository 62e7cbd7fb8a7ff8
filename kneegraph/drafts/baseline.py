"""A file of findings that were there before, so that only new ones fail.

A finding is known again by its rule, its claim and the words of its sentence, wherever in the draft these have moved; a
sentence that stands twice and was known once is new once.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from kneegraph import files
from kneegraph.check.report import Finding, Report
from kneegraph.errors import DataError

VERSION = 1
#: The path of a draft from the folder of the baseline, and the print of a finding.
_Key = tuple[str, str]


def fingerprint(finding: Finding) -> str:
    """What a finding is known by again: 32 hexadecimal digits from rule, claim and the sentence's words.

    Case, spaces and line breaks do not count.
    """
    words = " ".join(finding.text.split()).casefold()
    claim = ".".join(part for part in (finding.subject, finding.relation, finding.object, finding.outcome) if part)
    told = "\n".join((finding.rule, claim, words))
    return sha256(told.encode("utf-8", "backslashreplace")).hexdigest()[:32]


@dataclass(frozen=True)
class Baseline:
    """How often each finding was known, by draft and print; paths are told from the folder of the file."""

    path: Path
    counts: Counter[_Key]

    @classmethod
    def read(cls, path: Path) -> Baseline:
        """The baseline in a file. Raises DataError when there is none, or it is not one."""
        text = files.read_text(path) if path.exists() else None
        if text is None:
            raise DataError("there is no baseline here; make one with --write-baseline", path=path)
        try:
            said = json.loads(text)
            counts = Counter({(str(one["path"]), str(one["fingerprint"])): int(one["count"]) for one in said["findings"]})
            version = said["version"]
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise DataError("this is no baseline of kneegraph check; make one with --write-baseline", path=path) from error
        if version != VERSION:
            raise DataError(f"the baseline is of version {version}; this kneegraph reads {VERSION}", path=path)
        return cls(path, counts)

    def without_known(self, reports: Sequence[Report]) -> tuple[list[Report], int]:
        """The reports without the findings that were known, and how many these are."""
        left = Counter(self.counts)
        fresh = [
            replace(report, findings=tuple(one for one in report.findings if not _taken(left, self._key(one))))
            for report in reports
        ]
        return fresh, sum(self.counts.values()) - sum(left.values())

    def gone(self, reports: Iterable[Report]) -> int:
        """How many of the known findings these drafts no longer have; drafts that were not checked do not count."""
        reports = list(reports)
        here = Counter(self._key(one) for report in reports for one in report.findings)
        checked = {_relative(report.path, self.path.parent) for report in reports}
        return sum((self.counts - here)[key] for key in self.counts if key[0] in checked)

    def _key(self, finding: Finding) -> _Key:
        return _relative(finding.path, self.path.parent), fingerprint(finding)


def write_baseline(path: Path, reports: Iterable[Report]) -> int:
    """Make these findings the known ones, in one step; how many they are. Rule and sentence stand there to be read only."""
    found: Counter[_Key] = Counter()
    told: dict[_Key, Finding] = {}
    for finding in (one for report in reports for one in report.findings):
        key = _relative(finding.path, path.parent), fingerprint(finding)
        found[key] += 1
        told.setdefault(key, finding)
    lines = [_line(key, told[key], count) for key, count in sorted(found.items())]
    inside = ",\n".join(lines)
    files.write_atomic(path, f'{{"version": {VERSION}, "findings": [\n{inside}\n]}}\n')
    return sum(found.values())


def _line(key: _Key, finding: Finding, count: int) -> str:
    """One finding on one line, so that a diff of two baselines shows findings."""
    words = " ".join(finding.text.split())
    said = {"path": key[0], "rule": finding.rule, "fingerprint": key[1], "count": count, "text": words}
    return json.dumps(said, ensure_ascii=True)


def _taken(left: Counter[_Key], key: _Key) -> bool:
    if not left[key]:
        return False
    left[key] -= 1
    return True


def _relative(path: str, folder: Path) -> str:
    """A path from the folder, the same on every system; standard input keeps its name."""
    return path if path == "-" else Path(os.path.relpath(path, folder)).as_posix()
