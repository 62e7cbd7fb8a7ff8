"""The draft checker against a whole server and the packaged graph: what is written is really checked."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from draft_page import checked, drafted, opened_draft_page, settled, underlined
from playwright.sync_api import BrowserContext, Page, expect

from kneegraph.check import Verdict

pytestmark = pytest.mark.browser


@pytest.fixture
def page(context: BrowserContext, core_url: str) -> Iterator[Page]:
    with opened_draft_page(context, core_url) as opened:
        yield opened


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("The VMO controls patellar tracking.", "contested"),
        ("A weak gluteus medius causes knee valgus.", "qualified"),
        ("Clamshells do not train the gluteus medius.", "contradicted"),
        ("Weak glutes always cause knee valgus.", "overstated"),
        ("Shin splints cause overpronation.", "not-in-graph"),
    ],
)
def test_a_sentence_gets_its_verdict_where_it_stands(page: Page, sentence: str, verdict: str) -> None:
    checked(page, f"# 🦵 A heading\n\nDo weak 𝒙 glutes 🦵🏽 cause knee pain? {sentence} Good morning!\n")
    assert underlined(page) == [(sentence, verdict)]
    expect(page.locator("#status")).to_contain_text("1 finding")


def test_the_example_shows_every_verdict(page: Page) -> None:
    page.get_by_role("button", name="Try an example draft").click()
    expect(page.locator(".finding").first).to_be_visible()
    settled(page)
    shown = page.locator(".finding").evaluate_all("(all) => all.map((one) => one.dataset.verdict)")
    assert {*shown} == {verdict.value for verdict in Verdict}
    assert len(underlined(page, "#marks [data-reach]")) >= 2
    page.keyboard.press("j")
    expect(page.locator(".finding-head").first).to_be_focused()


def test_every_wording_that_is_proposed_checks_clean(page: Page) -> None:
    page.get_by_role("button", name="Try an example draft").click()
    expect(page.locator(".finding").first).to_be_visible()
    settled(page)
    page.get_by_role("button", name="Worst first").click()
    for _ in range(12):
        shown = page.locator(".finding").evaluate_all("(all) => all.map((one) => one.dataset.verdict)")
        if not {"contradicted", "contested", "overstated"} & {*shown}:
            break
        if page.locator(".finding-head").first.get_attribute("aria-expanded") == "false":
            page.locator(".finding-head").first.click()
        before = drafted(page)
        with page.expect_response("**/api/check"):
            page.get_by_role("button", name="Use this wording").click()
        settled(page)
        assert drafted(page) != before
    assert not {"contradicted", "contested", "overstated"} & {*shown}
    assert page.locator("#trouble").is_hidden()


def test_a_link_of_the_card_leads_to_the_evidence_and_the_draft_stays(page: Page, context: BrowserContext) -> None:
    sentence = "The VMO controls patellar tracking."
    checked(page, sentence)
    page.locator(".finding-head").click()
    for name, place in (("All about this claim", "/id/claim/"), ("Your Glutes Probably Aren't", "/id/source/somerset-2018")):
        with context.expect_page() as opening:
            page.locator(".card").get_by_role("link", name=name).first.click()
        opening.value.wait_for_load_state()
        assert place in opening.value.url
        expect(opening.value.locator("h1")).not_to_have_text("Not found")
        opening.value.close()
    assert drafted(page) == sentence


def test_html_and_plain_text_are_read_as_such(page: Page) -> None:
    sentence = "The VMO controls patellar tracking."
    checked(page, f"<h1>{sentence}</h1>\n<p>Well. {sentence}</p>")
    with page.expect_response("**/api/check"):
        page.locator("#form").select_option("html")
    settled(page)
    assert underlined(page) == [(sentence, "contested")]  # the heading makes no claim
