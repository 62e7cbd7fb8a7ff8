"""`import`: tables of assertions into a file of RDF or a store."""

from __future__ import annotations

from pathlib import Path

import click

from kneegraph.cli import show
from kneegraph.cli.progress import progress_bar
from kneegraph.cli.text import plain
from kneegraph.errors import ExitStatus
from kneegraph.importing import Imported

_MOST_REASONS = 5


@click.command("import")
@click.argument("tables", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="TABLE...")
@click.option(
    "--mapping",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="What the columns mean: a TOML file (docs/importing.md).",
)
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="A .nq, .nt or .ttl file to write.")
@click.option("--store", "folder", type=click.Path(path_type=Path), metavar="DIR", help="Or the folder of the store to make.")
@click.option(
    "--rejects",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Where rows go that cannot be imported [default: beside the output, ending in .rejects.tsv].",
)
@click.option("--strict", is_flag=True, help="Exit status 3 when any row was rejected.")
@click.option("--workers", type=click.IntRange(min=1), metavar="N", help="Processes to use [default: one for each core].")
def import_(
    tables: tuple[Path, ...],
    mapping: Path,
    output: Path | None,
    folder: Path | None,
    rejects: Path | None,
    strict: bool,
    workers: int | None,
) -> ExitStatus:
    """Import TABLEs of assertions: a row is a source's stance on a claim.

    A TABLE is .tsv, .csv or .jsonl, plain or .gz, or .parquet. Rows that make no sense are written to a file with their
    number and the reason; the others are imported. A store is as `kneegraph build` makes it.

    \b
    kneegraph import claims.tsv --mapping mapping.toml --store claims.store
    kneegraph import claims.parquet --mapping mapping.toml -o claims.nq.gz

    Exit status: 0 done, rejected rows are told; 3 nothing could be imported, or the mapping is wrong.
    """
    if (folder is None) == (output is None):
        raise click.UsageError("say what to make: --store DIR, or -o FILE")
    from os import cpu_count

    from kneegraph.importing import import_to_file, import_to_store

    count = workers or cpu_count() or 1
    with progress_bar() as progress:
        if output is not None:
            made = import_to_file(tables, mapping, output, rejects=rejects, workers=count, progress=progress)
        else:
            assert folder is not None  # as the usage asks for
            made, _ = import_to_store(tables, mapping, folder, rejects=rejects, workers=count, progress=progress)
    place = output or folder
    assert place is not None
    _show(made, place)
    _tell_rejected(made, rejects or place.with_name(f"{place.name}.rejects.tsv"))
    return ExitStatus.FAILED if strict and made.rejected else ExitStatus.DONE


def _show(made: Imported, place: Path) -> None:
    counts = f"{made.concepts:,} concepts, {made.sources:,} sources, {made.claims:,} claims, {made.assertions:,} assertions"
    show.show_line(f"Imported {made.rows:,} rows into {place}: {counts}")
    if made.repeated:
        show.show_line(f"{made.repeated:,} assertions were in more than one row, and count once")


def _tell_rejected(made: Imported, path: Path) -> None:
    if not made.rejected:
        return
    click.echo(f"Rejected {made.rejected:,}; each with its reason in {path}:", err=True)
    for reason, count in made.reasons[:_MOST_REASONS]:
        click.echo(f"  {count:,} × {plain(reason)}", err=True)
    if len(made.reasons) > _MOST_REASONS:
        click.echo(f"  and {len(made.reasons) - _MOST_REASONS} more reasons", err=True)
