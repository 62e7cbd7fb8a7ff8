"""The store in memory: forms, formats, typed rows, errors with places, rdflib over the same data, dumps."""

from __future__ import annotations

import csv
import io
import json
from xml.etree import ElementTree

import pytest
from builders import claim, corpus, disputes, qualifies, supports
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, RdfFormat, parse
from pyoxigraph import Literal as Lit
from pyoxigraph import Store as Oxigraph

import kneegraph
from kneegraph import Graph, vocab
from kneegraph.errors import KneegraphError, QueryError, RefusedQueryError
from kneegraph.store import MemoryStore, Result

CLAIM = "weak-glute.causes.knee-pain"


@pytest.fixture(scope="module")
def store() -> MemoryStore:
    graph = Graph(
        corpus(
            claim("weak glute", "causes", "knee pain", supports("s1"), supports("s2"), disputes("s3")),
            claim("squat", "targets", "glute", supports("s1"), qualifies("s2", reason="depth")),
            claim("bridge", "targets", "glute", supports("s1")),
        )
    )
    assert isinstance(graph.store, MemoryStore)
    return graph.store


SELECT = """SELECT ?claim ?n ?missing {
  ?claim kg:supportCount ?n . OPTIONAL { ?claim kg:nothing ?missing }
} ORDER BY DESC(?n) ?claim"""
CONSTRUCT = "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH view:contested { ?s ?p ?o } }"
DESCRIBE = f"DESCRIBE <assertion/s2.squat.targets.glute.qualifies> <claim/{CLAIM}>"
ASK = "ASK { ?claim kg:standing kg:contested }"


# The four forms


def test_a_select_gives_rows_with_python_values(store: MemoryStore) -> None:
    result = store.query(SELECT)
    assert (result.form, result.variables) == ("SELECT", ("claim", "n", "missing"))
    first, *others = result
    assert first == {"claim": f"{vocab.ID}claim/{CLAIM}", "n": 2, "missing": None}
    assert [row["n"] for row in others] == [1, 1]


def test_an_ask_is_true_or_false(store: MemoryStore) -> None:
    assert store.query(ASK).form == "ASK"
    assert bool(store.query(ASK)) is True
    assert bool(store.query("ASK { ?claim kg:standing kg:reported }")) is False


def test_a_construct_gives_triples(store: MemoryStore) -> None:
    (quad,) = store.query(CONSTRUCT).quads
    assert quad.graph_name == DefaultGraph()
    expected = (vocab.iri("concept", "weak-glute"), vocab.KG + "causes", vocab.iri("concept", "knee-pain"))
    assert quad.triple == Quad(*map(NamedNode, expected)).triple


def test_a_describe_takes_in_the_blank_nodes(store: MemoryStore) -> None:
    properties = {quad.predicate.value for quad in store.query(DESCRIBE).quads}
    assert {vocab.KG + "stance", vocab.KG + "aspect", vocab.KG + "reason", vocab.KG + "supportCount"} <= properties


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("5", 5),
        ("2.5", 2.5),
        ("1e3", 1000.0),
        ("'INF'^^xsd:double", float("inf")),
        ("true", True),
        ("'0'^^xsd:boolean", False),
        ("'maybe'^^xsd:boolean", "maybe"),
        ("'five'^^xsd:integer", "five"),
        ("'2018'^^xsd:gYear", "2018"),
        ("'Knie'@de", "Knie"),
        ("'5'", "5"),
        ("kg:causes", vocab.KG + "causes"),
    ],
)
def test_a_value_has_the_type_it_says(store: MemoryStore, written: str, expected: object) -> None:
    (row,) = store.query(f"SELECT ?x {{ VALUES ?x {{ {written} }} }}")
    assert (row["x"], type(row["x"])) == (expected, type(expected))


def test_a_blank_node_is_told_from_an_address() -> None:
    (row,) = MemoryStore([Quad(BlankNode("a"), NamedNode("urn:p"), Lit(1))]).query("SELECT ?s { ?s ?p ?o }")
    assert str(row["s"]).startswith("_:")


def test_each_form_refuses_what_only_another_has(store: MemoryStore) -> None:
    with pytest.raises(QueryError, match="only a SELECT has rows; this is ASK"):
        iter(store.query(ASK))
    with pytest.raises(QueryError, match="only CONSTRUCT and DESCRIBE have triples; this is SELECT"):
        _ = store.query(SELECT).quads
    assert store.query(ASK).variables == ()
    assert store.query("SELECT * { ?s kg:nothing ?o }")  # only an ASK can be false


def test_an_answer_of_ordinary_length_can_be_read_again(store: MemoryStore) -> None:
    result = store.query(SELECT)
    rows = list(result)
    assert len(result) == len(rows) == 3
    assert list(result) == rows
    assert result.serialize("csv") == result.serialize("csv") == store.query(SELECT).serialize("csv")
    triples = store.query(CONSTRUCT)
    assert triples.serialize("turtle") == triples.serialize("turtle")
    assert len(list(triples.quads)) == len(triples) > 0
    asked = store.query(ASK)
    assert asked.serialize("csv") == asked.serialize("tsv") == "true\n"


def test_our_prefixes_and_addresses_are_there_and_can_be_changed(store: MemoryStore) -> None:
    assert store.query(f"ASK {{ <claim/{CLAIM}> a kg:Claim ; rdf:predicate kg:causes }}")
    other = "PREFIX kg: <http://other/> BASE <http://x/> SELECT ?a ?b { BIND(kg:x AS ?a) BIND(<y> AS ?b) }"
    assert list(store.query(other)) == [{"a": "http://other/x", "b": "http://x/y"}]


def test_the_views_are_graphs_beside_the_data(store: MemoryStore) -> None:
    query = "SELECT ?view ?s { GRAPH ?view { ?s ?p ?o } } ORDER BY ?view ?s"
    found = [(str(row["view"]).removeprefix(vocab.VIEW), str(row["s"]).rsplit("/", 1)[1]) for row in store.query(query)]
    assert found == [
        ("agreed", "bridge"),
        ("claimed", "bridge"),
        ("claimed", "squat"),
        ("claimed", "weak-glute"),
        ("contested", "weak-glute"),
    ]
    assert not store.query("ASK { ?s kg:causes ?o }")


# Formats


def test_json_and_xml_of_a_select_are_the_standard_ones(store: MemoryStore) -> None:
    answer = json.loads(store.query(SELECT).serialize("json"))
    assert answer["head"]["vars"] == ["claim", "n", "missing"]
    first = answer["results"]["bindings"][0]
    assert first["n"] == {"type": "literal", "value": "2", "datatype": vocab.XSD + "integer"}
    assert "missing" not in first
    tree = ElementTree.fromstring(store.query(SELECT).serialize("xml"))
    spaces = {"s": "http://www.w3.org/2005/sparql-results#"}
    assert tree.findtext(".//s:uri", namespaces=spaces) == f"{vocab.ID}claim/{CLAIM}"
    assert len(tree.findall(".//s:result", spaces)) == 3


def test_csv_and_tsv_of_a_select(store: MemoryStore) -> None:
    table = list(csv.reader(io.StringIO(store.query(SELECT).serialize("csv"))))
    assert table[:2] == [["claim", "n", "missing"], [f"{vocab.ID}claim/{CLAIM}", "2", ""]]
    lines = store.query(SELECT).serialize("tsv").splitlines()
    assert lines[:2] == ["?claim\t?n\t?missing", f"<{vocab.ID}claim/{CLAIM}>\t2\t"]


def test_an_ask_in_every_format(store: MemoryStore) -> None:
    assert json.loads(store.query(ASK).serialize("json"))["boolean"] is True
    assert "<boolean>true</boolean>" in store.query(ASK).serialize("xml")
    assert store.query("ASK { kg:a kg:b kg:c }").serialize("tsv") == "false\n"


@pytest.mark.parametrize(
    ("form", "read"), [("turtle", RdfFormat.TURTLE), ("xml", RdfFormat.RDF_XML), ("json", RdfFormat.JSON_LD)]
)
@pytest.mark.parametrize("query", [CONSTRUCT, DESCRIBE])
def test_triples_in_every_format_are_the_same_triples(store: MemoryStore, query: str, form: str, read: RdfFormat) -> None:
    text = store.query(query).serialize(form)
    back = MemoryStore(parse(text.encode(), read, base_iri=vocab.ID))
    assert back.dump("nq") == MemoryStore(store.query(query).quads).dump("nq")


def test_turtle_uses_our_prefixes(store: MemoryStore) -> None:
    assert "<concept/weak-glute> kg:causes <concept/knee-pain> ." in store.query(CONSTRUCT).serialize("turtle")


@pytest.mark.parametrize(
    ("query", "form", "message"),
    [
        (SELECT, "turtle", r"SELECT answers can be written as json, csv, tsv, xml \(got turtle\)"),
        (ASK, "turtle", r"ASK answers can be written as json, csv, tsv, xml \(got turtle\)"),
        (CONSTRUCT, "csv", r"CONSTRUCT answers can be written as turtle, xml \(RDF/XML\) or json \(JSON-LD\); got csv"),
        ("CONSTRUCT { ?s <urn:x:1> 1 } WHERE { ?s a kg:Claim }", "xml", "RDF/XML cannot write the property <urn:x:1>"),
    ],
)
def test_a_format_that_does_not_fit(store: MemoryStore, query: str, form: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        store.query(query).serialize(form)


# Errors


@pytest.mark.parametrize(
    ("query", "line", "column", "message"),
    [
        ("SELECT * { ?s ?p ?o", 1, 20, "the query ends before it is complete: something was not closed"),
        ("SELECT * {\n  ?s ?p ?o\n}\n\n# the end\nORDER BY", 6, 9, "the query ends before it is complete"),
        ("SELECT * {\n  ?s ?p\n}", 3, 1, "this does not belong here, or something before it is missing: }"),
        ("SELECT * {\n  ?s ?p ?o .\n  FILTER(?o == 'é😀')\n}", 3, 14, "does not belong here.*: ="),
        ("SELECT * {\r\n  OPTINAL { ?s ?p ?o }\r\n}", 2, 3, "does not belong here.*: OPTINAL"),
        ("SELECT ?s, ?p { ?s ?p ?o }", 1, 10, "does not belong here.*: ,"),
        ("SELECT * { ?s ?p 'é😀' ] }", 1, 23, "does not belong here.*: ]"),
        ("SELECT ?x ?x { }", 1, 17, "Duplicated variable name in SELECT"),
        ("SELECT * { ?s ?p ?o } GROUP BY ?s", 1, 34, "SELECT . is not authorized with GROUP BY"),
        ("SELECT * { ?s ?p ?o } ; DROP ALL", 1, 23, "does not belong here.*: ;"),
        ("SELECT * { ?s my:p ?o }", 1, 15, "the prefix my: is not declared"),
    ],
)
def test_a_syntax_error_has_its_place(store: MemoryStore, query: str, line: int, column: int, message: str) -> None:
    with pytest.raises(QueryError, match=message) as caught:
        store.query(query)
    assert (caught.value.line, caught.value.column) == (line, column)
    assert str(caught.value).startswith(f"line {line}, column {column}: ")


@given(st.text("SELCT*{}()?ab.;'\"<>=&|kg: \n\t1#@\\[],", max_size=30))
def test_any_text_is_answered_or_a_query_error(text: str) -> None:
    for query in (text, f"SELECT * {{ {text} }}"):
        try:
            result = MemoryStore([]).query(query)
            result.serialize("turtle" if result.form in ("CONSTRUCT", "DESCRIBE") else "json")
        except QueryError:
            pass


@pytest.mark.parametrize("query", ["SELECT (<urn:f>(1) AS ?x) { }", "SELECT (<urn:f>(?z) AS ?x) { VALUES ?z { 1 2 } }"])
def test_what_the_engine_cannot_do_is_a_query_error(store: MemoryStore, query: str) -> None:
    with pytest.raises(QueryError, match="custom function <urn:f> is not supported"):
        list(store.query(query))


def test_what_fails_while_rows_are_read_is_a_query_error() -> None:
    unreachable = "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"  # past our own check, which refuses it
    for use in (list, lambda result: result.serialize("csv")):
        with pytest.raises(QueryError, match="port 9"):
            use(Result("SELECT", Oxigraph().query(unreachable)))


def test_updates_and_service_never_reach_the_engine(store: MemoryStore) -> None:
    before = len(store)
    for query in ("DELETE WHERE { ?s ?p ?o }", "SELECT * { SERVICE <http://x> { ?s ?p ?o } }"):
        with pytest.raises(RefusedQueryError):
            store.query(query)
    assert len(store) == before


def test_a_misspelt_term_is_an_error_when_the_schema_is_known(store: MemoryStore) -> None:
    with pytest.raises(QueryError, match="kg:suportCount is not a term of the schema; nearest: kg:supportCount"):
        store.query("SELECT * { ?s kg:suportCount ?n }", terms={"supportCount"})
    assert list(store.query("SELECT * { ?s kg:suportCount ?n }")) == []


# rdflib over the same store


def test_rdflib_answers_the_same() -> None:
    graph = kneegraph.load()
    query = "SELECT ?claim ?n WHERE { ?claim kg:standing kg:contested ; kg:supportCount ?n } ORDER BY ?claim"
    ours = [(row["claim"], row["n"]) for row in graph.query(query)]
    theirs = [(str(claim), n.toPython()) for claim, n in graph.dataset.query(query)]  # type: ignore[misc,union-attr]
    assert ours == theirs
    assert ours
    view = f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH <{vocab.VIEW_AGREED}> {{ ?s ?p ?o }} }}"
    assert [row["n"] for row in graph.query(view)] == [row[0].toPython() for row in graph.dataset.query(view)]  # type: ignore[index,union-attr]


def test_rdflib_sees_every_quad_our_prefixes_and_the_views(store: MemoryStore) -> None:
    dataset = store.dataset()
    assert sum(1 for _ in dataset.quads()) == len(store)
    prefixes = {prefix: str(space) for prefix, space in dataset.namespaces()}
    assert vocab.PREFIXES.items() <= prefixes.items()
    assert {str(one.identifier) for one in dataset.graphs()} >= {vocab.VIEW_AGREED, vocab.VIEW_CLAIMED, vocab.VIEW_CONTESTED}


def test_what_is_added_through_rdflib_is_seen_here() -> None:
    from rdflib import URIRef

    store = MemoryStore([])
    store.dataset().add((URIRef("urn:a"), URIRef("urn:b"), URIRef("urn:c")))
    assert store.query("ASK { <urn:a> <urn:b> <urn:c> }")


# Dumps


@pytest.mark.parametrize("form", ["nq", "trig"])
def test_equal_data_give_equal_dumps(store: MemoryStore, form: str) -> None:
    text = store.dump(form)
    read = {"nq": RdfFormat.N_QUADS, "trig": RdfFormat.TRIG}[form]
    quads = list(parse(text.encode(), read, rename_blank_nodes=True))
    assert len(quads) == len(store)
    assert MemoryStore(reversed(quads)).dump(form) == text
    assert f"<{vocab.VIEW_AGREED}>" in text or "view:agreed" in text


def test_a_dump_is_sorted(store: MemoryStore) -> None:
    lines = store.dump("nq").splitlines()
    assert lines == sorted(lines)


def test_a_dump_has_two_forms(store: MemoryStore) -> None:
    with pytest.raises(KneegraphError, match=r"a dataset can be written as trig or nq \(got xml\)"):
        store.dump("xml")
