"""What benchmarks say of growth: worked by hand on powers that are known."""

from __future__ import annotations

import growth
import pytest

SIZES = (10_000, 100_000, 1_000_000)
EXACT = [(size, 3 * size**0.5) for size in SIZES]


def test_a_power_law_is_found_again() -> None:
    fit = growth.fitted(EXACT)
    assert (fit.power, fit.factor, fit.off) == pytest.approx((0.5, 3, 1))
    assert fit.at(100_000_000) == pytest.approx(30_000)


def test_the_largest_residual_is_told_as_a_factor() -> None:
    flat = [(10.0, 2.0), (100.0, 8.0), (1000.0, 2.0)]
    fit = growth.fitted(flat)
    assert fit.power == pytest.approx(0)
    assert fit.factor == pytest.approx(32 ** (1 / 3))  # the geometric mean of 2, 8 and 2
    assert fit.off == pytest.approx(8 / 32 ** (1 / 3))


def test_the_largest_size_is_foretold_from_the_smaller_ones_alone() -> None:
    assert growth.foretold(EXACT) == pytest.approx(1)
    slower = [*EXACT[:2], (1_000_000, 2 * EXACT[2][1])]
    assert growth.foretold(slower[::-1]) == pytest.approx(1 / 2)
    assert growth.foretold(EXACT[:2]) is None


def test_small_sizes_count_only_where_there_are_too_few_large_ones() -> None:
    points = [(1_000_000.0, 9.0), (1_000.0, 1.0), (10_000.0, 2.0), (100_000.0, 4.0)]
    assert growth.chosen(points) == [(10_000, 2), (100_000, 4), (1_000_000, 9)]
    assert growth.chosen(points[1:]) == [(1_000, 1), (10_000, 2), (100_000, 4)]


def test_the_table_shows_the_fit_and_what_lies_beyond() -> None:
    head, _, *rows = growth.table({"load": EXACT, "once": EXACT[:1]}, {"load": "{:.0f} s".format})
    assert head.endswith("| at 10,000,000 | at 100,000,000 |")
    assert list(growth.table({"once": EXACT[:2]}, {})) == []
    assert rows == ["| load | 10,000 | 0.50 | 1.00 × | 1.00 | 9487 s | 30000 s |"]
