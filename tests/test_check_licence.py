"""Sentences beside what the studies license: what says too much, what is said of the studies, and what is offered instead.

Golden cases: `cases/licence/NAME.md` beside `NAME.expected`, on all packaged data; `pytest --update` writes what they give.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from builders import Said, claim, concept, corpus, disputes, qualifies, relations, supports

import kneegraph
from kneegraph.check import Checker, Finding, Severity, Verdict
from kneegraph.exchange.reports.forms import finding_form
from kneegraph.graph import Graph
from kneegraph.lsp.card import Evidence, card
from kneegraph.model import Corpus, Standing

CASES = Path(__file__).parent / "cases" / "licence"
CAUSE = ("overpronation", "causes", "shin splints")
PLAINLY = "Overpronation causes shin splints."
Beside = Mapping[str, tuple[Said, ...]]
OTHER = claim("flat feet", "causes", "bunions", supports("s9").by("rct"))


@pytest.fixture(scope="module")
def graph() -> Graph:
    return kneegraph.load()


def known(*said: Said, relation: str = "causes", beside: Beside | None = None) -> Corpus:
    """One claim, others on the same two concepts by their relation, and a study of something else."""
    made = [claim("overpronation", name, "shin splints", *ones) for name, ones in {relation: said, **(beside or {})}.items()]
    labelled = (replace(one, label=f"overpronation {relations()[one.relation].label} shin splints") for one in made)
    return corpus(*labelled, OTHER)


def found(known_: Corpus, text: str = PLAINLY) -> Finding:
    (one,) = Checker(known_).check(text).findings
    return one


def verdict(known_: Corpus, text: str = PLAINLY) -> str:
    return str(found(known_, text).verdict)


# Golden cases


@pytest.mark.parametrize("path", sorted(CASES.glob("*.md")), ids=lambda path: path.stem)
def test_sentences_of_each_level_get_what_they_got(path: Path, graph: Graph, request: pytest.FixtureRequest) -> None:
    report = graph.check(path.read_text(encoding="utf-8"))
    got = "\n".join(line for one in report.findings for line in described(one))
    expected = path.with_suffix(".expected")
    if request.config.getoption("--update"):
        expected.write_text(got, encoding="utf-8")
    assert got == expected.read_text(encoding="utf-8")


def described(one: Finding) -> Iterator[str]:
    assert one.licence is not None
    yield f"{one.text}\n  {one.verdict}, licensed: {one.licence.level}{'' if one.licence.studied else ' (not studied)'}"
    yield from (f"  study    {study.source} ({study.design})" for study in one.licence.studies)
    yield from (f"  over     {over.text!r} → {over.narrower!r}" for over in one.over)
    yield f"  message  {one.message}"
    yield f"  instead  {one.suggestion}\n"


# The verdict


@pytest.mark.parametrize(
    ("design", "expected"),
    [("crossSectional", "overstated"), ("emg", "overstated"), ("cohort", "overstated"), ("rct", "supported")],
)
def test_a_plain_cause_says_too_much_where_studies_show_less(design: str, expected: str) -> None:
    assert verdict(known(supports("s1").by(design))) == expected
    assert verdict(known(supports("s1"), beside={"associatedWith": (supports("s2").by(design),)})) == "overstated"


def test_a_risk_says_too_much_where_studies_show_an_association_only() -> None:
    text = "Overpronation is a risk factor for shin splints."
    assert verdict(known(supports("s1").by("crossSectional"), relation="riskFactorFor"), text) == "overstated"
    assert verdict(known(supports("s1").by("cohort"), relation="riskFactorFor"), text) == "supported"


@pytest.mark.parametrize(
    "text",
    [
        "Overpronation may cause shin splints.",
        "Overpronation can lead to shin splints.",
        "Overpronation is associated with shin splints.",
    ],
)
def test_a_hedged_sentence_and_one_that_says_less_are_not_overstated(text: str) -> None:
    assert (
        verdict(known(supports("s1"), beside={"associatedWith": (supports("s2").by("crossSectional"),)}), text) == "supported"
    )


def test_what_nobody_has_studied_stays_what_its_sources_make_it() -> None:
    assert verdict(known(supports("s1"))) == "supported"
    assert verdict(known(supports("s1"), qualifies("s2", reason="flat feet"))) == "qualified"
    assert verdict(known(supports("s1", certainty="possible"))) == "overstated"
    assert verdict(known(supports("s1").by("narrativeReview"))) == "supported"


def test_disagreement_and_denial_come_first() -> None:
    beside = {"associatedWith": (supports("s3").by("crossSectional"),)}
    assert verdict(known(supports("s1"), disputes("s2"), beside=beside)) == "contested"
    assert verdict(known(disputes("s1"), beside=beside)) == "contradicted"
    assert verdict(known(supports("s1"), beside=beside), "Overpronation does not cause shin splints.") == "contradicted"
    assert verdict(known(supports("s1"), qualifies("s2", reason="flat feet"), beside=beside)) == "overstated"


def test_a_corpus_without_any_study_forbids_nothing_and_says_nothing_of_studies() -> None:
    one = found(corpus(claim(*CAUSE, supports("s1"))))
    assert (one.verdict, one.licence, one.suggestion) == (Verdict.SUPPORTED, None, None)
    assert "stud" not in one.message


def test_what_is_not_about_causes_is_never_overstated_for_want_of_studies() -> None:
    kinds = (concept("clamshell", "Exercise"), concept("gluteus medius", "Muscle"))
    for said in ((supports("s1"),), (supports("s1").by("narrativeReview"),), (supports("s1").by("emg"),)):
        one = found(
            corpus(claim("clamshell", "targets", "gluteus medius", *said), OTHER, *kinds),
            "The clamshell targets the gluteus medius.",
        )
        assert (one.verdict, one.suggestion) == (Verdict.SUPPORTED, None)


# What is offered


def test_an_association_is_offered_as_one_with_its_studies() -> None:
    one = found(known(supports("s1"), beside={"associatedWith": (supports("s2").by("crossSectional"), supports("s3"))}))
    assert one.suggestion == "Overpronation is associated with shin splints (Title of s2)."
    assert [(over.text, over.narrower) for over in one.over] == [("causes", "is associated with")]
    assert "no more than that the two go together (Title of s2)" in one.message


def test_the_verb_is_narrowed_the_way_the_sentence_runs() -> None:
    risk = known(supports("s1"), beside={"riskFactorFor": (supports("s2").by("cohort"),)})
    assert found(risk).suggestion == "Overpronation is a risk factor for shin splints (Title of s2)."
    backwards = found(risk, "Shin splints are caused by overpronation.")
    assert [over.narrower for over in backwards.over] == ["have the risk factor"]
    assert backwards.suggestion == "Overpronation is a risk factor for shin splints (Title of s2)."


def test_a_study_of_the_cause_itself_that_shows_less_is_worded_as_what_it_shows() -> None:
    assert found(known(supports("s1").by("crossSectional"))).suggestion == (
        "Overpronation is associated with shin splints (Title of s1)."
    )
    assert found(known(supports("s1").by("cohort"))).suggestion == "Overpronation precedes shin splints (Title of s1)."
    less = known(supports("s1").by("crossSectional"), relation="reduces")
    assert found(less, "Overpronation reduces shin splints.").suggestion == (
        "Overpronation is associated with less shin splints (Title of s1)."
    )


def test_what_a_trial_calls_possible_is_offered_as_possible() -> None:
    one = found(known(supports("s1", certainty="possible").by("rct"), supports("s2")))
    assert one.suggestion == "Overpronation may cause shin splints (Title of s1)."
    assert "calls it possible and no more (Title of s1)" in one.message


def test_a_lesser_claim_that_is_itself_contested_is_offered_as_such() -> None:
    one = found(known(supports("s1"), beside={"riskFactorFor": (supports("s2").by("cohort"), disputes("s3").by("cohort"))}))
    assert one.suggestion == (
        "Sources disagree on whether overpronation is a risk factor for shin splints: Title of s2 supports it, "
        "while Title of s3 disputes it."
    )


def test_where_studies_find_nothing_that_is_offered() -> None:
    one = found(known(supports("s1"), beside={"associatedWith": (disputes("s2").by("crossSectional"),)}))
    assert one.verdict is Verdict.OVERSTATED
    assert "No study here bears it out; Title of s2 disputes it." in one.message
    assert one.suggestion == "According to Title of s2, it is not so that overpronation is associated with shin splints."


def test_what_is_not_studied_is_attributed() -> None:
    single = found(known(supports("s1")))
    assert single.suggestion == "According to Title of s1, overpronation causes shin splints."
    assert single.message.endswith("No study of it was found here.")
    several = found(known(supports("s1"), supports("s2")))
    assert several.suggestion == "Some say that overpronation causes shin splints (Title of s1; Title of s2)."
    told = found(known(*(supports(name, basis="anecdote") for name in ("s1", "s2"))))
    assert told.suggestion == (
        "Some report from their own experience that overpronation causes shin splints (Title of s1; Title of s2)."
    )
    assert found(known(supports("s1")), "Overpronation may cause shin splints.").suggestion is None
    assert found(known(supports("s1").by("rct"))).suggestion is None


def test_a_boosted_sentence_is_offered_no_stronger_than_the_studies() -> None:
    beside = {"associatedWith": (supports("s2").by("crossSectional"),)}
    for text in ("Overpronation always causes shin splints.", "It is proven that overpronation causes shin splints."):
        assert found(known(supports("s1"), beside=beside), text).suggestion == (
            "Overpronation is associated with shin splints (Title of s2)."
        )
        assert (found(known(supports("s1")), text).suggestion or "").startswith("According to Title of s1, ")


# What else is told


def test_the_card_says_what_licenses_it_or_that_no_study_was_found() -> None:
    said = card(found(known(supports("s1").by("systematicReview"))), Evidence({}))
    assert "**Licence:** changes" in said
    assert "- s1: systematic review" in said
    assert "**Licence:** said (no study was found)" in card(found(known(supports("s1"))), Evidence({}))
    assert "Licence" not in card(found(corpus(claim(*CAUSE, supports("s1")))), Evidence({}))


def test_the_json_form_holds_level_and_studies(graph: Graph) -> None:
    (one,) = graph.check("Restricted ankle dorsiflexion causes knee valgus.").findings
    made = json.loads(json.dumps(finding_form(graph, one)))["licence"]
    assert (made["level"], made["needed"], made["studied"]) == ("associated", "changes", True)
    assert [(study["source"], study["design"]) for study in made["sources"]] == [
        ("lima-2018-dorsiflexion-dkv-sr", "systematicReview")
    ]


# All packaged claims


@pytest.fixture(scope="module")
def findings(graph: Graph) -> list[Finding]:
    """What is found in every settled claim, said as its label has it and boosted."""
    claims = [one for one in graph.corpus.claims.values() if one.standing in (Standing.SUPPORTED, Standing.QUALIFIED)]
    texts = [text for one in claims for text in (f"{one.label}.", f"It is proven that {one.label}.")]
    return [one for text in texts for one in graph.check(text).findings]


def test_whatever_is_offered_on_the_packaged_data_checks_clean(graph: Graph, findings: list[Finding]) -> None:
    offered = {one.suggestion for one in findings if one.suggestion}
    worse = [
        (text, one.verdict) for text in offered for one in graph.check(text).findings if one.severity is not Severity.NOTE
    ]
    assert len(offered) > 300
    assert worse == []


def test_whatever_is_overstated_is_offered_another_wording(findings: list[Finding]) -> None:
    assert [one.text for one in findings if one.verdict is Verdict.OVERSTATED and not one.suggestion] == []


def test_nothing_is_offered_that_says_more_than_is_licensed(findings: list[Finding]) -> None:
    for one in findings:
        if one.verdict is Verdict.OVERSTATED and one.claim and one.licence and not one.licence.suffices:
            plain = one.claim.label.lower() in (one.suggestion or "").lower()
            assert not plain or re.match(r"According to|Sources disagree|Some ", one.suggestion or ""), one.suggestion
