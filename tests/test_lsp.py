"""What an editor is told of a draft, without an editor: positions, marks, cards, edits, settings."""

from __future__ import annotations

from dataclasses import replace

import lsp_findings
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsp_findings import check, evidence, place
from lsprotocol.types import DiagnosticSeverity, DiagnosticTag, Position, PositionEncodingKind

from kneegraph.check.ignores import with_ignores
from kneegraph.check.report import Finding, Nearness, Severity
from kneegraph.errors import KneegraphError, UnknownTermError
from kneegraph.lsp.card import PLAIN, card
from kneegraph.lsp.desk import Checked
from kneegraph.lsp.fixes import Fix, code_action, fixes
from kneegraph.lsp.marks import Marks, diagnostic, diagnostics
from kneegraph.lsp.opened import LONGEST, OpenDraft, draft_form
from kneegraph.lsp.positions import Lines
from kneegraph.lsp.settings import Settings, read_settings
from kneegraph.model import Aspect, Qualification, Stance
from kneegraph.text.documents import Form, comments

SENTENCE = "The VMO controls patellar tracking."
ENCODINGS = [PositionEncodingKind.Utf8, PositionEncodingKind.Utf16, PositionEncodingKind.Utf32]
TEXTS = st.text(st.sampled_from("ab é\n\r\u2028\x0b\x85🦵\ud83d"))


def draft(text: str, form: str = "markdown") -> OpenDraft:
    return OpenDraft("file:///drafts/draft.md", 1, text, Form(form))


def finding(text: str) -> Finding:
    return check(text, Form.MARKDOWN, "-").findings[0]


def after(text: str, fix: Fix) -> str:
    return text[: fix.start] + fix.new + text[fix.end :]


def fix(text: str, title: str, form: str = "markdown") -> str:
    """The text after the fix with this beginning of a title."""
    (chosen,) = [one for one in fixes(draft(text, form), finding(text)) if one.title.startswith(title)]
    return after(text, chosen)


# Positions


@pytest.mark.parametrize(("encoding", "character"), [*zip(ENCODINGS, (13, 11, 10), strict=True)])
def test_a_column_counts_the_units_of_the_encoding(encoding: PositionEncodingKind, character: int) -> None:
    lines = Lines("first\nan 🦵 aches", encoding)
    assert lines.position(16) == Position(1, character)
    assert lines.offset(Position(1, character)) == 16


def test_only_what_ends_a_line_for_an_editor_ends_it() -> None:
    lines = Lines("a\u2028b\x0bc\x85d\r\ne\rf\ng")
    assert [lines.line(number) for number in range(4)] == ["a\u2028b\x0bc\x85d", "e", "f", "g"]


def test_a_position_beyond_a_line_is_its_end_and_one_beyond_the_text_its_end() -> None:
    lines = Lines("one\ntwo")
    assert lines.offset(Position(0, 99)) == 3
    assert lines.offset(Position(9, 0)) == 7


@given(TEXTS, st.sampled_from(ENCODINGS), st.data())
def test_there_and_back_is_where_it_was(text: str, encoding: PositionEncodingKind, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))
    if text[max(0, offset - 1) : offset + 1] == "\r\n":
        offset -= 1  # between the two is nowhere for an editor
    assert Lines(text, encoding).offset(Lines(text, encoding).position(offset)) == offset


# Drafts


def test_the_language_says_the_form_and_else_the_ending() -> None:
    assert draft_form("html", "file:///a.md") == "html"
    assert draft_form("plaintext", "untitled:Untitled-1") == "text"
    assert draft_form("unknown", "file:///a%20b.MD") == "markdown"
    assert draft_form(None, "file:///setup.py") is None


def test_a_draft_is_too_long_by_its_bytes() -> None:
    assert draft("é" * (LONGEST // 2)).too_long is None
    assert "draft.md has 1.0 MB" in (draft("é" * (LONGEST // 2 + 1)).too_long or "")


# Marks


def test_a_mark_stands_under_the_words_of_the_claim() -> None:
    text = "🦵 First.\n\nAlways the VMO controls patellar tracking."
    mark = diagnostic(draft(text), finding(text), Marks())
    assert (mark.range.start, mark.range.end) == (Position(2, 7), Position(2, 41))
    assert (mark.code, mark.source, mark.severity) == ("KG103", "kneegraph", DiagnosticSeverity.Error)
    assert mark.data == {"suggestion": lsp_findings.SUGGESTION}
    assert mark.code_description is None
    assert mark.related_information is None


def test_without_words_of_a_claim_the_sentence_is_marked() -> None:
    bare = replace(finding(SENTENCE), span=place(SENTENCE, 0, 0))
    assert diagnostic(draft(SENTENCE), bare, Marks()).range.end == Position(0, len(SENTENCE))


def test_words_that_reach_too_far_are_related_where_the_editor_can_show_that() -> None:
    text = "The VMO always controls patellar tracking."
    (related,) = diagnostic(draft(text), finding(text), Marks(related=True)).related_information or ()
    assert related.location.range.start == Position(0, 8)
    assert "“always” reaches too far (certainty); “may” would do" in related.message


def test_an_idle_comment_is_drawn_faded_where_the_editor_can() -> None:
    idle = replace(finding(SENTENCE), rule="KG201", severity=Severity.WARNING, verdict=None)
    assert diagnostic(draft(SENTENCE), idle, Marks(faded=True)).tags == [DiagnosticTag.Unnecessary]
    assert diagnostic(draft(SENTENCE), idle, Marks()).tags is None
    assert diagnostic(draft(SENTENCE), idle, Marks()).severity is DiagnosticSeverity.Warning


def test_what_matters_less_than_the_threshold_is_not_shown() -> None:
    report = check(SENTENCE, Form.MARKDOWN, "-")
    noted = replace(report, findings=(*report.findings, replace(report.findings[0], severity=Severity.NOTE)))
    checked = Checked(draft(SENTENCE), noted)
    assert len(diagnostics(checked, Settings(), Marks())) == 2
    (kept,) = diagnostics(checked, Settings(show=Severity.WARNING), Marks())
    assert kept.severity is DiagnosticSeverity.Error


def test_a_draft_that_was_not_checked_says_so() -> None:
    (mark,) = diagnostics(Checked(draft("Two\nlines."), None, "it failed"), Settings(), Marks())
    assert (mark.message, mark.range.end) == ("it failed", Position(0, 3))


# Cards


def test_a_card_tells_the_claim_its_standing_and_both_sides() -> None:
    told = card(finding(SENTENCE), evidence())
    assert told.startswith("**contested** (KG103)\n\n1 source supports this and 1 disputes it.")
    assert "**Claim:** VMO controls patellar tracking\n\n**Standing:** contested (1 supports, 1 disputes)" in told
    assert (
        r"**Supported by**" "\n\n" r"- [Knees \[and\] \*hips\*](<https://example.org/a%20(b)>) (2018): s1 supports it." in told
    )
    assert "**Disputed by**\n\n- Another: s2 disputes it." in told
    assert told.endswith(f"**Suggestion:** {lsp_findings.SUGGESTION}")


def test_a_plain_card_has_no_markup_but_the_same_words() -> None:
    told = card(finding(SENTENCE), evidence(), PLAIN)
    assert "Supported by\n\n- Knees [and] *hips* <https://example.org/a%20(b)> (2018): s1 supports it." in told
    assert "**" not in told
    assert "\\" not in told


def test_a_card_says_what_limits_a_claim_and_when_it_is_a_broader_one() -> None:
    held = lsp_findings.contested()
    why = Qualification(Aspect.SCOPE, "Only when seated.")
    said = replace(held.assertions[0], stance=Stance.QUALIFIES, qualifications=(why,))
    told = card(replace(finding(SENTENCE), claim=replace(held, assertions=(said,)), nearness=Nearness.BROADER), evidence())
    assert "(the sources speak of something broader)" in told
    assert "**Standing:** qualified (1 qualifies)" in told
    assert "\n  - Only when seated." in told


def test_a_card_quotes_the_sources_where_their_texts_are_at_hand() -> None:
    quoting = replace(evidence(), quotes=lambda one: [f"passage of {one.source}"])
    assert "  - “passage of s1”" in card(finding(SENTENCE), quoting)


def test_an_address_that_is_no_web_page_is_not_linked() -> None:
    known = evidence()
    hostile = replace(known.sources["s1"], url="javascript:alert(1)")
    assert "javascript" not in card(finding(SENTENCE), replace(known, sources={"s1": hostile}))


# Fixes


def test_the_suggestion_takes_the_place_of_the_sentence() -> None:
    assert fix(f"One. {SENTENCE} Two.", "Replace by: ") == f"One. {lsp_findings.SUGGESTION} Two."


def test_a_suggestion_is_written_as_the_form_has_it() -> None:
    odd = replace(finding(SENTENCE), suggestion="A & B <c>.")
    assert after(SENTENCE, next(fixes(draft(SENTENCE, "html"), odd))) == "A &amp; B &lt;c&gt;."
    assert after(SENTENCE, next(fixes(draft(SENTENCE), odd))) == "A & B <c>."


def test_a_long_title_is_cut_and_the_edit_is_not() -> None:
    long = next(fixes(draft(SENTENCE), replace(finding(SENTENCE), suggestion="word " * 60)))
    assert len(long.title) <= 100
    assert long.title.endswith("…")
    assert long.new == "word " * 60


def test_words_that_reach_too_far_are_narrowed_one_by_one() -> None:
    text = "Always the VMO always controls patellar tracking."
    assert fix(text, "Narrow “always” to “may”") == "Always the VMO may controls patellar tracking."
    assert fix(text, "Leave out “Always”") == "The VMO always controls patellar tracking."


def test_words_in_the_middle_are_left_out_with_one_space() -> None:
    text = "The VMO always controls patellar tracking."
    bare = replace(finding(text), over=(replace(finding(text).over[0], narrower=""),))
    (left,) = [one for one in fixes(draft(text), bare) if one.title.startswith("Leave out")]
    assert after(text, left) == SENTENCE


IGNORE = "<!-- kneegraph-ignore KG103: reason -->"


@pytest.mark.parametrize(
    ("form", "before", "expected"),
    [
        ("markdown", f"{SENTENCE}", f"{IGNORE}\n{SENTENCE}"),
        ("markdown", f"One.\n\nTwo.\nThree. {SENTENCE}", f"One.\n\n{IGNORE}\nTwo.\nThree. {SENTENCE}"),
        ("markdown", f"One.\r\n\r\n{SENTENCE}\r\n", f"One.\r\n\r\n{IGNORE}\r\n{SENTENCE}\r\n"),
        ("markdown", f"> One.\n>\n> {SENTENCE}", f"> One.\n>\n> {IGNORE}\n> {SENTENCE}"),
        ("markdown", f"- One.\n- {SENTENCE}", f"- One.\n  {IGNORE}\n- {SENTENCE}"),
        ("markdown", f"One.\n\n10. {SENTENCE}", f"One.\n\n{IGNORE}\n10. {SENTENCE}"),
        ("markdown", f"| a |\n|---|\n| {SENTENCE} |", f"{IGNORE}\n| a |\n|---|\n| {SENTENCE} |"),
        ("text", f"One.\n\nTwo.\n{SENTENCE}\n", f"One.\n\n{IGNORE}\nTwo.\n{SENTENCE}\n"),
        ("text", f"* One.\n* {SENTENCE}", f"* One.\n  {IGNORE}\n* {SENTENCE}"),
        ("html", f"<p>One.</p>\n  <p>Two.\n{SENTENCE}</p>", f"<p>One.</p>\n  {IGNORE}\n  <p>Two.\n{SENTENCE}</p>"),
        ("html", f"<p>One.</p><p>{SENTENCE}</p>", f"<p>One.</p>\n{IGNORE}\n<p>{SENTENCE}</p>"),
        ("html", f"One.\n\n{SENTENCE}", f"One.\n\n{IGNORE}\n{SENTENCE}"),
    ],
)
def test_a_comment_that_sets_a_finding_aside_stands_above_its_block(form: str, before: str, expected: str) -> None:
    assert fix(before, "Ignore KG103 here", form) == expected
    report = with_ignores(check(expected, Form(form), "-"), expected, comments(expected, Form(form)), form=Form(form))
    assert (len(report.findings), len(report.silenced)) == (0, 1)


def test_a_finding_about_a_comment_is_not_set_aside_by_another() -> None:
    idle = replace(finding(SENTENCE), rule="KG201", verdict=None, suggestion=None)
    assert [*fixes(draft(SENTENCE), idle)] == []


def test_an_edit_names_the_version_only_where_the_editor_understands_that() -> None:
    one = next(fixes(draft(SENTENCE), finding(SENTENCE)))
    mark = diagnostic(draft(SENTENCE), finding(SENTENCE), Marks())
    versioned = code_action(draft(SENTENCE), one, mark, versioned=True, guided=False).edit
    assert versioned is not None
    assert versioned.changes is None
    assert versioned.document_changes is not None
    plain = code_action(draft(SENTENCE), one, mark, versioned=False, guided=False).edit
    assert plain is not None
    assert plain.document_changes is None
    assert [*(plain.changes or {})] == [draft(SENTENCE).uri]


@pytest.mark.parametrize(
    ("form", "text", "selected"),
    [("markdown", f"One.\n\n> {SENTENCE}", [2, 31, 37]), ("html", f"<p>🦵</p><p>{SENTENCE}</p>", [1, 29, 35])],
)
def test_the_place_for_the_reason_is_selected_where_the_editor_can(form: str, text: str, selected: list[int]) -> None:
    (_, ignoring) = fixes(draft(text, form), finding(text))
    mark = diagnostic(draft(text, form), finding(text), Marks())
    command = code_action(draft(text, form), ignoring, mark, versioned=False, guided=True).command
    assert command is not None
    assert command.arguments == [draft(text).uri, *selected]
    line, start, end = selected
    assert after(text, ignoring).splitlines()[line][start:end] == "reason"
    assert code_action(draft(text, form), ignoring, mark, versioned=False, guided=False).command is None


# Settings


def test_settings_come_with_or_without_their_section_and_over_those_before() -> None:
    first = read_settings({"show": "warning", "collection": "core"}, Settings())
    assert first == Settings(Severity.WARNING, ("core",))
    assert read_settings({"kneegraph": {"collection": []}}, first) == Settings(Severity.WARNING)
    assert read_settings(None, first) == first
    assert read_settings({}, first) == first


def test_a_setting_that_does_not_exist_is_named_with_the_nearest() -> None:
    with pytest.raises(UnknownTermError, match="no setting is called 'colection'; nearest: collection"):
        read_settings({"colection": "core"}, Settings())


@pytest.mark.parametrize("sent", [{"show": ["error"]}, {"tier": {}}, {"collection": 3}, {"collection": [3]}, "error", []])
def test_a_value_that_makes_no_sense_is_an_error(sent: object) -> None:
    with pytest.raises(KneegraphError, match="got"):
        read_settings(sent, Settings())
