"""Whether what was read may be used, in the words of `validate`: in bulk first, exactly where something may be wrong."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, parse

from kneegraph import rdf
from kneegraph import vocab as v
from kneegraph.assembly.engine import Row, Tables
from kneegraph.assembly.schema import TEXT
from kneegraph.assembly.screening import suspects
from kneegraph.assembly.tables import SAID, TYPE, WAYS
from kneegraph.assembly.terms import blank, iri, literal, one_of, ours, text
from kneegraph.errors import DataError, Problem
from kneegraph.files import line_of
from kneegraph.files.reading import placed
from kneegraph.model import Corpus
from kneegraph.validate.invariants import invariants

#: Claims that may be wrong, looked at together.
_BATCH = 1_000
_SORTS = ("concept", "source")
_FRAME = (v.KG + "Relation", rdf.CLASSES["concept"], rdf.CLASSES["source"])
_COUNTED = tuple(rdf.CLASSES[sort] for sort in ("claim", "assertion", "source"))
#: Classes of what belongs to the apparatus of claims, which `strict` allows beside those of our own schema.
_APPARATUS = (
    *(v.SKOS + "Concept", v.SKOS + "ConceptScheme", v.RDF + "Property", v.RDFS + "Class", v.OWL + "Class", v.OWL + "Ontology"),
    v.SH + "NodeShape",
)


def checked_frame(engine: Tables, paths: Sequence[Path]) -> Corpus:
    """Relations, concepts and sources, without claims. Raises DataError with the place of the first thing that is wrong.

    `paths` are the files in which it is looked for. Cost: linear in concepts and sources, all of which are held.
    """
    _check_graphs(engine, paths)
    frame, problems = rdf.from_quads(_frame_quads(engine))
    _raise_first(problems, paths)
    _raise_first(invariants(frame), paths)
    return frame


def check_claims(engine: Tables, frame: Corpus, paths: Sequence[Path]) -> None:
    """Raise DataError for the first claim or assertion that breaks a rule; the tables of `raw_tables` must have been made.

    Cost: some joins in bulk; then, of what may be wrong, as much as `validate` takes for it.
    """
    found = suspects(engine)
    for batch in _batched(found, _BATCH):
        part, problems = rdf.from_quads(_claim_quads(engine, batch))
        _raise_first(problems, paths)
        _raise_first(invariants(Corpus(frame.relations, frame.concepts, frame.sources, part.claims)), paths)


def _batched(found: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    return (found[start : start + size] for start in range(0, len(found), size))


def check_strict(engine: Tables, paths: Sequence[Path]) -> None:
    """Raise DataError for a named graph, and for a resource that is no part of claims nor of their apparatus."""
    for (graph,) in engine.fetch("SELECT min(g) FROM quads WHERE g <> ''"):
        if isinstance(graph, str):
            address = graph.strip("<>")
            path = next((path for path in paths if line_of(path, address.encode()) is not None), paths[-1])
            raise DataError(f"holds the named graph <{address}>, which --strict refuses", path=path)
    allowed = f"o LIKE {text(f'<{v.KG}%')} OR {one_of('o', _APPARATUS)}"
    ours_ = f"SELECT s FROM {SAID} WHERE p = {iri(TYPE)} AND ({allowed})"
    held = f"SELECT o FROM {SAID} WHERE {blank('o')}"
    foreign = engine.fetch(f"SELECT min(s) FROM {SAID} WHERE s NOT IN ({ours_}) AND s NOT IN ({held})")
    for (term,) in foreign:
        if isinstance(term, str):
            raise placed(Problem("strict", _key(term), "is not part of a claim, which --strict refuses"), paths)


def terms(engine: Tables) -> frozenset[str]:
    """The local names of our schema that the default graph uses, and those of what is derived."""
    like = f"LIKE {text(f'<{v.KG}%')}"
    columns = (f"SELECT DISTINCT {name} FROM {SAID} WHERE {name} {like}" for name in "spo")
    return rdf.local_names(_key(str(term)) for (term,) in engine.fetch(" UNION ".join(columns)))


def _check_graphs(engine: Tables, paths: Sequence[Path]) -> None:
    """Raise DataError for claims in named graphs, which would not count, and be passed over without a word."""
    counted = f"p = {iri(TYPE)} AND {one_of('o', _COUNTED)}"
    query = f"SELECT min(s) FROM quads WHERE g <> '' AND {counted}"
    query += f" AND (s, o) NOT IN (SELECT s, o FROM {SAID} WHERE {counted})"
    for (term,) in engine.fetch(query):
        if isinstance(term, str):
            _, problems = rdf.from_quads(_quads(engine.fetch(f"SELECT s, p, o, g FROM quads WHERE s = {text(term)}")))
            _raise_first(problems, paths)


def _frame_quads(engine: Tables) -> Iterator[Quad]:
    classed = f"SELECT s FROM {SAID} WHERE p = {iri(TYPE)} AND {one_of('o', _FRAME)}"
    named = " OR ".join(ours("s", sort) for sort in _SORTS)
    # An address from elsewhere may be a source and an assertion at once: here it is the source.
    other = f"p = {iri(TYPE)} AND {one_of('o', (rdf.CLASSES['claim'], rdf.CLASSES['assertion']))} AND s IN ({classed})"
    rows = engine.fetch(f"SELECT s, p, o, '' FROM {SAID} WHERE (s IN ({classed}) OR {named}) AND NOT ({other})")
    parts = f"SELECT o FROM {SAID} WHERE p = {iri(v.KG + 'dependsOn')} AND NOT {literal('o')}"
    return _quads([*rows, *engine.fetch(f"SELECT s, p, o, '' FROM {SAID} WHERE s IN ({parts})")])


def _claim_quads(engine: Tables, found: Collection[str]) -> Iterator[Quad]:
    """What is said of these claims and assertions, of all assertions on them, and of the parts of these."""
    engine.give("suspect", {"term": TEXT}, ((term,) for term in found))
    chosen = "SELECT term FROM suspect UNION SELECT s FROM raw_assertion WHERE claim IN (SELECT term FROM suspect)"
    others = f"p = {iri(TYPE)} AND o = {iri(rdf.CLASSES['source'])}"
    rows = engine.fetch(f"SELECT s, p, o, '' FROM {SAID} WHERE s IN ({chosen}) AND NOT ({others})")
    ways = one_of("p", WAYS.values())
    parts = f"SELECT o FROM {SAID} WHERE {ways} AND s IN ({chosen}) AND NOT {literal('o')}"
    return _quads([*rows, *engine.fetch(f"SELECT s, p, o, '' FROM {SAID} WHERE s IN ({parts})")])


def _quads(rows: Iterable[Row]) -> Iterator[Quad]:
    lines = "".join(f"{s} {p} {o} {g}.\n" for s, p, o, g in rows)
    return iter(parse(lines.encode(), RdfFormat.N_QUADS))


def _key(term: str) -> str:
    return term[1:-1] if term.startswith("<") else term


def _raise_first(problems: Iterable[Problem], paths: Sequence[Path]) -> None:
    problem = next(iter(problems), None)
    if problem is not None:
        raise placed(problem, paths)
