"""What a store is made of: its inputs read, checked and counted, and what follows from them; then it is loaded."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from kneegraph import files, rdf
from kneegraph import vocab as v
from kneegraph.analysis.contradictions import found_before, packed
from kneegraph.analysis.evidence.weights import Weights
from kneegraph.assembly.beside import write_beside
from kneegraph.assembly.changing import LINE, change
from kneegraph.assembly.checked import check_claims, check_strict, checked_frame, terms
from kneegraph.assembly.digest import digest
from kneegraph.assembly.duck import DuckTables, a_quarter
from kneegraph.assembly.engine import Tables, count
from kneegraph.assembly.frame import Frame, framed
from kneegraph.assembly.from_corpus import give_frame
from kneegraph.assembly.inputs import Progress
from kneegraph.assembly.keeping import Before, keep
from kneegraph.assembly.reading import Reading
from kneegraph.assembly.sql.lines import derived_lines
from kneegraph.assembly.steps import clash_tables, count_tables
from kneegraph.assembly.tables import SAID, TYPE, input_tables, raw_tables
from kneegraph.assembly.terms import iri
from kneegraph.errors import DataError
from kneegraph.parts import Fetched, Looker
from kneegraph.parts.clashes import Clash, tell_foremost
from kneegraph.rdf.index import key
from kneegraph.rdf.lines import quad_pieces
from kneegraph.store.building import Building, Input
from kneegraph.store.manifest import Manifest


def fill_store(
    work: Building,
    inputs: Sequence[Input],
    paths: Sequence[Path],
    tell: Progress,
    skipped: Callable[[int], None],
    *,
    strict: bool = False,
    anew: bool = False,
    memory: str | None = None,
) -> Manifest:
    """Put inputs into a store, and it into its place; `paths` are the files in which a problem is looked for.

    `skipped` is told the place of each input whose content need not be made: its file is taken as it is, or one that a build
    which was killed has made of it, or what the store kept of it. Where little has changed since, the new store is the old one
    with the difference; not so if `anew`. `memory` is what the engine may hold that counts (`2GB`); without it, a quarter of
    the machine's. Raises DataError for data that cannot be used, AssemblyError where that memory does not do. Cost: linear; in
    memory, relations, concepts and sources.
    """
    engine = DuckTables(work.work / "tables", memory=memory or a_quarter())
    try:
        content = _Content(work, engine, inputs, None if anew else Before.found(work.folder))
        content.read(skipped)
        try:
            return _stored(content, paths, tell, strict=strict)
        except DataError as error:
            if not _wants_packaged(engine, paths):
                raise
            raise _advised(error, paths) from None
    finally:
        engine.close()


class _Content:
    """The quads of a store that is made: read into a table, and loaded while what follows from them is worked out."""

    def __init__(self, work: Building, engine: DuckTables, inputs: Sequence[Input], before: Before | None) -> None:
        self.work = work
        self.engine = engine
        self._inputs = inputs
        self._before = before
        self._reading = Reading(engine)
        self._files: list[Path | None] = []

    def read(self, skipped: Callable[[int], None]) -> None:
        """Read every input. Where no store was there before, it is loaded as soon as it is read."""
        for place, one in enumerate(self._inputs):
            same = self._before.same(place, one) if self._before else None
            if same and self._reading.take(place, same):
                skipped(place)
                self._files.append(None)
            else:
                self._files.append(self._read(place, one, skipped))
            if self._before is None:
                self._pour(place)
        self._reading.finish()

    def _read(self, place: int, one: Input, skipped: Callable[[int], None]) -> Path | None:
        """Put an input into the table of quads; gives the file of N-Quads that says the same, if there is one."""
        made = self.work.made(place)
        if made is None and one.direct is not None and self._reading.add(place, one.direct):
            path = one.direct
            skipped(place)
        else:
            path = made or self.work.make(place)
            if made is not None:
                skipped(place)
            if not self._reading.add(place, path):
                raise DataError("was written as N-Quads that cannot be read back; please report this", path=one.name)
        if self._reading.is_empty(place):
            raise DataError("the file states nothing (is it empty, or cut off?)", path=one.direct or one.name)
        return None if place in self._reading.renamed else path

    def _pour(self, place: int) -> None:
        path = self._files[place]
        if path is None:
            path = self.work.work / f"again-{place}.nq"
            self.engine.write_lines(f"SELECT {LINE} FROM quads_{place}", path)
        self.work.pour(path)

    def load(self, derived: Path) -> None:
        """Load what is derived too: all that is left, or the difference to the store that was there."""
        if self._before:
            difference = change(self.engine, self._before, self._inputs, derived, self.work.work)
            if difference:
                self.work.alter(self._before.data, difference)
                return
            for place in range(len(self._inputs)):
                self._pour(place)
        self.work.pour(derived)

    def keep(self, derived: Path) -> None:
        """Keep for the next build what this one was made of."""
        keep(self.engine, self.work.aside, len(self._inputs), derived)


def _stored(content: _Content, paths: Sequence[Path], tell: Progress, *, strict: bool) -> Manifest:
    work, engine = content.work, content.engine
    tell("checking", 0, 1)
    raw_tables(engine)
    frame = checked_frame(engine, paths)
    check_claims(engine, frame, paths)
    if strict:
        check_strict(engine, paths)
    counts = _counts(engine, paths)
    tell("checking", 1, 1)
    input_tables(engine)
    give_frame(engine, frame)
    whole = framed(engine, frame, Weights.beside(paths))
    derived = _derive(work, engine, whole, tell)
    content.load(derived)
    used, sha256 = terms(engine), digest(engine, repeated=False)
    clash_tables(engine, whole, lambda _, done, total: tell("comparing", done, total))
    write_beside(work.beside, engine, whole)
    content.keep(derived)
    work.poured(lambda done, total: tell("loading", done, total))
    tell("finishing", 0, 1)
    tell_foremost(work.beside, partial(_told, Fetched(Looker(work.store)), whole))
    if len(work) != _lines(engine, derived):
        sha256 = digest(engine)
    manifest = work.finish(sha256=sha256, counts=counts, terms=used)
    tell("finishing", 1, 1)
    return manifest


def _counts(engine: Tables, paths: Sequence[Path]) -> dict[str, int]:
    """How much of each sort there is. Raises DataError where there are no claims."""
    tables = {"concepts": "known_concept", "sources": "known_source", "claims": "raw_claim", "assertions": "raw_assertion"}
    counts = {sort: count(engine, table) for sort, table in tables.items()}
    if not counts["claims"]:
        raise DataError("there are no claims", path=paths[-1])
    return counts


def _derive(work: Building, engine: Tables, frame: Frame, tell: Progress) -> Path:
    """Write what follows from the claims: tallies, standings, views, masses, keys of labels, who depends on whom."""
    count_tables(engine, frame, lambda _, done, total: tell("counting", done, total))
    path, corpus = work.work / "derived.nq", frame.corpus
    engine.write_lines(derived_lines(), path)
    with path.open("ab") as out:
        out.writelines(quad_pieces(rdf.label_quads(corpus.concepts.values(), corpus.sources.values())))
        out.writelines(quad_pieces(rdf.tie_quads(frame.independence.ties())))
    return path


def _told(parts: Fetched, frame: Frame, clashes: Sequence[Clash]) -> list[str]:
    """What is to be said of some clashes."""
    known = [(one.kind, one.claims, one.sources, one.hangs) for one in clashes]
    return [packed(one) for one in found_before(known, parts.of_claims, frame.independence, frame.weights)]


def _lines(engine: Tables, derived: Path) -> int:
    """How many quads were read and derived, each counted as often as it is stated."""
    return count(engine, "quads", engine.lines(derived))


def _wants_packaged(engine: Tables, paths: Sequence[Path]) -> bool:
    """Whether the packaged data are missing: they are not among the files, and without them there is too little."""
    packaged = [files.packaged("data", name) for name in ("concepts.ttl", "claims.ttl")]
    if any(path in paths for path in packaged):
        return False
    claims = f"SELECT 1 FROM quads WHERE g = '' AND p = {iri(TYPE)} AND o = {iri(v.KG + 'Claim')} LIMIT 1"
    if not any(True for _ in engine.fetch(claims)):
        return True
    known = {key(quad.subject) for path in packaged for quad in files.read_quads(path)}
    sorts = tuple(v.iri(sort, "") for sort in ("concept", "source", "claim"))
    named = ", ".join(iri(one) for one in sorted(known) if one.startswith(sorts))
    mentioned = f"SELECT s AS t FROM {SAID} WHERE s IN ({named}) UNION SELECT o FROM {SAID} WHERE o IN ({named})"
    classed = f"SELECT s FROM {SAID} WHERE p = {iri(TYPE)}"
    return any(True for _ in engine.fetch(f"SELECT 1 FROM ({mentioned}) AS m WHERE t NOT IN ({classed}) LIMIT 1"))


def _advised(error: DataError, paths: Sequence[Path]) -> DataError:
    """The error with the command that adds these files to the packaged data."""
    own = " ".join(path.name for path in paths if path.parent != files.packaged("data"))
    advice = f"to build on the packaged data, add the word packaged (kneegraph build --store DIR packaged {own})"
    return DataError(f"{error.message}; {advice}", path=error.path, line=error.line, column=error.column)
