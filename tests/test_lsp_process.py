"""`kneegraph lsp` as an editor starts it: a process of its own, the packaged graph, the real checker."""

from __future__ import annotations

import subprocess
import sys

import pytest
from lsp_editor import Json, applied, started

EVERYWHERE: Json = {"start": {"line": 0, "character": 0}, "end": {"line": 99, "character": 0}}
DRAFT = """\
# Why knees cave in 🦵

🦵 Some say otherwise. The VMO controls patellar tracking. Do weak glutes cause knee pain?

- Weak glutes always cause knee valgus.
"""


def run(*code: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "; ".join(code)]
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False)


def test_a_draft_is_marked_explained_and_mended_until_it_is_clean() -> None:
    with started("--stdio", "--collection", "core") as (editor, process):
        editor.begin(textDocument={"hover": {"contentFormat": ["markdown"]}})
        editor.open(DRAFT)
        contested, overstated = editor.diagnostics()
        assert (contested["code"], contested["severity"]) == ("KG103", 1)
        assert contested["range"]["start"] == {"line": 2, "character": 27}
        assert (overstated["code"], overstated["severity"]) == ("KG105", 2)
        card = editor.hover(2, 30)["contents"]["value"]
        assert "**Standing:** contested (1 supports, 1 disputes" in card
        assert "**Disputed by**\n\n- [" in card
        narrowing = next(one for one in editor.actions(overstated["range"]) if one["title"].startswith("Narrow"))
        assert "\n- Weak glutes can cause knee valgus.\n" in applied(DRAFT, narrowing["edit"])
        text = DRAFT
        for version, mark in enumerate((contested, overstated), start=2):
            (replacing, *_) = editor.actions(mark["range"])
            assert replacing["title"].startswith("Replace by: ")
            text = applied(text, replacing["edit"])
            editor.change(text, version=version)
            left = editor.diagnostics()
        assert [mark for mark in left if mark["severity"] < 3] == []
        assert text.startswith("# Why knees cave in 🦵\n\n🦵 Some say otherwise. ")
        editor.end()
        assert process.wait(timeout=20) == 0


def test_a_comment_with_a_reason_sets_the_finding_aside() -> None:
    with started("--collection", "core") as (editor, process):
        editor.begin()
        editor.open(DRAFT)
        contested, _ = editor.diagnostics()
        (ignoring,) = [one for one in editor.actions(contested["range"]) if one["title"].startswith("Ignore")]
        editor.change(applied(DRAFT, ignoring["edit"]).replace("reason", "both sides are named below"))
        assert [mark["code"] for mark in editor.diagnostics()] == ["KG105"]
        editor.end()
        assert process.wait(timeout=20) == 0


@pytest.mark.parametrize(
    ("uri", "language", "text", "character"),
    [
        ("file:///a/draft.html", "html", "<p>Yes &amp; no. <b>The VMO</b> controls patellar tracking.</p>", 24),
        ("untitled:Untitled-1", "plaintext", "Yes & no. The VMO controls patellar tracking.", 14),
    ],
)
def test_other_forms_are_marked_where_the_claim_stands(uri: str, language: str, text: str, character: int) -> None:
    with started("--collection", "core") as (editor, _):
        editor.begin()
        editor.open(text, uri=uri, language=language)
        (mark,) = editor.diagnostics()
        assert mark["code"] == "KG103"
        assert mark["range"]["start"] == {"line": 0, "character": character}
        editor.end()


def test_a_collection_is_chosen_by_the_command_and_by_the_editor() -> None:
    with started("--collection", "core") as (editor, _):
        editor.begin(options={"collection": "cores"})
        assert "no collection is called 'cores'; nearest: core" in editor.notified("window/showMessage")["message"]
        editor.end()


def test_an_editor_that_leaves_without_a_word_is_status_1() -> None:
    with started("--collection", "core") as (editor, process):
        editor.begin()
        editor.notify("exit")
        assert process.wait(timeout=20) == 1


def test_a_graph_that_cannot_be_had_is_told_before_anything_is_answered() -> None:
    done = run("from kneegraph.cli import main", "main(['lsp', '--store', 'no-such-store'])")
    assert done.returncode == 3
    assert "no-such-store" in done.stderr
    assert done.stdout == ""


def test_without_pygls_the_command_says_what_to_install() -> None:
    done = run("import sys", "sys.modules['pygls'] = None", "from kneegraph.cli import main", "main(['lsp'])")
    assert (done.returncode, done.stdout) == (3, "")
    assert "pip install kneegraph[lsp]" in done.stderr


def test_what_anything_else_prints_does_not_reach_the_editor() -> None:
    server = "make_server(lambda text, form, path: (print('stray'), Report(path))[1], Evidence({}))"
    imports = (
        "from kneegraph.check.report import Report",
        "from kneegraph.lsp.card import Evidence",
        "from kneegraph.lsp.server import make_server",
        "from kneegraph.lsp.serving import serve_editor",
    )
    with started(code=f"{'; '.join(imports)}; serve_editor({server})") as (editor, process):
        editor.begin()
        editor.open("One.")
        assert editor.diagnostics() == []
        editor.end()
        process.wait(timeout=20)
        assert process.stderr is not None
        assert b"stray" in process.stderr.read()
