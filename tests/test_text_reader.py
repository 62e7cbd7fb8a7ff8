"""Reading sentence by sentence: what holds of any text, and what the sentences before set up."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from told_claims import read_after

from kneegraph import files, rdf
from kneegraph.model import Claim, Corpus
from kneegraph.text.reader import Discourse, Reader, is_no_statement
from kneegraph.text.stated import Polarity, Span, StatedClaim
from kneegraph.text.tokens import tokens
from kneegraph.text.wordings import english, read_wordings


@cache
def corpus() -> Corpus:
    """The packaged data, for properties, which fixtures do not reach."""
    return rdf.from_quads(files.read(files.data_files()).quads)[0]


@cache
def reader() -> Reader:
    return Reader(corpus())


@cache
def another_reader() -> Reader:
    return Reader(corpus())


PIECES = (
    "weak strong glutes gluteus medius knee valgus knees cave in foot pronation VMO patellar tracking clamshells squats "
    "cause causes train trains is are by of the a do not never may always only more than for to what that which it they "
    "and or but if because myth true coaches say , ; : — ( ) “ ” ? ! . 2–3 sessions per week"
)
WORDS = PIECES.split()
TEXTS = st.text(max_size=120) | st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join)


def stated(text: str) -> list[StatedClaim]:
    return reader().read(text)[0]


@given(TEXTS)
def test_any_text_is_read_and_spans_stand_inside_it(text: str) -> None:
    for one in stated(text):
        for span in (one.span, one.subject_span, one.object_span, one.cue, *(boost.span for boost in one.boosts)):
            assert Span(0, 0) <= span
            assert 0 <= span.start < span.end <= len(text)
        assert one.subject in corpus().concepts
        assert one.object in corpus().concepts
        assert {one.relation, *one.also} <= corpus().relations.keys()
        assert one.subject != one.object
        assert one.relation not in one.also


@given(TEXTS)
def test_reading_twice_gives_the_same(text: str) -> None:
    assert reader().read(text) == reader().read(text) == another_reader().read(text)


@given(st.lists(st.sampled_from(WORDS), max_size=20).map(" ".join))
def test_whatever_is_asked_is_not_stated(text: str) -> None:
    assert stated(f"{text}?") == []


@given(st.lists(TEXTS, max_size=4))
def test_what_a_draft_sets_up_are_concepts(sentences: list[str]) -> None:
    discourse = Discourse()
    for text in sentences:
        _, discourse = reader().read(text, discourse)
        known = {*discourse.topic, *(name for names in discourse.abbreviations.values() for name in names)}
        assert known <= corpus().concepts.keys()


#: Of these a sentence with the first of their verbs, as the kinds that they join.
VERBS = {
    "causes": "cause",
    "reduces": "reduce",
    "targets": "target",
    "controls": "control",
    "improves": "improve",
    "inhibits": "inhibit",
    "dominates": "dominate",
    "indicates": "indicate",
}
CLAIMS = sorted((one for one in corpus().claims.values() if one.relation in VERBS), key=lambda one: one.id)
CORE = {name for name, one in corpus().sources.items() if one.collection == "core"}
CORE_CLAIMS = [one for one in CLAIMS if CORE & set(one.sources())]


def finds(text: str, claim: Claim, polarity: Polarity) -> bool:
    """Whether the sentence states the claim, and everything that it states at this polarity."""
    found = stated(text)
    right = [
        one
        for one in found
        if (one.subject, one.object) == (claim.subject, claim.object) and claim.relation in (one.relation, *one.also)
    ]
    return bool(right) and {one.polarity for one in found} == {polarity}


def turns(claim: Claim) -> bool:
    """Whether a claim is found in its plainest sentence, turned by a negation, and left open by a question or a report."""
    subject, object_ = (corpus().concepts[name].label for name in (claim.subject, claim.object))
    verb = VERBS[claim.relation]
    denials = [f"The {subject} does not {verb} the {object_}.", f"It is a myth that the {subject} can {verb} the {object_}."]
    if verb != "inhibit":  # what is inhibited is a state of the muscle, and so another claim of the same meaning
        be = "are" if object_.endswith("s") else "is"
        denials.append(f"The {object_} {be} not {verb.rstrip('e')}ed by the {subject}.")
    silent = f"Does the {subject} {verb} the {object_}?", f"Some coaches say that the {subject} can {verb} the {object_}."
    affirmed = finds(f"The {subject} can {verb} the {object_}.", claim, Polarity.AFFIRMED)
    return affirmed and all(finds(one, claim, Polarity.DENIED) for one in denials) and not any(map(stated, silent))


@pytest.mark.parametrize("claim", CORE_CLAIMS, ids=lambda one: one.id)
def test_every_claim_is_found_in_its_plainest_sentence_and_turned_by_a_negation(claim: Claim) -> None:
    assert turns(claim)


def test_hardly_a_claim_of_the_literature_is_missed_in_its_plainest_sentence() -> None:
    others = [one for one in CLAIMS if one not in CORE_CLAIMS]
    missed = [one.id for one in others if not turns(one)]
    assert len(missed) < len(others) / 20, missed


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Do weak glutes cause it?", False),
        ("Do weak glutes cause it?”", False),
        ("Weak glutes cause it", True),
        ("Weak Glutes Cause Knee Pain", False),
        ("Weak Glutes Cause Knee Pain.", True),
        ("Why weak glutes cause it", False),
        ("Why weak glutes cause it:", True),
        ("Had weak glutes caused it, we would know.", False),
        ("", True),
    ],
)
def test_questions_and_titles_are_no_statements(text: str, said: bool) -> None:
    assert is_no_statement(text, tokens(text)) is not said


def test_a_sentence_over_two_thousand_characters_is_not_read() -> None:
    claim = "Weak glutes cause knee valgus."
    assert len(stated(claim)) == 1
    assert len(stated(claim + " " * (2000 - len(claim)))) == 1
    assert stated(claim + " " * (2001 - len(claim))) == []


def topic(*sentences: str) -> tuple[str, ...]:
    discourse = Discourse()
    for text in sentences:
        _, discourse = reader().read(text, discourse)
    return discourse.topic


def test_a_pronoun_stands_for_the_one_thing_that_the_sentence_before_is_about() -> None:
    assert topic("Overpronation is common.") == ("overpronation",)
    assert topic("Weak glutes cause knee valgus.") == ("weak-gluteal-muscles",)
    assert topic("Squats and knee valgus are common.") == ()
    assert topic("In runners, knee valgus is common.") == ("knee-valgus",)
    assert topic("Overpronation is common.", "The weather is fine.") == ()


def test_pronouns_do_not_reach_across_paragraphs_and_abbreviations_do() -> None:
    _, before = reader().read("Medial knee stress (MKS) is common.")
    after = before.in_new_block()
    assert before.topic == ("medial-knee-stress",)
    assert after.topic == ()
    assert [one.object for one in reader().read("Knee valgus causes MKS.", after)[0]] == ["medial-knee-stress"]


@pytest.mark.parametrize("behind", ["It hurts.", "It is common.", "It, knee valgus, is common.", "It"])
def test_a_pronoun_alone_states_nothing(behind: str) -> None:
    assert read_after(reader(), f"Overpronation is common. | {behind}")[1] == []


def test_the_engine_is_given_its_words_and_names_no_joint_of_its_own() -> None:
    wordings = read_wordings()
    own = {word for words in english().sets.values() for phrase in words for word in phrase.split()}
    assert own & {"knee", "knees", "patella", "hip", "valgus", "tracking", "pronation", "squat", "tendon"} == set()
    assert "kneecap" in {word for words in wordings.same for word in words}
