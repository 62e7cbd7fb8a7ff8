"""Where the triples are kept and asked: Oxigraph in memory, or a remote SPARQL endpoint. No other module knows either."""

from __future__ import annotations

import io
import re
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from pyoxigraph import (
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    parse,
    parse_query_results,
    serialize,
)
from pyoxigraph import Store as Oxigraph

from kneegraph import sparql, vocab
from kneegraph.errors import EndpointError, QueryError
from kneegraph.turtle import write_turtle

if TYPE_CHECKING:
    from rdflib import Dataset

Value = str | int | float | bool | None

_TABLES = {
    "json": QueryResultsFormat.JSON,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
    "xml": QueryResultsFormat.XML,
}
_NUMBERS = {vocab.XSD + "integer": int, **{vocab.XSD + name: float for name in ("decimal", "double", "float")}}
_RESULTS_JSON = "application/sparql-results+json"
_TRIPLES = "application/n-triples"


class Result:
    """The answer to a query. Iterate a SELECT for rows as dictionaries; `bool()` an ASK; `triples` of the other two.

    It is read once, as a stream; `serialize` gives it in a standard format instead.
    """

    def __init__(self, form: str, raw: QuerySolutions | QueryBoolean | QueryTriples) -> None:
        """Wrap what the engine gave for a query of this form."""
        self.form = form
        self._raw = raw

    @property
    def variables(self) -> tuple[str, ...]:
        """The names of a SELECT's columns."""
        return tuple(v.value for v in self._raw.variables) if isinstance(self._raw, QuerySolutions) else ()

    def __iter__(self) -> Iterator[dict[str, Value]]:
        """The rows: IRIs and texts as str, numbers and truth values as such, None where nothing is bound."""
        if not isinstance(self._raw, QuerySolutions):
            raise QueryError(f"only a SELECT has rows; this is {self.form}")
        for solution in self._raw:
            yield {name: _value(solution[name]) for name in self.variables}

    def __bool__(self) -> bool:
        """The answer to an ASK; for the other forms, always true."""
        return bool(self._raw) if isinstance(self._raw, QueryBoolean) else True

    @property
    def quads(self) -> Iterator[Quad]:
        """The triples of a CONSTRUCT or DESCRIBE, as quads of the default graph."""
        if not isinstance(self._raw, QueryTriples):
            raise QueryError(f"only CONSTRUCT and DESCRIBE have triples; this is {self.form}")
        return (Quad(triple.subject, triple.predicate, triple.object) for triple in self._raw)

    def serialize(self, format: str) -> str:
        """`json`, `csv`, `tsv`, `xml` (SPARQL 1.1 result formats) for SELECT and ASK; `turtle` for the other two.

        CSV and TSV have no form for an ASK; there, `true` or `false` and a line end. `xml` of triples is RDF/XML.
        """
        if isinstance(self._raw, QueryTriples):
            return self._serialize_triples(format)
        if isinstance(self._raw, QueryBoolean) and format in ("csv", "tsv"):
            return f"{str(bool(self._raw)).lower()}\n"
        if format not in _TABLES:
            raise QueryError(f"{self.form} answers can be written as {', '.join(_TABLES)} (got {format})")
        return (self._raw.serialize(format=_TABLES[format]) or b"").decode("utf-8")

    def _serialize_triples(self, format: str) -> str:
        if format == "turtle":
            return write_turtle(self.quads)
        if format == "xml":
            return (serialize(self.quads, format=RdfFormat.RDF_XML, prefixes=vocab.PREFIXES) or b"").decode("utf-8")
        if format == "json":
            return (serialize(self.quads, format=RdfFormat.JSON_LD) or b"").decode("utf-8")
        raise QueryError(f"{self.form} answers can be written as turtle, xml (RDF/XML) or json (JSON-LD); got {format}")


def _value(term: object) -> Value:
    if term is None:
        return None
    if isinstance(term, Literal):
        datatype = term.datatype.value
        if datatype == vocab.XSD + "boolean":
            return term.value in ("true", "1")
        return _NUMBERS.get(datatype, str)(term.value)
    return term.value if isinstance(term, NamedNode) else str(term)


class Store(Protocol):
    """What the rest of kneegraph needs of a store."""

    def query(self, text: str, *, terms: Collection[str] = ()) -> Result:
        """Answer a query; `terms` are the known local names of the schema, see `sparql.form`."""
        ...

    def dataset(self) -> Dataset:
        """The same data as an rdflib Dataset."""
        ...


class MemoryStore:
    """Oxigraph in memory."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        """Load the quads. Cost: about 4 µs a quad."""
        self._store = Oxigraph()
        self._store.extend(quads)

    def query(self, text: str, *, terms: Collection[str] = ()) -> Result:
        """Run a query with our prefixes already declared and addresses relative to our namespace."""
        form = sparql.form(text, terms=terms)
        try:
            raw = self._store.query(text, prefixes=vocab.PREFIXES, base_iri=vocab.ID)
        except SyntaxError as error:
            raise _syntax_error(str(error.msg)) from error
        except (ValueError, OSError, RuntimeError) as error:
            raise QueryError(str(error)) from error
        return Result(form, raw)

    def dataset(self) -> Dataset:
        """An rdflib Dataset over this very store: what is added there is seen here."""
        from oxrdflib import OxigraphStore
        from rdflib import Dataset

        dataset = Dataset(store=OxigraphStore(store=self._store))
        for prefix, space in vocab.PREFIXES.items():
            dataset.bind(prefix, space, override=True, replace=True)
        return dataset

    def dump(self, form: str) -> str:
        """Everything, views included, as `trig` or `nq` text, sorted so that equal data give equal text."""
        lines = sorted(f"{quad} .\n" for quad in self._store)
        if form == "nq":
            return "".join(lines)
        quads = parse("".join(lines).encode("utf-8"), RdfFormat.N_QUADS)
        return (serialize(quads, format=RdfFormat.TRIG, prefixes=vocab.PREFIXES) or b"").decode("utf-8")

    def __len__(self) -> int:
        """The number of quads."""
        return len(self._store)


def _syntax_error(message: str) -> QueryError:
    """Oxigraph's message with its place taken out and its long lists of character ranges cut."""
    match = re.match(r"error at (\d+):(\d+): (.*)", message, re.DOTALL)
    if match is None:
        return QueryError(message)
    line, column, text = match.groups()
    if text.startswith("expected one of"):
        text = "this does not belong here, or something before it was not closed"
    return QueryError(text, line=int(line), column=int(column))


@dataclass(frozen=True)
class RemoteStore:
    """A SPARQL 1.1 endpoint that holds kneegraph data. Every question is one POST; `timeout` is in seconds."""

    url: str
    timeout: float = 30.0

    def query(self, text: str, *, terms: Collection[str] = ()) -> Result:
        """Ask the endpoint. Raises EndpointError when it cannot be reached or its answer is not whole."""
        form = sparql.form(text, terms=terms)
        table = form in ("SELECT", "ASK")
        body = self._post(_with_prefixes(text), _RESULTS_JSON if table else _TRIPLES)
        try:
            if table:
                return Result(form, parse_query_results(body, QueryResultsFormat.JSON))
            return Result(form, _triples(body))
        except (SyntaxError, ValueError) as error:
            raise EndpointError(f"{self.url} gave an answer that breaks off or is not SPARQL results: {error}") from error

    def _post(self, text: str, accept: str) -> bytes:
        request = urllib.request.Request(
            self.url,
            data=urllib.parse.urlencode({"query": text}).encode("ascii"),
            headers={"Accept": accept, "Content-Type": "application/x-www-form-urlencoded"},
        )
        try:
            with urllib.request.urlopen(request, timeout=self.timeout) as answer:
                content: bytes = answer.read()
                return content
        except urllib.error.HTTPError as error:
            detail = error.read(2000).decode("utf-8", "replace").strip()
            if error.code == 400:
                raise QueryError(f"{self.url} cannot read the query: {detail}") from error
            raise EndpointError(f"{self.url} answered {error.code}: {detail}") from error
        except (urllib.error.URLError, TimeoutError, OSError) as error:
            raise EndpointError(f"{self.url} cannot be reached: {getattr(error, 'reason', error)}") from error

    def dataset(self) -> Dataset:
        """An rdflib Dataset that sends its queries to the endpoint."""
        from rdflib import Dataset
        from rdflib.plugins.stores.sparqlstore import SPARQLStore

        return Dataset(store=SPARQLStore(self.url))

    def quads(self) -> Iterator[Quad]:
        """The default graph, whole, in one request. Cost: everything crosses the network."""
        return self.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }").quads


def _with_prefixes(text: str) -> str:
    head = "".join(f"PREFIX {prefix}: <{space}>\n" for prefix, space in vocab.PREFIXES.items())
    return f"BASE <{vocab.ID}>\n{head}{text}"


def _triples(body: bytes) -> QueryTriples:
    """N-Triples as the engine's own kind of answer, so that both stores give the same Result."""
    store = Oxigraph()
    store.extend(parse(io.BytesIO(body), RdfFormat.N_TRIPLES))
    answer = store.query("CONSTRUCT WHERE { ?s ?p ?o }")
    assert isinstance(answer, QueryTriples)
    return answer
