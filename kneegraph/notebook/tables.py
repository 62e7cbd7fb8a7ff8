"""Tables of HTML: a heading row, cells as text or elements, and a word about what is left out."""

from __future__ import annotations

from collections.abc import Sequence

from kneegraph.notebook.markup import Markup, joined, tag

#: So many rows, or cards, are shown.
ROWS, CARDS = 50, 20


def table(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> Markup:
    """A table; numbers stand to the right, None is an empty cell."""
    head = tag(
        "tr", *(tag("th", name, scope="col", class_=_side([row[at] for row in rows])) for at, name in enumerate(columns))
    )
    body = joined(*(tag("tr", *(tag("td", _text(value), class_=_side([value])) for value in row)) for row in rows))
    return tag("div", tag("table", tag("thead", head), tag("tbody", body)), class_="kg-scroll")


def more(count: int, shown: int, thing: str, hint: str = "") -> Markup:
    """How many there are, and whether they are all there: `57 claims, the first 50 shown`."""
    plural = thing if count == 1 else f"{thing}s"
    left = f", the first {shown} shown{hint}" if count > shown else ""
    return tag("p", tag("small", f"{count or 'no'} {plural}{left}"))


def _side(values: Sequence[object]) -> str | None:
    there = [value for value in values if value is not None]
    return "kg-number" if there and all(type(value) in (int, float) for value in there) else None


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return value if isinstance(value, str) else str(value)
