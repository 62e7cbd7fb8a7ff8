"""Which format a table has, and opening it."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from kneegraph.errors import DataError
from kneegraph.files.paths import packed
from kneegraph.importing.mapping import TableForm
from kneegraph.importing.tables.delimited import open_delimited
from kneegraph.importing.tables.json_lines import open_json_lines
from kneegraph.importing.tables.parquet import open_parquet
from kneegraph.importing.tables.rows import Progress, Table

#: What the ending of a table says of its format.
FORMATS = {
    ".csv": "csv",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
}


def form_of(path: Path, form: TableForm) -> str:
    """The format of a table: what the mapping says, or the name of the file, below a `.gz`."""
    inner = path.with_suffix("") if packed(path) else path
    found = form.form or FORMATS.get(inner.suffix.lower())
    if found is None:
        got = path.suffix or "no ending"
        message = f"the name must end in {', '.join(FORMATS)} (got {got}), or the mapping say the format in [table]"
        raise DataError(message, path=path)
    return found


def open_table(path: Path, wanted: Collection[str], form: TableForm, progress: Progress | None = None) -> Table:
    """The table in a file: plain or, but for Parquet, gzip. `progress` is told bytes, of Parquet rows.

    Raises DataError for a file that is none, or is empty, MissingLibraryError for Parquet without polars.
    """
    kind = form_of(path, form)
    if not path.is_file():
        raise DataError("there is no such file" if not path.exists() else "is no file", path=path)
    if kind == "parquet":
        if packed(path):
            raise DataError("Parquet is compressed inside; unpack the .gz", path=path)
        return open_parquet(path, wanted, progress)
    if kind == "jsonl":
        return open_json_lines(path, wanted, form, progress)
    return open_delimited(path, kind, form, progress)
