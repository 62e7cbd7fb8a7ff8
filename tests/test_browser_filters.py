"""Filters and addresses of the page: what each leaves and says it would leave, and that a mailed address shows the same."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import claim, concept, corpus, disputes, qualifies, source, supports
from opened_page import Opener
from playwright.sync_api import Page, expect

from kneegraph.model import Tier

pytestmark = pytest.mark.browser

ALL = "#in=all&view=graph"

SMALL = corpus(
    claim("weak glute", "causes", "knee pain", supports("s1"), disputes("s2")),
    claim("clamshell", "targets", "glute", supports("s1", basis="anecdote"), supports("s3")),
    claim("tape", "reduces", "knee pain", qualifies("s2")),
    claim("glute", "performs", "hip extension", supports("s3")),
    concept("clamshell", "Exercise"),
    concept("glute", "Muscle"),
    replace(source("s1"), creator="Ada Marsh", issued="2015", collection="core"),
    replace(source("s2"), creator="Bo Lind", issued="2018", tier=Tier.PEER_REVIEWED, collection="literature"),
    replace(source("s3"), creator="Cy Ode", issued=None, collection="core"),
)
CAUSES, TARGETS, TAPE, PERFORMS = (
    "weak-glute.causes.knee-pain",
    "clamshell.targets.glute",
    "tape.reduces.knee-pain",
    "glute.performs.hip-extension",
)


def left(page: Page) -> set[str]:
    found: list[str] = page.evaluate("[...kneegraph.shown().claims]")
    drawn: list[str] = page.evaluate("[...kneegraph.graph.picture.claims]")
    assert found == drawn
    return set(found)


# What each leaves


@pytest.mark.parametrize(
    ("without", "stays"),
    [
        ("contested", {TARGETS, TAPE, PERFORMS}),
        ("Muscle", {CAUSES, TAPE}),
        ("tier:popular", {CAUSES, TAPE}),
        ("collection:literature", {CAUSES, TARGETS, PERFORMS}),
        ("source:s3", {CAUSES, TARGETS, TAPE}),
        ("stance:supports", {CAUSES, TAPE}),
        ("family:causal", {TARGETS, PERFORMS}),
        ("basis:statement", {TARGETS}),
        ("year:-2015", {CAUSES, TARGETS, TAPE, PERFORMS}),
        ("year:-2015,year:none", {CAUSES, TAPE}),
        ("year:2018-,year:none", {CAUSES, TARGETS}),
        ("year:-2015,year:2018-", {TARGETS, PERFORMS}),
        ("stance:disputes,tier:peer-reviewed,stance:qualifies", {CAUSES, TARGETS, PERFORMS}),
        ("tier:popular,stance:disputes", {TAPE}),
        ("family:functional,source:s3,basis:anecdote", {CAUSES, TAPE}),
    ],
)
def test_each_filter_alone_and_combined_leaves_what_it_says(opening: Opener, without: str, stays: set[str]) -> None:
    page = opening(SMALL).go(f"{ALL}&without={without}")
    assert left(page) == stays
    expect(page.locator("#shown")).to_contain_text(f"{len(stays)} of 4 claims shown")


def test_filters_of_one_assertion_must_meet_in_one(opening: Opener) -> None:
    """s1 supports and s2 disputes: without disputes and without s1 nothing of the claim is left."""
    page = opening(SMALL).go(f"{ALL}&without=stance:disputes,source:s1")
    assert CAUSES not in left(page)


def test_counts_say_how_many_would_be_there_and_follow_the_other_filters(opening: Opener) -> None:
    page = opening(SMALL).go(ALL)
    page.get_by_role("button", name="More filters").click()
    popular, reviewed = (page.locator(f'[data-filter="tier:{tier}"]') for tier in ("popular", "peer-reviewed"))
    expect(popular.locator("small")).to_have_text("3")
    expect(reviewed.locator("small")).to_have_text("2")
    page.locator('[data-filter="stance:supports"]').click()
    expect(popular.locator("small")).to_have_text("0")
    expect(reviewed.locator("small")).to_have_text("2")
    reviewed.click()
    expect(reviewed).to_have_attribute("aria-pressed", "false")
    expect(reviewed.locator("small")).to_have_text("2")  # what pressing it again brings back
    expect(reviewed).to_be_focused()
    expect(page.locator("#shown")).to_contain_text("0 of 4 claims shown")
    page.locator("#scopes").get_by_role("button", name="Reset filter").click()
    expect(page.locator("#shown")).to_contain_text("4 of 4 claims shown")
    expect(popular.locator("small")).to_have_text("3")
    page.locator("[data-filter=contested]").click()
    expect(popular.locator("small")).to_have_text("2")
    expect(reviewed.locator("small")).to_have_text("1")


def test_years_are_chosen_as_a_range(opening: Opener) -> None:
    page = opening(SMALL).go(ALL)
    page.get_by_role("button", name="More filters").click()
    page.locator("[data-year=from]").select_option("2018")
    assert left(page) == {CAUSES, TARGETS, TAPE, PERFORMS}  # those of a source without a year stay
    page.locator('[data-filter="year:none"]').click()
    assert left(page) == {CAUSES, TAPE}
    expect(page.locator("[data-year=from]")).to_have_value("2018")
    page.locator("[data-year=to]").select_option("2015")
    assert left(page) == set()
    page.locator("[data-year=from]").select_option("")
    assert left(page) == {CAUSES, TARGETS}


def test_the_drawer_closes_by_escape_and_gives_the_focus_back(opening: Opener) -> None:
    page = opening(SMALL).go(ALL)
    switch = page.get_by_role("button", name="More filters")
    switch.click()
    page.locator("#drawer button").first.focus()
    page.keyboard.press("Escape")
    expect(page.locator("#drawer")).to_be_hidden()
    expect(switch).to_be_focused()


def test_the_surroundings_of_a_concept_are_reached_through_what_the_filter_leaves(opening: Opener) -> None:
    page = opening(SMALL).go("#concept=clamshell&steps=2&way=down&view=graph")
    assert left(page) == {TARGETS, PERFORMS}
    page = opening(SMALL).go("#concept=clamshell&steps=2&way=down&view=graph&without=family:intervention")
    assert left(page) == set()


# Addresses

STATES = [
    {"view": "list", "sort": "-year", "page": 2},
    {"concept": "knee-pain", "steps": 3, "way": "up", "expand": ["glute", "tape"]},
    {"from": "a", "to": "b", "chain": 0, "step": 4},
    {"ask": "disagree", "n": 0},
    {"ask": "exercise", "concept": "clamshell"},
    {"source": "s1", "with": "s2", "claim": "a.b.c"},
    {"in": "all", "disagreement": "rivals:a.b.c", "without": ["source:s1", "tier:popular", "year:-2017", "year:2019-"]},
]


@pytest.mark.parametrize("state", STATES, ids="-".join)
def test_a_state_written_as_an_address_reads_as_the_same_state(opening: Opener, state: dict[str, object]) -> None:
    page = opening(SMALL).go("")
    read = page.evaluate("(state) => kneegraph.parse(kneegraph.format(state))", state)
    assert {key: value for key, value in read.items() if value not in (None, [])} == state
    assert page.evaluate("(state) => kneegraph.format(kneegraph.parse(kneegraph.format(state)))", state) == page.evaluate(
        "(state) => kneegraph.format(state)", state
    )


def test_what_an_address_names_wrongly_counts_as_not_named(opening: Opener) -> None:
    page = opening(SMALL).go("#view=pie&steps=9&way=sideways&chain=-1&n=x&ask=why&in=all")
    read = page.evaluate("kneegraph.parse('#view=pie&steps=9&way=sideways&chain=-1&n=x&ask=why')")
    assert {key: value for key, value in read.items() if value not in (None, [])} == {"steps": 3}
    expect(page.locator("#shown")).to_contain_text("Everything")


def test_crumbs_lead_back_to_where_one_came_from(opening: Opener) -> None:
    page = opening(SMALL).go("#concept=knee-pain")
    page.locator("[data-direction=in] a").first.click()
    page.locator(".sentence a").first.click()
    expect(page.locator(".card h2")).to_have_text("weak glute")
    crumbs = page.get_by_role("navigation", name="Where you came from").get_by_role("link")
    expect(crumbs).to_have_text(["knee pain", "weak glute causes knee pain"])
    page.reload()
    expect(crumbs).to_have_count(2)
    crumbs.first.click()
    expect(page.locator(".card h2")).to_have_text("knee pain")
    expect(crumbs).to_have_count(0)
    page.go_back()
    expect(page.locator(".card h2")).to_have_text("weak glute")
    expect(crumbs).to_have_text(["knee pain", "weak glute causes knee pain"])


def test_back_brings_back_the_view_and_a_filter_stays_on_the_way(opening: Opener) -> None:
    page = opening(SMALL).go("#in=all&without=reported")
    page.get_by_role("button", name="List", exact=True).click()
    expect(page.locator("#list")).to_be_visible()
    page.locator("#list tbody a").first.click()
    expect(page.locator(".dossier")).to_be_visible()
    assert "view=list" in page.url
    assert "without=reported" in page.url
    page.go_back()
    page.go_back()
    expect(page.locator("#canvas")).to_be_visible()
    expect(page.locator("#list")).to_be_hidden()
    page.go_forward()
    expect(page.locator("#list")).to_be_visible()
