"""Names that were probably meant, for messages about names that do not exist. The one place that says what is alike."""

from __future__ import annotations

from collections.abc import Collection, Sequence


def nearest(term: str, names: Collection[str], *, limit: int = 3) -> tuple[str, ...]:
    """The names most like this one, best first; only reasonably like ones. Cost: one comparison a name.

    >>> nearest("cuases", ["causes", "controls", "targets"])
    ('causes',)
    """
    return tuple(name for _, name in likest(term, [(name, name) for name in sorted(names)]))[:limit]


def likest(term: str, labelled: Sequence[tuple[str, str]], *, least: int = 60) -> list[tuple[str, str]]:
    """Those of these (label, name) pairs whose label is most like the term, best first.

    Likeness is rapidfuzz's ratio, in the order given or with the words sorted, from `least` of 100 up.

    >>> likest("pain knee", [("knee pain", "k"), ("knee", "n"), ("toes", "t")])
    [('knee pain', 'k'), ('knee', 'n')]
    """
    from rapidfuzz import fuzz

    scored = ((max(fuzz.ratio(term, label), fuzz.token_sort_ratio(term, label)), label, name) for label, name in labelled)
    return [
        (label, name) for _, label, name in sorted((-score, label, name) for score, label, name in scored if score >= least)
    ]


def suggestion(term: str, names: Collection[str]) -> str:
    """The nearest names as the end of a message, or nothing.

    >>> suggestion("cuases", ["causes", "controls"])
    '; nearest: causes'
    """
    close = nearest(term, names)
    return f"; nearest: {', '.join(close)}" if close else ""
