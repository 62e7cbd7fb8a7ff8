"""What is stored of claims for queries, as lines of N-Quads: the quads of `rdf.counted_quads` and `rdf.weight_quads`."""

from __future__ import annotations

from kneegraph import vocab as v
from kneegraph.model import Stance, Standing
from kneegraph.rdf.derived import COUNTS, MASSES

_BREAK = " || chr(10) || "


def _iri(column: str, sort: str) -> str:
    """An identifier as an address between brackets."""
    return f"'<' || CASE WHEN {column} LIKE '%://%' THEN {column} ELSE '{v.iri(sort, '')}' || {column} END || '>'"


def _said(name: str, value: str) -> str:
    return f"subject || ' <{v.KG}{name}> ' || {value} || ' .'"


def _number(text: str, kind: str) -> str:
    return f"'\"' || {text} || '\"^^<{v.XSD}{kind}>'"


def _decimal(mass: str) -> str:
    """A mass of four decimal places without the zeros at its end, but for the first; engines write floats differently."""
    places = f"lpad(CAST(CAST(floor({mass} * 1e4 + 5e-1) AS INT) AS STRING), 4, '0')"
    return f"CASE WHEN {mass} >= 1 THEN '1.0' WHEN {mass} <= 0 THEN '0.0' ELSE '0.' || regexp_replace({places}, '0+$', '') END"


def _view(name: str, reached: str) -> str:
    return f"CASE WHEN {reached} THEN chr(10) || triple || ' <{name}> .' ELSE '' END"


def derived_lines() -> str:
    """The query of them: a row for each claim, with all its lines, in no order. Needs `claim`, `tally` and `opinion`.

    Claims that differ in their outcome alone state the same triple in a view.
    """
    counts = (_said(f"{name}Count", _number(f"CAST({stance} AS STRING)", "integer")) for stance, name in COUNTS.items())
    masses = (_said(f"{side}Mass", _number(_decimal(side), "decimal")) for side in MASSES)
    independent = _said("independentCount", _number("CAST(independent AS STRING)", "integer"))
    term = _said("standing", f"'<{v.KG}' || standing || '>'")
    standing = f"CASE WHEN standing IS NULL THEN '' ELSE chr(10) || {term} END"
    views = (
        _view(v.VIEW_CLAIMED, f"{Stance.SUPPORTS} > 0"),
        _view(v.VIEW_AGREED, f"standing = '{Standing.SUPPORTED}'"),
        _view(v.VIEW_CONTESTED, f"standing = '{Standing.CONTESTED}'"),
    )
    lines = f"{_BREAK.join((*counts, *masses, independent))} || {standing} || {' || '.join(views)}"
    relation = f"'<' || CASE WHEN c.relation LIKE '%://%' THEN c.relation ELSE '{v.KG}' || c.relation END || '>'"
    triple = f"{_iri('c.subject', 'concept')} || ' ' || {relation} || ' ' || {_iri('c.object', 'concept')}"
    return f"""
SELECT {lines} AS lines FROM (
    SELECT {_iri("c.id", "claim")} AS subject, {triple} AS triple,
        k.supports, k.disputes, k.qualifies, k.reports, k.standing, o.support, o.dispute, o.unknown, o.independent
    FROM claim c JOIN tally k ON k.claim = c.id JOIN opinion o ON o.claim = c.id
)"""
