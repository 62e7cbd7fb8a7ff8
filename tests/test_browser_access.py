"""The page for everybody: what axe-core finds, what can be done without a mouse, and the same over HTTP."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from builders import claim, concept, corpus, disputes, qualifies, source, state, supports
from opened_page import Opener
from playwright.sync_api import Browser, Page, expect
from server_client import serving

from kneegraph.model import Dependence, DependenceKind

pytestmark = pytest.mark.browser

AXE = Path(__file__).parent / "clients" / "node_modules" / "axe-core" / "axe.min.js"
WEAK = "weak-glute.causes.knee-pain"
SMALL = corpus(
    claim("weak glute", "causes", "knee pain", supports("s1"), disputes("s2")),
    claim("knee pain", "causes", "weak glute", qualifies("s3", reason="pronation"), supports("s1")),
    claim("clamshell", "targets", "glute", supports("s1"), supports("s2")),
    concept("clamshell", "Exercise"),
    concept("glute", "Muscle", "buttock"),
    state("weak glute", of="glute", sign=-1),
    replace(source("s1"), issued="2012"),
    replace(
        source("s2", "peer-reviewed", "literature"), issued="2019", depends_on=(Dependence("s1", DependenceKind.REPEATS),)
    ),
)
STUDIED = corpus(
    claim("training", "reduces", "pain", supports("trial").by("rct")),
    claim("training", "reduces", "valgus", supports("blog"), disputes("trial").by("rct")),
    claim("valgus", "causes", "pain", supports("blog")),
    concept("training", "Intervention"),
    concept("pain", "Symptom"),
    concept("valgus", "MovementFault"),
    source("blog", issued="2022"),
    source("trial", "peer-reviewed", "literature", "2015"),
)
PLACES = {
    "landing": "",
    "disagreements": "#in=overview",
    "dossier": f"#claim={WEAK}",
    "concept": "#concept=knee-pain&steps=2",
    "sources": "#source=s1&with=s2",
    "list": "#view=list&in=all",
    "chain": "#from=weak-glute&to=knee-pain&chain=0&step=0",
    "walk": "#ask=disagree&n=1",
    "exercise": "#ask=exercise&concept=clamshell",
    "gaps": "#ask=gaps",
    "all sources": "#ask=sources",
}


def violations(page: Page) -> list[str]:
    """What axe-core calls serious or critical, with the first element each."""
    if not AXE.exists():
        pytest.fail("this test needs axe-core: run `npm ci` in tests/clients")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        """async () => (await axe.run({ resultTypes: ["violations"] })).violations
            .filter(({ impact }) => impact === "serious" || impact === "critical")
            .map(({ id, nodes }) => `${id}: ${nodes[0].html}`)"""
    )
    return [str(one) for one in found]


@pytest.mark.parametrize(("size", "scheme"), [((1280, 800), "light"), ((1280, 800), "dark"), ((390, 800), "light")])
def test_axe_finds_nothing_serious(opening: Opener, size: tuple[int, int], scheme: str) -> None:
    opened = opening(SMALL, size=size, scheme=scheme)
    found = {}
    for name, address in PLACES.items():
        page = opened.go(address)
        if name == "list":
            page.get_by_role("button", name="More filters").click()
        page.evaluate("for (const fold of document.querySelectorAll('#panel details')) fold.open = true")
        found[name] = violations(page)
    studied = opening(STUDIED, size=size, scheme=scheme)
    for name in ("beliefs", "routes", "turned"):
        page = studied.go(f"#ask={name}")
        assert not page.locator("#panel-body h2 + .notice").count()
        page.evaluate("for (const fold of document.querySelectorAll('#panel details')) fold.open = true")
        found[name] = violations(page)
    assert set(found) > set(PLACES)
    assert not any(found.values()), found


def test_axe_would_find_something(opening: Opener) -> None:
    page = opening(SMALL).go("")
    page.evaluate("document.querySelector('#zoom-in').removeAttribute('aria-label')")
    page.evaluate("document.querySelector('#zoom-in').textContent = ''")
    assert [one.split(":")[0] for one in violations(page)] == ["button-name"]


def test_every_stop_of_the_tabulator_shows_where_it_is_and_none_is_a_trap(opening: Opener) -> None:
    page = opening(SMALL).go("")
    stops: list[str] = []
    for _ in range(80):
        page.keyboard.press("Tab")
        here = page.evaluate(
            """() => {
                const one = document.activeElement;
                const style = getComputedStyle(one);
                const shown = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
                return one === document.body ? "" : `${shown} ${one.id || one.textContent}`;
            }"""
        )
        if not here or here in stops:
            break
        stops.append(here)
    assert len(stops) > 20
    assert [one for one in stops if not one.startswith("true")] == []


def test_from_the_landing_to_a_quarrel_and_back_without_a_mouse(opening: Opener) -> None:
    page = opening(SMALL).go("")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # skips to the panel
    expect(page.locator("#panel h2")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".dossier h2")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".dossier")).to_have_count(0)


def test_nothing_moves_for_who_wants_stillness(opening: Opener) -> None:
    page = opening(SMALL).go("#in=all")
    page.get_by_role("button", name="Zoom in").click()
    scale = page.evaluate("kneegraph.graph.network.getScale()")
    page.wait_for_timeout(250)
    assert page.evaluate("kneegraph.graph.network.getScale()") == scale


def test_the_served_page_is_the_same_and_asks_for_nothing_else(browser: Browser) -> None:
    with serving() as served:
        page = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
        troubles: list[str] = []
        page.on("console", lambda message: troubles.append(message.text))
        page.on("pageerror", lambda error: troubles.append(str(error)))
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url.split("#")[0]))
        page.goto(f"{served.url}/")
        expect(page.get_by_role("heading", name="What would you like to know?")).to_be_visible()
        page.get_by_role("button", name="List", exact=True).click()
        page.locator("#list tbody a").first.click()
        expect(page.locator(".dossier h2")).to_be_visible()
        page.go_back()
        page.go_back()
        expect(page.locator("#canvas")).to_be_visible()
        page.get_by_role("button", name="More filters").click()
        page.locator('[data-filter="stance:supports"]').click()
        expect(page.locator('[data-filter="stance:supports"]')).to_have_attribute("aria-pressed", "false")
        page.context.close()
        assert troubles == []
        assert set(asked) <= {f"{served.url}/", f"{served.url}/favicon.ico"}
        assert served.url in asked[0]
