"""Making a store on disk out of data files: read, checked, counted, and put in place as a whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from kneegraph import files
from kneegraph.assembly.inputs import Meter, Progress, file_input
from kneegraph.store.building import Input, building
from kneegraph.store.manifest import Manifest


def build_store(
    folder: str | Path,
    *paths: str | Path,
    strict: bool = False,
    anew: bool = False,
    memory: str | None = None,
    progress: Progress | None = None,
) -> Manifest:
    """Make a store on disk of the packaged data, or of these files and folders, with tallies, standings and views.

    The folder holds its old store, whole, until the new one is. Files that have not changed since that was made are not read
    again, and where little is different only that is loaded; `anew` leaves the old store out of it. `memory` is what the
    engine that counts may hold (`2GB`; without it, a quarter of the machine's), besides some 2 GB for loading. What is not
    claims is stored too, named graphs included; with `strict` it is refused. Claims count in the default graph only. Raises
    DataError with file and line for data that cannot be used, StoreError for a folder that cannot be, AssemblyError where the
    memory does not do. Cost: linear; in memory, relations, concepts and sources.
    """
    chosen = files.data_files(paths)
    tell = progress or (lambda *_: None)
    sizes = [path.stat().st_size for path in chosen]
    meter = Meter(tell, sum(sizes))
    inputs = [file_input(path, place, meter) for place, path in enumerate(chosen)]

    def skipped(place: int) -> None:
        meter.skip(sizes[place])

    return store_inputs(folder, inputs, chosen, tell, strict=strict, anew=anew, memory=memory, skipped=skipped)


def store_inputs(
    folder: str | Path,
    inputs: Sequence[Input],
    paths: Sequence[Path],
    tell: Progress,
    *,
    skipped: Callable[[int], None],
    strict: bool = False,
    anew: bool = False,
    memory: str | None = None,
) -> Manifest:
    """Make a store of inputs, checked and counted; `paths` are the files in which a problem is looked for.

    `skipped` is told the place of each input whose content need not be made: its file is taken as it is, or one that a build
    which was killed has made of it. See `build_store`.
    """
    from kneegraph.assembly.filling import fill_store

    with building(Path(folder), inputs) as work:
        return fill_store(work, inputs, paths, tell, skipped, strict=strict, anew=anew, memory=memory)
