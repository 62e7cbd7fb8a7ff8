"""The query page at /sparql in a real browser, against a whole server: first rows, writing, running, and who can use it."""

from __future__ import annotations

import runpy
from hashlib import sha256
from urllib.parse import quote, unquote

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from query_page import LABELS, ready, run, type_in, write, written

from kneegraph import files

pytestmark = pytest.mark.browser


# First rows


def test_a_newcomer_has_rows_after_one_click_and_follows_one_to_its_dossier(page: Page) -> None:
    examples = page.locator("[data-example]")
    expect(examples).to_have_count(3)
    page.locator("[data-example=contested]").click()
    expect(page.locator("table.rows tbody tr").first).to_be_visible()
    expect(page.locator("#status")).to_contain_text("rows ·")
    expect(page.locator("#answer-title")).to_be_focused()
    link = page.locator("table.rows a.own").first
    expect(link).to_have_text("claim/" + unquote(str(link.get_attribute("href"))).split("/id/claim/")[1])
    link.click()
    expect(page.locator("h1, h2").first).to_be_visible()
    assert "/id/claim/" in page.url


def test_a_named_query_is_found_filled_in_by_label_and_run(page: Page) -> None:
    page.keyboard.press("/")
    page.keyboard.type("cause valgus")  # words of a title and of a parameter's default
    shown = page.locator(".named:visible")
    assert "causes-of" in [one.get_attribute("data-name") for one in shown.all()]
    page.locator(".named[data-name=causes-of] summary").click()
    entry = page.locator(".named[open]")
    expect(entry).to_contain_text("best supported first")
    field = page.get_by_role("combobox", name="effect")
    expect(field).to_have_value("knee valgus")
    field.fill("knee cave")
    expect(page.get_by_role("option").first).to_contain_text("knee valgus")
    field.press("ArrowDown")
    field.press("Enter")
    assert field.input_value().startswith("knee cave")
    entry.get_by_role("button", name="Load into editor").click()
    expect(page.locator(".CodeMirror-code")).to_contain_text("concept/knee-valgus")
    expect(page.locator(".welcome")).to_be_visible()
    entry.get_by_role("button", name="Run").click()
    expect(page.locator("table.rows")).to_contain_text("weak gluteus medius")


def test_a_source_is_found_by_words_of_its_title(page: Page) -> None:
    page.locator(".named[data-name=everything-in-source] summary").click()
    page.get_by_role("combobox", name="source").fill("wednesday knee")
    page.get_by_role("option").first.click()
    expect(page.get_by_role("combobox", name="source")).to_have_value("fti-medial-knee")
    page.locator(".named[open]").get_by_role("button", name="Run").click()
    expect(page.locator("table.rows tbody tr").first).to_be_visible()


def test_a_word_that_names_nothing_is_told_with_the_nearest_in_the_form(page: Page) -> None:
    page.locator(".named[data-name=causes-of] summary").click()
    page.get_by_role("combobox", name="effect").fill("knee valgos")
    page.locator(".named[open]").get_by_role("button", name="Run").click()
    page.locator(".wrong-field button", has_text="knee valgus").first.click()
    page.locator(".named[open]").get_by_role("button", name="Run").click()
    expect(page.locator("table.rows")).to_be_visible()


# Writing


@pytest.mark.parametrize(
    ("typed", "chosen", "result"),
    [
        ("SELECT * { ?a kg:cau", "kg:causes", "kg:causes"),
        ("SELECT * { GRAPH view:ag", "view:agreed", "view:agreed"),
        ("SELECT * { ?a kg:causes weak glute m", "weak glute med", "<concept/weak-gluteus-medius>"),
        ("SELECT * { ?a kg:causes <concept/knee-v", "knee valgus", "<concept/knee-valgus>"),
        ("PREFIX foa", "foaf:", "foaf: <http://xmlns.com/foaf/0.1/>"),
        ("PREFIX sko", "skos:", "skos: <http://www.w3.org/2004/02/skos/core#>"),
    ],
)
def test_terms_prefixes_and_concepts_complete_as_they_are_typed(page: Page, typed: str, chosen: str, result: str) -> None:
    type_in(page, typed)
    page.locator(".CodeMirror-hint", has_text=chosen).first.click()
    assert written(page).rstrip("} ").endswith(result)


def test_nothing_is_proposed_in_strings_comments_and_keywords(page: Page) -> None:
    for typed in ('SELECT * { ?a ?b "knee', "# knee", "SEL", "SELECT * { FILT"):
        type_in(page, typed)
        page.wait_for_timeout(100)
        expect(page.locator(".CodeMirror-hint")).to_have_count(0)


def test_our_prefixes_need_no_declaration_and_a_slip_shows_before_running(page: Page) -> None:
    write(page, "SELECT * { ?a kg:causes <concept/knee-valgus> }")
    expect(page.locator(".parseErrorIcon")).to_have_count(0)
    write(page, "SELECT * { ?a kg:causes }")
    expect(page.locator(".parseErrorIcon")).to_have_count(1)


def test_tab_leaves_the_editor(page: Page) -> None:
    page.locator(".CodeMirror").click()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "run"


# Running


def test_control_enter_runs_and_escape_stops_the_request(page: Page) -> None:
    asked: list[Route] = []

    def hold(route: Route) -> None:
        asked.append(route)

    page.route("**/sparql", hold)
    type_in(page, "ASK {}")
    with page.expect_event("requestfailed") as failed:
        page.keyboard.press("Control+Enter")
        expect(page.locator("#elapsed")).to_contain_text("s")
        expect(page.get_by_role("button", name="Stop")).to_be_visible()
        page.keyboard.press("Escape")
    assert "ABORTED" in str(failed.value.failure)
    expect(page.locator("#status")).to_contain_text("Stopped after")
    expect(page.locator("#stop")).to_be_hidden()
    expect(page.locator("#answer")).to_have_text("Stopped; the server has let go of the query.")
    assert len(asked) == 1
    page.unroute("**/sparql")
    page.keyboard.press("Meta+Enter")
    expect(page.locator(".yes-no")).to_have_text("Yes")


def test_a_stopped_query_leaves_the_server_ready(page: Page) -> None:
    run(page, "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
    page.wait_for_timeout(500)
    page.keyboard.press("Escape")
    expect(page.locator("#status")).to_contain_text("Stopped")
    run(page, "ASK { ?a kg:noSuch ?b }".replace("noSuch", "oppositeOf"))
    expect(page.locator(".yes-no")).to_have_text("Yes")


def test_a_link_holds_the_whole_query_and_a_reload_restores_it(page: Page, server_url: str) -> None:
    query = 'SELECT ?l { <concept/knee-valgus> skos:prefLabel ?l FILTER(?l != "a+b & é # %") }'
    run(page, query)
    expect(page.locator("table.rows")).to_contain_text("knee valgus")
    assert page.url == f"{server_url}/sparql#query=" + quote(query, safe="!*'()~-._")
    page.reload()
    expect(page.locator("table.rows")).to_contain_text("knee valgus")
    assert written(page) == query
    page.get_by_role("button", name="Copy link").click()
    expect(page.locator("#toast[role=status]")).to_have_text("Link copied")
    assert page.evaluate("navigator.clipboard.readText()") == page.url


def test_going_back_gives_the_query_before_and_its_answer(page: Page) -> None:
    run(page, "ASK { ?a kg:causes ?b }")
    expect(page.locator(".yes-no")).to_have_text("No")
    run(page, "ASK {}")
    expect(page.locator(".yes-no")).to_have_text("Yes")
    page.go_back()
    expect(page.locator(".yes-no")).to_have_text("No")
    assert "kg:causes" in written(page)


def test_a_draft_outlives_the_window(page: Page, context: BrowserContext, server_url: str) -> None:
    type_in(page, "SELECT ?draft")
    page.wait_for_timeout(400)
    again = context.new_page()
    again.goto(f"{server_url}/sparql")
    ready(again)
    assert written(again) == "SELECT ?draft"


# For everyone


def test_the_shortcuts_are_listed_and_the_list_closes(page: Page) -> None:
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Shortcuts")
    expect(dialog).to_contain_text("run the query")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_everything_that_acts_has_a_name_and_the_answer_is_announced(page: Page) -> None:
    run(page, LABELS + " LIMIT 3")
    expect(page.locator("#status[role=status]")).to_contain_text("3 rows")
    unnamed = page.evaluate(
        """[...document.querySelectorAll("button, a[href], input, summary, textarea")].filter((one) =>
            !(one.textContent.trim() || one.getAttribute("aria-label") || one.labels?.length)).map((one) => one.outerHTML)"""
    )
    assert unnamed == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_has_it_all_and_scrolls_no_page_sideways(browser: Browser, server_url: str, scheme: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, color_scheme="dark" if scheme == "dark" else "light")
    page = context.new_page()
    page.goto(f"{server_url}/sparql")
    ready(page)
    page.get_by_role("button", name="Queries").click()
    page.locator(".named[data-name=contested] summary").click()
    page.locator(".named[open]").get_by_role("button", name="Run").click()
    expect(page.locator("table.rows a.own").first).to_be_visible()
    expect(page.locator("#gallery")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    contrast = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (contrast == "rgb(12, 16, 20)") is (scheme == "dark")
    context.close()


# What is not ours


def test_the_vendored_files_are_those_that_the_list_names() -> None:
    vendor = files.packaged("viz", "vendor")
    known = runpy.run_path(str(vendor / "fetch.py"))
    listed = (vendor / "README.md").read_text(encoding="utf-8")
    assert {path.name for path in vendor.glob("yasqe*")} == set(known["FILES"])
    for name, digest in known["FILES"].items():
        assert sha256((vendor / name).read_bytes()).hexdigest() == digest
        assert digest in listed
    assert known["PACKAGE"].rpartition("@")[2] in listed
