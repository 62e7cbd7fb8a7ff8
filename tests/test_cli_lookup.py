"""Looking things up in the shell: what `claim`, `search` and `sparql` make of words that do not fit, and of long answers."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest
from builders import claim, concept, corpus, disputes, supports

from kneegraph import rdf
from kneegraph.cli import main
from kneegraph.turtle import write_turtle

MANY = corpus(
    concept("weak glutes", "Condition", "lazy glutes"),
    concept("knee pain", "Symptom", "sore knee"),
    *(claim(f"habit {number:02}", "causes", "hip ache", supports("anna")) for number in range(45)),
    claim("weak glutes", "causes", "knee pain", supports("anna"), disputes("bert")),
    claim("weak glutes", "riskFactorFor", "knee pain", supports("anna")),
)
QUERY = "# title: Mine\n# about: All of it.\n# param: t (text) = x : a word\nSELECT ?t WHERE { }\n"
Shell = Callable[[str], tuple[int, str, str]]


@pytest.fixture
def shell(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Shell:
    """Run a command line on the folder `mine`, which brings a query of its own."""
    folder = tmp_path / "mine"
    (folder / "queries").mkdir(parents=True)
    (folder / "claims.ttl").write_text(write_turtle(rdf.to_quads(MANY)), encoding="utf-8")
    (folder / "queries" / "mine.rq").write_text(QUERY, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KNEEGRAPH_SOURCES", raising=False)

    def run(line: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            main([*shlex.split(line), "--data", "mine"])
        out, err = capsys.readouterr()
        return int(left.value.code or 0), out, " ".join(err.split())

    return run


# claim


def test_a_claim_s_label_is_enough(shell: Shell) -> None:
    by_identifier = shell("claim weak-glutes.causes.knee-pain")
    assert by_identifier[0] == 0
    assert "weak glutes causes knee pain" in by_identifier[1]
    assert shell("claim 'weak glutes causes knee pain'") == by_identifier
    assert shell("claim 'weak glutes' causes 'knee pain'") == by_identifier


@pytest.mark.parametrize(
    ("term", "message"),
    [
        (
            "weak glutes cuases knee pain",
            "no claim is called 'weak glutes cuases knee pain'; nearest: weak-glutes.causes.knee-pain",
        ),
        ("weak gluts", "no concept is called 'weak gluts'; nearest: weak-glutes"),
        ("quantum physics", "no concept is called 'quantum physics'"),
    ],
)
def test_one_word_that_names_nothing_gets_what_is_most_like_it(shell: Shell, term: str, message: str) -> None:
    status, out, err = shell(f"claim '{term}'")
    assert (status, out) == (3, "")
    assert message in err


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("weak glutes causes knee pain", 'kneegraph claim "weak glutes" causes "knee pain"'),
        ("lazy glutes cause sore knee", 'kneegraph claim "lazy glutes" cause "sore knee"'),
        ("weak glutes risk factor for knee pain", 'kneegraph claim "weak glutes" "risk factor for" "knee pain"'),
        ("knee pain", 'kneegraph claim "knee pain"'),
    ],
)
def test_words_without_quotes_are_shown_the_line_to_type(shell: Shell, words: str, line: str) -> None:
    status, out, err = shell(f"claim {words}")
    assert (status, out) == (2, "")
    assert err.endswith(f"words that belong together stand in quotes: {line}")
    assert shell(line.removeprefix("kneegraph "))[0] == 0


def test_words_that_fit_nothing_get_no_line(shell: Shell) -> None:
    assert shell("claim one two three four")[2].endswith("its identifier, or one concept")


def test_an_outcome_without_a_comparison_is_wrong_use(shell: Shell) -> None:
    status, _, err = shell("claim 'weak glutes' --outcome 'knee pain'")
    assert status == 2
    assert "--outcome goes with a claim's three parts" in err


def test_an_unknown_relation_is_told_which_there_are(shell: Shell) -> None:
    status, _, err = shell("claim 'weak glutes' cuases 'knee pain'")
    assert status == 3
    assert "no relation is called 'cuases'; nearest: causes" in err
    assert "the relations are associatedWith, attachesTo, causes" in err
    assert "kneegraph claim --help" in err
    assert "relations are" not in shell("claim 'weak gluts' causes 'knee pain'")[2]


def test_a_long_table_of_claims_says_how_much_more_there_is(shell: Shell) -> None:
    status, out, err = shell("claim 'hip ache'")
    assert (status, out.count(".causes.hip-ache")) == (0, 40)
    assert out.startswith("Claims about hip ache: 45\n")
    assert err == "… and 5 more; --limit 0 shows all"
    _, out, err = shell("claim 'hip ache' --limit 45")
    assert (out.count(".causes.hip-ache"), err) == (45, "")
    assert shell("claim 'hip ache' --limit 0") == shell("claim 'hip ache' --limit 45")
    assert len(json.loads(shell("claim 'hip ache' --format json")[1])) == 45
    assert len(json.loads(shell("claim 'hip ache' --limit 3 --format json")[1])) == 3
    assert shell("claim 'hip ache' --limit -1")[0] == 2


# search


@pytest.mark.parametrize("form", ["table", "json"])
def test_a_search_without_a_hit_fails_in_every_form(shell: Shell, form: str) -> None:
    status, out, err = shell(f"search 'knee pane' --format {form}")
    assert (status, out) == (3, "")
    assert "no concept is called 'knee pane'; nearest: knee-pain" in err


@pytest.mark.parametrize("form", ["table", "json"])
def test_an_address_finds_its_concept(shell: Shell, form: str) -> None:
    status, out, _ = shell(f"search concept/knee-pain --format {form}")
    assert status == 0
    assert "knee pain" in out


# sparql


def test_the_list_of_queries_is_json_when_asked(shell: Shell) -> None:
    status, out, _ = shell("sparql --list --format json")
    listed = {one["name"]: one for one in json.loads(out)}
    assert (status, "contested" in listed) == (0, True)
    parameter = {"name": "t", "sort": "text", "about": "a word", "default": "x"}
    assert listed["mine"] == {"name": "mine", "title": "Mine", "about": "All of it.", "parameters": [parameter]}
    assert "Mine" in shell("sparql --list")[1]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("sparql --list --format csv", "--list is printed as table or json (got csv)"),
        ("sparql --name contested --param x=1 --param x=2", "--param x=… is given more than once"),
        ("sparql 'ASK {}' --show", "--show goes with --name"),
        ("sparql 'ASK {}' --param x=1", "--param goes with --name"),
    ],
)
def test_options_that_do_not_go_together_are_wrong_use(shell: Shell, line: str, message: str) -> None:
    status, out, err = shell(line)
    assert (status, out) == (2, "")
    assert message in err
