"""A neighbourhood as SVG: concepts as cards with their kind's shape, claims as lines whose dashes and marks tell standing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate

from kneegraph.browser.layout import GAP, Card, card
from kneegraph.browser.looks import KINDS, STANDINGS
from kneegraph.model import Claim, Concept, Standing
from kneegraph.notebook.around import Around
from kneegraph.notebook.markup import Markup, joined, tag

_MARGIN = 14
_LEGEND = 26
_SHAPE = 13
_ARROW = 7
#: The widest card, and the room for lines between two columns.
_COLUMN, _CHANNEL = 166, 130
#: A column of more concepts than this is made two.
_TALL = 14


@dataclass(frozen=True, slots=True)
class _Box:
    """A concept's card on the picture, by its middle. Lines run level up to `lane`, beside the cards that stand before it."""

    x: float
    y: float
    card: Card
    lane: float | None = None

    @property
    def width(self) -> float:
        """Room for the longest line in whatever font the notebook has."""
        return max(map(len, self.card.lines)) * 7.3 + 34

    def side(self, *, right: bool) -> float:
        """Where its right or left side is."""
        return self.x + self.width / 2 * (1 if right else -1)

    def free(self, *, right: bool) -> float:
        """From where, or up to where, a line on that side may bend."""
        side = self.side(right=right)
        return side if self.lane is None or (self.lane > self.x) != right else self.lane


def drawing(near: Around) -> Markup:
    """The picture. Cost: linear in the claims."""
    part = near.part
    boxes = _placed(near)
    left = min(box.side(right=False) for box in boxes.values()) - _MARGIN
    right = max(box.side(right=True) for box in boxes.values()) + _MARGIN + 30
    top = min(box.y - box.card.height / 2 for box in boxes.values()) - _MARGIN
    bottom = max(box.y + box.card.height / 2 for box in boxes.values()) + _MARGIN
    width, height = max(right - left, 560), bottom - top + _LEGEND
    return tag(
        "svg",
        tag("g", *_edges(part.claims.values(), boxes)),
        tag("g", *(_node(part.concepts[id_], box, id_ == near.centre) for id_, box in boxes.items())),
        _legend({claim.standing for claim in part.claims.values()}, left + _MARGIN, bottom + 6),
        viewBox=f"{left:.0f} {top:.0f} {width:.0f} {height:.0f}",
        width=f"{width:.0f}",
        height=f"{height:.0f}",
        style=f"max-width:100%;min-width:{0.72 * width:.0f}px;height:auto",
        role="img",
        aria_label=near.sentence,
        font_size="13",
        font_family="system-ui, sans-serif",
        fill="currentColor",
    )


def _placed(near: Around) -> dict[str, _Box]:
    """Column by column, from the middle outwards, each concept about as high as what joins it to the column before.

    A tall column is two, in turns, so that the lines of the outer cards run between the inner ones, and behind no card.
    """
    concepts, joined_to = near.part.concepts, _neighbours(near.part.claims.values())
    boxes: dict[str, _Box] = {}
    ends = {-1: 0.0, 1: 0.0}
    for column in sorted(set(near.columns.values()), key=lambda one: (abs(one), one)):
        members = [id_ for id_, place in near.columns.items() if place == column]
        ranks = {id_: _rank(concepts[id_], boxes, joined_to[id_]) for id_ in members}
        ordered = _with_centre(sorted(members, key=lambda id_: ranks[id_]), near.centre)
        outward = (column > 0) - (column < 0)
        inner = ends[outward] + outward * (_COLUMN + _CHANNEL) if outward else 0.0
        boxes |= _stacked({id_: card(concepts[id_].label) for id_ in ordered}, inner, outward)
        if outward:
            ends[outward] = max((boxes[id_].x for id_ in ordered), key=abs)
    return boxes


def _rank(concept: Concept, boxes: Mapping[str, _Box], neighbours: Iterable[str]) -> tuple[float, int, str]:
    inner = [boxes[id_].y for id_ in neighbours if id_ in boxes]
    return (sum(inner) / len(inner) if inner else 0.0), list(KINDS).index(concept.kind), concept.id


def _with_centre(members: list[str], centre: str) -> list[str]:
    """The centre as the middle one of its own column."""
    others = [one for one in members if one != centre]
    middle = len(others) // 2
    return members if centre not in members else [*others[:middle], centre, *others[middle:]]


def _stacked(cards: Mapping[str, Card], x: float, outward: int) -> dict[str, _Box]:
    """One below the other, the middle at 0; where there are many, every second one further out."""
    if len(cards) <= _TALL or not outward:
        tops = [0.0, *accumulate(one.height + GAP for one in cards.values())]
        return {
            id_: _Box(x, top + (one.height + GAP - tops[-1]) / 2, one)
            for (id_, one), top in zip(cards.items(), tops, strict=False)
        }
    pitch = (max(one.height for one in cards.values()) + 10) / 2
    lane = x - outward * _COLUMN / 2
    made = {}
    for number, (id_, one) in enumerate(cards.items()):
        y = (number - len(cards) / 2) * pitch
        made[id_] = _Box(x + outward * (_COLUMN + 14), y, one, lane) if number % 2 else _Box(x, y, one)
    return made


def _neighbours(claims: Iterable[Claim]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for claim in claims:
        found[claim.subject].add(claim.object)
        found[claim.object].add(claim.subject)
    return found


def _node(concept: Concept, box: _Box, centre: bool) -> Markup:
    look, wide, high = KINDS[concept.kind], box.width, box.card.height
    left, top = box.x - wide / 2, box.y - high / 2
    lines = [
        tag("text", line, x=f"{left + 24:.0f}", y=f"{top + 18 + 15 * number:.0f}")
        for number, line in enumerate(box.card.lines)
    ]
    size = _SHAPE / 16
    shape = tag(
        "path",
        d=look.path,
        transform=f"translate({left + 6:.1f} {box.y - _SHAPE / 2:.1f}) scale({size:.2f})",
        fill="currentColor",
        fill_rule="evenodd",
        opacity="0.75",
    )
    ground = tag(
        "rect",
        x=f"{left:.1f}",
        y=f"{top:.1f}",
        width=f"{wide:.1f}",
        height=f"{high:.1f}",
        rx="5",
        fill="Canvas",
        stroke="currentColor",
        stroke_width="2.5" if centre else "0.8",
    )
    return tag("g", tag("title", f"{concept.label} ({look.label})"), ground, shape, *lines, class_="kg-node")


def _edges(claims: Iterable[Claim], boxes: Mapping[str, _Box]) -> Iterable[Markup]:
    """Claims between the same two concepts lie side by side; the plain ones below, so that disagreement is seen."""
    order = list(Standing)
    ranked = sorted(claims, key=lambda one: (-order.index(one.standing or Standing.REPORTED), one.id))
    seen: Counter[frozenset[str]] = Counter()
    for claim in ranked:
        pair = frozenset((claim.subject, claim.object))
        yield _edge(claim, boxes[claim.subject], boxes[claim.object], seen[pair])
        seen[pair] += 1


def _edge(claim: Claim, start: _Box, end: _Box, place: int) -> Markup:
    look = STANDINGS[claim.standing or Standing.REPORTED]
    shift = 9 * ((place + 1) // 2) * (1 if place % 2 else -1)
    line, middle, tip = _curve(start, end, shift)
    dashes = " ".join(map(str, look.dashes)) or None
    return tag(
        "g",
        tag("title", f"{claim.label}\n{look.mark} {claim.standing or 'nothing said'}: {look.meaning}"),
        tag(
            "path",
            d=line,
            class_="kg-edge",
            fill="none",
            stroke="currentColor",
            stroke_width=f"{min(look.width, 2.4):.1f}",
            stroke_dasharray=dashes,
        ),
        tag("path", d=tip, class_="kg-end", fill="currentColor", stroke="none"),
        _mark(look.mark, middle) if claim.standing is not Standing.SUPPORTED else None,
        data_standing=claim.standing,
    )


def _curve(start: _Box, end: _Box, shift: float) -> tuple[str, tuple[float, float], str]:
    """The line, its middle, and the arrow at its end: from side to side, and by the right where both stand in one column."""
    column = abs(start.x - end.x) < _COLUMN
    forth = end.x > start.x
    x1, x2 = start.side(right=forth or column), end.side(right=not forth or column)
    y1, y2 = start.y + shift, end.y + shift
    into = -1.0 if column or not forth else 1.0  # the direction in which the line arrives
    away = 1.0 if forth or column else -1.0
    stop = x2 - into * _ARROW
    leave, arrive = start.free(right=forth or column), end.free(right=not forth or column)
    arrive = stop if arrive == x2 else arrive
    reach = min(_CHANNEL * 0.5, 18 + abs(y2 - y1) / 5) if column else max(30.0, abs(arrive - leave) / 2)
    c1, c2 = leave + away * reach, arrive - into * reach
    middle = ((leave + 3 * c1 + 3 * c2 + arrive) / 8, (y1 + y2) / 2)
    line = f"M{x1:.1f} {y1:.1f}H{leave:.1f}C{c1:.1f} {y1:.1f} {c2:.1f} {y2:.1f} {arrive:.1f} {y2:.1f}H{stop:.1f}"
    return line, middle, f"M{x2:.1f} {y2:.1f}l{-into * _ARROW:.1f} -4v8z"


def _mark(mark: str, at: tuple[float, float]) -> Markup:
    x, y = at
    ground = tag("circle", cx=f"{x:.1f}", cy=f"{y:.1f}", r="7.5", class_="kg-ground", fill="Canvas")
    text = tag("text", mark, x=f"{x:.1f}", y=f"{y + 5:.1f}", class_="kg-mark", text_anchor="middle", font_weight="700")
    return joined(ground, text)


def _legend(standings: set[Standing | None], left: float, y: float) -> Markup:
    """The standings that are there: line, mark and word."""
    parts, x = [], left
    for standing, look in STANDINGS.items():
        if standing in standings:
            dashes = " ".join(map(str, look.dashes)) or None
            line = tag(
                "path",
                d=f"M{x:.0f} {y:.0f}h24",
                class_="kg-edge",
                fill="none",
                stroke="currentColor",
                stroke_width=f"{min(look.width, 2.4):.1f}",
                stroke_dasharray=dashes,
            )
            words = tag("text", f"{look.mark} {standing.value}", x=f"{x + 30:.0f}", y=f"{y + 4:.0f}")
            parts.append(tag("g", line, words, data_standing=standing))
            x += 46 + 8 * (len(standing.value) + 2)
    return tag("g", *parts)
