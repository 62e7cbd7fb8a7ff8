"""A graph behind a store answers as the same graph in memory, and fetches no more than a question needs."""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from itertools import islice, product
from operator import attrgetter, methodcaller
from pathlib import Path
from typing import Any

import pytest
import strategies
from builders import claim, concept, corpus, disputes, qualifies, reports, source, state, supports
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Quad

import kneegraph
from kneegraph import Graph, KneegraphError, rdf
from kneegraph.analysis.contradictions import ContradictionKind
from kneegraph.exchange.evidence import evidence_form
from kneegraph.model import Corpus, Standing
from kneegraph.parts import Asker, Fetched, Looker
from kneegraph.parts.catalogue import ClaimRow, writing_catalogue
from kneegraph.parts.lazy import Lazy
from kneegraph.store import MemoryStore, Result
from kneegraph.store.beside import Beside

MUSCLES = ("glute", "hip muscle", "quad")
STATES = (
    ("weak glute", "glute", -1),
    ("tight glute", "glute", 1),
    ("weak hip muscle", "hip muscle", -1),
    ("weak quad", "quad", -1),
)
FAULTS = ("valgus", "inward knee", "knee pain", "pain", "flat foot", "tilt")
EXERCISES = ("squat", "bridge")
NAMES = (*MUSCLES, *(label for label, _, _ in STATES), *FAULTS, *EXERCISES)
RELATIONS = ("causes", "reduces", "controls", "targets", "improves", "isA", "dominates", "associatedWith")
SOURCES = ("s1", "s2", "s3")
SAID: tuple[Callable[[str], Any], ...] = (
    supports,
    disputes,
    reports,
    qualifies,
    lambda who: qualifies(who, aspect="relativeImportance", reason="quad"),
    lambda who: supports(who, scope=["walking"]),
    lambda who: disputes(who, scope=["running"]),
)


@st.composite
def facts(draw: st.DrawFn) -> Corpus:
    """Claims among few concepts that are kin in every way there is, so that much goes on between them."""
    made: dict[str, Any] = {}
    for _ in range(draw(st.integers(1, 12))):
        one, other = draw(st.permutations(NAMES))[:2]
        said = [
            draw(st.sampled_from(SAID))(who)
            for who in draw(st.lists(st.sampled_from(SOURCES), min_size=1, max_size=2, unique=True))
        ]
        relation = draw(st.sampled_from((*RELATIONS, "outweighs")))
        new = claim(one, relation, other, *said, outcome=draw(st.sampled_from(FAULTS)) if relation == "outweighs" else None)
        made[new.id] = new
    kin = [
        concept("glute", "Muscle", "Gluteus", broader=draw(st.sampled_from([None, "hip muscle"]))),
        concept("hip muscle", "Muscle"),
        concept("quad", "Muscle", "Quads"),
        *(state(label, of=of, sign=sign) for label, of, sign in STATES[1:]),
        state("weak glute", of="glute", sign=-1, opposite=draw(st.sampled_from([None, "tight glute"]))),
        concept("valgus", "MovementFault", broader=draw(st.sampled_from([None, "inward knee"]))),
        replace(concept("inward knee", "MovementFault"), related=draw(st.sampled_from([(), ("pain",), ("squat",)]))),
        replace(concept("tilt"), opposite_of=draw(st.sampled_from([None, "flat-foot"]))),
        concept("knee pain", "Symptom", broader="pain"),
        *(concept(label, "Exercise") for label in EXERCISES),
    ]
    years = (source("s1"), source("s2", "peer-reviewed", "other"))
    read, problems = rdf.from_quads(rdf.to_quads(corpus(*made.values(), *kin, *years)))
    assert not problems
    return read


def asked(known: Corpus, **options: Any) -> Graph:
    """A graph behind a store that is asked in SPARQL, and keeps no ties between sources."""
    store = MemoryStore((*rdf.to_quads(known), *rdf.derived_quads(known)))
    return Graph(Fetched(Asker(store, **options)), store=store)  # type: ignore[arg-type]


def looked_into(known: Corpus, **options: Any) -> Graph:
    """A graph behind a store at hand that has no indexes beside it."""
    store = MemoryStore((*rdf.to_quads(known), *rdf.derived_quads(known), *rdf.tie_quads(Graph(known).independence.ties())))
    return Graph(Fetched(Looker(store, **options)), store=store)  # type: ignore[arg-type]


def indexed(known: Corpus, **options: Any) -> Graph:
    """A graph behind a store at hand with all that a build writes."""
    graph = looked_into(known, **options)
    assert isinstance(graph.store, MemoryStore)
    graph.store.beside = Beside(catalogued(known))
    return graph


def catalogued(known: Corpus) -> Path:
    path = Path(tempfile.mkdtemp()) / "beside.sqlite"
    said = Counter((one.source, one.stance) for one in known.assertions)
    with writing_catalogue(path, known.relations) as made:
        made.add_concepts(known.concepts.values())
        made.add_sources(known.sources.values(), said)
        made.add_claims(map(ClaimRow.of, known.claims.values()))
    return path


WAYS = (asked, looked_into, indexed)


def told(question: Callable[[Graph], Any], graph: Graph) -> Any:
    """The answer, or the error with its words."""
    try:
        return question(graph)
    except KneegraphError as error:
        return type(error), str(error)


def of_claim(method: str, name: str) -> Callable[[Graph], Any]:
    return lambda graph: getattr(graph, method)(graph.claim(name))


def questions(known: Corpus) -> Iterator[tuple[str, Callable[[Graph], Any]]]:
    def ask(method: str, *args: Any, **options: Any) -> tuple[str, Callable[[Graph], Any]]:
        return f"{method} {args} {options}", methodcaller(method, *args, **options)

    names = sorted(known.concepts)
    for name in names:
        yield ask("claims", about=name)
        yield ask("around", name)
        yield ask("contradictions", about=name)
        yield ask("exercises", for_=name)
        yield ask("exercises", exercise=name)
        yield ask("routes", for_=name)
        yield ask("routes", exercise=name)
        yield ask("search", known.concepts[name].label.upper()[:6])
        yield ask("search", known.concepts[name].label, limit=2)
        yield ask("foremost", name)
        yield ask("foremost", name, limit=2)
        yield ask("at", name)
        yield ask("at", name, limit=1)
    for start, goal in islice(product(names, names), 0, None, 7):
        yield ask("chains", start, goal)
        yield f"gave up {start} {goal}", lambda graph, ends=(start, goal): graph.chains(*ends).gave_up  # type: ignore[misc]
        yield ask("chains", start, goal, max_steps=3)
        yield ask("why_no_chain", start, goal)
    for name, one in known.claims.items():
        parts = one.subject, one.relation, one.object
        yield ask("claim", *parts, outcome=one.outcome)
        yield ask("claim", *parts[::-1])
        yield ask("claim", one.object, one.relation, one.subject, outcome=one.outcome)
        yield ask("claim", *parts)
        yield ask("claim", name)
        yield ask("claim", one.label)
        yield f"related {name}", of_claim("related", name)
        for most in (1, 3):
            yield f"related {name} {most}", lambda graph, one=name, n=most: graph.related(graph.claim(one), limit=n)  # type: ignore[misc]
        yield f"licence {name}", of_claim("licence", name)
        yield f"opinion {name}", of_claim("opinion", name)
        yield f"tallies {name}", of_claim("tallies", name)
    for who in known.sources:
        yield ask("source", who)
        yield ask("claims", source=who)
        yield ask("said", who)
        yield ask("saying", who)
        yield ask("saying", who, limit=1)
        yield ask("claims", source=who, stance="disputes")
    for standing in Standing:
        yield ask("claims", standing=standing.value)
    for kind in ContradictionKind:
        yield ask("contradictions", kind=kind.value)
    for method in ("claims", "sources", "contradictions", "gaps", "exercises", "routes", "turned"):
        yield ask(method)
    yield ask("first_sources", 2)
    yield "tiers", attrgetter("tiers")
    yield ask("of_tiers")
    for made in known.assertions:
        yield ask("assertion", made.id)
    yield ask("assertion", "none")
    yield ask("claims", stance="qualifies", relation="causes")
    for term in ("gluteuss", "Gluteus", "QUAD", "quad pain", "s9", "", "<concept/glute>", "kg:causes", "wek glut", 'é"\\'):
        for method in ("concept", "source", "claim", "search"):
            yield ask(method, term)
        yield ask("claims", about=term)
        yield ask("claims", source=term)
    for query in ("contested", "source-overview"):
        yield f"named {query}", lambda graph, name=query: sorted(map(str, graph.query_named(name)))  # type: ignore[misc]


def differences(known: Corpus, one: Graph, other: Graph) -> list[str]:
    return [name for name, ask in questions(known) if told(ask, one) != told(ask, other)]


RESTRICTIONS: tuple[dict[str, Any], ...] = (
    {},
    {"source": "s1"},
    {"tier": "popular"},
    {"collection": "other"},
    {"as_of": 2000},
)


@settings(max_examples=16)
@given(facts(), st.sampled_from(RESTRICTIONS), st.integers(1, 5), st.sampled_from(WAYS))
def test_every_question_is_answered_as_from_memory(
    known: Corpus, restriction: dict[str, Any], batch: int, way: Callable[..., Graph]
) -> None:
    here, there = Graph(known), way(known, batch=batch)
    refused = told(lambda graph: graph.restricted(**restriction), here)
    if isinstance(refused, tuple):
        assert told(lambda graph: graph.restricted(**restriction), there) == refused
    else:
        assert not differences(known, here.restricted(**restriction), there.restricted(**restriction))


@settings(max_examples=60)
@given(strategies.corpora(), st.integers(1, 3), st.sampled_from((Asker, Looker)))
def test_whatever_a_claim_may_hold_comes_back_from_a_store(made: Corpus, batch: int, way: type[Asker | Looker]) -> None:
    known, problems = rdf.from_quads(rdf.to_quads(made))
    if not problems:
        fetched = way(MemoryStore(rdf.to_quads(known)), batch=batch)
        assert fetched.claims(list(known.claims)) == known.claims
        assert fetched.concepts(list(known.concepts)) == known.concepts
        assert fetched.sources(list(known.sources)) == known.sources
        assert fetched.relations() == known.relations


class Counting(MemoryStore):
    """A store that counts the rows it gives."""

    given = 0

    def rows(self, text: str) -> Iterator[tuple[Any, ...]]:
        for row in super().rows(text):
            self.given += 1
            yield row

    def members(self, class_iri: str) -> Iterator[str]:
        for one in super().members(class_iri):
            self.given += 1
            yield one

    def match(self, *pattern: Any) -> Iterator[Quad]:
        for quad in super().match(*pattern):
            self.given += 1
            yield quad


@pytest.mark.parametrize(
    ("ask", "most"),
    [
        (lambda graph: graph.claim("weak glute med", "causes", "knee cave"), 900),
        (lambda graph: graph.claim("weak-gluteus-medius.causes.knee-valgus"), 900),
        (lambda graph: graph.concept("knee cave"), 400),
        (lambda graph: graph.source("somerset-2018"), 400),
        (lambda graph: graph.claims(source="hanjunko-2017"), 8_000),
    ],
)
@pytest.mark.parametrize("way", [Asker, Looker])
def test_a_question_fetches_only_what_it_is_about(
    core: Corpus, ask: Callable[[Graph], Any], most: int, way: type[Asker | Looker]
) -> None:
    store = Counting((*rdf.to_quads(core), *rdf.derived_quads(core)))
    assert len(store) > 15_000
    assert ask(Graph(Fetched(way(store)))) == ask(Graph(core))
    assert 0 < store.given < most


def answered(result: Result) -> Any:
    if result.form == "SELECT":
        return [*result]
    return bool(result) if result.form == "ASK" else sorted(re.sub(r"_:\w+", "_:", str(quad)) for quad in result.quads)


def dossier(graph: Graph, name: str) -> Any:
    """All that the shell shows of a claim, but for what is near: that takes long of all claims, and has a test of its own."""
    one = graph.claim(name)
    near = graph.related(one) if len(one.assertions) > 2 else None
    return one, graph.tallies(one), evidence_form(graph, one), graph.history(one), near


@pytest.mark.long
def test_the_packaged_data_answer_alike_from_disk_and_from_memory(tmp_path: Path) -> None:
    kneegraph.build_store(tmp_path / "store")
    here, there = kneegraph.load(), kneegraph.open_store(tmp_path / "store")
    questions: list[Callable[[Graph], Any]] = [
        lambda g: g.corpus,
        lambda g: (g.contradictions(), g.gaps(), g.exercises(), g.tiers),
        lambda g: g.contradictions(about="knee valgus"),
        *(lambda g, n=name: dossier(g, n) for name in here.corpus.claims),
        lambda g: g.chains("hypertonic TFL", "knee pain"),
        lambda g: g.search("valgus"),
        lambda g: told(lambda one: one.concept("knee vallgus"), g),
        *(lambda g, n=name: answered(g.query_named(n)) for name in here.named_queries()),
    ]
    for ask in questions:
        assert ask(there) == ask(here)


# Mappings that fetch


def letters() -> tuple[Lazy[str], list[str]]:
    asked: list[str] = []

    def some(names: Collection[str]) -> Mapping[str, str]:
        asked.extend(names)
        return {name: name.upper() for name in names if name in "cab"}

    return Lazy(some, lambda: ["c", "a", "b"]), asked


def test_a_lazy_mapping_is_a_mapping() -> None:
    lazy, _ = letters()
    assert lazy["a"] == "A"
    assert lazy.get("x") is None
    assert ("a" in lazy, "x" in lazy) == (True, False)
    with pytest.raises(KeyError):
        lazy["x"]
    assert [*lazy] == ["a", "b", "c"]
    assert len(lazy) == 3
    assert lazy == {"a": "A", "b": "B", "c": "C"}
    assert "y" not in lazy


def test_a_lazy_mapping_asks_for_nothing_twice() -> None:
    lazy, asked = letters()
    assert lazy.fetch(["b", "x", "b"]) == {"b": "B"}
    assert lazy.fetch(["x", "b"]) == {"b": "B"}
    assert asked == ["b", "x"]
    assert len(lazy) == 3
    assert lazy.fetch(["z"]) == {}
    assert sorted(asked) == ["a", "b", "c", "x"]
