"""The difference between what a store holds and what it is to hold: what is to be taken from it, and what to be added."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from kneegraph.assembly.duck import DuckTables
from kneegraph.assembly.engine import count
from kneegraph.assembly.keeping import Before
from kneegraph.assembly.reading import QUAD
from kneegraph.assembly.terms import blank
from kneegraph.errors import DataError
from kneegraph.store.altering import Change
from kneegraph.store.building import Input

#: Of what a store holds at most this share is changed in place; more is loaded anew, which is then as fast.
SHARE = 0.1

#: A quad as a line of N-Quads.
LINE = "s || ' ' || p || ' ' || o || CASE WHEN g = '' THEN '' ELSE ' ' || g END || ' .'"
#: A blank node that holds values, and is held once by what has an address, is told by these; its name does not matter.
_PARTS = f"""
SELECT h.s, h.p, h.g, string_agg(v.p || ' ' || v.o, ' ' ORDER BY v.p, v.o) AS said
FROM {{quads}} AS h JOIN {{quads}} AS v ON v.s = h.o WHERE {blank("h.o")} GROUP BY h.s, h.p, h.g, h.o"""
_ODD = f"""
SELECT 1 FROM {{quads}} WHERE ({blank("s")} AND {blank("o")}) OR {blank("g")}
UNION ALL SELECT 1 FROM (SELECT o FROM {{quads}} WHERE {blank("o")} GROUP BY o HAVING count(*) > 1)
UNION ALL (SELECT s FROM {{quads}} WHERE {blank("s")} EXCEPT SELECT o FROM {{quads}})
UNION ALL (SELECT o FROM {{quads}} WHERE {blank("o")} EXCEPT SELECT s FROM {{quads}})
LIMIT 1"""
_NOTHING = "SELECT * FROM quads WHERE FALSE"
_PLAIN = f"SELECT s, p, o, g FROM {{quads}} WHERE NOT {blank('s')} AND NOT {blank('o')}"


def change(engine: DuckTables, before: Before, inputs: Sequence[Input], derived: Path, work: Path) -> Change | None:
    """What leads from what the store held to the table `quads` and the file of what is derived; it is written into `work`.

    None where it would be more than `SHARE` of all, or cannot be told: where a blank node holds others, or is held by several,
    or what was kept cannot be read. Cost: linear in the inputs that are other than before, and a pass over what is derived.
    """
    places = list(before.changed(inputs))
    try:
        _read(engine, before, [place for place in places if place < len(before.inputs)])
    except DataError:
        return None
    now = (f"SELECT * FROM quads_{place}" for place in places if place < len(inputs))
    engine.view("quads_now", " UNION ALL ".join([_NOTHING, *now]))
    engine.view("derived_now", f"SELECT line FROM {engine.lines(derived)}")
    if _is_odd(engine, "quads_was") or _is_odd(engine, "quads_now"):
        return None
    _turn(engine)
    if _is_odd(engine, "quads_turned"):  # what files that have not changed say of the same
        return None
    _compare(engine)
    if count(engine, "gone", "came", "turned") > SHARE * count(engine, "quads"):
        return None
    found = Change(work / "gone.nq", work / "came.nq", tuple(_held(engine)))
    engine.write_lines("SELECT line FROM gone", found.gone)
    engine.write_lines("SELECT line FROM came", found.came)
    return found


def _read(engine: DuckTables, before: Before, places: Sequence[int]) -> None:
    """Make the tables `quads_was`, of these places, and `derived_was`."""
    for place in places:
        engine.read(f"quads_was_{place}", QUAD, before.quads(place))
    engine.view("quads_was", " UNION ALL ".join([_NOTHING, *(f"SELECT * FROM quads_was_{place}" for place in places)]))
    engine.read("derived_was", {"line": "VARCHAR"}, before.derived)


def _is_odd(engine: DuckTables, quads: str) -> bool:
    """Whether there is a blank node among these that holds others, or is not held once by what has an address."""
    return any(True for _ in engine.fetch(_ODD.format(quads=quads)))


def _turn(engine: DuckTables) -> None:
    """Make the tables `turned`, of who holds other blank nodes than before, and `quads_turned`, of all about those nodes."""
    was, now = (_PARTS.format(quads=quads) for quads in ("quads_was", "quads_now"))
    engine.keep("turned", f"SELECT DISTINCT s, p FROM ({_apart(was, now, 'ALL')} UNION ALL {_apart(now, was, 'ALL')})")
    nodes = f"SELECT q.o FROM quads AS q JOIN turned AS t ON q.s = t.s AND q.p = t.p WHERE {blank('q.o')}"
    engine.keep("quads_turned", f"SELECT s, p, o, g FROM quads WHERE s IN ({nodes}) OR o IN ({nodes})")


def _compare(engine: DuckTables) -> None:
    """Make the tables `gone` and `came`, of lines."""
    was, now = (_PLAIN.format(quads=quads) for quads in ("quads_was", "quads_now"))
    stated = "SELECT 1 FROM quads AS q WHERE q.s = m.s AND q.p = m.p AND q.o = m.o AND q.g = m.g"
    gone = f"SELECT {LINE} AS line FROM {_apart(was, now)} AS m WHERE NOT EXISTS ({stated})"
    came = f"SELECT {LINE} AS line FROM ({_apart(now, was)} UNION ALL SELECT * FROM quads_turned)"
    engine.keep("gone", f"{gone} UNION ALL {_apart('SELECT line FROM derived_was', 'SELECT line FROM derived_now')}")
    engine.keep("came", f"{came} UNION ALL {_apart('SELECT line FROM derived_now', 'SELECT line FROM derived_was')}")


def _apart(these: str, those: str, every: str = "") -> str:
    """What one query gives and the other does not."""
    return f"(({these}) EXCEPT {every} ({those}))"


def _held(engine: DuckTables) -> Iterator[tuple[str, str]]:
    for holder, way in engine.fetch("SELECT s, p FROM turned"):
        yield str(holder)[1:-1], str(way)[1:-1]
