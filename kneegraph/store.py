"""Where the triples are kept and asked: Oxigraph in memory, or a remote SPARQL endpoint. No other module knows either."""

from __future__ import annotations

import io
import re
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from http.client import HTTPException
from typing import TYPE_CHECKING, Protocol, TypeVar

from pyoxigraph import (
    CanonicalizationAlgorithm,
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
from pyoxigraph import Dataset as Quads
from pyoxigraph import Store as Oxigraph

from kneegraph import sparql, vocab
from kneegraph.errors import EndpointError, KneegraphError, QueryError
from kneegraph.turtle import write_turtle

if TYPE_CHECKING:
    from rdflib import Dataset

Value = str | int | float | bool | None
_Part = TypeVar("_Part")

_TABLES = {
    "json": QueryResultsFormat.JSON,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
    "xml": QueryResultsFormat.XML,
}
_NUMBERS: dict[str, Callable[[str], Value]] = {
    vocab.XSD + "integer": int,
    **{vocab.XSD + name: float for name in ("decimal", "double", "float")},
}
_TRUTH = {"true": True, "1": True, "false": False, "0": False}
_XML_NAME = re.compile(r"[^\W\d][\w.-]*$")
#: In Oxigraph's lists of what it expected, the items that are words for people: "Duplicated variable name in SELECT".
_SENTENCE = re.compile(r"(?:^expected |one of |, )([A-Z][\w*]*(?: [\w*]+)+)(?=,|$)")
_RESULTS_JSON = "application/sparql-results+json"
_TRIPLES = "application/n-triples"


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
        if format not in _TABLES:
            raise QueryError(f"{self.form} answers can be written as {', '.join(_TABLES)} (got {format})")
        if isinstance(self._raw, QuerySolutions):
            self._begin()
        try:
            return (self._raw.serialize(format=_TABLES[format]) or b"").decode("utf-8")
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
            raise _syntax_error(text) or QueryError(str(error.msg)) from error
        except (ValueError, OSError, RuntimeError) as error:
            raise QueryError(str(error)) from error
        return Result(form, raw)

    def dataset(self) -> Dataset:
        """An rdflib Dataset over this very store: what is added there is seen here."""
        from oxrdflib import OxigraphStore
        from rdflib import Dataset

        return _bound(Dataset(store=OxigraphStore(store=self._store)))

    def dump(self, form: str) -> str:
        """Everything, views included, as `trig` or `nq` text; equal data give equal text.

        Blank nodes get the labels of RDF Dataset Canonicalization. Cost: n log n.
        """
        if form not in ("trig", "nq"):
            raise KneegraphError(f"a dataset can be written as trig or nq (got {form})")
        quads = Quads(self._store)
        quads.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
        lines = sorted(f"{quad} .\n" for quad in quads)
        if form == "nq":
            return "".join(lines)
        ordered = parse("".join(lines).encode("utf-8"), RdfFormat.N_QUADS)
        return (serialize(ordered, format=RdfFormat.TRIG, prefixes=vocab.PREFIXES) or b"").decode("utf-8")

    def __len__(self) -> int:
        """The number of quads."""
        return len(self._store)


def _bound(dataset: Dataset) -> Dataset:
    for prefix, space in vocab.PREFIXES.items():
        dataset.bind(prefix, space, override=True, replace=True)
    return dataset


def _syntax_error(text: str) -> QueryError | None:
    """What is wrong with the syntax of a query and where, by reading it again with wide gaps; None when nothing is."""
    wide, starts = sparql.spread(text)
    try:
        Oxigraph().query(wide, prefixes=vocab.PREFIXES, base_iri=vocab.ID)
    except SyntaxError as error:
        match = re.match(r"error at (\d+):(\d+): (.*)", str(error.msg), re.DOTALL)
        if match is None:
            return QueryError(str(error.msg))
        offset = sparql.offset(wide, int(match[1]), int(match[2]))
        said = _SENTENCE.search(match[3])
        return _misplaced(text, offset, len(wide), starts, said[1] if said else "")
    except (ValueError, OSError, RuntimeError):
        return None  # not a matter of syntax
    return None


def _misplaced(text: str, offset: int, end: int, starts: list[tuple[int, sparql.Token]], said: str) -> QueryError:
    if offset >= end:
        line, column = sparql.place(text, len(text.rstrip()))
        return QueryError(said or "the query ends before it is complete: something was not closed", line=line, column=column)
    token = [token for start, token in starts if start <= offset][-1]
    line, column = sparql.place(text, token.start)
    shown = token.text if len(token.text) <= 40 else f"{token.text[:40]}…"
    return QueryError(
        f"{said or 'this does not belong here, or something before it is missing'}: {shown}", line=line, column=column
    )


@dataclass(frozen=True)
class RemoteStore:
    """A SPARQL 1.1 endpoint that holds kneegraph data. Every question is one POST; `timeout` is in seconds."""

    url: str
    timeout: float = 30.0

    def query(self, text: str, *, terms: Collection[str] = ()) -> Result:
        """Ask the endpoint. Raises EndpointError when it cannot be reached or its answer is not whole."""
        form = sparql.form(text, terms=terms)
        table = form in ("SELECT", "ASK")
        body = self._post(text, _RESULTS_JSON if table else _TRIPLES)
        try:
            raw = _table(body) if table else _triples(body)
        except (SyntaxError, ValueError) as error:
            raise EndpointError(f"{self.url} gave an answer that breaks off or is not SPARQL results: {error}") from error
        if isinstance(raw, QueryBoolean) != (form == "ASK"):
            raise EndpointError(f"{self.url} did not answer the {form} that was asked, but another form")
        return Result(form, raw)

    def _post(self, text: str, accept: str) -> bytes:
        if not self.url.startswith(("http://", "https://")):
            raise EndpointError(f"the address of an endpoint begins with http:// or https:// (got {self.url})")
        headers = {"Accept": accept, "Content-Type": "application/x-www-form-urlencoded"}
        try:
            data = urllib.parse.urlencode({"query": _with_prefixes(text)}).encode("ascii")
            request = urllib.request.Request(self.url, data=data, headers=headers)
            with urllib.request.urlopen(request, timeout=self.timeout) as answer:
                content: bytes = answer.read()
                return content
        except urllib.error.HTTPError as error:
            detail = error.read(2000).decode("utf-8", "replace").strip()
            if error.code == 400:
                raise _syntax_error(text) or QueryError(f"{self.url} cannot read the query: {detail}") from error
            raise EndpointError(f"{self.url} answered {error.code}: {detail}") from error
        except HTTPException as error:
            raise EndpointError(f"{self.url} gave an answer that breaks off or is not HTTP: {error!r}") from error
        except (OSError, ValueError) as error:
            raise EndpointError(f"{self.url} cannot be reached: {getattr(error, 'reason', error)}") from error

    def dataset(self) -> Dataset:
        """An rdflib Dataset that sends its queries to the endpoint, which decides what its default graph holds."""
        from rdflib import Dataset
        from rdflib.plugins.stores.sparqlstore import SPARQLStore

        # Without a union, rdflib 7 would ask for a default graph of rdflib's own name, which is empty everywhere.
        return _bound(Dataset(store=SPARQLStore(self.url), default_union=True))

    def quads(self) -> Iterator[Quad]:
        """The default graph, whole, in one request. Cost: everything crosses the network."""
        return self.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }").quads


def _with_prefixes(text: str) -> str:
    head = "".join(f"PREFIX {prefix}: <{space}>\n" for prefix, space in vocab.PREFIXES.items())
    return f"BASE <{vocab.ID}>\n{head}{text}"


def _table(body: bytes) -> QuerySolutions | QueryBoolean:
    """SPARQL results, read to their end first, so that an answer that breaks off is told before any row is used."""
    raw = parse_query_results(body, QueryResultsFormat.JSON)
    if isinstance(raw, QueryBoolean):
        return raw
    for _ in raw:
        pass
    return parse_query_results(body, QueryResultsFormat.JSON)


def _triples(body: bytes) -> QueryTriples:
    """N-Triples as the engine's own kind of answer, so that both stores give the same Result."""
    store = Oxigraph()
    store.extend(parse(io.BytesIO(body), RdfFormat.N_TRIPLES))
    answer = store.query("CONSTRUCT WHERE { ?s ?p ?o }")
    assert isinstance(answer, QueryTriples)
    return answer
