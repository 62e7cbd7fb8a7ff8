"""The SHACL shapes of `data/shapes.ttl` held against quads; violations become Problems. Linear in the triples."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pyshacl
from pyoxigraph import BlankNode, Literal, NamedNode, Quad
from rdflib import SH, Graph
from rdflib import BNode as RdflibBlank
from rdflib import Literal as RdflibLiteral
from rdflib import URIRef as RdflibIri
from rdflib.term import Node

from kneegraph import vocab as v
from kneegraph.errors import Problem
from kneegraph.files import read_quads
from kneegraph.rdf.index import holders, home, name


def shape_problems(quads: Iterable[Quad], shapes: Path) -> list[Problem]:
    """Every violation of the shapes in a file, told of a resource with an address, sorted.

    What is wrong with a blank node is told of the resource that holds it.
    """
    stated = list(quads)
    with _quiet():
        _, results, _ = pyshacl.validate(_graph(stated), shacl_graph=_graph(read_quads(shapes)), inplace=True)
    assert isinstance(results, Graph)  # pySHACL gives text or bytes only when asked for them
    held = holders(stated)
    found = {_problem(results, node, held) for node in results.subjects(SH.focusNode) if not _inside(results, node)}
    return sorted((problem for problem in found if problem is not None), key=lambda one: (one.resource, one.rule, one.message))


def _inside(results: Graph, node: Node) -> bool:
    """Whether a violation only explains another."""
    return (None, SH.detail, node) in results


def _problem(results: Graph, node: Node, held: Mapping[str, tuple[str, str]]) -> Problem | None:
    focus, path, value = (results.value(node, part) for part in (SH.focusNode, SH.resultPath, SH.value))
    if isinstance(focus, RdflibLiteral):
        return None  # told of the property that has a literal where it should have parts
    resource, way = home(f"_:{focus}" if isinstance(focus, RdflibBlank) else str(focus), held)
    message = ": ".join((*map(name, way), str(results.value(node, SH.resultMessage))))
    got = f" (got {_shown(value)})" if value is not None and value != focus else ""
    rule = v.term(str(results.value(node, SH.sourceShape)))
    named = str(value) if isinstance(value, RdflibIri) else None
    return Problem(rule, resource, f"{message}{got}", way[0] if way else str(path or v.RDF + "type"), named)


def _shown(node: Node) -> str:
    """A term as a person would write it."""
    if isinstance(node, RdflibIri):
        text = str(node)
        prefixed = (f"{prefix}:{text.removeprefix(space)}" for prefix, space in v.PREFIXES.items() if text.startswith(space))
        return text.removeprefix(v.ID) if text.startswith(v.ID) else next(prefixed, text)
    return f'"{node}"' if isinstance(node, RdflibLiteral) else "a blank node"


def _graph(quads: Iterable[Quad]) -> Graph:
    graph = Graph(bind_namespaces="none")
    for quad in quads:
        graph.add((_term(quad.subject), _term(quad.predicate), _term(quad.object)))
    return graph


def _term(node: object) -> Node:
    if isinstance(node, NamedNode):
        return RdflibIri(node.value)
    if isinstance(node, BlankNode):
        return RdflibBlank(node.value)
    assert isinstance(node, Literal)  # files refuses triple terms
    datatype = None if node.language else RdflibIri(node.datatype.value)
    return RdflibLiteral(node.value, lang=node.language, datatype=datatype)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep rdflib from printing a traceback for each literal that is not of its datatype; the shapes tell those."""
    logger = logging.getLogger("rdflib.term")
    before = logger.disabled
    logger.disabled = True
    try:
        yield
    finally:
        logger.disabled = before
