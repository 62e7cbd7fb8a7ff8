"""Which form an answer takes."""

from __future__ import annotations

import pytest

from kneegraph.server.failures import Failure, FailureKind
from kneegraph.server.negotiation import PAGE, TABLE_OFFERS, TRIPLE_OFFERS, negotiated


@pytest.mark.parametrize(
    ("accept", "format"),
    [
        (None, "json"),
        ("*/*", "json"),
        ("", "json"),
        ("nonsense", "json"),
        ("text/csv", "csv"),
        ("text/csv;q=0.5, application/sparql-results+xml;q=0.6", "xml"),
        ("text/csv, */*", "csv"),
        ("text/csv;q=0.2, */*;q=0.1", "csv"),
        ("text/*", "csv"),
        ("application/*", "json"),
        ("application/json", "json"),
        ("application/sparql-results+json;q=0, */*", "xml"),
        ("application/sparql-results+json ; Q=0.3 , text/tab-separated-values ; q=0.4", "tsv"),
        ("application/rdf+xml, text/turtle, application/xml;q=0.9", "xml"),
        ("TEXT/CSV", "csv"),
    ],
)
def test_rows_are_written_as_the_client_likes_best(accept: str | None, format: str) -> None:
    assert negotiated(TABLE_OFFERS, accept).format == format


@pytest.mark.parametrize(
    ("accept", "format"),
    [
        (None, "turtle"),
        ("application/rdf+xml", "xml"),
        ("application/ld+json;q=0.9, application/n-triples;q=0.8", "json"),
        ("application/trig", "trig"),
        ("application/n-quads", "nquads"),
        ("application/rdf+xml, text/turtle", "turtle"),
    ],
)
def test_triples_are_written_as_the_client_likes_best(accept: str | None, format: str) -> None:
    assert negotiated(TRIPLE_OFFERS, accept).format == format


@pytest.mark.parametrize("accept", ["image/png", "application/json;q=0", "*/*;q=0", "text/html"])
def test_what_cannot_be_written_is_not_acceptable(accept: str) -> None:
    with pytest.raises(Failure) as raised:
        negotiated(TABLE_OFFERS, accept)
    assert (raised.value.status, raised.value.kind) == (406, FailureKind.NOT_ACCEPTABLE)
    assert "text/csv" in raised.value.message


def test_the_type_that_was_asked_for_is_the_one_sent() -> None:
    assert negotiated(TABLE_OFFERS, "application/json").content_type == "application/json"
    assert negotiated(TABLE_OFFERS, "text/xml").content_type == "text/xml; charset=utf-8"
    assert negotiated(TABLE_OFFERS, "*/*").content_type == "application/sparql-results+json"
    assert negotiated(TRIPLE_OFFERS, "text/plain").content_type == "text/plain; charset=utf-8"


@pytest.mark.parametrize(
    ("name", "format"), [("ttl", "turtle"), ("jsonld", "json"), ("application/rdf xml", "xml"), ("NT", "ntriples")]
)
def test_a_name_in_the_address_comes_first(name: str, format: str) -> None:
    assert negotiated(TRIPLE_OFFERS, "image/png", (name,)).format == format


def test_of_several_names_the_first_that_is_known_counts() -> None:
    assert negotiated(TRIPLE_OFFERS, "image/png", ("yaml", "JSON-LD", "ttl")).format == "json"


def test_a_name_that_does_not_exist_is_not_acceptable() -> None:
    with pytest.raises(Failure) as raised:
        negotiated(TABLE_OFFERS, None, ("yaml",))
    assert raised.value.status == 406


def test_a_browser_gets_the_page() -> None:
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
    assert negotiated((PAGE, *TRIPLE_OFFERS), browser).format == "html"
    assert negotiated((*TRIPLE_OFFERS, PAGE), browser).format == "html"
