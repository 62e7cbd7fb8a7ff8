"""Works, but not by that route: on built graphs, and what a sports physiotherapist should find in the packaged data."""

from __future__ import annotations

import pytest
from builders import claim, concept, corpus, disputes, judge, reports, source, state, supports

from kneegraph import Graph, rdf
from kneegraph.analysis.evidence.doubt import Doubt
from kneegraph.analysis.evidence.opinion import Opinion
from kneegraph.analysis.routes import Route, Routes, RouteStep, route_score, routes
from kneegraph.errors import UnknownTermError
from kneegraph.model import Claim, Concept, Corpus, Source
from kneegraph.parts import Fetched, Looker
from kneegraph.store import MemoryStore

PAIN, VALGUS = concept("pain", "Symptom"), concept("valgus", "MovementFault")
TRAINING, TRACKING = concept("training", "Intervention"), concept("tracking", "Function")
WEAK = state("weak glute", of="glute", sign=-1)
STUDIES = [source(name, "peer-reviewed") for name in ("p1", "p2", "p3")]
HELPS = claim("training", "reduces", "pain", supports("p1").by("rct"))
HURTS = claim("valgus", "causes", "pain", supports("s1"))


def found(*parts: Claim | Concept | Source) -> list[Routes]:
    """The routes of facts about training, pain, valgus, tracking and a muscle that can be weak."""
    known = corpus(PAIN, VALGUS, TRAINING, TRACKING, WEAK, *STUDIES, *parts)
    same_from_what_they_touch(known)
    return routes(judge(known))


def same_from_what_they_touch(known: Corpus) -> None:
    """Those of a treatment, or to an outcome, are the same when only what they touch is fetched."""
    store = MemoryStore((*rdf.to_quads(known), *rdf.derived_quads(known)))
    for name in known.concepts:
        for asked in ({"exercise": name}, {"for_": name}):
            fetched = Graph(Fetched(Looker(store)))  # anew, so that it has nothing from before
            assert fetched.routes(**asked) == Graph(known).routes(**asked), asked


def over(some: tuple[Route, ...]) -> list[str]:
    return [route.mechanism for route in some]


NOT_SHOWN = claim("training", "reduces", "valgus", supports("s1"), disputes("p2").by("rct"))


def test_what_helps_though_its_mechanism_is_not_shown_is_found_with_what_is_left() -> None:
    left = claim("training", "targets", "glute", supports("s1")), claim("weak glute", "causes", "pain", supports("s1"))
    (one,) = found(HELPS, HURTS, NOT_SHOWN, *left)
    assert (one.treatment, one.outcome, one.claim) == ("training", "pain", HELPS.id)
    assert (over(one.doubtful), over(one.rivals)) == (["valgus"], ["glute"])
    first, second = one.doubtful[0].steps
    assert (first.doubt, first.against, second.doubt) == (Doubt.OUTWEIGHED, ("p2",), None)
    assert one.doubtful[0].doubtful == (0,)
    assert one.explanation == ("training reduces pain; that it helps by way of valgus is in doubt, and what is left is glute.")


def test_the_second_step_can_be_the_one_in_doubt() -> None:
    null = claim("valgus", "causes", "pain", disputes("p2").by("cohort"))
    (one,) = found(HELPS, null, claim("training", "reduces", "valgus", supports("s1")))
    assert (one.doubtful[0].doubtful, one.rivals) == ((1,), ())
    assert one.explanation.endswith("and no other route is told that stands.")


@pytest.mark.parametrize(
    "helps",
    [
        [],
        [claim("training", "reduces", "pain", reports("s1"))],
        [claim("training", "reduces", "pain", supports("s1"), disputes("p1").by("rct"))],
        [claim("training", "causes", "pain", supports("p1").by("rct"))],
    ],
    ids=["nobody says so", "second hand", "outweighed", "the other way"],
)
def test_what_does_not_help_has_no_route(helps: list[Claim]) -> None:
    assert found(HURTS, NOT_SHOWN, *helps) == []


def test_what_works_by_the_route_told_is_no_finding() -> None:
    assert found(HELPS, HURTS, claim("training", "reduces", "valgus", supports("s1"))) == []


def test_a_recommendation_will_do_where_no_effect_is_said_to_stand() -> None:
    advice = claim("training", "recommendedFor", "pain", supports("s1"))
    (one,) = found(advice, HURTS, NOT_SHOWN, claim("training", "reduces", "pain", disputes("p3").by("rct")))
    assert one.claim == advice.id


def test_a_quarrel_without_any_study_is_none() -> None:
    helps = claim("training", "reduces", "pain", supports("s1"))
    assert found(helps, HURTS, claim("training", "reduces", "valgus", disputes("s2"))) == []


def test_only_what_moves_the_right_way_is_a_route() -> None:
    wrong = claim("training", "causes", "valgus", disputes("p2").by("rct"))
    assert found(HELPS, HURTS, wrong) == []


def test_what_is_said_of_the_opposite_is_said_of_the_mechanism() -> None:
    fault = concept("maltracking", "MovementFault")
    opposed = Concept(TRACKING.id, TRACKING.kind, TRACKING.label, opposite_of=fault.id)
    said = (
        claim("training", "improves", "tracking", disputes("p2").by("emg")),
        claim("maltracking", "causes", "pain", supports("s1")),
    )
    (one,) = routes(judge(corpus(PAIN, TRAINING, fault, opposed, *STUDIES, HELPS, *said)))
    assert [step.claims for step in one.doubtful[0].steps] == [(said[0].id,), (said[1].id,)]


def test_which_of_two_opposites_says_so_makes_no_difference() -> None:
    fault = Concept("poor-tracking", TRACKING.kind, "poor tracking", opposite_of=TRACKING.id)
    first = claim("training", "improves", "tracking", supports("s1"), disputes("p2").by("rct"))
    (one,) = found(fault, HELPS, first, claim("poor tracking", "causes", "pain", supports("s1")))
    assert [step.object for step in one.doubtful[0].steps] == ["tracking", "pain"]


def test_that_a_complaint_goes_with_something_can_be_said_from_either_end() -> None:
    (one,) = found(HELPS, NOT_SHOWN, claim("pain", "associatedWith", "valgus", supports("s1")))
    assert one.doubtful[0].told


def test_less_of_a_state_is_a_means_where_the_state_is_said_to_do_harm() -> None:
    less = claim("training", "reduces", "weak glute", supports("s1"), disputes("p2").by("rct"))
    assert found(HELPS, less) == []
    (one,) = found(HELPS, less, claim("weak glute", "causes", "valgus", supports("s1")))
    assert over(one.doubtful) == ["weak-glute"]


def test_a_kind_of_the_treatment_counts_with_it_but_only_for_mechanisms_told_of_it() -> None:
    hard = concept("hard training", "Intervention", broader="training")
    own = claim("training", "reduces", "valgus", supports("s1"))
    null = claim("hard training", "reduces", "valgus", disputes("p2").by("rct"))
    other = claim("hard training", "improves", "tracking", disputes("p3").by("rct"))
    (one,) = found(HELPS, HURTS, hard, own, null, other)
    assert over(one.doubtful) == ["valgus"]
    assert set(one.doubtful[0].steps[0].claims) == {own.id, null.id}


def test_what_speaks_of_cause_alone_decides_a_step_and_else_what_goes_together() -> None:
    with_it = claim("valgus", "associatedWith", "pain", disputes("p2").by("crossSectional"))
    moves = claim("training", "reduces", "valgus", supports("s1"))
    (one,) = found(HELPS, moves, with_it)
    assert (one.doubtful[0].steps[1].causal, one.doubtful[0].steps[1].claims) == (False, (with_it.id,))
    assert found(HELPS, moves, with_it, HURTS) == []


def test_a_mechanism_of_which_nobody_says_where_it_leads_counts_half_and_needs_a_study_that_it_helps() -> None:
    null = claim("training", "improves", "tracking", disputes("p2").by("rct"))
    (one,) = found(HELPS, null)
    (route,) = one.doubtful
    assert (route.told, route.doubt) == (False, route.steps[0].opinion.dispute / 2)
    assert found(claim("training", "reduces", "pain", supports("s1")), null) == []


def step(dispute: float, doubt: Doubt | None) -> RouteStep:
    return RouteStep("a", "b", ("c",), Opinion(0.1, dispute, 0.9 - dispute), doubt, (), causal=True)


def test_the_score_is_the_margin_of_the_help_times_the_worst_dispute() -> None:
    sure = Opinion(0.7, 0.1, 0.2)
    told = Route("m", (step(0.6, Doubt.DISPUTED), step(0.9, None)))
    untold = Route("m", (step(0.6, Doubt.DISPUTED),))
    assert route_score(sure, [told]) == pytest.approx(0.36)
    assert route_score(sure, [untold]) == pytest.approx(0.18)
    assert route_score(sure, [untold, told]) == pytest.approx(0.36)
    assert route_score(sure, []) == 0


def test_routes_can_be_asked_for_by_outcome_and_by_treatment() -> None:
    facts = corpus(PAIN, VALGUS, TRAINING, concept("ache", "Symptom", broader="pain"), *STUDIES, HELPS, HURTS, NOT_SHOWN)
    assert len(routes(judge(facts), for_="pain")) == len(routes(judge(facts), exercise="training")) == 1
    assert routes(judge(facts), for_="ache") == routes(judge(facts), exercise="pain") == []
    with pytest.raises(UnknownTermError):
        routes(judge(facts), for_="nothing")


# The packaged data


def of(whole: Corpus, treatment: str, outcome: str) -> Routes:
    return next(one for one in routes(judge(whole), exercise=treatment) if one.outcome == outcome)


PFP = "patellofemoral-pain-syndrome"


def test_hip_strengthening_eases_kneecap_pain_but_not_as_shown_by_kinematics_or_strength(whole: Corpus) -> None:
    one = of(whole, "hip-strengthening", PFP)
    doubtful = {route.mechanism: route for route in one.doubtful}
    assert {"knee-valgus", "running-technique", "hip-strength"} <= doubtful.keys()
    assert "palmer-2015-abductor-vs-motor-control-rct" in doubtful["knee-valgus"].steps[0].against
    assert "willy-davis-2011-hip-strengthening-mechanics" in doubtful["running-technique"].steps[0].against
    assert doubtful["hip-strength"].doubtful == (1,)
    assert doubtful["hip-strength"].steps[1].against[0] == "neal-2018-pfp-risk-factors"


def test_vmo_training_helps_though_the_vmo_cannot_be_trained_by_itself(whole: Corpus) -> None:
    first = of(whole, "selective-vastus-medialis-oblique-training", PFP).doubtful[0]
    assert (first.mechanism, first.steps[0].doubt) == ("vastus-medialis-oblique", Doubt.OUTWEIGHED)
    assert first.steps[0].against[0] == "smith-2009-vmo-preferential-activation-sr"


def test_a_smaller_q_angle_is_not_how_hip_and_core_work_helps(whole: Corpus) -> None:
    route = next(one for one in of(whole, "hip-and-core-strengthening", PFP).doubtful if one.mechanism == "large-q-angle")
    assert (route.doubtful, route.steps[1].doubt) == ((1,), Doubt.DISPUTED)
    assert "park-2011-qangle-not-risk-factor" in route.steps[1].against


def test_gait_retraining_eases_pain_without_another_gait_being_shown_and_leaves_hip_adduction(whole: Corpus) -> None:
    one = of(whole, "gait-retraining", PFP)
    assert "lower-limb-kinematics" in over(one.doubtful)
    assert "excessive-hip-adduction" in over(one.rivals)


def test_orthoses_do_not_help_by_correcting_pronation_as_far_as_is_known(whole: Corpus) -> None:
    assert "overpronation" in over(of(whole, "foot-orthosis", PFP).doubtful)


def test_no_route_ends_in_what_it_goes_through_or_in_a_treatment(whole: Corpus) -> None:
    for one in routes(judge(whole)):
        for route in (*one.doubtful, *one.rivals):
            assert route.mechanism not in (one.treatment, one.outcome)
            assert route.steps[0].subject == one.treatment
            assert route.steps[-1].object == (one.outcome if route.told else route.mechanism)
        assert one.doubtful
        assert one.score > 0


def test_five_articles_without_a_study_have_no_such_finding(core: Corpus) -> None:
    assert routes(judge(core)) == []
