"""What is stored beside the claims for queries, as lines of N-Quads, for all claims at once."""

from __future__ import annotations

from kneegraph import vocab as v
from kneegraph.assembly.terms import text
from kneegraph.model import Standing

_COUNTS = {"supportCount": "supports", "disputeCount": "disputes", "qualifyCount": "qualifies", "reportCount": "reports"}
_MASSES = {"supportMass": "support", "disputeMass": "dispute", "unknownMass": "unknown"}


def derived_lines() -> str:
    """The query of tallies, standings, masses and views as lines, from the tables `tally`, `opinion` and `claim`.

    The same quads as `rdf.counted_quads` and `rdf.weight_quads` make.
    """
    whole, decimal = (f'"^^<{v.XSD}{kind}> .' for kind in ("integer", "decimal"))
    said = [_line("tally", name, f"'\"' || {column} || '{whole}'") for name, column in _COUNTS.items()]
    standing = f"'<{v.KG}' || standing || '> .'"
    said.append(f"{_line('tally', 'standing', standing)} WHERE standing IS NOT NULL")
    said += [_line("opinion", name, f"'\"' || {_decimal(column)} || '{decimal}'") for name, column in _MASSES.items()]
    said.append(_line("opinion", "independentCount", f"'\"' || independent || '{whole}'"))
    views = {v.VIEW_CLAIMED: "supports > 0", v.VIEW_AGREED: f"standing = {text(Standing.SUPPORTED)}"}
    views[v.VIEW_CONTESTED] = f"standing = {text(Standing.CONTESTED)}"
    ends = f"{_iri('concept', 'c.subject')} || ' ' || {_term('c.relation')} || ' ' || {_iri('concept', 'c.object')}"
    said += [
        f"SELECT {ends} || ' <{view}> .' AS line FROM tally AS t JOIN claim AS c ON c.id = t.claim WHERE {reached}"
        for view, reached in views.items()
    ]
    return " UNION ALL ".join(said)


def _line(table: str, name: str, rest: str) -> str:
    return f"SELECT {_iri('claim', 'claim')} || ' <{v.KG}{name}> ' || {rest} AS line FROM {table}"


def _iri(sort: str, column: str) -> str:
    """The address of a resource of this sort, as a term; an identifier that is an address stands for itself."""
    return f"CASE WHEN instr({column}, '://') > 0 THEN '<' ELSE '<{v.ID}{sort}/' END || {column} || '>'"


def _term(column: str) -> str:
    return f"CASE WHEN instr({column}, '://') > 0 THEN '<' ELSE '<{v.KG}' END || {column} || '>'"


def _decimal(column: str) -> str:
    return f"CAST(CAST({column} AS DECIMAL(5, 4)) AS STRING)"
