"""The draft checker for everybody: axe-core, no mouse, small windows, paper, stillness, long drafts."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from draft_page import (
    ALWAYS,
    DRAFT,
    VMO,
    Json,
    answer_with,
    checked,
    finding,
    judged,
    opened_draft_page,
    ready,
    report,
    settled,
)
from playwright.sync_api import Browser, BrowserContext, Page, expect
from test_browser_access import violations

pytestmark = pytest.mark.browser

KINDS = ["contradicted", "contested", "overstated", "reported", "qualified", "supported", "not-in-graph"]
MANY = "\n\n".join(f"Sentence {number} says something." for number in range(len(KINDS)))


def every_verdict(text: str) -> Json:
    """One finding of each verdict, the overstated with words that reach too far in each way."""
    found = []
    for number, verdict in enumerate(KINDS):
        over = [("Sentence", "scope", "Many"), ("says", "strength", "may say"), ("something", "certainty", "")]
        more: Json = {"over": over, "suggestion": "Other words."} if verdict == "overstated" else {}
        found.append(finding(text, f"Sentence {number} says something.", verdict, **more))
    return report(found)


HERE = """() => {
    const focused = document.activeElement;
    const one = focused.id === "draft" ? focused.parentElement : focused;
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one);
    const shown = (outlineStyle !== "none" && parseFloat(outlineWidth) >= 2) || (one !== focused && boxShadow !== "none");
    return focused === document.body ? "" : `${shown} ${one.id || one.outerHTML.slice(0, 200)}`;
}"""
SMALL = """() => [...document.querySelectorAll("button, summary, select")].filter((one) => one.checkVisibility())
    .filter((one) => Math.min(one.getBoundingClientRect().width, one.getBoundingClientRect().height) < 24)
    .map((one) => one.textContent)"""


@pytest.fixture
def page(context: BrowserContext, core_url: str) -> Iterator[Page]:
    with opened_draft_page(context, core_url) as opened:
        yield opened


@contextmanager
def sized(browser: Browser, core_url: str, width: int, height: int, scheme: str = "light") -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    with opened_draft_page(context, core_url) as page:
        yield page
    context.close()


@pytest.mark.parametrize(
    ("size", "scheme"), [((1280, 800), "light"), ((1280, 800), "dark"), ((390, 800), "light"), ((390, 800), "dark")]
)
def test_axe_finds_nothing_serious(browser: Browser, core_url: str, size: tuple[int, int], scheme: str) -> None:
    with sized(browser, core_url, *size, scheme) as page:
        found = {"empty": violations(page)}
        answer_with(page, every_verdict)
        checked(page, MANY)
        found["list"] = violations(page)
        for number, kind in enumerate(KINDS):
            page.locator(".finding-head").nth(number).click()
            found[kind] = violations(page)
        page.keyboard.press("?")
        found["shortcuts"] = violations(page)
        page.keyboard.press("Escape")
        page.locator("#filters .filter").first.click()
        found["filtered"] = violations(page)
        assert {name: one for name, one in found.items() if one} == {}


def test_every_stop_of_the_tabulator_shows_where_it_is_and_none_is_a_trap(page: Page) -> None:
    answer_with(page, judged)
    checked(page, DRAFT)
    page.locator(".finding-head").first.click()
    page.locator("#skip").focus()
    stops: list[str] = []
    for _ in range(60):
        page.keyboard.press("Tab")
        here = page.evaluate(HERE)
        if not here or here in stops:
            break
        stops.append(here)
    else:
        pytest.fail("the tabulator is caught")
    assert len(stops) > 15
    assert [one for one in stops if not one.startswith("true")] == []
    assert "true written" in stops


def test_the_skip_link_leads_to_the_findings(page: Page) -> None:
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#findings-title")).to_be_focused()


def test_a_whole_review_without_a_mouse(page: Page) -> None:
    answer_with(page, judged)
    page.keyboard.press("e")
    page.keyboard.type(f"{ALWAYS} {VMO}")
    settled(page)
    expect(page.locator(".finding")).to_have_count(2)
    for key in ("Escape", "j", "Enter", "a"):
        page.keyboard.press(key)
    expect(page.locator("#draft")).to_have_value(f"Weak glutes often cause knee valgus, though not alone. {VMO}")
    page.keyboard.press("u")
    expect(page.locator("#draft")).to_have_value(f"{ALWAYS} {VMO}")


def test_the_shortcuts_are_listed_and_the_list_closes(page: Page) -> None:
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Shortcuts")
    expect(dialog).to_contain_text("next finding")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


@pytest.mark.parametrize(("width", "height"), [(320, 640), (390, 844), (640, 400)])  # the last is 1280 by 800 at 200 %
def test_a_small_window_has_it_all_and_scrolls_no_page_sideways(
    browser: Browser, core_url: str, width: int, height: int
) -> None:
    with sized(browser, core_url, width, height) as page:
        answer_with(page, every_verdict)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        checked(page, MANY + "\n\n" + "unbreakable" * 40)
        for number in range(len(KINDS)):
            page.locator(".finding-head").nth(number).click()
            assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(SMALL) == []
        expect(page.locator("#margin .note .mark").first).to_be_visible()


def test_on_paper_there_are_the_draft_its_marks_and_the_findings(page: Page) -> None:
    answer_with(page, judged)
    checked(page, DRAFT)
    page.locator(".finding-head").first.click()
    page.emulate_media(media="print")
    expect(page.locator("#draft")).to_be_hidden()
    expect(page.locator("#controls")).to_be_hidden()
    assert page.locator("#marks").evaluate("(one) => getComputedStyle(one).color") == "rgb(22, 32, 43)"
    expect(page.locator("#margin .note .word").first).to_be_visible()
    expect(page.locator(".card")).to_be_visible()
    assert page.locator("#beside").evaluate("(one) => one.scrollHeight <= one.clientHeight + 1")


def test_with_forced_colours_the_marks_stay(page: Page) -> None:
    answer_with(page, judged)
    page.emulate_media(forced_colors="active")
    checked(page, DRAFT)
    plain = page.locator("#marks [data-verdict=contested]").first
    assert plain.evaluate("(one) => getComputedStyle(one).textDecorationStyle") == "double"
    assert plain.evaluate("(one) => getComputedStyle(one).color") == "rgba(0, 0, 0, 0)"
    for layer in ("#draft", "#marks"):  # otherwise their lines have a ground that covers the underlines
        assert page.locator(layer).evaluate("(one) => getComputedStyle(one).forcedColorAdjust") == "none"
    expect(page.locator("#margin .note .mark").first).to_be_visible()


def test_nothing_moves_for_who_wants_stillness(browser: Browser, core_url: str) -> None:
    with sized(browser, core_url, 1280, 500) as page:
        answer_with(page, judged)
        checked(page, "A line.\n\n" * 60 + DRAFT)
        page.evaluate("document.getElementById('page').scrollTo(0, 0)")
        page.keyboard.press("Escape")
        page.keyboard.press("j")
        before = page.evaluate("document.getElementById('page').scrollTop")
        page.wait_for_timeout(300)
        assert before == page.evaluate("document.getElementById('page').scrollTop") > 0


def test_a_draft_of_five_thousand_words_is_written_in_without_lag(page: Page) -> None:
    text = "\n\n".join([f"{ALWAYS} {'And other words follow that say nothing much. ' * 10}"] * 60)
    assert len(text.split()) > 5000
    answer_with(page, every_always)
    checked(page, text)
    expect(page.locator(".finding")).to_have_count(60)
    page.evaluate(
        """() => {
            window.waits = [];
            document.getElementById("draft").addEventListener("keydown", () => {
                const begun = performance.now();
                requestAnimationFrame(() => setTimeout(() => window.waits.push(performance.now() - begun)));
            }, true);
        }"""
    )
    page.locator("#draft").press("Control+Home")
    page.keyboard.type("Written at the top of it all. ", delay=30)
    waits = page.evaluate("window.waits")
    assert len(waits) > 25
    assert statistics.median(waits) < 150  # milliseconds; some 30 on an idle machine


def every_always(text: str) -> Json:
    return report([finding(text, ALWAYS, "overstated", nth=number) for number in range(text.count(ALWAYS))])


def test_other_pages_lead_here(context: BrowserContext, core_url: str) -> None:
    page = context.new_page()
    page.goto(f"{core_url}/sparql")
    page.get_by_role("link", name="Drafts").click()
    ready(page)
    page.goto(f"{core_url}/id/concept/knee-valgus")
    page.get_by_role("link", name="check a draft").click()
    ready(page)
