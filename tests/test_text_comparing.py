"""Of three concepts, which is said to do more than which, and for what."""

from __future__ import annotations

import pytest

from kneegraph.text.comparing import comparisons


def compared(line: str) -> list[str]:
    """What the letters of a row stand for: the one that does more, the one that does less, and what for."""
    row = line.split()
    places = [at for at, word in enumerate(row) if word.isupper()]
    stems = tuple("@" if word.isupper() else word for word in row)
    return [
        "".join(row[found.roles[role]] for role in "SOT") + ("!" if found.harmful else "")
        for found in comparisons(stems, places[0], places[1], places[2])
    ]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("A do more for C than B", "ABC"),
        ("A do less for C than B", "BAC"),
        ("A be wors for C than B", "BAC"),
        ("A do more than B for C", "ABC"),
        ("A beat B for C", "ABC"),
        ("for C , A beat B", "ABC"),
        ("compar with B , A do more for C", "ABC"),
        ("compar to B , A do less for C", "BAC"),
        ("A put more C on it than B", "ABC!"),
        ("A caus less C than B", "ABC"),
        ("A caus more C than B", "ABC!"),
    ],
)
def test_the_one_that_does_more_comes_first(line: str, expected: str) -> None:
    assert compared(line)[0] == expected


@pytest.mark.parametrize(
    "line",
    [
        "A caus B and C",
        "A be as good for C as B",
        "A do it for C than B",
        "A help B for C",
        "for C , A help B",
        "compar with B , A help C",
        "A do more one two three four five six seven eight nine for C than B",
    ],
)
def test_without_a_comparing_word_nothing_is_compared(line: str) -> None:
    assert compared(line) == []
