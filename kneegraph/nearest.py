"""Names that were probably meant, for messages about names that do not exist."""

from __future__ import annotations

from collections.abc import Collection


def nearest(term: str, names: Collection[str], *, limit: int = 3) -> tuple[str, ...]:
    """The names most like this one, best first; only reasonably like ones. Cost: one comparison a name.

    >>> nearest("cuases", ["causes", "controls", "targets"])
    ('causes',)
    """
    from rapidfuzz import fuzz, process

    close = process.extract(term, sorted(names), scorer=fuzz.ratio, limit=limit, score_cutoff=60)
    return tuple(name for name, _, _ in close)


def suggestion(term: str, names: Collection[str]) -> str:
    """The nearest names as the end of a message, or nothing.

    >>> suggestion("cuases", ["causes", "controls"])
    '; nearest: causes'
    """
    close = nearest(term, names)
    return f"; nearest: {', '.join(close)}" if close else ""
