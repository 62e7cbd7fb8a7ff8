"""What every explanation from one concept to another hangs on."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from builders import claim, concept, corpus, disputes, state, supports

from kneegraph.analysis.chains import chains
from kneegraph.analysis.cut import Cut, cut
from kneegraph.errors import UnknownTermError
from kneegraph.model import Claim, Concept, Corpus

GLUTE, WEAK = concept("glute", "Muscle"), state("weak glute", of="glute", sign=-1)


def says(subject: str, object_: str, relation: str = "causes") -> Claim:
    return claim(subject, relation, object_, supports("s1"))


def found(*parts: Claim | Concept, start: str = "a", goal: str = "d", max_steps: int = 6) -> Cut | None:
    return cut(corpus(*parts), start, goal, max_steps=max_steps)


def test_claims_in_a_row_carry_all_each_by_itself() -> None:
    one = found(says("a", "b"), says("b", "d"))
    assert one is not None
    assert (one.single, one.claims) == ("b.causes.d", ("b.causes.d",))
    assert one.alone == ("a.causes.b", "b.causes.d")


def test_a_claim_that_all_ways_share_carries_all() -> None:
    one = found(says("a", "b"), says("a", "c"), says("b", "e"), says("c", "e"), says("e", "d"))
    assert one is not None
    assert one.alone == ("e.causes.d",)


def test_where_no_claim_carries_all_the_fewest_that_do_are_named() -> None:
    one = found(says("a", "b"), says("b", "d"), says("a", "c"), says("c", "d"), says("a", "d"))
    assert one is not None
    assert (one.single, one.alone) == (None, ())
    assert one.claims == ("a.causes.d", "b.causes.d", "c.causes.d")


def test_of_parallel_claims_each_would_have_to_fall() -> None:
    one = found(says("a", "d"), says("a", "d", "riskFactorFor"))
    assert one is not None
    assert one.claims == ("a.causes.d", "a.riskFactorFor.d")


def test_what_holds_by_definition_cannot_fall() -> None:
    one = found(GLUTE, WEAK, says("a", "glute", "targets"), says("weak glute", "d"), says("glute", "d", "reduces"))
    assert one is not None
    assert one.alone == ("a.targets.glute",)


def test_a_narrower_goal_counts_and_what_leads_by_definition_alone_does_not() -> None:
    narrow = concept("e", "Symptom", broader="d")
    one = found(narrow, concept("d", "Symptom"), says("a", "e"))
    assert one is not None
    assert one.claims == ("a.causes.e",)
    assert found(narrow, concept("d", "Symptom"), says("x", "d"), start="e") is None


def test_without_a_chain_there_is_nothing_to_break() -> None:
    assert found(says("d", "a")) is None
    assert found(claim("a", "causes", "d", disputes("s1"))) is None
    assert found(says("a", "d"), start="d") is None


def test_a_way_that_is_too_long_is_not_looked_at() -> None:
    long = says("a", "b"), says("b", "c"), says("c", "d")
    short = found(says("a", "d"), *long, max_steps=2)
    assert short is not None
    assert short.claims == ("a.causes.d",)
    both = found(says("a", "d"), *long, max_steps=3)
    assert both is not None
    assert len(both.claims) == 2


def test_an_unknown_concept_is_an_error() -> None:
    with pytest.raises(UnknownTermError):
        found(says("a", "d"), goal="nothing")


def without(facts: Corpus, claims: tuple[str, ...]) -> Corpus:
    return replace(facts, claims={name: one for name, one in facts.claims.items() if name not in claims})


@pytest.mark.parametrize(
    ("start", "goal"),
    [
        ("hypertonic-tensor-fasciae-latae", "knee-pain"),
        ("vastus-medialis-oblique", "knee-pain"),
        ("glute-bridge", "knee-valgus"),
        ("clamshell", "knee-pain"),
    ],
)
def test_in_the_core_the_cut_breaks_every_chain_and_no_smaller_set_does(core: Corpus, start: str, goal: str) -> None:
    found_ = cut(core, start, goal)
    assert found_ is not None
    assert chains(without(core, found_.claims), start, goal) == []
    for fewer in combinations(found_.claims, len(found_.claims) - 1):
        assert chains(without(core, fewer), start, goal)


def test_in_the_whole_each_claim_that_carries_all_does(whole: Corpus) -> None:
    found_ = cut(whole, "hip-strengthening", "patellofemoral-pain-syndrome")
    assert found_ is not None
    assert chains(without(whole, found_.claims), "hip-strengthening", "patellofemoral-pain-syndrome") == []
    assert "hip-strengthening.reduces.patellofemoral-pain-syndrome" in found_.claims
