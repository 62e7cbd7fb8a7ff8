"""Every analysis and every named query gives the same on two engines that are not ours as on the embedded store."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from click.testing import CliRunner
from engines import HOME, oxigraph, virtuoso
from pyoxigraph import CanonicalizationAlgorithm, Dataset

import kneegraph
from kneegraph.cli.main import kneegraph as shell
from kneegraph.errors import EndpointError
from kneegraph.queries import named_queries
from kneegraph.store import MemoryStore, RemoteStore, Result

pytestmark = pytest.mark.engines

#: More rows than these are cut by the Virtuoso of the tests, without a word where triples are asked for.
CUT = 2_500
#: Engines, and whether the graph that holds the data is named.
ENGINES = ("oxigraph", "virtuoso", "virtuoso with its graph named")

Question = Callable[[kneegraph.Graph], object]


@pytest.fixture(scope="module")
def near() -> kneegraph.Graph:
    return kneegraph.load()


@pytest.fixture(scope="module")
def nquads(near: kneegraph.Graph) -> str:
    assert isinstance(near.store, MemoryStore)
    return near.store.dump("nq")


@pytest.fixture(scope="module")
def oxigraph_url(nquads: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with oxigraph(tmp_path_factory.mktemp("oxigraph"), nquads, "--timeout-s", "1") as url:
        yield url


@pytest.fixture(scope="module")
def virtuoso_url(nquads: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with virtuoso(tmp_path_factory.mktemp("virtuoso"), nquads, rows=CUT, seconds=4) as url:
        yield url


@pytest.fixture(scope="module", params=ENGINES)
def far(request: pytest.FixtureRequest) -> kneegraph.Graph:
    url = request.getfixturevalue(f"{request.param.split()[0]}_url")
    return kneegraph.connect(url, default_graph=HOME if "named" in request.param else ())


def answer(result: Result) -> object:
    """What two stores must agree on: rows in their order, a yes or no, triples whatever their blank nodes are called."""
    if result.form == "SELECT":
        return list(result)
    if result.form == "ASK":
        return bool(result)
    triples = Dataset(result.quads)
    triples.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return set(map(str, triples))


@pytest.mark.parametrize("name", named_queries())
def test_a_named_query_has_the_same_answer_row_by_row(near: kneegraph.Graph, far: kneegraph.Graph, name: str) -> None:
    expected = answer(near.query_named(name))
    assert expected
    assert answer(far.query_named(name)) == expected


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("about-concept", {"concept": "knee pain"}),
        ("agreed-chains", {"cause": "weak gluteus medius"}),
        ("agreed-chains", {"cause": "patella"}),
        ("causes-of", {"effect": "knee pain"}),
        ("effects-of", {"cause": "weak gluteal muscles"}),
        ("exercises-for", {"fault": "knee pain"}),
        ("is-it-disputed", {"claim": "weak-gluteus-medius.causes.knee-valgus"}),
        ("muscle-functions", {"muscle": "vmo"}),
        ("paraphrases-with", {"words": "no such words"}),
    ],
)
def test_a_parameter_is_heeded_everywhere(
    near: kneegraph.Graph, far: kneegraph.Graph, name: str, values: dict[str, str]
) -> None:
    assert answer(far.query_named(name, **values)) == answer(near.query_named(name, **values))


QUESTIONS: dict[str, Question] = {
    "claim": lambda kg: kg.claim("VMO", "controls", "kneecap tracking"),
    "claims about": lambda kg: kg.claims(about="patella"),
    "claims of a source": lambda kg: kg.claims(source="somerset-2018", stance="disputes"),
    "claims of a standing": lambda kg: kg.claims(standing="contested"),
    "search": lambda kg: kg.search("gluteus medius"),
    "contradictions": lambda kg: kg.contradictions(),
    "contradictions about": lambda kg: kg.contradictions(about="knee valgus"),
    "chains": lambda kg: list(kg.chains("hypertonic TFL", "knee pain")),
    "why no chain": lambda kg: kg.why_no_chain("knee pain", "clamshell"),
    "exercises": lambda kg: kg.exercises(for_="knee valgus"),
    "gaps": lambda kg: kg.gaps(),
    "related": lambda kg: kg.related(kg.claim("weak-gluteus-medius.causes.knee-valgus")),
    "sources": lambda kg: kg.sources(),
    "tiers": lambda kg: kg.tiers,
    "restricted": lambda kg: kg.restricted(collection="core", as_of=2018).contradictions(),
    "restricted to a source": lambda kg: kg.restricted(source="somerset-2018").claims(about="knee valgus"),
    "everything": lambda kg: [dict(part) for part in (kg.corpus.concepts, kg.corpus.claims, kg.corpus.sources)],
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_an_analysis_has_the_same_answer(near: kneegraph.Graph, far: kneegraph.Graph, name: str) -> None:
    expected = QUESTIONS[name](near)
    assert expected
    assert QUESTIONS[name](far) == expected


def test_the_shell_says_the_same(virtuoso_url: str) -> None:
    asked = ["claim", "VMO", "controls", "kneecap tracking"]
    there = [*asked, "--endpoint", virtuoso_url, "--endpoint-graph", HOME, "--endpoint-timeout", "20"]
    (here, far) = (CliRunner().invoke(shell, args, catch_exceptions=False) for args in (asked, there))
    assert (far.exit_code, far.output) == (0, here.output)


# Limits


def test_what_oxigraph_stops_at_its_time_limit_is_no_answer(oxigraph_url: str) -> None:
    for query in ("SELECT * { ?a ?b ?c . ?d ?e ?f }", "CONSTRUCT { ?a <urn:x> ?d } { ?a ?b ?c . ?d ?e ?f }"):
        with pytest.raises(EndpointError, match=r"gave an answer that breaks off.*has been cancelled"):
            RemoteStore(oxigraph_url).query(query)


def test_what_virtuoso_stops_at_its_time_limit_is_no_answer(virtuoso_url: str) -> None:
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER(?c < ?f) }"
    with pytest.raises(EndpointError, match=r"answered 500: Virtuoso S1T00 Error SR171: Transaction timed out$"):
        RemoteStore(virtuoso_url).query(slow)
    with pytest.raises(
        EndpointError,
        match=r"gave only a part of the answer: .*Returning incomplete results|answered 500: .*killed by SQLCancel",
    ):
        RemoteStore(f"{virtuoso_url}?timeout=1000").query(slow)


@pytest.mark.parametrize("query", ["SELECT ?s { ?s a ?c }", "CONSTRUCT { ?s a ?c } { ?s a ?c }"])
def test_what_virtuoso_cuts_is_no_answer(virtuoso_url: str, query: str) -> None:
    with pytest.raises(EndpointError, match=f"cuts every answer at {CUT:,} rows, and this one is cut"):
        RemoteStore(virtuoso_url).query(query)


def test_the_engine_of_the_tests_does_cut(virtuoso_url: str) -> None:
    assert len(list(RemoteStore(virtuoso_url).query(f"SELECT ?s {{ ?s a ?c }} LIMIT {CUT}"))) == CUT
    with pytest.raises(EndpointError):
        RemoteStore(virtuoso_url).query(f"SELECT ?s {{ ?s a ?c }} LIMIT {CUT + 1}")
