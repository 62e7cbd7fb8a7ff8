"""An answer to look at, to read again, and to take along as a data frame."""

from __future__ import annotations

import io
import sys
from datetime import date

import pytest
from pyoxigraph import Store as Oxigraph

from kneegraph import vocab
from kneegraph.errors import KneegraphError, MissingLibraryError, QueryError
from kneegraph.store import MemoryStore, Result, kept


def ask(query: str) -> Result:
    return MemoryStore([]).query(query)


def rows(count: int) -> str:
    tens = "{ VALUES ?%s { 0 1 2 3 4 5 6 7 8 9 } }"
    return f"SELECT (?a*10+?b AS ?n) {{ {tens % 'a'} {tens % 'b'} }} ORDER BY ?n LIMIT {count}"


MIXED = """SELECT ?n ?x ?t ?d ?i ?mixed { VALUES (?n ?x ?t ?d ?i ?mixed) {
  (1 1.5 true "2018-11-06"^^xsd:date kg:causes 1) (UNDEF 2 UNDEF UNDEF UNDEF "one") } }"""


def test_the_shell_shows_an_aligned_table_and_what_is_left_out() -> None:
    shown = repr(ask("SELECT ?claim ?n { VALUES (?claim ?n) { (kg:causes 5) (<claim/a> 12) ('x' UNDEF) } }"))
    assert shown.splitlines() == ["claim       n", "---------  --", "kg:causes   5", "claim/a    12", "x", "3 rows"]
    long = repr(ask(rows(21))).splitlines()
    assert len(long) == 2 + 20 + 1
    assert long[-1] == "… more"
    assert repr(ask(rows(20))).endswith("\n20 rows")
    assert repr(ask("SELECT ?x { ?x kg:causes ?x }")) == "x\n-\nno rows"
    assert repr(ask("ASK { }")) == "ASK: true"
    assert repr(ask("CONSTRUCT { <urn:a> kg:causes 1 } WHERE {}")).splitlines()[-2:] == [
        "urn:a    kg:causes       1",
        "1 triple",
    ]


def test_looking_takes_nothing_away() -> None:
    result = ask(rows(30))
    repr(result)
    assert [row["n"] for row in result] == list(range(30))
    assert [row["n"] for row in result] == list(range(30))
    assert len(result) == 30


@pytest.mark.parametrize("format", ["json", "csv", "tsv", "xml"])
@pytest.mark.parametrize(
    "query", [rows(30), MIXED, "SELECT * {}", "SELECT ?x { ?x kg:causes ?x }", "SELECT ?x { VALUES ?x { 'a\\t\\n\"'@de } }"]
)
def test_what_was_looked_at_is_written_as_if_it_was_not(query: str, format: str) -> None:
    straight, looked = io.BytesIO(), io.BytesIO()
    ask(query).write(straight, format)
    result = ask(query)
    repr(result)
    result.write(looked, format)
    assert looked.getvalue() == straight.getvalue()
    result.write(looked, format)
    assert looked.getvalue() == straight.getvalue() * 2


def test_a_long_answer_can_be_looked_at_and_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "KEPT", 25)
    result = ask(rows(30))
    repr(result)
    assert [row["n"] for row in result] == list(range(30))
    with pytest.raises(QueryError, match="this answer was read already, and only its first 25 parts can be kept"):
        list(result.terms)
    assert repr(result).endswith("\n… more")
    held = result._rows
    assert len(held._kept) == 25
    counted = ask(rows(30))
    assert len(counted) == 30
    assert len(list(counted)) == len(list(counted)) == 30  # who counts, keeps


def test_two_readers_of_one_answer_each_see_all_or_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    result = ask(rows(30))
    assert [one["n"] for pair in zip(result, result, strict=True) for one in pair] == [n for n in range(30) for _ in "ab"]
    monkeypatch.setattr(kept, "KEPT", 5)
    result = ask(rows(30))
    with pytest.raises(QueryError, match="read already"):
        list(zip(result, result, strict=True))


def test_writing_what_nobody_looked_at_keeps_nothing() -> None:
    result = ask(rows(30))
    result.write(io.BytesIO(), "csv")
    assert result._rows._kept == []
    assert repr(result) == "n\n-\nthe rows were read already"
    with pytest.raises(QueryError, match="read already"):
        list(result)


def test_a_failure_while_looking_is_told_and_not_an_empty_table() -> None:
    unreachable = "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"
    result = Result("SELECT", Oxigraph().query(unreachable))
    for _ in "twice":
        assert "could not be read" in repr(result)
        assert "port 9" in repr(result)
        with pytest.raises(QueryError, match="port 9"):
            list(result)


def test_pandas_has_numbers_as_numbers_and_dates_as_dates() -> None:
    frame = ask(MIXED).to_pandas()
    types = {"n": "Int64", "x": "float64", "t": "boolean", "d": "datetime64[s]", "i": "object", "mixed": "object"}
    assert {name: str(kind) for name, kind in frame.dtypes.items()} == types
    assert frame["d"][0].date() == date(2018, 11, 6)
    assert list(frame["i"]) == [vocab.KG + "causes", None]
    assert list(frame["mixed"]) == [1, "one"]
    assert str(ask(rows(3)).to_pandas()["n"].dtype) == "int64"


def test_polars_has_numbers_as_numbers_and_dates_as_dates() -> None:
    frame = ask(MIXED).to_polars()
    assert [str(kind).split("(")[0] for kind in frame.dtypes] == ["Int64", "Float64", "Boolean", "Date", "String", "String"]
    assert frame.rows() == [(1, 1.5, True, date(2018, 11, 6), vocab.KG + "causes", "1"), (None, 2.0, None, None, None, "one")]


@pytest.mark.parametrize(
    "written",
    ['"5000-13-01"^^xsd:date', '"-0400-01-01"^^xsd:date', '"soon"^^xsd:dateTime', '"99999999999999999999"^^xsd:integer'],
)
def test_what_only_claims_to_be_a_date_or_is_too_large_stays(written: str) -> None:
    query = f"SELECT ?x {{ VALUES ?x {{ {written} }} }}"
    assert str(ask(query).to_pandas()["x"][0]) == written.split('"')[1]
    assert ask(query).to_polars()["x"][0] == written.split('"')[1]


def test_times_with_a_zone_are_told_in_one() -> None:
    query = "SELECT ?x { VALUES ?x { '2020-01-01T01:00:00+01:00'^^xsd:dateTime '2020-01-01T00:00:00Z'^^xsd:dateTime } }"
    assert ask(query).to_pandas()["x"].nunique() == 1
    assert ask(query).to_polars()["x"].n_unique() == 1


def test_an_empty_answer_keeps_its_columns_and_triples_have_three() -> None:
    empty = ask("SELECT ?a ?b { ?a kg:causes ?b }")
    assert list(empty.to_pandas().columns) == empty.to_polars().columns == ["a", "b"]
    triples = ask("CONSTRUCT { <urn:a> kg:causes 1 } WHERE {}")
    assert triples.to_pandas().to_dict("records") == [{"subject": "urn:a", "predicate": vocab.KG + "causes", "object": 1}]
    with pytest.raises(QueryError, match="an ASK has no table"):
        ask("ASK {}").to_pandas()


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_a_missing_library_is_named_with_the_way_to_get_it(library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(
        MissingLibraryError, match=f"this needs {library}, which is not installed: pip install {library}"
    ) as caught:
        getattr(ask(rows(3)), f"to_{library}")()
    assert isinstance(caught.value, ImportError)
    assert isinstance(caught.value, KneegraphError)
