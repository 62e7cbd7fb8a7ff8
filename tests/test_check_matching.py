"""From stated claims to those of the graph: the same, the same in other words, the contrary, and what is only near."""

from __future__ import annotations

import pytest
from builders import claim, concept, corpus, disputes, state, supports

from kneegraph.check import Checker, Finding, Nearness, Verdict
from kneegraph.check.matching import Match, Matcher
from kneegraph.model import Claim, Concept, Corpus, Source
from kneegraph.text.stated import Polarity, Span, StatedClaim

_NOWHERE = Span(0, 0)


def stated(subject: str, relation: str, object_: str, *also: str, outcome: str | None = None) -> StatedClaim:
    return StatedClaim(subject, relation, object_, _NOWHERE, _NOWHERE, _NOWHERE, _NOWHERE, also=also, outcome=outcome)


def match(said: StatedClaim, *parts: Claim | Concept | Source) -> Match | None:
    return Matcher(corpus(*parts)).match(said)


def one_finding(known: Corpus, text: str) -> Finding:
    (found,) = Checker(known).check(text).findings
    return found


KIN = (
    concept("glute", "Muscle"),
    state("weak glute", of="glute", sign=-1, opposite="strong glute"),
    state("strong glute", of="glute", sign=1, opposite="weak glute"),
    concept("valgus", "MovementFault"),
)


@pytest.mark.parametrize(
    "wording", ["Flat feet cause bunions.", "Fallen arches lead to a bunion.", "Bunions come from flat feet."]
)
def test_labels_and_wordings_of_all_sorts_lead_to_the_claim(wording: str) -> None:
    known = corpus(
        claim("flat feet", "causes", "bunion", supports("s1")),
        concept("flat feet", "Condition", "fallen arches"),
        concept("bunion", "Condition", "bunions"),
    )
    found = one_finding(known, wording)
    assert (found.verdict, found.nearness) == (Verdict.SUPPORTED, Nearness.EXACT)
    assert (found.subject, found.relation, found.object) == ("flat-feet", "causes", "bunion")


def test_a_symmetric_relation_is_the_same_claim_from_either_end() -> None:
    made = claim("flat feet", "associatedWith", "bunion", supports("s1"))
    assert match(stated("bunion", "associatedWith", "flat-feet"), made) == Match(made)


def test_a_relation_that_has_a_direction_is_another_claim_the_other_way_round() -> None:
    made = claim("flat feet", "causes", "bunion", supports("s1"))
    assert match(stated("bunion", "causes", "flat-feet"), made) is None


def test_a_wording_of_two_meanings_finds_the_one_that_somebody_claims() -> None:
    parts = claim("squat", "improves", "balance", supports("s1")), concept("balance", "Function")
    assert match(stated("squat", "performs", "balance"), *parts) is None
    assert match(stated("squat", "performs", "balance", "improves"), *parts) == Match(parts[0])


def test_a_claim_that_nobody_takes_a_stance_on_is_not_in_the_graph() -> None:
    assert match(stated("flat-feet", "causes", "bunion"), claim("flat feet", "causes", "bunion")) is None


def test_an_outcome_is_part_of_the_claim() -> None:
    made = claim("foot training", "moreEffectiveThan", "rest", supports("s1"), outcome="valgus")
    assert match(stated("foot-training", "moreEffectiveThan", "rest", outcome="valgus"), made) == Match(made)
    assert match(stated("foot-training", "moreEffectiveThan", "rest", outcome="pain"), made) is None
    assert match(stated("foot-training", "moreEffectiveThan", "rest"), made) is None


@pytest.mark.parametrize("relation", ["causes", "riskFactorFor"])
def test_who_says_less_than_the_sources_agrees_with_them(relation: str) -> None:
    made = claim("flat feet", relation, "bunion", supports("s1"))
    assert match(stated("flat-feet", "associatedWith", "bunion"), made) == Match(made)


@pytest.mark.parametrize("relation", ["associatedWith", "riskFactorFor"])
def test_who_says_more_than_the_sources_is_told_so(relation: str) -> None:
    made = claim("flat feet", relation, "bunion", supports("s1"))
    assert match(stated("flat-feet", "causes", "bunion"), made) == Match(made, stronger=True)


def test_the_very_claim_goes_before_one_in_other_words() -> None:
    weaker = claim("flat feet", "associatedWith", "bunion", supports("s1"))
    made = claim("flat feet", "causes", "bunion", disputes("s1"))
    assert match(stated("flat-feet", "causes", "bunion"), weaker, made) == Match(made)


@pytest.mark.parametrize(
    ("subject", "relation", "object_", "agrees"),
    [
        ("strong-glute", "reduces", "valgus", True),  # turned twice: the same
        ("strong-glute", "causes", "valgus", False),  # turned once: the contrary
        ("weak-glute", "reduces", "valgus", False),
    ],
)
def test_opposites_agree_when_turned_twice_and_not_when_turned_once(
    subject: str, relation: str, object_: str, agrees: bool
) -> None:
    made = claim("weak glute", "causes", "valgus", supports("s1"))
    assert match(stated(subject, relation, object_), made, *KIN) == Match(made, Nearness.OPPOSITE, agrees)


def test_who_agrees_by_two_turns_is_affirmed_in_the_terms_of_the_graph() -> None:
    known = corpus(claim("weak glute", "causes", "valgus", supports("s1")), *KIN)
    same = one_finding(known, "A strong glute prevents valgus.")
    assert (same.verdict, same.polarity, same.nearness) == (Verdict.SUPPORTED, Polarity.AFFIRMED, Nearness.OPPOSITE)
    assert (same.subject, same.relation, same.object) == ("weak-glute", "causes", "valgus")
    other = one_finding(known, "A strong glute causes valgus.")
    assert (other.verdict, other.polarity) == (Verdict.CONTRADICTED, Polarity.DENIED)
    denied = one_finding(known, "A strong glute does not cause valgus.")
    assert (denied.verdict, denied.polarity) == (Verdict.SUPPORTED, Polarity.AFFIRMED)
    assert "comes to" in same.message
    assert "at odds with" in other.message


def test_a_claim_that_agrees_goes_before_one_that_does_not() -> None:
    against = claim("weak glute", "reduces", "valgus", supports("s1"))
    made = claim("strong glute", "reduces", "valgus", supports("s2"))
    found = match(stated("weak-glute", "causes", "valgus"), against, made, *KIN)
    assert found is not None
    assert (found.claim, found.agrees) == (made, True)


INHIBITED = state("inhibited glute", of="glute", sign=-1)


def test_a_relation_and_a_state_of_one_stem_come_to_the_same() -> None:
    by_state = claim("valgus", "causes", "inhibited glute", supports("s1"))
    by_verb = claim("valgus", "inhibits", "glute", supports("s1"))
    assert match(stated("valgus", "inhibits", "glute"), by_state, INHIBITED, *KIN) == Match(by_state)
    assert match(stated("valgus", "causes", "inhibited-glute"), by_verb, INHIBITED, *KIN) == Match(by_verb)
    assert match(stated("valgus", "reduces", "glute"), by_state, INHIBITED, *KIN) is None
    other = claim("valgus", "causes", "weak glute", supports("s1"))
    assert match(stated("valgus", "inhibits", "glute"), other, INHIBITED, *KIN) is None


def test_the_reverse_is_not_in_the_graph_and_the_message_names_it() -> None:
    found = one_finding(corpus(claim("flat feet", "causes", "bunions", supports("s1"))), "Bunions cause flat feet.")
    assert (found.verdict, found.claim) == (Verdict.NOT_IN_GRAPH, None)
    assert (found.subject, found.relation, found.object) == ("bunions", "causes", "flat-feet")
    assert found.suggestion is None
    assert found.message == (
        "No source here says that bunions cause flat feet; "
        "they say the reverse: “flat feet causes bunions”, supported by 1 (Title of s1)."
    )


WIDE = (concept("chronic knee pain", "Symptom", broader="knee pain"), concept("knee pain", "Symptom"))


@pytest.mark.parametrize(
    ("known", "sentence", "how"),
    [
        ("knee pain", "Flat feet cause chronic knee pain.", "they say it more broadly: “flat feet causes knee pain”"),
        ("chronic knee pain", "Flat feet cause knee pain.", "they say it more narrowly: “flat feet causes chronic knee pain”"),
    ],
)
def test_broader_and_narrower_claims_are_only_named_in_the_message(known: str, sentence: str, how: str) -> None:
    found = one_finding(corpus(claim("flat feet", "causes", known, supports("s1")), *WIDE), sentence)
    assert (found.verdict, found.claim, found.suggestion) == (Verdict.NOT_IN_GRAPH, None, None)
    assert how in found.message


def test_another_relation_between_the_two_is_named_as_that() -> None:
    known = corpus(claim("flat feet", "partOf", "bunions", supports("s1")))
    assert "of the two they say: “flat feet partOf bunions”" in one_finding(known, "Flat feet cause bunions.").message


def test_a_claim_about_the_known_that_nothing_is_near_to_is_told_plainly() -> None:
    known = corpus(claim("flat feet", "causes", "bunions", supports("s1")), concept("knee pain", "Symptom"))
    assert one_finding(known, "Bunions cause knee pain.").message == "No source here says that bunions cause knee pain."


def test_wordings_that_say_little_are_understood_only_where_somebody_claims_it() -> None:
    parts = (concept("lunge", "Exercise"), concept("strength exercise", "Exercise"))
    assert Checker(corpus(*parts)).check("The lunge is a strength exercise.").findings == ()
    made = corpus(claim("lunge", "isA", "strength exercise", supports("s1")), *parts)
    assert one_finding(made, "The lunge is a strength exercise.").verdict is Verdict.SUPPORTED


@pytest.mark.parametrize("relation", ["causes", "reduces", "associatedWith", "riskFactorFor"])
def test_a_denial_of_any_effect_denies_the_claim_that_there_is(relation: str) -> None:
    known = corpus(claim("flat feet", relation, "bunions", supports("s1")))
    assert one_finding(known, "Flat feet have no effect on bunions.").verdict is Verdict.CONTRADICTED


def test_a_matched_claim_is_the_graphs_own() -> None:
    known = corpus(claim("weak glute", "causes", "valgus", supports("s1")), *KIN)
    found = one_finding(known, "A strong glute prevents valgus.")
    assert found.claim is known.claims["weak-glute.causes.valgus"]
