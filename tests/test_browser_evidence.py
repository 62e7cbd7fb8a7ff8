"""What lies behind a claim, on the page: masses, groups, firmness, history, studies, and how sources hang together."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from builders import claim, concept, corpus, disputes, qualifies, source, supports
from opened_page import Opened, Opener
from playwright.sync_api import Browser, Page, expect

import kneegraph
from kneegraph.analysis.contradictions import contradictions
from kneegraph.analysis.evidence.independence import Independence
from kneegraph.analysis.evidence.opinion import Lean, opinion
from kneegraph.analysis.evidence.weights import Weights
from kneegraph.analysis.evidence.what_if import Firmness, Flip
from kneegraph.analysis.evidence.wording import firmness_in_words, masses_in_words
from kneegraph.browser import write_browser
from kneegraph.browser.evidence import evidence
from kneegraph.browser.overview import LINES, overview
from kneegraph.model import Assertion, Basis, Claim, Corpus, Dependence, DependenceKind, Estimate, Finding, Stance

pytestmark = pytest.mark.browser

WEAK = "weak-glute.causes.knee-pain"
ORTHOSES = "foot-orthosis.reduces.patellofemoral-pain-syndrome"
WEIGHTS = Weights.packaged()


def studied(made: Claim, source_: str, **told: object) -> Claim:
    """The claim, with more told of what one source says of it."""
    said = [replace(one, basis=Basis.STUDY, **told) if one.source == source_ else one for one in made.assertions]  # type: ignore[arg-type]
    return replace(made, assertions=tuple(said))


DOUBTED = claim("weak glute", "causes", "knee pain", supports("blog"), supports("echo"), supports("review"), disputes("trial"))
SMALL = corpus(
    studied(
        studied(DOUBTED, "review", design="systematicReview"),
        "trial",
        design="rct",
        population="runners with knee pain",
        task="single-leg squat",
        measured="pain on a scale of ten",
        effect="SMD -0.10 (95% CI -0.30 to 0.10); n=40",
        estimates=(Estimate("SMD", -0.1, -0.3, 0.1), Estimate("p", 0.4)),
        sample_size=40,
        finding=Finding.NO_EFFECT,
        unconfirmed=True,
    ),
    claim("clamshell", "targets", "glute", supports("blog"), qualifies("trial")),
    concept("clamshell", "Exercise"),
    concept("glute", "Muscle"),
    replace(source("blog"), creator="Ada Marsh", issued="2012"),
    replace(source("echo"), depends_on=(Dependence("blog", DependenceKind.REPEATS, "It quotes the blog word by word."),)),
    replace(
        source("review", "peer-reviewed", "literature"),
        creator="Bo Lind, Cy Ode, Di Poe",
        issued="2015",
        same_as=("https://doi.org/10.1000/r1", "https://pubmed.ncbi.nlm.nih.gov/123/"),
        readings=2,
        depends_on=(Dependence("older", DependenceKind.POOLS),),
    ),
    replace(source("trial", "peer-reviewed", "literature"), creator="Ed Quill", issued="2020", readings=1),
    source("older", "peer-reviewed", "literature"),
)


def found(small: Corpus, claim_: str) -> dict[str, object]:
    claims = cast("dict[str, dict[str, object]]", evidence(small, WEIGHTS)["claims"])
    return claims[claim_]


# The data


def test_the_masses_of_the_page_are_those_of_the_analysis() -> None:
    whole = opinion(SMALL.claims[WEAK].assertions, Independence.of(SMALL), WEIGHTS)
    told = found(SMALL, WEAK)
    assert told["masses"] == [round(1000 * one) for one in (whole.support, whole.dispute, whole.unknown)]
    assert told["independent"] == 3
    assert [[group[0], group[2]] for group in cast("list[list[object]]", told["groups"])] == [
        [1, "review"],
        [1, "blog"],
        [0, "trial"],
    ]


def test_each_tier_is_weighed_by_itself() -> None:
    tiers = cast("dict[str, list[int]]", found(SMALL, WEAK)["tiers"])
    assert tiers["popular"][1] == 0 < tiers["popular"][0] < tiers["peer-reviewed"][0]
    assert set(cast("dict[str, object]", found(SMALL, "clamshell.targets.glute")["tiers"])) == {"popular", "peer-reviewed"}


def test_only_a_claim_with_sources_of_several_years_has_a_history() -> None:
    years = cast("list[list[object]]", found(SMALL, WEAK)["years"])
    assert [(year, standing) for year, _, standing, _ in years] == [
        (2012, "supported"),
        (2015, "supported"),
        (2020, "supported"),
    ]
    dated = corpus(claim("tape", "reduces", "pain", supports("s1"), disputes("s2")), replace(source("s1"), issued="2012"))
    assert "years" not in found(dated, "tape.reduces.pain")


def test_a_graph_that_is_too_large_is_not_weighed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kneegraph.browser.evidence.LARGEST", 1)
    assert evidence(SMALL, WEIGHTS)["claims"] == {}


def test_sentences_that_claims_share_are_kept_once() -> None:
    sentences = cast("list[str]", evidence(SMALL, WEIGHTS)["sentences"])
    assert len(sentences) == len(set(sentences))


def test_how_firm_a_claim_is_told_in_words_for_people() -> None:
    turned = (
        Flip(Stance.DISPUTES, 2, "crossSectional", lean=Lean.DISPUTE),
        Flip(Stance.QUALIFIES, 1, standing=SMALL.claims[WEAK].standing),
    )
    assert list(firmness_in_words(Firmness((), turned), None)) == [
        "No single group of sources decides it.",
        "2 more independent cross-sectional studies that plainly dispute it would turn the balance.",
        "1 more independent source that qualifies it would make it supported.",
    ]


def test_the_overview_draws_no_more_lines_than_can_be_read(whole: Corpus, core: Corpus) -> None:
    def lines(of: Corpus, shown: set[str]) -> int:
        return sum({one.subject, one.object} <= shown for one in of.claims.values())

    for one in (whole, core):
        shown = set(overview(one))
        assert len(shown) >= 30
        assert lines(one, shown) <= LINES
    assert overview(SMALL, lines=0) == ()


def test_the_whole_page_grows_little_by_its_evidence(whole: Corpus) -> None:
    packed = len(json.dumps(evidence(whole, WEIGHTS), separators=(",", ":")))
    assert packed < 350 * len(whole.claims)


# A claim


def test_a_dossier_tells_masses_and_independence_and_never_one_number_alone(opening: Opener) -> None:
    page = opening(SMALL).go(f"#claim={WEAK}")
    weight = page.locator(".weight")
    whole = opinion(SMALL.claims[WEAK].assertions, Independence.of(SMALL), WEIGHTS)
    expect(weight.locator(".independent")).to_contain_text("4 sources, 3 independent")
    for name, mass in (("support", whole.support), ("not known", whole.unknown), ("dispute", whole.dispute)):
        expect(weight.locator(".masses")).to_contain_text(f"{name} {mass:.2f}")
    low, high = whole.interval
    expect(weight.locator(".interval")).to_have_text(f"Support between {low:.2f} and {high:.2f}")
    assert f"support between {low:.2f} and {high:.2f}" in masses_in_words(whole)
    expect(weight.locator("[data-tier=popular]")).to_contain_text("× 0.00")
    widths = [part.bounding_box() for part in weight.locator("> .mass-bar span").all()]
    assert [round(box["width"]) if box else 0 for box in widths] == sorted(
        (round(box["width"]) if box else 0 for box in widths), reverse=True
    )


def test_who_contributes_what_tells_who_leans_on_whom_and_why(opening: Opener) -> None:
    page = opening(SMALL).go(f"#claim={WEAK}")
    fold = page.locator("[data-fold=groups]")
    expect(fold.locator("summary")).to_have_text("Who contributes what: 3 independent groups")
    expect(fold.locator("li").first).to_be_hidden()
    fold.locator("summary").click()
    expect(fold.locator("[data-group=blog]")).to_contain_text("with Title of echo: repeats it")
    expect(fold.locator("[data-group=trial] .share")).to_be_visible()
    page.locator("[data-fold=firm] summary").click()
    expect(page.locator(".firm")).to_contain_text("Without Bo Lind et al., 2015 it would")


def test_an_assertion_tells_what_is_known_of_its_study(opening: Opener) -> None:
    page = opening(SMALL).go(f"#claim={WEAK}")
    trial = page.locator(".assertion[data-stance=disputes]")
    told = ["Randomised trial", "runners with knee pain", "40", "single-leg squat", "pain on a scale of ten"]
    expect(trial.locator(".study dd")).to_have_text([*told, "SMD -0.10 (95% CI -0.30 to 0.10); n=40"])
    expect(trial.locator(".facts")).to_contain_text("found no effect")
    expect(trial.locator(".facts")).to_contain_text("seen by one reader only")
    expect(page.locator(".assertion[data-stance=supports] .unconfirmed")).to_have_count(0)


def test_the_history_is_a_drawing_with_words_and_a_table(opening: Opener) -> None:
    page = opening(SMALL).go(f"#claim={WEAK}")
    fold = page.locator("[data-fold=years]")
    expect(fold.locator("summary")).to_contain_text("Year by year: supported in 2012")
    fold.locator("summary").click()
    drawing = fold.get_by_role("img", name="Year by year: weak glute causes knee pain")
    expect(drawing).to_be_visible()
    expect(drawing.locator("desc")).to_contain_text("2020: supported, support")
    for name in ("support", "not known", "dispute"):
        expect(drawing.locator("text", has_text=name)).to_have_count(1)
    expect(fold.locator("tbody th")).to_have_text(["2012", "2015", "2020"])
    expect(fold).to_contain_text("Without a date, and in none of these years: Title of echo")
    page = opening(SMALL).go("#claim=clamshell.targets.glute")
    expect(page.locator("[data-fold=years]")).to_have_count(1)


def test_a_turn_is_marked_where_it_happened(opening: Opener) -> None:
    turned = corpus(
        claim("tape", "reduces", "pain", supports("s1"), disputes("s2")),
        replace(source("s1"), issued="2001"),
        replace(source("s2"), issued="2011"),
    )
    page = opening(turned, scheme="dark").go("#claim=tape.reduces.pain")
    page.locator("[data-fold=years] summary").click()
    expect(page.locator(".turn-mark")).to_have_text(["+", "±"])
    expect(page.locator("[data-fold=years] summary")).to_contain_text("contested in 2011, both weighing the same")


# Sources


def test_a_source_tells_what_identifies_it_and_what_it_hangs_together_with(opening: Opener) -> None:
    page = opening(SMALL).go("#source=review")
    card = page.locator("[data-source=review]")
    expect(card.get_by_role("link", name="doi:10.1000/r1")).to_have_attribute("href", "https://doi.org/10.1000/r1")
    expect(card.get_by_role("link", name="PubMed 123")).to_be_visible()
    expect(card.locator("h2 a")).to_have_attribute("href", "https://doi.org/10.1000/r1")
    expect(card.locator(".study")).to_contain_text("2 times")
    expect(card.locator(".study")).to_contain_text("Bo Lind, Cy Ode, Di Poe")
    card.locator(".dependent summary").click()
    expect(card.locator("[data-dependent=older]")).to_have_text("Title of older: pooled by this one")
    page = opening(SMALL).go("#source=blog")
    page.locator(".dependent summary").click()
    expect(page.locator("[data-dependent=echo]")).to_have_text(
        "Title of echo: repeats this one It quotes the blog word by word."
    )


def test_all_sources_are_listed_by_tier_and_narrowed_by_typing(opening: Opener) -> None:
    page = opening(SMALL).go("")
    page.locator("#counts a").click()
    expect(page.locator(".sources [data-tier] h3")).to_have_text(["peer-reviewed 3 sources", "popular 2 sources"])
    page.get_by_label("Title, author").fill("poe 2015")
    expect(page.locator(".sources li")).to_have_count(1)
    expect(page.locator(".sources [role=status]")).to_have_text("1 source of 5")
    page.locator(".sources li a").click()
    expect(page.locator(".card h2")).to_have_text("Title of review")


def test_one_press_leaves_one_tier_or_one_collection(opening: Opener) -> None:
    page = opening(SMALL).go("#in=all&view=list")
    rows = page.locator("#list tbody tr")
    reviewed = page.locator('[data-only="tier:peer-reviewed"]')
    expect(reviewed).to_contain_text("3")
    expect(page.locator('[data-only="tier:"]')).to_have_attribute("aria-pressed", "true")
    page.locator('[data-only="collection:core"]').click()
    expect(rows).to_have_count(2)
    assert "without=collection" in page.url
    expect(page.locator("#whose")).to_contain_text("still counts all 5 sources")
    reviewed.click()
    expect(page.locator("#shown")).to_contain_text("0 of 2 claims shown")
    page.locator('[data-only="collection:core"]').click()
    expect(page.locator('[data-only="collection:"]')).to_have_attribute("aria-pressed", "true")
    expect(reviewed).to_have_attribute("aria-pressed", "true")
    expect(rows).to_have_count(2)


def test_who_has_one_tier_and_one_collection_is_not_asked(opening: Opener) -> None:
    page = opening(corpus(claim("tape", "reduces", "pain", supports("s1")))).go("")
    expect(page.locator("#whose")).to_be_hidden()


# Taking away


def took(page: Page, form: str) -> bytes:
    page.get_by_role("button", name="Take away").click()
    with page.expect_download() as started:
        page.locator(f".take-items [data-take='{form}']").click()
    return Path(started.value.path()).read_bytes()


def test_the_turtle_keeps_studies_and_how_sources_hang_together(opening: Opener, tmp_path: Path) -> None:
    path = tmp_path / "taken.ttl"
    path.write_bytes(took(opening(SMALL).go("#in=all"), "turtle"))
    taken = kneegraph.load(path).corpus
    assert dict(taken.claims) == dict(SMALL.claims)
    assert dict(taken.sources) == dict(SMALL.sources)


def test_the_table_has_the_masses_and_the_citation_the_doi(opening: Opener) -> None:
    page = opening(SMALL).go(f"#claim={WEAK}&in=all")
    rows = list(csv.DictReader(io.StringIO(took(page, "csv").decode("utf-8-sig"))))
    row = next(one for one in rows if one["claim"].endswith(WEAK))
    masses = [float(row[f"mass {name}"]) for name in ("of support", "of dispute", "not known")]
    assert row["independent sources"] == "3"
    assert sum(masses) == pytest.approx(1, abs=0.002)
    page.get_by_role("button", name="Take away").click()
    page.locator("[data-take=cite]").click()
    assert "4 sources, 3 independent" in page.locator(".cite textarea").input_value()
    page.locator(".cite input[value=csl]").check()
    items = json.loads(page.locator(".cite textarea").input_value())
    assert [item["DOI"] for item in items if "DOI" in item] == ["10.1000/r1"]


# The packaged data


@pytest.fixture(scope="module")
def whole_page(browser: Browser, whole: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    path = write_browser(whole, tmp_path_factory.mktemp("whole") / "page.html", contradictions=contradictions(whole))
    one = Opened(browser.new_page(viewport={"width": 1400, "height": 900}), str(path))
    one.watch()
    yield one
    one.page.close()
    assert one.troubles == []


@pytest.fixture
def all_of_it(whole_page: Opened) -> Opened:
    """The page of the whole graph, without what was filtered out of it before."""
    whole_page.page.goto("about:blank")
    return whole_page


def test_the_landing_of_the_whole_graph_splits_by_tier_and_can_be_read(all_of_it: Opened, whole: Corpus) -> None:
    page = all_of_it.go("")
    reviewed = sum(one.tier == "peer-reviewed" for one in whole.sources.values())
    expect(page.locator(".purpose")).to_contain_text(f"{reviewed} peer-reviewed")
    assert page.evaluate("kneegraph.graph.picture.claims.size") <= LINES


def test_on_foot_orthoses_studies_stand_on_both_sides_and_popular_sources_on_one(all_of_it: Opened) -> None:
    page = all_of_it.go(f"#claim={ORTHOSES}")
    expect(page.locator(".chip").first).to_contain_text("contested")
    expect(page.locator(".weight [data-tier=popular]")).to_contain_text("× 0.00")
    page.locator("[data-fold=groups] summary").click()
    reviews = page.locator("[data-fold=groups] li", has_text="peer-reviewed")
    expect(reviews.filter(has_text="Chen Z")).to_have_count(1)
    expect(page.locator(".assertion .study").first).to_contain_text("Systematic review")


def test_a_third_of_a_thousand_sources_stay_usable(all_of_it: Opened) -> None:
    page = all_of_it.go("#view=list&in=all")
    page.get_by_role("button", name="More filters").click()
    buttons = page.locator("#drawer [data-sort=source] .filter")
    assert buttons.count() > 300
    page.get_by_label("Find a source").fill("somerset")
    expect(buttons.filter(visible=True)).to_have_count(1)
    buttons.filter(visible=True).click()
    expect(page.get_by_label("Find a source")).to_have_value("somerset")
    expect(buttons.filter(visible=True)).to_have_count(1)


def test_the_core_alone_is_one_press_away(all_of_it: Opened, core: Corpus) -> None:
    page = all_of_it.go("#in=all&view=list")
    page.locator('[data-only="collection:core"]').click()
    expect(page.locator("#shown")).to_contain_text(f"{len(core.claims)} of ")


def test_all_that_the_whole_graph_gives_away_loads_as_it_was(all_of_it: Opened, whole: Corpus, tmp_path: Path) -> None:
    path = tmp_path / "taken.ttl"
    path.write_bytes(took(all_of_it.go("#in=all&view=list"), "turtle"))
    taken = kneegraph.load(path).corpus
    assert dict(taken.claims) == dict(whole.claims)
    assert dict(taken.sources) == dict(whole.sources)


def test_each_study_of_the_whole_graph_is_in_the_page(all_of_it: Opened, whole: Corpus) -> None:
    all_of_it.go("")
    said = "[...kneegraph.data.claims.values()].flatMap((claim) => claim.assertions)"
    told = {str(one["id"]): one for one in cast("list[dict[str, object]]", all_of_it.page.evaluate(said))}
    for one in whole.assertions:
        assert _known(one) == {key: told[one.id].get(key) for key in _known(one)}


def _known(one: Assertion) -> dict[str, object]:
    named = {
        "design": one.design,
        "population": one.population,
        "task": one.task,
        "measured": one.measured,
        "effect": one.effect,
    }
    return {**named, "n": one.sample_size, "finding": one.finding, "unconfirmed": one.unconfirmed or None}
