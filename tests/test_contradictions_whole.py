"""What the literature adds: where popular belief and evidence part, as a sports physiotherapist would insist."""

from __future__ import annotations

from functools import cache
from itertools import groupby

import pytest

import kneegraph
from kneegraph.analysis.contradictions import Contradiction, stakes
from kneegraph.analysis.contradictions.respects import ReasonKind
from kneegraph.model import Finding

PFP = "patellofemoral-pain-syndrome"


@cache
def graph() -> kneegraph.Graph:
    return kneegraph.load()


@cache
def all_found() -> tuple[Contradiction, ...]:
    return tuple(graph().contradictions())


def clash(kind: str, *claims: str) -> Contradiction:
    """The clash of a kind that takes in these claims; the one with the fewest others."""
    having = [found for found in all_found() if found.kind == kind and set(claims) <= set(found.claims)]
    return min(having, key=lambda found: len(found.claims))


def test_weak_hips_go_with_patellofemoral_pain_but_do_not_come_before_it() -> None:
    found = clash("undercut", f"weak-hip-muscles.associatedWith.{PFP}", f"weak-hip-muscles.riskFactorFor.{PFP}")
    assert "vancant-2014-hip-strength-females-pfp" in found.supports
    assert "neal-2018-pfp-risk-factors" in found.disputes
    assert "does not come before it" in found.explanation
    assert found.against is Finding.NO_EFFECT


def test_that_weak_hips_cause_patellofemoral_pain_is_popular_belief() -> None:
    found = clash("tiers", f"weak-hip-muscles.causes.{PFP}", f"weak-hip-muscles.riskFactorFor.{PFP}")
    assert {"outside-2011-pfps", "verywellhealth-pfss-quads"} <= set(found.supports)
    assert found.disputes == ("neal-2018-pfp-risk-factors",)


def test_the_vmo_cannot_be_trained_alone_whatever_handouts_say() -> None:
    found = clash("tiers", "selective-vastus-medialis-oblique-training.targets.vastus-medialis-oblique")
    assert {"scribd-vmo-exercises-handout", "selfitcare-5-vmo-exercise"} <= set(found.supports)
    assert "smith-2009-vmo-preferential-activation-sr" in found.disputes
    assert found.against is Finding.NO_EFFECT
    assert found.weights.disputes > found.weights.supports


def test_training_the_vmo_helps_all_the_same() -> None:
    found = clash("tiers", f"selective-vastus-medialis-oblique-training.reduces.{PFP}")
    assert found.explanation.startswith("Peer-reviewed evidence speaks for")
    assert "syme-2009-vmo-vs-general-quads-rct" in found.supports


def test_the_q_angle_is_larger_in_those_who_hurt_but_foretells_nothing() -> None:
    found = clash("undercut", f"large-q-angle.associatedWith.{PFP}", f"large-q-angle.riskFactorFor.{PFP}")
    assert "lankhorst-2012-factors-associated-pfps" in found.supports
    assert {"boling-2021-gender-risk-profiles", "neal-2018-pfp-risk-factors", "park-2011-qangle-not-risk-factor"} <= set(
        found.disputes
    )


def test_whether_it_even_is_larger_depends_on_how_it_was_studied() -> None:
    found = clash("disputed", f"large-q-angle.associatedWith.{PFP}")
    assert ReasonKind.DESIGN in [reason.kind for reason in found.reasons]


def test_overpronation_as_a_risk_is_disputed_among_peers_and_no_matter_of_belief() -> None:
    found = clash("disputed", f"overpronation.riskFactorFor.{PFP}")
    assert "neal-2014-foot-posture-sr" in found.supports
    assert "boling-2021-gender-risk-profiles" in found.disputes
    assert not any(f"overpronation.causes.{PFP}" in one.claims for one in all_found() if one.kind == "tiers")


def test_orthoses_help_for_a_time() -> None:
    found = clash("disputed", f"foot-orthosis.reduces.{PFP}")
    assert "barton-2010-foot-orthoses-pfps-sr" in found.supports
    assert found.disputes == ("chen-2022-foot-orthoses-pfps-sr",)
    (limit,) = (reason for reason in found.reasons if reason.kind is ReasonKind.TIME)
    assert limit.sentence.startswith("According to cochrane-cd008402-foot-orthoses-pfp")


def test_gluteal_amnesia_is_a_quarrel_among_popular_sources_and_activation_drills_one_with_evidence() -> None:
    amnesia = clash("disputed", "underactive-gluteal-muscles.prevalentIn.general-population")
    assert {graph().source(name).tier for name in amnesia.sources} == {"popular"}
    drills = clash("tiers", "activation-exercise.improves.active-gluteal-muscles")
    assert "rsm-2017-short-term-gluteal-activation-rct" in drills.disputes
    assert "jordan-glute-strengthening" in drills.supports


def test_loaded_and_unloaded_step_ups_are_not_the_same_task() -> None:
    found = clash("disputed", "step-up.targets.gluteus-maximus")
    assert {ReasonKind.TASK, ReasonKind.DESIGN} <= {reason.kind for reason in found.reasons}


def test_belief_is_never_a_study_and_evidence_never_popular() -> None:
    for found in (one for one in all_found() if one.kind == "tiers"):
        tiers = {graph().source(name).tier for name in found.sources}
        assert tiers == {"popular", "peer-reviewed"}


def test_within_a_kind_what_is_most_at_stake_comes_first() -> None:
    for _, group in groupby(all_found(), key=lambda one: (one.kind, one.resolved)):
        ranked = [stakes(found.weights, found.hangs) for found in group]
        assert ranked == sorted(ranked, reverse=True)


@pytest.mark.parametrize("kind", ["tiers", "undercut"])
def test_the_core_alone_has_no_evidence_to_part_from(kind: str) -> None:
    assert kneegraph.load(collection="core").contradictions(kind=kind) == []
