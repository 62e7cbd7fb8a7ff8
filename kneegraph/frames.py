"""Columns of plain values as data frames, where the reader has pandas or polars; kneegraph needs neither."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import Enum, auto
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

from kneegraph.errors import MissingLibraryError

if TYPE_CHECKING:
    import pandas
    import polars

_Columns = Mapping[str, Sequence[object]]
_SMALLEST, _LARGEST = -(2**63), 2**63 - 1


class _Kind(Enum):
    """What a column holds throughout, gaps apart."""

    TRUTH = auto()
    WHOLE = auto()
    NUMBER = auto()
    DATE = auto()
    TIME = auto()  # of a day, without a zone
    MOMENT = auto()  # of a day, in a zone
    LIST = auto()
    TEXT = auto()
    MIXED = auto()


_KINDS = {bool: _Kind.TRUTH, int: _Kind.WHOLE, float: _Kind.NUMBER, date: _Kind.DATE, list: _Kind.LIST, str: _Kind.TEXT}
#: In pandas: without gaps, and with them.
_PANDAS = {
    _Kind.TRUTH: ("bool", "boolean"),
    _Kind.WHOLE: ("int64", "Int64"),
    _Kind.NUMBER: ("float64", "float64"),
    _Kind.DATE: ("datetime64[s]", "datetime64[s]"),
    _Kind.TIME: ("datetime64[us]", "datetime64[us]"),
    _Kind.MOMENT: ("datetime64[us, UTC]", "datetime64[us, UTC]"),
}


def to_pandas(columns: _Columns) -> pandas.DataFrame:
    """A column for each name, also where no row is. Whole numbers stay whole and truth values truth values beside gaps.

    Dates are datetime64; texts, lists and columns of several types are of dtype object, with None in the gaps.
    """
    pd = _library("pandas")
    made = {name: pd.Series(_ready(values), dtype=_pandas_type(values)) for name, values in columns.items()}
    frame: pandas.DataFrame = pd.DataFrame(made, columns=list(columns))
    return frame


def to_polars(columns: _Columns) -> polars.DataFrame:
    """A column for each name, also where no row is, with null in the gaps. A column of several types is one of texts."""
    pl = _library("polars")
    types = {
        _Kind.TRUTH: pl.Boolean,
        _Kind.WHOLE: pl.Int64,
        _Kind.NUMBER: pl.Float64,
        _Kind.DATE: pl.Date,
        _Kind.TIME: pl.Datetime("us"),
        _Kind.MOMENT: pl.Datetime("us", "UTC"),
        _Kind.LIST: pl.List(pl.String),
    }
    made = [
        pl.Series(name, _ready(values, texts=True), dtype=types.get(_kind(values), pl.String))
        for name, values in columns.items()
    ]
    frame: polars.DataFrame = pl.DataFrame(made)
    return frame


def _library(name: str) -> ModuleType:
    try:
        return import_module(name)
    except ImportError as error:
        raise MissingLibraryError(name) from error


def _pandas_type(values: Sequence[object]) -> str:
    return _PANDAS.get(_kind(values), ("object", "object"))[any(value is None for value in values)]


def _ready(values: Sequence[object], *, texts: bool = False) -> list[object]:
    """The values as the column's type wants them; with `texts`, those of several types as text."""
    kind = _kind(values)
    if kind is _Kind.NUMBER:
        return [float(value) if isinstance(value, int | float) else None for value in values]
    if kind is _Kind.MIXED and texts:
        return [None if value is None else str(value) for value in values]
    return list(values)


def _kind(values: Sequence[object]) -> _Kind:
    kinds = {_kind_of(value) for value in values if value is not None}
    if kinds == {_Kind.WHOLE, _Kind.NUMBER}:
        return _Kind.NUMBER
    return kinds.pop() if len(kinds) == 1 else _Kind.MIXED if kinds else _Kind.TEXT


def _kind_of(value: object) -> _Kind:
    if isinstance(value, datetime):
        return _Kind.TIME if value.tzinfo is None else _Kind.MOMENT
    if type(value) is int and not _SMALLEST <= value <= _LARGEST:
        return _Kind.MIXED
    return _KINDS.get(type(value), _Kind.MIXED)
