"""A SPARQL 1.1 endpoint elsewhere. An answer that breaks off, is cut, or is of another kind is an error, never a short one."""

from __future__ import annotations

import io
import re
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING, Any

from pyoxigraph import (
    Literal,
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
from kneegraph.rdf.index import key
from kneegraph.store.local import bound_prefixes
from kneegraph.store.refusals import detail, not_results
from kneegraph.store.result import Result
from kneegraph.store.syntax import syntax_error
from kneegraph.store.wire import Answer, Wire

if TYPE_CHECKING:
    from rdflib import Dataset

_TABLE = ("application/sparql-results+json", "application/json")
_TRIPLES = ("application/n-triples", "text/plain")
#: Rows asked for at once where a list is fetched page by page.
PAGE = 1_000
#: Answers shorter than this are taken as whole: nobody's endpoint gives fewer rows.
_ALWAYS_WHOLE = 100
_VIEWS = (vocab.VIEW_AGREED, vocab.VIEW_CLAIMED, vocab.VIEW_CONTESTED)
#: What Virtuoso puts before the names of blank nodes; quotes inside a literal are escaped, so this stands in no literal.
_NODE_ID = re.compile(rb'("type": ?"bnode", ?"value": ?")nodeID://')
_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")


class RemoteStore:
    """A SPARQL 1.1 endpoint that holds kneegraph data; every question is a POST, which no proxy shortens or keeps.

    Many engines cut every answer at a number of rows, some without a word. A cut answer is as long as that number, so an
    answer is whole when the engine is known to give longer ones: where it is not, it is asked for a long list of numbers.
    """

    def __init__(self, url: str, timeout: float = 30.0, *, default_graphs: Sequence[str] = ()) -> None:
        """`timeout` is in seconds, for each question, further tries included.

        `default_graphs` are the graphs that hold the data where the endpoint's own default graph does not, or holds more.
        Of named graphs, queries then see the views and those that they name.
        """
        self._wire = Wire(url, timeout)
        self.url = self._wire.shown
        self._default_graphs = tuple(default_graphs)
        self._gives = _ALWAYS_WHOLE  # rows that the engine is known to give at once
        self._cap: int | None = None  # rows at which it is known to cut

    def __repr__(self) -> str:
        """Where it is, without name and password."""
        return f"RemoteStore({self.url!r})"

    def query(self, text: str, *, terms: Collection[str] = ()) -> Result:
        """Ask the endpoint. Raises EndpointError when it cannot be reached or its answer is not whole."""
        form = sparql.form(text, terms=terms)
        if form in ("SELECT", "ASK"):
            table, count = self._table(text, form)
            cut = count != _limit(text) and self._is_cut(count)
            raw: QuerySolutions | QueryBoolean | QueryTriples = table
        else:
            raw, count = self._triples(text)
            cut = self._is_known_to_cut(count) and form == "CONSTRUCT" and self._is_cut(self._table(_twin(text), "SELECT")[1])
        if cut:
            raise EndpointError(
                f"{self.url} cuts every answer at {self._cap:,} rows, and this one is cut: ask for less at a time,"
                " or have the limit raised"
            )
        return Result(form, raw)

    def rows(self, text: str) -> Iterator[tuple[Any, ...]]:
        """Answer a SELECT of our own making, with RDF terms; page by page, by its first column, where it would be cut."""
        table, count = self._table(text, "SELECT")
        assert isinstance(table, QuerySolutions)
        if not self._is_cut(count):
            return Result("SELECT", table).terms
        return self._paged(text, [variable.value for variable in table.variables])

    def members(self, class_iri: str) -> Iterator[str]:
        """The addresses of the things of a class, page by page, each from the last address of the page before."""
        self._is_known_to_cut(PAGE)
        rows = self._paged(f"SELECT DISTINCT ?s WHERE {{ ?s a <{class_iri}> FILTER(isIRI(?s)) }}", ["s"])
        return (node.value for (node,) in rows)

    def dataset(self) -> Dataset:
        """An rdflib Dataset that sends its queries to the endpoint, which decides what its default graph holds.

        Raises EndpointError where graphs were named as the default, which rdflib cannot pass on together with the views.
        """
        from rdflib import Dataset
        from rdflib.plugins.stores.sparqlstore import SPARQLStore

        if self._default_graphs:
            raise EndpointError("rdflib cannot ask an endpoint whose default graph is named; ask with query()")
        # Without a union, rdflib 7 would ask for a default graph of rdflib's own name, which is empty everywhere.
        return bound_prefixes(Dataset(store=SPARQLStore(self.url, auth=self._wire.login), default_union=True))

    # Pages

    def _paged(self, text: str, names: Sequence[str]) -> Iterator[tuple[Any, ...]]:
        """All rows of a query in the order of its first column; rows that share it come from one answer.

        So no page depends on the one before it but by the last address, and blank nodes keep their names where it matters.
        """
        size, last = min(PAGE, self._cap or PAGE), ""
        while True:
            test = f"FILTER(STR(?{names[0]}) > {Literal(last)})" if last else ""
            columns = " ".join(f"?{name}" for name in names)
            query = f"SELECT {columns} WHERE {{ {{ {text} }} {test} }} ORDER BY STR(?{names[0]}) LIMIT {size}"
            page = list(Result("SELECT", self._table(query, "SELECT")[0]).terms)
            if len(page) < size:
                yield from page
                return
            kept = list(takewhile(lambda row, end=page[-1][0]: row[0] != end, page))  # type: ignore[misc]
            if not kept:
                if size == self._cap or len(names) > 1:
                    raise self._too_much(page[-1][0], size)
                kept = page
            yield from kept
            last = key(kept[-1][0])

    def _too_much(self, node: object, size: int) -> EndpointError:
        return EndpointError(f"{self.url} cuts every answer at {size:,} rows, and of {node} alone there are as many")

    def _is_cut(self, count: int) -> bool:
        """Whether an answer of so many rows is as long as the longest that the engine gives."""
        return self._is_known_to_cut(count) and count >= (self._cap or 0)

    def _is_known_to_cut(self, count: int) -> bool:
        """Whether the engine cuts answers, as far as can be told from asking for somewhat more than so many rows."""
        if self._cap is None and count >= self._gives:
            wanted = 2 * count + 1
            digits = " ".join(f"VALUES ?d{n} {{ 0 1 2 3 4 5 6 7 8 9 }}" for n in range(len(str(wanted))))
            _, given = self._table(f"SELECT ?d0 WHERE {{ {digits} }} LIMIT {wanted}", "SELECT")
            if given < wanted:
                self._cap = given
            else:
                self._gives = wanted
        return self._cap is not None

    # Questions

    def _table(self, text: str, form: str) -> tuple[QuerySolutions | QueryBoolean, int]:
        """A table or a yes or no, and the number of rows; read to its end first, lest rows of a broken answer be used."""
        body = _NODE_ID.sub(rb"\1", self._ask(text, _TABLE).body)
        try:
            raw = parse_query_results(body, QueryResultsFormat.JSON)
            if isinstance(raw, QuerySolutions):
                names = [variable.value for variable in raw.variables]
                count = sum(1 for _ in raw)
                again = parse_query_results(body, QueryResultsFormat.JSON)
                raw = _truth(count) if form == "ASK" and names == ["__ASK_RETVAL"] else again
            else:
                count = 1
        except (SyntaxError, ValueError) as error:
            raise self._broken(body, error) from error
        if isinstance(raw, QueryBoolean) != (form == "ASK"):
            raise EndpointError(f"{self.url} did not answer the {form} that was asked, but another form")
        return raw, count

    def _triples(self, text: str) -> tuple[QueryTriples, int]:
        """N-Triples as the engine's own kind of answer, so that both stores give the same Result, and their number."""
        store, body = Oxigraph(), self._ask(text, _TRIPLES).body
        try:
            store.extend(parse(io.BytesIO(body), RdfFormat.N_TRIPLES))
        except (SyntaxError, ValueError) as error:
            raise self._broken(body, error) from error
        raw = store.query("CONSTRUCT WHERE { ?s ?p ?o }")
        assert isinstance(raw, QueryTriples)
        return raw, len(store)

    def _broken(self, body: bytes, error: Exception) -> EndpointError:
        """An answer that cannot be read; what an engine had to say of it, it wrote last."""
        end = body[-80:].decode("utf-8", "replace").strip()
        return EndpointError(f"{self.url} gave an answer that breaks off or is not SPARQL results: {error}; it ends {end!r}")

    def _ask(self, text: str, kinds: Sequence[str]) -> Answer:
        fields = [("query", _with_prefixes(text)), *self._graphs(text)]
        answer = self._wire.post(fields, f"{kinds[0]}, {kinds[1]};q=0.5")
        if answer.status == 400:
            raise syntax_error(text) or QueryError(f"{self.url} refuses the query: {detail(answer)}")
        if "x-sql-message" in answer.headers:  # so Virtuoso says that its time was up
            said = answer.headers["x-sql-message"].partition("  Activity")[0]
            raise EndpointError(f"{self.url} gave only a part of the answer: {said}")
        if answer.kind and answer.kind not in kinds:
            raise EndpointError(not_results(self.url, answer))
        return answer

    def _graphs(self, text: str) -> Iterator[tuple[str, str]]:
        """The dataset of the SPARQL Protocol; what a query says in FROM goes before ours."""
        if not self._default_graphs or any(sparql.graphs(text)):
            return
        yield from (("default-graph-uri", graph) for graph in self._default_graphs)
        yield from (("named-graph-uri", graph) for graph in sorted({*_VIEWS, *_graphs_asked(text)}))


def _with_prefixes(text: str) -> str:
    head = "".join(f"PREFIX {prefix}: <{space}>\n" for prefix, space in vocab.PREFIXES.items())
    return f"BASE <{vocab.ID}>\n{head}{text}"


def _truth(count: int) -> QueryBoolean:
    """A yes or no that Virtuoso gives as a table, of one row or none."""
    told = parse_query_results(f'{{"head":{{}},"boolean":{str(count > 0).lower()}}}', QueryResultsFormat.JSON)
    assert isinstance(told, QueryBoolean)
    return told


def _graphs_asked(text: str) -> frozenset[str]:
    """The graphs that a query names after GRAPH, as absolute IRIs."""
    found = list(sparql.tokens(text))
    names = [name.text for word, name in pairwise(found) if word.is_word("GRAPH") and name.sort in ("iri", "name")]
    start = next(token.start for token in found if token.text.upper() in _FORMS)
    return (
        sparql.graphs(f"{text[:start]} ASK {' '.join(f'FROM NAMED {name}' for name in names)} {{}}")[1]
        if names
        else frozenset()
    )


def _limit(text: str) -> int | None:
    """The LIMIT of the query itself, which is the last one outside braces."""
    depth, limit = 0, None
    for word, number in pairwise(sparql.tokens(text)):
        depth += {"{": 1, "}": -1}.get(word.text, 0)
        if depth == 0 and word.is_word("LIMIT") and number.text.isdecimal():
            limit = int(number.text)
    return limit


def _twin(text: str) -> str:
    """The SELECT of all that a CONSTRUCT makes its triples of."""
    found = list(sparql.tokens(text))
    at = next(n for n, token in enumerate(found) if token.is_word("CONSTRUCT"))
    end, depth = found[at].start + len("CONSTRUCT"), 0
    if found[at + 1].text == "{":
        for token in found[at + 1 :]:
            depth += {"{": 1, "}": -1}.get(token.text, 0)
            if depth == 0:
                end = token.start + 1
                break
    return f"{text[: found[at].start]} SELECT * {text[end:]}"
