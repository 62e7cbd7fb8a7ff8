"""The notebook of the documentation: it runs, shows what it promises, and survives being made a web page."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbconvert import HTMLExporter
from opened_page import ARGUMENTS, CHROMIUM
from playwright.sync_api import sync_playwright

NOTEBOOK = Path(__file__).parents[1] / "docs" / "notebooks" / "first-steps.ipynb"


def read_notebook() -> nbformat.NotebookNode:
    return nbformat.read(NOTEBOOK, as_version=4)  # type: ignore[no-untyped-call, no-any-return]


@pytest.fixture(scope="module")
def executed() -> nbformat.NotebookNode:
    notebook = read_notebook()
    client = NotebookClient(
        notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(NOTEBOOK.parents[2])}}
    )
    return client.execute()


def test_the_notebook_is_stored_without_outputs() -> None:
    for cell in read_notebook().cells:
        assert not cell.get("outputs"), "clear the outputs: they would go stale, and hide what a change changes"
        assert cell.get("execution_count") is None


def test_no_cell_of_the_notebook_fails_and_what_is_shown_is_html(executed: nbformat.NotebookNode) -> None:
    code = [cell for cell in executed.cells if cell.cell_type == "code"]
    outputs = {cell.source.splitlines()[-1]: cell.outputs for cell in code}
    assert not [output for each in outputs.values() for output in each if output.output_type == "error"]
    for last in (
        "kg",
        "claim",
        "patella",
        "answer",
        "found[:3]",
        'kg.show("patellar tracking")',
        'kg.query_named("contested")',
    ):
        assert 'class="kg-shown"' in outputs[last][0].data["text/html"], last
    assert "nearest: knee-valgus" in outputs["    print(error)"][0].text


@pytest.mark.browser
def test_the_notebook_shows_as_a_web_page_too(executed: nbformat.NotebookNode) -> None:
    html, _ = HTMLExporter().from_notebook_node(executed)  # type: ignore[no-untyped-call]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = browser.new_page()
        page.route(re.compile("^https?:"), lambda route: route.abort())
        page.set_content(html, wait_until="domcontentloaded")
        assert page.locator(".kg-shown").count() >= 8
        assert page.locator(".kg-shown svg").bounding_box()["width"] > 400  # type: ignore[index]
        browser.close()
