"""The draft checker at /check in a real browser: marks as one writes, findings, cards, wordings, files."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from draft_page import (
    ALWAYS,
    DRAFT,
    OFTEN,
    VMO,
    Json,
    answer_with,
    checked,
    drafted,
    finding,
    judged,
    opened_draft_page,
    report,
    settled,
    underlined,
    write,
)
from playwright.sync_api import BrowserContext, Page, Route, expect

from kneegraph.exchange.reports.looks import COMMENT_SIGN, SIGNS

pytestmark = pytest.mark.browser

HEIGHTS = """() => {
    const [field, marks] = [document.getElementById("draft"), document.getElementById("marks")];
    field.style.height = "0";
    const height = field.scrollHeight; // what its text needs
    field.style.height = "";
    const padding = parseFloat(getComputedStyle(marks).paddingBottom);
    const drawn = marks.lastElementChild.getBoundingClientRect().bottom - marks.getBoundingClientRect().top + padding;
    return [height, drawn, marks.children.length, field.scrollWidth - field.clientWidth];
}"""


@pytest.fixture
def page(context: BrowserContext, core_url: str) -> Iterator[Page]:
    with opened_draft_page(context, core_url) as opened:
        yield opened


@pytest.fixture
def drafting(page: Page) -> Page:
    """The page with a draft of two findings."""
    answer_with(page, judged)
    checked(page, DRAFT)
    expect(page.locator(".finding")).to_have_count(2)
    return page


# Marks


def test_a_sentence_is_marked_by_line_sign_and_word(drafting: Page) -> None:
    assert underlined(drafting) == [(ALWAYS, "overstated"), (VMO, "contested")]
    expect(drafting.locator("#margin .note .word")).to_have_text(["overstated", "contested"])
    expect(drafting.locator("#margin .note .mark")).to_have_text(["↑", "±"])
    plain = drafting.locator("#marks [data-verdict]:not([data-reach])").all()
    styles = [one.evaluate("(one) => getComputedStyle(one).textDecorationStyle") for one in plain]
    assert {*styles} == {"dotted", "double"}


def test_only_the_words_that_reach_too_far_are_underlined_strongly(drafting: Page) -> None:
    assert underlined(drafting, "#marks [data-reach]") == [("always", "overstated")]
    word = drafting.locator("#marks [data-reach]")
    styles = set()
    for reach in ("strength", "certainty", "scope", "cause"):
        word.evaluate("(one, reach) => { one.dataset.reach = reach; }", reach)
        styles.add(word.evaluate("(one) => getComputedStyle(one).textDecorationStyle"))
    assert len(styles) == 4


def test_places_are_counted_in_code_points(page: Page) -> None:
    answer_with(page, judged)
    checked(page, f"🦵🏽 Knees 𝒙 e\u0301. {ALWAYS} 🦵 {VMO}")
    assert underlined(page) == [(ALWAYS, "overstated"), (VMO, "contested")]
    assert underlined(page, "#marks [data-reach]") == [("always", "overstated")]


@pytest.mark.parametrize(
    "text",
    [
        "word " * 400,
        "Tab\tand\ttab  two   three\n\n\n\nlast\n",
        "x" * 900,
        "https://example.org/" + "long-part/" * 60,
        "עברית וערבית العربية mixed with English words " * 12,
        "膝の痛みは弱い臀部によるものではない。" * 20,
        "🦵🏽 " * 200,
    ],
)
def test_the_marks_lie_where_the_writing_is(page: Page, text: str) -> None:
    answer_with(page, judged)
    for width in (1280, 700):
        page.set_viewport_size({"width": width, "height": 800})
        checked(page, f"{text}\n{VMO}\n")
        field, marks, lines, over = page.evaluate(HEIGHTS)
        assert abs(field - marks) <= 1
        assert lines == f"{text}\n{VMO}\n".count("\n") + 1
        assert over == 0


def test_unchanged_sentences_keep_their_marks_while_the_next_answer_is_awaited(drafting: Page) -> None:
    answer_with(drafting, lambda _: None)  # nothing more is answered
    drafting.locator("#draft").press("Control+Home")
    drafting.keyboard.type("Typed above 🦵. ")
    assert underlined(drafting) == [(ALWAYS, "overstated"), (VMO, "contested")]
    at = drafted(drafting).index("always")
    drafting.evaluate("(at) => document.getElementById('draft').setSelectionRange(at, at)", at)
    drafting.keyboard.type("x")
    assert underlined(drafting) == [(VMO, "contested")]
    expect(drafting.locator(".finding")).to_have_count(1)


def test_only_the_newest_answer_is_shown(page: Page) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/api/check", hold)
    write(page, f"{ALWAYS} First.")
    page.wait_for_timeout(500)
    write(page, f"{VMO} Second.")
    page.wait_for_timeout(500)
    assert len(held) == 2
    held[1].fulfill(json=judged(f"{VMO} Second."))
    expect(page.locator(".finding")).to_have_count(1)
    held[0].fulfill(json=judged(f"{ALWAYS} First."))
    page.wait_for_timeout(200)
    assert underlined(page) == [(VMO, "contested")]


def test_an_answer_that_comes_while_one_writes_on_is_fitted_to_the_text(page: Page) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/api/check", hold)
    write(page, f"{ALWAYS} {VMO}")
    page.wait_for_timeout(500)
    page.locator("#draft").press("Control+Home")
    page.keyboard.type("Ah. ")
    held[0].fulfill(json=judged(f"{ALWAYS} {VMO}"))
    expect(page.locator(".finding")).to_have_count(2)
    assert underlined(page) == [(ALWAYS, "overstated"), (VMO, "contested")]


def test_a_draft_is_asked_about_when_the_writer_pauses_and_not_with_every_key(page: Page) -> None:
    asked = answer_with(page, judged)
    page.locator("#draft").press_sequentially("The VMO controls", delay=20)
    page.wait_for_timeout(600)
    assert 1 <= len(asked) <= 2
    assert asked[-1] == "The VMO controls"


def test_signs_and_words_are_those_of_the_other_reports(page: Page) -> None:
    told = page.evaluate(
        "async () => (await import('/assets/check/words.js')).LOOKS.map((one) => [one.id, one.mark, one.word])"
    )
    signs = {verdict.value: sign for verdict, sign in SIGNS.items()} | {"comment": COMMENT_SIGN}
    assert {name: mark for name, mark, _ in told} == signs
    assert all(word in (name.replace("-in-", " in the "), "ignore comment") for name, _, word in told)
    listed = page.locator("#welcome .key dt").all_text_contents()
    assert {one.strip() for one in listed} == {f"{mark}{word}" for name, mark, word in told if name != "comment"}


# Findings


def test_the_findings_are_counted_aloud(drafting: Page) -> None:
    expect(drafting.locator("#status[role=status]")).to_have_text("5 sentences, 2 findings")
    expect(drafting.get_by_role("group", name="Show").get_by_role("button")).to_have_text(
        [re.compile("contested 1"), re.compile("overstated 1")]
    )


def test_the_findings_are_walked_opened_and_closed_by_keys(drafting: Page) -> None:
    drafting.locator("#findings-title").focus()
    drafting.keyboard.press("j")
    rows = drafting.locator(".finding-head")
    expect(rows.nth(0)).to_be_focused()
    expect(drafting.locator("#marks [data-chosen]").first).to_be_attached()
    drafting.keyboard.press("Enter")
    expect(rows.nth(0)).to_have_attribute("aria-expanded", "true")
    drafting.keyboard.press("j")  # the card goes along
    expect(rows.nth(1)).to_be_focused()
    expect(drafting.locator(".card")).to_have_count(1)
    expect(drafting.locator(".finding .card .side.against")).to_contain_text("An article of two")
    drafting.keyboard.press("j")  # there is no third
    expect(rows.nth(1)).to_be_focused()
    drafting.keyboard.press("k")
    expect(rows.nth(0)).to_be_focused()
    drafting.keyboard.press("Tab")
    drafting.keyboard.press("Escape")
    expect(drafting.locator(".card")).to_have_count(0)
    expect(rows.nth(0)).to_be_focused()


def test_in_the_draft_letters_are_letters_and_alt_makes_them_keys(drafting: Page) -> None:
    field = drafting.locator("#draft")
    field.press("Control+End")
    drafting.keyboard.type("jkau?e")
    assert drafted(drafting) == f"{DRAFT}jkau?e"
    settled(drafting)
    field.press("Control+Home")
    drafting.keyboard.press("Alt+j")
    drafting.keyboard.press("Alt+Enter")
    expect(drafting.locator(".finding[data-verdict=overstated] .card")).to_be_visible()
    expect(field).to_be_focused()
    assert drafted(drafting) == f"{DRAFT}jkau?e"
    drafting.keyboard.press("Alt+a")
    assert OFTEN in drafted(drafting)
    expect(field).to_be_focused()
    drafting.keyboard.press("Escape")
    expect(field).not_to_be_focused()
    drafting.keyboard.press("e")
    expect(field).to_be_focused()


def test_who_clicks_in_a_sentence_finds_its_finding(drafting: Page) -> None:
    box = drafting.locator("#marks [data-verdict=contested]").first.bounding_box()
    assert box is not None
    drafting.mouse.click(box["x"] + 20, box["y"] + box["height"] / 2)
    expect(drafting.locator(".finding[data-chosen]")).to_have_attribute("data-verdict", "contested")
    expect(drafting.locator("#draft")).to_be_focused()
    drafting.locator("#margin .note").first.click()
    expect(drafting.locator(".finding[data-verdict=overstated] .card")).to_be_visible()


def test_the_order_is_that_of_the_text_or_the_worst_first(drafting: Page) -> None:
    verdicts = "[...document.querySelectorAll('.finding')].map((one) => one.dataset.verdict)"
    assert drafting.evaluate(verdicts) == ["overstated", "contested"]
    drafting.get_by_role("button", name="Worst first").click()
    assert drafting.evaluate(verdicts) == ["contested", "overstated"]
    expect(drafting.get_by_role("button", name="Worst first")).to_be_focused()


def test_a_verdict_is_filtered_out_of_list_and_draft(drafting: Page) -> None:
    drafting.locator("#filters [data-verdict=contested]").click()
    assert underlined(drafting) == [(ALWAYS, "overstated")]
    expect(drafting.locator(".finding")).to_have_count(1)
    drafting.locator("#filters [data-verdict=overstated]").click()
    expect(drafting.locator("#findings")).to_have_text("The filter hides 2 findings.")
    drafting.locator("#filters [data-verdict=contested]").click()
    expect(drafting.locator(".finding")).to_have_count(1)


# Cards


def test_a_card_has_the_claim_both_sides_and_links_that_keep_the_draft(drafting: Page, core_url: str) -> None:
    drafting.locator(".finding-head").nth(1).click()
    card = drafting.locator(".card")
    expect(card.locator(".sentence")).to_have_text("weak glutes causes knee valgus")
    expect(card).to_contain_text("Of the sources here, 1 supports it, 1 disputes it.")
    expect(card.get_by_role("link", name="All about this claim")).to_have_attribute("href", f"{core_url}/id/claim/a.causes.b")
    expect(card.get_by_role("link", name="An article of one")).to_have_attribute("href", f"{core_url}/id/source/one")
    expect(card.get_by_role("link", name="example.org").first).to_have_attribute("href", "https://example.org/article")
    left = card.locator(".for").bounding_box()
    right = card.locator(".against").bounding_box()
    assert left is not None
    assert right is not None
    assert left["x"] < right["x"]
    assert drafting.evaluate("[...document.querySelectorAll('.card a')].every((one) => one.target === '_blank')")


def test_what_was_understood_and_how_near_it_is_are_told(page: Page) -> None:
    nobody = {"id": None, "subject": "shin splints", "relation": "moreEffectiveThan", "object": "rest", "outcome": "knee pain"}

    def told(text: str) -> Json:
        unknown = finding(text, VMO, "not-in-graph", claim=nobody, assertions=[], tally=None)
        return report([finding(text, ALWAYS, "supported", nearness="broader", polarity="denied"), unknown])

    answer_with(page, told)
    checked(page, f"{ALWAYS} {VMO}")
    page.locator(".finding-head").nth(0).click()
    expect(page.locator(".card .near")).to_contain_text("broader")
    expect(page.locator(".card")).to_contain_text("Your sentence denies it.")
    page.locator(".finding-head").nth(1).click()
    expect(page.locator(".card .sentence")).to_have_text("shin splints is more effective than rest for knee pain")
    expect(page.locator(".card .side")).to_have_count(0)


def test_a_comment_that_does_nothing_is_a_finding_too(page: Page) -> None:
    comment = "<!-- kneegraph-ignore KG104 -->"

    def told(text: str) -> Json:
        more: Json = {"rule": "KG202", "claim": None, "stated": None, "tally": None, "assertions": [], "polarity": None}
        return report([{**finding(text, comment, "qualified", **more), "verdict": None}])

    answer_with(page, told)
    checked(page, f"{comment}\n{VMO}")
    page.locator(".finding-head").click()
    expect(page.locator(".finding")).to_contain_text("ignore comment")
