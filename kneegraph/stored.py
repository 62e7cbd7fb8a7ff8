"""Making a store on disk out of data files: read, checked, counted, and put in place as a whole."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from pyoxigraph import Quad

from kneegraph import files, rdf
from kneegraph import vocab as v
from kneegraph.errors import DataError, InvalidDataError, Problem
from kneegraph.files.reading import placed
from kneegraph.model import Corpus
from kneegraph.parts import Asker
from kneegraph.store import LocalStore
from kneegraph.store.building import Building, Input, building
from kneegraph.store.manifest import Manifest
from kneegraph.validate.invariants import invariants

#: Claims that are read, checked and counted together.
_BATCH = 2_000
_OURS = (v.KG + "Claim", v.KG + "Assertion", v.KG + "Source", v.KG + "Relation", v.SKOS + "Concept")
#: Classes of what belongs to the schema or the apparatus of claims, which `strict` allows beside these.
_APPARATUS = ("rdf:Property", "rdfs:Class", "owl:Class", "owl:Ontology", "skos:ConceptScheme", "sh:NodeShape", "kg:Collection")

#: Told what is being done, how much of it is done, and how much there is (bytes, claims).
Progress = Callable[[str, int, int], None]


def build_store(folder: str | Path, *paths: str | Path, strict: bool = False, progress: Progress | None = None) -> Manifest:
    """Make a store on disk of the packaged data, or of these files and folders, with tallies, standings and views.

    The folder holds its old store, whole, until the new one is. What is not claims is stored too, named graphs included;
    with `strict` it is refused. Claims count in the default graph only. Raises DataError with file and line for data
    that cannot be used, StoreError for a folder that cannot be. Cost: linear; in memory, the concepts and one batch.
    """
    chosen = files.data_files(paths)
    tell = progress or (lambda *_: None)
    total = sum(path.stat().st_size for path in chosen)
    meter = _Meter(tell, total)
    inputs = [Input(path.name, _sha256(path), _reader(path, meter)) for path in chosen]
    with building(Path(folder), inputs) as work:
        for path, one in zip(chosen, inputs, strict=True):
            if not work.add_input(one):
                meter.skip(path.stat().st_size)
        _check_read(work.store, chosen)
        if strict:
            _check_strict(work.store, chosen)
        try:
            counts = _derive(work, chosen, tell)
        except InvalidDataError as error:
            raise placed(error.problem, chosen) from error
        tell("finishing", 0, 1)
        manifest = work.finish(counts=counts, terms=rdf.terms(work.store.quads("")))
        tell("finishing", 1, 1)
    return manifest


class _Meter:
    """Adds up the bytes that the files have given."""

    def __init__(self, tell: Progress, total: int) -> None:
        self._tell = tell
        self._total = total
        self._done = 0

    def skip(self, number: int) -> None:
        self._done += number
        self._tell("reading", self._done, self._total)


def _reader(path: Path, meter: _Meter) -> Callable[[], Iterator[Quad]]:
    def read() -> Iterator[Quad]:
        empty = True
        for quad in rdf.stated(files.read_quads(path, meter.skip)):
            empty = False
            yield quad
        if empty:
            raise DataError("the file states nothing (is it empty, or cut off?)", path=path)

    return read


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as content:
            return hashlib.file_digest(content, "sha256").hexdigest()
    except OSError as error:
        raise DataError(f"cannot be read: {error.strerror}", path=path) from error


def _derive(work: Building, paths: Sequence[Path], tell: Progress) -> dict[str, int]:
    """Check the claims batch by batch and add what follows from them; gives how much of each sort there is."""
    asker = Asker(work.store, batch=_BATCH)
    names = {sort: sorted(asker.members(sort)) for sort in ("concept", "source", "claim")}
    if not names["claim"]:
        raise DataError("there are no claims", path=paths[-1])
    frame = Corpus(asker.relations(), asker.concepts(names["concept"]), asker.sources(names["source"]))
    _check(frame, paths)
    counts = {**{f"{sort}s": len(found) for sort, found in names.items()}, "assertions": 0}

    def derived() -> Iterator[Quad]:
        yield from rdf.derived_quads(frame)
        waiting, done = iter(names["claim"]), 0
        while batch := list(islice(waiting, _BATCH)):
            claims = asker.claims(batch)
            _check(Corpus(frame.relations, frame.concepts, frame.sources, claims), paths)
            counts["assertions"] += sum(len(claim.assertions) for claim in claims.values())
            yield from rdf.claim_quads(claims.values())
            done += len(batch)
            tell("counting", done, len(names["claim"]))

    work.add(derived())
    return counts


def _check(part: Corpus, paths: Sequence[Path]) -> None:
    problem = next(iter(invariants(part)), None)
    if problem is not None:
        raise placed(problem, paths)


def _check_read(store: LocalStore, paths: Sequence[Path]) -> None:
    """Raise DataError for what would be passed over without a word: claims in named graphs, resources without their class.

    Also for an assertion whose claim is not there, since assertions are read with their claims.
    """
    classes = " ".join(f"<{iri}>" for iri in (*rdf.CLASSES.values(),))
    folders = " || ".join(f'STRSTARTS(STR(?s), "{v.ID}{sort}/")' for sort in rdf.CLASSES)
    queries = (
        "SELECT ?s { GRAPH ?g { ?s a ?c VALUES ?c { kg:Claim kg:Assertion kg:Source } } } LIMIT 1",
        f"SELECT ?s {{ ?s ?p ?o FILTER(isIRI(?s) && ({folders})) MINUS {{ ?s a ?c VALUES ?c {{ {classes} }} }} }} LIMIT 1",
        "SELECT ?s { ?s a kg:Assertion MINUS { ?s kg:claim ?c . ?c a kg:Claim } } LIMIT 1",
    )
    for query in queries:
        for row in store.query(query):
            _, problems = rdf.from_quads(store.about(str(row["s"]), everywhere=True))
            raise placed(problems[0], paths)


def _check_strict(store: LocalStore, paths: Sequence[Path]) -> None:
    allowed = " ".join((*(f"<{iri}>" for iri in _OURS), *_APPARATUS))
    query = f"SELECT ?s {{ ?s ?p ?o FILTER(isIRI(?s)) MINUS {{ ?s a ?c VALUES ?c {{ {allowed} }} }} }} LIMIT 1"
    for row in store.query(query):
        raise placed(Problem("strict", str(row["s"]), "is not part of a claim, which --strict refuses"), paths)
    for graph in store.graph_names():
        raise DataError(f"holds the named graph <{graph}>, which --strict refuses", path=_with(graph, paths))


def _with(graph: str, paths: Sequence[Path]) -> Path:
    """The first file in which the graph is named."""
    return next((path for path in paths if files.line_of(path, graph.encode()) is not None), paths[-1])
