"""A sentence as symbols, and the words that colour a claim beside them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneegraph.text.mention import Mention
from kneegraph.text.symbols import Effect, Sentence, cues, stems, symbols
from kneegraph.text.tokens import tokens
from kneegraph.text.wordings import english

CONCEPTS = ("yeast", "flour", "salt")


def read(text: str) -> Sentence:
    """A sentence in which yeast, flour and salt are concepts."""
    words = tokens(text)
    return symbols(words, [Mention(at, at + 1, (one.word,), 1) for at, one in enumerate(words) if one.word in CONCEPTS])


def row(text: str) -> str:
    return " ".join(one.value for one in read(text).symbols)


def flags(text: str) -> list[tuple[str, str, int]]:
    return [(one.effect.name, one.words, one.at) for one in read(text).flags]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Yeast leavens the flour.", "@ leaven @"),
        ("The yeast simply leavens your flour", "@ leaven @"),
        ("Flour is leavened by yeast.", "@ be leaven by @"),
        ("Flour has been leavened by yeast", "@ be leaven by @"),
        ("Yeast is leavening flour", "@ leaven @"),
        ("Yeast gave flour bubbles", "@ give @ bubbl"),
        ("Yeast (not salt) leavens flour", "@ leaven @"),
        ("Yeast [a fungus (alive)] leavens flour", "@ leaven @"),
        ("Yeast leavens flour; salt tightens it: so", "@ leaven @ | @ tighten it | so"),
        ("Yeast — leavens – flour", "@ | leaven | @"),
        ("yeast-leavened flour", "@ leaven @"),
        ("Yeast = flour", "@ equal @"),
    ],
)
def test_sentences_are_rows_of_stems_and_concepts(text: str, expected: str) -> None:
    assert row(text) == expected


@pytest.mark.parametrize(
    ("text", "expected", "sizes"),
    [
        ("Yeast and salt tighten flour", "@ tighten @", [2, 1]),
        ("Yeast, flour and salt rise", "@ rise", [3]),
        ("Yeast, flour, and salt rise", "@ rise", [3]),
        ("Yeast or salt; flour as well as yeast", "@ | @", [2, 2]),
        ("yeast/salt & flour + yeast", "@", [4]),
        ("With yeast, flour rises", "with @ , @ rise", [1, 1]),
        ("With yeast and salt, flour rises", "with @ , @ rise", [2, 1]),
        ("Yeast but salt", "@ but @", [1, 1]),
        ("Not only yeast but also salt rises", "@ rise", [2]),
        ("Yeast rises and salt tightens", "@ rise and @ tighten", [1, 1]),
    ],
)
def test_concepts_side_by_side_are_one_symbol(text: str, expected: str, sizes: list[int]) -> None:
    assert row(text) == expected
    assert [len(one.mentions) for one in read(text).symbols if one.mentions] == sizes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Yeast may leaven flour", [("HEDGES", "may", 1)]),
        ("Yeast doesn't leaven flour", [("DENIES", "not", 2)]),
        ("Yeast does not always leaven flour", [("LIMITS", "not always", 2)]),
        ("Yeast always leavens flour", [("BOOSTS", "always", 1)]),
        ("According to bakers, yeast leavens", [("PASSES_ON", "according to", 0)]),
        ("Not only yeast but salt", [("ADDS", "not only", 0)]),
        ("Yeast cures flour", [("BOOSTS", "cures", 1)]),
        ("Yeast (never) leavens", []),
        ("Yeast leavens", []),
        ("Yeast and salt never leaven", [("DENIES", "never", 1)]),
    ],
)
def test_words_that_colour_a_claim_stand_before_their_symbol(text: str, expected: list[tuple[str, str, int]]) -> None:
    assert flags(text) == expected


def test_a_boosting_verb_is_also_the_verb_of_the_claim() -> None:
    assert row("Yeast cures flour") == "@ cure @"
    assert row("Yeast always leavens flour") == "@ leaven @"


def test_a_boost_carries_its_narrower_wording() -> None:
    (flag,) = read("Yeast always leavens flour").flags
    assert flag.boost is not None
    assert (flag.boost.reach.value, flag.boost.narrower) == ("certainty", "")
    assert (flag.span.start, flag.span.end) == (6, 12)


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("be the root of", "be root of"),
        ("{S} lies behind {O}", "{S} lie behind {O}"),
        ("for {T} , {S} do not {O}", "for {T} , {S} do {O}"),
        ("gave", "give"),
        ("knock-on effect", "knock on effect"),
        ("", ""),
    ],
)
def test_phrases_of_the_wordings_are_read_as_sentences_are(phrase: str, expected: str) -> None:
    assert " ".join(stems(phrase)) == expected


def test_longer_cues_come_first_and_every_word_of_the_sets_is_one() -> None:
    found = cues()
    for first, some in found.items():
        assert [len(parts) for parts, _, _ in some] == sorted((len(parts) for parts, _, _ in some), reverse=True)
        assert all(parts[0] == first for parts, _, _ in some)
    said = {(" ".join(parts), effect) for some in found.values() for parts, effect, _ in some}
    for phrase in english()["negations"]:
        assert (" ".join(one.word for one in tokens(phrase)), Effect.DENIES) in said


PIECES = "yeast flour salt and , but not only may always ( ) [ ; — - is leavens as well or the"


@given(st.lists(st.sampled_from(PIECES.split())))
def test_flags_and_symbols_stand_inside_the_sentence_in_order(some: list[str]) -> None:
    sentence = read(" ".join(some))
    assert all(0 <= one.at <= len(sentence.symbols) for one in sentence.flags)
    places = [(one.start, one.end) for one in sentence.symbols]
    assert places == sorted(places)
    assert all(start < end <= len(sentence.tokens) for start, end in places)
    assert sum(len(one.mentions) for one in sentence.symbols) <= sum(word in CONCEPTS for word in some)
