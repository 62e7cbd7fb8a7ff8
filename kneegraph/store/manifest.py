"""What a store on disk says of itself, and the check that it is still so.

A store is a folder with `manifest.json` and the folder of one generation of data, which the manifest names. A new build writes
a new generation beside the old one and then replaces the manifest, so that at every moment one whole store stands there.
Oxigraph opens a store that has lost its `CURRENT` file as an empty one, on the second try without a word; the manifest's
list of files with their sizes notices that, and a file cut short, before Oxigraph sees the folder.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from kneegraph.errors import StoreError
from kneegraph.files import write_atomic

NAME = "manifest.json"
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Manifest:
    """Counts, content digest and versions of a store on disk.

    `sha256` is of the N-Quads of the whole dataset in the order of the store, which follows from the content: the same
    content gives the same digest. `terms` are the local names of the schema. `files` maps the name of each data file to
    its size in bytes; files that RocksDB may rewrite while it only reads (its log) are not among them.
    """

    generation: str
    sha256: str
    kneegraph: str
    counts: dict[str, int]
    graphs: tuple[str, ...]
    terms: tuple[str, ...]
    inputs: tuple[dict[str, str], ...]
    files: dict[str, int]
    format: int = FORMAT

    def data(self, folder: Path) -> Path:
        """Where the data of this generation lie."""
        return folder / self.generation

    def write(self, folder: Path) -> None:
        """Make this the manifest of the folder, in one step."""
        write_atomic(folder / NAME, json.dumps(asdict(self), indent=1, ensure_ascii=False) + "\n")

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        """The manifest of a folder. Raises StoreError when there is none, or one that this version cannot read."""
        path = folder / NAME
        try:
            said = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise StoreError(f"there is no store here; make one with: kneegraph build --store {folder}", path=folder) from None
        except (OSError, ValueError, RecursionError) as error:
            raise StoreError(f"the manifest cannot be read: {error}; build the store again", path=path) from error
        version = said.get("format") if isinstance(said, dict) else None
        if version != FORMAT:
            raise StoreError(f"a store of format {version}; this version reads {FORMAT}: build it again", path=path)
        try:
            found = cls(**{**said, **{name: tuple(said[name]) for name in ("graphs", "terms", "inputs")}})
        except (KeyError, TypeError) as error:
            raise StoreError(f"the manifest is not whole ({error}); build the store again", path=path) from error
        if not (isinstance(found.generation, str) and _numbers(found.counts) and _numbers(found.files) and found.files):
            raise StoreError("the manifest says nothing that can be checked; build the store again", path=path)
        return found

    def check(self, folder: Path) -> None:
        """Raise StoreError when a data file is missing or has another size. Cost: one look at each file's entry."""
        for name, size in self.files.items():
            path = self.data(folder) / name
            found = path.stat().st_size if path.is_file() else None
            if found != size:
                state = "is missing" if found is None else f"has {found} bytes instead of {size}"
                raise StoreError(f"the store is damaged: {name} {state}; build it again", path=folder)


def _numbers(said: object) -> bool:
    return isinstance(said, dict) and all(isinstance(value, int) for value in said.values())


def data_files(data: Path) -> dict[str, int]:
    """The files of a generation that must stay as they are, with their sizes."""
    kept = (path for path in sorted(data.iterdir()) if path.is_file() and not path.name.startswith(("LOG", "LOCK")))
    return {path.name: path.stat().st_size for path in kept}
