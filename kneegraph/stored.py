"""Making a store on disk out of data files: read, checked, counted, and put in place as a whole."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby, islice
from pathlib import Path

from pyoxigraph import BlankNode, NamedNode, Quad

from kneegraph import files, rdf
from kneegraph import vocab as v
from kneegraph.analysis.evidence.weights import Weights
from kneegraph.errors import DataError, InvalidDataError, Problem
from kneegraph.files.reading import placed
from kneegraph.model import Claim, Corpus, Stance
from kneegraph.parts import Asker
from kneegraph.parts.catalogue import ClaimRow, writing_catalogue
from kneegraph.rdf.index import key
from kneegraph.store import LocalStore
from kneegraph.store.building import Building, Input, Lines, building
from kneegraph.store.manifest import Manifest
from kneegraph.validate.invariants import invariants

#: Claims that are read, checked and counted together.
_BATCH = 2_000
#: Classes of what belongs to the apparatus of claims, which `strict` allows beside those of our own schema.
_APPARATUS = frozenset(
    {v.SKOS + "Concept", v.SKOS + "ConceptScheme", v.RDF + "Property", v.RDFS + "Class", v.OWL + "Class", v.OWL + "Ontology"}
    | {v.SH + "NodeShape"}
)

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
    sizes = {path.name: path.stat().st_size for path in chosen}
    inputs = [Input(path.name, _sha256(path), _reader(path, meter)) for path in chosen]
    return store_inputs(folder, inputs, chosen, tell, strict=strict, skipped=lambda one: meter.skip(sizes[one.name]))


def store_inputs(
    folder: str | Path,
    inputs: Sequence[Input | Lines],
    paths: Sequence[Path],
    tell: Progress,
    *,
    skipped: Callable[[Input | Lines], None],
    strict: bool = False,
) -> Manifest:
    """Make a store of inputs, checked and counted; `paths` are the files in which a problem is looked for.

    `skipped` is told each input that a build which was killed had already added. See `build_store`.
    """
    with building(Path(folder), inputs) as work:
        for one in inputs:
            if not work.add_input(one):
                skipped(one)
        try:
            counts, terms = _checked(work, paths, tell, strict=strict)
        except DataError as error:
            if not _wants_packaged(work.store, paths):
                raise
            raise _advised(error, paths) from None
        tell("finishing", 0, 1)
        manifest = work.finish(counts=counts, terms=terms)
        tell("finishing", 1, 1)
    return manifest


def ontology_input() -> Input:
    """The relations that come with kneegraph, as an input."""
    path = files.packaged("data", "ontology.ttl")
    return Input(path.name, _sha256(path), _reader(path, _Meter(lambda *_: None, 0)))


def _checked(work: Building, paths: Sequence[Path], tell: Progress, *, strict: bool) -> tuple[dict[str, int], frozenset[str]]:
    """Check what was read and add what follows from it; gives how much of each sort there is, and the terms of our schema."""
    tell("checking", 0, 1)
    _check_graphs(work.store, paths)
    if strict:
        _check_strict(work.store, paths)
    terms = _survey(work.store, paths, strict=strict)
    tell("checking", 1, 1)
    try:
        return _derive(work, paths, tell, Weights.beside(paths)), terms
    except InvalidDataError as error:
        raise placed(error.problem, paths) from error


def _wants_packaged(store: LocalStore, paths: Sequence[Path]) -> bool:
    """Whether the packaged data are missing: they are not among the files, and without them there is too little."""
    packaged = [files.packaged("data", name) for name in ("concepts.ttl", "claims.ttl")]
    if any(path in paths for path in packaged):
        return False
    if next(store.members(v.KG + "Claim"), None) is None:
        return True
    known = {key(quad.subject) for path in packaged for quad in files.read_quads(path)}
    sorts = tuple(v.iri(sort, "") for sort in ("concept", "source", "claim"))
    iris = " ".join(f"<{iri}>" for iri in sorted(known) if iri.startswith(sorts))
    said = f"{{ VALUES ?s {{ {iris} }} ?s ?p ?o }} UNION {{ VALUES ?s {{ {iris} }} ?x ?q ?s }}"
    return next(store.rows(f"SELECT ?s {{ {said} FILTER NOT EXISTS {{ ?s a ?class }} }} LIMIT 1"), None) is not None


def _advised(error: DataError, paths: Sequence[Path]) -> DataError:
    """The error with the command that adds these files to the packaged data."""
    own = " ".join(path.name for path in paths if path.parent != files.packaged("data"))
    advice = f"to build on the packaged data, add the word packaged (kneegraph build --store DIR packaged {own})"
    return DataError(f"{error.message}; {advice}", path=error.path, line=error.line, column=error.column)


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


def _derive(work: Building, paths: Sequence[Path], tell: Progress, weights: Weights) -> dict[str, int]:
    """Check the claims batch by batch and add what follows from them; gives how much of each sort there is."""
    asker = Asker(work.store, batch=_BATCH)
    names = {sort: sorted(asker.members(sort)) for sort in ("concept", "source", "claim")}
    if not names["claim"]:
        raise DataError("there are no claims", path=paths[-1])
    frame = Corpus(asker.relations(), asker.concepts(names["concept"]), asker.sources(names["source"]))
    _check(frame, paths)
    counts = {**{f"{sort}s": len(found) for sort, found in names.items()}, "assertions": 0}

    from kneegraph.analysis.evidence.independence import Independence
    from kneegraph.analysis.evidence.stored import weighed

    independence = Independence(frame.sources.values(), asker.attributions())
    rows: list[ClaimRow] = []
    said: Counter[tuple[str, Stance]] = Counter()

    def derived() -> Iterator[Quad]:
        yield from rdf.derived_quads(frame)
        yield from rdf.tie_quads(independence.ties())
        waiting, done = iter(names["claim"]), 0
        while batch := list(islice(waiting, _BATCH)):
            claims = _read_claims(work.store, batch)
            _check(Corpus(frame.relations, frame.concepts, frame.sources, claims), paths)
            counts["assertions"] += sum(len(claim.assertions) for claim in claims.values())
            rows.extend(map(ClaimRow.of, claims.values()))
            said.update((one.source, one.stance) for claim in claims.values() for one in claim.assertions)
            yield from rdf.counted_quads(claims.values())
            yield from rdf.weight_quads(weighed(claims.values(), independence, weights))
            done += len(batch)
            tell("counting", done, len(names["claim"]))

    work.add(derived())
    _check_assertions(work.store, paths, counts["assertions"])
    with writing_catalogue(work.beside, frame.relations) as catalogue:
        catalogue.add_concepts(frame.concepts.values())
        catalogue.add_sources(frame.sources.values(), said)
        catalogue.add_claims(rows)
    return counts


def _read_claims(store: LocalStore, names: Iterable[str]) -> Mapping[str, Claim]:
    """Claims with their assertions, looked up one by one, which at hand costs a tenth of asking for them in SPARQL."""
    corpus, problems = rdf.from_quads(quad for name in names for quad in _claim_quads(store, v.iri("claim", name)))
    if problems:
        raise InvalidDataError(problems[0])
    return corpus.claims


def _claim_quads(store: LocalStore, claim: str) -> Iterator[Quad]:
    yield from store.about(claim)
    for assertion in store.pointing(v.KG + "claim", claim):
        for quad in store.about(assertion):
            yield quad
            if isinstance(quad.object, BlankNode):
                yield from store.about(quad.object)


def _check(part: Corpus, paths: Sequence[Path]) -> None:
    problem = next(iter(invariants(part)), None)
    if problem is not None:
        raise placed(problem, paths)


def _check_graphs(store: LocalStore, paths: Sequence[Path]) -> None:
    """Raise DataError for claims in named graphs, which would not count, and be passed over without a word."""
    query = "SELECT ?s { GRAPH ?g { ?s a ?c VALUES ?c { kg:Claim kg:Assertion kg:Source } }"
    query += " FILTER NOT EXISTS { ?s a ?c } } LIMIT 1"
    for row in store.query(query):
        raise _unread(store, str(row["s"]), paths)


def _check_assertions(store: LocalStore, paths: Sequence[Path], read: int) -> None:
    """Raise DataError for an assertion whose claim is not there, since assertions are read with their claims."""
    if sum(1 for _ in store.members(v.KG + "Assertion")) == read:
        return
    query = "SELECT ?s { ?s a kg:Assertion MINUS { ?s kg:claim ?c . ?c a kg:Claim } } LIMIT 1"
    for row in store.query(query):
        raise _unread(store, str(row["s"]), paths)


def _unread(store: LocalStore, resource: str, paths: Sequence[Path]) -> DataError:
    _, problems = rdf.from_quads(store.about(resource, everywhere=True))
    return placed(problems[0], paths)


def _survey(store: LocalStore, paths: Sequence[Path], *, strict: bool) -> frozenset[str]:
    """The terms of our schema in the default graph, found in one pass that also looks at the class of each resource.

    Raises DataError for a resource under one of our addresses that lacks its class and, if `strict`, for what is no part of
    claims. Cost: linear; in memory only the terms, and if `strict` the blank nodes.
    """
    used: set[str] = set()
    held: set[str] = set()
    foreign: dict[str, None] = {}
    for subject, quads in groupby(store.quads(""), key=lambda quad: key(quad.subject)):
        classes: set[str] = set()
        for quad in quads:
            predicate, node = quad.predicate.value, quad.object
            used.add(predicate)
            if isinstance(node, NamedNode):
                if predicate == v.RDF + "type":
                    classes.add(node.value)
                if node.value.startswith(v.KG):
                    used.add(node.value)
            elif strict and isinstance(node, BlankNode):
                held.add(str(node))
        if subject.startswith(v.KG):
            used.add(subject)
        sort = subject.removeprefix(v.ID).partition("/")[0]
        if sort in rdf.CLASSES and subject.startswith(v.ID) and rdf.CLASSES[sort] not in classes:
            raise _unread(store, subject, paths)
        if strict and not any(one.startswith(v.KG) or one in _APPARATUS for one in classes):
            foreign[subject] = None
    for one in foreign:
        if one not in held:
            raise placed(Problem("strict", one, "is not part of a claim, which --strict refuses"), paths)
    return rdf.local_names(used)


def _check_strict(store: LocalStore, paths: Sequence[Path]) -> None:
    for graph in store.graph_names():
        if not graph.startswith(v.VIEW):  # a build that was killed may have got so far
            raise DataError(f"holds the named graph <{graph}>, which --strict refuses", path=_with(graph, paths))


def _with(graph: str, paths: Sequence[Path]) -> Path:
    """The first file in which the graph is named."""
    return next((path for path in paths if files.line_of(path, graph.encode()) is not None), paths[-1])
