"""Finding passages again in a text that changed around them, by nothing but their digests.

An edit moves everything behind it by the same number of characters. So a passage is first looked for where it was, then
where the passages around it went, and only then everywhere. A passage whose own words changed must not be mistaken for
one that moved because the same words stand in another place too; see `_moved_away`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kneegraph.model import Passage
from kneegraph.passages import digest, excerpt

#: From this length on, words that stand in a text once are taken to be those that were meant, wherever they stand.
_TELLING = 30
#: From this likeness (0 to 100) on, a place still holds the beginning or end of the words that were read there.
_ALIKE = 60


def anchored(text: str, passages: Iterable[Passage], *, length: int | None) -> Anchors:
    """Look for passages of a text that had `length` characters when it was read.

    Cost: a digest or two a passage; a digest for every position of the text, once per distinct length, for those that are
    found neither in their place nor where their neighbours went.
    """
    return _Search(text, tuple(sorted(set(passages), key=lambda one: (one.start, one.end))), length).run()


@dataclass(frozen=True)
class Anchors:
    """Where passages stand now: `places` has the new start of each that was found; the rest changed."""

    text: str
    change: int
    places: dict[Passage, int]

    def now(self, passage: Passage) -> Passage | None:
        """The passage at its new offsets, or None when its words stand in this text no more."""
        if passage not in self.places:
            return None
        start = self.places[passage]
        return Passage(start, start + passage.end - passage.start, passage.sha256, passage.fragment)

    def estimate(self, passage: Passage) -> Passage:
        """Where the changed words of a passage probably stand: as far from what was found around it as before."""
        before, after = self.shifts(passage)
        end = min(max(passage.end + after, 1), len(self.text))
        start = min(max(passage.start + before, 0), end - 1)
        return Passage(start, end, passage.sha256, passage.fragment) if end > 0 else passage

    def shifts(self, passage: Passage) -> tuple[int, int]:
        """By how much the nearest passages found before and behind this one moved."""
        before = max((one for one in self.places if one.end <= passage.start), key=lambda one: one.end, default=None)
        after = min((one for one in self.places if one.start >= passage.end), key=lambda one: one.start, default=None)
        first = 0 if before is None else self.places[before] - before.start
        return first, self.change if after is None else self.places[after] - after.start


class _Search:
    """One text's search. `_in_order` holds what kept its order, by which the place of the rest is bounded."""

    def __init__(self, text: str, passages: tuple[Passage, ...], length: int | None) -> None:
        self._text = text
        self._passages = passages
        self._in_order = Anchors(text, 0 if length is None else len(text) - length, {})
        self._away: dict[Passage, int] = {}
        self._tried: set[tuple[Passage, int]] = set()
        self._all: dict[int, dict[str, list[int]]] = {}

    def run(self) -> Anchors:
        for passage in self._passages:
            if self._stands(passage, passage.start):
                self._in_order.places[passage] = passage.start
        self._spread()
        for passage in sorted(self._pending(), key=lambda one: one.start - one.end):
            if passage not in self._in_order.places:
                self._look_everywhere(passage)
        return Anchors(self._text, self._in_order.change, self._in_order.places | self._away)

    def _pending(self) -> list[Passage]:
        return [passage for passage in self._passages if passage not in self._in_order.places and passage not in self._away]

    def _spread(self) -> None:
        """Try on each passage what moved the ones around it, until nothing more is found."""
        found = True
        while found:
            found = False
            for passage in self._pending():
                place = next((place for place in self._hints(passage) if self._fits(passage, place)), None)
                if place is not None:
                    self._in_order.places[passage] = place
                    found = True

    def _hints(self, passage: Passage) -> Iterator[int]:
        overlapping = (one for one in self._in_order.places if one.start < passage.end and passage.start < one.end)
        shifts = (*self._in_order.shifts(passage), *(self._in_order.places[one] - one.start for one in overlapping))
        for shift in dict.fromkeys(shifts):
            if (passage, shift) not in self._tried:
                self._tried.add((passage, shift))
                yield passage.start + shift

    def _fits(self, passage: Passage, place: int) -> bool:
        return self._between(passage, place) and not self._held(passage, place) and self._stands(passage, place)

    def _stands(self, passage: Passage, place: int) -> bool:
        words = excerpt(self._text, place, place + passage.end - passage.start)
        return words is not None and digest(words) == passage.sha256

    def _between(self, passage: Passage, place: int) -> bool:
        """Whether a passage at this place would stand behind all it stood behind, and before all it stood before."""
        end = place + passage.end - passage.start
        return all(
            (one.end > passage.start or start + one.end - one.start <= place) and (one.start < passage.end or end <= start)
            for one, start in self._in_order.places.items()
        )

    def _held(self, passage: Passage, place: int) -> bool:
        """Whether these words at this place are already known to be another passage that reads the same."""
        found = (*self._in_order.places.items(), *self._away.items())
        return any(start == place and one.sha256 == passage.sha256 and one.start != passage.start for one, start in found)

    def _look_everywhere(self, passage: Passage) -> None:
        places = [place for place in self._occurrences(passage) if not self._held(passage, place)]
        least, most = sorted(self._in_order.shifts(passage))
        within = (place for place in places if least <= place - passage.start <= most)  # as one edit would have moved it
        near = [place for place in within if self._between(passage, place)]
        if near:
            self._in_order.places[passage] = near[0]
            self._spread()
        elif len(places) == 1 and self._moved_away(passage):
            target = self._in_order.places if self._between(passage, places[0]) else self._away
            target[passage] = places[0]
            self._spread()

    def _moved_away(self, passage: Passage) -> bool:
        """Whether words found in one unexpected place are those that were read, rather than the same words again.

        They are when the place they should have does not hold anything like them; where nothing is known of the words,
        when they are so many that they hardly stand there twice.
        """
        if passage.fragment is None:
            return passage.end - passage.start >= _TELLING
        there = self._in_order.estimate(passage)
        return not _resembles(self._text[there.start : there.end], passage.fragment)

    def _occurrences(self, passage: Passage) -> list[int]:
        size = passage.end - passage.start
        if size not in self._all:
            self._all[size] = defaultdict(list)
            wanted = {one.sha256 for one in self._passages if one.end - one.start == size}
            for place in range(len(self._text) - size + 1 if size > 0 else 0):
                found = digest(self._text[place : place + size])
                if found in wanted:
                    self._all[size][found].append(place)
        return self._all[size].get(passage.sha256, [])


def _resembles(words: str, fragment: str) -> bool:
    from rapidfuzz import fuzz

    head, _, tail = fragment.partition(" … ")
    likeness = fuzz.ratio(words[: len(head)], head)
    return max(likeness, fuzz.ratio(words[-len(tail) :], tail) if tail else 0) >= _ALIKE
