"""Lines changed since a commit, on real repositories."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from reported import finding

from kneegraph.check import Report, Verdict
from kneegraph.drafts import ChangedLines
from kneegraph.errors import DataError, KneegraphError

Git = Callable[..., str]


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with one commit of a draft of nine lines."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    git(tmp_path, "init", "-q", "-b", "main")
    write(tmp_path / "docs" / "draft.md", *(f"Line {number}." for number in range(1, 10)))
    commit(tmp_path, "first")
    return tmp_path


def git(folder: Path, *arguments: str) -> str:
    who = ("-c", "user.name=n", "-c", "user.email=e@example.org")
    return subprocess.run(["git", *who, *arguments], cwd=folder, capture_output=True, text=True, check=True).stdout.strip()


def commit(folder: Path, message: str) -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", message)


def write(path: Path, *lines: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def changed(path: Path, revision: str = "HEAD") -> list[int]:
    lines = ChangedLines(revision).lines(path)
    return [number for number in range(1, 20) if lines.meet(number, number)]


def test_lines_changed_and_added_since_a_commit_are_known(repository: Path) -> None:
    draft = repository / "docs" / "draft.md"
    assert changed(draft) == []
    write(draft, "Line 1.", "Line two.", "Line 3.", "Line 4.", "New.", "Newer.", "Line 5.", "Line 6.", "Line 8.", "Line 9.")
    assert changed(draft) == [2, 5, 6]
    git(repository, "add", "-A")
    assert changed(draft) == [2, 5, 6]
    commit(repository, "second")
    assert changed(draft) == []
    assert changed(draft, "HEAD~1") == [2, 5, 6]


def test_a_new_draft_is_changed_all_over(repository: Path) -> None:
    write(repository / "docs" / "new.md", "One.", "Two.")
    lines = ChangedLines("HEAD").lines(repository / "docs" / "new.md")
    assert lines.all


def test_a_draft_that_was_renamed_has_changed_only_where_it_has(repository: Path) -> None:
    git(repository, "mv", "docs/draft.md", "moved.md")
    write(repository / "moved.md", *(f"Line {number}." for number in range(1, 9)), "Line nine.")
    git(repository, "add", "-A")
    assert changed(repository / "moved.md") == [9]


@pytest.mark.parametrize("name", ["[a] b.md", "-x.md", "ä: b.md", "q\"uo'te.md", ":(top).md"])
def test_a_name_of_any_kind_is_taken_to_the_letter(repository: Path, name: str) -> None:
    draft = repository / name
    write(draft, *(f"Line {number}." for number in range(1, 5)))
    commit(repository, "named")
    write(draft, "Line 1.", "Line two.", "Line 3.", "Line 4.")
    assert changed(draft) == [2]


def test_what_the_other_branch_did_meanwhile_is_not_ours(repository: Path) -> None:
    draft = repository / "docs" / "draft.md"
    git(repository, "checkout", "-q", "-b", "ours")
    lines = [f"Line {number}." for number in range(1, 10)]
    write(draft, *lines[:8], "Ours.")
    commit(repository, "ours")
    git(repository, "checkout", "-q", "main")
    write(draft, "Theirs.", *lines[1:])
    commit(repository, "theirs")
    git(repository, "checkout", "-q", "ours")
    assert changed(draft, "main") == [9]


def test_a_persons_own_settings_of_git_change_nothing(repository: Path) -> None:
    for key, value in (("diff.noprefix", "true"), ("color.ui", "always"), ("diff.external", "false"), ("diff.context", "9")):
        git(repository, "config", key, value)
    (repository / ".gitattributes").write_text("*.md binary\n", encoding="utf-8")
    commit(repository, "attributes")
    draft = repository / "docs" / "draft.md"
    write(draft, "Line 1.", "Line two.", *(f"Line {number}." for number in range(3, 10)))
    assert changed(draft) == [2]


def test_only_findings_that_touch_a_changed_line_are_kept(repository: Path) -> None:
    draft = repository / "docs" / "draft.md"
    text = "Line 1.\nLine 2 goes\non here.\nLine 4.\n"
    draft.write_text(text, encoding="utf-8")
    commit(repository, "wrapped")
    new = text.replace("on here.", "on there.")
    draft.write_text(new, encoding="utf-8")
    sentences = ("Line 1.", "Line 2 goes\non there.", "Line 4.")
    found = tuple(finding(new, one, Verdict.QUALIFIED, None, path=str(draft)) for one in sentences)
    (kept,), others = ChangedLines("HEAD").only_changed([Report(str(draft), found)])
    assert ([one.text for one in kept.findings], others) == (["Line 2 goes\non there."], 2)


@pytest.mark.parametrize("revision", ["nothing", "--output=x", "HEAD:docs", ""])
def test_a_revision_that_git_does_not_know_is_an_error(repository: Path, revision: str) -> None:
    with pytest.raises(KneegraphError, match="git knows no commit"):
        ChangedLines(revision).lines(repository / "docs" / "draft.md")
    assert not (repository / "x").exists()


def test_outside_a_repository_it_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    write(tmp_path / "draft.md", "One.")
    with pytest.raises(DataError, match="--diff needs a git repository: not a git repository"):
        ChangedLines("HEAD").lines(tmp_path / "draft.md")


def test_without_git_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "draft.md", "One.")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(KneegraphError, match="there is no git here"):
        ChangedLines("HEAD").lines(tmp_path / "draft.md")
