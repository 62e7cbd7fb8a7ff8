"""What is assembled for a store and read from beside it is what the analysis in memory finds, word for word and in order."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import generate
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kneegraph
from kneegraph import vocab as v
from kneegraph.analysis.contradictions import packed, unpacked
from kneegraph.analysis.reach import joined, within
from kneegraph.analysis.region import Link, regions
from kneegraph.model import Kind
from kneegraph.parts.packing import packed_source, unpacked_source
from kneegraph.rdf.derived import DERIVED
from kneegraph.store import LocalStore
from kneegraph.stored import build_store

Graphs = tuple[kneegraph.Graph, kneegraph.Graph]


@pytest.fixture(scope="module", params=["packaged", "made up"])
def graphs(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Graphs:
    """The same graph in memory and behind a store."""
    folder = tmp_path_factory.mktemp("size")
    data = ["packaged"]
    if request.param == "made up":
        generate.write(2_000, folder / "made.nt")
        data = [str(folder / "made.nt")]
    build_store(folder / "store", *data)
    return kneegraph.load(*data), kneegraph.open_store(folder / "store")


def test_a_store_holds_what_follows_from_its_claims(graphs: Graphs) -> None:
    assert _derived(graphs[1]) == _derived(graphs[0])


def _derived(graph: kneegraph.Graph) -> set[str]:
    store = graph.store
    assert isinstance(store, LocalStore)
    kept = (quad for quad in store.quads() if quad.predicate.value in DERIVED or v.VIEW in str(quad.graph_name))
    return {str(quad) for quad in kept}


def test_contradictions_are_the_same_in_the_same_order(graphs: Graphs) -> None:
    near, far = graphs
    found = list(near.contradictions())
    assert len(found) > 100
    assert list(far.contradictions()) == found
    assert far.first_contradictions(7) == (found[:7], len(found))
    for kind in {one.kind for one in found}:
        of_kind = [one for one in found if one.kind == kind]
        assert far.first_contradictions(3, kind=kind) == (of_kind[:3], len(of_kind))


def test_contradictions_about_something_are_the_same(graphs: Graphs) -> None:
    near, far = graphs
    chance = random.Random(1)
    for concept in chance.sample(sorted(near.corpus.concepts), 12):
        assert list(far.contradictions(about=concept)) == list(near.contradictions(about=concept)), concept


def test_what_only_some_sources_say_is_found_anew(graphs: Graphs) -> None:
    near, far = (graph.restricted(tier="popular") for graph in graphs)
    assert list(far.contradictions(kind="disputed")) == list(near.contradictions(kind="disputed"))
    weights = Path(kneegraph.__file__).parent.parent / "data" / "weights.toml"
    assert list(graphs[1].weighed(weights).contradictions(kind="self")) == list(graphs[0].contradictions(kind="self"))


def pairs(graph: kneegraph.Graph, count: int) -> Iterator[tuple[str, str]]:
    """Concepts between which there may be a chain."""
    chance = random.Random(2)
    concepts = sorted(graph.corpus.concepts.values(), key=lambda one: one.id)
    starts = [one.id for one in concepts if one.kind in {Kind.MUSCLE_STATE, Kind.MOVEMENT_FAULT, Kind.EXERCISE}]
    goals = [one.id for one in concepts if one.kind in {Kind.SYMPTOM, Kind.CONDITION, Kind.FUNCTION}]
    return ((chance.choice(starts), chance.choice(goals)) for _ in range(count))


def test_chains_are_the_same(graphs: Graphs) -> None:
    near, far = graphs
    some = 0
    for start, goal in pairs(near, 40):
        for limit, steps in ((1, 6), (10, 6), (10, 3)):
            found = near.chains(start, goal, limit=limit, max_steps=steps)
            again = far.chains(start, goal, limit=limit, max_steps=steps)
            assert (list(again), again.gave_up) == (list(found), found.gave_up), (start, goal, limit)
            some += bool(found)
    assert some > 10
    same = next(pairs(near, 1))[0]
    assert far.chains(same, same) == near.chains(same, same) == []


def test_what_is_kept_of_a_contradiction_is_all_of_it(graphs: Graphs) -> None:
    for one in graphs[0].contradictions():
        assert unpacked(packed(one)) == one


# Regions


class Given:
    """Moves that are at hand."""

    def __init__(self, links: list[Link]) -> None:
        self.links = sorted(links, key=lambda link: -link.strength)

    def leaving(self, concept: int) -> Iterator[Link]:
        return (link for link in self.links if link.source == concept)

    def arriving(self, concept: int) -> Iterator[Link]:
        return (link for link in self.links if link.target == concept)

    def between(self, source: int, targets: object) -> Iterator[Link]:
        return (link for link in self.leaving(source) if link.target in targets)  # type: ignore[operator]


def ways(
    links: list[Link], here: int, goal: int, strength: float, passed: tuple[int, ...]
) -> Iterator[tuple[float, list[Link]]]:
    """Every way without a circle."""
    if here == goal:
        yield strength, []
        return
    for link in (link for link in links if link.source == here and link.target not in passed):
        for total, rest in ways(links, link.target, goal, strength * link.strength, (*passed, link.target)):
            yield total, [link, *rest]


STRENGTHS = st.sampled_from([0.9, 0.75, 0.5, 0.34, 0.2])
LINKS = st.builds(Link, st.integers(0, 5), st.integers(0, 5), STRENGTHS, st.just(1), st.just(False), st.integers(1, 9))


@given(st.lists(LINKS, max_size=14))
def test_a_region_has_every_way_that_is_strong_enough(links: list[Link]) -> None:
    whole = False
    for region in regions(Given(links), 0, [5]):
        for strength, way in ways(links, 0, 5, 1.0, (0,)):
            assert strength < region.least or region.links.issuperset(way)
            assert not region.whole or region.links.issuperset(way)
        whole = region.whole
    assert whole


def test_sources_are_kept_whole(graphs: Graphs) -> None:
    near, far = graphs
    assert {name: far.corpus.sources[name] for name in near.corpus.sources} == dict(near.corpus.sources)
    assert {name: unpacked_source(packed_source(one)) for name, one in near.corpus.sources.items()} == near.corpus.sources


# Reach


DEFINED = st.builds(Link, st.integers(0, 5), st.integers(0, 5), st.just(0.5), st.just(1), st.just(True), st.none())
MUSCLE = st.builds(Link, st.integers(0, 5), st.integers(0, 5), st.just(0.5), st.just(1), st.just(True), st.just(9))


@given(st.lists(LINKS, max_size=14), st.integers(0, 6))
def test_within_reach_is_every_move_of_the_ways_that_are_short_enough_and_no_other(links: list[Link], steps: int) -> None:
    found = within(Given(links), 0, [4, 5], steps)
    for goal in (4, 5):
        for _, way in ways(links, 0, goal, 1.0, (0,)):
            assert len(way) > steps or found.issuperset(way)
    for link in found:
        on, back = steps_from(links, 0), min(steps_from(links, link.target).get(goal, 99) for goal in (4, 5))
        assert on[link.source] + 1 + back <= steps


def steps_from(links: list[Link], start: int) -> dict[int, int]:
    found, edge = {start: 0}, {start}
    while edge:
        edge = {link.target for link in links if link.source in edge} - found.keys()
        found.update(dict.fromkeys(edge, max(found.values()) + 1))
    return found


@given(st.lists(st.one_of(LINKS, DEFINED, MUSCLE), max_size=14))
def test_what_is_joined_is_reached_without_two_definitions_in_a_row(links: list[Link]) -> None:
    reached, edge = {(0, False)}, {(0, False)}
    while edge:
        after = {
            (link.target, link.holds)
            for link in links
            for concept, held in edge
            if link.source == concept and not (held and link.claim is None)
        }
        edge = after - reached
        reached |= edge
    assert joined(Given(links), 0, [4, 5]) == bool(reached & {(4, True), (4, False), (5, True), (5, False)})
