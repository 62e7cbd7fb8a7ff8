"""What a question gives, so that a notebook can show it: values and lists that carry who draws them, and know no more of it.

The graph hands out what it found with a way to draw it (`kneegraph.notebook`). Without one, such a value is what it was: a
frozen value or a list, equal to any other with the same content.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Protocol, Self, SupportsIndex, TypeVar, overload

from kneegraph import frames

if TYPE_CHECKING:
    import pandas
    import polars

T = TypeVar("T")


class Drawn:
    """A value that notebooks show as HTML when somebody has said how; how is no part of the value."""

    __slots__ = ("_draw",)

    def drawn_by(self, draw: Callable[[Self], str]) -> Self:
        """The very same value, from now on drawn so."""
        object.__setattr__(self, "_draw", draw)
        return self

    def _repr_html_(self) -> str | None:
        """The drawing; None, for which notebooks show the `repr`, when nobody has said how."""
        draw = getattr(self, "_draw", None)
        return draw(self) if draw else None

    def __getstate__(self) -> object:
        """All but the way to draw it, which holds a whole graph."""
        return dict(getattr(self, "__dict__", {}))


class Sheet(Protocol):
    """How things of one sort are shown: all of them as HTML, and as the columns and rows of a table."""

    def html(self, found: Sequence[object]) -> str:
        """One document fragment for all."""
        ...

    def columns(self, found: Sequence[object]) -> dict[str, list[object]]:
        """One value for each of them in every column, also where there is none of them."""
        ...


class Found(list[T]):
    """A list of what was found. A notebook shows it as HTML; a slice of it is one too."""

    def __init__(self, found: Iterable[T] = (), sheet: Sheet | None = None) -> None:
        super().__init__(found)
        self._sheet = sheet

    def shown_on(self, sheet: Sheet) -> Self:
        """The very same list, from now on shown so."""
        self._sheet = sheet
        return self

    def _repr_html_(self) -> str | None:
        return self._sheet.html(self) if self._sheet else None

    @overload
    def __getitem__(self, at: SupportsIndex) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> Found[T]: ...
    def __getitem__(self, at: SupportsIndex | slice) -> T | Found[T]:
        """One of them, or the slice, shown as the whole is."""
        return Found(super().__getitem__(at), self._sheet) if isinstance(at, slice) else super().__getitem__(at)

    def to_pandas(self) -> pandas.DataFrame:
        """A row for each, with labels in the place of identifiers. Raises MissingLibraryError without pandas."""
        return frames.to_pandas(self._columns())

    def to_polars(self) -> polars.DataFrame:
        """A row for each, with labels in the place of identifiers. Raises MissingLibraryError without polars."""
        return frames.to_polars(self._columns())

    def _columns(self) -> dict[str, list[object]]:
        if self._sheet is None:
            raise TypeError("this list was not given by a graph, so that its labels are unknown")
        return self._sheet.columns(self)

    def __reduce__(self) -> tuple[type[list[T]], tuple[list[T]]]:
        """Kept on disk as a plain list."""
        return list, (list(self),)
