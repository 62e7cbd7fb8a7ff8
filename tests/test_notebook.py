"""What a notebook shows: hostile labels stay text, both sides stand where they belong, nothing is told by colour alone."""

from __future__ import annotations

import pickle
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

import pytest
from builders import claim, concept, corpus, disputes, qualifies, reports, source, supports
from hostile import hostile_graph
from playwright.sync_api import Browser, Dialog, Page

import kneegraph
from kneegraph import Graph
from kneegraph.analysis.evidence.wording import masses_in_words
from kneegraph.errors import KneegraphError
from kneegraph.found import Found
from kneegraph.model import Corpus
from kneegraph.model import Standing as St
from kneegraph.notebook.around import around

ELEMENTS = {"a", "circle", "details", "div", "g", "li", "ol", "p", "path", "rect", "small", "span", "strong", "style"}
ELEMENTS |= {"summary", "svg", "table", "tbody", "td", "text", "th", "thead", "title", "tr", "ul"}
SORTS = ["graph", "claim", "claims", "contradictions", "contradiction", "chains", "exercises", "gaps", "related", "sources"]
SORTS += ["rows", "triples", "picture"]


@dataclass
class Parsed(HTMLParser):
    """A fragment as a browser's parser would see it."""

    elements: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    @property
    def words(self) -> str:
        """The text a reader sees without any style."""
        return re.sub(r"\s+", " ", " ".join(text for text in self.texts if ".kg-shown" not in text))


def parsed(shown: object) -> Parsed:
    html = shown._repr_html_()  # type: ignore[attr-defined]
    assert isinstance(html, str)
    made = Parsed()
    made.feed(html)
    made.close()
    return made


@pytest.fixture(scope="module")
def packaged() -> Graph:
    return kneegraph.load()


@pytest.fixture(scope="module")
def small() -> Graph:
    valgus = claim(
        "weak glute", "causes", "knee valgus", supports("s1", certainty="possible"), disputes("s2", scope=["running"])
    )
    return Graph(
        corpus(
            valgus,
            claim(
                "knee valgus", "causes", "knee pain", supports("s1"), qualifies("s3", reason="foot pronation"), reports("s2")
            ),
            claim("clamshell", "reduces", "knee valgus", supports("s1")),
            concept("clamshell", "Exercise"),
            source("s3", tier="peer-reviewed"),
        )
    )


@pytest.fixture(scope="module")
def hostile() -> Graph:
    return hostile_graph()


@pytest.fixture(scope="module")
def shown(hostile: Graph) -> dict[str, object]:
    """One of each that a notebook can show."""
    graph = hostile
    claims = graph.claims()
    ends = claims[0].subject, claims[1].object
    return {
        "graph": graph,
        "claim": claims[0],
        "claims": claims,
        "contradictions": graph.contradictions(),
        "contradiction": graph.contradictions()[0],
        "chains": graph.chains(*ends),
        "exercises": graph.exercises(),
        "gaps": graph.gaps(),
        "related": graph.related(claims[0]),
        "sources": graph.sources(),
        "rows": graph.query("SELECT * { ?s rdfs:label ?o FILTER(CONTAINS(?o, 'alert')) } LIMIT 50"),
        "triples": graph.query("CONSTRUCT WHERE { ?s rdfs:label ?o }"),
        "picture": graph.show(ends[0], steps=3),
    }


@pytest.mark.parametrize("sort", SORTS)
def test_hostile_texts_stay_text(shown: dict[str, object], sort: str) -> None:
    made = parsed(shown[sort])
    for name, attributes in made.elements:
        assert name in ELEMENTS, name
        assert not [key for key in attributes if key.startswith("on") or key in ("src", "srcset", "formaction", "xlink:href")]
        assert (attributes.get("href") or "https://").startswith(("https://", "http://"))
    assert "\u202e" not in "".join(made.texts)
    assert sum(name == "style" for name, _ in made.elements) == 1


def test_the_hostile_texts_are_really_there(shown: dict[str, object]) -> None:
    assert list(shown) == SORTS
    for sort in ("claims", "rows", "picture", "contradictions"):
        assert "<script>alert(1)</script>" in parsed(shown[sort]).words, sort


# Claims


def test_a_card_says_the_standing_in_words_and_puts_each_source_on_its_side(small: Graph) -> None:
    words = parsed(small.claim("weak glute", "causes", "knee valgus")).words
    assert "± contested : some sources support it, others dispute it" in words
    left, right = words.split("Dispute or qualify (1)")
    assert "Support (1)" in left
    assert "Title of s1" in left
    assert "said to be possible" in left
    assert "Title of s2" not in left
    assert "Title of s2" in right
    assert "Only for: running" in right


def test_a_card_gives_reasons_and_splits_by_tier(small: Graph) -> None:
    words = parsed(small.claim("knee valgus", "causes", "knee pain")).words
    assert "≈ It holds under some conditions only (owing to foot pronation): only under a condition" in words
    assert "Report, without taking a side (1)" in words
    assert "As said by: somebody else" in words
    assert "peer-reviewed: 0 support, 0 dispute, 1 qualifies, 0 report" in words


@pytest.mark.parametrize("standing", list(St))
def test_every_standing_has_a_mark_and_a_word_and_two_hues(standing: St, packaged: Graph) -> None:
    found = packaged.claims(standing=standing.value)
    html = found[:1]._repr_html_() or ""
    assert re.search(rf">\S</span> {standing.value}<", html)
    assert html.count(f"--kg-{standing.value}:#") == 4  # light and dark, by the system and by the notebook


def test_how_it_is_drawn_is_no_part_of_a_claim(small: Graph) -> None:
    plain = claim("clamshell", "reduces", "knee valgus", supports("s1"))
    shown = small.claim("clamshell", "reduces", "knee valgus")
    assert plain._repr_html_() is None
    assert shown._repr_html_()
    assert shown == plain
    assert hash(shown) == hash(plain)
    assert repr(shown) == repr(plain)
    copy = pickle.loads(pickle.dumps(shown))
    assert copy == shown
    assert copy._repr_html_() is None
    assert len(pickle.dumps(shown)) < 2000


# Lists


def test_a_slice_and_each_member_is_shown_too(packaged: Graph) -> None:
    for found in (
        packaged.contradictions(),
        packaged.chains("hypertonic TFL", "knee pain"),
        packaged.exercises(),
        packaged.gaps(),
    ):
        assert isinstance(found[1:3], Found)
        assert found[1:3]._repr_html_()
        assert found[0]._repr_html_()
        assert found == list(found)
    assert type(pickle.loads(pickle.dumps(packaged.gaps()))) is list


def test_what_is_left_out_is_said(packaged: Graph) -> None:
    assert f"{len(packaged.claims())} claims, the first 50 shown" in parsed(packaged.claims()).words
    assert "no claims" in parsed(packaged.claims(source="somerset-2018", stance="reports", relation="indicates")).words
    assert len(packaged.exercises()) > 20
    assert f"{len(packaged.exercises())} exercise links, the first 20 shown; a slice" in parsed(packaged.exercises()).words


def test_a_contradiction_names_sources_as_people_do(packaged: Graph) -> None:
    words = parsed(packaged.restricted(collection="core").contradictions(kind="disputed")[0]).words
    assert "is supported by Functional Training Institute and disputed by Dean Somerset, 2018" in words
    assert "somerset-2018" not in words
    for one in packaged.contradictions(kind="tiers"):
        words = parsed(one).words
        assert not [name for name in one.sources if re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", words)]


def test_a_contradiction_says_why_it_may_be_only_apparent_and_what_it_weighs(packaged: Graph) -> None:
    found = packaged.contradictions(kind="tiers")
    one = next(one for one in found if one.reasons and one.against)
    words = parsed(one).words
    assert "May be only apparent:" in words
    assert f"weighs {one.weights.supports:.2f} on one side, {one.weights.disputes:.2f} on the other" in words
    assert "who disputes it found" in words
    frame = found.to_pandas()
    assert list(frame["weight_against"]) == [one.weights.disputes for one in found]
    assert list(frame["hangs"]) == [one.hangs for one in found]
    assert [len(reasons) for reasons in frame["reasons"]] == [len(one.reasons) for one in found]


def test_a_claim_says_what_its_evidence_weighs(packaged: Graph) -> None:
    claim = packaged.claim("foot-orthosis.reduces.patellofemoral-pain-syndrome")
    words = parsed(claim).words
    assert masses_in_words(packaged.opinion(claim)) in words
    assert f"{packaged.independence.count(claim.sources())} independent" in words
    assert "what may be said: that " in words
    frame = packaged.claims(about="foot orthosis").to_pandas()
    assert (frame["support_mass"] + frame["dispute_mass"] + frame["unknown_mass"]).tolist() == pytest.approx([1] * len(frame))


def test_a_stitched_chain_says_that_nobody_tells_it(packaged: Graph) -> None:
    words = parsed(packaged.chains("hypertonic TFL", "knee pain", limit=1)).words
    assert "stitched together: no source here tells the whole of it" in words
    assert "weakest step" in words


def test_lists_become_data_frames_with_labels(small: Graph) -> None:
    frame = small.claims().to_pandas()
    assert list(frame["subject"]) == ["clamshell", "knee valgus", "weak glute"]
    assert list(frame["supports"]) == [1, 1, 1]
    assert small.contradictions().to_polars()["kind"].to_list() == ["disputed", "qualified"]
    empty = small.claims(standing="disputed")
    assert list(empty.to_pandas().columns) == list(frame.columns)
    assert empty.to_polars().columns == list(frame.columns)


def test_every_sort_of_finding_becomes_a_data_frame(packaged: Graph) -> None:
    near = packaged.related(packaged.claim("weak glute med", "causes", "knee cave"))
    ways = packaged.chains("hypertonic TFL", "knee pain")
    for found in (packaged.exercises(), packaged.gaps(), packaged.sources(), ways, near, packaged.contradictions()):
        assert len(found.to_pandas()) == len(found.to_polars()) == len(found) > 0


def cards(graph: Graph) -> list[str | None]:
    return [
        graph.claim("weak glute med", "causes", "knee cave")._repr_html_(),
        graph.claims(standing="contested")._repr_html_(),
        graph.contradictions(about="knee valgus")._repr_html_(),
        graph.chains("hypertonic TFL", "knee pain")._repr_html_(),
        graph.show("knee valgus")._repr_html_(),
    ]


def test_a_graph_behind_a_store_shows_the_same(packaged: Graph, tmp_path: Path) -> None:
    kneegraph.build_store(tmp_path / "store")
    stored = kneegraph.open_store(tmp_path / "store")
    assert cards(stored) == cards(packaged)
    assert "behind" in parsed(stored).words


# Neighbourhoods


def test_the_picture_has_the_concepts_within_reach_and_no_more(small: Graph) -> None:
    one, two = small.show("clamshell"), small.show("clamshell", steps=2)
    assert set(one.around.part.concepts) == {"clamshell", "knee-valgus"}
    assert one.around.columns == {"clamshell": 0, "knee-valgus": 1}
    assert set(two.around.part.concepts) == {"clamshell", "knee-valgus", "knee-pain", "weak-glute"}
    assert repr(one) == "<kneegraph neighbourhood: 2 concepts and 1 claims within one step of clamshell.>"
    with pytest.raises(KneegraphError, match=r"at least one step \(got 0\)"):
        small.show("clamshell", steps=0)


def test_a_large_neighbourhood_is_cut_and_says_so(packaged: Graph) -> None:
    shown = packaged.show("knee pain", steps=3)
    assert len(shown.around.part.concepts) == 60
    assert "knee-pain" in shown.around.part.concepts
    assert f"; {shown.around.left_out} further concepts are left out" in parsed(shown).words
    assert shown.around.left_out > 0


def test_the_picture_is_the_same_each_time_and_small(packaged: Graph) -> None:
    html = packaged.show("knee valgus").html
    assert html == packaged.show("knee valgus").html
    assert len(html) < 100_000
    assert "http" not in re.sub(r'href="[^"]*"', "", html)


def test_a_picture_draws_no_card_over_another(core: Corpus) -> None:
    from kneegraph.notebook.drawing import _placed

    for name in ("knee-valgus", "gluteus-medius", "knee-pain"):
        boxes = list(_placed(around(core, name, steps=2)).values())
        for at, one in enumerate(boxes):
            for other in boxes[at + 1 :]:
                apart = abs(one.x - other.x) >= (one.width + other.width) / 2
                assert apart or abs(one.y - other.y) >= (one.card.height + other.card.height) / 2


def test_the_interactive_page_stands_in_a_frame_that_reaches_nothing(small: Graph) -> None:
    ((_, frame),) = [found for found in parsed(small.show("clamshell", interactive=True)).elements if found[0] == "iframe"]
    assert frame["sandbox"] == "allow-scripts"
    assert "src" not in frame
    assert "default-src 'none'" in (frame["srcdoc"] or "")


# In a real browser


def listening(page: Page) -> list[str]:
    """All that a page will complain of or ask for."""
    heard: list[str] = []

    def dismissed(dialog: Dialog) -> None:
        heard.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", dismissed)
    page.on("request", lambda request: heard.append(request.url))
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("console", lambda message: heard.append(message.text))
    return heard


@pytest.mark.browser
def test_nothing_runs_and_nothing_is_asked_for(browser: Browser, shown: dict[str, object]) -> None:
    page = browser.new_page()
    heard = listening(page)
    page.set_content("".join(one._repr_html_() for one in shown.values()))  # type: ignore[attr-defined]
    page.wait_for_timeout(200)
    assert heard == []


@pytest.mark.browser
def test_the_interactive_page_works_in_its_frame(browser: Browser, hostile: Graph, small: Graph) -> None:
    for graph, term in ((small, "clamshell"), (hostile, "c0")):
        page = browser.new_page()
        heard = listening(page)
        page.set_content(graph.show(term, interactive=True).html)
        frame = page.frames[1]
        ready = "() => Boolean(window.kneegraph && kneegraph.graph.picture)"
        for _ in range(100):  # not wait_for_function, which the page's own policy refuses
            if frame.evaluate(ready):
                break
            page.wait_for_timeout(50)
        assert frame.evaluate(ready)
        assert heard == []
        assert page.locator("iframe").bounding_box()["height"] == pytest.approx(480, abs=4)  # type: ignore[index]


@pytest.mark.browser
@pytest.mark.parametrize("notebook", ["true", "false"])
@pytest.mark.parametrize("system", ["light", "dark"])
def test_the_notebooks_own_theme_wins_over_the_systems(browser: Browser, small: Graph, notebook: str, system: str) -> None:
    page = browser.new_page(color_scheme=system)  # type: ignore[arg-type]
    shown = small.claim("weak glute", "causes", "knee valgus")._repr_html_()
    page.set_content(f'<body data-jp-theme-light="{notebook}">{shown}')
    hue = page.locator(".kg-standing .kg-mark").evaluate("one => getComputedStyle(one).color")
    assert hue == ("rgb(204, 121, 167)" if notebook == "true" else "rgb(232, 166, 203)")
