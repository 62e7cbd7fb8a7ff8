"""Rows of a Parquet file, read by polars where it is installed."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from kneegraph.errors import DataError, MissingLibraryError
from kneegraph.importing.mapping import BETWEEN
from kneegraph.importing.tables.rows import BadRow, Progress, Row, Table

if TYPE_CHECKING:
    import polars

_BATCH = 20_000


def open_parquet(path: Path, wanted: Collection[str], progress: Progress | None) -> Table:
    """The table in a Parquet file, of which the wanted columns are read. In memory: a batch, and what its row group takes."""
    try:
        import polars
    except ImportError as error:
        raise MissingLibraryError("polars", extra="parquet") from error
    try:
        lazy = polars.scan_parquet(path, glob=False)
        there = lazy.collect_schema()
    except (polars.exceptions.PolarsError, OSError) as error:
        raise DataError(f"not a Parquet file, or damaged: {_first_line(error)}", path=path) from error
    columns = [name for name in there if name in wanted]
    for name in columns:
        if not _readable(there[name]):
            raise DataError(f"the column {name} holds {there[name]}, which is no cell of text", path=path)
    if not columns:
        return Table(path, list(there), iter(()))
    chosen = lazy.select([polars.col(name) for name in columns])
    return Table(path, columns, _rows(path, chosen, progress))


def _readable(kind: polars.DataType) -> bool:
    """Whether what a column holds can be a text or a list of texts."""
    inner = getattr(kind, "inner", kind)
    return not (inner.is_nested() or str(inner) in ("Binary", "Object"))


def _rows(path: Path, chosen: polars.LazyFrame, progress: Progress | None) -> Iterator[Row | BadRow]:
    from polars.exceptions import PolarsError

    number = 0
    try:
        for batch in chosen.collect_batches(chunk_size=_BATCH, maintain_order=True):
            for cells in batch.iter_rows():
                number += 1
                yield Row(number, None, [_text(cell) for cell in cells])
            if progress is not None:
                progress(batch.height)
    except (PolarsError, OSError) as error:
        raise DataError(f"damaged after row {number}: {_first_line(error)}", path=path) from error


def parquet_rows(path: Path) -> int:
    """How many rows a Parquet file has, as its foot says; 0 where that cannot be read."""
    try:
        import polars

        return int(polars.scan_parquet(path, glob=False).select(polars.len()).collect().item())
    except Exception:  # what is wrong with it is told when it is opened
        return 0


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return BETWEEN.join(_text(one) for one in value)
    return str(value)


def _first_line(error: Exception) -> str:
    return str(error).split("\n", 1)[0]
