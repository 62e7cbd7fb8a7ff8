"""How large a query may be, and that nothing hides from the count."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kneegraph import sparql
from kneegraph.errors import QueryError, QueryTooLargeError, RefusedQueryError
from kneegraph.sparql import form, limits, reading


@pytest.mark.parametrize("opening", ["(", "{", "[", "{SELECT*{", "(("])
def test_a_query_that_nests_too_deeply_is_refused_before_it_ends_the_process(opening: str) -> None:
    with pytest.raises(QueryError, match="brackets are nested too deeply: more than 40 are open here"):
        form(f"ASK {{ {opening * 5000}")
    assert form(f"ASK {{ FILTER({'(' * 30}1{')' * 30}) }}") == "ASK"


@pytest.mark.parametrize("part", ["1+", "!", "1||", "{}UNION", "OPTIONAL{}", "<a:b>/"])
def test_a_query_that_is_too_large_is_refused_before_it_ends_the_process(part: str) -> None:
    with pytest.raises(QueryTooLargeError, match="the query is too large: more than 1000 keywords and operators"):
        form(f"ASK {{ {part * 5000} }}")


@pytest.mark.parametrize(
    "pattern",
    [
        "?s ?p ?o." * 5000,
        "?s ?p 1" + ",1" * 5000,
        "?s ?p 1" + "; ?p 1" * 5000,
        f"?s ?p ({'1 ' * 5000})",
        f"({'true' * 9} {'true ' * 5000})",
    ],
)
def test_a_pattern_of_too_many_triples_is_refused(pattern: str) -> None:
    with pytest.raises(QueryTooLargeError, match="its patterns have more than 2000 triples"):
        form(f"ASK {{ {pattern} }}")


@pytest.mark.parametrize(
    "growing",
    [
        " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(30)),
        " ".join(f"BIND(concat(?x{n}, ?x{n})AS ?x{n + 1})" for n in reversed(range(30))),
        " ".join(f"BIND(REPLACE(?x{n}, 'a', ?x{n}) AS ?y{n}) BIND(?y{n} AS ?x{n + 1})" for n in range(30)),
    ],
)
def test_texts_that_double_at_every_step_are_refused(growing: str) -> None:
    with pytest.raises(QueryTooLargeError, match=r"\?\w+ would hold one text more than 1000 times over"):
        form(f"SELECT * {{ BIND('x' AS ?x0) {growing} }}")


def test_texts_put_together_from_many_are_not_too_large() -> None:
    joined = " ".join(f"BIND(CONCAT(?text, ', ', ?more{n}, ?more{n}) AS ?label{n})" for n in range(100))
    assert form(f"SELECT * {{ ?text ?p ?o {joined} }}") == "SELECT"


def test_a_query_of_more_than_a_million_characters_is_refused() -> None:
    assert form("ASK {}" + " " * (sparql.MAX_LENGTH - 6)) == "ASK"
    with pytest.raises(QueryTooLargeError, match="1,000,001 characters, at most 1,000,000 are read"):
        form("ASK {}" + " " * (sparql.MAX_LENGTH - 5))


def test_too_large_is_an_error_of_its_own_kind() -> None:
    assert issubclass(QueryTooLargeError, QueryError)
    assert not issubclass(QueryTooLargeError, RefusedQueryError)
    with pytest.raises(QueryTooLargeError, match="nested too deeply: more than 40"):
        form("ASK { " + "(" * 41)


@pytest.mark.parametrize(
    "query",
    [
        "ASK { VALUES ?x { " + "-1 true UNDEF 'a'^^xsd:string " * 3000 + "} }",
        "ASK { VALUES (?x ?y) { " + "(-1 true)" * 3000 + "} }",
        "CONSTRUCT { ?s ?p 1" + "; a true, -1 " * 3000 + "} WHERE { ?s ?p ?o }",
        "ASK { ?s ?p 1" + "; a 1" * 1000 + " }",
        "ASK { ?s ?p ?o FILTER(?o IN (1" + ", 1" * 5000 + ")) }",
        "".join(f"PREFIX a{n}: <x:{n}> " for n in range(3000)) + "ASK {}",
        "ASK " + "FROM <g> " * 3000 + "{}",
    ],
)
def test_flat_lists_may_be_long(query: str) -> None:
    assert form(query) == "ASK" or query.startswith("CONSTRUCT")


@pytest.mark.parametrize("signs", ["(" * 5000, "!" * 5000])
@pytest.mark.parametrize(
    "around",
    [
        "SELECT * {{ FILTER(1<{}'>'') }}",
        "SELECT * {{ FILTER<x:f>(1<{}'>'') }}",
        "SELECT * {{ ?s ?p ?o FILTERex:f(1<{}'>'') }}",
        "SELECT * {{ {{ SELECT ?a (1<{}'>'' AS ?b) {{}} }} }}",
        "SELECT * {{ {{ SELECT ?a {{}} GROUP BY ?a (1<{}'>'' AS ?b) }} }}",
        "SELECT * {{}} ORDER BY ?a (1<{}'>'')",
        "SELECT * {{}} HAVINGex:f(1)(1<{}'>'')",
        "SELECT * {{ ?s ?p trueFILTER(true<{}'>'') }}",
        "SELECT * {{ FILTER(EXISTS {{}}<{}'>'') }}",
    ],
)
def test_nesting_cannot_hide_in_what_may_be_an_iri(around: str, signs: str) -> None:
    query = "PREFIX FILTERex: <x:> PREFIX HAVINGex: <x:> PREFIX ex: <x:> " + around.format(signs)
    with pytest.raises(QueryError, match="this reads as an IRI; if '<' shall compare, put a space after it"):
        form(query)


@pytest.mark.parametrize(
    ("query", "limit"),
    [
        ("ASK { " + "(" * 41, "depth 40"),
        ("ASK { " + "!" * 1001, "operators 1000"),
        ("ASK { " + "?s ?p ?o." * 2001, "triples 2000"),
        ("".join(f"PREFIX a{n}: <x:{n}> " for n in range(5001)) + "ASK {}", "declarations 5000"),
        ("ASK { FILTER(1 IN (1" + ", 1" * 20_001 + ")) }", "members 20000"),
        (f"SELECT * {{ {' '.join(f'BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})' for n in range(30))} }}", "growth 1000"),
        ("ASK {}" + " " * 1_000_000, "length 1,000,000 characters"),
    ],
)
def test_the_limit_that_is_passed_has_a_name(query: str, limit: str) -> None:
    with pytest.raises(QueryTooLargeError) as caught:
        form(query)
    assert caught.value.limit == limit


@pytest.mark.parametrize(
    "query",
    ["ASK { " + "(" * 100_000, "(" * 100_000, "ASK { " + "?s ?p ?o." * 100_000, "ASK { FILTER(1" + " + 1" * 200_000 + ") }"],
)
def test_what_is_too_large_is_read_no_further_than_to_the_limit(query: str, monkeypatch: pytest.MonkeyPatch) -> None:
    read = 0

    def counted(text: str) -> Iterator[sparql.Token]:
        nonlocal read
        for token in sparql.tokens(text):
            read += 1
            yield token

    for module in (limits, reading):
        monkeypatch.setattr(module, "tokens", counted)
    with pytest.raises(QueryError):
        form(query)
    assert 40 < read < 10_000


def test_a_long_list_of_values_is_not_too_large() -> None:
    listed = " ".join(f"(<concept/{number}> {number} 'x')" for number in range(20_000))
    assert form(f"SELECT * {{ VALUES (?a ?b ?c) {{ {listed} }} }}") == "SELECT"


def test_the_limits_stand_in_the_messages() -> None:
    assert (sparql.MAX_DEPTH, sparql.MAX_PARTS, sparql.MAX_ITEMS, sparql.MAX_GROWTH) == (40, 1000, 2000, 1000)
