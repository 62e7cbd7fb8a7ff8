"""The page in a real browser: what a reader sees, clicks and types, and that nothing in the data can act."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from builders import claim, concept, corpus, disputes, qualifies, reports, supports
from opened_page import PAYLOADS, Opener, at_edge, at_node, hostile
from playwright.sync_api import expect

from kneegraph.model import Corpus, Passage

pytestmark = pytest.mark.browser

VMO = "vastus-medialis-oblique.controls.patellar-tracking"
WEAK = "weak-gluteus-medius.causes.knee-valgus"


SMALL = corpus(
    claim("weak glute", "causes", "knee pain", supports("s1"), disputes("s2")),
    claim("weak glute", "reduces", "knee pain", supports("s3")),
    claim("knee pain", "causes", "weak glute", qualifies("s3", aspect="partialCause", reason="pronation")),
    claim("clamshell", "targets", "glute", supports("s1"), supports("s2")),
    claim("tape", "reduces", "knee pain", reports("s3")),
    concept("clamshell", "Exercise"),
    concept("glute", "Muscle", "glutes", "buttock"),
    concept("weak glute", "MuscleState", "glute weakness"),
)


# Who disagrees


def test_the_list_of_disagreements_names_both_sides(opening: Opener, core: Corpus) -> None:
    page = opening(core).go("#in=overview")
    entry = page.locator(".entry", has_text="vastus medialis oblique controls patellar tracking").first
    expect(entry.locator("[data-stance=supports]")).to_contain_text("Functional Training Institute")
    expect(entry.locator("[data-stance=disputes]")).to_contain_text("Dean Somerset, 2018")
    expect(entry).to_be_in_viewport()
    expect(page.locator("#shown")).to_contain_text(f"of {len(core.claims)} claims shown")


def test_one_click_on_a_disagreement_stands_at_the_passages(opening: Opener, core: Corpus) -> None:
    def quote(source_id: str, _passage: Passage) -> str:
        return f"Words of {source_id}."

    page = opening(core, quotes=quote).go("#in=overview")
    page.locator(".entry", has_text="vastus medialis oblique controls patellar tracking").first.click()
    dossier = page.locator(f"[data-claim='{VMO}']")
    expect(dossier.locator(".for blockquote").first).to_have_text("Words of fti-medial-knee.")
    expect(dossier.locator(".against blockquote").first).to_have_text("Words of somerset-2018.")
    link = dossier.locator(".against .source").first
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    assert str(link.get_attribute("href")).startswith("https://deansomerset.com/your-glutes")
    assert "#:~:text=" in str(link.get_attribute("href"))
    assert page.evaluate("[...kneegraph.graph.picture.lifted]") == [VMO]


def test_a_dossier_tells_standing_tally_and_grounds(opening: Opener, core: Corpus) -> None:
    page = opening(core).go(f"#claim={WEAK}")
    dossier = page.locator(".dossier")
    expect(dossier.locator("h2")).to_have_text("weak gluteus medius causes knee valgus")
    expect(dossier.locator(".chip")).to_contain_text("qualified")
    expect(dossier.locator(".verdict")).to_contain_text("3 support it and 1 qualifies it.")
    expect(dossier.locator(".tally tbody th")).to_have_text(["popular"])
    expect(dossier.locator(".tally td[data-stance=supports]")).to_have_text("3")
    expect(dossier.locator(".for .assertion")).to_have_count(3)
    against = dossier.locator(".against .assertion")
    expect(against).to_have_count(1)
    expect(against.locator(".because")).to_contain_text("It matters less than claimed")
    expect(against.locator(".facts li").first).not_to_be_empty()


# The picture


@pytest.mark.parametrize(
    "identifier", ["weak-glute.causes.knee-pain", "weak-glute.reduces.knee-pain", "knee-pain.causes.weak-glute"]
)
def test_each_of_several_lines_between_two_concepts_can_be_clicked(opening: Opener, identifier: str) -> None:
    page = opening(SMALL).go("")
    page.mouse.click(*at_edge(page, identifier))
    expect(page.locator(".dossier")).to_have_attribute("data-claim", identifier)
    assert f"claim={identifier}" in page.url


def test_a_click_on_a_concept_tells_its_names_and_claims_out_and_in(opening: Opener) -> None:
    page = opening(SMALL).go("")
    page.mouse.click(*at_node(page, "weak-glute"))
    card = page.locator(".card")
    expect(card.locator("h2")).to_have_text("weak glute")
    expect(card).to_contain_text("muscle state")
    expect(card.locator(".names")).to_contain_text("glute weakness")
    expect(card.locator("[data-direction=out] li")).to_have_count(2)
    expect(card.locator("[data-direction=in] li")).to_have_count(1)
    card.locator("[data-direction=in] a").click()
    expect(page.locator(".dossier h2")).to_have_text("knee pain causes weak glute")


def test_a_double_click_draws_what_surrounds_a_concept(opening: Opener) -> None:
    page = opening(SMALL).go("")
    page.mouse.dblclick(*at_node(page, "knee-pain"))
    expect(page.locator("#shown")).to_contain_text("Around knee pain: 3 of 5 concepts, 4 of 5 claims shown")


@pytest.mark.parametrize("address", ["", "#concept=knee-valgus", "#concept=gluteal-strengthening", "#in=all"])
def test_cards_as_drawn_do_not_overlap(opening: Opener, core: Corpus, address: str) -> None:
    page = opening(core).go(address)
    page.wait_for_timeout(100)  # the first drawing measures the cards
    overlaps = page.evaluate(
        """() => {
            const { graph } = kneegraph;
            const ids = [...graph.picture.concepts];
            const boxes = graph.boxes(graph.picture);
            const apart = (a, b) => a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
            const pairs = boxes.flatMap((a, i) => boxes.slice(i + 1).map((b, j) => [a, b, `${ids[i]} / ${ids[i + 1 + j]}`]));
            return pairs.filter(([a, b]) => !apart(a, b)).map(([, , names]) => names);
        }"""
    )
    assert overlaps == []


def test_the_overview_fits_the_window_and_can_be_read(opening: Opener, core: Corpus) -> None:
    page = opening(core).go("")
    page.wait_for_timeout(100)
    assert page.evaluate("kneegraph.graph.inSight(kneegraph.graph.picture)")
    assert page.evaluate("kneegraph.graph.network.getScale()") * 13 >= 9


def test_the_legend_filters_and_counts(opening: Opener) -> None:
    page = opening(SMALL).go("#in=all")
    expect(page.locator("#shown")).to_have_text("Everything: 5 of 5 concepts, 5 of 5 claims shown")
    page.locator("[data-filter=supported]").click()
    expect(page.locator("#shown")).to_contain_text("3 of 5 concepts, 3 of 5 claims shown")
    expect(page.locator("[data-filter=supported]")).to_have_attribute("aria-pressed", "false")
    page.locator("[data-filter=MuscleState]").click()
    expect(page.locator("#shown")).to_contain_text("2 of 5 concepts, 1 of 5 claims shown")
    page.locator(".entry").first.click()
    expect(page).to_have_url(re.compile("without=MuscleState%2Csupported"))  # what is filtered out stays so on the way
    page.locator("#scopes").get_by_role("button", name="Reset filter").click()
    expect(page.locator("#shown")).to_contain_text("5 of 5 claims shown")


def test_legend_and_lines_tell_standing_without_colour(opening: Opener) -> None:
    page = opening(SMALL).go("#in=all")
    expect(page.locator("#standings button")).to_have_count(4)
    texts = page.locator("#standings button").all_inner_texts()
    assert [text.split()[0] for text in texts] == ["±", "≈", "+", "”"]
    paths = page.evaluate("[...document.querySelectorAll('#kinds path')].map((one) => one.getAttribute('d'))")
    assert len(set(paths)) == len(paths) == 4


# Getting about


def test_search_completes_any_label_by_keyboard_and_draws_the_neighbourhood(opening: Opener) -> None:
    page = opening(SMALL).go("")
    field_ = page.get_by_role("combobox")
    page.keyboard.press("/")
    expect(field_).to_be_focused()
    page.keyboard.type("glut")
    expect(field_).to_have_attribute("aria-expanded", "true")
    expect(page.locator("[role=option][data-sort=concept]")).to_have_count(2)
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option").nth(1)).to_have_attribute("aria-selected", "true")
    expect(field_).to_have_attribute("aria-activedescendant", "found-1")
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    field_.fill("BUTTöck")
    expect(page.get_by_role("option").first).to_contain_text("buttock → glute")
    page.keyboard.press("Enter")
    expect(page.locator("h2")).to_have_text("glute")
    assert page.url.endswith("#concept=glute")
    expect(page.locator("#shown")).to_contain_text("Around glute: 2 of 5 concepts")


def test_a_search_that_fits_nothing_says_so_and_offers_the_nearest(opening: Opener) -> None:
    page = opening(SMALL).go("")
    page.get_by_role("combobox").fill("clmshel")
    expect(page.locator("#found .note")).to_contain_text("called “clmshel”. Nearest:")
    page.get_by_role("option").first.click()
    expect(page.locator("h2")).to_have_text("clamshell")


def test_back_and_forward_lead_through_what_was_seen(opening: Opener) -> None:
    page = opening(SMALL).go("#concept=knee-pain")
    page.locator("[data-direction=in] a").first.click()
    expect(page.locator(".dossier h2")).to_have_text("weak glute causes knee pain")
    page.go_back()
    expect(page.locator(".card h2")).to_have_text("knee pain")
    page.go_forward()
    expect(page.locator(".dossier")).to_be_visible()


def test_escape_closes_one_thing_at_a_time(opening: Opener) -> None:
    page = opening(SMALL).go("#concept=knee-pain&claim=weak-glute.causes.knee-pain")
    page.keyboard.press("Escape")
    expect(page.locator(".card h2")).to_have_text("knee pain")
    page.keyboard.press("Escape")
    expect(page.locator("h2")).to_have_text("Where the sources disagree")
    expect(page.locator("#shown")).to_contain_text("Around knee pain")
    page.keyboard.press("Escape")
    expect(page.locator("#shown")).to_contain_text("Most disputed")


@pytest.mark.parametrize("sort", ["claim", "concept", "disagreement", "source"])
def test_an_address_of_nothing_says_so(opening: Opener, sort: str) -> None:
    page = opening(SMALL).go(f"#{sort}=no-such-thing")
    expect(page.locator("#panel .notice")).to_contain_text(f"no {sort} called “no-such-thing”")


def test_the_page_can_open_on_a_concept(opening: Opener) -> None:
    page = opening(SMALL, focus="clamshell").go("")
    expect(page.locator("h2")).to_have_text("clamshell")
    page.keyboard.press("Escape")
    expect(page.locator("h2")).to_have_text("Where the sources disagree")


def test_on_a_phone_the_panel_is_a_sheet_and_nothing_sticks_out(opening: Opener, core: Corpus) -> None:
    page = opening(core, size=(390, 800), scheme="dark").go("#in=overview")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    before = page.locator("#panel").bounding_box()
    page.locator(".entry").first.click()
    expect(page.locator(".dossier")).to_be_visible()
    after = page.locator("#panel").bounding_box()
    assert before is not None
    assert after is not None
    assert after["height"] > before["height"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.locator(".close").click()
    expect(page.locator("h2")).to_have_text("Where the sources disagree")


def test_dark_pages_are_dark(opening: Opener) -> None:
    colour = "getComputedStyle(document.body).backgroundColor"
    assert opening(SMALL).go("").evaluate(colour) == "rgb(244, 246, 248)"
    assert opening(SMALL, scheme="dark").go("").evaluate(colour) == "rgb(12, 16, 20)"


# Safe


ELEMENTS = "['script', 'img', 'iframe', 'object', 'style'].map((tag) => document.querySelectorAll(tag).length)"


def test_hostile_text_is_shown_and_does_nothing(opening: Opener) -> None:
    parts = [part for number, payload in enumerate(PAYLOADS) for part in hostile(number, payload)]
    page = opening(corpus(*parts), quotes=lambda id_, _passage: f"{PAYLOADS[0]} {id_}").go("")
    elements = page.evaluate(ELEMENTS)
    for number, _payload in enumerate(PAYLOADS):
        page.mouse.click(*at_edge(page, f"bad-{number}.causes.knee-pain", 0.3))
        expect(page.locator(".dossier .says")).to_have_count(2)
        page.wait_for_timeout(300)  # for the tooltip
        page.mouse.click(*at_node(page, f"bad-{number}"))
        expect(page.locator(f".card[data-concept='bad-{number}']")).to_be_visible()
        page.get_by_role("combobox").fill(f"also {number}")
        assert page.evaluate(ELEMENTS) == elements
        links = page.evaluate("[...document.querySelectorAll('a')].map((one) => one.getAttribute('href'))")
        assert all(link.startswith("#") for link in links)
        assert not set("\u202e\u2066\u200b") & set(page.inner_text("body"))
        page.keyboard.press("Escape")


def test_an_address_that_cannot_be_trusted_becomes_text_even_if_it_gets_into_the_page(opening: Opener) -> None:
    page = opening(SMALL).go("")
    page.evaluate("kneegraph.data.sources.get('s1').url = 'javascript:alert(7)'")
    page.evaluate("location.hash = '#claim=clamshell.targets.glute'")
    source_ = page.locator(".assertion .source").first
    expect(source_).to_have_text("Title of s1")
    assert source_.evaluate("(one) => one.tagName") == "SPAN"


def test_reordering_characters_are_shown_as_what_they_are(opening: Opener) -> None:
    page = opening(corpus(claim("a b", "causes", "c", supports("s1")), replace(concept("a b"), label="a\u202eb"))).go(
        "#concept=a-b"
    )
    expect(page.locator("h2")).to_have_text("a⟦U+202E⟧b")


def test_the_policy_lets_no_other_script_run(opening: Opener) -> None:
    opened = opening(SMALL)
    page = opened.go("")
    page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), { textContent: 'window.ran = true' }))"
    )
    assert page.evaluate("window.ran") is None
    assert len(opened.troubles) == 1
    assert "Content Security Policy" in opened.troubles.pop()
