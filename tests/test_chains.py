from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice, pairwise, permutations

import pytest
from builders import claim, concept, corpus, disputes, qualifies, reports, state, supports, told
from hypothesis import given, settings
from hypothesis import strategies as st

from kneegraph.analysis.chains import chain_score, chains, iter_chains
from kneegraph.analysis.no_chain import NoChain, why_no_chain
from kneegraph.errors import UnknownTermError
from kneegraph.model import Claim, Corpus, Standing

#: How long an example takes says nothing here.
steady = settings(deadline=None, max_examples=60)

WEAK = state("weak glute", of="glute", sign=-1)
STRONG = state("strong glute", of="glute", sign=1)
INHIBITED = state("inhibited glute", of="glute", sign=-1)


def causes(*names: str, source: str = "s1") -> list[Claim]:
    """One claim from each name to the next."""
    return [claim(one, "causes", other, supports(source)) for one, other in pairwise(names)]


# Sign


def test_signs_are_multiplied_along_the_way() -> None:
    facts = corpus(claim("a", "reduces", "b", supports("s1")), claim("b", "reduces", "c", supports("s1")), *causes("c", "d"))
    assert [chain.sign for chain in chains(facts, "a", "d")] == [1]
    assert [chain.sign for chain in chains(facts, "b", "d")] == [-1]


def test_claims_of_both_signs_between_two_concepts_give_two_chains() -> None:
    facts = corpus(*causes("a", "b", "c"), claim("a", "reduces", "b", supports("s1")))
    assert {chain.claims: chain.sign for chain in chains(facts, "a", "c")} == {
        ("a.causes.b", "b.causes.c"): 1,
        ("a.reduces.b", "b.causes.c"): -1,
    }


def test_a_weak_muscle_takes_away_what_the_muscle_does() -> None:
    facts = corpus(WEAK, claim("glute", "controls", "hip stability", supports("s1")), concept("hip stability", "Function"))
    (chain,) = chains(facts, "weak-glute", "hip-stability")
    assert ([step.relation for step in chain.steps], chain.sign) == (["stateOf", "controls"], -1)


def test_working_on_a_muscle_works_against_its_weakness() -> None:
    facts = corpus(WEAK, claim("clamshell", "targets", "glute", supports("s1")), *causes("weak glute", "knee valgus"))
    (chain,) = chains(facts, "clamshell", "knee-valgus")
    assert (told([chain]), chain.sign) == (["clamshell glute weak-glute knee-valgus"], -1)


def test_an_opposite_turns_the_sign_whichever_of_the_two_states_it() -> None:
    facts = corpus(*causes("a", "b"), *causes("not b", "c"), replace(concept("not b"), opposite_of="b"))
    (chain,) = chains(facts, "a", "c")
    assert (told([chain]), chain.sign) == (["a b not-b c"], -1)
    assert chain.steps[1].relation == "oppositeOf"


# Steps by definition


def test_something_narrower_than_the_goal_counts_as_reaching_it_but_is_no_way_through() -> None:
    facts = corpus(
        *causes("a", "inner knee pain"), *causes("knee pain", "rest"), concept("inner knee pain", broader="knee pain")
    )
    assert told(chains(facts, "a", "knee-pain")) == ["a inner-knee-pain knee-pain"]
    assert chains(facts, "a", "rest") == []


def test_a_chain_holds_at_least_one_claim() -> None:
    facts = corpus(WEAK, replace(STRONG, opposite_of="weak-glute"), *causes("x", "y"))
    assert chains(facts, "weak-glute", "strong-glute") == chains(facts, "weak-glute", "glute") == []


def test_a_state_leads_over_its_muscle_to_states_alike_and_never_to_the_contrary() -> None:
    facts = corpus(WEAK, STRONG, INHIBITED, *causes("inhibited glute", "x"), *causes("strong glute", "y"))
    assert told(chains(facts, "weak-glute", "x")) == ["weak-glute glute inhibited-glute x"]
    assert chains(facts, "weak-glute", "y") == []


def test_passing_to_a_state_alike_halves_three_times_and_is_told_by_nobody() -> None:
    facts = corpus(WEAK, INHIBITED, *causes("inhibited glute", "x"))
    (chain,) = chains(facts, "weak-glute", "x")
    assert (chain.score, chain.told_by, chain.stitched) == (0.0625, (), True)


def test_passing_to_a_state_alike_counts_as_one_step() -> None:
    facts = corpus(WEAK, INHIBITED, *causes("inhibited glute", "x"))
    assert len(chains(facts, "weak-glute", "x", max_steps=2)) == 1
    assert chains(facts, "weak-glute", "x", max_steps=1) == []


def test_two_steps_by_definition_do_not_follow_one_another() -> None:
    facts = corpus(replace(WEAK, opposite_of="strong-glute"), STRONG, claim("glute", "reduces", "x", supports("s1")))
    assert told(chains(facts, "weak-glute", "x")) == ["weak-glute glute x"]


def test_a_chain_does_not_come_back_to_a_muscle_it_has_left() -> None:
    facts = corpus(WEAK, INHIBITED, *causes("weak glute", "inward hip", "inhibited glute", "x"))
    assert told(chains(facts, "weak-glute", "x")) == ["weak-glute glute inhibited-glute x"]
    assert told(chains(facts, "weak-glute", "inhibited-glute")) == ["weak-glute inward-hip inhibited-glute"]


def test_nor_to_a_part_of_it() -> None:
    medius = state("weak medius", of="medius", sign=-1)
    part = concept("medius", "Muscle", broader="glute")
    facts = corpus(WEAK, medius, part, concept("glute", "Muscle"), *causes("weak glute", "inward hip", "weak medius", "x"))
    assert chains(facts, "weak-glute", "x") == []


# Which claims


@pytest.mark.parametrize(("said", "found"), [(disputes("s1"), 0), (reports("s1"), 1), (qualifies("s1"), 1)])
def test_a_claim_that_is_only_disputed_is_closed(said: object, found: int) -> None:
    facts = corpus(claim("a", "causes", "b", said))  # type: ignore[arg-type]
    assert len(chains(facts, "a", "b")) == found


def test_only_chainable_relations_lead_on() -> None:
    facts = corpus(claim("a", "associatedWith", "b", supports("s1")), claim("a", "recommendedFor", "b", supports("s1")))
    assert chains(facts, "a", "b") == []


def test_of_parallel_claims_the_strongest_stands_for_all() -> None:
    weaker, stronger = (
        claim("a", "causes", "b", supports("s1")),
        claim("a", "riskFactorFor", "b", supports("s1"), supports("s2")),
    )
    assert [chain.claims for chain in chains(corpus(weaker, stronger), "a", "b")] == [(stronger.id,)]


# What is said of a chain


def test_a_chain_is_told_by_those_who_support_every_claim_in_it() -> None:
    facts = corpus(
        claim("a", "causes", "b", supports("s1"), supports("s2")),
        claim("b", "causes", "c", supports("s2"), supports("s3"), reports("s1")),
        claim("c", "causes", "d", supports("s3")),
    )
    (whole,), (stitched,) = chains(facts, "a", "c"), chains(facts, "a", "d")
    assert (whole.told_by, whole.stitched) == (("s2",), False)
    assert (stitched.told_by, stitched.stitched) == ((), True)


def test_contested_and_weakest_steps_are_counted_with_the_steps_by_definition() -> None:
    facts = corpus(
        WEAK,
        claim("glute", "reduces", "b", supports("s1"), supports("s2"), disputes("s3")),
        claim("b", "causes", "c", supports("s1"), disputes("s2"), disputes("s3")),
        claim("c", "causes", "d", supports("s1"), qualifies("s2")),
    )
    (chain,) = chains(facts, "weak-glute", "d")
    assert [step.standing for step in chain.steps] == [None, Standing.CONTESTED, Standing.CONTESTED, Standing.QUALIFIED]
    assert (chain.contested_steps, chain.weakest_step) == ((1, 2), 2)


def test_the_score_is_the_product_of_the_strengths_by_hand() -> None:
    facts = corpus(
        WEAK,
        claim("glute", "reduces", "b", supports("s1"), supports("s2"), supports("s3")),  # 3 / 4
        claim("b", "causes", "c", supports("s1"), disputes("s2")),  # 1 / 3
        claim("c", "causes", "d", reports("s1")),  # (1/4) / (5/4)
    )
    (chain,) = chains(facts, "weak-glute", "d")
    assert chain.score == pytest.approx(1 / 2 * 3 / 4 * 1 / 3 * 1 / 5)
    assert chain.score == chain_score(facts, chain.steps)


STANCES = st.lists(st.sampled_from([supports, disputes, qualifies, reports]), max_size=5)


@steady
@given(before=STANCES, after=STANCES)
def test_one_more_supporter_never_lowers_a_score(before: list[type], after: list[type]) -> None:
    said = [[make(f"s{number}") for number, make in enumerate(stances)] for stances in (before, after)]
    scores = []
    for more in ([], [supports("new")]):
        facts = corpus(claim("a", "causes", "b", *said[0], *more), claim("b", "causes", "c", *said[1], supports("s0")))
        scores.append(max((chain.score for chain in chains(facts, "a", "c")), default=0.0))
    assert scores[0] <= scores[1]


# Order and limits


def test_the_strongest_comes_first_then_the_shortest_then_by_identifier() -> None:
    facts = corpus(
        *causes("a", "z", "goal"),
        *causes("a", "y", "goal"),
        claim("a", "causes", "m", supports("s1"), supports("s2"), supports("s3")),
        claim("m", "causes", "n", supports("s1"), supports("s2"), supports("s3")),
        claim("n", "causes", "goal", supports("s1"), supports("s2"), supports("s3"), supports("s4")),
        state("weak x", of="x", sign=-1),
        *causes("a", "weak x"),
        claim("x", "reduces", "goal", supports("s1")),
    )
    assert told(chains(facts, "a", "goal")) == ["a m n goal", "a y goal", "a z goal", "a weak-x x goal"]


@st.composite
def webs(draw: st.DrawFn) -> Corpus:
    """Small dense webs of claims with cycles, both signs, states and opposites."""
    names = ["a", "b", "c", "d", "weak glute", "inhibited glute", "glute"]
    pairs = draw(st.lists(st.sampled_from([*permutations(names, 2)]), min_size=1, max_size=14, unique=True))
    supporters = st.integers(1, 3).map(lambda count: [supports(f"s{number}") for number in range(count)])
    made = [claim(one, draw(st.sampled_from(["causes", "reduces"])), other, *draw(supporters)) for one, other in pairs]
    return corpus(*made, WEAK, INHIBITED, replace(concept("b"), opposite_of="c"), concept("a"), concept("d"))


@steady
@given(facts=webs())
def test_chains_come_in_falling_order_visit_nothing_twice_and_never_repeat(facts: Corpus) -> None:
    found = [*islice(iter_chains(facts, "a", "d"), 200)]
    assert [round(chain.score, 9) for chain in found] == sorted((round(chain.score, 9) for chain in found), reverse=True)
    assert len({chain.steps for chain in found}) == len(found)
    for chain in found:
        visited = [chain.steps[0].subject, *(step.object for step in chain.steps)]
        assert (visited[0], visited[-1], len(visited)) == ("a", "d", len(set(visited)))
        assert [step.object for step in chain.steps[:-1]] == [step.subject for step in chain.steps[1:]]
        signs = [step.sign for step in chain.steps if step.sign == -1]
        assert chain.sign == (-1) ** len(signs)


PLACES = {"weak-glute": "glute", "inhibited-glute": "glute", "c": "b"}
BY_DEFINITION = {
    "weak-glute": [["glute"], ["glute", "inhibited-glute"]],
    "inhibited-glute": [["glute"], ["glute", "weak-glute"]],
    "glute": [["weak-glute"], ["inhibited-glute"]],
    "b": [["c"]],
    "c": [["b"]],
}


def every_way(facts: Corpus, way: list[str], left: set[str], *, held: bool = False) -> Iterator[str]:
    """All ways from the last concept to d, found by trying everything."""
    here = way[-1]
    if here == "d":
        yield " ".join(way)
        return
    for claim_ in facts.claims.values():
        there = claim_.object
        if claim_.subject == here and there not in way and (there == "d" or PLACES.get(there, there) not in left):
            yield from every_way(facts, [*way, there], left | {PLACES.get(here, here)})
    for rest in BY_DEFINITION.get(here, []) if not held else []:
        if not set(rest) & set(way):
            yield from every_way(facts, [*way, *rest], left, held=True)


@steady
@given(facts=webs())
def test_chains_are_all_there_are(facts: Corpus) -> None:
    assert sorted(told([*iter_chains(facts, "a", "d", max_steps=7)])) == sorted(every_way(facts, ["a"], set()))


@steady
@given(facts=webs(), limit=st.integers(1, 5))
def test_the_best_do_not_depend_on_how_many_are_asked_for(facts: Corpus, limit: int) -> None:
    assert chains(facts, "a", "d", limit=limit) == chains(facts, "a", "d", limit=50)[:limit]


@steady
@given(facts=webs())
def test_either_there_is_a_chain_or_a_reason_why_not(facts: Corpus) -> None:
    assert (why_no_chain(facts, "a", "d") is None) == bool(chains(facts, "a", "d"))


def test_what_leads_to_itself_is_no_way_round() -> None:
    assert told(chains(corpus(*causes("a", "a", "b", "b")), "a", "b")) == ["a b"]


def test_a_cycle_ends() -> None:
    assert told(chains(corpus(*causes("a", "b", "c", "a"), *causes("c", "d")), "a", "d")) == ["a b c d"]


def test_chains_are_no_longer_than_allowed() -> None:
    facts = corpus(*causes("a", "b", "c", "d"))
    assert told(chains(facts, "a", "d", max_steps=3)) == ["a b c d"]
    assert chains(facts, "a", "d", max_steps=2) == []


def test_a_hub_is_not_walked_to_its_ends() -> None:
    spokes = [part for number in range(300) for part in causes("start", f"m{number}", "hub", f"n{number}", "goal")]
    assert len([*islice(iter_chains(corpus(*spokes), "start", "goal"), 10)]) == 10


def test_a_knot_that_leads_nowhere_is_not_walked_at_all() -> None:
    knot = [
        claim(f"k{one}", "causes", f"k{other}", supports("s1")) for one in range(25) for other in range(25) if one != other
    ]
    assert told(chains(corpus(*causes("start", "k0"), *knot, *causes("start", "goal")), "start", "goal")) == ["start goal"]


def test_an_unknown_concept_is_an_error() -> None:
    with pytest.raises(UnknownTermError, match="nearest: knee-pain"):
        chains(corpus(*causes("a", "knee pain")), "a", "kneepain")


# Why none


@pytest.mark.parametrize(
    ("start", "goal", "reason"),
    [
        ("a", "a", NoChain.SAME_CONCEPT),
        ("a", "b", None),
        ("x", "y", NoChain.ONLY_DISPUTED),
        ("a", "h", NoChain.TOO_LONG),
        ("b", "a", NoChain.ONLY_BACKWARDS),
        ("lone", "b", NoChain.NOTHING_LEAVES),
        ("b", "lone", NoChain.NOTHING_ARRIVES),
        ("p", "b", NoChain.NOT_CONNECTED),
        ("weak-glute", "glute", NoChain.BY_DEFINITION),
        ("weak-hip", "end", NoChain.IN_CIRCLES),
    ],
)
def test_each_reason_why_there_is_no_chain(start: str, goal: str, reason: NoChain | None) -> None:
    facts = corpus(
        *causes("a", "b", "c", "d", "e", "f", "g", "h"),
        *causes("p", "q"),
        claim("x", "causes", "y", disputes("s1")),
        concept("lone"),
        WEAK,
        *(state(f"{name} hip", of="hip", sign=sign) for name, sign in (("weak", -1), ("tight", 1))),
        *causes("weak hip", "limp", "tight hip", "end"),
    )
    assert why_no_chain(facts, start, goal) is reason
    assert bool(chains(facts, start, goal)) is (reason is None)


def test_every_reason_has_a_sentence_of_its_own() -> None:
    assert len({reason.sentence for reason in NoChain}) == len(NoChain)
    assert all(reason.sentence.endswith(".") for reason in NoChain)
    assert {reason.value: reason for reason in NoChain}["too-long"] is NoChain.TOO_LONG


def test_that_one_muscle_dominates_another_says_not_in_what_state_that_leaves_it() -> None:
    facts = corpus(
        concept("tfl", "Muscle"),
        concept("glute", "Muscle"),
        WEAK,
        claim("tfl", "dominates", "glute", supports("s1")),
        claim("glute", "reduces", "valgus", supports("s1")),
        *causes("weak glute", "pain"),
    )
    assert told(chains(facts, "tfl", "valgus")) == ["tfl glute valgus"]
    assert chains(facts, "tfl", "pain") == []


def test_a_step_carries_the_conditions_that_all_its_sources_set() -> None:
    limited = claim("a", "causes", "b", supports("s1", scope=["hip flexed"]), supports("s2", scope=["sitting"]))
    free = claim("b", "causes", "c", supports("s1", scope=["hip flexed"]), supports("s2"))
    (chain,) = chains(corpus(limited, free), "a", "c")
    assert [step.scope for step in chain.steps] == [("hip-flexed", "sitting"), ()]


def test_more_of_one_joint_action_is_not_less_of_its_opposite() -> None:
    extension = replace(concept("extension", "JointAction"), opposite_of="flexion")
    facts = corpus(extension, concept("flexion", "JointAction"), claim("thrust", "improves", "extension", supports("s1")))
    assert chains(facts, "thrust", "flexion") == []
