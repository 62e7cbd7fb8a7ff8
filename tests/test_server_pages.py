"""What people see at /, /id/… and /assets/…, with data that means no good."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote

import pytest
from builders import claim, concept, corpus, disputes, qualifies, source, supports
from pyoxigraph import RdfFormat, parse
from server_client import Served, serving

import kneegraph
from kneegraph import rdf, vocab
from kneegraph.model import Passage
from kneegraph.passages import digest
from kneegraph.server.pages import assets
from kneegraph.turtle import write_turtle

HTML = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
CLAIM = "weak-gluteus-medius.causes.knee-valgus"
ORTHOSES = "foot-orthosis.reduces.patellofemoral-pain-syndrome"
PAYLOADS = (
    "</title></script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg/onload=alert(1)>',
    "' onmouseover='alert(1)",
    "{{7*7}}{% include 'base.html' %}",
    "&#x6a;avascript:alert(1)",
    "<!--<script>",
    "a\u202eb\u2066c\u200bd\u2028e\x7f",
)
ADDRESSES = (
    "javascript:alert(1)",
    "JaVaScript:alert(1)",
    "data:text/html,alert(1)",
    "vbscript:x",
    "file:///etc/passwd",
    "blob:https://a.example/b",
    "https://good.example@evil.example/",
)


class Seen(HTMLParser):
    """Every element and attribute of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))


def seen(text: str) -> Seen:
    found = Seen()
    found.feed(text)
    return found


def links(text: str) -> list[str]:
    return [attributes["href"] or "" for tag, attributes in seen(text).elements if tag == "a"]


@pytest.fixture(scope="module")
def server() -> Iterator[Served]:
    with serving() as served:
        yield served


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server of claims in whose every text something hides, with the texts of its sources."""
    folder = tmp_path_factory.mktemp("hostile")
    parts: list[object] = []
    for place, payload in enumerate(PAYLOADS):
        named = replace(concept(payload, "Condition"), definition=payload)
        address = ADDRESSES[place % len(ADDRESSES)]
        told = replace(source(f"s{place}"), title=payload, creator=payload, publisher=payload, url=address, same_as=(address,))
        told = replace(told, sha256=digest(payload), length=len(payload))
        passage = Passage(0, len(payload), digest(payload), payload)
        made = claim(payload, "causes", "pain", supports(told.id).at(passage), disputes("other"), qualifies("third"))
        assertions = tuple(
            replace(one, paraphrase=payload, effect=payload, population=payload, task=payload, measured=payload)
            for one in made.assertions
        )
        parts += [named, told, replace(made, assertions=assertions)]
    _write_texts(folder / "texts")
    file = folder / "hostile.ttl"
    file.write_text(write_turtle(list(rdf.to_quads(corpus(*parts)))), encoding="utf-8")  # type: ignore[arg-type]
    with serving("--data", str(file), "--sources", str(folder / "texts")) as served:
        yield served


def _write_texts(folder: Path) -> None:
    folder.mkdir()
    lines = []
    for place, payload in enumerate(PAYLOADS):
        (folder / f"{place}.txt").write_bytes(payload.encode())
        entry = {"id": f"s{place}", "file": f"{place}.txt", "sha256": digest(payload), "characters": len(payload)}
        lines.append(json.dumps(entry))
    (folder / "manifest.jsonl").write_text("\n".join(lines), encoding="utf-8")


# Dossiers


def test_a_claim_has_both_sides_and_everything_behind_it(server: Served) -> None:
    text = server.get(f"/id/claim/{CLAIM}", headers=HTML).text
    assert "≈ qualified" in text
    tally = kneegraph.load().claim(CLAIM).tally
    assert f"supported by {tally.supports}, qualified by {tally.qualifies}" in text
    cards = ["supports"] * tally.supports + ["qualifies"] * tally.qualifies + ["reports"] * tally.reports
    assert re.findall(r'<article class="card (\w+)">', text) == cards
    found = links(text)
    assert {"/id/concept/knee-valgus", "/id/source/somerset-2018"} <= {*found}
    assert any(link.startswith("https://deansomerset.com/") and "#:~:text=" in link for link in found)
    assert any(link.startswith("/sparql#query=") for link in found)
    assert text.index("Support") < text.index("Dispute")


def test_a_claim_has_what_the_evidence_weighs_and_what_may_be_said(server: Served) -> None:
    text = re.sub(r"\s+", " ", server.get(f"/id/claim/{ORTHOSES}", headers=HTML).text)
    graph = kneegraph.load()
    claim = graph.claim(ORTHOSES)
    opinion = graph.opinion(claim)
    assert f"{graph.independence.count(claim.sources())} independent" in text
    row = f"<td>{opinion.support:.2f}</td><td>{opinion.unknown:.2f}</td><td>{opinion.dispute:.2f}</td>"
    assert f'<th scope="row">all</th>{row}' in text
    assert '<th scope="row">popular</th>' in text
    assert "What may be said:" in text
    assert all(f'href="/id/source/{one.source}"' in text for one in graph.licence(claim).studies)
    assert "<dt>design</dt><dd><bdi>Systematic review</bdi></dd>" in text
    assert "<dt>result</dt><dd><bdi>found no effect</bdi></dd>" in text


def test_a_claim_that_nobody_has_studied_says_so(server: Served) -> None:
    graph = kneegraph.load()
    claim = next(one for one in graph.claims(relation="causes", stance="supports") if not graph.licence(one).studied)
    text = server.get(f"/id/claim/{claim.id}", headers=HTML).text
    assert "that some say so. No study of it was found." in text


def test_a_source_that_is_a_paper_has_its_doi(server: Served) -> None:
    graph = kneegraph.load()
    paper = next(one for one in graph.sources() if any("doi.org/" in same for same in one.same_as))
    doi = next(same for same in paper.same_as if "doi.org/" in same)
    assert doi in links(server.get(f"/id/source/{paper.id}", headers=HTML).text)


@pytest.mark.parametrize(
    "path",
    [
        "/id/concept/knee-valgus",
        f"/id/claim/{CLAIM}",
        "/id/source/somerset-2018",
        f"/id/assertion/somerset-2018.{CLAIM}.qualifies",
        "/id/collection/core",
    ],
)
def test_every_link_of_a_dossier_leads_somewhere_and_it_has_its_triples(server: Served, path: str) -> None:
    answer = server.get(path, headers=HTML)
    assert answer.status_code == 200
    inside = {link for link in links(answer.text) if link.startswith("/id/")}
    assert inside
    for link in sorted(inside)[:25]:
        assert server.get(link, headers=HTML).status_code == 200, link
    twins = re.findall(r'<link rel="alternate" type="([^"]+)" href="([^"]+)"', answer.text)
    assert len(twins) == 4
    sizes = set()
    for media_type, href in twins:
        twin = server.get(href)
        assert twin.headers["content-type"].split(";")[0] == media_type
        assert server.get(path, headers={"Accept": media_type}).content == twin.content
        quads = list(parse(twin.content, {one.media_type: one for one in FORMATS}[media_type]))
        assert any(str(quad.subject) == f"<{vocab.ID}{path.removeprefix('/id/')}>" for quad in quads) or "collection" in path
        sizes.add(len({str(quad.predicate) + str(quad.object) for quad in quads if not str(quad.object).startswith("_:")}))
    assert len(sizes) == 1
    assert "Accept" in answer.headers["vary"]
    assert 'rel="alternate"' in answer.headers["link"]


FORMATS = (RdfFormat.TURTLE, RdfFormat.N_TRIPLES, RdfFormat.RDF_XML, RdfFormat.JSON_LD)


def test_a_dossier_need_not_be_sent_twice(server: Served) -> None:
    first = server.get("/id/concept/patella", headers=HTML)
    again = server.get("/id/concept/patella", headers={**HTML, "If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    turtle = {"If-None-Match": first.headers["etag"], "Accept": "text/turtle"}
    assert server.get("/id/concept/patella", headers=turtle).status_code == 200


def test_what_is_not_there_is_told_with_the_nearest_names(server: Served) -> None:
    page = server.get("/id/concept/knee-valgs", headers=HTML)
    assert page.status_code == 404
    assert "/id/concept/knee-valgus" in links(page.text)
    error = server.get("/id/concept/knee-valgs", headers={"Accept": "text/turtle"}).json()["error"]
    assert (error["kind"], error["nearest"][0]) == ("not-found", "knee-valgus")
    assert server.get("/id/nothing/knee-valgus").status_code == 404
    assert server.get("/id/concept/patella", headers={"Accept": "image/png"}).status_code == 406


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("*/*", "application/json"),
        ("application/json", "application/json"),
        ("text/*", "application/json"),
        ("text/html", "text/html"),
        (HTML["Accept"], "text/html"),
    ],
)
def test_only_who_asks_for_a_page_by_name_gets_one_that_says_not_found(server: Served, accept: str, kind: str) -> None:
    answer = server.get("/id/concept/knee-valgs", headers={"Accept": accept})
    assert (answer.status_code, answer.headers["content-type"].split(";")[0]) == (404, kind)
    assert server.get("/id/concept/knee-valgs?format=html").headers["content-type"].startswith("text/html")


def test_the_graph_stands_at_the_root_under_its_own_policy(server: Served) -> None:
    answer = server.get("/", headers=HTML)
    inside = re.search(r'Content-Security-Policy" content="([^"]+)"', answer.text)
    assert inside is not None
    assert answer.headers["content-security-policy"] == f"{inside[1]}; frame-ancestors 'none'"
    assert "unsafe" not in answer.headers["content-security-policy"]


# Hostile data


def test_nothing_in_the_data_becomes_markup(hostile: Served) -> None:
    for path in [
        *(f"/id/concept/{vocab.slug(payload)}" for payload in PAYLOADS),
        *(f"/id/claim/{vocab.slug(payload)}.causes.pain" for payload in PAYLOADS),
        *(f"/id/source/s{place}" for place in range(len(PAYLOADS))),
        *(f"/id/assertion/s{at}.{vocab.slug(one)}.causes.pain.supports" for at, one in enumerate(PAYLOADS)),
        "/id/collection/core",
        "/id/concept/pain",
    ]:
        answer = hostile.get(path, headers=HTML)
        assert answer.status_code == 200, path
        found = seen(answer.text).elements
        assert not {"script", "img", "svg", "iframe", "object", "base", "form", "style"} & {tag for tag, _ in found}, path
        assert not [name for _, attributes in found for name in attributes if name.startswith("on") or name == "style"], path
        assert path.startswith("/id/co") or "<blockquote" in answer.text
        assert "49" not in re.findall(r"\b49\b", answer.text)
        assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_nothing_hidden_stays_hidden(hostile: Served) -> None:
    text = hostile.get(f"/id/concept/{vocab.slug(PAYLOADS[-1])}", headers=HTML).text
    assert not set("\u202e\u2066\u200b\x7f") & set(text)
    assert "⟦U+202E⟧" in text


def test_only_ordinary_addresses_become_links(hostile: Served) -> None:
    for place in range(len(ADDRESSES)):
        for path in (f"/id/source/s{place}", f"/id/claim/{vocab.slug(PAYLOADS[place])}.causes.pain"):
            found = links(hostile.get(path, headers=HTML).text)
            assert found
            assert [link for link in found if not link.startswith("/") or link.startswith("//")] == []


def test_links_that_leave_tell_nobody_whence(server: Served) -> None:
    text = server.get("/id/source/somerset-2018", headers=HTML).text
    leaving = [a for tag, a in seen(text).elements if tag == "a" and (a["href"] or "").startswith("http")]
    assert leaving
    assert all((one["rel"] or "").startswith("noopener noreferrer") for one in leaving)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_hostile_address_is_not_echoed(server: Served, payload: str) -> None:
    for path in ("/id/concept/", "/id/", "/assets/", "/api/queries/", "/"):
        answer = server.get(path + quote(payload, safe=""), headers=HTML)
        assert answer.status_code == 404
        if "html" in answer.headers["content-type"]:
            assert payload not in answer.text
        else:
            assert answer.headers["x-content-type-options"] == "nosniff"


# Files


@pytest.mark.parametrize(
    "path",
    [
        "/assets/../pyproject.toml",
        "/assets/..%2f..%2fpyproject.toml",
        "/assets/%2e%2e/%2e%2e/etc/passwd",
        "/assets//etc/passwd",
        "/assets/pages/..%5c..%5cx",
        "/assets/style.css%00.html",
        "/assets/template.html",
        "/assets/" + "x" * 300,
        "/assets/CON",
        "//evil.example/x",
        "/%2fevil.example",
        "/id/concept/..%2f..%2fetc%2fpasswd",
    ],
)
def test_no_other_file_can_be_had(server: Served, path: str) -> None:
    import http.client

    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    connection.request("GET", path)
    answer = connection.getresponse()
    content = answer.read().decode()
    connection.close()
    assert answer.status in (400, 404)
    assert answer.getheader("location") is None
    assert "passwd" not in content
    assert "evil.example" not in content
    assert str(Path.cwd()) not in content


def test_assets_are_the_files_that_pages_load(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    for name in ("a.js", "sub/b.css", "c.html", "d.py"):
        (tmp_path / name).write_text("x")
    assert sorted(assets(tmp_path)) == ["a.js", "sub/b.css"]


def test_an_asset_is_sent_as_what_it_is(server: Served) -> None:
    answer = server.get("/assets/pages/pages.css")
    assert answer.headers["content-type"] == "text/css; charset=utf-8"
    assert server.get("/assets/pages/pages.css", headers={"If-None-Match": answer.headers["etag"]}).status_code == 304
