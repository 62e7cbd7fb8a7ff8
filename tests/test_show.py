"""Printing: tables that fit and tables that do not, JSON and raw text, output that nobody takes."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.text import Text

from kneegraph.cli import main, show

FULL = Path("/dev/full")
BUFFERED = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
SHORT = ["contradictions", "--kind", "scope", "--format", "json"]  # an answer that waits in the buffer until the end


@pytest.fixture
def narrow(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("COLUMNS", "40")
    show.console.cache_clear()
    yield
    show.console.cache_clear()


def run(*args: str, **given: object) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "kneegraph", *args]
    return subprocess.run(command, stderr=subprocess.PIPE, check=False, env=BUFFERED, **given)  # type: ignore[call-overload,no-any-return]


# Tables


@pytest.mark.usefixtures("narrow")
def test_a_table_that_fits_is_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    show.show_table(("name", "number"), [("one", "1"), ("two", "2")], title="Numbers")
    head, *rows = [line.split() for line in capsys.readouterr().out.splitlines() if line and "─" not in line]
    assert head == ["Numbers"]
    assert rows == [["name", "number"], ["one", "1"], ["two", "2"]]


@pytest.mark.usefixtures("narrow")
def test_a_table_wraps_words_before_it_breaks_them(capsys: pytest.CaptureFixture[str]) -> None:
    show.show_table(("what", "identifier"), [("some words", "an-identifier-of-27-letters")])
    lines = capsys.readouterr().out.splitlines()
    assert any("an-identifier-of-27-letters" in line for line in lines)
    assert max(map(len, lines)) <= 40
    assert any("─" in line for line in lines)


@pytest.mark.usefixtures("narrow")
def test_a_table_too_wide_becomes_a_list(capsys: pytest.CaptureFixture[str]) -> None:
    first = ("first", Text("x"), "", "y", "an-identifier-of-more-than-38-letters-x")
    rows: list[tuple[str | Text, ...]] = [first, ("", "a", "b", "one\ntwo", "z")]
    show.show_table(("name", "a", "b", "c", "id"), rows, title="Things")
    assert capsys.readouterr().out == (
        "Things\n\n"
        "first\n  a: x   c: y\n  id:\n    an-identifier-of-more-than-38-letter\n    s-x\n\n"
        "–\n  a: a   b: b\n  one\n  two\n  id: z\n\n"
    )  # fmt: skip


@pytest.mark.usefixtures("narrow")
def test_tall_rows_become_a_list(capsys: pytest.CaptureFixture[str]) -> None:
    words = "many little words " * 6
    show.show_table(("left", "right"), [(words, words)])
    out = capsys.readouterr().out
    assert "right: many little words" in out
    assert "─" not in out


@pytest.mark.usefixtures("narrow")
def test_items_are_not_broken(capsys: pytest.CaptureFixture[str]) -> None:
    show.show_items(*(Text(f"{number} things here") for number in range(4)), indent=2)
    assert capsys.readouterr().out == "  0 things here   1 things here\n    2 things here   3 things here\n"


@pytest.mark.usefixtures("narrow")
def test_a_list_is_as_harmless_as_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    show.show_table(("na\x1bme", "b"), [("\x1b[2J" + "x" * 30, "\u202e" + "y" * 30)], title="\x9b")
    out = capsys.readouterr().out
    assert not {"\x1b", "\u202e", "\x9b"} & set(out)


@pytest.mark.long
@pytest.mark.parametrize(
    "command", ["contradictions", "gaps", "claim glute", "sources", "sources somerset-2018", "search knee"]
)
def test_no_command_breaks_a_word_at_80_columns(
    command: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def words(width: int) -> set[str]:
        monkeypatch.setenv("COLUMNS", str(width))
        show.console.cache_clear()
        with pytest.raises(SystemExit):
            main(command.split())
        out = capsys.readouterr().out
        assert max(map(len, out.splitlines())) <= width
        return set(out.replace(":", " ").split())

    wide, narrow = words(400), words(80)
    show.console.cache_clear()
    too_long = " ".join(word for word in wide if len(word) > 60)
    assert [word for word in narrow - wide if "─" not in word and word not in too_long] == []


# JSON and raw text


def test_json_escapes_every_control_character(capsys: pytest.CaptureFixture[str]) -> None:
    hostile = "".join(map(chr, (*range(0x20), *range(0x7F, 0xA0), 0x202E))) + "é"
    show.show_json([hostile])
    out = capsys.readouterr().out
    assert all(char == "\n" or char.isprintable() for char in out)
    assert "\\u009b" in out
    assert json.loads(out) == [hostile]


def test_raw_text_is_written_unchanged_when_piped() -> None:
    text = "a,\x1b[31mred\x1b[0m\r\n\u202eb,é\n"
    code = f"from kneegraph.cli.show import write_raw; print('x'); write_raw({text!r})"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, env={**BUFFERED, "PYTHONIOENCODING": "ascii:replace"}
    )
    assert done.stdout == ("x" + os.linesep + text).encode()


def test_raw_text_does_not_steer_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdout", terminal := Terminal())
    show.write_raw("a,\x1b[31mred\r\n")
    assert terminal.getvalue() == "a,⟦U+001B⟧[31mred\n"


# Output that nobody takes


@pytest.mark.parametrize(
    "args", [["gaps"], SHORT, ["gaps", "--format", "json"], ["chains", "TFL", "knee pain"], ["sparql", "--list"], ["--help"]]
)
def test_a_reader_who_leaves_is_no_error(args: list[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)  # nobody reads from the start: the first write fails
    try:
        done = run(*args, stdout=writing)
    finally:
        os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(not FULL.exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("args", [["gaps"], SHORT, ["gaps", "--format", "json"], ["chains", "TFL", "knee pain"], ["--help"]])
def test_a_full_disk_is_one_message(args: list[str]) -> None:
    with FULL.open("w") as full:
        done = run(*args, stdout=full)
    assert done.returncode == 3
    assert done.stderr.decode() == "kneegraph: the answer could not be written: No space left on device\n"


# Words that are empty


@pytest.mark.parametrize(
    "args",
    [["contradictions", "--kind", ""], ["contradictions", "--about", " "], ["exercises", "--for", ""], ["exercises", ""]],
    ids=" ".join,
)
def test_an_empty_word_is_wrong_use(args: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(args)
    out, err = capsys.readouterr()
    assert (left.value.code, out) == (2, "")
    assert "it is empty" in err
