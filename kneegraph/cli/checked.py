"""Reports on drafts as text for people: where, which verdict, the sentence with its words underlined, who says what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.text import Text

from kneegraph.check.report import Finding, Nearness, Report, Severity
from kneegraph.cli.text import plain
from kneegraph.drafts.reading import Draft
from kneegraph.exchange.reports.looks import STANCES, sign, spoken
from kneegraph.exchange.reports.summary import many
from kneegraph.graph import Graph
from kneegraph.model import Assertion, Stance
from kneegraph.tables import wide

COLOURS = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.NOTE: "blue"}
#: How many sources of one stance are named; the others are counted.
MOST = 4
_INDENT = 2
_LEAST = 40
_NEAR = {Nearness.BROADER: "broader", Nearness.NARROWER: "narrower", Nearness.OPPOSITE: "opposite"}


def told(graph: Graph, draft: Draft, report: Report, *, width: int, notes: bool = False) -> Iterator[Text]:
    """The findings in a draft line by line, none wider than `width`; notes in full when wanted, else one line each."""
    room = max(_LEAST, width) - _INDENT
    for finding in report.findings:
        if finding.severity is Severity.NOTE and not notes:
            yield from _brief(finding, room)
            continue
        yield _head(finding)
        yield from _indented(_sentence(draft.text, finding, room))
        yield from _indented(_wrapped(Text(plain(finding.message)), room))
        for line in _evidence(graph, finding, room):
            yield from _indented([line])
        yield Text("")


def _head(finding: Finding) -> Text:
    place = f"{plain(finding.path)}:{finding.place.line}:{finding.place.column}: "
    verdict = f"{finding.severity}: {sign(finding)} {spoken(finding)}"
    return Text.assemble((place, "bold"), (verdict, COLOURS[finding.severity]), (f" ({finding.rule})", "dim"))


def _brief(finding: Finding, room: int) -> Iterator[Text]:
    """A note on one line: its place and verdict, and as much of the sentence as fits."""
    head = _head(finding)
    words = plain(" ".join(finding.text.split()))
    left = room - head.cell_len - 1
    if left > 12:
        head.append(f" {_cut(words, left)}")
    yield head


def _cut(text: str, room: int) -> str:
    """As much of a text as takes no more places than these."""
    if wide(text) <= room:
        return text
    end = len(text)
    while wide(text[:end]) > room - 1:
        end -= 1
    return f"{text[:end]}…"


def _sentence(text: str, finding: Finding, room: int) -> Iterator[Text]:
    """The sentence, and below each of its lines the words of the claim underlined and those that reach too far marked ^^^."""
    shown, places = _flat(text, finding)
    marks = [" "] * len(shown)
    _draw(marks, places, finding.span.start, finding.span.end, "─")
    for one in finding.over:
        _draw(marks, places, one.place.start, one.place.end, "^")
    for start, end in _breaks(shown, room):
        yield Text(shown[start:end].rstrip())
        below = "".join(marks[at] * wide(shown[at]) for at in range(start, end))
        if below.strip():
            yield Text(below.rstrip(), style=COLOURS[finding.severity])


def _flat(text: str, finding: Finding) -> tuple[str, dict[int, range]]:
    """The sentence of the file on one line, and where each of its characters has come to stand in that."""
    shown, places = "", {}
    for at in range(finding.place.start, min(finding.place.end, len(text))):
        between = "" if shown.endswith(" ") or not shown else " "
        new = between if text[at].isspace() else plain(text[at])
        places[at] = range(len(shown), len(shown) + len(new))
        shown += new
    return shown, places


def _draw(marks: list[str], places: dict[int, range], start: int, end: int, mark: str) -> None:
    for at in range(start, end):
        for place in places.get(at, ()):
            marks[place] = mark


def _breaks(text: str, room: int) -> Iterator[tuple[int, int]]:
    """Where to break a line into lines of at most so many places: at spaces where there are any."""
    start = 0
    while start < len(text):
        end, used = start, 0
        while end < len(text) and used + wide(text[end]) <= room:
            used += wide(text[end])
            end += 1
        if end < len(text):
            space = text.rfind(" ", start + 1, end + 1)
            end = space + 1 if space > start else max(end, start + 1)
        yield start, end
        start = end


def _evidence(graph: Graph, finding: Finding, room: int) -> Iterator[Text]:
    for one in finding.over:
        narrower = f"“{plain(one.narrower)}”" if one.narrower else "nothing"
        reach = f"^ “{plain(one.text)}” reaches too far in {one.reach}; the sources allow {narrower}"
        yield from _wrapped(Text(reach), room, hang=2)
    if finding.claim:
        near = f" ({_NEAR[finding.nearness]} claim)" if finding.nearness in _NEAR else ""
        if near or finding.claim.label not in finding.message:
            yield from _wrapped(Text(f"{plain(finding.claim.label)}{near}", style="italic"), room)
        for stance in Stance:
            yield from _side(graph, finding.claim.by_stance(stance), stance, room)
    if finding.suggestion:
        yield from _wrapped(Text.assemble(("instead: ", "bold"), plain(" ".join(finding.suggestion.split()))), room, hang=9)


def _side(graph: Graph, assertions: Sequence[Assertion], stance: Stance, room: int) -> Iterator[Text]:
    sources = {one.source: one for one in reversed(assertions)}  # a source counts once
    for name in sorted(sources)[:MOST]:
        source = graph.corpus.sources[name]
        who = ", ".join(str(part) for part in (source.creator, source.year) if part)
        title = f"{plain(source.title)} ({plain(who)})" if who else plain(source.title)
        head = Text.assemble((f"{STANCES[stance]} {stance:<9} ", "bold"), title)
        yield from _wrapped(head, room, hang=12)
        for line in _said(graph, sources[name]):
            yield from _hung(_wrapped(Text(plain(line), style="dim"), room - 12), 12)
    if len(sources) > MOST:
        yield Text(f"{STANCES[stance]} {stance:<9} and {many(len(sources) - MOST, 'more source')}")


def _said(graph: Graph, assertion: Assertion) -> Iterator[str]:
    """The exact words where the texts are at hand, and otherwise ours; and why a source qualifies."""
    quotes = graph.quotes(assertion)
    yield from (f"“{' '.join(quote.split())}”" for quote in quotes)
    if not quotes:
        yield assertion.paraphrase
    yield from (f"≈ {why.comment}" for why in assertion.qualifications)


def _wrapped(text: Text, room: int, hang: int = 0) -> Iterator[Text]:
    """A text as lines of at most so many places; those after the first stand further in."""
    from kneegraph.cli.show import console

    first, *rest = text.wrap(console(), room) or [Text("")]
    if rest and hang:
        remaining = text[len(first.plain) :]
        remaining = remaining[len(remaining.plain) - len(remaining.plain.lstrip()) :]
        rest = list(remaining.wrap(console(), room - hang))
    first.rstrip()
    yield first
    yield from _hung(rest, hang)


def _hung(lines: Iterable[Text], hang: int) -> Iterator[Text]:
    for line in lines:
        line.rstrip()
        yield Text(" " * hang).append_text(line)


def _indented(lines: Iterable[Text]) -> Iterator[Text]:
    yield from _hung(lines, _INDENT)
