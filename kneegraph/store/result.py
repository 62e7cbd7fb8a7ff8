"""The answer to a query: rows, a yes or no, or triples, read once as a stream; the same from every store."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import IO, TypeVar

from pyoxigraph import (
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    serialize,
)

from kneegraph import vocab
from kneegraph.errors import QueryError
from kneegraph.rdf.index import Node
from kneegraph.turtle import write_turtle

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
_TRUTH = {"true": True, "1": True, "false": False, "0": False}
_XML_NAME = re.compile(r"[^\W\d][\w.-]*$")


class Result:
    """The answer to a query. Iterate a SELECT for rows as dictionaries; `bool()` an ASK; `quads` of the other two.

    It is read once, as a stream, either so or by `serialize`; a second reading is a QueryError, not an empty answer.
    """

    def __init__(self, form: str, raw: QuerySolutions | QueryBoolean | QueryTriples) -> None:
        """Wrap what the engine gave for a query of this form."""
        self.form = form
        self._raw = raw
        self._read = False

    @property
    def variables(self) -> tuple[str, ...]:
        """The names of a SELECT's columns."""
        return tuple(v.value for v in self._raw.variables) if isinstance(self._raw, QuerySolutions) else ()

    def __iter__(self) -> Iterator[dict[str, Value]]:
        """The rows: IRIs and texts as str, numbers and truth values as such, None where nothing is bound."""
        if not isinstance(self._raw, QuerySolutions):
            raise QueryError(f"only a SELECT has rows; this is {self.form}")
        names = self.variables
        self._begin()
        return ({name: _value(solution[name]) for name in names} for solution in _streamed(self._raw))

    @property
    def terms(self) -> Iterator[tuple[Node | None, ...]]:
        """The rows of a SELECT as RDF terms (pyoxigraph's), one for each variable."""
        if not isinstance(self._raw, QuerySolutions):
            raise QueryError(f"only a SELECT has rows; this is {self.form}")
        names = self.variables
        self._begin()
        return (tuple(solution[name] for name in names) for solution in _streamed(self._raw))

    def __bool__(self) -> bool:
        """The answer to an ASK; for the other forms, always true."""
        return bool(self._raw) if isinstance(self._raw, QueryBoolean) else True

    @property
    def quads(self) -> Iterator[Quad]:
        """The triples of a CONSTRUCT or DESCRIBE, as quads of the default graph."""
        if not isinstance(self._raw, QueryTriples):
            raise QueryError(f"only CONSTRUCT and DESCRIBE have triples; this is {self.form}")
        self._begin()
        return (Quad(triple.subject, triple.predicate, triple.object) for triple in _streamed(self._raw))

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
            self._begin()
        try:
            return (self._raw.serialize(format=TABLES[format]) or b"").decode("utf-8")
        except (ValueError, OSError, RuntimeError) as error:
            raise QueryError(str(error)) from error

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

        Cost in memory: one row, whatever the answer's length. RDF/XML and JSON-LD are as the engine writes them.
        """
        known = TRIPLES if isinstance(self._raw, QueryTriples) else TABLES
        if format not in known:
            raise QueryError(f"{self.form} answers can be written as {', '.join(known)} (got {format})")
        if isinstance(self._raw, QueryBoolean) and format in ("csv", "tsv"):
            out.write(self.serialize(format).encode("ascii"))
            return
        try:
            if isinstance(self._raw, QueryTriples):
                prefixes = vocab.PREFIXES if format in ("turtle", "trig", "xml") else None
                serialize(self.quads, out, format=TRIPLES[format], prefixes=prefixes)
            else:
                if isinstance(self._raw, QuerySolutions):
                    self._begin()
                self._raw.serialize(out, format=TABLES[format])
        except (ValueError, RuntimeError) as error:
            raise QueryError(str(error)) from error

    def _begin(self) -> None:
        if self._read:
            raise QueryError("this answer was read already; it is a stream: keep list(result), or ask again")
        self._read = True


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
