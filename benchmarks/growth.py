"""How figures grow with the size: a power, fitted to what was measured, what it foretells, and how far it is to be trusted."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

Point = tuple[float, float]

#: Below this size what is the same at every size hides what grows: it is left out of a fit where enough is left.
FROM = 10_000
#: The fewest points that say more than the line through them.
ENOUGH = 3
#: How many times the largest size is foretold.
BEYOND = (10, 100)


@dataclass(frozen=True, slots=True)
class Fit:
    """`value = factor × size ** power`, and the largest residual as a factor (1: it fits exactly)."""

    power: float
    factor: float
    off: float

    def at(self, size: float) -> float:
        """What it gives for a size."""
        return self.factor * float(size**self.power)


def fitted(points: Sequence[Point]) -> Fit:
    """Least squares on the logarithms of both. Needs two different sizes."""
    logs = [(math.log(size), math.log(value)) for size, value in points]
    power, start = statistics.linear_regression(*zip(*logs, strict=True))
    off = max(abs(value - start - power * size) for size, value in logs)
    return Fit(power, math.exp(start), math.exp(off))


def chosen(points: Sequence[Point]) -> list[Point]:
    """The points that a fit is made of, by size: those from 10,000 on if they are three or more, otherwise all."""
    ordered = sorted(points)
    large = [point for point in ordered if point[0] >= FROM]
    return large if len(large) >= ENOUGH else ordered


def foretold(points: Sequence[Point]) -> float | None:
    """What a fit of all points but the largest size gives for that, divided by what was measured there; None of too few."""
    *smaller, (size, value) = sorted(points)
    return fitted(smaller).at(size) / value if len(smaller) >= ENOUGH - 1 else None


@dataclass(frozen=True, slots=True)
class Line:
    """A fit, and its ends: two sizes and what it gives for them."""

    fit: Fit
    sizes: tuple[float, float]
    values: tuple[float, float]


def line(points: Sequence[Point], largest: float) -> Line | None:
    """The line of a fit from the smallest size that it is made of up to the largest that is asked for; None of too few."""
    if len(points) < ENOUGH:
        return None
    used = chosen(points)
    fit, first = fitted(used), used[0][0]
    return Line(fit, (first, largest), (fit.at(first), fit.at(largest)))


def table(rows: Mapping[str, Sequence[Point]], words: Mapping[str, Callable[[float], str]]) -> Iterator[str]:
    """The fit of each row of figures as Markdown: its power, how well it fits and foretells, and what it gives beyond.

    `words` says how the figures of a row are written. Rows of fewer than three sizes are left out.
    """
    rows = {title: chosen(points) for title, points in rows.items() if len(points) >= ENOUGH}
    if not rows:
        return
    largest = max(points[-1][0] for points in rows.values())
    sizes = [largest * times for times in BEYOND]
    beyond = " | ".join(f"at {size:,.0f}" for size in sizes)
    yield f"| | fitted from | grows with the power | fits within | largest size foretold / measured | {beyond} |"
    yield "| --- | ---: | ---: | ---: | ---: |" + " ---: |" * len(sizes)
    for title, points in rows.items():
        fit, ahead = fitted(points), foretold(points)
        told = f"{ahead:.2f}" if ahead is not None else "–"
        values = " | ".join(words[title](fit.at(size)) for size in sizes)
        yield f"| {title} | {points[0][0]:,} | {fit.power:.2f} | {fit.off:.2f} × | {told} | {values} |"
