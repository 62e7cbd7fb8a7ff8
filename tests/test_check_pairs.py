"""Edits of a word or two that change what a sentence says must change what the checker says of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from answers import Checking, by_checker
from entries import HERE, read_pairs
from measures import Change, changes

import kneegraph

CASES = Path(__file__).parent / "cases" / "silent"
PAIRS = read_pairs()
KINDS = sorted({pair.kind for pair in PAIRS})


@pytest.fixture(scope="module")
def checking() -> Checking:
    return by_checker(kneegraph.load(collection="core").check)


def told(change: Change) -> str:
    return f"{change.pair.before_edit.text} → {change.pair.after_edit.text}: {', '.join(change.after.answer)}"


@pytest.mark.parametrize("kind", KINDS)
def test_an_edit_that_changes_the_meaning_changes_the_answer(kind: str, checking: Checking) -> None:
    judged = changes((pair for pair in PAIRS if pair.kind == kind), checking)
    assert [told(one) for one in judged if not one.changed and not one.silent] == []


def test_at_most_one_sentence_in_a_hundred_is_called_supported_that_is_not(checking: Checking) -> None:
    judged = [one for change in changes(PAIRS, checking) for one in (change.before, change.after)]
    wrong = [one.sentence.text for one in judged if one.falsely_supported]
    assert len(wrong) <= len(judged) / 100, wrong


def test_the_checker_is_not_silent_about_most_of_the_sentences_it_should_judge(checking: Checking) -> None:
    befores = [change.before for change in changes(PAIRS, checking)]
    assert sum(bool(one.answer) for one in befores) > len(befores) * 0.8


@pytest.mark.parametrize("collection", ["core", ()], ids=["core", "whole"])
@pytest.mark.parametrize("path", [HERE / "silent.md", CASES / "namesakes.md"], ids=lambda one: one.stem)
def test_ordinary_prose_about_other_things_gets_no_finding(path: Path, collection: str | tuple[str, ...]) -> None:
    """Also where it shares its words: joints of wood, runners of a table, the core of a reactor."""
    report = kneegraph.load(collection=collection).check(path.read_text(encoding="utf-8"))
    assert report.words > 600
    assert [one.text for one in report.findings] == []


def test_the_whole_graph_reads_the_same_claims_into_a_sentence_as_the_core() -> None:
    """More evidence changes verdicts; what a sentence is understood to say it must not change."""
    core, whole = kneegraph.load(collection="core"), kneegraph.load()
    for sentence in (one for pair in PAIRS for one in (pair.before_edit, pair.after_edit)):
        assert understood(whole, sentence.paragraph) == understood(core, sentence.paragraph), sentence.paragraph


def understood(graph: kneegraph.Graph, text: str) -> set[tuple[str | None, ...]]:
    return {(one.subject, one.relation, one.object, one.outcome, one.polarity) for one in graph.check(text).findings}
