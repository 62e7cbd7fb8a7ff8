"""Quads as tables of assertions, claims and what else analysis reads, one row a thing. Identifiers are those of the model."""

from __future__ import annotations

from typing import NamedTuple

from pyoxigraph import Literal, RdfFormat, parse

from kneegraph import vocab as v
from kneegraph.assembly.engine import Engine
from kneegraph.assembly.terms import blank, identifier, iri, literal, local, one_of, ours, plain
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
    Column("label", v.RDFS + "label", text=True, kept=False),
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


def raw_tables(engine: Engine) -> None:
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
    engine.run(f"CREATE TABLE held AS SELECT s AS holder, p AS way, o AS node FROM {SAID} WHERE {ways}")
    engine.run(f"CREATE TABLE odd_node AS SELECT DISTINCT node FROM held WHERE NOT {blank('node')}")
    nodes = f"{blank('s')} OR s IN (SELECT node FROM odd_node)"
    engine.run(f"CREATE TABLE part AS SELECT s AS node, {_columns(PART)} FROM {SAID} WHERE {nodes} GROUP BY s")
    scope = f"p = {iri(v.KG + 'scope')}"
    engine.run(f"CREATE TABLE raw_scope AS SELECT s, o AS concept FROM {SAID} WHERE {scope}")
    _known(engine)


def _known(engine: Engine) -> None:
    """What there is for claims and assertions to refer to."""
    members = {
        sort: f"SELECT s FROM {SAID} WHERE p = {iri(TYPE)} AND o = {iri(kind)}"
        for sort, kind in (*CLASSES.items(), ("relation", v.KG + "Relation"))
    }
    engine.run(
        f"CREATE TABLE known_concept AS SELECT DISTINCT {identifier('s', 'concept')} AS id FROM ({members['concept']}) AS x"
    )
    comparative = f"p = {iri(v.KG + 'comparative')} AND {plain('o')} IN ('true', '1')"
    engine.run(
        f"CREATE TABLE known_relation AS SELECT {local('s')} AS id, count(*) FILTER (WHERE {comparative}) > 0 AS comparative"
        f" FROM {SAID} WHERE s IN ({members['relation']}) GROUP BY s"
    )
    length = f"p = {iri(v.KG + 'length')}"
    engine.run(
        f"CREATE TABLE known_source AS SELECT {identifier('s', 'source')} AS id,"
        f" any_value(try_cast({plain('o')} AS BIGINT)) FILTER (WHERE {length}) AS length,"
        f" count(*) FILTER (WHERE {length}) > 0 AND count(*) FILTER (WHERE p = {iri(v.KG + 'sha256')}) > 0 AS described"
        f" FROM {SAID} WHERE s IN ({members['source']}) GROUP BY s"
    )


def attributions(engine: Engine) -> list[tuple[str, str]]:
    """Every source that passes somebody on, with the words by which it names whom; sorted."""
    said = f"SELECT s, o FROM {SAID} WHERE p = {iri(v.KG + 'attributedTo')} AND {literal('o')}"
    rows = engine.rows(f"SELECT DISTINCT a.source, x.o FROM ({said}) AS x JOIN raw_assertion AS a ON a.s = x.s")
    return sorted((v.identifier("source", source[1:-1]), _value(whom)) for source, whom in rows)


def _value(term: str) -> str:
    """The text that a literal stands for."""
    if "\\" not in term:
        return term[1 : term.rindex('"')]
    (quad,) = parse(f"_:s <urn:p> {term} .".encode(), RdfFormat.N_TRIPLES)
    assert isinstance(quad.object, Literal)
    return quad.object.value


def _raw(engine: Engine, sort: str, columns: str) -> None:
    """A row for each member of a class, and for each address of that sort, whether it says its class or not."""
    member = f"p = {iri(TYPE)} AND o = {iri(CLASSES[sort])}"
    engine.run(f"CREATE TABLE odd_{sort} AS SELECT DISTINCT s FROM {SAID} WHERE {member} AND NOT ({ours('s', sort)})")
    chosen = f"{ours('s', sort)} OR s IN (SELECT s FROM odd_{sort})"
    held = f"count(*) FILTER (WHERE {member}) > 0 AS classed"
    engine.run(f"CREATE TABLE raw_{sort} AS SELECT s, {held}, {columns} FROM {SAID} WHERE {chosen} GROUP BY s")


def _columns(columns: tuple[Column, ...]) -> str:
    kept = [f"any_value(o) FILTER (WHERE {column.chosen}) AS {column.name}" for column in columns if column.kept]
    bits = " ".join(f"WHEN {column.chosen} THEN {1 << place}" for place, column in enumerate(columns))
    any_ = " OR ".join(column.chosen for column in columns)
    return ", ".join([*kept, f"bit_or(CASE {bits} ELSE 0 END) AS has", f"count(*) FILTER (WHERE {any_}) AS times"])
