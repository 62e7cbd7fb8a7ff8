"""The remote store, against a real Oxigraph server on this machine and against one that cuts its answers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from engines import free_port, oxigraph
from pyoxigraph import NamedNode, Quad, RdfFormat, parse, serialize

import kneegraph
from kneegraph import vocab
from kneegraph.errors import EndpointError, QueryError, RefusedQueryError, UnknownTermError
from kneegraph.store import MemoryStore, RemoteStore, wire

HOME = NamedNode("urn:home")
pytestmark = pytest.mark.engines

RESULTS = "application/sparql-results+json"


@pytest.fixture(scope="module")
def packaged() -> kneegraph.Graph:
    return kneegraph.load()


@pytest.fixture(scope="module")
def endpoint(packaged: kneegraph.Graph, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    assert isinstance(packaged.store, MemoryStore)
    with oxigraph(tmp_path_factory.mktemp("oxigraph"), packaged.store.dump("nq")) as url:
        yield url


@pytest.fixture
def remote(endpoint: str) -> RemoteStore:
    return RemoteStore(endpoint)


# A real endpoint


@pytest.mark.parametrize("form", ["json", "csv", "tsv", "xml"])
@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?claim ?n WHERE { ?claim kg:standing kg:contested ; kg:supportCount ?n } ORDER BY ?claim",
        "ASK { <claim/weak-gluteus-medius.causes.knee-valgus> kg:standing kg:qualified }",
        "SELECT * { ?s owl:sameAs ?o }",
    ],
)
def test_a_table_is_the_same_from_near_and_far(packaged: kneegraph.Graph, remote: RemoteStore, query: str, form: str) -> None:
    assert remote.query(query).serialize(form) == packaged.query(query).serialize(form)


@pytest.mark.parametrize(
    "query",
    [
        "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH view:contested { ?s ?p ?o } }",
        "DESCRIBE <assertion/somerset-2018.weak-gluteus-medius.causes.knee-valgus.qualifies>",
        "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o FILTER(false) }",
    ],
)
def test_triples_are_the_same_from_near_and_far(packaged: kneegraph.Graph, remote: RemoteStore, query: str) -> None:
    assert remote.query(query).serialize("turtle") == packaged.query(query).serialize("turtle")


def test_rows_have_their_types(remote: RemoteStore) -> None:
    (row,) = remote.query("SELECT ?n ?d ?t { VALUES (?n ?d ?t) { (5 2.5 true) } }")
    assert row == {"n": 5, "d": 2.5, "t": True}


def test_a_graph_behind_an_endpoint_answers_like_the_one_at_hand(packaged: kneegraph.Graph, endpoint: str) -> None:
    far = kneegraph.connect(endpoint)
    assert far.corpus == packaged.corpus
    assert far.claim("VMO", "controls", "kneecap tracking") == packaged.claim("VMO", "controls", "kneecap tracking")
    assert list(far.query_named("contested")) == list(packaged.query_named("contested"))
    with pytest.raises(UnknownTermError, match="nearest: knee-valgus"):
        far.query_named("causes-of", effect="knee valgis")
    with pytest.raises(QueryError, match="kg:cuases is not a term of the schema; nearest: kg:causes"):
        far.query("ASK { ?s kg:cuases ?o }")


def test_rdflib_asks_the_endpoint(packaged: kneegraph.Graph, remote: RemoteStore) -> None:
    dataset = remote.dataset()
    query = "SELECT ?claim WHERE { ?claim kg:supportCount 3 } ORDER BY ?claim"
    far = [str(row[0]) for row in dataset.query(query)]  # type: ignore[index]
    assert far == [row["claim"] for row in packaged.query(query)]
    assert far
    (views,) = dataset.query("SELECT (COUNT(DISTINCT ?g) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }")
    assert str(views[0]) == "3"  # type: ignore[index]


def test_rdflib_is_not_let_ask_the_wrong_default_graph(endpoint: str) -> None:
    with pytest.raises(EndpointError, match="rdflib cannot ask an endpoint whose default graph is named"):
        RemoteStore(endpoint, default_graphs=["urn:home"]).dataset()


def test_a_graph_without_claims_is_an_error(tmp_path: Path) -> None:
    with (
        oxigraph(tmp_path, "<urn:a> <urn:b> <urn:c> .\n") as url,
        pytest.raises(EndpointError, match="no kneegraph data in its default graph: load there what 'kneegraph build"),
    ):
        kneegraph.connect(url)


def test_data_that_stand_in_another_graph_are_found_by_its_name(packaged: kneegraph.Graph, tmp_path: Path) -> None:
    quads = parse((packaged.store.dump("nq")).encode(), RdfFormat.N_QUADS)  # type: ignore[union-attr]
    moved = (Quad(q.subject, q.predicate, q.object, q.graph_name if str(q.graph_name) != "DEFAULT" else HOME) for q in quads)
    nquads = (serialize(moved, format=RdfFormat.N_QUADS) or b"").decode()
    with oxigraph(tmp_path, nquads) as url:
        with pytest.raises(EndpointError, match="in its default graph; there is some in the graph urn:home: name that graph"):
            kneegraph.connect(url)
        far = kneegraph.connect(url, default_graph="urn:home")
        assert list(far.query_named("agreed-chains")) == list(packaged.query_named("agreed-chains"))
        assert far.query("PREFIX mine: <urn:> ASK { GRAPH mine:home { ?s a kg:Claim } }")
        assert not far.query("ASK FROM view:agreed { ?s a kg:Claim }")


def test_what_the_endpoint_cannot_read_has_its_place(remote: RemoteStore) -> None:
    with pytest.raises(QueryError, match=r"this does not belong here.*: }") as caught:
        remote.query("SELECT * {\n  ?s ?p\n}")
    assert (caught.value.line, caught.value.column) == (3, 1)


def test_updates_and_service_are_not_even_sent() -> None:
    for query in ("DROP ALL", "SELECT * { SERVICE <http://x> { ?s ?p ?o } }"):
        with pytest.raises(RefusedQueryError):
            RemoteStore(f"http://127.0.0.1:{free_port()}/").query(query)


# Answers cut short


@pytest.fixture
def capped(packaged: kneegraph.Graph, monkeypatch: pytest.MonkeyPatch) -> Capped:
    """A store whose endpoint cuts every answer, without a word, at so many rows."""
    return Capped(packaged, RemoteStore("http://nowhere.invalid/"), monkeypatch)


class Capped:
    """The packaged graph behind an engine that cuts."""

    def __init__(self, near: kneegraph.Graph, remote: RemoteStore, monkeypatch: pytest.MonkeyPatch) -> None:
        self.remote, self.rows = remote, 150
        self.asked: list[str] = []
        self._near = near
        monkeypatch.setattr(remote._wire, "post", self._post)

    def _post(self, fields: list[tuple[str, str]], accept: str) -> wire.Answer:
        del accept
        text = dict(fields)["query"]
        self.asked.append(text)
        result = self._near.store.query(text)
        if result.form == "CONSTRUCT":
            kept = list(result.quads)[: self.rows + 1]  # one more than rows, as Virtuoso does
            body = "".join(f"{quad.subject} {quad.predicate} {quad.object} .\n" for quad in kept).encode()
            return wire.Answer(200, {"content-type": "application/n-triples"}, body)
        table = json.loads(result.serialize("json"))
        if "results" in table:
            table["results"]["bindings"] = table["results"]["bindings"][: self.rows]
        return wire.Answer(200, {"content-type": RESULTS}, json.dumps(table).encode())


def test_a_cut_answer_is_an_error(capped: Capped) -> None:
    with pytest.raises(EndpointError, match="cuts every answer at 150 rows, and this one is cut"):
        capped.remote.query("SELECT ?s { ?s a ?class }")


def test_an_answer_as_long_as_was_asked_for_is_whole(capped: Capped) -> None:
    assert len(list(capped.remote.query("SELECT ?s { { SELECT ?s { ?s a ?class } LIMIT 9999 } } LIMIT 150"))) == 150
    with pytest.raises(EndpointError, match="cuts every answer"):
        capped.remote.query("SELECT ?s { ?s a ?class } LIMIT 151")


def test_a_cut_construct_is_an_error_however_few_triples_it_makes(capped: Capped) -> None:
    with pytest.raises(EndpointError, match="cuts every answer"):
        capped.remote.query("CONSTRUCT WHERE { ?s a ?class }")
    with pytest.raises(EndpointError, match="cuts every answer"):
        capped.remote.query("CONSTRUCT { kg:x kg:has ?class } WHERE { ?s a ?class . ?s ?p ?o }")


def test_rows_of_our_own_are_fetched_page_by_page_where_they_would_be_cut(capped: Capped, packaged: kneegraph.Graph) -> None:
    query = "SELECT ?s ?p ?o WHERE { ?s a kg:Assertion ; ?p ?o FILTER(!isBlank(?o)) }"
    assert set(capped.remote.members(vocab.KG + "Claim")) == set(packaged.store.members(vocab.KG + "Claim"))
    far, near = list(capped.remote.rows(query)), list(packaged.store.rows(query))
    assert len(far) > 1000
    assert sorted(map(str, far)) == sorted(map(str, near))


def test_more_about_one_thing_than_an_answer_holds_is_an_error(capped: Capped) -> None:
    with pytest.raises(EndpointError, match=r"of <http.*> alone there are as many"):
        list(capped.remote.rows("SELECT ?class ?s WHERE { ?s a ?class }"))


def test_an_engine_that_cuts_nothing_is_asked_so_once(capped: Capped) -> None:
    capped.rows = 10**6
    for _ in range(3):
        list(capped.remote.rows("SELECT ?s ?c WHERE { ?s a ?c }"))
    assert sum("?d0" in query for query in capped.asked) == 1
    assert len(capped.asked) == 4
