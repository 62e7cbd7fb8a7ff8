"""What a store keeps of that which it was made of, so that the next build reads and loads only what has changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from kneegraph import __version__
from kneegraph.assembly.duck import DuckTables
from kneegraph.assembly.reading import QUAD
from kneegraph.errors import StoreError
from kneegraph.store.building import Input
from kneegraph.store.manifest import Manifest

_DERIVED = "derived.parquet"


@dataclass(frozen=True, slots=True)
class Before:
    """The generation of data that a store holds while the next one is made: where it lies, and what it was made of."""

    data: Path
    inputs: Sequence[str]

    @classmethod
    def found(cls, folder: Path) -> Before | None:
        """That of a store, or None where there is none, or one that another version made or that has kept nothing."""
        with suppress(StoreError):
            manifest = Manifest.read(folder)
            manifest.check(folder)
            wanted = {_DERIVED, *(_quads(place) for place in range(len(manifest.inputs)))}
            if manifest.kneegraph == __version__ and wanted <= set(manifest.files):
                return cls(manifest.data(folder), tuple(one["sha256"] for one in manifest.inputs))
        return None

    def same(self, place: int, one: Input) -> Path | None:
        """The quads of the input at a place, if it was the same then."""
        return self.quads(place) if self.inputs[place : place + 1] == (one.sha256,) else None

    def quads(self, place: int) -> Path:
        """The quads of the input that was at a place."""
        return self.data / _quads(place)

    @property
    def derived(self) -> Path:
        """The lines of what was derived."""
        return self.data / _DERIVED

    def changed(self, inputs: Sequence[Input]) -> Iterator[int]:
        """The places at which something else was than there is now, or nothing, or is nothing now."""
        for place in range(max(len(inputs), len(self.inputs))):
            if place >= len(inputs) or self.same(place, inputs[place]) is None:
                yield place


def keep(engine: DuckTables, folder: Path, places: int, derived: Path) -> None:
    """Keep the quads of every input, and the lines of what is derived of them, in a folder. Cost: linear."""
    for place in range(places):
        engine.write(f"SELECT {', '.join(QUAD)} FROM quads_{place}", folder / _quads(place))
    engine.write(f"SELECT line FROM {engine.lines(derived)}", folder / _DERIVED)


def _quads(place: int) -> str:
    return f"quads-{place}.parquet"
