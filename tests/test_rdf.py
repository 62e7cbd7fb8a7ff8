from __future__ import annotations

import pytest
from builders import claim, corpus, disputes, qualifies, reports, state, supports
from hypothesis import given, settings
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, parse
from strategies import corpora

from kneegraph import vocab as v
from kneegraph.errors import Problem
from kneegraph.model import Corpus, Passage, Standing
from kneegraph.rdf import from_quads, tally_quads, to_quads, view_quads, without
from kneegraph.turtle import write_turtle

HEAD = "".join(f"@prefix {prefix}: <{space}> .\n" for prefix, space in v.PREFIXES.items())


def read(turtle: str) -> tuple[Corpus, list[Problem]]:
    return from_quads(parse((HEAD + turtle).encode(), RdfFormat.TURTLE, base_iri=v.ID))


@settings(max_examples=150)
@given(corpora())
def test_a_model_comes_back_from_its_triples(facts: Corpus) -> None:
    assert from_quads(to_quads(facts)) == (facts, [])


@settings(max_examples=150)
@given(corpora())
def test_a_model_comes_back_from_the_file_it_was_written_to(facts: Corpus) -> None:
    text = write_turtle(to_quads(facts)).encode("utf-8")
    assert from_quads(parse(text, RdfFormat.TURTLE, rename_blank_nodes=True)) == (facts, [])


def test_a_fact_as_people_write_it() -> None:
    facts, problems = read("""
        <claim/a.causes.b> a kg:Claim ; rdf:subject <concept/a> ; rdf:predicate kg:causes ; rdf:object <concept/b> .
        <assertion/s.a.causes.b.qualifies> a kg:Assertion ; kg:claim <claim/a.causes.b> ; kg:source <source/s> ;
            kg:stance kg:qualifies ; kg:certainty kg:possible ; kg:basis kg:anecdote ; kg:paraphrase "now and then" ;
            kg:qualification [ kg:aspect kg:dose ; rdfs:comment "in excess" ] ;
            oa:hasSelector [ oa:start 30 ; oa:end 40 ; kg:sha256 "ff" ], [ oa:start 3 ; oa:end 4 ; kg:sha256 "ee" ] .
    """)
    assert problems == []
    (made,) = facts.claims["a.causes.b"].assertions
    assert made.passages == (Passage(3, 4, "ee"), Passage(30, 40, "ff"))
    assert facts.claims["a.causes.b"].label == "a.causes.b"
    assert facts.claims["a.causes.b"].standing is Standing.QUALIFIED


ASSERTED = """
    <claim/c> a kg:Claim ; rdf:subject <concept/a> ; rdf:predicate kg:causes ; rdf:object <concept/b> .
    <assertion/x> a kg:Assertion ; kg:claim <claim/c> ; kg:source <source/s> ; kg:stance kg:supports ;
        kg:certainty kg:certain ; kg:basis kg:statement ; kg:paraphrase "x" """


@pytest.mark.parametrize(
    ("turtle", "rule", "predicate", "message"),
    [
        (ASSERTED + ", 'y' .", "one-value", "paraphrase", "paraphrase has 2 values, at most one is meant"),
        (ASSERTED + "; kg:design kg:rct, kg:emg .", "one-value", "design", "design has 2 values, at most one is meant"),
        (ASSERTED.replace("kg:source <source/s> ;", "") + ".", "missing", "source", "source is missing"),
        (
            ASSERTED.replace("kg:Assertion", "kg:Asertion") + ".",
            "class",
            "type",
            "must be of the class Assertion (got Asertion)",
        ),
        (ASSERTED.replace("a kg:Claim ;", "") + ".", "class", "type", "must be of the class Claim (got no class)"),
        (ASSERTED + "; kg:qualification 'why' .", "parts", "qualification", "must have parts, in square brackets (got 'why')"),
        (
            ASSERTED + "; oa:hasSelector [ oa:start 1.5 ; oa:end 2 ; kg:sha256 'f' ] .",
            "datatype",
            "hasSelector",
            "hasSelector: start must be a whole number (got '1.5')",
        ),
        ("<concept/a> a skos:Concept, kg:Muscle .", "missing", "prefLabel", "prefLabel is missing"),
        ("<concept/a> a skos:Concept ; skos:prefLabel 'a' .", "kind", "type", "(got none)"),
        (
            "<concept/a> a skos:Concept, kg:Muscle ; skos:prefLabel 'a' ; kg:stateOf <concept/b>, <concept/c> .",
            "one-value",
            "stateOf",
            "stateOf has 2 values, at most one is meant",
        ),
        ("kg:r a kg:Relation ; kg:family kg:causal .", "missing", "label", "label is missing"),
        (
            "kg:r a kg:Relation ; kg:family kg:causal ; rdfs:label 'r' ; kg:chainable 'perhaps' .",
            "datatype",
            "chainable",
            "chainable must be true or false (got 'perhaps')",
        ),
    ],
)
def test_what_cannot_be_understood_is_told_and_not_passed_over(turtle: str, rule: str, predicate: str, message: str) -> None:
    _, problems = read(turtle)
    assert problems[0].rule == rule
    assert (problems[0].predicate or "").endswith(predicate)
    assert message in problems[0].message
    assert "_:" not in problems[0].resource


def test_an_assertion_about_an_unreadable_claim_is_not_told_to_have_none() -> None:
    _, problems = read(ASSERTED.replace("rdf:object <concept/b>", "") + ".")
    assert [problem.message for problem in problems] == ["object is missing"]


def test_a_passage_with_and_without_fragment_at_one_place_can_be_sorted() -> None:
    both = (Passage(1, 2, "ff"), Passage(1, 2, "ff", "a b"))
    facts = corpus(claim("a", "causes", "b", supports("s").at(*both)))
    assert from_quads(to_quads(facts)) == (facts, [])


def test_blank_nodes_of_different_resources_never_meet() -> None:
    made = claim("a", "causes", "b", supports("x.y").at(Passage(1, 2, "ff")), supports("x-y").at(Passage(3, 4, "ee")))
    facts = corpus(made)
    assert from_quads(to_quads(facts))[0].claims == facts.claims


def test_a_triple_stated_twice_is_one_triple() -> None:
    quads = list(to_quads(corpus(claim("a", "causes", "b", supports("s")))))
    again = [Quad(quad.subject, quad.predicate, quad.object, NamedNode(v.VIEW_CLAIMED)) for quad in quads]
    assert from_quads([*quads, *again]) == from_quads(quads)


def test_a_circle_of_blank_nodes_does_not_hang() -> None:
    one, other, linked = BlankNode("a"), BlankNode("b"), NamedNode(v.KG + "x")
    loop = [Quad(one, linked, other), Quad(other, linked, one)]
    wrong = Quad(BlankNode("a"), NamedNode(v.RDF + "type"), NamedNode(v.KG + "Claim"))
    _, problems = from_quads([*loop, wrong])
    assert problems


def test_tallies_and_standing_are_stored_beside_the_claim() -> None:
    made = claim("a", "causes", "b", supports("s1"), supports("s2"), disputes("s2"), qualifies("s3"), reports("s4"))
    said = {quad.predicate.value.removeprefix(v.KG): quad.object for quad in tally_quads([made])}
    assert said == {
        "supportCount": Literal(2),
        "disputeCount": Literal(1),
        "qualifyCount": Literal(1),
        "reportCount": Literal(1),
        "standing": NamedNode(v.KG + "contested"),
    }


@pytest.mark.parametrize(
    ("said", "views"),
    [
        ([supports("s1")], {v.VIEW_CLAIMED, v.VIEW_AGREED}),
        ([supports("s1"), qualifies("s2")], {v.VIEW_CLAIMED}),
        ([supports("s1"), disputes("s2")], {v.VIEW_CLAIMED, v.VIEW_CONTESTED}),
        ([disputes("s2")], set()),
        ([reports("s2")], set()),
    ],
)
def test_a_claim_is_in_the_views_whose_agreement_it_reaches(said: list, views: set[str]) -> None:  # type: ignore[type-arg]
    quads = list(view_quads([claim("weak hip", "causes", "knee pain", *said)]))
    assert {quad.graph_name.value for quad in quads if isinstance(quad.graph_name, NamedNode)} == views
    assert {str(quad.triple) for quad in quads} <= {f"<{v.ID}concept/weak-hip> <{v.KG}causes> <{v.ID}concept/knee-pain>"}


def test_leaving_a_source_out_takes_its_assertions_and_their_passages_along() -> None:
    gone = claim("a", "causes", "b", supports("s1").at(Passage(1, 2, "ff")))
    kept = claim("c", "causes", "d", supports("s2").at(Passage(3, 4, "ee")), qualifies("s2"))
    whole, part = corpus(gone, kept, state("e", of="m", sign=1)), corpus(kept, state("e", of="m", sign=1))
    left = list(without(to_quads(whole), whole, part))
    assert from_quads(left)[0].claims == part.claims
    assert from_quads(left)[0].sources == part.sources
    assert Literal("ff") not in {quad.object for quad in left}
