"""Every bad file in tests/cases/validate gives exactly the one message that stands beside it; every good one gives none."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TypeVar

import pytest
from builders import claim, concept, corpus, disputes, qualifies, reports, source, state, supports
from pyoxigraph import Literal, NamedNode

import kneegraph
from kneegraph import files, model, rdf
from kneegraph import vocab as v
from kneegraph.errors import DataError
from kneegraph.model import Corpus, Passage
from kneegraph.turtle import write_turtle
from kneegraph.validate import INVARIANTS, invariants, invariants_of_whole, validate

Thing = TypeVar("Thing")
CASES = Path(__file__).parent / "cases" / "validate"


@cache
def told(path: Path) -> tuple[str, ...]:
    """What is said of a file, each with its rule, and the path shortened to the file's name."""
    try:
        found = [f"{finding} [{finding.rule}]\n" for finding in validate([path]).findings]
    except DataError as error:
        found = [f"{error} [unreadable]\n"]
    return tuple(line.replace(str(path), path.name) for line in found)


def broken(facts: Corpus) -> list[str]:
    return [problem.rule for problem in invariants_of_whole(facts)]


def in_file(folder: Path, facts: Corpus, *changes: tuple[str, str]) -> Path:
    """A file that states these facts, with some of its text replaced."""
    text = write_turtle(rdf.to_quads(replace(facts, relations={})))
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path = folder / "mine.ttl"
    path.write_text(text, encoding="utf-8")
    return path


def less(things: Mapping[str, Thing], name: str) -> dict[str, Thing]:
    assert name in things
    return {other: thing for other, thing in things.items() if other != name}


SOUND = corpus(
    claim("weak hip", "causes", "knee pain", supports("s1"), disputes("s2"), qualifies("s3", reason="valgus"), reports("s4")),
    claim("feet", "outweighs", "weak hip", supports("s1", scope=["running"]), supports("s1"), outcome="valgus"),
    state("weak hip", of="hip muscle", sign=-1, opposite="strong hip", broader="weakness"),
)


@pytest.mark.parametrize("path", sorted(CASES.glob("*.ttl")), ids=lambda path: path.stem)
def test_a_file_gives_the_message_beside_it(path: Path, pytestconfig: pytest.Config) -> None:
    beside = path.with_name(f"{path.stem}_error.txt")
    found = told(path)
    if pytestconfig.getoption("--update") and found:
        beside.write_text("".join(found), encoding="utf-8")
    assert "".join(found) == (beside.read_text(encoding="utf-8") if beside.exists() else "")
    assert len(found) == (0 if path.stem.startswith("good") else 1)
    assert all(line.startswith(f"{path.name}:") for line in found)


@pytest.mark.parametrize("path", sorted(CASES.glob("*.ttl")), ids=lambda path: path.stem)
def test_loading_stops_at_the_same_message(path: Path) -> None:
    expected = "".join(told(path))
    if expected and not re.search(
        r"\[(\w+Shape|term-declared|concept-used|dependence-known)\]", expected
    ):  # these, validate alone looks for
        with pytest.raises(DataError) as error:
            kneegraph.load(path)
        assert expected.startswith(str(error.value).replace(str(path), path.name))
    else:
        assert kneegraph.load(path).corpus.claims


def test_every_invariant_has_a_case() -> None:
    messages = [path.read_text(encoding="utf-8") for path in CASES.glob("*_error.txt")]
    assert [rule.id for rule in INVARIANTS if not any(message.endswith(f"[{rule.id}]\n") for message in messages)] == []


def test_no_case_is_left_without_its_file() -> None:
    stems = {path.stem for path in CASES.glob("*.ttl")}
    assert {path.stem.removesuffix("_error") for path in CASES.glob("*_error.txt")} <= stems


def test_the_packaged_data_are_in_order() -> None:
    report = validate()
    assert [str(finding) for finding in report.findings] == []
    assert report.checked["assertions"] > 0
    assert report.checked["files"] == len(files.data_files())


def test_the_counts_are_those_of_the_files(tmp_path: Path) -> None:
    assert validate([in_file(tmp_path, SOUND)]).checked == {
        "files": 2,
        "relations": len(SOUND.relations),
        "concepts": 8,
        "sources": 4,
        "claims": 2,
        "assertions": 6,
        "passages": 0,
    }


def test_sound_facts_break_no_invariant() -> None:
    assert broken(SOUND) == []


def test_each_rule_has_an_identifier_of_its_own_and_a_description() -> None:
    assert len({rule.id for rule in INVARIANTS}) == len(INVARIANTS)
    assert all(rule.description and rule.id == v.slug(rule.id) for rule in INVARIANTS)


@pytest.mark.parametrize(
    ("facts", "rule", "message"),
    [
        (replace(SOUND, sources=less(SOUND.sources, "s2")), "source-exists", "there is no source s2"),
        (replace(SOUND, relations=less(SOUND.relations, "causes")), "relation-known", "there is no relation causes"),
        (replace(SOUND, concepts=less(SOUND.concepts, "valgus")), "concept-exists", "there is no concept valgus"),
        (replace(SOUND, concepts=less(SOUND.concepts, "running")), "concept-exists", "there is no concept running"),
        (replace(SOUND, concepts=less(SOUND.concepts, "weakness")), "concept-exists", "there is no concept weakness"),
    ],
)
def test_what_is_mentioned_must_be_there(facts: Corpus, rule: str, message: str) -> None:
    assert {(problem.rule, problem.message) for problem in invariants(facts)} == {(rule, message)}


def test_a_name_that_is_not_there_comes_with_the_nearest_that_are() -> None:
    meant = SOUND.claims["weak-hip.causes.knee-pain"]
    slip = replace(meant, relation="cuases", object="knee-pane")
    messages = {problem.message for problem in invariants(replace(SOUND, claims={**SOUND.claims, meant.id: slip}))}
    assert messages == {"there is no relation cuases; nearest: causes", "there is no concept knee-pane; nearest: knee-pain"}


def test_an_assertion_about_a_claim_that_is_not_there_is_told() -> None:
    made = SOUND.claims["weak-hip.causes.knee-pain"]
    stray = replace(made, assertions=tuple(replace(one, claim="weak-hip.causes.knee-pains") for one in made.assertions))
    rules = broken(replace(SOUND, claims={**SOUND.claims, made.id: stray}))
    assert rules == ["claim-exists"] * 4


def test_labels_are_compared_without_regard_to_case_and_within_a_kind_only() -> None:
    muscle, same = concept("Gluteus", "Muscle", "GMed"), concept("glute", "Muscle", "gmed")
    used = claim("gluteus", "partOf", "glute", supports("s1"))
    assert broken(corpus(used, muscle, same)) == ["label-unique"]
    assert broken(corpus(used, muscle, replace(same, kind=concept("x", "Structure").kind))) == []


@pytest.mark.parametrize("label", ["side-lying leg raise", "“side lying  leg raise”", "side–lying leg raise"])
def test_labels_are_compared_as_they_are_looked_up(label: str) -> None:
    used = claim("a", "causes", "b", supports("s1"))
    (problem,) = invariants(corpus(used, concept("a", "Exercise", "Side lying leg raise"), concept("b", "Exercise", label)))
    assert problem.rule == "label-unique"
    assert f"the label {label!r} is also that of concept/a (as 'Side lying leg raise', which is looked up alike)" in (
        problem.message
    )


def test_a_concept_is_used_when_another_one_that_is_there_mentions_it() -> None:
    used = claim("weak hip", "causes", "knee pain", supports("s1"))
    narrower = concept("runner's knee pain", broader="knee pain")
    assert broken(corpus(used, narrower)) == []
    assert broken(corpus(used, concept("elbow pain"))) == ["concept-used"]


def test_a_part_of_the_data_may_leave_concepts_unused() -> None:
    spare = corpus(claim("weak hip", "causes", "knee pain", supports("s1")), concept("elbow pain"))
    assert list(invariants(spare)) == []
    assert [problem.rule for problem in invariants_of_whole(spare)] == ["concept-used"]


def test_ones_own_claims_load_with_the_packaged_concepts(tmp_path: Path) -> None:
    used = claim("weak gluteus medius", "causes", "knee pain", supports("s1"))
    path = in_file(tmp_path, replace(corpus(used), concepts={}))
    concepts = files.packaged("data", "concepts.ttl")
    assert list(kneegraph.load(path, concepts).corpus.claims) == [used.id]
    assert {finding.rule for finding in validate([path, concepts]).findings} == {"concept-used"}


def test_a_circle_of_broader_concepts_is_told_once_however_long() -> None:
    used = claim("a", "causes", "b", supports("s1"))
    circle = [concept(one, broader=other) for one, other in ("ab", "bc", "cd", "db")]
    (problem,) = invariants(corpus(used, *circle))
    assert problem.message == "broader leads around in a circle: b → c → d → b"


def test_two_separate_circles_are_both_told() -> None:
    used = claim("a", "causes", "b", supports("s1"))
    assert broken(corpus(used, concept("a", broader="a"), concept("b", broader="c"), concept("c", broader="b"))) == [
        "broader-ends",
        "broader-ends",
    ]


@pytest.mark.parametrize(
    ("start", "end", "sound"),
    [(0, 10, True), (9, 10, True), (0, 11, False), (5, 5, False), (-1, 3, False)],
)
def test_a_passage_lies_inside_its_text(start: int, end: int, sound: bool) -> None:
    text = replace(source("s1"), sha256="0" * 64, length=10)
    facts = corpus(claim("a", "causes", "b", supports("s1").at(Passage(start, end, "0" * 64))), text)
    assert (broken(facts) == []) is sound


def test_a_source_with_passages_must_say_digest_and_length() -> None:
    facts = corpus(claim("a", "causes", "b", supports("s1").at(Passage(0, 1, "0" * 64))))
    assert broken(facts) == ["text-described", "text-described"]


def test_a_function_and_its_fault_may_be_opposites() -> None:
    used = claim("tracking", "causes", "maltracking", supports("s1"))
    fault = replace(concept("maltracking", "MovementFault"), opposite_of="tracking")
    assert broken(corpus(used, fault, concept("tracking", "Function"))) == []
    assert broken(corpus(used, fault, concept("tracking", "Muscle"))) == ["opposite-alike"]


def test_addresses_of_ones_own_need_not_follow_from_content() -> None:
    mine = "https://example.org/hip"
    foreign = replace(concept("hip"), id=mine)
    used = claim("a", "causes", "b", supports("s1"))
    facts = corpus(replace(used, id="https://example.org/1", assertions=()), foreign)
    assert set(broken(facts)) == {"claim-asserted", "concept-used"}


def test_everything_wrong_is_told_in_the_order_of_the_file(tmp_path: Path) -> None:
    path = in_file(tmp_path, SOUND, ('"s1 supports it."@en', '""@en'), ("kg:tier kg:popular", "kg:tier kg:public"))
    report = validate([path])
    lines = [finding.line for finding in report.findings]
    assert len(lines) == 7  # three paraphrases, four tiers
    assert lines == sorted(line for line in lines if line is not None)
    assert report.as_dict()["findings"] == [finding.as_dict() for finding in report.findings]


def test_what_hangs_on_an_unreadable_resource_is_not_told_besides(tmp_path: Path) -> None:
    facts = corpus(claim("a", "causes", "b", supports("s1", scope=["sitting"])))
    path = in_file(tmp_path, facts, ("kg:stance kg:supports", "kg:stance kg:supporting"))
    assert [finding.rule for finding in validate([path]).findings] == ["closed-set"]


def test_the_same_claim_in_two_files_is_one_claim(tmp_path: Path) -> None:
    one = in_file(tmp_path, SOUND)
    two = tmp_path / "again.ttl"
    two.write_bytes(one.read_bytes())
    report = validate([one, two])
    assert report.findings == ()
    assert report.checked["claims"] == 2


def test_a_folder_may_bring_its_own_ontology_and_shapes(tmp_path: Path) -> None:
    in_file(tmp_path, SOUND)
    (tmp_path / "ontology.ttl").write_bytes(files.packaged("data", "ontology.ttl").read_bytes())
    assert validate([tmp_path]).findings == ()
    shapes = files.read_text(files.packaged("data", "shapes.ttl"))
    (tmp_path / "shapes.ttl").write_text(shapes.replace("targetClass kg:Source ;", "targetClass kg:Claim ;"), encoding="utf-8")
    assert {finding.rule for finding in validate([tmp_path]).findings} >= {"SourceShape"}


def test_a_shape_within_a_shape_is_told_once(tmp_path: Path) -> None:
    in_file(tmp_path, SOUND)
    (tmp_path / "ontology.ttl").write_bytes(files.packaged("data", "ontology.ttl").read_bytes())
    head = "".join(f"@prefix {prefix}: <{space}> .\n" for prefix, space in v.PREFIXES.items())
    outer = 'kg:OuterShape sh:targetClass kg:Claim ; sh:node kg:InnerShape ; sh:message "is not as it should be" .\n'
    inner = 'kg:InnerShape a sh:NodeShape ; sh:property [ sh:path kg:none ; sh:minCount 1 ; sh:message "has none" ] .\n'
    (tmp_path / "shapes.ttl").write_text(head + outer + inner, encoding="utf-8")
    assert [finding.message.rpartition(": ")[2] for finding in validate([tmp_path]).findings] == ["is not as it should be"] * 2


def test_every_shape_has_a_name_and_a_message_for_people() -> None:
    quads = list(files.read_quads(files.packaged("data", "shapes.ttl")))
    kinds = {NamedNode(v.SH + "NodeShape"), NamedNode(v.SH + "PropertyShape")}
    shapes = {quad.subject for quad in quads if quad.object in kinds}
    told = {quad.subject for quad in quads if quad.predicate.value == v.SH + "message" and isinstance(quad.object, Literal)}
    assert shapes <= told
    assert all(isinstance(shape, NamedNode) and shape.value.endswith("Shape") for shape in shapes)


def test_the_shapes_know_every_value_the_model_knows() -> None:
    shapes = files.read_text(files.packaged("data", "shapes.ttl"))
    for choices in (model.Stance, model.Certainty, model.Basis, model.Aspect, model.Tier, model.Kind, model.Family):
        assert f"( {' '.join(f'kg:{value}' for value in choices)} )" in shapes


@pytest.mark.parametrize("package", ["validate", "verify"])
def test_no_docstring_tells_a_time_that_nothing_measures(package: str) -> None:
    room = importlib.import_module(f"kneegraph.{package}")
    modules = [room, *(importlib.import_module(f"{room.__name__}.{one.name}") for one in pkgutil.iter_modules(room.__path__))]
    texts = [path.read_text(encoding="utf-8") for path in (Path(str(module.__file__)) for module in modules)]
    assert len(texts) > 3
    assert [found for text in texts for found in re.findall(r"[\d.]+ (?:µs|ms|s)\b|seconds", text)] == []


def test_an_empty_name_is_no_name() -> None:
    with pytest.raises(DataError, match="the name of a file is empty"):
        validate([""])
