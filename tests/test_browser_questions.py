"""The questions of the page in a real browser: landing, disagreements one by one, chains, exercises, gaps."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from builders import claim, concept, corpus, disputes, qualifies, reports, state, supports
from opened_page import PAYLOADS, Opener, hostile
from playwright.sync_api import Page, expect

from kneegraph.analysis.chains import chains
from kneegraph.analysis.contradictions import contradictions
from kneegraph.analysis.exercises import exercises
from kneegraph.analysis.gaps import gaps
from kneegraph.model import Corpus, Passage

pytestmark = pytest.mark.browser


SMALL = corpus(
    claim("weak glute", "causes", "valgus", supports("s1"), supports("s2"), disputes("s3")),
    claim("valgus", "causes", "knee pain", supports("s1"), qualifies("s2", aspect="scope")),
    claim("weak glute", "reduces", "valgus", supports("s4")),
    claim("clamshell", "targets", "glute", supports("s1")),
    claim("bridge", "recommendedFor", "knee pain", supports("s1")),
    claim("tape", "reduces", "knee pain", reports("s3")),
    concept("clamshell", "Exercise"),
    concept("bridge", "Exercise"),
    concept("valgus", "MovementFault", "knock knee"),
    concept("knee pain", "Symptom", "sore knee"),
    state("weak glute", of="glute", sign=-1),
)
CHAIN = "#from=clamshell&to=knee-pain"


def lifted(page: Page) -> list[str]:
    found = page.evaluate("[...(kneegraph.graph.picture.lifted ?? [])]")
    assert isinstance(found, list)
    return found


# The landing


def test_the_landing_asks_eight_questions_each_with_a_number(opening: Opener, core: Corpus) -> None:
    page = opening(core).go("#ask=start")
    questions = page.locator(".question")
    expect(questions).to_have_count(8)
    for number in range(8):
        expect(questions.nth(number).locator("small")).to_contain_text(re.compile(r"\d"))
    expect(page.locator(".start")).to_contain_text("What causes knee valgus, according to these sources?")
    expect(page.locator("#search")).to_be_visible()
    expect(page.locator("#shown")).to_contain_text("Most disputed part")


def test_every_question_opens_its_answer(opening: Opener, core: Corpus) -> None:
    opened = opening(core)
    addresses = opened.go("#ask=start").locator(".question").evaluate_all("all => all.map(one => one.getAttribute('href'))")
    headings = []
    for address in addresses:
        page = opened.go(address)
        expect(page.locator("#panel-body .notice")).to_have_count(0)
        headings.append(page.locator("#panel-body h2").inner_text())
    assert headings[0] == "knee valgus"
    assert headings[2] == "What is the clamshell meant to do?"
    assert headings[3] == "How does weak gluteus medius lead to knee pain?"
    assert headings[4:6] == ["Where do they disagree?", "What is missing?"]
    assert headings[7] == "Which exercises are meant for knee pain?"


def test_a_question_that_the_data_cannot_answer_is_not_asked(opening: Opener) -> None:
    page = opening(corpus(claim("a", "causes", "b", supports("s1")))).go("#ask=start")
    expect(page.locator(".question")).to_have_count(2 + 1)
    texts = page.locator(".question strong").all_inner_texts()
    assert "Where do they disagree?" not in texts
    assert not any(text.startswith("Who disputes") for text in texts)


# Where do they disagree?


def test_the_walk_goes_on_and_back_with_buttons_and_says_where_it_is(opening: Opener, core: Corpus) -> None:
    number = len(contradictions(core))
    page = opening(core).go("#ask=disagree")
    expect(page.locator(".position")).to_have_text(f"1 of {number}")
    first = page.locator(".walk").get_attribute("data-disagreement") or ""
    page.get_by_role("button", name="Next").click()
    expect(page.locator(".position")).to_have_text(f"2 of {number}")
    assert "n=2" in page.url
    expect(page.locator(".walk")).not_to_have_attribute("data-disagreement", first)
    expect(page.get_by_role("button", name="Next")).to_be_focused()
    page.get_by_role("button", name="Previous").click()
    expect(page.locator(".walk")).to_have_attribute("data-disagreement", first)
    expect(page.get_by_role("button", name="Previous")).to_have_attribute("aria-disabled", "true")


def test_the_walk_goes_on_and_back_with_keys(opening: Opener, core: Corpus) -> None:
    page = opening(core).go("#ask=disagree&n=3")
    page.locator(".walk h2").focus()
    for key, at in (("n", 4), ("ArrowRight", 5), ("p", 4), ("ArrowLeft", 3)):
        page.keyboard.press(key)
        expect(page.locator(".position")).to_have_text(re.compile(f"^{at} of "))
    page.locator("#search").focus()
    page.keyboard.press("n")
    expect(page.locator(".position")).to_have_text(re.compile("^3 of "))


def test_each_disagreement_has_both_sides_its_kind_and_its_claims_lit_up(opening: Opener, core: Corpus) -> None:
    opened = opening(core, quotes=lambda source, _passage: f"Words of {source}.")
    for number, one in enumerate(contradictions(core), start=1):
        page = opened.go(f"#ask=disagree&n={number}")
        expect(page.locator(".kind-of .tag")).to_have_text(one.kind.value)
        assert sorted(lifted(page)) == sorted(one.claims)
        sides = page.locator(".beside .side") if len(one.claims) > 1 else page.locator(".sides .side")
        expect(sides).to_have_count(max(2, len(one.claims)))
        expect(page.locator(".walk .apparent")).to_have_count(int(one.resolved))
        expect(page.locator(".walk .assertion .says").first).not_to_be_empty()
        expect(page.locator(".walk blockquote").first).to_contain_text("Words of")
        drawn = page.evaluate("[...kneegraph.graph.picture.claims]")
        assert set(one.claims) <= set(drawn)


def test_two_sides_stand_beside_each_other_where_there_is_room(opening: Opener) -> None:
    kinds = [one.kind.value for one in contradictions(SMALL)]
    page = opening(SMALL).go(f"#ask=disagree&n={kinds.index('opposed') + 1}")
    left, right = (page.locator(".beside .side").nth(at).bounding_box() for at in (0, 1))
    assert left is not None
    assert right is not None
    assert left["y"] == right["y"]
    assert left["x"] + left["width"] <= right["x"]


def test_a_walk_without_disagreements_says_so(opening: Opener) -> None:
    page = opening(corpus(claim("a", "causes", "b", supports("s1")))).go("#ask=disagree&n=7")
    expect(page.locator(".walk .notice")).to_contain_text("No contradiction was found")


# How does A lead to B?


def test_the_chains_are_those_of_the_library_in_its_order(opening: Opener) -> None:
    expected = chains(SMALL, "clamshell", "knee-pain")
    page = opening(SMALL).go(CHAIN)
    entries = page.locator(".ranked > li")
    expect(entries).to_have_count(len(expected))
    for number, one in enumerate(expected):
        stops = entries.nth(number).locator(".strip .stop").all_inner_texts()
        names = [one.steps[0].subject, *(step.object for step in one.steps)]
        assert stops == [SMALL.concepts[name].label for name in names]
        teller = "stitched" if one.stitched else "told whole by"
        expect(entries.nth(number).locator(".entry small").last).to_contain_text(f"Strength {one.score:.2f} · {teller}")


def test_a_chain_lights_up_step_by_step(opening: Opener) -> None:
    (first, *_) = chains(SMALL, "clamshell", "knee-pain")
    page = opening(SMALL).go(f"{CHAIN}&chain=0")
    assert sorted(lifted(page)) == sorted(first.claims)
    expect(page.locator("#shown")).to_contain_text("way 1 of")
    for number, step in enumerate(first.steps, start=1):
        page.get_by_role("button", name="Next step").click()
        expect(page.locator(".position")).to_have_text(f"step {number} of {len(first.steps)}")
        assert lifted(page) == ([step.claim] if step.claim else list(first.claims))
        assert f"step={number - 1}" in page.url
    expect(page.get_by_role("button", name="Next step")).to_have_attribute("aria-disabled", "true")
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".position")).to_have_text(f"step {len(first.steps) - 1} of {len(first.steps)}")


def test_contested_steps_definitions_and_the_weakest_are_marked(opening: Opener) -> None:
    (first, *_) = chains(SMALL, "clamshell", "knee-pain")
    assert first.contested_steps
    page = opening(SMALL).go(CHAIN)
    contested = page.locator(".chain-step[data-contested=yes]").evaluate_all(
        "all => all.map(one => Number(one.dataset.place))"
    )
    assert contested == list(first.contested_steps)
    expect(page.locator(".chain-step[data-weakest=yes]")).to_have_attribute("data-place", str(first.weakest_step))
    defined = [number for number, step in enumerate(first.steps) if step.structural]
    for number in defined:
        expect(page.locator(f".chain-step[data-place='{number}']")).to_contain_text("by definition")
    page.locator(".chain-step .evidence").first.click()
    expect(page.locator(".dossier")).to_have_attribute("data-claim", first.claims[0])


def test_the_ends_are_chosen_by_any_name(opening: Opener) -> None:
    page = opening(SMALL).go("#from=clamshell")
    expect(page.locator(".chains .notice")).to_contain_text("Choose where the way should lead")
    page.get_by_label("To", exact=True).fill("sore kn")
    expect(page.locator("#chain-to-found [role=option]")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator("h2")).to_have_text("How does clamshell lead to knee pain?")
    page.get_by_label("From", exact=True).fill("knock")
    page.locator("#chain-from-found [role=option]").click()
    expect(page.locator("h2")).to_have_text("How does valgus lead to knee pain?")
    page.get_by_label("From", exact=True).fill("xyzzy")
    expect(page.locator("#chain-from-found .note")).to_contain_text("No concept is called “xyzzy”")


@pytest.mark.parametrize(
    ("address", "reason"),
    [("#from=knee-pain&to=weak-glute", "only-backwards"), ("#from=bridge&to=knee-pain", "nothing-leaves")],
)
def test_where_there_is_no_chain_the_reason_is_told(opening: Opener, address: str, reason: str) -> None:
    page = opening(SMALL).go(address)
    expect(page.locator("[data-reason]")).to_have_attribute("data-reason", reason)
    expect(page.locator("[data-reason]")).to_contain_text("No chain.")


# What does this exercise do?


def test_an_exercise_is_told_from_muscle_to_symptom_with_standings_and_warnings(opening: Opener) -> None:
    page = opening(SMALL).go("#ask=exercise&concept=clamshell")
    expect(page.locator("h2")).to_have_text("What is the clamshell meant to do?")
    symptoms = page.locator("[data-ways=Symptom] .ranked > li").first
    assert symptoms.locator(".stop").all_inner_texts() == ["clamshell", "glute", "weak glute", "valgus", "knee pain"]
    assert symptoms.locator(".arrow").evaluate_all("all => all.map(one => one.dataset.standing ?? null)") == [
        "supported",
        None,
        "contested",
        "qualified",
    ]
    expect(symptoms).to_contain_text("weakest step: contested")
    (link,) = (link for link in exercises(SMALL, exercise="clamshell") if link.outcome == "knee-pain")
    expect(symptoms.locator(".warnings li")).to_have_count(len(link.warnings))
    symptoms.locator(".entry").click()
    assert sorted(lifted(page)) == sorted(step.claim for step in link.path if step.claim)
    xs = [page.evaluate("id => kneegraph.graph.picture.scope.places.get(id).x", step.object) for step in link.path]
    assert xs == sorted(set(xs))
    expect(page.locator(".entry[aria-current]")).to_be_focused()


def test_every_way_of_every_exercise_is_there(opening: Opener, core: Corpus) -> None:
    page = opening(core).go("#ask=exercise")
    links = exercises(core)
    expect(page.locator(".exercises .row-link")).to_have_count(len({link.exercise for link in links}))
    page.get_by_label("An exercise, or what one should help with", exact=True).fill("lunge")
    page.keyboard.press("Enter")
    expect(page.locator("h2")).to_have_text("What is the lunge meant to do?")
    own = [link for link in links if link.exercise == "lunge"]
    shown = page.locator(".exercises .ranked > li").count()
    wider = page.locator(".also").all_text_contents()
    assert shown + sum(text.count(",") + 1 for text in wider) == len(own)


def test_what_should_help_with_a_complaint_is_asked_in_the_same_way(opening: Opener) -> None:
    page = opening(SMALL).go("#ask=exercise&concept=knee-pain")
    expect(page.locator("h2")).to_have_text("Which exercises are meant for knee pain?")
    expect(page.locator("[data-ways=Exercise] .ranked > li")).to_have_count(2)


# What is missing?


def test_the_gaps_are_told_by_kind_and_open_their_concept(opening: Opener, core: Corpus) -> None:
    found = gaps(core)
    page = opening(core).go("#ask=gaps")
    sections = page.locator("[data-gap]").evaluate_all("all => all.map(one => one.dataset.gap)")
    assert sections == list(dict.fromkeys(gap.kind.value for gap in found))
    expect(page.locator("[data-gap] .entry")).to_have_count(len(found))
    page.locator("[data-gap] .entry").first.click()
    expect(page.locator(".card")).to_have_attribute("data-concept", found[0].concept)


# Text that acts


def test_hostile_text_shows_harmlessly_in_every_question(opening: Opener) -> None:
    bad = corpus(*(part for number, payload in enumerate(PAYLOADS) for part in hostile(number, payload)))
    named = {id_: replace(one, label=PAYLOADS[0]) for id_, one in bad.concepts.items()}
    opened = opening(replace(bad, concepts=named), quotes=quote)
    for address in ("#ask=start", "#ask=disagree", "#from=bad-0&to=knee-pain", "#ask=exercise&concept=bad-0", "#ask=gaps"):
        page = opened.go(address)
        expect(page.locator("#panel-body script, #panel-body img, #panel-body iframe")).to_have_count(0)


def quote(_source: str, _passage: Passage) -> str:
    return PAYLOADS[1]
