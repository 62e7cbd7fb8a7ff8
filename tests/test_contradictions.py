from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from builders import claim, concept, corpus, disputes, qualifies, reports, state, supports

from kneegraph.analysis.contradictions import FINDERS, Contradiction, ContradictionKind, contradictions
from kneegraph.errors import UnknownTermError
from kneegraph.model import Claim, Concept, Source

WEAK = state("weak glute", of="glute", sign=-1)
PARTS = (concept("glute", "Muscle"), concept("medius", "Muscle", broader="glute"))


def found(kind: str, *parts: Claim | Concept | Source) -> list[Contradiction]:
    return contradictions(corpus(*parts), kinds=[ContradictionKind(kind)])


def one(kind: str, *parts: Claim | Concept | Source) -> Contradiction:
    (clash,) = found(kind, *parts)
    return clash


def test_every_kind_has_its_finder_and_a_line_about_it() -> None:
    assert [finder.kind for finder in FINDERS] == [*ContradictionKind]
    assert all(finder.description for finder in FINDERS)


def test_agreement_is_no_contradiction() -> None:
    assert contradictions(corpus(claim("a", "causes", "b", supports("s1"), supports("s2"), reports("s3")))) == []


# disputed, qualified


def test_disputed_is_one_claim_with_support_and_dispute() -> None:
    clash = one("disputed", claim("VMO", "controls", "tracking", supports("s1"), disputes("s2"), qualifies("s3")))
    assert clash.claims == ("vmo.controls.tracking",)
    assert (clash.supports, clash.disputes, clash.qualifies) == (("s1",), ("s2",), ("s3",))
    assert clash.explanation.startswith("“VMO controls tracking” is supported by s1, disputed by s2 and qualified by s3")
    assert not clash.resolved


def test_a_claim_that_nobody_supports_is_no_clash() -> None:
    assert contradictions(corpus(claim("rest", "reduces", "knee pain", disputes("s1"), reports("s2"), qualifies("s3")))) == []


def test_sides_that_speak_of_different_conditions_are_told_apart() -> None:
    apart = one("disputed", claim("a", "causes", "b", supports("s1", scope=["walking"]), disputes("s2", scope=["running"])))
    assert apart.resolved
    assert "different conditions" in apart.explanation


@pytest.mark.parametrize("scope", [[], ["walking"], ["walking", "running"]])
def test_sides_that_may_meet_are_not(scope: list[str]) -> None:
    assert not one(
        "disputed", claim("a", "causes", "b", supports("s1", scope=["walking"]), disputes("s2", scope=scope))
    ).resolved


def test_qualified_names_the_aspect_and_the_reason() -> None:
    said = qualifies("s2", aspect="relativeImportance", reason="foot pronation")
    clash = one("qualified", claim("weak glute", "causes", "knee valgus", supports("s1"), said))
    assert "qualified by s2 (it matters less than claimed, owing to foot pronation)" in clash.explanation


# opposed


def test_opposed_is_the_same_pair_with_opposite_signs() -> None:
    clash = one("opposed", claim("a", "causes", "b", supports("s1")), claim("a", "reduces", "b", supports("s2")))
    assert (clash.claims, clash.supports) == (("a.causes.b", "a.reduces.b"), ("s1", "s2"))
    assert clash.explanation == "“a causes b” (s1) against “a reduces b” (s2)."


def test_opposed_reads_opposites_as_each_other() -> None:
    opposites = replace(concept("strong glute"), opposite_of="weak-glute")
    strong, weak = claim("strong glute", "causes", "b", supports("s2")), claim("weak glute", "causes", "b", supports("s1"))
    assert set(one("opposed", weak, strong, opposites).claims) == {weak.id, strong.id}
    assert found("opposed", weak, claim("strong glute", "reduces", "b", supports("s2")), opposites) == []


def test_too_much_and_too_little_of_a_muscle_may_both_do_harm() -> None:
    strong = state("overdeveloped glute", of="glute", sign=1)
    claims = claim("weak glute", "causes", "b", supports("s1")), claim("overdeveloped glute", "causes", "b", supports("s2"))
    assert found("opposed", *claims, WEAK, strong) == []


def test_a_claim_that_nobody_supports_opposes_nothing() -> None:
    assert found("opposed", claim("a", "causes", "b", supports("s1")), claim("a", "reduces", "b", disputes("s2"))) == []


# reversed


def test_reversed_is_cause_and_effect_changing_places() -> None:
    clash = one("reversed", claim("a", "causes", "b", supports("s1")), claim("b", "causes", "a", supports("s2")))
    assert set(clash.claims) == {"a.causes.b", "b.causes.a"}
    assert clash.explanation == "Cause and effect change places: “a causes b” (s1) against “b causes a” (s2)."


def test_foot_against_hip_is_seen_through_states_parts_and_kinds() -> None:
    foot = claim("pronation", "inhibits", "glute", supports("s1"))
    hip = claim("weak medius", "causes", "overpronation", supports("s2"))
    given = (
        *PARTS,
        state("weak medius", of="medius", sign=-1),
        concept("overpronation", "MovementFault", broader="pronation"),
    )
    assert set(one("reversed", foot, hip, *given).claims) == {foot.id, hip.id}


def test_an_effect_that_checks_its_cause_is_no_contradiction() -> None:
    assert found("reversed", claim("a", "causes", "b", supports("s1")), claim("b", "reduces", "a", supports("s2"))) == []


def test_causing_something_wider_is_not_causing_the_next_cause() -> None:
    wide = concept("pronation", "MovementFault", broader="leg fault")
    claims = claim("a", "causes", "leg fault", supports("s1")), claim("pronation", "causes", "a", supports("s2"))
    assert found("reversed", *claims, wide) == []


def test_one_clash_is_told_once_with_every_claim_on_either_side() -> None:
    given = (*PARTS, WEAK, state("weak medius", of="medius", sign=-1))
    back = [claim(f"weak {name}", "causes", "inward hip", supports("s1")) for name in ("glute", "medius")]
    clash = one("reversed", claim("inward hip", "inhibits", "medius", supports("s2")), *back, *given)
    assert len(clash.claims) == 3


def test_a_loop_of_causes_is_told_once() -> None:
    loop = [claim(*ends, supports("s1")) for ends in (("a", "causes", "b"), ("b", "causes", "c"), ("c", "causes", "a"))]
    clash = one("reversed", *loop, claim("c", "causes", "d", supports("s1")))
    assert clash.claims == tuple(claim_.id for claim_ in loop)
    assert clash.explanation.startswith("Causes run in a circle: ")


@pytest.mark.parametrize(("relation", "loops"), [("causes", 1), ("reduces", 0)])
def test_a_loop_counts_by_its_sign_and_may_close_over_a_kind(relation: str, loops: int) -> None:
    claims = claim("a", "causes", "b", supports("s1")), claim("b", "causes", "c", supports("s1"))
    closing = claim("c", relation, "a kind of a", supports("s1"))
    assert len(found("reversed", *claims, closing, concept("a kind of a", broader="a"))) == loops


def test_a_loop_may_pass_over_a_kind_at_every_turn() -> None:
    claims = [claim(cause, "causes", f"kind of {effect}", supports("s1")) for cause, effect in ("ab", "bc", "ca")]
    kinds = [concept(f"kind of {name}", broader=name) for name in "abc"]
    assert one("reversed", *claims, *kinds).claims == tuple(claim_.id for claim_ in claims)


def test_a_loop_that_holds_a_pair_told_already_is_not_told_again() -> None:
    pair = claim("a", "causes", "b", supports("s1")), claim("b", "causes", "a", supports("s1"))
    round_about = claim("b", "causes", "c", supports("s1")), claim("c", "causes", "a", supports("s1"))
    assert len(one("reversed", *pair, *round_about).claims) == 2


def test_two_parts_of_one_muscle_may_change_places_too() -> None:
    quads = [concept(name, "Muscle", broader="quads") for name in ("VL", "VMO")]
    states = state("tight VL", of="VL", sign=1), state("weak VMO", of="VMO", sign=-1)
    claims = claim("tight VL", "causes", "weak VMO", supports("s1")), claim("weak VMO", "causes", "tight VL", supports("s2"))
    clash = one("reversed", *claims, *quads, *states, concept("quads", "Muscle"))
    assert clash.explanation.endswith("(s1) against “weak VMO causes tight VL” (s2).")


@pytest.mark.parametrize(("around", "loops"), [("abca", 1), ("abcda", 1), ("abcdea", 0)])
def test_a_loop_has_four_claims_at_most(around: str, loops: int) -> None:
    claims = (claim(cause, "causes", effect, supports("s1")) for cause, effect in pairwise(around))
    assert len(found("reversed", *claims)) == loops


def test_only_causes_are_reversed() -> None:
    claims = claim("a", "associatedWith", "b", supports("s1")), claim("b", "causes", "a", supports("s1"))
    assert found("reversed", *claims, claim("a", "improves", "b", supports("s1")), concept("b", "Function")) == []


# inherited


def test_inherited_is_a_narrower_claim_agreed_on_where_the_broader_is_not() -> None:
    broad = claim("weak glute", "causes", "knee pain", supports("s1"), disputes("s2"))
    narrow = claim("weak medius", "causes", "knee pain", supports("s3"))
    clash = one("inherited", broad, narrow, concept("weak medius", "MuscleState", broader="weak glute"))
    assert clash.claims == (broad.id, narrow.id)
    assert clash.explanation == (
        "“weak glute causes knee pain” is supported by s1 and disputed by s2; "
        "the narrower “weak medius causes knee pain” is supported by s3."
    )


def test_inherited_looks_at_the_object_as_well_and_however_far_up() -> None:
    broad, narrow = claim("a", "causes", "top", supports("s1")), claim("a", "causes", "low", disputes("s2"))
    given = concept("low", broader="middle"), concept("middle", broader="top")
    assert one("inherited", broad, narrow, *given).claims == (broad.id, narrow.id)


def test_a_stance_on_the_narrower_does_not_resolve_that_on_the_broader() -> None:
    broad, narrow = claim("a", "causes", "top", supports("s1")), claim("a", "causes", "low", disputes("s2"))
    assert not one("inherited", broad, narrow, concept("low", broader="top")).resolved


@pytest.mark.parametrize(
    ("relation", "said"),
    [("causes", supports("s2")), ("reduces", disputes("s2")), ("causes", reports("s2"))],
    ids=["same side", "other relation", "no side"],
)
def test_what_is_not_inherited(relation: str, said: object) -> None:
    broad, narrow = claim("a", "causes", "top", supports("s1")), claim("a", relation, "low", said)  # type: ignore[arg-type]
    assert found("inherited", broad, narrow, concept("low", broader="top")) == []


# scope

TURNS = replace(concept("inward", "JointAction"), opposite_of="outward")


def test_opposite_actions_are_told_apart_by_their_conditions() -> None:
    inward = claim("medius", "performs", "inward", supports("s1", scope=["hip flexed"]))
    outward = claim("medius", "performs", "outward", supports("s1", scope=["hip extended"]), supports("s2"))
    clash = one("scope", inward, outward, TURNS)
    assert clash.resolved
    assert clash.claims == (inward.id, outward.id)
    assert "s1: hip flexed" in clash.explanation
    assert clash.explanation.endswith("The conditions tell the two apart. Without any condition: s2.")


@pytest.mark.parametrize("scope", [[], ["hip flexed"]])
def test_without_conditions_or_with_the_same_ones_the_clash_stands(scope: list[str]) -> None:
    inward = claim("medius", "performs", "inward", supports("s1", scope=["hip flexed"]))
    clash = one("scope", inward, claim("medius", "performs", "outward", supports("s2", scope=scope)), TURNS)
    assert not clash.resolved
    assert clash.explanation.endswith("No conditions tell the two apart.")


def test_different_actions_that_are_not_opposites_do_not_clash() -> None:
    claims = claim("medius", "performs", "inward", supports("s1")), claim("medius", "performs", "abduction", supports("s1"))
    assert found("scope", *claims, TURNS) == []


def test_two_muscles_may_do_opposite_things() -> None:
    claims = claim("medius", "performs", "inward", supports("s1")), claim("minimus", "performs", "outward", supports("s1"))
    assert found("scope", *claims, TURNS) == []


# rivals


def test_rivals_are_causes_of_one_effect_of_which_one_is_put_first() -> None:
    first = claim("pronation", "outweighs", "weak glute", supports("s1"), outcome="valgus")
    rival = claim("weak glute", "causes", "valgus", supports("s2"))
    clash = one("rivals", first, rival)
    assert clash.claims == (first.id, rival.id)
    assert clash.explanation == "Put before other causes of valgus: pronation (s1); rival causes: weak glute (s2)."


def test_a_cause_is_also_put_first_as_the_reason_why_another_matters_less() -> None:
    said = qualifies("s1", aspect="relativeImportance", reason="pronation")
    weak, own = (
        claim("weak glute", "causes", "valgus", supports("s2"), said),
        claim("pronation", "causes", "valgus", supports("s1")),
    )
    other = claim("weak VMO", "causes", "valgus", supports("s3"))
    assert set(one("rivals", weak, own, other).claims) == {weak.id, own.id, other.id}


def test_two_sources_that_each_put_another_cause_first_are_rivals() -> None:
    claims = (
        claim("a", "outweighs", "b", supports("s1"), outcome="x"),
        claim("b", "outweighs", "a", supports("s2"), outcome="x"),
    )
    assert one("rivals", *claims).supports == ("s1", "s2")


def test_several_causes_are_no_rivals_while_none_is_put_first() -> None:
    assert found("rivals", claim("a", "causes", "x", supports("s1")), claim("b", "causes", "x", supports("s2"))) == []


def test_a_ranking_that_no_other_source_crosses_has_no_rivals() -> None:
    first = claim("a", "outweighs", "b", supports("s1"), outcome="x")
    assert found("rivals", first, claim("b", "causes", "x", supports("s1")), claim("a", "causes", "x", supports("s1"))) == []


def test_the_same_muscle_and_what_it_leads_to_are_no_rivals_of_it() -> None:
    first = claim("weak glute", "outweighs", "rest", supports("s1"), outcome="pain")
    akin = claim("inhibited glute", "causes", "pain", supports("s2"))
    downstream = claim("valgus", "causes", "pain", supports("s2")), claim("weak glute", "causes", "valgus", supports("s2"))
    assert found("rivals", first, akin, *downstream, WEAK, state("inhibited glute", of="glute", sign=-1)) == []


def test_what_a_source_puts_behind_the_main_cause_is_its_rival_however_akin() -> None:
    first = claim("inhibited glute", "outweighs", "weak glute", supports("s1"), outcome="pain")
    akin = claim("weak glute", "causes", "pain", supports("s2"))
    clash = one("rivals", first, akin, WEAK, state("inhibited glute", of="glute", sign=-1))
    assert clash.claims == (first.id, akin.id)


# self


def test_self_is_one_source_on_both_sides_of_a_claim() -> None:
    clash = one("self", claim("a", "causes", "b", supports("s1"), supports("s2"), qualifies("s1", aspect="partialCause")))
    assert (clash.supports, clash.qualifies) == (("s1",), ("s1",))
    assert clash.explanation == "s1 qualifies “a causes b”, yet supports it."


def test_self_sees_a_broader_claim_supported_and_a_narrower_disputed() -> None:
    broad, narrow = claim("a", "causes", "top", supports("s1")), claim("a", "causes", "low", disputes("s1"), supports("s2"))
    clash = one("self", broad, narrow, concept("low", broader="top"))
    assert (clash.claims, clash.sources) == ((narrow.id, broad.id), ("s1",))


def test_self_sees_a_broader_claim_disputed_and_a_narrower_supported() -> None:
    broad, narrow = claim("a", "causes", "top", disputes("s1")), claim("a", "causes", "low", supports("s1"))
    assert one("self", broad, narrow, concept("low", broader="top")).claims == (broad.id, narrow.id)


def test_self_sees_a_source_that_supports_opposed_claims() -> None:
    claims = claim("a", "causes", "b", supports("s1")), claim("a", "reduces", "b", supports("s1"), supports("s2"))
    assert one("self", *claims).sources == ("s1",)


def test_different_sources_are_not_one_source() -> None:
    assert found("self", claim("a", "causes", "b", supports("s1"), qualifies("s2"), reports("s1"))) == []


def test_a_source_that_tells_its_cases_apart_is_at_peace_with_itself() -> None:
    said = supports("s1", scope=["walking"]), disputes("s1", scope=["running"])
    assert one("self", claim("a", "causes", "b", *said)).resolved


# All together


def test_contradictions_come_by_kind_then_by_number_of_sources_then_by_claim() -> None:
    facts = corpus(
        claim("c", "causes", "x", supports("s1"), disputes("s2")),
        claim("b", "causes", "x", supports("s1"), disputes("s2")),
        claim("d", "causes", "x", supports("s1"), disputes("s2"), disputes("s3")),
        claim("a", "causes", "x", supports("s1"), qualifies("s2"), qualifies("s3"), qualifies("s4")),
    )
    assert [(clash.kind.value, clash.claims[0][0]) for clash in contradictions(facts)] == [
        ("disputed", "d"),
        ("disputed", "b"),
        ("disputed", "c"),
        ("qualified", "a"),
    ]


def test_contradictions_about_a_concept_are_those_about_its_states_and_parts_and_what_concerns_it_as_well() -> None:
    given = (*PARTS, state("weak medius", of="medius", sign=-1), replace(concept("pain", "Symptom"), related=("knee",)))
    weak = claim("weak medius", "causes", "pain", supports("s1"), disputes("s2"))
    facts = corpus(weak, claim("rest", "reduces", "pain", supports("s1"), disputes("s2")), *given)
    assert [clash.claims for clash in contradictions(facts, about="glute")] == [(weak.id,)]
    assert len(contradictions(facts, about="pain")) == 2
    assert len(contradictions(replace(facts, concepts={**facts.concepts, "knee": concept("knee")}), about="knee")) == 2
    with pytest.raises(UnknownTermError):
        contradictions(facts, about="nothing")
