"""Large graphs in the page: what it weighs, that a part is drawn and the whole can be searched, read and filtered."""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from builders import claim, concept, corpus, disputes, reports, supports
from opened_page import Opened, Opener
from playwright.sync_api import Browser, Page, expect

from kneegraph.analysis import gaps as gaps_module
from kneegraph.analysis.exercises import exercises
from kneegraph.analysis.gaps import gaps
from kneegraph.browser import network as pictures
from kneegraph.browser import page, write_browser
from kneegraph.browser.answers import answers
from kneegraph.browser.bundle import packed, unpacked
from kneegraph.browser.layout import arrange
from kneegraph.browser.overview import DENSE
from kneegraph.errors import DataError
from kneegraph.model import Claim, Corpus

pytestmark = pytest.mark.browser

CLAIMS = 5_000
CONCEPTS = 700


def many() -> Iterator[Claim]:
    """A few hubs that most is about, and a few disputes."""
    for number in range(CLAIMS):
        subject, object_ = number % CONCEPTS, (number * 7 + number // CONCEPTS) % (10 if number % 3 else CONCEPTS)
        said = [supports(f"s{number % 40}"), *([disputes(f"s{(number + 1) % 40}")] if number % 97 == 0 else [])]
        relation = "causes" if number // CONCEPTS % 2 else "reduces"
        yield claim(f"thing {subject}", relation, f"thing {object_}", *said, outcome=f"thing {number // CONCEPTS}")


@pytest.fixture(scope="module")
def large() -> Corpus:
    return corpus(*many(), claim("lone barley", "causes", "rare outcome", supports("s1")))


def drawn(page: Page) -> list[str]:
    return cast("list[str]", page.evaluate("[...kneegraph.graph.picture.concepts]"))


def test_a_large_graph_opens_on_its_most_connected_part_and_says_so(opening: Opener, large: Corpus) -> None:
    shown = opening(large).go("")
    names = drawn(shown)
    assert 10 < len(names) <= DENSE
    assert {"thing-1", "thing-2", "thing-3"} <= set(names)
    expect(shown.locator("#shown")).to_contain_text("Most connected part")
    expect(shown.locator("#shown")).to_contain_text(f"Only {len(names)} of 702 concepts are drawn")


def test_all_of_a_large_graph_is_searched(opening: Opener, large: Corpus) -> None:
    shown = opening(large).go("")
    assert "lone-barley" not in drawn(shown)
    shown.fill("#search", "barley rare")
    expect(shown.locator("#found [role=option]")).to_have_count(1)
    shown.keyboard.press("Enter")
    expect(shown.locator("#panel h2")).to_contain_text("lone barley causes rare outcome")
    assert sorted(drawn(shown)) == ["lone-barley", "rare-outcome"]
    assert shown.evaluate("kneegraph.graph.edges.length") == 1


def test_all_of_a_large_graph_is_listed_a_page_at_a_time_and_filtered(opening: Opener, large: Corpus) -> None:
    shown = opening(large).go("#in=all&view=list")
    expect(shown.locator("#list tbody tr")).to_have_count(100)
    total = len(large.claims)
    expect(shown.locator("#list caption")).to_contain_text(f"1 to 100 of {total}")
    contested = sum(one.standing == "contested" for one in large.claims.values())
    shown.locator('[data-filter="supported"]').click()
    expect(shown.locator("#list caption")).to_contain_text(f"of {contested}")
    expect(shown.locator("#shown")).to_contain_text(f"{contested} of {total} claims shown")


def test_everything_of_a_large_graph_is_drawn_in_part_which_the_page_says(opening: Opener, large: Corpus) -> None:
    shown = opening(large).go("#in=all&view=graph")
    assert len(drawn(shown)) <= DENSE
    expect(shown.locator("#shown")).to_contain_text("of these 702 concepts are drawn")


def test_what_one_source_says_in_a_large_graph_is_drawn(opening: Opener, large: Corpus) -> None:
    shown = opening(large).go("#source=s3&view=graph")
    assert 1 < len(drawn(shown)) <= 150
    lifted = shown.evaluate("[...kneegraph.graph.picture.claims].every((id) => kneegraph.data.claimsFrom('s3').includes(id))")
    assert lifted


def test_a_long_list_in_the_panel_grows_when_asked(opening: Opener, large: Corpus) -> None:
    shown = opening(large).go("#concept=thing-1")
    rows = shown.locator('[data-direction="in"] li')
    expect(rows).to_have_count(200)
    count = sum(one.object == "thing-1" != one.subject for one in large.claims.values())
    shown.locator('[data-direction="in"] button').click()
    expect(rows).to_have_count(min(count, 400))


PARALLEL = corpus(
    claim("band", "causes", "pain", supports("s1"), supports("s2"), disputes("s3")),
    claim("pain", "causes", "band", supports("s1")),
    claim("band", "reduces", "pain", disputes("s1")),
    claim("band", "associatedWith", "pain", reports("s1")),
    claim("press", "targets", "glute", supports("s1")),
    claim("glute", "causes", "glute", supports("s1")),
    concept("press", "Exercise"),
    concept("glute", "Muscle"),
)


def test_what_the_page_makes_on_demand_is_what_python_makes(opening: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    places = arrange(list(PARALLEL.concepts.values()), PARALLEL.claims.values())
    made = pictures.network(PARALLEL, places)
    monkeypatch.setattr(pictures, "MOST_CLAIMS", 0)
    shown = opening(PARALLEL).go("")
    shown.evaluate("kneegraph.data.edges.made.clear(), kneegraph.data.nodes.placed.clear()")
    for edge in cast("list[dict[str, object]]", made["edges"]):
        own = shown.evaluate("(id) => kneegraph.data.edges.get(id)", edge["id"])
        assert {**own, "color": edge["color"]} == {**edge, "width": pytest.approx(edge["width"])}
    for node in cast("list[dict[str, object]]", made["nodes"]):
        own = shown.evaluate("(id) => kneegraph.data.nodes.get(id)", node["id"])
        assert (own["label"], own["kind"], own["shape"]) == (node["label"], node["kind"], node["shape"])


# The data in the file


def test_the_same_data_is_packed_the_same_whenever_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    before = page(PARALLEL)
    monkeypatch.setattr("time.time", lambda: 2e9)
    assert page(PARALLEL) == before
    header = b64decode(packed({"a": 1}))[:8]
    assert header[:2] == b"\x1f\x8b"
    assert header[4:] == b"\0\0\0\0"  # no time


def test_the_data_is_read_back_as_it_was_and_what_is_none_is_refused() -> None:
    assert cast("dict[str, object]", unpacked(page(PARALLEL, title="ü<\u2028")))["title"] == "ü<\u2028"
    with pytest.raises(DataError, match="no data"):
        unpacked("<html></html>")
    with pytest.raises(DataError, match="cannot be read"):
        unpacked('<script type="application/gzip;base64" id="data">AAAA</script>')


def test_a_graph_of_thousands_is_a_small_file(large: Corpus) -> None:
    assert len(page(large)) < 1_200_000


def told(browser: Browser, path: Path, script: str = "") -> str:
    """What a page that cannot start tells, and that its error says the same to who looks there."""
    context = browser.new_context()
    opened = Opened(context.new_page(), str(path))
    opened.watch()
    opened.page.add_init_script(script)
    opened.page.goto(path.as_uri())
    expect(opened.page.locator("#panel-body [role=alert]")).to_be_visible()
    text = opened.page.locator("#panel-body [role=alert]").inner_text()
    assert [trouble.split(":")[0] for trouble in opened.troubles] == ["error"]
    context.close()
    return text


def test_a_browser_that_cannot_unpack_the_data_is_told_so(browser: Browser, tmp_path: Path) -> None:
    path = write_browser(PARALLEL, tmp_path / "page.html")
    text = told(browser, path, "delete window.DecompressionStream")
    assert "cannot be read" in text
    assert "DecompressionStream" in text
    assert "Firefox 113" in text


@pytest.mark.parametrize("damage", ["H4sIAAAA", "%%%", b64encode(b"no gzip").decode()])
def test_damaged_data_is_told_and_not_taken_for_an_empty_graph(browser: Browser, tmp_path: Path, damage: str) -> None:
    path = write_browser(PARALLEL, tmp_path / "page.html")
    html = re.sub(r'(id="data">)[^<]*', rf"\g<1>{damage}", path.read_text(encoding="utf-8"))
    path.write_text(html, encoding="utf-8")
    assert "The data of this page cannot be read." in told(browser, path)


# What is found once


def test_gaps_take_the_links_that_were_found_already(monkeypatch: pytest.MonkeyPatch) -> None:
    links = exercises(PARALLEL)
    found = gaps(PARALLEL)

    def searched(_corpus: Corpus) -> object:
        raise AssertionError("searched a second time")

    monkeypatch.setattr(gaps_module, "exercises", searched)
    assert gaps(PARALLEL, links=links) == found
    assert answers(PARALLEL, None)["gaps"] is not None
