"""The one canonical Turtle form of our files: fixed prefixes, sorted subjects, fixed order of properties.

Reading a canonical file and writing it again gives the same bytes, and a diff shows one resource per change.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

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
    v.SCHEMA + "sameAs",
    v.KG + "certainty",
    v.KG + "basis",
    v.KG + "design",
    v.KG + "effect",
    v.KG + "estimate",
    v.KG + "measure",
    v.KG + "value",
    v.KG + "low",
    v.KG + "high",
    v.KG + "sampleSize",
    v.KG + "population",
    v.KG + "task",
    v.KG + "measured",
    v.KG + "finding",
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
    v.SH + "targetClass",
    v.SH + "targetObjectsOf",
    v.SH + "targetSubjectsOf",
    v.SH + "path",
    v.SH + "message",
)
_RANK = {predicate: rank for rank, predicate in enumerate(_ORDER)}
_BARE = {v.XSD + "integer": re.compile(r"[+-]?[0-9]+"), v.XSD + "boolean": re.compile(r"true|false")}
_LOCAL = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_RELATIVE = re.compile(r"[a-z]+(/(?!\.\.?(?:[/?#]|$))[^/]*)*")  # no scheme, no empty start, no dot segment: resolves to itself
_CONTROLS = (*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029, 0xFEFF)
_ESCAPES = {code: f"\\u{code:04X}" for code in _CONTROLS} | str.maketrans(
    {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
)
_FIRST, _REST, _NIL = v.RDF + "first", v.RDF + "rest", NamedNode(v.RDF + "nil")

_Node = NamedNode | BlankNode | Literal
_Said = dict[str, dict[str, dict[_Node, None]]]


def write_turtle(quads: Iterable[Quad]) -> str:
    """The quads as canonical Turtle text. Graph names are left out.

    A blank node is written inside the one resource that mentions it, and a list as a list; only blank nodes that several
    resources mention get labels. Cost: n log n in the quads.
    """
    said: _Said = {}
    for quad in quads:
        objects = said.setdefault(key(quad.subject), {}).setdefault(quad.predicate.value, {})
        objects[quad.object] = None  # type: ignore[index]
    return _Writer(said).document()


class _Writer:
    """Writes one document; knows which blank nodes stand inside others and which prefixes were needed."""

    def __init__(self, said: _Said) -> None:
        self._said = said
        self._used: set[str] = set()
        self._mentions = Counter(str(node) for node in self._objects_of(*said) if isinstance(node, BlankNode))
        self._labels: dict[str, str] = {}
        self._labels = self._labelled()

    def document(self) -> str:
        top = sorted(subject for subject in self._said if not subject.startswith("_:"))
        blocks = [self._block(_iri(subject, self._used), subject) for subject in top]
        loose = [subject for subject in self._said if subject.startswith("_:") and not self._mentions[subject]]
        blocks += sorted(self._block("[]", subject) for subject in loose)
        blocks += [self._block(label, subject) for subject, label in self._labels.items() if subject in self._said]
        head = [f"@base <{v.ID}> ."]
        head += [f"@prefix {prefix}: <{space}> ." for prefix, space in v.PREFIXES.items() if prefix in self._used]
        return "\n".join(head) + "\n" + "".join(f"\n{block}\n" for block in blocks)

    def _objects_of(self, *subjects: str) -> Iterator[_Node]:
        for subject in subjects:
            for objects in self._said.get(subject, {}).values():
                yield from objects

    def _labelled(self) -> dict[str, str]:
        """Labels of the blank nodes that cannot be written inside another: mentioned twice, or within a circle."""
        shared = {node for node, count in self._mentions.items() if count > 1}
        reached = set(shared)
        waiting = [subject for subject in self._said if subject in shared or not self._mentions[subject]]
        while waiting:
            inside = {str(node) for node in self._objects_of(waiting.pop()) if isinstance(node, BlankNode)} - reached
            reached |= inside
            waiting += inside
        named = shared | (self._mentions.keys() - reached)
        self._labels = dict.fromkeys(named, "_:")  # a stand-in, so that their texts can be compared
        ordered = sorted(named, key=lambda node: (self._block("_:", node), node))
        return {node: f"_:b{number}" for number, node in enumerate(ordered, 1)}

    def _block(self, name: str, subject: str) -> str:
        return f"{name} " + " ;\n    ".join(self._properties(subject)) + " ."

    def _properties(self, subject: str) -> list[str]:
        said = self._said.get(subject, {})
        ordered = sorted(said, key=lambda predicate: (_RANK.get(predicate, len(_RANK)), predicate))
        return [f"{self._predicate(predicate)} {self._objects(said[predicate])}" for predicate in ordered]

    def _objects(self, objects: Iterable[_Node]) -> str:
        texts = [self._node(node) for node in objects]
        nested = any(text[0] in "[(" for text in texts)
        return ", ".join(sorted(texts, key=_natural) if nested else sorted(texts))

    def _predicate(self, predicate: str) -> str:
        return "a" if predicate == v.RDF + "type" else _iri(predicate, self._used)

    def _node(self, node: _Node) -> str:
        if isinstance(node, BlankNode):
            return self._labels.get(str(node)) or self._list(node) or self._nested(node)
        if isinstance(node, Literal):
            return _literal(node, self._used)
        return "()" if node == _NIL else _iri(node.value, self._used) if isinstance(node, NamedNode) else str(node)

    def _nested(self, node: BlankNode) -> str:
        properties = self._properties(str(node))
        return f"[ {' ; '.join(properties)} ]" if properties else "[]"

    def _list(self, node: BlankNode) -> str | None:
        items: list[str] = []
        rest: _Node = node
        while rest != _NIL:
            cell = self._said.get(str(rest), {})
            if str(rest) in self._labels or cell.keys() != {_FIRST, _REST} or any(len(found) > 1 for found in cell.values()):
                return None
            items += map(self._node, cell[_FIRST])
            rest = next(iter(cell[_REST]))
        return f"( {' '.join(items)} )"


def _natural(text: str) -> tuple[list[tuple[int, int, str]], str]:
    """Sort key in which the number 296 comes before 1024."""
    parts = text.replace(";", " ; ").split(" ")
    return [(1, int(part), "") if part.isdecimal() else (0, 0, part) for part in parts], text


def _literal(literal: Literal, used: set[str]) -> str:
    datatype = literal.datatype.value
    if datatype in _BARE and _BARE[datatype].fullmatch(literal.value):
        return literal.value
    quoted = f'"{literal.value.translate(_ESCAPES)}"'
    if literal.language:
        return f"{quoted}@{literal.language}"
    return quoted if datatype == v.XSD + "string" else f"{quoted}^^{_iri(datatype, used)}"


def _iri(iri: str, used: set[str]) -> str:
    """An IRI in its shortest form; the prefix it takes is noted in `used`."""
    if iri.startswith(v.ID) and _RELATIVE.fullmatch(iri.removeprefix(v.ID)):
        return f"<{iri.removeprefix(v.ID)}>"
    for prefix, space in v.PREFIXES.items():
        local = iri.removeprefix(space)
        if local != iri and _LOCAL.fullmatch(local):
            used.add(prefix)
            return f"{prefix}:{local}"
    return f"<{iri}>"
