"""The measure of the checker is itself right: its answers follow from the graph, and its figures are worked by hand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from answers import Answer, by_checker, by_keywords
from entries import HERE, Expected, Sentence, read_pairs, read_sentences
from evidence import Key, by_key, verdicts
from measures import Change, judge, measure

import kneegraph
from kneegraph.check.report import Finding, Place, Report, Severity, Verdict
from kneegraph.graph import Graph
from kneegraph.model import Claim

PAIRS = read_pairs()
PAIR_SENTENCES = [sentence for pair in PAIRS for sentence in (pair.before_edit, pair.after_edit)]


@pytest.fixture(scope="module")
def graph() -> Graph:
    return kneegraph.load(collection="core")


@pytest.fixture(scope="module")
def claims(graph: Graph) -> dict[Key, Claim]:
    return by_key(graph.claims())


def unfounded(sentences: Sequence[Sentence], claims: dict[Key, Claim], *, boosts_marked: bool) -> list[str]:
    """Identifiers of sentences whose expected verdict is not the one the graph gives."""
    wrong = []
    for sentence in sentences:
        for one in sentence.expected:
            possible = verdicts(one, claims)
            if not boosts_marked and possible <= {"supported", "qualified"}:
                possible |= {"overstated"}
            if not possible & set(one.verdicts):
                wrong.append(sentence.id)
    return wrong


@pytest.mark.parametrize("part", ["open", "aside"])
def test_expected_verdicts_follow_from_the_graph(part: str, claims: dict[Key, Claim]) -> None:
    assert unfounded(read_sentences(part), claims, boosts_marked=False) == []


def test_expected_verdicts_of_pairs_follow_from_the_graph(claims: dict[Key, Claim]) -> None:
    assert unfounded(PAIR_SENTENCES, claims, boosts_marked=True) == []


def test_a_wrong_expected_verdict_is_noticed(claims: dict[Key, Claim]) -> None:
    right = PAIRS[0].before_edit
    wrong = replace(right, expected=(replace(right.expected[0], verdict="contested"),))
    assert unfounded([right], claims, boosts_marked=True) == []
    assert unfounded([wrong], claims, boosts_marked=True) == [right.id]


def test_every_expected_concept_and_relation_is_of_the_graph(graph: Graph) -> None:
    for sentence in PAIR_SENTENCES:
        for one in sentence.expected:
            assert {one.subject, one.object} | ({one.outcome} - {None}) <= set(graph.corpus.concepts), sentence.id
            assert {one.relation, *one.also} <= set(graph.corpus.relations), sentence.id


def test_pairs_are_many_of_every_kind_and_no_sentence_comes_twice() -> None:
    kinds = Counter(pair.kind for pair in PAIRS)
    assert len(PAIRS) >= 330
    assert len(kinds) == 13
    assert min(kinds.values()) >= 12
    texts = [sentence.text.casefold() for sentence in PAIR_SENTENCES]
    others = {sentence.text.casefold() for part in ("open", "aside") for sentence in read_sentences(part)}
    assert len(set(texts)) == len(texts)
    assert not others & set(texts)


def test_the_two_sentences_of_a_pair_have_different_answers_and_the_first_is_right() -> None:
    for pair in PAIRS:
        before = {one.verdict for one in pair.before_edit.expected}
        assert before <= {"supported", "qualified"}, pair.id
        assert before, pair.id
        assert not before & {verdict for one in pair.after_edit.expected for verdict in one.verdicts}, pair.id


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9']+", text.lower().replace("’", "'"))


def test_no_sentence_shares_eight_words_with_a_source(sources_folder: Path) -> None:
    runs: set[tuple[str, ...]] = set()
    for path in (sources_folder / "texts").glob("*.txt"):
        source = words(path.read_text(encoding="utf-8"))
        runs.update(tuple(source[at : at + 8]) for at in range(len(source) - 7))
    assert runs
    ours = [words(sentence.text) for sentence in PAIR_SENTENCES]
    ours.append(words((HERE / "silent.md").read_text(encoding="utf-8")))
    assert not [run for text in ours for at in range(len(text) - 7) if (run := tuple(text[at : at + 8])) in runs]


# What follows works the figures by hand, on four sentences and a checker whose answers are known.

CLAM = Expected("supported", "clamshell", "targets", "gluteus-medius", None, "affirmed", False)
VALGUS = Expected("overstated", "foot-pronation", "causes", "knee-valgus", None, "affirmed", False)
SENTENCES = (
    Sentence("right", "Clams train the glute med.", (CLAM,), form="active"),
    Sentence("wrong", "Pronation causes valgus.", (VALGUS,), form="active"),
    Sentence("missed", "It trains it.", (CLAM,), before="Take the clamshell.", form="pronoun"),
    Sentence("silent", "Do clams train the glute med?", (), trap="question"),
)
GIVEN = {
    "right": [Answer(frozenset({("clamshell", "targets", "gluteus-medius")}), None, "supported")],
    "wrong": [Answer(frozenset({("foot-pronation", "causes", "knee-valgus")}), None, "supported", hedged=True)],
    "missed": [],
    "silent": [Answer(frozenset({("clamshell", "targets", "gluteus-medius")}), None, "qualified")],
}


def test_figures_are_those_worked_by_hand() -> None:
    measured = measure([judge(one, lambda sentence: GIVEN[sentence.id]) for one in SENTENCES])
    shares = ("precision", "recall", "accuracy", "exact", "polarity", "hedging", "false_supported", "alarms")
    assert {name: getattr(measured, name).value for name in shares} == {
        "precision": 2 / 3,  # of three findings, two are about a claim that was expected
        "recall": 2 / 3,  # of three expected claims, one was missed
        "accuracy": 1 / 3,  # one has its verdict
        "exact": 1 / 4,
        "polarity": 1,
        "hedging": 1 / 2,
        "false_supported": 1 / 4,
        "alarms": 1 / (6 / 1000),  # one finding in six words
    }
    assert measured.confusion == {
        ("supported", "supported"): 1,
        ("overstated", "supported"): 1,
        ("supported", "silent"): 1,
        ("silent", "qualified"): 1,
    }
    assert (measured.by_form["active"].part, measured.by_form["active"].whole) == (1, 2)
    assert (measured.by_trap["question"].part, measured.by_trap["question"].whole) == (0, 1)


def test_nothing_to_measure_is_unknown_and_not_nought() -> None:
    assert measure([]).precision.value is None


def test_an_equally_good_reading_and_a_tolerated_verdict_are_no_mistakes() -> None:
    answer = Answer(frozenset({("clamshell", "improves", "gluteus-medius")}), None, "not-in-graph")
    other = replace(CLAM, also=("improves",), or_verdict=("not-in-graph",))
    assert judge(Sentence("s", "…", (other,)), lambda _: [answer]).right
    assert not judge(Sentence("s", "…", (CLAM,)), lambda _: [answer]).right
    assert judge(Sentence("s", "…", (), may=("not-in-graph",)), lambda _: [answer]).right
    assert not judge(Sentence("s", "…", ()), lambda _: [answer]).right


def test_a_pair_changes_when_its_verdicts_do() -> None:
    pair = PAIRS[0]
    supported = [Answer(frozenset({("clamshell", "targets", "gluteus-medius")}), None, "supported")]
    before = judge(pair.before_edit, lambda _: supported)
    same, silent = judge(pair.after_edit, lambda _: supported), judge(pair.after_edit, lambda _: [])
    assert not Change(pair, before, same).changed
    assert Change(pair, before, silent).changed
    assert same.falsely_supported
    assert not before.falsely_supported


def finding(start: int, verdict: Verdict | None) -> Finding:
    place = Place(1, start + 1, 1, start + 2, start, start + 1)
    return Finding("-", place, "…", "KG101", Severity.NOTE, "…", place, verdict, subject="clamshell")


def test_only_findings_of_the_judged_sentence_count() -> None:
    read: list[str] = []

    def check(text: str) -> Report:
        read.append(text)
        return Report("-", (finding(0, Verdict.SUPPORTED), finding(20, Verdict.CONTESTED), finding(21, None)))

    answers = by_checker(check)(SENTENCES[2])
    assert read == ["Take the clamshell. It trains it."]
    assert [one.verdict for one in answers] == ["contested"]


def test_the_baseline_takes_the_standing_of_a_claim_whose_labels_stand_in_the_sentence(graph: Graph) -> None:
    checking = by_keywords(graph.claims(), graph.corpus.concepts)

    def given(text: str) -> list[str]:
        return [one.verdict for one in checking(Sentence("s", text, ()))]

    assert given("Clams do not train the glute med.") == ["supported"]
    assert given("The VMO and patellar tracking.") == ["contested"]
    assert given("Clams and other shellfish.") == []
