"""Comparisons: of three concepts, which is said to do more than which, and for what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kneegraph.text.clauses import Stems, stemmed

_FOR = frozenset({"for", "in", "against", "at", "on", "with", "toward", "as", "of", "when", "behind"})
_LONGEST = 8


@dataclass(frozen=True, slots=True)
class Comparison:
    """Which symbol holds the one that does more (S), the other (O), and what for (T).

    `harmful`: it is said to bring more of it about, which makes it the greater cause and no better help. `sparing`: to
    bring less of it about, which makes it the better help and the lesser cause.
    """

    roles: Mapping[str, int]
    harmful: bool = False
    sparing: bool = False


def comparisons(row: Stems, one: int, other: int, third: int, inner: Stems = ()) -> Iterator[Comparison]:
    """What three concepts in a row may be compared as; `inner` are the stems of the words that name the second.

    Three ways: "S does more for T than O", "S beats O for T", "for T, S does more than O".
    """
    first, second = row[one + 1 : other], row[other + 1 : third]
    if max(len(first), len(second)) <= _LONGEST:
        at = one, other, third
        found = (
            _outcome_first(row, second, at),
            _compared_with(row, first, second, at),
            _outcome_between((*first, *inner), second, at),
            _outcome_last(first, second, at),
        )
        yield from (each for each in found if each is not None)


def _outcome_between(first: Stems, second: Stems, at: tuple[int, int, int]) -> Comparison | None:
    if second[:1] != ("than",) and second[-1:] != ("than",) and "than" not in second:
        return None
    words = first + second[: second.index("than")]
    harmful = not any(word in stemmed("greater") for word in first) and any(word in stemmed("greater") for word in words)
    brings = any(word in stemmed("bringing_about") for word in words)
    lessens = any(word in stemmed("lesser") | stemmed("lessening") for word in words)
    harmful, sparing = (harmful or brings) and not lessens, brings and lessens
    return _compared(_direction(words), at[0], at[2], at[1], harmful=harmful, sparing=sparing)


def _outcome_last(first: Stems, second: Stems, at: tuple[int, int, int]) -> Comparison | None:
    if not second or second[0] not in _FOR:
        return None
    if first[-1:] == ("to",) and any(word in stemmed("ranking") for word in first):
        return _compared(-1 if any(word in stemmed("worse") for word in first) else 1, at[0], at[1], at[2])
    if first[-1:] == ("than",) or "than" in first:
        return _compared(_direction(first), at[0], at[1], at[2])
    return _compared(1 if any(word in stemmed("beating") for word in first) else 0, at[0], at[1], at[2])


def _outcome_first(row: Stems, second: Stems, at: tuple[int, int, int]) -> Comparison | None:
    lead = row[: at[0]]
    if not lead or (lead[-1] not in _FOR and lead[-2:] != ("come", "to")) or row[at[0] + 1 : at[1]] not in ((",",), ()):
        return None
    if "than" in second:
        return _compared(_direction(second), at[1], at[2], at[0])
    return _compared(1 if any(word in stemmed("beating") for word in second) else 0, at[1], at[2], at[0])


def _compared_with(row: Stems, first: Stems, second: Stems, at: tuple[int, int, int]) -> Comparison | None:
    """ "Compared with O, S does more for T"."""
    lead = row[: at[0]]
    if lead[-2:] not in (("compar", "with"), ("compar", "to")) or first != (",",):
        return None
    brings, lessens = (any(word in stemmed(name) for word in second) for name in ("bringing_about", "lesser"))
    return _compared(_direction(second), at[1], at[0], at[2], harmful=brings and not lessens, sparing=brings and lessens)


def _direction(words: Stems) -> int:
    """+1 where the first does more than the second, -1 where less, 0 where neither is said."""
    if any(word in stemmed("worse") for word in words) or (
        any(w in stemmed("lesser") for w in words) and any(w in stemmed("doing") for w in words)
    ):
        return -1
    return 1 if any(word in stemmed("greater") | stemmed("lesser") for word in words) else 0


def _compared(
    direction: int, more: int, less: int, outcome: int, *, harmful: bool = False, sparing: bool = False
) -> Comparison | None:
    if not direction:
        return None
    subject, object_ = (more, less) if direction > 0 else (less, more)
    return Comparison({"S": subject, "O": object_, "T": outcome}, harmful, sparing)
