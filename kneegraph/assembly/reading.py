"""Files of N-Quads as a table of quads, in canonical form or not at all."""

from __future__ import annotations

from pathlib import Path

from kneegraph import vocab as v
from kneegraph.assembly.engine import Engine, UnreadableError
from kneegraph.assembly.terms import blank, one_of, text
from kneegraph.rdf.derived import DERIVED

#: Every quad with the number of the file that states it. Terms are written as in N-Quads, the default graph as ''.
QUADS = "quads(place INTEGER, s VARCHAR, p VARCHAR, o VARCHAR, g VARCHAR)"

_IRI = r'<[^\x00-\x20<>"{}|^`\\]*>'
_BLANK = "_:[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?"
_LITERAL = r'"(?:[^"\\\x00-\x1f\x7f]|\\[tbnrf"\\]|\\u00[01][0-9A-F]|\\u007F)*"(?:@[a-z]+(?:-[a-z0-9]+)*|\^\^' + _IRI + ")?"
_NODE, _TERM = f"(?:{_IRI}|{_BLANK})", f"(?:{_IRI}|{_BLANK}|{_LITERAL})"
_TRIPLE = rf"^{_NODE} {_IRI} {_TERM} \.$"
_QUAD = rf"^{_NODE} {_IRI} {_TERM} {_NODE} \.$"
#: The commonest datatype goes without saying in canonical form.
_PLAIN = f"line NOT LIKE {text(f'%^^<{v.XSD}string> .')}"


def read_lines(engine: Engine, place: int, path: Path) -> bool:
    """Add a file of N-Quads to the quads; gives whether all of it could be taken as it is.

    It cannot where a line is not in canonical form (one space between terms, escapes only where they must be), or states
    what is derived; then nothing is added, and whoever asks must write the file anew. Comments and empty lines are passed
    over. Cost: linear; at a million assertions 14 s of processor time, a fifth of what loading them takes.
    """
    lines = engine.lines(path)
    try:
        given = engine.rows(f"SELECT count(*) FROM {lines} WHERE left(line, 1) NOT IN ('', '#')")
    except UnreadableError:
        return False
    met = engine.rows(f"SELECT 1 FROM quads WHERE {blank('s')} OR {blank('o')} OR {blank('g')} LIMIT 1")
    prefix = f"f{place}x" if met else ""
    engine.run(f"INSERT INTO quads {_triples(place, lines, prefix)}")
    taken = f"SELECT count(*) FROM quads WHERE place = {place}"
    if engine.rows(taken) != given:
        engine.run(f"INSERT INTO quads {_quads(place, lines, prefix)}")
    derived = f"{one_of('p', sorted(DERIVED))} OR g LIKE {text(f'<{v.VIEW}%')}"
    lies = engine.rows(f"SELECT 1 FROM quads WHERE place = {place} AND ({derived}) LIMIT 1")
    if not lies and engine.rows(taken) == given:
        return True
    engine.run(f"DELETE FROM quads WHERE place = {place}")
    return False


def _triples(place: int, lines: str, prefix: str) -> str:
    """The lines that are canonical triples, taken apart."""
    first = "split_part(line, ' ', 1) AS s, split_part(line, ' ', 2) AS p"
    cut = f"SELECT {first}, line FROM {lines} WHERE regexp_like(line, {text(_TRIPLE)}) AND {_PLAIN}"
    rest = "substring(line, length(s) + length(p) + 3, length(line) - length(s) - length(p) - 4)"
    return _named(place, prefix, f"SELECT s, p, {rest} AS o, '' AS g FROM ({cut}) AS cut")


def _quads(place: int, lines: str, prefix: str) -> str:
    """The lines that are canonical quads with a graph, taken apart."""
    parts = text(rf"^({_NODE}) ({_IRI}) ({_TERM}) ({_NODE}) \.$")
    cut = ", ".join(f"regexp_extract(line, {parts}, {group}) AS {name}" for group, name in enumerate("spog", 1))
    return _named(place, prefix, f"SELECT {cut} FROM {lines} WHERE regexp_like(line, {text(_QUAD)}) AND {_PLAIN}")


def _named(place: int, prefix: str, quads: str) -> str:
    """Quads with this before the names of blank nodes, so that those of two files never meet."""
    s, o, g = (
        f"CASE WHEN {blank(name)} THEN '_:{prefix}' || substring({name}, 3) ELSE {name} END" if prefix else name
        for name in "sog"
    )
    return f"SELECT {place} AS place, {s} AS s, p, {o} AS o, {g} AS g FROM ({quads}) AS named"
