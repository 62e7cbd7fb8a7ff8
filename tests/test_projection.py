from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import networkx as nx
import pytest
from builders import claim, concept, corpus, disputes, qualifies, reports, state, supports

from kneegraph.analysis.effect import claim_sign
from kneegraph.analysis.kinship import Kinship, Signed
from kneegraph.analysis.projection import to_networkx
from kneegraph.analysis.steps import claim_step, step_strength, structural_steps
from kneegraph.errors import UnknownTermError
from kneegraph.model import Concept, Corpus, Standing, Tally


def test_every_concept_is_a_node_and_every_claim_an_edge_under_its_own_key() -> None:
    one = claim("weak glute", "causes", "knee pain", supports("s1"), disputes("s2"), qualifies("s3"), reports("s1"))
    other = claim("weak glute", "riskFactorFor", "knee pain", supports("s1"))
    graph = to_networkx(corpus(one, other, concept("unused", "Symptom")))
    assert graph.nodes["unused"] == {"label": "unused", "kind": "Symptom"}
    assert set(graph["weak-glute"]["knee-pain"]) == {one.id, other.id}
    assert graph["weak-glute"]["knee-pain"][one.id] == {
        "kind": "claim",
        "label": one.label,
        "relation": "causes",
        "family": "causal",
        "sign": 1,
        "standing": "contested",
        "sources": "s1 s2 s3",
        "supports": 1,
        "disputes": 1,
        "qualifies": 1,
        "reports": 1,
    }


def test_the_outcome_of_a_comparison_and_a_relation_without_sign_are_kept() -> None:
    one = claim("foot training", "moreEffectiveThan", "rest", supports("s1"), outcome="knee valgus")
    edge = to_networkx(corpus(one))["foot-training"]["rest"][one.id]
    assert edge["outcome"] == "knee-valgus"
    assert "sign" not in edge


def test_a_claim_nobody_speaks_about_has_no_standing_in_the_graph() -> None:
    graph = to_networkx(corpus(claim("a", "causes", "b")))
    edge = graph["a"]["b"]["a.causes.b"]
    assert "standing" not in edge
    assert edge["sources"] == ""


def test_what_concepts_state_by_definition_is_an_edge_told_apart_from_claims() -> None:
    weak = state("weak medius", of="medius", sign=-1, opposite="strong medius", broader="weakness")
    graph = to_networkx(corpus(weak, claim("weak medius", "causes", "pain", supports("s1"))))
    told = {(source, target): edge for source, target, edge in graph.edges(data=True) if edge["kind"] == "definition"}
    assert {ends: edge["relation"] for ends, edge in told.items()} == {
        ("weak-medius", "medius"): "stateOf",
        ("weak-medius", "strong-medius"): "oppositeOf",
        ("weak-medius", "weakness"): "broader",
    }
    assert told["weak-medius", "medius"]["label"] == "weak medius is a state of medius"
    assert graph.number_of_edges() == 4


@pytest.mark.parametrize(("write", "read"), [(nx.write_graphml, nx.read_graphml), (nx.write_gexf, nx.read_gexf)])
def test_the_packaged_data_can_be_written_for_other_programs_and_read_back(
    write: Callable[[object, Path], None], read: Callable[[Path], nx.MultiDiGraph[str]], core: Corpus, tmp_path: Path
) -> None:
    graph = to_networkx(core)
    write(graph, tmp_path / "graph.xml")
    back = read(tmp_path / "graph.xml")
    assert {name: known["kind"] for name, known in back.nodes(data=True)} == {
        name: known["kind"] for name, known in graph.nodes(data=True)
    }
    known = ("kind", "relation", "sign", "standing", "sources", "outcome", "supports")
    assert told(back, known) == told(graph, known)


def told(graph: nx.MultiDiGraph[str], names: tuple[str, ...]) -> list[list[str]]:
    """The edges with some of what they carry, in an order that does not depend on the graph's."""
    return sorted([one, other, *(str(edge.get(name)) for name in names)] for one, other, edge in graph.edges(data=True))


def test_an_unknown_relation_is_an_error_with_the_nearest_name() -> None:
    with pytest.raises(UnknownTermError, match="no relation is called 'cuases'; nearest: causes"):
        to_networkx(corpus(claim("a", "cuases", "b")))


def sign(part: tuple[str, str, str], *concepts: Concept) -> int | None:
    one = claim(*part, supports("s1"))
    return claim_sign(corpus(one, *concepts), one)


@pytest.mark.parametrize(
    ("relation", "kind", "expected"),
    [
        ("causes", "Symptom", 1),
        ("reduces", "Symptom", -1),
        ("improves", "Function", 1),
        ("improves", "Symptom", -1),
        ("controls", "MovementFault", -1),
        ("controls", "Function", 1),
        ("recommendedFor", "Symptom", None),
    ],
)
def test_what_betters_a_complaint_makes_it_less(relation: str, kind: str, expected: int | None) -> None:
    assert sign(("a", relation, "b"), concept("b", kind)) == expected


def test_a_treatment_moves_its_target_in_its_own_direction() -> None:
    muscle = concept("TFL", "Muscle")
    release = replace(concept("muscle release", "Intervention"), sign=-1)
    kind_of_release = concept("TFL release", "Intervention", broader="muscle release")
    assert sign(("clamshell", "targets", "TFL"), muscle, concept("clamshell", "Exercise")) == 1
    assert sign(("muscle release", "targets", "TFL"), muscle, release) == -1
    assert sign(("TFL release", "targets", "TFL"), muscle, release, kind_of_release) == -1


def test_a_treatment_moves_a_targeted_state_as_it_moves_the_muscle() -> None:
    release = replace(concept("muscle release", "Intervention"), sign=-1)
    assert sign(("clamshell", "targets", "weak glute"), state("weak glute", of="glute", sign=-1)) == -1
    assert sign(("muscle release", "targets", "tight TFL"), state("tight TFL", of="TFL", sign=1), release) == -1
    assert sign(("training", "targets", "imbalance"), concept("imbalance", "MuscleState")) is None


def test_treatments_that_are_broader_than_each_other_do_not_hang_the_search_for_a_direction() -> None:
    one, other = concept("one", "Exercise", broader="other"), concept("other", "Exercise", broader="one")
    assert sign(("one", "targets", "TFL"), one, other, concept("TFL", "Muscle")) == 1


@pytest.mark.parametrize(
    ("tally", "strength"),
    [
        (Tally(), 0.0),
        (Tally(supports=1), 1 / 2),
        (Tally(supports=3), 3 / 4),
        (Tally(supports=1, disputes=1), 1 / 3),
        (Tally(disputes=2), 0.0),
        (Tally(reports=1), (1 / 4) / (1 / 4 + 1)),
        (Tally(supports=3, qualifies=1, reports=2), (3 + 1 / 2 + 2 / 4) / (3 + 1 + 2 / 4 + 1)),
    ],
)
def test_the_strength_of_a_step_is_what_the_formula_gives_by_hand(tally: Tally, strength: float) -> None:
    assert step_strength(tally) == pytest.approx(strength)


def test_a_step_names_those_who_assert_it_and_never_those_who_dispute_it() -> None:
    supported = claim("a", "causes", "b", supports("s1"), qualifies("s2"), disputes("s3"))
    reported = claim("a", "causes", "c", reports("s4"))
    disputed = claim("a", "causes", "d", disputes("s5"))
    facts = corpus(supported, reported, disputed)
    assert claim_step(facts, supported).sources == ("s1",)
    assert claim_step(facts, supported).standing is Standing.CONTESTED
    assert claim_step(facts, reported).sources == ("s4",)
    assert claim_step(facts, disputed).sources == ()


def links(facts: Corpus, name: str) -> set[tuple[str, str, int | None]]:
    return {(step.relation, step.object, step.sign) for step in structural_steps(facts, Kinship(facts), name)}


def test_structural_steps_join_states_muscles_and_opposites_both_ways() -> None:
    facts = corpus(
        state("weak glute", of="glute", sign=-1, opposite="strong glute"), state("strong glute", of="glute", sign=1)
    )
    assert links(facts, "weak-glute") == {("stateOf", "glute", -1), ("oppositeOf", "strong-glute", -1)}
    assert links(facts, "glute") == {("stateOf", "weak-glute", -1), ("stateOf", "strong-glute", 1)}
    assert links(facts, "strong-glute") == {("stateOf", "glute", 1), ("oppositeOf", "weak-glute", -1)}


def test_a_state_without_a_sign_is_not_joined_to_its_muscle() -> None:
    facts = corpus(replace(state("altered glute", of="glute", sign=1), sign=None))
    assert links(facts, "altered-glute") == links(facts, "glute") == set()


def test_kinship_knows_what_is_broader_however_far_and_survives_circles() -> None:
    facts = corpus(concept("a", broader="b"), concept("b", broader="c"), concept("c", broader="a"))
    kinship = Kinship(facts)
    assert kinship.broader("a") == ("b", "c")
    assert kinship.narrower("a") == ("b", "c")
    assert kinship.related("a", "c")
    assert not kinship.related("a", "d")


def test_a_state_comes_down_to_its_muscle_and_two_opposites_to_one_of_them() -> None:
    kinship = Kinship(corpus(state("weak glute", of="glute", sign=-1), replace(concept("z", "Function"), opposite_of="a")))
    assert kinship.core("weak-glute") == Signed("glute", -1)
    assert (kinship.core("a"), kinship.core("z")) == (Signed("a"), Signed("a", -1))
    assert kinship.core("unknown") == Signed("unknown")
