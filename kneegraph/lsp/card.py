"""The verdict card: one finding and the sources behind it, for the mouse that rests on it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from kneegraph.analysis.evidence.licence import Licensed
from kneegraph.check.report import Finding, Nearness
from kneegraph.check.rules import BY_CODE
from kneegraph.model import Assertion, Claim, Source, Stance, Tally
from kneegraph.words import in_words

_SIDES = {
    Stance.SUPPORTS: "Supported by",
    Stance.DISPUTES: "Disputed by",
    Stance.QUALIFIES: "Qualified by",
    Stance.REPORTS: "Passed on by",
}
_COUNTED = {
    Stance.SUPPORTS: ("supports", "support"),
    Stance.DISPUTES: ("disputes", "dispute"),
    Stance.QUALIFIES: ("qualifies", "qualify"),
    Stance.REPORTS: ("reports", "report"),
}
_NEAR = {
    Nearness.OPPOSITE: "the sources speak of the opposites",
    Nearness.BROADER: "the sources speak of something broader",
    Nearness.NARROWER: "the sources speak of something narrower",
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a card tells beyond the finding: the sources by identifier, and the passages where their texts are at hand."""

    sources: Mapping[str, Source]
    quotes: Callable[[Assertion], Sequence[str]] = lambda _: ()


@dataclass(frozen=True, slots=True)
class Markup:
    """How a card is written: words of the data as they are, words that stand out, a title with its address."""

    text: Callable[[str], str]
    strong: Callable[[str], str]
    link: Callable[[str, str], str]


def escaped(text: str) -> str:
    """Text that Markdown shows as it is, on one line.

    >>> escaped("a *b* <c>")
    'a \\\\*b\\\\* \\\\<c\\\\>'
    """
    return re.sub(r"([\\`*_{}\[\]<>#|~!&$])", r"\\\1", _one_line(text))


def _one_line(text: str) -> str:
    return " ".join(text.split())


MARKDOWN = Markup(escaped, "**{}**".format, "[{}](<{}>)".format)
PLAIN = Markup(_one_line, str, "{} <{}>".format)


def card(finding: Finding, evidence: Evidence, markup: Markup = MARKDOWN) -> str:
    """A finding in full: what it says, the claim, its standing and tally, every source on each side, a suggestion."""
    return "\n\n".join(_Card(evidence, markup).paragraphs(finding))


@dataclass(frozen=True, slots=True)
class _Card:
    evidence: Evidence
    markup: Markup

    def paragraphs(self, finding: Finding) -> Iterator[str]:
        rule = BY_CODE.get(finding.rule)
        yield f"{self.markup.strong(rule.slug if rule else finding.rule)} ({finding.rule})"
        yield self.markup.text(finding.message)
        if finding.claim:
            near = f" ({_NEAR[finding.nearness]})" if finding.nearness in _NEAR else ""
            yield self._named("Claim", self.markup.text(finding.claim.label) + near)
            yield self._named("Standing", f"{finding.claim.standing or 'none'} ({tally_in_words(finding.claim.tally)})")
            yield from self._studies(finding.licence)
            yield from self._sides(finding.claim)
        if finding.suggestion:
            yield self._named("Suggestion", self.markup.text(finding.suggestion))

    def _named(self, name: str, said: str) -> str:
        return f"{self.markup.strong(f'{name}:')} {said}"

    def _studies(self, licensed: Licensed | None) -> Iterator[str]:
        """How strongly the studies let the claim be worded, and which they are, with their designs."""
        if licensed is None or not (licensed.needed or licensed.studied):
            return
        if not licensed.studied:
            yield self._named("Licence", f"{licensed.level} (no study was found)")
            return
        yield self._named("Licence", f"{licensed.level}" if licensed.studies else f"{licensed.level} (no study bears it out)")
        if licensed.studies:
            yield "\n".join(f"- {self._source(one.source)}: {in_words(one.design)}" for one in licensed.studies)

    def _sides(self, claim: Claim) -> Iterator[str]:
        for stance, title in _SIDES.items():
            said = claim.by_stance(stance)
            if said:
                yield self.markup.strong(title)
                yield "\n".join(line for one in said for line in self._assertion(one))

    def _assertion(self, assertion: Assertion) -> Iterator[str]:
        yield f"- {self._source(assertion.source)}: {self.markup.text(assertion.paraphrase)}"
        for why in assertion.qualifications:
            yield f"  - {self.markup.text(why.comment)}"
        for passage in self.evidence.quotes(assertion):
            yield f"  - “{self.markup.text(passage)}”"

    def _source(self, name: str) -> str:
        source = self.evidence.sources.get(name)
        return self._titled(source) if source else self.markup.text(name)

    def _titled(self, source: Source) -> str:
        title = self.markup.text(source.title)
        if source.url and urlsplit(source.url).scheme in ("http", "https"):
            title = self.markup.link(title, quote(source.url, safe="/:?#@!$&()*+,;=%~[]"))
        return f"{title} ({source.year})" if source.year else title


def tally_in_words(tally: Tally) -> str:
    """How many sources take which stance.

    >>> tally_in_words(Tally(supports=3, qualifies=1))
    '3 support, 1 qualifies'
    """
    counts = tally.as_dict()
    return ", ".join(f"{counts[stance]} {one if counts[stance] == 1 else more}" for stance, (one, more) in _COUNTED.items()
                     if counts[stance])  # fmt: skip
