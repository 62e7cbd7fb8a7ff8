"""From what people write to what is meant: any label or identifier of a thing, and the nearest ones when there is none."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar

from kneegraph import vocab
from kneegraph.errors import AmbiguousTermError, UnknownTermError
from kneegraph.nearest import likest

Thing = TypeVar("Thing")

_QUOTES = str.maketrans({"’": "'", "‘": "'", "–": "-", "—": "-", "‑": "-", "‐": "-"})


def normal(label: str) -> str:
    """A label with what does not matter taken away: case, kind of dash or quote, hyphens, extra space.

    >>> normal("  Side‑Lying  Leg raise ")
    'side lying leg raise'
    """
    plain = unicodedata.normalize("NFKC", label).translate(_QUOTES).casefold()
    return re.sub(r"[\s\-_]+", " ", plain).strip(' "“”„«»')


def singular(text: str) -> str:
    """A guess at the singular of the last word of a normal label; the label itself when it has no plural ending.

    >>> singular("glute bridges"), singular("running injuries"), singular("gluteus")
    ('glute bridge', 'running injury', 'gluteus')
    """
    if text.endswith(("ss", "us", "is")):
        return text
    if text.endswith("ies"):
        return f"{text[:-3]}y"
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
        self._by_singular: dict[str, list[str]] = defaultdict(list)
        self._labels: list[tuple[str, str]] = []
        for identifier, thing, labels in named:
            self._by_id[identifier] = thing
            for label in labels:
                key = normal(label)
                self._labels.append((key, identifier))
                for names, name in ((self._by_label, key), (self._by_singular, singular(key))):
                    if identifier not in names[name]:
                        names[name].append(identifier)

    def find(self, term: str) -> Thing:
        """The thing that this identifier, label, plural or address names; `<concept/x>` and `kg:x` are understood too.

        Raises UnknownTermError with the nearest three, or AmbiguousTermError.
        """
        found = self._ids(term)
        if len(found) == 1:
            return self._by_id[found[0]]
        if found:
            raise AmbiguousTermError(self._sort, term, found)
        raise UnknownTermError(self._sort, term, self.nearest(term))

    def _ids(self, term: str) -> list[str]:
        name = term.strip().removeprefix("<").removesuffix(">")
        local = vocab.identifier(self._sort, name).removeprefix(
            f"{self._sort}/"
        )  # tables and Turtle show `<concept/clamshell>`
        for short in (name, local, vocab.term(name).removeprefix("kg:")):
            if short in self._by_id:
                return [short]
        key = normal(term)
        return self._by_label.get(key) or self._by_singular.get(singular(key)) or []

    def nearest(self, term: str, *, limit: int = 3) -> list[str]:
        """Identifiers of the things whose labels are most like this, best first; nothing rather than something unlike.

        After the likest labels (see `nearest.likest`; here from 65 of 100 up) come those that hold every word of the term,
        or of the likest label. Cost: all labels.
        """
        wanted = normal(term)
        ranked = likest(wanted, self._labels, least=65)
        names = [name for _, name in ranked]
        if len(wanted) > 1:
            names += self._containing(wanted)
        if ranked:
            names += self._containing(ranked[0][0])
        return list(dict.fromkeys(names))[:limit]

    def containing(self, text: str) -> list[Thing]:
        """The things with a label that has every one of these words (as beginnings), best match first."""
        return [self._by_id[name] for name in self._containing(normal(text))]

    def _containing(self, wanted: str) -> list[str]:
        words = wanted.split()
        hits: dict[str, tuple[int, int]] = {}
        for label, name in self._labels:
            parts = label.split()
            if words and all(any(part.startswith(word) for part in parts) for word in words):
                rank = (0 if label == wanted else 1, len(label))
                hits[name] = min(rank, hits.get(name, rank))
        return sorted(hits, key=lambda name: (hits[name], name))
