"""Why a query may have found nothing."""

from __future__ import annotations

import pytest
from builders import claim, corpus, supports

from kneegraph.emptiness import why_empty

FACTS = corpus(claim("weak glute", "causes", "knee pain", supports("s1")))


def test_a_name_that_does_not_exist_gives_the_nearest() -> None:
    reasons = list(why_empty(FACTS, "SELECT * { <concept/weak-glut> ?p <source/s1> }"))
    assert reasons == ["there is no <concept/weak-glut>; nearest: concept/weak-glute"]


def test_a_whole_address_is_understood_and_others_are_left_alone() -> None:
    whole = "https://w3id.org/kneegraph/id/claim/a.causes.b"
    assert list(why_empty(FACTS, f"ASK {{ <{whole}> a <https://example.org/concept/x> }}")) == [
        "there is no <claim/a.causes.b>"
    ]


def test_plain_triples_outside_a_view_are_pointed_to_the_views() -> None:
    (reason,) = why_empty(FACTS, "SELECT ?x { ?x kg:causes <concept/knee-pain> }")
    assert "GRAPH view:claimed { ?a kg:causes ?b }" in reason
    assert list(why_empty(FACTS, "SELECT ?x { GRAPH view:claimed { ?x kg:causes <concept/knee-pain> } }")) == []


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ('SELECT ?c { ?c skos:prefLabel "knee valgus" }', ['"knee valgus"@en']),
        ("SELECT ?c { ?c skos:prefLabel|skos:altLabel 'knee valgus' ; rdfs:label 'x' }", ["'knee valgus'@en", "'x'@en"]),
        ('SELECT ?c { ?c skos:prefLabel "knee"@en, "valgus" }', ['"valgus"@en']),
        ('SELECT ?c { ?c <http://www.w3.org/2000/01/rdf-schema#label> "x" }', ['"x"@en']),
        ('SELECT ?c { ?c skos:prefLabel "knee valgus"@en ; skos:notation "x" }', []),
        ('SELECT ?c { ?c rdfs:label "x"^^xsd:string ; skos:prefLabel ?l FILTER(STR(?l) = "knee") }', []),
    ],
)
def test_a_label_without_its_language_is_given_one(query: str, told: list[str]) -> None:
    assert list(why_empty(FACTS, query)) == [f"labels are in a language: write {term}" for term in told]


def test_a_graph_that_is_not_here_is_named_where_the_graphs_are_known() -> None:
    query = "PREFIX e: <https://e.org/> SELECT * { GRAPH e:ours { ?a ?b ?c } GRAPH e:our { ?a ?b ?d } GRAPH ?g { ?a ?e ?f } }"
    graphs = ["https://e.org/ours"]
    assert list(why_empty(FACTS, query, graphs=graphs)) == ["there is no graph e:our here; nearest: https://e.org/ours"]
    assert list(why_empty(FACTS, query)) == []


def test_only_the_first_names_that_do_not_exist_are_told_each_once() -> None:
    query = " ".join(f"<concept/none{n}> ?p <concept/none{n}> ." for n in range(50))
    assert len(list(why_empty(FACTS, f"ASK {{ {query} }}"))) == 5
