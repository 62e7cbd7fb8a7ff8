from __future__ import annotations

from dataclasses import replace

import pytest
from builders import claim, corpus, disputes, judge, reports, source, supports

from kneegraph.analysis.evidence.doubt import DOUBTS, Doubt
from kneegraph.model import Claim

STUDIES = [source(name, "peer-reviewed") for name in ("p1", "p2")]


def doubt(one: Claim) -> Doubt | None:
    return judge(corpus(one, *STUDIES)).doubt(one.assertions)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ((), None),
        ((reports("s1"),), None),
        ((supports("s1"),), None),
        ((supports("s1"), disputes("s2")), None),
        ((disputes("s1"),), Doubt.DISPUTED),
        ((supports("s1"), disputes("p1").by("rct")), Doubt.OUTWEIGHED),
    ],
)
def test_a_doubt_is_told_by_what_outweighs_what(said: tuple[object, ...], expected: Doubt | None) -> None:
    assert doubt(claim("a", "causes", "b", *said)) is expected  # type: ignore[arg-type]


def test_popular_voices_do_not_outweigh_the_studies_however_many_they_are() -> None:
    voices = [supports(f"s{number}") for number in range(20)]
    assert doubt(claim("a", "causes", "b", *voices, disputes("p1").by("crossSectional"))) is Doubt.NULL
    assert doubt(claim("a", "causes", "b", *voices, disputes("p1"))) is None


def test_a_study_that_finds_it_meets_one_that_does_not() -> None:
    against, for_it = disputes("p1").by("crossSectional"), supports("p2").by("rct")
    assert doubt(claim("a", "causes", "b", supports("s1"), against, for_it)) is None


def test_a_narrative_review_looks_for_nothing_itself() -> None:
    voices = [supports(f"s{number}") for number in range(5)]
    assert doubt(claim("a", "causes", "b", *voices, disputes("p1").by("narrativeReview"))) is None


def test_what_one_reader_has_seen_neither_doubts_nor_stands() -> None:
    for said in (disputes("s1"), supports("s1")):
        one = claim("a", "causes", "b", said)
        alone = [replace(assertion, unconfirmed=True) for assertion in one.assertions]
        judging = judge(corpus(one))
        assert judging.doubt(alone) is None
        assert not judging.stands(alone)


def test_every_doubt_is_explained() -> None:
    assert set(DOUBTS) == set(Doubt)
