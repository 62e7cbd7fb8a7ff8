"""`browse`: the graph as one HTML page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kneegraph.cli import show
from kneegraph.cli.options import choosing_graph, chosen_graph, output_page, with_texts


@click.command()
@output_page
@click.option("--focus", metavar="CONCEPT", help="Open on this concept's neighbourhood.")
@click.option("--open", "opening", is_flag=True, help="Open the page in a browser.")
@choosing_graph
@with_texts
def browse(output: Path, focus: str | None, opening: bool, texts: Path | None, **chosen: Any) -> None:
    """Write the graph as one self-contained HTML page."""
    page = chosen_graph(texts=texts, **chosen).write_browser(output, focus=focus)
    show.show_line(f"Wrote {page} ({page.stat().st_size / 1_000_000:.1f} MB)")
    if opening:
        click.launch(str(page))
