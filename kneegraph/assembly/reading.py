"""Files of N-Quads as a table of quads, in canonical form or not at all."""

from __future__ import annotations

from pathlib import Path

from kneegraph import vocab as v
from kneegraph.assembly.engine import Tables
from kneegraph.assembly.terms import blank, one_of, text
from kneegraph.errors import AssemblyError, DataError
from kneegraph.rdf.derived import DERIVED

#: A quad and the number of the file that states it.
QUAD = {"place": "INTEGER", "s": "VARCHAR", "p": "VARCHAR", "o": "VARCHAR", "g": "VARCHAR"}
_IRI = r'<[^\x00-\x20<>"{}|^`\\]*>'
_BLANK = "_:[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?"
_LITERAL = r'"(?:[^"\\\x00-\x1f\x7f]|\\[tbnrf"\\]|\\u00[01][0-9A-F]|\\u007F)*"(?:@[a-z]+(?:-[a-z0-9]+)*|\^\^' + _IRI + ")?"
_NODE, _TERM = f"(?:{_IRI}|{_BLANK})", f"(?:{_IRI}|{_BLANK}|{_LITERAL})"
_TRIPLE = rf"^{_NODE} {_IRI} {_TERM} \.$"
_QUAD = rf"^{_NODE} {_IRI} {_TERM} {_NODE} \.$"
#: The commonest datatype goes without saying in canonical form.
_PLAIN = f"line NOT LIKE {text(f'%^^<{v.XSD}string> .')}"


class Reading:
    """Files of N-Quads on their way into the table `quads(place, s, p, o, g)`.

    `place` is the number of the file; terms are written as in N-Quads, the default graph as ''.
    """

    def __init__(self, engine: Tables) -> None:
        self._engine = engine
        self._places: list[int] = []
        #: The files of which blank nodes have other names in the table.
        self.renamed: set[int] = set()
        self._blank = False

    def add(self, place: int, path: Path) -> bool:
        """Add a file, or a folder of files; gives whether all of it could be taken as it is.

        It cannot where a line is not in canonical form (one space between terms, escapes only where they must be), or states
        what is derived; then nothing is added, and whoever asks must write the file anew. Comments and empty lines are passed
        over. Cost: linear; at a million assertions 14 s of processor time, a fifth of what loading them takes.
        """
        lines, table = self._engine.lines(path), f"quads_{place}"
        try:
            given = self._count(lines, "left(line, 1) NOT IN ('', '#')")
        except AssemblyError:  # its bytes are no lines of text
            return False
        self._engine.keep(table, _triples(place, lines))
        if self._count(table) != given:
            self._engine.keep(table, f"{_triples(place, lines)} UNION ALL {_quads(place, lines)}")
        derived = f"{one_of('p', sorted(DERIVED))} OR g LIKE {text(f'<{v.VIEW}%')}"
        if self._count(table) != given or self._any(table, derived):
            return False
        if self._mistakable(place):
            self._engine.keep(f"unnamed_{place}", f"SELECT * FROM {table}")
            self._engine.keep(table, _renamed(place))
            self.renamed.add(place)
        self._added(place)
        return True

    def take(self, place: int, path: Path) -> bool:
        """Take what an earlier reading of the same file at the same place made, a file of Parquet; gives whether it could be.

        It cannot where it is damaged, or a blank node may have a name that stands for another in a file read since.
        """
        table = f"quads_{place}"
        try:
            self._engine.read(table, QUAD, path)
        except DataError:
            return False
        if self._mistakable(place):
            return False
        self._added(place)
        return True

    def _added(self, place: int) -> None:
        self._blank = self._blank or self._any(f"quads_{place}", " OR ".join(blank(name) for name in "sog"))
        self._places.append(place)

    def _mistakable(self, place: int) -> bool:
        """Whether the name of a blank node may stand for another one in another file."""
        own = " OR ".join(f"({blank(name)} AND NOT regexp_like({name}, '^_:[if]{place}[nx]'))" for name in "sog")
        ours = " OR ".join(f"regexp_like({name}, '^_:[if][0-9]+[nx]')" for name in "sog")
        return self._any(f"quads_{place}", own if self._blank else f"({own}) AND ({ours})")

    def is_empty(self, place: int) -> bool:
        """Whether a file that was added states nothing."""
        return not self._any(f"quads_{place}", "TRUE")

    def finish(self) -> None:
        """Make the table of all that was added."""
        every = " UNION ALL ".join(f"SELECT place, s, p, o, g FROM quads_{place}" for place in self._places)
        self._engine.view("quads", every)

    def _count(self, table: str, condition: str = "TRUE") -> int:
        ((count,),) = self._engine.fetch(f"SELECT count(*) FROM {table} WHERE {condition}")
        return int(count)  # type: ignore[call-overload, no-any-return]

    def _any(self, table: str, condition: str) -> bool:
        return any(True for _ in self._engine.fetch(f"SELECT 1 FROM {table} WHERE {condition} LIMIT 1"))


def _triples(place: int, lines: str) -> str:
    """The lines that are canonical triples, taken apart."""
    first = "split_part(line, ' ', 1) AS s, split_part(line, ' ', 2) AS p"
    cut = f"SELECT {first}, line FROM {lines} WHERE regexp_like(line, {text(_TRIPLE)}) AND {_PLAIN}"
    rest = "substring(line, length(s) + length(p) + 3, length(line) - length(s) - length(p) - 4)"
    return f"SELECT {place} AS place, s, p, {rest} AS o, '' AS g FROM ({cut}) AS cut"


def _quads(place: int, lines: str) -> str:
    """The lines that are canonical quads with a graph, taken apart."""
    parts = text(rf"^({_NODE}) ({_IRI}) ({_TERM}) ({_NODE}) \.$")
    cut = ", ".join(f"regexp_extract(line, {parts}, {group}) AS {name}" for group, name in enumerate("spog", 1))
    return f"SELECT {place} AS place, {cut} FROM {lines} WHERE regexp_like(line, {text(_QUAD)}) AND {_PLAIN}"


def _renamed(place: int) -> str:
    """The quads of a file with its number before the names of blank nodes, so that those of two files never meet."""
    s, o, g = (f"CASE WHEN {blank(name)} THEN '_:f{place}x' || substring({name}, 3) ELSE {name} END" for name in "sog")
    return f"SELECT place, {s} AS s, p, {o} AS o, {g} AS g FROM unnamed_{place}"
