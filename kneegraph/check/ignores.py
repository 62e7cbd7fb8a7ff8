"""Comments in a draft that set findings aside, each with the rule and the reason.

`<!-- kneegraph-ignore KG103: cites the 2024 guideline -->` concerns the lines that it stands on when there is prose on them,
and otherwise the next block of prose. `<!-- kneegraph-ignore-start KG103: … -->` up to `<!-- kneegraph-ignore-end -->`
concerns all between. Several rules are separated by commas; a rule goes by its code or its name. A comment without a rule or
a reason silences nothing and is a finding (KG202); so is one that has nothing to silence (KG201).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate

from kneegraph.check.report import Finding, Place, Report
from kneegraph.check.rules import RULES, rule
from kneegraph.errors import UnknownTermError
from kneegraph.nearest import suggestion
from kneegraph.text.documents import Comment
from kneegraph.text.lines import Lines
from kneegraph.text.stated import Span

_ORDER = re.compile(r"-*\s*(kneegraph-[\w-]*)", re.IGNORECASE)
_NEXT, _START, _END = "kneegraph-ignore", "kneegraph-ignore-start", "kneegraph-ignore-end"
_ORDERS = (_NEXT, _START, _END)
#: Where a block of a draft ends that is not ended by an empty line: at a heading, an item, another of our comments.
_BLOCK_BEGINS = re.compile(r"[ \t]*(?:#{1,6}\s|[-*+]\s|\d{1,9}[.)]\s|<!--)")
_HTML_BLOCK_ENDS = re.compile(
    r"</(?:p|li|h[1-6]|td|th|dd|dt|blockquote|figcaption|caption|div|section|article)\s*>", re.IGNORECASE
)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_SPACE = re.compile(r"\s*")
_TAG = re.compile(r"<[^<>]*>")
_MARKS = re.compile(r"[\s>*+\-|#\d.)]*")


@dataclass
class _Order:
    """One comment of ours: what it names, where it stands, what it covers, and which of its rules were of use."""

    span: Span
    text: str
    name: str
    codes: tuple[str, ...] = ()
    wrong: str = ""
    covers: Span | None = None
    used: set[str] = field(default_factory=set)


def with_ignores(report: Report, text: str, comments: Iterable[Comment], *, form: str = "markdown") -> Report:
    """The report with the findings set aside that comments of the draft name, and with findings on idle or faulty comments.

    To be done once: a comment would find nothing more to set aside. Cost: comments, and what each of them covers.
    """
    orders = [order for one in sorted(comments, key=lambda one: one.span) for order in _order(text, one)]
    if not orders:
        return report
    _set_reach(orders, text, form)
    aside = _silence(orders, report.findings)
    kept = [finding for number, finding in enumerate(report.findings) if number not in aside]
    silenced = [*report.silenced, *(finding for number, finding in enumerate(report.findings) if number in aside)]
    lines = Lines(text)
    told = [found for order in orders for found in _told(order, report.path, lines)]
    ordered = sorted((*kept, *told), key=lambda one: (one.place.start, one.span.start))
    return replace(report, findings=tuple(ordered), silenced=tuple(silenced))


def _order(text: str, comment: Comment) -> Iterator[_Order]:
    """What a comment orders, if it speaks to us at all."""
    found = _ORDER.match(comment.text.strip())
    if found is None:
        return
    name, rest = found[1].lower(), comment.text.strip()[found.end() :].rstrip(" -")
    order = _Order(comment.span, text[comment.span.start : comment.span.end], name)
    if name not in _ORDERS:
        order.wrong = f"there is no {name}{suggestion(name, _ORDERS) or '; known: ' + ', '.join(_ORDERS)}"
    elif name != _END:
        named, _, reason = rest.partition(":")
        order.codes, order.wrong = _codes(named)
        if not order.wrong and not reason.strip():
            order.wrong = f"it gives no reason; write <!-- {name} {', '.join(order.codes)}: why -->"
    yield order


def _codes(named: str) -> tuple[tuple[str, ...], str]:
    """The codes of these rules, and what is wrong with them."""
    codes = []
    for name in filter(None, re.split(r"[,\s]+", named)):
        try:
            found = rule(name)
        except UnknownTermError as error:
            return (), str(error)
        if found.verdict is None:
            return (), f"{found.code} is about comments like this one, and cannot be set aside by one"
        codes.append(found.code)
    known = ", ".join(one.code for one in RULES if one.verdict)
    return tuple(dict.fromkeys(codes)), "" if codes else f"it names no rule ({known})"


def _set_reach(orders: Sequence[_Order], text: str, form: str) -> None:
    """Tell each comment what it covers; a start without an end, and an end without a start, are wrong."""
    begun: list[_Order] = []
    for order in orders:
        if order.name == _START:
            begun.append(order)
        elif order.name == _END and begun:
            first = begun.pop()
            first.covers = Span(first.span.end, order.span.start)
        elif order.name == _END:
            order.wrong = f"there is no {_START} before it"
    for order in begun:
        order.wrong = order.wrong or f"there is no {_END} after it"
    known: dict[int, int] = {}
    prose: dict[Span, bool] = {}
    for order in reversed(orders):
        known[order.span.start] = _prose_after(text, order.span.end, known)
        lines = Span(text.rfind("\n", 0, order.span.start) + 1, _line_end(text, order.span.end))
        if lines not in prose:
            prose[lines] = _has_prose(text[lines.start : lines.end])
        if order.name == _NEXT:
            order.covers = lines if prose[lines] else _block(text, known[order.span.start], form)


def _has_prose(lines: str) -> bool:
    """Whether anything but comments, tags and the signs of lists and quotes stands on these lines."""
    return bool(_MARKS.sub("", _TAG.sub("", _COMMENT.sub("", lines)), count=1).strip())


def _block(text: str, start: int, form: str) -> Span:
    """The block of prose that begins here."""
    if form == "html":
        ends = _HTML_BLOCK_ENDS.search(text, start)
        return Span(start, ends.start() if ends else len(text))
    return Span(start, _block_end(text, start))


def _prose_after(text: str, at: int, known: Mapping[int, int]) -> int:
    """Where text begins that is neither space nor comment; `known` has it for comments of ours further down."""
    while True:
        at = at + len(space[0]) if (space := _SPACE.match(text, at)) else at
        if at in known:
            return known[at]
        ends = text.find("-->", at) if text.startswith("<!--", at) else -1
        if ends < 0:
            return at
        at = ends + len("-->")


def _block_end(text: str, start: int) -> int:
    """Where the block ends that begins here: before an empty line, or before a line on which another block begins."""
    at = _line_end(text, start)
    while at < len(text):
        line = text[at + 1 : _line_end(text, at + 1)]
        if not line.strip() or _BLOCK_BEGINS.match(line):
            return at
        at = _line_end(text, at + 1)
    return at


def _line_end(text: str, at: int) -> int:
    found = text.find("\n", at)
    return len(text) if found < 0 else found


def _silence(orders: Iterable[_Order], findings: Sequence[Finding]) -> set[int]:
    """Which of the findings comments set aside; every comment that names one of them has been of use."""
    by_start = sorted(range(len(findings)), key=lambda number: findings[number].place.start)
    starts = [findings[number].place.start for number in by_start]
    reach = [*accumulate((findings[number].place.end for number in by_start), max)]  # sentences do not end before earlier ones
    aside: set[int] = set()
    for order in orders:
        if order.wrong or order.covers is None:
            continue
        first, last = bisect_right(reach, order.covers.start), bisect_left(starts, order.covers.end)
        for number in by_start[first:last]:
            finding = findings[number]
            if finding.rule in order.codes and finding.place.end > order.covers.start:
                order.used.add(finding.rule)
                aside.add(number)
    return aside


def _told(order: _Order, path: str, lines: Lines) -> Iterator[Finding]:
    """What is wrong with a comment, as a finding."""
    idle = [code for code in order.codes if code not in order.used]
    if order.wrong:
        yield _finding(order, path, lines, "KG202", f"This comment silences nothing: {order.wrong}.")
    elif idle:
        names = " or ".join(f"{rule(code).slug} ({code})" for code in idle)
        remedy = "take the comment out" if len(idle) == len(order.codes) else "leave only the other rule in the comment"
        yield _finding(order, path, lines, "KG201", f"Nothing here is {names}: {remedy}.")


def _finding(order: _Order, path: str, lines: Lines, code: str, message: str) -> Finding:
    (line, column), (end_line, end_column) = lines.position(order.span.start), lines.position(order.span.end)
    place = Place(line, column, end_line, end_column, order.span.start, order.span.end)
    return Finding(path, place, order.text, code, rule(code).severity, message, span=place)
