"""Tables as they should not be: each is a message with a place, never a traceback, a hang or a silent loss."""

from __future__ import annotations

import gzip
from functools import partial
from pathlib import Path

import pytest
from imported import SIMPLE, Folder, rows

from kneegraph.errors import DataError

#: The same bytes whenever they are packed: they stand in the names of tests, which all workers must agree on.
packed = partial(gzip.compress, mtime=0)

GOOD = ("a", "causes", "b", "supports", "s")


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("t.csv", b"", "t.csv: the table is empty"),
        ("t.csv", b"\n\n\r\n", "the table is empty"),
        ("t.jsonl", b" \n", "the table is empty"),
        ("t.csv", b"from,how,to,says,who\n", "the table has no rows"),
        ("t.csv", b"from,how,to,says,from\n1,2,3,4,5\n", "two columns are called 'from'"),
        ("t.csv", "from,how".encode("utf-16"), "is UTF-16"),
        ("t.jsonl", b'[{"from": 1}]', "is one JSON list"),
        ("t.csv.gz", b"from,how", "not a gzip file"),
        ("t.csv.gz", packed(rows(GOOD).encode() * 1000)[:60], "cut off"),
        ("t.parquet", b"PAR1 no", "not a Parquet file"),
        ("t.parquet.gz", b"", "compressed inside"),
        ("t.xlsx", b"PK", "must end in .csv"),
        ("t.jsonl", b'{"from": {"deep": 1}}\n', "none of its 1 rows could be imported"),
    ],
)
def test_a_table_that_is_none_is_an_error_with_its_name(name: str, content: bytes, message: str, folder: Folder) -> None:
    with pytest.raises(DataError) as error:
        folder.imported(content, name=name)
    assert message in str(error.value)
    assert name in str(error.value)


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (b"a,causes,caf\xe9,supports,s\n", "not UTF-8: byte 0xe9 (is it Latin-1? say so in [table])"),
        (b"a,causes,b\x00c,supports,s\n", "has the control character U+0000"),
        (b"a,causes,b,supports,s,more\n", "has 6 cells, where the head has 5"),
        (b"a," + b"x" * 1_000_000 + b",b,supports,s\n", "field larger than field limit (131072)"),
        (b"x" * 5_000_000 + b"\n", "the line is longer than 4 MiB"),
        (b"a," + b"x" * 100_000 + b",b,supports,s\n", "relation has 100,000 characters"),
        (b'a,causes,"b\nc",supports,s,\n', "has 6 cells"),
    ],
)
def test_a_bad_row_is_told_and_the_others_are_taken(bad: bytes, reason: str, folder: Folder) -> None:
    good = [",".join(("c", "causes", f"d{n}", "supports", "t")).encode() + b"\n" for n in range(2)]
    made, corpus = folder.imported(b"from,how,to,says,who\n" + good[0] + bad + good[1])
    assert (made.rows, made.rejected, len(corpus.claims)) == (3, 1, 2)
    (told,) = folder.rejects()
    assert told[1] == "2"
    assert reason in told[3]
    assert len("\t".join(told)) < 3000


def test_a_quotation_mark_that_is_never_closed_loses_no_row_without_a_word(folder: Folder) -> None:
    lines = rows(GOOD, ('"a', "causes", "b", "supports", "s"), *[("a", "causes", f"b{n}", "supports", "s") for n in range(50)])
    made, _ = folder.imported(lines)
    assert (made.assertions, made.rejected) == (1, 1)
    assert "it takes the lines 3 to 53; is a quotation mark not closed?" in folder.rejects()[0][3]
    mapping = f"{SIMPLE}\n[table]\nquote = false\n"
    assert folder.imported(lines, mapping)[0].repeated == 1  # the sign is no part of a label


def test_a_byte_order_mark_and_windows_line_ends_are_no_part_of_it(folder: Folder) -> None:
    made, _ = folder.imported(b"\xef\xbb\xbf" + rows(GOOD).replace("\n", "\r\n").encode())
    assert (made.assertions, made.rejected) == (1, 0)
    line = b'\xef\xbb\xbf{"from": "a", "how": "causes", "to": "b", "says": "supports", "who": "s"}\r\n'
    assert folder.imported(line, name="t.jsonl")[0].assertions == 1


def test_latin_1_is_read_where_the_mapping_says_so(folder: Folder) -> None:
    mapping = f'{SIMPLE}\n[table]\nencoding = "latin-1"\n'
    _, corpus = folder.imported(rows(("a", "causes", "café", "supports", "s")).encode("latin-1"), mapping)
    assert "café" in {one.label for one in corpus.concepts.values()}


def test_rows_of_json_that_are_none_are_told(folder: Folder) -> None:
    good = '{"from": "a", "how": "causes", "to": "b", "says": "supports", "who": "s"}\n'
    bad = [
        '{"from": ',
        "[1]",
        "[" * 100_000,
        '{"from": "a", "to": {"x": 1}}',
        '{"from": "\\ud800"}',
        '{"from": 1' + "0" * 5000 + "}",
    ]
    made, _ = folder.imported(good + "\n".join(bad), name="t.jsonl")
    assert (made.rows, made.rejected, made.assertions) == (7, 6, 1)
    assert "U+D800" in folder.rejects()[4][3]


def test_a_head_may_stand_in_the_mapping(folder: Folder) -> None:
    mapping = f'{SIMPLE}\n[table]\nnames = ["from", "how", "to", "says", "who"]\ndelimiter = "|"\nformat = "csv"\n'
    assert folder.imported("|".join(GOOD), mapping, "table.txt")[0].assertions == 1


def test_characters_that_mean_something_to_rdf_stay_what_they_are(folder: Folder) -> None:
    label = 'say ""no"" \\u0041 <b> ^^ @en . é 🦵'
    _, corpus = folder.imported(rows((f'"{label}"', "causes", "b", "supports", "s")))
    assert label.replace('""', '"') in {one.label for one in corpus.concepts.values()}


def test_duplicate_rows_by_the_thousand_are_one_assertion(folder: Folder) -> None:
    made, _ = folder.imported(rows(*[GOOD] * 5_000))
    assert (made.assertions, made.repeated) == (1, 4_999)
