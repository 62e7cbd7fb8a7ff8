"""Whatever counts sources splits them by tier: one tier is named once, two are named beside each count."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from builders import claim, concept, corpus, disputes, qualifies, reports, source, state, supports

from kneegraph import rdf
from kneegraph.cli import main
from kneegraph.cli.show import console
from kneegraph.model import Corpus
from kneegraph.turtle import write_turtle

POPULAR = corpus(
    concept("glute", "Muscle"),
    concept("knee cave", "MovementFault"),
    concept("knee pain", "Symptom"),
    concept("hip ache", "Symptom"),
    concept("clam", "Exercise"),
    concept("bridge", "Exercise"),
    state("weak glute", of="glute", sign=-1),
    claim("clam", "targets", "glute", supports("anna"), supports("dora")),
    claim("bridge", "recommendedFor", "knee pain", supports("bert"), supports("dora")),
    claim("weak glute", "causes", "knee cave", supports("anna"), supports("bert"), qualifies("cleo"), disputes("dora")),
    claim("knee cave", "causes", "knee pain", supports("anna"), supports("dora")),
    claim("weak glute", "causes", "knee pain", supports("anna"), disputes("bert")),
    claim("knee pain", "causes", "hip ache", supports("anna")),
    claim("weak glute", "causes", "hip ache", supports("bert"), disputes("dora")),
    claim("clam", "recommendedFor", "hip ache", reports("dora")),
)
TWO_TIERS = Corpus(
    POPULAR.relations,
    POPULAR.concepts,
    {**POPULAR.sources, "dora": source("dora", tier="peer-reviewed")},
    POPULAR.claims,
)


class Shell:
    """Runs commands on one of the two graphs."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._folder, self._capsys = folder, capsys

    def __call__(self, *args: str, on: Corpus = TWO_TIERS) -> str:
        data = self._folder / "data.ttl"
        data.write_text(write_turtle(rdf.to_quads(on)), encoding="utf-8")
        with pytest.raises(SystemExit) as left:
            main([*args, "--data", str(data)])
        out, err = self._capsys.readouterr()
        assert (left.value.code, err) == (0, "")
        return out


@pytest.fixture
def shell(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Shell:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    console.cache_clear()
    return Shell(tmp_path, capsys)


@pytest.fixture(autouse=True)
def fresh_console() -> object:
    yield
    console.cache_clear()


COMMANDS = (["contradictions"], ["chains", "weak glute", "knee pain"], ["exercises", "--for", "knee cave"], ["gaps"], ["tour"])


@pytest.mark.parametrize("args", COMMANDS, ids=lambda args: args[0])
def test_one_tier_is_named_once(args: list[str], shell: Shell) -> None:
    out = shell(*args, on=POPULAR)
    assert out.count("popular") == 1
    assert "4 sources, all popular" in out
    assert "peer-reviewed" not in out


@pytest.mark.parametrize("args", COMMANDS, ids=lambda args: args[0])
def test_two_tiers_are_counted_first(args: list[str], shell: Shell) -> None:
    assert "4 sources: 3 popular, 1 peer-reviewed" in shell(*args)


def test_both_sides_of_a_contradiction_are_split(shell: Shell) -> None:
    out = shell("contradictions", "--kind", "disputed")
    assert "supports: popular anna, bert\n" in out
    assert "disputes: peer-reviewed dora\n" in out
    assert "disputes: popular bert\n" in out
    assert "supports: anna, bert\n" in shell("contradictions", "--kind", "disputed", on=POPULAR)


def test_a_side_of_two_tiers_names_both(shell: Shell) -> None:
    assert "supports: popular anna, bert · peer-reviewed dora" in shell("contradictions", "--kind", "reversed", on=LOOP)


LOOP = corpus(
    source("dora", tier="peer-reviewed"),
    claim("a", "causes", "b", supports("anna"), supports("dora")),
    claim("b", "causes", "a", supports("bert")),
)


def test_each_step_of_a_chain_shows_its_tally_by_tier(shell: Shell) -> None:
    out = shell("chains", "weak glute", "knee pain")
    assert "→ causes knee cave   ± contested (popular +2 ≈1 · peer-reviewed ×1); said by anna, bert" in out
    assert "→ causes knee pain   + supported (popular +1 · peer-reviewed +1); said by anna, dora" in out
    assert "± contested (+2 ×1 ≈1); said by" in shell("chains", "weak glute", "knee pain", on=POPULAR)


def test_each_step_of_an_exercise_shows_its_tally_by_tier(shell: Shell) -> None:
    out = shell("exercises", "--for", "knee cave")
    assert "→ targets glute   + supported (popular +1 · peer-reviewed +1); said by anna, dora" in out
    assert "(by definition: state and muscle)" in out


def test_a_gap_shows_what_it_rests_on_by_tier(shell: Shell) -> None:
    rows = shell("gaps").splitlines()
    assert any("bridge is recommended" in row and row.endswith("popular +1 · peer-reviewed +1") for row in rows)
    assert any("second hand only" in row and row.endswith("  peer-reviewed ”1") for row in rows)
    assert any("bridge is recommended" in row and row.endswith("  +2") for row in shell("gaps", on=POPULAR).splitlines())


def test_a_gap_of_several_claims_counts_them_by_tier(shell: Shell) -> None:
    about = corpus(
        source("dora", tier="peer-reviewed"),
        concept("hip ache", "Symptom"),
        claim("a", "causes", "hip ache", supports("anna"), supports("dora")),
        claim("b", "causes", "hip ache", supports("anna"), supports("bert")),
    )
    assert "popular +2 (2 claims) · peer-reviewed +1 (1 claim)" in shell("gaps", on=about)


def test_the_tour_splits_assertions_standings_and_contradictions(shell: Shell) -> None:
    lines = [line.strip() for line in shell("tour").splitlines()]
    assert "16 assertions: 11 supports, 3 disputes, 1 qualifies, 1 reports" in lines
    assert "popular: 8 supports, 1 disputes, 1 qualifies, 0 reports" in lines
    assert "peer-reviewed: 3 supports, 2 disputes, 0 qualifies, 1 reports" in lines
    assert any(line.startswith("by popular sources alone: 1 ± contested   1 ≈ qualified") for line in lines)
    assert any(line.startswith("by peer-reviewed sources alone: 2 × disputed") for line in lines)
    assert any("in all: 1 within popular, 5 between tiers;" in line for line in lines)
    assert any(line.startswith("disputed") and "peer-reviewed ×" in line for line in lines)


def test_the_tour_says_that_a_tier_says_nothing(shell: Shell) -> None:
    silent = corpus(source("dora", tier="peer-reviewed"), claim("a", "causes", "b", supports("anna")))
    lines = [line.strip() for line in shell("tour", on=silent).splitlines()]
    assert "by popular sources alone: 1 + supported" in lines
    assert "by peer-reviewed sources alone: none" in lines


def test_the_tour_counts_what_it_shows(shell: Shell) -> None:
    one = shell("tour", "--source", "cleo", on=POPULAR)
    assert "1 source, popular\n" in one
    assert "1 assertion: 0 supports" in one
    assert "1 claim: " in one
    assert "The sources disagree nowhere" in one
    assert "the first" not in one
    assert "Exercises meant for knee cave (kneegraph exercises" in shell("tour")


def test_json_keeps_the_sides_and_adds_the_tiers(shell: Shell) -> None:
    found = {
        tuple(one["claims"]): one for one in json.loads(shell("contradictions", "--kind", "disputed", "--format", "json"))
    }
    clash = found[("weak-glute.causes.knee-cave",)]
    assert (clash["supports"], clash["disputes"], clash["qualifies"]) == (["anna", "bert"], ["dora"], ["cleo"])
    assert clash["by_tier"] == {
        "popular": {"supports": 2, "disputes": 0, "qualifies": 1},
        "peer-reviewed": {"supports": 0, "disputes": 1, "qualifies": 0},
    }


@pytest.mark.parametrize("args", [["chains", "clam", "knee cave"], ["exercises", "clam", "--for", "knee cave"]])
def test_json_of_steps_has_tallies_by_tier(args: list[str], shell: Shell) -> None:
    (found, *_) = json.loads(shell(*args, "--format", "json"))
    targets, definition, causes = found.get("steps") or found["path"]
    nothing = {"supports": 0, "disputes": 0, "qualifies": 0, "reports": 0}
    assert targets["tally_by_tier"]["peer-reviewed"] == {**nothing, "supports": 1}
    assert (definition["tally"], definition["tally_by_tier"]) == (None, None)
    assert causes["tally"] == {"supports": 2, "disputes": 1, "qualifies": 1, "reports": 0}
    assert causes["tally_by_tier"] == {
        "popular": {**nothing, "supports": 2, "qualifies": 1},
        "peer-reviewed": {**nothing, "disputes": 1},
    }


def test_json_of_gaps_counts_claims_and_sources_by_tier(shell: Shell) -> None:
    gaps = json.loads(shell("gaps", "--format", "json"))
    bridge = next(gap for gap in gaps if gap["concept"] == "bridge")
    one = {"claims": 1, "supports": 1, "disputes": 0, "qualifies": 0, "reports": 0}
    assert bridge["by_tier"] == {"popular": one, "peer-reviewed": one}
    assert set(json.loads(shell("gaps", "--format", "json", on=POPULAR))[0]["by_tier"]) == {"popular"}
