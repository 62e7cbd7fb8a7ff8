"""The page as Python makes it: what goes in, where things stand, and that nothing in it can act."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest
from builders import claim, concept, corpus, disputes, qualifies, reports, source, state, supports

from kneegraph import files
from kneegraph.analysis.contradictions import ASPECTS, DESCRIPTIONS, Contradiction, ContradictionKind, contradictions
from kneegraph.browser import bundle, page, write_browser
from kneegraph.browser.content import Quotes, content, disagreements
from kneegraph.browser.links import passage_link, safe_url
from kneegraph.browser.looks import WORDS
from kneegraph.browser.plain import visible, visible_all
from kneegraph.errors import DataError, UnknownTermError
from kneegraph.model import Aspect, Claim, Concept, Corpus, Passage

CONTESTED = claim("weak glute", "causes", "knee pain", supports("s1"), disputes("s2"))
QUALIFIED = claim("weak glute", "causes", "valgus", supports("s1"), qualifies("s3", aspect="partialCause", reason="pronation"))
AGREED = claim("clamshell", "targets", "glute", supports("s1"), supports("s2"))
TOLD = claim("tape", "reduces", "knee pain", reports("s3"))
SMALL = corpus(CONTESTED, QUALIFIED, AGREED, TOLD, state("weak glute", of="glute", sign=-1), concept("clamshell", "Exercise"))

HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\u202eevil\u2028"


def found_by(kind: str, *claims: str, resolved: bool = False) -> Contradiction:
    """A contradiction as analysis tells it."""
    return Contradiction(ContradictionKind(kind), claims, (), (), (), explanation="", resolved=resolved)


def data_of(html: str) -> dict[str, object]:
    values = bundle.unpacked(html)
    assert isinstance(values, dict)
    return values


def text_of(html: str) -> str:
    return bundle.embedded(data_of(html))


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
        assert '"quote":"Exactly this."' in text_of(page(small, quotes=way))
    assert '"quoted":false' in text_of(page(small))
    assert "#:~:text=one%20two%20three,four%20five%20six" in text_of(page(small))


def test_contradictions_are_listed_as_given_each_with_an_address_of_its_own() -> None:
    found = [found_by("rivals", CONTESTED.id), found_by("rivals", CONTESTED.id), found_by("scope", AGREED.id)]
    assert [one["id"] for one in disagreements(SMALL, found)] == [
        f"rivals:{CONTESTED.id}",
        f"rivals:{CONTESTED.id}:2",
        f"scope:{AGREED.id}",
    ]


@pytest.mark.parametrize("kind", [*ContradictionKind])
def test_every_kind_of_contradiction_is_told_in_the_words_of_analysis(kind: ContradictionKind) -> None:
    (told,) = disagreements(SMALL, [found_by(kind, AGREED.id)])
    assert str(told["meaning"]).lower() == DESCRIPTIONS[kind].lower()


@pytest.mark.parametrize("kind", ["scope", "opposed", "disputed"])
def test_a_contradiction_is_called_apparent_when_the_conditions_tell_its_sides_apart_and_only_then(kind: str) -> None:
    told = disagreements(SMALL, [found_by(kind, AGREED.id, resolved=True), found_by(kind, AGREED.id)])
    assert [one.get("apparent") for one in told] == ["Apparent only: the conditions stated tell the sides apart", None]
    assert not any("apparent" in str(one["meaning"]).lower() or "apart" in str(one["meaning"]) for one in told)


def test_every_aspect_is_told_in_the_words_of_analysis() -> None:
    assert {Aspect(name): str(text).lower() for name, text in WORDS["aspect"].items()} == {
        aspect: text.lower() for aspect, text in ASPECTS.items()
    }


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
        page(SMALL, contradictions=[found_by("rivals", "nothing.at.all")])


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
    assert "javascript:alert" not in page(hostile()) + text_of(page(hostile()))


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
    scripts = [text for tag, text in elements.texts if tag == "script" and not text.startswith("H4sI")]
    style = "".join(text for tag, text in elements.texts if tag == "style")
    assert len(scripts) == 2
    for text in (*scripts, style):
        assert b64encode(sha256(text.encode()).digest()).decode() in policy


def modules(folder: Path, monkeypatch: pytest.MonkeyPatch, **sources: str) -> None:
    for name, text in sources.items():
        (folder / f"{name}.js").write_text(text, encoding="utf-8")
    monkeypatch.setattr(files, "packaged", lambda *parts: folder / parts[-1])


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
    parts: list[Claim | Concept] = [
        CONTESTED,
        QUALIFIED,
        AGREED,
        TOLD,
        state("weak glute", of="glute", sign=-1),
        concept("clamshell", "Exercise"),
    ]
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
