"""Belief against evidence, doubtful routes and turned claims on the page; what disagreements weigh, what may be said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from builders import claim, concept, corpus, disputes, judge, qualifies, source, state, supports
from opened_page import Opened, Opener
from playwright.sync_api import Browser, Page, expect

import kneegraph
from kneegraph.analysis.contradictions import Contradiction, ContradictionKind, contradictions
from kneegraph.analysis.cut import cut
from kneegraph.analysis.evidence.wording import LICENSED
from kneegraph.analysis.routes import routes
from kneegraph.analysis.turned import turned
from kneegraph.browser import write_browser
from kneegraph.model import Corpus, Finding

pytestmark = pytest.mark.browser

NULL = disputes("trial", finding=Finding.NO_EFFECT, population="runners").by("rct")
SMALL = corpus(
    claim("valgus", "causes", "pain", supports("blog", population="sedentary people"), NULL),
    claim("training", "reduces", "pain", supports("trial").by("rct"), supports("blog")),
    claim("training", "reduces", "valgus", supports("blog"), disputes("study").by("rct")),
    claim("training", "targets", "glute", supports("blog")),
    claim("weak glute", "causes", "pain", supports("blog"), qualifies("study", aspect="scope")),
    claim("tape", "reduces", "pain", supports("blog")),
    concept("training", "Intervention"),
    concept("tape", "Intervention"),
    concept("pain", "Symptom"),
    concept("valgus", "MovementFault"),
    state("weak glute", of="glute", sign=-1),
    source("blog", issued="2021"),
    replace(source("trial", "peer-reviewed", "literature", "2015"), creator="Ada Marsh"),
    source("study", "peer-reviewed", "literature", "2018"),
)
NOT_PARTED = corpus(claim("a", "causes", "b", supports("s1"), disputes("s2")))


@pytest.fixture(scope="module")
def all_of_it(browser: Browser, whole: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    path = write_browser(whole, tmp_path_factory.mktemp("whole") / "page.html", contradictions=contradictions(whole))
    context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    opened = Opened(context.new_page(), str(path))
    opened.watch()
    yield opened
    context.close()
    assert opened.troubles == []


def lifted(page: Page) -> set[str]:
    found = page.evaluate("[...(kneegraph.graph.picture.lifted ?? [])]")
    return set(found)


def _beliefs(facts: Corpus) -> list[Contradiction]:
    return contradictions(facts, kinds=[ContradictionKind.TIERS])


# Belief against evidence


def test_both_tiers_stand_side_by_side_with_what_they_weigh(opening: Opener) -> None:
    number = next(at for at, one in enumerate(_beliefs(SMALL), 1) if one.claims == ("valgus.causes.pain",))
    page = opening(SMALL).go(f"#ask=beliefs&n={number}")
    popular, peers = page.locator(".side[data-tier=popular]"), page.locator(".side[data-tier=peer-reviewed]")
    expect(popular.locator(".assertion")).to_have_attribute("data-stance", "supports")
    expect(peers.locator(".assertion")).to_have_attribute("data-stance", "disputes")
    expect(peers.locator(".assertion")).to_contain_text("Randomised trial · found no effect")
    expect(popular.locator(".weighed")).to_contain_text("× 0.00")
    expect(peers.locator(".weighed")).to_contain_text("+ 0.00")
    expect(page.locator(".two-sided")).to_contain_text(re.compile(r"for it \d\.\d\d.*\d\.\d\d against it"))
    expect(page.locator(".clash .outcome")).to_have_text("Who disputes it found no effect.")
    expect(page.locator(".clash .reasons")).to_contain_text(
        "May be only apparent:Different people: sedentary people (2021) on one side, runners (Ada Marsh, 2015)"
    )
    assert lifted(page) == {"valgus.causes.pain"}


def test_where_the_tiers_do_not_part_it_says_so_and_no_question_asks(opening: Opener) -> None:
    opened = opening(NOT_PARTED)
    expect(opened.go("#ask=beliefs").locator(".beliefs .notice")).to_contain_text("On no claim here")
    texts = opened.go("#ask=start").locator(".question strong").all_inner_texts()
    assert not [text for text in texts if "believed" in text or "works" in text or "repeated" in text]


def test_all_beliefs_are_walked_through_and_can_be_gone_to(all_of_it: Opened, whole: Corpus) -> None:
    found = _beliefs(whole)
    page = all_of_it.go("#ask=beliefs&n=1")
    expect(page.locator(".position")).to_have_text(f"1 of {len(found)}")
    page.get_by_role("button", name="Next").click()
    expect(page.locator(".position")).to_have_text(f"2 of {len(found)}")
    assert lifted(page) == set(found[1].claims)
    page.locator(".beliefs h2").focus()
    page.keyboard.press("p")
    expect(page.locator(".position")).to_have_text(f"1 of {len(found)}")
    page.locator("[data-fold=beliefs] summary").click()
    expect(page.locator("[data-fold=beliefs] li")).to_have_count(len(found))
    page.locator("[data-fold=beliefs] li a").nth(4).click()
    expect(page.locator(".position")).to_have_text(f"5 of {len(found)}")
    page.locator(".beliefs .claims a").first.click()
    expect(page.locator(".dossier")).to_have_attribute("data-claim", found[4].claims[0])


def test_hip_weakness_is_believed_to_cause_pain_and_cohorts_did_not_find_it(all_of_it: Opened, whole: Corpus) -> None:
    claim_ = "weak-hip-muscles.causes.patellofemoral-pain-syndrome"
    found = _beliefs(whole)
    at = next(place for place, one in enumerate(found, 1) if claim_ in one.claims)
    page = all_of_it.go(f"#ask=beliefs&n={at}")
    expect(page.locator(".side[data-tier=popular] .assertion[data-stance=supports]").first).to_be_visible()
    expect(page.locator(".side[data-tier=peer-reviewed]")).to_contain_text("Neal BS et al., 2019")
    expect(page.locator(".side[data-tier=peer-reviewed]")).to_contain_text("Systematic review")


# Every disagreement


def test_every_disagreement_tells_both_weights_what_hangs_and_why_it_may_be_apparent(opening: Opener) -> None:
    opened = opening(SMALL)
    found = contradictions(SMALL)
    for number, one in enumerate(found, 1):
        page = opened.go(f"#ask=disagree&n={number}")
        numbers = page.locator(".walk .two-sided strong").all_inner_texts()
        assert numbers == [f"{one.weights.supports:.2f}", f"{one.weights.disputes:.2f}"] or not one.weights.heavier
        expect(page.locator(".walk .clash .reasons li")).to_have_count(len(one.reasons))
        expect(page.locator(".walk .clash .hangs")).to_contain_text(str(one.hangs) if one.hangs else "No other claim")
    identifier = page.locator(".walk").get_attribute("data-disagreement") or ""
    expect(opened.go(f"#disagreement={identifier}").locator(".disagreement > .clash")).to_have_count(1)


def test_what_conditions_tell_apart_is_listed_by_itself(all_of_it: Opened, whole: Corpus) -> None:
    resolved = [one for one in contradictions(whole) if one.resolved]
    page = all_of_it.go("#in=overview")
    section = page.locator("[data-kind-of=resolved]")
    expect(section.locator("h3")).to_contain_text("No contradictions: the conditions stated tell the sides apart")
    expect(section.locator("li")).to_have_count(len(resolved))
    expect(page.locator("[data-kind-of=undercut] li").first).to_be_visible()
    expect(page.locator("[data-kind-of]:not([data-kind-of=resolved]) .apparent")).to_have_count(0)


# Works, but not by that route; and what is still repeated


def test_a_doubtful_step_is_marked_with_who_disputes_it_and_by_which_design(opening: Opener) -> None:
    page = opening(SMALL).go("#ask=routes")
    expect(page.locator(".routes h3").first).to_have_text("training helps with pain")
    steps = page.locator(".doubtful [data-route=valgus] .route-step")
    expect(steps).to_have_count(2)
    expect(steps.nth(0)).to_have_attribute("data-doubt", "outweighed")
    expect(steps.nth(0).locator(".disputing")).to_contain_text("(randomised trial)")
    expect(page.locator(".rivals [data-route=glute]")).to_have_count(1)


def test_all_routes_of_the_whole_are_there_with_their_bars(all_of_it: Opened, whole: Corpus) -> None:
    found = routes(judge(whole))
    at = next(place for place, one in enumerate(found) if one.rivals)
    page = all_of_it.go(f"#ask=routes&n={at + 1}")
    expect(page.locator(".position")).to_have_text(f"{at + 1} of {len(found)}")
    expect(page.locator(".doubtful [data-route]")).to_have_count(len(found[at].doubtful))
    expect(page.locator(".rivals [data-route]")).to_have_count(len(found[at].rivals))
    expect(page.locator(".doubtful .route-step[data-doubt] .disputing a").first).to_be_visible()
    expect(page.locator(".routes > .weighed .mass-bar")).to_be_visible()
    assert found[at].claim in lifted(page)


def test_what_is_still_repeated_says_since_when_and_by_whom(all_of_it: Opened, whole: Corpus) -> None:
    page = all_of_it.go("#ask=turned")
    for one in turned(judge(whole)):
        told = page.locator(f"[data-turned='{one.claim}']")
        expect(told).to_contain_text(f"Against it since {one.year}")
        expect(told.locator("p", has_text="Repeated since by").locator("a")).to_have_count(len(one.repeated_by))


@pytest.mark.parametrize("ask", ["beliefs", "routes", "turned"])
def test_every_new_question_opens_from_the_landing_and_leads_back(all_of_it: Opened, ask: str) -> None:
    page = all_of_it.go("#ask=start")
    page.locator(f".question[href*='ask={ask}']").click()
    expect(page.locator("#panel-body h2")).to_be_visible()
    expect(page.locator("#panel-body .notice")).to_have_count(
        0 if ask != "routes" else page.locator(".routes .notice").count()
    )
    page.keyboard.press("Escape")
    expect(page.locator(".disagreements")).to_be_visible()


@pytest.mark.parametrize("width", [320, 768])
def test_nothing_runs_out_of_a_narrow_page(all_of_it: Opened, width: int) -> None:
    for ask in ("beliefs&n=2", "routes", "turned"):
        page = all_of_it.go(f"#ask={ask}")
        page.set_viewport_size({"width": width, "height": 800})
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        panel = page.evaluate(
            "(() => { const it = document.getElementById('panel-body'); return it.scrollWidth - it.clientWidth; })()"
        )
        page.set_viewport_size({"width": 1440, "height": 900})
        assert (over, panel) == (0, 0)


# What may be said, and what all ways hang on


def test_a_dossier_says_what_may_be_said_and_by_which_studies(opening: Opener) -> None:
    opened = opening(SMALL)
    told = opened.go("#claim=training.reduces.pain").locator(".licence")
    expect(told).to_have_attribute("data-licence", "changes")
    expect(told).to_contain_text("What may be said: that the one changes the other (Ada Marsh, 2015)")
    unstudied = opened.go("#claim=tape.reduces.pain").locator(".licence")
    expect(unstudied).to_have_text("What may be said: that some say so. No study of it was found.")
    refuted = opened.go("#claim=valgus.causes.pain").locator(".licence")
    expect(refuted).to_contain_text("No study bears it out; against it: Ada Marsh, 2015")


def test_a_chain_says_what_it_licenses_and_below_them_stands_what_breaks_all(all_of_it: Opened, whole: Corpus) -> None:
    page = all_of_it.go("#ask=start")
    page.locator(".question[href*='from=']").click()
    ends = page.evaluate("[kneegraph.parse(location.hash).from, kneegraph.parse(location.hash).to]")
    found = cut(whole, *ends)
    assert found is not None
    graph = kneegraph.load()
    for number, chain in enumerate(graph.chains(*ends, limit=4)):
        level = graph.chain_licence(chain)
        assert level is not None
        told = all_of_it.go(f"#from={ends[0]}&to={ends[1]}&chain={number}").locator(".chains .licence")
        expect(told).to_have_text(f"What the whole of it lets one say: {LICENSED[level]}.")
    expect(page.locator(".cut li")).to_have_count(len(found.alone or found.claims))
    expect(all_of_it.go(f"#from={ends[1]}&to={ends[0]}").locator(".cut")).to_have_count(0)
