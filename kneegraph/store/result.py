"""The answer to a query: rows, a yes or no, or triples, as a stream that keeps its beginning; the same from every store."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from io import BufferedReader
from typing import IO, TYPE_CHECKING, TypeVar

from pyoxigraph import (
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    parse_query_results,
    serialize,
)

from kneegraph import frames, tables, vocab
from kneegraph.errors import QueryError
from kneegraph.found import Drawn
from kneegraph.rdf.index import Node
from kneegraph.store.kept import KEPT, Kept, Tsv
from kneegraph.turtle import write_turtle

if TYPE_CHECKING:
    import pandas
    import polars

Value = str | int | float | bool | None
_Part = TypeVar("_Part")

#: How rows and a yes or no are written (SPARQL 1.1 Query Results JSON, CSV and TSV, XML).
TABLES = {
    "json": QueryResultsFormat.JSON,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
    "xml": QueryResultsFormat.XML,
}
#: How triples are written, one by one as they come; `turtle` of `serialize` is our canonical form instead.
TRIPLES = {
    "turtle": RdfFormat.TURTLE,
    "ntriples": RdfFormat.N_TRIPLES,
    "xml": RdfFormat.RDF_XML,
    "json": RdfFormat.JSON_LD,
    "nquads": RdfFormat.N_QUADS,
    "trig": RdfFormat.TRIG,
}
_NUMBERS: dict[str, Callable[[str], Value]] = {
    vocab.XSD + "integer": int,
    **{vocab.XSD + name: float for name in ("decimal", "double", "float")},
}
_DATES: dict[str, Callable[[str], object]] = {
    vocab.XSD + "date": date.fromisoformat,
    vocab.XSD + "dateTime": datetime.fromisoformat,
    vocab.XSD + "gYear": int,
}
_TRUTH = {"true": True, "1": True, "false": False, "0": False}
_XML_NAME = re.compile(r"[^\W\d][\w.-]*$")


class Result(Drawn):
    """The answer to a query. Iterate a SELECT for rows as dictionaries; `bool()` an ASK; `quads` of the other two.

    It comes as a stream whose first 10,000 rows are kept: so much can be looked at, iterated and written again and again. A
    longer answer can be looked at and then read once to its end; a second reading is a QueryError, not an empty answer.
    """

    def __init__(self, form: str, raw: QuerySolutions | QueryBoolean | QueryTriples) -> None:
        """Wrap what the engine gave for a query of this form."""
        self.form = form
        self._raw = raw
        self._names = tuple(v.value for v in raw.variables) if isinstance(raw, QuerySolutions) else ()
        self._rows = Kept(_solutions(raw) if isinstance(raw, QuerySolutions) else ())
        self._triples = Kept(_quads(raw) if isinstance(raw, QueryTriples) else ())

    @property
    def variables(self) -> tuple[str, ...]:
        """The names of a SELECT's columns."""
        return self._names

    def __iter__(self) -> Iterator[dict[str, Value]]:
        """The rows: IRIs and texts as str, numbers and truth values as such, None where nothing is bound."""
        names = self._names
        return ({name: _value(term) for name, term in zip(names, row, strict=True)} for row in self.terms)

    def __len__(self) -> int:
        """How many rows, or triples. Reads and keeps all of them, whatever the answer's length."""
        return len((self._triples if isinstance(self._raw, QueryTriples) else self._select()).all())

    @property
    def terms(self) -> Iterator[tuple[Node | None, ...]]:
        """The rows of a SELECT as RDF terms (pyoxigraph's), one for each variable."""
        return iter(self._select())

    def _select(self) -> Kept[tuple[Node | None, ...]]:
        if not isinstance(self._raw, QuerySolutions):
            raise QueryError(f"only a SELECT has rows; this is {self.form}")
        return self._rows

    def __bool__(self) -> bool:
        """The answer to an ASK; for the other forms, always true."""
        return bool(self._raw) if isinstance(self._raw, QueryBoolean) else True

    @property
    def quads(self) -> Iterator[Quad]:
        """The triples of a CONSTRUCT or DESCRIBE, as quads of the default graph."""
        if not isinstance(self._raw, QueryTriples):
            raise QueryError(f"only CONSTRUCT and DESCRIBE have triples; this is {self.form}")
        return iter(self._triples)

    # To look at

    @property
    def columns(self) -> tuple[str, ...]:
        """A SELECT's variables; `subject`, `predicate` and `object` of triples; none of a yes or no."""
        return ("subject", "predicate", "object") if isinstance(self._raw, QueryTriples) else self._names

    def head(self, count: int) -> list[tuple[object, ...]]:
        """The first rows, or triples, as RDF terms, at most so many (and 10,000); the answer can still be read whole."""
        if isinstance(self._raw, QueryTriples):
            return [(quad.subject, quad.predicate, quad.object) for quad in self._triples.first(count)]
        return list(self._rows.first(count))

    @property
    def used_up(self) -> bool:
        """Whether it has been read to an end that is too far to be kept, so that no new reading is possible."""
        return (self._triples if isinstance(self._raw, QueryTriples) else self._rows).passed

    def __repr__(self) -> str:
        """The first 20 rows as a table for the interactive shell; reading goes on from the first row all the same."""
        if isinstance(self._raw, QueryBoolean):
            return f"{self.form}: {str(bool(self._raw)).lower()}"
        try:
            found = self.head(tables.SHOWN + 1)
        except QueryError as error:
            return f"<answer to a {self.form} that could not be read: {error}>"
        shown = [[_short(term) for term in row] for row in found[: tables.SHOWN]]
        return tables.as_text(self.columns, shown, self.count_line(len(found), tables.SHOWN))

    def count_line(self, read: int, shown: int) -> str:
        """What stands below a table of the first `shown` when so many could be read."""
        thing = "triple" if isinstance(self._raw, QueryTriples) else "row"
        if read > shown:
            return "… more"
        if self.used_up:
            return "… read already" if read else f"the {thing}s were read already"
        return f"{read or 'no'} {thing}{'s' if read != 1 else ''}"

    # Elsewhere

    def to_pandas(self) -> pandas.DataFrame:
        """The answer as a pandas DataFrame: numbers, truth values and dates as such, IRIs and texts as str.

        None where nothing is bound (in columns of numbers and truth values, pandas' own mark for that). An empty answer keeps
        its columns; triples have `subject`, `predicate` and `object`. Raises MissingLibraryError without pandas.
        """
        return frames.to_pandas(self._by_column())

    def to_polars(self) -> polars.DataFrame:
        """The answer as a polars DataFrame, as `to_pandas`; a column of several types is one of texts."""
        return frames.to_polars(self._by_column())

    def _by_column(self) -> dict[str, list[object]]:
        if isinstance(self._raw, QueryBoolean):
            raise QueryError("an ASK has no table: its answer is bool(result)")
        names = self.columns
        made: dict[str, list[object]] = {name: [] for name in names}
        rows = ((q.subject, q.predicate, q.object) for q in self.quads) if isinstance(self._raw, QueryTriples) else self.terms
        for row in rows:
            for name, term in zip(names, row, strict=True):
                made[name].append(_dated(term))
        return made

    def serialize(self, format: str) -> str:
        """`json`, `csv`, `tsv`, `xml` (SPARQL 1.1 result formats) for SELECT and ASK; `turtle` for the other two.

        CSV and TSV have no form for an ASK; there, `true` or `false` and a line end. `xml` of triples is RDF/XML, `json`
        of triples JSON-LD.
        """
        if isinstance(self._raw, QueryTriples):
            return self._serialize_triples(format)
        if isinstance(self._raw, QueryBoolean) and format in ("csv", "tsv"):
            return f"{str(bool(self._raw)).lower()}\n"
        if format not in TABLES:
            raise QueryError(f"{self.form} answers can be written as {', '.join(TABLES)} (got {format})")
        if isinstance(self._raw, QuerySolutions):
            self._rows.first(KEPT)  # so that an answer of ordinary length can be read again
        try:
            return (self._table().serialize(format=TABLES[format]) or b"").decode("utf-8")
        except (ValueError, OSError, RuntimeError) as error:
            raise QueryError(str(error)) from error

    def _table(self) -> QuerySolutions | QueryBoolean:
        """What the engine can write: the answer as it gave it, or the same made of what was read, and of what is left."""
        if not isinstance(self._raw, QuerySolutions):
            assert isinstance(self._raw, QueryBoolean)
            return self._raw
        if self._rows.begun:
            made = parse_query_results(BufferedReader(Tsv(self._names, self._rows)), QueryResultsFormat.TSV)
            assert isinstance(made, QuerySolutions)
            return made
        self._rows.use_up()
        return self._raw

    def _serialize_triples(self, format: str) -> str:
        if format == "turtle":
            return write_turtle(self.quads)
        if format == "json":
            return (serialize(self.quads, format=RdfFormat.JSON_LD) or b"").decode("utf-8")
        if format != "xml":
            raise QueryError(f"{self.form} answers can be written as turtle, xml (RDF/XML) or json (JSON-LD); got {format}")
        quads = list(self.quads)
        for quad in quads:
            if _XML_NAME.search(quad.predicate.value) is None:
                raise QueryError(
                    f"RDF/XML cannot write the property {quad.predicate}, whose end is no XML name; use turtle or json"
                )
        return (serialize(quads, format=RdfFormat.RDF_XML, prefixes=vocab.PREFIXES) or b"").decode("utf-8")

    def write(self, out: IO[bytes], format: str) -> None:
        """Stream the answer to a file: a key of `TABLES` for rows and a yes or no, of `TRIPLES` for the other two.

        Cost in memory: one row, whatever the answer's length, besides what is kept of what was looked at. Rows that nobody
        looked at go straight from the engine to the file; they are then used up. RDF/XML and JSON-LD are as the engine writes
        them.
        """
        known = TRIPLES if isinstance(self._raw, QueryTriples) else TABLES
        if format not in known:
            raise QueryError(f"{self.form} answers can be written as {', '.join(known)} (got {format})")
        if isinstance(self._raw, QueryBoolean) and format in ("csv", "tsv"):
            out.write(self.serialize(format).encode("ascii"))
            return
        try:
            if isinstance(self._raw, QueryTriples):
                serialize(self.quads, out, format=TRIPLES[format], prefixes=prefixes_for(format))
            else:
                self._table().serialize(out, format=TABLES[format])
        except (ValueError, RuntimeError) as error:
            raise QueryError(str(error)) from error


def prefixes_for(format: str, prefixes: Mapping[str, str] = vocab.PREFIXES) -> dict[str, str] | None:
    """These prefixes, where a format of `TRIPLES` can declare any."""
    return dict(prefixes) if format in ("turtle", "trig", "xml") else None


def _solutions(raw: QuerySolutions) -> Iterator[tuple[Node | None, ...]]:
    return map(tuple, _streamed(raw))


def _quads(raw: QueryTriples) -> Iterator[Quad]:
    return (Quad(triple.subject, triple.predicate, triple.object) for triple in _streamed(raw))


def _streamed(raw: Iterable[_Part]) -> Iterator[_Part]:
    """What the engine gives one by one, its errors as ours."""
    try:
        yield from raw
    except (ValueError, OSError, RuntimeError) as error:
        raise QueryError(str(error)) from error


def _value(term: object) -> Value:
    if term is None:
        return None
    if not isinstance(term, Literal):
        return term.value if isinstance(term, NamedNode) else str(term)
    datatype = term.datatype.value
    if datatype == vocab.XSD + "boolean" and term.value in _TRUTH:
        return _TRUTH[term.value]
    try:
        return _NUMBERS.get(datatype, str)(term.value)
    except ValueError:  # a literal may claim to be a number without being one; its text is all there is
        return term.value


def _dated(term: object) -> object:
    """The value as a data frame has it: as `_value` does, and dates, times of a day and years as such."""
    if isinstance(term, Literal) and (read := _DATES.get(term.datatype.value)):
        try:
            return read(term.value)
        except ValueError:  # as above; years before 1 and after 9999 have no date in Python either
            return term.value
    return _value(term)


def _short(term: object) -> object:
    """An IRI of ours, or of a vocabulary with a prefix, in short; anything else as its value."""
    return vocab.short(term.value) if isinstance(term, NamedNode) else _value(term)
