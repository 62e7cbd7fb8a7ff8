"""Why a clash may be only apparent, when it is resolved, and what those who dispute find instead."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import Said, claim, concept, corpus, disputes, qualifies, source, supports

from kneegraph.analysis.contradictions import Contradiction, ContradictionKind, Reason, contradictions
from kneegraph.analysis.contradictions.respects import content
from kneegraph.model import Claim, Concept, Estimate, Finding, Source


def one(kind: str, *parts: Claim | Concept | Source) -> Contradiction:
    (clash,) = contradictions(corpus(*parts), kinds=[ContradictionKind(kind)])
    return clash


def disputed(*said: Said) -> Contradiction:
    return one("disputed", claim("a", "causes", "b", *said))


def kinds(clash: Contradiction) -> list[str]:
    return [reason.kind.value for reason in clash.reasons]


def test_different_people_are_a_reason_that_names_both() -> None:
    clash = disputed(supports("s1", population="novice runners"), disputes("s2", population="women with knee pain"))
    told = "Different people: novice runners (s1) on one side, women with knee pain (s2) on the other."
    assert [(reason.kind.value, reason.sentence, reason.throughout) for reason in clash.reasons] == [
        ("population", told, True)
    ]
    assert not clash.resolved


@pytest.mark.parametrize(
    ("this", "that", "different"),
    [
        ("novice runners", "runners", False),
        ("people with knee pain", "patients with knee pain and controls", False),
        ("people with knee pain", "adults without knee pain", True),
        ("healthy adults", "symptom-free people", False),
        ("adults without knee pain", "uninjured women", False),
        ("women with and without knee pain", "people with knee pain", False),
        ("women", "female athletes", False),
        ("women", "young men", True),
        ("people", "runners", False),  # the first says nothing
        ("healthy adults", None, False),
    ],
)
def test_people_are_compared_by_the_words_that_say_something(this: str, that: str | None, different: bool) -> None:
    other = disputes("s2", population=that) if that else disputes("s2")
    assert ("population" in kinds(disputed(supports("s1", population=this), other))) == different


def test_words_are_compared_by_their_stems() -> None:
    assert content("squats, loaded") == content("loading the squat")


def test_a_scope_and_a_text_are_compared_too() -> None:
    assert kinds(disputed(supports("s1", scope=["running"]), disputes("s2", task="a run of an hour"))) == []
    assert kinds(disputed(supports("s1", scope=["running"]), disputes("s2", task="squat"))) == ["task"]


def test_a_kind_of_running_is_running() -> None:
    kind = concept("treadmill", "Setting", broader="running")
    said = supports("s1", scope=["running"]), disputes("s2", scope=["treadmill"])
    clash = one("disputed", claim("a", "causes", "b", *said), kind)
    assert (clash.reasons, clash.resolved) == ((), False)


@pytest.mark.parametrize(
    ("this", "that", "different"),
    [
        ("crossSectional", "cohort", True),
        ("crossSectional", "emg", False),
        ("rct", "systematicReview", True),
        ("rct", "rct", False),
        ("narrativeReview", "cohort", False),
    ],
)
def test_designs_differ_by_what_is_done_in_them(this: str, that: str, different: bool) -> None:
    assert ("design" in kinds(disputed(supports("s1", design=this), disputes("s2", design=that)))) == different


def test_that_one_side_brings_no_study_is_no_reason() -> None:
    assert kinds(disputed(supports("s1"), disputes("s2", design="rct"))) == []


def test_measures_differ_by_what_is_measured_and_without_that_by_the_figures() -> None:
    said = supports("s1", measured="pain at rest"), disputes("s2", measured="strength")
    assert kinds(disputed(*said)) == ["measure"]

    def figures(one: str, other: str) -> list[str]:
        made = claim("a", "causes", "b", supports("s1"), disputes("s2"))
        given = zip(made.assertions, (one, other), strict=True)
        given_ = tuple(replace(one_, estimates=(Estimate("p", 0.04), Estimate(measure))) for one_, measure in given)
        return kinds(one_clash(replace(made, assertions=given_)))

    def one_clash(made: Claim) -> Contradiction:
        return one("disputed", made)

    assert figures("r", "OR") == ["measure"]
    assert figures("SMD", "MD") == []


def test_doses_and_other_conditions_differ() -> None:
    doses = concept("daily", "Dose"), concept("weekly", "Dose"), concept("warm", "Principle"), concept("cold", "Principle")
    said = supports("s1", scope=["daily", "warm"]), disputes("s2", scope=["weekly", "cold"])
    clash = one("disputed", claim("a", "causes", "b", *said), *doses)
    assert (kinds(clash), clash.resolved) == (["dose", "condition"], True)


def test_a_side_states_what_half_of_its_weight_states() -> None:
    others = [supports(name) for name in ("s3", "s4")]
    disputing = disputes("s2", population="runners")
    assert kinds(disputed(supports("s1", population="swimmers"), *others, disputing)) == []
    clash = disputed(supports("s1", population="swimmers", design="rct"), *others, disputing)
    (reason,) = clash.reasons
    assert (reason.throughout, reason.sentence.endswith("; 2 other sources do not say.")) == (False, True)


@pytest.mark.parametrize(
    ("aspect", "kind"), [("dose", "dose"), ("population", "population"), ("time", "time"), ("scope", "condition")]
)
def test_a_qualification_is_a_reason_in_its_own_words(aspect: str, kind: str) -> None:
    clash = disputed(supports("s1"), disputes("s2"), qualifies("s3", aspect=aspect))
    (reason,) = clash.reasons
    assert reason.kind.value == kind
    assert reason.sentence.startswith("According to s3 it ")
    assert reason.sentence.endswith(": only under a condition.")


def test_mattering_less_is_no_reason() -> None:
    assert (
        kinds(one("qualified", claim("a", "causes", "b", supports("s1"), qualifies("s2", aspect="relativeImportance")))) == []
    )


def test_broader_and_narrower_are_a_matter_of_definition() -> None:
    broad, narrow = claim("a", "causes", "pain", supports("s1")), claim("a", "causes", "knee pain", disputes("s2"))
    clash = one("inherited", broad, narrow, concept("knee pain", broader="pain"))
    told = "Not the same thing: “pain” on one side, the narrower “knee pain” on the other."
    assert clash.reasons == (Reason(clash.reasons[0].kind, told, throughout=True),)
    assert clash.reasons[0].kind.value == "definition"


def test_stated_scope_resolves_any_clash_over_what_holds() -> None:
    walking, running = supports("s1", scope=["walking"]), qualifies("s2", scope=["running"])
    assert one("qualified", claim("a", "causes", "b", walking, running)).resolved
    opposed = claim("a", "causes", "b", walking), claim("a", "reduces", "b", supports("s2", scope=["running"]))
    assert one("opposed", *opposed).resolved


def test_scopes_of_different_kinds_do_not_tell_apart() -> None:
    beginners = concept("beginners", "Population")
    said = supports("s1", scope=["running"]), disputes("s2", scope=["beginners"])
    assert not one("disputed", claim("a", "causes", "b", *said), beginners).resolved


def test_what_comes_first_is_resolved_by_no_scope() -> None:
    claims = (
        claim("a", "causes", "b", supports("s1", scope=["walking"])),
        claim("b", "causes", "a", supports("s2", scope=["running"])),
    )
    assert not one("reversed", *claims).resolved


# What is found instead


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ([], None),
        ([disputes("s2", finding=Finding.NO_EFFECT)], Finding.NO_EFFECT),
        (
            [disputes("s2", finding=Finding.NO_EFFECT), disputes("s3", finding=Finding.OPPOSITE_EFFECT)],
            Finding.OPPOSITE_EFFECT,
        ),
        (
            [disputes("s2", finding=Finding.NO_EFFECT, design="rct"), disputes("s3", finding=Finding.OPPOSITE_EFFECT)],
            Finding.NO_EFFECT,
        ),
    ],
    ids=["nothing said", "none", "the opposite goes before", "a study goes before an opinion"],
)
def test_no_effect_is_told_from_the_opposite_effect(found: list[Said], expected: Finding | None) -> None:
    assert disputed(supports("s1"), disputes("s4"), *found).against is expected


def test_the_explanation_says_who_finds_what() -> None:
    said = disputes("s2", finding=Finding.NO_EFFECT), disputes("s3", finding=Finding.OPPOSITE_EFFECT)
    assert "disputed by s2 (no effect) and s3 (the opposite effect)." in disputed(supports("s1"), *said).explanation


def test_sources_of_both_sides_are_named_as_before() -> None:
    clash = one("disputed", claim("a", "causes", "b", supports("s1"), disputes("s2")), source("s2", "peer-reviewed"))
    assert (clash.supports, clash.disputes, clash.qualifies) == (("s1",), ("s2",), ())
