"""Questions that a store answers from its indexes: as the graph in memory does, and without fetching what is beside them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import generate
import pytest

import kneegraph
from kneegraph.analysis.kinship import COMPLAINTS
from kneegraph.analysis.no_chain import NoChain
from kneegraph.model import Kind
from kneegraph.parts import Fetched
from kneegraph.server.dossiers import Shelves, dossier
from kneegraph.server.pages import Pages
from kneegraph.server.triples import described
from kneegraph.store import DiskStore
from kneegraph.stored import build_store

Graphs = tuple[kneegraph.Graph, kneegraph.Graph]


@pytest.fixture(scope="module", params=["packaged", "made up"])
def graphs(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Graphs:
    """The same graph in memory and behind a store."""
    folder = tmp_path_factory.mktemp("touched")
    data = ["packaged"]
    if request.param == "made up":
        generate.write(3_000, folder / "made.nt", seed=7)
        data = [str(folder / "made.nt")]
    build_store(folder / "store", *data)
    return kneegraph.load(*data), kneegraph.open_store(folder / "store")


def anew(graph: kneegraph.Graph) -> kneegraph.Graph:
    """The same store, of which nothing has been fetched yet."""
    assert isinstance(graph.store, DiskStore)
    return kneegraph.open_store(graph.store.folder)


def fetched(graph: kneegraph.Graph) -> int:
    """How many claims have been fetched so far."""
    parts = graph._parts
    assert isinstance(parts, Fetched)
    return len(parts._claims._known)


def some(names: Any, count: int) -> list[str]:
    return random.Random(3).sample(sorted(names), count)


# Pages


def test_the_page_of_a_thing_is_the_same(graphs: Graphs) -> None:
    near, far = (Shelves(graph) for graph in graphs)
    corpus = graphs[0].corpus
    assertions = [one.id for one in corpus.assertions]
    things = {
        "concept": some(corpus.concepts, 12),
        "claim": some(corpus.claims, 5),
        "source": some(corpus.sources, 5),
        "assertion": some(assertions, 5),
        "collection": sorted(near.collections)[:1],
    }
    for sort, names in things.items():
        for name in names:
            assert far.has(sort, name)
            assert dossier(far, sort, name) == dossier(near, sort, name), name


def test_a_page_says_how_much_it_leaves_out(graphs: Graphs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kneegraph.server.dossiers._MOST_CLAIMS", 4)
    monkeypatch.setattr("kneegraph.server.dossiers._MOST_CLASHES", 2)
    near, far = (Shelves(graph) for graph in graphs)
    name = max(graphs[0].corpus.concepts, key=lambda one: graphs[0].at(one)[1])
    values: dict[str, Any] = dossier(near, "concept", name)
    assert dossier(far, "concept", name) == values
    assert len(values["outgoing"]) + len(values["incoming"]) == 4
    assert values["more"]["claims"] == graphs[0].at(name)[1] - 4 > 0
    assert values["more"]["contradictions"] == len(graphs[0].contradictions(about=name)) - 2 > 0
    store = graphs[1].store
    assert isinstance(store, DiskStore)
    text = Pages(far, store)._templates.get_template("concept.html").render(values, formats={})
    assert all(f"… and {left} more" in text for left in values["more"].values())


def test_what_a_machine_gets_of_a_concept_is_all_of_it(graphs: Graphs) -> None:
    near, far = (Shelves(graph) for graph in graphs)
    store = graphs[1].store
    assert isinstance(store, DiskStore)
    for name in some(graphs[0].corpus.concepts, 4):
        assert {*described(far, store, "concept", name)} == {*described(near, store, "concept", name)}


def test_pages_fetch_what_they_show(graphs: Graphs) -> None:
    corpus, far = graphs[0].corpus, anew(graphs[1])
    shelves = Shelves(far)
    rare = min(corpus.concepts, key=lambda one: (graphs[0].at(one)[1] == 0, graphs[0].at(one)[1], one))
    dossier(shelves, "concept", rare)
    dossier(shelves, "source", min(corpus.sources, key=lambda one: (len(graphs[0].saying(one)), one)))
    shelves.has("assertion", next(one.id for one in corpus.assertions))
    assert not shelves.has("claim", "nothing.at.all")
    assert fetched(far) < len(corpus.claims) / 4


@pytest.mark.parametrize("sort", ["concept", "claim", "source", "assertion"])
def test_a_name_that_is_none_is_told_with_the_nearest(graphs: Graphs, sort: str) -> None:
    corpus = graphs[0].corpus
    names: dict[str, Any] = {"assertion": [one.id for one in corpus.assertions], "source": corpus.sources}
    name = some(names.get(sort, getattr(corpus, f"{sort}s", ())), 1)[0]
    wrong = f"{name[:1]}{name}"
    for graph in graphs:
        assert not Shelves(graph).has(sort, wrong)
        assert name in Shelves(graph).nearest(sort, wrong)


def test_tiers_are_counted(graphs: Graphs) -> None:
    near, far = graphs
    assert far.of_tiers() == near.of_tiers()
    assert sum(near.of_tiers().values()) == len(near.corpus.sources)
    popular = [graph.restricted(tier="popular").of_tiers() for graph in graphs]
    assert popular[0] == popular[1]
    assert len(popular[0]) == 1


# Networks


def pairs(graph: kneegraph.Graph, count: int) -> Iterator[tuple[str, str]]:
    """Concepts of all kinds, some without any claim, some joined by definition."""
    chance = random.Random(5)
    names = sorted(graph.corpus.concepts)
    kin = [(one.id, one.state_of) for one in graph.corpus.concepts.values() if one.state_of]
    yield from chance.sample(kin, min(len(kin), 4))
    disputed = [(one.subject, one.object) for one in graph.claims(standing="disputed")]
    yield from chance.sample(disputed, min(len(disputed), 12))
    for _ in range(count):
        start, goal = chance.sample(names, 2)
        yield start, goal


def test_why_there_is_no_chain_is_the_same(graphs: Graphs) -> None:
    near, far = graphs
    seen: set[NoChain | None] = set()
    for start, goal in pairs(near, 60):
        for steps in (1, 2, 6):
            reason = near.why_no_chain(start, goal, max_steps=steps)
            assert far.why_no_chain(start, goal, max_steps=steps) == reason, (start, goal, steps)
            seen.add(reason)
    assert {NoChain.ONLY_DISPUTED, NoChain.TOO_LONG, NoChain.BY_DEFINITION, NoChain.ONLY_BACKWARDS, None} <= seen


def test_what_carries_all_is_the_same(graphs: Graphs) -> None:
    near, far = graphs
    sizes = set()
    for start, goal in pairs(near, 40):
        for steps in (3, 6):
            found = near.cut(start, goal, max_steps=steps)
            assert far.cut(start, goal, max_steps=steps) == found, (start, goal, steps)
            sizes.add(len(found.claims) if found else 0)
    assert len(sizes) > 2


def test_what_is_asked_of_a_network_fetches_no_claims(graphs: Graphs) -> None:
    far = anew(graphs[1])
    for start, goal in pairs(graphs[0], 5):
        far.why_no_chain(start, goal)
        far.cut(start, goal)
    assert fetched(far) == 0


# Exercises


def treatments(graph: kneegraph.Graph, count: int) -> list[str]:
    kinds = {Kind.EXERCISE, Kind.INTERVENTION}
    return some((one.id for one in graph.corpus.concepts.values() if one.kind in kinds), count)


def test_what_an_exercise_is_meant_to_do_is_the_same(graphs: Graphs) -> None:
    near, far = graphs
    links = 0
    for name in treatments(near, 4):
        found = near.exercises(exercise=name)
        assert list(far.exercises(exercise=name)) == list(found), name
        links += len(found)
        for outcome in {one.outcome for one in found[:3]}:
            assert far.exercises(exercise=name, for_=outcome) == near.exercises(exercise=name, for_=outcome) != []
    assert links > 20


def test_what_exercises_are_meant_to_help_with_something_is_the_same(graphs: Graphs) -> None:
    near, far = graphs
    warned = 0
    concepts = near.corpus.concepts.values()
    helped = some((one.id for one in concepts if one.kind in {*COMPLAINTS, Kind.FUNCTION}), 8)
    states = some((one.id for one in concepts if one.kind is Kind.MUSCLE_STATE), 5)
    muscles = some((one.id for one in concepts if one.kind is Kind.MUSCLE), 2)
    for name in (*helped, *states, *muscles):
        found = near.exercises(for_=name)
        assert list(far.exercises(for_=name)) == list(found), name
        warned += sum("clashes with" in warning for one in found for warning in one.warnings)
    assert warned > 0


def test_links_of_an_exercise_to_an_outcome_fetch_their_own_claims(graphs: Graphs) -> None:
    near, far = graphs[0], anew(graphs[1])
    links = (near.exercises(exercise=one) for one in treatments(near, 8))
    name, outcome = next((found[0].exercise, found[0].outcome) for found in links if found)
    assert far.exercises(exercise=name, for_=outcome)
    assert fetched(far) < len(near.corpus.claims) / 3


# Routes


def test_routes_are_the_same(graphs: Graphs) -> None:
    near, far = graphs
    every = near.routes()
    assert len(every) > 4
    for one in [*every[:4], *every[-2:]]:
        assert anew(far).routes(exercise=one.treatment) == near.routes(exercise=one.treatment) != []
        assert anew(far).routes(for_=one.outcome) == near.routes(for_=one.outcome) != []
        both = {"exercise": one.treatment, "for_": one.outcome}
        assert anew(far).routes(**both) == near.routes(**both)
        assert one in near.routes(**both)
    for name in treatments(near, 5):
        assert far.routes(exercise=name) == near.routes(exercise=name)
    for name in some(near.corpus.concepts, 10):
        assert far.routes(for_=name) == near.routes(for_=name)


def test_routes_of_some_sources_only_are_the_same(graphs: Graphs) -> None:
    near, far = (graph.restricted(tier="popular") for graph in graphs)
    for name in treatments(near, 6):
        assert far.routes(exercise=name) == near.routes(exercise=name)


def test_what_turned_is_the_same(graphs: Graphs) -> None:
    near, far = graphs[0], anew(graphs[1])
    found = near.turned()
    assert found
    assert far.turned() == found
    assert fetched(far) < len(near.corpus.claims) / 2
    for restriction in ({"as_of": 2019}, {"source": near.turned()[0].repeated_by + near.turned()[0].turned_by}):
        assert far.restricted(**restriction).turned() == near.restricted(**restriction).turned()
