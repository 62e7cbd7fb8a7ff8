"""Quads grouped by subject, with typed look-ups that note a problem instead of raising."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cached_property
from math import inf, isfinite
from typing import TypeVar

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from kneegraph.errors import Problem
from kneegraph.vocab import KG, RDF, term

Choice = TypeVar("Choice", bound=StrEnum)
Node = NamedNode | BlankNode | Literal


def key(node: object) -> str:
    """A resource as a dictionary key: its IRI, or `_:` and its label."""
    return node.value if isinstance(node, NamedNode) else str(node)


def holders(quads: Iterable[Quad]) -> dict[str, tuple[str, str]]:
    """Of each blank node, the resource and the property that hold it; the first ones, should there be several."""
    found: dict[str, tuple[str, str]] = {}
    for quad in quads:
        if isinstance(quad.object, BlankNode):
            found.setdefault(str(quad.object), (key(quad.subject), quad.predicate.value))
    return found


def home(node: str, held: Mapping[str, tuple[str, str]]) -> tuple[str, tuple[str, ...]]:
    """The resource within which a blank node stands, and the properties that lead from there to it."""
    way: list[str] = []
    passed: set[str] = set()
    while node in held and node not in passed:
        passed.add(node)
        node, predicate = held[node]
        way.insert(0, predicate)
    return node, tuple(way)


class Index:
    """What is said of each subject. Cost: one pass over the quads."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        """Group the quads by subject."""
        self._said: dict[str, dict[str, dict[Node, None]]] = defaultdict(dict)  # a triple stated twice is one triple
        self._members: dict[str, set[str]] = defaultdict(set)
        self.problems: list[Problem] = []
        self._quads = list(quads)
        for quad in self._quads:
            subject, predicate, node = key(quad.subject), quad.predicate.value, quad.object
            self._said[subject].setdefault(predicate, {})[node] = None  # type: ignore[index]
            if predicate == RDF + "type":
                self._members[key(node)].add(subject)

    @cached_property
    def _holders(self) -> dict[str, tuple[str, str]]:
        return holders(self._quads)

    @property
    def subjects(self) -> list[str]:
        """Everything of which something is said."""
        return list(self._said)

    def of_type(self, type_iri: str) -> list[str]:
        """Subjects of this class, sorted."""
        return sorted(self._members[type_iri])

    def is_a(self, subject: str, type_iri: str) -> bool:
        """Whether the subject is of this class."""
        return subject in self._members[type_iri]

    def types(self, subject: str) -> list[str]:
        """Local names of our own classes that the subject has."""
        found = (term(key(node)) for node in self._said[subject].get(RDF + "type", ()))
        return [name for name in found if "://" not in name]

    def keys(self, subject: str, predicate: str) -> tuple[str, ...]:
        """The resources that a property points to, sorted."""
        nodes = self._said[subject].get(predicate, ())
        return tuple(key(node) for node in nodes) if len(nodes) < 2 else tuple(sorted(map(key, nodes)))

    def parts(self, subject: str, predicate: str) -> tuple[str, ...]:
        """The nodes that a property points to, each with properties of its own; a literal there is a problem."""
        for text in self.texts(subject, predicate):
            self.problem("parts", subject, f"{name(predicate)} must have parts, in square brackets (got {text!r})", predicate)
        nodes = self._said[subject].get(predicate, ())
        return tuple(sorted(key(node) for node in nodes if not isinstance(node, Literal)))

    def texts(self, subject: str, predicate: str) -> tuple[str, ...]:
        """The literal values of a property, sorted."""
        values = [node.value for node in self._said[subject].get(predicate, ()) if isinstance(node, Literal)]
        return tuple(values if len(values) < 2 else sorted(values))

    def text(self, subject: str, predicate: str) -> str | None:
        """The one literal value of a property, or None. Several values are a problem; the first is taken."""
        values = self.texts(subject, predicate)
        if len(values) > 1:
            self.problem("one-value", subject, f"{name(predicate)} has {len(values)} values, at most one is meant", predicate)
        return values[0] if values else None

    def required(self, subject: str, predicate: str) -> str | None:
        """The one literal value of a property that must be there; none or several are a problem."""
        value = self.text(subject, predicate)
        if value is None:
            self.problem("missing", subject, f"{name(predicate)} is missing", predicate)
        return value

    def link(self, subject: str, predicate: str) -> str | None:
        """The one resource a property may point to, or None. Several are a problem; the first is taken."""
        values = self.keys(subject, predicate)
        if len(values) > 1:
            self.problem("one-value", subject, f"{name(predicate)} has {len(values)} values, at most one is meant", predicate)
        return values[0] if values else None

    def one(self, subject: str, predicate: str) -> str | None:
        """The one resource a property must point to; none or several are a problem."""
        values = self.keys(subject, predicate)
        if not values:
            self.problem("missing", subject, f"{name(predicate)} is missing", predicate)
        elif len(values) > 1:
            self.problem("one-value", subject, f"{name(predicate)} has {len(values)} values, one is meant", predicate)
        return values[0] if values else None

    def choice(self, subject: str, predicate: str, allowed: type[Choice]) -> Choice | None:
        """The value of a property that must be one of a closed set."""
        value = self.one(subject, predicate)
        if value is None:
            return None
        try:
            return allowed(term(value))
        except ValueError:
            choices = " or ".join(", ".join(allowed).rsplit(", ", 1))
            got = value.replace(KG, "kg:")
            self.problem("closed-set", subject, f"{name(predicate)} must be {choices} (got {got})", predicate, value)
            return None

    def whole(self, subject: str, predicate: str) -> int | None:
        """The value of a property that must be a whole number."""
        value = self.text(subject, predicate)
        if value is None:
            return None
        try:
            return int(value)
        except ValueError:
            self.problem("datatype", subject, f"{name(predicate)} must be a whole number (got {value!r})", predicate)
            return None

    def number(self, subject: str, predicate: str) -> float | None:
        """The value of a property that must be a finite number."""
        value = self.text(subject, predicate)
        if value is None:
            return None
        try:
            found = float(value)
        except ValueError:
            found = inf
        if not isfinite(found):
            self.problem("datatype", subject, f"{name(predicate)} must be a number (got {value!r})", predicate)
            return None
        return found

    def sign(self, subject: str, predicate: str) -> int | None:
        """The value of a property that must be 1 or -1."""
        value = self.whole(subject, predicate)
        if value not in (None, 1, -1):
            self.problem("closed-set", subject, f"{name(predicate)} must be 1 or -1 (got {value})", predicate)
            return None
        return value

    def truth(self, subject: str, predicate: str) -> bool:
        """Whether a yes-or-no property is said to hold."""
        value = self.text(subject, predicate)
        if value not in (None, "true", "false", "1", "0"):
            self.problem("datatype", subject, f"{name(predicate)} must be true or false (got {value!r})", predicate)
        return value in ("true", "1")

    def problem(self, rule: str, subject: str, message: str, predicate: str | None, value: str | None = None) -> None:
        """Note that something is wrong with a subject; for a blank node, with the resource and property that hold it."""
        resource, way = home(subject, self._holders) if subject.startswith("_:") else (subject, ())
        message = ": ".join((*map(name, way), message))
        self.problems.append(Problem(rule, resource, message, way[0] if way else predicate, value))


def name(predicate: str) -> str:
    """The last part of a property's IRI, as a person would call it."""
    return predicate.rstrip("/").rsplit("#", 1)[-1].rsplit("/", 1)[-1]
