"""Mappings that fetch what they do not have yet."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import TypeVar

Thing = TypeVar("Thing")


class Lazy(Mapping[str, Thing]):
    """Things by identifier. A look-up fetches what is not here; going over it, or counting, fetches everything once."""

    def __init__(self, some: Callable[[Collection[str]], Mapping[str, Thing]], every: Callable[[], Iterable[str]]) -> None:
        """`some` fetches the things of these identifiers that exist, `every` gives all identifiers."""
        self._some = some
        self._every = every
        self._known: dict[str, Thing] = {}
        self._absent: set[str] = set()
        self._whole = False

    def fetch(self, names: Iterable[str]) -> dict[str, Thing]:
        """The things of these identifiers that exist, fetched together where they are not here yet."""
        wanted = list(dict.fromkeys(names))
        missing = [name for name in wanted if name not in self._known and name not in self._absent]
        if missing and not self._whole:
            found = self._some(missing)
            self._known.update(found)
            self._absent.update(name for name in missing if name not in found)
        return {name: self._known[name] for name in wanted if name in self._known}

    def _fetch_all(self) -> dict[str, Thing]:
        if not self._whole:
            self.fetch(sorted(self._every()))
            self._known = dict(sorted(self._known.items()))
            self._whole = True
        return self._known

    def __getitem__(self, name: str) -> Thing:
        """The thing of this identifier."""
        return self.fetch([name])[name]

    def __contains__(self, name: object) -> bool:
        """Whether there is a thing of this identifier."""
        return isinstance(name, str) and name in self.fetch([name])

    def __iter__(self) -> Iterator[str]:
        """Every identifier, sorted."""
        return iter(self._fetch_all())

    def __len__(self) -> int:
        """How many there are."""
        return len(self._fetch_all())
