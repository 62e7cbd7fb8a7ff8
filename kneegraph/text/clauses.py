"""Where a claim may begin and end in a row of symbols, and what may be passed over between its concepts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations

from kneegraph.text.symbols import BREAK, NAMED, soft, stems
from kneegraph.text.tokens import stem
from kneegraph.text.wordings import english

Stems = tuple[str, ...]

_RELATIVE = frozenset({"which", "that", "who"})
_CLEFT = ("it", "be")
#: "Runners who have weak glutes get …" says of weak glutes what it says of these runners.
_HAVING = ("who", "have")
_MOST_ROUNDS = 12
_IMPERATIVE = 5
_MOST_SOFT = 4
_NEAR = 5
#: Gaps of so many words may hold an adjective or noun that is not known.
_FEWEST, _LONGEST = 3, 8


@cache
def stemmed(name: str) -> frozenset[str]:
    """A set of English words as stems, marks as they are."""
    return frozenset(stem(word) if word[0].isalnum() else word for word in english()[name])


@cache
def _wrappers() -> tuple[Stems, ...]:
    found = {stems(phrase) for phrase in english().wrappers}
    return tuple(sorted(filter(None, found), key=lambda one: (-len(one), one)))


def passes_on(lead: Sequence[str]) -> bool:
    """Whether these symbols end in a verb of saying ("some trainers think")."""
    return bool(lead) and lead[-1] in stemmed("attributing")


def opens(lead: Sequence[str]) -> bool:
    """Whether a clause that states something may begin behind these symbols."""
    if not lead or lead[-1] in stemmed("openers"):
        return True
    return tuple(lead[-2:]) in (_CLEFT, _HAVING) or passes_on(lead) or lead[-1] in stemmed("finding")


def begin(row: Stems, first: int, before: Stems, *, instructing: bool = False) -> int | None:
    """The symbol at which a pattern begins whose first concept is at `first`; None where it does not fit there.

    Nothing may stand before it that its first concept may only modify; words that change nothing are passed over.
    With `instructing` an imperative of up to five words may.
    """
    at = first
    for word in reversed(before):
        if not at or row[at - 1] != word:
            at = _skipped_back(row, at)
            if not at or row[at - 1] != word:
                return None
        at -= 1
    lead = _skipped_back(row, at)
    if before and before[0] == "that" and lead and not opens(row[:lead]):
        lead -= 1  # "the muscle that …"
        lead = _skipped_back(row, lead)
    if instructing and not before and 0 < lead <= _IMPERATIVE and row[0] != NAMED:
        return at
    return at if opens(row[:lead]) else None


def end(row: Stems, last: int, behind: Stems) -> int | None:
    """The symbol with which a pattern ends whose last concept is at `last`; None where that only modifies another word."""
    at = last + 1
    for word in behind:
        while at < len(row) and row[at] != word and row[at] in soft():
            at += 1
        if at >= len(row) or row[at] != word:
            return None
        at += 1
    if "than" in row[at : at + 3]:
        return None  # a comparison, of which this is a half
    if at < len(row) and row[at] in stemmed("complaining"):
        at += 1
    closed = at >= len(row) or row[at] in stemmed("after") or row[at] in stemmed("boundaries") or row[at] in (",", BREAK)
    return at - 1 if closed else None


def _skipped_back(row: Stems, at: int) -> int:
    while at and (row[at - 1] in soft() or row[at - 1] in stemmed("leads")):
        at -= 1
    return at


@cache
def variants(gap: Stems) -> tuple[Stems, ...]:
    """The stems between two concepts as they stand, then without what may be passed over, likeliest first."""
    found: dict[Stems, None] = {}
    for base in _asides(gap):
        for one in (base, *_unwrapped(base)):
            for fewer in _softened(one):
                found[fewer] = None
    return tuple(found)


def _softened(gap: Stems) -> Iterator[Stems]:
    """The gap without some of the words that change little: none, each, several, all."""
    passed = [at for at, word in enumerate(gap) if word in soft() or word == "how"]
    if len(passed) > _MOST_SOFT:
        yield gap
        yield tuple(word for word in gap if word not in soft())
        return
    for count in range(len(passed) + 1):
        for dropped in combinations(passed, count):
            yield tuple(word for at, word in enumerate(gap) if at not in dropped)


def thinned(gap: Stems) -> Iterator[Stems]:
    """The gap without one or two words inside it that no wording knows, unless one of them may turn its meaning."""
    inside = range(1, len(gap) - 1)
    if not _FEWEST <= len(gap) <= _LONGEST or any(word in (",", BREAK) or word in stemmed("turning") for word in gap):
        return
    for count in (1, 2):
        for dropped in combinations(inside, count):
            yield tuple(word for at, word in enumerate(gap) if at not in dropped)


def _asides(gap: Stems) -> Iterator[Stems]:
    """The gap; without a relative pronoun before it; without what stands between commas in it."""
    yield gap
    inner = gap[1:] if gap[:1] == (",",) else gap
    if inner and inner[0] in _RELATIVE:
        yield inner[1:]
    if gap[:1] == (",",) and gap.count(",") >= 2:
        yield gap[last_comma(gap) + 1 :]
    elif gap[:1] == (",",) and len(gap) > 1:
        yield ("be", *inner)  # ", a cause of …,"
    if gap[:1] == ("be",):  # "is a lift that trains"
        that = next((at for at, word in enumerate(gap[:_NEAR]) if word in _RELATIVE), None)
        if that is not None:
            yield gap[that + 1 :]


def last_comma(gap: Stems) -> int:
    """The place of the last comma."""
    return len(gap) - 1 - gap[::-1].index(",")


def _unwrapped(gap: Stems) -> Iterator[Stems]:
    """Without "is a way to", "helps to" and the like; also several, one after the other."""
    waiting = [gap, tuple(word for word in gap if word not in soft())]
    for _ in range(_MOST_ROUNDS):
        if not waiting:
            return
        row = waiting.pop(0)
        for wrapper in _wrappers():
            if row[: len(wrapper)] == wrapper:
                waiting.append(row[len(wrapper) :])
                yield row[len(wrapper) :]
