"""One finding on the HTML page: what the verdict is, who stands on which side, how to word it instead."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import Match, SequenceMatcher

from kneegraph.check.report import Finding, Nearness, Severity
from kneegraph.exchange.reports.looks import STANCES, sign, spoken
from kneegraph.exchange.reports.summary import many
from kneegraph.graph import Graph
from kneegraph.model import Assertion, Stance
from kneegraph.notebook.markup import Markup, joined, link, tag

#: How many sources a side shows; the others are counted.
MOST = 3
#: The share of a new wording that must have been there before for the change to be worth drawing.
_KEPT = 0.4
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
    near = _NEAR.get(finding.nearness)
    if near or finding.claim.label not in finding.message:
        yield tag("p", tag("small", f"{near or 'Claim:'} "), finding.claim.label, class_="claim")
    sides = {stance: _side(graph, finding.claim.by_stance(stance), stance) for stance in Stance}
    both = all(finding.claim.by_stance(stance) for stance in (Stance.SUPPORTS, Stance.DISPUTES))
    yield tag("div", sides[Stance.SUPPORTS], sides[Stance.DISPUTES], class_="sides both" if both else "sides")
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
    count = str(len(sources)) if sources else "nobody"
    head = tag("h4", tag("span", STANCES[stance], aria_hidden="true"), f" {_HEADS[stance]}: {count}")
    return tag("section", head, tag("ul", *shown) if shown else None, class_=f"side {stance}")


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
    """What a wording changes, word by word; one that keeps little of the old is shown for itself.

    >>> "".join(diff("It always helps.", "It often helps."))
    'It <del>always</del><ins>often</ins> helps.'
    >>> "".join(diff("Squats help knees.", "Nobody has said so yet."))
    'Nobody has said so yet.'
    """
    before, after = _WORDS.findall(" ".join(old.split())), _WORDS.findall(" ".join(new.split()))
    blocks = [one for one in SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks() if _worth(before, one)]
    if sum(one.size for one in blocks) < _KEPT * len(after):
        return [joined("".join(after))]
    pieces: list[Markup] = []
    at_old = at_new = 0
    for one in (*blocks, Match(len(before), len(after), 0)):
        gone, come = "".join(before[at_old : one.a]), "".join(after[at_new : one.b])
        pieces += [tag("del", gone)] if gone else []
        pieces += [tag("ins", come)] if come else []
        pieces.append(joined("".join(before[one.a : one.a + one.size])))
        at_old, at_new = one.a + one.size, one.b + one.size
    return pieces


def _worth(words: list[str], block: Match) -> bool:
    """Whether what stayed is more than a word lost in changes; at the beginning and the end one word is enough."""
    kept = sum(word.isspace() is False for word in words[block.a : block.a + block.size])
    return kept > 1 or (kept == 1 and (block.a == 0 or block.a + block.size >= len(words) - 1))
