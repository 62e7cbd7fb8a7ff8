from __future__ import annotations

from dataclasses import replace

from builders import claim, concept, corpus, disputes, qualifies, reports, state, supports

from kneegraph.analysis.exercises import exercises
from kneegraph.analysis.gaps import Gap, GapKind, gaps
from kneegraph.analysis.hanging import Hanging, Hangs, hanging_weight
from kneegraph.analysis.mainstays import Mainstay, mainstays
from kneegraph.model import Claim, Concept, Corpus

PAIN, VALGUS = concept("pain", "Symptom"), concept("valgus", "MovementFault")
CLAM, SQUAT = concept("clamshell", "Exercise"), concept("squat", "Exercise")


def found(kind: str, *parts: Claim | Concept) -> list[Gap]:
    return [gap for gap in gaps(corpus(*parts)) if gap.kind == kind]


# no-mechanism


def test_a_recommended_exercise_of_which_nobody_says_what_it_works_on_is_a_gap() -> None:
    (gap,) = found("no-mechanism", CLAM, PAIN, claim("clamshell", "recommendedFor", "pain", supports("s1"), supports("s2")))
    assert (gap.concept, gap.claims) == ("clamshell", ("clamshell.recommendedFor.pain",))
    assert gap.explanation == "clamshell is recommended for pain (s1 and s2), but nobody says what it works on."


def test_an_exercise_that_targets_something_has_a_mechanism_unless_that_is_disputed() -> None:
    advice = claim("clamshell", "recommendedFor", "pain", supports("s1"))
    given = (CLAM, PAIN, concept("glute", "Muscle"), advice)
    assert found("no-mechanism", *given, claim("clamshell", "targets", "glute", supports("s2"))) == []
    assert len(found("no-mechanism", *given, claim("clamshell", "targets", "glute", disputes("s2")))) == 1


def test_that_it_helps_is_no_mechanism() -> None:
    claims = (
        claim("clamshell", "recommendedFor", "pain", supports("s1")),
        claim("clamshell", "reduces", "pain", supports("s1")),
    )
    assert len(found("no-mechanism", CLAM, PAIN, *claims)) == 1


def test_a_principle_or_something_recommended_for_training_needs_no_mechanism() -> None:
    patience = claim("patience", "recommendedFor", "pain", supports("s1")), concept("patience", "Principle")
    warm_up = claim("clamshell", "recommendedFor", "squat", supports("s1"))
    assert found("no-mechanism", CLAM, SQUAT, PAIN, *patience, warm_up) == []


# no-exercise


def test_a_complaint_that_nothing_helps_with_is_a_gap() -> None:
    helped = claim("clamshell", "reduces", "pain", supports("s1"))
    (gap,) = found("no-exercise", CLAM, PAIN, VALGUS, helped, claim("valgus", "causes", "pain", supports("s1")))
    assert (gap.concept, gap.claims) == ("valgus", ("valgus.causes.pain",))


def test_help_that_is_only_disputed_does_not_fill_the_gap() -> None:
    claims = claim("clamshell", "reduces", "pain", disputes("s1")), claim("valgus", "causes", "pain", supports("s1"))
    assert {gap.concept for gap in found("no-exercise", CLAM, PAIN, VALGUS, *claims)} == {"pain", "valgus"}


def test_a_sign_is_not_treated() -> None:
    assert (
        found(
            "no-exercise", concept("sign", "Sign"), claim("sign", "indicates", "x", supports("s1")), concept("x", "Structure")
        )
        == []
    )


def test_complaints_that_are_most_spoken_of_come_first() -> None:
    claims = (claim("x", "causes", "valgus", supports("s1")), claim("x", "causes", "pain", supports("s1")))
    ranked = found(
        "no-exercise", PAIN, VALGUS, concept("x", "Structure"), *claims, claim("valgus", "causes", "pain", supports("s1"))
    )
    assert [gap.concept for gap in ranked] == ["pain", "valgus"]


# single-source


def web(*parts: Claim | Concept) -> Corpus:
    """Two exercises that work on a muscle; that its weakness causes valgus has one supporter."""
    return corpus(
        claim("clamshell", "targets", "glute", supports("s1")),
        claim("squat", "targets", "glute", supports("s1")),
        claim("weak glute", "causes", "valgus", supports("s2")),
        claim("valgus", "causes", "pain", supports("s3"), supports("s4")),
        *(CLAM, SQUAT, PAIN, VALGUS, state("weak glute", of="glute", sign=-1), *parts),
    )


def stays(facts: Corpus) -> list[Mainstay]:
    return mainstays(facts, exercises(facts))


def test_a_claim_of_one_source_that_every_way_must_pass_is_a_mainstay() -> None:
    (stay,) = stays(web())
    assert (stay.claim, stay.exercises) == ("weak-glute.causes.valgus", ("clamshell", "squat"))
    assert stay.links == (("clamshell", "pain"), ("clamshell", "valgus"), ("squat", "pain"), ("squat", "valgus"))


def test_a_way_round_it_makes_it_dispensable() -> None:
    assert stays(web(claim("glute", "reduces", "valgus", supports("s5")))) == []


def test_a_claim_beside_it_makes_it_dispensable() -> None:
    assert stays(web(claim("weak glute", "riskFactorFor", "valgus", supports("s5")))) == []


def test_a_way_round_of_the_wrong_sign_does_not() -> None:
    assert len(stays(web(claim("glute", "causes", "valgus", supports("s5"))))) == 1


def test_what_is_too_far_for_a_link_does_not_hang_on_anything() -> None:
    far = [claim(f"p{step}", "causes", f"p{step + 1}", supports("s1"), supports("s2")) for step in range(1, 6)]
    (stay,) = stays(web(claim("pain", "causes", "p1", supports("s1"), supports("s2")), *far))
    assert stay.outcomes == ("p1", "p2", "pain", "valgus")


def test_what_two_sources_support_is_no_mainstay() -> None:
    assert stays(web(claim("weak glute", "causes", "valgus", supports("s2"), supports("s5")))) == []


def test_mainstays_are_told_as_gaps_with_what_hangs_on_them() -> None:
    (gap,) = (gap for gap in gaps(web()) if gap.kind is GapKind.SINGLE_SOURCE)
    assert (gap.concept, gap.claims) == ("weak-glute", ("weak-glute.causes.valgus",))
    assert gap.explanation == (
        "“weak glute causes valgus” rests on s2 alone; on it hang 4 links from exercises or interventions (2) to outcomes (2)."
    )


# second-hand


def test_what_is_only_reported_is_a_gap() -> None:
    claims = claim("a", "causes", "b", reports("s1"), reports("s2")), claim("a", "causes", "c", reports("s1"), qualifies("s2"))
    (gap,) = found("second-hand", *claims)
    assert (gap.concept, gap.claims) == ("a", ("a.causes.b",))
    assert gap.explanation == "“a causes b” is known at second hand only, from s1 and s2."


def test_what_only_one_reader_has_seen_is_told_as_such() -> None:
    made = claim("a", "causes", "b", supports("s1"))
    seen_once = replace(made, assertions=tuple(replace(one, unconfirmed=True) for one in made.assertions))
    (gap,) = found("second-hand", seen_once)
    assert gap.explanation == "“a causes b” has been read by one person only, in s1."


# What hangs on a gap


def test_gaps_are_ranked_by_chains_standings_and_twice_the_links() -> None:
    assert hanging_weight(Hangs(chains=3, links=2, standings=1)) == 8
    assert Hangs().weight == 0


def hangs(facts: Corpus, *claims: str) -> Hangs:
    return Hanging(facts, exercises(facts)).on(claims)


def test_chains_and_links_hang_on_what_they_pass() -> None:
    facts = web()
    assert hangs(facts, "weak-glute.causes.valgus") == Hangs(chains=1, links=4)
    assert hangs(facts, "valgus.causes.pain") == Hangs(chains=2, links=2)
    assert hangs(facts, "weak-glute.causes.valgus", "valgus.causes.pain") == Hangs(chains=2, links=4)
    assert hangs(facts) == Hangs()


def test_a_standing_hangs_on_the_only_claim_to_which_it_is_owed() -> None:
    contested = claim("valgus", "causes", "pain", supports("s3"), disputes("s4"))
    facts = web(contested)
    assert hangs(facts, contested.id).standings == 3, "its own, and those of the two links to pain"
    other = claim("weak glute", "causes", "valgus", supports("s2"), disputes("s4"))
    facts = web(contested, other)
    assert hangs(facts, contested.id).standings == 1, "the links would still be contested"
    assert hangs(facts, contested.id, other.id).standings == 6


# unsettled and unstudied


def test_a_contested_claim_that_something_hangs_on_is_unsettled() -> None:
    contested = claim("valgus", "causes", "pain", supports("s3"), disputes("s4"))
    alone = claim("moon", "causes", "tide", supports("s3"), disputes("s4"))
    (gap,) = (gap for gap in gaps(web(contested, alone)) if gap.kind is GapKind.UNSETTLED)
    assert (gap.concept, gap.claims, gap.hangs.links) == ("valgus", (contested.id,), 2)
    assert gap.explanation == (
        "“valgus causes pain” is contested: s3 for it, s4 against; on it hang 2 chains and 2 exercise links."
    )


def unstudied(*parts: Claim | Concept) -> set[str]:
    return {gap.claims[0] for gap in gaps(web(*parts)) if gap.kind is GapKind.UNSTUDIED}


def test_what_rests_on_words_alone_is_unstudied_until_a_study_speaks_of_the_same_two() -> None:
    said = "weak-glute.causes.valgus"
    assert said in unstudied()
    assert said not in unstudied(claim("weak glute", "causes", "valgus", supports("s2"), disputes("s9").by("rct")))
    assert said not in unstudied(claim("weak glute", "associatedWith", "valgus", supports("s9").by("cohort")))
    assert said not in unstudied(claim("weak glute", "causes", "valgus", supports("s2", basis="mechanism")))


def test_within_a_kind_that_on_which_most_hangs_comes_first(whole: Corpus) -> None:
    found_ = gaps(whole)
    for kind in GapKind:
        weights = [gap.hangs.weight for gap in found_ if gap.kind is kind]
        assert weights == sorted(weights, reverse=True)


def test_of_contested_claims_most_hangs_on_weak_glutes_and_valgus(whole: Corpus) -> None:
    first = next(gap for gap in gaps(whole) if gap.kind is GapKind.UNSETTLED)
    assert first.claims == ("weak-gluteal-muscles.causes.knee-valgus",)


def test_what_a_review_has_looked_at_is_not_called_unstudied(whole: Corpus) -> None:
    claims = {gap.claims[0] for gap in gaps(whole) if gap.kind is GapKind.UNSTUDIED}
    assert "knee-valgus.causes.acl-injury" not in claims
    assert "knee-valgus.causes.knee-cartilage-wear" in claims


# The packaged data


def test_the_packaged_data_have_gaps_of_every_kind_in_order(core: Corpus) -> None:
    kinds = [gap.kind for gap in gaps(core)]
    assert kinds == sorted(kinds, key=[*GapKind].index)
    assert set(kinds) == set(GapKind)


def test_gaps_point_at_what_exists(core: Corpus) -> None:
    for gap in gaps(core):
        assert gap.concept in core.concepts
        assert all(name in core.claims for name in gap.claims)


def test_that_the_gluteus_medius_keeps_the_pelvis_level_rests_on_one_article(core: Corpus) -> None:
    first = next(gap for gap in gaps(core) if gap.kind is GapKind.SINGLE_SOURCE)
    assert first.claims == ("gluteus-medius.reduces.contralateral-pelvic-drop",)
