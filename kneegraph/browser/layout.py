"""Where concepts stand: left to right by role, each near what it is joined to, never on top of another.

Layered drawing in the manner of Sugiyama: bands are given by kind; a band that is too tall becomes several columns;
sweeps to and fro move every concept to the mean height of its neighbours as far as order and spacing allow.
Deterministic: the same corpus gives the same picture.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from statistics import fmean
from textwrap import wrap

from kneegraph.browser.looks import BANDS, KINDS
from kneegraph.model import Claim, Concept

#: Units are pixels at zoom 1, where a label is 13 pixels high.
LABEL_WIDTH = 18
GAP = 8
CHANNEL = 62
_LINE = 15
_CHARACTER = 6.6
_SWEEPS = 16
_SCREEN = (960.0, 720.0)


@dataclass(frozen=True, slots=True)
class Point:
    """The middle of a concept's card."""

    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Card:
    """How much room a concept takes."""

    lines: tuple[str, ...]

    @property
    def width(self) -> float:
        """Room for the longest line, the shape before it, and padding."""
        return max(map(len, self.lines)) * _CHARACTER + 34

    @property
    def height(self) -> float:
        """Room for all lines and padding."""
        return len(self.lines) * _LINE + 12


def card(label: str) -> Card:
    """The label broken into at most three lines.

    >>> card("foot pronation–tibial rotation coupling").lines
    ('foot', 'pronation–tibial', 'rotation coupling')
    """
    lines = wrap(label, LABEL_WIDTH, max_lines=3, placeholder=" …") or ["?"]
    return Card(tuple(lines))


def arrange(concepts: Sequence[Concept], claims: Iterable[Claim]) -> dict[str, Point]:
    """A place for each concept. Cost: sweeps times the claims among them."""
    cards = {concept.id: card(concept.label) for concept in concepts}
    columns = _columns(concepts, cards)
    near = _neighbours(cards, claims)
    heights = _heights(columns, cards, near)
    xs = _xs(columns, cards)
    return {id_: Point(round(x), round(heights[id_])) for x, column in zip(xs, columns, strict=True) for id_ in column}


def _columns(concepts: Sequence[Concept], cards: Mapping[str, Card]) -> list[list[str]]:
    """The bands cut into columns, with as many rows as make the picture largest on a usual screen."""
    bands: list[list[str]] = [[] for _ in BANDS]
    kinds = list(KINDS)
    for concept in sorted(concepts, key=lambda one: (kinds.index(one.kind), one.id)):
        bands[KINDS[concept.kind].band].append(concept.id)
    choices = ([part for band in bands for part in _cut(band, rows)] for rows in range(6, max(7, *map(len, bands)) + 1))
    return max(choices, key=lambda columns: _zoom(columns, cards))


def _cut(band: list[str], rows: int) -> list[list[str]]:
    parts = -(-len(band) // rows)
    return [band[len(band) * part // parts : len(band) * (part + 1) // parts] for part in range(parts)]


def _zoom(columns: list[list[str]], cards: Mapping[str, Card]) -> float:
    width = sum(_width(column, cards) + CHANNEL for column in columns)
    height = max(_height(column, cards) for column in columns) if columns else 1.0
    return min(_SCREEN[0] / max(width, 1.0), _SCREEN[1] / height)


def _width(column: Sequence[str], cards: Mapping[str, Card]) -> float:
    return max(cards[id_].width for id_ in column)


def _height(column: Sequence[str], cards: Mapping[str, Card]) -> float:
    return sum(cards[id_].height + GAP for id_ in column)


def _xs(columns: list[list[str]], cards: Mapping[str, Card]) -> list[float]:
    edges = [0.0, *accumulate(_width(column, cards) + CHANNEL for column in columns)]
    middle = edges[-1] / 2
    return [edge + _width(column, cards) / 2 - middle for edge, column in zip(edges, columns, strict=False)]


def _neighbours(cards: Mapping[str, Card], claims: Iterable[Claim]) -> dict[str, list[str]]:
    near: dict[str, list[str]] = defaultdict(list)
    for claim in claims:  # in any order: means are exact
        if claim.subject in cards and claim.object in cards and claim.subject != claim.object:
            near[claim.subject].append(claim.object)
            near[claim.object].append(claim.subject)
    return near


def _heights(columns: list[list[str]], cards: Mapping[str, Card], near: Mapping[str, list[str]]) -> dict[str, float]:
    tallest = max((_height(column, cards) for column in columns), default=0.0)
    heights: dict[str, float] = {}
    for column in columns:
        heights |= _settle(column, dict.fromkeys(column, 0.0), cards, tallest)
    for sweep in range(_SWEEPS):
        for column in columns if sweep % 2 == 0 else reversed(columns):
            wished = {id_: fmean(heights[other] for other in near[id_]) if near.get(id_) else heights[id_] for id_ in column}
            column.sort(key=lambda id_: (wished[id_], id_))
            heights |= _settle(column, wished, cards, tallest)
    return heights


def _settle(column: list[str], wished: Mapping[str, float], cards: Mapping[str, Card], tallest: float) -> dict[str, float]:
    """The heights nearest to those wished (least squares) that keep the order, the spacing and the frame.

    Subtracting each card's offset from the top turns spacing into order, which pooling adjacent violators restores.
    """
    tops = [0.0, *accumulate(cards[id_].height + GAP for id_ in column)]
    offsets = [top + (cards[id_].height + GAP) / 2 for top, id_ in zip(tops, column, strict=False)]
    pools: list[tuple[float, int]] = []
    for id_, offset in zip(column, offsets, strict=True):
        mean, size = wished[id_] - offset, 1
        while pools and pools[-1][0] > mean:
            before, count = pools.pop()
            mean, size = (before * count + mean * size) / (count + size), count + size
        pools.append((mean, size))
    free = [min(max(mean, -tallest / 2), tallest / 2 - tops[-1]) for mean, size in pools for _ in range(size)]
    return {id_: place + offset for id_, place, offset in zip(column, free, offsets, strict=True)}
