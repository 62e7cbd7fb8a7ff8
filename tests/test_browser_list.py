"""The list view of the page: the same claims as a table, sorted, moved through by keys, a page at a time."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import claim, corpus, disputes, qualifies, source, supports
from opened_page import Opener
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

SMALL = corpus(
    claim("a", "causes", "pain", supports("s1"), supports("s2"), disputes("s3")),
    claim("b", "causes", "pain", supports("s1")),
    claim("c", "causes", "pain", supports("s1"), qualifies("s2"), qualifies("s3")),
    claim("d", "reduces", "pain", disputes("s3")),
    replace(source("s1"), issued="2015"),
    replace(source("s2"), issued="2019"),
    replace(source("s3"), issued="2012"),
)


def first_letters(page: Page) -> str:
    return "".join(text[0] for text in page.locator("#list tbody th").all_inner_texts())


def test_a_row_tells_claim_standing_sources_for_and_against_tiers_and_years(opening: Opener) -> None:
    page = opening(SMALL).go("#view=list&in=all")
    row = page.locator("#list tbody tr").first
    expect(row.get_by_role("rowheader")).to_have_text("a causes pain")
    expect(row.get_by_role("cell")).to_have_text(["±contested", "2", "1", "0", "popular", "2012–2019"])
    heads = page.get_by_role("columnheader")
    expect(heads).to_have_text(["Claim", "Standing", "For+", "Against×", "Qualified≈", "Tiers", "Year"])
    expect(page.locator("#canvas")).to_be_hidden()


@pytest.mark.parametrize(
    ("column", "once", "twice"),
    [("Claim", "abcd", "dcba"), ("For", "abcd", "dbca"), ("Qualified", "cabd", "abdc"), ("Year", "acbd", "dbac")],
)
def test_a_head_sorts_and_turns_round(opening: Opener, column: str, once: str, twice: str) -> None:
    page = opening(SMALL).go("#view=list&in=all")
    head = page.get_by_role("columnheader", name=column)
    expect(head).to_have_attribute("aria-sort", "none")
    head.get_by_role("button").click()
    first = "ascending" if column == "Claim" else "descending"
    expect(head).to_have_attribute("aria-sort", first)
    assert first_letters(page) == once
    expect(head.get_by_role("button")).to_be_focused()
    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "descending" if first == "ascending" else "ascending")
    assert sorted(first_letters(page)) == list("abcd")
    assert first_letters(page) == twice
    assert "sort=" in page.url


def test_keys_move_through_the_rows_and_enter_opens_one(opening: Opener) -> None:
    page = opening(SMALL).go("#view=list&in=all&sort=claim")
    rows = page.locator("#list tbody a")
    page.keyboard.press("j")
    expect(rows.nth(0)).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("ArrowDown")
    expect(rows.nth(2)).to_be_focused()
    page.keyboard.press("k")
    expect(rows.nth(1)).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.press("ArrowDown")
    expect(rows.nth(3)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".dossier h2")).to_have_text("d reduces pain")
    expect(page.locator("#panel h2")).to_be_focused()
    expect(page.locator("#list tr.here th")).to_have_text("d reduces pain")
    page.keyboard.press("Escape")
    expect(rows.nth(3)).to_be_focused()


def test_only_one_row_is_a_stop_of_the_tabulator(opening: Opener) -> None:
    page = opening(SMALL).go("#view=list&in=all")
    assert page.evaluate("document.querySelectorAll('#list tbody a:not([tabindex=\"-1\"])').length") == 1


def test_the_list_has_the_filters_of_the_graph(opening: Opener) -> None:
    page = opening(SMALL).go("#view=list&in=all")
    page.locator("[data-filter=contested]").click()
    assert first_letters(page) == "dcb"
    page.get_by_role("button", name="More filters").click()
    page.locator('[data-filter="stance:disputes"]').click()
    assert first_letters(page) == "cb"
    for one in ("supported", "qualified"):
        page.locator(f"[data-filter={one}]").click()
    expect(page.locator("#list")).to_contain_text("No claim is shown here.")
    expect(page.locator("#filtered")).to_contain_text("The filter hides 4 claims here.")
    page.locator("#scopes").get_by_role("button", name="Reset filter").click()
    assert first_letters(page) == "adcb"


def test_the_way_back_to_the_graph_draws_it_whole(opening: Opener) -> None:
    page = opening(SMALL).go("#view=list&in=all")
    page.get_by_role("button", name="Graph", exact=True).click()
    expect(page.locator("#canvas")).to_be_visible()
    page.wait_for_timeout(100)
    assert page.evaluate("kneegraph.graph.inSight(kneegraph.graph.picture)")
    assert page.evaluate("kneegraph.graph.container.querySelector('canvas').clientHeight") > 300


def test_what_a_source_says_stands_first(opening: Opener) -> None:
    page = opening(SMALL).go("#view=list&source=s2")
    assert first_letters(page) == "acdb"
    expect(page.locator("#list tr.dim")).to_have_count(2)


def test_a_phone_opens_on_the_list_and_nothing_sticks_out(opening: Opener) -> None:
    page = opening(SMALL, size=(390, 800)).go("#in=all")
    expect(page.locator("#list tbody tr")).to_have_count(4)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.evaluate("document.getElementById('list').scrollWidth") <= 390
    page.get_by_role("button", name="Graph", exact=True).click()
    expect(page.locator("#canvas")).to_be_visible()


def test_many_claims_come_a_page_at_a_time(opening: Opener) -> None:
    many = corpus(*(claim(f"cause {number}", "causes", f"effect {number}", supports("s")) for number in range(450)))
    page = opening(many).go("#in=all")
    expect(page.locator("#list tbody tr")).to_have_count(100)  # too many to be drawn at once
    expect(page.locator(".turning")).to_contain_text("1–100 of 450")
    page.get_by_role("button", name="Next →").click()
    expect(page.locator(".turning")).to_contain_text("101–200 of 450")
    expect(page.get_by_role("button", name="Next →")).to_be_focused()
    assert "page=1" in page.url
    page.goto(page.url.split("#")[0] + "#in=all&page=99&sort=claim")
    expect(page.locator("#list tbody tr")).to_have_count(50)
    expect(page.locator("#list tbody th").last).to_have_text("cause 449 causes effect 449")
    expect(page.get_by_role("button", name="Next →")).to_be_disabled()
