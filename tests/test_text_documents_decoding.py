"""The bytes of a draft as text, and the lines and columns of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneegraph.check import report
from kneegraph.errors import DataError
from kneegraph.text import lines
from kneegraph.text.documents import checked, decode
from kneegraph.text.lines import Lines, Place
from kneegraph.text.stated import Span


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_is_decoded_without_its_mark(encoding: str) -> None:
    assert decode("Wëak 😀\r\nglutes".encode(encoding)) == "Wëak 😀\r\nglutes"


def test_utf_16_is_read_in_both_orders_of_bytes() -> None:
    assert decode(b"\xff\xfea\0") == decode(b"\xfe\xff\0a") == "a"
    assert decode(b"") == ""


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("Wëak\nglütés".encode() + b"\xe9", "a.md:2:7: not UTF-8: byte 0xe9 at byte 14 (is the file Latin-1 or Windows-1252?"),
        (b"\xef\xbb\xbfab\xff", "a.md:1:3: not UTF-8: byte 0xff at byte 5 (is the file"),
        (b"ab\0\xff", "a.md:1:4: not UTF-8: byte 0xff at byte 3 (this is not a text)"),
        (b"ok\r\na\0b", "a.md:2:2: not a text: it holds a NUL"),
        (b"\xff\xfea\0\n\0\0\xd8", "a.md:2:1: not UTF-16, though its byte order mark says so"),
        (b"\xff\xfea\0b", "a.md:1:2: not UTF-16"),
        (b"\xff\xfe\0\0a\0\0\0", "a.md:1:1: UTF-32 is not read; save it as UTF-8"),
    ],
)
def test_what_is_no_text_is_refused_with_its_place(data: bytes, message: str) -> None:
    with pytest.raises(DataError) as raised:
        decode(data, "a.md")
    assert str(raised.value).startswith(message)
    assert raised.value.path == Path("a.md")


def test_half_a_surrogate_pair_is_refused_with_its_place() -> None:
    assert checked("😀") == "😀"
    with pytest.raises(DataError) as raised:
        checked("a\rbc\udfffd", "a.md")
    assert str(raised.value).startswith("a.md:2:3: not a text: lone surrogate U+DFFF")
    assert (raised.value.line, raised.value.column) == (2, 3)


@given(st.binary(max_size=60))
def test_bytes_are_decoded_or_refused_with_a_place(data: bytes) -> None:
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = decode(data)
    except DataError as error:
        place = (error.line or 0, error.column or 0)
    else:
        assert "\0" not in text
        assert wide or text.encode() == data.removeprefix(b"\xef\xbb\xbf")
        return
    assert place >= (1, 1)


def test_lines_end_as_editors_say() -> None:
    text = "a😀b\nc\r\nd\re\u2028f\n"
    place = Lines(text).place
    assert place(Span(0, 3)) == Place(1, 1, 1, 4, 0, 3)
    assert place(Span(4, 8)) == Place(2, 1, 3, 2, 4, 8)
    assert place(Span(9, 12)) == Place(4, 1, 4, 4, 9, 12)
    assert place(Span(13, 13)) == Place(5, 1, 5, 1, 13, 13)


def test_a_byte_order_mark_has_no_column() -> None:
    assert Lines("\ufeffab\ncd").place(Span(1, 3)) == Place(1, 1, 1, 3, 1, 3)
    assert Lines("\ufeffab\ncd").position(0) == (1, 1)
    assert Lines("\ufeffab\ncd").place(Span(4, 6)) == Place(2, 1, 2, 3, 4, 6)


def test_a_report_places_things_as_the_text_does() -> None:
    assert report.Place is lines.Place


@given(st.text("ab\r\n\u2028", max_size=30))
def test_a_place_leads_back_to_where_it_was(text: str) -> None:
    found = Lines(text)
    for offset in range(len(text) + 1):
        line, column = found.position(offset)
        assert found.offset(line, column) == offset
        assert (
            line == len(text[:offset].replace("\r\n", "\n").replace("\r", "\n").split("\n"))
            or text[offset - 1 : offset + 1] == "\r\n"
        )
