"""Ties between sources: what a store keeps of who depends on whom says the same as all sources together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

from builders import source
from hypothesis import given
from hypothesis import strategies as st

from kneegraph import rdf
from kneegraph.analysis.evidence.independence import Independence
from kneegraph.model import Dependence, DependenceKind, Source
from kneegraph.parts import Asker, Looker
from kneegraph.store import MemoryStore

NAMES = [f"s{n}" for n in range(7)] + ["https://example.org/s"]
Link = tuple[str, str, DependenceKind]


@st.composite
def sources(draw: st.DrawFn) -> list[Source]:
    """A few sources that hang together in many ways."""
    made = []
    for name in NAMES:
        others = st.sampled_from([*NAMES, "nowhere"])
        links = draw(st.lists(st.builds(Dependence, others, st.sampled_from(DependenceKind)), max_size=2))
        creator = draw(st.sampled_from([None, "Willy RW, Davis IS", "Willy R", "Contreras B"]))
        issued = draw(st.sampled_from([None, "2011", "2012"]))
        made.append(replace(source(name), creator=creator, issued=issued, title=f"On {name}", depends_on=tuple(links)))
    return made


SAID = st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(["On s1", "Bret Contreras", "nobody"])), max_size=3)


def by_definition(made: list[Source], said: list[tuple[str, str]]) -> dict[frozenset[str], DependenceKind]:
    """Every pair, from the definition: what hangs together for one reason is closed by trying all until nothing changes."""
    links: dict[DependenceKind, set[frozenset[str]]] = defaultdict(set)
    for one, other, kind in (*_curated(made), *_authored(made), *_named(made, said)):
        if one != other:
            links[kind].add(frozenset((one, other)))
    for kind in (DependenceKind.SAME_DATA, DependenceKind.REPEATS):
        while new := {one ^ two for one, two in combinations(links[kind], 2) if len(one & two) == 1} - links[kind]:
            links[kind] |= new
    return {pair: kind for kind in reversed(DependenceKind) for pair in links[kind]}


def _curated(made: list[Source]) -> Iterator[Link]:
    names = {one.id for one in made}
    return ((one.id, link.source, link.kind) for one in made for link in one.depends_on if link.source in names)


def _authored(made: list[Source]) -> Iterator[Link]:
    first: dict[tuple[str, int], str] = {}
    for one in sorted(made, key=lambda one: one.id):
        if one.creator and one.year:
            # "Willy RW" and "Willy R" are two names, as far as anybody can tell
            yield one.id, first.setdefault((one.creator.partition(",")[0], one.year), one.id), DependenceKind.SAME_AUTHOR


def _named(made: list[Source], said: list[tuple[str, str]]) -> Iterator[Link]:
    telling = [one.id for one in made if one.creator == "Contreras B"]
    for name, whom in said:
        if whom == "On s1":
            yield name, "s1", DependenceKind.REPEATS
        if whom == "Bret Contreras" and len(telling) == 1:
            yield name, telling[0], DependenceKind.REPEATS


@given(sources(), SAID, st.lists(st.sampled_from(NAMES)))
def test_ties_say_what_the_definition_says(made: list[Source], said: list[tuple[str, str]], some: list[str]) -> None:
    expected = by_definition(made, said)
    whole = Independence(made, said)
    stored = MemoryStore(rdf.tie_quads(whole.ties()))
    for known in (whole, *(Independence.of_ties(way(stored).ties, lambda: NAMES) for way in (Asker, Looker))):
        for one, other in combinations(NAMES, 2):
            assert known.between(one, other) is expected.get(frozenset((one, other)))
        assert [known.near(one) for one in NAMES] == [
            tuple(sorted((o, k) for pair, k in expected.items() if one in pair for o in pair - {one})) for one in NAMES
        ]
        assert known.groups(some) == whole.groups(some)
        assert known.alone(some) == {one for one in some if not any(frozenset((one, o)) in expected for o in some)}


def test_ties_are_never_more_than_was_said() -> None:
    link = (Dependence("s0", DependenceKind.REPEATS),)
    many = [source("s0"), *(replace(source(f"s{n}"), depends_on=link) for n in range(1, 3_000))]
    known = Independence(many, ())
    assert sum(len(ties) for _, ties in known.ties()) == 2_999
    assert known.between("s1", "s2999") is DependenceKind.REPEATS
