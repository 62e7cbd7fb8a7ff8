"""A checked draft as one page to show an editor: its sentences in their order, marked, each with the verdict beside it.

The page is one file without scripts. A Content-Security-Policy lets nothing be fetched and nothing run; all text of drafts,
sources and labels is escaped, and characters that hide or reorder others are spelled out.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from html import escape
from itertools import count
from pathlib import PurePath

from kneegraph import __version__, files
from kneegraph.browser.plain import visible
from kneegraph.check.report import Report
from kneegraph.drafts.reading import Draft
from kneegraph.exchange.reports.cards import card
from kneegraph.exchange.reports.forms import digest
from kneegraph.exchange.reports.looks import sign, spoken
from kneegraph.exchange.reports.marks import Numbered, file_end, marked
from kneegraph.exchange.reports.summary import many, worst_first
from kneegraph.graph import Graph
from kneegraph.notebook.markup import Markup, joined, tag
from kneegraph.text.blocks import Block, BlockKind
from kneegraph.text.documents import read_blocks

_PLACE = re.compile(r"\{\{(\w+)\}\}")
_ELEMENTS = {BlockKind.HEADING: "h2", BlockKind.QUOTE: "blockquote"}


def report_page(graph: Graph, checked: Sequence[tuple[Draft, Report]], summary: str) -> str:
    """The page of these drafts with their reports, below a summary of all. Same input, same bytes."""
    style = files.read_text(files.packaged("viz", "report", "report.css"))
    title = _title(checked)
    numbered = _numbered(report for _, report in checked)
    articles = (_article(graph, draft, found) for (draft, _), found in zip(checked, numbered, strict=True))
    every = [one for found in numbered for one in found]
    body = joined(_header(title, summary, every), tag("main", *articles), _footer(graph))
    parts = {"title": escape(visible(title)), "policy": _policy(style), "style": style, "body": body}
    template = files.read_text(files.packaged("viz", "report", "report.html"))
    return _PLACE.sub(lambda found: parts[found[1]], template)


def _policy(style: str) -> str:
    allowed = b64encode(sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{allowed}'; base-uri 'none'; form-action 'none'"


def _numbered(reports: Iterable[Report]) -> list[list[Numbered]]:
    """The findings of each draft in the order of its text, numbered over all of them."""
    number = count(1)
    return [
        [Numbered(next(number), one) for one in sorted(report.findings, key=lambda one: one.place.start)] for report in reports
    ]


def _title(checked: Sequence[tuple[Draft, Report]]) -> str:
    if len(checked) != 1:
        return f"What the sources say of {many(len(checked), 'draft')}"
    path = checked[0][0].path
    return f"What the sources say of {PurePath(path).name if path != '-' else 'the draft'}"


def _header(title: str, summary: str, numbered: Sequence[Numbered]) -> Markup:
    often = Counter(one.finding.rule for one in numbered)
    firsts = {one.finding.rule: one for one in reversed(numbered)}
    worst = worst_first(one.finding for one in firsts.values())
    chips = [_chip(firsts[finding.rule], often[finding.rule]) for finding in worst]
    return tag(
        "header",
        tag("h1", title),
        tag("p", summary, class_="summary"),
        tag("nav", *chips, aria_label="Findings by verdict") if chips else None,
    )


def _chip(first: Numbered, often: int) -> Markup:
    kind = str(first.finding.verdict or "comment")
    told = f"{sign(first.finding)} {often} {spoken(first.finding)}"
    return tag("a", told, href=f"#f{first.number}", class_=f"chip {kind}")


def _article(graph: Graph, draft: Draft, numbered: Sequence[Numbered]) -> Markup:
    """The draft, block by block; a finding in no block (a comment) stands before the next one."""
    rows: list[_Row] = []
    headings: list[Markup] = []
    waiting = deque(numbered)
    for block in read_blocks(draft.text, draft.form):
        if not block.runs:
            continue
        loose = [_loose(one) for one in _before(waiting, block.runs[0].file)]
        findings = [*_before(waiting, file_end(block.runs[-1]))]
        prose = _prose(block, findings)
        if loose or findings or not rows:
            rows += [*(_Row(one, ()) for one in headings), *loose, _Row(prose, findings)]
        elif block.kind is BlockKind.HEADING:  # stays with what follows it
            headings.append(prose)
            continue
        else:  # silent prose goes on beside the cards, which are longer than what they speak of
            rows[-1].rest.extend([*headings, prose])
        headings.clear()
    rows += [*(_Row(one, ()) for one in headings), *map(_loose, waiting)]
    head = tag("h2", tag("code", draft.path), class_="path")
    return tag("section", head, *(_beside(graph, row) for row in rows), class_="draft")


@dataclass(frozen=True)
class _Row:
    """A block with its findings, and the silent blocks that follow it."""

    prose: Markup
    findings: Sequence[Numbered]
    rest: list[Markup] = field(default_factory=list)


def _before(waiting: deque[Numbered], end: int) -> Iterator[Numbered]:
    """Take out the findings that begin before this place in the file."""
    while waiting and waiting[0].finding.place.start < end:
        yield waiting.popleft()


def _prose(block: Block, findings: Sequence[Numbered]) -> Markup:
    name = _ELEMENTS.get(block.kind, "p")
    return tag(name, marked(block, findings), class_=str(block.kind), dir="auto")


def _loose(one: Numbered) -> _Row:
    """A finding on what is no prose: a comment to the checker."""
    words = tag("mark", tag("code", one.finding.text), id=f"m{one.number}", class_=str(one.finding.verdict or "comment"))
    return _Row(tag("p", words), [one])


def _beside(graph: Graph, row: _Row) -> Markup:
    cards = [card(graph, one.finding, one.number) for one in row.findings]
    parts = [tag("div", row.prose, class_="prose"), tag("div", *cards, class_="cards") if cards else None]
    rest = tag("div", *row.rest, class_="prose rest") if row.rest else None
    return tag("div", *parts, rest, class_="row")


def _footer(graph: Graph) -> Markup:
    corpus = graph.corpus
    counts = f"{many(len(corpus.claims), 'claim')} of {many(len(corpus.sources), 'source')}"
    told = f"Checked with kneegraph {__version__} against {counts}; digest {digest(corpus)[:16]}."
    advice = "It says what these sources say, and no more: that they agree is no proof, that they are silent no refutation."
    return tag("footer", tag("p", told), tag("p", advice))
