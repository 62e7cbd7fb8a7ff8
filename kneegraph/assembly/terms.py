"""RDF terms in the columns of SQL, written as in N-Quads, and the SQL that takes them apart, alike for every engine."""

from __future__ import annotations

from collections.abc import Iterable

from kneegraph import vocab as v


def text(value: str) -> str:
    """A text as an SQL literal."""
    return "'" + value.replace("'", "''") + "'"


def iri(value: str) -> str:
    """An address as it stands in a column, as an SQL literal."""
    return text(f"<{value}>")


def one_of(column: str, iris: Iterable[str]) -> str:
    """The condition that a column is one of these addresses."""
    return f"{column} IN ({', '.join(map(iri, iris))})"


def ours(column: str, sort: str) -> str:
    """The condition that a column is an address of ours of this sort."""
    return f"{column} LIKE {text(f'<{v.ID}{sort}/%')}"


def identifier(column: str, sort: str) -> str:
    """The identifier of a resource of this sort; an address from elsewhere stays whole, without its brackets."""
    return _below(column, f"<{v.ID}{sort}/")


def local(column: str) -> str:
    """The local name of a term of our schema; an address from elsewhere without its brackets."""
    return _below(column, f"<{v.KG}")


def _below(column: str, start: str) -> str:
    """What an address has after this start of a term; one that does not start so is without its brackets."""
    own = f"substring({column}, {len(start) + 1}, length({column}) - {len(start) + 1})"
    return f"CASE WHEN {column} LIKE {text(f'{start}%')} THEN {own} ELSE {bare(column)} END"


def bare(column: str) -> str:
    """An address without its brackets; a blank node stays what it is."""
    return f"CASE WHEN {column} LIKE '<%' THEN substring({column}, 2, length({column}) - 2) ELSE {column} END"


def blank(column: str) -> str:
    """The condition that a column is a blank node."""
    return f"left({column}, 2) = '_:'"


def literal(column: str) -> str:
    """The condition that a column is a literal."""
    return f"left({column}, 1) = '\"'"


def plain(column: str) -> str:
    """What a literal has up to its second quotation mark: all of it where it is a number, a date or a truth value."""
    return f"split_part({column}, '\"', 2)"


def lexical(column: str) -> str:
    """The text of a literal, without quotes, language, datatype and the commonest escapes."""
    inside = f'regexp_extract({column}, \'^"(.*)"[^"]*$\', 1)'
    unescaped = f"replace({inside}, chr(92) || chr(92), chr(1))"  # no text has that character as it is
    for letter, code in _ESCAPES.items():
        unescaped = f"replace({unescaped}, chr(92) || {text(letter)}, chr({code}))"
    return f"CASE WHEN instr({column}, chr(92)) = 0 THEN {inside} ELSE replace({unescaped}, chr(1), chr(92)) END"


_ESCAPES = {'"': 34, "n": 10, "r": 13, "t": 9}
