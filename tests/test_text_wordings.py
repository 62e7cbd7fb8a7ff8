"""How people word relations and concepts: the packaged files, and those of others."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from told_claims import CONCEPTS, RELATIONS, written

from kneegraph import files
from kneegraph.errors import DataError
from kneegraph.model import Corpus, Kind
from kneegraph.text.symbols import stems
from kneegraph.text.tokens import tokens
from kneegraph.text.wordings import english, read_wordings

TEXT = Path(files.__file__).parents[1] / "text"


def test_a_folder_of_wordings_is_read(tmp_path: Path) -> None:
    found = read_wordings(written(tmp_path))
    assert found.same == (("crumb", "texture"),)
    assert found.concepts == {"short-proof": ("hurried rise", "HR")}
    assert found.relations["causes"].active == ("yield", "bake into")
    assert found.relations["reduces"].subjects == {Kind.INTERVENTION, Kind.EXERCISE}
    assert found.relations["reduces"].purpose == "recommendedFor"
    assert not found.relations["reduces"].quiet
    assert found.denials == found.influences == ()


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("active =", "aktive =", r"relations\.toml: \[relations\.causes\] has no key 'aktive'.*active"),
        ('subjects = "Principle"', 'subjects = "Principel"', r"relations\.toml: no kind .* 'Principel'.*Principle"),
        ('help = "Intervention', 'help = "Interventoin', r"relations\.toml: no kind .* 'Interventoin'.*Intervention"),
        ('subjects = "help"', 'subjects = "hlp"', r"relations\.toml: no kind .* 'hlp'.*help"),
        ("[relations.causes]", "[relation.causes]", r"relations\.toml: the file has no key 'relation'.*relations"),
        ("[kinds]", "[general]\ndenyals = 'x'\n[kinds]", r"relations\.toml: \[general\] has no key 'denyals'.*denials"),
        ("[kinds]", "[actions]\nverb = 'x'\n[kinds]", r"relations\.toml: \[actions\] has no key 'verb'.*verbs"),
        ('"yield | bake into"', '["yield"]', r"relations\.toml: \[relations\.causes\] active must be text.*\['yield'\]"),
        ('purpose = "rec', 'quiet = "no"\npurpose = "rec', r"\[relations\.reduces\] quiet must be true or false .got 'no'"),
        ('purpose = "rec', 'purpose = "rek', r"\[relations\.reduces\] .* 'rekommendedFor'.*recommendedFor"),
        ("[relations.causes]", "[relations.causes", r"relations\.toml: cannot be read as TOML: .*line"),
    ],
)
def test_what_a_wordings_file_gets_wrong_is_named_with_its_path(tmp_path: Path, right: str, wrong: str, said: str) -> None:
    with pytest.raises(DataError, match=said):
        read_wordings(written(tmp_path, RELATIONS.replace(right, wrong, 1)))


def test_a_file_that_is_not_there_is_no_empty_one(tmp_path: Path) -> None:
    written(tmp_path)
    (tmp_path / "concepts.toml").unlink()
    with pytest.raises(DataError, match=r"concepts\.toml"):
        read_wordings(tmp_path)


def test_a_broken_file_of_concepts_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"concepts\.toml: cannot be read as TOML"):
        read_wordings(written(tmp_path, concepts=CONCEPTS + "x = ["))


def test_every_packaged_name_is_of_a_concept(core: Corpus) -> None:
    assert read_wordings().concepts.keys() <= core.concepts.keys()


def test_no_packaged_name_is_given_twice_to_one_concept() -> None:
    for name, labels in read_wordings().concepts.items():
        assert len(set(labels)) == len(labels), name


def test_every_relation_of_the_ontology_is_worded_and_every_wording_is_of_one(core: Corpus) -> None:
    worded = read_wordings().relations
    assert {one.relation for one in worded.values()} == core.relations.keys()
    assert {one.purpose for one in worded.values() if one.purpose} <= worded.keys()


def test_every_packaged_phrase_says_something() -> None:
    wordings = read_wordings()
    for name, one in wordings.relations.items():
        for phrase in (*one.active, *one.plain, *one.inverse):
            assert stems(phrase), f"{name}: {phrase!r}"
            assert "{" not in phrase, f"{name}: {phrase!r} belongs into patterns"
        for phrase in one.patterns:
            places = "".join(sorted(re.findall(r"\{(.)\}", phrase)))
            assert places == ("OST" if one.outcomes else "OS"), f"{name}: {phrase!r}"
            assert {"{S}", "{O}"} <= {*stems(phrase)}, f"{name}: {phrase!r}"
    for phrase in (*wordings.denials, *wordings.influences):
        assert stems(phrase), phrase


def test_every_packaged_word_of_equal_meaning_and_every_name_is_of_words() -> None:
    wordings = read_wordings()
    assert all(len(words) > 1 for words in wordings.same)
    assert all(tokens(label) for labels in wordings.concepts.values() for label in labels)


def test_every_set_of_english_words_is_read_by_somebody() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in TEXT.glob("*.py"))
    named = set(re.findall(r'"(\w+)"', code))
    table = tomllib.loads((TEXT / "english.toml").read_text(encoding="utf-8"))
    assert table.keys() <= named


def test_every_set_that_is_asked_for_is_there() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in TEXT.glob("*.py"))
    asked = set(re.findall(r'(?:english\(\)|language|words)\["(\w+)"\]|stemmed\("(\w+)"\)', code))
    names = {name for pair in asked for name in pair if name}
    assert len(names) > 20
    assert names <= english().sets.keys()


def test_english_knows_phrases_and_how_words_reach() -> None:
    words = english()
    assert "fails to" in words["negations"]
    assert words.boosts["the only"].narrower == "one"
    assert words.irregular["went"] == "go"
    assert "help to" in words.wrappers
