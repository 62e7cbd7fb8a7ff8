"""Which concepts the words of a sentence name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from builders import concept, state
from hypothesis import given
from hypothesis import strategies as st

from kneegraph.model import Concept, Corpus, Kind
from kneegraph.text.naming import Names
from kneegraph.text.patterns import Patterns
from kneegraph.text.tokens import tokens
from kneegraph.text.wordings import Wordings, read_wordings

BARE = Wordings(same=(("floppy", "limp"),), concepts={"oven": ("hearth",)}, verbs=frozenset(), relations={})
BAKERY = {
    one.id: one
    for one in (
        concept("yeast", "Muscle", "leaven"),
        concept("wild yeast", "Muscle", "sourdough culture"),
        state("weak yeast", of="yeast", sign=-1),
        replace(concept("yeast feeding", "Intervention"), related=("yeast",)),
        concept("floppy loaf", "MovementFault", "loaf that spreads"),
        concept("oven", "Structure"),
        concept("rise", "Function", "swell"),
        concept("rise of the oven", "Structure", "swell"),
        concept("2 rests of 48 hours", "Dose"),
    )
}


def named(names: Names, text: str) -> dict[str, tuple[str, ...]]:
    """The concepts by the words that name them."""
    words = tokens(text)
    return {text[words[one.start].start : words[one.end - 1].end]: one.concepts for one in names.mentions(words)}


@pytest.fixture(scope="module")
def bakery() -> Names:
    return Names(BAKERY, BARE)


@pytest.fixture(scope="module")
def anatomy(core: Corpus) -> Names:
    wordings = read_wordings()
    return Names(core.concepts, wordings, Patterns(wordings, core.relations).verbs)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Yeast here, the leaven there.", {"Yeast": "yeast", "leaven": "yeast"}),
        ("wild yeasts", {"wild yeasts": "wild-yeast"}),
        ("the culture of the sourdough", {"culture of the sourdough": "wild-yeast"}),
        ("limp loaves and a loaf that is floppy", {"loaf that is floppy": "floppy-loaf"}),
        ("a hearth", {"hearth": "oven"}),
        ("limp loaf", {"limp loaf": "floppy-loaf"}),
        ("weak leaven", {"weak leaven": "weak-yeast"}),
        ("feeding of the leaven", {"feeding of the leaven": "yeast-feeding"}),
        ("yeast that does not get weak", {"yeast that does not get weak": "weak-yeast"}),
        ("48 rests of 2 hours", {}),
        ("two rests, 48 hours", {}),
        ("two rests of 48 hours", {"two rests of 48 hours": "2-rests-of-48-hours"}),
        ("butter", {}),
        ("", {}),
    ],
)
def test_concepts_are_named_in_any_order_and_inflection(bakery: Names, text: str, found: Mapping[str, str]) -> None:
    assert named(bakery, text) == {words: (name,) for words, name in found.items()}


def test_one_word_for_two_concepts_names_both(bakery: Names) -> None:
    assert named(bakery, "the swell") == {"swell": ("rise", "rise-of-the-oven")}


def test_of_concepts_with_the_same_words_the_one_that_is_called_exactly_so_is_meant() -> None:
    names = Names({one.id: one for one in (concept("run"), concept("running"))}, BARE)
    assert named(names, "running") == {"running": ("running",)}
    assert named(names, "runs") == {"runs": ("run", "running")}


def test_what_is_given_for_a_pronoun_is_named_by_it(bakery: Names) -> None:
    words = tokens("it spoils the oven")
    found = bakery.mentions(words, {(0, 1): ("weak-yeast",)})
    assert [(one.start, one.end, one.concepts) for one in found] == [(0, 1, ("weak-yeast",)), (3, 4, ("oven",))]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("weak glute meds", "weak-gluteus-medius"),
        ("weakness of the gluteus medius", "weak-gluteus-medius"),
        ("a gluteus medius that is weak", "weak-gluteus-medius"),
        ("your glute med is weak", "weak-gluteus-medius"),
        ("knee cave", "knee-valgus"),
        ("knees that cave in", "knee-valgus"),
        ("VMO", "vastus-medialis-oblique"),
        ("gluteal muscles", "gluteal-muscles"),
        ("strengthening the glutes", "gluteal-strengthening"),
        ("kneecap tracking", "patellar-tracking"),
    ],
)
def test_anatomy_is_named_as_people_word_it(anatomy: Names, core: Corpus, text: str, name: str) -> None:
    assert name in core.concepts
    assert name in [one for ids in named(anatomy, text).values() for one in ids]


def test_every_preferred_label_names_its_concept(anatomy: Names, core: Corpus) -> None:
    spoken_of = {name for claim in core.claims.values() for name in claim.mentions}
    known = [one for one in core.concepts.values() if one.id in spoken_of]
    missed = {one.label for one in known if (one.id,) not in named(anatomy, f"the {one.label}.").values()}
    assert not missed


def test_hardly_a_preferred_label_of_the_literature_is_missed(anatomy: Names, whole: Corpus) -> None:
    known = [one for one in whole.concepts.values() if one.kind is not Kind.DOSE]  # whole sentences, some of them
    missed = {one.label for one in known if (one.id,) not in named(anatomy, f"the {one.label}.").values()}
    assert len(missed) < len(known) / 40, missed


PIECES = "weak yeast leaven the of a oven swell limp loaf 48 hours rest , . - it is not"


@given(st.lists(st.sampled_from(PIECES.split())))
def test_mentions_are_in_order_and_do_not_overlap(some: list[str]) -> None:
    names, words = Names(BAKERY, BARE), tokens(" ".join(some))
    end = 0
    for one in names.mentions(words):
        assert end <= one.start < one.end <= len(words)
        assert set(one.concepts) <= BAKERY.keys()
        assert one.concepts
        end = one.end


def test_names_do_not_depend_on_the_order_of_concepts() -> None:
    backwards: dict[str, Concept] = dict(reversed(BAKERY.items()))
    text = "weak leaven, a limp loaf in the oven"
    assert named(Names(BAKERY, BARE), text) == named(Names(backwards, BARE), text)
