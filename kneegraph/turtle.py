"""The one canonical Turtle form of our files: fixed prefixes, sorted subjects, fixed order of properties.

Reading a canonical file and writing it again gives the same bytes, and a diff shows one resource per change.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from kneegraph import vocab as v
from kneegraph.rdf.index import key

#: Order in which the properties of a resource are written; the others follow in the order of their IRIs.
_ORDER = (
    v.RDF + "type",
    v.RDF + "subject",
    v.RDF + "predicate",
    v.RDF + "object",
    v.KG + "outcome",
    v.KG + "claim",
    v.KG + "stance",
    v.KG + "source",
    v.SKOS + "prefLabel",
    v.SKOS + "altLabel",
    v.DCTERMS + "title",
    v.DCTERMS + "creator",
    v.DCTERMS + "issued",
    v.DCTERMS + "publisher",
    v.SCHEMA + "url",
    v.KG + "certainty",
    v.KG + "basis",
    v.KG + "design",
    v.KG + "effect",
    v.KG + "aspect",
    v.KG + "reason",
    v.KG + "attributedTo",
    v.KG + "qualification",
    v.KG + "scope",
    v.KG + "paraphrase",
    v.RDFS + "label",
    v.KG + "inverseLabel",
    v.RDFS + "comment",
    v.SKOS + "definition",
    v.KG + "stateOf",
    v.KG + "oppositeOf",
    v.KG + "sign",
    v.OA + "hasSelector",
    v.OA + "start",
    v.OA + "end",
)
_RANK = {predicate: rank for rank, predicate in enumerate(_ORDER)}
_BARE = {v.XSD + "integer", v.XSD + "boolean"}
_LOCAL = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"})

_Said = dict[str, list[NamedNode | BlankNode | Literal]]


def write_turtle(quads: Iterable[Quad]) -> str:
    """The quads as canonical Turtle text. Graph names are left out.

    A blank node is written inside the one resource that mentions it. Cost: n log n in the quads.
    """
    said: dict[str, _Said] = defaultdict(lambda: defaultdict(list))
    for quad in quads:
        objects = said[key(quad.subject)][quad.predicate.value]
        if quad.object not in objects:
            objects.append(quad.object)  # type: ignore[arg-type]
    top = sorted(subject for subject in said if not subject.startswith("_:"))
    blocks = [_block(subject, said) for subject in top]
    used = "".join(blocks)
    head = [f"@base <{v.ID}> ."]
    head += [f"@prefix {prefix}: <{space}> ." for prefix, space in v.PREFIXES.items() if f"{prefix}:" in used]
    return "\n".join(head) + "\n" + "".join(f"\n{block}\n" for block in blocks)


def _block(subject: str, said: dict[str, _Said]) -> str:
    lines = _properties(said[subject], said, "    ")
    return f"{_iri(subject)} " + " ;\n    ".join(lines) + " ."


def _properties(properties: _Said, said: dict[str, _Said], indent: str) -> list[str]:
    ordered = sorted(properties, key=lambda predicate: (_RANK.get(predicate, len(_RANK)), predicate))
    return [f"{_predicate(predicate)} {_objects(properties[predicate], said, indent)}" for predicate in ordered]


def _objects(objects: list[NamedNode | BlankNode | Literal], said: dict[str, _Said], indent: str) -> str:
    if not any(isinstance(node, BlankNode) for node in objects):
        return ", ".join(sorted(_node(node) for node in objects))
    nested = [_nested(said[str(node)], said, indent) if isinstance(node, BlankNode) else _node(node) for node in objects]
    return ", ".join(sorted(nested, key=_natural))


def _nested(properties: _Said, said: dict[str, _Said], indent: str) -> str:
    return "[ " + " ; ".join(_properties(properties, said, indent + "    ")) + " ]"


def _natural(text: str) -> list[tuple[int, int, str]]:
    """Sort key in which the number 296 comes before 1024."""
    return [(1, int(part), "") if part.isdigit() else (0, 0, part) for part in text.replace(";", " ; ").split(" ")]


def _predicate(predicate: str) -> str:
    return "a" if predicate == v.RDF + "type" else _iri(predicate)


def _node(node: NamedNode | BlankNode | Literal) -> str:
    if isinstance(node, Literal):
        return _literal(node)
    return _iri(node.value) if isinstance(node, NamedNode) else str(node)


def _literal(literal: Literal) -> str:
    datatype = literal.datatype.value
    if datatype in _BARE:
        return literal.value
    quoted = f'"{literal.value.translate(_ESCAPES)}"'
    if literal.language:
        return f"{quoted}@{literal.language}"
    return quoted if datatype == v.XSD + "string" else f"{quoted}^^{_iri(datatype)}"


def _iri(iri: str) -> str:
    if iri.startswith(v.ID):
        return f"<{iri.removeprefix(v.ID)}>"
    for prefix, space in v.PREFIXES.items():
        local = iri.removeprefix(space)
        if local != iri and local and _LOCAL.issuperset(local) and local[0] not in "-0123456789":
            return f"{prefix}:{local}"
    return f"<{iri}>"
