"""Words that name something, told from words that state something of it."""

from __future__ import annotations

import pytest

from kneegraph.model import Kind
from kneegraph.text.mention import Mention, is_predicate, with_particle
from kneegraph.text.tokens import stem, tokens

VERBS = frozenset(map(stem, ("train", "strengthen", "tighten", "weaken")))


def judged(text: str, kind: Kind = Kind.INTERVENTION) -> bool:
    """Whether the words between strokes are a predicate."""
    before, inside, _ = text.split("|")
    start = len(tokens(before))
    one = Mention(start, start + len(tokens(inside)), ("some",), 1)
    return is_predicate(tokens(text.replace("|", " ")), one, frozenset({kind}), VERBS)


@pytest.mark.parametrize(
    "text",
    [
        "Clamshells |train the glutes|.",
        "Clamshells |trains the glutes| well",
        "Squats can |strengthen the glutes| too",
        "Bridges are an |exercise for the glutes|.",
        "Squats are a good |drill for the glutes|.",
        "it |is training of the glutes|.",
        "the |glute trains| the hip",
    ],
)
def test_a_verb_with_its_object_is_no_name(text: str) -> None:
    assert judged(text)


@pytest.mark.parametrize(
    "text",
    [
        "|Train the glutes|!",
        "the |training of the glutes|.",
        "by |strengthening the glutes|.",
        "the |exercise for the glutes| helps",
        "the |glute training| helps",
        "|train|!",
    ],
)
def test_a_noun_and_a_bare_imperative_are_names(text: str) -> None:
    assert not judged(text)


def test_what_makes_a_state_names_it_and_other_kinds_are_always_names() -> None:
    assert not judged("Sitting |weakens the glutes|.", Kind.MUSCLE_STATE)
    assert not judged("the |glutes are weak|.", Kind.MUSCLE_STATE)
    assert not judged("Clamshells |train the glutes|.", Kind.MUSCLE)


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("knees cave|in", 3),
        ("knees cave|in.", 3),
        ("knees cave|inwards when you land", 3),
        ("knees cave|in overloads the joint", 3),
        ("knees cave|in runners", 2),
        ("knees cave|in the gym", 2),
        ("knees cave|when you land", 2),
        ("knees cave|", 2),
    ],
)
def test_a_particle_belongs_to_a_name_where_nothing_else_follows_it(text: str, end: int) -> None:
    before, _ = text.split("|")
    assert with_particle(tokens(text.replace("|", " ")), len(tokens(before)), frozenset({"overload"})) == end
