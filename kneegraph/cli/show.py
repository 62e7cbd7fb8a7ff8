"""Printing: tables and lines for people, JSON for programs. Whatever comes from the data is escaped first."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from functools import cache

from rich import box
from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from kneegraph.cli.text import plain
from kneegraph.model import Standing, Tally

#: A mark and a colour for each standing; the mark alone must do. The page uses the same marks.
MARKS = {
    Standing.CONTESTED: ("±", "magenta"),
    Standing.DISPUTED: ("×", "red"),
    Standing.QUALIFIED: ("≈", "yellow"),
    Standing.SUPPORTED: ("+", "blue"),
    Standing.REPORTED: ("”", "bright_black"),
}
_PIPED_WIDTH = 120


@cache
def console() -> Console:
    """Standard output. Piped, it is wide and plain."""
    made = Console(highlight=False, emoji=False, markup=False)
    if made.is_terminal or "COLUMNS" in os.environ:
        return made
    return Console(highlight=False, emoji=False, markup=False, width=_PIPED_WIDTH)


def show_json(value: object) -> None:
    """Print a value as JSON; the escapes of JSON keep control characters harmless."""
    print(json.dumps(value, indent=2, ensure_ascii=False).translate(_HARMLESS))


#: Direction marks that JSON lets pass, as JSON escapes.
_DIRECTION = (0x061C, *range(0x200B, 0x2010), *range(0x2028, 0x202F), *range(0x2060, 0x206A))
_HARMLESS = {code: f"\\u{code:04x}" for code in _DIRECTION}


def show_table(columns: Sequence[str], rows: Iterable[Sequence[str | Text]], *, title: str = "") -> None:
    """Print rows below a heading; long cells wrap, nothing is cut."""
    table = Table(
        *(Column(name, overflow="fold") for name in columns),
        title=title or None,
        title_justify="left",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        title_style="bold",
    )
    for row in rows:
        table.add_row(*(cell if isinstance(cell, Text) else Text(plain(cell)) for cell in row))
    with console().capture() as drawn:
        console().print(table)
    print("\n".join(line.rstrip() for line in drawn.get().rstrip().splitlines()))
    print()


def show_line(*parts: str | Text, indent: int = 0, hanging: int = 0) -> None:
    """Print one paragraph made of plain and styled parts; what wraps stands `hanging` columns further in."""
    left = Text.assemble(*(part if isinstance(part, Text) else plain(part) for part in parts))
    room = max(20, console().width - indent)
    first, *rest = left.wrap(console(), room) or [Text("")]
    if rest and hanging:
        begun = len(first.plain) + len(left.plain[len(first.plain) :]) - len(left.plain[len(first.plain) :].lstrip())
        rest = list(left[begun:].wrap(console(), room - hanging))
    for number, line in enumerate((first, *rest)):
        margin = " " * (indent + (hanging if number else 0))
        line.rstrip()
        console().print(Text(margin).append_text(line), no_wrap=True, overflow="ignore", crop=False)


def show_heading(text: str) -> None:
    """Print a heading."""
    console().print()
    console().print(Text(plain(text), style="bold"))


def standing(value: Standing | None) -> Text:
    """A standing with its mark and colour."""
    if value is None:
        return Text("")
    mark, colour = MARKS[value]
    return Text(f"{mark} {value}", style=colour)


def tally(counts: Tally) -> str:
    """A tally in a narrow column: sources that support, dispute, qualify, report.

    >>> tally(Tally(supports=3, qualifies=1))
    '+3 ≈1'
    """
    named = zip("+×≈”", counts.as_dict().values(), strict=True)
    return " ".join(f"{mark}{count}" for mark, count in named if count)
