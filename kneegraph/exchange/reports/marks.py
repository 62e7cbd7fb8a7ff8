"""The prose of a draft with the findings marked in it: underlined, with sign, word and number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from kneegraph.check.report import Finding
from kneegraph.exchange.reports.looks import sign, spoken
from kneegraph.notebook.markup import Markup, joined, tag
from kneegraph.text.blocks import Block, Run


@dataclass(frozen=True)
class Numbered:
    """A finding and its number on the page."""

    number: int
    finding: Finding


def marked(block: Block, findings: Sequence[Numbered]) -> Markup:
    """The text of a block in which the words of each finding are underlined, and behind them stands what it is."""
    spans = [(one, *_in_prose(block, one.finding.span.start, one.finding.span.end)) for one in findings]
    over = [_in_prose(block, word.place.start, word.place.end) for one in findings for word in one.finding.over]
    ends = {0, len(block.text), *(at for _, start, end in spans for at in (start, end)), *(at for two in over for at in two)}
    pieces: list[Markup] = []
    begun: set[int] = set()
    borders = sorted(ends)
    for start, end in pairwise(borders):
        here = [one for one, first, last in spans if first <= start < last]
        reaching = any(first <= start < last for first, last in over)
        pieces.append(_piece(block.text[start:end], here, reaching, begun))
        pieces += [_badge(one) for one, first, last in spans if last == end > first]
    return joined(*pieces)


def _piece(text: str, findings: Sequence[Numbered], reaching: bool, begun: set[int]) -> Markup:
    """Words that the same findings concern; the first piece of a finding is where its card leads back to."""
    inside = tag("strong", text, class_="reach") if reaching else joined(text)
    for one in reversed(findings):
        id_ = None if one.number in begun else f"m{one.number}"
        begun.add(one.number)
        inside = tag("mark", inside, id=id_, class_=str(one.finding.verdict or "comment"))
    return inside


def _badge(one: Numbered) -> Markup:
    told = f"{sign(one.finding)} {spoken(one.finding)} "
    kind = str(one.finding.verdict or "comment")
    return tag("a", tag("span", told), tag("b", str(one.number)), href=f"#f{one.number}", class_=f"badge {kind}")


def _in_prose(block: Block, start: int, end: int) -> tuple[int, int]:
    """Where a stretch of the file stands in the prose; what lies in its markup is moved to the prose beside it."""
    first = next((run for run in block.runs if file_end(run) > start), None)
    last = next((run for run in reversed(block.runs) if run.file < end), None)
    if first is None or last is None:
        return 0, 0
    begin = first.prose + (max(0, start - first.file) if first.taken is None else 0)
    stop = last.prose + (min(last.length, end - last.file) if last.taken is None else last.length)
    return (begin, stop) if begin < stop else (0, 0)


def file_end(run: Run) -> int:
    """Where in the file a run ends."""
    return run.file + (run.length if run.taken is None else run.taken)
