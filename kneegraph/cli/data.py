"""`validate` and `verify`: looking after the data."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kneegraph import files
from kneegraph.cli import show
from kneegraph.cli.options import as_table_or_json, chosen_graph, restricting, tell_undated
from kneegraph.cli.text import plain
from kneegraph.errors import ExitStatus, TextError
from kneegraph.passages import Texts

if TYPE_CHECKING:
    from kneegraph.validate import Finding, Report
    from kneegraph.verify import VerifyFinding, VerifyReport


def _named(_: click.Context, __: click.Parameter, paths: tuple[str, ...]) -> tuple[str, ...]:
    """The paths, none of them empty: an unset variable in a script must not stand for the current folder."""
    if "" in paths:
        raise click.UsageError("the name of a FILE is empty; name a file or a folder, or none for the packaged data")
    return paths


_data_files = click.argument("paths", nargs=-1, metavar="[FILE]...", callback=_named)


@click.command()
@_data_files
@click.option("--write", is_flag=True, help="First put these files (Turtle) into canonical form, always whole.")
@restricting
@as_table_or_json
def validate(paths: tuple[str, ...], write: bool, form: str, **chosen: Any) -> int:
    """Check data files. Without a FILE, the packaged data.

    Looks at shapes, references, identifiers, labels and offsets. Relations are the packaged ones unless a folder
    brings its own ontology.ttl; the word 'packaged' adds the packaged data to one's own. Restricted to some sources, it
    tells only what is wrong with these, with their assertions and claims, and with concepts and relations.

    Exit status 1 when something is wrong, 3 when a file cannot be read at all.
    """
    from kneegraph.validate import validate as check

    if write:
        _write_canonical(paths)
    report = check(paths, **chosen)
    tell_undated(report.undated)
    if form == "json":
        show.show_json(report.as_dict())
    else:
        _show_checked(report)
    return ExitStatus.FOUND if report.findings else ExitStatus.DONE


def _show_checked(report: Report) -> None:
    _show_findings(report.findings)
    counts = ", ".join(f"{number} {sort}" for sort, number in report.checked.items())
    show.show_line(f"Checked {counts}: {_many(len(report.findings), 'finding')}.")


def _show_findings(findings: Iterable[Finding | VerifyFinding]) -> None:
    """Print findings: wrapped for people, one line each for grep and other programs."""
    for finding in findings:
        if sys.stdout.isatty():
            show.show_line(str(finding), hanging=2)
        else:
            click.echo(plain(str(finding)).replace("\n", "⟦U+000A⟧"))


def _write_canonical(paths: tuple[str, ...]) -> None:
    if not paths:
        raise click.UsageError("--write needs the names of the files to write")
    for path in map(Path, paths):
        if path.suffix != ".ttl":
            raise click.UsageError(f"--write writes Turtle files (.ttl); {path} is not one")
        before = files.read_text(path)
        files.write_file(path, files.read_quads(path))
        changed = files.read_text(path) != before
        click.echo(f"{path}: {'rewritten' if changed else 'was in canonical form'}", err=True)


def _many(number: int, noun: str) -> str:
    return f"{number or 'no'} {noun}{'' if number == 1 else 's'}"


@click.command()
@_data_files
@click.option(
    "--sources",
    "texts",
    type=click.Path(path_type=Path),
    envvar="KNEEGRAPH_SOURCES",
    metavar="DIR",
    help="Folder with the texts of all sources and their manifest (or set KNEEGRAPH_SOURCES).",
)
@click.option("--write", is_flag=True, help="Write the new offsets of passages that only moved into FILEs.")
@click.option("--locate", nargs=2, metavar="SOURCE WORDS", help="Print the selector of these words, for a data file.")
@click.option("--occurrence", type=click.IntRange(min=1), metavar="N", help="Which of several places --locate means.")
@restricting
@as_table_or_json
def verify(
    paths: tuple[str, ...],
    texts: Path | None,
    write: bool,
    locate: tuple[str, str] | None,
    occurrence: int | None,
    form: str,
    **chosen: Any,
) -> int:
    """Prove every passage against the sources' texts.

    --sources DIR is where the texts are; --source SOURCE is a restriction, to the passages of that one source.

    \b
    kneegraph verify --sources texts --source somerset-2018

    Exit status 1 when a text or a passage is not as the data say. With --write, passages that moved because the text
    changed elsewhere get their new offsets.
    """
    opened = _opened(texts)
    if locate:
        _show_selector(opened, *locate, occurrence)
        return ExitStatus.DONE
    from kneegraph.verify import verify as check

    report = check(chosen_graph(data=paths, **chosen).corpus, opened)
    if form == "json":
        show.show_json(report.as_dict())
    else:
        _show_verified(report)
    if write:
        _write_moved(paths, report)
    return ExitStatus.FOUND if report.findings else ExitStatus.DONE


def _opened(texts: Path | None) -> Texts:
    if texts is None:
        raise TextError("verify needs the texts: give --sources DIR or set KNEEGRAPH_SOURCES")
    return Texts.open(texts)


def _write_moved(paths: tuple[str, ...], report: VerifyReport) -> None:
    from kneegraph.verify import write_reanchored

    for path in write_reanchored(_own(paths), report):
        click.echo(f"{path}: offsets and digests rewritten", err=True)


def _own(paths: tuple[str, ...]) -> tuple[Path, ...]:
    if not paths or files.PACKAGED in paths:
        raise click.UsageError("--write needs the names of the files to write")
    return files.data_files(paths)


def _show_verified(report: VerifyReport) -> None:
    _show_findings(report.findings)
    rows = ((one.id, str(one.passages), str(one.proven + one.moved), str(one.moved)) for one in report.sources)
    show.show_table(("source", "passages", "proven", "of these moved"), rows)
    proven = "every passage proven" if report.proven == report.passages else f"{_many(len(report.hit), 'assertion')} hit"
    show.show_line(f"{report.proven} of {_many(report.passages, 'passage')} proven: {proven}.")
    for name in report.hit:
        show.show_line(name, indent=2)
    if report.textless:
        show.show_line(f"Without a text, so not looked for: {', '.join(report.textless)}")


def _show_selector(texts: Texts, source: str, words: str, occurrence: int | None) -> None:
    from kneegraph.passages import locate

    found = locate(texts.text(source), words, occurrence)
    parts = (
        "[ a oa:TextPositionSelector",
        f"oa:start {found.start}",
        f"oa:end {found.end}",
        f'kg:fragment "{found.fragment}"',
        f'kg:sha256 "{found.sha256}" ]',
    )
    click.echo(" ; ".join(parts))
