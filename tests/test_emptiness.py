"""Why a query may have found nothing."""

from __future__ import annotations

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
