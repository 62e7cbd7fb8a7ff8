"""Where a claim may begin and end, and what may be passed over in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneegraph.text.clauses import begin, end, last_comma, opens, passes_on, stemmed, variants


def split(line: str) -> tuple[str, ...]:
    return tuple(line.split())


@pytest.mark.parametrize("lead", ["", "so ,", "bake |", "that", "it be", "who have", "baker say"])
def test_a_clause_may_open(lead: str) -> None:
    assert opens(split(lead))


@pytest.mark.parametrize("lead", ["price of", "bake", "be", "red"])
def test_a_clause_does_not_open_behind_what_its_concept_modifies(lead: str) -> None:
    assert not opens(split(lead))


def test_verbs_of_saying_pass_on() -> None:
    assert passes_on(split("mani baker believ"))
    assert not passes_on(split("mani baker bake"))
    assert not passes_on(())


@pytest.mark.parametrize(
    ("row", "before", "expected"),
    [
        ("@ caus @", "", 0),
        ("so , @ caus @", "", 2),
        ("price of @ caus @", "", None),
        ("good @ caus @", "", 1),
        ("what caus @ be @", "what caus", 0),
        ("what realli caus @ be @", "what caus", None),
        ("what good caus @ be @", "what good caus", 0),
        ("to caus @", "for", None),
    ],
)
def test_a_pattern_begins_where_nothing_goes_before_that_it_only_modifies(row: str, before: str, expected: int | None) -> None:
    stems = split(row)
    assert begin(stems, stems.index("@"), split(before)) == expected


@pytest.mark.parametrize(
    ("row", "behind", "expected"),
    [
        ("@ caus @", "", 2),
        ("@ caus @ in the oven", "", 2),
        ("@ caus @ , so", "", 2),
        ("@ caus @ | so", "", 2),
        ("@ caus @ becaus", "", 2),
        ("@ caus @ oven", "", None),
        ("@ and @ be link", "be link", 4),
        ("@ and @ be good link", "be link", 5),
        ("@ and @ be", "be link", None),
        ("@ caus @ more than", "", None),
    ],
)
def test_a_pattern_ends_where_its_last_concept_modifies_nothing(row: str, behind: str, expected: int | None) -> None:
    assert end(split(row), 2, split(behind)) == expected


@pytest.mark.parametrize(
    ("gap", "inner"),
    [
        ("caus", "caus"),
        ("help to caus", "caus"),
        ("be way to caus", "caus"),
        ("help to be way to caus", "caus"),
        (", which caus", "caus"),
        ("that caus", "caus"),
        (", a famili staple , caus", "caus"),
        ("be the bread that caus", "caus"),
        ("caus great big", "caus"),
        ("one two big three great", "one two three"),
    ],
)
def test_what_may_be_passed_over_is_tried_without(gap: str, inner: str) -> None:
    found = variants(split(gap))
    assert found[0] == split(gap)
    assert split(inner) in found


@pytest.mark.parametrize(("gap", "other"), [("caus", ""), ("fail to caus", "caus"), (", caus", "caus"), ("no caus", "caus")])
def test_what_may_not_be_passed_over_stays(gap: str, other: str) -> None:
    assert split(other) not in variants(split(gap))


def test_the_last_comma_is_found() -> None:
    assert last_comma(split(", a , b")) == 2


def test_sets_of_words_are_kept_as_stems_with_their_marks() -> None:
    assert {",", "|", "becaus"} <= stemmed("openers")


PIECES = ", which that be good big help to way one it caus"


@given(st.lists(st.sampled_from(PIECES.split()), max_size=9).map(tuple))
def test_variants_leave_words_out_and_change_none(gap: tuple[str, ...]) -> None:
    found = variants(gap)
    assert found[0] == gap
    assert len(set(found)) == len(found)
    for one in found:
        rest = iter(("be", *gap))  # ", a cause of" is read as "is a cause of"
        assert all(word in rest for word in one)
