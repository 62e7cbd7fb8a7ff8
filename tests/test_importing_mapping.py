"""Mappings: what is wrong with one is told with the key, its line, and the nearest key that there is."""

from __future__ import annotations

from pathlib import Path

import pytest
from imported import SIGNED, SIMPLE, Folder, rows

from kneegraph import files
from kneegraph.errors import DataError
from kneegraph.importing import read_mapping
from kneegraph.importing.mapping import FIELDS
from kneegraph.importing.places import line_of_key
from kneegraph.model import Family

GOOD = ("a", "causes", "b", "supports", "s")
EXAMPLE = Path(__file__).parents[1] / "docs" / "examples" / "conib" / "mapping.toml"
GUIDE = Path(__file__).parents[1] / "docs" / "importing.md"


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ('object = "to"', 'objekt = "to"', 5, "nobody reads 'objekt' in columns; nearest: object"),
        ("[constants]", "[constnats]", 9, "nobody reads 'constnats'; nearest: constants"),
        ('object = "to"', 'object = "tow"', 5, "columns.object: table.csv has no column 'tow'; nearest: to"),
        ('object = "to"', 'object = "zzz"', 5, "it has: from, how, to, says, who"),
        ('object = "to"', "object = 3", 5, "object must be a table of keys (got 3)"),
        ('object = "to"', 'object = { column = "to", template = "{to}" }', 5, "needs a column or a template, and not both"),
        ('object = "to"', 'object = { template = "to" }', 5, "a template has columns in braces"),
        ('object = "to"', 'object = { column = "to", separator = ";" }', 5, "object has one value"),
        ('stance = "says"', 'stance = { column = "says", values = { yes = "suports" } }', 6, "nearest: supports"),
        ('object = "to"\n', "", None, "nothing says what is the object"),
        ('stance = "says"\n', "", None, "nothing says what is the stance"),
        (
            'tier = "popular"',
            'tier = "populer"',
            10,
            "tier must be popular or peer-reviewed (got 'populer'; nearest: popular)",
        ),
        ('kind = "Condition"', 'kind = "Conditon"', 14, "nearest: Condition"),
        ('kind = "Condition"', 'kind = "Condition"\nlabel = "("', 15, "is no pattern"),
        ("[[kinds]]", "[kinds]", 13, "with two brackets"),
        ("[[kinds]]", "[relations.causes]\nlabel = 'x'\n[[kinds]]", 13, "causes comes with kneegraph"),
        ("[[kinds]]", "[relations.binds]\nlable = 'x'\n[[kinds]]", 14, "nearest: label"),
        ("[[kinds]]", "[relations.binds]\nlabel = 'x'\nsign = 2\n[[kinds]]", 15, "sign must be 1 or -1"),
        ("[[kinds]]", "[relations.'binds to']\nlabel = 'x'\n[[kinds]]", 13, "one word"),
        ("[[kinds]]", "[[says]]\nrelation = 'cuases'\n[[kinds]]", 14, "no relation is called 'cuases'; nearest: causes"),
        ("[[kinds]]", "[[says]]\nstance = 'no'\n[[kinds]]", 14, "stance must be"),
        ("[[kinds]]", "[[says]]\nwhen = { hwo = 'x' }\n[[kinds]]", 14, "no column 'hwo'; nearest: how"),
        ("[[kinds]]", "[table]\ndelimiter = ';;'\n[[kinds]]", 14, "one character"),
        ("[[kinds]]", "[table]\nencoding = 'utf8'\n[[kinds]]", 14, "encoding must be utf-8 or latin-1 or cp1252"),
        ("[[kinds]]", "[identifiers]\nlongest = 'x'\n[[kinds]]", 14, "must be a whole number"),
    ],
)
def test_what_is_wrong_with_a_mapping_is_told_with_its_line(
    old: str, new: str, line: int | None, message: str, folder: Folder
) -> None:
    assert old in SIMPLE
    with pytest.raises(DataError) as error:
        folder.imported(rows(GOOD), SIMPLE.replace(old, new))
    assert message in str(error.value)
    assert (error.value.path.name, error.value.line) == ("mapping.toml", line)


def test_a_key_that_no_object_has_is_told_too(folder: Folder) -> None:
    line = '{"from": "a", "how": "causes", "two": "b", "says": "supports", "who": "s"}\n'
    with pytest.raises(DataError, match=r"t\.jsonl has no column 'to'; nearest: two"):
        folder.imported(line + line.replace("two", "to").replace("a", "c") * 0, name="t.jsonl")


def test_a_mapping_that_is_no_toml_or_not_there_is_an_error(folder: Folder) -> None:
    with pytest.raises(DataError, match="not TOML"):
        folder.imported(rows(GOOD), "[columns")
    with pytest.raises(DataError, match="cannot be read"):
        read_mapping(folder.path / "nowhere.toml")


def test_a_value_that_no_rule_fits_is_told(folder: Folder) -> None:
    made, _ = folder.imported("from,sign,to,paper\na,+,b,1\na,x,b,1\n", SIGNED)
    assert made.first_reject == "table.csv, row 2, line 3: no [[says]] fits: sign 'x'"


def test_a_relation_of_the_mapping_is_written_with_its_data(folder: Folder) -> None:
    mapping = SIMPLE + '[relations.binds]\nlabel = "binds to"\nfamily = "functional"\nsign = -1\nchainable = true\n'
    _, corpus = folder.imported(rows(("a", "binds to", "b", "supports", "s")), mapping)
    relation = corpus.relations["binds"]
    assert (relation.label, relation.family, relation.sign, relation.chainable) == ("binds to", Family.FUNCTIONAL, -1, True)
    assert corpus.claims["a.binds.b"].label == "a binds to b"


@pytest.mark.parametrize(
    ("text", "path", "line"),
    [
        ("a = 1\nb.c = 2\n", ("b", "c"), 2),
        ("[x]\n'k e' = 1\n", ("x", "k e"), 2),
        ("[[s]]\na=1\n\n[[s]]\na=1\n", ("s", 1, "a"), 5),
        ("[x.y]\n[x]\nz = 1\n", ("x", "y", "z"), 1),
        ("a = 1\n", ("nothing",), None),
    ],
)
def test_the_line_of_a_key_is_found(text: str, path: tuple[str | int, ...], line: int | None) -> None:
    assert line_of_key(text, *path) == line


def test_the_example_can_be_read_and_the_guide_names_every_field() -> None:
    assert read_mapping(EXAMPLE).constants["collection"] == "conib"
    guide = files.read_text(GUIDE)
    assert [name for name in FIELDS if f"`{name}`" not in guide] == []
