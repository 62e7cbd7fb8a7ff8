"""CONIB, a corpus of another field: what kneegraph finds in it is what its own field's tool, pybel-tools, finds.

The peer's definitions (pybel_tools.summary, version 0.9.1; by pairs of nodes and the relations of the edges between them):

- contradictory (`get_contradictory_pairs`): the edges A to B are of more than one of these three sorts: some increase,
  some decrease, some cause no change. 306 pairs, 205 of them with increase and decrease.
- regulatory (`get_regulatory_pairs`): A increases B, and B decreases A; ordered. 53.
- chaotic (`get_chaotic_pairs`): A increases B, and B increases A; A may be B; unordered. 159.
- dampened (`get_dampened_pairs`): A decreases B, and B decreases A; A may be B; unordered. 47.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from imported import SIGNED, Folder, signed

import kneegraph
from kneegraph import Graph
from kneegraph.analysis.chains import ChainSearch, chains
from kneegraph.analysis.network import Network
from kneegraph.importing import import_to_file

MAPPING = Path(__file__).parents[1] / "docs" / "examples" / "conib" / "mapping.toml"
_Pair = tuple[str, str]

#: Each of the peer's pairs once, a claim that nobody else makes, and a loop of one.
MADE_UP = """subject\trelation\tobject\tdirection\tpmid
p(X:A)\tincreases\tp(X:B)\t+\t1
p(X:A)\tdirectlyDecreases\tp(X:B)\t-\t2
p(X:A)\tincreases\tp(X:C)\t+\t1
p(X:A)\tcausesNoChange\tp(X:C)\t0\t3
p(X:C)\tdecreases\tp(X:A)\t-\t1
p(X:D)\tincreases\tp(X:E)\t+\t1
p(X:E)\tincreases\tp(X:D)\t+\t4
p(X:F)\tdecreases\tp(X:G)\t-\t1
p(X:G)\tdecreases\tp(X:F)\t-\t1
p(X:H)\tincreases\tp(X:H)\t+\t1
p(X:A)\tassociation\tp(X:D)\t?\t1
p(X:A)\tpartOf\tcomplex(p(X:A), p(X:B))\t?\t
"""


@pytest.fixture(scope="module")
def conib(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """The corpus, where somebody has it; tests that need it are skipped elsewhere."""
    named = os.environ.get("KNEEGRAPH_CORPORA")
    table = (Path(named) if named else Path(__file__).parents[2] / "shared" / "corpora") / "conib.tsv"
    if not table.is_file():
        pytest.skip("needs the CONIB table: set KNEEGRAPH_CORPORA to the folder of conib.tsv")
    output = tmp_path_factory.mktemp("conib") / "conib.nq"
    made = import_to_file([table], MAPPING, output)
    assert (made.rows, made.rejected) == (33_990, 0)
    return kneegraph.load(output)


@pytest.fixture
def made_up(tmp_path: Path) -> Graph:
    (tmp_path / "edges.tsv").write_text(MADE_UP, encoding="utf-8")
    assert import_to_file([tmp_path / "edges.tsv"], MAPPING, tmp_path / "out.nq").rejected == 0
    return kneegraph.load(tmp_path / "out.nq")


def pairs(graph: Graph, relation: str) -> set[_Pair]:
    """Subject and object of the claims of this relation that somebody supports."""
    return {(one.subject, one.object) for one in graph.claims() if one.relation == relation and one.tally.supports}


def unchanged(graph: Graph) -> set[_Pair]:
    """Subject and object where somebody finds no change."""
    return {(one.subject, one.object) for one in graph.claims() if one.tally.disputes}


def regulatory(graph: Graph) -> set[_Pair]:
    less = pairs(graph, "decreases")
    return {pair for pair in pairs(graph, "increases") if pair[::-1] in less}


def mutual(graph: Graph, relation: str) -> set[frozenset[str]]:
    found = pairs(graph, relation)
    return {frozenset(pair) for pair in found if pair[::-1] in found}


def contradictory(graph: Graph, *kinds: str) -> set[_Pair]:
    """Subject and object of what kneegraph itself finds."""
    claims = graph.corpus.claims
    named = [claims[name] for clash in graph.contradictions() if clash.kind.value in kinds for name in clash.claims]
    return {(one.subject, one.object) for one in named}


def test_the_made_up_table_holds_each_of_the_pairs(made_up: Graph) -> None:
    a, b, c, d, e, f, g, h = (f"p-x-{letter}" for letter in "abcdefgh")
    assert contradictory(made_up, "disputed", "opposed") == {(a, b), (a, c)}
    assert contradictory(made_up, "opposed") == {(a, b)}
    assert regulatory(made_up) == {(a, c)}
    assert mutual(made_up, "increases") == {frozenset((d, e)), frozenset((h,))}
    assert mutual(made_up, "decreases") == {frozenset((f, g))}
    assert made_up.claim("p(X:A)", "partOf", "complex(p(X:A), p(X:B))").sources() == ("conib",)


def test_the_contradictions_are_the_peers(conib: Graph) -> None:
    assert len(contradictory(conib, "disputed", "opposed")) == 306
    assert len(contradictory(conib, "opposed")) == 205
    more, less, none = pairs(conib, "increases"), pairs(conib, "decreases"), unchanged(conib)
    assert contradictory(conib, "disputed", "opposed") == (more & less) | (more & none) | (less & none)


def test_the_pairs_of_cycles_are_the_peers(conib: Graph) -> None:
    assert len(regulatory(conib)) == 53
    assert len(mutual(conib, "increases")) == 159
    assert len(mutual(conib, "decreases")) == 47


def test_what_strengthens_itself_is_among_the_reversed_causes(conib: Graph) -> None:
    """Chaotic and dampened pairs of two are what kneegraph calls reversed; regulatory ones check each other, and are not."""
    expected = {pair for one in ("increases", "decreases") for pair in mutual(conib, one) if len(pair) == 2}
    claims = conib.corpus.claims
    found = set()
    for clash in conib.contradictions(kind="reversed"):
        ends = {frozenset((claims[name].subject, claims[name].object)) for name in clash.claims}
        if len(ends) == 1:
            found |= ends
    assert found == expected


def test_chains_end_between_the_best_connected_concepts_and_on_every_cycle(conib: Graph) -> None:
    network = Network(conib.corpus)
    leaving = sorted(network.leaving, key=lambda name: (-len(network.leaving[name]), name))[:4]
    arriving = sorted(network.arriving, key=lambda name: (-len(network.arriving[name]), name))[:4]
    cycles = sorted(tuple(sorted(pair)) for pair in mutual(conib, "increases") if len(pair) == 2)[:20]
    for start, goal in [(one, other) for one in leaving for other in arriving if one != other] + cycles:
        search = ChainSearch(conib.corpus, network, start, goal)
        found = [chain for _, chain in zip(range(10), search, strict=False)]
        assert found
        assert not search.gave_up
        scores = [round(chain.score, 12) for chain in found]
        assert scores == sorted(scores, reverse=True)


def test_a_search_for_every_chain_stops_at_its_limit_and_says_so(conib: Graph) -> None:
    found = chains(conib.corpus, "a-chebi-amyloid-beta", "p-hgnc-mapt", limit=100_000)
    assert found.gave_up
    assert len(found) > 1_000


def test_a_table_of_signed_edges_needs_no_more_than_a_mapping(tmp_path: Path) -> None:
    _, corpus = Folder(tmp_path).imported(signed("a + b 1", "b - a 1"), SIGNED)
    assert set(corpus.claims) == {"a.causes.b", "b.reduces.a"}
