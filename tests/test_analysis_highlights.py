"""What a first look shows: how far it goes to find a chain of several claims."""

from __future__ import annotations

import pytest
from builders import claim, concept, corpus, state, supports

from kneegraph.analysis.highlights import strongest_chains


@pytest.mark.parametrize(("direct", "found"), [(4, ["weak-glute.causes.limp", "limp.causes.pain"]), (5, [])])
def test_a_long_chain_is_sought_among_the_five_strongest_ways_of_a_start(direct: int, found: list[str]) -> None:
    kinds = [f"pain {number}" for number in range(direct)]
    facts = corpus(
        state("weak glute", of="glute", sign=-1),
        concept("pain", "Symptom"),
        concept("limp", "Sign"),
        *(concept(kind, "Symptom", broader="pain") for kind in kinds),
        *(claim("weak glute", "causes", kind, supports("s1")) for kind in kinds),
        claim("weak glute", "causes", "limp", supports("s1")),
        claim("limp", "causes", "pain", supports("s1")),
    )
    assert [name for chain in strongest_chains(facts, "pain") for name in chain.claims] == found
