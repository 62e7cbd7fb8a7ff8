"""Tables into the model: what a row says, what is refused, where it goes."""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path

import polars
import pytest
from imported import SIGNED, SIMPLE, Folder, read_model, rows, signed

import kneegraph
from kneegraph.errors import DataError, MissingLibraryError
from kneegraph.importing import import_to_file, import_to_store
from kneegraph.model import Finding, Kind, Stance, Tier
from kneegraph.validate.invariants import invariants_of_whole


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def test_a_row_is_a_sources_stance_on_a_claim(folder: Folder) -> None:
    made, corpus = folder.imported(rows(("Weak glute", "causes", "knee pain", "supports", "Smith 2018")))
    assert (made.rows, made.claims, made.assertions, made.rejected) == (1, 1, 1, 0)
    claim = corpus.claims["weak-glute.causes.knee-pain"]
    assert claim.label == "Weak glute causes knee pain"
    (assertion,) = claim.assertions
    assert (assertion.id, assertion.source) == ("smith-2018.weak-glute.causes.knee-pain.supports", "smith-2018")
    assert corpus.concepts["weak-glute"].label == "Weak glute"
    assert corpus.sources["smith-2018"].tier is Tier.POPULAR


def test_a_relation_may_be_named_by_any_label(folder: Folder) -> None:
    _, corpus = folder.imported(rows(("a", "leads to", "b", "disputes", "s")))
    assert corpus.claims["a.causes.b"].by_stance(Stance.DISPUTES)


def test_a_direction_chooses_relation_and_stance_and_no_change_disputes_both(folder: Folder) -> None:
    _, corpus = folder.imported(signed("a + b 1", "a - b 2", "a 0 b 3", "a ? b 4"), SIGNED)
    said = {(one.source, claim.relation, one.stance.value) for claim in corpus.claims.values() for one in claim.assertions}
    assert said == {
        ("pmid-1", "causes", "supports"),
        ("pmid-2", "reduces", "supports"),
        ("pmid-3", "causes", "disputes"),
        ("pmid-3", "reduces", "disputes"),
        ("pmid-4", "associatedWith", "supports"),
    }
    (disputing,) = corpus.claims["a.causes.b"].by_stance(Stance.DISPUTES)
    assert disputing.finding is Finding.NO_EFFECT


def test_kinds_follow_from_labels(folder: Folder) -> None:
    content = "from,sign,to,paper\nweak grip,+,pain,1\n"
    _, corpus = folder.imported(content, SIGNED)
    assert {one.id: one.kind for one in corpus.concepts.values()} == {"weak-grip": Kind.SIGN, "pain": Kind.CONDITION}


def test_values_are_renamed_and_constants_fill_gaps(folder: Folder) -> None:
    mapping = SIMPLE.replace('stance = "says"', 'stance = { column = "says", values = { yes = "supports", no = "disputes" } }')
    mapping = mapping.replace("[constants]", '[constants]\nsource = "nobody named"\nstance = "reports"')
    made, corpus = folder.imported(rows(("a", "causes", "b", "no", ""), ("a", "causes", "c", "yes", "s")), mapping)
    assert made.rejected == 0
    assert corpus.claims["a.causes.b"].assertions[0].source == "nobody-named"


def test_the_same_row_twice_is_one_assertion_and_another_certainty_is_told(folder: Folder) -> None:
    mapping = SIMPLE.replace("[constants]", 'certainty = "sure"\n\n[constants]')
    content = "from,how,to,says,who,sure\na,causes,b,supports,s,certain\na,causes,b,supports,s,certain\n"
    made, _ = folder.imported(content + "a,causes,b,supports,s,possible\n", mapping)
    assert (made.assertions, made.repeated, made.rejected) == (1, 1, 1)
    assert folder.rejects() == [["table.csv", "3", "4", "s supports this in row 1 already, with other certainty", ""]]


def test_one_stance_in_two_scopes_is_two_assertions(folder: Folder) -> None:
    mapping = SIMPLE.replace("[constants]", 'scope = { column = "when", separator = ";" }\n\n[constants]')
    content = "from,how,to,says,who,when\na,causes,b,supports,s,running; jumping\na,causes,b,supports,s,\n"
    _, corpus = folder.imported(content, mapping)
    ids = [one.id for one in corpus.claims["a.causes.b"].assertions]
    assert ids == ["s.a.causes.b.supports", "s.a.causes.b.supports.jumping+running"]
    assert corpus.concepts["running"].kind is Kind.SETTING
    assert not list(invariants_of_whole(kneegraph.load(folder.path / "out.nq").corpus))


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (("a", "cuases", "b", "supports", "s"), "no relation is called 'cuases'; nearest: causes"),
        (("a", "causes", "b", "suports", "s"), "nearest: supports"),
        (("", "causes", "b", "supports", "s"), "subject is empty"),
        (("a", "causes", "b", "supports", ""), "source is empty"),
        (("a", "causes", "b", "", "s"), "stance is empty"),
        (("a", "moreEffectiveThan", "b", "supports", "s"), "needs an outcome"),
        (("a", "causes", "b", "qualifies", "s"), "qualifies without saying why"),
        (("a", "causes", "b", "reports", "s"), "without saying whose"),
        (("x" * 1001, "causes", "b", "supports", "s"), "subject has 1,001 characters"),
        (("a", "causes", "b"), "has 3 cells, where the head has 5"),
    ],
)
def test_a_row_that_makes_no_sense_is_told_with_its_number_and_leaves_nothing(
    row: tuple[str, ...], reason: str, folder: Folder
) -> None:
    made, corpus = folder.imported(rows(("c", "causes", "d", "supports", "t"), row))
    assert (made.rows, made.rejected, made.assertions) == (2, 1, 1)
    (told,) = folder.rejects()
    assert told[:3] == ["table.csv", "2", "3"]
    assert reason in told[3]
    assert (set(corpus.concepts), set(corpus.sources)) == ({"c", "d"}, {"t"})


def test_a_source_described_in_two_ways_is_told(folder: Folder) -> None:
    mapping = SIMPLE.replace("[constants]", 'title = "name"\nissued = "year"\n\n[constants]')
    content = "from,how,to,says,who,name,year\na,causes,b,supports,s,One,\na,causes,c,supports,s,One,2018\n"
    made, corpus = folder.imported(content + "a,causes,d,supports,s,Other,2018\n", mapping)
    assert (
        made.first_reject == "table.csv, row 3, line 4: title of the source s is 'Other' here, but was 'One' in an earlier row"
    )
    assert corpus.sources["s"].year == 2018


def test_labels_that_mean_different_things_never_share_an_identifier(folder: Folder) -> None:
    lines = [(label, "causes", "b", "supports", "s") for label in ("Ca2+", "Ca2", "long-term", "long term", "a" * 200)]
    made, corpus = folder.imported(rows(*lines))
    assert made.rejected == 0
    assert len(corpus.claims) == 4
    assert corpus.concepts["long-term"].labels == ("long term", "long-term")
    assert all(len(one.id) <= 120 + 40 for one in corpus.assertions)
    assert not list(invariants_of_whole(kneegraph.load(folder.path / "out.nq").corpus))
    made, _ = folder.imported(rows(("a (b)", "causes", "x", "supports", "s"), ("a b", "causes", "x", "supports", "s")))
    assert "makes the same identifier" in (made.first_reject or "")


def test_every_format_gives_the_same_model(folder: Folder) -> None:
    table = [{"from": "a", "how": "causes", "to": f"b {n}", "says": "supports", "who": "s"} for n in range(5)]
    expected = folder.imported(rows(*(tuple(row.values()) for row in table)))[1]
    text = "".join(f"{json.dumps(row)}\n" for row in table)
    assert folder.imported(text, name="table.jsonl")[1] == expected
    assert folder.imported(gzip.compress(text.encode()), name="table.ndjson.gz")[1] == expected
    polars.DataFrame(table).write_parquet(folder.path / "made.parquet")
    assert folder.imported((folder.path / "made.parquet").read_bytes(), name="t.parquet")[1] == expected


@pytest.mark.parametrize("name", ["out.nt", "out.nq.gz", "out.ttl", "out.ttl.gz"])
def test_every_output_holds_the_same_and_always_the_same_bytes(name: str, folder: Folder) -> None:
    expected = folder.imported(signed("a + b 1", "a 0 b 2"), SIGNED)[1]
    written = []
    for _ in range(2):
        import_to_file([folder.path / "table.csv"], folder.path / "mapping.toml", folder.path / name)
        written.append((folder.path / name).read_bytes())
    assert read_model(folder.path / name) == expected
    assert written[0] == written[1]


def test_an_output_of_another_name_is_refused(folder: Folder) -> None:
    with pytest.raises(DataError, match=r"must end in \.nq, \.nt or \.ttl"):
        import_to_file([folder.table("a\n1\n")], folder.mapping(SIMPLE), folder.path / "out.rdf")


def test_a_store_holds_what_a_file_would_and_answers(folder: Folder) -> None:
    expected = folder.imported(signed("a + b 1", "a 0 b 2", "a - b 3"), SIGNED)[1]
    made, manifest = import_to_store([folder.path / "table.csv"], folder.path / "mapping.toml", folder.path / "store")
    graph = kneegraph.open_store(folder.path / "store")
    assert graph.corpus.claims == expected.claims
    assert manifest.counts["assertions"] == made.assertions == 4
    assert {clash.kind.value for clash in graph.contradictions()} == {"disputed", "opposed"}
    again, same = import_to_store([folder.path / "table.csv"], folder.path / "mapping.toml", folder.path / "store")
    assert (again, same.sha256) == (made, manifest.sha256)


def test_a_failed_import_leaves_the_old_output_whole(folder: Folder) -> None:
    folder.imported(rows(("a", "causes", "b", "supports", "s")))
    import_to_store([folder.path / "table.csv"], folder.path / "mapping.toml", folder.path / "store")
    before = (folder.path / "out.nq").read_bytes()
    with pytest.raises(DataError, match=r"none of its 1 rows could be imported; the first is table\.csv, row 1, line 2"):
        folder.imported(rows(("a", "cuases", "b", "supports", "s")))
    with pytest.raises(DataError):
        import_to_store([folder.path / "table.csv"], folder.path / "mapping.toml", folder.path / "store")
    assert (folder.path / "out.nq").read_bytes() == before
    assert len(folder.rejects()) == 1
    assert len(kneegraph.open_store(folder.path / "store").claims()) == 1


def test_rejects_of_an_earlier_run_do_not_stay(folder: Folder) -> None:
    folder.imported(rows(("a", "causes", "b", "supports", "s"), ("a",)))
    assert len(folder.rejects()) == 1
    folder.imported(rows(("a", "causes", "b", "supports", "s")))
    assert folder.rejects() == []


def test_several_tables_are_one_import(folder: Folder) -> None:
    one = folder.table(rows(("a", "causes", "b", "supports", "s")), "one.csv")
    other = folder.table(rows(("a", "causes", "b", "supports", "s"), ("a", "causes", "b", "disputes", "t")), "other.csv")
    made = import_to_file([one, other], folder.mapping(SIMPLE), folder.path / "out.nq")
    assert (made.rows, made.claims, made.assertions, made.repeated) == (3, 1, 2, 1)


def test_many_rows_go_over_files_and_processes_and_come_out_the_same(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    table = folder.table(signed(*(f"a{n % 37} {'+-0?'[n % 4]} b{n % 11} {n % 7}" for n in range(2_000))))
    paths = [folder.path / name for name in ("few.nq", "files.nq", "processes.nq")]
    made = [import_to_file([table], folder.mapping(SIGNED), paths[0])]
    monkeypatch.setattr("kneegraph.importing.spill._KEPT", 300)
    monkeypatch.setattr("kneegraph.importing.running._WORTH_PROCESSES", 300)
    made.append(import_to_file([table], folder.mapping(SIGNED), paths[1]))
    made.append(import_to_file([table], folder.mapping(SIGNED), paths[2], workers=2))
    assert made[0] == made[1] == made[2]
    assert paths[0].read_bytes() == paths[1].read_bytes() == paths[2].read_bytes()


def test_parquet_without_polars_names_the_extra(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(MissingLibraryError, match=r"needs polars.*kneegraph\[parquet\]"):
        folder.imported(b"PAR1", name="t.parquet")
