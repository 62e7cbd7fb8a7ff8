"""Quads as tables of assertions, claims and what else analysis reads, one row a thing. Identifiers are those of the model."""

from __future__ import annotations

from typing import NamedTuple

from kneegraph import vocab as v
from kneegraph.assembly.engine import Tables
from kneegraph.assembly.terms import blank, identifier, iri, lexical, literal, local, one_of, ours, plain
from kneegraph.rdf import CLASSES

#: The default graph, in which claims count.
SAID = "(SELECT s, p, o FROM quads WHERE g = '')"
TYPE = v.RDF + "type"
#: Properties that lead from an assertion, or a source, to a node without an address of its own.
WAYS = {"qualification": v.KG + "qualification", "estimate": v.KG + "estimate", "selector": v.OA + "hasSelector"}


class Column(NamedTuple):
    """A property of which one value is meant. Of a text, only literals count. What others refer to is `kept` as a column."""

    name: str
    term: str
    text: bool = False
    kept: bool = True

    @property
    def _literal(self) -> str:
        return f" AND {literal('o')}" if self.text else ""

    @property
    def chosen(self) -> str:
        """The condition that a quad states it."""
        return f"(p = {iri(self.term)}{self._literal})"


ASSERTION = (
    Column("claim", v.KG + "claim"),
    Column("source", v.KG + "source"),
    Column("stance", v.KG + "stance"),
    Column("certainty", v.KG + "certainty"),
    Column("basis", v.KG + "basis"),
    Column("paraphrase", v.KG + "paraphrase", text=True, kept=False),
    Column("design", v.KG + "design"),
    Column("finding", v.KG + "finding"),
    Column("unconfirmed", v.KG + "unconfirmed", text=True),
    Column("sample", v.KG + "sampleSize", text=True),
    Column("effect", v.KG + "effect", text=True, kept=False),
    Column("population", v.KG + "population", text=True, kept=False),
    Column("task", v.KG + "task", text=True, kept=False),
    Column("measured", v.KG + "measured", text=True, kept=False),
)
CLAIM = (
    Column("subject", v.RDF + "subject"),
    Column("relation", v.RDF + "predicate"),
    Column("object", v.RDF + "object"),
    Column("outcome", v.KG + "outcome"),
    Column("label", v.RDFS + "label", text=True),
)
PART = (
    Column("start", v.OA + "start", text=True),
    Column("stop", v.OA + "end", text=True),
    Column("sha256", v.KG + "sha256", text=True, kept=False),
    Column("fragment", v.KG + "fragment", text=True, kept=False),
    Column("aspect", v.KG + "aspect"),
    Column("comment", v.RDFS + "comment", text=True, kept=False),
    Column("reason", v.KG + "reason"),
    Column("measure", v.KG + "measure", text=True, kept=False),
    Column("value", v.KG + "value", text=True),
    Column("low", v.KG + "low", text=True),
    Column("high", v.KG + "high", text=True),
)


def bit(columns: tuple[Column, ...], name: str) -> int:
    """The bit of a property in `has`."""
    return 1 << next(place for place, column in enumerate(columns) if column.name == name)


def raw_tables(engine: Tables) -> None:
    """Make tables of what the quads say, terms as they are written, nothing checked.

    `raw_assertion`, `raw_claim` and `part` (nodes without an address) have the kept columns, `has`, a bit for each property
    that is stated, and `times`, how many quads state them: more than bits where a property has several values. `held` says
    who holds which part, `raw_scope` the scopes; `known_concept`, `known_relation` and `known_source` what there is for claims
    to refer to. Cost: some passes over the quads.
    """
    attributed = f"count(*) FILTER (WHERE p = {iri(v.KG + 'attributedTo')} AND {literal('o')}) > 0 AS attributed"
    _raw(engine, "assertion", f"{attributed}, {_columns(ASSERTION)}")
    _raw(engine, "claim", _columns(CLAIM))
    ways = one_of("p", WAYS.values())
    engine.keep("held", f"SELECT s AS holder, p AS way, o AS node FROM {SAID} WHERE {ways}")
    engine.keep("odd_node", f"SELECT DISTINCT node FROM held WHERE NOT {blank('node')}")
    nodes = f"{blank('s')} OR s IN (SELECT node FROM odd_node)"
    engine.keep("part", f"SELECT s AS node, {_columns(PART)} FROM {SAID} WHERE {nodes} GROUP BY s")
    scope = f"p = {iri(v.KG + 'scope')}"
    engine.keep("raw_scope", f"SELECT s, o AS concept FROM {SAID} WHERE {scope}")
    _known(engine)


def _known(engine: Tables) -> None:
    """What there is for claims and assertions to refer to."""
    members = {
        sort: f"SELECT s FROM {SAID} WHERE p = {iri(TYPE)} AND o = {iri(kind)}"
        for sort, kind in (*CLASSES.items(), ("relation", v.KG + "Relation"))
    }
    engine.keep("known_concept", f"SELECT DISTINCT {identifier('s', 'concept')} AS id FROM ({members['concept']}) AS x")
    comparative = f"p = {iri(v.KG + 'comparative')} AND {plain('o')} IN ('true', '1')"
    engine.keep(
        "known_relation",
        f"SELECT {local('s')} AS id, count(*) FILTER (WHERE {comparative}) > 0 AS comparative"
        f" FROM {SAID} WHERE s IN ({members['relation']}) GROUP BY s",
    )
    length = f"p = {iri(v.KG + 'length')}"
    engine.keep(
        "known_source",
        f"SELECT {identifier('s', 'source')} AS id,"
        f" any_value(try_cast({plain('o')} AS BIGINT)) FILTER (WHERE {length}) AS length,"
        f" count(*) FILTER (WHERE {length}) > 0 AND count(*) FILTER (WHERE p = {iri(v.KG + 'sha256')}) > 0 AS described"
        f" FROM {SAID} WHERE s IN ({members['source']}) GROUP BY s",
    )


def input_tables(engine: Tables) -> None:
    """Make the tables `claim`, `assertion`, `scope`, `attribution` and `qualification` of what was read and found right.

    They are those of `schema.INPUTS`; the tables of relations, concepts and sources come from the frame. Cost: one pass each.
    """
    assertion = identifier("s", "assertion")
    terms = ", ".join(f"{local(name)} AS {name}" for name in ("stance", "certainty", "basis", "design", "finding"))
    ends = f"{identifier('claim', 'claim')} AS claim, {identifier('source', 'source')} AS source"
    unconfirmed = f"coalesce({plain('unconfirmed')} IN ('true', '1'), FALSE) AS unconfirmed"
    engine.keep("assertion", f"SELECT {assertion} AS id, {ends}, {terms}, {unconfirmed} FROM raw_assertion")
    parts = ", ".join(f"{identifier(name, 'concept')} AS {name}" for name in ("subject", "object", "outcome"))
    dotted = "subject || '.' || relation || '.' || object || coalesce('.' || outcome, '')"
    name, label = identifier("s", "claim"), f"{lexical('label')} AS label"
    made = f"SELECT {name} AS id, {parts}, {local('relation')} AS relation, {label} FROM raw_claim"
    columns = "id, subject, relation, object, outcome"
    engine.keep("claim", f"SELECT {columns}, coalesce(label, {dotted}) AS label FROM ({made}) AS made")
    here = "s IN (SELECT s FROM raw_assertion)"
    scope = f"SELECT DISTINCT {assertion} AS assertion, {identifier('concept', 'concept')} AS concept"
    engine.keep("scope", f"{scope} FROM raw_scope WHERE {here}")
    whom = f"p = {iri(v.KG + 'attributedTo')} AND {literal('o')}"
    said = f"SELECT DISTINCT {assertion} AS assertion, {lexical('o')} AS whom"
    engine.keep("attribution", f"{said} FROM {SAID} WHERE {whom} AND {here}")
    why = f"{local('aspect')} AS aspect, {identifier('reason', 'concept')} AS reason"
    limits = f"SELECT DISTINCT {identifier('holder', 'assertion')} AS assertion, {why}"
    way = f"way = {iri(WAYS['qualification'])}"
    engine.keep("qualification", f"{limits} FROM held JOIN part ON part.node = held.node WHERE {way}")


def _raw(engine: Tables, sort: str, columns: str) -> None:
    """A row for each member of a class, and for each address of that sort, whether it says its class or not."""
    member = f"p = {iri(TYPE)} AND o = {iri(CLASSES[sort])}"
    engine.keep(f"odd_{sort}", f"SELECT DISTINCT s FROM {SAID} WHERE {member} AND NOT ({ours('s', sort)})")
    chosen = f"{ours('s', sort)} OR s IN (SELECT s FROM odd_{sort})"
    held = f"count(*) FILTER (WHERE {member}) > 0 AS classed"
    engine.keep(f"raw_{sort}", f"SELECT s, {held}, {columns} FROM {SAID} WHERE {chosen} GROUP BY s")


def _columns(columns: tuple[Column, ...]) -> str:
    kept = [f"any_value(o) FILTER (WHERE {column.chosen}) AS {column.name}" for column in columns if column.kept]
    bits = " ".join(f"WHEN {column.chosen} THEN {1 << place}" for place, column in enumerate(columns))
    any_ = " OR ".join(column.chosen for column in columns)
    return ", ".join([*kept, f"bit_or(CASE {bits} ELSE 0 END) AS has", f"count(*) FILTER (WHERE {any_}) AS times"])
