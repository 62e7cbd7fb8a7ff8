"""The claims of a sentence, in a subject that neither the package's words nor its data know of."""

from __future__ import annotations

from pathlib import Path

import pytest
from told_claims import bread, read_after, told, words, written

from kneegraph.text.reader import Reader
from kneegraph.text.wordings import read_wordings


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    return Reader(bread(), read_wordings(written(tmp_path)))


def stated(reader: Reader, text: str) -> list[str]:
    sentence, claims = read_after(reader, text)
    return [told(one, bread().concepts, sentence) for one in claims]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A short proof yields a dense crumb.", "affirmed: short proof causes dense crumb"),
        ("A dense crumb rises out of a short proof.", "affirmed: short proof causes dense crumb"),
        ("A heavy crumb is yielded by a short proof.", "affirmed: short proof causes dense crumb"),
        ("What yields a dense crumb is a short proof.", "affirmed: short proof causes dense crumb"),
        ("It is a short proof that yields a dense crumb.", "affirmed: short proof causes dense crumb"),
        ("A short proof does not yield a heavy crumb.", "denied: short proof causes dense crumb"),
        ("A hurried rise may yield a dense crumb.", "affirmed, hedged: short proof causes dense crumb"),
        (
            "A short proof always yields a dense crumb.",
            "affirmed: short proof causes dense crumb; certainty 'always' -> ''",
        ),
        ("It is a myth that a short proof yields a dense crumb.", "denied: short proof causes dense crumb"),
        ("Steaming is the friend of oven spring.", "affirmed: steaming improves oven spring"),
        ("Steaming is a way to lift oven spring.", "affirmed: steaming improves oven spring"),
        ("Without steaming, no oven spring.", "affirmed: steaming improves oven spring"),
        ("To loosen a dense crumb, do folding.", "affirmed: folding reduces recommendedFor dense crumb"),
        (
            "Folding loosens a heavy crumb more than steaming.",
            "affirmed: folding moreEffectiveThan steaming; for dense crumb",
        ),
        (
            "Steaming does less for a dense crumb than folding.",
            "affirmed: folding moreEffectiveThan steaming; for dense crumb",
        ),
        ("The dough is tired. | A hurried rise yields a dense crumb.", "affirmed: short proof causes dense crumb"),
        ("A short proof is common. | It yields a dense crumb.", "affirmed: short proof causes dense crumb"),
        ("A short proof (SPR) is common. | SPR yields a dense crumb.", "affirmed: short proof causes dense crumb"),
    ],
)
def test_bakers_state_claims_in_words_of_their_own(reader: Reader, text: str, expected: str) -> None:
    assert stated(reader, text) == [expected.replace("reduces recommendedFor", "reduces / recommendedFor")]


@pytest.mark.parametrize(
    "text",
    [
        "A short proof causes a dense crumb.",
        "A short proof yields.",
        "Does a short proof yield a dense crumb?",
        "Bakers say a short proof yields a dense crumb.",
        "Folding yields a dense crumb.",
        "A dense crumb yields a short proof.",
        "A short proof yields a dense crumb recipe.",
        "The price of a short proof yields a dense crumb.",
        "A short proof yields oven spring.",
        "A short proof yields a short proof.",
    ],
)
def test_other_words_kinds_and_names_state_nothing(reader: Reader, text: str) -> None:
    assert stated(reader, text) == []


def test_the_packaged_wordings_say_nothing_of_this_bakery() -> None:
    assert stated(Reader(bread()), "A short proof bakes into a dense crumb.") == []
    assert stated(Reader(bread()), "A short proof causes a dense crumb.") == ["affirmed: short proof causes dense crumb"]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Folding and steaming loosen a dense crumb.", 2),
        ("Folding loosens a dense crumb, and steaming lifts oven spring.", 2),
        ("Steaming lifts oven spring and loosens a dense crumb.", 2),
        ("Folding and steaming loosen a dense crumb; a short proof yields a dense crumb.", 3),
    ],
)
def test_a_sentence_states_as_many_claims_as_it_joins(reader: Reader, text: str, count: int) -> None:
    assert len(set(stated(reader, text))) == count


def test_spans_are_of_the_words_that_name_and_join(reader: Reader) -> None:
    text = "So a hurried rise, they know, does not yield a heavy crumb today."
    ((sentence, (one,)),) = [read_after(reader, text)]
    assert words(sentence, one.subject_span) == "hurried rise"
    assert words(sentence, one.object_span) == "heavy crumb"
    assert words(sentence, one.cue).endswith("yield")
    assert words(sentence, one.span) == "hurried rise, they know, does not yield a heavy crumb"


def test_a_sentence_of_too_many_words_is_left_alone(reader: Reader) -> None:
    text = "A short proof yields a dense crumb"
    assert len(stated(reader, f"{text}.")) == 1
    assert stated(reader, f"{text} " + "and so on and on " * 30 + ".") == []
