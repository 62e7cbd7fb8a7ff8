"""The page of a checked draft: everything on it, nothing that runs, and what it looks like in a browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Literal

import pytest
from opened_page import PAYLOADS
from playwright.sync_api import Browser, Page
from reported import ARTICLE, article, finding, small_corpus, small_graph

import kneegraph
from kneegraph.check import OverReach, Report, Verdict
from kneegraph.drafts import Draft
from kneegraph.exchange.reports.html import report_page
from kneegraph.graph import Graph
from kneegraph.text.documents import Form
from kneegraph.text.stated import Reach

AXE = Path(__file__).parent / "clients" / "node_modules" / "axe-core" / "axe.min.js"


class Elements(HTMLParser):
    """Every element of a page with its attributes, and the text between."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def attributes(self, name: str) -> list[str]:
        return [value for _, attrs in self.found for key, value in attrs.items() if key == name and value]


def page() -> str:
    return report_page(small_graph(), [article()], "5 sentences, 7 findings.")


def test_the_page_has_the_prose_in_its_order_and_a_card_for_every_finding() -> None:
    elements = Elements(page())
    wanted = (
        "Knees",
        "The VMO controls",
        "Clamshells do not train the",
        "Weak glutes",
        "Strong glutes improve",
        "Shin splints",
    )
    places = [elements.text.index(words) for words in wanted]
    assert places == sorted(places)
    assert "*always*" not in elements.text.split("Instead")[0]
    cards = [attrs for tag, attrs in elements.found if tag in ("article", "details")]
    assert [one["id"] for one in cards] == [f"f{number}" for number in range(1, 8)]
    kinds = ["contested", "contradicted", "comment", "overstated", "reported", "supported", "not-in-graph"]
    assert [one["class"] for one in cards] == [f"card {kind}" for kind in kinds]
    assert "5 sentences, 7 findings." in elements.text


def test_every_verdict_is_told_by_sign_and_word_beside_its_words() -> None:
    badges = re.findall(r'class="badge [\w-]+"><span>(.*?) </span>', page())
    assert badges == [
        "± contested", "× contradicted", "↑ overstated", "” reported", "+ supported", "? not in the graph",
    ]  # fmt: skip


def test_links_lead_from_words_to_card_and_back() -> None:
    elements = Elements(page())
    ids = elements.attributes("id")
    assert len(ids) == len({*ids})
    inner = [one.removeprefix("#") for one in elements.attributes("href") if one.startswith("#")]
    assert {*inner} <= {*ids}
    assert {f"f{number}" for number in (1, 2, 4, 5, 6, 7)} <= {*inner}


def test_words_of_a_claim_are_marked_through_line_breaks_and_markup() -> None:
    def words(kind: str) -> str:
        found = re.findall(rf'<mark(?: id="m\d")? class="{kind}">(.*?)</mark>', page())
        return " ".join(re.sub(r"<[^>]*>", "", "".join(found)).split())

    assert words("contradicted") == "Clamshells do not train the glutes"
    assert words("overstated") == "Weak glutes always cause knee valgus"
    assert '<strong class="reach">always</strong>' in page()


def test_the_same_report_gives_the_same_bytes() -> None:
    assert page() == page()


def test_several_drafts_are_sections_of_one_page_with_one_numbering() -> None:
    text = report_page(small_graph(), [article("a.md"), article("b.md")], "")
    ids = Elements(text).attributes("id")
    assert len(ids) == len({*ids})
    assert "f14" in ids
    assert "What the sources say of 2 drafts" in text


def hostile(number: int, payload: str) -> tuple[Draft, Report]:
    """A draft all parts of whose report are this text."""
    text = f"{payload} always. {payload}"
    found = finding(
        text, text, Verdict.CONTESTED, small_graph().corpus.claims["vmo.controls.patellar-tracking"], suggestion=payload
    )
    claim = replace(found.claim, label=payload) if found.claim else None
    over = (OverReach(found.place, text, Reach.SCOPE, payload),)
    loud = replace(found, path=f"{number}{payload}", message=payload, claim=claim, over=over)
    return Draft(loud.path, text, Form.TEXT), Report(loud.path, (loud,), sentences=1)


def hostile_graph(payload: str) -> Graph:
    corpus = small_corpus()
    sources = {
        name: replace(one, title=payload, creator=payload, url="javascript:alert(6)") for name, one in corpus.sources.items()
    }
    return Graph(replace(corpus, sources=sources))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_text_becomes_markup(payload: str) -> None:
    elements = Elements(report_page(hostile_graph(payload), [hostile(0, payload)], payload))
    harmless = {
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "header",
        "nav",
        "main",
        "section",
        "div",
        "aside",
        "article",
    }
    harmless |= {
        "h1",
        "h2",
        "h3",
        "h4",
        "p",
        "a",
        "ul",
        "li",
        "span",
        "small",
        "code",
        "mark",
        "strong",
        "b",
        "del",
        "ins",
        "footer",
    }
    assert {tag for tag, _ in elements.found} <= harmless
    assert all(one.startswith("#") for one in elements.attributes("href"))
    assert not [key for _, attrs in elements.found for key in attrs if key.startswith("on") or key == "style"]


@contextmanager
def opened(browser: Browser, text: str, path: Path, *, width: int = 1300, scheme: str = "light") -> Iterator[Page]:
    """The page in a browser, which must neither complain nor ask for anything."""
    path.write_text(text, encoding="utf-8")
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme="dark" if scheme == "dark" else "light"
    )
    shown = context.new_page()
    troubles: list[str] = []
    shown.on("console", lambda message: troubles.append(message.text))
    shown.on("dialog", lambda dialog: troubles.append(dialog.message))
    shown.on("request", lambda request: troubles.append(request.url) if request.url != path.as_uri() else None)
    shown.goto(path.as_uri())
    yield shown
    context.close()
    assert troubles == []


@pytest.mark.browser
@pytest.mark.parametrize("width", [1300, 420, 320])
def test_the_page_fits_the_window_and_the_cards_stand_beside_or_below(browser: Browser, tmp_path: Path, width: int) -> None:
    with opened(browser, page(), tmp_path / "report.html", width=width) as shown:
        assert shown.evaluate("document.documentElement.scrollWidth") <= width
        prose, card = shown.locator(".prose").nth(1).bounding_box(), shown.locator("#f1").bounding_box()
        assert prose is not None
        assert card is not None
        assert card["x"] > prose["x"] + prose["width"] if width > 860 else card["y"] >= prose["y"] + prose["height"]
        support, dispute = (shown.locator(f"#f1 .{side}").bounding_box() for side in ("supports", "disputes"))
        assert support is not None
        assert dispute is not None
        assert support["x"] < dispute["x"] if width > 420 else support["y"] < dispute["y"]


@pytest.mark.browser
def test_style_applies_under_its_policy_and_marks_differ_without_colour(browser: Browser, tmp_path: Path) -> None:
    with opened(browser, page(), tmp_path / "report.html") as shown:
        kinds = ("contradicted", "contested", "qualified", "supported", "not-in-graph")
        style = "(one) => { const s = getComputedStyle(one); return s.textDecorationStyle; }"
        lines = {kind: shown.locator(f"mark.{kind}").first.evaluate(style) for kind in kinds if kind != "qualified"}
        assert lines == {"contradicted": "double", "contested": "wavy", "supported": "solid", "not-in-graph": "dotted"}


@pytest.mark.browser
def test_hostile_texts_do_nothing_in_a_browser(browser: Browser, tmp_path: Path) -> None:
    drafts = [hostile(number, payload) for number, payload in enumerate(PAYLOADS)]
    with opened(browser, report_page(hostile_graph(PAYLOADS[0]), drafts, "x"), tmp_path / "report.html") as shown:
        assert shown.locator("script, img, svg, iframe").count() == 0


@pytest.mark.browser
def test_on_paper_the_notes_are_open(browser: Browser, tmp_path: Path) -> None:
    with opened(browser, page(), tmp_path / "report.html") as shown:
        evidence = shown.locator("#f6 .sides")
        assert not evidence.is_visible()
        shown.emulate_media(media="print")
        assert evidence.is_visible()


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1300, 390])
def test_axe_finds_nothing_serious(browser: Browser, tmp_path: Path, width: int, scheme: str) -> None:
    with opened(browser, page(), tmp_path / "report.html", width=width, scheme=scheme) as shown:
        for note in shown.locator("summary").all():
            note.click()
        shown.evaluate(AXE.read_text(encoding="utf-8"))
        found = shown.evaluate("async () => (await axe.run({ resultTypes: ['violations'] })).violations")
        assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []


def test_the_article_of_these_tests_has_every_kind_of_mark() -> None:
    assert {one.verdict for one in article()[1].findings} == {*Verdict, None} - {Verdict.QUALIFIED}
    assert ARTICLE.count("kneegraph-ignore") == 1


@pytest.mark.browser
@pytest.mark.parametrize("medium", ["screen", "print"])
def test_silent_prose_goes_on_beside_a_card_and_a_heading_stays_with_what_follows(
    browser: Browser, tmp_path: Path, medium: Literal["screen", "print"]
) -> None:
    said = "The VMO controls patellar tracking."
    text = f"{said}\n\nNobody asked.\n\n# Then\n\n{said} So they say."
    draft = Draft("draft.md", text, Form.MARKDOWN)
    report = kneegraph.load().check(text)
    with opened(browser, report_page(kneegraph.load(), [(draft, report)], "x"), tmp_path / "report.html") as shown:
        shown.emulate_media(media=medium)
        boxes = [shown.get_by_text(words).bounding_box() for words in ("Nobody asked.", "Then", "So they say.")]
        cards = [shown.locator(name).bounding_box() for name in ("#f1", "#f2")]
        (silent, heading, last), (first, second) = [[one["y"] for one in part if one] for part in (boxes, cards)]
        assert first < silent < first + 150, "the paragraph without findings stands beside the card"
        assert cards[0] is not None
        assert first + cards[0]["height"] < heading < last
        assert second <= last
