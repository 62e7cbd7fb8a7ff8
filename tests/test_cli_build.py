"""`kneegraph build` and `--store`: what is stored beside claims, what is refused, and what the shell says."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import claim, corpus, disputes, supports

import kneegraph
from kneegraph import DataError, files, rdf
from kneegraph import vocab as v
from kneegraph.cli import main
from kneegraph.stored import build_store

FOREIGN = """@prefix e: <https://example.org/> .
e:patient1 e:has <concept/knee-pain> ; e:age 31 .
e:mine { e:patient1 e:seenBy e:doctor . }
"""
KG = f"@prefix kg: <{v.KG}> .\n"
CLAIM = f"{v.ID}claim/weak-glute.causes.knee-pain"
LIE = f'<{CLAIM}> <{v.KG}supportCount> 99 ; <{v.KG}standing> <{v.KG}contested> ; <{v.KG}labelKey> "lie" .\n'


def run(capsys: pytest.CaptureFixture[str], *args: str | Path) -> tuple[int, str, str]:
    capsys.readouterr()
    with pytest.raises(SystemExit) as left:
        main([str(arg) for arg in args])
    told = capsys.readouterr()
    return int(left.value.code or 0), told.out, told.err


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "data.ttl"
    files.write_file(path, rdf.to_quads(corpus(claim("weak glute", "causes", "knee pain", supports("s1"), supports("s2")))))
    return path


def written(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def test_build_tells_what_it_stored_and_every_command_takes_the_store(
    tmp_path: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = tmp_path / "store"
    status, out, err = run(capsys, "build", "--store", store, data)
    assert (status, err) == (0, "")
    assert out.startswith("Stored 2 concepts, 2 sources, 1 claims, 2 assertions, ")
    assert f"kneegraph tour --store {store}" in out
    for command in (["claim", "weak glute", "causes", "knee pain"], ["contradictions"], ["sparql", "--name", "contested"]):
        assert run(capsys, *command, "--store", store) == run(capsys, *command, "--data", data)


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["build"], "say what to make"),
        (["build", "--store", "a", "-o", "b.nq"], "say what to make"),
        (["build", "--store", "a", "--tier", "popular"], "a store holds all that is given"),
        (["build", "-o", "a.ttl"], "must end in .trig or .nq"),
        (["tour", "--store", "a", "--data", "b"], "give one of --data, --store and --endpoint"),
    ],
)
def test_wrong_use_is_told(args: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = run(capsys, *args)
    assert status == 2
    assert message in err


def test_what_is_not_claims_is_stored_for_joining(tmp_path: Path, data: Path) -> None:
    mine = written(tmp_path, "mine.trig", FOREIGN)
    alone = build_store(tmp_path / "alone", data)
    made = build_store(tmp_path / "store", data, mine)
    graph = kneegraph.open_store(tmp_path / "store")
    joined = "SELECT ?label { <https://example.org/patient1> <https://example.org/has>/skos:prefLabel ?label }"
    assert [row["label"] for row in graph.query(joined)] == ["knee pain"]
    assert graph.query("ASK { GRAPH <https://example.org/mine> { ?s ?p <https://example.org/doctor> } }")
    assert graph.query("ASK FROM <https://example.org/mine> { ?s ?p <https://example.org/doctor> }")
    assert not graph.query("ASK { ?s ?p <https://example.org/doctor> }")
    assert "https://example.org/mine" in made.graphs
    assert made.sha256 != alone.sha256
    other = written(tmp_path, "mine.trig", FOREIGN.replace("doctor", "nurse"))
    assert build_store(tmp_path / "store", data, other).sha256 not in {made.sha256, alone.sha256}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("\n<https://example.org/a> <https://example.org/b> 1 .", "mine.trig:2: a: is not part of a claim, which --strict"),
        ("[] <https://example.org/b> 1 .", "a resource without an address: is not part of a claim, which --strict"),
        ("\n<https://example.org/g> { <urn:a> <urn:b> 1 }", "mine.trig: holds the named graph <https://example.org/g>, which"),
    ],
)
def test_strict_refuses_what_is_not_claims(tmp_path: Path, data: Path, text: str, message: str) -> None:
    build_store(tmp_path / "store", data, strict=True)
    with pytest.raises(DataError) as told:
        build_store(tmp_path / "store", data, written(tmp_path, "mine.trig", text), strict=True)
    assert message in str(told.value)


def test_the_packaged_data_are_strict(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "build", "--strict", "--store", tmp_path / "store")[0] == 0


@pytest.mark.parametrize(
    "text",
    [
        f"\n<https://example.org/g> {{\n<claim/x> a <{v.KG}Claim> }}",
        "\n<claim/x> <urn:a> 1 .",
        "\n<concept/x> <urn:a> 1 .",
        "\n<source/x> a <urn:a> .",
        f"\n<claim/x> a <{v.KG}Claim> .",
        f"\n<concept/x> a <{v.SKOS}Concept> .",
        f'{KG}<assertion/x> a kg:Assertion ; kg:claim <claim/none> ; kg:source <source/s1> ; kg:stance kg:supports ;'
        ' kg:certainty kg:certain ; kg:basis kg:statement ; kg:paraphrase "It does." .',
        f"{KG}<assertion/x> a kg:Assertion .",
        f"{KG}<assertion/x> a kg:Assertion ; kg:claim <claim/weak-glute.causes.knee-pain> .",
    ],
)  # fmt: skip
def test_data_that_cannot_be_used_are_refused_in_the_words_of_load(tmp_path: Path, data: Path, text: str) -> None:
    mine = written(tmp_path, "mine.trig", text)
    with pytest.raises(DataError, match=r"mine\.trig:[23]: ") as loaded:
        kneegraph.load(data, mine)
    with pytest.raises(DataError) as built:
        build_store(tmp_path / "store", data, mine)
    assert str(built.value) == str(loaded.value)
    assert not (tmp_path / "store").exists()


def test_what_an_input_says_of_tallies_and_views_is_never_trusted(tmp_path: Path, data: Path) -> None:
    view = f"<{v.VIEW_CONTESTED}> {{ <{v.ID}concept/weak-glute> <{v.KG}causes> <{v.ID}concept/knee-pain> }}"
    lies = written(tmp_path, "lies.trig", f"<urn:a> <urn:b> 1 .\n{LIE}{view}")
    truth = written(tmp_path, "truth.trig", "<urn:a> <urn:b> 1 .")
    digest = build_store(tmp_path / "truth", data, truth).sha256
    assert build_store(tmp_path / "lies", data, lies).sha256 == digest


def test_disputes_are_counted_across_files(tmp_path: Path, data: Path) -> None:
    more = tmp_path / "more.ttl"
    files.write_file(more, rdf.to_quads(corpus(claim("weak glute", "causes", "knee pain", disputes("s3")))))
    build_store(tmp_path / "store", data, more)
    found = kneegraph.open_store(tmp_path / "store").claim("weak glute", "causes", "knee pain")
    assert (found.tally.supports, found.tally.disputes) == (2, 1)


def test_the_progress_covers_every_byte_and_claim(tmp_path: Path, data: Path) -> None:
    told: dict[str, tuple[int, int]] = {}
    build_store(tmp_path / "store", data, progress=lambda what, done, total: told.update({what: (done, total)}))
    assert {"reading", "counting", "finishing"} <= told.keys()
    assert all(done == total for done, total in told.values())


def test_claims_may_stand_in_a_named_graph_too(tmp_path: Path, data: Path) -> None:
    mine = written(tmp_path, "mine.trig", f"<https://example.org/g> {{ <{CLAIM}> a <{v.KG}Claim> }}")
    assert build_store(tmp_path / "store", data, mine).counts["claims"] == 1


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("own.ttl", f"\n<{v.ID}concept/patella> <https://e.org/by> <https://e.org/trial> .", "own.ttl:2: concept/patella: "),
        ("own.trig", "<https://e.org/g> { <https://e.org/a> <https://e.org/b> 1 }", "own.trig: there are no claims"),
        ("own.ttl", None, "concept patella; to build"),
    ],
)
def test_who_builds_on_the_packaged_data_is_told_to_name_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, text: str | None, told: str
) -> None:
    own = written(tmp_path, name, text or "")
    if text is None:
        made = [
            quad
            for quad in rdf.to_quads(corpus(claim("patella", "causes", "own pain", supports("s1"))))
            if "patella>" not in str(quad.subject)
        ]
        files.write_file(own, made)
    status, _, err = run(capsys, "build", "--store", tmp_path / "store", own)
    advice = f"add the word packaged (kneegraph build --store DIR packaged {name})"
    assert status != 0
    assert told in err
    assert advice in err
    assert run(capsys, "build", "--store", tmp_path / "store", "packaged", own)[0] == 0


def test_nobody_is_told_to_name_the_packaged_data_where_that_would_not_help(tmp_path: Path, data: Path) -> None:
    mine = written(tmp_path, "mine.ttl", "\n<concept/not-there> <urn:a> 1 .")
    for paths in ((data, mine), ("packaged", mine)):
        with pytest.raises(DataError) as told:
            build_store(tmp_path / "store", *paths)
        assert "packaged (" not in str(told.value)


def test_how_much_memory_counting_may_take_can_be_said(tmp_path: Path, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = tmp_path / "store"
    assert run(capsys, "build", "--store", store, data, "--memory", "300MB")[0] == 0
    before = (store / "manifest.json").read_bytes()
    status, _, err = run(capsys, "build", "--store", store, data, "--memory", "lots")
    assert status == 3
    assert "DuckDB" in err  # whose words differ between its versions
    assert (store / "manifest.json").read_bytes() == before
