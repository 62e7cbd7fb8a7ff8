"""Named queries asked of a graph, and what their answers are held against."""

from __future__ import annotations

from collections.abc import Callable

from kneegraph import Graph, vocab
from kneegraph.model import Assertion, Claim
from kneegraph.store import Value

VMO = "vastus-medialis-oblique.controls.patellar-tracking"
GMED = "weak-gluteus-medius.causes.knee-valgus"

Row = dict[str, Value]


def rows(graph: Graph, name: str, **values: str) -> list[Row]:
    return list(graph.query_named(name, **values))


def column(found: list[Row], name: str) -> list[str]:
    return [short(row[name]) for row in found]


def short(value: Value) -> str:
    text = str(value)
    return text.removeprefix(vocab.ID).partition("/")[2] if text.startswith(vocab.ID) else text


def counts(row: Row) -> dict[str, Value]:
    return {stance: row[stance] for stance in ("supports", "disputes", "qualifies", "reports")}


def claims(graph: Graph, wanted: Callable[[Claim], bool]) -> set[str]:
    return {one.id for one in graph.corpus.claims.values() if wanted(one)}


def said(graph: Graph, wanted: Callable[[Assertion], bool]) -> list[str]:
    return sorted(one.claim for one in graph.corpus.assertions if wanted(one))
