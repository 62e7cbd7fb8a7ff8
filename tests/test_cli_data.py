"""What commands answer when they found something, what they write, and what their options change."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from kneegraph.cli import main

OTHER = Path(__file__).parent.parent / "docs" / "examples" / "other-subject"
TINY = Path(__file__).parent / "cases" / "cli" / "tiny.ttl"


def run(capsys: pytest.CaptureFixture[str], *args: str | Path) -> tuple[int, str]:
    capsys.readouterr()
    with pytest.raises(SystemExit) as left:
        main([str(arg) for arg in args])
    return int(left.value.code or 0), capsys.readouterr().out


@pytest.fixture
def bread(tmp_path: Path) -> Path:
    return Path(shutil.copytree(OTHER, tmp_path / "bread"))


def texts_of(folder: Path) -> Path:
    (manifest,) = folder.rglob("manifest.jsonl")
    return manifest.parent


def test_validate_answers_1_when_it_found_something(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = tmp_path / "wrong.ttl"
    wrong.write_text(
        TINY.read_text(encoding="utf-8").replace("rdf:predicate kg:targets", "rdf:predicate kg:targetz"), encoding="utf-8"
    )
    status, out = run(capsys, "validate", wrong)
    assert status == 1
    assert "nearest: targets" in out


def test_verify_answers_1_and_names_what_was_hit(bread: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "verify", bread, "--sources", texts_of(bread))[0] == 0
    text = next(texts_of(bread).rglob("*.txt"))
    moved = "A new first line.\n" + text.read_text(encoding="utf-8")
    text.write_text(moved, encoding="utf-8")
    status, out = run(capsys, "verify", bread, "--sources", texts_of(bread))
    assert status == 1
    assert "passage moved" in out
    before = {path: path.read_bytes() for path in bread.glob("*.ttl")}
    run(capsys, "verify", bread, "--sources", texts_of(bread), "--write")
    assert any(path.read_bytes() != content for path, content in before.items())
    assert "passage moved" not in run(capsys, "verify", bread, "--sources", texts_of(bread))[1]


def test_claim_quotes_the_texts_when_they_are_at_hand(bread: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ("claim", "high hydration", "causes", "open crumb", "--data", bread, "--format", "json")
    with_texts = json.loads(run(capsys, *command, "--sources", texts_of(bread))[1])
    assert all(one["quote"] for one in with_texts["assertions"])
    assert all(one["quote"] is None for one in json.loads(run(capsys, *command)[1])["assertions"])


def test_the_page_opens_on_the_focus_and_holds_the_quotations(
    bread: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pages = {name: tmp_path / f"{name}.html" for name in ("plain", "focus", "texts")}
    run(capsys, "browse", "-o", pages["plain"], "--data", bread)
    run(capsys, "browse", "-o", pages["focus"], "--data", bread, "--focus", "open crumb")
    run(capsys, "browse", "-o", pages["texts"], "--data", bread, "--sources", texts_of(bread))
    assert len({page.read_text(encoding="utf-8") for page in pages.values()}) == 3


def test_contradictions_can_be_asked_about_one_concept(capsys: pytest.CaptureFixture[str]) -> None:
    everything = json.loads(run(capsys, "contradictions", "--format", "json")[1])
    about = json.loads(run(capsys, "contradictions", "--about", "VMO", "--format", "json")[1])
    assert 0 < len(about) < len(everything)
    assert {one["resolved"] for one in everything} == {True, False}


def test_chains_keep_to_the_longest_that_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    command = ("chains", "weak gluteus medius", "knee pain", "--limit", "50", "--format", "json")
    lengths = {len(one["steps"]) for one in json.loads(run(capsys, *command, "--max-steps", "1")[1])}
    assert lengths == {1}
    assert max(len(one["steps"]) for one in json.loads(run(capsys, *command)[1])) > 1


def test_tour_shows_chains_and_exercises(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out = run(capsys, "tour", "-o", tmp_path / "page.html")
    assert "The strongest chains to knee pain" in out
    assert "clamshell → targets gluteus medius" in out
