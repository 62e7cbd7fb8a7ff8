"""Comments that set findings aside: what they cover, and what is said of those that are idle or faulty."""

from __future__ import annotations

import re

import pytest

from kneegraph.check import Finding, Place, Report, Severity, rule
from kneegraph.check.ignores import with_ignores
from kneegraph.text.documents import Form, comments
from kneegraph.text.stated import Span

_MARK = re.compile(r"\{(KG\d+) (.*?)\}", re.DOTALL)


def checked(marked: str, form: str = "markdown") -> Report:
    """The report on a draft in which `{KG103 some sentence}` stands for a sentence with that finding, after its comments."""
    text, findings = "", []
    at = 0
    for found in _MARK.finditer(marked):
        text += marked[at : found.start()]
        findings.append((found[1], len(text), found[2]))
        text += found[2]
        at = found.end()
    text += marked[at:]
    made = tuple(finding(text, code, Span(start, start + len(words))) for code, start, words in findings)
    return with_ignores(Report("draft.md", made, sentences=len(made)), text, comments(text, Form(form)), form=form)


def finding(text: str, code: str, span: Span) -> Finding:
    lines = [(text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)) for at in (span.start, span.end)]
    place = Place(*lines[0], *lines[1], span.start, span.end)
    one = rule(code)
    return Finding("draft.md", place, text[span.start : span.end], code, one.severity, "m", place, verdict=one.verdict)


def told(report: Report) -> list[tuple[str, str]]:
    return [(one.rule, one.text) for one in report.findings]


def silenced(report: Report) -> list[str]:
    return [one.text for one in report.silenced]


@pytest.mark.parametrize(
    "draft",
    [
        "<!-- kneegraph-ignore KG103: cites the guideline -->\n{KG103 One.}",
        "<!-- kneegraph-ignore KG103: cites the guideline -->\n\n\n{KG103 One.}",
        "{KG103 One.} <!-- kneegraph-ignore KG103: cites the guideline -->",
        "<!-- kneegraph-ignore KG103: cites the guideline --> {KG103 One.}",
        "- {KG103 One.} <!-- kneegraph-ignore KG103: cites the guideline -->\n- Two.",
        "<!-- kneegraph-ignore contested: cites the guideline -->\n{KG103 One.}",
        "<!-- KNEEGRAPH-IGNORE kg103: cites the guideline -->\n{KG103 One.}",
        "<!--\nkneegraph-ignore KG103:\n cites the guideline\n-->\n{KG103 One.}",
        "<!-- kneegraph-ignore KG103: cites the guideline -->\n<!-- a note -->\n{KG103 One.}",
        "Zero, and\n{KG103 one\nthat goes on.} <!-- kneegraph-ignore KG103: cites the guideline -->",
        "<!-- kneegraph-ignore-start KG103: cites the guideline -->\nZero.\n\n{KG103 One.}\n<!-- kneegraph-ignore-end -->",
        "<!-- kneegraph-ignore KG104, KG103: cites the guideline -->\n{KG103 One.} {KG104 Two.}",
        "<!-- kneegraph-ignore KG103: cites: the guideline -->\r\n{KG103 One.}\r\n",
    ],
)
def test_a_comment_with_rule_and_reason_sets_the_finding_aside(draft: str) -> None:
    report = checked(draft)
    assert told(report) == []
    assert silenced(report)


def test_a_comment_covers_the_next_block_and_nothing_after_it() -> None:
    comment = "<!-- kneegraph-ignore KG103: cites the guideline -->\n"
    report = checked(comment + "{KG103 One\nover two lines.} {KG103 Also this.}\n\n{KG103 Not this.}")
    assert (told(report), silenced(report)) == ([("KG103", "Not this.")], ["One\nover two lines.", "Also this."])
    for border in ("- {KG103 Not this.}", "## {KG103 Not this.}", "2. {KG103 Not this.}"):
        assert told(checked(f"{comment}- {{KG103 One.}}\n{border}")) == [("KG103", "Not this.")]


def test_a_comment_on_a_line_with_prose_covers_that_line_only() -> None:
    report = checked("{KG103 One.} <!-- kneegraph-ignore KG103: cites it -->\n{KG103 Two.}")
    assert (told(report), silenced(report)) == ([("KG103", "Two.")], ["One."])


def test_in_html_a_comment_covers_up_to_the_end_of_the_element() -> None:
    draft = "<p>Zero.</p>\n<!-- kneegraph-ignore KG103: cites it -->\n<p>{KG103 One.}</p>\n<p>{KG103 Two.}</p>"
    report = checked(draft, "html")
    assert (told(report), silenced(report)) == ([("KG103", "Two.")], ["One."])


def test_another_rule_is_not_set_aside_and_the_comment_is_idle() -> None:
    comment = "<!-- kneegraph-ignore KG103: cites the guideline -->"
    report = checked(f"{comment}\n{{KG104 One.}}")
    assert told(report) == [("KG201", comment), ("KG104", "One.")]
    idle = report.findings[0]
    assert idle.severity is Severity.WARNING
    assert idle.message == "Nothing here is contested (KG103): take the comment out."
    assert (idle.place.line, idle.place.column, idle.place.end_column, idle.verdict) == (1, 1, len(comment) + 1, None)


def test_a_comment_of_two_rules_must_need_both() -> None:
    report = checked("<!-- kneegraph-ignore KG103, KG105: cites it -->\n{KG103 One.}")
    assert silenced(report) == ["One."]
    assert [one.message for one in report.findings] == [
        "Nothing here is overstated (KG105): leave only the other rule in the comment."
    ]


@pytest.mark.parametrize(
    ("comment", "message"),
    [
        ("kneegraph-ignore KG103", "gives no reason; write <!-- kneegraph-ignore KG103: why -->"),
        ("kneegraph-ignore KG103:  ", "gives no reason"),
        ("kneegraph-ignore: since I say so", "names no rule (KG101, KG102,"),
        ("kneegraph-ignore", "names no rule"),
        ("kneegraph-ignore KG113: x", "no rule is called 'KG113'; nearest: KG101"),
        ("kneegraph-ignore contestd: x", "no rule is called 'contestd'; nearest: contested"),
        ("kneegraph-ignore KG201: x", "KG201 is about comments like this one"),
        ("kneegraph-ignor KG103: x", "there is no kneegraph-ignor; nearest: kneegraph-ignore"),
        ("kneegraph-ignore-start KG103: x", "there is no kneegraph-ignore-end after it"),
        ("kneegraph-ignore-end", "there is no kneegraph-ignore-start before it"),
    ],
)
def test_a_faulty_comment_silences_nothing_and_says_why(comment: str, message: str) -> None:
    report = checked(f"<!-- {comment} -->\n{{KG103 One.}}")
    assert told(report) == [("KG202", f"<!-- {comment} -->"), ("KG103", "One.")]
    assert message in report.findings[0].message
    assert report.silenced == ()


def test_starts_and_ends_nest() -> None:
    report = checked(
        "<!-- kneegraph-ignore-start KG103: a -->\n\n{KG103 One.}\n\n<!-- kneegraph-ignore-start KG104: b -->\n\n"
        "{KG103 Two.} {KG104 Three.}\n\n<!-- kneegraph-ignore-end -->\n\n{KG104 Four.} {KG103 Five.}\n\n"
        "<!-- kneegraph-ignore-end -->\n\n{KG103 Six.}"
    )
    assert told(report) == [("KG104", "Four."), ("KG103", "Six.")]
    assert silenced(report) == ["One.", "Two.", "Three.", "Five."]


def test_comments_that_do_not_speak_to_us_and_drafts_without_any_are_left_alone() -> None:
    draft = "<!-- vale off -->\n{KG103 One.}"
    assert told(checked(draft)) == [("KG103", "One.")]
    report = Report("draft.md", sentences=3)
    assert with_ignores(report, "Nothing.", []) is report


def test_very_many_comments_take_no_square_of_time() -> None:
    comment = "<!-- kneegraph-ignore KG103: why -->\n"
    assert told(checked(f"{comment}\n{{KG103 One.}}\n\n" * 3000)) == []
    assert silenced(checked(comment * 20_000 + "{KG103 One.}")) == ["One."]
    assert silenced(checked(comment.replace("\n", " ") * 20_000 + "{KG103 One.}")) == ["One."]
    assert len(told(checked(f"{comment}Words.\n\n" * 3000))) == 3000


@pytest.mark.parametrize("filler", [" ", "<", "-", "<!--", "\n", "> "])
def test_a_long_comment_or_line_takes_no_square_of_time(filler: str) -> None:
    long = filler * 300_000
    inside = f"<!-- kneegraph-ignore KG103: why{long.replace('<!--', '')}x -->\n{{KG103 One.}}"
    assert silenced(checked(inside)) == ["One."]
    assert ("KG104", "One.") in told(checked(f"<!-- kneegraph-ignore KG103: why -->{long}\n\n{{KG104 One.}}"))
