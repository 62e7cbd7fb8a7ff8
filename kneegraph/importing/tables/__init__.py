"""Tables as streams of rows: delimited text, JSON Lines, Parquet. A row that cannot be read is a row with a reason."""

from kneegraph.importing.tables.opening import FORMATS, open_table
from kneegraph.importing.tables.rows import BadRow, Row, Table

__all__ = ["FORMATS", "BadRow", "Row", "Table", "open_table"]
