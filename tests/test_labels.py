"""From what people write to what is meant."""

from __future__ import annotations

from contextlib import suppress

import pytest
from builders import claim, concept, corpus, supports
from hypothesis import given
from hypothesis import strategies as st

from kneegraph import vocab
from kneegraph.errors import AmbiguousTermError, UnknownTermError
from kneegraph.labels import LabelIndex, normal
from kneegraph.model import Concept, Corpus

CONCEPTS = (
    concept("gluteus medius", "Muscle", "GMed", "glute med"),
    concept("weak gluteus medius", "MuscleState", "weak glute med"),
    concept("vastus medialis oblique", "Muscle", "VMO"),
    concept("knee valgus", "MovementFault", "knee cave", "knock knees"),
    concept("knee pain", "Symptom"),
    concept("side-lying leg raise", "Exercise"),
    concept("clamshell", "Exercise", "clam shell", "clams"),
    concept("glute bridge", "Exercise"),
    concept("lateral band walk", "Exercise"),
    concept("running injuries", "Condition"),
    concept("biceps", "Muscle"),
    concept("runner’s knee", "Condition"),
    concept("2–3 sessions", "Dose"),
    concept("deep squat", "Exercise", "squat"),
    concept("squat depth", "Dose", "squat"),
)


@pytest.fixture(scope="module")
def labels() -> LabelIndex[Concept]:
    return index(CONCEPTS)


def found(labels: LabelIndex[Concept], term: str) -> list[Concept]:
    try:
        return [labels.find(term)]
    except AmbiguousTermError as error:
        return [labels.find(name) for name in error.nearest]


def index(concepts: tuple[Concept, ...]) -> LabelIndex[Concept]:
    return LabelIndex("concept", ((one.id, one, one.labels) for one in concepts))


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ("gluteus medius", "gluteus-medius"),
        ("gluteus-medius", "gluteus-medius"),
        ("  Gluteus   MEDIUS ", "gluteus-medius"),
        ("gmed", "gluteus-medius"),
        ("gluteus_medius", "gluteus-medius"),
        ("https://w3id.org/kneegraph/id/concept/gluteus-medius", "gluteus-medius"),
        ("<https://w3id.org/kneegraph/id/concept/gluteus-medius>", "gluteus-medius"),
        ("<concept/gluteus-medius>", "gluteus-medius"),
        ("concept/gluteus-medius", "gluteus-medius"),
        ("knock knee", "knee-valgus"),
        ("Knock-knees", "knee-valgus"),
        ("side lying leg raises", "side-lying-leg-raise"),
        ("Side‑Lying Leg Raise", "side-lying-leg-raise"),
        ("clamshells", "clamshell"),
        ("clam", "clamshell"),
        ("Glute Bridges", "glute-bridge"),
        ("running injury", "running-injuries"),
        ("running injuries", "running-injuries"),
        ("bicep", "biceps"),
        ("runner's knee", "runner-s-knee"),
        ("2-3 sessions", "2-3-sessions"),
        ("2—3 session", "2-3-sessions"),
    ],
)
def test_any_wording_of_a_label_finds_its_concept(labels: LabelIndex[Concept], term: str, expected: str) -> None:
    assert labels.find(term).id == expected


@pytest.mark.parametrize(
    ("term", "nearest"),
    [
        ("gluteus medious", ["gluteus-medius", "weak-gluteus-medius"]),
        ("knee valgis", ["knee-valgus", "knee-pain"]),
        ("VM0", ["vastus-medialis-oblique"]),
        ("pain knee", ["knee-pain"]),
        ("bridge", ["glute-bridge"]),
        ("lateral walk", ["lateral-band-walk"]),
        ("quantum physics", []),
        ("", []),
        ("k", []),
    ],
)
def test_an_unknown_term_gets_the_nearest_or_nothing(labels: LabelIndex[Concept], term: str, nearest: list[str]) -> None:
    with pytest.raises(UnknownTermError) as caught:
        labels.find(term)
    assert list(caught.value.nearest)[: max(1, len(nearest))] == nearest
    assert len(caught.value.nearest) <= 3
    assert repr(term) in str(caught.value)
    assert ("nearest" in str(caught.value)) == bool(nearest)


@pytest.mark.parametrize(
    ("term", "first"),
    [
        ("gluteus medious", "gluteus-medius"),
        ("knee valgis", "knee-valgus"),
        ("VM0", "vastus-medialis-oblique"),
        ("patela", "patella"),
    ],
)
def test_among_the_packaged_concepts_the_meant_one_comes_first_of_three(core: Corpus, term: str, first: str) -> None:
    nearest = index(tuple(core.concepts.values())).nearest(term)
    assert nearest[0] == first
    assert len(nearest) == 3


def test_a_packaged_clam_shell_needs_no_guess(core: Corpus) -> None:
    assert index(tuple(core.concepts.values())).find("clam shell").id == "clamshell"


def test_a_label_of_two_things_names_both(labels: LabelIndex[Concept]) -> None:
    for term in ("squat", "Squats"):
        with pytest.raises(AmbiguousTermError, match="may mean more than one concept: deep-squat, squat-depth") as caught:
            labels.find(term)
        assert caught.value.nearest == ("deep-squat", "squat-depth")


def test_an_exact_label_comes_before_a_plural() -> None:
    two = index((concept("knee brace", "Intervention", "brace"), concept("leg braces", "Condition", "braces")))
    assert (two.find("brace").id, two.find("braces").id) == ("knee-brace", "leg-braces")


def test_an_address_of_somebody_else_is_not_ours(labels: LabelIndex[Concept]) -> None:
    with pytest.raises(UnknownTermError):
        labels.find("http://example.org/knee-valgus")
    foreign = Concept("http://example.org/knee-valgus", CONCEPTS[3].kind, "valgus of theirs")
    assert index((*CONCEPTS, foreign)).find("http://example.org/knee-valgus") is foreign


def test_relations_are_found_as_turtle_writes_them() -> None:
    relations = LabelIndex("relation", (("causes", "causes", ("causes", "leads to")),))
    assert {relations.find(term) for term in ("causes", "kg:causes", vocab.KG + "causes", "Leads-to")} == {"causes"}


def test_containing_takes_beginnings_of_words_and_puts_the_closest_first(labels: LabelIndex[Concept]) -> None:
    assert [one.id for one in labels.containing("glute med")] == ["gluteus-medius", "weak-gluteus-medius"]
    assert labels.containing("knee")[0].id == "knee-pain"
    assert labels.containing("nothing of the sort") == []
    assert labels.containing("  ") == []


def test_every_label_of_a_corpus_leads_back_to_its_concept(core: Corpus) -> None:
    packaged = index(tuple(core.concepts.values()))
    for one in core.concepts.values():
        for label in (*one.labels, one.id, vocab.iri("concept", one.id)):
            assert one in found(packaged, label)


def test_made_up_corpora_are_found_too() -> None:
    made = corpus(claim("foot pronation", "causes", "knee valgus", supports("s1")))
    assert index(tuple(made.concepts.values())).find("Foot-Pronations").id == "foot-pronation"


@given(st.text())
def test_normal_labels_are_normal(text: str) -> None:
    once = normal(text)
    assert normal(once) == once
    assert once == once.strip()
    assert "  " not in once


@given(st.text())
def test_any_term_is_found_or_unknown(text: str) -> None:
    labels = index(CONCEPTS)
    with suppress(UnknownTermError):
        assert labels.find(text) in CONCEPTS
    assert len(labels.nearest(text)) <= 3
