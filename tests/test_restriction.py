"""Looking at a part of the sources only."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import claim, corpus, disputes, qualifies, source, supports
from hypothesis import given
from hypothesis import strategies as st

from kneegraph.model import Corpus, Standing, Tally, Tier
from kneegraph.restriction import Restriction, restrict

WHOLE = corpus(
    replace(source("blog"), issued="2018-11-06"),
    source("undated"),
    replace(source("trial", "peer-reviewed", "literature"), issued="2015"),
    replace(source("review", "peer-reviewed", "literature"), issued="2021-03"),
    claim("weak glute", "causes", "knee pain", supports("blog"), supports("undated"), disputes("trial"), qualifies("review")),
    claim("squat", "targets", "glute", supports("blog")),
    claim("squat", "reduces", "knee pain", supports("review")),
)
PAIN = "weak-glute.causes.knee-pain"

sets = st.frozensets
restrictions = st.builds(
    Restriction,
    sets(st.sampled_from(["core", "literature", "mine"])),
    sets(st.sampled_from(Tier)),
    sets(st.sampled_from(sorted(WHOLE.sources))),
    st.none() | st.integers(2014, 2022),
)


@pytest.mark.parametrize(
    ("restriction", "sources"),
    [
        (Restriction(), {"blog", "undated", "trial", "review"}),
        (Restriction(collections=frozenset({"core"})), {"blog", "undated"}),
        (Restriction(tiers=frozenset({Tier.PEER_REVIEWED})), {"trial", "review"}),
        (Restriction(sources=frozenset({"blog", "trial"})), {"blog", "trial"}),
        (Restriction(as_of=2018), {"blog", "trial"}),
        (Restriction(as_of=2017), {"trial"}),
        (Restriction(as_of=2021, tiers=frozenset({Tier.POPULAR})), {"blog"}),
        (Restriction(collections=frozenset({"core", "literature"}), sources=frozenset({"review"})), {"review"}),
        (Restriction(as_of=0), set()),
    ],
)
def test_the_parts_of_a_restriction_hold_together(restriction: Restriction, sources: set[str]) -> None:
    assert restrict(WHOLE, restriction).sources.keys() == sources


def test_without_a_restriction_nothing_is_made_anew() -> None:
    assert not Restriction()
    assert Restriction(as_of=0)
    assert restrict(WHOLE, Restriction()) is WHOLE


@pytest.mark.parametrize(
    ("restriction", "tally", "standing"),
    [
        (Restriction(), Tally(2, 1, 1), Standing.CONTESTED),
        (Restriction(tiers=frozenset({Tier.POPULAR})), Tally(2), Standing.SUPPORTED),
        (Restriction(tiers=frozenset({Tier.PEER_REVIEWED})), Tally(0, 1, 1), Standing.DISPUTED),
        (Restriction(sources=frozenset({"review", "blog"})), Tally(1, 0, 1), Standing.QUALIFIED),
    ],
)
def test_a_claim_stands_as_those_sources_alone_make_it(restriction: Restriction, tally: Tally, standing: Standing) -> None:
    found = restrict(WHOLE, restriction).claims[PAIN]
    assert (found.tally, found.standing) == (tally, standing)


def test_a_claim_nobody_is_left_to_make_is_gone_while_its_words_stay() -> None:
    part = restrict(WHOLE, Restriction(sources=frozenset({"trial"})))
    assert list(part.claims) == [PAIN]
    assert (part.concepts, part.relations) == (WHOLE.concepts, WHOLE.relations)


@given(restrictions)
def test_what_is_left_is_part_of_the_whole_and_whole_in_itself(restriction: Restriction) -> None:
    part = restrict(WHOLE, restriction)
    assert part.sources.items() <= WHOLE.sources.items()
    assert all(restriction.admits(one) for one in part.sources.values())
    assert {one.id for one in part.assertions} == {one.id for one in WHOLE.assertions if one.source in part.sources}
    assert all(one.assertions for one in part.claims.values())
    assert restrict(part, restriction) == part


@given(restrictions, restrictions)
def test_the_order_of_two_restrictions_is_the_same(one: Restriction, other: Restriction) -> None:
    def both(first: Restriction, then: Restriction) -> Corpus:
        return restrict(restrict(WHOLE, first), then)

    assert both(one, other) == both(other, one)
