"""Words of a sentence with their places."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneegraph.text.tokens import stem, tokens


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("Weak glutes cave.", "weak glutes cave ."),
        ("It doesn't, can’t and won't; cannot.", "it does not , can not and will not ; can not ."),
        ("They're here, it's late, you'd see: we've I'm", "they are here , it is late , you would see : we have i am"),
        ("the runner's knee, runners' knees", "the runner 's knee , runners ' knees"),
        ("2–3 sets, 2-3 sets, two to three sets", "2 - 3 sets , 2 - 3 sets , 2 to 3 sets"),
        ("3.5 kg, 1,000 reps, 12x", "3.5 kg , 1,000 reps , 12 x"),
        ("TFL/ITB (PFPS)", "tfl / itb ( pfps )"),
        ("ﬁx the ﬂexor", "fix the flexor"),
        ("snake_case", "snake _ case"),
        ("", ""),
    ],
)
def test_words_are_plain(written: str, words: str) -> None:
    assert [token.word for token in tokens(written)] == words.split()


def test_both_words_of_a_contraction_stand_at_its_place() -> None:
    text = "It doesn’t cave"
    _, does, no, _ = tokens(text)
    assert (does.start, does.end) == (no.start, no.end) == (3, 10)
    assert does.text == no.text == text[3:10]


@pytest.mark.parametrize(
    "words", ["weak weakness", "collapse collapses collapsing collapsed", "cave caving caved", "glute glutes"]
)
def test_inflections_share_a_stem(words: str) -> None:
    assert len({stem(word) for word in words.split()}) == 1


def test_marks_are_no_words() -> None:
    assert [token.is_word for token in tokens("a, 2 - é!")] == [True, False, True, False, True, False]


@given(st.text(max_size=80))
def test_tokens_stand_in_order_and_leave_out_only_spaces(text: str) -> None:
    start = end = 0
    for token in tokens(text):
        assert token.start >= end or (token.start, token.end) == (start, end)
        assert not text[end : token.start].strip()
        assert text[token.start : token.end] == token.text
        assert token.word == token.word.casefold() != ""
        start, end = token.start, token.end
    assert not text[end:].strip()
