"""What is near a claim, and what a first look shows."""

from __future__ import annotations

from builders import claim, concept, corpus, disputes, state, supports

from kneegraph.analysis.highlights import most_discussed, strongest_chains
from kneegraph.analysis.related import MEANING, Nearness, related
from kneegraph.model import Kind

WEAK = claim("weak med", "causes", "valgus", supports("s1"))


def near(*others: object) -> dict[str, str]:
    return {one.claim: one.kind.value for one in related(corpus(WEAK, *others), WEAK)}  # type: ignore[arg-type]


def test_every_kind_of_nearness_is_explained() -> None:
    assert set(MEANING) == set(Nearness)


def test_the_same_pair_under_another_relation_and_the_other_way_round() -> None:
    found = near(
        claim("weak med", "associatedWith", "valgus", supports("s1")), claim("valgus", "causes", "weak med", supports("s1"))
    )
    assert found == {"weak-med.associatedWith.valgus": "same pair", "valgus.causes.weak-med": "reversed"}


def test_the_other_way_round_is_seen_through_states_of_one_muscle() -> None:
    found = near(
        state("weak med", of="med", sign=-1),
        claim("valgus", "inhibits", "med", supports("s1")),
    )
    assert found == {"valgus.inhibits.med": "reversed"}


def test_broader_and_narrower_follow_the_hierarchy() -> None:
    found = near(
        concept("weak med", "MuscleState", broader="weak glutes"),
        concept("knock valgus", "MovementFault", broader="valgus"),
        claim("weak glutes", "causes", "valgus", supports("s1")),
        claim("weak med", "causes", "knock valgus", supports("s1")),
    )
    assert found == {"weak-glutes.causes.valgus": "broader", "weak-med.causes.knock-valgus": "narrower"}


def test_siblings_are_states_of_one_muscle_and_opposites_are_contraries() -> None:
    found = near(
        state("weak med", of="med", sign=-1, opposite="strong med"),
        state("strong med", of="med", sign=1),
        state("inhibited med", of="med", sign=-1),
        claim("inhibited med", "causes", "valgus", supports("s1")),
        claim("strong med", "reduces", "valgus", supports("s1")),
    )
    assert found == {"inhibited-med.causes.valgus": "sibling", "strong-med.reduces.valgus": "opposite"}


def test_rivals_and_comparisons_are_about_the_same_effect() -> None:
    found = near(
        claim("flat foot", "causes", "valgus", supports("s1")),
        claim("flat foot", "outweighs", "weak med", supports("s1"), outcome="valgus"),
        claim("flat foot", "causes", "ache", supports("s1")),
    )
    assert found == {"flat-foot.causes.valgus": "rival", "flat-foot.outweighs.weak-med.valgus": "comparison"}


def test_the_most_discussed_symptom_has_most_assertions_and_ties_go_by_name() -> None:
    pain, ache = concept("pain", "Symptom"), concept("ache", "Symptom")
    one = corpus(
        pain, ache, claim("a", "causes", "pain", supports("s1"), disputes("s2")), claim("a", "causes", "ache", supports("s1"))
    )
    assert most_discussed(one, Kind.SYMPTOM) == "pain"
    assert (
        most_discussed(
            corpus(pain, ache, claim("a", "causes", "pain", supports("s1")), claim("b", "causes", "ache", supports("s1"))),
            Kind.SYMPTOM,
        )
        == "ache"
    )
    assert most_discussed(corpus(claim("a", "causes", "b", supports("s1"))), Kind.SYMPTOM) is None


def test_the_strongest_chains_have_two_claims_or_more_and_are_told_once() -> None:
    found = strongest_chains(
        corpus(
            concept("pain", "Symptom"),
            concept("valgus", "MovementFault"),
            state("weak med", of="med", sign=-1, opposite="strong med"),
            state("strong med", of="med", sign=1),
            claim("weak med", "causes", "valgus", supports("s1"), supports("s2")),
            claim("valgus", "causes", "pain", supports("s1")),
        ),
        "pain",
    )
    assert [chain.claims for chain in found] == [("weak-med.causes.valgus", "valgus.causes.pain")]
    assert found[0].steps[0].subject == "weak-med"
