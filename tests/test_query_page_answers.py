"""What the query page makes of answers and errors: text and links, graphs, downloads, programs, and repairs."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from opened_page import PAYLOADS
from playwright.sync_api import Page, expect
from query_page import LABELS, answer_with, literal, rows, run, type_in, write, written

pytestmark = pytest.mark.browser


# Answers


def test_what_the_data_say_is_only_ever_text(page: Page) -> None:
    found = [
        {"x": literal(payload, **{"xml:lang": "en"}), "<b>y</b>": literal(payload, datatype=payload)} for payload in PAYLOADS
    ]
    bad = ["javascript:alert(1)", "data:text/html,x", "//evil.example/x", "vbscript:x", "file:///etc/passwd"]
    links = [{"x": {"type": "uri", "value": value}} for value in bad]
    answer_with(page, rows(["x", "<b>y</b>"], *found, *links))
    run(page, "SELECT * {}")
    table = page.locator("table.rows")
    expect(table).to_contain_text("⟦U+202E⟧")
    expect(table).to_contain_text("⟦U+200B⟧")
    expect(table).to_contain_text("<script>alert(1)</script>")
    assert table.locator("script, img, svg, a, b").count() == 0
    for tab in ("Graph", "Raw"):
        page.get_by_role("tab", name=tab).click()
    expect(page.locator("pre.raw")).to_contain_text("alert(1)")
    assert page.locator("#answer script, #answer img, #answer svg").count() == 0


def test_addresses_are_short_and_others_show_their_host(page: Page, server_url: str) -> None:
    found = {
        "own": {"type": "uri", "value": "https://w3id.org/kneegraph/id/concept/knee-valgus"},
        "term": {"type": "uri", "value": "https://w3id.org/kneegraph/ns#causes"},
        "other": {"type": "uri", "value": "http://www.w3.org/2004/02/skos/core#broader"},
        "text": literal("genou", **{"xml:lang": "fr"}),
        "number": literal("3", datatype="http://www.w3.org/2001/XMLSchema#integer"),
    }
    answer_with(page, rows([*found, "none"], found))
    run(page, "SELECT * {}")
    own = page.locator("td a.own")
    expect(own).to_have_text("concept/knee-valgus")
    expect(own).to_have_attribute("href", f"{server_url}/id/concept/knee-valgus")
    expect(page.locator("td a", has_text="kg:causes")).to_have_attribute("rel", "noopener noreferrer")
    expect(page.locator("td", has_text="skos:broader").locator(".host")).to_have_text("www.w3.org")
    expect(page.locator("bdi[lang=fr]")).to_have_attribute("title", "language: fr")
    expect(page.locator("td .number")).to_have_attribute("title", "datatype: xsd:integer")


def test_a_thousand_rows_are_drawn_at_a_time_and_columns_sort_numbers_as_numbers(page: Page) -> None:
    integer = "http://www.w3.org/2001/XMLSchema#integer"
    answer_with(page, rows(["n"], *({"n": literal(str(number), datatype=integer)} for number in range(2500))))
    run(page, "SELECT * {}")
    body = page.locator("table.rows tbody tr")
    expect(body).to_have_count(1000)
    expect(page.locator("#status")).to_contain_text("2,500 rows · ")
    page.get_by_role("button", name="Show 1,000 more").click()
    expect(body).to_have_count(2000)
    head = page.locator("th", has_text="n").last
    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "ascending")
    head.get_by_role("button").click()
    expect(body.first).to_contain_text("2499")
    expect(body).to_have_count(1000)


def test_rows_and_triples_are_drawn_as_a_graph_that_stands_still_and_says_what_it_cut(page: Page) -> None:
    page.locator("[data-example=causal-map]").click()
    canvas = page.locator(".canvas[data-ready=yes]")
    expect(canvas).to_be_visible(timeout=15_000)
    before = canvas.screenshot()
    page.wait_for_timeout(400)
    assert canvas.screenshot() == before
    expect(page.locator("#pictured")).to_contain_text("things, ")
    expect(page.get_by_role("img", name="The table holds the same as text")).to_be_visible()
    run(page, "SELECT ?a ?p ?b { GRAPH view:claimed { ?a ?p ?b } }")
    expect(page.locator("#status")).to_contain_text("rows")
    page.get_by_role("tab", name="Graph").click()
    expect(page.locator(".picture strong")).to_contain_text("The first 150 are drawn")
    run(page, "SELECT ?label { ?c rdfs:label ?label } LIMIT 3")
    expect(page.locator("#status")).to_contain_text("3 rows")
    page.get_by_role("tab", name="Graph").click()
    expect(page.locator("#view .notice")).to_contain_text("two or three columns of addresses")


@pytest.mark.parametrize(
    ("query", "choice", "ending", "within"),
    [
        (LABELS, "CSV (W3C)", "csv", "c,label"),
        (LABELS, "TSV", "tsv", "?c\t?label"),
        (LABELS, "JSON", "srj", '"bindings"'),
        (LABELS, "XML", "srx", "<sparql"),
        ("DESCRIBE <concept/knee-valgus>", "Turtle", "ttl", "skos:prefLabel"),
        ("DESCRIBE <concept/knee-valgus>", "JSON-LD", "jsonld", "prefLabel"),
    ],
)
def test_an_answer_is_downloaded_in_every_form(page: Page, query: str, choice: str, ending: str, within: str) -> None:
    run(page, query)
    page.get_by_text("Download").click()
    with page.expect_download() as begun:
        page.locator(".menu[open]").get_by_role("button", name=choice, exact=True).click()
    assert begun.value.suggested_filename == f"kneegraph.{ending}"
    assert within in Path(begun.value.path()).read_text(encoding="utf-8")


def test_the_spreadsheet_gets_no_formula_and_keeps_its_numbers(page: Page) -> None:
    decimal = "http://www.w3.org/2001/XMLSchema#decimal"
    texts = ["=1+1", "+cmd|x", "-2+3", "@SUM(A1)", "\t=1", "＝1", "plain", 'say "x", y', "-0.43"]
    found = [{"text": literal(text), "number": literal("-0.43", datatype=decimal)} for text in texts]
    answer_with(page, rows(["text", "number"], *found))
    run(page, "SELECT * {}")
    page.get_by_text("Download").click()
    with page.expect_download() as begun:
        page.get_by_role("button", name="CSV for spreadsheets").click()
    lines = Path(begun.value.path()).read_bytes().decode("utf-8-sig").split("\r\n")
    cells = [line.rpartition(",") for line in lines[1:-1]]
    assert [text for text, _, _ in cells] == [
        *(f"'{text}" for text in texts[:6]),
        "plain",
        '"say ""x"", y"',
        "-0.43",
    ]
    assert {number for _, _, number in cells} == {"-0.43"}


def test_the_query_is_copied_as_programs_that_run(page: Page, tmp_path: Path) -> None:
    write(page, "SELECT ?l { <concept/knee-valgus> skos:prefLabel ?l FILTER(?l != 'it''s') }".replace("''", "\\'"))
    page.get_by_text("Copy as").click()
    page.locator(".menu[open]").get_by_role("button", name="curl").click()
    expect(page.locator("#toast")).to_have_text("curl command copied")
    command: str = page.evaluate("navigator.clipboard.readText()")
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, cwd=tmp_path, check=True)
    assert done.stdout.split() == ["l", "knee", "valgus"]
    page.get_by_text("Copy as").click()
    page.locator(".menu[open]").get_by_role("button", name="Python").click()
    program: str = page.evaluate("navigator.clipboard.readText()")
    compile(program, "copied", "exec")
    assert "SPARQLWrapper" in program
    page.get_by_text("Copy as").click()
    page.locator(".menu[open]").get_by_role("button", name="R httr2").click()
    assert 'r"-(SELECT' in page.evaluate("navigator.clipboard.readText()")


# Errors that repair


def test_a_syntax_error_is_marked_at_its_place_with_a_caret(page: Page) -> None:
    run(page, 'SELECT * {\n  "𝒳" ?b WRONG ?c }')
    expect(page.get_by_role("alert").filter(has_text="cannot be read").locator("pre")).to_contain_text("^")
    expect(page.locator(".CodeMirror .wrong-line")).to_have_count(1)
    expect(page.locator(".CodeMirror .wrong")).to_have_text("WRONG")
    expect(page.get_by_role("button", name="Line 2, column 10")).to_be_visible()
    type_in(page, "ASK {}")
    expect(page.locator(".CodeMirror .wrong-line")).to_have_count(0)


def test_an_unknown_prefix_is_added_by_a_click_or_asked_for(page: Page) -> None:
    run(page, "# people\nASK { ?a foaf:name ?b }")
    page.get_by_role("button", name="Add PREFIX foaf: <http://xmlns.com/foaf/0.1/>").click()
    expect(page.locator(".yes-no")).to_have_text("No")
    assert written(page).startswith("# people\nPREFIX foaf: <http://xmlns.com/foaf/0.1/>\nASK")
    run(page, "ASK { ?a mine:name ?b }")
    page.get_by_label("Namespace of mine:").fill("http://example.org/mine#")
    page.keyboard.press("Enter")
    expect(page.locator(".yes-no")).to_have_text("No")
    assert written(page).startswith("PREFIX mine: <http://example.org/mine#>\n")


def test_an_unknown_term_is_replaced_at_its_place_by_the_nearest(page: Page) -> None:
    run(page, 'ASK { GRAPH view:agreed { ?a kg:cuases ?b } # kg:cuases\n FILTER("kg:cuases" != "") }')
    page.get_by_role("button", name="Use kg:causes").click()
    expect(page.locator(".yes-no")).to_have_text("Yes")
    assert written(page) == 'ASK { GRAPH view:agreed { ?a kg:causes ?b } # kg:cuases\n FILTER("kg:cuases" != "") }'


def test_no_rows_says_which_pattern_left_nothing_and_why(page: Page) -> None:
    run(page, "SELECT * {\n  ?a skos:prefLabel ?label .\n  ?a skos:broader <concept/knee-valgos> .\n}")
    expect(page.locator(".patterns .guilty")).to_contain_text("knee-valgos")
    expect(page.locator(".patterns .guilty")).to_contain_text("0 rows ← nothing is left here")
    expect(page.locator(".patterns li").first).to_contain_text("skos:prefLabel")
    expect(page.locator(".reasons")).to_contain_text("there is no <concept/knee-valgos>")
    page.locator(".patterns .guilty button").click()
    assert page.evaluate("document.querySelector('.CodeMirror').CodeMirror.getCursor().line") == 2
    page.get_by_role("button", name="Use <concept/knee-valgus>").click()
    expect(page.locator(".CodeMirror-code")).to_contain_text("<concept/knee-valgus> .")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT * { ?a ?b ?c }", "SELECT * { ?a ?b ?c }\nLIMIT 100"),
        ("SELECT * { ?a ?b ?c } LIMIT 90000 # many", "SELECT * { ?a ?b ?c } LIMIT 100 # many"),
        (
            "SELECT * { { SELECT * { ?a ?b ?c } LIMIT 5 } } # all",
            "SELECT * { { SELECT * { ?a ?b ?c } LIMIT 5 } }\nLIMIT 100 # all",
        ),
    ],
)
def test_a_time_out_names_the_limit_and_offers_fewer_rows(page: Page, query: str, expected: str) -> None:
    trouble = {"status": 503, "kind": "timeout", "message": "the query was stopped", "limit": "10 s"}
    answer_with(page, {"error": trouble}, status=503, media_type="application/json")
    run(page, query)
    expect(page.locator(".trouble")).to_contain_text("time limit")
    expect(page.locator(".trouble")).to_contain_text("10 s")
    page.get_by_role("button", name="Add LIMIT 100").click()
    assert written(page) == expected


def test_what_is_refused_says_why(page: Page) -> None:
    run(page, "SELECT * { SERVICE <http://example.org/> { ?a ?b ?c } }")
    expect(page.locator(".trouble h2")).to_have_text("Refused")
    expect(page.locator(".trouble")).to_contain_text("network")


def test_an_answer_that_breaks_off_shows_no_rows(page: Page) -> None:
    answer_with(page, '{"head":{"vars":["a"]},"results":{"bindings":[{"a":{"type":"literal","value":"1"}},')
    run(page, "SELECT * {}")
    expect(page.locator(".trouble h2")).to_have_text("The answer broke off")
    assert page.locator("table.rows").count() == 0


def test_a_server_that_is_gone_is_no_empty_answer(page: Page) -> None:
    page.route("**/sparql", lambda route: route.abort())
    run(page, "SELECT * {}")
    expect(page.locator(".trouble h2")).to_have_text("No answer")
