"""`lsp`: the draft checker for editors."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kneegraph.cli.options import choosing_graph, chosen_graph, with_texts
from kneegraph.errors import ExitStatus, MissingLibraryError

if TYPE_CHECKING:
    from kneegraph.check.report import Report
    from kneegraph.graph import Graph
    from kneegraph.lsp.desk import Check
    from kneegraph.text.documents import Form


@click.command()
@click.option("--stdio", is_flag=True, help="Talk through standard input and output; it always does, some editors ask for it.")
@choosing_graph
@with_texts
def lsp(stdio: bool, texts: Path | None, **chosen: Any) -> int:  # noqa: ARG001 (see the help of --stdio)
    """Check drafts in an editor as they are written, by the Language Server Protocol.

    The editor starts this itself; docs/editors.md says how to set it up. Needs: pip install kneegraph[lsp]
    """
    try:
        from kneegraph.lsp.card import Evidence
        from kneegraph.lsp.server import make_server
        from kneegraph.lsp.serving import serve_editor
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("pygls", "lsprotocol"):
            raise
        raise MissingLibraryError("kneegraph[lsp]") from error

    graph = chosen_graph(texts=texts, **chosen)
    evidence = Evidence(graph.corpus.sources, graph.quotes)

    def restricting(collection: Sequence[str], tier: Sequence[str]) -> Check:
        return _checking(graph.restricted(collection=collection, tier=tier))

    server = make_server(_checking(graph), evidence, restricting=restricting)
    return ExitStatus.DONE if serve_editor(server) else ExitStatus.FOUND


def _checking(graph: Graph) -> Check:
    def check(text: str, form: Form, path: str) -> Report:
        return graph.check(text, form=form, path=path)

    return check
