"""What Python puts into the page for its questions: the questions, exercise links, gaps, and what leads where."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import cast

import pytest
from builders import claim, concept, corpus, disputes, qualifies, source, state, supports

from kneegraph.analysis.contradictions import contradictions
from kneegraph.analysis.exercises import exercises
from kneegraph.analysis.gaps import GapKind, gaps
from kneegraph.analysis.network import Network
from kneegraph.analysis.no_chain import NoChain
from kneegraph.browser import findings, page
from kneegraph.browser.answers import answers
from kneegraph.browser.bundle import embedded
from kneegraph.browser.findings import GAPS, exercise_links, found_gaps
from kneegraph.browser.naming import byline, naming
from kneegraph.browser.questions import Known, Question, questions
from kneegraph.browser.reasoning import StepTable, reasoning
from kneegraph.model import Claim, Concept, Corpus, Source

PARTS: list[Claim | Concept | Source] = [
    claim("weak glute", "causes", "valgus", supports("s1"), supports("s2"), disputes("s3")),
    claim("pronation", "causes", "valgus", supports("s3"), qualifies("s1")),
    claim("flat foot", "causes", "valgus", supports("s1")),
    claim("valgus", "causes", "knee pain", supports("s1")),
    claim("clamshell", "targets", "glute", supports("s1"), supports("s2")),
    claim("bridge", "targets", "glute", supports("s1")),
    claim("rest", "recommendedFor", "knee pain", supports("s2")),
    claim("tape", "reduces", "valgus", disputes("s1")),
    concept("clamshell", "Exercise"),
    concept("bridge", "Exercise"),
    concept("rest", "Intervention"),
    concept("valgus", "MovementFault"),
    concept("knee pain", "Symptom"),
    state("weak glute", of="glute", sign=-1),
    replace(source("s3"), creator="Ann Author", issued="2020-05-01"),
]
SMALL = corpus(*PARTS)


def asked(known: Corpus) -> list[Question]:
    return questions(Known(known, contradictions(known), exercise_links(known), found_gaps(known)))


def values(known: Corpus) -> dict[str, object]:
    made = json.loads(embedded(answers(known, contradictions(known))))
    assert isinstance(made, dict)
    return made


def test_the_questions_are_made_from_the_data() -> None:
    told = {question.text: question for question in asked(SMALL)}
    causes = told["What causes valgus, according to these sources?"]
    assert causes.number == "3 causes, 1 disputed, 1 true only in part"
    assert causes.state == {"concept": "valgus", "way": "up", "steps": 1}
    disputed = told["Who disputes that weak glute causes valgus?"]
    assert disputed.number == "2 support it, 1 disputes it"
    assert disputed.state == {"claim": "weak-glute.causes.valgus"}
    assert told["What does the clamshell do?"].state == {"ask": "exercise", "concept": "clamshell"}
    assert told["What is missing?"].number.startswith(f"{len(gaps(SMALL))} gap")
    assert told["What does Title of s1 say?"].number == "7 claims, 2 that it disputes or qualifies"
    assert told["Which exercises are meant for knee pain?"].number == "2 exercises, 1 other intervention"
    assert len(told) == 8


def test_the_chain_that_is_asked_for_has_several_steps() -> None:
    (chain,) = (question for question in asked(SMALL) if "chain" in question.state)
    assert chain.text == "How does weak glute lead to knee pain?"
    assert chain.number == "1 way; the strongest of several steps is told whole by 1 source"
    assert chain.state == {"from": "weak-glute", "to": "knee-pain", "chain": 0}


def test_without_a_dispute_the_question_is_who_qualifies() -> None:
    (question,) = (
        one for one in asked(corpus(claim("a", "causes", "b", supports("s"), qualifies("t")))) if "claim" in one.state
    )
    assert question.text == "Who qualifies that a causes b?"
    assert question.number == "1 supports it, 1 qualifies it"


def test_nothing_is_asked_of_nothing() -> None:
    assert asked(Corpus()) == []


def test_every_link_and_every_gap_is_there_with_the_sources_called_by_their_names() -> None:
    made = values(SMALL)
    links = cast(dict[str, list[list[object]]], made["exercises"])
    steps = cast(list[list[object]], made["steps"])
    found = exercises(SMALL)
    assert len(links["links"]) == len(found)
    for (numbers, standing, warnings), link in zip(links["links"], found, strict=True):
        assert [steps[number][0] for number in cast(list[int], numbers)] == [step.claim for step in link.path]
        assert standing == link.standing.value
        assert len(cast(list[int], warnings)) == len(link.warnings)
    assert "Ann Author, 2020 against" in str(links["warnings"])
    assert [gap["concept"] for gap in cast(list[dict[str, str]], made["gaps"])] == [gap.concept for gap in gaps(SMALL)]


def test_every_move_of_the_network_is_there() -> None:
    table = StepTable()
    made = reasoning(SMALL, table)
    moves = cast(list[list[object]], made["moves"])
    assert len(moves) == sum(len(leaving) for leaving in Network(SMALL).leaving.values())
    closed = cast(list[list[list[int]]], made["closed"])
    assert [table.values()[numbers[0]][0] for numbers, *_ in closed] == ["tape.reduces.valgus"]
    assert made["reasons"] == {reason.value: reason.sentence for reason in NoChain}


def test_steps_are_numbered_once_each() -> None:
    steps = values(SMALL)["steps"]
    told = [json.dumps(step) for step in cast(list[object], steps)]
    assert len(told) == len(set(told))


def test_every_kind_of_gap_has_its_line() -> None:
    assert set(GAPS) == set(GapKind)


def test_a_graph_too_large_to_search_says_so_instead_of_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(findings, "_MOST_PAIRS", 1)
    made = values(SMALL)
    assert made["exercises"] is None
    assert made["gaps"] is None
    states = [cast(dict[str, object], one["state"]) for one in cast(list[dict[str, object]], made["questions"])]
    assert [state.get("ask") for state in states if state.get("ask")] == ["disagree"]


def test_claims_with_a_relation_that_nobody_defines_lead_nowhere() -> None:
    odd = corpus(claim("a", "mystifies", "b", supports("s1")), claim("b", "causes", "c", supports("s1")))
    assert len(cast(list[object], cast(dict[str, object], answers(odd, None)["reasoning"])["moves"])) == 1


def test_the_same_data_makes_the_same_answers() -> None:
    assert embedded(answers(SMALL, None)) == embedded(answers(corpus(*reversed(PARTS)), None))


def test_a_source_is_called_by_who_wrote_it_and_when() -> None:
    known = SMALL.sources["s3"]
    assert byline(known) == "Ann Author, 2020"
    assert naming(SMALL)("s3 against s33, s1 and x-s3") == "Ann Author, 2020 against s33, Title of s1 and x-s3"


def test_the_page_of_the_packaged_data_stays_small(core: Corpus, whole: Corpus) -> None:
    assert len(embedded(answers(core, None))) < 150_000
    assert len(page(core, contradictions=contradictions(core)).encode()) < 1_200_000
    assert len(page(whole, contradictions=contradictions(whole)).encode()) < 1_700_000
