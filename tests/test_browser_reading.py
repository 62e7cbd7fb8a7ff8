"""Reading the page from end to end: what it says it is, what it finds, and that nothing is hidden without a word."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import claim, concept, corpus, disputes, qualifies, reports, source, state, supports
from opened_page import Opener
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

SMALL = corpus(
    claim("weak glute", "causes", "knee pain", supports("s1"), supports("s2"), qualifies("s3", reason="pronation")),
    claim("knee pain", "causes", "weak glute", disputes("s1"), supports("s4"), reports("s2")),
    claim("clamshell", "targets", "glute", supports("s1"), supports("s2")),
    concept("clamshell", "Exercise"),
    concept("glute", "Muscle", "buttock"),
    state("weak glute", of="glute", sign=-1),
    replace(source("s1"), title="Hips for runners", creator="Ada Marsh"),
)
CAUSES = "weak-glute.causes.knee-pain"


# What is there is shown


def test_the_opening_says_what_the_page_is_and_is_not(opening: Opener) -> None:
    told = opening(SMALL).go("").locator(".purpose")
    expect(told).to_contain_text("What 4 sources claim about knee pain, weak glute, clamshell and 1 other concept:")
    expect(told).to_contain_text("does not say who is right, and it is no medical advice")


TURNS = (
    replace(concept("inward", "JointAction"), opposite_of="outward"),
    concept("medius", "Muscle"),
    claim("medius", "performs", "inward", supports("s1", scope=["hip flexed"])),
)


@pytest.mark.parametrize(("scope", "shown"), [(["hip extended"], 1), ([], 0)])
def test_a_disagreement_that_conditions_tell_apart_is_marked_as_apparent_wherever_it_stands(
    opening: Opener, scope: list[str], shown: int
) -> None:
    facts = corpus(*TURNS, claim("medius", "performs", "outward", supports("s2", scope=scope)))
    opened = opening(facts)
    page = opened.go("#in=overview")
    expect(page.locator(".entry .apparent")).to_have_count(shown)
    by_itself = "resolved" if shown else "scope"
    expect(page.locator("[data-kind-of] h3 .tag")).to_have_text([by_itself])
    expect(page.locator(f"[data-kind-of={by_itself}] h3")).not_to_contain_text("pparent")
    page.locator(f"[data-kind-of={by_itself}] .entry").click()
    expect(page.locator(".disagreement > .apparent")).to_have_count(shown)
    page = opened.go("#concept=medius")
    expect(page.locator(".about .apparent")).to_have_count(shown)


@pytest.mark.parametrize(
    ("reporter", "verdict"),
    [("s1", "1 supports it."), ("s2", "1 supports it and 1 only passes it on.")],
)
def test_a_source_that_also_takes_a_side_does_not_only_pass_a_claim_on(opening: Opener, reporter: str, verdict: str) -> None:
    page = opening(corpus(claim("tape", "reduces", "pain", supports("s1"), reports(reporter)))).go("#claim=tape.reduces.pain")
    expect(page.locator(".verdict")).to_have_text(f"Of the sources here, {verdict}")


def test_a_muscle_leads_to_its_states_and_their_disagreements(opening: Opener) -> None:
    page = opening(SMALL).go("#concept=glute")
    expect(page.locator(".states")).to_have_text("Its states: weak glute (2 claims)")
    about = page.locator(".about .entry", has_text="qualified")
    expect(about).to_contain_text("weak glute causes knee pain")
    about.click()
    expect(page.locator(".dossier h2")).to_have_text("weak glute causes knee pain")
    expect(page.locator("#shown")).to_contain_text("Most disputed part")  # not around the muscle, where the claim is not
    page.keyboard.press("Escape")
    expect(page.locator(".card h2")).to_have_text("glute")
    page.locator(".states a").click()
    expect(page.locator(".card h2")).to_have_text("weak glute")


def test_a_filter_that_hides_all_says_so_and_can_be_reset_there(opening: Opener) -> None:
    page = opening(SMALL).go("")
    page.get_by_role("button", name="Only disagreement").click()
    expect(page.locator("#filtered")).to_be_hidden()
    page.get_by_role("combobox").fill("buttock")
    page.keyboard.press("Enter")
    expect(page.locator("#shown")).to_contain_text("0 of 3 claims shown. The filter hides 1 claim here.")
    page.locator("#filtered").get_by_role("button").click()
    expect(page.locator("#filtered")).to_be_hidden()
    expect(page.locator("#shown")).to_contain_text("1 of 3 claims shown")


def test_everything_fits_the_window(opening: Opener) -> None:
    wide = [claim(f"a {number}", "causes", f"b {number % 7}", supports("s")) for number in range(60)]
    page = opening(corpus(*wide), size=(900, 600)).go("")
    page.locator("#scopes a", has_text="All").click()
    page.wait_for_timeout(100)
    assert page.evaluate("kneegraph.graph.inSight(kneegraph.graph.picture)")


# Finding


@pytest.mark.parametrize("asked", ["hips run", "MARSH", "s1"])
def test_a_source_is_found_and_tells_all_it_says_by_stance(opening: Opener, asked: str) -> None:
    page = opening(SMALL).go("")
    page.get_by_role("combobox").fill(asked)
    expect(page.get_by_role("option").first).to_contain_text("Hips for runners")
    page.keyboard.press("Enter")
    card = page.locator("[data-source=s1]")
    expect(card.locator("h2")).to_have_text("Hips for runners")
    expect(card.locator("[data-stance-of=supports] li")).to_have_count(2)
    expect(card.locator("[data-stance-of=disputes] li")).to_have_text(["±knee pain causes weak glutecontested"])
    expect(card.locator("[data-stance-of=reports]")).to_have_count(0)
    card.locator("[data-stance-of=disputes] a").click()
    expect(page.locator(".dossier h2")).to_have_text("knee pain causes weak glute")
    page.keyboard.press("Escape")
    expect(card).to_be_visible()


@pytest.mark.parametrize("asked", ["weak glute causes", "pain weak", "buttock clam"])
def test_a_claim_is_found_by_its_words(opening: Opener, asked: str) -> None:
    page = opening(SMALL).go("")
    page.get_by_role("combobox").fill(asked)
    page.keyboard.press("Enter")
    expect(page.locator(".dossier")).to_be_visible()


def test_what_is_like_nothing_finds_nothing_and_is_told(opening: Opener) -> None:
    page = opening(SMALL).go("")
    page.get_by_role("combobox").fill("zzzz")
    expect(page.locator("#found .note")).to_have_text("No concept, source or claim is called “zzzz”.")
    expect(page.locator("#found-count")).to_contain_text("zzzz")
    expect(page.get_by_role("option")).to_have_count(0)


# Sides


def test_the_objection_is_one_press_away_on_a_phone(opening: Opener) -> None:
    page = opening(SMALL, size=(390, 700)).go(f"#claim={CAUSES}")
    objection = page.locator(".assertion[data-stance=qualifies]")
    expect(objection).not_to_be_in_viewport()
    page.get_by_role("button", name="1 qualifies ↓").click()
    expect(objection).to_be_in_viewport()
    expect(objection).to_be_focused()


def test_sources_of_different_claims_are_not_put_on_one_side(opening: Opener) -> None:
    page = opening(SMALL).go("#in=overview")
    entry = page.locator("[data-kind-of=reversed] .entry")
    expect(entry.locator(".stance").first).to_have_text("say so")
    expect(entry.locator("[data-stance=supports]")).to_have_count(0)
    expect(entry.locator(".explained")).to_contain_text("Ada Marsh")
    expect(page.locator("[data-kind-of=qualified] [data-stance=supports] .stance").first).to_have_text("+ supports")


# By keyboard


def test_every_stop_has_a_name_and_the_first_skips_to_the_panel(opening: Opener) -> None:
    page = opening(SMALL).go("")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Skip to the evidence")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).to_be_focused()
    nameless = "[...document.querySelectorAll('[tabindex=\"0\"], #canvas [tabindex]')].length"
    assert page.evaluate(nameless) == 0


def test_escape_gives_the_focus_back_to_what_opened_the_card(opening: Opener) -> None:
    page = opening(SMALL).go("#in=overview")
    page.keyboard.press("Escape")  # nothing to close: it must not count for the next step
    entry = page.locator(".entry").nth(1)
    entry.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(entry).to_be_focused()
    page.get_by_role("combobox").fill("clamshell")
    page.keyboard.press("Enter")
    row = page.locator("[data-direction=out] a")
    row.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".dossier h2")).to_be_focused()
    page.keyboard.press("Escape")
    expect(row).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("combobox")).to_be_focused()
