"""`build`: the whole dataset as a store on disk, or as one file for another engine."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kneegraph import files
from kneegraph.cli import show
from kneegraph.cli.options import chosen_graph, restricting
from kneegraph.cli.progress import progress_bar


@click.command()
@click.argument("paths", nargs=-1, metavar="[FILE]...")
@click.option("--store", "folder", type=click.Path(path_type=Path), metavar="DIR", help="The folder of the store to make.")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Or one .trig or .nq file to write.")
@click.option("--strict", is_flag=True, help="Refuse data that are not claims (--store keeps them, for joining).")
@click.option("--anew", is_flag=True, help="Load everything, even if the store holds much of it already.")
@click.option(
    "--memory", metavar="SIZE", help="For counting, as 4GB [default: a quarter of the machine's]; loading takes 2 GB."
)
@restricting
def build(
    paths: tuple[str, ...],
    folder: Path | None,
    output: Path | None,
    strict: bool,
    anew: bool,
    memory: str | None,
    **chosen: Any,
) -> None:
    """Put FILEs (or the packaged data) into a store on disk, with tallies, standings and views.

    FILEs are .ttl, .trig, .nt, .nq, .rdf or .jsonld, plain or .gz; the word 'packaged' is the packaged data. The folder keeps
    its old store until the new one is whole. What has not changed since that was made is taken from it, unless --anew. A build
    that was killed goes on where it was when the same command is given again. Every command then takes --store DIR.

    \b
    kneegraph build --store knees.store packaged my-claims.ttl
    kneegraph build -o graph.nq                                 for another RDF store to load
    """
    if (folder is None) == (output is None):
        raise click.UsageError("say what to make: --store DIR, or -o FILE")
    if folder is not None:
        if any(chosen.values()):
            raise click.UsageError("a store holds all that is given; restrict when asking it")
        _build_store(folder, paths, strict=strict, anew=anew, memory=memory)
    elif output is not None:
        _write_file(output, paths, chosen)


def _build_store(folder: Path, paths: tuple[str, ...], **how: Any) -> None:
    from kneegraph.stored import build_store

    with progress_bar() as progress:
        made = build_store(folder, *paths, progress=progress, **how)
    counts = ", ".join(f"{number:,} {sort}" for sort, number in made.counts.items())
    show.show_line(f"Stored {counts}; digest {made.sha256[:16]}")
    show.show_line(f"Next: kneegraph tour --store {folder};  kneegraph serve --store {folder}")


def _write_file(output: Path, paths: tuple[str, ...], chosen: dict[str, Any]) -> None:
    if output.suffix not in (".trig", ".nq"):
        raise click.UsageError(f"the file's name must end in .trig or .nq (got {output.name})")
    from kneegraph.store import LocalStore

    store = chosen_graph(data=paths, **chosen).store
    assert isinstance(store, LocalStore)  # a graph made from files has no other
    files.write_atomic(output, store.dump(output.suffix.removeprefix(".")))
    show.show_line(f"Wrote {len(store)} quads to {output}")
