"""What the service says of itself: a SPARQL 1.1 service description, and the data set as VoID and DCAT."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, serialize

from kneegraph import vocab as v
from kneegraph.server.sizes import Counted
from kneegraph.store.manifest import Manifest
from kneegraph.store.result import TRIPLES, prefixes_for

_TYPE = NamedNode(v.RDF + "type")
_PREFIXES = {"sd": v.SD, "void": v.VOID, "dcat": v.DCAT, "formats": v.FORMATS, "dcterms": v.DCTERMS}
#: Names in the W3C's list of formats.
_FORMATS = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "RDF_XML",
    "JSON-LD",
    "N-Quads",
    "TriG",
)
#: What the downloads are written in, by our name of the format: media type and name in the W3C's list.
_DOWNLOADS = {"turtle": ("text/turtle", "Turtle"), "ntriples": ("application/n-triples", "N-Triples")}
_LICENCE = "https://creativecommons.org/licenses/by/4.0/"

_Node = NamedNode | BlankNode | Literal


def service_quads(manifest: Manifest, base: str) -> Iterator[Quad]:
    """The service description of the endpoint below this address."""
    service, dataset, default = BlankNode("service"), BlankNode("dataset"), BlankNode("default")
    yield Quad(service, _TYPE, NamedNode(v.SD + "Service"))
    yield Quad(service, _sd("endpoint"), NamedNode(f"{base}/sparql"))
    yield Quad(service, _sd("supportedLanguage"), _sd("SPARQL11Query"))
    for name in _FORMATS:
        yield Quad(service, _sd("resultFormat"), NamedNode(v.FORMATS + name))
    yield Quad(service, _sd("defaultDataset"), dataset)
    yield Quad(dataset, _TYPE, _sd("Dataset"))
    yield Quad(dataset, _sd("defaultGraph"), default)
    yield Quad(default, _TYPE, _sd("Graph"))
    for place, name in enumerate(manifest.graphs):
        named, graph = BlankNode(f"named{place}"), BlankNode(f"graph{place}")
        yield Quad(dataset, _sd("namedGraph"), named)
        yield Quad(named, _TYPE, _sd("NamedGraph"))
        yield Quad(named, _sd("name"), NamedNode(name))
        yield Quad(named, _sd("graph"), graph)
        yield Quad(graph, _TYPE, _sd("Graph"))


def dataset_quads(manifest: Manifest, base: str, *, sizes: Counted, packaged: bool) -> Iterator[Quad]:
    """The data set as VoID and DCAT: all graphs, and each as a subset; the licence is known of the packaged data only.

    `void:triples` counts a triple once, in however many graphs it is; the N-Triples of the subsets together are the whole.
    """
    dataset = NamedNode(f"{base}/.well-known/void#dataset")
    yield from _set(dataset, sizes.triples)
    title = "kneegraph" if packaged else f"A store of claims, {manifest.sha256[:12]}"
    yield _said(dataset, v.DCTERMS + "title", Literal(title, language="en"))
    about = "Who claims what, on what evidence, and where they disagree."
    yield _said(dataset, v.DCTERMS + "description", Literal(about, language="en"))
    yield _said(dataset, v.DCTERMS + "identifier", Literal(f"sha256:{manifest.sha256}"))
    if packaged:
        yield _said(dataset, v.DCTERMS + "license", NamedNode(_LICENCE))
    yield _said(dataset, v.VOID + "sparqlEndpoint", NamedNode(f"{base}/sparql"))
    yield _said(dataset, v.VOID + "uriSpace", Literal(v.ID))
    for space in (v.KG, v.SKOS, v.PROV, v.DCTERMS, v.OA):
        yield _said(dataset, v.VOID + "vocabulary", NamedNode(space))
    for _, form in _DOWNLOADS.values():
        yield _said(dataset, v.VOID + "feature", NamedNode(v.FORMATS + form))
    for place, graph in enumerate(("", *manifest.graphs)):
        address = f"{base}/store?graph={quote(graph, safe='')}" if graph else f"{base}/store?default"
        subset = NamedNode(address)
        yield _said(dataset, v.VOID + "subset", subset)
        yield _said(dataset, v.VOID + "dataDump", NamedNode(f"{address}&format=ntriples"))
        yield from _set(subset, sizes.graphs.get(graph))
        yield _said(subset, v.DCTERMS + "identifier", Literal(graph or "default"))
        for name, (media_type, _) in _DOWNLOADS.items():
            yield from _download(subset, f"{address}&format={name}", BlankNode(f"download{place}{name}"), media_type)


def _set(dataset: NamedNode, triples: int | None) -> Iterator[Quad]:
    for sort in (v.VOID + "Dataset", v.DCAT + "Dataset"):
        yield Quad(dataset, _TYPE, NamedNode(sort))
    if triples is not None:
        yield _said(dataset, v.VOID + "triples", Literal(triples))


def _download(dataset: NamedNode, address: str, distribution: BlankNode, media_type: str) -> Iterator[Quad]:
    file = NamedNode(address)
    yield _said(dataset, v.VOID + "dataDump", file)
    yield _said(dataset, v.DCAT + "distribution", distribution)
    yield Quad(distribution, _TYPE, NamedNode(v.DCAT + "Distribution"))
    yield _said(distribution, v.DCAT + "downloadURL", file)
    yield _said(distribution, v.DCAT + "mediaType", Literal(media_type))


def written(quads: Iterator[Quad], format: str) -> bytes:
    """The quads in a format of `TRIPLES`."""
    return serialize(quads, format=TRIPLES[format], prefixes=prefixes_for(format, _PREFIXES)) or b""


def _said(subject: NamedNode | BlankNode, predicate: str, node: _Node) -> Quad:
    return Quad(subject, NamedNode(predicate), node)


def _sd(name: str) -> NamedNode:
    return NamedNode(v.SD + name)
