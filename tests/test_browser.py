"""The page as Python makes it: what goes in, where things stand, and that nothing in it can act."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from html.parser import HTMLParser
from itertools import combinations
from pathlib import Path

import pytest
from builders import claim, concept, corpus, disputes, qualifies, reports, source, state, supports
from hypothesis import given, settings
from hypothesis import strategies as st

from kneegraph import files, rdf
from kneegraph.analysis.contradictions import contradictions
from kneegraph.browser import bundle, looks, page, write_browser
from kneegraph.browser.content import Quotes, content, disagreements
from kneegraph.browser.layout import Point, arrange, card
from kneegraph.browser.links import passage_link, safe_url
from kneegraph.browser.network import network
from kneegraph.browser.overview import overview, weigh
from kneegraph.browser.plain import visible, visible_all
from kneegraph.errors import DataError, UnknownTermError
from kneegraph.model import Corpus, Kind, Passage, Standing

CONTESTED = claim("weak glute", "causes", "knee pain", supports("s1"), disputes("s2"))
QUALIFIED = claim("weak glute", "causes", "valgus", supports("s1"), qualifies("s3", aspect="partialCause", reason="pronation"))
AGREED = claim("clamshell", "targets", "glute", supports("s1"), supports("s2"))
TOLD = claim("tape", "reduces", "knee pain", reports("s3"))
SMALL = corpus(CONTESTED, QUALIFIED, AGREED, TOLD, state("weak glute", of="glute", sign=-1), concept("clamshell", "Exercise"))

HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\u202eevil\u2028"


@dataclass(frozen=True)
class Found:
    """A contradiction as analysis tells it."""

    kind: str
    claims: Sequence[str]
    supports: Sequence[str] = ()
    disputes: Sequence[str] = ()
    qualifies: Sequence[str] = ()
    explanation: str = ""


@pytest.fixture(scope="module")
def packaged() -> Corpus:
    found, problems = rdf.from_quads(files.read(files.data_files()).quads)
    assert not problems
    return found


def data_of(html: str) -> dict[str, object]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', html, re.DOTALL)
    assert found is not None
    values = json.loads(found[1])
    assert isinstance(values, dict)
    return values


# Text and addresses


@pytest.mark.parametrize("hidden", ["\u202e", "\u2066", "\u200b", "\ufeff", "\x1b", "\x00", "\U000e0041", "\ud800"])
def test_characters_that_hide_or_reorder_are_spelled_out(hidden: str) -> None:
    assert visible(f"a{hidden}b") == f"a⟦U+{ord(hidden):04X}⟧b"


def test_ordinary_text_of_any_script_stays() -> None:
    for text in ("glute\nmax", "ركبة", "膝の痛み", "naïve", "co\u00adop", "می\u200cخواهم"):
        assert visible(text) == text


def test_all_strings_of_nested_values_are_made_visible_and_the_rest_stays() -> None:
    assert visible_all({"a\u202e": ["\u202e", 1, None, ("\u202e",)]}) == {"a⟦U+202E⟧": ["⟦U+202E⟧", 1, None, ["⟦U+202E⟧"]]}


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVa\tScript:alert(1)",
        " https://example.org",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "blob:https://example.org/1",
        "//example.org",
        "https://good.org@evil.org/",
        "https://",
        "https://[broken",
        'https://example.org/"onclick="x',
        "https://example.org/<b>",
        "https://example.org/\u0000",
        "",
        None,
    ],
)
def test_only_plain_web_addresses_are_linked(address: str | None) -> None:
    assert safe_url(address) is None


def test_web_addresses_are_linked_as_they_are() -> None:
    for address in ("https://example.org/a-b?c=d&e#f", "http://example.org", "HTTPS://example.org/é"):
        assert safe_url(address) == address


@pytest.mark.parametrize(
    ("fragment", "directive"),
    [
        ("one two three … x-y and z", "one%20two%20three,x%2Dy%20and%20z"),
        ("a, b & … d e f", "a%2C%20b%20%26,d%20e%20f"),
        ("What do we do", "What%20do%20we%20do"),
        ("Activate the Glute … do this… clams", "Activate%20the%20Glute,do%20this%E2%80%A6%20clams"),
    ],
)
def test_a_fragment_opens_the_page_at_its_passage(fragment: str, directive: str) -> None:
    assert passage_link("https://a.org/b", fragment=fragment) == f"https://a.org/b#:~:text={directive}"


def test_a_quotation_gives_a_link_that_works_across_paragraphs() -> None:
    assert passage_link("https://a.org#x", quotation="one two three four five\n\nsix seven eight") == (
        "https://a.org#x:~:text=one%20two%20three%20four,six%20seven%20eight"
    )
    assert passage_link("https://a.org", quotation="one two") == "https://a.org#:~:text=one%20two"
    assert passage_link("https://a.org") == "https://a.org"


# Content


def test_an_assertion_comes_with_everything_a_reader_needs() -> None:
    values = data_of(page(SMALL))["claims"]
    assert isinstance(values, dict)
    told = values[QUALIFIED.id]
    assert (told["standing"], told["tally"]) == ("qualified", {"supports": 1, "disputes": 0, "qualifies": 1, "reports": 0})
    assert told["tiers"] == {"popular": told["tally"]}
    assert [one["stance"] for one in told["assertions"]] == ["supports", "qualifies"]
    assert told["assertions"][1]["because"] == [
        {"aspect": "partialCause", "comment": "only under a condition", "reason": "pronation"}
    ]


def test_tiers_are_counted_apart() -> None:
    mixed = corpus(CONTESTED, source("s1", tier="peer-reviewed"))
    claims = content(mixed, None)["claims"]
    assert isinstance(claims, dict)
    assert {tier: tally["supports"] for tier, tally in claims[CONTESTED.id]["tiers"].items()} == {
        "peer-reviewed": 1,
        "popular": 0,
    }


def passage_corpus() -> tuple[Corpus, Passage]:
    at = Passage(0, 9, "00", "one two three … four five six")
    made = replace(CONTESTED.assertions[0], passages=(at,))
    linked = replace(source("s1"), url="https://example.org/a")
    return corpus(replace(CONTESTED, assertions=(made, *CONTESTED.assertions[1:])), linked), at


def test_quotations_come_from_a_mapping_or_a_function() -> None:
    small, at = passage_corpus()
    ways: list[Quotes] = [
        {("s1", at): "Exactly this."},
        lambda id_, one: "Exactly this." if (id_, one) == ("s1", at) else None,
    ]
    for way in ways:
        assert '"quote":"Exactly this."' in page(small, quotes=way)
    assert '"quoted":false' in page(small)
    assert "#:~:text=one%20two%20three,four%20five%20six" in page(small)


def test_contradictions_are_listed_as_given_each_with_an_address_of_its_own() -> None:
    found = [Found("rivals", [CONTESTED.id]), Found("rivals", [CONTESTED.id]), Found("scope", [AGREED.id])]
    assert [one["id"] for one in disagreements(SMALL, found)] == [
        f"rivals:{CONTESTED.id}",
        f"rivals:{CONTESTED.id}:2",
        f"scope:{AGREED.id}",
    ]


def test_contradictions_of_analysis_fit() -> None:
    found = contradictions(SMALL)
    assert found
    told = data_of(page(SMALL, contradictions=found))["disagreements"]
    assert isinstance(told, list)
    assert [one["kind"] for one in told] == [str(one.kind) for one in found]
    assert all(one["meaning"] for one in told)


def test_without_analysis_the_claims_not_simply_supported_stand_in_and_the_page_says_so() -> None:
    assert [one["kind"] for one in disagreements(SMALL, None)] == ["contested", "qualified"]
    assert data_of(page(SMALL))["analysed"] is False
    assert data_of(page(SMALL, contradictions=[]))["analysed"] is True
    assert disagreements(SMALL, []) == []


def test_what_the_corpus_does_not_have_is_an_error_with_the_nearest_names() -> None:
    with pytest.raises(UnknownTermError, match="nearest: knee-pain"):
        page(SMALL, focus="knee-pains")
    with pytest.raises(UnknownTermError, match=r"no claim is called 'nothing\.at\.all'"):
        page(SMALL, contradictions=[Found("rivals", ["nothing.at.all"])])


# Overview


def test_weights_worked_by_hand() -> None:
    # contested: 12 · log2(1+2); qualified: 8 · log2(1+2); supported by two: 1 · log2(1+2); reported by one: 0.5 · log2(1+1)
    log3 = 1.584962500721156
    assert weigh(SMALL) == pytest.approx(
        {
            "weak-glute": 20 * log3,
            "knee-pain": 12 * log3 + 0.5,
            "valgus": 8 * log3,
            "clamshell": log3,
            "glute": log3,
            "tape": 0.5,
        }
    )


def test_a_claim_named_by_a_contradiction_counts_as_qualified() -> None:
    assert weigh(SMALL, [AGREED.id])["clamshell"] == pytest.approx(8 * 1.584962500721156)


def test_the_overview_keeps_to_its_limit_and_leaves_nobody_alone() -> None:
    assert overview(SMALL, limit=2) == ("knee-pain", "weak-glute")
    assert overview(SMALL, limit=4) == ("knee-pain", "valgus", "weak-glute")  # clamshell's only claim is with the glute


def test_disagreement_is_in_the_overview_of_the_packaged_data(packaged: Corpus) -> None:
    shown = overview(packaged)
    assert 40 <= len(shown) <= 80 < len(packaged.concepts)
    contested = [one for one in packaged.claims.values() if one.standing in {Standing.CONTESTED, Standing.QUALIFIED}]
    assert contested
    assert all({one.subject, one.object} <= set(shown) for one in contested)


# Layout


def overlapping(places: dict[str, Point], small: Corpus) -> list[tuple[str, str]]:
    cards = {id_: card(small.concepts[id_].label) for id_ in places}
    return [
        (a, b)
        for a, b in combinations(sorted(places), 2)
        if abs(places[a].x - places[b].x) < (cards[a].width + cards[b].width) / 2
        and abs(places[a].y - places[b].y) < (cards[a].height + cards[b].height) / 2
    ]


@pytest.mark.parametrize("limit", [40, 80, 150, 1000])
def test_cards_never_overlap_on_the_packaged_data(packaged: Corpus, limit: int) -> None:
    chosen = [packaged.concepts[id_] for id_ in overview(packaged, limit=limit)]
    assert overlapping(arrange(chosen, packaged.claims.values()), packaged) == []


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 25), st.integers(0, 25)), max_size=60), st.randoms())
def test_cards_never_overlap_and_the_order_of_the_data_does_not_matter(pairs: list[tuple[int, int]], random: object) -> None:
    kinds = list(Kind)
    concepts = [concept(f"concept {n} of several", kinds[n % len(kinds)].value) for n in range(26)]
    claims = [claim(f"concept {a} of several", "causes", f"concept {b} of several", supports("s")) for a, b in pairs]
    small = corpus(*concepts, *claims)
    places = arrange(concepts, claims)
    assert overlapping(places, small) == []
    assert len(places) == len(concepts)
    shuffle = getattr(random, "shuffle")  # noqa: B009  hypothesis gives a Random whose type it does not promise
    shuffle(concepts)
    shuffle(claims)
    assert arrange(concepts, claims) == places


def test_roles_run_from_left_to_right() -> None:
    places = arrange(list(SMALL.concepts.values()), SMALL.claims.values())
    order = ["clamshell", "glute", "weak-glute", "knee-pain"]
    assert [places[id_].x for id_ in order] == sorted({places[id_].x for id_ in order})


def test_every_label_keeps_to_three_lines() -> None:
    assert card("x" * 500).lines[-1].endswith("…")
    assert all(len(line) <= 18 for line in card("x" * 500).lines)
    assert card("").lines == ("?",)


# Network


def edges_of(small: Corpus) -> dict[str, dict[str, object]]:
    edges = network(small, dict.fromkeys(small.concepts, Point(0, 0)))["edges"]
    assert isinstance(edges, list)
    return {edge["id"]: edge for edge in edges}


def test_claims_between_the_same_two_concepts_stay_apart() -> None:
    same = [
        claim("a", "causes", "b", supports("s")),
        claim("a", "reduces", "b", disputes("t")),
        claim("b", "causes", "a", supports("u")),
    ]
    edges = edges_of(corpus(*same))
    assert set(edges) == {one.id for one in same}
    # An arc seen from its other end is the same arc when it turns the other way.
    curves = {(json.dumps(e["smooth"]), e["from"] < e["to"]) for e in edges.values() if isinstance(e["from"], str)}  # type: ignore[operator]
    mirrored = {
        (smooth.replace("CCW", "CW") if "CCW" in smooth else smooth.replace("CW", "CCW"), not way) for smooth, way in curves
    }
    assert len(curves) == 3
    assert not curves & mirrored


def test_standing_is_told_by_line_and_mark_as_well_as_by_colour() -> None:
    edges = edges_of(SMALL)
    told = {edges[one.id]["standing"]: edges[one.id] for one in SMALL.claims.values()}
    assert told["contested"]["label"] == "±"
    assert (told["qualified"]["label"], bool(told["qualified"]["dashes"])) == ("≈", True)
    assert (told["supported"]["label"], told["supported"]["dashes"]) == ("", False)
    marks = [look.mark for look in looks.STANDINGS.values()]
    assert len(set(marks)) == len(marks) == len(Standing)


def test_breadth_of_support_is_width() -> None:
    one, many = (
        claim("a", "causes", "b", supports("s")),
        claim("a", "causes", "c", supports("s"), supports("t"), supports("u")),
    )
    edges = edges_of(corpus(one, many))
    assert edges[one.id]["width"] == pytest.approx(1.2)
    assert edges[many.id]["width"] == pytest.approx(1.2 + 2 * 0.9)


def test_physics_is_off_and_titles_are_plain_text() -> None:
    made = network(SMALL, dict.fromkeys(SMALL.concepts, Point(0, 0)))
    assert json.loads(json.dumps(made["options"]))["physics"] == {"enabled": False}
    assert "<" not in json.dumps([made["nodes"], made["edges"]])


# Looks


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_every_kind_and_standing_looks_like_nothing_else_and_can_be_seen() -> None:
    assert set(looks.KINDS) == set(Kind)
    assert set(looks.STANDINGS) == set(Standing)
    assert len({look.path for look in looks.KINDS.values()}) == len(Kind)
    for look in [*looks.KINDS.values(), *looks.STANDINGS.values()]:
        assert contrast(look.hue.light, "#ffffff") >= 3
        assert contrast(look.hue.dark, "#12171d") >= 3


def test_every_term_of_the_model_has_words() -> None:
    from kneegraph.model import Aspect, Basis, Certainty

    for name, terms in {"aspect": Aspect, "basis": Basis, "certainty": Certainty}.items():
        assert set(looks.WORDS[name]) == {term.value for term in terms}


# Document


class Elements(HTMLParser):
    """The elements of a page, with their attributes and the text of scripts and styles."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.found and self.found[-1][0] in {"script", "style"} and data.strip():
            self.texts.append((self.found[-1][0], data))

    def count(self, tag: str) -> int:
        return sum(name == tag for name, _ in self.found)


def hostile() -> Corpus:
    bad = claim(HOSTILE, "causes", "knee pain", supports("s1"), disputes("s2"))
    bad = replace(
        bad, label=HOSTILE, assertions=tuple(replace(one, paraphrase=HOSTILE, effect=HOSTILE) for one in bad.assertions)
    )
    worse = replace(source("s1"), title=HOSTILE, creator=HOSTILE, url="javascript:alert(3)")
    named = concept(HOSTILE, "Muscle", HOSTILE + "x")
    return corpus(bad, named, worse)


def test_markup_in_the_data_makes_no_element() -> None:
    plain, bad = Elements(page(SMALL)), Elements(page(hostile(), title=HOSTILE))
    assert [tag for tag, _ in bad.found] == [tag for tag, _ in plain.found]
    assert bad.count("script") == 3
    assert "javascript:alert" not in page(hostile())


def test_json_in_the_page_survives_as_it_was() -> None:
    text = bundle.embedded({"a": HOSTILE, "b": "\u2029&é"})
    assert not set(text) & set("<>&\u2028\u2029")
    assert json.loads(text) == {"a": HOSTILE, "b": "\u2029&é"}


def test_the_page_asks_for_nothing_and_runs_only_its_own_script() -> None:
    html = page(SMALL)
    elements = Elements(html)
    for _tag, attributes in elements.found:
        assert not {"src", "srcset", "style", "onclick", "onload"} & set(attributes)
        assert str(attributes.get("href", "#")).startswith("#")
    assert elements.count("link") == 0
    for text in ("cdn.", "bootstrap", "url(", "@import", "cloudflare"):
        assert text not in html
    assert html.startswith("<!doctype html>")
    assert 400_000 < len(html) < 1_000_000


def test_the_policy_names_the_digest_of_each_script_and_of_the_style() -> None:
    elements = Elements(page(SMALL))
    policy = next(str(a["content"]) for _, a in elements.found if a.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    scripts = [text for tag, text in elements.texts if tag == "script" and not text.startswith("{")]
    style = "".join(text for tag, text in elements.texts if tag == "style")
    assert len(scripts) == 2
    for text in (*scripts, style):
        assert b64encode(sha256(text.encode()).digest()).decode() in policy


def modules(folder: Path, monkeypatch: pytest.MonkeyPatch, **sources: str) -> None:
    for name, text in sources.items():
        (folder / f"{name}.js").write_text(text, encoding="utf-8")
    monkeypatch.setattr(bundle.files, "packaged", lambda *parts: folder / parts[-1])


def test_modules_are_joined_once_each_before_those_that_need_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use = 'import { one } from "./leaf.js";\n'
    modules(
        tmp_path,
        monkeypatch,
        main=f'{use}import {{ two }} from "./mid.js";\none(two);\n',
        mid=f"{use}export const two = one;\n",
    )
    (tmp_path / "leaf.js").write_text("export function one() {}\n", encoding="utf-8")
    joined = bundle.joined_modules("main")
    assert re.findall(r"const \$(\w+) =", joined) == ["leaf", "mid", "main"]
    assert not re.search(r"^(import|export)", joined, re.MULTILINE)


@pytest.mark.parametrize(
    ("main", "message"),
    [
        ('import { a } from "./main.js";\n', "circle: main → main"),
        ("export default 1;\n", "only named imports and exports are understood"),
        ('import * as a from "./b.js";\n', "only named imports and exports are understood"),
        ('import { a } from "./nowhere.js";\n', "cannot be read"),
    ],
)
def test_modules_that_cannot_be_joined_are_named(
    main: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    modules(tmp_path, monkeypatch, main=main)
    with pytest.raises(DataError, match=message):
        bundle.joined_modules("main")


def test_the_same_data_makes_the_same_bytes() -> None:
    parts = [CONTESTED, QUALIFIED, AGREED, TOLD, state("weak glute", of="glute", sign=-1), concept("clamshell", "Exercise")]
    assert page(corpus(*parts)) == page(corpus(*reversed(parts)))


def test_a_page_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    assert write_browser(SMALL, path) == path
    assert path.read_text(encoding="utf-8") == page(SMALL)
    assert [found.name for found in tmp_path.iterdir()] == ["page.html"]
    with pytest.raises(DataError, match="cannot be written"):
        write_browser(SMALL, tmp_path / "no" / "page.html")


def test_an_empty_corpus_still_makes_a_page() -> None:
    assert data_of(page(Corpus()))["overview"] == {}


def test_importing_the_browser_does_not_import_pyvis() -> None:
    code = "import sys, kneegraph.browser; sys.exit('pyvis' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_scripts_stay_small() -> None:
    for path in files.packaged("viz").glob("*.js"):
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 300, path.name
