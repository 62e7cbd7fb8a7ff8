"""A graph behind a store answers as the same graph in memory, and fetches no more than a question needs."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from itertools import islice, product
from pathlib import Path
from typing import Any

import pytest
import strategies
from builders import claim, concept, corpus, disputes, qualifies, reports, source, state, supports
from hypothesis import example, given, settings
from hypothesis import strategies as st

import kneegraph
from kneegraph import Graph, KneegraphError, rdf
from kneegraph.analysis.contradictions import ContradictionKind
from kneegraph.errors import UnknownTermError
from kneegraph.model import Concept, Corpus, Source, Standing
from kneegraph.parts import Asker, Fetched
from kneegraph.parts.lazy import Lazy
from kneegraph.store import MemoryStore

MUSCLES = ("glute", "hip muscle", "quad")
STATES = (("weak glute", "glute", -1), ("tight glute", "glute", 1), ("weak hip muscle", "hip muscle", -1), ("weak quad", "quad", -1))
FAULTS = ("valgus", "inward knee", "knee pain", "pain", "flat foot", "tilt")
EXERCISES = ("squat", "bridge")
NAMES = (*MUSCLES, *(label for label, _, _ in STATES), *FAULTS, *EXERCISES)
RELATIONS = ("causes", "reduces", "controls", "targets", "strengthens", "isA", "dominates", "associatedWith")
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
        said = [draw(st.sampled_from(SAID))(who) for who in draw(st.lists(st.sampled_from(SOURCES), min_size=1, max_size=2, unique=True))]
        relation = draw(st.sampled_from((*RELATIONS, "outweighs")))
        new = claim(one, relation, other, *said, outcome=draw(st.sampled_from(FAULTS)) if relation == "outweighs" else None)
        made[new.id] = new
    kin = [
        concept("glute", "Muscle", "Gluteus", broader=draw(st.sampled_from([None, "hip muscle"]))),
        concept("hip muscle", "Muscle"),
        concept("quad", "Muscle", "Quads"),
        *(state(label, of=of, sign=sign) for label, of, sign in STATES),
        concept("valgus", "MovementFault", broader=draw(st.sampled_from([None, "inward knee"]))),
        concept("inward knee", "MovementFault", broader=draw(st.sampled_from([None, "pain"]))),
        concept("knee pain", "Symptom", broader="pain"),
        *(concept(label, "Exercise") for label in EXERCISES),
    ]
    years = (source("s1"), source("s2", "peer-reviewed", "other"))
    return corpus(*made.values(), *kin, *years)


def behind(known: Corpus, **options: Any) -> Graph:
    store = MemoryStore((*rdf.to_quads(known), *rdf.derived_quads(known)))
    return Graph(Fetched(Asker(store, **options)), store=store)  # type: ignore[arg-type]


def told(question: Callable[[Graph], Any], graph: Graph) -> Any:
    """The answer, or the error with its words."""
    try:
        return question(graph)
    except KneegraphError as error:
        return type(error), str(error)


def questions(known: Corpus) -> Iterator[tuple[str, Callable[[Graph], Any]]]:
    names = sorted(known.concepts)
    for name in names:
        yield f"claims about {name}", lambda g, n=name: g.claims(about=n)
        yield f"around {name}", lambda g, n=name: g.around(n)
        yield f"contradictions about {name}", lambda g, n=name: g.contradictions(about=n)
        yield f"exercises for {name}", lambda g, n=name: g.exercises(for_=n)
        yield f"search {name}", lambda g, n=name: g.search(known.concepts[n].label.upper()[:6])
    for start, goal in islice(product(names, names), 0, None, 7):
        yield f"chains {start} {goal}", lambda g, s=start, e=goal: (g.chains(s, e), g.chains(s, e).gave_up)
        yield f"chains of 3 {start} {goal}", lambda g, s=start, e=goal: g.chains(s, e, max_steps=3)
        yield f"no chain {start} {goal}", lambda g, s=start, e=goal: g.why_no_chain(s, e)
    for name, one in known.claims.items():
        parts = one.subject, one.relation, one.object
        yield f"claim {name}", lambda g, p=parts, o=one.outcome: g.claim(*p, outcome=o)
        yield f"turned {name}", lambda g, p=parts: g.claim(*p[::-1])
        yield f"no outcome {name}", lambda g, p=parts: g.claim(*p)
        yield f"claim id {name}", lambda g, n=name: g.claim(n)
        yield f"claim label {name}", lambda g, c=one: g.claim(c.label)
        yield f"related {name}", lambda g, n=name: g.related(g.claim(n))
        yield f"tallies {name}", lambda g, n=name: g.tallies(g.claim(n))
    for who in known.sources:
        yield f"source {who}", lambda g, w=who: (g.source(w), g.claims(source=w), g.claims(source=w, stance="disputes"))
    for standing in Standing:
        yield f"standing {standing}", lambda g, s=standing: g.claims(standing=s)
    for kind in ContradictionKind:
        yield f"kind {kind}", lambda g, k=kind: g.contradictions(kind=k)
    yield "everything", lambda g: (g.claims(), g.sources(), g.tiers, g.contradictions(), g.gaps(), g.exercises())
    yield "stance", lambda g: g.claims(stance="qualifies", relation="causes")
    for term in ("gluteuss", "Gluteus", "QUAD", "quad pain", "s9", "", "<concept/glute>", "kg:causes", "wek glut", "é\"\\"):
        yield f"term {term}", lambda g, t=term: g.concept(t)
        yield f"source term {term}", lambda g, t=term: g.source(t)
        yield f"claim term {term}", lambda g, t=term: g.claim(t)
        yield f"search {term}", lambda g, t=term: g.search(t)
        yield f"about {term}", lambda g, t=term: g.claims(about=t)
    for query in ("contested", "source-overview"):
        yield f"named {query}", lambda g, q=query: sorted(map(str, g.query_named(q)))


def differences(known: Corpus, one: Graph, other: Graph) -> list[str]:
    return [name for name, ask in questions(known) if told(ask, one) != told(ask, other)]


RESTRICTIONS: tuple[dict[str, Any], ...] = ({}, {"source": "s1"}, {"tier": "popular"}, {"collection": "other"}, {"as_of": 2000})


@settings(max_examples=60)
@given(facts(), st.sampled_from(RESTRICTIONS), st.integers(1, 5))
def test_every_question_is_answered_as_from_memory(known: Corpus, restriction: dict[str, Any], batch: int) -> None:
    here, there = Graph(known), behind(known, batch=batch)
    if isinstance(told(lambda g: g.restricted(**restriction), here), tuple):
        assert told(lambda g: g.restricted(**restriction), here) == told(lambda g: g.restricted(**restriction), there)
    else:
        assert not differences(known, here.restricted(**restriction), there.restricted(**restriction))
