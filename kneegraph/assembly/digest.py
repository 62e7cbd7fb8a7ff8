"""A digest of content: the same quads give the same, in whatever files, order and form they come."""

from __future__ import annotations

from hashlib import sha256

from kneegraph.assembly.engine import Tables
from kneegraph.assembly.terms import blank


def digest(engine: Tables, *, repeated: bool = True) -> str:
    """The SHA-256 of how many different quads there are and of two sums over their 64-bit hashes.

    A blank node that only holds values counts by these, so that its name does not matter; any other by its name. Equal
    content gives equal digests as long as the engine's hash function stays what it is. `repeated`: a quad may be stated more
    than once. Cost: a pass over the quads; where some may be repeated, one that has to tell them apart, three times as much.
    """
    leaf = f"SELECT s AS node, 'holds ' || sum(hash(p, o)) AS said FROM quads WHERE {blank('s')}"
    engine.keep("leaf", f"{leaf} GROUP BY s HAVING NOT bool_or({blank('o')})")
    each = "(SELECT DISTINCT s, p, o, g FROM quads) AS each" if repeated else "quads"
    plain = f"SELECT hash(s, p, o, g) AS h FROM {each} WHERE NOT {blank('s')} AND NOT {blank('o')}"
    ends = "coalesce(a.said, s), p, coalesce(b.said, o), g"
    joins = "LEFT JOIN leaf AS a ON a.node = s LEFT JOIN leaf AS b ON b.node = o"
    held = f"SELECT hash({ends}) AS h FROM {each} {joins} WHERE {blank('s')} OR {blank('o')}"
    sums = f"SELECT count(*), sum(h), sum(hash(h)) FROM ({plain} UNION ALL {held}) AS hashes"
    ((count, one, other),) = engine.fetch(sums)
    return sha256(f"{count} {one} {other}".encode()).hexdigest()
