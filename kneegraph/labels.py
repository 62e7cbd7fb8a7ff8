"""From what people write to what is meant: any label or identifier of a thing, and the nearest ones when there is none."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar

from kneegraph.errors import AmbiguousTermError, UnknownTermError

Thing = TypeVar("Thing")

_QUOTES = str.maketrans({"’": "'", "‘": "'", "–": "-", "—": "-", "‑": "-"})


def normal(label: str) -> str:
    """A label with what does not matter taken away: case, kind of dash or quote, hyphens, extra space.

    >>> normal("  Side‑Lying  Leg raise ")
    'side lying leg raise'
    """
    plain = unicodedata.normalize("NFKC", label).translate(_QUOTES).casefold()
    return re.sub(r"[\s\-_]+", " ", plain).strip()


def singular(text: str) -> str:
    """A guess at the singular of the last word of a normal label; the label itself when it has no plural ending.

    >>> singular("glute bridges"), singular("gluteus")
    ('glute bridge', 'gluteus')
    """
    if text.endswith(("ss", "us", "is")):
        return text
    if text.endswith(("shes", "ches", "xes", "sses")):
        return text[:-2]
    return text.removesuffix("s")


class LabelIndex(Generic[Thing]):
    """Things of one sort by every name they go by. Building it costs one pass; a look-up is constant."""

    def __init__(self, sort: str, named: Iterable[tuple[str, Thing, Sequence[str]]]) -> None:
        """Take (identifier, thing, labels) of each thing; `sort` is the word used in messages, such as "concept"."""
        self._sort = sort
        self._by_id: dict[str, Thing] = {}
        self._by_label: dict[str, list[str]] = defaultdict(list)
        self._labels: list[tuple[str, str]] = []
        for identifier, thing, labels in named:
            self._by_id[identifier] = thing
            for label in labels:
                key = normal(label)
                self._labels.append((key, identifier))
                if identifier not in self._by_label[key]:
                    self._by_label[key].append(identifier)

    def find(self, term: str) -> Thing:
        """The thing that this identifier, label, plural or address names.

        Raises UnknownTermError with the nearest three, or AmbiguousTermError.
        """
        found = self._ids(term)
        if len(found) == 1:
            return self._by_id[found[0]]
        if found:
            raise AmbiguousTermError(self._sort, term, found)
        raise UnknownTermError(self._sort, term, self.nearest(term))

    def _ids(self, term: str) -> list[str]:
        short = term.strip().strip("<>").rsplit("/", 1)[-1] if "://" in term else term.strip()
        for name in (term.strip(), short):
            if name in self._by_id:
                return [name]
        key = normal(term)
        return self._by_label.get(key) or self._by_label.get(singular(key)) or self._by_label.get(f"{key}s") or []

    def nearest(self, term: str, *, limit: int = 3) -> list[str]:
        """Identifiers of the things whose labels are most like this; only reasonably like ones. Cost: all labels."""
        from rapidfuzz import fuzz, process

        names = [label for label, _ in self._labels]
        close = process.extract(normal(term), names, scorer=fuzz.WRatio, limit=limit * 8, score_cutoff=50)
        ranked = sorted(close, key=lambda match: (-fuzz.ratio(normal(term), match[0]) - match[1], match[0]))
        return list(dict.fromkeys(self._labels[position][1] for _, _, position in ranked))[:limit]

    def containing(self, text: str) -> list[Thing]:
        """The things with a label that has every one of these words (as beginnings), best match first."""
        words = normal(text).split()
        hits: dict[str, tuple[int, int]] = {}
        for label, identifier in self._labels:
            parts = label.split()
            if words and all(any(part.startswith(word) for part in parts) for word in words):
                rank = (0 if label == " ".join(words) else 1, len(label))
                hits[identifier] = min(rank, hits.get(identifier, rank))
        return [self._by_id[identifier] for identifier in sorted(hits, key=lambda name: (hits[name], name))]
