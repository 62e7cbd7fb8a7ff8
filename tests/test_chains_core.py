"""Chains in the packaged data: what a physiotherapist should find."""

from __future__ import annotations

import pytest
from builders import told

from kneegraph.analysis.chains import chains
from kneegraph.analysis.no_chain import NoChain, why_no_chain
from kneegraph.model import Corpus, Standing


def test_a_hypertonic_tfl_leads_to_knee_pain_by_way_of_the_gluteus_medius(core: Corpus) -> None:
    found = chains(core, "hypertonic-tensor-fasciae-latae", "knee-pain", limit=20)
    assert all(chain.sign == 1 and chain.stitched for chain in found)
    inward = "hypertonic-tensor-fasciae-latae excessive-hip-internal-rotation inhibited-gluteus-medius knee-valgus knee-pain"
    assert inward in told(found[:3])


def test_a_weak_gluteus_medius_leads_to_knee_pain_directly_and_by_way_of_valgus(core: Corpus) -> None:
    found = chains(core, "weak-gluteus-medius", "knee-pain")
    assert told(found)[:2] == ["weak-gluteus-medius knee-pain", "weak-gluteus-medius knee-valgus knee-pain"]
    assert found[0].told_by == ("jordan-glute-strengthening", "makrunning-2018")
    assert found[1].steps[0].standing is Standing.QUALIFIED
    assert all(chain.sign == 1 for chain in found)


def test_what_the_vmo_does_for_the_kneecap_is_marked_as_contested(core: Corpus) -> None:
    (chain,) = chains(core, "vastus-medialis-oblique", "patellar-tracking", limit=1)
    assert chain.contested_steps == (0,)
    assert chain.score == pytest.approx(1 / 3)


def test_the_other_direction_is_told_apart_from_no_connection(core: Corpus) -> None:
    assert why_no_chain(core, "knee-pain", "weak-gluteus-medius") is NoChain.ONLY_BACKWARDS
    assert why_no_chain(core, "rest", "knee-pain") is NoChain.ONLY_DISPUTED
