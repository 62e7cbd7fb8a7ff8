"""What a query is before an engine sees it: tokens, form, refusals, names, bound values."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad
from pyoxigraph import Store as Oxigraph

from kneegraph import sparql
from kneegraph.errors import QueryError, RefusedQueryError
from kneegraph.sparql import bound, form, offset, place, spread, tokens

TERMS = {"causes", "controls", "supports", "disputes", "Claim", "standing"}


def texts(query: str, *sorts: str) -> list[str]:
    return [token.text for token in tokens(query) if not sorts or token.sort in sorts]


# Tokens


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?a < ?b", ["?a", "<", "?b"]),
        ("?a<?b && ?c>?d", ["?a", "<", "?b", "&", "&", "?c", ">", "?d"]),
        ("?a <= 5", ["?a", "<", "=", "5"]),
        ("<http://x/a#b>", ["<http://x/a#b>"]),
        ("<concept/knee-valgus>", ["<concept/knee-valgus>"]),
        ("<http://x/\u00fc\u00a0y>", ["<http://x/\u00fc\u00a0y>"]),
        (r"<http://x/\u0041#b>", [r"<http://x/\u0041#b>"]),
        ("kg:a.", ["kg:a", "."]),
        ("kg:a.b.", ["kg:a.b", "."]),
        ("kg:a.\nkg:b", ["kg:a", ".", "kg:b"]),
        ("ex:.", ["ex:", "."]),
        ("ex:.b", ["ex:", ".", "b"]),
        ("ex:-b", ["ex:", "-", "b"]),
        (":a", [":a"]),
        (":", [":"]),
        ("a.b:c", ["a.b:c"]),
        (r"ex:a\#b ?c", [r"ex:a\#b", "?c"]),
        (r"ex:a\'b 'c'", [r"ex:a\'b", "'c'"]),
        ("ex:a%20b", ["ex:a%20b"]),
        ("_:b1 _:b.2.", ["_:b1", "_:b.2", "."]),
        ("kg:a?/kg:b", ["kg:a", "?", "/", "kg:b"]),
        ("kg:a?|^kg:b", ["kg:a", "?", "|", "^", "kg:b"]),
        ("kg:a*?b", ["kg:a", "*", "?b"]),
        ("kg:a? ?b", ["kg:a", "?", "?b"]),
        ("?s.?p", ["?s", ".", "?p"]),
        ("$s", ["$s"]),
        ("1.5e-3 .5 12", ["1.5e-3", ".5", "12"]),
        ("'it''s'", ["'it'", "'s'"]),
        ("\"say 'no'\"", ["\"say 'no'\""]),
        (r"'it\'s'", [r"'it\'s'"]),
        (r"'back\\' ?a", [r"'back\\'", "?a"]),
        ("'''a 'b' ''c''' ?d", ["'''a 'b' ''c'''", "?d"]),
        ('"""a\n"b" """ ?c', ['"""a\n"b" """', "?c"]),
        ("'''''' ?a", ["''''''", "?a"]),
        ("''''a''' ?b", ["''''a'''", "?b"]),
        ("'knee'@en-GB", ["'knee'", "@en-GB"]),
        ("'5'^^xsd:integer", ["'5'", "^", "^", "xsd:integer"]),
        ("?a # a 'comment' <b>\n?c", ["?a", "?c"]),
        ("?a # a comment\r?b", ["?a", "?b"]),
        ("?a # a comment\r\n?b", ["?a", "?b"]),
        ("'a # b' # c", ["'a # b'"]),
        ("?größe", ["?größe"]),
    ],
)
def test_a_query_falls_into_these_tokens(query: str, expected: list[str]) -> None:
    assert texts(query) == expected


def test_a_token_knows_its_sort_and_place() -> None:
    assert [(token.sort, token.start) for token in tokens("ASK { ?s kg:p <o>, 'x'@en, 5 }")] == [
        ("word", 0),
        ("other", 4),
        ("variable", 6),
        ("name", 9),
        ("iri", 14),
        ("other", 17),
        ("string", 19),
        ("language", 22),
        ("other", 25),
        ("number", 27),
        ("other", 29),
    ]


@given(st.text())
def test_tokens_are_parts_of_the_text_in_their_order(query: str) -> None:
    end = 0
    for token in tokens(query):
        assert token.start >= end
        end = token.start + len(token.text)
        assert query[token.start : end] == token.text


@pytest.mark.parametrize(
    "text", ["a." * 50_000, "<" * 100_000, "'" * 100_001, '"""' + "\\" * 99_999, "a" * 100_000, "?a" * 50_000]
)
def test_odd_texts_are_read_in_linear_time(text: str) -> None:
    with suppress(QueryError):
        form(f"ASK {{ {text}")
    assert sum(1 for _ in tokens(text)) <= len(text)


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
        "SELECT * { FILTER('x' = '\\U00000053ERVICE') }",
    ],
)
def test_service_is_refused_however_it_hides(query: str) -> None:
    with pytest.raises(QueryError, match=r"SERVICE|string that begins here"):
        form(query)


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
    [("ASK {\n  ?s ?p 'knee\n}", 2, 9), ('ASK { ?s ?p "\\x" }', 1, 13), ("ASK { ?s ?p '''knee }", 1, 15)],
)
def test_an_open_string_is_shown_where_it_begins(query: str, line: int, column: int) -> None:
    with pytest.raises(QueryError, match="the string that begins here is not closed") as caught:
        form(query)
    assert (caught.value.line, caught.value.column) == (line, column)


def test_half_a_character_is_shown_where_it_stands() -> None:
    with pytest.raises(QueryError, match="line 1, column 15: this character is not Unicode text"):
        form("ASK { ?s ?p 'x\udcff' }")


@pytest.mark.parametrize("opening", ["(", "{", "[", "{SELECT*{", "(("])
def test_a_query_that_nests_too_deeply_is_refused_before_it_ends_the_process(opening: str) -> None:
    with pytest.raises(QueryError, match="brackets are nested too deeply: more than 40 are open here"):
        form(f"ASK {{ {opening * 5000}")
    assert form(f"ASK {{ FILTER({'(' * 30}1{')' * 30}) }}") == "ASK"


@pytest.mark.parametrize("part", ["1+", "!", "1||", "{}UNION", "OPTIONAL{}", "?s ?p ?o."])
def test_a_query_that_is_too_large_is_refused_before_it_ends_the_process(part: str) -> None:
    with pytest.raises(QueryError, match="the query is too large: more than 1000 keywords and operators"):
        form(f"ASK {{ {part * 5000} }}")


def test_a_long_list_of_values_is_not_too_large() -> None:
    listed = " ".join(f"(<concept/{number}> {number} 'x')" for number in range(20_000))
    assert form(f"SELECT * {{ VALUES (?a ?b ?c) {{ {listed} }} }}") == "SELECT"


# Names


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


# Places


@given(st.text(), st.data())
def test_a_place_is_found_again(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    assert offset(text, *place(text, start)) == start


@given(st.text(alphabet="a?<>{}'\" #\n:.1"))
def test_spreading_a_query_changes_nothing_but_gaps(query: str) -> None:
    wide, starts = spread(query)
    assert [token for _, token in starts] == list(tokens(query))
    assert all(wide.startswith(token.text, start) for start, token in starts)


# Bound values


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_bound_text_is_only_ever_a_text(text: str) -> None:
    query = bound("SELECT ?text ?other WHERE { BIND(1 AS ?other) }", {"text": str(Literal(text))})
    assert form(query) == "SELECT" or "service" in text.lower()
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


def test_the_limits_stand_in_the_messages() -> None:
    assert (sparql.MAX_DEPTH, sparql.MAX_PARTS) == (40, 1000)
