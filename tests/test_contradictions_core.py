"""What the packaged data contradict each other in."""

from __future__ import annotations

from kneegraph.analysis.contradictions import Contradiction, ContradictionKind, contradictions
from kneegraph.model import Corpus


def of_kind(core: Corpus, kind: str) -> dict[frozenset[str], Contradiction]:
    return {frozenset(clash.claims): clash for clash in contradictions(core, kinds=[ContradictionKind(kind)])}


def test_whether_the_vmo_controls_tracking_is_disputed(core: Corpus) -> None:
    clash = of_kind(core, "disputed")[frozenset({"vastus-medialis-oblique.controls.patellar-tracking"})]
    assert (clash.supports, clash.disputes) == (("fti-medial-knee",), ("somerset-2018",))


def test_that_a_weak_gluteus_medius_causes_valgus_is_qualified(core: Corpus) -> None:
    clash = of_kind(core, "qualified")[frozenset({"weak-gluteus-medius.causes.knee-valgus"})]
    assert clash.supports == ("hanjunko-2017", "jordan-glute-strengthening", "makrunning-2018")
    assert clash.qualifies == ("somerset-2018",)


def test_foot_and_hip_each_come_first_for_somebody(core: Corpus) -> None:
    pair = frozenset({"foot-pronation.inhibits.gluteal-muscles", "weak-gluteus-medius.causes.overpronation"})
    assert of_kind(core, "reversed")[pair].supports == ("hanjunko-2017", "somerset-2018")


def test_the_gluteus_medius_turns_the_hip_both_ways_depending_on_its_position(core: Corpus) -> None:
    clash = of_kind(core, "scope")[
        frozenset(f"gluteus-medius.performs.hip-{way}-rotation" for way in ("internal", "external"))
    ]
    assert clash.resolved
    assert clash.explanation.endswith("jordan-glute-strengthening.")


def test_what_drives_valgus_has_rivals(core: Corpus) -> None:
    clash = next(clash for clash in of_kind(core, "rivals").values() if "foot-pronation.causes.knee-valgus" in clash.claims)
    assert clash.sources == (
        "fti-medial-knee",
        "hanjunko-2017",
        "jordan-glute-strengthening",
        "makrunning-2018",
        "somerset-2018",
    )
    assert {"weak-gluteus-medius.causes.knee-valgus", "dominant-tensor-fasciae-latae.causes.knee-valgus"} < set(clash.claims)


def test_one_article_is_on_both_sides_of_weak_glutes_and_knee_pain(core: Corpus) -> None:
    clashes = [clash for names, clash in of_kind(core, "self").items() if "weak-gluteal-muscles.causes.knee-pain" in names]
    assert [clash.sources for clash in clashes] == [("jordan-glute-strengthening",)]


def test_weak_glutes_are_contested_where_the_weak_gluteus_medius_is_not(core: Corpus) -> None:
    pair = frozenset({"weak-gluteal-muscles.causes.knee-pain", "weak-gluteus-medius.causes.knee-pain"})
    assert of_kind(core, "inherited")[pair].disputes == ("somerset-2018",)


def test_no_clash_is_told_twice(core: Corpus) -> None:
    told = [(clash.kind, frozenset(clash.claims), clash.sources) for clash in contradictions(core)]
    assert len(told) == len(set(told))
