"""Whole sessions of an editor with the language server, with a checker made by hand in the place of the real one."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from lsp_editor import URI, Editor, Json, applied, editing
from lsp_findings import SUGGESTION, check, evidence

from kneegraph.check.report import Report
from kneegraph.errors import KneegraphError
from kneegraph.lsp.desk import Check
from kneegraph.lsp.opened import LONGEST
from kneegraph.lsp.server import CheckServer, make_server
from kneegraph.text.documents import Form

SENTENCE = "The VMO controls patellar tracking."
EVERYWHERE: Json = {"start": {"line": 0, "character": 0}, "end": {"line": 99, "character": 0}}
ABLE: Json = {
    "textDocument": {
        "hover": {"contentFormat": ["markdown", "plaintext"]},
        "publishDiagnostics": {"relatedInformation": True},
    },
    "workspace": {"workspaceEdit": {"documentChanges": True}},
}


class Recording:
    """A checker that keeps what it was asked, and does something else first where it is told to."""

    def __init__(self, first: Callable[[str], None] = lambda _: None) -> None:
        self.asked: list[tuple[str, str, str]] = []
        self._first = first

    def __call__(self, text: str, form: Form, path: str) -> Report:
        self.asked.append((text, form, path))
        self._first(text)
        return check(text, form, path)


def server(checker: Check = check, *, pause: float = 0.05) -> CheckServer:
    return make_server(checker, evidence(), pause=pause)


def test_a_draft_is_marked_explained_mended_and_then_clean() -> None:
    text = f"# Knees\n\nFirst. {SENTENCE}\n"
    with editing(server()) as editor:
        can = editor.begin(**ABLE)["capabilities"]
        assert can["positionEncoding"] == "utf-16"
        assert can["codeActionProvider"]["codeActionKinds"] == ["quickfix"]
        editor.open(text)
        (mark,) = editor.diagnostics()
        assert mark["range"] == {"start": {"line": 2, "character": 7}, "end": {"line": 2, "character": 41}}
        assert (mark["code"], mark["severity"], mark["data"]) == ("KG103", 1, {"suggestion": SUGGESTION})
        card = editor.hover(2, 10)
        assert card["contents"]["kind"] == "markdown"
        assert "**Disputed by**" in card["contents"]["value"]
        assert card["range"] == mark["range"]
        assert editor.hover(0, 3) is None
        replacing, ignoring = editor.actions(mark["range"])
        assert replacing["title"] == f"Replace by: {SUGGESTION}"
        assert replacing["diagnostics"] == [mark]
        assert replacing["edit"]["documentChanges"][0]["textDocument"] == {"uri": URI, "version": 1}
        assert ignoring["title"] == "Ignore KG103 here (give a reason)"
        editor.change(applied(text, replacing["edit"]))
        assert editor.diagnostics() == []
        assert editor.actions(EVERYWHERE) == []
        editor.end()


@pytest.mark.parametrize(("encoding", "column"), [("utf-8", 14), ("utf-16", 12), ("utf-32", 11)])
def test_columns_are_counted_as_the_editor_asked(encoding: str, column: int) -> None:
    with editing(server()) as editor:
        can = editor.begin(general={"positionEncodings": [encoding]}, **ABLE)["capabilities"]
        assert can["positionEncoding"] == encoding
        editor.open(f"A 🦵 hurts. {SENTENCE}")
        (mark,) = editor.diagnostics()
        assert mark["range"]["start"] == {"line": 0, "character": column}
        assert editor.hover(0, column - 2) is None
        assert editor.hover(0, column + 33) is not None
        editor.end()


def test_an_edit_behind_an_emoji_and_a_foreign_line_end_lands_where_it_should() -> None:
    text = f"🦵 One\u2028two 🦵. {SENTENCE}\n"
    with editing(server()) as editor:
        editor.begin()
        editor.open(text)
        editor.diagnostics()
        (replacing, _) = editor.actions(EVERYWHERE)
        assert applied(text, replacing["edit"]) == f"🦵 One\u2028two 🦵. {SUGGESTION}\n"
        assert "documentChanges" not in replacing["edit"]
        editor.end()


def test_two_fast_changes_are_one_check_of_the_last() -> None:
    checker = Recording()
    with editing(server(checker, pause=0.3)) as editor:
        editor.begin()
        editor.open("Nothing.")
        assert editor.diagnostics() == []
        editor.change(SENTENCE, version=2)
        editor.change(f"More. {SENTENCE}", version=3)
        published = editor.notified("textDocument/publishDiagnostics")
        assert published["version"] == 3
        assert published["diagnostics"][0]["range"]["start"]["character"] == 6
        editor.end()
    assert [text for text, _, _ in checker.asked] == ["Nothing.", f"More. {SENTENCE}"]


def test_what_comes_of_an_old_version_is_not_shown() -> None:
    checking, go_on = threading.Event(), threading.Event()

    def slow(text: str) -> None:
        if text == SENTENCE:
            checking.set()
            go_on.wait(10)

    with editing(server(Recording(slow))) as editor:
        editor.begin()
        editor.open(SENTENCE)
        assert checking.wait(10)
        editor.change("Nothing.")
        time.sleep(0.2)
        go_on.set()
        published = editor.notified("textDocument/publishDiagnostics")
        assert (published["version"], published["diagnostics"]) == (2, [])
        editor.end()


def test_who_asks_while_a_change_is_pending_is_answered_for_the_change() -> None:
    with editing(server(pause=0.3)) as editor:
        editor.begin()
        editor.open("Nothing.")
        editor.change(SENTENCE)
        assert editor.hover(0, 5)["contents"]["kind"] == "plaintext"
        editor.end()


def test_a_saved_draft_is_checked_at_once() -> None:
    with editing(server(pause=60)) as editor:
        editor.begin()
        editor.open("Nothing.")
        assert editor.diagnostics() == []
        editor.change(SENTENCE)
        editor.notify("textDocument/didSave", {"textDocument": {"uri": URI}})
        assert len(editor.diagnostics()) == 1
        editor.end()


def test_a_closed_draft_loses_its_marks() -> None:
    with editing(server()) as editor:
        editor.begin()
        editor.open(SENTENCE)
        assert len(editor.diagnostics()) == 1
        editor.notify("textDocument/didClose", {"textDocument": {"uri": URI}})
        assert editor.diagnostics() == []
        assert editor.hover(0, 5) is None
        editor.end()


def test_the_form_and_the_path_reach_the_checker_and_code_does_not() -> None:
    checker = Recording()
    with editing(server(checker)) as editor:
        editor.begin()
        editor.open("x", uri="file:///a/setup.py", language="python")
        assert "'python' is not checked" in editor.notified("window/logMessage")["message"]
        editor.open("One.", uri="file:///a/b%20c.txt", language="")
        editor.open("Two.", uri="untitled:Untitled-1", language="html")
        assert [editor.diagnostics(), editor.diagnostics()] == [[], []]
        editor.end()
    assert checker.asked == [("One.", "text", "/a/b c.txt"), ("Two.", "html", "untitled:Untitled-1")]


def test_a_failure_is_told_once_marked_and_forgotten_when_it_is_over() -> None:
    def failing(text: str) -> None:
        if "fail" in text:
            raise KneegraphError("the endpoint is gone")

    with editing(server(Recording(failing))) as editor:
        editor.begin()
        for version, text in enumerate(("fail", "fail again", "Nothing.", "fail"), start=1):
            editor.open(text) if version == 1 else editor.change(text, version=version)
            marks = editor.diagnostics()
            told = ["draft.md could not be checked: the endpoint is gone"] if "fail" in text else []
            assert [mark["message"] for mark in marks] == told
        assert editor.messages() == ["kneegraph: draft.md could not be checked: the endpoint is gone"] * 2
        editor.end()


def test_a_fault_of_ours_is_told_too_and_does_not_end_the_session() -> None:
    def faulty(text: str) -> None:
        if text == "fault":
            raise ZeroDivisionError("oh")

    with editing(server(Recording(faulty))) as editor:
        editor.begin()
        editor.open("fault")
        (mark,) = editor.diagnostics()
        assert "by a fault of kneegraph: ZeroDivisionError('oh')" in mark["message"]
        editor.change(SENTENCE)
        assert editor.diagnostics()[0]["code"] == "KG103"
        editor.end()


def test_a_huge_document_is_refused_with_a_message() -> None:
    checker = Recording()
    with editing(server(checker)) as editor:
        editor.begin()
        editor.open("word " * (LONGEST // 5 + 1))
        (mark,) = editor.diagnostics()
        assert "checks up to 1 MB: use kneegraph check" in mark["message"]
        assert editor.messages() == [f"kneegraph: {mark['message']}"]
        editor.end()
    assert checker.asked == []


@pytest.mark.parametrize(
    "broken",
    [
        b"{",
        b"[]",
        b"\xff\xfe",
        b'{"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {"textDocument": 3}}',
        b'{"jsonrpc": "2.0", "method": "textDocument/didChange", "params":'
        b' {"textDocument": {"uri": "file:///x", "version": 1}, "contentChanges": [{"text": ""}]}}',
        b"[" * 100_000,
    ],
)
def test_a_broken_message_does_not_end_the_session(broken: bytes) -> None:
    with editing(server()) as editor:
        editor.begin()
        editor.send_bytes(broken)
        editor.open(SENTENCE)
        assert len(editor.diagnostics()) == 1
        editor.end()


def test_actions_of_another_kind_are_not_offered() -> None:
    with editing(server()) as editor:
        editor.begin()
        editor.open(SENTENCE)
        assert editor.actions(EVERYWHERE, only=["refactor"]) is None
        assert len(editor.actions(EVERYWHERE, only=["quickfix"])) == 2
        assert len(editor.actions(EVERYWHERE, only=[""])) == 2
        editor.end()


def test_a_fix_for_two_findings_is_offered_once_and_its_command_selects_the_reason() -> None:
    text = f"{SENTENCE} {SENTENCE}"
    with editing(server()) as editor:
        editor.begin(window={"showDocument": {"support": True}})
        editor.open(text)
        editor.diagnostics()
        titles = [one["title"] for one in editor.actions(EVERYWHERE)]
        assert [title.split()[0] for title in titles] == ["Replace", "Ignore", "Replace"]
        command = editor.actions(EVERYWHERE)[1]["command"]
        editor.request("workspace/executeCommand", {"command": command["command"], "arguments": command["arguments"]})
        shown = editor.notified("window/showDocument")
        assert shown["selection"] == {"start": {"line": 0, "character": 29}, "end": {"line": 0, "character": 35}}
        editor.end()


# Settings


def restricting(collection: Sequence[str], tier: Sequence[str]) -> Check:
    if [*collection] not in ([], ["core"]):
        raise KneegraphError(f"no collection is called {collection[0]!r}")
    assert [*tier] in ([], ["popular"])
    return lambda _text, _form, path: Report(path)


def configured(editor: Editor, settings: object) -> None:
    editor.notify("workspace/didChangeConfiguration", {"settings": settings})


def test_settings_of_the_start_and_of_later_decide_what_is_shown() -> None:
    with editing(make_server(check, evidence(), restricting=restricting, pause=0.0)) as editor:
        editor.begin(options={"collection": "core"})
        editor.open(SENTENCE)
        assert editor.diagnostics() == []
        configured(editor, {"kneegraph": {"collection": []}})
        assert len(editor.diagnostics()) == 1
        configured(editor, {})
        assert editor.diagnostics() == []
        editor.end()


def test_what_a_project_has_settled_holds_until_the_editor_says_otherwise(tmp_path: Path) -> None:
    (tmp_path / "kneegraph.toml").write_text('[check]\ntier = "popular"\n', encoding="utf-8")
    with editing(make_server(check, evidence(), restricting=restricting, pause=0.0)) as editor:
        editor.begin(folder=tmp_path)
        editor.open(SENTENCE)
        assert editor.diagnostics() == []
        configured(editor, {"tier": []})
        assert len(editor.diagnostics()) == 1
        editor.end()


def test_project_settings_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    (tmp_path / "kneegraph.toml").write_text('[check]\ntear = "popular"\n', encoding="utf-8")
    with editing(server()) as editor:
        editor.begin(folder=tmp_path)
        assert "kneegraph.toml:2: nobody reads 'tear'; nearest: tier" in editor.notified("window/showMessage")["message"]
        editor.end()


def test_settings_that_are_not_understood_are_told_and_change_nothing() -> None:
    with editing(make_server(check, evidence(), restricting=restricting, pause=0.0)) as editor:
        editor.begin(options={"show": "loud"})
        assert "no severity is called 'loud'" in editor.notified("window/showMessage")["message"]
        editor.open(SENTENCE)
        assert len(editor.diagnostics()) == 1
        configured(editor, {"collection": "cores"})
        assert len(editor.diagnostics()) == 1
        assert editor.messages() == ["kneegraph: no collection is called 'cores'"]
        editor.end()
