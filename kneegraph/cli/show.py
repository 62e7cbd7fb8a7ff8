"""Printing: tables and lines for people, JSON for programs. Whatever comes from the data is escaped first."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import NoReturn

from rich import box
from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from kneegraph.cli.lines import Line, unstyled
from kneegraph.cli.text import plain
from kneegraph.model import Standing, Tally, Tier

#: A mark and a colour for each standing; the mark alone must do. The page uses the same marks.
MARKS = {
    Standing.CONTESTED: ("±", "magenta"),
    Standing.DISPUTED: ("×", "red"),
    Standing.QUALIFIED: ("≈", "yellow"),
    Standing.SUPPORTED: ("+", "blue"),
    Standing.REPORTED: ("”", "bright_black"),
}
_PIPED_WIDTH = 120
_GAP = 3  # columns between two columns of a table
_READABLE = 3  # lines that a row of a table may take on average, as far as looked at
_LOOKED_AT = 200


class _Output(Console):
    """A console that leaves a broken pipe to `main`, as print does."""

    def on_broken_pipe(self) -> NoReturn:
        raise BrokenPipeError


@cache
def console() -> Console:
    """Standard output. Piped, it is wide and plain."""
    made = _Output(highlight=False, emoji=False, markup=False)
    if made.is_terminal or "COLUMNS" in os.environ:
        return made
    return _Output(highlight=False, emoji=False, markup=False, width=_PIPED_WIDTH)


def write_raw(text: str) -> None:
    """Write what a program will read, unchanged and as UTF-8; on a terminal control characters are spelled out."""
    write_pieces([text])


def write_pieces(pieces: Iterable[str]) -> None:
    """Write as `write_raw` does, each piece once it is made; none may end between CR and LF."""
    seen = sys.stdout.isatty()
    sys.stdout.flush()
    for piece in pieces:
        if seen:
            print(plain(piece.replace("\r\n", "\n")), end="")
        else:
            sys.stdout.buffer.write(piece.encode("utf-8", errors="replace"))
    sys.stdout.flush()


def show_json(value: object) -> None:
    """Print a value as JSON; the escapes of JSON keep control characters harmless."""
    print(json.dumps(value, indent=2, ensure_ascii=False).translate(_HARMLESS))


#: Control characters and direction marks that JSON lets pass, as JSON escapes.
_UNSEEN = (*range(0x7F, 0xA0), 0x061C, *range(0x200B, 0x2010), *range(0x2028, 0x202F), *range(0x2060, 0x206A))
_HARMLESS = {code: f"\\u{code:04x}" for code in _UNSEEN}


def show_table(columns: Sequence[str], rows: Iterable[Sequence[str | Text]], *, title: str = "") -> None:
    """Print rows below a heading. Nothing is cut: what does not fit side by side is printed as a list, row below row."""
    cells = [[cell if isinstance(cell, Text) else Text(plain(cell)) for cell in row] for row in rows]
    heads = [Text(plain(name)) for name in columns]
    widths = _widths([heads, *cells])
    if widths is None or (len(heads) > 1 and not _readable(cells[:_LOOKED_AT], widths)):
        show_list(columns, cells, title=title)
        return
    table = Table(
        *(Column(name, overflow="fold", width=width) for name, width in zip(columns, widths, strict=True)),
        title=title or None,
        title_justify="left",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        title_style="bold",
    )
    for row in cells:
        table.add_row(*row)
    with console().capture() as drawn:
        console().print(table)
    print("\n".join(line.rstrip() for line in drawn.get().rstrip().splitlines()))
    print()


def _widths(rows: Sequence[Sequence[Text]]) -> list[int] | None:
    """How wide each column may be, the widest giving way first; None where that would break words."""
    measured = [[cell.__rich_measure__(console(), console().options.update(width=10**6)) for cell in row] for row in rows]
    least = [max(one.minimum for one in column) for column in zip(*measured, strict=True)]
    room = console().width - _GAP * (len(least) - 1) - 2
    widths = [max(1, min(room, max(one.maximum for one in column))) for column in zip(*measured, strict=True)]
    if len(widths) > 1 and sum(least) > room:
        return None
    while sum(widths) > room:
        widest = max((at for at in range(len(widths)) if widths[at] > least[at]), key=widths.__getitem__)
        widths[widest] -= 1
    return widths


def _readable(rows: Sequence[Sequence[Text]], widths: Sequence[int]) -> bool:
    heights = [max(len(cell.wrap(console(), width)) for cell, width in zip(row, widths, strict=True)) for row in rows]
    return sum(heights) <= _READABLE * len(rows)


def show_list(columns: Sequence[str], rows: Iterable[Sequence[str | Text]], *, title: str = "") -> None:
    """Print rows one below the other: the first cell, and indented below it the others with their columns' names."""
    if title:
        show_line(Text(plain(title), style="bold"))
        show_line()
    for row in rows:
        first, *others = (cell if isinstance(cell, Text) else Text(plain(cell)) for cell in row)
        show_line(first if first.plain else Text("–"))
        for line in _packed(columns[1:], others):
            show_line(line, indent=2, hanging=2)
        show_line()


def show_lines(lines: Iterable[Line]) -> None:
    """Print lines as they are; none is wrapped. Where no style shows, none is made: that takes rich ten times as long."""
    if console().color_system is None:
        sys.stdout.write("".join(f"{unstyled(line)}\n" for line in lines))
        return
    whole = Text("\n").join([Text.assemble(*line) for line in lines])
    console().print(whole, no_wrap=True, overflow="ignore", crop=False)


def show_items(*items: Text, indent: int = 0) -> None:
    """Print items side by side; none is broken where it fits on a line."""
    for number, line in enumerate(_filled(items, console().width - indent - 2)):
        show_line(line, indent=indent + 2 * (number > 0), hanging=2)


def _packed(columns: Sequence[str], cells: Sequence[Text]) -> Iterator[Text]:
    """Lines of named cells, side by side; a cell of several lines has these to itself and needs no name."""
    named: list[Text] = []
    for column, cell in zip(columns, cells, strict=True):
        if "\n" in cell.plain:
            yield from (*_filled(named, console().width - 2), *cell.split("\n"))
            named = []
        elif cell.plain:
            named.append(Text.assemble((f"{plain(column)}: " if column else "", "dim"), cell))
    yield from _filled(named, console().width - 2)


def _filled(items: Iterable[Text], room: int) -> list[Text]:
    lines: list[Text] = []
    for item in items:
        together = Text("   ").join([*lines[-1:], item])
        if lines and together.cell_len <= room:
            lines[-1] = together
        else:
            lines.append(item)
    return lines


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
    show_line()
    show_line(Text(plain(text), style="bold"))


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


def tallies(by_tier: Mapping[Tier, Tally]) -> str:
    """Tallies split by tier, which is named where there are several.

    >>> tallies({Tier.POPULAR: Tally(supports=3, qualifies=1), Tier.PEER_REVIEWED: Tally(disputes=2)})
    'popular +3 ≈1 · peer-reviewed ×2'
    >>> tallies({Tier.POPULAR: Tally(supports=3)})
    '+3'
    """
    if len(by_tier) == 1:
        return "".join(tally(counts) for counts in by_tier.values())
    return " · ".join(f"{tier} {tally(counts)}" for tier, counts in by_tier.items() if tally(counts))
