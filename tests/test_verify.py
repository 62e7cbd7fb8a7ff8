from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from builders import claim, corpus, disputes, supports
from hypothesis import given
from hypothesis import strategies as st

from kneegraph import files, rdf
from kneegraph.errors import DataError
from kneegraph.model import Claim, Corpus, Passage
from kneegraph.passages import Texts, digest, locate
from kneegraph.turtle import write_turtle
from kneegraph.validate import invariants
from kneegraph.verify import FlawKind, VerifyReport, anchoring, reanchored, verify, write_reanchored

FOLDER = Path(__file__).parent / "cases" / "texts"
TEXTS = Texts.open(FOLDER)
HIPS, FEET = TEXTS.text("hips"), TEXTS.text("feet")

DRIFT = "hips.weak-hip.causes.knee-valgus.supports"
ACHE = "hips.knee-valgus.causes.knee-pain.supports"
LINE = "hips.strong-hip.controls.thigh-line.supports"
RAISE = "hips.leg-raise.targets.outer-hip.supports"
ARCH = "feet.lazy-arch.causes.knee-valgus.supports"


def facts() -> Corpus:
    drift = (locate(HIPS, "A weak hip lets the knee drift inward", number) for number in (1, 2))
    return described(
        claim("weak hip", "causes", "knee valgus", supports("hips").at(*drift), disputes("paper")),
        said("hips", "knee valgus", "causes", "knee pain", "feel an ache under the kneecap 🦵 for days"),
        said("hips", "strong hip", "controls", "thigh line", "A strong hip keeps the thigh in line"),
        said("hips", "leg raise", "targets", "outer hip", "works the outer hip"),
        said("feet", "lazy arch", "causes", "knee valgus", "rolls the shin in, and the knee has to follow"),
    )


def said(source: str, subject: str, relation: str, object_: str, words: str, occurrence: int | None = None) -> Claim:
    return claim(subject, relation, object_, supports(source).at(locate(TEXTS.text(source), words, occurrence)))


def described(*claims: Claim) -> Corpus:
    """The claims, with digest and length of the texts that are there."""
    facts = corpus(*claims)
    known = (one for name, one in facts.sources.items() if name in TEXTS)
    found = {one.id: replace(one, sha256=digest(TEXTS.text(one.id)), length=len(TEXTS.text(one.id))) for one in known}
    return replace(facts, sources={**facts.sources, **found})


def with_text(name: str, text: str) -> Texts:
    """The texts as they would be if this one read otherwise."""
    return Texts(TEXTS.folder, TEXTS.listed, {"hips": HIPS, "feet": FEET, name: text})


def kinds(report: VerifyReport) -> list[FlawKind]:
    return [finding.kind for finding in report.findings]


def places(facts: Corpus, assertion: str) -> list[tuple[int, int]]:
    (found,) = (one for one in facts.assertions if one.id == assertion)
    return [(passage.start, passage.end) for passage in found.passages]


def test_texts_as_they_were_read_prove_every_passage() -> None:
    report = verify(facts(), TEXTS)
    assert report.findings == ()
    assert (report.passages, report.proven, report.moved, report.hit) == (6, 6, 0, ())
    assert [(one.id, one.passages, one.length) for one in report.sources] == [("feet", 1, len(FEET)), ("hips", 5, len(HIPS))]
    assert report.textless == ("paper",)


def test_one_changed_letter_names_the_assertion_hit_and_no_other() -> None:
    report = verify(facts(), with_text("hips", HIPS.replace("thigh in line", "thigh in lime")))
    assert report.hit == (LINE,)
    assert kinds(report) == [FlawKind.TEXT_CHANGED, FlawKind.PASSAGE_CHANGED]
    assert (report.passages, report.proven, report.moved) == (6, 5, 0)
    assert str(report.findings[1]).startswith(
        f"{FOLDER}/texts/hips.txt:5: passage changed: {LINE}: the passage 127–163 has other"
    )
    assert report.findings[1].message.endswith("(A strong hip … thigh in lime)")


def test_text_put_in_front_moves_every_passage_and_hits_none() -> None:
    report = verify(facts(), with_text("hips", f"Updated.\n{HIPS}"))
    assert report.hit == ()
    assert (report.proven, report.moved) == (6, 5)
    (now,) = (finding.now for finding in report.findings if finding.assertion == RAISE)
    assert now is not None
    assert f"Updated.\n{HIPS}"[now.start : now.end] == "works the outer hip"


@given(position=st.integers(0, len(HIPS) - 1), edit=st.sampled_from(["replace", "insert", "delete"]))
def test_any_single_edit_hits_exactly_the_passages_around_it(position: int, edit: str) -> None:
    kept = HIPS[position:] if edit == "insert" else HIPS[position + 1 :]
    text = HIPS[:position] + ("" if edit == "delete" else "§") + kept
    report = verify(facts(), with_text("hips", text))

    def hit(passage: Passage) -> bool:
        words = HIPS[passage.start : passage.end]
        inside = passage.start < position < passage.end if edit == "insert" else passage.start <= position < passage.end
        # Of "ll", either l may be the one that went: then a passage that begins or ends between them is whole.
        whole = edit == "delete" and words in (text[passage.start : passage.end], text[passage.start - 1 : passage.end - 1])
        return inside and not whole

    assert set(report.hit) == {one.id for one in facts().assertions if one.source == "hips" and any(map(hit, one.passages))}
    again = verify(reanchored(facts(), report), with_text("hips", text))
    assert again.moved == 0
    assert again.hit == report.hit


def test_words_that_changed_are_not_taken_for_the_same_words_elsewhere() -> None:
    only_first = described(said("hips", "weak hip", "causes", "knee valgus", "A weak hip lets the knee", 1))
    report = verify(only_first, with_text("hips", HIPS.replace("A weak hip lets", "A meek hip lets", 1)))
    assert report.hit == (DRIFT,)


def test_of_two_places_with_the_same_words_the_one_that_changed_is_told() -> None:
    report = verify(facts(), with_text("hips", HIPS.replace("knee drift inward.", "knee drift outward.")))
    assert report.hit == (DRIFT,)
    assert kinds(report) == [FlawKind.TEXT_CHANGED, FlawKind.PASSAGE_CHANGED]


def test_words_known_to_stand_in_a_second_place_are_not_moved_there() -> None:
    places = (replace(locate(HIPS, "A weak hip lets the knee drift inward", number), fragment=None) for number in (1, 2))
    both = described(claim("weak hip", "causes", "knee valgus", supports("hips").at(*places)))
    report = verify(both, with_text("hips", HIPS.replace("drift inward on", "drifts inward on")))
    assert kinds(report) == [FlawKind.TEXT_CHANGED, FlawKind.PASSAGE_CHANGED, FlawKind.PASSAGE_MOVED]


def test_words_between_two_edits_are_found_though_nothing_around_them_moved_as_far() -> None:
    bare = replace(locate(HIPS, "weak hip", 1), fragment=None)
    lone = described(claim("weak hip", "causes", "knee valgus", supports("hips").at(bare)))
    text = HIPS.replace("Notes on", "Some notes on").replace("Runners", "All runners")
    report = verify(lone, with_text("hips", text))
    assert report.hit == ()
    assert places(reanchored(lone, report), DRIFT) == [(bare.start + 5, bare.end + 5)]


def test_text_put_in_front_is_followed_without_searching(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def counted(words: str) -> str:
        asked.append(words)
        return digest(words)

    monkeypatch.setattr(anchoring, "digest", counted)
    verify(facts(), with_text("hips", f"Updated.\n{HIPS}"))
    assert len(asked) <= 3 * 6


def test_short_words_of_which_nothing_is_known_are_not_looked_for_elsewhere() -> None:
    bare = replace(locate(HIPS, "weak hip", 1), fragment=None)
    lone = described(claim("weak hip", "causes", "knee valgus", supports("hips").at(bare)))
    assert verify(lone, with_text("hips", HIPS.replace("weak hip", "weak lip", 1))).hit == (DRIFT,)


def test_a_paragraph_that_went_elsewhere_is_found_there() -> None:
    blocks = HIPS.split("\n\n")
    blocks.insert(1, blocks.pop(3))
    text = "\n\n".join(blocks)
    report = verify(facts(), with_text("hips", text))
    assert report.hit == ()
    ((start, end),) = places(reanchored(facts(), report), RAISE)
    assert text[start:end] == "works the outer hip"


def test_several_edits_at_once_are_followed() -> None:
    text = HIPS
    for old, new in (("Notes on", "Some notes on the"), ("for days.", "for days. So they rest."), ("Raising", "Lifting")):
        text = text.replace(old, new)
    report = verify(facts(), with_text("hips", text))
    assert report.hit == ()
    assert report.moved == 5


def test_a_passage_beyond_the_end_of_a_shortened_text_is_out_of_range() -> None:
    report = verify(facts(), with_text("feet", FEET[:40]))
    assert kinds(report) == [FlawKind.TEXT_CHANGED, FlawKind.PASSAGE_OUT_OF_RANGE]
    assert report.hit == (ARCH,)
    assert list(invariants(reanchored(facts(), report))) == []


def test_negative_offsets_never_count_from_the_end() -> None:
    backwards = supports("feet").at(Passage(-7, -1, digest(FEET[-7:-1])))
    report = verify(described(claim("lazy arch", "causes", "knee valgus", backwards)), TEXTS)
    assert kinds(report) == [FlawKind.PASSAGE_OUT_OF_RANGE]


def test_a_source_the_manifest_does_not_list_is_told_with_the_passages_it_leaves_unproven() -> None:
    report = verify(corpus(claim("a", "causes", "b", supports("hands").at(Passage(0, 4, digest("Hand"))))), TEXTS)
    assert kinds(report) == [FlawKind.TEXT_MISSING]
    assert (report.passages, report.proven) == (1, 0)
    assert "manifest.jsonl: text missing: hands: the manifest lists no text of it; its 1 passages" in str(report.findings[0])


def test_a_listed_file_that_is_gone_is_told(tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path / "texts")
    (tmp_path / "texts" / "texts" / "feet.txt").unlink()
    report = verify(facts(), Texts.open(tmp_path / "texts"))
    assert kinds(report) == [FlawKind.TEXT_MISSING]
    assert report.findings[0].path.name == "feet.txt"


def test_a_manifest_that_describes_another_text_is_told() -> None:
    listed = {**TEXTS.listed, "feet": replace(TEXTS.listed["feet"], characters=7)}
    report = verify(facts(), Texts(FOLDER, listed))
    assert [finding.message for finding in report.findings] == [
        f"not the text described by the manifest: {len(FEET)} characters (the manifest: 7)"
    ]


def test_reanchoring_what_has_not_moved_changes_nothing() -> None:
    assert reanchored(facts(), verify(facts(), TEXTS)) == facts()


def test_reanchoring_makes_the_data_describe_the_new_text() -> None:
    text = HIPS.replace("Notes on hips", "Some notes on hips")
    after = reanchored(facts(), verify(facts(), with_text("hips", text)))
    assert (after.sources["hips"].sha256, after.sources["hips"].length) == (digest(text), len(text))
    assert places(after, LINE) == [(start + 5, end + 5) for start, end in places(facts(), LINE)]
    assert list(invariants(after)) == []


def test_a_changed_passage_goes_on_being_told_after_reanchoring() -> None:
    text = HIPS.replace("in line", "well in line").replace("Notes on hips", "Notes")
    after = reanchored(facts(), verify(facts(), with_text("hips", text)))
    assert verify(after, with_text("hips", text)).hit == (LINE,)
    ((start, end),) = places(after, LINE)
    assert text[start:end] == "A strong hip keeps the thigh well in line"


def test_writing_moves_offsets_in_the_files_and_leaves_the_rest_alone(tmp_path: Path) -> None:
    path, other = tmp_path / "claims.ttl", tmp_path / "concepts.ttl"
    note = '\n<claim/weak-hip.causes.knee-valgus> <http://example.org/note> "kept" .\n'
    path.write_text(write_turtle(rdf.to_quads(facts())) + note, encoding="utf-8")
    other.write_text("@base <https://w3id.org/kneegraph/id/> .\n<scheme> a <http://example.org/Thing> .\n", encoding="utf-8")
    before = path.read_text(encoding="utf-8").splitlines()
    report = verify(facts(), with_text("hips", f"Hi. {HIPS}"))
    assert write_reanchored([path, other], report) == (path,)
    assert rdf.from_quads(files.read_quads(path))[0] == reanchored(facts(), report)
    after = path.read_text(encoding="utf-8").splitlines()
    changed = {line.split()[0] for line in after if line not in before}
    assert changed <= {"oa:hasSelector", "kg:sha256", "kg:length", "rdfs:label", "<http://example.org/note>"}
    assert "kept" in path.read_text(encoding="utf-8")
    assert write_reanchored([path, other], verify(reanchored(facts(), report), with_text("hips", f"Hi. {HIPS}"))) == ()


def test_only_turtle_is_written_and_nothing_when_one_file_is_not(tmp_path: Path) -> None:
    good, bad = tmp_path / "a.ttl", tmp_path / "b.nt"
    good.write_text(write_turtle(rdf.to_quads(facts())), encoding="utf-8")
    bad.write_text("".join(f"{quad} .\n" for quad in rdf.to_quads(facts())), encoding="utf-8")
    before = good.read_bytes()
    with pytest.raises(DataError, match=r"b\.nt: only Turtle files"):
        write_reanchored([good, bad], verify(facts(), with_text("hips", f"Hi. {HIPS}")))
    assert good.read_bytes() == before


def test_the_json_form_has_what_a_program_needs() -> None:
    form = verify(facts(), with_text("hips", f"Hi. {HIPS}")).as_dict()
    assert {name: form[name] for name in ("passages", "proven", "moved", "hit", "textless")} == {
        "passages": 6,
        "proven": 6,
        "moved": 5,
        "hit": [],
        "textless": ["paper"],
    }
    found = form["findings"]
    assert isinstance(found, list)
    assert {one["new_start"] - one["start"] for one in found if one["kind"] == "passage moved"} == {4}


def test_the_real_texts_prove_every_passage(sources_folder: Path) -> None:
    corpus_, problems = rdf.from_quads(files.read(files.data_files()).quads)
    assert problems == []
    report = verify(corpus_, Texts.open(sources_folder))
    assert [str(finding) for finding in report.findings] == []
    assert report.proven == report.passages > 0
    assert {one.id for one in report.sources} == set(Texts.open(sources_folder).listed)
