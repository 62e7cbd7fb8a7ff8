"""The checker: a draft in, a report out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from kneegraph.analysis.evidence.licence import Licences
from kneegraph.check.ignores import with_ignores
from kneegraph.check.licensing import Licensing
from kneegraph.check.matching import Match, Matcher
from kneegraph.check.reaching import reaching
from kneegraph.check.report import Finding, Nearness, OverReach, Place, Report, Severity, Verdict
from kneegraph.check.rules import BY_VERDICT
from kneegraph.check.strength import attributed, studies_said, within_licence
from kneegraph.check.verdicts import verdict_on
from kneegraph.check.wording import message, narrowed, suggestion
from kneegraph.model import Claim, Corpus, Standing
from kneegraph.text.blocks import Block, BlockKind
from kneegraph.text.documents import Comment, Form, checked, read_parts
from kneegraph.text.lines import Lines
from kneegraph.text.reader import Discourse, Reader
from kneegraph.text.sentences import split
from kneegraph.text.stated import Boost, Polarity, Reach, Span, StatedClaim

_SILENT = frozenset({BlockKind.HEADING, BlockKind.CAPTION})
_WORD = re.compile(r"\w+")


class Checker:
    """Checks drafts against one corpus. Building it costs a pass over labels and claims, some 0.2 s for the packaged ones."""

    def __init__(self, corpus: Corpus, licences: Licences | None = None) -> None:
        self._corpus = corpus
        self._reader = Reader(corpus)
        self._matcher = Matcher(corpus)
        self._licensing = Licensing(corpus, licences)

    def check(self, text: str, *, form: str = "markdown", path: str = "-") -> Report:
        """The findings in a draft, comments that silence some of them applied.

        `form` is `text`, `markdown` or `html`; `path` is the name that findings carry. Raises DataError for what is no text.
        Cost: one pass over the draft, some 0.3 ms a sentence that names concepts.
        """
        draft = _Draft(checked(text, path), Lines(text), path)
        findings: list[Finding] = []
        comments: list[Comment] = []
        sentences = words = 0
        discourse = Discourse()
        for part in read_parts(text, Form(form)):
            if isinstance(part, Comment):
                comments.append(part)
                continue
            words += len(_WORD.findall(part.text))
            if part.kind in _SILENT:
                continue
            discourse = discourse.in_new_block()
            for span in split(part.text):
                sentences += 1
                claims, discourse = self._reader.read(part.text[span.start : span.end], discourse)
                findings += self._findings(claims, _Place(draft, part, span))
        report = Report(path, tuple(findings), sentences, words)
        return with_ignores(report, text, comments, form=form)

    def _findings(self, claims: list[StatedClaim], place: _Place) -> Iterator[Finding]:
        seen: set[object] = set()
        for stated in claims:
            match = self._matcher.match(stated)
            verdict = self._verdict(stated, match)
            key = match.claim.id if match else (stated.subject, stated.relation, stated.object, stated.outcome)
            if verdict is not None and key not in seen:
                seen.add(key)
                yield self._finding(stated, match, verdict, place)

    def _verdict(self, stated: StatedClaim, match: Match | None) -> Verdict | None:
        if match is None:
            return None if stated.vague else verdict_on(stated, match)
        return verdict_on(stated, match, beyond_studies=self._licensing.is_exceeded(stated, match))

    def _finding(self, stated: StatedClaim, match: Match | None, verdict: Verdict, place: _Place) -> Finding:
        rule = BY_VERDICT[verdict]
        near = self._matcher.neighbour(stated) if match is None else None
        licensed = self._licensing.of(match.claim) if match else None
        over = self._over(stated, match, place) if match and verdict is Verdict.OVERSTATED else ()
        instead = self._suggestion(over, verdict, stated, match, place) if match else None
        subject, relation, object_, polarity = _as_claimed(stated, match)
        said = message(self._corpus, stated, verdict, match, near)
        if licensed is not None:
            said = f"{said} {studies_said(self._corpus, licensed)}".rstrip()
        return Finding(
            path=place.draft.path,
            place=place.whole,
            text=place.text,
            rule=rule.code,
            severity=rule.severity,
            message=place.draft.once(said),
            span=place.at(stated.span),
            verdict=verdict,
            polarity=polarity,
            hedged=stated.hedged,
            subject=subject,
            relation=relation,
            object=object_,
            outcome=stated.outcome,
            claim=match.claim if match else None,
            nearness=match.nearness if match else Nearness.EXACT,
            over=tuple(_over(over, place)),
            suggestion=instead and place.draft.once(instead),
            licence=licensed,
        )

    def _over(self, stated: StatedClaim, match: Match, place: _Place) -> tuple[Boost, ...]:
        exceeded = self._licensing.is_exceeded(stated, match)
        verb = self._licensing.narrower_verb(stated, match) if exceeded else None
        return reaching(self._corpus, place.sentence, stated, match, verb)

    def _suggestion(
        self, over: tuple[Boost, ...], verdict: Verdict, stated: StatedClaim, match: Match, place: _Place
    ) -> str | None:
        """The writer's own sentence with narrower words where that will do, otherwise one of ours.

        What nobody has studied is attributed, also where the sources are of one mind.
        """
        claim, settled = match.claim, match.claim.standing is Standing.SUPPORTED
        licensed = self._licensing.of(claim)
        if settled and verdict in (Verdict.OVERSTATED, Verdict.SUPPORTED) and self._licensing.is_unstudied(claim):
            return None if stated.hedged and verdict is Verdict.SUPPORTED else attributed(self._corpus, claim)
        exceeded = self._licensing.is_exceeded(stated, match)
        if over and (not exceeded or any(one.reach is Reach.CAUSE for one in over)):
            studies = [one.source for one in licensed.studies] if exceeded and licensed else []
            own = narrowed(self._corpus, place.sentence, over, claim, studies)
            if own is not None and self._is_clean(own, claim):
                return own
        if verdict is Verdict.OVERSTATED and exceeded:
            return next(filter(self._is_clean, within_licence(self._corpus, self._licensing, claim)), None) or suggestion(
                self._corpus, verdict, match
            )
        return suggestion(self._corpus, verdict, match)

    def _is_clean(self, sentence: str, claim: Claim | None = None) -> bool:
        """Whether nothing in a sentence deserves a warning, and it states the claim, or one like it, if that is given."""
        claims, _ = self._reader.read(sentence)
        found = [(self._matcher.match(one), one) for one in claims]
        verdicts = [self._verdict(one, match) for match, one in found]
        meant = {one.id for one in self._licensing.beside(claim)} if claim else set()
        says = claim is None or any(match is not None and match.claim.id in meant for match, _ in found)
        return says and all(one is None or BY_VERDICT[one].severity is Severity.NOTE for one in verdicts)


def _as_claimed(stated: StatedClaim, match: Match | None) -> tuple[str, str, str, Polarity]:
    """The claim in the graph's own terms where it has it, and whether the sentence affirms it so."""
    if match is None:
        return stated.subject, stated.relation, stated.object, stated.polarity
    affirmed = (stated.polarity is Polarity.AFFIRMED) == match.agrees
    polarity = Polarity.AFFIRMED if affirmed else Polarity.DENIED
    return match.claim.subject, match.claim.relation, match.claim.object, polarity


def _over(boosts: tuple[Boost, ...], place: _Place) -> Iterator[OverReach]:
    for one in boosts:
        where = place.at(one.span)
        yield OverReach(where, place.draft.once(place.draft.text[where.start : where.end]), one.reach, one.narrower)


@dataclass(frozen=True, slots=True)
class _Draft:
    """The text that is checked, with its lines and its name."""

    text: str
    lines: Lines
    path: str
    _said: dict[str, str] = field(default_factory=dict)

    def once(self, words: str) -> str:
        """The same words, as one object for all findings: a long draft meets the same claims over and over."""
        return self._said.setdefault(words, words)


@dataclass(frozen=True)
class _Place:
    """A sentence within a block of a draft; its findings share what they say of it."""

    draft: _Draft
    block: Block
    span: Span

    @property
    def sentence(self) -> str:
        """The sentence as a reader sees it, without markup."""
        return self.block.text[self.span.start : self.span.end]

    @cached_property
    def whole(self) -> Place:
        """Where the sentence stands in the file."""
        return self.draft.lines.place(self.block.in_file(self.span))

    @cached_property
    def text(self) -> str:
        """The sentence as it stands in the file."""
        return self.draft.text[self.whole.start : self.whole.end]

    def at(self, span: Span) -> Place:
        """Where a span of the sentence stands in the file."""
        found = self.block.in_file(Span(self.span.start + span.start, self.span.start + span.end))
        return self.draft.lines.place(found)
