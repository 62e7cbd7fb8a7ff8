"""Named queries as such: what holds for every packaged one, their headers and their parameters."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse
from pyoxigraph import Store as Oxigraph
from rdflib.plugins.sparql.parser import parseQuery

import kneegraph
from kneegraph import Graph, vocab
from kneegraph.errors import DataError, QueryError, UnknownTermError
from kneegraph.queries import NamedQuery, Parameter, named_queries, query_folders, read_query
from kneegraph.sparql import tokens
from kneegraph.store import MemoryStore

QUERIES = named_queries()


@pytest.fixture(scope="module")
def packaged() -> Graph:
    return kneegraph.load()


# All of them together


@pytest.mark.parametrize("query", QUERIES.values(), ids=list(QUERIES))
def test_a_query_answers_with_its_defaults(packaged: Graph, query: NamedQuery) -> None:
    result = packaged.query_named(query.name)
    assert bool(result) if result.form == "ASK" else list(result if result.form == "SELECT" else result.quads)


@pytest.mark.parametrize("query", QUERIES.values(), ids=list(QUERIES))
def test_a_query_is_documented(query: NamedQuery) -> None:
    assert query.name == vocab.slug(query.name)
    assert query.about.endswith(".")
    assert not query.title.endswith(".")
    assert all(parameter.about and parameter.default for parameter in query.parameters)


@pytest.mark.parametrize("query", QUERIES.values(), ids=list(QUERIES))
def test_a_query_can_be_pasted_into_any_endpoint(query: NamedQuery) -> None:
    Oxigraph().query(query.text)  # without our prefixes
    parseQuery(query.text)
    declared = {token.text for token in tokens(query.text) if token.sort == "name" and token.text.endswith(":")}
    used = {
        token.text.partition(":")[0] + ":" for token in tokens(query.text) if token.sort == "name" and token.text[-1] != ":"
    }
    assert declared == used


@pytest.mark.parametrize("query", QUERIES.values(), ids=list(QUERIES))
def test_a_query_has_no_pattern_that_grows_with_the_square_of_the_graph(query: NamedQuery) -> None:
    words = [token.text.upper() for token in tokens(query.text) if token.sort == "word"]
    assert "EXISTS" not in words


@pytest.fixture(scope="module")
def both_ways(packaged: Graph) -> tuple[MemoryStore, MemoryStore]:
    assert isinstance(packaged.store, MemoryStore)
    quads = list(parse(packaged.store.dump("nq"), RdfFormat.N_QUADS))
    return MemoryStore(quads), MemoryStore(reversed(quads))


@pytest.mark.parametrize("query", QUERIES.values(), ids=list(QUERIES))
def test_an_answer_has_the_same_order_however_the_data_were_loaded(
    packaged: Graph, both_ways: tuple[MemoryStore, MemoryStore], query: NamedQuery
) -> None:
    answers = [store.query(query.with_values({}, packaged._resolve)) for store in both_ways]
    form = "csv" if answers[0].form in ("SELECT", "ASK") else "turtle"
    assert answers[0].serialize(form) == answers[1].serialize(form)


# Parameters and headers

DEFINED = "# title: T\n# about: A.\n# param: c (concept) : which\n# param: t (text) = x y : words\n\nSELECT ?c ?t WHERE { }\n"


def defined(folder: Path, text: str = DEFINED) -> NamedQuery:
    path = folder / "one.rq"
    path.write_text(text, encoding="utf-8")
    return read_query(path)


def resolve(sort: str, value: str) -> str:
    return f"urn:{sort}:{value}"


def test_a_header_is_read_as_it_is_written(tmp_path: Path) -> None:
    query = defined(tmp_path, DEFINED.replace("A.\n", "A\n# about: and more: B.\n"))
    assert (query.name, query.title, query.about) == ("one", "T", "A and more: B.")
    assert query.parameters == (Parameter("c", "concept", "which"), Parameter("t", "text", "words", "x y"))


def test_values_are_resolved_and_defaults_filled_in(tmp_path: Path) -> None:
    text = defined(tmp_path).with_values({"c": "a"}, resolve)
    assert 'WHERE { VALUES (?c ?t) { (<urn:concept:a> "x y") }' in text


@pytest.mark.parametrize(
    ("values", "error", "message"),
    [
        ({}, QueryError, r"one needs a value for c \(which\)"),
        ({"c": "a", "d": "b"}, UnknownTermError, "no parameter of one is called 'd'; nearest: c, t"),
        ({"c": "a b"}, QueryError, "'a b' cannot stand in a query"),
        ({"c": "a", "t": "\udcff"}, QueryError, "cannot stand in a query"),
    ],
)
def test_values_that_do_not_fit(tmp_path: Path, values: dict[str, str], error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        defined(tmp_path).with_values(values, resolve)


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("# title: T\n", "", 1, "the header has no '# title: …' line"),
        ("# about: A.\n", "", 1, "the header has no '# about: …' line"),
        ("# about", "# abuot", 2, "one of title, about, param .got '# abuot: A.'"),
        ("(concept)", "(thing)", 3, "where sort is one of concept, source, claim, relation, text"),
        (" : which", "", 3, "a parameter reads 'name .sort. = default : sentence"),
        ("SELECT ?c ", "SELECT ?concept ", 3, r"the query has no variable \?c"),
    ],
)
def test_a_header_that_cannot_be_read(tmp_path: Path, old: str, new: str, line: int, message: str) -> None:
    with pytest.raises(DataError, match=message) as caught:
        defined(tmp_path, DEFINED.replace(old, new))
    assert caught.value.line == line
    assert str(caught.value).startswith(f"{tmp_path / 'one.rq'}:{line}: ")


def test_a_comment_further_down_is_not_the_header(tmp_path: Path) -> None:
    assert defined(tmp_path, DEFINED + "# note: anything\n# title: other\n").title == "T"


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="there is no such folder of queries"):
        named_queries(tmp_path / "queries")


def test_a_folder_s_queries_stand_beside_the_packaged_and_before_those_of_the_same_name(tmp_path: Path) -> None:
    first, second = tmp_path / "a", tmp_path / "b"
    for folder, title in ((first, "First"), (second, "Second")):
        folder.mkdir()
        for name in ("contested", "aaa"):
            (folder / f"{name}.rq").write_text(DEFINED.replace("T\n", f"{title}\n", 1), encoding="utf-8")
    (second / "aaa.rq").unlink()
    found = named_queries(first, second)
    assert set(found) == {*QUERIES, "aaa"}
    assert list(found) == sorted(found)
    assert (found["aaa"].title, found["contested"].title) == ("First", "Second")
    assert named_queries() == QUERIES


def test_the_queries_of_a_data_folder_lie_in_a_folder_of_their_own(tmp_path: Path) -> None:
    for name in ("one", "two", "packaged"):
        (tmp_path / name).mkdir()
    (tmp_path / "one" / "queries").mkdir()
    file = tmp_path / "two" / "claims.ttl"
    file.touch()
    assert query_folders([tmp_path / "two", str(tmp_path / "one"), file, "packaged"]) == (tmp_path / "one" / "queries",)


EXAMPLE = Path(__file__).parent.parent / "docs" / "examples" / "other-subject"


def test_the_example_of_another_subject_has_a_query_that_answers() -> None:
    (query,) = (query for name, query in named_queries(*query_folders([EXAMPLE])).items() if name not in QUERIES)
    bread = kneegraph.load(EXAMPLE)
    rows = list(bread.query(query.with_values({}, bread._resolve)))
    assert [(row["claim"], row["supported"], row["disputed"]) for row in rows] == [
        (vocab.iri("claim", "high-hydration.causes.open-crumb"), "bakery-notes", "weekend-column")
    ]


def test_a_wrong_name_gets_the_nearest(packaged: Graph) -> None:
    with pytest.raises(UnknownTermError, match="no query is called 'contestd'; nearest: contested"):
        packaged.query_named("contestd")
    with pytest.raises(UnknownTermError, match="no parameter of causes-of is called 'efect'"):
        packaged.query_named("causes-of", efect="knee valgus")
    with pytest.raises(UnknownTermError, match="nearest: knee-valgus"):
        packaged.query_named("causes-of", effect="knee valgis")
