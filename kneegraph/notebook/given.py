"""What the graph hands out: values and lists that a notebook can show, drawn with the graph's labels and sources."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, TypeVar

from kneegraph.found import Drawn, Found, Sheet

if TYPE_CHECKING:
    from kneegraph.graph import Graph

D = TypeVar("D", bound=Drawn)
T = TypeVar("T")
L = TypeVar("L", bound="_List")

#: Where each sort is drawn: `one_…` draws a single value, `all_…` and `columns_…` a list of them.
_MODULES = {
    "result": "results",
    "claim": "claims",
    "contradiction": "findings",
    "chain": "findings",
    "exercise": "findings",
    "gap": "findings",
    "related": "findings",
    "route": "routes",
    "turned": "routes",
    "source": "sources",
}


def drawn(graph: Graph, sort: str, value: D) -> D:
    """The very same value; a notebook shows it with the graph's labels."""
    return value.drawn_by(_artist(graph, sort))


def listed(graph: Graph, sort: str, values: Iterable[T]) -> Found[T]:
    """A list of values that a notebook shows, and each of them too."""
    return shown(graph, sort, Found(values))


def shown(graph: Graph, sort: str, found: L) -> L:
    """The very same list; a notebook shows it, and each value in it."""
    artist = _artist(graph, sort)
    for value in found:
        if isinstance(value, Drawn):
            value.drawn_by(artist)
    found.shown_on(_Sheet(graph, sort))
    return found


class _List(Protocol):
    """A `Found` of anything."""

    def __iter__(self) -> Iterator[object]: ...

    def shown_on(self, sheet: Sheet) -> object: ...


class _Sheet:
    """A list of one sort, drawn by the module of that sort, which is imported when something is shown."""

    def __init__(self, graph: Graph, sort: str) -> None:
        self._graph = graph
        self._sort = sort

    def html(self, found: Sequence[object]) -> str:
        """One document fragment for all."""
        return str(_function("all", self._sort)(self._graph, found))

    def columns(self, found: Sequence[object]) -> dict[str, list[object]]:
        """One value for each of them in every column."""
        rows = _function("columns", self._sort)(self._graph, found)
        assert isinstance(rows, dict)
        return rows


def _artist(graph: Graph, sort: str) -> Callable[[Drawn], str]:
    return lambda value: str(_function("one", sort)(graph, value))


def _function(what: str, sort: str) -> Callable[[Graph, object], object]:
    found: Callable[[Graph, object], object] = getattr(import_module(f"kneegraph.notebook.{_MODULES[sort]}"), f"{what}_{sort}")
    return found
