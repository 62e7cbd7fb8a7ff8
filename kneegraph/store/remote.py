"""A SPARQL 1.1 endpoint elsewhere. An answer that breaks off, or is not what was asked for, is an error and never short."""

from __future__ import annotations

import io
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from http.client import HTTPException
from typing import TYPE_CHECKING, Any

from pyoxigraph import (
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    parse,
    parse_query_results,
)
from pyoxigraph import Store as Oxigraph

from kneegraph import sparql, vocab
from kneegraph.errors import EndpointError, QueryError
from kneegraph.store.local import bound_prefixes
from kneegraph.store.result import Result
from kneegraph.store.syntax import syntax_error

if TYPE_CHECKING:
    from rdflib import Dataset

_RESULTS_JSON = "application/sparql-results+json"
#: Addresses asked for at once. Some engines cut every answer at 10,000 rows without a word.
PAGE = 2_000
_TRIPLES = "application/n-triples"


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

    def rows(self, text: str) -> Iterator[tuple[Any, ...]]:
        """Answer a SELECT of our own making, with RDF terms."""
        return self.query(text).terms

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
                raise syntax_error(text) or QueryError(f"{self.url} cannot read the query: {detail}") from error
            raise EndpointError(f"{self.url} answered {error.code}: {detail}") from error
        except HTTPException as error:
            raise EndpointError(f"{self.url} gave an answer that breaks off or is not HTTP: {error!r}") from error
        except (OSError, ValueError) as error:
            raise EndpointError(f"{self.url} cannot be reached: {getattr(error, 'reason', error)}") from error

    def members(self, class_iri: str) -> Iterator[str]:
        """The addresses of the things of a class, page by page, each from the last address of the page before."""
        last = ""
        while True:
            test = f'FILTER(STR(?s) > "{last}") ' if last else ""
            query = f"SELECT DISTINCT ?s WHERE {{ ?s a <{class_iri}> {test}FILTER(isIRI(?s)) }} ORDER BY STR(?s) LIMIT {PAGE}"
            page = [str(row["s"]) for row in self.query(query)]
            yield from page
            if len(page) < PAGE:
                return
            last = page[-1]

    def dataset(self) -> Dataset:
        """An rdflib Dataset that sends its queries to the endpoint, which decides what its default graph holds."""
        from rdflib import Dataset
        from rdflib.plugins.stores.sparqlstore import SPARQLStore

        # Without a union, rdflib 7 would ask for a default graph of rdflib's own name, which is empty everywhere.
        return bound_prefixes(Dataset(store=SPARQLStore(self.url), default_union=True))

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
