"""The concepts and sources of an import, by their identifiers. Of these alone everything is kept in memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

from kneegraph.importing.statements import RefusedError
from kneegraph.labels import normal
from kneegraph.model import Concept, Kind, Source
from kneegraph.model.identifiers import label_id


@dataclass(slots=True)
class _Named:
    """A concept as far as rows have named it."""

    key: str
    kind: Kind
    labels: set[str]


class Concepts:
    """Every concept that a row which was taken in mentions. Cost: some 500 bytes a concept."""

    def __init__(self, longest: int) -> None:
        self._longest = longest
        self._ids: dict[str, str] = {}
        self._named: dict[str, _Named] = {}

    def __len__(self) -> int:
        """How many there are."""
        return len(self._named)

    def check(self, label: str, kind: Kind) -> str:
        """The identifier of the concept. Raises RefusedError where label or kind clash with those of an earlier row."""
        known = self._ids.get(label)
        if known is not None and self._named[known].kind is kind:
            return known
        identifier = known or label_id(label, longest=self._longest)
        named = self._named.get(identifier)
        if named is not None and named.key != normal(label):
            other = min(named.labels)
            raise RefusedError(
                f"the label {label!r} makes the same identifier as {other!r}, {identifier}; write one otherwise"
            )
        if named is not None and named.kind is not kind:
            raise RefusedError(f"{label!r} is a {kind} here, but was a {named.kind} in an earlier row")
        return identifier

    def add(self, identifier: str, label: str, kind: Kind) -> None:
        """Take in a concept that has been checked."""
        if label not in self._ids:
            self._ids[label] = identifier
            self._named.setdefault(identifier, _Named(normal(label), kind, set())).labels.add(label)

    def made(self) -> Iterator[Concept]:
        """The concepts by identifier. Of several spellings the first of the alphabet is preferred."""
        for identifier, named in sorted(self._named.items()):
            first, *others = sorted(named.labels)
            yield Concept(identifier, named.kind, first, tuple(others))


class Sources:
    """Every source that a row which was taken in names. Cost: some 700 bytes a source."""

    def __init__(self) -> None:
        self._made: dict[str, Source] = {}
        self._keys: dict[str, str] = {}

    def __len__(self) -> int:
        """How many there are."""
        return len(self._made)

    def check(self, identifier: str, key: str, found: Source) -> Source:
        """The source with what earlier rows say of it. Raises RefusedError where they say something else."""
        earlier = self._made.get(identifier)
        if earlier is None or earlier == found:
            return found
        if self._keys[identifier] != normal(key):
            raise RefusedError(f"the source {key!r} makes the same identifier as {self._keys[identifier]!r}, {identifier}")
        return _joined(earlier, found)

    def add(self, key: str, source: Source) -> None:
        """Take in a source that has been checked."""
        if source.id not in self._made:
            self._keys[source.id] = normal(key)
        self._made[source.id] = source

    def made(self) -> Iterator[Source]:
        """The sources by identifier."""
        return (source for _, source in sorted(self._made.items()))


def _joined(earlier: Source, found: Source) -> Source:
    """Both descriptions of a source, each filling the gaps of the other."""
    known = {one.name: getattr(earlier, one.name) for one in fields(Source)}
    for name, value in known.items():
        other = getattr(found, name)
        if value and other and value != other:
            raise RefusedError(f"{name} of the source {earlier.id} is {other!r} here, but was {value!r} in an earlier row")
        known[name] = value or other
    return Source(**known)
