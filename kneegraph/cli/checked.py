"""Reports on drafts as text for people: where, which verdict, the sentence with its words underlined, who says what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kneegraph.check.report import Finding, Nearness, Report, Severity
from kneegraph.cli.lines import Line, break_after, indented, is_narrow, wrapped
from kneegraph.cli.text import plain
from kneegraph.drafts.reading import Draft
from kneegraph.exchange.reports.looks import STANCES, sign, spoken
from kneegraph.exchange.reports.summary import many
from kneegraph.graph import Graph
from kneegraph.model import Assertion, Claim, Stance
from kneegraph.tables import wide

COLOURS = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.NOTE: "blue"}
#: How many sources of one stance are named; the others are counted.
MOST = 4
_INDENT = 2
_LEAST = 40
_NEAR = {Nearness.BROADER: "broader", Nearness.NARROWER: "narrower", Nearness.OPPOSITE: "opposite"}


def told(graph: Graph, draft: Draft, report: Report, *, width: int, notes: bool = False) -> Iterator[list[Line]]:
    """The lines of each finding in a draft, none wider than `width`; notes in full when wanted, else one line each.

    Cost: some 0.1 ms a finding; what sources say of a claim is laid out once.
    """
    room = max(_LEAST, width) - _INDENT
    sources = _Sources(graph, room)
    for finding in report.findings:
        if finding.severity is Severity.NOTE and not notes:
            yield [_brief(finding, room)]
        else:
            yield [_head(finding), *(indented(line, _INDENT) for line in _body(draft.text, finding, sources)), ()]


def _head(finding: Finding) -> Line:
    place = f"{plain(finding.path)}:{finding.place.line}:{finding.place.column}: "
    verdict = f"{finding.severity}: {sign(finding)} {spoken(finding)}"
    return (place, "bold"), (verdict, COLOURS[finding.severity]), (f" ({finding.rule})", "dim")


def _brief(finding: Finding, room: int) -> Line:
    """A note on one line: its place and verdict, and as much of the sentence as fits."""
    head = _head(finding)
    left = room - sum(wide(text) for text, _ in head) - 1
    return (*head, (f" {_cut(plain(' '.join(finding.text.split())), left)}", "")) if left > 12 else head


def _cut(text: str, room: int) -> str:
    """As much of a text as takes no more places than these."""
    if wide(text) <= room:
        return text
    end = min(len(text), 4 * room)  # as many even where accents are characters of their own
    while wide(text[:end]) > room - 1:
        end -= 1
    return f"{text[:end]}…"


def _body(text: str, finding: Finding, sources: _Sources) -> Iterator[Line]:
    yield from _sentence(text, finding, sources.room)
    yield from _plainly(wrapped(plain(finding.message), sources.room))
    yield from _evidence(finding, sources)


def _sentence(text: str, finding: Finding, room: int) -> Iterator[Line]:
    """The sentence, and below each of its lines the words of the claim underlined and those that reach too far marked ^^^."""
    first = finding.place.start
    shown, places = _flat(text[first : finding.place.end])
    marks = [" "] * len(shown)
    _draw(marks, places, finding.span.start - first, finding.span.end - first, "─")
    for one in finding.over:
        _draw(marks, places, one.place.start - first, one.place.end - first, "^")
    if not is_narrow(shown):
        marks = [mark * wide(character) for mark, character in zip(marks, shown, strict=True)]
    start = 0
    while start < len(shown):
        end = break_after(shown, start, room)
        yield ((shown[start:end].rstrip(), ""),)
        below = "".join(marks[start:end]).rstrip()
        if below:
            yield ((below, COLOURS[finding.severity]),)
        start = end


def _flat(sentence: str) -> tuple[str, Sequence[int]]:
    """The sentence on one line, and where in it each of its characters has come to stand, and the end."""
    if sentence.isprintable() and "  " not in sentence and sentence.isascii():
        return sentence, range(len(sentence) + 1)
    shown: list[str] = []
    places, at = [0], 0
    for character in sentence:
        between = "" if not shown or shown[-1] == " " else " "
        new = between if character.isspace() else plain(character)
        shown += [new] if new else []
        at += len(new)
        places.append(at)
    return "".join(shown), places


def _draw(marks: list[str], places: Sequence[int], start: int, end: int, mark: str) -> None:
    last = len(places) - 1
    first, behind = places[max(0, min(start, last))], places[max(0, min(end, last))]
    marks[first:behind] = mark * (behind - first)


def _evidence(finding: Finding, sources: _Sources) -> Iterator[Line]:
    for one in finding.over:
        narrower = f"the sources allow “{plain(one.narrower)}”" if one.narrower else "leave it out"
        reach = f"^ “{plain(one.text)}” reaches too far in {one.reach}; {narrower}"
        yield from _plainly(wrapped(reach, sources.room, hang=2))
    if finding.claim:
        near = f" ({_NEAR[finding.nearness]} claim)" if finding.nearness in _NEAR else ""
        if near or finding.claim.label not in finding.message:
            yield from _plainly(wrapped(f"{plain(finding.claim.label)}{near}", sources.room), "italic")
        yield from sources.of(finding.claim)
    if finding.suggestion:
        head, text = "instead: ", plain(" ".join(finding.suggestion.split()))
        yield from _headed(wrapped(f"{head}{text}", sources.room, hang=len(head)), len(head))


class _Sources:
    """Who says what of a claim, in lines of at most `room` places; made once for each claim, since drafts return to theirs."""

    def __init__(self, graph: Graph, room: int) -> None:
        self.room = room
        self._graph = graph
        self._made: dict[str, list[Line]] = {}

    def of(self, claim: Claim) -> list[Line]:
        """The sources of all stances."""
        if claim.id not in self._made:
            sides = (self._side(claim.by_stance(stance), stance) for stance in Stance)
            self._made[claim.id] = [line for side in sides for line in side]
        return self._made[claim.id]

    def _side(self, assertions: Sequence[Assertion], stance: Stance) -> Iterator[Line]:
        sources = {one.source: one for one in reversed(assertions)}  # a source counts once
        head = f"{STANCES[stance]} {stance:<9} "
        for name in sorted(sources)[:MOST]:
            source = self._graph.corpus.sources[name]
            who = ", ".join(str(part) for part in (source.creator, source.year) if part)
            title = f"{plain(source.title)} ({plain(who)})" if who else plain(source.title)
            yield from _headed(wrapped(f"{head}{title}", self.room, hang=len(head)), len(head))
            for line in _said(self._graph, sources[name]):
                lines = _plainly(wrapped(plain(line), self.room - len(head)), "dim")
                yield from (indented(one, len(head)) for one in lines)
        if len(sources) > MOST:
            yield ((f"{head}and {many(len(sources) - MOST, 'more source')}", ""),)


def _said(graph: Graph, assertion: Assertion) -> Iterator[str]:
    """The exact words where the texts are at hand, and otherwise ours; and why a source qualifies."""
    quotes = graph.quotes(assertion)
    yield from (f"“{' '.join(quote.split())}”" for quote in quotes)
    if not quotes:
        yield assertion.paraphrase
    yield from (f"≈ {why.comment}" for why in assertion.qualifications)


def _plainly(lines: Iterator[str], style: str = "") -> Iterator[Line]:
    return (((line, style),) for line in lines)


def _headed(lines: Iterator[str], head: int) -> Iterator[Line]:
    """Lines of which the first begins with so many bold characters."""
    first = next(lines)
    yield (first[:head], "bold"), (first[head:], "")
    yield from _plainly(lines)
