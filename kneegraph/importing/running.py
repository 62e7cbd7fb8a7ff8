"""An import as a whole: tables read and put aside, then claims made and written, into a file or a store."""

from __future__ import annotations

import hashlib
import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path

from kneegraph import rdf
from kneegraph.errors import DataError
from kneegraph.importing.assembling import Differing, assembled
from kneegraph.importing.cells import check_columns
from kneegraph.importing.mapping import ColumnMapping
from kneegraph.importing.names import Concepts, Sources
from kneegraph.importing.plan import Plan
from kneegraph.importing.rejects import Rejects
from kneegraph.importing.spill import PARTS, Spill, read_part
from kneegraph.importing.statements import RefusedError, Statement
from kneegraph.importing.tables import BadRow, Table, open_table
from kneegraph.model import Corpus
from kneegraph.rdf.lines import claim_lines, quad_lines

#: Told what is being done, how much of it is done, and how much there is.
Tell = Callable[[str, int, int], None]
_BATCH = 5_000
#: From how many statements on further processes pay: at 100 000 they cost what they gain, at a million they save a third.
_WORTH_PROCESSES = 250_000


@dataclass(frozen=True)
class Imported:
    """What an import has taken in, and what it has not. `reasons` counts the rejected rows by the kind of reason."""

    rows: int
    concepts: int
    sources: int
    claims: int
    assertions: int
    repeated: int
    rejected: int
    first_reject: str | None = None
    reasons: tuple[tuple[str, int], ...] = ()


@dataclass
class Work:
    """An import on its way: the rows that were read, put aside by claim."""

    mapping: ColumnMapping
    paths: Sequence[Path]
    concepts: Concepts
    sources: Sources
    spill: Spill = field(default_factory=Spill)
    rejects: Rejects = field(default_factory=Rejects)
    rows: int = 0
    claims: int = 0
    assertions: int = 0
    repeated: int = 0

    def summary(self) -> Imported:
        """What has come of it so far."""
        return Imported(
            self.rows,
            len(self.concepts),
            len(self.sources),
            self.claims,
            self.assertions,
            self.repeated,
            self.rejects.count,
            self.rejects.first,
            tuple(self.rejects.reasons.most_common()),
        )


@contextmanager
def reading(paths: Sequence[Path], mapping: ColumnMapping, rejects: Path, tell: Tell) -> Iterator[Work]:
    """Read the tables; at the end the rejects are written to that file, also after an error.

    Raises DataError for a table that is none or lacks a column, and where no row could be taken in.
    """
    work = Work(mapping, paths, Concepts(mapping.longest), Sources())
    try:
        total = sum(path.stat().st_size for path in paths if path.is_file())
        done = 0

        def progress(number: int) -> None:
            nonlocal done
            done += number
            tell("reading", min(done, total), total)

        for number, path in enumerate(paths):
            _read(work, number, open_table(path, _wanted(mapping), mapping.table, progress))
        if not work.spill.count:
            raise DataError(_nothing(work), path=paths[-1])
        yield work
    finally:
        work.spill.close()
        try:
            work.rejects.write(rejects)
        finally:
            work.rejects.close()


def _wanted(mapping: ColumnMapping) -> dict[str, None]:
    return dict.fromkeys(column for column, _ in mapping.columns())


def _read(work: Work, number: int, table: Table) -> None:
    plan = Plan(work.mapping, table, number, work.concepts, work.sources)
    for row in table.rows:
        work.rows += 1
        if isinstance(row, BadRow):
            work.rejects.add(table.path, row.number, row.line, row.reason, row.cells)
            continue
        try:
            said = plan.statements(row)
        except RefusedError as reason:
            work.rejects.add(table.path, row.number, row.line, str(reason), row.cells)
            continue
        for one in said:
            work.spill.add(one)
    if table.lenient and table.seen:
        check_columns(work.mapping, table, frozenset(table.seen))


def _nothing(work: Work) -> str:
    if not work.rows:
        return "the table has no rows"
    return f"none of its {work.rows:,} rows could be imported; the first is {work.rejects.first}"


def claims_as_lines(work: Work, tell: Tell, *, workers: int = 1) -> Iterator[str]:
    """Everything that was read as N-Quads: relations of the mapping, concepts, sources, claims with their assertions.

    The same tables give the same text, in however many processes. Cost: linear; in memory, a part of the statements.
    """
    yield quad_lines(rdf.to_quads(Corpus(relations=work.mapping.relations)))
    concepts, sources = work.concepts.made(), work.sources.made()
    while batch := list(islice(concepts, _BATCH)):
        yield quad_lines(rdf.to_quads(Corpus(concepts={one.id: one for one in batch})))
    while described := list(islice(sources, _BATCH)):
        yield quad_lines(rdf.to_quads(Corpus(sources={one.id: one for one in described})))
    for number, part in enumerate(_parts(work, workers), 1):
        work.claims += part.claims
        work.assertions += part.assertions
        work.repeated += part.repeated
        for one in part.differing:
            work.rejects.add(work.paths[one.table], one.row, one.line, one.reason)
        tell("writing", number, PARTS)
        yield part.text


@dataclass(frozen=True, slots=True)
class _Part:
    """The claims of one part as N-Quads, and how many they are."""

    text: str
    claims: int
    assertions: int
    repeated: int
    differing: tuple[Differing, ...]


def _parts(work: Work, workers: int) -> Iterator[_Part]:
    longest = work.mapping.longest
    if workers < 2 or not work.spill.in_files or work.spill.count < _WORTH_PROCESSES:
        yield from (_part(part, longest) for part in work.spill.parts())
        return
    work.spill.flush()
    # Not forked: the engine's and polars' threads would be in the way.
    with ProcessPoolExecutor(workers, multiprocessing.get_context("spawn")) as pool:
        yield from _in_order(pool, [work.spill.path(number) for number in range(PARTS)], longest, workers)


def _in_order(pool: ProcessPoolExecutor, paths: Sequence[Path | None], longest: int, workers: int) -> Iterator[_Part]:
    """The parts in their order, never more than a few of them made ahead."""
    waiting = iter(paths)
    begun = [pool.submit(_part_of, path, longest) for path in islice(waiting, workers + 1)]
    while begun:
        yield begun.pop(0).result()
        begun += [pool.submit(_part_of, path, longest) for path in islice(waiting, 1)]


def _part_of(path: Path | None, longest: int) -> _Part:
    return _part(list(read_part(path)), longest)


def _part(statements: list[Statement], longest: int) -> _Part:
    texts: list[str] = []
    differing: list[Differing] = []
    assertions = repeated = 0
    for one in assembled(statements, longest):
        texts.append(claim_lines(one.claim))
        assertions += len(one.claim.assertions)
        repeated += one.repeated
        differing += one.differing
    return _Part("".join(texts), len(texts), assertions, repeated, tuple(differing))


def digest_of(paths: Sequence[Path], mapping: ColumnMapping) -> str:
    """The SHA-256 of tables and mapping together."""
    whole = hashlib.sha256(mapping.text.encode())
    for path in paths:
        try:
            with path.open("rb") as content:
                for chunk in iter(partial(content.read, 1 << 20), b""):
                    whole.update(chunk)
        except OSError as error:
            raise DataError(f"cannot be read: {error.strerror}", path=path) from error
    return whole.hexdigest()
