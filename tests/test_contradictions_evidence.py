"""Clashes that weighing finds: undercut and tiers; and in which order clashes come."""

from __future__ import annotations

from dataclasses import replace
from math import log2

import pytest
from builders import Said, claim, concept, corpus, disputes, qualifies, source, state, supports

from kneegraph.analysis.contradictions import Contradiction, ContradictionKind, SideWeights, contradictions, stakes
from kneegraph.analysis.evidence.independence import Independence
from kneegraph.analysis.evidence.opinion import Lean, opinion
from kneegraph.analysis.evidence.weights import Weights
from kneegraph.model import Claim, Concept, Finding, Source

PEER = source("study", "peer-reviewed"), source("review", "peer-reviewed")


def found(kind: str, *parts: Claim | Concept | Source) -> list[Contradiction]:
    return contradictions(corpus(*parts, *PEER), kinds=[ContradictionKind(kind)])


def one(kind: str, *parts: Claim | Concept | Source) -> Contradiction:
    (clash,) = found(kind, *parts)
    return clash


def together(*said: Said, ends: tuple[str, str] = ("a", "b")) -> Claim:
    return claim(ends[0], "associatedWith", ends[1], *said)


def before(*said: Said) -> Claim:
    return claim("a", "riskFactorFor", "b", *said)


def cause(*said: Said) -> Claim:
    return claim("a", "causes", "b", *said)


# undercut


@pytest.mark.parametrize("ends", [("a", "b"), ("b", "a")])
def test_undercut_grants_the_link_and_denies_the_cause(ends: tuple[str, str]) -> None:
    link = together(supports("s1"), ends=ends)
    clash = one("undercut", link, cause(supports("s2"), disputes("s3")))
    assert clash.claims == (link.id, "a.causes.b")
    assert (clash.supports, clash.disputes) == (("s1",), ("s3",))
    assert clash.explanation == (
        f"That “{link.label}” (s1) is granted; that one brings about the other is denied: "
        "“a causes b” is supported by s2 and disputed by s3."
    )


def test_a_risk_may_be_granted_and_the_cause_denied() -> None:
    assert one("undercut", before(supports("s1")), cause(disputes("s2"))).claims == ("a.riskFactorFor.b", "a.causes.b")


def test_who_says_that_the_two_merely_go_together_denies_the_cause() -> None:
    clash = one("undercut", together(supports("s1")), cause(qualifies("s2", aspect="causation")))
    assert clash.qualifies == ("s2",)
    assert found("undercut", together(supports("s1")), cause(qualifies("s2", aspect="dose"))) == []


def test_undercut_tells_what_goes_together_from_what_comes_before() -> None:
    clash = one("undercut", together(supports("s1")), before(disputes("study", design="cohort", finding=Finding.NO_EFFECT)))
    assert "one goes together with the other, but does not come before it" in clash.explanation
    assert (clash.supports, clash.disputes, clash.against) == (("s1",), ("study",), Finding.NO_EFFECT)


@pytest.mark.parametrize(
    "claims",
    [
        (together(supports("s1")), cause(supports("s2"))),
        (together(disputes("s1")), cause(disputes("s2"))),
        (together(supports("s1"), disputes("s2", design="rct")), cause(disputes("s3"))),
        (together(supports("s1")), before(supports("s2", design="rct"), disputes("s3"))),
        (together(supports("s1")), claim("a", "causes", "c", disputes("s2"))),
        (together(supports("s1", unconfirmed=True)), cause(disputes("s2"))),
    ],
    ids=["nobody denies", "nobody grants", "evidence against the link", "it does come before", "other ends", "seen once"],
)
def test_what_is_not_undercut(claims: tuple[Claim, ...]) -> None:
    assert found("undercut", *claims) == []


# tiers


def test_tiers_is_belief_against_evidence() -> None:
    clash = one("tiers", cause(supports("s1"), supports("s2"), disputes("study", design="rct", finding=Finding.NO_EFFECT)))
    assert (clash.supports, clash.disputes) == (("s1", "s2"), ("study",))
    assert clash.explanation == (
        "Peer-reviewed evidence speaks against “a causes b”. popular: supported by s1 and s2; "
        "peer-reviewed: disputed by study (no effect)."
    )


def test_tiers_may_be_evidence_against_disbelief() -> None:
    clash = one("tiers", cause(disputes("s1"), supports("study", design="rct")))
    assert clash.explanation.startswith("Peer-reviewed evidence speaks for “a causes b”.")
    assert clash.weights == SideWeights(3.0, 0.25)


@pytest.mark.parametrize(
    "said",
    [
        (supports("s1"), disputes("s2")),
        (supports("study"), disputes("review")),
        (supports("s1"), disputes("study"), supports("review", design="systematicReview")),
        (supports("s1", design="rct"), disputes("study", design="rct")),
        (supports("s1", unconfirmed=True), disputes("study")),
        (supports("s1"), disputes("study", unconfirmed=True)),
    ],
    ids=["popular alone", "peers alone", "peers lean the same way", "no belief but a trial", "belief seen once", "seen once"],
)
def test_what_is_not_between_tiers(said: tuple[Said, ...]) -> None:
    assert found("tiers", cause(*said)) == []


def test_a_popular_cause_is_against_evidence_that_not_even_a_weaker_link_is_there() -> None:
    weaker = before(disputes("review", design="systematicReview", finding=Finding.NO_EFFECT))
    clash = one("tiers", cause(supports("s1")), weaker)
    assert clash.claims == ("a.causes.b", weaker.id)
    assert (clash.supports, clash.disputes) == (("s1",), ("review",))
    assert one("tiers", cause(supports("s1")), together(disputes("study", design="crossSectional"))).disputes == ("study",)


@pytest.mark.parametrize(
    "claims",
    [
        (cause(supports("s1"), supports("study", design="rct")), before(disputes("review"))),
        (cause(supports("s1")), before(supports("study", design="cohort"), disputes("review"))),
        (cause(supports("s1")), before(supports("study", design="cohort")), together(disputes("review"))),
        (cause(supports("s1")), before(disputes("s2"))),
    ],
    ids=["a study supports the cause", "peers lean to the risk", "the risk stands", "no peer"],
)
def test_a_cause_that_is_not_refuted(claims: tuple[Claim, ...]) -> None:
    assert found("tiers", *claims) == []


def test_a_cause_that_clashes_by_itself_is_told_once() -> None:
    direct = cause(supports("s1"), disputes("study"))
    assert one("tiers", direct, before(disputes("review"))).claims == (direct.id,)


# weights, what hangs, and order


def test_a_claim_weighs_what_its_opinion_says() -> None:
    made = cause(supports("s1"), supports("study", design="cohort"), disputes("review", design="rct"), qualifies("s3"))
    weighed = opinion(made.assertions, Independence((), ()), Weights.packaged())
    clash = one("disputed", made)
    assert (clash.weights.supports, clash.weights.disputes) == (weighed.weight(Lean.SUPPORT), weighed.weight(Lean.DISPUTE))
    assert clash.weights == SideWeights(2.375, 3.0625)


def test_sources_that_depend_on_each_other_weigh_once() -> None:
    author = [replace(source(name), creator="Ann Author", issued="2020") for name in ("s1", "s2")]
    assert one("disputed", cause(supports("s1"), supports("s2"), disputes("s3")), *author).weights.supports == 0.25


def test_where_both_sides_support_the_second_weighs_as_the_one_against() -> None:
    clash = one("opposed", cause(supports("s1")), claim("a", "reduces", "b", supports("study", design="rct")))
    assert clash.weights == SideWeights(0.25, 3.0)


def test_a_loop_weighs_its_lightest_claim_against_the_rest() -> None:
    loop = claim("a", "causes", "b", supports("s1")), claim("b", "causes", "c", supports("study", design="rct"))
    light = claim("c", "causes", "a", supports("s2", certainty="possible"))
    assert one("reversed", *loop, light).weights == SideWeights(3.25, 0.125)


def test_what_hangs_on_a_clash_leads_to_it_or_goes_on_from_it() -> None:
    clash = one(
        "disputed",
        claim("weak glute", "causes", "valgus", supports("s1"), disputes("s2")),
        claim("bridge", "targets", "glute", supports("s1")),  # over the muscle of the state
        claim("valgus", "causes", "pain", supports("s1")),
        claim("valgus", "causes", "ache", disputes("s1")),  # nobody supports it
        claim("valgus", "associatedWith", "age", supports("s1")),  # no chain passes
        claim("flat foot", "causes", "valgus", supports("s1")),  # beside it
        concept("bridge", "Exercise"),
        state("weak glute", of="glute", sign=-1),
    )
    assert clash.hangs == 2


def test_stakes_are_the_lighter_side_times_what_hangs_on_it() -> None:
    assert stakes(SideWeights(4.5, 1.0), 7) == 1.0 * (1 + 3)
    assert stakes(SideWeights(0.25, 8.0), 0) == 0.25
    assert stakes(SideWeights(2.0, 3.0), 2) == pytest.approx(2 * (1 + log2(3)))
    assert stakes(SideWeights(5.0, 0.0), 100) == 0


def test_heavy_on_both_sides_comes_first_then_what_more_hangs_on() -> None:
    order = contradictions(
        corpus(
            claim("many", "causes", "x", *(supports(f"p{number}") for number in range(9)), disputes("s2")),
            claim("heavy", "causes", "y", supports("study", design="rct"), disputes("review", design="rct")),
            claim("hung", "causes", "z", supports("s1"), disputes("s2")),
            claim("z", "causes", "pain", supports("s1")),
            claim("z", "causes", "ache", supports("s1")),
            claim("plain", "causes", "w", supports("s1"), disputes("s2")),
        )
    )
    assert [clash.claims[0].split(".")[0] for clash in order if clash.kind == "disputed"] == ["heavy", "hung", "many", "plain"]


def test_what_is_resolved_comes_last_of_its_kind() -> None:
    apart = claim(
        "a", "causes", "x", supports("s1", design="rct", scope=["walking"]), disputes("s2", design="rct", scope=["running"])
    )
    order = found("disputed", apart, claim("b", "causes", "y", supports("s1"), disputes("s2")))
    assert [clash.resolved for clash in order] == [False, True]
