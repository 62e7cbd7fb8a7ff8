"""The tokens of a query, and the places where they stand."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneegraph.errors import QueryError
from kneegraph.sparql import form, offset, place, spread, tokens


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
        ("ex:a\u00b7b\u203fc", ["ex:a\u00b7b\u203fc"]),
        ("?a\u200db", ["?a\u200db"]),
        ("ex:a\u00b2", ["ex:a", "\u00b2"]),
        ("?a\u00a0?b", ["?a", "\u00a0", "?b"]),
        ("1.SERVICE", ["1", ".", "SERVICE"]),
        ("a..b:c", ["a..b:c"]),
        ("a.:c", ["a", ".", ":c"]),
        ("true.5", ["true", ".5"]),
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
    "text",
    [
        "a." * 50_000,
        "<" * 100_000,
        "'" * 100_001,
        '"""' + "\\" * 99_999,
        "a" * 100_000,
        "?a" * 50_000,
        "a-" * 50_000,
        "a.." * 30_000,
    ],
)
def test_odd_texts_are_read_in_linear_time(text: str) -> None:
    with suppress(QueryError):
        form(f"ASK {{ {text}")
    assert sum(1 for _ in tokens(text)) <= len(text)


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
