"""What surrounds a thing on the page: the steps around a concept, what a dossier sets beside a claim, two sources."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import claim, concept, corpus, disputes, qualifies, reports, source, supports
from opened_page import Opener, at_node
from playwright.sync_api import Page, expect

from kneegraph.analysis.related import related
from kneegraph.browser.nearby import MOST, nearby

pytestmark = pytest.mark.browser

ROW = corpus(
    claim("a", "causes", "b", supports("s1")),
    claim("b", "causes", "c", supports("s1"), disputes("s2")),
    claim("c", "causes", "d", supports("s1")),
    claim("d", "causes", "e", supports("s1")),
    claim("x", "causes", "b", qualifies("s2"), reports("s3")),
    claim("b", "causes", "a", supports("s2")),
    claim("b", "reduces", "c", supports("s3")),
    replace(source("s1"), creator="Ada Marsh"),
    replace(source("s2"), creator="Bo Lind"),
)


def drawn(page: Page) -> str:
    found: list[str] = page.evaluate("[...kneegraph.graph.picture.concepts]")
    return "".join(sorted(found))


# Around a concept


@pytest.mark.parametrize(
    ("address", "concepts"),
    [
        ("#concept=c", "bcd"),
        ("#concept=c&way=up", "bc"),
        ("#concept=c&way=down", "cd"),
        ("#concept=c&steps=2", "abcdex"),
        ("#concept=c&steps=2&way=up", "abcx"),
        ("#concept=d&steps=3&way=up", "abcdx"),
        ("#concept=a&steps=3&way=down", "abcd"),
    ],
)
def test_steps_and_direction_decide_what_is_drawn(opening: Opener, address: str, concepts: str) -> None:
    assert drawn(opening(ROW).go(address)) == concepts


def test_steps_and_direction_are_chosen_beside_the_title(opening: Opener) -> None:
    page = opening(ROW).go("#concept=c")
    page.get_by_role("button", name="2 steps").click()
    expect(page.locator("#shown")).to_contain_text("Around c, 2 steps")
    page.get_by_role("button", name="out of it").click()
    expect(page.locator("#shown")).to_contain_text("What follows from c, 2 steps")
    assert drawn(page) == "cde"
    expect(page.get_by_role("button", name="out of it")).to_be_focused()
    page.go_back()
    expect(page.locator("#shown")).to_contain_text("Around c, 2 steps")


def test_what_leads_to_it_stands_left_and_what_follows_right(opening: Opener) -> None:
    page = opening(ROW).go("#concept=c&steps=3")
    across = page.evaluate("Object.fromEntries([...kneegraph.graph.picture.scope.places].map(([id, { x }]) => [id, x]))")
    assert across["a"] < across["b"] < across["c"] < across["d"] < across["e"]


@pytest.mark.parametrize("steps", [1, 2])
def test_more_than_can_be_drawn_is_said_and_the_list_has_all(opening: Opener, steps: int) -> None:
    many = corpus(*(claim(f"cause {number}", "causes", "pain", supports("s")) for number in range(212)))
    page = opening(many).go(f"#concept=pain&steps={steps}")
    expect(page.locator("#shown")).to_contain_text("Only 150 of these 213 concepts are drawn: narrow it, or see the list")
    assert page.evaluate("kneegraph.graph.picture.concepts.size") == 150
    page.get_by_role("button", name="List", exact=True).click()
    expect(page.locator(".turning")).to_contain_text("of 212")


def test_a_double_click_adds_the_neighbours_in_place(opening: Opener) -> None:
    page = opening(ROW).go("#concept=d")
    assert drawn(page) == "cde"
    before = page.evaluate("kneegraph.graph.picture.scope.places.get('c')")
    page.mouse.dblclick(*at_node(page, "c"))
    expect(page.locator("#shown")).to_contain_text("4 of 6 concepts")
    assert drawn(page) == "bcde"
    places = page.evaluate("Object.fromEntries(kneegraph.graph.picture.scope.places)")
    assert (places["c"]["x"], places["c"]["y"]) == (before["x"], before["y"])
    assert places["b"]["x"] < places["c"]["x"]
    assert "expand=c" in page.url


# Beside a claim


def test_a_dossier_leads_to_related_claims_by_how_they_are_near(opening: Opener) -> None:
    page = opening(ROW).go("#claim=a.causes.b")
    near = page.locator(".near")
    expect(near.locator("[data-nearness=reversed] a")).to_contain_text(["b causes a"])
    expect(near.locator("[data-nearness=rival] a")).to_contain_text(["x causes b"])
    expect(near).to_contain_text("The other way round")
    near.locator("[data-nearness=rival] a").click()
    expect(page.locator(".dossier h2")).to_have_text("x causes b")


def test_the_claims_near_each_are_those_that_the_analysis_finds() -> None:
    parts = corpus(
        *ROW.claims.values(),
        replace(concept("b"), broader=("c",)),
        replace(concept("d"), opposite_of="c"),
        claim("a", "causes", "c", supports("s")),
        claim("a", "causes", "d", supports("s")),
        claim("tape", "moreEffectiveThan", "rest", supports("s"), outcome="b"),
    )
    found = nearby(parts)
    for one in parts.claims.values():
        assert found.get(one.id, []) == [[near.kind.value, near.claim] for near in related(parts, one)[:MOST]]


def test_the_bar_of_a_tier_shows_the_shares_that_its_numbers_tell(opening: Opener) -> None:
    page = opening(ROW).go("#claim=b.causes.c")
    row = page.locator(".tally tbody tr")
    expect(row.locator("td")).to_have_text(["1", "1", "–", "–"])
    widths = row.locator(".stance-bar span").evaluate_all("(all) => all.map((one) => one.getBoundingClientRect().width)")
    assert len(widths) == 2
    assert widths[0] == pytest.approx(widths[1], abs=1)
    assert widths[0] > 15


@pytest.mark.parametrize(("width", "beside"), [(1440, True), (390, False)])
def test_support_stands_left_of_dispute_where_there_is_room(opening: Opener, width: int, beside: bool) -> None:
    page = opening(ROW, size=(width, 900)).go("#claim=b.causes.c")
    left, right = page.locator(".side.for").bounding_box(), page.locator(".side.against").bounding_box()
    assert left is not None
    assert right is not None
    assert (left["x"] < right["x"] and abs(left["y"] - right["y"]) < 2) == beside


# Two sources


def test_two_sources_side_by_side_tell_where_they_differ(opening: Opener) -> None:
    page = opening(ROW).go("#source=s1")
    page.get_by_label("Side by side with").select_option("s2")
    card = page.locator("[data-with=s2]")
    expect(card.locator("h2")).to_have_text("Ada Marsh and Bo Lind")
    expect(card).to_contain_text("They differ on 1 of 1 claim that both speak of.")
    expect(card.locator("tbody tr")).to_have_text(["b causes c+ supports× disputes"])
    expect(card.locator("summary")).to_have_text(["Only Ada Marsh speaks of 3 claims", "Only Bo Lind speaks of 2 claims"])
    assert page.evaluate("[...kneegraph.graph.picture.lifted]") == ["b.causes.c"]
    assert "source=s1&with=s2" in page.url
    card.locator("tbody a").click()
    expect(page.locator(".dossier")).to_be_visible()
    page.keyboard.press("Escape")
    expect(card).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("[data-source=s1] h2")).to_have_text("Title of s1")


def test_a_second_source_of_nothing_says_so(opening: Opener) -> None:
    page = opening(ROW).go("#source=s1&with=nobody")
    expect(page.locator("#panel .notice")).to_contain_text("no source called “nobody”")
