"""How strongly claims may be worded: rule by rule on facts made up for it, and what a physiotherapist would insist on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from builders import Said, claim, corpus, disputes, qualifies, relations, source, supports
from hypothesis import given
from hypothesis import strategies as st

import kneegraph
from kneegraph.analysis.chains import Chain
from kneegraph.analysis.evidence.licence import Licence, Licences, Licensed, licence, wording
from kneegraph.graph import Graph
from kneegraph.model import Certainty, Claim, Corpus, Dependence, DependenceKind

Beside = Mapping[str, tuple[Said, ...]]
SAID, ASSOCIATED, PREDICTS, CHANGES, PLAIN = Licence
DESIGNS = ("systematicReview", "rct", "cohort", "crossSectional", "emg", "narrativeReview", "guideline", "consensus")


def licensed(*said: Said, relation: str = "causes", beside: Beside | None = None) -> Licensed:
    """The licence of a claim that these sources speak about, with other claims on the same two concepts beside it."""
    outcome = "pain" if relations()[relation].comparative else None
    own = claim("tight band", relation, "knee pain", *said, outcome=outcome)
    others = [claim("tight band", name, "knee pain", *ones) for name, ones in (beside or {}).items()]
    return licence(corpus(own, *others), own)


def level(*said: Said, relation: str = "causes", beside: Beside | None = None) -> Licence:
    return licensed(*said, relation=relation, beside=beside).level


def test_levels_are_ordered_from_the_weakest() -> None:
    assert sorted(Licence, reverse=True) == [PLAIN, CHANGES, PREDICTS, ASSOCIATED, SAID]
    assert SAID < "associated" <= ASSOCIATED < PREDICTS
    assert CHANGES >= PREDICTS > ASSOCIATED


@pytest.mark.parametrize(
    ("design", "expected"),
    [
        ("systematicReview", CHANGES),
        ("rct", CHANGES),
        ("cohort", PREDICTS),
        ("crossSectional", ASSOCIATED),
        ("emg", ASSOCIATED),
        ("narrativeReview", SAID),
        ("guideline", SAID),
        ("consensus", SAID),
    ],
)
def test_a_cause_is_licensed_as_far_as_the_design_reaches(design: str, expected: Licence) -> None:
    assert level(supports("s1").by(design)) is expected


@pytest.mark.parametrize("basis", ["statement", "mechanism", "anecdote", "authority"])
def test_what_is_only_said_licenses_no_more(basis: str) -> None:
    found = licensed(*(supports(f"s{n}", basis=basis) for n in range(9)))
    assert (found.level, found.studied, found.studies, found.suffices) == (SAID, False, (), False)


SAYS: dict[str, Licence | None] = {
    "associatedWith": ASSOCIATED,
    "riskFactorFor": PREDICTS,
    **dict.fromkeys(["causes", "reduces", "inhibits", "improves", "moreEffectiveThan", "outweighs"], CHANGES),
    **dict.fromkeys(["targets", "controls", "performs", "dominates", "compensatesFor", "recommendedFor"]),
    **dict.fromkeys(["hasDose", "indicates", "prevalentIn", "isA", "partOf", "attachesTo"]),
}


@pytest.mark.parametrize("relation", relations())
def test_what_a_relation_says_follows_from_its_data(relation: str) -> None:
    assert wording(relations()[relation]) is SAYS[relation]
    assert licensed(relation=relation).needed is SAYS[relation]


@pytest.mark.parametrize(("relation", "expected"), [("associatedWith", ASSOCIATED), ("riskFactorFor", PREDICTS)])
def test_a_review_licenses_what_the_relation_that_it_supports_says(relation: str, expected: Licence) -> None:
    assert level(beside={relation: (supports("s1").by("systematicReview"),)}) is expected
    assert level(beside={relation: (supports("s1").by("rct"),)}) is expected


def test_studies_of_another_claim_on_the_same_two_concepts_count() -> None:
    found = licensed(supports("s1"), beside={"associatedWith": (supports("s2").by("crossSectional"),)})
    assert (found.level, [one.source for one in found.studies], found.studied) == (ASSOCIATED, ["s2"], True)


def test_an_association_counts_either_way_round_and_a_risk_does_not() -> None:
    own = claim("knee pain", "causes", "tight band", supports("s1"))
    joined = claim("tight band", "associatedWith", "knee pain", supports("s2").by("crossSectional"))
    risk = claim("tight band", "riskFactorFor", "knee pain", supports("s3").by("cohort"))
    assert licence(corpus(own, joined), own).level is ASSOCIATED
    assert licence(corpus(own, risk), own).studied is False
    assert licence(corpus(own, risk, joined), joined).level is ASSOCIATED


def test_an_effect_the_other_way_bears_nothing_out_but_is_a_study() -> None:
    found = licensed(supports("s1"), beside={"reduces": (supports("s2").by("rct"),)})
    assert (found.level, found.studied) == (SAID, True)


def test_what_is_targeted_or_advised_says_nothing_of_effects() -> None:
    told = (supports("s2").by("rct"),)
    assert licensed(supports("s1"), relation="reduces", beside={"recommendedFor": told, "targets": told}).studied is False


def test_a_comparison_counts_for_its_own_outcome_only() -> None:
    one = claim("squat", "moreEffectiveThan", "lunge", supports("s1"), outcome="pain")
    other = claim("squat", "moreEffectiveThan", "lunge", supports("s2").by("rct"), outcome="strength")
    licences = Licences(corpus(one, other))
    assert (licences.of(one).studied, licences.of(other).level) == (False, CHANGES)


def test_who_calls_it_possible_licenses_no_more_than_an_association() -> None:
    found = licensed(supports("s1", certainty="possible").by("rct"))
    assert (found.level, [one.source for one in found.possibly]) == (ASSOCIATED, ["s1"])
    assert licensed(supports("s1", certainty="possible").by("cohort")).possibly == ()
    assert level(supports("s1", certainty="probable").by("rct")) is CHANGES


def test_who_qualifies_licenses_one_level_less_and_who_also_disputes_nothing() -> None:
    assert level(qualifies("s1").by("rct")) is PREDICTS
    assert level(qualifies("s1").by("crossSectional")) is SAID
    assert level(qualifies("s1").by("rct"), disputes("s1").by("rct")) is SAID


def test_who_disputes_takes_nothing_away_but_is_named() -> None:
    found = licensed(supports("s1").by("cohort"), disputes("s2").by("rct"), disputes("s3"))
    assert (found.level, [one.source for one in found.disputing]) == (PREDICTS, ["s2"])


def test_what_only_one_reader_has_seen_counts_for_nothing() -> None:
    own = claim("tight band", "causes", "knee pain", supports("s1").by("rct"))
    unseen = replace(own, assertions=tuple(replace(one, unconfirmed=True) for one in own.assertions))
    found = licence(corpus(unseen), unseen)
    assert (found.level, found.studied) == (SAID, False)


def test_two_independent_reviews_that_agree_license_a_plain_wording() -> None:
    both = (supports("s1").by("systematicReview"), supports("s2").by("systematicReview"))
    assert level(*both) is PLAIN
    assert level(*both, relation="associatedWith") is PLAIN
    assert level(*both[:1], supports("s1", scope=["walking"]).by("systematicReview")) is CHANGES
    assert level(*both, disputes("s3").by("systematicReview")) is CHANGES
    assert level(*both, disputes("s3").by("rct")) is PLAIN


def test_reviews_that_agree_on_an_association_license_no_cause() -> None:
    both = (supports("s1").by("systematicReview"), supports("s2").by("systematicReview"))
    assert level(beside={"associatedWith": both}) is ASSOCIATED
    assert level(relation="associatedWith", beside={"causes": both}) is PLAIN


def test_who_disputes_an_association_disputes_the_cause_and_not_the_other_way_round() -> None:
    both = (supports("s1").by("systematicReview"), supports("s2").by("systematicReview"))
    third = (disputes("s3").by("systematicReview"),)
    assert level(*both, beside={"associatedWith": third}) is CHANGES
    assert level(*both, relation="associatedWith", beside={"causes": third}) is PLAIN


def test_two_reviews_of_the_same_data_are_one() -> None:
    own = claim("band", "causes", "pain", supports("s1").by("systematicReview"), supports("s2").by("systematicReview"))
    second = replace(source("s2"), depends_on=(Dependence("s1", DependenceKind.SAME_DATA),))
    assert licence(corpus(own, second), own).level is CHANGES


@pytest.mark.parametrize("relation", ["targets", "performs", "dominates", "indicates", "prevalentIn", "isA"])
def test_a_measurement_licenses_plainly_what_it_establishes(relation: str) -> None:
    for design in ("emg", "crossSectional", "rct", "systematicReview"):
        assert level(supports("s1").by(design), relation=relation) is PLAIN
    assert level(supports("s1").by("narrativeReview"), relation=relation) is SAID
    assert level(qualifies("s1").by("emg"), relation=relation) is ASSOCIATED
    assert level(supports("s1", certainty="possible").by("emg"), relation=relation) is ASSOCIATED
    assert licensed(supports("s1"), relation=relation).suffices


def test_a_measurement_of_activity_licenses_a_comparison_plainly() -> None:
    assert level(supports("s1").by("emg"), relation="moreEffectiveThan") is PLAIN
    assert level(supports("s1").by("crossSectional"), relation="moreEffectiveThan") is ASSOCIATED


ANY = st.builds(
    lambda make, name, design, certainty: replace(make(name), certainty=certainty).by(design),
    st.sampled_from([supports, disputes, qualifies]),
    st.sampled_from(["s1", "s2", "s3", "s4"]),
    st.sampled_from(DESIGNS),
    st.sampled_from(list(Certainty)),
)


@given(st.lists(ANY, max_size=5), st.sampled_from(["causes", "riskFactorFor", "associatedWith", "targets"]))
def test_the_order_does_not_matter_and_a_statement_changes_nothing(some: list[Said], relation: str) -> None:
    found = licensed(*some, relation=relation)
    assert licensed(*reversed(some), relation=relation) == found
    assert licensed(*some, supports("s9"), relation=relation) == found


@given(st.lists(ANY, max_size=5), st.sampled_from(DESIGNS), st.sampled_from(["causes", "riskFactorFor", "targets"]))
def test_more_support_never_licenses_less(some: list[Said], design: str, relation: str) -> None:
    assert level(*some, supports("s9").by(design), relation=relation) >= level(*some, relation=relation)


# The packaged data


@pytest.fixture(scope="module")
def licences(whole: Corpus) -> Licences:
    return Licences(whole)


def of(licences: Licences, corpus_: Corpus, name: str) -> Licensed:
    return licences.of(corpus_.claims[name])


@pytest.mark.parametrize(
    ("name", "expected", "rests_on"),
    [
        # Weak hips go with the pain; that they come before it, or bring it about, no study bears out.
        ("weak-hip-muscles.causes.patellofemoral-pain-syndrome", ASSOCIATED, {"vancant-2014-hip-strength-females-pfp"}),
        ("weak-hip-muscles.riskFactorFor.patellofemoral-pain-syndrome", ASSOCIATED, {"vancant-2014-hip-strength-females-pfp"}),
        ("weak-quadriceps.causes.patellofemoral-pain-syndrome", PREDICTS, {"neal-2018-pfp-risk-factors"}),
        ("hip-and-core-strengthening.reduces.patellofemoral-pain-syndrome", CHANGES, {"ferber-2015-hip-vs-knee-rct"}),
        ("hip-thrust.targets.gluteus-maximus", PLAIN, {"contreras-2015-squat-hip-thrust-emg"}),
        ("weak-hip-muscles.causes.altered-hip-kinematics", SAID, set()),
    ],
)
def test_what_a_physiotherapist_would_let_pass(
    name: str, expected: Licence, rests_on: set[str], licences: Licences, whole: Corpus
) -> None:
    found = of(licences, whole, name)
    assert found.level is expected
    assert found.studied
    assert {one.source for one in found.studies} >= rests_on


def test_a_review_that_finds_no_risk_stands_against_weak_hips_as_a_cause(licences: Licences, whole: Corpus) -> None:
    found = of(licences, whole, "weak-hip-muscles.causes.patellofemoral-pain-syndrome")
    assert "neal-2018-pfp-risk-factors" in {one.source for one in found.disputing}


def test_the_core_has_no_study(core: Corpus) -> None:
    licences = Licences(core)
    assert not licences.any_study
    assert {licences.of(one).level for one in core.claims.values()} == {SAID}


def test_a_graph_gives_the_same_for_one_claim_as_for_all(whole: Corpus) -> None:
    graph = kneegraph.load()
    for name in ("weak-quadriceps.causes.patellofemoral-pain-syndrome", "overpronation.riskFactorFor.shin-splints"):
        one: Claim = whole.claims[name]
        assert graph.licence(one) == graph.licences.of(one)


def test_a_chain_licenses_no_more_than_its_weakest_step(whole: Corpus) -> None:
    graph = Graph(whole)
    chains = graph.chains("weak hip abductors", "patellofemoral pain", limit=6)
    for chain in chains:
        levels = [graph.licence(whole.claims[step.claim]).level for step in chain.steps if step.claim]
        assert graph.chain_licence(chain) == min(levels)
    assert {Licence.SAID, Licence.ASSOCIATED} <= {graph.chain_licence(chain) for chain in chains}


def test_a_chain_of_definitions_licenses_nothing() -> None:
    by_definition = Chain(steps=(), sign=1, told_by=(), contested_steps=(), weakest_step=0, score=1.0)
    assert Graph(corpus()).chain_licence(by_definition) is None


def test_whether_there_is_any_study_is_told_alike_near_and_far(tmp_path: Path) -> None:
    kneegraph.build_store(tmp_path / "store")
    for graph in (kneegraph.load(), kneegraph.open_store(tmp_path / "store")):
        assert graph.any_study
        assert not graph.restricted(collection="core").any_study
