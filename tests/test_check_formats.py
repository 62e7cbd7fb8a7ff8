"""Reports in each of the forms that others read. Golden cases: `cases/reports/article.FORM`; `pytest --update` writes them."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from reported import ARTICLE, article, finding, place, small_graph
from test_cli import Shell

from kneegraph import Graph, load
from kneegraph.check import RULES, Report, Rule, Severity, Verdict
from kneegraph.cli.check_output import FORMATS, Found
from kneegraph.cli.checked import told
from kneegraph.cli.lines import unstyled
from kneegraph.drafts import Draft
from kneegraph.drafts.baseline import fingerprint
from kneegraph.exchange.forms import Json
from kneegraph.exchange.reports import report_form
from kneegraph.exchange.reports.forms import digest
from kneegraph.exchange.reports.github import MOST, MOST_ROWS, job_summary, workflow_commands
from kneegraph.exchange.reports.pieces import json_pieces
from kneegraph.exchange.reports.rdjson import rdjson_form
from kneegraph.exchange.reports.sarif import sarif_form
from kneegraph.exchange.reports.summary import LeftOut, summary_line
from kneegraph.text.documents import Form

CASES = Path(__file__).parent / "cases" / "reports"


@pytest.fixture
def shell(capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(capsys)


@pytest.fixture(scope="module")
def core_graph() -> Graph:
    return load(collection="core")


def given(form: str) -> str:
    draft, report = article()
    found = Found(small_graph(), [draft], [report], LeftOut(known=2), frozenset())
    return "".join(FORMATS[form](found, [report], False))


def written(form: Json) -> Any:
    """The form as a program reads it."""
    return json.loads("".join(json_pieces(form)))


@pytest.mark.parametrize("form", [form for form in FORMATS if form != "html"])
def test_a_report_gives_what_it_gave(form: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GITHUB_WORKSPACE", raising=False)
    monkeypatch.setattr("kneegraph.exchange.reports.sarif.__version__", "0.0.0")
    expected = CASES / f"article.{form}"
    if request.config.getoption("--update"):
        expected.write_text(given(form), encoding="utf-8")
    assert given(form) == expected.read_text(encoding="utf-8")


def shouted(path: str, text: str) -> tuple[Draft, Report]:
    """A draft of one sentence that is found fault with, all of it hostile."""
    found = replace(finding(text, text, Verdict.CONTESTED, None, path=path), message=text, suggestion=text)
    return Draft(path, text, Form.TEXT), Report(path, (found,), sentences=1, words=1)


# JSON


def test_json_has_all_that_the_design_names() -> None:
    _, report = article()
    form = json.loads(given("json"))
    assert (form["version"], form["graph"]["claims"], form["graph"]["sources"]) == (1, 4, 4)
    keys = {"path", "line", "column", "end_line", "end_column", "text", "rule", "verdict", "polarity", "claim", "tally"}
    keys |= {"assertions", "message", "suggestion"}
    for told_, found in zip(form["findings"], report.findings, strict=True):
        assert keys <= told_.keys()
        assert ARTICLE[told_["offsets"]["start"] : told_["offsets"]["end"]] == told_["text"] == found.text
    contested = form["findings"][0]
    assert contested["claim"]["id"] == "vmo.controls.patellar-tracking"
    assert contested["tally"] == {"supports": 1, "disputes": 1, "qualifies": 0, "reports": 0}
    wanted = {"id", "source", "title", "url", "stance", "certainty", "paraphrase", "quote"}
    assert all(wanted <= one.keys() for one in contested["assertions"])
    assert {one["stance"] for one in contested["assertions"]} == {"supports", "disputes"}
    summary = form["summary"]
    assert (summary["sentences"], summary["findings"], summary["by_verdict"]["contested"]) == (5, 7, 1)
    assert (summary["silenced"], summary["known"]) == (1, 2)


def test_json_of_a_claim_that_no_source_makes_says_what_was_understood() -> None:
    last = json.loads(given("json"))["findings"][-1]
    assert last["claim"] == {
        "id": None, "subject": "shin splints", "relation": "causes", "object": "knee valgus", "outcome": None,
    }  # fmt: skip
    assert (last["tally"], last["assertions"]) == ({"supports": 0, "disputes": 0, "qualifies": 0, "reports": 0}, [])


def test_json_of_an_idle_comment_has_no_verdict_and_no_claim() -> None:
    idle = next(one for one in json.loads(given("json"))["findings"] if one["rule"] == "KG201")
    assert (idle["verdict"], idle["claim"], idle["tally"], idle["polarity"]) == (None, None, None, None)


def test_json_of_several_drafts_names_each() -> None:
    both = [article("a.md")[1], article("b/c.md")[1]]
    form = json.loads(json.dumps(report_form(small_graph(), *both)))
    assert [one["path"] for one in form["findings"]] == ["a.md"] * 7 + ["b/c.md"] * 7
    assert (form["summary"]["drafts"], form["summary"]["sentences"], form["summary"]["by_verdict"]["contested"]) == (2, 10, 2)


def test_the_digest_follows_from_the_content_and_not_from_its_order() -> None:
    corpus = small_graph().corpus
    turned = replace(
        corpus, claims=dict(reversed([*corpus.claims.items()])), concepts=dict(reversed([*corpus.concepts.items()]))
    )
    assert digest(turned) == digest(corpus)
    first, *others = corpus.claims.values()
    less = {one.id: one for one in (replace(first, assertions=first.assertions[1:]), *others)}
    said = replace(first.assertions[0], paraphrase="otherwise")
    other = {one.id: one for one in (replace(first, assertions=(said, *first.assertions[1:])), *others)}
    assert len({digest(corpus), digest(replace(corpus, claims=less)), digest(replace(corpus, claims=other))}) == 3


# GitHub


def many(count: int, severity: Severity = Severity.WARNING) -> Report:
    text = "\n".join(f"Sentence {number}." for number in range(count))
    verdict = {Severity.WARNING: Verdict.QUALIFIED, Severity.ERROR: Verdict.CONTRADICTED}[severity]
    found = tuple(finding(text, f"Sentence {number}.", verdict, None, path="draft.md") for number in range(count))
    return Report("draft.md", found, sentences=count)


def test_github_gets_ten_annotations_the_worst_first_and_one_notice_of_the_others() -> None:
    reports = [many(12), many(2, Severity.ERROR)]
    lines = workflow_commands(reports, "All of it.").splitlines()
    assert [line.split(" ", 1)[0] for line in lines] == ["::error"] * 2 + ["::warning"] * 8 + ["::notice", "All"]
    assert MOST == 10
    assert lines[10] == "::notice title=kneegraph::4 more findings in the job summary (GitHub shows 10 of a step)"
    assert "::notice" not in workflow_commands([many(10)], "All of it.")


def test_a_text_cannot_end_its_workflow_command_or_begin_another() -> None:
    hostile = "50 %, a: b\r\n::stop-commands::x\n::error file=a::\x1b[2J\u202e"
    _, report = shouted("a,b:c\n.md", hostile)
    command, last = workflow_commands([report], "All of it.").splitlines()
    assert (command[:8], last) == ("::error ", "All of it.")
    properties, _, message = command.removeprefix("::error ").partition("::")
    assert message.startswith("50 %25, a: b⟦U+000D⟧%0A::stop-commands::x%0A::error file=a::⟦U+001B⟧[2J⟦U+202E⟧")
    assert unquote(dict(one.split("=") for one in properties.split(","))["file"]) == "a,b:c\n.md"


def test_paths_are_told_from_the_workspace(tmp_path: Path) -> None:
    inside, outside = tmp_path / "docs" / "a.md", tmp_path.parent / "b.md"
    for path, told_ in ((inside, "docs/a.md"), (outside, outside.as_posix())):
        _, report = shouted(str(path), "One.")
        assert f"file={told_.replace(':', '%3A')}," in workflow_commands([report], "", root=tmp_path)


def test_the_job_summary_is_a_table_that_no_text_can_break() -> None:
    _, report = shouted("a|b.md", "One | two <img src=x> *bold* `code` [link](javascript:x)\nnext @team #1")
    row = job_summary([report], "One sentence.").splitlines()[-1]
    cells = row.replace("\\|", "").split("|")
    assert len(cells) == 7
    assert "<img" not in row
    assert "\\[link\\]\\(javascript:x\\) next \\@team \\#1" in row


def test_the_job_summary_of_very_many_findings_says_how_many_are_left_out() -> None:
    text = job_summary([many(MOST_ROWS + 7)], "All of it.")
    assert text.count("\n| ⚠️") == MOST_ROWS
    assert "7 more findings" in text
    assert len(text.encode()) < 1 << 20


# SARIF


def test_sarif_is_what_code_scanners_ask_for() -> None:
    form = json.loads(given("sarif"))
    assert form["version"] == "2.1.0"
    (run,) = form["runs"]
    driver = run["tool"]["driver"]
    assert (driver["name"], run["columnKind"]) == ("kneegraph", "unicodeCodePoints")
    assert [one["id"] for one in driver["rules"]] == [rule.code for rule in RULES]
    for one in driver["rules"]:
        assert one["shortDescription"]["text"]
        assert one["help"]["text"]
        assert one["defaultConfiguration"]["level"] in ("error", "warning", "note")
    assert len(run["results"]) == 7
    for result in run["results"]:
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["message"]["text"]
        assert result["level"] in ("error", "warning", "note")
        (location,) = result["locations"]
        region = location["physicalLocation"]["region"]
        begin = region["charOffset"]
        assert ARTICLE[begin : begin + region["charLength"]] == region["snippet"]["text"]
        lines = ARTICLE.splitlines()
        if region["startLine"] == region["endLine"]:
            assert (
                lines[region["startLine"] - 1][region["startColumn"] - 1 : region["endColumn"] - 1]
                == region["snippet"]["text"]
            )
        assert len(result["partialFingerprints"]) == 1


def test_sarif_knows_a_finding_again_wherever_its_sentence_moves() -> None:
    def prints(*texts: str) -> list[str]:
        found = [finding(text, "Weak glutes cause valgus.", Verdict.QUALIFIED, None) for text in texts]
        results = written(sarif_form([Report("a.md", tuple(found))]))["runs"][0]["results"]
        return [next(iter(one["partialFingerprints"].values())) for one in results]

    here = "Weak glutes cause valgus."
    assert prints(here) == prints(f"# Head\n\n{here}")
    first, second = prints(here, f"Again. {here}")
    assert first == prints(here)[0] != second
    loud = replace(finding(here, here, Verdict.QUALIFIED, None), text="WEAK  glutes\ncause valgus.")
    assert fingerprint(loud) == fingerprint(finding(here, here, Verdict.QUALIFIED, None))


def test_sarif_paths_are_addresses() -> None:
    _, report = shouted("a folder/dräft #1.md", "One.")
    form = written(sarif_form([report]))
    uri = form["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == "a%20folder/dr%C3%A4ft%20%231.md"


# reviewdog


def test_reviewdog_columns_count_bytes_and_its_suggestions_replace_the_sentence() -> None:
    text = "Üben hilft: 𐐀 weak glutes cause pain.\nEnd."
    found = finding(text, "weak glutes cause pain.", Verdict.QUALIFIED, None, suggestion="weak glutes may cause pain.")
    draft, report = Draft("a.md", text, Form.TEXT), Report("a.md", (found,))
    (one,) = written(rdjson_form([(draft, report)]))["diagnostics"]
    spot = one["location"]["range"]
    raw = text.split("\n", maxsplit=1)[0].encode()
    assert raw[spot["start"]["column"] - 1 : spot["end"]["column"] - 1] == b"weak glutes cause pain."
    assert one["suggestions"] == [{"range": spot, "text": "weak glutes may cause pain."}]
    assert (one["severity"], one["code"]["value"]) == ("WARNING", "KG102")


# For people


def lines(draft: Draft, report: Report, width: int = 100, *, notes: bool = False) -> list[str]:
    return [unstyled(line) for lines in told(small_graph(), draft, report, width=width, notes=notes) for line in lines]


@pytest.mark.parametrize("width", [40, 60, 100, 200])
def test_no_line_is_wider_than_the_terminal_and_marks_stand_below_their_words(width: int) -> None:
    text = "It is said that weak glutes always cause knee valgus, whichever way you look at it and whoever you happen to ask."
    found = finding(text, text, Verdict.OVERSTATED, None, span="weak glutes always cause knee valgus")
    over = replace(found, over=(replace(article()[1].findings[3].over[0], place=place(text, "always")),))
    given_ = lines(Draft("a.md", text, Form.TEXT), Report("a.md", (over,)), width)
    assert all(len(line) <= width for line in given_[1:])
    pairs = [(above, below) for above, below in pairwise(given_) if below.strip() and not {*below} - {*" ─^"}]
    assert "".join(a for above, below in pairs for a, b in zip(above, below, strict=False) if b == "^") == "always"
    marked = "".join(a for above, below in pairs for a, b in zip(above, below, strict=False) if b != " ")
    assert marked.replace(" ", "") == "weakglutesalwayscausekneevalgus"


def test_wide_characters_take_two_places_of_their_mark() -> None:
    text = "膝 weak glutes cause pain."
    found = finding(text, text, Verdict.QUALIFIED, None, span="weak glutes")
    sentence, marks = lines(Draft("a.md", text, Form.TEXT), Report("a.md", (found,)))[1:3]
    assert sentence == f"  {text}"
    assert marks == "  " + "   " + "─" * 11


def test_nothing_in_a_draft_steers_the_terminal() -> None:
    draft, report = shouted("a\x1b[2J.md", "One \x1b]8;;x\x07 \u202eevil\u202c\r two.")
    shown = "\n".join(lines(draft, report))
    assert not {"\x1b", "\x07", "\u202e", "\r"} & {*shown}
    assert "⟦U+202E⟧evil" in shown


def test_notes_take_one_line_unless_they_are_wanted_in_full() -> None:
    draft, report = article()
    short, full = lines(draft, report), lines(draft, report, notes=True)
    assert [line.split(" (")[0] for line in short[-3:]] == [
        "draft.md:9:3: note: ” reported",
        "draft.md:9:3: note: + supported",
        "draft.md:11:1: note: ? not in the graph",
    ]
    assert len(full) > len(short)


def test_a_claim_of_many_sources_names_some_and_counts_the_others() -> None:
    from builders import claim, corpus, supports

    crowded = claim("a", "causes", "b", *(supports(f"s{number}") for number in range(9)))
    found = finding("A causes b.", "A causes b.", Verdict.QUALIFIED, crowded)
    draft = Draft("a", "A causes b.", Form.TEXT)
    (lines,) = told(Graph(corpus(crowded)), draft, Report("a", (found,)), width=80)
    given_ = [*map(unstyled, lines)]
    assert sum("Title of" in line for line in given_) == 4
    assert "  + supports  and 5 more sources" in given_


def test_the_summary_says_what_was_checked_also_when_there_is_nothing() -> None:
    assert summary_line([Report("a", sentences=1200, words=15000)]) == "1,200 sentences (15,000 words), no findings."
    assert "Not told: 1 set aside by comments, 2 in the baseline." in summary_line([article()[1]], LeftOut(known=2))


# Explaining


@pytest.mark.parametrize("name", [name for rule in RULES for name in (rule.code, rule.slug)])
def test_every_rule_is_explained_with_both_examples(name: str, shell: Shell) -> None:
    status, out, _ = shell("check", "--explain", name)
    found = next(one for one in RULES if name in (one.code, one.slug))
    flat = " ".join(out.split())
    assert status == 0
    for part in (found.code, found.slug, found.severity, found.says, found.why, found.fires, found.silent):
        assert " ".join(part.split()) in flat


def test_an_unknown_rule_is_an_error_with_the_nearest(shell: Shell) -> None:
    status, out, err = shell("check", "--explain", "contestd")
    assert (status, out, err) == (3, "", "kneegraph: no rule is called 'contestd'; nearest: contested, contradicted\n")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_examples_that_are_told_hold_on_the_core(rule: Rule, core_graph: Graph) -> None:
    assert rule.code in [one.rule for one in core_graph.check(rule.fires).findings]
    assert rule.code not in [one.rule for one in core_graph.check(rule.silent).findings]
