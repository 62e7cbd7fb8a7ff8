"""What `validate` tells and counts when only some of the sources count, and what it tells whatever the restriction."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from builders import claim, concept, corpus, disputes, source, supports
from test_validate import in_file

from kneegraph.errors import EmptyRestrictionError, UnknownTermError
from kneegraph.validate import validate

FOUR = corpus(
    claim("weak hip", "causes", "knee pain", supports("s1"), disputes("s2")),
    claim("flat foot", "causes", "knee pain", supports("s2")),
    replace(source("s1"), issued="2016"),
    replace(source("s2", tier="peer-reviewed", collection="mine"), issued="2020"),
    replace(source("s3"), title="Title of the third"),
)
ONE, TWO = '"s1 supports it."@en', '"s2 supports it."@en'


def rules(path: Path, **chosen: Any) -> list[str]:
    return [finding.message.split(":")[0] for finding in validate([path], **chosen).findings]


@pytest.mark.parametrize("chosen", [{"source": "s1"}, {"source": ["s1", "Title of the third"]}, {"tier": "popular"}])
def test_what_a_restriction_leaves_out_is_neither_told_nor_counted(chosen: dict[str, Any], tmp_path: Path) -> None:
    path = in_file(tmp_path, FOUR, (ONE, '""@en'), (TWO, '""@en'))
    assert len(rules(path)) == 2
    assert rules(path, **chosen) == ["assertion/s1.weak-hip.causes.knee-pain.supports"]
    sound = in_file(tmp_path, FOUR)
    counts = validate([sound], **chosen).checked
    assert (counts["concepts"], counts["claims"], counts["assertions"]) == (3, 1, 1)
    assert counts["sources"] == (1 if chosen == {"source": "s1"} else 2)


def test_collection_and_year_restrict_too_and_the_undated_are_named(tmp_path: Path) -> None:
    path = in_file(tmp_path, FOUR, (ONE, '""@en'), (TWO, '""@en'))
    assert rules(path, collection="mine") == ["assertion/s2.flat-foot.causes.knee-pain.supports"]
    assert rules(path, as_of=2016) == ["assertion/s1.weak-hip.causes.knee-pain.supports"]
    assert rules(path, as_of=2020) == rules(path)
    assert validate([path], as_of=2016).undated == ("s3",)
    assert validate([path], as_of=2016, source="s1").undated == ()
    assert validate([path]).undated == ()


def test_concepts_and_relations_are_told_whatever_the_restriction(tmp_path: Path) -> None:
    circle = concept("weak hip", broader="weak hip")
    wrong = replace(FOUR, concepts={**FOUR.concepts, circle.id: circle, "x": concept("x")})
    path = in_file(tmp_path, wrong, ("rdf:subject <concept/flat-foot>", "rdf:subject <concept/flat-feet>"))
    assert sorted(rules(path, source="s1")) == ["concept/weak-hip", "concept/x"]
    assert sorted(rules(path, source="s2")) == ["claim/flat-foot.causes.knee-pain", "concept/weak-hip", "concept/x"]


def test_sources_and_claims_left_out_are_not_told(tmp_path: Path) -> None:
    path = in_file(
        tmp_path,
        FOUR,
        ('"Title of s2"', '""'),
        ('rdf:predicate kg:causes ;\n    rdf:object <concept/knee-pain> ;\n    rdfs:label "flat', 'rdfs:label "flat'),
    )
    assert sorted(rules(path, source="s2")) == sorted(rules(path))
    assert len(rules(path)) > 1
    assert rules(path, source="s1") == []


def test_what_cannot_be_judged_is_told_under_any_restriction(tmp_path: Path) -> None:
    changes = ("kg:tier kg:peer-reviewed", "kg:tier kg:reviewed"), ("kg:source <source/s1>", "kg:source <source/s11>")
    path = in_file(tmp_path, FOUR, *changes)
    assert "source/s2" in rules(path, tier="popular")
    assert "source/s2" not in rules(path, source="s3")
    assert "source/s2" not in rules(path, collection="core")
    assert "assertion/s1.weak-hip.causes.knee-pain.supports" in rules(path, source="s3")


def test_a_source_of_no_collection_and_of_an_unreadable_date_is_told_under_any_too(tmp_path: Path) -> None:
    changes = ("kg:collection <collection/mine> ;\n", ""), ('"2020"^^xsd:gYear', '"lately"')
    path = in_file(tmp_path, FOUR, *changes)
    assert rules(path, collection="core") == ["source/s2"]
    assert "source/s2" in rules(path, as_of=2016)


def test_a_claim_that_is_not_there_is_told_of_an_assertion_that_is_kept(tmp_path: Path) -> None:
    path = in_file(tmp_path, FOUR)
    text = path.read_text(encoding="utf-8").replace("kg:claim <claim/weak-hip.", "kg:claim <claim/meek-hip.")
    path.write_text(text, encoding="utf-8")
    for one, name in (("s1", "s1.weak-hip.causes.knee-pain.supports"), ("s2", "s2.weak-hip.causes.knee-pain.disputes")):
        assert f"assertion/{name}" in rules(path, source=one)


def test_a_restriction_to_what_is_not_there_is_an_error_with_the_nearest(tmp_path: Path) -> None:
    path = in_file(tmp_path, FOUR)
    for chosen, near in (({"source": "s11"}, "s1"), ({"tier": "populr"}, "popular"), ({"collection": "min"}, "mine")):
        with pytest.raises(UnknownTermError, match="nearest") as error:
            validate([path], **chosen)  # type: ignore[arg-type]
        assert error.value.nearest[0] == near
    with pytest.raises(EmptyRestrictionError, match="without it there are 3"):
        validate([path], source="s2", as_of=2016)
