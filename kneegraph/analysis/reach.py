"""What lies within so many moves of both of two concepts, and whether any way joins them: read from both ends at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator

from kneegraph.analysis.region import Link, Links

#: A concept with whether a definitional move came last.
_State = tuple[int, bool]


def within(links: Links, start: int, goals: Collection[int], steps: int) -> frozenset[Link]:
    """Every move that lies on a way of at most so many moves from a concept to any of the goals.

    Such a way is no more than half as long from the start to its middle as from there to a goal, so that neither end is
    followed further than that. Cost: the moves that are met.
    """
    ahead = _levels(links.leaving, [start], (steps + 1) // 2, forwards=True)
    behind = _levels(links.arriving, goals, steps // 2, forwards=False)
    found = {*ahead, *behind}
    leaving: dict[int, list[Link]] = defaultdict(list)
    arriving: dict[int, list[Link]] = defaultdict(list)
    for link in found:
        leaving[link.source].append(link)
        arriving[link.target].append(link)
    begun = _distances(leaving, [start], steps, forwards=True)
    left = _distances(arriving, goals, steps, forwards=False)
    far = steps + 1
    return frozenset(one for one in found if begun.get(one.source, far) + 1 + left.get(one.target, far) <= steps)


def ahead(links: Links, start: int, steps: int) -> frozenset[Link]:
    """The moves on ways of at most so many moves from a concept. Cost: these."""
    return frozenset(_levels(links.leaving, [start], steps, forwards=True))


def behind(links: Links, goals: Collection[int], steps: int) -> frozenset[Link]:
    """The moves on ways of at most so many moves to any of the goals. Cost: these."""
    return frozenset(_levels(links.arriving, goals, steps, forwards=False))


def _levels(moves: Callable[[int], Iterable[Link]], ends: Iterable[int], steps: int, *, forwards: bool) -> Iterator[Link]:
    """The moves that are met when so many are made from these ends, level by level."""
    seen = set(ends)
    edge = seen
    for _ in range(steps):
        found = [link for concept in edge for link in moves(concept)]
        yield from found
        edge = {link.target if forwards else link.source for link in found} - seen
        seen = seen | edge


def _distances(moves: dict[int, list[Link]], ends: Iterable[int], most: int, *, forwards: bool) -> dict[int, int]:
    """How many moves each concept is away from the nearest of these ends."""
    found = dict.fromkeys(ends, 0)
    edge = set(found)
    for distance in range(1, most + 1):
        edge = {link.target if forwards else link.source for one in edge for link in moves.get(one, ())} - found.keys()
        found.update(dict.fromkeys(edge, distance))
    return found


def joined(links: Links, start: int, goals: Collection[int]) -> bool:
    """Whether a way leads to any of the goals, when the only rule is that no two definitional moves follow one another.

    Cost: the moves that are met until the two ends meet, or one of them has come to its end.
    """
    ahead: set[_State] = {(start, False)}
    behind: set[_State] = {(goal, held) for goal in goals for held in (False, True)}
    edges = {True: ahead, False: behind}
    while ahead.isdisjoint(behind):
        if not (edges[True] and edges[False]):
            return False
        forwards = len(edges[True]) <= len(edges[False])
        if forwards:
            edges[True] = {other for one in edges[True] for other in _after(links, one)} - ahead
            ahead = ahead | edges[True]
        else:
            edges[False] = {other for one in edges[False] for other in _before(links, one)} - behind
            behind = behind | edges[False]
    return True


def _after(links: Links, state: _State) -> Iterator[_State]:
    concept, held = state
    return ((link.target, link.holds) for link in links.leaving(concept) if not (held and link.claim is None))


def _before(links: Links, state: _State) -> Iterator[_State]:
    concept, held = state
    for link in links.arriving(concept):
        if link.holds is held:
            yield link.source, False
            if link.claim is not None:
                yield link.source, True
