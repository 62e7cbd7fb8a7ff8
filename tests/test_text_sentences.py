"""Where sentences end in ordinary writers' prose."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneegraph.text import sentences
from kneegraph.text.sentences import split


@pytest.mark.parametrize(
    "written",
    [
        "Weak glutes cause valgus.|It is so!|Is it?|Yes",
        "Weak glutes cause it; tight hips add to it: both matter.",
        "Do 3.5 sets of approx. Five reps, e.g. VMO work, i.e. Terminal extensions vs. Bridges.|Then rest.",
        "See Fig. 3, Eq. (1), Ch. 2 and pp. 3-4.|Dr. Smith and Prof. J. Powers et al. (2018) disagree.",
        "Hold for 30 sec. then rest for 2 min. before the next.|Do 12 reps. each side.|Rest 2 min.|Then go.",
        "The glute max. is strong.|The quad. muscles and the int. rotators are not.|Train the glute med.|It is weak.",
        "He held it for 30 s.|Rest then.|She runs at 10 km/h.|He runs a 5 k.|It is hard.|Take vitamin D.|It helps.",
        '“Weak glutes cause valgus. They do.”|That is what he said.|She said: "It hurts. A lot."|He left.',
        '"Weak glutes!" she said.|“Is it so?” asked the coach.',
        'Use a 12" box.|Stand on it.|Then take a 14" box.|"It works. Really," he said.',
        "Weak glutes cause it.|(Some say so.)|Others do not (at all).|[It is so.]|But why?",
        "Wait…|It hurts.|Some … do not.|And so on etc.|The next day it is gone.",
        "1. Weak glutes.|2. Strong feet.|(3) Both.|Weak glutes (see above. Or below) do.",
        "Runners' knees hurt.|Don't run.|It's athletes' hips.|U.S. runners do.|At 5 p.m. it hurts.",
        "😀 Weak glutes.|Cafe\u0301 talk.|👩‍⚕️ says no.|Yes.",
        "Weak\nglutes cause\n it.| Really.\n|So.",
        "Do 12 reps. each side.|Do 12 reps.|Rest for 30 sec.|Knees hurt.|It trains the glute med.|Some say no.|Ask me.|Yes.",
        "It is. **",
    ],
)
def test_prose_is_split_where_the_strokes_are(written: str) -> None:
    pieces = [piece.strip() for piece in written.split("|")]
    text = "  " + "  ".join(pieces) + " "
    assert [text[span.start : span.end] for span in split(text)] == pieces


def test_text_without_words_has_no_sentences_and_no_text_none() -> None:
    assert split("") == split("  \n ") == []


@pytest.mark.parametrize("window", [1, 7, 40])
def test_windows_end_no_sentences(window: int, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Weak glutes cause valgus, e.g. in Dr. Smith's runners. It is so. " * 20
    expected = split(text)
    assert len(expected) == 40
    monkeypatch.setattr(sentences, "_WINDOW", window)
    assert split(text) == expected


PIECES = 'A |b|. |! |… |"|“|”|(|) |5|e.g. |vs. |\n|é|😀|sec. '


@given(st.text(max_size=60) | st.lists(st.sampled_from(PIECES.split("|"))).map("".join))
def test_sentences_are_in_order_and_leave_nothing_out(text: str) -> None:
    end = 0
    for span in split(text):
        assert not text[end : span.start].strip()
        assert text[span.start : span.end] == text[span.start : span.end].strip() != ""
        end = span.end
    assert not text[end:].strip()
