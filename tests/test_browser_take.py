"""What a reader takes away from the page: each file is read again by somebody else's reader and holds what was shown."""

from __future__ import annotations

import csv
import io
import json
import re
import struct
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import cast
from xml.etree import ElementTree

import pyoxigraph
import pytest
from builders import claim, concept, corpus, disputes, qualifies, reports, source, state, supports
from opened_page import PAYLOADS, Opener, hostile
from playwright.sync_api import Page, expect

import kneegraph
from kneegraph import rdf
from kneegraph.model import Corpus, Passage, Stance
from kneegraph.validate import validate

pytestmark = pytest.mark.browser

SVG = "{http://www.w3.org/2000/svg}"
WEAK = "weak-glute.causes.knee-pain"
DIGEST = "ab" * 32
SMALL = corpus(
    claim(
        "weak glute",
        "causes",
        "knee pain",
        supports("s1", scope=["running"], certainty="possible").at(Passage(3, 9, DIGEST, "one two three … four five six")),
        disputes("s2"),
        qualifies("s3", aspect="partialCause", reason="pronation"),
    ),
    claim("clamshell", "targets", "glute", supports("s1"), supports("s2")),
    claim("clamshell", "moreEffectiveThan", "tape", supports("s1"), outcome="knee pain"),
    claim("tape", "reduces", "knee pain", reports("s3")),
    state("weak glute", of="glute", sign=-1),
    concept("clamshell", "Exercise", "clam"),
    concept("tape", "Intervention"),
    concept("glute", "Muscle"),
    replace(
        source("s1"), creator="A. Author", issued="2018-11-06", url="https://example.org/a_b?c=1%202", sha256=DIGEST, length=20
    ),
    replace(
        source("s2", "peer-reviewed", "literature"), publisher="Journal of {Knees} & $100", issued="2019", seen="abstract"
    ),
)
#: Texts that act in a spreadsheet, in LaTeX, in Turtle, in Markdown.
MORE = [
    "=cmd|' /C calc'!A0",
    "@SUM(A1)",
    "\t=1",
    "-2+3",
    '"; <a> <b> <c> . "',
    "}} \\input{x} %",
    "[x](javascript:alert(9))",
    "a\nb\r\nc",
]


@pytest.fixture(scope="module")
def wicked() -> Corpus:
    texts = [*PAYLOADS, *MORE]
    return corpus(
        *(part for number, text in enumerate(texts) for part in hostile(number, text)), concept("knee pain", "Symptom")
    )


def took(page: Page, form: str) -> bytes:
    """What the menu's item of this form downloads."""
    page.get_by_role("button", name="Take away").click()
    with page.expect_download() as started:
        page.locator(f".take-items [data-take='{form}']").click()
    return Path(started.value.path()).read_bytes()


def shown(page: Page) -> list[str]:
    return cast("list[str]", page.evaluate("() => [...kneegraph.graph.picture.claims]"))


def rows(content: bytes) -> list[dict[str, str]]:
    assert content.startswith(b"\xef\xbb\xbf"), "Excel takes it for another encoding"
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))


def loaded(content: bytes, path: Path) -> Corpus:
    path.write_bytes(content)
    return kneegraph.load(path).corpus


# Pictures


@pytest.mark.parametrize(("form", "ground"), [("png", [255, 255, 255]), ("png-dark", [18, 23, 29])])
def test_the_png_is_twice_the_drawing_on_its_ground_and_not_blank(opening: Opener, form: str, ground: list[int]) -> None:
    page = opening(SMALL).go("#in=all")
    drawing = ElementTree.fromstring(took(page, "svg"))
    content = took(page, form)
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", content[16:24])
    assert (width, height) == (2 * int(drawing.attrib["width"]), 2 * int(drawing.attrib["height"]))
    corner, colours = page.evaluate(
        """async (bytes) => {
            const picture = await createImageBitmap(new Blob([new Uint8Array(bytes)], { type: "image/png" }));
            const ctx = new OffscreenCanvas(picture.width, picture.height).getContext("2d");
            ctx.drawImage(picture, 0, 0);
            const { data } = ctx.getImageData(0, 0, picture.width, picture.height);
            const found = new Set();
            for (let at = 0; at < data.length; at += 4) found.add(data[at] * 65536 + data[at + 1] * 256 + data[at + 2]);
            return [[...data.slice(0, 3)], found.size];
        }""",
        list(content),
    )
    assert corner == ground
    assert colours > 200


def test_the_svg_holds_every_card_and_line_with_title_legend_and_counts(opening: Opener, core: Corpus) -> None:
    page = opening(core).go("#in=overview")
    root = ElementTree.fromstring(took(page, "svg"))
    groups = [group.get("class") for group in root.iter(f"{SVG}g")]
    assert groups.count("kg-claim") == len(shown(page)) > 100
    assert groups.count("kg-concept") == page.evaluate("kneegraph.graph.picture.concepts.size")
    assert groups.count("kg-mark") == sum(core.claims[id_].standing != "supported" for id_ in shown(page))
    told = " ".join(text.text or "" for text in root.iter(f"{SVG}text"))
    assert f"{len(shown(page))} of {len(core.claims)} claims shown. From 5 sources (2017–2018); taken on 20" in told
    assert "disputed: nobody here supports it" in told
    assert "movement fault" in told
    assert "page0.html#in=overview" in told
    assert str(Path.home()) not in told
    assert "/tmp" not in told


def test_lines_in_the_drawing_end_where_those_of_the_canvas_end(opening: Opener) -> None:
    page = opening(SMALL).go("#in=all")
    root = ElementTree.fromstring(took(page, "svg"))
    ends = page.evaluate(
        """() => [...kneegraph.graph.picture.claims].map((id) => {
            const { fromPoint, toPoint } = kneegraph.graph.network.body.edges[id].edgeType;
            return [fromPoint.x, fromPoint.y, toPoint.x, toPoint.y];
        })"""
    )
    lines = [next(group.iter(f"{SVG}path")) for group in root.iter(f"{SVG}g") if group.get("class") == "kg-claim"]
    for line, expected in zip(lines, ends, strict=True):
        numbers = [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", line.attrib["d"])]
        assert [*numbers[:2], *numbers[-2:]] == pytest.approx(expected, abs=0.02)


def test_only_what_is_drawn_is_in_the_drawing(opening: Opener) -> None:
    page = opening(SMALL).go("#in=all&without=contested")
    root = ElementTree.fromstring(took(page, "svg"))
    names = [
        title.text for group in root.iter(f"{SVG}g") if group.get("class") == "kg-claim" for title in group.iter(f"{SVG}title")
    ]
    assert len(names) == 3
    assert all("contested" not in (name or "") for name in names)


# Table


def test_the_table_tells_of_each_claim_shown_who_says_what(opening: Opener) -> None:
    page = opening(SMALL).go("#in=all")
    found = {row["claim"].rpartition("/")[2]: row for row in rows(took(page, "csv"))}
    assert found.keys() == SMALL.claims.keys() == set(shown(page))
    for id_, row in found.items():
        one = SMALL.claims[id_]
        assert (row["sentence"], row["standing"]) == (one.label, one.standing)
        assert {stance: int(row[stance]) for stance in Stance} == one.tally.as_dict()
    row = found[WEAK]
    assert [row[name] for name in ("subject", "relation", "object", "outcome")] == ["weak glute", "causes", "knee pain", ""]
    assert (row["supported by"], row["supports (popular)"], row["supports (peer-reviewed)"]) == ("A. Author, 2018", "1", "0")
    assert row["disputed by: addresses"] == "https://w3id.org/kneegraph/id/source/s2"
    assert found["clamshell.moreEffectiveThan.tape.knee-pain"]["outcome"] == "knee pain"


def test_the_table_leaves_out_what_is_filtered_out(opening: Opener) -> None:
    page = opening(SMALL).go("#in=all&without=contested,reported")
    assert {row["standing"] for row in rows(took(page, "csv"))} == {"supported"}


def test_no_cell_of_the_table_is_a_formula_and_numbers_stay_numbers(opening: Opener, wicked: Corpus) -> None:
    page = opening(wicked).go("#in=all")
    content = took(page, "csv")
    found = rows(content)
    assert len(found) == len(wicked.claims)
    cells = [cell for row in found for cell in row.values()]
    assert not [cell for cell in cells if cell[:1] in ("=", "+", "-", "@", "\t", "\r", "\n")]
    assert "'=cmd|' /C calc'!A0" in {row["sentence"] for row in found}
    assert b",1,0,1,0," in content


# Data


def test_the_turtle_loads_by_itself_as_what_was_shown(opening: Opener, tmp_path: Path) -> None:
    page = opening(SMALL).go("#in=all")
    found = loaded(took(page, "turtle"), tmp_path / "a.ttl")
    assert dict(found.claims) == dict(SMALL.claims)
    assert dict(found.sources) == dict(SMALL.sources)
    assert {id_: one.standing for id_, one in found.claims.items()} == {id_: one.standing for id_, one in SMALL.claims.items()}
    assert all(found.concepts[id_] == SMALL.concepts[id_] for id_ in found.concepts)
    assert all(found.relations[id_] == SMALL.relations[id_] for id_ in found.relations)


def test_the_turtle_of_a_part_is_valid_alone_and_beside_the_packaged_data(
    opening: Opener, whole: Corpus, tmp_path: Path
) -> None:
    page = opening(whole).go("#concept=knee-valgus")
    content, path = took(page, "turtle"), tmp_path / "part.ttl"
    assert set(loaded(content, path).claims) == set(shown(page))
    assert all(one == whole.claims[id_] for id_, one in loaded(content, path).claims.items())
    assert dict(kneegraph.load("packaged", path).corpus.claims) == dict(whole.claims)
    assert not validate([path]).findings


def test_hostile_texts_stay_texts_in_turtle(opening: Opener, wicked: Corpus) -> None:
    page = opening(wicked).go("#in=all")
    content = took(page, "turtle")
    quads = list(pyoxigraph.parse(content, format=pyoxigraph.RdfFormat.TURTLE))
    found, problems = rdf.from_quads(quads)
    assert not problems
    assert {one.standing for one in found.claims.values()} == {one.standing for one in wicked.claims.values()}
    assert found.claims.keys() == wicked.claims.keys()
    assert '"; <a> <b> <c> . "' in {one.label for one in found.claims.values()}
    assert not any("javascript:" in str(quad.object) for quad in quads if isinstance(quad.object, pyoxigraph.NamedNode))
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b]", content.decode())


# Citations


def cited(page: Page) -> Callable[[str], str]:
    """Opens the dialog; gives the text of a form."""
    page.get_by_role("button", name="Take away").click()
    page.locator("[data-take=cite]").click()

    def text(form: str) -> str:
        page.locator(f".cite input[value={form}]").check()
        return page.locator(".cite textarea").input_value()

    return text


def entries(text: str) -> list[dict[str, str]]:
    """BibTeX entries, braces counted as BibTeX counts them."""
    found = []
    for entry in text.strip().split("\n\n"):
        assert entry.count("{") == entry.count("}")
        head, *fields, last = entry.split("\n")
        opened = re.fullmatch(r"@(\w+)\{([^\s,{}]+),", head)
        assert opened is not None
        assert last == "}"
        pairs = (re.fullmatch(r"  (\w+) = \{(.*)\},?", field) for field in fields)
        found.append({"type": opened[1], "key": opened[2]} | {pair[1]: pair[2] for pair in pairs if pair})
        assert len(found[-1]) == len(fields) + 2
    return found


def test_a_claim_is_cited_with_those_who_say_it(opening: Opener) -> None:
    text = cited(opening(SMALL).go(f"#claim={WEAK}"))
    plain = text("text")
    assert "“weak glute causes knee pain”. A claim in kneegraph; contested: supported by A. Author, 2018" in plain
    assert f"https://w3id.org/kneegraph/id/claim/{WEAK} (accessed 20" in plain
    assert "- A. Author (2018-11-06). “Title of s1”. https://example.org/a_b?c=1%202 (accessed 20" in plain
    assert "[Title of s1](<https://example.org/a_b?c=1%202>)" in text("markdown")
    claimed, first, second, _third = entries(text("bibtex"))
    assert (claimed["key"], first["author"], first["date"]) == (WEAK, "{A. Author}", "2018-11-06")
    assert (second["type"], second["publisher"]) == (
        "article",
        "Journal of {\\textbraceleft}Knees{\\textbraceright} \\& \\$100",
    )
    items = json.loads(text("csl"))
    assert [item["type"] for item in items] == ["dataset", "webpage", "article-journal", "webpage"]
    assert items[1]["issued"] == {"date-parts": [[2018, 11, 6]]}
    assert len(items[0]["accessed"]["date-parts"][0]) == 3


def test_a_source_is_cited_and_copied_and_escape_closes_only_the_dialog(opening: Opener) -> None:
    page = opening(SMALL).go("#source=s1")
    text = cited(page)
    assert [item["id"] for item in json.loads(text("csl"))] == ["s1"]
    bibtex = text("bibtex")
    page.locator("[data-cite=copy]").click()
    expect(page.locator(".cite [role=status]")).to_have_text("BibTeX copied")
    page.evaluate("document.querySelector('.cite textarea').removeAttribute('readonly')")
    page.locator(".cite textarea").fill("")
    page.keyboard.press("Control+V")
    assert page.locator(".cite textarea").input_value() == bibtex
    page.keyboard.press("Escape")
    expect(page.locator(".cite")).to_have_count(0)
    expect(page.get_by_role("button", name="Take away")).to_be_focused()
    assert "source=s1" in page.url


def test_hostile_texts_stay_texts_in_citations(opening: Opener, wicked: Corpus) -> None:
    opened = opening(wicked)
    for number in range(len(PAYLOADS) + len(MORE)):
        page = opened.go(f"#claim=bad-{number}.causes.knee-pain")
        text = cited(page)
        for entry in entries(text("bibtex")):
            assert not re.search(r"(?<!\\)[%$#&]|\\input", re.sub(r"https?://\S+", "", entry["title"] + entry["note"]))
        assert len(json.loads(text("csl"))) == 3
        markdown = text("markdown")
        assert len(markdown.splitlines()) == 3
        assert not re.search(r"(?<!\\)<(?!https?://)|(?<!\\)\]\(<?javascript:", markdown)
        page.locator("[data-cite=close]").click()


def test_hostile_texts_stay_texts_in_the_drawing(opening: Opener, wicked: Corpus) -> None:
    page = opening(wicked).go("#in=all")
    root = ElementTree.fromstring(took(page, "svg"))
    assert {tag.tag.removeprefix(SVG) for tag in root.iter()} == {"svg", "title", "desc", "rect", "g", "path", "text"}
    allowed = {"d", "x", "y", "fill", "stroke", "class", "width", "height", "viewBox", "role", "opacity", "transform"}
    names = {name for tag in root.iter() for name in tag.attrib}
    assert {name for name in names - allowed if not name.startswith(("fill-", "font-", "stroke-", "text-"))} == set()
    told = [text.text for text in root.iter(f"{SVG}title")]
    assert "<script>alert(1)</script> (qualified)" in told
    assert took(page, "png").startswith(b"\x89PNG")


# Menu and paper


def test_the_menu_works_by_keyboard_and_leaves_the_page_as_it_was(opening: Opener) -> None:
    page = opening(SMALL).go(f"#claim={WEAK}")
    button = page.get_by_role("button", name="Take away")
    button.focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("menuitem").first).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("menuitem").last).to_be_focused()
    page.keyboard.press("Home")
    page.keyboard.press("Escape")
    expect(button).to_be_focused()
    expect(button).to_have_attribute("aria-expanded", "false")
    expect(page.get_by_role("menu")).to_have_count(0)
    assert f"claim={WEAK}" in page.url
    button.click()
    page.locator("[data-take=address]").click()
    expect(page.locator("[data-take=said]")).to_have_text("Address copied")


def test_on_paper_stand_the_drawing_and_the_panel_without_controls(opening: Opener) -> None:
    page = opening(SMALL).go(f"#claim={WEAK}")
    page.emulate_media(media="print")
    expect(page.locator(".paper svg")).to_be_visible()
    expect(page.locator("#canvas")).to_be_hidden()
    expect(page.locator(".dossier h2")).to_be_visible()
    assert page.locator("button:visible, input:visible").count() == 0
    link = page.locator(".assertion a[href^='http']").first
    assert link.evaluate("(one) => getComputedStyle(one, '::after').content") == f'" ({link.get_attribute("href")})"'
    pages = page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n")
    assert pages in (2, 3)
    page.emulate_media(media="screen")
    expect(page.locator(".paper")).to_have_count(0)
    expect(page.locator("#canvas")).to_be_visible()


def test_the_list_takes_away_tables_and_prints_dark_on_white(opening: Opener) -> None:
    page = opening(SMALL, scheme="dark").go("#in=all&view=list")
    assert len(rows(took(page, "csv"))) == len(SMALL.claims)
    page.get_by_role("button", name="Take away").click()
    assert page.locator("[data-take=png], [data-take=svg]").count() == 0
    page.emulate_media(media="print", color_scheme="dark")
    expect(page.locator("#list")).to_be_visible()
    scheme = page.evaluate("getComputedStyle(document.documentElement).colorScheme")
    ink = page.evaluate("getComputedStyle(document.body).color")
    assert (scheme, ink) == ("light", "rgb(22, 32, 43)")
