"""Claims repeated after the evidence turned."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import claim, corpus, disputes, judge, source, supports

from kneegraph.analysis.evidence.opinion import Lean, Opinion
from kneegraph.analysis.turned import Turned, turned, turned_score
from kneegraph.model import Claim, Corpus

SOURCES = [
    source("p2000", "peer-reviewed", issued="2000"),
    source("p2010", "peer-reviewed", issued="2010"),
    source("p2020", "peer-reviewed", issued="2020"),
    source("undated study", "peer-reviewed"),
    source("s2005", issued="2005-04-01"),
    source("s2015", issued="2015"),
    source("s2025", issued="2025"),
    source("undated"),
]
NULL = disputes("p2010").by("cohort")


def found(*claims: Claim) -> list[Turned]:
    return turned(judge(corpus(*claims, *SOURCES)))


def test_who_repeats_a_claim_after_the_year_in_which_the_evidence_turned_is_named() -> None:
    said = [supports(name) for name in ("s2005", "s2015", "s2025", "undated")]
    (one,) = found(claim("a", "causes", "b", NULL, *said))
    assert (one.year, one.turned_by) == (2010, ("p2010",))
    assert (one.repeated_by, one.undated) == (("s2025", "s2015"), ("undated",))
    assert one.opinion.lean is Lean.DISPUTE
    assert one.explanation == (
        "a causes b: the peer-reviewed evidence has leaned against it since 2010 (p2010); repeated since by s2025 and s2015."
    )


@pytest.mark.parametrize(
    "said",
    [
        [NULL, supports("s2005"), supports("undated")],
        [NULL, supports("s2015").by("rct")],
        [disputes("undated study").by("cohort"), supports("s2015")],
        [NULL, supports("p2020").by("rct"), supports("s2025")],
        [disputes("s2005"), supports("s2015")],
    ],
    ids=["said before", "a study of its own", "no year", "turned back", "popular dispute"],
)
def test_nothing_is_repeated_when(said: list[object]) -> None:
    assert found(claim("a", "causes", "b", *said)) == []  # type: ignore[arg-type]


def test_the_year_is_that_of_the_last_turn() -> None:
    before, after = supports("p2000").by("crossSectional"), disputes("p2020").by("rct")
    (one,) = found(claim("a", "causes", "b", before, disputes("p2010").by("crossSectional"), after, supports("s2025")))
    assert (one.year, one.turned_by) == (2020, ("p2020", "p2010"))


def test_who_calls_a_cause_what_is_no_risk_repeats_that_it_is_one() -> None:
    (one,) = found(claim("a", "riskFactorFor", "b", NULL), claim("a", "causes", "b", supports("s2015")))
    assert (one.claim, one.through) == ("a.riskFactorFor.b", ("a.causes.b",))
    assert found(claim("a", "causes", "b", NULL), claim("a", "riskFactorFor", "b", supports("s2015"))) == []


def test_what_one_reader_has_seen_does_not_count() -> None:
    made = claim("a", "causes", "b", NULL, supports("s2015"))
    for source_ in ("p2010", "s2015"):
        marked = tuple(replace(one, unconfirmed=one.source == source_) for one in made.assertions)
        assert found(replace(made, assertions=marked)) == []


def test_the_score_is_the_margin_times_those_who_repeat() -> None:
    assert turned_score(Opinion(0.1, 0.5, 0.4), 3) == pytest.approx(1.2)


def test_weak_abductors_are_still_blamed_for_the_iliotibial_band_after_2008(whole: Corpus) -> None:
    one = next(one for one in turned(judge(whole)) if one.claim == "weak-hip-abductors.causes.iliotibial-band-syndrome")
    assert (one.year, one.turned_by) == (2008, ("ijsm-2008-itbs-abductor-not-cause",))
    assert "runnerspicks-2026-itb-strap-roller" in one.repeated_by


def test_every_repetition_in_the_data_is_later_than_the_turn_and_popular(whole: Corpus) -> None:
    for one in turned(judge(whole)):
        assert all((whole.sources[name].year or 0) > one.year for name in one.repeated_by)
        assert {whole.sources[name].tier.value for name in one.repeated_by} == {"popular"}
        assert {whole.sources[name].tier.value for name in one.turned_by} == {"peer-reviewed"}
