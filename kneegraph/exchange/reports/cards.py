"""One finding on the HTML page: what the verdict is, who stands on which side, how to word it instead."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

from kneegraph.check.report import Finding, Nearness, Severity
from kneegraph.exchange.reports.looks import STANCES, sign, spoken
from kneegraph.exchange.reports.summary import many
from kneegraph.graph import Graph
from kneegraph.model import Assertion, Stance
from kneegraph.notebook.markup import Markup, joined, link, tag

#: How many sources a side shows; the others are counted.
MOST = 3
_NEAR = {
    Nearness.BROADER: "The sources speak of something broader:",
    Nearness.NARROWER: "The sources speak of something narrower:",
    Nearness.OPPOSITE: "The sources speak of the opposite:",
}
_HEADS = {
    Stance.SUPPORTS: "Support",
    Stance.DISPUTES: "Dispute",
    Stance.QUALIFIES: "Qualify: holds only in part",
    Stance.REPORTS: "Only pass it on",
}
_WORDS = re.compile(r"\s+|\w[\w'’-]*|[^\w\s]")


def card(graph: Graph, finding: Finding, number: int) -> Markup:
    """A finding with its sources: support to the left, dispute to the right, the others below. A note opens when asked."""
    note = finding.severity is Severity.NOTE
    head = (
        tag("span" if note else "a", str(number), href=None if note else f"#m{number}", class_="number"),
        tag("span", sign(finding), class_="sign", aria_hidden="true"),
        tag("span", spoken(finding), class_="word"),
        tag("small", f"{finding.severity} · {finding.rule} · line {finding.place.line}"),
    )
    inside = (tag("p", finding.message, class_="message"), *_evidence(graph, finding), _instead(finding))
    about = {"id": f"f{number}", "class_": f"card {finding.verdict or 'comment'}"}
    if note:
        return tag("details", tag("summary", *head), *inside, **about)
    return tag("article", tag("h3", *head), *inside, **about)


def _evidence(graph: Graph, finding: Finding) -> Iterable[Markup]:
    if finding.over:
        yield tag("ul", *(_reach(one.text, one.reach, one.narrower) for one in finding.over), class_="over")
    if finding.claim is None:
        return
    near = f"{_NEAR[finding.nearness]} " if finding.nearness in _NEAR else "Claim: "
    yield tag("p", tag("small", near), finding.claim.label, class_="claim")
    sides = {stance: _side(graph, finding.claim.by_stance(stance), stance) for stance in Stance}
    yield tag("div", sides[Stance.SUPPORTS], sides[Stance.DISPUTES], class_="sides")
    for stance in (Stance.QUALIFIES, Stance.REPORTS):
        if finding.claim.by_stance(stance):
            yield sides[stance]


def _reach(text: str, reach: str, narrower: str) -> Markup:
    return tag("li", tag("del", text), " → ", tag("ins", narrower) if narrower else "leave out", tag("small", f" ({reach})"))


def _side(graph: Graph, assertions: tuple[Assertion, ...], stance: Stance) -> Markup:
    sources = {one.source: one for one in reversed(assertions)}  # a source counts once
    shown = [_source(graph, sources[name]) for name in sorted(sources)[:MOST]]
    if len(sources) > MOST:
        shown.append(tag("li", tag("small", f"and {many(len(sources) - MOST, 'more source')}")))
    head = tag("h4", tag("span", STANCES[stance], aria_hidden="true"), f" {_HEADS[stance]}: {len(sources)}")
    return tag("section", head, tag("ul", *shown) if shown else tag("p", tag("small", "nobody")), class_=f"side {stance}")


def _source(graph: Graph, assertion: Assertion) -> Markup:
    """Who says it, when, in their own words where the texts are at hand and otherwise in ours."""
    source = graph.corpus.sources[assertion.source]
    told = ", ".join(str(part) for part in (source.creator, source.year, source.tier) if part)
    quotes = graph.quotes(assertion)
    words = [tag("blockquote", f"“{quote}”") for quote in quotes] or [tag("p", assertion.paraphrase, class_="ours")]
    words += [tag("p", f"≈ {why.comment}", class_="why") for why in assertion.qualifications]
    return tag("li", link(source.title, source.url), tag("small", f" {told}"), *words)


def _instead(finding: Finding) -> Markup | None:
    if not finding.suggestion:
        return None
    return tag("p", tag("small", "Instead: "), *diff(finding.text, finding.suggestion), class_="instead")


def diff(old: str, new: str) -> list[Markup]:
    """What a wording changes, word by word.

    >>> "".join(diff("It always helps.", "It often helps."))
    'It <del>always</del><ins>often</ins> helps.'
    """
    before, after = _WORDS.findall(" ".join(old.split())), _WORDS.findall(" ".join(new.split()))
    pieces = []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        gone, come = "".join(before[a:b]), "".join(after[c:d])
        if kind == "equal":
            pieces.append(joined(gone))
            continue
        pieces += [tag("del", gone)] if gone else []
        pieces += [tag("ins", come)] if come else []
    return pieces
