"""Findings that were known before: known again wherever they move, and only as often as they were known."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from reported import finding

from kneegraph.check import Report, Verdict
from kneegraph.drafts import Baseline
from kneegraph.drafts.baseline import write_baseline
from kneegraph.errors import DataError

OLD = "Weak glutes cause valgus."


def report(path: Path, *sentences: str, before: str = "") -> Report:
    """A draft of these sentences, each with a finding."""
    text = before + " ".join(sentences)
    found, at = [], len(before)
    for sentence in sentences:
        cut = text[:at].replace(sentence, "x" * len(sentence)) + text[at:]
        found.append(finding(cut, sentence, Verdict.QUALIFIED, None, path=str(path)))
        at += len(sentence) + 1
    return Report(str(path), tuple(found), sentences=len(sentences))


def left(baseline: Path, *reports: Report) -> tuple[list[list[str]], int]:
    fresh, known = Baseline.read(baseline).without_known(reports)
    return [[one.text for one in each.findings] for each in fresh], known


def test_known_findings_are_left_out_wherever_they_have_moved(tmp_path: Path) -> None:
    draft, known = tmp_path / "docs" / "a.md", tmp_path / "known.json"
    assert write_baseline(known, [report(draft, OLD, "Other.")]) == 2
    assert left(known, report(draft, "New.", OLD, before="# Head\n\n")) == ([["New."]], 1)


def test_a_sentence_that_was_known_once_is_new_the_second_time(tmp_path: Path) -> None:
    draft, known = tmp_path / "a.md", tmp_path / "known.json"
    write_baseline(known, [report(draft, OLD)])
    assert left(known, report(draft, OLD, OLD)) == ([[OLD]], 1)


def test_another_draft_does_not_share_what_is_known(tmp_path: Path) -> None:
    known = tmp_path / "known.json"
    write_baseline(known, [report(tmp_path / "a.md", OLD)])
    assert left(known, report(tmp_path / "b.md", OLD)) == ([[OLD]], 0)


def test_paths_are_told_from_the_file_so_that_a_checkout_may_move(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_baseline(tmp_path / "known.json", [report(tmp_path / "docs" / "a.md", OLD)])
    (tmp_path / "docs").mkdir()
    monkeypatch.chdir(tmp_path / "docs")
    assert left(Path("../known.json"), report(Path("a.md"), OLD)) == ([[]], 1)
    said = json.loads((tmp_path / "known.json").read_text(encoding="utf-8"))
    assert [(one["path"], one["rule"], one["text"], one["count"]) for one in said["findings"]] == [
        ("docs/a.md", "KG102", OLD, 1)
    ]


def test_what_is_gone_is_counted_for_drafts_that_were_checked(tmp_path: Path) -> None:
    known = tmp_path / "known.json"
    write_baseline(known, [report(tmp_path / "a.md", OLD, "Gone."), report(tmp_path / "b.md", OLD)])
    assert Baseline.read(known).gone([report(tmp_path / "a.md", OLD)]) == 1


def test_the_same_findings_give_the_same_file(tmp_path: Path) -> None:
    one, two = tmp_path / "one.json", tmp_path / "two.json"
    reports = [report(tmp_path / "a.md", OLD, "Other."), report(tmp_path / "b.md", OLD)]
    write_baseline(one, reports)
    write_baseline(two, reversed(reports))
    assert one.read_bytes() == two.read_bytes()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "there is no baseline here; make one with --write-baseline"),
        ("{", "this is no baseline"),
        ("[]", "this is no baseline"),
        ('{"version": 1, "findings": [{"path": "a"}]}', "this is no baseline"),
        ('{"version": 9, "findings": []}', "the baseline is of version 9; this kneegraph reads 1"),
    ],
)
def test_what_is_no_baseline_is_an_error(tmp_path: Path, text: str | None, message: str) -> None:
    known = tmp_path / "known.json"
    if text is not None:
        known.write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as error:
        Baseline.read(known)
    assert str(error.value).startswith(f"{known}: {message}")
