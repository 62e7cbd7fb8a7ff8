from __future__ import annotations

from dataclasses import replace

import pytest
from builders import claim, concept, corpus, disputes, qualifies, reports, state, supports

from kneegraph.analysis.exercises import ExerciseLink, exercises, helpful_sign
from kneegraph.analysis.search import Ways
from kneegraph.analysis.steps import Step
from kneegraph.analysis.surroundings import WholeSurroundings
from kneegraph.errors import UnknownTermError
from kneegraph.model import Claim, Concept, Corpus, Standing

WEAK = state("weak glute", of="glute", sign=-1)
VALGUS, PAIN = concept("valgus", "MovementFault"), concept("pain", "Symptom")
CLAM = concept("clamshell", "Exercise")


def facts(*parts: Claim | Concept) -> Corpus:
    """A clamshell that targets a muscle whose weakness causes a fault that causes pain, and what else is given."""
    mechanism = (
        claim("clamshell", "targets", "glute", supports("s1")),
        claim("weak glute", "causes", "valgus", supports("s2")),
        claim("valgus", "causes", "pain", supports("s3")),
    )
    return corpus(*mechanism, WEAK, VALGUS, PAIN, CLAM, *parts)


def passed(link: ExerciseLink) -> str:
    """A link as text: the concepts it passes through."""
    return " ".join([link.exercise, *(step.object for step in link.path)])


def test_an_exercise_is_linked_over_muscle_state_and_fault_to_each_outcome() -> None:
    assert [passed(link) for link in exercises(facts())] == [
        "clamshell glute weak-glute valgus",
        "clamshell glute weak-glute valgus pain",
    ]


def test_a_link_can_be_asked_for_by_outcome_and_by_exercise() -> None:
    web = facts(concept("squat", "Exercise"), claim("squat", "reduces", "valgus", supports("s1")))
    assert {(link.exercise, link.outcome) for link in exercises(web, for_="valgus")} == {
        ("squat", "valgus"),
        ("clamshell", "valgus"),
    }
    assert {(link.exercise, link.outcome) for link in exercises(web, exercise="squat")} == {
        ("squat", "valgus"),
        ("squat", "pain"),
    }
    assert exercises(web, for_="glute", exercise="squat") == []


@pytest.mark.parametrize("options", [{"for_": "nothing"}, {"exercise": "nothing"}])
def test_an_unknown_concept_is_an_error(options: dict[str, str]) -> None:
    with pytest.raises(UnknownTermError):
        exercises(facts(), **options)  # type: ignore[arg-type]


def test_only_helpful_effects_count() -> None:
    harm = corpus(
        concept("sitting", "Exercise"),
        claim("sitting", "inhibits", "glute", supports("s1")),
        claim("weak glute", "causes", "valgus", supports("s1")),
        claim("glute", "controls", "stability", supports("s1")),
        claim("sitting", "causes", "pain", supports("s1")),
        *(WEAK, VALGUS, PAIN, concept("stability", "Function")),
    )
    assert exercises(harm) == []


def test_more_of_a_function_is_help() -> None:
    web = facts(claim("glute", "controls", "stability", supports("s1")), concept("stability", "Function"))
    (link,) = exercises(web, for_="stability")
    assert passed(link) == "clamshell glute stability"


def test_help_with_a_state_depends_on_what_the_state_brings_about() -> None:
    tight, strong = state("tight TFL", of="TFL", sign=1), state("strong glute", of="glute", sign=1)
    harm, good = (
        claim("tight TFL", "causes", "valgus", supports("s1")),
        claim("strong glute", "reduces", "pain", supports("s1")),
    )
    web = facts(tight, strong, harm, good)
    assert {
        name: helpful_sign(web, name, WholeSurroundings(web).caused)
        for name in ("tight-tfl", "strong-glute", "weak-glute", "pain", "glute")
    } == {
        "tight-tfl": -1,
        "strong-glute": 1,
        "weak-glute": -1,
        "pain": -1,
        "glute": 1,
    }


def test_the_mechanism_and_what_is_said_outright_stand_beside_each_other() -> None:
    web = facts(
        claim("clamshell", "reduces", "valgus", supports("s1")), claim("clamshell", "recommendedFor", "valgus", supports("s1"))
    )
    assert [[step.relation for step in link.path] for link in exercises(web, for_="valgus")] == [
        ["reduces"],
        ["targets", "stateOf", "causes"],
    ]


def test_a_mere_recommendation_comes_last_and_says_so() -> None:
    web = facts(claim("clamshell", "recommendedFor", "valgus", supports("s1"), supports("s2"), supports("s3")))
    mechanism, advice = exercises(web, for_="valgus")
    assert mechanism.warnings == ()
    assert advice.warnings == ("“clamshell recommendedFor valgus” is a recommendation: it names no mechanism.",)


def test_what_is_said_of_something_narrower_counts_for_the_broader() -> None:
    inner = concept("inner pain", "Symptom", broader="pain")
    web = corpus(CLAM, PAIN, inner, claim("clamshell", "reduces", "inner pain", supports("s1")))
    assert [passed(link) for link in exercises(web, for_="pain")] == ["clamshell inner-pain pain"]


@pytest.mark.parametrize(
    ("said", "standing", "warning"),
    [
        ([], Standing.SUPPORTED, None),
        ([reports("s9")], Standing.SUPPORTED, None),
        ([qualifies("s9")], Standing.QUALIFIED, "“weak glute riskFactorFor valgus” is qualified by s9."),
        (
            [disputes("s9")],
            Standing.CONTESTED,
            "“weak glute riskFactorFor valgus” is contested: s1 and s2 for it, s9 against.",
        ),
    ],
)
def test_a_link_stands_as_its_weakest_step_does_and_warns_of_it(
    said: list[object], standing: Standing, warning: str | None
) -> None:
    step = claim("weak glute", "riskFactorFor", "valgus", supports("s1"), supports("s2"), *said)  # type: ignore[arg-type]
    web = facts(step)
    plain = replace(web, claims={name: one for name, one in web.claims.items() if name != "weak-glute.causes.valgus"})
    (link,) = exercises(plain, for_="valgus")
    assert (link.standing, link.warnings) == (standing, (warning,) if warning else ())


def test_disagreement_weighs_more_than_a_reservation_and_this_more_than_hearsay() -> None:
    web = corpus(
        CLAM,
        VALGUS,
        claim("clamshell", "targets", "glute", reports("s1")),
        claim("glute", "controls", "hip", supports("s1"), qualifies("s2")),
        claim("hip", "controls", "knee", supports("s1"), disputes("s2")),
        claim("knee", "reduces", "valgus", supports("s1")),
        *(concept(name, "Function") for name in ("hip", "knee")),
    )
    knee, hip = (next(link for link in exercises(web) if link.outcome == name) for name in ("knee", "hip"))
    assert (hip.standing, knee.standing) == (Standing.QUALIFIED, Standing.CONTESTED)
    assert [warning.split("” ")[1] for warning in knee.warnings] == [
        "is known at second hand only, from s1.",
        "is qualified by s2.",
        "is contested: s1 for it, s2 against.",
    ]


def test_what_is_known_from_hearsay_weighs_less_than_what_is_supported() -> None:
    web = corpus(
        CLAM, claim("clamshell", "targets", "glute", reports("s1")), claim("glute", "reduces", "pain", supports("s1")), PAIN
    )
    (link,) = exercises(web)
    assert link.standing is Standing.REPORTED


def test_a_recommendation_is_better_than_an_effect_that_is_disputed() -> None:
    advice = claim("clamshell", "recommendedFor", "pain", supports("s1"))
    web = corpus(CLAM, PAIN, advice, claim("clamshell", "reduces", "pain", disputes("s2")))
    assert [link.path[0].claim for link in exercises(web)] == [advice.id]


def test_help_that_is_only_disputed_comes_last_and_warns() -> None:
    web = facts(concept("rest", "Intervention"), claim("rest", "reduces", "pain", disputes("s1")))
    *_, last = exercises(web, for_="pain")
    assert (last.exercise, last.standing) == ("rest", Standing.DISPUTED)
    assert last.warnings == ("“rest reduces pain” is disputed by s1, and nobody supports it.",)


def test_links_are_limited_for_each_exercise() -> None:
    web = facts(concept("squat", "Exercise"), claim("squat", "reduces", "valgus", supports("s1")))
    assert [link.exercise for link in exercises(web, limit=1)] == ["squat", "clamshell"]


def test_an_exercise_for_a_state_is_one_that_trains_its_muscle() -> None:
    facts = corpus(
        concept("clam", "Exercise"),
        concept("release", "Intervention"),
        concept("glute", "Muscle"),
        state("weak glute", of="glute", sign=-1),
        claim("clam", "targets", "glute", supports("s1")),
        claim("weak glute", "causes", "pain", supports("s1")),
    )
    (link,) = exercises(facts, for_="weak-glute")
    assert passed(link) == "clam glute weak-glute"
    assert exercises(facts, for_="weak-glute", exercise="release") == []


def test_what_is_recommended_for_something_narrower_is_not_for_all_of_it() -> None:
    facts = corpus(
        concept("rest", "Intervention"),
        concept("ache", "Symptom", broader="pain"),
        concept("pain", "Symptom"),
        claim("rest", "recommendedFor", "ache", supports("s1")),
    )
    assert exercises(facts, for_="pain") == []
    assert len(exercises(facts, for_="ache")) == 1


def test_a_link_warns_of_conditions_and_of_single_cases() -> None:
    facts = corpus(
        concept("clam", "Exercise"),
        claim("clam", "reduces", "valgus", supports("s1", scope=["sitting"], basis="anecdote")),
    )
    (link,) = exercises(facts, for_="valgus")
    assert link.warnings == (
        "“clam reduces valgus” is said only of sitting.",
        "“clam reduces valgus” rests on single cases only (s1).",
    )


# The packaged data


def test_the_exercises_for_knee_valgus_are_linked_by_their_mechanism(core: Corpus) -> None:
    links = [link for link in exercises(core, for_="knee-valgus") if len(link.path) > 1]
    assert {"clamshell", "side-lying-leg-raise", "lunge", "squat", "banded-crab-walk"} <= {link.exercise for link in links}
    squat = next(link for link in links if link.exercise == "squat")
    assert passed(squat) == "squat gluteus-medius weak-gluteus-medius knee-valgus"
    assert squat.standing is Standing.QUALIFIED
    assert squat.warnings == ("“weak gluteus medius causes knee valgus” is qualified by somerset-2018.",)


def test_an_exercise_over_the_vmo_warns_that_its_mechanism_is_contested(core: Corpus) -> None:
    link = next(link for link in exercises(core, for_="patellar-tracking") if link.exercise == "squat")
    assert (passed(link), link.standing) == ("squat vastus-medialis-oblique patellar-tracking", Standing.CONTESTED)
    assert link.warnings[0].endswith("is contested: fti-medial-knee for it, somerset-2018 against.")


def test_resting_is_not_passed_off_as_help(core: Corpus) -> None:
    rest = next(link for link in exercises(core, for_="knee-pain") if link.exercise == "rest")
    assert rest.standing is Standing.DISPUTED


def aches(cause: str, relation: str, number: int) -> list[Claim]:
    """So many ways from a cause to the valgus, each over an ache of its own."""
    names = [f"{cause} ache {place}" for place in range(number)]
    pairs = [(claim(cause, relation, name, supports("s1")), claim(name, "causes", "valgus", supports("s1"))) for name in names]
    return [one for pair in pairs for one in pair]


@pytest.mark.parametrize(
    ("stronger", "mechanism"),
    [(9, "clamshell glute weak-glute valgus"), (10, "clamshell clamshell-ache-0 valgus")],
)
def test_a_mechanism_that_explains_is_sought_among_the_ten_strongest(stronger: int, mechanism: str) -> None:
    assert [
        passed(link)
        for link in exercises(facts(*aches("clamshell", "reduces", stronger)), for_="valgus", exercise="clamshell")
    ] == [mechanism]


def test_once_a_mechanism_explains_no_weaker_one_is_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    asked, next_ = [], Ways.__next__

    def counted(ways: Ways) -> tuple[Step, ...]:
        asked.append(ways)
        return next_(ways)

    monkeypatch.setattr(Ways, "__next__", counted)
    assert exercises(facts(*aches("weak glute", "causes", 5)), for_="valgus")
    assert len(asked) == 1
