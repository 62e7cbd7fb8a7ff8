"""Prefixes, terms of the schema, and the graphs that a query names."""

from __future__ import annotations

import pytest

from kneegraph.errors import QueryError
from kneegraph.sparql import form, graphs, tokens

TERMS = {"causes", "controls", "supports", "disputes", "Claim", "standing"}


# Names


def test_a_prefix_may_be_as_long_as_one_likes() -> None:
    long = "a.b-c" * 100
    assert [token.text for token in tokens(f"{long}:x")] == [f"{long}:x"]
    assert form(f"PREFIX {long}: <http://x/> ASK {{ ?s {long}:p ?o }}") == "ASK"


def test_what_a_construct_makes_may_have_new_names() -> None:
    query = "CONSTRUCT { ?s kg:mine [ kg:own ?o ] } WHERE { ?s kg:causes ?o }"
    assert form(query, terms=TERMS) == "CONSTRUCT"
    for wrong in ("CONSTRUCT WHERE { ?s kg:mine ?o }", "CONSTRUCT { ?s kg:mine ?o } WHERE { ?s kg:mine ?o }"):
        with pytest.raises(QueryError, match="kg:mine is not a term of the schema"):
            form(wrong, terms=TERMS)


def test_a_prefix_must_be_declared() -> None:
    assert form("PREFIX my: <http://x/> ASK { ?s my:p skos:Concept }") == "ASK"
    with pytest.raises(
        QueryError, match=r"line 2, column 6: the prefix my: is not declared \(known: kg:, view:, .*skos:, xsd:\)"
    ):
        form("ASK {\n  ?s my:p ?o }")


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("ASK { ?s kg:cuases ?o }", "line 1, column 10: kg:cuases is not a term of the schema; nearest: kg:causes"),
        ("ASK { ?s a kg:claim. }", "kg:claim is not a term of the schema; nearest: kg:Claim"),
        ("ASK { ?s (kg:causes|^kg:contrls)+ ?o }", "kg:contrls is not a term of the schema; nearest: kg:controls"),
        ("PREFIX k: <https://w3id.org/kneegraph/ns#> ASK { ?s k:suports ?o }", "k:suports is not .*; nearest: kg:supports"),
        ("ASK { ?s <https://w3id.org/kneegraph/ns#cause> ?o }", "ns#cause> is not a term of the schema; nearest: kg:causes"),
        ("ASK { GRAPH view:agred { ?s ?p ?o } }", "view:agred is not a view; nearest: view:agreed"),
        ("ASK { ?s kg:xyzzy ?o }", "kg:xyzzy is not a term of the schema$"),
    ],
)
def test_a_term_that_does_not_exist_is_no_empty_answer(query: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        form(query, terms=TERMS)
    assert form(query) == "ASK"  # without a schema nothing is known of its terms


@pytest.mark.parametrize(
    "query",
    [
        "ASK { ?s kg:causes+ ?o. ?o kg:causes/kg:controls? ?p }",
        "ASK { ?s kg:causes 'kg:cuases' } # kg:cuases",
        "PREFIX kg: <http://other/> ASK { ?s kg:cuases ?o }",
        "prefix kg:<https://w3id.org/kneegraph/ns#> ASK { GRAPH view:agreed { ?s kg:causes ?o } }",
        "ASK { ?s ?p _:kg . _:kg a kg:Claim.}",
        "ASK { ?s <http://other/cuases> ?o }",
    ],
)
def test_terms_that_exist_and_those_of_others_pass(query: str) -> None:
    assert form(query, terms=TERMS) == "ASK"


# Graphs

ID, VIEW = "https://w3id.org/kneegraph/id/", "https://w3id.org/kneegraph/view/"


@pytest.mark.parametrize(
    ("query", "plain", "named"),
    [
        ("ASK {}", set(), set()),
        ("SELECT * FROM view:agreed from named <g> FROM <http://x/> WHERE {}", {VIEW + "agreed", "http://x/"}, {ID + "g"}),
        ("BASE <http://b/c/> ASK FROM <d> FROM NAMED <../e> FROM </f#g> {}", {"http://b/c/d", "http://b/f#g"}, {"http://b/e"}),
        ("BASE <http://b/> BASE <c/> PREFIX p: <d/> BASE <http://e/> ASK FROM p:f {}", {"http://b/c/d/f"}, set()),
        ("PREFIX p: <http://x/> ASK FROM p:a\\,b%20 FROM NAMED p: {}", {"http://x/a,b%20"}, {"http://x/"}),
        ("PREFIX view: <http://x/> ASK FROM view:agreed {}", {"http://x/agreed"}, set()),
        ("ASK FROM <http://x/\\u00e9> FROM<urn:a>{}", {"http://x/\u00e9", "urn:a"}, set()),
        ("# FROM <a>\nASK { ?from ?p 'FROM <b>' } # FROM <c>", set(), set()),
    ],
)
def test_the_graphs_a_query_is_asked_of(query: str, plain: set[str], named: set[str]) -> None:
    assert tuple(map(set, graphs(query))) == (plain, named)


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("ASK\nFROM my:g {}", "line 2, column 6: the prefix my: is not declared"),
        ("ASK FROM <http://[> {}", r"line 1, column 10: <http://\[> is no IRI"),
    ],
)
def test_a_graph_that_has_no_address_is_an_error(query: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        graphs(query)
