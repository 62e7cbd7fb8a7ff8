"""`kneegraph check` as its users see it: what it reads, prints, writes, and answers as exit status, on the packaged graph."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from test_cli import Shell

from kneegraph.cli.check import Progress
from kneegraph.cli.check_output import FORMATS

CONTESTED = "The VMO controls patellar tracking."
QUALIFIED = "A weak gluteus medius causes knee valgus."
CONTRADICTED = "Clamshells do not train the gluteus medius."
OVERSTATED = "Weak glutes always cause knee valgus."
UNKNOWN = "Shin splints cause overpronation."
QUESTION = "Do weak glutes cause knee pain?"


class Checker:
    """Runs `check` in a folder of drafts, with whatever stands on standard input, on the core unless told otherwise."""

    def __init__(self, shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
        self._shell = shell
        self._patch = monkeypatch

    def __call__(self, *args: str, stdin: str | bytes = "") -> tuple[int, str, str]:
        content = stdin if isinstance(stdin, bytes) else stdin.encode()
        self._patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content), encoding="utf-8"))
        chosen = () if "--collection" in args or Path("kneegraph.toml").exists() else ("--collection", "core")
        return self._shell("check", *args, *chosen)

    def found(self, *args: str, stdin: str | bytes = "") -> list[dict[str, object]]:
        """The findings as JSON."""
        status, out, err = self(*args, "--format", "json", stdin=stdin)
        assert status in (0, 1), err
        return list(json.loads(out)["findings"])

    def verdicts(self, *args: str, stdin: str | bytes = "") -> list[object]:
        return [one["verdict"] or one["rule"] for one in self.found(*args, stdin=stdin)]


@pytest.fixture
def check(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Checker:
    for name in ("GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY", "GITHUB_WORKSPACE", "KNEEGRAPH_SOURCES"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / ".git").mkdir()  # the search for settings ends here
    monkeypatch.chdir(tmp_path)
    return Checker(Shell(capsys), monkeypatch)


def draft(name: str, *sentences: str) -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{sentence}\n\n" for sentence in sentences), encoding="utf-8")
    return path


# What the issue asks to see


def test_a_contested_claim_names_both_sources(check: Checker) -> None:
    status, out, err = check("-", stdin=CONTESTED)
    assert (status, err) == (1, "")
    assert "-:1:1: error: ± contested (KG103)" in out
    (found,) = check.found("-", stdin=CONTESTED)
    assert isinstance(found["assertions"], list)
    assert {(one["source"], one["stance"]) for one in found["assertions"]} == {
        ("fti-medial-knee", "supports"), ("somerset-2018", "disputes"),
    }  # fmt: skip
    assert all(str(one["title"])[:20] in out for one in found["assertions"])


def test_a_qualified_claim_has_its_counts(check: Checker) -> None:
    (found,) = check.found("-", "--collection", "core", stdin=QUALIFIED)
    assert found["verdict"] == "qualified"
    assert isinstance(found["tally"], dict)
    assert (found["tally"]["supports"], found["tally"]["qualifies"]) == (3, 1)
    assert check("-", stdin=QUALIFIED)[0] == 0


@pytest.mark.parametrize(
    ("sentence", "verdicts"),
    [(CONTRADICTED, ["contradicted"]), (OVERSTATED, ["overstated"]), (UNKNOWN, ["not-in-graph"]), (QUESTION, [])],
)
def test_the_other_sentences_of_the_issue(check: Checker, sentence: str, verdicts: list[str]) -> None:
    assert check.verdicts("-", "--collection", "core", stdin=sentence) == verdicts


def test_what_the_graph_knows_nothing_of_is_nothing_or_not_in_the_graph(check: Checker) -> None:
    assert check.verdicts("-", stdin="Creatine improves sprint recovery.") in ([], ["not-in-graph"])


# Summary and exit status


def test_a_clean_draft_says_what_was_checked(check: Checker) -> None:
    status, out, err = check("-", stdin="Good morning. It rains.")
    assert (status, out, err) == (0, "2 sentences (4 words), no findings.\n", "")


@pytest.mark.parametrize(
    ("fail_on", "status"),
    [
        ((), 1),
        (("--fail-on", "never"), 0),
        (("--fail-on", "contradicted"), 0),
        (("--fail-on", "contradicted,contested"), 1),
        (("--fail-on", "KG103"), 1),
        (("--fail-on", "overstated", "--fail-on", "contested"), 1),
        (("--fail-on", "warning"), 1),
    ],
)
def test_the_exit_status_follows_what_fails(check: Checker, fail_on: tuple[str, ...], status: int) -> None:
    assert check("-", *fail_on, stdin=CONTESTED)[0] == status


def test_a_severity_takes_in_what_is_worse(check: Checker) -> None:
    assert [check("-", "--fail-on", name, stdin=OVERSTATED)[0] for name in ("error", "warning", "note")] == [0, 1, 1]


def test_unknown_names_are_errors_with_the_nearest(check: Checker) -> None:
    status, _, err = check("-", "--fail-on", "contestd", stdin="")
    assert (status, err) == (
        3,
        "kneegraph: no verdict, severity or rule is called 'contestd'; nearest: contested, contradicted\n",
    )
    assert check("-", "--show", "loud", stdin="")[0] == 3


def test_show_leaves_out_what_matters_less_and_counts_it_still(check: Checker) -> None:
    status, out, _ = check("-", "--show", "error", stdin=f"{OVERSTATED} {CONTESTED}")
    assert status == 1
    assert "overstated (KG105)" not in out
    assert "2 findings: 1 contested, 1 overstated." in out


def test_quiet_tells_only_what_fails(check: Checker) -> None:
    _, out, err = check("-", "--quiet", "--fail-on", "contradicted", stdin=f"{CONTESTED} {CONTRADICTED}")
    assert ("contested (KG103)" in out, "contradicted (KG104)" in out, err) == (False, True, "")


# What is read


def test_files_folders_and_globs_are_checked_in_one_go(check: Checker) -> None:
    draft("a.md", CONTESTED), draft("docs/b.txt", OVERSTATED), draft("docs/c.html", f"<p>{QUESTION}</p>")
    found = check.found("*.md", "docs")
    assert [(one["path"], one["verdict"]) for one in found] == [("a.md", "contested"), ("docs/b.txt", "overstated")]
    assert "3 drafts, 3 sentences" in check("a.md", "docs")[1]


@pytest.mark.parametrize("name", ["no.md", "*.rst", "latin.md", "nul.txt"])
def test_what_cannot_be_read_is_status_3_with_its_place(check: Checker, name: str) -> None:
    Path("latin.md").write_bytes(b"na\xefve")
    Path("nul.txt").write_bytes(b"a\0b")
    status, out, err = check(name)
    assert (status, out) == (3, "")
    assert err.startswith(f"kneegraph: {name}:")
    assert "Traceback" not in err


def test_standing_alone_without_a_name_it_says_how_it_is_used(check: Checker) -> None:
    for arguments in ((), ("-", "a.md"), ("a.md", "--stdin-filename", "b.md"), ("",), ("-", "--diff", "HEAD")):
        status, out, err = check(*arguments)
        assert (status, out) == (2, ""), arguments
        assert "Usage" in err


def test_standard_input_may_have_a_name_whose_ending_tells_its_form(check: Checker) -> None:
    html = f"<p>The <b>VMO</b> controls patellar tracking.</p><pre>{CONTRADICTED}</pre>"
    (found,) = check.found("-", "--stdin-filename", "posts/a.html", stdin=html)
    assert (found["path"], found["verdict"], found["column"]) == ("posts/a.html", "contested", 4)


def test_the_form_may_be_told(check: Checker) -> None:
    text = f"    {CONTESTED}\n"
    assert check.verdicts("-", stdin=text) == []  # code, in Markdown
    assert check.verdicts("-", "--form", "text", stdin=text) == ["contested"]


def test_ignore_comments_set_findings_aside_and_idle_ones_are_told(check: Checker) -> None:
    draft("a.md", "<!-- kneegraph-ignore KG103: cites the guideline -->", CONTESTED)
    draft("b.md", "<!-- kneegraph-ignore KG103: cites the guideline -->", QUESTION)
    status, out, _ = check("a.md")
    assert (status, out) == (0, "1 sentence (5 words), no findings. Not told: 1 set aside by comments.\n")
    assert check.verdicts("b.md") == ["KG201"]
    assert check("b.md", "--fail-on", "warning")[0] == 1


# Old findings


def test_a_baseline_lets_only_new_findings_fail(check: Checker) -> None:
    draft("docs/a.md", CONTESTED)
    status, out, err = check("docs", "--baseline", "known.json", "--write-baseline")
    assert (status, out, err) == (0, "", "known.json: 1 finding known from now on\n")
    assert check("docs", "--baseline", "known.json")[0] == 0
    draft("docs/a.md", "Something new before it.", CONTESTED, CONTRADICTED)
    status, out, _ = check("docs", "--baseline", "known.json")
    assert status == 1
    assert "contested (KG103)" not in out
    assert "1 finding: 1 contradicted. Not told: 1 in the baseline." in out


def test_what_the_baseline_knows_and_is_gone_is_told(check: Checker) -> None:
    draft("a.md", CONTESTED)
    check("a.md", "--baseline", "known.json", "--write-baseline")
    draft("a.md", QUESTION)
    assert check("a.md", "--baseline", "known.json")[2] == (
        "known.json: 1 finding of it no longer there; --write-baseline forgets them\n"
    )


def test_a_baseline_that_is_not_there_is_an_error(check: Checker) -> None:
    draft("a.md", CONTESTED)
    assert check("a.md", "--baseline", "known.json")[0] == 3
    assert check("a.md", "--write-baseline")[0] == 2


def test_only_changed_lines_fail(check: Checker, monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".git").rmdir()
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    draft("a.md", CONTESTED)
    who = ["-c", "user.name=n", "-c", "user.email=e@example.org"]
    for order in (["init", "-q"], ["add", "-A"], [*who, "commit", "-q", "-m", "first"]):
        subprocess.run(["git", *order], check=True)
    draft("a.md", CONTESTED, OVERSTATED)
    status, out, _ = check("a.md", "--diff", "HEAD")
    assert (status, "contested (KG103)" in out) == (0, False)
    assert "1 finding: 1 overstated. Not told: 1 on unchanged lines." in out
    status, out, err = check("a.md", "--diff", "nothing")
    assert (status, out) == (3, "")
    assert "git knows no commit 'nothing'" in err


# Settings


def test_settings_hold_and_the_command_line_wins(check: Checker) -> None:
    Path("kneegraph.toml").write_text(
        "[check]\nfail-on = 'overstated'\nexclude = ['docs/old']\nshow = 'error'\ncollection = 'core'\n", encoding="utf-8"
    )
    draft("docs/old/a.md", OVERSTATED), draft("docs/b.md", CONTESTED)
    assert check("docs")[0] == 0
    assert [one["path"] for one in check.found("docs")] == ["docs/b.md"]
    assert check("docs", "--fail-on", "contested")[0] == 1
    assert check.verdicts("docs/old/a.md") == []
    assert check.verdicts("docs/old/a.md", "--show", "note") == ["overstated"]


def test_settings_restrict_the_graph_and_name_form_and_baseline(check: Checker) -> None:
    Path("kneegraph.toml").write_text(
        "[check]\ncollection = 'core'\nform = 'text'\nbaseline = 'known.json'\n", encoding="utf-8"
    )
    draft("a.md", f"    {QUALIFIED}")
    check("a.md", "--write-baseline")
    assert check.verdicts("a.md") == []
    Path("known.json").write_text('{"version": 1, "findings": []}', encoding="utf-8")
    (found,) = check.found("a.md")
    assert isinstance(found["tally"], dict)
    assert found["tally"]["supports"] == 3
    assert check.found("a.md", "--form", "auto") == []


def test_a_setting_that_nobody_reads_is_an_error(check: Checker) -> None:
    Path("pyproject.toml").write_text("[tool.kneegraph.check]\nfail_on = 'error'\n", encoding="utf-8")
    draft("a.md", QUESTION)
    status, out, err = check("a.md")
    assert (status, out) == (3, "")
    assert err.endswith("pyproject.toml:2: nobody reads 'fail_on'; nearest: fail-on\n")
    Path("other.toml").write_text("[check]\nshow = 'note'\n", encoding="utf-8")
    assert check("a.md", "--config", "other.toml")[0] == 0


# Forms


@pytest.mark.parametrize("form", FORMATS)
def test_every_form_is_printed_and_the_same_is_written(check: Checker, form: str) -> None:
    draft("a.md", CONTESTED, OVERSTATED)
    status, out, _ = check("a.md", "--format", form)
    assert status == 1
    if form in ("json", "sarif", "rdjson"):
        json.loads(out)
    status, printed, err = check("a.md", "--format", form, "--output", "report")
    assert (status, printed) == (1, "")
    assert "2 findings: 1 contested, 1 overstated." in err
    assert Path("report").read_text(encoding="utf-8") == out


def test_a_report_that_cannot_be_written_is_an_error(check: Checker) -> None:
    draft("a.md", CONTESTED)
    status, _, err = check("a.md", "--format", "html", "--output", "no/report.html")
    assert (status, "cannot be written" in err) == (3, True)


def test_where_github_runs_it_annotations_and_a_job_summary_come_by_themselves(
    check: Checker, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft("a.md", CONTESTED, UNKNOWN)
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "summary.md")
    Path("summary.md").write_text("before\n", encoding="utf-8")
    status, out, _ = check("a.md")
    assert status == 1
    assert out.startswith("::error file=a.md,line=1,")
    assert "not-in-graph" not in out.splitlines()[1:-1]
    summary = Path("summary.md").read_text(encoding="utf-8")
    assert summary.startswith("before\n## kneegraph check\n")
    assert "❌ contested" in summary
    assert not check("a.md", "--format", "text")[1].startswith("::")


def test_there_is_no_colour_in_a_pipe_and_its_status_is_the_shells() -> None:
    for extra in ({}, {"NO_COLOR": "1"}):
        done = subprocess.run(
            [sys.executable, "-m", "kneegraph", "check", "-"],
            input=CONTESTED.encode(), capture_output=True, check=False,
            env={**os.environ, "GITHUB_ACTIONS": "", **extra},
        )  # fmt: skip
        assert (done.returncode, done.stderr) == (1, b"")
        assert b"\x1b" not in done.stdout


def test_quotations_are_shown_where_the_texts_are_at_hand(check: Checker, sources_folder: Path) -> None:
    folder = str(sources_folder.resolve())
    found = check.found("-", "--sources", folder, stdin=CONTESTED)[0]
    assert isinstance(found["assertions"], list)
    quotes = [str(one["quote"]) for one in found["assertions"]]
    assert all(len(quote) > 10 for quote in quotes)
    out = check("-", "--sources", folder, stdin=CONTESTED)[1]
    assert all(" ".join(quote.split())[:25] in " ".join(out.split()) for quote in quotes)


# Progress


class Terminal(io.StringIO):
    """A standard error that is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("terminal", "seconds", "shown"), [(True, 0.9, True), (True, 0.1, False), (False, 0.9, False)])
def test_progress_is_one_line_on_a_terminal_after_a_second(
    monkeypatch: pytest.MonkeyPatch, terminal: bool, seconds: float, shown: bool
) -> None:
    ticks = iter(range(100))
    monkeypatch.setattr("kneegraph.cli.check.time.monotonic", lambda: next(ticks) * seconds)
    error = Terminal() if terminal else io.StringIO()
    monkeypatch.setattr(sys, "stderr", error)
    progress = Progress(3)
    for number, path in enumerate(("a.md", "b\x1b[2J.md", "c.md")):
        progress.at(number, path)
    progress.done()
    assert ("checking 3 of 3: c.md" in error.getvalue()) == shown
    assert error.getvalue().endswith("\r\x1b[K" if shown else "")
    assert "\x1b[2J" not in error.getvalue()
