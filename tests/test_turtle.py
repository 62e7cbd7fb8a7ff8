from __future__ import annotations

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, Literal, NamedNode, Quad, RdfFormat, parse
from strategies import HOSTILE, corpora, quads

from kneegraph import files
from kneegraph import vocab as v
from kneegraph.model import Corpus
from kneegraph.rdf import to_quads
from kneegraph.turtle import write_turtle

PACKAGED = sorted(files.packaged("data").glob("*.ttl"))


def read(text: str) -> list[Quad]:
    return list(parse(text.encode("utf-8"), RdfFormat.TURTLE, rename_blank_nodes=True))


def meaning(found: list[Quad]) -> Dataset:
    """The same for graphs that differ in nothing but the labels of their blank nodes."""
    dataset = Dataset(found)
    dataset.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return dataset


@settings(max_examples=300)
@given(st.lists(quads, max_size=8, unique=True))
def test_any_triples_are_the_same_after_writing_and_reading(found: list[Quad]) -> None:
    text = write_turtle(found)
    assert meaning(read(text)) == meaning(found)
    assert write_turtle(read(text)) == text or re.search(r"_:b\d", text)


@settings(max_examples=80)
@given(corpora(), st.randoms(use_true_random=False))
def test_the_text_does_not_depend_on_the_order_of_the_triples(facts: Corpus, chance: random.Random) -> None:
    found = list(to_quads(facts))
    text = write_turtle(found)
    chance.shuffle(found)
    assert write_turtle(found) == text
    again = read(text)
    chance.shuffle(again)
    assert write_turtle(again) == text


@pytest.mark.parametrize("path", PACKAGED, ids=lambda path: path.name)
def test_packaged_files_are_in_canonical_form(path: files.Path) -> None:  # type: ignore[name-defined]
    assert write_turtle(files.read_quads(path)) == path.read_bytes().decode("utf-8")


@pytest.mark.parametrize("text", HOSTILE)
def test_a_literal_takes_one_line_and_shows_no_control_character(text: str) -> None:
    written = write_turtle([Quad(NamedNode("urn:a"), NamedNode("urn:b"), Literal(text))])
    assert len(written.splitlines()) == 3
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]", written)


def written(turtle: str) -> str:
    """The body of the canonical form of some Turtle."""
    head = "".join(f"@prefix {prefix}: <{space}> .\n" for prefix, space in v.PREFIXES.items())
    found = parse((head + turtle).encode("utf-8"), RdfFormat.TURTLE, base_iri=v.ID)
    return write_turtle(found).partition("\n\n")[2]


@pytest.mark.parametrize(
    ("turtle", "canonical"),
    [
        ("<concept/b> kg:x 2, 10, 1 . <concept/a> kg:x true .", "<concept/a> kg:x true .\n\n<concept/b> kg:x 1, 10, 2 .\n"),
        ("<a> rdfs:label 'l' ; a kg:Claim ; kg:zz 1 .", '<a> a kg:Claim ;\n    rdfs:label "l" ;\n    kg:zz 1 .\n'),
        ("<a> kg:p [ oa:start 1024 ], [ oa:start 296 ] .", "<a> kg:p [ oa:start 296 ], [ oa:start 1024 ] .\n"),
        ("<a> kg:p [ kg:q 'a ² b' ], [ kg:q 'a 2 b' ] .", '<a> kg:p [ kg:q "a ² b" ], [ kg:q "a 2 b" ] .\n'),
        ("<a> kg:p [ kg:q 'a 1 b' ], [ kg:q 'a 01 b' ] .", '<a> kg:p [ kg:q "a 01 b" ], [ kg:q "a 1 b" ] .\n'),
        ("<a> kg:p [ kg:q 'a 01 b' ], [ kg:q 'a 1 b' ] .", '<a> kg:p [ kg:q "a 01 b" ], [ kg:q "a 1 b" ] .\n'),
        ("<a> kg:p ( 1 ( <b> [] ) ) .", "<a> kg:p ( 1 ( <b> [] ) ) .\n"),
        ("<a> kg:p () .", "<a> kg:p () .\n"),
        ("[] a kg:Claim ; kg:p 1 .", "[] a kg:Claim ;\n    kg:p 1 .\n"),
        ("<a> kg:p _:x . <b> kg:p _:x . _:x kg:q 1 .", "<a> kg:p _:b1 .\n\n<b> kg:p _:b1 .\n\n_:b1 kg:q 1 .\n"),
        ("_:x kg:p _:y . _:y kg:p _:x .", "_:b1 kg:p _:b2 .\n\n_:b2 kg:p _:b1 .\n"),
        ("<a> kg:p 'x'^^xsd:integer, '1'^^xsd:boolean .", '<a> kg:p "1"^^xsd:boolean, "x"^^xsd:integer .\n'),
        ("<a> <https://w3id.org/kneegraph/ns#a.b> 1 .", "<a> <https://w3id.org/kneegraph/ns#a.b> 1 .\n"),
        ("<a> kg:p <https://w3id.org/kneegraph/id/x:y> .", "<a> kg:p <https://w3id.org/kneegraph/id/x:y> .\n"),
    ],
)
def test_the_form_of(turtle: str, canonical: str) -> None:
    assert written(turtle) == canonical


def test_only_prefixes_that_are_used_are_declared() -> None:
    text = write_turtle([Quad(NamedNode(v.KG + "a"), NamedNode(v.RDFS + "label"), Literal("In a review: owl:Thing"))])
    assert re.findall(r"@prefix (\w+):", text) == ["kg", "rdfs"]


def test_a_change_of_one_resource_changes_its_own_lines_only() -> None:
    found = [
        Quad(NamedNode(f"{v.ID}concept/c{number}"), NamedNode(v.RDFS + "label"), Literal(str(number))) for number in range(9)
    ]
    before = write_turtle(found).splitlines()
    found[4] = Quad(found[4].subject, found[4].predicate, Literal("other"))
    after = write_turtle(found).splitlines()
    assert sum(one != other for one, other in zip(before, after, strict=True)) == 1


def test_a_thousand_values_of_one_property_are_written_at_once() -> None:
    node = BlankNode("x")
    found = [Quad(node, NamedNode("urn:p"), Literal(number)) for number in range(20_000)]
    assert write_turtle(found).count(",") == 19_999
