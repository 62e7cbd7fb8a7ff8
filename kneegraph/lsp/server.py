"""The server: what an editor sends, and what it gets for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lsprotocol import types as lsp
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path

from kneegraph import __version__
from kneegraph.check.report import Finding
from kneegraph.errors import KneegraphError
from kneegraph.lsp.card import MARKDOWN, PLAIN, Evidence, card
from kneegraph.lsp.desk import Check, Checked, Desk
from kneegraph.lsp.fixes import SHOW, code_action, fixes
from kneegraph.lsp.marks import Marks, diagnostic, diagnostics, finding_range, findings_shown, marked
from kneegraph.lsp.opened import OpenDraft, draft_form
from kneegraph.lsp.settings import Settings, project_settings, read_settings

#: Seconds without a key before a draft is checked.
PAUSE = 0.2
#: Makes a check that knows the sources of these collections and of these tiers only.
Restricting = Callable[[Sequence[str], Sequence[str]], Check]


class CheckServer(LanguageServer):
    """The server of one editor: its open drafts, its settings, what it can show."""

    def __init__(self, check: Check, evidence: Evidence, restricting: Restricting | None, pause: float) -> None:
        # Whole texts, not changed parts: pygls counts a draft's lines by str.splitlines, which ends a line at characters
        # (such as U+2028, frequent in text pasted from web pages) that end none for an editor; parts would land elsewhere.
        super().__init__("kneegraph", __version__, text_document_sync_kind=lsp.TextDocumentSyncKind.Full)
        self.evidence = evidence
        self.pause = pause
        self.settings = Settings()
        self.ended_well = False
        self._check = check
        self._restricting = restricting
        self.desk = Desk(check, self.publish)
        self._told: dict[str, str] = {}

    # Drafts

    def follow(self, uri: str, *, delay: float = 0.0) -> bool:
        """Check an open document as it stands now, after so many seconds; False where it is no draft."""
        document = self.workspace.get_text_document(uri)
        form = draft_form(document.language_id, uri)
        if form is None:
            return False
        encoding = self.workspace.position_encoding or lsp.PositionEncodingKind.Utf16
        self.desk.put(OpenDraft(uri, document.version, document.source, form, encoding), delay=delay)
        return True

    def recheck(self) -> None:
        """Check every open document anew."""
        for document in [*self.workspace.text_documents.values()]:
            self.follow(document.uri)

    def publish(self, checked: Checked) -> None:
        """Send what came of a draft. A failure is also told in a message: once, until it is another or over."""
        draft = checked.draft
        if checked.failure and self._told.get(draft.uri) != checked.failure:
            self.tell(checked.failure)
        self._told[draft.uri] = checked.failure or ""
        marks = diagnostics(checked, self.settings, self.marks)
        self.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(draft.uri, marks, version=draft.version))

    def forget(self, uri: str) -> None:
        """Take the marks of a closed document away."""
        self.desk.drop(uri)
        self._told.pop(uri, None)
        self.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(uri, []))

    async def findings_at(self, uri: str, where: lsp.Range) -> tuple[OpenDraft, list[Finding]] | None:
        """The findings of the newest version whose marks touch a range; None where nothing was or could be checked."""
        checked = await self.desk.newest(uri)
        if checked is None or checked.report is None:
            return None
        lines = checked.draft.lines
        start, end = lines.offset(where.start), lines.offset(where.end)
        found = findings_shown(checked, self.settings)
        return checked.draft, [one for one in found if _touches(one, start, end)]

    # Settings

    def configure(self, read: Callable[[], Settings]) -> None:
        """Take settings over; what is wrong with them is told, and those that held before still hold."""
        try:
            settings = read()
            if (settings.collection, settings.tier) != (self.settings.collection, self.settings.tier):
                self.desk.check = self._restricted(settings)
        except KneegraphError as error:
            self.tell(str(error))
        else:
            self.settings = settings

    def _restricted(self, settings: Settings) -> Check:
        if not (settings.collection or settings.tier):
            return self._check
        if self._restricting is None:
            raise KneegraphError("this server cannot be restricted to a collection or a tier")
        return self._restricting(settings.collection, settings.tier)

    # What the editor understands

    @property
    def marks(self) -> Marks:
        """What it can show beside a mark."""
        document = self.client_capabilities.text_document
        can = document.publish_diagnostics if document else None
        faded = bool(can and can.tag_support and lsp.DiagnosticTag.Unnecessary in can.tag_support.value_set)
        return Marks(related=bool(can and can.related_information), faded=faded)

    @property
    def takes_markdown(self) -> bool:
        """Whether it shows Markdown on hover; one that does not say is shown plain text."""
        document = self.client_capabilities.text_document
        formats = (document.hover.content_format if document and document.hover else None) or []
        return lsp.MarkupKind.Markdown in formats

    @property
    def takes_versions(self) -> bool:
        """Whether an edit may name the version of the document that it is meant for."""
        workspace = self.client_capabilities.workspace
        return bool(workspace and workspace.workspace_edit and workspace.workspace_edit.document_changes)

    @property
    def can_show(self) -> bool:
        """Whether it selects words of a document when it is asked to."""
        window = self.client_capabilities.window
        return bool(window and window.show_document and window.show_document.support)

    def tell(self, message: str) -> None:
        """Show a message to the writer."""
        self.window_show_message(lsp.ShowMessageParams(lsp.MessageType.Error, f"kneegraph: {message}"))


def _touches(finding: Finding, start: int, end: int) -> bool:
    place = marked(finding)
    return place.start <= end and start <= place.end


def make_server(
    check: Check, evidence: Evidence, *, restricting: Restricting | None = None, pause: float = PAUSE
) -> CheckServer:
    """A server that checks with `check` (text, form, path to a report), in a thread of its own, one draft at a time.

    `evidence` is what verdict cards tell of the sources, `restricting` makes another check when only some sources are to
    count, `pause` is how many seconds after the last change a draft is checked.
    """
    server = CheckServer(check, evidence, restricting, pause)
    _follow_drafts(server)
    _follow_session(server)
    server.feature(lsp.TEXT_DOCUMENT_HOVER)(_hover)
    server.feature(lsp.TEXT_DOCUMENT_CODE_ACTION, lsp.CodeActionOptions([lsp.CodeActionKind.QuickFix]))(_code_actions)
    server.command(SHOW)(_show)
    return server


def _follow_drafts(server: CheckServer) -> None:
    @server.feature(lsp.TEXT_DOCUMENT_DID_OPEN)
    def opened(params: lsp.DidOpenTextDocumentParams) -> None:
        document = params.text_document
        if not server.follow(document.uri):
            what = f"{document.uri}: {document.language_id!r} is not checked, only Markdown, HTML and plain text"
            server.window_log_message(lsp.LogMessageParams(lsp.MessageType.Info, what))

    @server.feature(lsp.TEXT_DOCUMENT_DID_CHANGE)
    def changed(params: lsp.DidChangeTextDocumentParams) -> None:
        server.follow(params.text_document.uri, delay=server.pause)

    @server.feature(lsp.TEXT_DOCUMENT_DID_SAVE)
    def saved(params: lsp.DidSaveTextDocumentParams) -> None:
        server.follow(params.text_document.uri)

    @server.feature(lsp.TEXT_DOCUMENT_DID_CLOSE)
    def closed(params: lsp.DidCloseTextDocumentParams) -> None:
        server.forget(params.text_document.uri)


def _follow_session(server: CheckServer) -> None:
    at_start = Settings()

    @server.feature(lsp.INITIALIZE)
    def begin(params: lsp.InitializeParams) -> None:
        nonlocal at_start
        folders = params.workspace_folders
        root = to_fs_path(folders[0].uri) if folders else server.workspace.root_path
        server.configure(lambda: project_settings(root))
        server.configure(lambda: read_settings(params.initialization_options, server.settings))
        at_start = server.settings

    @server.feature(lsp.WORKSPACE_DID_CHANGE_CONFIGURATION)
    def configured(params: lsp.DidChangeConfigurationParams) -> None:
        server.configure(lambda: read_settings(params.settings, at_start))
        server.recheck()

    @server.feature(lsp.SHUTDOWN)
    def shutdown(_: None) -> None:
        server.ended_well = True
        server.desk.close()


async def _hover(server: CheckServer, params: lsp.HoverParams) -> lsp.Hover | None:
    """The verdict card of each finding under the mouse."""
    there = await server.findings_at(params.text_document.uri, lsp.Range(params.position, params.position))
    if there is None or not there[1]:
        return None
    draft, found = there
    markdown = server.takes_markdown
    cards = (card(one, server.evidence, MARKDOWN if markdown else PLAIN) for one in found)
    kind = lsp.MarkupKind.Markdown if markdown else lsp.MarkupKind.PlainText
    return lsp.Hover(lsp.MarkupContent(kind, "\n\n---\n\n".join(cards)), finding_range(draft, found[0]))


async def _code_actions(server: CheckServer, params: lsp.CodeActionParams) -> list[lsp.CodeAction] | None:
    """The fixes for the findings at the cursor or in the selection."""
    only = params.context.only
    if only is not None and not any(lsp.CodeActionKind.QuickFix.startswith(kind) for kind in only):
        return None
    there = await server.findings_at(params.text_document.uri, params.range)
    if there is None:
        return None
    draft, found = there
    offered = {fix: one for one in reversed(found) for fix in fixes(draft, one)}  # the same fix may serve several findings
    return [
        code_action(draft, fix, diagnostic(draft, one, server.marks), versioned=server.takes_versions, guided=server.can_show)
        for one in found
        for fix in fixes(draft, one)
        if offered[fix] is one
    ]


def _show(server: CheckServer, uri: str, line: int, start: int, end: int) -> None:
    """Select words in an open document, for the writer to write over."""
    where = lsp.Range(lsp.Position(line, start), lsp.Position(line, end))
    server.window_show_document(lsp.ShowDocumentParams(uri, take_focus=True, selection=where))
