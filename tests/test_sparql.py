"""What a query is before an engine sees it: its form, what is refused, bound values."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad
from pyoxigraph import Store as Oxigraph

from kneegraph.errors import QueryError, RefusedQueryError
from kneegraph.sparql import bound, changes, form

# Form


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT * { ?s ?p ?o }", "SELECT"),
        ("ask{}", "ASK"),
        ("# SELECT\nDescribe <x>", "DESCRIBE"),
        ("PREFIX select: <x> BASE <http://x/ASK> CONSTRUCT WHERE { ?s select:ASK ?o }", "CONSTRUCT"),
        ("SELECT ?delete { ?delete ?drop 'INSERT DATA' }", "SELECT"),
        ("SELECT * { ?s schema:service ?service . FILTER(?service = 'SERVICE <x> { }') } # SERVICE", "SELECT"),
        ("SELECT * { GRAPH <http://x/service#SERVICE> { ?s ?p ?o } }", "SELECT"),
        ("PREFIX service: <http://x/> SELECT * { GRAPH service:a { ?s service:b ?o } }", "SELECT"),
        ("SELECT * {\r\n  ?s ?p ?o # a comment\r\n}\r\n", "SELECT"),
    ],
)
def test_the_form_of_a_query(query: str, expected: str) -> None:
    assert form(query) == expected


@pytest.mark.parametrize("query", ["", "  # nothing", "{ ?s ?p ?o }", "'SELECT'"])
def test_what_is_no_query(query: str) -> None:
    with pytest.raises(QueryError, match="this is no SPARQL query: it must have one of SELECT, ASK, CONSTRUCT, DESCRIBE"):
        form(query)


def test_a_misspelt_keyword_is_shown_with_its_place() -> None:
    with pytest.raises(QueryError, match=r"line 2, column 1: this is no SPARQL query.*\(got SELCT\)") as caught:
        form("PREFIX a: <x>\nSELCT * { ?s a:b ?o }")
    assert (caught.value.line, caught.value.column) == (2, 1)


def test_what_changes_each_time_is_told_by_its_words() -> None:
    assert all(changes(f"SELECT ({call} AS ?x) {{}}") for call in ("RAND()", "now()", "UUID()", "StrUUID()", "BNODE()"))
    for query in (
        "SELECT ?now { ?now kg:uuid 'NOW()' } # RAND()",
        "SELECT (<x:rand>(1) AS ?x) {}",
        "SELECT (RANDOM() AS ?x) {}",
    ):
        assert not changes(query)


# Refusals


@pytest.mark.parametrize(
    "update",
    [
        "INSERT DATA { <a> <b> <c> }",
        "delete where { ?s ?p ?o }",
        "PREFIX a: <x>\nDROP ALL",
        "CLEAR ALL",
        "LOAD <http://x>",
        "WITH <g> DELETE { ?s ?p ?o } WHERE { SELECT * { ?s ?p ?o } }",
        "CREATE GRAPH <g>",
        "COPY <a> TO <b>",
    ],
)
def test_updates_are_refused(update: str) -> None:
    with pytest.raises(RefusedQueryError, match="would change the data; kneegraph only reads"):
        form(update)


SERVICE = "<http://127.0.0.1:9/> { ?s ?p ?x }"


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE " + SERVICE + " }",
        "SELECT * { service silent " + SERVICE + " }",
        "SELECT * { SERVICESILENT" + SERVICE + " }",
        "SELECT * { SERVICE?g { ?s ?p ?o } }",
        "PREFIX ex: <http://x/> PREFIX SERVICEex: <http://x/> SELECT * { SERVICEex:foo { ?s ?p ?x } }",
        "PREFIX SERVICE: <http://x/> PREFIX : <http://x/> SELECT * { SERVICE:foo { ?s ?p ?x } }",
        "SELECT * { ?s ?p trueSERVICE " + SERVICE + " }",
        "SELECT * { ?s ?p 1e0SERVICE " + SERVICE + " }",
        "SELECT * { # a comment\rSERVICE " + SERVICE + " }",
        "SELECT * { FILTER(1<2)SERVICE#>\n" + SERVICE + " }",
        "SELECT * { FILTER(1<2&&'>'!='')SERVICE" + SERVICE + " }",
        "SELECT * { FILTER(1<2&&'>'!='x')SERVICE" + SERVICE + " #'\n }",
        "PREFIX ex: <http://x/> SELECT * { OPTIONAL { ?s ?p ex:a\\#b } SERVICE " + SERVICE + " }",
        "PREFIX ex: <http://x/> SELECT * { ?s ?p ex:.SERVICE " + SERVICE + " }",
        "SELECT * { VALUES ?x { '''abc'#\\x\n'' } SERVICE " + SERVICE + " #'''\n }",
        "SELECT * { \\u0053ERVICE " + SERVICE + " }",
        "SELECT * { FILTER(?a = '\\u0027) SERVICE " + SERVICE + " #') }",
        "SELECT * { \\u0053\\u0065rvice " + SERVICE + " }",
        "SELECT * { \\U00000053ERVICE " + SERVICE + " }",
        "SELECT * { SERVICE # SERVICE\n SILENT " + SERVICE + " }",
        "SELECT * { { SELECT * { OPTIONAL { FILTER EXISTS { SERVICE " + SERVICE + " } } } } }",
        "PREFIX SERVICESILENTex: <http://x/> PREFIX ex: <http://x/> SELECT * { SERVICESILENTex:foo { ?s ?p ?x } }",
        "SELECT * { FILTER(1<'>SERVICE<x:y>{}#'>''\n) " + SERVICE + " }",
    ],
)
def test_service_is_refused_however_it_hides(query: str) -> None:
    with pytest.raises(QueryError, match=r"SERVICE|string that begins here|reads as an IRI"):
        form(query)


@pytest.mark.parametrize(
    "query",
    [
        "ASK { ?s <#service> ?o FILTER(?o = '\\u0041') } # customer service",
        "# customer service\nASK { ?s ?p '\\u0041' }",
        "# SERVICE \\u0041\nASK {}",
        "ASK { ?s <service#it's> <service> , 'service \\U00000041' }",
        "ASK { ?s ?p 'x' = '\\U00000053ERVICE' }",
        "ASK { VALUES (?a ?b) { (<#a> <#service>) ('a'<#service>) } ?s ?p (1 <#service>) , <a#b> }",
        "ASK { ?s (<#service>|^<#other>)* ?o FILTER(<#service>(?o, <#b>) && ?o < 3) }",
        "ASK { ?s <is#a> (?o <#service>) ; a ('x'<#service>) . FILTER(?o = true && ?o IN (<#a>, <#service>)) }",
        "PREFIX service: <http://x/> ASK { ?s ?p service:a { ?s service:SERVICE ?service } }",
        "ASK { ?s kg:customerSERVICE _:service }",
    ],
)
def test_a_service_that_is_no_keyword_is_no_alarm(query: str) -> None:
    assert form(query) == "ASK"


OPENINGS = [
    "",
    "?x ?y true",
    "?x ?y 1",
    "?x ?y ex:",
    "?x ?y 'x'",
    "FILTER(1<2",
    "FILTER(1<2&&'x'!=",
    "?x ?y ('x'",
    "#",
    "?x ?y ''''",
]
SPELLED = r"""SILENT GRAPH true 1 1e0 ?x ex: ex:a :a a <u:a> < > # ' " \' \x \u0027 { } ( ) . '' && '>' #> @en ^^ - ;"""
PIECES = [*SPELLED.split(), " ", "\n", "\r"]


@pytest.fixture(scope="module")
def reached() -> Callable[[str], bool]:
    """Whether the engine tries to reach the network for a query; the port is one that it refuses."""
    node = NamedNode("http://x/a")
    values = (Literal(True), Literal(1), Literal(1.0), Literal("x"), NamedNode("http://x/"))
    store = Oxigraph()
    store.extend(Quad(node, node, value) for value in values)

    def tried(query: str) -> bool:
        try:
            list(store.query(query, base_iri="http://b/", prefixes={"ex": "http://x/", "": "http://x/"}))  # type: ignore[arg-type]
        except OSError:
            return True
        except (SyntaxError, ValueError, RuntimeError, TypeError):
            pass
        return False

    assert tried(f"SELECT * {{ SERVICE {SERVICE} }}")
    return tried


@given(st.sampled_from(OPENINGS), *[st.lists(st.sampled_from(PIECES), max_size=3).map("".join)] * 3)
def test_no_mixture_gets_a_service_past(
    reached: Callable[[str], bool], opening: str, before: str, between: str, after: str
) -> None:
    query = f"SELECT * {{ {opening}{before}SERVICE{between}{SERVICE}{after} }}"
    try:
        form(query)
    except QueryError:
        return
    assert not reached(query)


@pytest.mark.parametrize(
    ("query", "line", "column"),
    [("ASK {\n  ?s ?p 'knee\n}", 2, 9), ('ASK { ?s ?p "\\x" }', 1, 13), ("ASK { ?s ?p '''knee }", 1, 13)],
)
def test_an_open_string_is_shown_where_it_begins(query: str, line: int, column: int) -> None:
    with pytest.raises(QueryError, match="the string that begins here is not closed") as caught:
        form(query)
    assert (caught.value.line, caught.value.column) == (line, column)


def test_half_a_character_is_shown_where_it_stands() -> None:
    with pytest.raises(QueryError, match="line 1, column 15: this character is not Unicode text"):
        form("ASK { ?s ?p 'x\udcff' }")


# Bound values


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_bound_text_is_only_ever_a_text(text: str) -> None:
    query = bound("SELECT ?text ?other WHERE { BIND(1 AS ?other) }", {"text": str(Literal(text))})
    assert form(query) == "SELECT"
    found = list(Oxigraph().query(query))  # type: ignore[arg-type]
    assert [(row["text"].value, row["other"].value) for row in found] == [(text, "1")]


@pytest.mark.parametrize(
    "text", ['"} DROP ALL #', "' } SERVICE <http://x> { ?s ?p ?o } #", "\\", 'a\n"""', "x\r} #", "\\u0022 } #", "{ }"]
)
def test_injection_through_a_text_is_inert(text: str) -> None:
    query = bound("SELECT ?text WHERE { }", {"text": str(Literal(text))})
    (row,) = Oxigraph().query(query)  # type: ignore[misc]
    assert row["text"].value == text


def test_values_go_into_the_outer_where_only() -> None:
    query = "# WHERE {\nSELECT ?a WHERE # { \n { { SELECT ?a WHERE { ?a ?b 'WHERE {' } } }"
    assert bound(query, {"a": "<urn:a>"}) == query.replace("\n { {", "\n { VALUES (?a) { (<urn:a>) } {")
    assert bound(query, {}) == query


def test_values_need_a_where() -> None:
    with pytest.raises(QueryError, match="a query with parameters must have a WHERE"):
        bound("SELECT * { ?s ?p ?o }", {"s": "<urn:a>"})
