"""The object users hold: words to things, claims, restrictions, quotations, what it hands on."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from builders import claim, concept, corpus, disputes, qualifies, reports, source, supports

import kneegraph
from kneegraph import (
    AmbiguousTermError,
    DataError,
    EmptyRestrictionError,
    Graph,
    NotAClaimError,
    Standing,
    Tier,
    UnknownTermError,
)


@pytest.fixture(scope="module")
def packaged() -> Graph:
    return kneegraph.load(collection="core")


@pytest.mark.parametrize(
    "words",
    [
        ("weak glute med", "causes", "knee cave"),
        ("gluteus medius weakness", "leads to", "knee valgus"),
        ("Weak GMed", "kg:causes".removeprefix("kg:"), "valgus collapse"),
        ("https://w3id.org/kneegraph/id/concept/weak-gluteus-medius", "causes", "knee-valgus"),
    ],
)
def test_a_claim_is_found_in_any_wording(packaged: Graph, words: tuple[str, str, str]) -> None:
    assert packaged.claim(*words).id == "weak-gluteus-medius.causes.knee-valgus"


def test_weak_gluteus_medius_causes_knee_valgus_as_the_design_says(packaged: Graph) -> None:
    found = packaged.claim("weak gluteus medius", "causes", "knee valgus")
    assert found.sources(kneegraph.Stance.SUPPORTS) == ("hanjunko-2017", "jordan-glute-strengthening", "makrunning-2018")
    assert found.sources(kneegraph.Stance.QUALIFIES) == ("somerset-2018",)
    assert found.sources(kneegraph.Stance.DISPUTES) == ()
    assert found.standing is Standing.QUALIFIED


def test_the_inhibited_gluteus_medius_is_a_sibling_shown_as_related(packaged: Graph) -> None:
    found = packaged.claim("weak gluteus medius", "causes", "knee valgus")
    near = {one.claim: one.kind for one in packaged.related(found)}
    assert near["inhibited-gluteus-medius.causes.knee-valgus"] == "sibling"
    assert packaged.claim("inhibited gluteus medius", "causes", "knee valgus").sources() == ("fti-medial-knee",)


def test_vmo_controls_tracking_as_the_design_says(packaged: Graph) -> None:
    found = packaged.claim("VMO", "controls", "kneecap tracking")
    assert found.sources(kneegraph.Stance.SUPPORTS) == ("fti-medial-knee",)
    assert found.sources(kneegraph.Stance.DISPUTES) == ("somerset-2018",)
    assert found.standing is Standing.CONTESTED


def test_every_text_was_read_to_its_end(packaged: Graph) -> None:
    least = {
        "somerset-2018": 24,
        "jordan-glute-strengthening": 123,
        "makrunning-2018": 22,
        "hanjunko-2017": 36,
        "fti-medial-knee": 33,
    }
    said = [assertion.source for assertion in packaged.corpus.assertions]
    assert {name: said.count(name) >= number for name, number in least.items()} == dict.fromkeys(least, True)
    assert len(said) >= 230


def test_an_unknown_concept_names_the_nearest_three(packaged: Graph) -> None:
    with pytest.raises(UnknownTermError) as caught:
        packaged.concept("weak gluteus mediuss")
    assert caught.value.nearest[0] == "weak-gluteus-medius"
    assert len(caught.value.nearest) == 3


def test_known_words_that_make_no_claim_say_what_the_sources_do_say(packaged: Graph) -> None:
    with pytest.raises(NotAClaimError, match="between the two they say: weak gluteus medius causes knee valgus"):
        packaged.claim("knee valgus", "causes", "weak gluteus medius")


def test_a_label_of_two_concepts_asks_which_is_meant() -> None:
    graph = Graph(corpus(concept("deep squat", "Exercise", "squat"), concept("squat depth", "Dose", "squat")))
    with pytest.raises(AmbiguousTermError, match="deep-squat, squat-depth"):
        graph.concept("squat")


def test_a_symmetric_claim_is_found_from_either_side() -> None:
    graph = Graph(corpus(claim("valgus", "associatedWith", "pain", supports("s1"))))
    assert graph.claim("pain", "associatedWith", "valgus").id == "valgus.associatedWith.pain"


def test_claims_can_be_asked_by_what_they_are_about(packaged: Graph) -> None:
    found = {one.id for one in packaged.claims(about="patella", standing="contested")}
    assert "vastus-medialis-oblique.controls.patellar-tracking" in found
    assert all(one.standing is Standing.CONTESTED for one in packaged.claims(standing="contested"))
    assert {one.relation for one in packaged.claims(relation="targets")} == {"targets"}


def test_source_and_stance_ask_for_the_stance_of_that_source() -> None:
    graph = Graph(corpus(claim("a", "causes", "b", supports("s1"), disputes("s2")), claim("a", "causes", "c", disputes("s1"))))
    assert [one.id for one in graph.claims(source="s1", stance="disputes")] == ["a.causes.c"]


def test_a_restriction_changes_tallies_and_drops_claims_without_assertions() -> None:
    said = claim("a", "causes", "b", supports("s1"), disputes("s2")), claim("a", "causes", "c", reports("s2"))
    graph = Graph(corpus(*said, source("s2", "peer-reviewed", "literature")))
    alone = graph.restricted(tier="popular")
    assert alone.claim("a", "causes", "b").standing is Standing.SUPPORTED
    assert [one.id for one in alone.claims()] == ["a.causes.b"]
    assert [source.id for source in graph.restricted(collection="literature").sources()] == ["s2"]


def test_queries_see_the_restriction() -> None:
    said = claim("a", "causes", "b", supports("s1"), qualifies("s2", reason="c"))
    graph = Graph(corpus(said)).restricted(source="s1")
    (row,) = graph.query("SELECT ?s ?q { ?c a kg:Claim ; kg:supportCount ?s ; kg:qualifyCount ?q }")
    assert row == {"s": 1, "q": 0}
    assert not graph.query("ASK { ?any kg:aspect ?aspect }")
    assert [*graph.query("SELECT ?a { ?a a kg:Assertion ; kg:source <source/s2> }")] == []


@pytest.mark.parametrize(
    ("restriction", "message"),
    [
        ({"collection": "coer"}, "no collection is called 'coer'; nearest: core"),
        ({"tier": "poplar"}, "no tier is called 'poplar'"),
        ({"source": "somerset"}, "no source is called 'somerset'; nearest: somerset-2018"),
        ({"tier": "peer-reviewed"}, "no source is left by tier peer-reviewed; without it there are 5"),
        ({"as_of": 1900}, "no source is left by as of 1900"),
    ],
)
def test_a_restriction_to_nothing_is_an_error(packaged: Graph, restriction: dict[str, str], message: str) -> None:
    with pytest.raises((UnknownTermError, EmptyRestrictionError), match=message):
        packaged.restricted(**restriction)  # type: ignore[arg-type]


def test_as_of_keeps_what_had_appeared(packaged: Graph) -> None:
    assert [one.id for one in packaged.restricted(as_of=2017).sources()] == ["hanjunko-2017"]


def test_tallies_are_split_by_the_tiers_that_are_there(packaged: Graph) -> None:
    found = packaged.claim("weak gluteus medius", "causes", "knee valgus")
    assert {tier: counts.supports for tier, counts in packaged.tallies(found).items()} == {Tier.POPULAR: 3}


def test_search_finds_concepts_claims_and_sources_by_beginnings_of_words(packaged: Graph) -> None:
    concepts, claims, _ = packaged.search("glut med weak")
    assert "weak-gluteus-medius" in {one.id for one in concepts}
    assert "weak-gluteus-medius.causes.knee-valgus" in {one.id for one in claims}
    assert [one.id for one in packaged.search("glutes probably")[2]] == ["somerset-2018"]


def test_own_files_are_read_with_the_packaged_relations(tmp_path: Path) -> None:
    from kneegraph import files, rdf

    own = tmp_path / "own.ttl"
    files.write_file(own, rdf.to_quads(corpus(claim("a", "causes", "b", supports("s1")))))
    assert [one.id for one in kneegraph.load(own).claims()] == ["a.causes.b"]
    assert len(kneegraph.load("packaged", own).claims()) == len(kneegraph.load().claims()) + 1


def test_a_missing_file_is_an_error() -> None:
    with pytest.raises(DataError, match=r"nowhere\.ttl: there is no such file"):
        kneegraph.load("nowhere.ttl")


def test_the_views_hold_what_their_names_say(packaged: Graph) -> None:
    ask = "ASK {{ GRAPH view:{} {{ <concept/{}> kg:{} <concept/{}> }} }}"
    contested = ("vastus-medialis-oblique", "controls", "patellar-tracking")
    agreed = ("inhibited-gluteus-medius", "causes", "knee-valgus")
    assert packaged.query(ask.format("contested", *contested))
    assert packaged.query(ask.format("claimed", *contested))
    assert not packaged.query(ask.format("agreed", *contested))
    assert packaged.query(ask.format("agreed", *agreed))
    assert not packaged.query(ask.format("contested", *agreed))


def test_the_dataset_is_rdflibs_over_the_same_data(packaged: Graph) -> None:
    rows = packaged.dataset.query("SELECT (COUNT(*) AS ?n) WHERE { ?c a kg:Claim }")
    assert [str(row[0]) for row in rows] == [str(len(packaged.claims()))]  # type: ignore[index]


def test_tallies_and_views_in_a_file_are_counted_anew(tmp_path: Path) -> None:
    from kneegraph.store import MemoryStore

    whole = Graph(corpus(claim("a", "causes", "b", supports("s1"), disputes("s2"))))
    assert isinstance(whole.store, MemoryStore)
    (tmp_path / "whole.nq").write_text(whole.store.dump("nq"), encoding="utf-8")
    part = kneegraph.load(tmp_path / "whole.nq", source="s1")
    assert [*part.query("SELECT ?n { ?claim kg:disputeCount ?n }")] == [{"n": 0}]
    assert not part.query("ASK { GRAPH view:contested { ?s ?p ?o } }")


def test_a_pipe_or_device_is_not_replaced_by_a_page(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(DataError, match="not a file"):
        Graph(corpus(claim("a", "causes", "b", supports("s1")))).write_browser(tmp_path / "pipe")
    assert (tmp_path / "pipe").is_fifo()
