"""`check`: what the sources make of each sentence of a draft."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click

from kneegraph.check.report import Report, Severity
from kneegraph.cli import check_output
from kneegraph.cli.options import choosing_graph, chosen_graph, with_texts
from kneegraph.cli.text import plain
from kneegraph.drafts import (
    Baseline,
    ChangedLines,
    Draft,
    Settings,
    draft_files,
    drafted,
    failing_rules,
    find_settings,
    read_draft,
    read_settings,
)
from kneegraph.drafts.baseline import write_baseline as make_baseline
from kneegraph.drafts.failing import severity_of
from kneegraph.errors import ExitStatus
from kneegraph.exchange.reports.summary import LeftOut, many
from kneegraph.graph import Graph
from kneegraph.text.documents import Form

_file = click.Path(path_type=Path, dir_okay=False)


@dataclass(frozen=True)
class _Wanted:
    """How to check: the command line over the project's settings."""

    form: Form | None
    failing: frozenset[str]
    show: Severity | None
    baseline: Path | None
    diff: str | None
    quiet: bool


@click.command()
@click.argument("names", nargs=-1, metavar="[FILE]... | -")
@click.option(
    "--stdin-filename", metavar="FILE", help="What standard input (-) is called in the report; its ending tells the form."
)
@click.option(
    "--form",
    type=click.Choice(["auto", *(one.value for one in Form)]),
    help="How drafts are read [default: auto, by the ending of the name].",
)
@click.option(
    "--format", "output_form", type=click.Choice([*check_output.FORMATS]),
    help="How to tell it [default: text; github where GITHUB_ACTIONS is true].",
)  # fmt: skip
@click.option("--output", type=_file, metavar="FILE", help="Write it into this file instead, in one step.")
@click.option(
    "--fail-on", multiple=True, metavar="WHAT",
    help="What gives exit status 1: verdicts or rules, comma-separated; a severity (error, warning, note), which takes in "
    "what is worse; or never [default: error, which is contradicted and contested].",
)  # fmt: skip
@click.option(
    "--show", metavar="SEVERITY", help="The least severity that is told [default: note; warning for github and rdjson]."
)
@click.option("--all", "notes", is_flag=True, help="Tell notes in full too, not one line each (text).")
@click.option("--quiet", is_flag=True, help="Tell only what gives exit status 1, and the summary.")
@click.option("--baseline", type=_file, metavar="FILE", help="Leave out the findings that this file knows.")
@click.option("--write-baseline", is_flag=True, help="Make what is found now the known findings, and write that file.")
@click.option("--diff", metavar="REV", help="Leave out findings on lines not changed since this commit, as git tells it.")
@click.option(
    "--config", type=_file, metavar="FILE", help="The settings to use, instead of those found upward from the drafts."
)
@click.option("--explain", metavar="RULE", help="Tell what a rule asks, why, and an example of both; check nothing.")
@with_texts
@choosing_graph
def check(
    names: tuple[str, ...],
    stdin_filename: str | None,
    form: str | None,
    output_form: str | None,
    output: Path | None,
    fail_on: tuple[str, ...],
    show: str | None,
    notes: bool,
    quiet: bool,
    baseline: Path | None,
    write_baseline: bool,
    diff: str | None,
    config: Path | None,
    explain: str | None,
    **chosen: Any,
) -> int:
    """Which sentences of a draft the sources support, contest or contradict, who says so, and how to word it instead.

    FILE is a draft in plain text, Markdown or HTML, a folder of drafts, or a glob; - is standard input.

    \b
    kneegraph check draft.md
    echo "The VMO controls patellar tracking." | kneegraph check -
    kneegraph check docs --format html --output report.html
    kneegraph check --explain contested

    A project keeps its wishes under [tool.kneegraph.check] in pyproject.toml, or [check] in kneegraph.toml. A comment in a
    draft, <!-- kneegraph-ignore KG103: the reason -->, sets a finding in the next block or on its line aside.

    Exit status 1 when something is found that --fail-on names, 3 when a draft cannot be read.
    """
    if explain:
        return check_output.explain(explain, as_json=output_form == "json")
    settings = _settings(names, stdin_filename, config, diff)
    wanted = _wanted(settings, form, fail_on, show, baseline, diff, quiet)
    if write_baseline and wanted.baseline is None:
        raise click.UsageError("--write-baseline needs --baseline FILE, or baseline in the settings")
    drafts = [*_drafts(names, stdin_filename, wanted, settings)]
    graph = _graph(settings, chosen)
    reports = _checked(graph, drafts)
    if write_baseline and wanted.baseline:
        known = make_baseline(wanted.baseline, reports)
        click.echo(f"{plain(str(wanted.baseline))}: {many(known, 'finding')} known from now on", err=True)
        return ExitStatus.DONE
    reports, left_out = _new(reports, wanted)
    found = check_output.Found(graph, drafts, reports, left_out, wanted.failing)
    found.tell(output_form, output, show=wanted.show, notes=notes, quiet=quiet)
    return ExitStatus.FOUND if found.fails else ExitStatus.DONE


def _settings(names: Sequence[str], stdin_filename: str | None, config: Path | None, diff: str | None) -> Settings:
    """The project's settings, once it is clear what there is to check."""
    if not names:
        raise click.UsageError("name a draft, a folder of drafts or a glob; - is standard input")
    if "" in names:
        raise click.UsageError("the name of a FILE is empty")
    if "-" in names and len(names) > 1:
        raise click.UsageError("- (standard input) goes alone")
    if stdin_filename is not None and names != ("-",):
        raise click.UsageError("--stdin-filename goes with -")
    if diff and "-" in names:
        raise click.UsageError("--diff needs files: git knows nothing of standard input")
    if config is not None:
        return read_settings(config)
    return find_settings([stdin_filename or "."] if names == ("-",) else names)


def _wanted(
    settings: Settings,
    form: str | None,
    fail_on: tuple[str, ...],
    show: str | None,
    baseline: Path | None,
    diff: str | None,
    quiet: bool,
) -> _Wanted:
    shown = show or settings.show
    told = settings.form if form is None else None if form == "auto" else Form(form)
    return _Wanted(
        form=told,
        failing=failing_rules([name for given in fail_on for name in given.split(",")] or settings.fail_on),
        show=severity_of(shown) if shown else None,
        baseline=baseline or settings.baseline,
        diff=diff,
        quiet=quiet,
    )


def _drafts(names: Sequence[str], stdin_filename: str | None, wanted: _Wanted, settings: Settings) -> Iterator[Draft]:
    if names == ("-",):
        name = stdin_filename or "-"
        yield drafted(sys.stdin.buffer.read(), name, wanted.form)
        return
    for path in draft_files(names, exclude=settings.exclude, base=settings.folder):
        yield read_draft(path, form=wanted.form)


def _graph(settings: Settings, chosen: dict[str, Any]) -> Graph:
    """The graph of the command line; where that restricts nothing, restricted as the settings say."""
    for name, values in (("collection", settings.collection), ("tier", settings.tier)):
        chosen[name] = chosen.get(name) or values
    return chosen_graph(**chosen)


def _checked(graph: Graph, drafts: Sequence[Draft]) -> list[Report]:
    progress = Progress(len(drafts))
    reports = []
    for number, draft in enumerate(drafts):
        progress.at(number, draft.path)
        reports.append(graph.check(draft.text, form=draft.form, path=draft.path))
    progress.done()
    return reports


def _new(reports: list[Report], wanted: _Wanted) -> tuple[list[Report], LeftOut]:
    """The findings that neither the baseline nor an unchanged line takes away."""
    left_out = LeftOut()
    if wanted.baseline is not None:
        known = Baseline.read(wanted.baseline)
        gone = known.gone(reports)
        reports, count = known.without_known(reports)
        left_out = replace(left_out, known=count)
        if gone and not wanted.quiet:
            told = f"{many(gone, 'finding')} of it no longer there; --write-baseline forgets them"
            click.echo(f"{plain(str(wanted.baseline))}: {told}", err=True)
    if wanted.diff is not None:
        reports, count = ChangedLines(wanted.diff).only_changed(reports)
        left_out = replace(left_out, unchanged=count)
    return reports, left_out


class Progress:
    """How far checking several drafts has got: one line on a terminal's standard error, once it has taken a second."""

    def __init__(self, total: int) -> None:
        self._total = total if sys.stderr.isatty() else 0
        self._begun = time.monotonic()
        self._shown = False

    def at(self, number: int, path: str) -> None:
        """Say which draft it is at."""
        if self._total > 1 and time.monotonic() - self._begun > 1:
            self._shown = True
            click.echo(f"\r\x1b[Kchecking {number + 1:,} of {self._total:,}: {plain(path)[-60:]}", nl=False, err=True)

    def done(self) -> None:
        """Take the line away."""
        if self._shown:
            click.echo("\r\x1b[K", nl=False, err=True)
