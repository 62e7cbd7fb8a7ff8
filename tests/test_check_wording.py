"""The words of messages and suggestions: articles, agreement, conditions, citations; the writer's own words narrowed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import Said, claim, concept, corpus, disputes, qualifies, reports, source, state, supports

from kneegraph.check import Checker, Finding, Verdict
from kneegraph.check.citing import byline, named
from kneegraph.check.phrasing import hedged, plainly
from kneegraph.check.wording import narrowed
from kneegraph.model import Aspect, Claim, Concept, Corpus, Qualification, Source
from kneegraph.text.stated import Boost, Reach, Span

PARTS = (
    concept("gluteus medius", "Muscle"),
    concept("gluteal muscles", "Muscle"),
    concept("lumbar spine", "Structure"),
    state("weak gluteus medius", of="gluteus medius", sign=-1),
    state("inhibited gluteus medius", of="gluteus medius", sign=-1),
    state("weak gluteal muscles", of="gluteal muscles", sign=-1),
    concept("clamshell", "Exercise", "clamshells"),
    concept("activation exercise", "Exercise", "activation exercises"),
    concept("running", "Exercise"),
)


def labelled(label: str, subject: str, relation: str, object_: str, *said: Said, outcome: str | None = None) -> Claim:
    return replace(claim(subject, relation, object_, *(said or (supports("s1"),)), outcome=outcome), label=label)


@pytest.mark.parametrize(
    ("label", "parts", "plain", "possible"),
    [
        (
            "weak gluteus medius causes knee valgus",
            ("weak gluteus medius", "causes", "knee valgus"),
            "a weak gluteus medius causes knee valgus",
            "a weak gluteus medius may cause knee valgus",
        ),
        (
            "weak gluteal muscles cause knee valgus",
            ("weak gluteal muscles", "causes", "knee valgus"),
            "weak gluteal muscles cause knee valgus",
            "weak gluteal muscles may cause knee valgus",
        ),
        (
            "running causes inhibited gluteus medius",
            ("running", "causes", "inhibited gluteus medius"),
            "running causes an inhibited gluteus medius",
            "running may cause an inhibited gluteus medius",
        ),
        (
            "clamshell targets gluteus medius",
            ("clamshell", "targets", "gluteus medius"),
            "clamshells target the gluteus medius",
            "clamshells may target the gluteus medius",
        ),
        (
            "clamshell is recommended for lumbar spine",
            ("clamshell", "recommendedFor", "lumbar spine"),
            "clamshells are recommended for the lumbar spine",
            "clamshells may be recommended for the lumbar spine",
        ),
        (
            "clamshell is an activation exercise",
            ("clamshell", "isA", "activation exercise"),
            "a clamshell is an activation exercise",
            "a clamshell may be an activation exercise",
        ),
        (
            "gluteal muscles are part of lumbar spine",
            ("gluteal muscles", "partOf", "lumbar spine"),
            "the gluteal muscles are part of the lumbar spine",
            "the gluteal muscles may be part of the lumbar spine",
        ),
        (
            "what everybody knows",
            ("running", "causes", "knee valgus"),
            "what everybody knows",
            "running may cause knee valgus",
        ),
    ],
)
def test_a_claim_as_a_clause(label: str, parts: tuple[str, str, str], plain: str, possible: str) -> None:
    made = labelled(label, *parts)
    known = corpus(made, *PARTS)
    assert (plainly(known, made), hedged(known, made)) == (plain, possible)


def test_an_outcome_stands_behind_the_object() -> None:
    parts = ("running", "moreEffectiveThan", "clamshell")
    made = labelled("running is more effective than clamshell for shin splints", *parts, outcome="shin splints")
    assert plainly(corpus(made, *PARTS), made) == "running is more effective than clamshells for shin splints"


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"creator": "Dean Somerset", "issued": "2018-11-06"}, "Dean Somerset, 2018"),
        ({"creator": "Dean Somerset"}, "Dean Somerset"),
        ({"creator": "A coach who has trained runners for years", "publisher": "Knees, Inc"}, "Knees, Inc"),
        ({}, "Title of s1"),
    ],
)
def test_who_says_so_goes_by_name_or_publisher_or_title(options: dict[str, str], expected: str) -> None:
    assert byline(replace(source("s1"), **options)) == expected  # type: ignore[arg-type]


def test_only_a_year_is_put_in_brackets() -> None:
    known = corpus(
        replace(source("s1"), creator="Ann Lee", issued="2019"),
        replace(source("s2"), publisher="Knees, Inc"),
        replace(source("s3"), publisher="Knees, Inc", issued="2020-01-02"),
    )
    assert named(known, ["s1", "s2", "s3"]) == "Ann Lee (2019), Knees, Inc and Knees, Inc (2020)"


CAUSE = ("overpronation", "causes", "shin splints")
SENTENCE = "Overpronation causes shin splints."


def because(who: str, *comments: str) -> Said:
    return replace(qualifies(who), qualifications=tuple(Qualification(Aspect.SCOPE, comment, None) for comment in comments))


def finding(*said: Said, sentence: str = SENTENCE, more: tuple[Concept | Source, ...] = ()) -> Finding:
    (found,) = Checker(corpus(claim(*CAUSE, *said), *more)).check(sentence).findings
    return found


def test_both_sides_of_a_contest_are_named_with_verbs_that_agree() -> None:
    assert finding(supports("a"), supports("b"), disputes("c")).suggestion == (
        "Sources disagree on whether overpronation causes shin splints: "
        "Title of a and Title of b support it, while Title of c disputes it."
    )
    assert finding(supports("a"), disputes("b"), disputes("c"), qualifies("d")).suggestion == (
        "Sources disagree on whether overpronation causes shin splints: "
        "Title of a supports it, while Title of b and Title of c dispute it and Title of d qualifies it."
    )


def test_who_passes_it_on_agrees_with_the_verb() -> None:
    one, two = finding(reports("a")).suggestion, finding(reports("a"), reports("b")).suggestion
    assert one == "Some say that overpronation causes shin splints, which Title of a passes on without taking a side."
    assert two is not None
    assert two.endswith("which Title of a and Title of b pass on without taking a side.")


def test_each_source_adds_its_own_conditions() -> None:
    said = finding(supports("a"), because("b", "Only in runners.", "It takes years."), because("c", "Shoes matter more."))
    assert said.suggestion == (
        "According to Title of a, overpronation causes shin splints, but Title of b adds that only in runners "
        "and that it takes years, and Title of c adds that shoes matter more."
    )
    assert said.message.endswith(
        "the sentence leaves out that only in runners and that it takes years and that shoes matter more."
    )


def test_a_claim_that_is_only_qualified_is_put_with_its_limit() -> None:
    assert finding(because("a", "Shoes matter more.")).suggestion == (
        "According to Title of a, overpronation causes shin splints, with this limit: shoes matter more."
    )


@pytest.mark.parametrize(
    ("comment", "words"),
    [
        ("Shin bones matter.", "that shin bones matter."),
        ("A strong foot matters!", "that a strong foot matters."),
        ("MRI shows otherwise…", "that MRI shows otherwise."),
        ("Lee found it in runners only.", "that Lee found it in runners only."),
    ],
)
def test_conditions_keep_the_capitals_of_names_only(comment: str, words: str) -> None:
    ann = replace(source("b"), creator="Ann Lee")
    found = finding(supports("a"), because("b", comment), more=(ann,))
    assert found.suggestion is not None
    assert found.suggestion.endswith(words)
    assert found.message.endswith(words)


def test_what_is_only_possible_is_put_so_whatever_the_verdict() -> None:
    possible = supports("a", certainty="possible")
    for sentence in (SENTENCE, "Overpronation does not cause shin splints.", "Overpronation always causes shin splints."):
        assert finding(possible, sentence=sentence).suggestion == "Overpronation may cause shin splints (Title of a)."
    both = finding(possible, because("b", "Shoes matter more.")).suggestion
    assert both == (
        "According to Title of a, overpronation may cause shin splints, but Title of b adds that shoes matter more."
    )


def test_who_speaks_of_a_cause_where_sources_speak_of_a_risk_is_offered_the_risk() -> None:
    known = corpus(
        labelled("overpronation is a risk factor for shin splints", "overpronation", "riskFactorFor", "shin splints")
    )
    (found,) = Checker(known).check(SENTENCE).findings
    assert found.suggestion == "Overpronation is a risk factor for shin splints (Title of s1)."
    assert "of a link or a risk, not of a cause" in found.message


def test_nothing_is_offered_where_there_is_nothing_to_mend() -> None:
    assert finding(supports("a")).suggestion is None
    assert finding(sentence="Shin splints cause overpronation.").suggestion is None


def shortened(text: str, word: str, narrower: str = "", *, known: Corpus | None = None) -> str | None:
    """A sentence of which one word goes too far, narrowed."""
    made = known or corpus(claim(*CAUSE, supports("s1")))
    start = text.index(word)
    boost = Boost(Span(start, start + len(word)), Reach.CERTAINTY, narrower)
    return narrowed(made, text, [boost], made.claims["overpronation.causes.shin-splints"])


@pytest.mark.parametrize(
    ("text", "word", "narrower", "expected"),
    [
        ("It always hurts.", "always", "often", "It often hurts (Title of s1)."),
        ("Undoubtedly, it hurts!", "Undoubtedly", "", "It hurts (Title of s1)."),
        ("It hurts, certainly, and so on…", "certainly", "", "It hurts, and so on (Title of s1)."),
        ("It always hurts:", "always", "often", "It often hurts (Title of s1):"),
        ("“It always hurts.”", "always", "often", "“It often hurts” (Title of s1)."),
        ("(It always hurts.)", "always", "often", "(It often hurts) (Title of s1)."),
        ("It hurts every time", "every time", "", "It hurts (Title of s1)."),
        ("It hurts every time.", "every time", "", "It hurts (Title of s1)."),
        (f"It always hurts {' .' * 990} so.", "always", "often", f"It often hurts{'.' * 990} so (Title of s1)."),
    ],
)
def test_a_sentence_narrowed_ends_once_and_cites(text: str, word: str, narrower: str, expected: str) -> None:
    assert shortened(text, word, narrower) == expected


def test_a_sentence_is_not_narrowed_where_that_will_not_do() -> None:
    assert shortened("It always hurts, \ufffc says.", "always", "often") is None
    passed_on = corpus(claim(*CAUSE, reports("s1")))
    assert shortened("It always hurts.", "always", "often", known=passed_on) is None
    possible = corpus(claim(*CAUSE, supports("s1", certainty="possible")))
    assert shortened("It always hurts.", "always", "often", known=possible) is None
    assert shortened("It will surely hurt.", "will surely", "may", known=possible) == "It may hurt (Title of s1)."


def test_the_writers_own_words_are_kept_where_they_will_do() -> None:
    found = finding(supports("a"), sentence="For years, overpronation always causes shin splints in runners.")
    assert found.verdict is Verdict.OVERSTATED
    assert found.suggestion == "For years, overpronation causes shin splints in runners (Title of a)."


def test_messages_speak_of_many_things_in_the_plural() -> None:
    known = corpus(concept("shin splints"), concept("overpronation"), *PARTS)
    for sentence, expected in {
        "Shin splints cause overpronation.": "shin splints cause overpronation",
        "A weak gluteus medius causes shin splints.": "a weak gluteus medius causes shin splints",
        "Running causes shin splints.": "running causes shin splints",
    }.items():
        (found,) = Checker(known).check(sentence).findings
        assert found.message == f"No source here says that {expected}."
