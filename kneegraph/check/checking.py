"""The checker: a draft in, a report out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kneegraph.check.matching import Matcher
from kneegraph.check.report import Finding, Nearness, OverReach, Report, Verdict
from kneegraph.check.rules import BY_VERDICT
from kneegraph.check.verdicts import over_reaching, verdict_on
from kneegraph.check.wording import message, suggestion
from kneegraph.model import Corpus
from kneegraph.text.blocks import Block, BlockKind
from kneegraph.text.documents import Form, comments, read_blocks
from kneegraph.text.lines import Lines
from kneegraph.text.reader import Reader, Topic
from kneegraph.text.sentences import split
from kneegraph.text.stated import Span, StatedClaim

_SILENT = frozenset({BlockKind.HEADING, BlockKind.CAPTION})
_WORD = re.compile(r"\w+")


class Checker:
    """Checks drafts against one corpus. Building it costs a pass over labels and claims."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._reader = Reader(corpus)
        self._matcher = Matcher(corpus)

    def check(self, text: str, *, form: str = "markdown", path: str = "-") -> Report:
        """The findings in a draft, comments that silence some of them applied.

        `form` is `text`, `markdown` or `html`; `path` is the name that findings carry. Raises DataError for what is no text.
        """
        from kneegraph.check.ignores import with_ignores

        kind, lines = Form(form), Lines(text)
        findings: list[Finding] = []
        sentences = words = 0
        for block in read_blocks(text, kind):
            words += len(_WORD.findall(block.text))
            if block.kind in _SILENT:
                continue
            spans = split(block.text)
            sentences += len(spans)
            findings += self._block(block, spans, _Draft(text, lines, path))
        report = Report(path, tuple(findings), sentences, words)
        return with_ignores(report, text, comments(text, kind), form=form)

    def _block(self, block: Block, spans: Sequence[Span], draft: _Draft) -> Iterator[Finding]:
        topic: Topic | None = None
        for span in spans:
            claims, topic = self._reader.read(block.text[span.start : span.end], topic)
            seen: set[object] = set()
            for stated in claims:
                found = self._finding(stated, block, span, draft)
                if found is not None and (key := found.claim or (found.subject, found.relation, found.object)) not in seen:
                    seen.add(key)
                    yield found

    def _finding(self, stated: StatedClaim, block: Block, sentence: Span, draft: _Draft) -> Finding | None:
        match = self._matcher.match(stated)
        verdict = verdict_on(stated, match)
        if verdict is None or (match is None and self._reader.is_quiet(stated.relation)):
            return None
        near = self._matcher.neighbour(stated) if match is None else None
        rule = BY_VERDICT[verdict]
        whole = draft.span(block, sentence)
        return Finding(
            path=draft.path,
            place=draft.lines.place(whole),
            text=draft.text[whole.start : whole.end],
            rule=rule.code,
            severity=rule.severity,
            message=message(self._corpus, stated, verdict, match, near),
            span=draft.lines.place(draft.span(block, _moved(stated.span, sentence.start))),
            verdict=verdict,
            polarity=stated.polarity,
            hedged=stated.hedged,
            subject=stated.subject,
            relation=match.claim.relation if match and match.nearness is Nearness.EXACT else stated.relation,
            object=stated.object,
            outcome=stated.outcome,
            claim=match.claim if match else None,
            nearness=match.nearness if match else Nearness.EXACT,
            over=self._over(stated, verdict, block, sentence, draft),
            suggestion=suggestion(self._corpus, verdict, match),
        )

    def _over(
        self, stated: StatedClaim, verdict: Verdict, block: Block, sentence: Span, draft: _Draft
    ) -> tuple[OverReach, ...]:
        if verdict is not Verdict.OVERSTATED:
            return ()
        found = []
        for one in over_reaching(stated):
            span = draft.span(block, _moved(one.span, sentence.start))
            found.append(OverReach(draft.lines.place(span), draft.text[span.start : span.end], one.reach, one.narrower))
        return tuple(found)


class _Draft:
    """The text that is checked, with its lines and its name."""

    def __init__(self, text: str, lines: Lines, path: str) -> None:
        self.text = text
        self.lines = lines
        self.path = path

    @staticmethod
    def span(block: Block, span: Span) -> Span:
        """Where a span of a block's prose stands in the file."""
        return block.in_file(span)


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)
