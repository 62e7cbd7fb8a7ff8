"""Weighing: the properties that make it worth arguing with, worked examples, and what the packaged data weigh."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from builders import claim, corpus, disputes, qualifies, reports, source, supports
from hypothesis import given
from hypothesis import strategies as st

import kneegraph
from kneegraph.analysis.evidence.independence import Group, Independence
from kneegraph.analysis.evidence.opinion import Lean, Opinion, opinion
from kneegraph.analysis.evidence.weights import DESIGNS, Weights
from kneegraph.analysis.evidence.what_if import Flip, firmness
from kneegraph.analysis.history import history
from kneegraph.errors import DataError
from kneegraph.files import packaged
from kneegraph.graph import Graph
from kneegraph.model import (
    Assertion,
    Basis,
    Certainty,
    Claim,
    Corpus,
    Dependence,
    DependenceKind,
    Source,
    Stance,
    Standing,
)

W = Weights.packaged()
ALONE = Independence((), ())
NAMES = st.sampled_from([f"s{number}" for number in range(8)])
Links = list[tuple[str, str, DependenceKind]]
LINKS = st.lists(st.tuples(NAMES, NAMES, st.sampled_from(DependenceKind)), max_size=8)


@st.composite
def said(draw: st.DrawFn) -> Assertion:
    made = claim("a", "causes", "b", supports(draw(NAMES))).assertions[0]
    return replace(
        made,
        stance=draw(st.sampled_from(Stance)),
        certainty=draw(st.sampled_from(Certainty)),
        basis=Basis.STUDY if (design := draw(st.none() | st.sampled_from(DESIGNS))) else draw(st.sampled_from(Basis)),
        design=design,
        unconfirmed=draw(st.booleans()),
    )


def linked(links: Links) -> Independence:
    depends: dict[str, tuple[Dependence, ...]] = {}
    for one, other, kind in links:
        depends[one] = (*depends.get(one, ()), Dependence(other, kind))
    sources = [replace(source(f"s{n}"), depends_on=depends.get(f"s{n}", ())) for n in range(9)]
    return Independence(sources, ())


def masses(found: Opinion) -> tuple[float, float, float]:
    return found.support, found.dispute, found.unknown


def studied(one: str, design: str, stance: Stance = Stance.SUPPORTS) -> Assertion:
    made = claim("a", "causes", "b", supports(one)).assertions[0]
    return replace(made, id=f"{one}.{stance}", stance=stance, basis=Basis.STUDY, design=design)


@given(st.lists(said(), max_size=8), LINKS)
def test_the_masses_sum_to_one_and_the_interval_holds_support(made: list[Assertion], links: Links) -> None:
    found = opinion(made, linked(links), W)
    assert sum(masses(found)) == pytest.approx(1)
    assert 0 <= found.interval[0] <= found.interval[1] <= 1 + 1e-12
    assert sum(one.mass for one in found.contributions) == pytest.approx(found.support + found.dispute)


@given(st.lists(said(), max_size=8), said(), LINKS)
def test_more_support_never_lowers_support(made: list[Assertion], more: Assertion, links: Links) -> None:
    independence = linked(links)
    after = opinion([*made, replace(more, stance=Stance.SUPPORTS)], independence, W)
    assert after.support >= opinion(made, independence, W).support - 1e-9


@given(st.lists(said(), min_size=1, max_size=8), LINKS)
def test_a_duplicate_changes_nothing(made: list[Assertion], links: Links) -> None:
    assert masses(opinion([*made, made[0]], linked(links), W)) == pytest.approx(masses(opinion(made, linked(links), W)))
    again = [("s8", made[0].source, DependenceKind.SAME_DATA)]
    passed_on = [link for link in links if link[2] in (DependenceKind.SAME_DATA,)]
    copied = replace(made[0], source="s8")
    before = opinion(made, linked([*passed_on, *again]), W)
    assert masses(opinion([*made, copied], linked([*passed_on, *again]), W)) == pytest.approx(masses(before))


@given(st.lists(said(), max_size=8).flatmap(lambda made: st.tuples(st.just(made), st.permutations(made))), LINKS)
def test_the_order_does_not_matter(both: tuple[list[Assertion], list[Assertion]], links: Links) -> None:
    one, other = (opinion(made, linked(links), W) for made in both)
    assert (one.contributions, masses(one)) == (other.contributions, masses(other))


def test_nothing_known_is_not_one_half() -> None:
    found = opinion((), ALONE, W)
    assert (masses(found), found.interval, found.lean) == ((0, 0, 1), (0, 1), None)
    passed_on = opinion(claim("a", "causes", "b", reports("s1")).assertions, ALONE, W)
    assert (masses(passed_on), passed_on.lean) == ((0, 0, 1), None)


def test_the_masses_by_hand() -> None:
    """Prior 2; a trial 3 for, a cohort 2 against: 3/7, 2/7, 2/7."""
    found = opinion([studied("s1", "rct"), studied("s2", "cohort", Stance.DISPUTES)], ALONE, W)
    assert masses(found) == pytest.approx((3 / 7, 2 / 7, 2 / 7))
    assert found.lean is Lean.SUPPORT
    assert found.interval == pytest.approx((3 / 7, 5 / 7))
    assert [(one.side, one.group.source, one.weight) for one in found.contributions] == [
        (Lean.SUPPORT, "s1", 3.0),
        (Lean.DISPUTE, "s2", 2.0),
    ]


def test_a_hedge_a_qualification_and_an_unconfirmed_reading_weigh_less() -> None:
    made = studied("s1", "rct")
    assert W.sides(made) == (3, 0)
    assert W.sides(replace(made, certainty=Certainty.POSSIBLE)) == (1.5, 0)
    assert W.sides(replace(made, stance=Stance.QUALIFIES)) == (1.5, 0.75)
    assert W.sides(replace(made, unconfirmed=True)) == (1.5, 0)
    assert W.sides(replace(made, design="own-design")) == (W.bases[Basis.STUDY], 0)


def test_a_review_is_not_independent_of_what_it_pools_but_its_trials_are() -> None:
    review = [("s0", "s1", DependenceKind.POOLS), ("s0", "s2", DependenceKind.POOLS)]
    found = linked(review)
    assert found.count(["s0", "s1", "s2"]) == 2
    assert found.groups(["s0", "s1"], {"s0": 4.0, "s1": 3.0}.__getitem__) == (Group("s0", (("s1", DependenceKind.POOLS),)),)
    both_trials = found.groups(["s0", "s1", "s2"], {"s0": 4.0, "s1": 3.0, "s2": 3.0}.__getitem__)
    assert [group.source for group in both_trials] == ["s1", "s2"]


def test_what_repeats_one_text_hangs_together_but_papers_of_one_author_do_not_pass_it_on() -> None:
    repeated = linked([("s1", "s0", DependenceKind.REPEATS), ("s2", "s0", DependenceKind.REPEATS)])
    assert repeated.between("s1", "s2") is DependenceKind.REPEATS
    authored = linked([("s1", "s0", DependenceKind.SAME_AUTHOR), ("s2", "s0", DependenceKind.SAME_AUTHOR)])
    assert (authored.between("s1", "s0"), authored.between("s1", "s2")) == (DependenceKind.SAME_AUTHOR, None)


def test_dependence_is_derived_from_author_and_year_and_from_whom_a_source_passes_on() -> None:
    def of(name: str, creator: str, year: str) -> Source:
        return replace(source(name), creator=creator, issued=year, title=f"On {name}")

    sources = [of("s0", "Willy RW, Davis IS", "2011"), of("s1", "Willy R.W.", "2011"), of("s2", "Contreras B", "2015")]
    sources += [of("s3", "Nobody", "2016"), of("s4", "Nobody", "2017")]
    found = Independence(sources, [("s3", "Bret Contreras"), ("s4", "On s3")])
    assert found.between("s2", "s3") is DependenceKind.REPEATS
    assert found.between("s2", "s4") is DependenceKind.REPEATS
    assert found.between("s3", "s4") is DependenceKind.REPEATS
    assert found.between("s0", "s2") is None


def test_many_sources_that_hang_together_are_counted_one_by_one() -> None:
    star = [replace(source(f"t{n}"), depends_on=(Dependence("hub", DependenceKind.POOLS),)) for n in range(60)]
    assert Independence([source("hub"), *star], ()).count(["hub", *(one.id for one in star)]) == 60


def test_leaving_a_group_out_and_new_evidence() -> None:
    made = claim("a", "causes", "b", supports("s1"), disputes("s2"))
    found = firmness(made, ALONE, W)
    assert {(one.group.source, one.standing, one.lean) for one in found.left_out} == {
        ("s1", Standing.DISPUTED, Lean.DISPUTE),
        ("s2", Standing.SUPPORTED, Lean.SUPPORT),
    }
    assert not found.stable
    assert found.flips == ()  # even, and contested stays contested


def test_the_smallest_evidence_that_turns_the_balance_by_hand() -> None:
    """Two trials for (6): a review against (4) is not enough, two are; two trials make it even; so two reviews."""
    made = replace(claim("a", "causes", "b", supports("s1")), assertions=(studied("s1", "rct"), studied("s2", "rct")))
    found = firmness(made, ALONE, W)
    assert found.stable
    assert found.flips == (
        Flip(Stance.DISPUTES, 1, standing=Standing.CONTESTED),
        Flip(Stance.QUALIFIES, 1, standing=Standing.QUALIFIED),
        Flip(Stance.DISPUTES, 2, "systematicReview", lean=Lean.DISPUTE),
    )


@given(st.lists(said(), min_size=1, max_size=6))
def test_new_evidence_turns_the_balance_and_one_less_does_not(made: list[Assertion]) -> None:
    whole = Claim("a.causes.b", "a", "causes", "b", "a causes b", assertions=tuple(made))
    for flip in firmness(whole, ALONE, W).flips:
        if flip.design:
            new = [studied(f"new{number}", flip.design, flip.stance) for number in range(flip.number)]
            assert opinion([*made, *new], ALONE, W).lean is flip.lean
            assert opinion([*made, *new[:-1]], ALONE, W).lean is not flip.lean


def test_what_one_reader_has_seen_decides_nothing() -> None:
    made = claim("a", "causes", "b", supports("s1"), disputes("s2"))
    doubtful = replace(made, assertions=tuple(replace(one, unconfirmed=one.source == "s2") for one in made.assertions))
    assert (doubtful.standing, doubtful.tally.disputes) == (Standing.SUPPORTED, 1)
    alone = replace(made, assertions=(replace(made.assertions[0], unconfirmed=True),))
    assert alone.standing is Standing.REPORTED


def test_a_claim_stands_in_each_year_as_its_sources_had_appeared() -> None:
    made = claim("a", "causes", "b", supports("s1"), disputes("s2"), supports("s3"), qualifies("s4"))
    facts = corpus(
        made, *(replace(source(name), issued=year) for name, year in (("s1", "2001"), ("s2", "2005"), ("s3", "2001")))
    )
    found = history(made, facts.sources, Independence.of(facts), W)
    assert [(one.year, one.new, one.standing) for one in found.years] == [
        (2001, ("s1", "s3"), Standing.SUPPORTED),
        (2005, ("s2",), Standing.CONTESTED),
    ]
    assert ([one.year for one in found.turns], found.undated) == ([2001, 2005], ("s4",))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("prior = 2.0", "prior = 0"), r"weights.toml:\d+: prior must be a number above 0"),
        (("rct = 3.0", 'rct = "much"'), r"weights.toml:\d+: designs.rct must be a number"),
        (("rct = 3.0", ""), "designs.rct is missing"),
        (("certain = 1.0", "certian = 1.0"), "nobody reads certainties.certian; nearest: certain"),
        (("prior = 2.0", "prior = "), "is not TOML"),
        (("prior = 2.0", "prior = 2.0\nprio = 1"), "nobody reads prio; nearest: prior"),
    ],
)
def test_a_file_of_weights_that_does_not_fit_is_refused_with_its_place(
    tmp_path: Path, change: tuple[str, str], message: str
) -> None:
    path = tmp_path / "weights.toml"
    path.write_text(packaged("data", "weights.toml").read_text(encoding="utf-8").replace(*change), encoding="utf-8")
    with pytest.raises(DataError, match=message):
        Weights.read(path)


def test_weights_of_ones_own_change_what_is_weighed(tmp_path: Path) -> None:
    path = tmp_path / "weights.toml"
    text = packaged("data", "weights.toml").read_text(encoding="utf-8")
    path.write_text(text.replace("statement = 0.25", "statement = 0"), encoding="utf-8")
    mine = kneegraph.load(collection="core", weights=path)
    ours = kneegraph.load(collection="core")
    one = "clamshell.targets.gluteus-medius"
    assert mine.opinion(mine.claim(one)).support < ours.opinion(ours.claim(one)).support
    assert mine.restricted(source="jordan-glute-strengthening").weights == mine.weights


# What the packaged data weigh


@pytest.fixture(scope="module")
def packaged_graph() -> Graph:
    return kneegraph.load()


def test_every_design_of_the_data_has_a_weight(packaged_graph: Graph) -> None:
    assert {one.design for one in packaged_graph.corpus.assertions} - {None} <= set(DESIGNS)


def test_the_masses_are_stored_for_queries(packaged_graph: Graph) -> None:
    one = packaged_graph.claim("selective VMO training", "targets", "VMO")
    ask = f"SELECT ?s ?d ?u ?n {{ <{kneegraph.vocab.iri('claim', one.id)}> kg:supportMass ?s ; kg:disputeMass ?d ;"
    (row,) = packaged_graph.query(ask + " kg:unknownMass ?u ; kg:independentCount ?n }")
    found = packaged_graph.opinion(one)
    assert [float(str(row[name])) for name in "sdu"] == pytest.approx(masses(found), abs=1e-4)
    assert int(str(row["n"])) == packaged_graph.independence.count(one.sources())


def test_a_news_report_and_the_trial_it_reports_are_one_piece_of_evidence(packaged_graph: Graph) -> None:
    found = packaged_graph.independence
    assert found.between("newatlas-aarhus-pronation", "nielsen-2014-pronation-neutral-shoe") is DependenceKind.REPEATS
    assert found.count(["newatlas-aarhus-pronation", "nielsen-2014-pronation-neutral-shoe"]) == 1


@pytest.mark.parametrize("name", ["10.1136/bjsports-2022-106197", "https://doi.org/10.1136/bjsports-2022-106197"])
def test_a_paper_is_found_by_its_doi(packaged_graph: Graph, name: str) -> None:
    assert packaged_graph.source(name).id == "hansen-2023-quads-vs-hip-equivalence-rct"


def test_no_corpus_is_too_small(whole: Corpus) -> None:
    assert Independence.of(Corpus()).count([]) == 0
    assert Independence.of(whole).count(whole.sources) > 200
