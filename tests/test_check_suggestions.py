"""What the checker offers in place of a sentence: for every claim of the packaged graph it checks clean and cites."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

import kneegraph
from kneegraph.check import Finding, Severity, Verdict
from kneegraph.check.citing import byline
from kneegraph.check.phrasing import base_form
from kneegraph.check.verdicts import only_possible
from kneegraph.model import Claim, Corpus, Stance, Standing

_POSSIBLE = re.compile(r"\b(?:may|can|possible)\b")
#: Sides that a suggestion must name, by the standing of the claim.
_SIDES = {
    Standing.SUPPORTED: (Stance.SUPPORTS,),
    Standing.QUALIFIED: (Stance.SUPPORTS, Stance.QUALIFIES),
    Standing.CONTESTED: (Stance.SUPPORTS, Stance.DISPUTES, Stance.QUALIFIES),
    Standing.DISPUTED: (Stance.DISPUTES, Stance.QUALIFIES),
    Standing.REPORTED: (Stance.REPORTS,),
}
#: Claims that the plainest wording is not understood as: a kind of a kind, or a name that swallows its neighbour.
MOST_MISSED = 0.05


def sentences(corpus: Corpus, claim: Claim) -> Iterator[str]:
    """The claim said plainly, boosted in two ways, and denied, as its labels have it."""
    subject, object_ = corpus.concepts[claim.subject].label, corpus.concepts[claim.object].label
    relation = corpus.relations[claim.relation].label
    rest = f"{object_} for {corpus.concepts[claim.outcome].label}" if claim.outcome else object_
    yield f"{subject} {relation} {rest}."
    if relation.startswith("is "):
        yield f"{subject} is always {relation[3:]} {rest}."
        yield f"{subject} is not {relation[3:]} {rest}."
    else:
        yield f"{subject} always {relation} {rest}."
        yield f"{subject} does not {base_form(relation)} {rest}."
    yield f"It is proven that {subject} {relation} {rest}."


@pytest.fixture(scope="module")
def graph() -> kneegraph.Graph:
    return kneegraph.load(collection="core")


@pytest.fixture(scope="module")
def findings(graph: kneegraph.Graph) -> list[Finding]:
    """What is found in a sentence of each sort about each claim."""
    told = [text for one in graph.corpus.claims.values() if one.standing for text in sentences(graph.corpus, one)]
    return [found for text in told for found in graph.check(text).findings]


def offered(findings: list[Finding]) -> dict[str, Finding]:
    return {found.suggestion: found for found in findings if found.suggestion}


def cites(corpus: Corpus, text: str, source: str) -> bool:
    """Whether the source is named, with the year within a sentence or in brackets."""
    who = byline(corpus.sources[source])
    name, _, year = who.rpartition(", ")
    return who in text or (bool(name) and f"{name} ({year})" in text)


def test_nearly_every_claim_is_found_in_its_plainest_wording(graph: kneegraph.Graph) -> None:
    claims = [one for one in graph.corpus.claims.values() if one.standing]
    missed = []
    for claim in claims:
        for text in sentences(graph.corpus, claim):
            if not any(found.claim == claim for found in graph.check(text).findings):
                missed.append(text)
    assert len(missed) < MOST_MISSED * len(claims) * 4, missed


def test_every_verdict_that_a_sentence_can_get_is_among_them(findings: list[Finding]) -> None:
    assert {found.verdict for found in findings} >= {*Verdict} - {Verdict.NOT_IN_GRAPH}
    assert len(offered(findings)) > 500


def test_there_is_a_suggestion_for_whatever_is_an_error_or_a_warning(findings: list[Finding]) -> None:
    for found in findings:
        must = found.severity is not Severity.NOTE or found.verdict is Verdict.REPORTED
        assert bool(found.suggestion) is must, (found.text, found.verdict, found.suggestion)


def test_every_suggestion_checks_clean(graph: kneegraph.Graph, findings: list[Finding]) -> None:
    worse = [
        (found.text, text, one.verdict, one.message)
        for text, found in offered(findings).items()
        for one in graph.check(text).findings
        if one.severity is not Severity.NOTE
    ]
    assert worse == []


def test_a_suggestion_names_the_sources_of_every_side(graph: kneegraph.Graph, findings: list[Finding]) -> None:
    for text, found in offered(findings).items():
        assert found.claim is not None
        assert found.claim.standing is not None
        for stance in _SIDES[found.claim.standing]:
            for source in found.claim.sources(stance):
                assert cites(graph.corpus, text, source), (text, source)


def test_a_suggestion_is_as_strong_as_its_sources_and_no_stronger(findings: list[Finding]) -> None:
    for text, found in offered(findings).items():
        assert found.claim is not None
        if only_possible(found.claim) and found.claim.standing is not Standing.CONTESTED:
            assert _POSSIBLE.search(text), text
        if found.claim.standing is Standing.SUPPORTED:
            if found.verdict is Verdict.CONTRADICTED and not only_possible(found.claim):
                assert not _POSSIBLE.search(text), text
        elif found.claim.standing is Standing.CONTESTED:
            assert text.startswith("Sources disagree on whether "), text
        elif found.claim.standing is Standing.DISPUTED:
            assert "it is not so that" in text, text


def test_suggestions_and_messages_are_well_formed_sentences(findings: list[Finding]) -> None:
    for found in findings:
        for text in filter(None, (found.message, found.suggestion)):
            assert not re.search(r"\s\s|\s[.,;:)]|\(\s|\(\)|[,;:]\.|\.\.|,,|\bNone\b", text), text
            assert re.search(r"[^.!?]\.$", text), text
            assert text.strip(" “")[0].isupper() or text.startswith("“"), text


def test_no_suggestion_has_a_verb_that_does_not_agree(graph: kneegraph.Graph, findings: list[Finding]) -> None:
    """Against the labels of the claims, where a person has chosen between "cause" and "causes"."""
    for text, found in offered(findings).items():
        if found.claim is None or _POSSIBLE.search(text) or found.verdict is Verdict.OVERSTATED:
            continue
        subject = graph.corpus.concepts[found.claim.subject]
        verb = found.claim.label.removeprefix(f"{subject.label} ").split()[0]
        if subject.kind.value != "Exercise":
            assert re.search(rf"{re.escape(subject.label)} {verb} ", text, re.IGNORECASE), (text, verb)
