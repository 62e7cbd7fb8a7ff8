"""Which lines of a draft were changed since a commit, as git tells it."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kneegraph.check.report import Report
from kneegraph.errors import DataError, KneegraphError

_HUNK = re.compile(r"^@@ -\S+ \+(\d+)(?:,(\d+))? @@", re.MULTILINE)
#: A diff that a person's own settings of git do not change.
_DIFF = ("-c", "diff.relative=false", "diff", "--no-color", "--no-ext-diff", "--no-textconv", "-M")


@dataclass(frozen=True)
class Lines:
    """The changed lines of one draft; `all` when it is new."""

    numbers: frozenset[int] = frozenset()
    all: bool = False

    def meet(self, first: int, last: int) -> bool:
        """Whether any line of the stretch was changed."""
        return self.all or any(line in self.numbers for line in range(first, last + 1))


@dataclass(frozen=True)
class _Repository:
    """Where a folder's repository begins, the commit to compare with, and what files were called then."""

    top: Path
    since: str
    renamed: Mapping[Path, Path]


class ChangedLines:
    """Lines changed since a commit, or since the branch left it: where both have gone on, what was done there is not ours."""

    def __init__(self, revision: str) -> None:
        self._revision = revision
        self._known: dict[Path, _Repository] = {}

    def only_changed(self, reports: Sequence[Report]) -> tuple[list[Report], int]:
        """The reports with the findings that touch a changed line, and how many others there were.

        Raises DataError for a draft in no repository, KneegraphError for a revision that its repository does not know.
        """
        kept = [self._kept(report) for report in reports]
        count = sum(len(report.findings) for report in reports) - sum(len(report.findings) for report in kept)
        return kept, count

    def _kept(self, report: Report) -> Report:
        lines = self.lines(Path(report.path))
        touching = (one for one in report.findings if lines.meet(one.place.line, one.place.end_line))
        return replace(report, findings=tuple(touching))

    def lines(self, path: Path) -> Lines:
        """The changed lines of a file; all of a file that is new or that git does not follow."""
        there = path.resolve()
        repository = self._repository(there.parent)
        before = repository.renamed.get(there, there)
        inside = before.relative_to(repository.top).as_posix()
        if _git(repository.top, "cat-file", "-e", f"{repository.since}:{inside}").returncode:
            return Lines(all=True)
        told = _git(repository.top, *_DIFF, "--unified=0", "--text", repository.since, "--", *{str(there), str(before)})
        if told.returncode:
            raise DataError(f"git diff failed: {_last(told)}", path=path)
        hunks = ((int(first), int(count or 1)) for first, count in _HUNK.findall(told.stdout))
        return Lines(frozenset(line for first, count in hunks for line in range(first, first + count)))

    def _repository(self, folder: Path) -> _Repository:
        if folder not in self._known:
            found = _git(folder, "rev-parse", "--show-toplevel")
            if found.returncode:
                raise DataError(f"--diff needs a git repository: {_last(found)}", path=folder)
            top = Path(found.stdout.rstrip("\n")).resolve()
            since = self._commit(top)
            self._known[folder] = _Repository(top, since, _renamed(top, since))
        return self._known[folder]

    def _commit(self, top: Path) -> str:
        """Where the branch left the revision, or the revision itself."""
        found = _git(top, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{self._revision}^{{commit}}")
        if found.returncode:
            hint = "is it fetched? (a shallow checkout has only its last commit: fetch-depth: 0)"
            raise KneegraphError(f"--diff: git knows no commit {self._revision!r} in {top}; {hint}")
        commit = found.stdout.strip()
        return _git(top, "merge-base", commit, "HEAD").stdout.strip() or commit


def _renamed(top: Path, since: str) -> dict[Path, Path]:
    """Files that had another name then, with it."""
    parts = _git(top, *_DIFF, "--name-status", "--diff-filter=R", "-z", since).stdout.split("\0")
    return {top / new: top / old for old, new in zip(parts[1::3], parts[2::3], strict=False)}


def _git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(
            ["git", "--literal-pathspecs", *arguments],
            cwd=folder, capture_output=True, encoding="utf-8", errors="surrogateescape", check=False,
        )  # fmt: skip
    except FileNotFoundError:
        raise KneegraphError("--diff asks git, and there is no git here: install it, or leave --diff out") from None


def _last(told: subprocess.CompletedProcess[str]) -> str:
    return told.stderr.strip().rpartition("\n")[2].removeprefix("fatal: ") or f"exit status {told.returncode}"
