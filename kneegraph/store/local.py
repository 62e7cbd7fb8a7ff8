"""Oxigraph, in memory or in a folder on disk."""

from __future__ import annotations

import weakref
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Protocol

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Triple,
    parse,
    serialize,
)
from pyoxigraph import Dataset as Quads
from pyoxigraph import Store as Oxigraph

from kneegraph import sparql, vocab
from kneegraph.errors import KneegraphError, QueryError, RefusedQueryError, StoreError
from kneegraph.nearest import suggestion
from kneegraph.rdf.index import key
from kneegraph.store.beside import NAME as BESIDE
from kneegraph.store.beside import Beside
from kneegraph.store.claiming import keep
from kneegraph.store.manifest import Manifest
from kneegraph.store.result import TRIPLES, Result, prefixes_for
from kneegraph.store.syntax import syntax_error

if TYPE_CHECKING:
    from rdflib import Dataset


#: What something can be said of.
Subject = NamedNode | BlankNode | Triple


class Store(Protocol):
    """What the rest of kneegraph needs of a store."""

    def query(self, text: str, *, terms: Collection[str] = ()) -> Result:
        """Answer a query; `terms` are the known local names of the schema, see `sparql.form`."""
        ...

    def rows(self, text: str) -> Iterator[tuple[Any, ...]]:
        """Answer a SELECT of our own making, unchecked, with RDF terms."""
        ...

    def members(self, class_iri: str) -> Iterator[str]:
        """The addresses of the things of a class."""
        ...

    def dataset(self) -> Dataset:
        """The same data as an rdflib Dataset."""
        ...


class LocalStore:
    """An Oxigraph store of this process: queries, graphs, writing out."""

    #: The file of indexes beside it, where there is one.
    beside: Beside | None = None

    def __init__(self, engine: Oxigraph) -> None:
        """Wrap an open store."""
        self._store = engine

    def query(
        self,
        text: str,
        *,
        terms: Collection[str] = (),
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> Result:
        """Run a query with our prefixes already declared and addresses relative to our namespace.

        `default_graphs` and `named_graphs` are the dataset of the SPARQL Protocol: where any is given, they replace what
        the query says in FROM. Raises RefusedQueryError for a graph that is not here, QueryError with line and column.
        """
        form = sparql.form(text, terms=terms)
        self._check_graphs(text, default_graphs, named_graphs)
        chosen = bool(default_graphs or named_graphs)
        try:
            raw = self._store.query(
                text,
                prefixes=vocab.PREFIXES,
                base_iri=vocab.ID,
                default_graph=list(map(NamedNode, default_graphs)) if chosen else None,
                named_graphs=list(map(NamedNode, named_graphs)) if chosen else None,
            )
        except SyntaxError as error:
            raise syntax_error(text) or QueryError(str(error.msg)) from error
        except (ValueError, OSError, RuntimeError) as error:
            raise QueryError(str(error)) from error
        return Result(form, raw)

    def rows(self, text: str) -> Iterator[tuple[Any, ...]]:
        """Answer a SELECT of our own making, unchecked, with RDF terms; never for text from outside."""
        raw = self._store.query(text, prefixes=vocab.PREFIXES, base_iri=vocab.ID)
        return Result("SELECT", raw).terms

    def _check_graphs(self, text: str, *given: Sequence[str]) -> None:
        in_query = sparql.graphs(text)
        for names in (*given, *in_query):
            for name in names:
                self._check_graph(name)

    def _check_graph(self, iri: str) -> None:
        try:
            known = self._store.contains_named_graph(NamedNode(iri))
        except ValueError as error:
            raise RefusedQueryError(f"<{iri}> is not the address of a graph: {error}") from error
        if not known:
            raise RefusedQueryError(f"there is no graph <{iri}> here{suggestion(iri, self.graph_names())}")

    def graph_names(self) -> list[str]:
        """The addresses of the named graphs, sorted. Cost: the number of graphs."""
        return sorted(str(node).strip("<>") for node in self._store.named_graphs())

    def dataset(self) -> Dataset:
        """An rdflib Dataset over this very store: what is added there is seen here."""
        from oxrdflib import OxigraphStore
        from rdflib import Dataset

        return bound_prefixes(Dataset(store=OxigraphStore(store=self._store)))

    def quads(self, graph: str | None = None) -> Iterator[Quad]:
        """Every quad, or those of one named graph, as a stream; an empty name is the default graph."""
        if graph is None:
            return iter(self._store)
        node = NamedNode(graph) if graph else DefaultGraph()
        return self._store.quads_for_pattern(None, None, None, node)

    def members(self, class_iri: str) -> Iterator[str]:
        """The addresses of the things of a class in the default graph, as a stream."""
        quads = self._store.quads_for_pattern(None, NamedNode(vocab.RDF + "type"), NamedNode(class_iri), DefaultGraph())
        return (key(quad.subject) for quad in quads)

    def about(self, subject: str | BlankNode, *, everywhere: bool = False) -> Iterator[Quad]:
        """What the default graph says of a resource, or what all graphs say."""
        node = NamedNode(subject) if isinstance(subject, str) else subject
        return self._store.quads_for_pattern(node, None, None, None if everywhere else DefaultGraph())

    def pointing(self, predicate: str, target: str) -> Iterator[str]:
        """The addresses of what has this property with this resource as its value, in the default graph."""
        quads = self._store.quads_for_pattern(None, NamedNode(predicate), NamedNode(target), DefaultGraph())
        return (key(quad.subject) for quad in quads)

    def match(
        self, subject: Subject | None, predicate: NamedNode | None, node: Subject | Literal | None = None
    ) -> Iterator[Quad]:
        """The quads of the default graph that have these parts, as a stream. Cost: as far as it is read."""
        return self._store.quads_for_pattern(subject, predicate, node, DefaultGraph())

    def derives(self, predicate: str) -> bool:
        """Whether it is known that all has been derived that is kept by this property of ours."""
        return next(self.match(None, NamedNode(predicate)), None) is not None

    def write(self, out: IO[bytes], format: str, *, graph: str | None = None) -> None:
        """Stream everything, or one graph (an empty name is the default graph), in a format of `TRIPLES`."""
        chosen = None if graph is None else NamedNode(graph) if graph else DefaultGraph()
        self._store.dump(out, TRIPLES[format], from_graph=chosen, prefixes=prefixes_for(format))

    def dump(self, form: str) -> str:
        """Everything, views included, as `trig` or `nq` text; equal data give equal text.

        Blank nodes get the labels of RDF Dataset Canonicalization. Cost: n log n.
        """
        if form not in ("trig", "nq"):
            raise KneegraphError(f"a dataset can be written as trig or nq (got {form})")
        quads = Quads(self._store)
        quads.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
        lines = sorted(f"{quad} .\n" for quad in quads)
        if form == "nq":
            return "".join(lines)
        ordered = parse("".join(lines).encode("utf-8"), RdfFormat.N_QUADS)
        return (serialize(ordered, format=RdfFormat.TRIG, prefixes=vocab.PREFIXES) or b"").decode("utf-8")

    def __len__(self) -> int:
        """The number of quads."""
        return len(self._store)


class MemoryStore(LocalStore):
    """Oxigraph in memory."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        """Load the quads. Cost: linear in the quads."""
        engine = Oxigraph()
        engine.extend(quads)
        super().__init__(engine)


class DiskStore(LocalStore):
    """A folder made by `kneegraph.store.building`: opened read-only, without a lock, by as many processes as like."""

    def __repr__(self) -> str:
        """Where it lies."""
        return f"DiskStore({str(self.folder)!r})"

    def derives(self, predicate: str) -> bool:
        """As it was made by a version that derives it, or not."""
        return vocab.term(predicate) in self.manifest.terms

    def __init__(self, folder: Path, manifest: Manifest | None = None) -> None:
        """Open it, as its manifest says, or as this one does.

        Raises StoreError for a folder that is none, or is not as the manifest says. Cost: independent of size.
        """
        self.folder = folder
        for left in reversed(range(_TRIES if manifest is None else 1)):
            self.manifest = manifest or Manifest.read(folder)
            kept = keep(self.manifest.data(folder))
            weakref.finalize(self, kept.close)
            try:
                super().__init__(_opened(folder, self.manifest))
                self.beside = Beside(self.manifest.data(folder) / BESIDE) if BESIDE in self.manifest.files else None
                return
            except StoreError:
                # A build may have put a new generation in place since the manifest was read, and taken this one away.
                if not left:
                    raise


#: How often the opening of a store is tried, should builds keep taking away what its manifest names.
_TRIES = 4


def _opened(folder: Path, manifest: Manifest) -> Oxigraph:
    manifest.check(folder)
    try:
        return Oxigraph.read_only(str(manifest.data(folder)))
    except (OSError, RuntimeError) as error:  # RuntimeError: what the engine finds corrupted
        raise StoreError(f"the store cannot be opened: {error}; build it again", path=folder) from error


def bound_prefixes(dataset: Dataset) -> Dataset:
    """The dataset with our prefixes."""
    for prefix, space in vocab.PREFIXES.items():
        dataset.bind(prefix, space, override=True, replace=True)
    return dataset
