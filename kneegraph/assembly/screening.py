"""Which claims and assertions may break a rule: found in bulk, so that the rules themselves need to look at those few only.

What is marked here is not wrong for that: `validate.invariants` and the reading of quads decide. But whatever they would find
wrong must be marked. Rules of what relations, concepts and sources say are not for here; these are few, and read whole.
"""

from __future__ import annotations

from collections.abc import Iterable

from kneegraph import vocab as v
from kneegraph.assembly.engine import Tables
from kneegraph.assembly.tables import ASSERTION, CLAIM, PART, WAYS, Column, bit
from kneegraph.assembly.terms import identifier, iri, local, one_of, plain, text
from kneegraph.model import Aspect, Basis, Certainty, Finding, Stance

_TRUTHS = ("true", "false", "1", "0")
#: What an identifier keeps of the readable one before its hash; see `model.identifiers`.
_HEAD = 40
_WHOLE = "^[+-]?[0-9]{1,18}$"
_NUMBER = "^[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]{1,2})?$"


def suspects(engine: Tables) -> list[str]:
    """The claims and assertions, as terms, that may break a rule; of assertions also what they name as their claim. Sorted.

    Needs the tables of `tables.raw_tables`. Cost: some joins over assertions and claims.
    """
    engine.keep("part_fault", _parts())
    asked = (_assertions(), _claims(), _unclaimed(), _scopes())
    found = engine.fetch(" UNION ALL ".join(f"SELECT s, claim FROM ({query}) AS asked" for query in asked))
    return sorted({str(term) for row in found for term in row if term is not None})


#: That some property of which one value is meant has several.
_SEVERAL = "times <> bit_count(has)"


def _missing(columns: tuple[Column, ...], *names: str) -> str:
    wanted = sum(bit(columns, name) for name in names)
    return f"(has & {wanted}) <> {wanted}"


def _outside(column: str, allowed: Iterable[str], default: str = "FALSE") -> str:
    """That a value is none of a closed set; where it is missing, the default."""
    return f"coalesce(NOT {one_of(column, (v.KG + value for value in allowed))}, {default})"


def _not_like(column: str, pattern: str) -> str:
    """That the text of a literal, where there is one, is not of this form."""
    return f"coalesce(NOT regexp_like({plain(column)}, {text(pattern)}), FALSE)"


def _hash_of(identifier_: str) -> str:
    """The hashed identifier that stands for a readable one."""
    return f"trim(TRAILING '-.' FROM left({identifier_}, {_HEAD})) || '~' || left(sha2({identifier_}, 256), 16)"


def _misnamed(identifier_: str, expected: str) -> str:
    """That an identifier is neither the expected one, nor its hash, nor an address from elsewhere."""
    return (
        f"{identifier_} <> {expected} AND instr({identifier_}, '://') = 0"
        f" AND (instr({identifier_}, '~') = 0 OR {identifier_} <> {_hash_of(expected)})"
    )


def _assertions() -> str:
    """Assertions that by themselves, and by what they refer to, may break a rule."""
    stance = local("stance")
    qualifies, reports, disputes, study = (iri(v.KG + name) for name in ("qualifies", "reports", "disputes", "study"))
    faults = (
        "NOT classed",
        _SEVERAL,
        _missing(ASSERTION, "claim", "source", "stance", "certainty", "basis", "paraphrase"),
        _outside("stance", Stance),
        _outside("certainty", Certainty),
        _outside("basis", Basis),
        _outside("finding", Finding),
        f"finding IS NOT NULL AND stance <> {disputes}",
        f"design IS NOT NULL AND basis <> {study}",
        f"coalesce({plain('unconfirmed')} NOT IN ({', '.join(map(text, _TRUTHS))}), FALSE)",
        _not_like("sample", _WHOLE),
        f"(stance = {qualifies}) <> coalesce(qualified, FALSE)",
        f"stance = {reports} AND NOT attributed",
        "coalesce(faulty, FALSE)",
        "length IS NULL AND known IS NULL",
        "coalesce(furthest, 0) > coalesce(length, furthest, 0)",
        "furthest IS NOT NULL AND NOT described",
        _misnamed("id", f"source_id || '.' || claim_id || '.' || {stance}"),
    )
    ids = f"{identifier('a.s', 'assertion')} AS id, {identifier('claim', 'claim')} AS claim_id"
    ids += f", {identifier('source', 'source')} AS source_id"
    named = f"SELECT a.*, {ids} FROM raw_assertion AS a"
    joined = (
        f"SELECT named.*, f.faulty, f.qualified, f.furthest, k.id AS known, k.length, k.described FROM ({named}) AS named"
        " LEFT JOIN part_fault AS f ON f.holder = named.s LEFT JOIN known_source AS k ON k.id = named.source_id"
    )
    return f"SELECT s, claim FROM ({joined}) AS joined WHERE {_any(faults)}"


def _claims() -> str:
    """Claims that may break a rule."""
    faults = (
        "NOT classed",
        _SEVERAL,
        _missing(CLAIM, "subject", "relation", "object"),
        "r.id IS NULL",
        "r.comparative <> (outcome IS NOT NULL)",
        "c1.id IS NULL OR c2.id IS NULL OR (outcome IS NOT NULL AND c3.id IS NULL)",
        "n.claim IS NULL",
        _misnamed("named.id", "subject_id || '.' || relation_id || '.' || object_id || coalesce('.' || outcome_id, '')"),
    )
    parts = ", ".join(f"{identifier(name, 'concept')} AS {name}_id" for name in ("subject", "object", "outcome"))
    ids = f"{identifier('s', 'claim')} AS id, {local('relation')} AS relation_id, {parts}"
    named = f"SELECT s, has, times, classed, outcome, {ids} FROM raw_claim"
    joins = " ".join(
        f"LEFT JOIN known_concept AS c{number} ON c{number}.id = named.{name}_id"
        for number, name in enumerate(("subject", "object", "outcome"), 1)
    )
    joins += " LEFT JOIN known_relation AS r ON r.id = named.relation_id"
    joins += " LEFT JOIN (SELECT DISTINCT claim FROM raw_assertion) AS n ON n.claim = named.s"
    return f"SELECT s, s AS claim FROM ({named}) AS named {joins} WHERE {_any(faults)}"


def _unclaimed() -> str:
    """What assertions name as their claim, and is none."""
    return (
        "SELECT a.s, a.claim FROM raw_assertion AS a LEFT JOIN raw_claim AS c ON c.s = a.claim AND c.classed WHERE c.s IS NULL"
    )


def _scopes() -> str:
    """Claims of assertions whose scope is no concept."""
    return (
        "SELECT a.s, a.claim FROM raw_scope AS x JOIN raw_assertion AS a ON a.s = x.s"
        f" LEFT JOIN known_concept AS c ON c.id = {identifier('x.concept', 'concept')} WHERE c.id IS NULL"
    )


def _parts() -> str:
    """Of each assertion that holds parts, whether one may be wrong, whether it is qualified, how far its passages reach."""

    def whole(column: str) -> str:
        return f"try_cast({plain(column)} AS BIGINT)"

    def number(column: str) -> str:
        return f"try_cast({plain(column)} AS DOUBLE)"

    faults = {
        "qualification": (
            _missing(PART, "aspect", "comment"),
            _outside("aspect", Aspect),
            "reason IS NOT NULL AND c.id IS NULL",
        ),
        "estimate": (
            _missing(PART, "measure"),
            *(_not_like(name, _NUMBER) for name in ("value", "low", "high")),
            f"coalesce({number('low')} > {number('high')}, FALSE)",
        ),
        "selector": (
            _missing(PART, "start", "stop", "sha256"),
            _not_like("start", _WHOLE),
            _not_like("stop", _WHOLE),
            f"coalesce({whole('start')} < 0 OR {whole('start')} >= {whole('stop')}, TRUE)",
        ),
    }
    ways = " ".join(f"WHEN {iri(WAYS[way])} THEN {_any(found)}" for way, found in faults.items())
    wrong = f"p.node IS NULL OR coalesce({_SEVERAL}, TRUE) OR coalesce(CASE way {ways} END, TRUE)"
    return (
        f"SELECT holder, count(*) FILTER (WHERE {wrong}) > 0 AS faulty,"
        f" count(*) FILTER (WHERE way = {iri(WAYS['qualification'])}) > 0 AS qualified,"
        f" max({whole('stop')}) FILTER (WHERE way = {iri(WAYS['selector'])}) AS furthest"
        " FROM held LEFT JOIN part AS p ON p.node = held.node"
        f" LEFT JOIN known_concept AS c ON c.id = {identifier('reason', 'concept')} GROUP BY holder"
    )


def _any(conditions: Iterable[str]) -> str:
    return "(" + " OR ".join(f"({condition})" for condition in conditions) + ")"
