"""`/api/vocabulary`: prefixes, the terms of the schema and the concepts, for the query page's completion."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from pyoxigraph import Literal

from kneegraph import files, vocab
from kneegraph.graph import Graph

_SORTS = {
    vocab.KG + "Relation": "relation",
    vocab.OWL + "Class": "class",
    vocab.RDF + "Property": "property",
}


def vocabulary(graph: Graph, values: Mapping[str, str]) -> object:  # noqa: ARG001 (every call takes its parameters)
    """The vocabulary as JSON values. `sort` of a term is relation, class, property, or value (of a closed set)."""
    concepts = sorted(graph.corpus.concepts.values(), key=lambda one: one.label)
    return {
        "prefixes": vocab.PREFIXES,
        "terms": [*_terms(graph), *_views()],
        "concepts": [
            {
                "id": one.id,
                "iri": vocab.iri("concept", one.id),
                "label": one.label,
                "other_labels": list(one.other_labels),
                "kind": one.kind,
            }
            for one in concepts
        ],
    }


def _terms(graph: Graph) -> list[dict[str, str]]:
    told: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for quad in files.read_quads(files.packaged("data", "ontology.ttl")):
        subject = str(quad.subject).strip("<>")
        if subject.startswith(vocab.KG):
            node = quad.object
            told[subject][quad.predicate.value].append(node.value if isinstance(node, Literal) else str(node).strip("<>"))
    found = {iri: _term(iri, said) for iri, said in told.items() if vocab.RDF + "type" in said}
    for relation in graph.corpus.relations.values():
        iri = relation.id if "://" in relation.id else vocab.KG + relation.id
        if iri not in found:
            found[iri] = _entry(iri, relation.label, relation.definition or "", "relation")
    return [found[iri] for iri in sorted(found)]


def _term(iri: str, said: Mapping[str, list[str]]) -> dict[str, str]:
    label = next(iter(said.get(vocab.RDFS + "label", [])), vocab.term(iri))
    comment = next(iter(said.get(vocab.RDFS + "comment", [])), "")
    types = said[vocab.RDF + "type"]
    sort = next((name for kind, name in _SORTS.items() if kind in types), "value")
    return _entry(iri, label, comment, sort)


def _views() -> list[dict[str, str]]:
    abouts = {
        vocab.VIEW_CLAIMED: "Every claim that some source supports, as a plain triple.",
        vocab.VIEW_AGREED: "Every claim that is supported and that nobody disputes or qualifies, as a plain triple.",
        vocab.VIEW_CONTESTED: "Every claim that is both supported and disputed, as a plain triple.",
    }
    return [_entry(iri, iri.removeprefix(vocab.VIEW), about, "view") for iri, about in abouts.items()]


def _entry(iri: str, label: str, comment: str, sort: str) -> dict[str, str]:
    name = iri.replace(vocab.KG, "kg:").replace(vocab.VIEW, "view:")
    return {"name": name, "iri": iri, "label": label, "comment": comment, "sort": sort}
