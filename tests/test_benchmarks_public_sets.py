"""The scorer of public sets reads their forms: made-up files of each, with the figures worked by hand."""

from __future__ import annotations

from pathlib import Path

import cues
import public_sets
import pytest
from public_sets import Label, Scored, figures

from kneegraph.text.stated import Span

SCOPES = """<?xml version="1.0"?>
<Annotation><DocumentSet><Document>
<sentence id="1">Boats <xcope id="a"><cue type="negation" ref="a">never</cue> sink</xcope> and
<xcope id="b"><cue type="speculation" ref="b">may</cue> float</xcope>.</sentence>
<sentence id="2">Boats float.</sentence>
</Document></DocumentSet></Annotation>
"""
REPORTS = "Report No.\tConcept\tSentence\tNegation\n" + "".join(
    f"{number}\t{phrase}\t{sentence}\t{status}\n"
    for number, phrase, sentence, status in (
        (1, "cough", "No COUGH today.", "Negated"),
        (1, '"dry  cough"', '"Has a DRY   COUGH, no fever."', "Affirmed"),
        (2, "rash", "Skin is clear.", "Negated"),
    )
)


@pytest.fixture(autouse=True)
def plain_cues(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cues whose answers are known: whatever follows a "no" or "never" is negated, "may" is possible, all else is none."""

    def is_negated(text: str, span: Span) -> bool:
        return bool({"no", "never"} & set(text[: span.start].lower().split()))

    def is_hedged(text: str) -> bool:
        return "may" in text.split()

    monkeypatch.setattr(public_sets, "is_negated", is_negated)
    monkeypatch.setattr(public_sets, "is_hedged", is_hedged)
    monkeypatch.setattr(public_sets, "strength", lambda text: "possible" if is_hedged(text) else "none")


def test_conditions_are_found_in_their_sentence_whatever_the_case_and_spaces(tmp_path: Path) -> None:
    path = tmp_path / "reports.txt"
    path.write_text(REPORTS, encoding="utf-8")
    (scored,) = public_sets.negex(path)
    assert scored == Scored("condition negated", (Label("yes", "yes"), Label("no", "no")), left_out=1)


def test_scopes_are_those_of_negations_only(tmp_path: Path) -> None:
    path = tmp_path / "scopes.xml"
    path.write_text(SCOPES, encoding="utf-8")
    sentences, reach, hedged = public_sets.bioscope(path)
    assert sentences.labels == (Label("yes", "yes"), Label("no", "no"))
    assert [one.right for one in reach.labels] == ["no", "yes", "yes", "no", "no", "no", "no", "no"]
    assert [one.ours for one in reach.labels] == ["no", "no", "yes", "yes", "yes", "yes", "no", "no"]
    assert hedged.labels == (Label("yes", "yes"), Label("no", "no"))


@pytest.mark.parametrize(("name", "right"), [("annotated_x.csv", "associated"), ("pubmed_causal_language_use.csv", "causal")])
def test_strengths_are_numbered_as_the_release_numbers_them(name: str, right: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text('sentence,label\nTea may calm.,2\n"Tea, with milk.",1\n', encoding="utf-8")
    (scored,) = public_sets.strengths(path)
    assert scored.labels == (Label("possible", "possible"), Label(right, "none"))


def test_both_conclusions_of_a_press_release_are_scored(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text(
        '{"press_release_conclusion": "Tea calms.", "press_release_strength": 3,'
        ' "abstract_conclusion": "Tea may calm.", "abstract_strength": 2}\n',
        encoding="utf-8",
    )
    release, abstract = public_sets.insciout(path)
    assert (release.labels, abstract.labels) == ((Label("causal", "none"),), (Label("possible", "possible"),))


def test_the_cues_are_those_of_drafts() -> None:
    text = "Tea does not soothe the throat, but milk may cause a cough."
    throat, cough = text.index("throat"), text.index("cough")
    assert cues.is_negated(text, Span(throat, throat + 6))
    assert not cues.is_negated(text, Span(cough, cough + 5))
    assert cues.is_hedged(text)
    strengths = ("Tea may cause calm.", "Tea causes calm.", "Tea is associated with increased calm.", "Tea is brown.")
    assert [cues.strength(one) for one in strengths] == ["possible", "causal", "associated", "none"]


def test_figures_are_those_worked_by_hand() -> None:
    labels = (Label("yes", "yes"), Label("yes", "no"), Label("no", "no"), Label("no", "no"))
    assert figures(Scored("asked", labels, left_out=2)) == [
        "asked: 4, 2 left out",
        "  accuracy 0.750 (commonest answer 0.500), macro F1 0.733",
        "  no         precision 0.667  recall 1.000  F1 0.800  (2)",
        "  yes        precision 1.000  recall 0.500  F1 0.667  (2)",
    ]


def test_a_file_of_no_known_form_is_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert public_sets.main(["x.docx"]) == 3
    assert "x.docx: no set that is known here" in capsys.readouterr().err
