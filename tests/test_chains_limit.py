"""A search for chains looks at so many ways and no more, and says so when that is why it ends."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

from builders import claim, corpus, disputes, state, supports, told

from kneegraph.analysis.chains import chains
from kneegraph.analysis.no_chain import NoChain, why_no_chain
from kneegraph.model import Claim, Corpus

WEAK = state("weak glute", of="glute", sign=-1)
STRONG = state("strong glute", of="glute", sign=1)


def knot(size: int, *parts: Claim) -> Corpus:
    """Concepts that all cause each other, entered from a muscle's state and left to its contrary: so many ways, no chain."""
    names = [f"k{number}" for number in range(size)]
    ends = [("weak glute", name) for name in names] + [(name, "strong glute") for name in names] + [("strong glute", "goal")]
    joined = [claim(*pair, supports("s1")) for pair in ((one, "causes", two) for one, two in [*permutations(names, 2), *ends])]
    return corpus(WEAK, STRONG, *joined, *parts)


def test_a_search_that_stops_at_its_limit_says_so_and_gives_no_other_reason() -> None:
    assert why_no_chain(knot(8), "weak-glute", "goal", max_steps=12) is NoChain.GAVE_UP


def test_a_search_that_looks_at_thousands_of_ways_to_its_end_has_not_given_up() -> None:
    assert why_no_chain(knot(7), "weak-glute", "goal", max_steps=12) is NoChain.IN_CIRCLES


def test_chains_say_whether_more_may_exist_because_the_search_stopped() -> None:
    web = knot(8, claim("weak glute", "causes", "goal", supports("s1")))
    few, one = (chains(web, "weak-glute", "goal", max_steps=12, limit=limit) for limit in (2, 1))
    assert (told(few), few.gave_up) == (["weak-glute goal"], True)
    assert (few, one.gave_up) == (one, False)
    assert not chains(corpus(claim("a", "causes", "b", supports("s1"))), "a", "b").gave_up


def test_a_search_through_disputed_claims_that_gives_up_leaves_the_reasons_that_hold_without_it() -> None:
    names = [f"k{number}" for number in range(8)]
    doubted = [claim("weak glute", "causes", name, disputes("s1")) for name in names]
    web = knot(8)
    open_ = {name: one for name, one in web.claims.items() if one.subject != "weak-glute"}
    facts = replace(web, claims=open_ | {one.id: one for one in doubted})
    assert why_no_chain(facts, "weak-glute", "goal", max_steps=12) is NoChain.NOTHING_LEAVES
