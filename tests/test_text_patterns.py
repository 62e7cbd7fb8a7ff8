"""The wordings of relations as patterns."""

from __future__ import annotations

from pathlib import Path

import pytest
from told_claims import bread, written

from kneegraph.model import Corpus, Kind
from kneegraph.text.patterns import ANY, Patterns
from kneegraph.text.symbols import stems
from kneegraph.text.wordings import read_wordings


@pytest.fixture
def patterns(tmp_path: Path) -> Patterns:
    return Patterns(read_wordings(written(tmp_path)), bread().relations)


@pytest.fixture(scope="module")
def packaged(core: Corpus) -> Patterns:
    return Patterns(read_wordings(), core.relations)


def found(patterns: Patterns, *gaps: str) -> list[tuple[str, str]]:
    return [(one.relation, one.order) for one in patterns.between(*map(stems, gaps))]


@pytest.mark.parametrize(
    ("gap", "expected"),
    [
        ("yields", [("causes", "SO")]),
        ("is yielded by", [("causes", "OS")]),
        ("yielded by", [("causes", "OS")]),
        ("gets yielded through", [("causes", "OS")]),
        ("bakes into", [("causes", "SO")]),
        ("rises out of", [("causes", "OS")]),
        ("is the friend of", [("improves", "SO")]),
        ("loosens", [("reduces", "SO")]),
        ("to loosen", [("reduces", "SO"), ("recommendedFor", "SO")]),
        ("to yield", []),
        ("is the friend by", []),
        ("eats", []),
    ],
)
def test_a_verb_joins_two_concepts(patterns: Patterns, gap: str, expected: list[tuple[str, str]]) -> None:
    assert found(patterns, gap) == expected


def test_a_pattern_of_three_has_two_gaps(patterns: Patterns) -> None:
    assert found(patterns, "loosens", "more than") == [("moreEffectiveThan", "STO")]
    assert found(patterns, "more than", "loosens") == []


def test_a_pattern_with_a_no_in_it_denies_in_itself(patterns: Patterns) -> None:
    (one,) = patterns.between((",",))
    assert (one.before, one.order, one.denies) == (("without",), "SO", True)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("what yields @ is @", [("causes", "OS")]),
        ("it is @ that @ yields", [("causes", "OS")]),
        ("@ is what @ yields", [("causes", "OS")]),
        ("to loosen @ , @", [("reduces", "OS"), ("recommendedFor", "OS")]),
        ("what @ yields is @", [("causes", "SO")]),
        ("to yield @ , @", []),
        ("what eats @ is @", []),
    ],
)
def test_a_verb_frames_two_concepts(patterns: Patterns, row: str, expected: list[tuple[str, str]]) -> None:
    stemmed = tuple(word if word in "@," else stems(word)[0] for word in row.split())
    first, last = (at for at, word in enumerate(stemmed) if word == "@")
    assert [(one.relation, one.order) for one in dict.fromkeys(patterns.framed(stemmed, first, last))] == expected


def test_relations_join_the_kinds_of_their_wording_alone(patterns: Patterns) -> None:
    assert patterns.fits("reduces", Kind.INTERVENTION, Kind.CONDITION)
    assert not patterns.fits("reduces", Kind.CONDITION, Kind.INTERVENTION)
    assert patterns.fits("moreEffectiveThan", Kind.INTERVENTION, Kind.EXERCISE, Kind.CONDITION)
    assert not patterns.fits("moreEffectiveThan", Kind.INTERVENTION, Kind.EXERCISE)
    assert not patterns.fits("reduces", Kind.INTERVENTION, Kind.CONDITION, Kind.CONDITION)


def test_wordings_of_relations_that_the_graph_has_not_are_left_out(tmp_path: Path) -> None:
    wordings = read_wordings(written(tmp_path))
    some = Patterns(wordings, ["causes"])
    assert [*some.wordings] == ["causes"]
    assert found(some, "loosens") == []


def test_every_wording_of_the_package_is_found_between_its_concepts(packaged: Patterns) -> None:
    for name, wording in packaged.wordings.items():
        for phrases, order in ((wording.active, "SO"), (wording.plain, "SO"), (wording.inverse, "OS")):
            for phrase in phrases:
                assert (name, order) in found(packaged, phrase), f"{name}: {phrase}"


def test_what_asks_for_more_comes_first_and_what_means_anything_last(packaged: Patterns) -> None:
    for gap in ("affect", "is", "and", "help", "miss", "reach"):
        some = packaged.between(stems(gap))
        sizes = [one.size for one in some if one.relation != ANY]
        assert sizes == sorted(sizes, reverse=True)
        kinds = [one.relation == ANY for one in some]
        assert some
        assert kinds == sorted(kinds)


def test_gaps_are_forgotten_when_they_are_too_many(patterns: Patterns, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kneegraph.text.patterns._MOST_KEPT", 3)
    for word in ("a", "b", "c", "d", "e", "f", "g", "h"):
        assert patterns.between((word,)) == ()
    assert found(patterns, "yields") == [("causes", "SO")]
    assert len(patterns._joined) <= 4
