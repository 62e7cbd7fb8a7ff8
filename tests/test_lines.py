"""Lines of long reports: broken, styled and written piece by piece, as rich and json would have done it at once."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from rich.text import Text

from kneegraph.cli import show
from kneegraph.cli.lines import Line, unstyled, wrapped
from kneegraph.exchange.reports.pieces import json_pieces
from kneegraph.tables import wide

LINES: list[Line] = [(("a.md:1:1: ", "bold"), ("error: ± contested", "bold red")), (("  膝 hurts", ""),), ()]
words = st.text("ab’膝 ", min_size=1, max_size=60)


@given(words, st.integers(8, 30), st.integers(0, 4))
def test_wrapped_lines_keep_every_word_and_are_no_wider_than_the_room(text: str, room: int, hang: int) -> None:
    lines = [*wrapped(text, room, hang=hang)]
    assert all(wide(line) <= room for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(line.startswith(" " * hang) for line in lines[1:] if line)


@given(st.lists(st.text("ab’膝", min_size=1, max_size=4), min_size=1, max_size=19), st.integers(8, 30))
def test_lines_break_where_rich_breaks_them(parts: list[str], room: int) -> None:
    text = " ".join(parts)
    expected = [line.plain.rstrip() for line in Text(text).wrap(Console(), room)]
    assert [*wrapped(text, room)] == expected


def test_a_text_of_several_lines_stays_one_and_an_empty_one_is_a_line() -> None:
    assert [*wrapped("a b\n\nc", 10, hang=2)] == ["a b", "", "  c"]
    assert [*wrapped("", 10)] == [""]


@pytest.mark.parametrize("colours", ["0", "1"])
def test_styles_show_where_there_are_any_and_the_text_is_the_same(
    colours: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    if colours == "1":
        monkeypatch.setenv("FORCE_COLOR", "1")
    show.console.cache_clear()
    show.show_lines(LINES)
    out = capsys.readouterr().out
    show.console.cache_clear()
    assert ("\x1b[1;31merror" in out) is (colours == "1")
    assert Text.from_ansi(out).plain.split("\n")[:3] == [unstyled(line) for line in LINES]


values = st.recursive(
    st.none() | st.integers() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=9,
)


@given(st.lists(values, max_size=4))
def test_json_in_pieces_is_json(items: list[object]) -> None:
    assert "".join(json_pieces({"items": iter(items), "end": 1})) == json.dumps({"items": items, "end": 1}, indent=2) + "\n"


def test_json_is_written_before_its_last_item_is_made() -> None:
    def endless() -> Iterator[str]:
        while True:
            yield "x"

    assert next(json_pieces({"items": endless()})).startswith('{\n  "items": [\n    "x",')
