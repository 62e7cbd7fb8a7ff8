"""What the words around a claim make of it."""

from __future__ import annotations

import pytest

from kneegraph.text.context import Context, Setting
from kneegraph.text.mention import Mention
from kneegraph.text.symbols import symbols
from kneegraph.text.tokens import tokens


def setting(text: str) -> Setting | None:
    """The setting of the claim between the first flour and the first loaf behind it."""
    words = tokens(text)
    mentions = [
        Mention(at, at + 1, (one.word,), 1) for at, one in enumerate(words) if one.word in ("flour", "loaf", "oven", "yeast")
    ]
    sentence = symbols(words, mentions)
    named = {one.mentions[0].concepts[0]: at for at, one in reversed([*enumerate(sentence.symbols)]) if one.mentions}
    start, end = named["flour"], named["loaf"]
    return Context(sentence).of(start, end, (start, end))


def told(text: str) -> str:
    """The setting in a few words."""
    found = setting(text)
    if found is None:
        return "none"
    words = ["denied" if found.denied else "affirmed"]
    words += ["hedged"] if found.hedged else []
    words += [boost.narrower or "-" for boost in found.boosts]
    words += [f"limit({', '.join(found.limited)})"] if found.has_limit else []
    return " ".join(words)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Flour makes a loaf.", "affirmed"),
        ("Flour does not make a loaf.", "denied"),
        ("Flour never fails to make a loaf.", "affirmed"),
        ("Flour may make a loaf.", "affirmed hedged"),
        ("Flour may not make a loaf.", "denied hedged"),
        ("Flour cannot make a loaf.", "denied"),
        ("Flour always makes a loaf.", "affirmed -"),
        ("Flour does not always make a loaf.", "none"),
        ("Only flour makes a loaf.", "affirmed -"),
        ("Flour does not make the loaf every time.", "none"),
        ("Flour makes a loaf unless the oven is off.", "affirmed limit(oven)"),
        ("Although the oven is off, flour makes a loaf.", "affirmed limit(oven)"),
        ("Flour makes a loaf unless it rains.", "affirmed limit()"),
        ("The oven may be off, so flour makes a loaf.", "affirmed"),
        ("Yeast does not help but flour makes a loaf.", "affirmed"),
    ],
)
def test_words_of_the_clause_deny_hedge_boost_and_limit_it(text: str, expected: str) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It is a myth that flour makes a loaf.", "denied"),
        ("It is not a myth that flour makes a loaf.", "affirmed"),
        ("It is true that flour makes a loaf.", "affirmed"),
        ("It is not true that flour makes a loaf.", "denied"),
        ("It is untrue that flour does not make a loaf.", "affirmed"),
        ("It is possible that flour makes a loaf.", "affirmed hedged"),
        ("It is no surprise that flour makes a loaf.", "affirmed"),
        ("Drop the idea that flour makes a loaf.", "denied"),
        ("The idea that flour makes a loaf is wrong.", "denied"),
        ("The idea that flour makes a loaf is old.", "none"),
        ("Never believe that flour makes a loaf.", "denied"),
        ("There is no such thing as flour making a loaf.", "denied"),
        ("Studies show that flour makes a loaf.", "affirmed"),
        ("Studies do not show that flour makes a loaf.", "denied"),
        ("I doubt that flour makes a loaf.", "none"),
        ("There is no doubt that flour makes a loaf.", "affirmed -"),
        ("I hope that flour makes a loaf.", "none"),
        ("We believe that flour makes a loaf.", "affirmed"),
    ],
)
def test_what_wraps_a_claim_turns_it_or_leaves_it_open(text: str, expected: str) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bakers say flour makes a loaf.", "none"),
        ("According to bakers, flour makes a loaf.", "none"),
        ("Flour makes a loaf, bakers say.", "none"),
        ("Bakers believe flour makes a loaf, and that is false.", "denied"),
        ("Flour is said to make a loaf.", "none"),
        ("“Flour makes a loaf” is on the wall.", "none"),
        ("The “best” flour makes a loaf.", "affirmed"),
        ("My flour makes a loaf.", "none"),
        ("Flour made a loaf.", "none"),
        ("Flour baked a loaf.", "none"),
        ("Flour is baked into a loaf.", "affirmed"),
        ("I think flour makes a loaf.", "affirmed hedged"),
    ],
)
def test_what_others_say_and_what_happened_once_is_not_stated(text: str, expected: str) -> None:
    assert told(text) == expected


def test_words_of_an_aside_that_is_skipped_count_for_nothing() -> None:
    words = tokens("Flour, which never keeps, makes a loaf.")
    sentence = symbols(words, [Mention(0, 1, ("flour",), 1), Mention(8, 9, ("loaf",), 1)])
    last = len(sentence.symbols) - 1
    assert [one.value for one in sentence.symbols][last] == "@"
    context = Context(sentence)
    with_aside, without = context.of(0, last, (0, last)), context.of(0, last, (0, last), (1, last - 1))
    assert with_aside is not None
    assert without is not None
    assert (with_aside.denied, without.denied) == (True, False)


def test_a_boost_stands_where_its_word_does() -> None:
    found = setting("Flour always makes a loaf.")
    assert found is not None
    assert [(one.span.start, one.span.end) for one in found.boosts] == [(6, 12)]
