"""Findings as edits: the suggestion, a narrower wording of words that reach too far, a comment that sets the finding aside."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from lsprotocol.types import (
    CodeAction,
    CodeActionKind,
    Command,
    Diagnostic,
    OptionalVersionedTextDocumentIdentifier,
    TextDocumentEdit,
    TextEdit,
    WorkspaceEdit,
)

from kneegraph.check.report import Finding, OverReach
from kneegraph.lsp.blocks import above_block
from kneegraph.lsp.opened import OpenDraft
from kneegraph.text.documents import Form

#: The command that selects words after an edit: takes a document's address, the line, the first and the last column.
SHOW = "kneegraph.show"
_LONGEST_TITLE = 100
#: Stands for the reason until the writer has written one.
_REASON = "reason"


@dataclass(frozen=True, slots=True)
class Fix:
    """One way to answer a finding: what it is called, and the new text for code points from `start` to `end`.

    `to_write` are words of the new text that the writer is to write over.
    """

    title: str
    start: int
    end: int
    new: str
    preferred: bool = False
    to_write: str = ""


def fixes(draft: OpenDraft, finding: Finding) -> Iterator[Fix]:
    """Every way to answer a finding, the likeliest first."""
    if finding.suggestion:
        place = finding.place
        yield Fix(_cut(f"Replace by: {finding.suggestion}"), place.start, place.end, _written(draft, finding.suggestion), True)
    for one in finding.over:
        yield _narrower(draft, finding, one)
    if finding.verdict:  # a comment that has no effect is mended or removed, not set aside
        yield _ignore(draft, finding)


def code_action(draft: OpenDraft, fix: Fix, mark: Diagnostic, *, versioned: bool, guided: bool) -> CodeAction:
    """A fix as the protocol has it.

    `versioned`: say which version it is meant for; `guided`: select what is to be written over. Not every editor can do these.
    """
    edit = TextEdit(draft.lines.range(fix.start, fix.end), fix.new)
    if versioned:
        document = OptionalVersionedTextDocumentIdentifier(uri=draft.uri, version=draft.version)
        whole = WorkspaceEdit(document_changes=[TextDocumentEdit(document, [edit])])
    else:
        whole = WorkspaceEdit(changes={draft.uri: [edit]})
    return CodeAction(
        title=fix.title,
        kind=CodeActionKind.QuickFix,
        diagnostics=[mark],
        edit=whole,
        is_preferred=fix.preferred or None,
        command=_selecting(draft, fix) if guided and fix.to_write else None,
    )


def _selecting(draft: OpenDraft, fix: Fix) -> Command:
    """The command that selects the words to write over. Fixes that have such words write ASCII: one column a character."""
    before = fix.new.partition(fix.to_write)[0].splitlines()
    start = draft.lines.position(fix.start)
    column = len(before[-1]) + (start.character if len(before) == 1 else 0)
    place = [start.line + len(before) - 1, column, column + len(fix.to_write)]
    return Command(title="Give a reason", command=SHOW, arguments=[draft.uri, *place])


def _narrower(draft: OpenDraft, finding: Finding, over: OverReach) -> Fix:
    start, end = over.place.start, over.place.end
    first = start == finding.place.start
    if over.narrower:
        new = over.narrower[0].upper() + over.narrower[1:] if first else over.narrower
        return Fix(f"Narrow “{over.text}” to “{over.narrower}”", start, end, _written(draft, new))
    if first:  # the next word begins the sentence now
        rest = re.compile(r"\s*\w?").match(draft.text, end)
        last = rest.end() if rest else end
        return Fix(f"Leave out “{over.text}”", start, last, draft.text[end:last].strip().upper())
    while start > 0 and draft.text[start - 1] in " \t":
        start -= 1
    return Fix(f"Leave out “{over.text}”", start, end, "")


def _ignore(draft: OpenDraft, finding: Finding) -> Fix:
    at, margin = above_block(draft, finding.place.start)
    newline = "\r\n" if "\r\n" in draft.text else "\n"
    before = "" if at == 0 or draft.text[at - 1] in "\r\n" else newline
    comment = f"{before}{margin}<!-- kneegraph-ignore {finding.rule}: {_REASON} -->{newline}"
    return Fix(f"Ignore {finding.rule} here (give a reason)", at, at, comment, to_write=_REASON)


def _written(draft: OpenDraft, words: str) -> str:
    """Words of ours as the draft's form has them."""
    return html.escape(words, quote=False) if draft.form is Form.HTML else words


def _cut(title: str) -> str:
    return title if len(title) <= _LONGEST_TITLE else f"{title[: _LONGEST_TITLE - 1].rstrip()}…"
