"""What may break a rule is found in bulk: nothing wrong passes, and it is told in the words of who looks at everything."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from builders import claim, concept, corpus, disputes, qualifies, reports, supports
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, serialize

from kneegraph import rdf
from kneegraph import vocab as v
from kneegraph.assembly.checked import check_claims, checked_frame
from kneegraph.assembly.duck import DuckTables
from kneegraph.assembly.reading import Reading
from kneegraph.assembly.screening import suspects
from kneegraph.assembly.tables import raw_tables
from kneegraph.errors import DataError
from kneegraph.files.reading import placed
from kneegraph.model import Assertion, Claim, Estimate, Finding, Passage
from kneegraph.model.identifiers import hashed
from kneegraph.validate.invariants import invariants

pytestmark = pytest.mark.long

_TYPE = NamedNode(v.RDF + "type")
_SORTS = ("claim", "assertion")


def everything() -> list[Quad]:
    """A few claims that have between them all that a claim or an assertion may have."""
    read = Passage(0, 9, "0" * 64, "from the end"), Passage(9, 20, "1" * 64)
    told = claim(
        "weak glute",
        "causes",
        "knee pain",
        supports("s1", scope=["squat"], design="rct", population="runners", task="squatting", measured="by eye").by("rct"),
        supports("s1", scope=["lunge"], certainty="possible").at(*read),
        disputes("s2", finding=next(iter(Finding))),
        qualifies("s3", aspect="dose", reason="squat"),
        reports("s4"),
    )
    study = replace(told.assertions[0], estimates=(Estimate("SMD", 0.5, -0.1, 1.2),), sample_size=40, effect="SMD 0.5")
    whole = corpus(
        replace(told, assertions=(study, *told.assertions[1:])),
        claim("squat", "moreEffectiveThan", "lunge", supports("s2", basis="mechanism"), outcome="knee pain"),
        _long(claim("x", "causes", "knee pain", supports("s5", unconfirmed=True))),
        concept("squat", "Exercise"),
        concept("lunge", "Exercise"),
    )
    sources = {name: replace(one, sha256="2" * 64, length=20) for name, one in whole.sources.items()}
    return [*rdf.to_quads(replace(whole, sources=sources))]


def _long(one: Claim) -> Claim:
    """The same under hashed identifiers."""
    name = hashed(one.id, one.id)

    def renamed(made: Assertion) -> Assertion:
        readable = f"{made.source}.{name}.{made.stance}"
        return replace(made, claim=name, id=hashed(readable, readable))

    return replace(one, id=name, assertions=tuple(map(renamed, one.assertions)))


QUADS_OF_ALL = everything()


def spoiled() -> Iterator[tuple[str, list[Quad]]]:
    """The claims with one statement of a claim or an assertion, or of a part of one, left out, changed or doubled."""
    for place, quad in enumerate(QUADS_OF_ALL):
        subject = quad.subject
        ours = tuple(v.iri(sort, "") for sort in _SORTS)
        if isinstance(subject, NamedNode) and not subject.value.startswith(ours):
            continue
        rest = [*QUADS_OF_ALL[:place], *QUADS_OF_ALL[place + 1 :]]
        name = f"{place} {str(subject)[-30:]} {v.short(quad.predicate.value)}"
        yield f"without {name}", rest
        for word, node in _others(quad):
            other = Quad(subject, quad.predicate, node)
            yield f"{word} {name}", [*rest, other]
            yield f"and {word} {name}", [*rest, quad, other]


def _others(quad: Quad) -> Iterator[tuple[str, NamedNode | Literal]]:
    """Other values, likely ones and such as are never meant."""
    yield "text", Literal("some text")
    yield "number", Literal("-3.5e400")
    yield "elsewhere", NamedNode("https://example.org/thing")
    yield "term", NamedNode(v.KG + "disputes")
    if isinstance(quad.object, Literal) and quad.object.value.isdigit():
        yield "far", Literal(int(quad.object.value) + 1000)


CASES = dict(spoiled())


def exactly(quads: list[Quad]) -> str | None:
    """What is wrong first, by looking at everything."""
    whole, problems = rdf.from_quads(quads)
    problem = next(iter([*problems, *invariants(whole)]), None)
    return str(placed(problem, [Path("data.ttl")])) if problem else None


def in_bulk(quads: list[Quad], path: Path) -> tuple[str | None, list[str]]:
    """What is wrong first, and what was looked at for that."""
    path.write_bytes(serialize(quads, format=RdfFormat.N_QUADS) or b"")
    engine = DuckTables(path.parent / "work")
    reading = Reading(engine)
    assert reading.add(0, path)
    reading.finish()
    raw_tables(engine)
    found = suspects(engine)
    try:
        check_claims(engine, checked_frame(engine, [Path("data.ttl")]), [Path("data.ttl")])
    except DataError as error:
        return str(error), found
    return None, found


@pytest.fixture(autouse=True)
def _nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kneegraph.files.reading.place", lambda paths, _: (paths[0], None))


def test_what_is_right_is_only_looked_at_where_identifiers_need_it(tmp_path: Path) -> None:
    assert exactly(QUADS_OF_ALL) is None
    wrong, found = in_bulk(QUADS_OF_ALL, tmp_path / "data.nq")
    assert wrong is None
    assert {name.rsplit("/", 1)[-1][:40] for name in found} == {
        "weak-glute.causes.knee-pain>",
        "s1.weak-glute.causes.knee-pain.supports.",
    }


#: A fifth of the cases, of every sort: all of them take minutes, and were right when they were last run.
@pytest.mark.parametrize("part", range(4))
def test_what_is_wrong_is_found_and_told_alike(part: int, tmp_path: Path) -> None:
    for name in [*CASES][part::20]:
        wrong, found = in_bulk(CASES[name], tmp_path / "data.nq")
        assert wrong == exactly(CASES[name]), name
        assert wrong is None or found or "source" in wrong, name
