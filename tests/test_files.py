from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from builders import claim, corpus, supports
from pyoxigraph import Literal, NamedNode, Quad

from kneegraph import files
from kneegraph import vocab as v
from kneegraph.errors import DataError, Problem
from kneegraph.rdf import from_quads, to_quads

CLAIM = f"{v.ID}claim/a.causes.b"
TRIPLE = f"<{CLAIM}> <{v.RDF}type> <{v.KG}Claim> ."


def written(folder: Path, content: str | bytes, name: str = "mine.ttl") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("<a> <b> ", "mine.ttl:1:9: Unexpected end: is the file cut off?"),
        ('<a> <b> "c', "mine.ttl:1:9: Unexpected end of file: is the file cut off?"),
        ("\n<a> kg:b 1 .", "mine.ttl:2:5: The prefix kg: has not been declared"),
        ("<a> <b> <c d> .", "mine.ttl:1:9: Invalid IRI code point ' '"),
        ('<a> <b> "one\ntwo" .', "mine.ttl:1:13: Line jumps are not allowed in string literals, use \\n"),
        (b'<a> <b> "\xe9" .', "mine.ttl:1:10: not UTF-8: byte 0xe9 (is the file Latin-1? save it as UTF-8)"),
        (b"<a> <b> 1 .\n\n  \xff", "mine.ttl:3:3: not UTF-8: byte 0xff (is the file Latin-1? save it as UTF-8)"),
        (
            '<a> <b> "\\uD800" .',
            "mine.ttl:1:10: The escape sequence '\\uD800' is encoding D800 that is not a valid unicode character",
        ),
        (b'<a> <b> "\xed\xa0\x80" .', "mine.ttl:1:10: not UTF-8: byte 0xed (is the file Latin-1? save it as UTF-8)"),
        (
            "\n<a> <b> <<( <c> <d> <e> )>> .",
            "mine.ttl:2: a triple about a triple (RDF 1.2) is not understood here; RDF 1.1 only",
        ),
        ("", "mine.ttl: the file states nothing (is it empty, or cut off?)"),
        ("# a comment\n", "mine.ttl: the file states nothing (is it empty, or cut off?)"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_with_its_place(tmp_path: Path, content: str | bytes, message: str) -> None:
    with pytest.raises(DataError) as told:
        files.read([written(tmp_path, content)])
    assert str(told.value) == f"{tmp_path}/{message}"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.ttl", "<claim/a.causes.b> a <https://w3id.org/kneegraph/ns#Claim> ."),
        ("A.TTL", b"\xef\xbb\xbf<claim/a.causes.b> a <https://w3id.org/kneegraph/ns#Claim> .\r\n"),
        ("a.nt", TRIPLE),
        ("a.nq", TRIPLE.removesuffix(".") + f"<{v.VIEW_CLAIMED}> ."),
        ("a.trig", f"<{v.VIEW_CLAIMED}> {{ {TRIPLE} }}"),
        ("a.jsonld", f'{{"@id": "{CLAIM}", "@type": "{v.KG}Claim"}}'),
        ("a.rdf", f'<rdf:RDF xmlns:rdf="{v.RDF}" xmlns:kg="{v.KG}">\n<kg:Claim rdf:about="{CLAIM}"/></rdf:RDF>'),
    ],
)
def test_every_format_is_read_by_its_name(tmp_path: Path, name: str, content: str | bytes) -> None:
    reading = files.read([written(tmp_path, content, name)])
    assert [(quad.subject, quad.object) for quad in reading.quads] == [(NamedNode(CLAIM), NamedNode(v.KG + "Claim"))]
    assert reading.origins == {CLAIM: {tmp_path / name: None}}


def test_an_ending_nobody_knows_is_told_with_those_we_know(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"mine\.csv: the name must end in \.ttl, .* \(got \.csv\)"):
        files.read([written(tmp_path, "a,b", "mine.csv")])
    with pytest.raises(DataError, match=r"\(got no ending\)"):
        files.read([written(tmp_path, "a,b", "mine")])


def test_xml_entities_are_refused(tmp_path: Path) -> None:
    bomb = '<?xml version="1.0"?>\n<!DOCTYPE x [\n<!ENTITY a "b">]>\n<x>&a;</x>'
    with pytest.raises(DataError, match=r"mine\.rdf:3: XML entities are refused"):
        files.read([written(tmp_path, bomb, "mine.rdf")])


def test_blank_nodes_of_two_files_never_meet(tmp_path: Path) -> None:
    one, two = (written(tmp_path, f"_:x <urn:p> {number} .", f"{number}.ttl") for number in (1, 2))
    assert len({quad.subject for quad in files.read([one, two]).quads}) == 2


def test_a_name_stands_for_a_file_a_folder_or_the_packaged_data(tmp_path: Path) -> None:
    mine = written(tmp_path, TRIPLE)
    written(tmp_path, TRIPLE, "B.TTL")
    written(tmp_path, "no data", "notes.txt")
    written(tmp_path, "no data", "shapes.ttl")
    ontology = files.packaged("data", "ontology.ttl")
    assert files.data_files([mine]) == (ontology, mine)
    assert files.data_files([tmp_path]) == (ontology, tmp_path / "B.TTL", mine)
    assert files.data_files([mine, mine, tmp_path])[1:] == (mine, tmp_path / "B.TTL")
    assert files.data_files(["packaged"]) == files.data_files()
    assert ontology in files.data_files()
    assert files.data_files([mine, "packaged"])[0] == mine


def test_a_folder_that_brings_its_own_ontology_gets_no_other(tmp_path: Path) -> None:
    own = written(tmp_path, TRIPLE, "ontology.ttl")
    assert files.data_files([tmp_path]) == (own,)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("gone.ttl", "there is no such file"),
        ("x" * 300 + ".ttl", "cannot be read: File name too long"),
        ("empty", "has no data file"),
    ],
)
def test_a_name_that_stands_for_nothing_is_told(tmp_path: Path, name: str, message: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(DataError, match=message):
        files.data_files([tmp_path / name])


def test_a_folder_where_a_file_is_meant_is_told(tmp_path: Path) -> None:
    (tmp_path / "folder.ttl").mkdir()
    with pytest.raises(DataError, match=r"folder\.ttl: cannot be read: Is a directory"):
        files.read([tmp_path / "folder.ttl"])


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_one_may_not_read_is_told(tmp_path: Path) -> None:
    path = written(tmp_path, TRIPLE)
    path.chmod(0)
    with pytest.raises(DataError, match="cannot be read: Permission denied"):
        files.read([path])


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    facts = corpus(claim("a", "causes", "b", supports("s")))
    files.write_file(tmp_path / "a.ttl", to_quads(facts))
    assert from_quads(files.read_quads(tmp_path / "a.ttl")) == (facts, [])


def test_tallies_are_never_written_to_a_file(tmp_path: Path) -> None:
    derived = Quad(NamedNode(CLAIM), NamedNode(v.KG + "supportCount"), Literal(3))
    files.write_file(tmp_path / "a.ttl", [derived, Quad(NamedNode(CLAIM), NamedNode("urn:p"), Literal(1))])
    assert "supportCount" not in (tmp_path / "a.ttl").read_text(encoding="utf-8")


def test_a_file_stays_whole_when_writing_it_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, "old")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(DataError, match=r"mine\.ttl: cannot be written: No space left on device"):
        files.write_atomic(path, "new")
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_text_comes_in_pieces_and_half_of_them_are_no_file(tmp_path: Path) -> None:
    path = written(tmp_path, "old")

    def pieces(then: str) -> Iterator[str]:
        yield "ne"
        yield {"whole": "w"}[then]

    with pytest.raises(KeyError):
        files.write_atomic(path, pieces("half"))
    assert (path.read_text(encoding="utf-8"), list(tmp_path.iterdir())) == ("old", [path])
    files.write_atomic(path, pieces("whole"))
    assert path.read_text(encoding="utf-8") == "new"


def test_a_file_that_cannot_be_placed_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="cannot be written: No such file or directory"):
        files.write_atomic(tmp_path / "nowhere" / "a.ttl", "")


def test_writing_keeps_line_ends_permissions_and_links(tmp_path: Path) -> None:
    path, link = written(tmp_path, "old"), tmp_path / "link.ttl"
    path.chmod(0o600)
    link.symlink_to(path)
    files.write_atomic(link, "a\nb\r\n")
    assert path.read_bytes() == b"a\nb\r\n"
    assert path.stat().st_mode & 0o777 == 0o600
    assert link.is_symlink()


TURTLE = """@prefix kg: <https://w3id.org/kneegraph/ns#> .
@prefix c: <https://w3id.org/kneegraph/id/claim/> .
# <claim/a.causes.b> is stated below
<claim/x> kg:x
    <claim/a.causes.b> .
<claim/a.causes.b> a kg:Claim ;
    kg:x "on\u2028one\u0085line" ;
    kg:stance kg:supports ,
        kg:suports ;
    kg:y 1.
c:b.causes.c kg:y 2 .
  <claim/indented> kg:y 3 .
"""


@pytest.mark.parametrize(
    ("resource", "predicate", "value", "line"),
    [
        ("claim/a.causes.b", None, None, 6),
        ("claim/a.causes.b", v.KG + "stance", None, 8),
        ("claim/a.causes.b", v.KG + "stance", v.KG + "suports", 9),
        ("claim/a.causes.b", v.KG + "missing", None, 6),
        ("claim/a.causes.b", v.KG + "y", None, 10),
        ("claim/a.causes.b", v.RDF + "type", None, 6),
        ("claim/a.causes", None, None, None),
        ("claim/b.causes.c", v.KG + "y", None, 11),
        ("claim/indented", None, None, 12),
    ],
)
def test_a_problem_is_placed_on_the_line_where_it_stands(
    tmp_path: Path, resource: str, predicate: str | None, value: str | None, line: int | None
) -> None:
    path = written(tmp_path, TURTLE)
    assert files.find_line(path, Problem("rule", v.ID + resource, "message", predicate, value)) == line


@pytest.mark.parametrize(
    ("name", "content", "line"),
    [
        ("a.nt", f"<{CLAIM}> <{v.RDF}type> <{v.KG}Claim> .\n<{CLAIM}> <{v.KG}stance> <{v.KG}x> .\n", 2),
        ("a.jsonld", f'[\n{{"@id": "{CLAIM}",\n"{v.KG}stance": "x"}}]', 2),
        ("a.rdf", f'<rdf:RDF xmlns:rdf="{v.RDF}" xmlns:kg="{v.KG}">\n<kg:Claim rdf:about="{CLAIM}"/></rdf:RDF>', 2),
        ("base.ttl", f"BASE <{v.ID}claim/>\nPREFIX k: <{v.KG}>\n<a.causes.b> k:type k:Claim ;\r\n k:stance k:x .", 4),
        ("old.ttl", f"\r<{CLAIM}> <{v.KG}stance> 1 .", 2),
    ],
)
def test_a_problem_is_placed_in_other_formats_too(tmp_path: Path, name: str, content: str, line: int) -> None:
    path = written(tmp_path, content, name)
    assert files.find_line(path, Problem("rule", CLAIM, "message", v.KG + "stance")) == line


def test_an_error_names_file_line_and_resource(tmp_path: Path) -> None:
    one, two = written(tmp_path, "<urn:x> <urn:y> 1 .", "one.ttl"), written(tmp_path, f"\n{TRIPLE}", "two.ttl")
    reading = files.read([one, two])
    assert str(reading.error(Problem("rule", CLAIM, "is wrong"))) == f"{two}:2: claim/a.causes.b: is wrong"
    assert str(reading.error(Problem("rule", "_:b1", "is wrong"))) == f"{two}: a resource without an address: is wrong"
