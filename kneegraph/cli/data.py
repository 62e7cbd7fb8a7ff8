"""`validate`, `verify` and `build`: looking after the data."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kneegraph import files
from kneegraph.cli import show
from kneegraph.cli.options import as_table_or_json, choosing_graph, chosen_graph
from kneegraph.errors import ExitStatus, TextError
from kneegraph.loading import load
from kneegraph.passages import Texts

if TYPE_CHECKING:
    from kneegraph.verify import VerifyReport


@click.command()
@click.argument("paths", nargs=-1, metavar="[FILE]...")
@click.option("--write", is_flag=True, help="First put these files (Turtle) into canonical form.")
@as_table_or_json
def validate(paths: tuple[str, ...], write: bool, form: str) -> int:
    """Check data files. Without a FILE, the packaged data.

    Looks at shapes, references, identifiers, labels and offsets. Relations are the packaged ones unless a folder
    brings its own ontology.ttl; the word 'packaged' adds the packaged data to one's own.

    Exit status 1 when something is wrong, 3 when a file cannot be read at all.
    """
    from kneegraph.validate import validate as check

    if write:
        _write_canonical(paths)
    report = check(paths)
    if form == "json":
        show.show_json(report.as_dict())
    else:
        for finding in report.findings:
            show.show_line(str(finding), hanging=2)
        counts = ", ".join(f"{number} {sort}" for sort, number in report.checked.items())
        show.show_line(f"Checked {counts}: {_many(len(report.findings), 'finding')}.")
    return ExitStatus.FOUND if report.findings else ExitStatus.DONE


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
@click.argument("paths", nargs=-1, metavar="[FILE]...")
@click.option(
    "--sources",
    "texts",
    type=click.Path(path_type=Path),
    envvar="KNEEGRAPH_SOURCES",
    metavar="DIR",
    help="Folder with the sources' texts and manifest (or set KNEEGRAPH_SOURCES).",
)
@click.option("--write", is_flag=True, help="Write the new offsets of passages that only moved into FILEs.")
@click.option("--locate", nargs=2, metavar="SOURCE WORDS", help="Print the selector of these words, for a data file.")
@click.option("--occurrence", type=click.IntRange(min=1), metavar="N", help="Which of several places --locate means.")
@as_table_or_json
def verify(
    paths: tuple[str, ...],
    texts: Path | None,
    write: bool,
    locate: tuple[str, str] | None,
    occurrence: int | None,
    form: str,
) -> int:
    """Prove every passage against the sources' texts.

    Exit status 1 when a text or a passage is not as the data say. With --write, passages that moved because the text
    changed elsewhere get their new offsets.
    """
    if texts is None:
        raise TextError("verify needs the texts: give --sources DIR or set KNEEGRAPH_SOURCES")
    opened = Texts.open(texts)
    if locate:
        _show_selector(opened, *locate, occurrence)
        return ExitStatus.DONE
    from kneegraph.verify import verify as check
    from kneegraph.verify import write_reanchored

    report = check(load(*paths).corpus, opened)
    if form == "json":
        show.show_json(report.as_dict())
    else:
        _show_verified(report)
    if write:
        for path in write_reanchored(_own(paths), report):
            click.echo(f"{path}: offsets and digests rewritten", err=True)
    return ExitStatus.FOUND if report.findings else ExitStatus.DONE


def _own(paths: tuple[str, ...]) -> tuple[Path, ...]:
    if not paths or files.PACKAGED in paths:
        raise click.UsageError("--write needs the names of the files to write")
    return files.data_files(paths)


def _show_verified(report: VerifyReport) -> None:
    for finding in report.findings:
        show.show_line(str(finding), hanging=2)
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


@click.command()
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, metavar="FILE", help="A .trig or .nq file.")
@choosing_graph
def build(output: Path, **chosen: Any) -> None:
    """Write the whole dataset, with tallies and views.

    For another RDF store to load.

    \b
    kneegraph build -o graph.trig
    """
    if output.suffix not in (".trig", ".nq"):
        raise click.UsageError(f"the file's name must end in .trig or .nq (got {output.name})")
    from kneegraph.store import MemoryStore

    store = chosen_graph(**chosen).store
    assert isinstance(store, MemoryStore)  # only a graph made by connect() has another
    files.write_atomic(output, store.dump(output.suffix.removeprefix(".")))
    show.show_line(f"Wrote {len(store)} quads to {output}")
