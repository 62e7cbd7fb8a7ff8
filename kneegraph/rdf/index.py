"""Quads grouped by subject, with typed look-ups that note a problem instead of raising."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from enum import StrEnum
from typing import TypeVar

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from kneegraph.errors import Problem
from kneegraph.vocab import KG, RDF, term

Choice = TypeVar("Choice", bound=StrEnum)
Node = NamedNode | BlankNode | Literal


def key(node: object) -> str:
    """A resource as a dictionary key: its IRI, or `_:` and its label."""
    return node.value if isinstance(node, NamedNode) else str(node)


class Index:
    """What is said of each subject. Cost: one pass over the quads."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self._said: dict[str, dict[str, list[Node]]] = defaultdict(dict)
        self.problems: list[Problem] = []
        for quad in quads:
            self._said[key(quad.subject)].setdefault(quad.predicate.value, []).append(quad.object)  # type: ignore[arg-type]

    def of_type(self, type_iri: str) -> list[str]:
        """Subjects of this class, sorted."""
        wanted = NamedNode(type_iri)
        return sorted(s for s, said in self._said.items() if wanted in said.get(RDF + "type", ()))

    def types(self, subject: str) -> list[str]:
        """Local names of our own classes that the subject has."""
        found = (term(key(node)) for node in self._said[subject].get(RDF + "type", ()))
        return [name for name in found if "://" not in name]

    def keys(self, subject: str, predicate: str) -> tuple[str, ...]:
        """The resources that a property points to, sorted."""
        return tuple(sorted(key(node) for node in self._said[subject].get(predicate, ())))

    def texts(self, subject: str, predicate: str) -> tuple[str, ...]:
        """The literal values of a property, sorted."""
        return tuple(sorted(node.value for node in self._said[subject].get(predicate, ()) if isinstance(node, Literal)))

    def text(self, subject: str, predicate: str) -> str | None:
        """The one literal value of a property, or None. Several values are a problem; the first is taken."""
        values = self.texts(subject, predicate)
        if len(values) > 1:
            self.problem("one-value", subject, f"{name(predicate)} has {len(values)} values, at most one is meant", predicate)
        return values[0] if values else None

    def one(self, subject: str, predicate: str) -> str | None:
        """The one resource a property must point to; none or several are a problem."""
        values = self.keys(subject, predicate)
        if not values:
            self.problem("missing", subject, f"{name(predicate)} is missing", None)
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

    def truth(self, subject: str, predicate: str) -> bool:
        """Whether a yes-or-no property is said to hold."""
        return self.text(subject, predicate) in ("true", "1")

    def problem(self, rule: str, subject: str, message: str, predicate: str | None, value: str | None = None) -> None:
        """Note that something is wrong with a subject."""
        self.problems.append(Problem(rule, subject, message, predicate, value))


def name(predicate: str) -> str:
    """The last part of a property's IRI, as a person would call it."""
    return predicate.rstrip("/").rsplit("#", 1)[-1].rsplit("/", 1)[-1]
